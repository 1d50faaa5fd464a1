"""``wenmai show``: everything about an entity."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wenmai.cli.opening import labeller, open_graph, quoter, resolve_described
from wenmai.cli.options import (
    OneCommand,
    admission_options,
    complete_entity,
    format_option,
    graph_options,
    source_option,
)
from wenmai.cli.output import emit, emit_json, emit_rows, paint

if TYPE_CHECKING:
    from wenmai.cli.options import Admitting


@click.command(cls=OneCommand)
@click.argument("entity", shell_complete=complete_entity)
@click.option("--all", "whole", is_flag=True, help="Show every fact, and long texts whole.")
@click.option(
    "--only",
    multiple=True,
    metavar="PREDICATE",
    help="Only the facts of this predicate, each of them; may be repeated.",
)
@source_option
@admission_options
@format_option("table", "json", "csv")
@graph_options
def show(
    entity: str,
    whole: bool,
    only: tuple[str, ...],
    document: str | None,
    format: str,
    graph: tuple[str, ...],
    lang: str,
    admission: Admitting,
) -> None:
    """Show an entity: names, then the facts in and out that tell most, with dates and evidence.

    \b
    Example: wenmai show 北交所
             wenmai show 西城区 --all
             wenmai show 金科新区 --format json
             wenmai show 京报馆旧址 --only 位于
    """
    from wenmai.facts.describe import describe_entity, predicates_around
    from wenmai.facts.text import description_text
    from wenmai.names.lookup import find_predicate_among
    from wenmai.rendering import render

    source = open_graph(graph)
    iri = resolve_described(source, entity, lang)
    wanted = [find_predicate_among(source, name, predicates_around(source, iri)) for name in only]
    found = describe_entity(source, iri, lang, admission(source), only=wanted)
    label = labeller(source, lang)
    if format == "json":
        emit_json(render.description_json(found, label))
    elif format == "csv":
        emit_rows(render.FACT_HEADER, render.fact_rows(found.facts, label, lang), format)
    else:
        quote, shorten = quoter(source, document), source.prefixes.shorten
        emit(
            description_text(
                found, label, language=lang, paint=paint, quote=quote, shorten=shorten, whole=whole or bool(only)
            )
        )
