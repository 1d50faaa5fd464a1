"""Printing: results on standard output, notes for the person on standard error."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from wenmai.paths.neighbourhood import Part
    from wenmai.sources import Source


def emit(text: str) -> None:
    """Print a result."""
    click.echo(text)


def emit_json(value: Any) -> None:
    """Print a result as JSON, in ASCII where the output cannot hold more."""
    from wenmai import render

    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower()
    emit(render.to_json(value, ascii_only="utf" not in encoding))


def say(text: str) -> None:
    """Print a note for the person beside the result."""
    click.echo(text, err=True)


def say_work(seconds: float) -> None:
    """Print what was opened and how long the command took."""
    source = click.get_current_context().meta.get("wenmai.source")
    if source is not None:
        say(
            f"opened {', '.join(source.locations)} ({source.kind}): {source.index.node_count:,} entities, "
            f"{source.index.link_count:,} links"
        )
    say(f"took {seconds:.3f} s")


def say_notices(source: Source) -> None:
    """Print the limits that were met."""
    for notice in source.notices:
        say(f"note: {notice}")


def paint(text: str, role: str) -> str:
    """Colour for a terminal; click drops it in a pipe, and NO_COLOR does everywhere."""
    if os.environ.get("NO_COLOR"):
        return text
    styles: dict[str, dict[str, Any]] = {
        "entity": {"bold": True},
        "predicate": {"fg": "cyan"},
        "evidence": {"dim": True},
        "quote": {"fg": "yellow"},
        "score": {"fg": "green"},
        "iri": {"dim": True},
        "why": {},
    }
    return click.style(text, **styles.get(role, {}))


def emit_rows(header: Sequence[str], rows: Sequence[Sequence[Any]], form: str) -> None:
    """Print rows as a table or as CSV."""
    from wenmai import render

    if form == "csv":
        emit(render.to_csv(header, rows))
    else:
        width = os.get_terminal_size().columns if sys.stdout.isatty() else None
        emit(render.to_table(header, rows, width=width))


def write_text(file: str, text: str) -> None:
    """Write a file whole, or to stdout for ``-``; say so."""
    if file == "-":
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        return
    from pathlib import Path

    from wenmai.files import replacing

    with replacing(Path(file)) as (stream,):
        stream.write(text.encode("utf-8", "replace"))
    say(f"wrote {file}")


def emit_list(source: Source, rows: Any, sheet: Any, form: str) -> None:
    """Print results as a table to read, as JSON, or as CSV with every field."""
    if form == "json":
        emit_json(rows.to_json())
    elif form == "csv":
        emit(rows.sheet().csv())
    elif rows:
        emit_rows(sheet.header, sheet.rows, form)
    else:
        say("nothing of the kind is in this graph")
    say_notices(source)


def emit_sheets(sheets: Iterable[Any], form: str) -> None:
    """Print titled tables: one below the other, or as CSV with a title line above each."""
    width = os.get_terminal_size().columns if sys.stdout.isatty() else None
    for number, sheet in enumerate(sheets):
        if number:
            emit("")
        emit(f"# {sheet.title}\n{sheet.csv()}" if form == "csv" else sheet.text(width=width))


def emit_part(source: Source, part: Part, label: Callable[[str], str], form: str) -> None:
    """Print a part of a graph."""
    from wenmai import render

    if form == "json":
        emit_json(render.part_json(part, label))
    elif form == "csv":
        emit_rows(render.LINK_HEADER, render.link_rows(part.links, label), form)
    else:
        emit(render.part_text(part, label, paint=paint))
    if part.left_out:
        say(f"note: {part.left_out:,} further entities within reach are left out; raise --limit to see more")
    say_notices(source)


def emit_report(
    form: str, value: dict[str, Any], header: Sequence[str], rows: Sequence[Sequence[Any]], lines: Iterable[str]
) -> None:
    """Print what a check found."""
    if form == "json":
        emit_json(value)
    elif form == "csv":
        emit_rows(header, rows, form)
    else:
        for line in lines:
            emit(line)
