"""``wenmai query``: SPARQL and named questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from wenmai.cli.opening import open_graph, read_text
from wenmai.cli.options import OneCommand, bom_option, graph_options
from wenmai.cli.output import BOM, data_stream, emit, emit_rows, take_bom, tell
from wenmai.errors import InputError, LimitReached
from wenmai.languages import counted, is_chinese

if TYPE_CHECKING:
    from collections.abc import Callable

    from wenmai.sources import Source
    from wenmai.sparql.job import Report


QUERY_FORMATS = (
    "table", "csv", "tsv", "json", "xml", "turtle", "ntriples", "nquads", "trig", "rdfxml", "jsonld",
)  # fmt: skip


@click.command(cls=OneCommand)
@click.argument("sparql", metavar="[SPARQL | QUESTION]", required=False)
@click.option("-f", "--file", type=click.Path(), metavar="FILE", help="Read the query from a file; - is stdin.")
@click.option("--timeout", type=click.FloatRange(0, min_open=True), default=30.0, show_default=True, metavar="SECONDS")
@click.option("--max-rows", type=click.IntRange(1), metavar="N", help="At most so many rows; a table shows 1,000 else.")
@click.option("--memory", type=click.FloatRange(0, min_open=True), default=2.0, show_default=True, metavar="GB")
@click.option("--allow-service", multiple=True, metavar="HOST", help="Let SERVICE ask this host (and no other).")
@click.option("--format", type=click.Choice(QUERY_FORMATS), help="Form of the result (default: table, or turtle).")
@bom_option
@graph_options
def query(
    sparql: str | None,
    file: str | None,
    timeout: float,
    max_rows: int | None,
    memory: float,
    allow_service: tuple[str, ...],
    format: str | None,
    graph: tuple[str, ...],
    lang: str,
) -> None:
    """Ask SPARQL 1.1, or a named question; the graph's prefixes are declared. Without a query, list the questions.

    \b
    A query only reads, and reaches out to nobody.
    Example: wenmai query 'SELECT ?who ?where { ?who wm:locatedIn ?where }'
             wenmai query -f question.rq --format csv > answer.csv
             wenmai query 'DESCRIBE xc:北京证券交易所'
    """
    from wenmai.sparql import form as kind_of

    text = query_text(sparql, file)
    if text is None:
        list_questions(lang)
        return
    bounds: dict[str, Any] = {
        "timeout": timeout,
        "memory": int(memory * (1 << 30)),
        "allow_service": [host.lower() for host in allow_service],
        "on_report": say_network if click.get_current_context().params.get("verbose") else None,
    }
    source = open_graph(graph)
    if (format or "table") == "table" and kind_of(text) not in {"CONSTRUCT", "DESCRIBE"}:
        show_answer(source, text, max_rows or 1000, bounds)
    else:
        write_answer(source, text, format if format and format != "table" else "turtle", max_rows, bounds)


def query_text(sparql: str | None, file: str | None) -> str | None:
    """The SPARQL that was given: as it is, in a file, or by a question's name."""
    from wenmai.sparql import question

    if file is not None:
        if sparql is not None:
            raise InputError("give a query or a file that holds one, not both")
        return read_text(file)
    if sparql is None or not sparql.replace("-", "").replace("_", "").isalnum():
        return sparql
    return question(sparql)


def list_questions(lang: str) -> None:
    """Print the named questions."""
    from wenmai.sparql import questions

    emit_rows(
        ("question", "asks"), [(one.name, one.zh if is_chinese(lang) else one.en) for one in questions()], "table", lang
    )


def show_answer(source: Source, text: str, max_rows: int, bounds: dict[str, Any]) -> None:
    """Print a table, or true or false; of a table that is cut, what there is of it before the error says so."""
    from wenmai.sparql import Table, run, shown

    def show(term: Any) -> str:
        return shown(term, source.prefixes)

    try:
        answer = run(source, text, max_rows=max_rows, **bounds)
    except LimitReached as error:
        if not isinstance(error.partial, Table):
            raise
        show_table(error.partial, show)
        said = f"only the first {counted(max_rows, 'rows')} are shown; --max-rows N shows more, --format csv all"
        raise LimitReached(said) from None
    if isinstance(answer, Table):
        show_table(answer, show)
    else:
        emit(str(answer).lower())


def show_table(table: Any, shown: Callable[[Any], str]) -> None:
    """Print a query's table; no rows are said in words."""
    emit_rows(table.variables, [tuple(map(shown, row)) for row in table.rows], "table")
    if not table.rows:
        tell("no rows")


def write_answer(source: Source, text: str, form: str, max_rows: int | None, bounds: dict[str, Any]) -> None:
    """Write a query's result as a file to standard output."""
    from wenmai.sparql import write

    with data_stream() as stream:
        if take_bom() and form in ("csv", "tsv"):
            stream.write(BOM.encode())
        write(source, text, form, stream, max_rows=max_rows, **bounds)


NETWORK = {
    "namespace": "the query's process had no network (a namespace of its own)",
    "filter": "the query's process had no network (it may open no socket)",
    "endpoint": "the endpoint ran the query",
    "": "the query's process had the network of this machine",
}


def say_network(report: Report) -> None:
    """Say whether the process of a query had a network."""
    tell(NETWORK[report.isolation])
