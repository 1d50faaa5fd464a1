"""What a graph says about one entity: its names, its types, and each fact in and out with its time and evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wenmai.model import Description, Entity, Evidence, Fact, Literal
from wenmai.sources.match import match
from wenmai.terms import ALIASES, LABELS, RDF, TYPE, WM, XSD, local_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wenmai.index import Index
    from wenmai.model import Quad, Term
    from wenmai.sources import Source

APART = frozenset({*LABELS, *ALIASES, TYPE, WM + "evidence"})
"""Predicates whose values a description gives elsewhere than among its facts."""


class Said(NamedTuple):
    """When a fact holds and who says so."""

    time: str | None
    evidence: tuple[Evidence, ...]


def describe(source: Source, iri: str, language: str = "zh") -> Description:
    """Everything the graph says about ``iri``: facts out first, then facts in, in the order of predicate and other end.

    Raises:
        InputError: the graph has no such entity.
    """
    from wenmai.names import vocabulary
    from wenmai.paths import node_of

    index = source.index
    node = node_of(index, iri)
    types = tuple(Entity(kind, vocabulary.label(index, kind, language)) for kind in index.types(node))
    facts = (*_outgoing(source, index, node), *_incoming(index, node))
    return Description(iri, index.labels(node), _aliases(index, node), types, facts)


def is_called(index: Index, iri: str, text: str) -> bool:
    """Whether ``text`` is a whole name of the entity (letter case and spaces around it aside), its IRI or the end of it."""
    node = index.find(iri)
    names = [] if node is None else [name for _, _, name, _ in index.texts(node)]
    wanted = text.strip().casefold()
    return wanted in {iri.casefold(), local_name(iri).casefold(), *(name.casefold() for name in names)}


def _aliases(index: Index, node: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for kind, _, text, _ in index.texts(node) if kind >= len(LABELS)))


def _incoming(index: Index, node: int) -> Iterator[Fact]:
    iri = index.iri(node)
    found = [
        (index.predicates[predicate], index.iri(other), link)
        for other, predicate, forward, link in index.links(node)
        if not forward and other != node
    ]
    for predicate, other, link in sorted(found):
        yield Fact(other, predicate, iri, False, index.time(link), index.evidence(link))


def _outgoing(source: Source, index: Index, node: int) -> Iterator[Fact]:
    iri = index.iri(node)
    links = {
        (index.predicates[predicate], index.iri(other)): link
        for other, predicate, forward, link in index.links(node)
        if forward
    }
    said = _statements(source, index, iri)
    own = index.node_evidence(node)
    seen = set()
    for triple in match(source, iri):
        key = triple.predicate, triple.object
        if triple.predicate in APART or key in seen:
            continue
        seen.add(key)
        link = links.get((triple.predicate, str(triple.object))) if not isinstance(triple.object, Literal) else None
        if link is not None:
            time, evidence = index.time(link), index.evidence(link)
        else:
            time, evidence = said.get(key) or Said(None, own or _graphs(triple))
        yield Fact(iri, triple.predicate, triple.object, True, time, evidence)


def _graphs(triple: Quad) -> tuple[Evidence, ...]:
    return (Evidence(triple.graph),) if triple.graph else ()


def _statements(source: Source, index: Index, iri: str) -> dict[tuple[str, Term], Said]:
    """What the reified statements about ``iri`` say of its facts with a literal: (predicate, object) → time, evidence."""
    found: dict[tuple[str, Term], Said] = {}
    for statement in dict.fromkeys(triple.subject for triple in match(source, None, RDF + "subject", iri)):
        rows = list(match(source, statement))
        values = {triple.predicate: triple.object for triple in rows}
        predicate, value = values.get(RDF + "predicate"), values.get(RDF + "object")
        if not isinstance(predicate, str) or not isinstance(value, Literal):
            continue
        evidence = tuple(
            stated_evidence(passage, {row.predicate: row.object for row in match(source, passage)}, values)
            for passage in dict.fromkeys(str(triple.object) for triple in rows if triple.predicate == WM + "evidence")
        )
        known = found.get((predicate, value), Said(None, ()))
        found[predicate, value] = Said(known.time or _time(index, values), (*known.evidence, *evidence))
    return found


def stated_evidence(passage: str, values: Mapping[str, Term], statement: Mapping[str, Term]) -> Evidence:
    """The evidence that a reified statement gives by a passage, from the values of both by predicate."""
    speaker = statement.get(WM + "saidBy")
    return Evidence(
        str(values.get(WM + "document", passage)),
        *position(values),
        speaker if isinstance(speaker, str) else None,
        statement.get(WM + "inferred") == Literal("true", "", XSD + "boolean"),
    )


def position(passage: Mapping[str, Term]) -> tuple[int | None, int | None]:
    """Where the values of a passage say that it begins and ends; ``None`` for what is no number."""
    return _number(passage.get(WM + "start")), _number(passage.get(WM + "end"))


def _number(value: Term | None) -> int | None:
    return int(value.value) if isinstance(value, Literal) and value.value.isdecimal() else None


def _time(index: Index, statement: dict[str, Term]) -> str | None:
    """The EDTF time that a statement about a literal gives, through the time entity it names."""
    for predicate in ("when", "since", "until"):
        value = statement.get(WM + predicate)
        if isinstance(value, str) and (node := index.find(value)) is not None:
            time = index.node_time(node)
            return (
                f"{time}/.."
                if time and predicate == "since"
                else f"../{time}"
                if time and predicate == "until"
                else time
            )
    return None
