"""Whether an index of links and the endpoint that has the triples have come to differ.

Compared are a few links, drawn anew from hour to hour, which the endpoint must have, and how many links some predicates have, the
rarest first. The outcome is kept for an hour, so that one command in an hour waits for it, and waits for a few seconds at most. That the
endpoint did not answer is kept for a minute.
"""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from wenmai.errors import EndpointError, StoreError
from wenmai.languages import counted
from wenmai.notices import collect_notices, notice
from wenmai.sources.cache.digest import hash_all
from wenmai.sources.cache.learnt import read_learnt, write_learnt
from wenmai.sources.endpoint.columns import maybe, number, resource, term
from wenmai.sources.endpoint.requests.transport import Limits, TimedOut
from wenmai.sources.endpoint.sparql import is_iri, rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wenmai.index import Index
    from wenmai.sources.endpoint import Endpoint
    from wenmai.sources.endpoint.dataset import Dataset, Row
    from wenmai.sources.store import Stored

    Link = tuple[str, str, str]

HOUR, MINUTE = 3600, 60
QUICK = Limits(timeout=2.0, deadline=2.0, retries=0)
"""A command waits so long for each of the few questions of the comparison."""

DRAWN, VERIFIED = 20, 500
"""How many links are compared now and then, and how many when a person asks for it."""

MOST_COUNTED, COUNTED = 25_000, 3
"""Links of a predicate that is counted, at most, and how many predicates are."""

ALL = 1 << 62


class Disagreement(NamedTuple):
    """How many links were looked for, how many of them the endpoint lacks, and predicates with how many links there and here."""

    looked: int
    lacking: int
    counts: tuple[tuple[str, int, int], ...]

    def __bool__(self) -> bool:
        return bool(self.lacking or self.counts)

    def tell(self, folder: str, shown: str) -> str:
        """A sentence."""
        said = [f"{self.lacking} of {counted(self.looked, 'links')} of it are not there"] if self.lacking else []
        said += [
            f"<{iri}> has {counted(there, 'links')} there and {here:,} here"
            for iri, there, here in self.counts[:COUNTED]
        ]
        return (
            f"{shown} differs from what {folder} was loaded from: {'; '.join(said)}."
            " Paths are those of the store: load what it holds now to have them agree"
        )


def tell_differences(stored: Stored, *, fresh: bool = False) -> str:
    """Say what the endpoint of a store has otherwise than the index; nothing fails because of it.

    Gives why the endpoint does not answer at all; one that is slow may still do.
    """
    from wenmai.sources.endpoint import connect

    endpoint = connect(stored.meta.engine, limits=QUICK)
    key = hash_all([f"{stored.meta.id} {endpoint.client.shown} compared".encode()])[:40]
    known = None if fresh else read_learnt(key)
    now = time.time()
    if known is None or not 0 <= now - float(known.get("at", 0)) < (MINUTE if known.get("failed") else HOUR):
        known = {"at": now} | _compared(stored, endpoint, int(now // HOUR))
        write_learnt(key, f"{stored.locations[0]} compared with {stored.meta.engine}", known)
    if known.get("said"):
        notice(str(known["said"]))
    return str(known.get("gone", ""))


def _compared(stored: Stored, endpoint: Endpoint, hour: int) -> dict[str, Any]:
    """What is said of the comparison, whether it failed, and why the endpoint is gone if it is."""
    try:
        found = compare_links(stored, endpoint, random.Random(hour), DRAWN, MOST_COUNTED)  # noqa: S311
    except EndpointError as failure:
        gone = "" if isinstance(failure, TimedOut) else str(failure)
        return {"said": f"the facts are not to be had now, paths are: {failure}", "failed": True, "gone": gone}
    return {"said": found.tell(stored.locations[0], endpoint.client.shown) if found else ""}


def verify_links(stored: Stored, endpoint: Endpoint) -> None:
    """Compare many links, and how many all predicates have, with the endpoint.

    Raises:
        StoreError: they differ. EndpointError: it does not answer.
    """
    found = compare_links(stored, endpoint, random.Random(0), VERIFIED, ALL)  # noqa: S311
    if found:
        raise StoreError(found.tell(stored.locations[0], endpoint.client.shown))
    notice(
        f"{counted(found.looked, 'links')} and how often predicates are used were compared with {endpoint.client.shown}: they agree"
    )


def compare_links(stored: Stored, endpoint: Endpoint, dice: random.Random, many: int, most: int) -> Disagreement:
    """Look for links of an index at an endpoint, and count those of predicates that have at most ``most``.

    Raises:
        EndpointError: it does not answer.
    """
    with collect_notices():  # what is kept of the endpoint is no part of the comparison
        index, dataset = stored.index, endpoint.dataset
        drawn = list(draw_links(index, dice, many))
        there = {link for start in range(0, len(drawn), 100) for link in _found(dataset, drawn[start : start + 100])}
        counts = () if index.folds else tuple(_other_counts(index, endpoint, most))
    return Disagreement(len(drawn), sum(link not in there for link in drawn), counts)


def _found(dataset: Dataset, links: Sequence[Link]) -> list[Row]:
    """Those of some links that an endpoint has."""
    query = dataset.query("SELECT DISTINCT ?s ?p ?o { VALUES (?s ?p ?o) { $links } {{?s ?p ?o}} }", links=rows(links))
    return dataset.select(query, resource("s"), resource("p"), term("o"))


def _other_counts(index: Index, endpoint: Endpoint, most: int) -> Iterator[tuple[str, int, int]]:
    """The predicates that have other numbers of links at the endpoint: (IRI, there, here)."""
    here = {iri: index.predicate_count(place) for place, iri in enumerate(index.predicates) if is_iri(iri)}
    few = sorted((iri for iri in here if here[iri] <= most), key=lambda iri: (here[iri], iri))
    chosen = few if most == ALL else few[:COUNTED]
    if not chosen:
        return
    dataset, tally = endpoint.dataset, endpoint.tally
    query = dataset.query(
        "SELECT ?p (COUNT(*) AS ?c) { SELECT DISTINCT ?s ?p ?o"
        " { VALUES ?p { $some } {{?s ?p ?o}} FILTER(!isLiteral(?o)) $visible } } GROUP BY ?p",
        some=rows(chosen),
        visible=tally.visible("?s", "?o"),
    )
    found = {p: c for p, c in dataset.select(query, maybe(resource("p")), number("c")) if p is not None}
    yield from ((iri, found.get(iri, 0), here[iri]) for iri in chosen if found.get(iri, 0) != here[iri])


def draw_links(index: Index, dice: random.Random, many: int) -> Iterator[Link]:
    """Some links between IRIs that stand as triples in the graph, not for what is folded."""
    seen: set[Link] = set()
    for _ in range(20 * many):
        if len(seen) == many or not index.node_count:
            return
        node = dice.randrange(index.node_count)
        links = index.links(node) if 0 < index.degree(node) < 10_000 else []
        if not links:
            continue
        other, predicate, forward, number_ = dice.choice(links)
        ends = (node, other) if forward else (other, node)
        link = index.iri(ends[0]), index.predicates[predicate], index.iri(ends[1])
        if link not in seen and all(map(is_iri, link)) and not (index.folds and index.folds.of_link(number_)):
            seen.add(link)
            yield link
