"""What two nodes of an endpoint both lead to: read where their links are here, else asked for all pairs with one question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.sources.endpoint.columns import number, resource
from wenmai.sources.endpoint.requests.transport import Failed, Unavailable
from wenmai.sources.endpoint.sparql import Part, fill, is_iri, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wenmai.sources.endpoint.links import LinkRow, Links

    Ask = tuple[int, int, int, int]
    """A node, a way from it (twice the predicate, plus one when the node is the object), another node, a way from that."""

SMALL = 500
"""Links of a node up to which they are fetched rather than asked about."""


def read_between(links: Links, node: int, other: int) -> list[LinkRow]:
    """The links of ``node`` that lead to ``other``, read at the end that has fewer."""
    if not links.fetcher.is_nearer(other, node):
        return [link for link in links.links(node) if link[0] == other]
    mirrored = [(other, link[1], not link[2], link[3]) for link in links.links(other) if link[0] == node]
    return sorted(mirrored, key=lambda link: (link[1], not link[2]))


def common_ends(links: Links, asked: Sequence[Ask]) -> list[set[int]]:
    """For each of ``asked``, the nodes that both lead to."""
    near = [_is_here(links, ask) for ask in asked]
    far = [ask for ask, here in zip(asked, near, strict=True) if not here]
    found = dict(zip(far, _ask(links, far), strict=True)) if far and not links.tally.folds.used else {}
    return [found[ask] if ask in found else links.ends_of(*ask[:2]) & links.ends_of(*ask[2:]) for ask in asked]


def _is_here(links: Links, ask: Ask) -> bool:
    fetcher = links.fetcher
    return all(node in fetcher.lists or fetcher.degree(node) <= SMALL for node in (ask[0], ask[2]))


def _ask(links: Links, asked: Sequence[Ask]) -> list[set[int]]:
    """The answers of the endpoint; those of what is here, where it does not answer."""
    branches = [
        links.dataset.query(
            "{ SELECT DISTINCT ?x ?k { $one $two FILTER(isIRI(?x)) $visible BIND($k AS ?k) } }",
            one=_leading(links, *ask[:2]),
            two=_leading(links, *ask[2:]),
            visible=links.tally.visible("?x"),
            k=place,
        )
        for place, ask in enumerate(asked)
    ]
    query = fill("SELECT ?x ?k { $branches }", branches=joined(branches, " UNION "))
    try:
        rows = links.dataset.select(query, resource("x"), number("k"))
    except Unavailable:
        raise
    except Failed:
        return [links.ends_of(*ask[:2]) & links.ends_of(*ask[2:]) for ask in asked]
    found: list[set[int]] = [set() for _ in asked]
    for iri, place in rows:
        if is_iri(iri) and place < len(found) and not links.tally.folds.hides(iri):
            found[place].add(links.nodes.meet(iri))
    return found


def _leading(links: Links, node: int, way: int) -> Part:
    iri, predicate = links.iri(node), links.predicates[way >> 1]
    if way & 1:
        return links.dataset.query("{{?x $p $n}}", n=iri, p=predicate)
    return links.dataset.query("{{$n $p ?x}}", n=iri, p=predicate)
