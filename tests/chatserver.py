"""A server on loopback that speaks the protocol of chat completions and replays what a test gives it: good answers and bad ones."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Answer = Callable[[dict[str, Any]], Any]


class ChatServer:
    """A running server: its address, the requests it got (path, header fields, body), and what it answers with next."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.requests: list[tuple[str, dict[str, str], Any]] = []
        self.answers: list[Any] = []

    def next_answer(self, body: Any) -> Any:
        """The next answer; the last one stays. A function is given the request's body."""
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return answer(body) if callable(answer) else answer


def completion(content: Any) -> dict[str, Any]:
    """What a server sends for these words of a model; other values are sent as JSON."""
    words = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return {"choices": [{"index": 0, "message": {"role": "assistant", "content": words}, "finish_reason": "stop"}]}


class Raw:
    """An answer byte by byte: its status, fields, body, and how many seconds pass between pieces."""

    def __init__(self, body: bytes, status: int = 200, pause: float = 0.0, **fields: str) -> None:
        self.body, self.status, self.pause, self.fields = body, status, pause, fields


class Endless(Raw):
    """A body that never ends."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    played: ChatServer

    def do_GET(self) -> None:
        self._answer(None)

    def do_POST(self) -> None:
        self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _answer(self, body: Any) -> None:
        self.played.requests.append((self.path, dict(self.headers), body))
        if body is None and self.path.partition("?")[0].endswith("/models"):
            self._send(Raw(json.dumps({"data": [{"id": "replayed"}]}).encode()))
            return
        answer = self.played.next_answer(body)
        self._send(answer if isinstance(answer, Raw) else Raw(json.dumps(completion(answer)).encode()))

    def _send(self, raw: Raw) -> None:
        with contextlib.suppress(OSError):
            self.send_response(raw.status)
            for name, value in raw.fields.items():
                self.send_header(name.replace("_", "-"), value)
            if isinstance(raw, Endless):
                self.send_header("Connection", "close")
                self.end_headers()
                while True:
                    self.wfile.write(raw.body)
            self.send_header("Content-Length", str(len(raw.body)))
            self.end_headers()
            step = 16 if raw.pause else len(raw.body)
            for place in range(0, len(raw.body), max(1, step)):
                self.wfile.write(raw.body[place : place + step])
                time.sleep(raw.pause)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def chat_server() -> Iterator[ChatServer]:
    """A server until the block ends."""
    handler = type("Handler", (_Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    played = handler.played = ChatServer(f"http://127.0.0.1:{server.server_address[1]}/v1")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield played
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
