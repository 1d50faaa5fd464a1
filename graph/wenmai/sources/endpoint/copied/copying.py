"""A small endpoint read whole: its triples come in one answer, and from then on everything is answered here, as of a file.

Whether it is small is counted first, up to the bound. A server that counts or sends fewer triples than it has, or terms that
no RDF library takes, is asked part by part instead, as a large one is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.sources.cache.entry import hash_text
from wenmai.sources.endpoint.columns import maybe, number, resource, term
from wenmai.sources.endpoint.notes import quad_of
from wenmai.sources.endpoint.requests.transport import Failed, Unavailable
from wenmai.sources.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyoxigraph

    from wenmai.reading import ReadOptions
    from wenmai.sources.endpoint.dataset import Dataset, Row
    from wenmai.sources.endpoint.requests.transport import Answer
    from wenmai.sources.endpoint.sparql import Part
    from wenmai.sources.protocol import Kind

MOST_COPIED = 50_000
"""How many triples an endpoint may have that is read whole."""

PATIENCE = 5.0
"""Seconds allowed for counting so far."""


class Copied(Memory):
    """The triples of an endpoint, read at once; what the cache knows under ``key`` is opened in place of reading them."""

    kind: Kind = "endpoint"
    origin = "copied over the network"

    def __init__(
        self,
        locations: tuple[str, ...],
        options: ReadOptions | None = None,
        *,
        raw: bool = False,
        key: str | None = None,
    ) -> None:
        super().__init__(locations, options, raw=raw)
        self._cached = key

    @property
    def _key(self) -> str | None:
        return self._cached

    def _changed(self) -> bool:
        return False

    def take(self, quads: Sequence[pyoxigraph.Quad]) -> None:
        """Have these triples."""
        self.__dict__["_kept"] = list(quads)

    @property
    def known(self) -> bool:
        """Whether the cache has what the endpoint answered."""
        return self._found is not None


def copy_whole(dataset: Dataset, options: ReadOptions | None, *, raw: bool, private: bool) -> Copied | None:
    """An endpoint's triples, or ``None`` where it has too many, or does not give each as it counts them.

    What is ``private`` is not kept in the cache.
    """
    if not MOST_COPIED or dataset.kept.known("large", bool):
        return None
    try:
        size = _size(dataset)
        if size > MOST_COPIED:
            dataset.kept.keep("large", True)
        if not 0 < size <= MOST_COPIED:
            return None
        answer = dataset.client.ask(_every(dataset).text)
        key = None if private else hash_text(answer.body, options)
        copied = Copied((dataset.client.shown,), options, raw=raw, key=key)
        if not copied.known:
            quads = _quads(dataset, answer, size)
            if quads is None:
                return None
            copied.take(quads)
    except Unavailable:
        raise
    except Failed:
        return None
    return copied


def _quads(dataset: Dataset, answer: Answer, size: int) -> list[pyoxigraph.Quad] | None:
    """The triples in an answer; ``None`` where they are fewer than were counted, or one has a term that is none."""
    rows = dataset.read(answer, resource("s"), resource("p"), term("o"), maybe(resource("g")))
    if len(rows) < size:
        return None
    once = told_once(rows) if dataset.union == "union" else list(dict.fromkeys(rows))
    quads = [quad_of((s, p, o), g or "") for s, p, o, g in once]
    return None if None in quads else [quad for quad in quads if quad is not None]


def _size(dataset: Dataset) -> int:
    query = dataset.query(
        "SELECT (COUNT(*) AS ?c) { SELECT ?s { $triples } LIMIT $most }",
        triples=_triples(dataset),
        most=MOST_COPIED + 1,
    )
    found = dataset.select(query, number("c"), within=PATIENCE)
    return int(found[0][0]) if len(found) == 1 else 0


def _every(dataset: Dataset) -> Part:
    return dataset.query("SELECT ?s ?p ?o ?g { $triples }", triples=_triples(dataset))


def _triples(dataset: Dataset) -> Part:
    if dataset.union == "default":
        return dataset.query("?s ?p ?o")
    return dataset.query("{ ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } }")


def told_once(rows: Sequence[Row]) -> list[Row]:
    """The rows without those of a default graph that repeat what stands in a named one."""
    named = {row[:3] for row in rows if row[3] is not None}
    return [row for row in dict.fromkeys(rows) if row[3] is not None or row[:3] not in named]
