"""Whether what is kept of an endpoint still holds: one small question, which takes the place of the first look at it.

The question holds rows of its own, as the first look does, and counts the links of a few predicates again: the rarest, and one
that is another from hour to hour; all their triples, where those were counted, which costs a server a tenth of that. A graph that was
replaced has other counts. What is added by other predicates is noticed after a day at the latest, when all is asked anew.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from wenmai.notices import collect_notices
from wenmai.sources.endpoint.columns import maybe, number, resource
from wenmai.sources.endpoint.dataset import KNOWN
from wenmai.sources.endpoint.learning.tally import read_counts
from wenmai.sources.endpoint.requests.transport import Failed, TimedOut, Unavailable
from wenmai.sources.endpoint.sparql import Part, is_iri, rows

if TYPE_CHECKING:
    from wenmai.sources.endpoint.dataset import Dataset, Union
    from wenmai.sources.endpoint.learning.tally import Tally

RAREST = 2
MOST_COUNTED = 25_000
"""Links that are counted again at most: a few milliseconds of a server."""


def take_kept(dataset: Dataset, tally: Tally) -> bool:
    """Take what is kept of an endpoint if it still holds; what does not is forgotten, and said to be.

    Raises:
        EndpointError: the endpoint does not answer.
    """
    kept = dataset.kept
    union = kept.known("graphs", read_union)
    if union is None:
        return False
    dataset.union = union
    triples = kept.known("triples", read_counts)
    counts = triples or kept.known("links", read_counts) or {}
    sample = choose_predicates(counts, int(time.time() // 3600))
    try:
        with collect_notices() as said:
            found = _ask(dataset, _counting(dataset, tally, sample, literals=bool(triples)))
    except (Unavailable, TimedOut):  # which says nothing of what it holds
        raise
    except Failed:
        found = None
    if found == {iri: counts[iri] for iri in sample}:
        for sentence in said:
            dataset.notice(sentence)
        return True
    dataset.notice(f"{dataset.client.shown} has changed since it was last asked; what was kept of it is asked again")
    kept.forget()
    dataset.union = "default"
    return False


def read_union(kept: object) -> Union:
    """What the default graph holds, as it is kept."""
    if kept in ("default", "union", "both"):
        return kept
    raise ValueError(kept)


def choose_predicates(counts: dict[str, int], hour: int) -> list[str]:
    """The predicates whose links are counted again, in the order of IRIs.

    >>> choose_predicates({"urn:a": 9, "urn:b": 1, "urn:c": 2, "urn:d": 10**9}, hour=0)
    ['urn:a', 'urn:b', 'urn:c']
    """
    few = [
        iri for iri in sorted(counts, key=lambda iri: (counts[iri], iri)) if counts[iri] <= MOST_COUNTED and is_iri(iri)
    ]
    rare, others = few[:RAREST], few[RAREST:]
    return sorted(rare + ([others[hour % len(others)]] if others else []))


def _counting(dataset: Dataset, tally: Tally, sample: list[str], *, literals: bool) -> Part:
    """A branch that counts the links of some predicates, or with ``literals`` their triples."""
    if not sample:
        return Part("")
    if literals:
        return dataset.query(
            "UNION { SELECT ?p (COUNT(*) AS ?c) { VALUES ?p { $sample } {{?s ?p ?o}} } GROUP BY ?p }",
            sample=rows(sample),
        )
    return dataset.query(
        "UNION { SELECT ?p (COUNT(*) AS ?c) { SELECT $distinct ?s ?p ?o"
        " { VALUES ?p { $sample } {{?s ?p ?o}} FILTER(!isLiteral(?o)) $visible } } GROUP BY ?p }",
        distinct=dataset.distinct,
        sample=rows(sample),
        visible=tally.visible("?s", "?o"),
    )


def _ask(dataset: Dataset, counting: Part) -> dict[str, int] | None:
    """The counts now; ``None`` where the rows of the question itself do not come back."""
    subjects = [row[0] for row in KNOWN]
    query = dataset.query(
        "SELECT ?s ?p ?c { { SELECT ?s { VALUES ?s { $known } } } $counting }", known=rows(subjects), counting=counting
    )
    found = dataset.select(query, maybe(resource("s")), maybe(resource("p")), maybe(number("c")))
    if sorted(row[0] for row in found if row[0]) != subjects:
        return None
    return {row[1]: row[2] for row in found if row[1] and row[2]}
