"""Capture of many documents: each read to findings; one that fails does not stop the others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wenmai.capture.documents import Subject, find_files, name_files, prepare, read_text
from wenmai.capture.english_text import is_english, read_english
from wenmai.capture.figures import read_figures
from wenmai.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from wenmai.capture.findings import Finding
    from wenmai.capture.tables.mapping import TableMapping
    from wenmai.capture.text.times import TimeMention

RANKS = {"report": 0, "plan": 1, "tasks": 2, "text": 3, "news": 4}
"""Which kind of document is asked first for an outcome."""


class CapturedDocument(NamedTuple):
    """A document with all that was read of it."""

    subject: Subject
    findings: tuple[Finding, ...]
    times: tuple[TimeMention, ...]
    mappings: tuple[TableMapping, ...] = ()
    foreign: int = 0
    """How many of its sentences are in another language than Chinese, and were not read."""


class Captured(NamedTuple):
    """All documents, and a sentence for each that could not be read."""

    documents: tuple[CapturedDocument, ...]
    failures: tuple[str, ...]

    @property
    def findings(self) -> list[Finding]:
        """The findings of all documents."""
        return [finding for document in self.documents for finding in document.findings]

    @property
    def mappings(self) -> list[TableMapping]:
        """How each table of the documents was read."""
        return [mapping for document in self.documents for mapping in document.mappings]

    @property
    def orders(self) -> dict[str, tuple[str, int]]:
        """Each document's day and the rank of its kind, as outcomes are looked for by."""
        return {
            one.subject.read.name: (
                one.subject.head.written.isoformat() if one.subject.head.written else "",
                RANKS[one.subject.head.kind],
            )
            for one in self.documents
        }


def capture_files(
    paths: Iterable[str | Path],
    *,
    written: date | None = None,
    place: str = "",
    mapping: str | Path | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Captured:
    """Read every file (of a folder, all in it) to findings.

    ``written`` and ``place`` are for texts that do not say; they overrule those that do. ``mapping`` is a file of
    mappings of tables (:mod:`~wenmai.capture.tables.mapping`). ``progress`` is told (what, done, total).

    Raises:
        InputError: a path leads nowhere, the mapping is none, or no document could be read (the first reason is told).
    """
    given = _given(mapping)
    files = find_files(paths)
    names = name_files(files)
    documents, failures = [], []
    for number, file in enumerate(files):
        if progress:
            progress(str(file.name), number, len(files))
        try:
            documents.append(capture_text(prepare(read_text(file, names[file]), written=written, place=place), given))
        except InputError as error:
            failures.append(str(error))
    if not documents:
        raise InputError(failures[0] if failures else "no document was given")
    used = {one.table for document in documents for one in document.mappings}
    failures.extend(f"{mapping} maps {table}, and no such table was read" for table in given if table not in used)
    return Captured(tuple(documents), tuple(failures))


def _given(mapping: str | Path | None) -> dict[str, TableMapping]:
    if mapping is None:
        return {}
    from wenmai.capture.tables.mapping import read_mapping

    return read_mapping(Path(mapping))


def capture_text(subject: Subject, given: Mapping[str, TableMapping] | None = None) -> CapturedDocument:
    """What the rules read of a document; ``given`` are mappings of tables by their names."""
    if subject.read.sheets:
        from wenmai.capture.tables.tabular import read_tables

        tables = read_tables(subject, given or {})
        return CapturedDocument(subject, tables.findings, (), tables.mappings)
    if is_english(subject.flow.text):
        findings, times = read_english(subject.flow, subject.head, subject.read.name)
        return CapturedDocument(subject, tuple(findings), tuple(times))
    read = read_figures(subject.flow, subject.head, subject.read.name)
    return CapturedDocument(subject, read.findings, read.times, foreign=read.foreign)
