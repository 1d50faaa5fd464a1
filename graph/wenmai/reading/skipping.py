"""Going on after a bad term or statement: what is left out is counted, and the first of it listed.

N-Triples and N-Quads go on with the next line. Turtle goes on with the next statement after a bad IRI, language tag or
prefix; after any other fault, a torn text for one, nobody can tell what follows. TriG does not go on, since its parser no
longer knows the graph. RDF/XML and JSON-LD are read by a lenient parser, whose terms are held against the strict rules, so
that exactly the triples with a bad one are left out.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from wenmai.reading.errors import plain_message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pyoxigraph

LISTED = 10
"""How many bad places are listed."""

_WHOLE_TERM = re.compile(r"has not been declared|^Invalid IRI|^No scheme found|\bsubtag\b")
"""What the parser of Turtle says of a bad term whose end is plain: no text that follows can be taken for a statement."""


class Skipped:
    """What was left out of a file: how much, and the first places with their reasons."""

    def __init__(self) -> None:
        self.count = 0
        self.first: list[tuple[int | None, str]] = []

    def add(self, line: int | None, reason: str) -> None:
        """Count one more."""
        self.count += 1
        if len(self.first) < LISTED:
            self.first.append((line, reason))

    def sentences(self, name: str, what: str = "bad statements or terms were") -> list[str]:
        """How many were left out, then the first of them; nothing if nothing was."""
        if not self.count:
            return []
        shown = "" if self.count <= LISTED else f"; the first {LISTED}:"
        return [f"{name}: {self.count:,} {what} left out{shown}"] + [
            f"{name}{'' if line is None else f':{line}'}: {reason}" for line, reason in self.first
        ]


def quad_fault(quad: pyoxigraph.Quad) -> str | None:
    """What is wrong with a term of a quad, as a strict parser would say; ``None`` if nothing is."""
    terms = (quad.subject, quad.predicate, quad.object, quad.graph_name)
    return next((fault for term in terms if (fault := _term_fault(term))), None)


def _term_fault(term: Any) -> str | None:
    from pyoxigraph import Literal, NamedNode, Triple

    if isinstance(term, NamedNode):
        return _iri_fault(term.value)
    if isinstance(term, Literal):
        return _tag_fault(term.language) if term.language else _iri_fault(term.datatype.value)
    if isinstance(term, Triple):
        return next((fault for part in term if (fault := _term_fault(part))), None)
    return None


def is_unmapped(quad: pyoxigraph.Quad) -> bool:
    """Whether a quad of JSON-LD comes of a key that its context does not map, which JSON-LD passes over."""
    return is_relative(_term_fault(quad.predicate) or "")


def is_relative(fault: str) -> bool:
    """Whether the fault of an IRI is that it is relative."""
    return fault.startswith("No scheme found")


@lru_cache(maxsize=1 << 16)
def _iri_fault(iri: str) -> str | None:
    from pyoxigraph import NamedNode

    try:
        NamedNode(iri)
    except ValueError as error:
        return f"{error} in <{iri[:200]}>"
    return None


@lru_cache(maxsize=1 << 10)
def _tag_fault(tag: str) -> str | None:
    from pyoxigraph import Literal

    try:
        Literal("", language=tag)
    except ValueError as error:
        return f"{error} in the language tag {tag[:80]!r}"
    return None


def skip_terms(
    parser: Iterable[pyoxigraph.Quad], skipped: Skipped, line: Callable[[], int | None]
) -> Iterator[pyoxigraph.Quad]:
    """The quads of a lenient parser whose terms are sound."""
    for quad in parser:
        fault = quad_fault(quad)
        if fault is None:
            yield quad
        else:
            skipped.add(line(), fault)


def skip_statements(parser: Iterator[pyoxigraph.Quad], skipped: Skipped) -> Iterator[pyoxigraph.Quad]:
    """The quads of a parser of Turtle itself, which goes on at the next statement after a bad term."""
    while True:
        try:
            yield next(parser)
        except StopIteration:
            return
        except SyntaxError as error:
            message = plain_message(error)
            if not _WHOLE_TERM.search(message):
                raise
            skipped.add(error.lineno, message)


def skip_lines(
    blocks: Iterable[bytes], parse: Callable[[bytes], Iterator[pyoxigraph.Quad]], skipped: Skipped
) -> Iterator[pyoxigraph.Quad]:
    """The quads of the sound lines among pieces of whole lines."""
    number = 1
    for block in blocks:
        try:
            quads = list(parse(block))
        except (SyntaxError, ValueError, MemoryError):
            yield from _each_line(block, number, parse, skipped)
        else:
            yield from quads
        number += block.count(b"\n")


def _each_line(
    block: bytes, number: int, parse: Callable[[bytes], Iterator[pyoxigraph.Quad]], skipped: Skipped
) -> Iterator[pyoxigraph.Quad]:
    for at, line in enumerate(re.split(rb"\r\n|\n|\r", block), number):
        try:
            yield from list(parse(line))
        except (SyntaxError, ValueError, MemoryError) as error:
            skipped.add(at, plain_message(error))
