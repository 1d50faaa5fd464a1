"""``wenmai serve``: the live explorer."""

from __future__ import annotations

import os
from math import isfinite

import click

from wenmai.cli.opening import open_graph, passages_of
from wenmai.cli.options import OneCommand, graph_options, source_option
from wenmai.cli.output import emit, tell
from wenmai.errors import InputError


@click.command(cls=OneCommand)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=7474, show_default=True, help="The port; 0 takes a free one."
)
@click.option(
    "--host-name",
    "names",
    multiple=True,
    metavar="NAME",
    help="Another name that the server goes by, as behind a proxy.",
)
@click.option("--token", envvar="WENMAI_TOKEN", help="Answer only who brings it; needed beyond this machine.")
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    default=30.0,
    show_default=True,
    metavar="SECONDS",
    help="For one request.",
)
@click.option(
    "--memory",
    type=click.FloatRange(0, min_open=True),
    default=2.0,
    show_default=True,
    metavar="GB",
    help="For one worker.",
)
@click.option("--workers", type=click.IntRange(1, 256), metavar="N", help="Requests at once (default: the processors).")
@click.option("--threads", is_flag=True, help="Answer in threads, as where no process can be forked.")
@click.option(
    "--path", "root", default="", metavar="PATH", help="The path under which a reverse proxy offers it, such as /graph."
)
@click.option("--no-browser", is_flag=True, help="Open no browser.")
@click.option("--access-log", is_flag=True, help="Write a line for each request (on stderr).")
@click.option(
    "--by", envvar="WENMAI_REVIEWER", metavar="NAME", help="Who reviews a proposal (default: the user's name)."
)
@source_option
@graph_options
def serve(
    host: str,
    port: int,
    names: tuple[str, ...],
    token: str | None,
    timeout: float,
    memory: float,
    workers: int | None,
    threads: bool,
    root: str,
    no_browser: bool,
    access_log: bool,
    by: str | None,
    document: str | None,
    graph: tuple[str, ...],
    lang: str,  # noqa: ARG001 - each visitor chooses
) -> None:
    """Explore a graph of any size in a browser; the same server speaks SPARQL, JSON and MCP.

    \b
    It listens on this machine alone, unless it is told otherwise and has a token.
    Example: wenmai serve
             wenmai serve -g big.store --port 8080
             wenmai serve -g proposal.ttl
             WENMAI_TOKEN=… wenmai serve --host 0.0.0.0 --host-name graph.example.org
    """
    from wenmai.cli.calling import Calling
    from wenmai.cli.review import user_name
    from wenmai.serve import running
    from wenmai.serve.commands import Desk
    from wenmai.serve.safety import LOOPBACK
    from wenmai.workers.pool import Bounds

    if host not in LOOPBACK and not token:
        raise InputError(f"--host {host} lets other machines ask: give them a token with --token or WENMAI_TOKEN")
    root = _checked_root(root)
    for name in names:
        _check_name(name)
    for option, number in (("--timeout", timeout), ("--memory", memory)):
        if not isfinite(number):
            raise InputError(f"{option} is a number, not {number}")
    listening = running.listen(host, port)
    bounds = Bounds(timeout=timeout, memory=int(memory * (1 << 30)))
    if workers is not None:
        bounds = bounds._replace(fast=workers)
    source = open_graph(graph)

    def ready(where: running.Listening) -> None:
        emit(where.address)
        tell("Ctrl-C ends the server")
        if (
            where.loopback
            and not no_browser
            and (os.environ.get("DISPLAY") or os.name == "nt" or os.uname().sysname == "Darwin")
        ):
            import webbrowser

            webbrowser.open(where.address)

    proposal = proposal_of(graph)
    found = passages_of(source, document)
    quote, text_of = (None, None) if found is None else (found.quote, found.text_of)
    desk = Desk(source, Calling(), quote, proposal is not None, text_of)
    running.run(
        desk,
        listening, bounds=bounds, hosts=names, token=token, access_log=access_log, ready=ready,
        processes=False if threads else None, review=(proposal, by or user_name()) if proposal else None,
        root=root,
    )  # fmt: skip


def _checked_root(root: str) -> str:
    """A path that begins with a slash and does not end with one, of letters, digits and ``-._~/``; empty: the top."""
    import re

    found = "/" + root.strip("/") if root.strip("/") else ""
    if not re.fullmatch(r"(?:/[A-Za-z0-9._~-]+)*", found) or {".", ".."} & set(found.split("/")):
        raise InputError(f"--path is a path of letters, digits and -._~, such as /graph, not {root!r}")
    return found


def _check_name(name: str) -> None:
    """A name is a host's, perhaps with a port: no address, no blank."""
    import re

    if not re.fullmatch(r"[\w.-]+(?::\d+)?|\[[\da-fA-F:.]+\](?::\d+)?", name):
        raise InputError(f"--host-name is a host, such as graph.example.org, not {name!r}")


def proposal_of(graph: tuple[str, ...]) -> str | None:
    """The one graph that is opened, if it is a proposal: a file with its texts beside it."""
    from pathlib import Path

    lone = Path(graph[0]) if len(graph) == 1 else None
    return str(lone) if lone is not None and lone.is_file() and lone.with_suffix(".texts").is_dir() else None
