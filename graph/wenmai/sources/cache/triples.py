"""The triples of a file as sorted columns of numbers, in which a pattern is found by bisection without an RDF engine.

Every distinct term is a string of one table, in the order of its bytes. A row is a subject, predicate, object and graph, in
this order sorted; ``written`` is the object as the file has it (``1.10``), where ``object`` is what an RDF engine keeps
(``1.1``), by which a pattern fits. ``inverse`` has the rows in the order of predicate and object.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from wenmai.index.sections import read, table, write
from wenmai.model import Literal, Quad, Triple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyoxigraph

    from wenmai.index.sections import Parts, Sections
    from wenmai.model import Term

KIND = "triples"
FILE = "triples.index"
NONE = 0xFFFFFFFF
"""The number of the default graph."""

COLUMNS = ("subject", "predicate", "object", "graph", "written")


def encode(term: Term) -> str:
    """A term as a string that no other term has.

    >>> encode(Literal("1.10", "", "urn:d")).split(chr(0))
    ['"urn:d', '', '', '1.10']
    """
    if isinstance(term, Literal):
        return f'"{term.datatype}\0{term.language}\0{term.direction}\0{term.value}'
    if isinstance(term, Triple):
        return f"({term.subject}\0{term.predicate}\0{encode(term.object)}"
    return term


@lru_cache(maxsize=4096)
def decode(text: str) -> Term:
    """The term of a string."""
    if text.startswith('"'):
        datatype, language, direction, value = text[1:].split("\0", 3)
        return Literal(value, language, datatype, direction)
    if text.startswith("("):
        subject, predicate, value = text[1:].split("\0", 2)
        return Triple(subject, predicate, decode(value))
    return text


class CachedTriples:
    """The triples of one entry."""

    def __init__(self, data: Sections) -> None:
        self._data, self._terms = data, data.strings("term")
        self._columns = [data.numbers(name, "I", data.number("rows")) for name in COLUMNS]

    def table(self, name: str) -> tuple[str, ...]:
        """A short table of strings that was kept with the triples."""
        return self._data.strings(name).all()

    def match(self, subject: str | None, predicate: str | None, value: Term | None) -> Iterator[Quad]:
        """The triples that fit a pattern, in the order of the rows."""
        kept = None if value is None else as_kept(value)
        numbers = [None if part is None else self._number(part) for part in (subject, predicate, kept)]
        if -1 in numbers:
            return
        for row in self._rows(*numbers):
            yield self._quad(row)

    def _rows(self, subject: int | None, predicate: int | None, value: int | None) -> Iterator[int]:
        subjects, predicates, objects = self._columns[:3]
        if subject is None and predicate is not None:
            yield from self._inverse(predicate, value)
            return
        start, end = 0, len(subjects)
        if subject is not None:
            start, end = bisect_left(subjects, subject), bisect_right(subjects, subject)
            if predicate is not None:
                start, end = (
                    bisect_left(predicates, predicate, start, end),
                    bisect_right(predicates, predicate, start, end),
                )
        for row in range(start, end):
            if value is None or objects[row] == value:
                yield row

    def _inverse(self, predicate: int, value: int | None) -> Iterator[int]:
        _, predicates, objects, *_ = self._columns
        rows = self._data.numbers("inverse", "I", len(predicates))
        start, end = (find(rows, predicate, key=predicates.__getitem__) for find in (bisect_left, bisect_right))
        if value is not None:
            start, end = (
                find(rows, value, start, end, key=objects.__getitem__) for find in (bisect_left, bisect_right)
            )
        yield from rows[start:end]

    def _number(self, term: Term) -> int:
        """The number of a term; -1 when there is none such."""
        wanted, terms = encode(term).encode("utf-8", "surrogatepass"), self._terms
        place = bisect_left(range(len(terms)), wanted, key=lambda number: bytes(terms.raw(number)))
        return place if place < len(terms) and terms.raw(place) == wanted else -1

    def _quad(self, row: int) -> Quad:
        subject, predicate, _, graph, written = (column[row] for column in self._columns)
        name = None if graph == NONE else self._terms[graph]
        return Quad(self._terms[subject], self._terms[predicate], decode(self._terms[written]), name)


def as_kept(term: Term) -> Term:
    """A term as an RDF engine keeps it: numbers, dates and booleans by value."""
    from wenmai.sources.lexical import may_change, rewritten

    if isinstance(term, Triple):
        return term._replace(object=as_kept(term.object))
    if isinstance(term, str) or term.language or not may_change(term.value, term.datatype):
        return term
    import pyoxigraph as ox

    from wenmai.oxigraph import oxi
    from wenmai.oxigraph import term as own

    quad = ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), oxi(term))
    return own(next(iter(rewritten([quad])), quad).object)


def write_triples(path: str, store: str, quads: Sequence[pyoxigraph.Quad], tables: Mapping[str, Sequence[str]]) -> None:
    """Write the triples of ``quads``, with short tables of strings beside them."""
    from wenmai.sources.lexical import rewritten

    kept = {quad: stored.object for stored, several in rewritten(quads).items() for quad in several}
    codes = _Codes()
    found = {
        (codes.of(quad.subject), codes.of(quad.predicate), codes.of(kept.get(quad, quad.object)),
         codes.of(quad.graph_name), codes.of(quad.object))
        for quad in dict.fromkeys(quads)
    }  # fmt: skip
    texts = sorted((text.encode("utf-8", "surrogatepass"), number) for text, number in codes.numbers.items())
    place = {number: position for position, (_, number) in enumerate(texts)}
    place[NONE] = NONE
    rows = sorted(tuple(place[number] for number in row) for row in found)
    columns = [array("I", column) for column in zip(*rows, strict=True)] if rows else [array("I") for _ in COLUMNS]
    inverse = sorted(range(len(rows)), key=lambda row: (rows[row][1], rows[row][2], row))
    sections: Parts = [*zip(COLUMNS, columns, strict=True), ("inverse", array("I", inverse))]
    sections += table("term", (text.decode("utf-8", "surrogatepass") for text, _ in texts))
    for name, strings in tables.items():
        sections += table(name, strings)
    write(path, KIND, {"store": store, "rows": str(len(rows))}, sections)


class _Codes:
    """Numbers for terms, in the order they are met."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self._known: dict[Any, int] = {}

    def of(self, term: Any) -> int:
        """The number of a term of pyoxigraph's."""
        number = self._known.get(term)
        if number is None:
            import pyoxigraph as ox

            from wenmai.oxigraph import term as own

            default = isinstance(term, ox.DefaultGraph)
            number = NONE if default else self.numbers.setdefault(encode(own(term)), len(self.numbers))
            self._known[term] = number
        return number


def open_triples(folder: str, store: str | None) -> CachedTriples:
    """Open the triples of an entry.

    Raises:
        StoreError: they are missing, damaged, or of another entry.
    """
    return CachedTriples(read(f"{folder}/{FILE}", KIND, store))
