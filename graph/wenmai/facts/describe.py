"""What a graph says about one entity: its names, its types, and each fact in and out with its time and evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.model import Description, Entity, Fact
from wenmai.statements import evidence_of, time_of
from wenmai.terms import ALIASES, LABELS, TYPE, WM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wenmai.index import Index
    from wenmai.sources import Source

APART = frozenset({*LABELS, *ALIASES, TYPE, WM + "evidence"})
"""Predicates whose values a description gives elsewhere than among its facts."""


def describe_entity(source: Source, iri: str, language: str = "zh") -> Description:
    """Everything the graph says about ``iri``: facts out first, then facts in, in the order of predicate and other end.

    Raises:
        InputError: the graph has no such entity.
    """
    from wenmai.names import vocabulary

    index = source.index
    node = index.require(iri)
    types = tuple(Entity(kind, vocabulary.label(index, kind, language)) for kind in index.types(node))
    source.prefetch([iri])
    facts = (*_outgoing(source, index, node), *_incoming(source, index, node))
    return Description(iri, index.labels(node), _aliases(index, node), types, facts)


def _aliases(index: Index, node: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for kind, _, text, _ in index.texts(node) if kind >= index.label_kinds))


def _incoming(source: Source, index: Index, node: int) -> Iterator[Fact]:
    iri = index.iri(node)
    found = [
        (index.predicates[predicate], index.iri(other), link)
        for other, predicate, forward, link in index.links(node)
        if not forward and other != node
    ]
    source.prefetch(other for _, other, _ in found)
    for predicate, other, link in sorted(found):
        said = source.statements.of(other, predicate, iri)
        time = index.time(link) or time_of(said)
        yield Fact(other, predicate, iri, False, time, evidence_of(said, index.evidence(link)), said)


def _outgoing(source: Source, index: Index, node: int) -> Iterator[Fact]:
    iri = index.iri(node)
    links = {
        (index.predicates[predicate], index.iri(other)): link
        for other, predicate, forward, link in index.links(node)
        if forward
    }
    said = source.statements.about(iri)
    for key in dict.fromkeys((quad.predicate, quad.object) for quad in source.match(iri)):
        if key[0] in APART:
            continue
        stated = said.get(key, ())
        link = links.get((key[0], key[1])) if isinstance(key[1], str) else None
        time = (index.time(link) if link is not None else None) or time_of(one for one in stated if one.name)
        known = index.evidence(link) if link is not None else ()
        evidence = evidence_of(stated, known) or index.node_evidence(node)
        yield Fact(iri, *key, True, time, evidence, stated)
