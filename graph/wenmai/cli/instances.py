"""``wenmai instances``: what is of a class."""

from __future__ import annotations

import click

from wenmai.cli.opening import open_graph
from wenmai.cli.options import OneCommand, format_option, graph_options
from wenmai.cli.output import emit_json, emit_rows, say_note


@click.command(cls=OneCommand)
@click.argument("class", metavar="CLASS")
@click.option("-n", "--limit", type=click.IntRange(1), default=50, show_default=True, help="At most so many instances.")
@format_option("table", "json", "csv")
@graph_options
def instances(limit: int, format: str, graph: tuple[str, ...], lang: str, **given: str) -> None:
    """List the instances of a class, the most connected first.

    \b
    Example: wenmai instances 机构
             wenmai instances wm:Place -n 5
    """
    from wenmai.facts.instances import list_instances
    from wenmai.names.lookup import find_class

    source = open_graph(graph)
    iri = find_class(source, given["class"])
    found = list_instances(source, iri, limit=limit, language=lang)
    if format == "json":
        rows = [{"iri": one.iri, "label": one.label} for one in found.entities]
        emit_json({"class": iri, "total": found.total, "instances": rows})
        return
    emit_rows(("iri", "label"), [(one.iri, one.label) for one in found.entities], format, lang)
    if found.total > len(found.entities):
        say_note(f"{found.total - len(found.entities):,} more instances; -n {found.total} lists them all", lang)
