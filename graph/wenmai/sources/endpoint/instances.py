"""The things of one class at an endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.sources.endpoint.columns import resource
from wenmai.sources.endpoint.sparql import is_iri, listed

if TYPE_CHECKING:
    from wenmai.sources.endpoint.learning.tally import Tally

MOST_INSTANCES = 10_000
"""How many things of one class are read."""


def read_instances(tally: Tally, kind: str) -> list[str]:
    """The things of a class, in order: those that any predicate of classes says to be."""
    dataset = tally.dataset
    found = dataset.pages(
        "SELECT DISTINCT ?n { {{?n ?w $kind}} FILTER(?w IN ($classing)) $visible } ORDER BY ?n LIMIT $limit OFFSET $offset",
        resource("n"),
        most=MOST_INSTANCES,
        kind=kind,
        classing=listed(tally.classing),
        visible=tally.visible("?n"),
    )
    every = [iri for (iri,) in found]
    if len(every) >= MOST_INSTANCES:
        dataset.notice(f"only {MOST_INSTANCES:,} instances of one class were read; there may be more")
    return [iri for iri in every if is_iri(iri) and not tally.folds.hides(iri)]
