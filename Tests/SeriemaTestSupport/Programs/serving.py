"""A threaded HTTP server whose handler calls `answer`; says its port and serves until SIGTERM."""

import http.server
import signal
import threading


def answer(path):
    return "".join(sorted(path * 20)).encode()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = answer(self.path)
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
print("PORT", server.server_address[1], flush=True)
print("READY", flush=True)
server.serve_forever()
print("ended", flush=True)
