"""What a query is asked with and what is told of it; and what a graph must offer for its queries to run elsewhere."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from wenmai.errors import InputError
from wenmai.terms import PREFIXES
from wenmai.workers.topic import Topic

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyoxigraph

Sink = Callable[[bytes], object] | int
"""Where a result goes: a function that is called with the bytes as they come, or a file descriptor."""

TIMEOUT = 30.0
"""Seconds a query may take, unless told otherwise."""

MEMORY = 2 << 30
"""Bytes a query may need beyond what the graph itself takes, unless told otherwise."""


class Job(NamedTuple):
    """A query to run.

    ``format`` is the media type of the result (``""`` for JSON or N-Triples, as the query has it). ``max_rows`` is the
    most rows that a ``SELECT`` may write; ``spare`` lets it write that many more, unsaid, so that a caller who counts
    can tell. ``allow_service`` are the hosts that ``SERVICE`` may name; ``union`` makes the default graph the union of
    all graphs where the query has no ``FROM``; ``prefixes`` are declared for it. ``base`` resolves its relative IRIs.
    ``dataset`` are the graphs that a request names (SPARQL 1.1 Protocol, 2.1.4), whatever the query's ``FROM`` says: those
    of the default graph, and the named ones; a graph that is not here is empty.
    """

    text: str
    format: str
    max_rows: int | None = None
    spare: int = 0
    allow_service: tuple[str, ...] = ()
    union: bool = True
    prefixes: Mapping[str, str] = PREFIXES
    base: str | None = None
    dataset: tuple[tuple[str, ...], tuple[str, ...]] | None = None


class Report(NamedTuple):
    """How a query went: its ``kind`` (``solutions``, ``boolean`` or ``graph``), how long it took, and where it ran.

    ``more`` is true when rows were left out at ``max_rows``; ``isolation`` says what kept the process off the network
    (``"namespace"``, ``"filter"`` or ``""`` when nothing did), or that it was an ``"endpoint"``; ``notices`` what the
    format could not hold of a graph.
    """

    kind: str
    seconds: float
    more: bool
    isolation: str
    notices: tuple[str, ...] = ()


class Graph(Topic, Protocol):
    """A graph of this machine, as the processes of its queries need it."""

    @property
    def triples(self) -> pyoxigraph.Store:
        """The triples, for who only reads them."""

    @property
    def united(self) -> pyoxigraph.Store | None:
        """The triples with the union of all graphs as default graph; ``None`` where no two graphs share a triple."""

    def read_ahead(self, *, union: bool) -> None:
        """Read once, before a fork, what every fork would otherwise read for itself: with the union, or without."""


def pass_on(payload: bytes, sink: Callable[[bytes], object] | int) -> None:
    """Give bytes to a function, or write all of them to a file descriptor."""
    if not isinstance(sink, int):
        sink(payload)
        return
    try:
        while payload:
            payload = payload[os.write(sink, payload) :]
    except BrokenPipeError:
        raise
    except OSError as error:
        raise InputError(f"the result cannot be written: {error.strerror}") from None
