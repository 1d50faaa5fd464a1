"""How two entities are connected, the most telling way first.

``score`` is ``1 / (1 + cost / 1000)``, the semantic proximity of Ciampaglia et al. 2015 with rare predicates favoured;
:mod:`wenmai.paths.costs` gives the costs, :mod:`wenmai.paths.cheapest` the order.
"""

from __future__ import annotations

from functools import partial
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from wenmai.errors import InputError, NoPath
from wenmai.languages import counted, is_chinese
from wenmai.model import Entity, Hop, Path
from wenmai.notices import notice
from wenmai.paths.cheapest import Found, Search
from wenmai.paths.costs import CLOSED, NO_LIMIT, Filters, Walk, set_aside
from wenmai.paths.gathering import NearPaths, count_others
from wenmai.paths.shortest import fewest
from wenmai.statements.reader import evidence_of, time_of
from wenmai.statements.standing import EVERY, latest_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from wenmai.index import Index
    from wenmai.paths.cheapest import Progressed
    from wenmai.paths.costs import Step
    from wenmai.sources import Source
    from wenmai.statements.standing import Admission

MOST_VIA = 4
"""How many entities ``via`` may name: every order of them is tried."""

USUAL_HOPS = 6
"""The longest path sought where nobody says how long it may be; if there is none, the search goes on beyond."""


def find(
    source: Source,
    a: str,
    b: str,
    *,
    k: int = 3,
    max_hops: int | None = None,
    avoid: Iterable[str] = (),
    via: Iterable[str] = (),
    only: Iterable[str] = (),
    without: Iterable[str] = (),
    types: Iterable[str] = (),
    directed: bool = False,
    max_degree: int | None = None,
    as_of: str | None = None,
    admission: Admission = EVERY,
    all_links: bool = False,
    gather: bool = True,
    max_links: int = 200_000,
    ranked: bool = True,
    language: str = "zh",
    progress: Progressed | None = None,
) -> Iterator[Path]:
    """Yield the ``k`` most telling paths from entity ``a`` to entity ``b``, best first, each as soon as it is proven.

    When ``max_links`` were read first, the best found until then are given: those that are not ``proven`` say how well a
    path that was left out may score (``unseen``), and a notice says so.

    Args:
        source: an open graph.
        a: IRI of the entity to start from.
        b: IRI of the entity to reach.
        k: how many paths at most.
        max_hops: the longest path wanted, in hops; when not given, 6, or longer when there is no such path.
        avoid: IRIs of entities no path may touch.
        via: IRIs of entities every path must pass, in any order; at most four.
        only: IRIs of predicates; no other is followed.
        without: IRIs of predicates that are not followed.
        types: IRIs of classes; entities in between must be instances of one of them.
        directed: follow links from subject to object only.
        max_degree: do not pass through an entity with more links than this.
        as_of: a day, month or year; what began later, or ended before, is not followed.
        admission: which links are followed by how they stand and when they hold; no entity that began later is passed.
        all_links: follow links of every role; else those that connect (:data:`wenmai.profiles.CONNECTING`), unless ``only`` names
            others or an end has no such link.
        gather: of paths that differ in one entity only, give the first, which says through how many others it goes (``others``).
        max_links: how many links may be read before the search stops.
        ranked: ``False`` orders by number of hops alone.
        language: the language of labels, ``zh`` or ``en``.
        progress: told how far the search is, again and again.

    Raises:
        NoPath: there is none; the reason names the filter or the gap.
        LimitReached: ``max_links`` were read and no path was found until then.
    """
    index = source.index
    start, goal = index.require(a), index.require(b)
    filters = _filters(index, avoid, via, only, without, types)._replace(
        directed=directed,
        max_degree=max_degree,
        **_dated(admission, as_of)._asdict(),
        max_hops=NO_LIMIT if max_hops is None else max_hops,
    )
    _refuse_contradictions(start, goal, filters, k)
    if not all_links:
        filters = set_aside(index, filters, (start, goal, *filters.via))
        _tell_aside(index, filters, (start, goal), language)
    walk = Walk(index, filters, (start, goal), ranked=ranked)
    empty = True

    def search(most: int) -> Iterator[Found]:
        return _best(walk, start, goal, most, max_links, max_hops, language, progress)

    for group in _grouped(_apart(walk, search, k) if gather else search(k), index.together):
        empty = False
        index.announce([node for one in group for node in one.nodes])
        walked = [(one.nodes, [walk.step(a, b) for a, b in pairwise(one.nodes)]) for one in group]
        others = count_others(walk, walked, partial(_class, index, language)) if gather else [()] * len(group)
        for one, (_, steps), beside in zip(group, walked, others, strict=True):
            yield _path(source, walk, one, steps, language)._replace(others=beside)
    if empty:
        from wenmai.paths.explain import explain

        raise NoPath(explain(index, start, goal, filters, max_links, language))


def _grouped(paths: Iterator[Found], size: int) -> Iterator[list[Found]]:
    """Paths, so many at once as an index describes together."""
    while group := list(islice(paths, size)):
        yield group


def _apart(walk: Walk, search: Callable[[int], Iterator[Found]], k: int) -> Iterator[Found]:
    """The first ``k`` paths of which none is near another; where many are, the search goes on to :data:`FURTHER` as many."""
    gathered, told, seen = NearPaths(walk), 0, 0
    for most in (k, FURTHER * k):
        met, unproven = 0, False
        for one in search(most):
            met, unproven = met + 1, unproven or one.unseen is not None
            if met > seen and gathered.takes(one.nodes):
                yield one
                told += 1
                if told == k:
                    return
        if met < most or unproven:
            return
        seen = met


def _best(
    walk: Walk,
    start: int,
    goal: int,
    k: int,
    max_links: int,
    max_hops: int | None,
    language: str,
    progress: Progressed | None,
) -> Iterator[Found]:
    """The first ``k`` paths in the order of (cost, hops, IRIs of the nodes); longer than usual when there is no other."""
    if not walk.exist(start, goal) or any(walk.through[node] == CLOSED for node in walk.filters.via):
        return
    if k == 1 and not walk.ranked and not walk.filters.via:
        nodes = fewest(walk, start, goal, max_links).nodes
        if nodes:
            yield Found(1000 * (len(nodes) - 1), nodes)
        return
    empty, said = True, False
    for hops in (USUAL_HOPS, NO_LIMIT) if max_hops is None else (max_hops,):
        search = Search(walk, start, goal, k, max_links, hops, progress)
        for one in search:
            if empty and max_hops is None and hops > USUAL_HOPS:
                notice(_say_beyond(language))
            if one.unseen is not None and not said:  # before: nobody may ask for the rest
                said = True
                notice(_say_cut(walk.scanned, one.unseen, language))
            empty = False
            yield one
        if search.cut is not None and not said:
            notice(_say_cut(walk.scanned, search.cut, language))
        if not empty:
            return


FURTHER = 8
"""How many times as many paths are sought where some that were found differ in one entity only."""

MOST_TOLD = 4
"""How many predicates that are left aside are named."""


def _tell_aside(index: Index, filters: Filters, ends: Iterable[int], language: str) -> None:
    """Say by which predicates the ends are linked that no path goes by."""
    if not filters.aside:
        return
    met = {way >> 1 for end in ends if end not in filters.bare for way in index.ways(end)[1]} & filters.aside
    if met:
        names = [index.term_label(index.predicates[number], language) for number in sorted(met)]
        more = len(names) - MOST_TOLD
        told = ", ".join(names[:MOST_TOLD])
        if is_chinese(language):
            notice(f"未走不表示联系的链接:{told}{f'等{len(names)}种' if more > 0 else ''};--all-links 也走这些")
        else:
            notice(
                f"left aside, as they connect nothing: {told}{f' and {more} more' if more > 0 else ''}; --all-links follows them"
            )


def _say_beyond(language: str) -> str:
    if is_chinese(language):
        return f"{USUAL_HOPS}跳之内没有路径,已继续查找更长的"
    return f"there is no path of up to {counted(USUAL_HOPS, 'hops')}; the search went on to longer ones"


def _say_cut(links: int, cost: int, language: str) -> str:
    if is_chinese(language):
        return f"已查{links:,}条链接,达到上限;未列出的路径得分不超过{score(cost)}"
    return f"searched {counted(links, 'links')}, the limit; no path that was left out scores above {score(cost)}"


def score(cost: int) -> float:
    """The score of a cost: in (0, 1], the higher the better."""
    return round(1 / (1 + cost / 1000), 4)


def _filters(
    index: Index,
    avoid: Iterable[str],
    via: Iterable[str],
    only: Iterable[str],
    without: Iterable[str],
    types: Iterable[str],
) -> Filters:
    """The filters by numbers of the index; what it does not know is an error, never a filter that lets all pass."""
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


def _path(source: Source, walk: Walk, found: Found, steps: Sequence[Step], language: str) -> Path:
    """The path as it is told: nodes in walking order, and one hop between each two, so ``len(hops) == len(nodes) - 1``."""
    nodes, index = found.nodes, walk.index
    source.prefetch(map(index.iri, nodes))
    return Path(
        length=len(steps),
        score=score(found.cost),
        why=_why(walk, nodes, steps, language),
        nodes=tuple(Entity(index.iri(node), index.label(node, language)) for node in nodes),
        hops=tuple(_hop(source, node, step) for node, step in zip(nodes, steps, strict=False)),
        proven=found.unseen is None,
        unseen=None if found.unseen is None else score(found.unseen),
    )


def _class(index: Index, language: str, node: int) -> Entity | None:
    """The first class of a node."""
    types = index.types(node)
    return Entity(types[0], index.term_label(types[0], language)) if types else None


def _hop(source: Source, node: int, step: Step) -> Hop:
    """One hop, its triple in the true direction, whichever way it is walked; parallel links are named with it."""
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
        return f"按跳数排序: {len(steps)}跳" if is_chinese(language) else f"ordered by hops alone: {len(steps)}"
    index = walk.index
    passed = [(index.label(node, language), index.degree(node), walk.through[node] / 1000) for node in nodes[1:-1]]
    links = sum(walk.hop[step.predicate] for step in steps) / 1000
    if is_chinese(language):
        through = "、".join(f"{label}({degree}条链接,+{cost:.1f})" for label, degree, cost in passed)
        return f"{len(steps)}跳,链接计{links:.1f}" + (f";途经{through}" if through else ";直接相连")
    through = ", ".join(f"{label} ({counted(degree, 'links')}, +{cost:.1f})" for label, degree, cost in passed)
    hops = counted(len(steps), "hops")
    return f"{hops}, links cost {links:.1f}" + (f"; through {through}" if through else "; linked directly")
