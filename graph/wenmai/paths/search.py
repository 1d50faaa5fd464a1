"""How two entities are connected, the most telling way first.

``score`` is ``1 / (1 + cost / 1000)``, the semantic proximity of Ciampaglia et al. 2015 with rare predicates favoured;
:mod:`wenmai.paths.costs` gives the costs, :mod:`wenmai.paths.k_shortest` the order.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from wenmai.errors import InputError, NoPath
from wenmai.model import Entity, Hop, Path
from wenmai.paths.costs import Filters, Walk
from wenmai.paths.k_shortest import cheapest_paths
from wenmai.standing import EVERY, latest_day
from wenmai.statements import evidence_of, time_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wenmai.index import Index
    from wenmai.paths.costs import Step
    from wenmai.paths.k_shortest import Partial
    from wenmai.sources import Source
    from wenmai.standing import Admission

MOST_VIA = 4
"""How many entities ``via`` may name: every order of them is tried."""


def find(
    source: Source,
    a: str,
    b: str,
    *,
    k: int = 3,
    max_hops: int = 6,
    avoid: Iterable[str] = (),
    via: Iterable[str] = (),
    only: Iterable[str] = (),
    without: Iterable[str] = (),
    types: Iterable[str] = (),
    directed: bool = False,
    max_degree: int | None = None,
    as_of: str | None = None,
    admission: Admission = EVERY,
    max_links: int = 200_000,
    ranked: bool = True,
    language: str = "zh",
) -> Iterator[Path]:
    """Yield the ``k`` most telling paths from entity ``a`` to entity ``b``, best first.

    Args:
        source: an open graph.
        a: IRI of the entity to start from.
        b: IRI of the entity to reach.
        k: how many paths at most.
        max_hops: the longest path wanted, in hops.
        avoid: IRIs of entities no path may touch.
        via: IRIs of entities every path must pass, in any order; at most four.
        only: IRIs of predicates; no other is followed.
        without: IRIs of predicates that are not followed.
        types: IRIs of classes; entities in between must be instances of one of them.
        directed: follow links from subject to object only.
        max_degree: do not pass through an entity with more links than this.
        as_of: a day, month or year; what began later, or ended before, is not followed.
        admission: which links are followed by how they stand and when they hold; no entity that began later is passed.
        max_links: how many links may be read before the search stops.
        ranked: ``False`` orders by number of hops alone.
        language: the language of labels, ``zh`` or ``en``.

    Raises:
        NoPath: there is none; the reason names the filter or the gap.
        LimitReached: ``max_links`` were read first; paths yielded until then are right.
    """
    index = source.index
    start, goal = index.require(a), index.require(b)
    filters = _filters(index, avoid, via, only, without, types)._replace(
        directed=directed,
        max_degree=max_degree,
        **_dated(admission, as_of)._asdict(),
        max_hops=max_hops,
    )
    _refuse_contradictions(start, goal, filters, k)
    walk = Walk(index, filters, (start, goal), ranked=ranked)
    found = cheapest_paths(walk, start, goal, k, max_links)
    empty = True
    for partial in found:
        empty = False
        yield _path(source, walk, partial, language)
    if empty:
        from wenmai.paths.explain import explain

        raise NoPath(explain(index, start, goal, filters, max_links, language))


def _filters(
    index: Index,
    avoid: Iterable[str],
    via: Iterable[str],
    only: Iterable[str],
    without: Iterable[str],
    types: Iterable[str],
) -> Filters:
    return Filters(
        avoid=frozenset(index.require(iri) for iri in avoid),
        via=tuple(dict.fromkeys(index.require(iri) for iri in via)),
        only=_predicates(index, only),
        without=_predicates(index, without),
        types=frozenset(types),
    )


def _dated(admission: Admission, as_of: str | None) -> Admission:
    return admission if as_of is None else admission._replace(as_of=latest_day(as_of))


def _predicates(index: Index, iris: Iterable[str]) -> frozenset[int]:
    wanted = tuple(iris)
    numbers = {iri: number for number, iri in enumerate(index.predicates)} if wanted else {}
    for iri in wanted:
        if iri not in numbers:
            raise InputError(f"no link of this graph has the predicate <{iri}>")
    return frozenset(numbers[iri] for iri in wanted)


def _refuse_contradictions(start: int, goal: int, filters: Filters, k: int) -> None:
    if start == goal:
        raise InputError("both names mean the same entity; a path needs two")
    if k < 1 or filters.max_hops < 1:
        raise InputError("-k and --max-hops are at least 1")
    if {start, goal} & filters.avoid:
        raise InputError("an end of the path cannot be avoided as well")
    if set(filters.via) & filters.avoid:
        raise InputError("an entity cannot be both passed (via) and avoided")
    if {start, goal} & set(filters.via):
        raise InputError("an end of the path is always passed; leave it out of via")
    if len(filters.via) > MOST_VIA:
        raise InputError(f"via takes at most {MOST_VIA} entities")


def _path(source: Source, walk: Walk, partial: Partial, language: str) -> Path:
    nodes, index = partial.nodes, walk.index
    index.announce(nodes)
    source.prefetch(map(index.iri, nodes))
    steps = [walk.step(a, b) for a, b in pairwise(nodes)]
    return Path(
        length=len(steps),
        score=round(1 / (1 + partial.cost / 1000), 4),
        why=_why(walk, nodes, steps, language),
        nodes=tuple(Entity(index.iri(node), index.label(node, language)) for node in nodes),
        hops=tuple(_hop(source, node, step) for node, step in zip(nodes, steps, strict=False)),
    )


def _hop(source: Source, node: int, step: Step) -> Hop:
    index = source.index
    here, there = index.iri(node), index.iri(step.other)
    triple = (
        (here, index.predicates[step.predicate], there)
        if step.forward
        else (there, index.predicates[step.predicate], here)
    )
    fewer = index.degree(node) <= index.degree(step.other)
    also = {
        (index.predicates[predicate], forward)
        for _, predicate, forward, _ in index.links_between(node, step.other)
        if (predicate, forward) != (step.predicate, step.forward)
    }
    said = source.statements.of(*triple, anchor="subject" if fewer == step.forward else "object")
    return Hop(
        *triple,
        forward=step.forward,
        time=index.time(step.link) or time_of(said),
        evidence=evidence_of(said, index.evidence(step.link)),
        also=tuple(sorted(also)),
        statements=said,
    )


def _why(walk: Walk, nodes: Sequence[int], steps: Sequence[Step], language: str) -> str:
    """One sentence: what the path passes through and how common its links are, as priced."""
    if not walk.ranked:
        return f"按跳数排序: {len(steps)}跳" if language == "zh" else f"ordered by hops alone: {len(steps)}"
    index = walk.index
    passed = [(index.label(node, language), index.degree(node), walk.through[node] / 1000) for node in nodes[1:-1]]
    links = sum(walk.hop[step.predicate] for step in steps) / 1000
    if language == "zh":
        through = "、".join(f"{label}({degree}条链接,+{cost:.1f})" for label, degree, cost in passed)
        return f"{len(steps)}跳,链接计{links:.1f}" + (f";途经{through}" if through else ";直接相连")
    through = ", ".join(f"{label} ({degree} links, +{cost:.1f})" for label, degree, cost in passed)
    hops = "1 hop" if len(steps) == 1 else f"{len(steps)} hops"
    return f"{hops}, links cost {links:.1f}" + (f"; through {through}" if through else "; linked directly")
