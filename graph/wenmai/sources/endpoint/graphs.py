"""The named graphs of an endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.sources.endpoint.columns import number, resource
from wenmai.sources.endpoint.requests.transport import Failed
from wenmai.sources.endpoint.sparql import fill

if TYPE_CHECKING:
    from wenmai.sources.endpoint.dataset import Dataset

PATIENCE = 20.0
"""Seconds allowed for counting them, with its retries."""

MOST = 1000
"""How many named graphs are listed where the server does not count what they hold."""


def count_graphs(dataset: Dataset) -> list[tuple[str | None, int]]:
    """The named graphs and how many triples each holds, in order; the default graph (``None``) first where it has its own.

    A server that does not count them in time gives their names alone, which a notice says; their sizes are 0 then.
    """
    if dataset.union == "default":
        return []
    counting = fill("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    try:
        found = dataset.select(counting, resource("g"), number("n"), within=PATIENCE)
    except Failed as failure:
        dataset.notice(
            f"the named graphs could not be counted: {dataset.client.shown} {failure.reason}; sizes are not known"
        )
        listing = fill("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } LIMIT $most", most=MOST)
        return sorted((name, 0) for (name,) in dataset.select(listing, resource("g"), within=PATIENCE))
    sizes: list[tuple[str | None, int]] = sorted(found)
    return [*_default(dataset), *sizes]


def _default(dataset: Dataset) -> list[tuple[str | None, int]]:
    """The size of a default graph that is not the union of all."""
    if dataset.union != "both":
        return []
    try:
        ((size,),) = dataset.select(fill("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"), number("n"), within=PATIENCE)
    except (Failed, ValueError):
        return []
    return [(None, size)] if size else []
