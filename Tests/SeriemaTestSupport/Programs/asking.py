"""Asks the web server on a port of this machine for `/` again and again, until it is killed."""

import http.client
import sys

port = int(sys.argv[1])
asked = 0
while True:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/")
    connection.getresponse().read()
    connection.close()
    asked += 1
    if asked == 10:
        print("READY", flush=True)
