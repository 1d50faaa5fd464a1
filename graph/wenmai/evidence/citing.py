"""Who says so: evidence from what a graph says of a statement, of a named graph, of a reference.

Which predicates name a source, profiles say (:attr:`wenmai.profiles.Interpretation.evidence`): PROV-O, PAV, Dublin Core,
schema.org, oboInOwl, Wikibase, CIDOC-CRM and others, each with its specification. A predicate that no profile knows names the
source of a *statement* where its own name says so (``ex:source``, ``ex:statedIn``, ``ex:doi``).

A source is a passage of a document (wenmai's own model), the text of a literal, or a resource. A resource that only refers (a
Wikibase reference, a qualified derivation) is read through: its address, the work that it names, when it was retrieved.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from wenmai.model import Evidence, Literal
from wenmai.once import pattern
from wenmai.records import NamedTuple
from wenmai.terms import WM, local_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from wenmai.model import Term
    from wenmai.profiles import Interpretation, NodeKind, Way

    Values = Mapping[str, Sequence[Term]]

SOURCES = ("document", "url", "agent", "method")
"""The parts of what is said about a statement or a named graph that are evidence: what it is from, and whom or what by."""

TELLING = ("retrieved", "published", "page", "quote", "title")
"""The parts of a reference that are told with it."""

SPEAKING = (WM + "saidBy",)
"""The way to who is reported to say so, in wenmai's own model: it is told with the evidence, and is none."""

EXTENT = frozenset(WM + name for name in ("document", "start", "end"))
"""What makes a resource a passage."""

_NAMES = pattern(
    r"(has)?(source|reference|citation|evidence|provenance)s?(document|text|url|uri|link)?|(refer|sourc)e(url|uri)"
    r"|stated(in|by)|accordingto|(derived|quoted|retrieved|taken|extracted|imported)from|(document|attest|record|publish)edin"
    r"|((primary|aggregator|original)_?)?(knowledge|data)_?sources?|publications?|provided_?by|(author|creator|curator|reviewer)_?id"
    r"|doi|pmid|pubmed(id)?|isbn|arxiv(id)?|cites?|citedin|attributedto|useddata"
)
"""Local names, in lower case, of predicates that name the source of a statement."""

_TRUE = frozenset({"true", "1"})
_DATE = pattern(r"-?[0-9]{4,}(-[0-9]{2}(-[0-9]{2})?)?")


class Around(Protocol):
    """What is said of resources, by whoever reads a graph."""

    def values(self, resource: str) -> Values:
        """The objects of a resource by predicate."""

    def leading(self, predicate: str, resource: str) -> Sequence[str]:
        """The subjects that have ``resource`` as an object of a predicate."""


class Alone(NamedTuple):
    """Resources of which nothing is known but what ``lookup`` gives; nothing leads to them."""

    lookup: Callable[[str], Values]

    def values(self, resource: str) -> Values:
        """The objects of a resource by predicate."""
        return self.lookup(resource)

    def leading(self, predicate: str, resource: str) -> Sequence[str]:  # noqa: ARG002
        """Nothing."""
        return ()


def follow(resource: str, values: Values, way: Way, around: Around) -> Iterator[Term]:
    """The ends of a way from a resource with some ``values``, in order."""
    first, *rest = way
    ends: Iterable[Term] = around.leading(first[1:], resource) if first.startswith("^") else values.get(first, ())
    for end in ends:
        if not rest:
            yield end
        elif isinstance(end, str):
            yield from follow(end, around.values(end), tuple(rest), around)


class Citing:
    """How a graph names its sources, by an interpretation of its terms."""

    def __init__(self, interpretation: Interpretation) -> None:
        self._said = interpretation.evidence
        self._statements = interpretation.kinds("statement")
        self._references = interpretation.kinds("reference")
        self._names: tuple[Way, ...] = tuple(way for naming in interpretation.labels for way in naming[:1])

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """The ways from a statement or a named graph to its sources, best first."""
        ways = ((WM + "evidence",), *(way for part in SOURCES for way in self._said.get(part, ())))
        return tuple(way for way in dict.fromkeys(ways) if way != SPEAKING)

    @cached_property
    def _assigning(self) -> tuple[tuple[frozenset[str], tuple[Way, ...]], ...]:
        """The ways that lead from statements of one kind alone (a page to see beside an axiom), and by what these are known."""
        found = []
        for kind in self._statements:
            ways = tuple(way for part in SOURCES for way in kind.parts.get(part, ()) if way not in self.ways)
            parts = (way[0] for part in ("subject", "object") for way in kind.parts.get(part, ()))
            if ways:
                found.append((frozenset((*kind.marks, *parts)), ways))
        return tuple(found)

    def of_statement(self, values: Values) -> tuple[Way, ...]:
        """The ways from a statement with some ``values`` to its sources."""
        return (*self.ways, *(way for signs, ways in self._assigning if not signs.isdisjoint(values) for way in ways))

    @cached_property
    def authors(self) -> tuple[Way, ...]:
        """The ways to whose statement it is."""
        return tuple(way for part in ("author", "publisher") for way in self._said.get(part, ()))

    @cached_property
    def predicates(self) -> frozenset[str]:
        """The predicates by which a statement names its sources: they are no qualifiers of it."""
        ways = (*self.ways, *(way for _, every in self._assigning for way in every), *self.authors)
        return frozenset(way[0] for way in ways if not way[0].startswith("^"))

    @cached_property
    def _parts(self) -> Mapping[str, tuple[Way, ...]]:
        """The ways from a reference to its parts."""
        found: dict[str, list[Way]] = {}
        for kind in self._references:
            for part, ways in kind.parts.items():
                found.setdefault(part, []).extend(ways)
        return {part: tuple(dict.fromkeys(ways)) for part, ways in found.items()}

    @cached_property
    def _marks(self) -> frozenset[str]:
        """The predicates by which a reference is known."""
        kinds: Sequence[NodeKind] = self._references
        return frozenset(
            (
                *(mark for kind in kinds for mark in kind.marks),
                *(way[0] for ways in self._parts.values() for way in ways),
            )
        )

    def is_reference(self, values: Values) -> bool:
        """Whether a resource with some ``values`` only refers to a source."""
        return not self._marks.isdisjoint(values)

    def read(self, name: str, values: Values, around: Around, *, stated: bool = True) -> list[Evidence]:
        """Who says so, by the ``values`` of a statement (``stated``) or a named graph, in the order of documents and positions."""
        said: Sequence[str | None] = speakers(values) or [None]
        inferred = true(values.get(WM + "inferred", ()))
        ways = self.of_statement(values) if stated else self.ways
        ends = [end for way in ways for end in follow(name, values, way, around)]
        ends += [value for predicate, objects in values.items() if self._guessed(predicate) for value in objects]
        found = {one for end in dict.fromkeys(ends) for one in self._source(end, around)}
        return sorted(
            (one._replace(said_by=speaker, inferred=inferred) for one in found for speaker in said), key=evidence_order
        )

    def read_authors(self, name: str, values: Values, around: Around) -> tuple[str, ...]:
        """Whose a statement or a named graph is: IRIs, and names where it gives these."""
        ends = (end for way in self.authors for end in follow(name, values, way, around))
        return tuple(sorted({end.value if isinstance(end, Literal) else str(end) for end in ends}))

    def _guessed(self, predicate: str) -> bool:
        return predicate not in self.predicates and names_source(predicate)

    def _source(self, value: Term, around: Around) -> Iterator[Evidence]:
        """The sources that a value names: itself, or what it refers to."""
        if not isinstance(value, str):
            text = value.value if isinstance(value, Literal) else str(value)
            if text.strip():
                yield Evidence(text)
            return
        rows = around.values(value)
        if not EXTENT.isdisjoint(rows):
            yield Evidence(*read_passage(value, rows))
        elif self.is_reference(rows):
            yield from self._referred(value, rows, around)
        else:
            yield Evidence(self._described(value, rows, around) if value.startswith("_:") else value)

    def _described(self, node: str, rows: Values, around: Around) -> str:
        """By what a source that has no IRI is known: its address, its citation, its title or name; else it stays a blank node."""
        ways = (way for part in ("url", "document", "title") for way in self._said.get(part, ()))
        ends = (end for way in (*ways, *self._names) for end in follow(node, rows, way, around))
        texts = (end.value if isinstance(end, Literal) else str(end) for end in ends)
        return next((text for text in texts if not text.startswith("_:")), node)

    def _referred(self, reference: str, rows: Values, around: Around) -> Iterator[Evidence]:
        """What a reference refers to: an address, else the work it names, else what it says of it in words."""
        texts = {part: self._texts(reference, rows, part, around) for part in ("url", "document", "agent", *TELLING)}
        told = tuple((part, texts[part][0]) for part in TELLING if texts[part])
        works = texts["document"] or texts["agent"]
        for address in texts["url"][:1]:
            yield Evidence(address, details=((("work", works[0]),) if works else ()) + told)
        if not texts["url"]:
            for work in works or texts["title"][:1] or [reference]:
                yield Evidence(work, details=told)

    def _texts(self, reference: str, rows: Values, part: str, around: Around) -> list[str]:
        """What a reference has for one part, as texts; of a moment its day."""
        ends = (end for way in self._parts.get(part, ()) for end in follow(reference, rows, way, around))
        texts = [end.value if isinstance(end, Literal) else str(end) for end in ends]
        if part in ("retrieved", "published"):
            texts = [found[0] for text in texts if (found := _DATE.match(text))]
        return list(dict.fromkeys(texts))


def names_source(predicate: str) -> bool:
    """Whether a predicate's own name says that it leads to a source.

    >>> names_source("http://example.org/statedIn"), names_source("http://example.org/partOf")
    (True, False)
    """
    return _NAMES.fullmatch(local_name(predicate).lower().replace("_", "").replace("-", "")) is not None


def speakers(values: Values) -> tuple[str, ...]:
    """Who is reported to say so."""
    return tuple(sorted(str(one) for one in values.get(WM + "saidBy", ()) if not isinstance(one, Literal)))


def true(values: Iterable[Term]) -> bool:
    """Whether one of some values is the literal ``true``."""
    return any(isinstance(one, Literal) and one.value in _TRUE for one in values)


def evidence_order(evidence: Evidence) -> tuple[str, int, int, str, bool, tuple[tuple[str, str], ...]]:
    """A key that sorts evidence by document and position."""
    document, start, end, speaker, inferred, details = evidence
    return document, -1 if start is None else start, -1 if end is None else end, speaker or "", inferred, details


def read_passage(value: str, rows: Values) -> tuple[str, int | None, int | None]:
    """The document, the start and the end of a passage; the resource itself where no document is named."""
    documents = [str(one) for one in rows.get(WM + "document", ()) if not isinstance(one, Literal)]
    if not documents:
        return value, None, None
    return min(documents), _count(rows.get(WM + "start", ())), _count(rows.get(WM + "end", ()))


def _count(values: Sequence[Term]) -> int | None:
    texts = [one.value for one in values if isinstance(one, Literal)]
    return int(texts[0]) if len(texts) == 1 and texts[0].isascii() and texts[0].isdigit() else None
