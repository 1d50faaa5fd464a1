"""What an endpoint publishes of itself: its service description, and statistics in VoID, there or among its triples.

Service descriptions are those of SPARQL 1.1 Service Description, statistics those of VoID (Alexander et al. 2011, *Describing
Linked Datasets with the VoID Vocabulary*): how many triples there are, and how many with each predicate. They are written by
hand or long ago as often as not, so that they stand in only for what the endpoint does not count, and only where they fit what it
answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wenmai.sources.endpoint.columns import number, resource
from wenmai.sources.endpoint.requests.transport import Failed, Unavailable
from wenmai.sources.endpoint.sparql import is_iri

if TYPE_CHECKING:
    from wenmai.sources.endpoint.dataset import Dataset
    from wenmai.sources.endpoint.requests.transport import Client

VOID = "http://rdfs.org/ns/void#"
PROPERTY, TRIPLES = VOID + "property", VOID + "triples"

MOST_BYTES = 4 << 20
PATIENCE = 5.0
"""Seconds that a service description is waited for."""

MOST_PARTS = 5000
"""How many predicates are read of statistics among the triples."""


class Published(NamedTuple):
    """How many triples there are said to be, in all (0: not said) and with each predicate, and the IRIs of the description."""

    triples: int = 0
    by_predicate: dict[str, int] = {}  # noqa: RUF012 - never changed
    words: str = ""

    def fits(self, sample: dict[str, int]) -> bool:
        """Whether each predicate of a sample of links is said to have as many triples at least."""
        return bool(self.by_predicate) and all(self.by_predicate.get(iri, 0) >= many for iri, many in sample.items())


NOTHING_PUBLISHED = Published()


def read_description(client: Client) -> Published:
    """What the service description at the address says; nothing where there is none that can be read."""
    from pyoxigraph import RdfFormat, parse

    try:
        answer = client.describe(PATIENCE)
    except Failed:
        return NOTHING_PUBLISHED
    form = RdfFormat.from_media_type(answer.media_type)
    if form is None or len(answer.body) > MOST_BYTES or b"<!DOCTYPE" in answer.body:
        return NOTHING_PUBLISHED
    parts: dict[str, dict[str, str]] = {}
    iris: set[str] = set()
    try:
        for quad in parse(answer.body, format=form, lenient=True, base_iri=client.shown):
            predicate, value = quad.predicate.value, str(getattr(quad.object, "value", ""))
            iris |= {predicate, value}
            if predicate in (PROPERTY, TRIPLES):
                parts.setdefault(str(quad.subject), {})[predicate] = value
    except (SyntaxError, ValueError):
        return NOTHING_PUBLISHED
    counted = [(part.get(PROPERTY), _number(part.get(TRIPLES, ""))) for part in parts.values()]
    whole = max((many for iri, many in counted if iri is None), default=0)
    return Published(whole, {iri: many for iri, many in counted if iri and many}, "\n".join(sorted(iris)))


def read_statistics(dataset: Dataset) -> dict[str, int]:
    """How many triples have each predicate, by statistics that stand among the triples."""
    query = dataset.query(
        "SELECT ?p ?c { {{?part $property ?p}} {{?part $triples ?c}} } LIMIT $most",
        property=PROPERTY,
        triples=TRIPLES,
        most=MOST_PARTS,
    )
    try:
        found = dataset.select(query, resource("p"), number("c"), within=PATIENCE)
    except Unavailable:
        raise
    except Failed:
        return {}
    counts: dict[str, int] = {}
    for iri, many in found:
        if is_iri(iri):
            counts[iri] = max(many, counts.get(iri, 0))
    return counts


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0
