"""The union of the graphs of a dataset as a set of triples.

The engine makes the union of several graphs by reading one after another: a triple that stands in two of them is met
twice, and counted twice. It has no other union, and its algebra cannot be reached from here to put a ``DISTINCT`` around
each pattern. So where graphs share triples, and only there, queries get other quads: the named graphs as they are, and as
default graph each triple once. That is right for every form of query, as the engine then sees a plain dataset; where no
triple is shared the engine's own union is already a set, and nothing is copied.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, Variable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import BlankNode

    from wenmai.sparql.job import Graph

    GraphName = NamedNode | BlankNode | DefaultGraph

_PREDICATES = "SELECT DISTINCT ?p { ?s ?p ?o }"
_REPEATED = "SELECT ?p ((COUNT(*) > COUNT(DISTINCT *)) AS ?repeated) { ?s ?p ?o } GROUP BY ?p"


def shares_triples(store: Store, graphs: Iterable[GraphName] | None = None) -> bool:
    """Whether some triple stands in two of ``graphs``, or of all graphs.

    One graph alone is told at once. Else the triples are compared by the engine, the links of one predicate at a time:
    some three seconds for a million triples, and memory for those of the commonest predicate.
    """
    chosen = None if graphs is None else list(graphs)
    count = len(chosen) if chosen is not None else _count_graphs(store, 2)
    if count < 2:
        return False
    return any(_is_repeated(store, predicate, chosen) for predicate in _predicates(store, chosen))


def _count_graphs(store: Store, most: int) -> int:
    """How many graphs have triples, ``most`` at most."""
    default = any(True for _ in store.quads_for_pattern(None, None, None, DefaultGraph()))
    return default + sum(1 for _ in islice(store.named_graphs(), most - default))


def _predicates(store: Store, graphs: list[GraphName] | None) -> list[NamedNode]:
    """The predicates that occur in some graphs."""
    return [row[0] for row in _ask(store, _PREDICATES, graphs)]


def _is_repeated(store: Store, predicate: NamedNode, graphs: list[GraphName] | None) -> bool:
    """Whether a triple of one predicate stands in two of some graphs: then there are more rows than distinct ones."""
    return any(row["repeated"].value == "true" for row in _ask(store, _REPEATED, graphs, {Variable("p"): predicate}))


def _ask(
    store: Store, text: str, graphs: list[GraphName] | None, values: dict[Variable, NamedNode] | None = None
) -> pyoxigraph.QuerySolutions:
    """Ask a text of this module; an IRI of the graph is a value in it, never a part of it."""
    found = store.query(
        text, use_default_graph_as_union=graphs is None, default_graph=graphs, substitutions=dict(values or {})
    )
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return found


def add_union(store: Store) -> None:
    """Put every triple of a named graph into the default graph too."""
    store.bulk_extend(_named_triples(store))


def _named_triples(store: Store) -> Iterator[Quad]:
    """The triples of all named graphs; what is added to the default graph meanwhile is not among them."""
    for graph in store.named_graphs():
        for quad in store.quads_for_pattern(None, None, None, graph):
            yield Quad(*quad.triple)


def united(store: Store) -> Store | None:
    """The same quads in memory with the union as default graph; ``None`` where no triple is shared."""
    if not shares_triples(store):
        return None
    made = Store()
    made.bulk_extend(store)
    add_union(made)
    return made


class QueryDataset(NamedTuple):
    """What a query is asked of: a store, and the options that tell the engine which graphs of it to read."""

    store: Store
    options: dict[str, Any]


def open_dataset(graph: Graph, *, union: bool = True) -> QueryDataset:
    """The graphs of ``graph`` for a query that chooses none: with their union as default graph, or as they are.

    Raises:
        StoreError: the store cannot be read, or is an old one whose union is not known.
    """
    made = graph.united if union else None
    if made is not None:
        return QueryDataset(made, {})
    return QueryDataset(graph.triples, {"use_default_graph_as_union": union})


def choose_graphs(store: Store, default: Iterable[str], named: Iterable[str]) -> QueryDataset:
    """The graphs of ``FROM`` (``default``, merged into a set) and of ``FROM NAMED``; graphs that share triples are copied."""
    merged = [NamedNode(graph) for graph in dict.fromkeys(default)]
    others = [NamedNode(graph) for graph in dict.fromkeys(named)]
    if not shares_triples(store, merged):
        return QueryDataset(store, {"default_graph": merged, "named_graphs": others})
    return QueryDataset(_copied(store, merged, others), {"default_graph": DefaultGraph(), "named_graphs": others})


def _copied(store: Store, merged: list[NamedNode], others: list[NamedNode]) -> Store:
    """A store in memory with the triples of some graphs in its default graph, and others as they are."""
    made = Store()
    for graph in merged:
        made.bulk_extend(Quad(*quad.triple) for quad in store.quads_for_pattern(None, None, None, graph))
    for graph in others:
        made.bulk_extend(store.quads_for_pattern(None, None, None, graph))
    return made
