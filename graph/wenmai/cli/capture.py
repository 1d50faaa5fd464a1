"""``wenmai capture``: from documents to a proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wenmai.cli.capturing import document_options, model_options, read_documents
from wenmai.cli.options import OneCommand, graph_options
from wenmai.cli.output import say, say_written, writing_to
from wenmai.languages import counted, is_chinese

if TYPE_CHECKING:
    from wenmai.capture.captured import Captured
    from wenmai.capture.proposing.entities import NamesRead


@click.command(cls=OneCommand)
@click.argument("files", nargs=-1, required=True, type=click.Path())
@click.option(
    "-o",
    "--output",
    default="-",
    metavar="FILE",
    help="Write the proposal here; the texts that were read are kept beside it, and what the columns of tables were taken for.",
)
@click.option(
    "--collection",
    default="captured",
    show_default=True,
    metavar="NAME",
    help="The world of names that places and indicators belong to.",
)
@click.option("--rules", type=click.Path(), metavar="FILE", help="Rules for links beside wenmai's own (TOML).")
@click.option("--names/--no-names", default=True, show_default=True, help="Read names and the links between them, too.")
@model_options
@document_options
@graph_options
def capture(
    files: tuple[str, ...],
    output: str,
    collection: str,
    rules: str | None,
    names: bool,
    llm: str | None,
    llm_model: str | None,
    place: str | None,
    written: str | None,
    mapping: str | None,
    graph: tuple[str, ...],
    lang: str,
) -> None:
    """Read documents to a proposal: every figure, target and date with its place in the text, as Turtle.

    FILES are documents (text, Markdown, HTML, DOCX, PDF, CSV, XLSX) or folders of them. The proposal is an ordinary graph with the
    rule and the confidence of each figure; all commands work on it. A document that cannot be read is told and passed over.
    Names that a graph given with -g knows are looked for first.

    With --llm the text is sent to that address, in pieces. What the model answers is kept where it quotes the text, with the
    rule llm/NAME and a low confidence.

    \b
    Example: wenmai capture reports/ -o proposal.ttl
             wenmai -g proposal.ttl targets
    """
    from wenmai.capture.proposing.keeping import keep_mapping, keep_texts
    from wenmai.capture.proposing.naming import check_collection
    from wenmai.capture.proposing.proposal import stream_proposal

    check_collection(collection)
    found = read_documents(files, place, written, mapping, lang)
    named = _names(found, graph, rules) if names else {}
    if llm is not None:
        found, named = _consulted(found, named, llm, llm_model or "")
    with writing_to(output, language=lang) as stream:
        stream_proposal(stream, found, collection=collection, names=named)
    if output != "-":
        keep_texts(found, output)
        tables = keep_mapping(found, output)
        if tables is not None:
            say_written(str(tables), lang)
    counts = len(found.findings), len(found.documents)
    say(
        f"{counts[1]} 份文件,{counts[0]} 条数据"
        if is_chinese(lang)
        else f"{counted(counts[0], 'figures')} of {counted(counts[1], 'documents')}"
    )


def _names(found: Captured, graph: tuple[str, ...], rules: str | None) -> dict[str, NamesRead]:
    """The names of each document, by the document's name."""
    from pathlib import Path

    from wenmai.capture.proposing.entities import known_names, read_all_names
    from wenmai.cli.opening import open_graph

    known = known_names(open_graph(graph)) if graph else {}
    return read_all_names(found, known, Path(rules) if rules else None)


def _consulted(
    found: Captured, named: dict[str, NamesRead], address: str, name: str
) -> tuple[Captured, dict[str, NamesRead]]:
    """The documents and names with what a language model adds."""
    import sys

    from wenmai.capture.consulting import consult
    from wenmai.chat import open_model
    from wenmai.terminal import progress

    model = open_model(address, name)
    with progress.line(sys.stderr) as report:
        consulted = consult(found, named, model, progress=report)
    return consulted.captured, consulted.names
