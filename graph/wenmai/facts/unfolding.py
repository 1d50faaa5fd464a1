"""The facts out of an entity as a person reads them: what folded nodes say in the place of the nodes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wenmai.model import Term
    from wenmai.sources import Source


def unfolded_facts(source: Source, iri: str) -> Iterator[tuple[str, Term]]:
    """The facts out of ``iri`` by predicate and object, each once.

    A list is its members in order, a statement the fact that it is about, a membership its link. Any other node that is folded
    stays the object of its fact, and is told in words: *subclass of: has topping some Mozzarella*.
    """
    folds = source.index.folds
    stated = dict.fromkeys((quad.predicate, quad.object) for quad in source.match(iri))
    if not folds:
        yield from stated
        return
    derived = folds.about(iri)
    opened: defaultdict[str, dict[tuple[str, Term], str]] = defaultdict(dict)
    for key, every in derived.items():
        for fold in every:
            opened[fold.node][key] = fold.form
    found: dict[tuple[str, Term], None] = {}
    told: set[str] = set()
    for predicate, value in stated:
        if not isinstance(value, str) or value not in folds:
            found[predicate, value] = None
        else:
            told.add(value)
            found.update(dict.fromkeys(_opened(source, predicate, value, opened.get(value, {}))))
    facts = {node for node, links in opened.items() if "fact" in links.values()}
    for key, every in derived.items():
        if told.isdisjoint(fold.node for fold in every) and not all(
            fold.form != "fact" and fold.node in facts for fold in every
        ):
            found[key] = None
    yield from found


def _opened(source: Source, predicate: str, node: str, links: dict[tuple[str, Term], str]) -> list[tuple[str, Term]]:
    """The facts that are told in the place of one that leads to a folded node."""
    folds = source.index.folds
    members = folds.members(node)
    if members:
        return [(predicate, member) for member in members]
    facts = [key for key, form in links.items() if form == "fact"]
    if facts:
        return facts
    fact = folds.fact_of(predicate, node)
    if fact is None:
        return [(predicate, node)]
    return [(fact[0], fact[1])] if fact[1] is not None else []
