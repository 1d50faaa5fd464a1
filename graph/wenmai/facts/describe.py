"""What a graph says about one entity: its names, its types, and each fact in and out with its time and evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.facts.unfolding import unfolded_facts
from wenmai.model import Description, Entity, Fact
from wenmai.statements.reader import evidence_of, time_of
from wenmai.statements.standing import EVERY
from wenmai.terms import ALIASES, LABELS, TYPE, WM

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from wenmai.index import Index
    from wenmai.model import Instances
    from wenmai.names.labels import Labels
    from wenmai.sources import Source
    from wenmai.statements.standing import Admission

EVIDENCE = WM + "evidence"
"""What an entity cites: the evidence of all its facts, and none of them."""

FIGURE = WM + "Figure"
FIRST = 10
"""How many instances of a class are described with it."""

APART = frozenset({*LABELS, *ALIASES, TYPE, EVIDENCE})
"""Predicates whose values a description gives elsewhere than among its facts."""


def describe_entity(
    source: Source, iri: str, language: str = "zh", admission: Admission = EVERY, *, only: Collection[str] = ()
) -> Description:
    """Everything the graph says about ``iri`` that is taken, the most telling first (:mod:`wenmai.facts.ranking`).

    ``only``: the predicates, by their IRIs, whose facts are taken; empty: all.

    Raises:
        InputError: the graph has no such entity.
    """
    from wenmai.facts.ranking import SUMMARY, rank_facts
    from wenmai.names.labels import Labels

    index, labels = source.index, Labels(source.index, language)
    node, instances = index.find(iri), _instances(source, iri, language)
    if node is None and instances is not None:
        return Description(iri, {}, (), (), (), instances=instances)
    node = index.require(iri)
    source.prefetch([iri])
    found = (*_outgoing(source, index, node, admission, only), *_incoming(source, index, node, admission, only))
    ranked = rank_facts(found, labels.label, language, index.interpretation)
    stated = [str(fact.object) for fact in ranked if fact.forward and fact.predicate == TYPE]
    own = index.types(node)
    types = tuple(labels.term(kind) for kind in dict.fromkeys((*(one for one in stated if one in own), *own)))
    apart = (APART | index.interpretation.told_apart).difference(only)
    facts = tuple(fact for fact in ranked if not (fact.forward and fact.predicate in apart) or _is_cited(fact))
    told = Description(iri, index.labels(node), _aliases(index, node), types, facts, ranked[:SUMMARY])
    return told._replace(amount=_amount(source, node, labels), instances=instances)


def _is_cited(fact: Fact) -> bool:
    """Whether a statement of its own cites a name or a class: then it is a fact beside these, and shown with its citation."""
    return fact.predicate not in (EVIDENCE, TYPE) and any(one.name and one.evidence for one in fact.statements)


def _amount(source: Source, node: int, names: Labels) -> str:
    """What a figure amounts to, in words; nothing for all else."""
    if FIGURE not in source.index.types(node):
        return ""
    from wenmai.facts.figures import read_figure

    return read_figure(source, node, names).text


def _instances(source: Source, iri: str, language: str) -> Instances | None:
    """The first instances of a class."""
    from wenmai.facts.instances import list_instances

    if not source.enumerable or iri not in source.index.classes():
        return None
    return list_instances(source, iri, limit=FIRST, language=language)


def introducer(source: Source, language: str = "zh") -> Callable[[str], Entity | None]:
    """A function from an entity to the one class that introduces it, the first that :func:`describe_entity` gives.

    The class is read from the index where there is no choice.
    """
    from wenmai.facts.ranking import rank_types
    from wenmai.names.labels import Labels

    labels = Labels(source.index, language)

    def introduce(iri: str) -> Entity | None:
        node = source.index.find(iri)
        kinds = () if node is None else source.index.types(node)
        if len(kinds) > 1:
            facts = [Fact(iri, predicate, value, True, None, ()) for predicate, value in unfolded_facts(source, iri)]
            kinds = rank_types(facts, labels.label, language, source.index.interpretation) or kinds
        return labels.term(kinds[0]) if kinds else None

    return introduce


def _aliases(index: Index, node: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for kind, _, text, _ in index.texts(node) if kind >= index.label_kinds))


def predicates_around(source: Source, iri: str) -> list[str]:
    """The predicates of the facts in and out of an entity, each once, in the order of the graph."""
    index, node = source.index, source.index.find(iri)
    if node is None:
        return []
    linked = (index.predicates[predicate] for _, predicate, _, _ in index.links(node))
    return list(dict.fromkeys((*(predicate for predicate, _ in unfolded_facts(source, iri)), *linked)))


def _incoming(
    source: Source, index: Index, node: int, admission: Admission, only: Collection[str] = ()
) -> Iterator[Fact]:
    """Facts that end here, sorted; a link to itself is told with those that start here."""
    iri = index.iri(node)
    found = [
        (index.predicates[predicate], index.iri(other), link)
        for other, predicate, forward, link in index.links(node)
        if not forward and other != node and admission.takes_link(index, link)
    ]
    found = [row for row in found if row[0] in only] if only else found
    source.prefetch(other for _, other, _ in found)
    for predicate, other, link in sorted(found):
        said = source.statements.of(other, predicate, iri)
        time = index.time(link) or time_of(said)
        yield Fact(other, predicate, iri, False, time, evidence_of(said, index.evidence(link)), said)


def _outgoing(
    source: Source, index: Index, node: int, admission: Admission, only: Collection[str] = ()
) -> Iterator[Fact]:
    """Facts that start here, in the order of the source; what is stated of each comes with it."""
    iri = index.iri(node)
    links = {
        (index.predicates[predicate], index.iri(other)): link
        for other, predicate, forward, link in index.links(node)
        if forward
    }
    said = source.statements.about(iri)
    for key in unfolded_facts(source, iri):
        if key[0] == EVIDENCE or (only and key[0] not in only):
            continue
        stated = said.get(key, ())
        link = links.get((key[0], key[1])) if isinstance(key[1], str) else None
        if not (admission.takes_fact(stated) if link is None else admission.takes_link(index, link)):
            continue
        time = (index.time(link) if link is not None else None) or time_of(one for one in stated if one.name)
        known = index.evidence(link) if link is not None else ()
        evidence = evidence_of(stated, known) or index.node_evidence(node)
        yield Fact(iri, *key, True, time, evidence, stated)
