"""The application: who may ask, within which limits, and the way to a worker and back (ASGI 3).

It parses nothing of a graph and computes nothing itself, so that it answers at once however much the workers have to do.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from wenmai.errors import WenmaiError
from wenmai.once import pattern
from wenmai.serve import safety
from wenmai.serve.messages import WebRequest
from wenmai.serve.problems import MEDIA_TYPE, HttpRefusal, as_refusal, describe_problem
from wenmai.serve.refusals import asked_language, refusal_page, wants_page

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from wenmai.serve.reviewing import Reviewing
    from wenmai.serve.threads import Pooling
    from wenmai.workers.tickets import Ticket

MOST_BODY = 1 << 20
"""Bytes of a request's body."""

MOST_ADDRESS = 16 << 10
"""Bytes of a request's address; a longer query is sent by POST."""

PASSED_ON = ("accept", "accept-language", "content-type")
"""The headers that an answer depends on."""

WATCHED = 0.05
"""Seconds after which it is watched whether the client is still there."""


def create_app(
    pool: Pooling,
    guard: safety.Access,
    reviewing: Reviewing | None = None,
    warm: Callable[[], None] | None = None,
    root: str = "",
) -> ASGIApp:
    """The whole application over a pool of workers; with the review of a proposal, where the graph is one.

    ``warm`` is called aside when the server has begun; ``root`` is the path under which a proxy offers the server.
    """
    door = McpDoor(pool)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await pool.start()
        if warm is not None:
            asyncio.get_running_loop().run_in_executor(None, warm)
        yield
        door.close()
        pool.close()

    async def healthz(_request: Any) -> JSONResponse:
        return JSONResponse({"status": "ok"})

    routes = [
        Route("/healthz", healthz),
        Mount("/static", StaticFiles(directory=Path(__file__).with_name("static"))),
        Route("/mcp", door),
        *_review_routes(reviewing),
        Mount("/", Forwarding(pool)),
    ]
    return Rooted(Guarded(Starlette(routes=routes, lifespan=lifespan), guard), root)


class Rooted:
    """Takes the path under which a proxy offers the server off the address, if the proxy has not, and puts it before where it leads."""

    def __init__(self, app: ASGIApp, root: str) -> None:
        self._app, self._root = app, root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection, as ASGI has it."""
        root = self._root
        if not root or scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        raw = scope.get("raw_path") or scope["path"].encode()
        inside = {"path": scope["path"], "raw_path": raw, "wenmai.root": root}
        if scope["path"] == root or scope["path"].startswith(f"{root}/"):
            inside |= {"path": scope["path"][len(root) :] or "/", "raw_path": raw[len(root) :] or b"/"}

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    (name, root.encode() + value if name == b"location" and value.startswith(b"/") else value)
                    for name, value in message.get("headers", ())
                ]
            await send(message)

        await self._app({**scope, **inside}, receive, sending)


def _review_routes(reviewing: Reviewing | None) -> list[Route]:
    if reviewing is None:
        return []
    paths = ("/review", "/review.json", "/review.csv", "/review/{name:path}")
    return [Route(path, reviewing.answer, methods=["GET", "POST"]) for path in paths]


class Guarded:
    """Lets through what may ask, and puts the headers of safety on every answer."""

    def __init__(self, app: ASGIApp, guard: safety.Access) -> None:
        self._app, self._guard = app, guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection, as ASGI has it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = read_headers(scope)
        query = scope["query_string"].decode("ascii", "replace")
        token = self._first_token(query)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = list(secured(message.get("headers", ()), token))
            await send(message)

        scope["wenmai.headers"] = headers
        refused = self._guard.refusal(scope["method"], headers, query)
        if refused is not None and scope["path"] != "/healthz":
            await send_problem(sending, HttpRefusal(*refused), scope)
        elif len(scope.get("raw_path") or b"") + len(query) > MOST_ADDRESS:
            error = HttpRefusal(414, f"the address is longer than {MOST_ADDRESS:,} bytes; send it by POST")
            await send_problem(sending, error, scope)
        else:
            await self._app(scope, receive, sending)

    def _first_token(self, query: str) -> str | None:
        """The token to be kept in a cookie: a browser brings it in an address once."""
        return self._guard.token if self._guard.token and "token=" in query else None


def secured(headers: Iterable[tuple[bytes, bytes]], token: str | None) -> Iterator[tuple[bytes, bytes]]:
    """The headers of an answer with those of safety."""
    framed = False
    for name, value in headers:
        if name == b"x-own-policy":
            framed = True
        else:
            yield name, value
    yield b"content-security-policy", (safety.FRAMED if framed else safety.POLICY).encode()
    for known, said in safety.HEADERS.items():
        yield known.encode(), said.encode()
    if token is not None:
        yield b"set-cookie", f"{safety.COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict".encode()


def read_headers(scope: Scope) -> dict[str, str]:
    """The headers of a request, by their names in lower case; what is said twice is joined."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1"), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


class Forwarding:
    """Gives requests to workers."""

    def __init__(self, pool: Pooling) -> None:
        self._pool = pool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        ticket: Ticket | None = None
        try:
            request = await read_request(scope, receive)
            ticket = self._pool.submit(request.pack(), request_key(request))
            await _answer(self._pool, ticket, receive, send, bodiless=request.method == "HEAD")
        except ConnectionAbortedError:
            return  # the client has left, or must see that the answer is cut off
        except Exception as error:
            if ticket is not None and ticket.begun:
                raise
            await send_problem(send, error, scope)
        finally:
            if ticket is not None:
                self._pool.abandon(ticket)


async def read_request(scope: Scope, receive: Receive) -> WebRequest:
    """The request for a worker.

    Raises:
        HttpRefusal: it is too long or cannot be read.
    """
    headers: Mapping[str, str] = scope["wenmai.headers"]
    try:
        path = unquote_to_bytes(scope.get("raw_path") or scope["path"].encode()).decode("utf-8")
    except UnicodeDecodeError:
        raise HttpRefusal(400, "the address is not UTF-8") from None
    body = bytearray()
    more = scope["method"] not in {"GET", "HEAD"}
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionAbortedError
        body += message.get("body", b"")
        if len(body) > MOST_BODY:
            raise HttpRefusal(413, f"the body is longer than {MOST_BODY:,} bytes")
        more = message.get("more_body", False)
    passed = {name: headers[name] for name in PASSED_ON if name in headers}
    origin = f"{scope['scheme']}://{headers.get('host', '')}{scope.get('wenmai.root', '')}"
    query = scope["query_string"].decode("ascii", "replace")
    return WebRequest(scope["method"], path, query, passed, origin, bytes(body))


def request_key(request: WebRequest) -> bytes:
    """What tells requests that cost the same: everything but how the answer is written, and what a query says in comments."""
    text = _COMMENT.sub(rb"\1", unquote_to_bytes(request.query.encode() + b"\0" + request.body))
    return hashlib.blake2b(request.path.encode("utf-8", "replace") + b"\0" + text.rstrip(), digest_size=16).digest()


_COMMENT = pattern(rb"""(<[^<>"{}|^`\\\s]*>|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|#[^\r\n\0]*""")
"""A comment of SPARQL, or as the group what may hold ``#`` and is none. What it takes wrongly lets two requests count as alike."""


async def _answer(pool: Pooling, ticket: Ticket, receive: Receive, send: Send, *, bodiless: bool) -> None:
    """Pass the frames of an answer on; stop the request when the client leaves."""
    watch = asyncio.get_running_loop().call_later(WATCHED, _watch, pool, ticket, receive)
    try:
        tag, payload = await ticket.next_frame()
        assert tag == b"H"
        status, headers = json.loads(payload)
        first = await ticket.next_frame()  # with it, so that a worker that ends now can still be told of
        ticket.begun = True
        named = [(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": named})
        while first[0] != b"E":
            if not bodiless:
                await send({"type": "http.response.body", "body": first[1], "more_body": True})
            first = await ticket.next_frame()
        await send({"type": "http.response.body", "body": b""})
    finally:
        watch.cancel()
        for task in ticket.watching:
            task.cancel()


def _watch(pool: Pooling, ticket: Ticket, receive: Receive) -> None:
    """Look out for the client's leaving."""

    async def look() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        pool.abandon(ticket)

    with suppress(RuntimeError):
        ticket.watching.append(asyncio.get_running_loop().create_task(look()))


async def send_problem(send: Send, error: Exception, scope: Scope | None = None) -> None:
    """Answer with what went wrong: as problem details, or as a page to a browser."""
    told = {} if scope is None else scope.get("wenmai.headers", {})
    if scope is not None and wants_page(scope["path"], told):
        status, body = refusal_page(error, asked_language(scope["query_string"].decode("ascii", "replace"), told))
        media_type = "text/html; charset=utf-8"
    else:
        problem = describe_problem(error)
        status, media_type = int(problem["status"]), MEDIA_TYPE
        body = json.dumps(problem, ensure_ascii=False).encode("utf-8", "replace")
    headers = [(b"content-type", media_type.encode()), (b"content-length", str(len(body)).encode())]
    refusal = as_refusal(error)
    if refusal is not None:
        headers += [(name.encode(), value.encode()) for name, value in refusal.headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class McpDoor:
    """``/mcp``: made when it is first asked for, since the SDK takes a second to load."""

    def __init__(self, pool: Pooling) -> None:
        self._pool = pool
        self._app: ASGIApp | None = None
        self._making = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            async with self._making:
                if self._app is None:
                    self._app = await self._make()
        except ModuleNotFoundError as error:
            await send_problem(
                send, HttpRefusal(501, f"this needs {error.name}, which is not installed: pip install 'wenmai[mcp]'")
            )
            return
        await self._app({**scope, "path": "/mcp", "raw_path": b"/mcp", "root_path": ""}, receive, send)

    async def _make(self) -> ASGIApp:
        mcp = await asyncio.to_thread(import_module, "wenmai.serve.assistants.mcp")

        async def use(name: str, arguments: dict[str, Any]) -> Any:
            body = json.dumps(arguments).encode()
            request = WebRequest("POST", f"/api/v1/tools/{name}", "", {"content-type": "application/json"}, "", body)
            return mcp.read_reply(*await collect(self._pool, request))

        app, running = mcp.http_app(use)
        started: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        async def run() -> None:  # in a task of its own: what is entered must be left by the same one
            async with running():
                started.set_result(None)
                await asyncio.Event().wait()

        self._task = asyncio.get_running_loop().create_task(run())
        await started
        found: ASGIApp = app
        return found

    def close(self) -> None:
        """End what runs for MCP."""
        if self._task is not None:
            self._task.cancel()


async def collect(pool: Pooling, request: WebRequest) -> tuple[int, bytes]:
    """The whole answer to a request of our own: its status and body."""
    ticket = pool.submit(request.pack(), request_key(request))
    try:
        _, head = await ticket.next_frame()
        body = bytearray()
        while (frame := await ticket.next_frame())[0] != b"E":
            body += frame[1]
        return int(json.loads(head)[0]), bytes(body)
    except WenmaiError as error:
        problem = describe_problem(error)
        return int(problem["status"]), json.dumps(problem).encode()
    finally:
        pool.abandon(ticket)
