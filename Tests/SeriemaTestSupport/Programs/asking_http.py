"""Asks the server at port argv[1] with several threads until standard input ends; says how it went as JSON."""

import http.client
import json
import sys
import threading

counts = {"answers": 0, "failures": 0}
lock = threading.Lock()
ended = threading.Event()


def ask(number):
    connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=30)
    while not ended.is_set():
        path = f"/{number}/abc"
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            good = response.status == 200 and response.read() == "".join(sorted(path * 20)).encode()
        except Exception:
            good = False
        with lock:
            counts["answers" if good else "failures"] += 1


threads = [threading.Thread(target=ask, args=(i,)) for i in range(4)]
for thread in threads:
    thread.start()
print("READY", flush=True)
while not ended.is_set() and (len(sys.argv) < 3 or counts["answers"] < int(sys.argv[2])):
    ended.wait(0.05)
ended.set()
for thread in threads:
    thread.join()
print(json.dumps(counts))
