"""Starting and ending the server: the graph is opened, the workers' nursery forked, then the web server runs."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, NamedTuple

from wenmai.errors import InputError
from wenmai.serve.safety import LOOPBACK, Access
from wenmai.system.processes import may_fork

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wenmai.serve.commands import Desk
    from wenmai.serve.threads import Pooling
    from wenmai.sources import Source
    from wenmai.workers.pool import Bounds


class Listening(NamedTuple):
    """Where a server listens: its address for a browser, with the token if there is one, and whether only this machine reaches it."""

    address: str
    loopback: bool


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes any that is free.

    Raises:
        InputError: the address cannot be used.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=512)
    except (OSError, OverflowError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise InputError(f"the server cannot listen on {host} port {port}: {reason}") from None


def start_pool(desk: Desk, bounds: Bounds, *, processes: bool | None = None) -> Pooling:
    """Workers for an open graph: processes where they can be forked (``processes`` says otherwise), else threads.

    To be called before there are threads: the nursery is forked here, with everything that a worker needs in memory.
    """
    if not (may_fork() if processes is None else processes):
        from wenmai.serve.threads import Threads

        return Threads(desk, bounds)
    from wenmai.serve.working import work
    from wenmai.workers.nursery import start_nursery
    from wenmai.workers.pool import Pool

    read_ahead(desk.source)
    network = not desk.source.enumerable  # an endpoint is asked over one

    def be_worker(stream: socket.socket, parent: int) -> None:
        work(desk, stream, parent, memory=bounds.memory, network=network)

    return Pool(start_nursery(be_worker), bounds)


def read_ahead(source: Source) -> None:
    """Load what every worker would else load for itself: the indexes, the names, the triples, the code."""
    from importlib import import_module

    for name in (
        "sparql.guard",
        "sparql.services",
        "sparql.union",
        "serve.api.answers",
        "serve.pages.writing",
        "serve.standards.description",
        "cli.path",
        "cli.show",
        "cli.search",
        "cli.around",
        "rendering.render",
        "names.lookup",
    ):
        import_module(f"wenmai.{name}")
    import ctypes  # noqa: F401 - for the confinement
    import resource  # noqa: F401

    from wenmai.serve.pages.writing import templates

    templates()
    if source.enumerable:
        source.store  # noqa: B018
        source.united  # noqa: B018
    source.index  # noqa: B018
    source.names  # noqa: B018
    if source.enumerable and source.index.node_count <= MOST_ASKED:
        from wenmai.asking import readings
        from wenmai.asking.named import questions_for

        readings.read_ahead(source, questions_for(source))


MOST_ASKED = 100_000
"""Entities of a graph whose known questions are taken apart before the workers are forked; of a larger one, when it is asked."""


def run(
    desk: Desk,
    listening: socket.socket,
    *,
    bounds: Bounds,
    hosts: Iterable[str] = (),
    token: str | None = None,
    access_log: bool = False,
    ready: Callable[[Listening], object] | None = None,
    processes: bool | None = None,
    review: tuple[str, str] | None = None,
    root: str = "",
) -> None:
    """Serve until the process is told to end (SIGINT, SIGTERM): then requests that run may end, for a few seconds.

    ``review`` is the proposal that is reviewed, and by whom; ``root`` the path under which a proxy offers the server.
    """
    from wenmai.serve.pages.writing import mount_pages

    mount_pages(root)
    pool = start_pool(desk, bounds, processes=processes)
    import uvicorn

    from wenmai.serve.app import create_app
    from wenmai.sources.warming import warm_indexes

    name, port = listening.getsockname()[:2]
    shown = f"[{name}]" if ":" in name else name
    guard = Access(frozenset({*LOOPBACK, name.lower(), *(host.lower() for host in hosts)}), token)

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if ready is not None and self.started:
                query = f"?token={token}" if token else ""
                ready(Listening(f"http://{shown}:{port}{root}/{query}", name in LOOPBACK))

    reviewing = None
    if review is not None:
        from wenmai.serve.pages.writing import navigation
        from wenmai.serve.reviewing import Reviewing

        reviewing = Reviewing(*review, navigation(desk))
    app = create_app(pool, guard, reviewing, lambda: warm_indexes(desk.source), root)
    config = uvicorn.Config(
        app, log_level="info" if access_log else "warning", access_log=access_log, use_colors=False, lifespan="on",
        server_header=False, timeout_graceful_shutdown=5, timeout_keep_alive=15, h11_max_incomplete_event_size=64 << 10,
        limit_concurrency=1024, ws="none",
    )  # fmt: skip
    Server(config).run(sockets=[listening])
