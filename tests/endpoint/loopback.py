"""A little HTTP server on loopback that answers as it is told to, and remembers what it was asked."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

JSON = "application/sparql-results+json"
ROWS = json.dumps(
    {"head": {"vars": ["n"]}, "results": {"bindings": [{"n": {"type": "uri", "value": "urn:a"}}]}}
).encode()


class Asked(NamedTuple):
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


Reply = Callable[[BaseHTTPRequestHandler], None]


def reply(status: int = 200, body: bytes = ROWS, media_type: str = JSON, **headers: str) -> Reply:
    """A whole answer."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", media_type)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return send


class Loopback:
    """The server: its address, and the requests until now."""

    def __init__(self, port: int, asked: list[Asked]) -> None:
        self.address, self.asked = f"http://127.0.0.1:{port}/sparql", asked


@contextlib.contextmanager
def serving(*replies: Reply) -> Iterator[Loopback]:
    """Answer with the replies in turn, the last of them from then on."""
    asked: list[Asked] = []
    stop = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 20
        stopped = stop

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked.append(Asked(self.command, self.path, dict(self.headers), body))
            with contextlib.suppress(OSError):  # the client may have gone
                replies[min(len(asked), len(replies)) - 1](self)

        do_GET = do_POST  # noqa: N815 - the name that http.server looks for

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield Loopback(server.server_address[1], asked)
    finally:
        stop.set()
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
