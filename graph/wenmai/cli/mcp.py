"""``wenmai mcp``: the tools for assistants, on standard input and output."""

from __future__ import annotations

import click

from wenmai.cli.opening import open_graph
from wenmai.cli.options import OneCommand, graph_options


@click.command(cls=OneCommand)
@graph_options
def mcp(graph: tuple[str, ...], lang: str) -> None:
    """Speak the Model Context Protocol on standard input and output, for an assistant that starts this command.

    \b
    Over HTTP, wenmai serve speaks it at /mcp.
    Example: wenmai mcp -g my.ttl
    """
    from wenmai.cli.calling import Calling
    from wenmai.serve.assistants.asking import ask_apart
    from wenmai.serve.assistants.mcp import run_stdio
    from wenmai.serve.commands import Desk

    source = open_graph(graph)
    if source.enumerable:
        source.index  # noqa: B018 - a graph that cannot be read is said now, not at each call
    run_stdio(Desk(source, Calling()), lang, lambda sparql: ask_apart(source, sparql))
