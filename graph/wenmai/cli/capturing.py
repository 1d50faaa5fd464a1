"""What the commands that read documents share: their options, and the findings of files or of a graph."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from wenmai.cli.options import format_option, graph_options
from wenmai.cli.output import emit_json, emit_rows, say, say_note
from wenmai.errors import InputError
from wenmai.languages import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from wenmai.capture.captured import Captured
    from wenmai.capture.findings import Finding

    Command = Callable[..., Any]
    Cells = tuple[Sequence[str], Sequence[Sequence[Any]]]


def document_options(command: Command) -> Command:
    """``--place`` and ``--date``: what a text does not say of itself; ``--mapping``: what the columns of its tables hold."""
    for option in (
        click.option(
            "--mapping",
            type=click.Path(),
            metavar="FILE",
            help="What the columns of tables hold (CSVW metadata): the file that wenmai capture writes, edited.",
        ),
        click.option(
            "--date", "written", metavar="DATE", help="The day the documents were written, where they do not say."
        ),
        click.option(
            "--place", metavar="NAME", help="The place or body the documents are about, where they do not say."
        ),
    ):
        command = option(command)
    return command


def model_options(command: Command) -> Command:
    """``--llm`` and ``--llm-model``: a language model to ask, none unless it is named."""
    for option in (
        click.option(
            "--llm-model",
            metavar="NAME",
            help="The model's name (default: WENMAI_LLM_MODEL, else the first that the address lists).",
        ),
        click.option(
            "--llm",
            metavar="URL",
            help="Ask a language model at this OpenAI-compatible address, too (https, or this machine's); the key is in WENMAI_LLM_KEY.",
        ),
    ):
        command = option(command)
    return command


def findings_command(command: Command) -> Command:
    """What the commands take that ask documents or a graph for findings: files, what they do not say, a form, a graph."""
    files = click.argument("files", nargs=-1, type=click.Path())
    decorated: Command = files(document_options(format_option("table", "json", "csv")(graph_options(command))))
    return decorated


def emit_findings(name: str, data: Cells, shown: Cells, format: str, *, nothing: str) -> None:
    """Print rows in a form: ``data`` has the columns of CSV and JSON (below ``name``), ``shown`` those to read."""
    if format == "json":
        from wenmai.capture.targets.listing import records

        emit_json({name: records(*data)})
    elif data[1] or format == "csv":
        emit_rows(*(data if format == "csv" else shown), format)
    else:
        say(nothing)


def read_day(text: str | None) -> date | None:
    """A day, or the middle of the first month of a year.

    Raises:
        InputError: it is neither.
    """
    from datetime import date

    if text is None:
        return None
    try:
        return date(int(text), 1, 15) if text.isdecimal() and len(text) == 4 else date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"--date {text!r} is no day: write 2023-01-09, or a year") from error


def read_documents(
    files: tuple[str, ...], place: str | None, written: str | None, mapping: str | None, lang: str
) -> Captured:
    """The findings of documents; what could not be read is told and passed over."""
    from wenmai.capture.captured import capture_files
    from wenmai.terminal import progress

    with progress.line(sys.stderr) as report:
        found = capture_files(files, written=read_day(written), place=place or "", mapping=mapping, progress=report)
    for sentence in found.failures:
        say(f"wenmai: {sentence}")
    tell_unknown(found, lang)
    return found


def tell_unknown(found: Captured, lang: str) -> None:
    """Say which documents are not all in Chinese, and do not say when or about whom they were written."""
    for one in found.documents:
        head, file = one.subject.head, one.subject.read.file
        if one.foreign:
            say_note(
                f"{file} has {counted(one.foreign, 'sentences')} in another language than Chinese: no figures were read from "
                "them; tables (CSV, Excel) are read in any language",
                lang,
            )
        if head.written is None and not (one.mappings and all(finding.period for finding in one.findings)):
            say_note(f"{file} does not say when it was written; give --date", lang)
        if not head.place and not (one.mappings and one.findings):
            say_note(f"{file} does not say what place it is about; give --place", lang)


def find_findings(
    files: tuple[str, ...],
    graph: tuple[str, ...],
    place: str | None,
    written: str | None,
    mapping: str | None,
    lang: str,
) -> tuple[list[Finding], dict[str, tuple[str, int]]]:
    """The findings of documents, or else of a graph of captured ones, with each document's day and rank.

    Raises:
        InputError: neither documents nor a graph are given.
    """
    if files:
        found = read_documents(files, place, written, mapping, lang)
        return found.findings, found.orders
    from wenmai.cli.opening import has_given, open_graph

    if not graph and not has_given():
        raise InputError("no document was given: name files or folders, or with -g a graph that wenmai capture made")
    from wenmai.capture.proposing.proposed import read_proposal

    return read_proposal(open_graph(graph))
