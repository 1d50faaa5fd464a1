"""How the links of a page stand, beside what their evidence says: when they hold, by which named graph, inferred or planned."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wenmai.statements.standing import PLAIN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from wenmai.index import Index
    from wenmai.sources import Source

INFERRED, CLAIMED = 1, 2
"""The bits of how a link stands."""


class HeldLink(NamedTuple):
    """A link that a page holds, by the numbers of the index: its ends, its predicate, its own number."""

    subject: int
    predicate: int
    object: int
    link: int


def lives(index: Index, links: Sequence[HeldLink]) -> Iterator[list[str | int]]:
    """When links hold, as [link, begin, end, begin, end…] (0: open), where it is not from the first day of their time on."""
    for place, held in enumerate(links):
        begin, end = index.span(held.link)
        usual = [(begin, None)] if begin or end else []
        found = index.lives(held.link)
        if found != usual:
            yield [place, *(day or 0 for span in found for day in span)]


def standings(index: Index, links: Sequence[HeldLink], terms: Callable[[str], int]) -> Iterator[list[int]]:
    """How links stand, as [link, bits, statuses…], where they are not just stated and done."""
    for place, held in enumerate(links):
        found = index.standing(held.link)
        if found != PLAIN:
            bits = INFERRED * found.inferred | CLAIMED * found.claimed
            yield [place, bits, *map(terms, found.statuses)]


def named_graphs(source: Source, links: Iterable[HeldLink], terms: Callable[[str], int]) -> dict[str, list[list[int]]]:
    """The named graphs of links: ``sets`` of terms, and ``of``, the links in each set; nothing where no link is in one.

    What is in no named graph is in no set.
    """
    index = source.index
    sets: dict[tuple[str, ...], list[int]] = {}
    for place, (subject, predicate, value, _) in enumerate(links):
        fact = (index.predicates[predicate], index.iri(value))
        stated = source.statements.about(index.iri(subject)).get(fact, ())
        graphs = tuple(sorted({one.graph for one in stated if one.graph}))
        if graphs:
            sets.setdefault(graphs, []).append(place)
    return {"sets": [list(map(terms, graphs)) for graphs in sets], "of": [_steps(of) for of in sets.values()]}


def _steps(numbers: Sequence[int]) -> list[int]:
    """Ascending numbers as the first and the steps from each to the next: small numbers are short."""
    return [number - before for before, number in zip((0, *numbers), numbers, strict=False)]
