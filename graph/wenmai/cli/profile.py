"""``wenmai profile``: what the terms of a graph are taken to mean."""

from __future__ import annotations

import click

from wenmai.cli.opening import open_graph
from wenmai.cli.options import OneCommand, format_option, graph_options
from wenmai.cli.output import emit, emit_json


@click.command(cls=OneCommand)
@format_option("toml", "json")
@graph_options
def profile(format: str, graph: tuple[str, ...], lang: str) -> None:  # noqa: ARG001 - every command on a graph takes it
    """Say what the graph's terms are taken to mean, and why: names, roles, times, sources, kinds of nodes.

    What is printed can be edited and given back with --profile, to every command.

    \b
    Example: wenmai profile
             wenmai profile -g my.ttl > my.toml
             wenmai path A B -g my.ttl --profile my.toml
    """
    from wenmai.profiles.written import write_profile

    source = open_graph(graph)
    meaning = source.index.understand()
    if format == "json":
        emit_json(meaning._asdict() | {"reasons": [reason._asdict() for reason in meaning.reasons]})
        return
    unknown = [one for one in source.index.predicates if one not in meaning.roles]
    emit(write_profile(meaning, source.prefixes.namespaces, unknown).rstrip())
