"""Printing: results on standard output, notes for the person on standard error.

Nothing else in wenmai writes to either (a test reads the source for it). Text for people is safe for a terminal wherever it
goes; data is left as it is, unless standard output is a terminal.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from wenmai.cli.reader import reader_language
from wenmai.languages import counted, is_chinese, message_language
from wenmai.terminal import safety

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from wenmai.subgraph import Subgraph


MOST_GROUPS = 6
"""How many predicates a note names whose entities were left out."""


def screen_width() -> int | None:
    """The columns that text is fitted to: what ``WENMAI_WIDTH`` says, else those of the terminal.

    ``None`` leaves lines whole, as scripts take them: in a pipe or a file where nothing is said.
    """
    said = os.environ.get("WENMAI_WIDTH", "")
    if not said and sys.stdout.isatty():
        return os.get_terminal_size(sys.stdout.fileno()).columns or None
    return int(said) if said.isascii() and said.isdecimal() and int(said) else None


def emit(text: str, *, end: str = "\n") -> None:
    """Print a result for a person, its lines within the columns of the screen."""
    width = screen_width()
    if width is not None:
        from wenmai.terminal.fitting import fold

        text = fold(text, width)
    safety.write(sys.stdout, text + end)


def emit_data(text: str) -> None:
    """Print a result that is data."""
    if sys.stdout.isatty():
        safety.write(sys.stdout, text + "\n")
    else:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


BOM = "\ufeff"
"""The mark by which a spreadsheet knows that a CSV file is UTF-8."""


def emit_csv(text: str) -> None:
    """Print a result as CSV, behind a byte order mark where one was asked for."""
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower()
    if take_bom() and not sys.stdout.isatty() and "utf" in encoding:
        text = BOM + text
    emit_data(text)


def take_bom() -> bool:
    """Whether a byte order mark was asked for and is still to be written: what a command prints has but one."""
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.meta.pop("wenmai.bom", False))


@contextmanager
def data_stream() -> Iterator[BinaryIO]:
    """A stream for data in UTF-8: standard output itself, or what is shown on the terminal at the end."""
    if not sys.stdout.isatty():
        yield sys.stdout.buffer
        return
    from io import BytesIO

    kept = BytesIO()
    try:
        yield kept
    finally:
        safety.write(sys.stdout, kept.getvalue().decode("utf-8", "replace"))


_compact: ContextVar[bool] = ContextVar("wenmai_compact_json", default=False)


@contextmanager
def compact_json() -> Iterator[None]:
    """Within the block JSON is written for programs alone, on one line."""
    token = _compact.set(True)
    try:
        yield
    finally:
        _compact.reset(token)


def emit_json(value: Any) -> None:
    """Print a result as JSON, in ASCII where the output cannot hold more."""
    from wenmai.rendering import render

    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower()
    emit_data(render.to_json(value, ascii_only="utf" not in encoding, compact=_compact.get()))


def say(text: str) -> None:
    """Print a note for the person beside the result, in one line."""
    safety.write(sys.stderr, safety.safe(text) + "\n")


def tell(sentence: str, language: str = "") -> None:
    """Print a sentence of wenmai for the person beside the result; ``language`` is that of who typed the command, if not given."""
    from wenmai.chinese.translation import translate

    say(translate(sentence, language or reader_language()))


NOTE_MARKS = {"en": "note: ", "zh": "提示:"}
"""What a note begins with."""


def say_note(sentence: str, language: str = "") -> None:
    """Print what is to be known of an answer, in the reader's language where it is known in it."""
    from wenmai.chinese.translation import translate

    told = language or reader_language()
    say(f"{NOTE_MARKS[message_language(told)]}{translate(sentence, told)}")


def show_progress(text: str) -> None:
    """Rewrite the line on the terminal that standard error is; ``""`` takes it away."""
    safety.write(sys.stderr, safety.CLEAR_LINE + safety.safe(text))


def say_work(seconds: float) -> None:
    """Print what was opened and how long the command took."""
    source = click.get_current_context().meta.get("wenmai.source")
    if source is not None:
        counts = f"{counted(source.index.node_count, 'entities')}, {counted(source.index.link_count, 'links')}"
        tell(f"opened {', '.join(source.locations)} ({source.kind}, {source.origin}): {counts}")
    tell(f"took {seconds:.3f} s")


_STYLES = {"entity": "1", "predicate": "36", "evidence": "2", "quote": "33", "score": "32", "iri": "2", "mark": "1"}
"""The SGR codes of each role."""


def paint(text: str, role: str, target: str = "") -> str:
    """Colour for a terminal, and a link to ``target`` if it takes them; dropped in a pipe. ``NO_COLOR`` drops both everywhere.

    What is cited from a text that was given (``--source``) leads to that file.
    """
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return text
    shown = safety.styled(text, _STYLES.get(role, ""))
    return safety.linked(shown, _address(target)) if target and safety.takes_links(os.environ) else shown


def _address(target: str) -> str:
    context = click.get_current_context(silent=True)
    texts = context.meta.get("wenmai.texts", {}) if context else {}
    return str(texts.get(target.partition("#char=")[0], target))


OWN_WORDS = frozenset({"how", "kind"})
"""Columns whose cells are words of wenmai's, not of the graph."""


def emit_rows(header: Sequence[str], rows: Sequence[Sequence[Any]], form: str, language: str = "") -> None:
    """Print rows as a table or as CSV."""
    from wenmai.rendering import render

    if form == "csv":
        emit_csv(render.to_csv(header, rows))
    else:
        from wenmai.rendering.grid import to_table

        if language:
            header, rows = _told_rows(header, rows, language)
        emit(to_table(header, rows, width=screen_width()))


def _told_rows(
    header: Sequence[str], rows: Sequence[Sequence[Any]], language: str
) -> tuple[list[str], list[list[Any]]]:
    """A header of wenmai's own words, and the columns that hold such words, in a language."""
    from wenmai.chinese.translation import translate

    told = [
        [translate(str(cell), language) if name in OWN_WORDS else cell for name, cell in zip(header, row, strict=True)]
        for row in rows
    ]
    return [translate(name, language) for name in header], told


def say_written(files: str, language: str, *, holding: str = "") -> None:
    """Say on standard error which files were written, and what they hold."""
    words, colon = ("已写入", ":") if is_chinese(language) else ("wrote", ": ")
    say(f"{words} {files}{colon if holding else ''}{holding}")


def write_text(file: str, text: str, *, language: str) -> None:
    """Write a file whole, or to stdout for ``-``; say so."""
    with writing_to(file, language=language) as stream:
        stream.write(text.encode("utf-8", "replace"))


@contextmanager
def writing_to(file: str, *, language: str) -> Iterator[BinaryIO]:
    """A stream for a file that is written whole or not at all, or to stdout for ``-``; says so."""
    if file == "-":
        with data_stream() as stream:
            yield stream
        return
    from pathlib import Path

    from wenmai.system.files import replacing

    with replacing(Path(file)) as (stream,):
        yield stream
    say_written(file, language)


def emit_list(rows: Any, sheet: Any, form: str) -> None:
    """Print results as a table to read, as JSON, or as CSV with every field."""
    if form == "json":
        emit_json(rows.to_json())
    elif form == "csv":
        emit_csv(rows.sheet().csv())
    elif rows:
        emit_rows(sheet.header, sheet.rows, form)
    else:
        tell("nothing of the kind is in this graph")


def emit_sheets(sheets: Iterable[Any], form: str) -> None:
    """Print titled tables: one below the other, or as CSV with a title line above each."""
    width = screen_width()
    for number, sheet in enumerate(sheets):
        if number:
            emit("")
        if form == "csv":
            emit_csv(f"# {sheet.title}\n{sheet.csv()}")
        else:
            emit(sheet.text(width=width))


def emit_part(part: Subgraph, label: Callable[[str], str], form: str, lang: str) -> None:
    """Print a part of a graph."""
    from wenmai.rendering import render

    entities, links = part.entities(lang), part.links()

    if form == "json":
        emit_json(render.part_json(entities, links, part.left_out, part.left_out_by, label))
    elif form == "csv":
        emit_rows(render.LINK_HEADER, render.link_rows(links, label, lang), form)
    else:
        emit(render.part_text(entities, links, label, language=lang, paint=paint))
    if part.left_out:
        groups = [
            f"{'' if one.forward else '◀ '}{label(one.predicate)} {one.number:,}"
            for one in part.left_out_by[:MOST_GROUPS]
        ]
        more = ["…"] if len(part.left_out_by) > MOST_GROUPS else []
        told = f" ({', '.join(groups + more)})" if groups else ""
        say_note(f"{part.left_out:,} further entities within reach are left out{told}; raise --limit to see more", lang)


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
