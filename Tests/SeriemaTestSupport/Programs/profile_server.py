"""A continuous-profiling server that keeps what it is sent: profile_server.py [--tls FILE] FOLDER [MANNER …]

Each request becomes FOLDER/N.json (path, query, headers, and the status it got) and FOLDER/N.body. A manner is the status
to answer with, the last one for ever, or `hang`: no answer at all. With TLS it has the key and the certificate of the
file. Says `PORT n`.
"""

import http.server
import json
import pathlib
import ssl
import sys
import threading
import time
import urllib.parse

arguments = sys.argv[1:]
certificate = None
if arguments[0] == "--tls":
    certificate, arguments = arguments[1], arguments[2:]
folder = pathlib.Path(arguments[0])
manners = arguments[1:] or ["200"]
count = 0
lock = threading.Lock()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        global count
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with lock:
            number = count
            count += 1
        manner = manners[min(number, len(manners) - 1)]
        parts = urllib.parse.urlsplit(self.path)
        request = {
            "path": parts.path,
            "query": dict(urllib.parse.parse_qsl(parts.query)),
            "headers": {name.lower(): value for name, value in self.headers.items()},
            "manner": manner,
        }
        (folder / f"{number}.body").write_bytes(body)
        # The body is whole once this is there.
        draft = folder / f"{number}.draft"
        draft.write_text(json.dumps(request))
        draft.rename(folder / f"{number}.json")
        if manner == "hang":
            time.sleep(600)
        text = b'{"message":"as it was asked\\u001b[31m"}' if manner != "200" else b""
        self.send_response(int(manner))
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
if certificate:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
print("PORT", server.server_address[1], flush=True)
server.serve_forever()
