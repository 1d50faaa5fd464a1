"""The one border to NetworkX: entities are nodes, facts are keyed edges, literals are attributes.

An *excerpt* of a graph is what is exported or handed to another library: the whole, what lies around an entity, or what
lies along paths. Excerpts and their rows need no NetworkX; only :func:`network` does.

NetworkX is the reference and the API, whatever the size, and its backends (``NETWORKX_BACKEND_PRIORITY``) work on what
:func:`network` returns.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, NamedTuple

from wenmai.errors import InputError, LimitReached
from wenmai.model import Evidence, Literal
from wenmai.terms import ALIASES, LABELS, XSD, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import networkx as nx

    from wenmai.index import Index
    from wenmai.model import Path, Quad
    from wenmai.sources import Source

LARGE = 200_000
"""Above this many links :func:`network` warns: NetworkX keeps about a kilobyte for each link."""

_NUMBERS = {XSD + name: float for name in ("decimal", "double", "float")} | {
    XSD + name: int
    for name in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger", "negativeInteger")
}
_NAMING = frozenset((*LABELS, *ALIASES))

Scalar = str | int | float | bool


class LargeNetwork(UserWarning):
    """A graph so large that NetworkX will be slow and heavy on it; ``wenmai.analysis`` has faster ways."""


class Edge(NamedTuple):
    """A link by its numbers in the index: nodes ``subject`` and ``object``, ``predicate``, and ``link`` itself."""

    subject: int
    predicate: int
    object: int
    link: int


class Excerpt(NamedTuple):
    """A piece of a graph: node numbers, ascending, and the links among them in the order of their numbers."""

    nodes: tuple[int, ...]
    edges: tuple[Edge, ...]


class Node(NamedTuple):
    """An entity as a row: ``types`` are class IRIs, ``literals`` pairs of predicate IRI and value, both sorted."""

    iri: str
    label: str
    types: tuple[str, ...]
    literals: tuple[tuple[str, Literal], ...]


class Link(NamedTuple):
    """A fact between two entities as a row, by IRIs; ``label`` is the predicate's."""

    subject: str
    predicate: str
    object: str
    label: str
    time: str | None
    evidence: tuple[Evidence, ...]


def whole(index: Index) -> Excerpt:
    """Every node and link of the index."""
    edges = tuple(edge for node in range(index.node_count) for edge in _leaving(index, node))
    return Excerpt(tuple(range(index.node_count)), edges)


def among(index: Index, nodes: Iterable[int]) -> Excerpt:
    """The given nodes and every link between two of them."""
    kept = frozenset(nodes)
    order = tuple(sorted(kept))
    return Excerpt(order, tuple(edge for node in order for edge in _leaving(index, node) if edge.object in kept))


def around(index: Index, iri: str, *, hops: int = 1, max_links: int = 200_000) -> Excerpt:
    """The entity ``iri``, all within ``hops`` of it, and every link between two of those.

    Raises:
        InputError: the graph has no such entity, or ``hops`` is negative.
        LimitReached: more than ``max_links`` links were read; the neighbourhood is too large to be one.
    """
    if hops < 0:
        raise InputError("a neighbourhood reaches 0 hops or more")
    ring = {node_of(index, iri)}
    seen, read = set(ring), 0
    for _ in range(hops):
        links = [other for node in sorted(ring) for other, *_ in index.links(node)]
        read += len(links)
        if read > max_links:
            name = index.label(node_of(index, iri), "en")
            raise LimitReached(f"{hops} hops around {name} hold more than {max_links:,} links; take fewer hops")
        ring = set(links) - seen
        seen |= ring
    return among(index, seen)


def along(index: Index, paths: Iterable[Path]) -> Excerpt:
    """The nodes of the paths and the links they follow, those given under ``also`` included."""
    nodes: set[int] = set()
    edges: set[Edge] = set()
    for path in paths:
        for hop in path.hops:
            ends = node_of(index, hop.subject), node_of(index, hop.object)
            nodes.update(ends)
            followed = {(hop.predicate, hop.forward), *hop.also}
            for edge in (*_leaving(index, ends[0]), *_leaving(index, ends[1])):
                forward = hop.forward == (edge.subject == ends[0])
                if {edge.subject, edge.object} == set(ends) and (index.predicates[edge.predicate], forward) in followed:
                    edges.add(edge)
    return Excerpt(tuple(sorted(nodes)), tuple(sorted(edges)))


def node_of(index: Index, iri: str) -> int:
    """The number of ``iri``; InputError when the graph does not have it."""
    node = index.find(iri)
    if node is None:
        raise InputError(f"<{iri}> is not an entity of this graph")
    return node


def _leaving(index: Index, node: int) -> Iterator[Edge]:
    return (Edge(node, predicate, other, link) for other, predicate, forward, link in index.links(node) if forward)


def node_rows(source: Source, part: Excerpt, *, language: str = "zh", literals: bool = True) -> Iterator[Node]:
    """The nodes of a part as rows."""
    from wenmai.names import vocabulary

    index, values = source.index, _literals(source, part) if literals else {}
    for node in part.nodes:
        iri = index.iri(node)
        yield Node(
            iri, vocabulary.label(index, iri, language), tuple(sorted(index.types(node))), tuple(values.get(iri, ()))
        )


def link_rows(source: Source, part: Excerpt, *, language: str = "zh") -> Iterator[Link]:
    """The links of a part as rows."""
    from wenmai.names import vocabulary

    index = source.index
    index.announce(part.nodes)
    labels = {number: vocabulary.label(index, iri, language) for number, iri in enumerate(index.predicates)}
    for edge in part.edges:
        yield Link(
            index.iri(edge.subject),
            index.predicates[edge.predicate],
            index.iri(edge.object),
            labels[edge.predicate],
            index.time(edge.link),
            index.evidence(edge.link),
        )


def _literals(source: Source, part: Excerpt) -> dict[str, list[tuple[str, Literal]]]:
    """The literals of each node of a part, names aside, sorted."""
    found: dict[str, set[tuple[str, Literal]]] = {}
    wanted = {source.index.iri(node) for node in part.nodes}
    for subject, predicate, value in _literal_facts(source, wanted):
        if subject in wanted and predicate not in _NAMING:
            found.setdefault(subject, set()).add((predicate, value))
    return {iri: sorted(pairs) for iri, pairs in found.items()}


def _literal_facts(source: Source, wanted: set[str]) -> Iterator[tuple[str, str, Literal]]:
    """Literal facts: asked node by node for a few nodes, read in one pass for many."""
    if source.enumerable and len(wanted) * 50 >= source.index.node_count:
        quads: Iterable[Quad] = source.match()
    else:
        source.prefetch(wanted)
        quads = (quad for subject in sorted(wanted) for quad in source.match(subject))
    for quad in quads:
        if isinstance(quad.object, Literal):
            yield quad.subject, quad.predicate, quad.object


def scalar(value: Literal) -> Scalar:
    """A literal as Python would have it: numbers and booleans as themselves, all else as text.

    >>> scalar(Literal("147", "", XSD + "integer"))
    147
    """
    if value.datatype == XSD + "boolean" and value.value in ("true", "1", "false", "0"):
        return value.value in ("true", "1")
    number = _NUMBERS.get(value.datatype)
    if number is None:
        return value.value
    try:
        return number(value.value)
    except ValueError:
        return value.value


def attributes(node: Node) -> dict[str, Scalar]:
    """What a node carries in another program: ``label``, ``type`` and its literals under their shortened predicates.

    Several class IRIs are parted by spaces (an IRI holds none), several values of one predicate by line breaks; a lone
    number stays a number.
    """
    found: dict[str, Scalar] = {"label": node.label}
    if node.types:
        found["type"] = " ".join(node.types)
    values: dict[str, list[Literal]] = {}
    for predicate, value in node.literals:
        values.setdefault(attribute_name(predicate), []).append(value)
    for name, several in values.items():
        found[name] = scalar(several[0]) if len(several) == 1 else "\n".join(value.value for value in several)
    return found


def attribute_name(predicate: str) -> str:
    """What a predicate is called among the attributes of a node: its shortened IRI, without brackets."""
    return shorten(predicate).strip("<>")


def link_attributes(link: Link) -> dict[str, str]:
    """What a link carries in another program; ``time`` and ``evidence`` only where they are known."""
    found = {"predicate": link.predicate, "label": link.label}
    if link.time:
        found["time"] = link.time
    if link.evidence:
        found["evidence"] = "; ".join(map(citation, link.evidence))
    return found


def citation(evidence: Evidence) -> str:
    """A citation as text: the document, and the code points within it where they are known."""
    return evidence.document if evidence.start is None else f"{evidence.document}#char={evidence.start},{evidence.end}"


def network(source: Source, nodes: Iterable[str] | None = None, *, language: str = "zh") -> nx.MultiDiGraph:
    """The graph, or the part among ``nodes`` (IRIs), for NetworkX: use all of its measures on it.

    Nodes are keyed by IRI and carry what :func:`attributes` says. Each fact is one directed edge from subject to
    object, keyed by its predicate's IRI, with ``predicate`` and ``label``, and ``time`` (EDTF) and ``evidence`` where
    known. Every attribute is a string, number or boolean, so that NetworkX can write the graph as GraphML or GEXF.
    Statements and passages are not nodes: they say where a fact comes from, and are in ``evidence``.

    Warns:
        LargeNetwork: more than 200,000 links.
    """
    index = source.index
    part = whole(index) if nodes is None else among(index, [node_of(index, iri) for iri in nodes])
    return excerpt_network(source, part, language=language)


def excerpt_network(source: Source, part: Excerpt, *, language: str = "zh") -> nx.MultiDiGraph:
    """A part, made with :func:`whole`, :func:`among`, :func:`around` or :func:`along`, for NetworkX."""
    import networkx as nx

    if len(part.edges) > LARGE:
        warnings.warn(
            f"{len(part.edges):,} links: NetworkX keeps about a kilobyte for each; analyze() works without this copy",
            LargeNetwork,
            stacklevel=3,
        )
    made = nx.MultiDiGraph()
    made.add_nodes_from((node.iri, attributes(node)) for node in node_rows(source, part, language=language))
    made.add_edges_from(
        (link.subject, link.object, link.predicate, link_attributes(link))
        for link in link_rows(source, part, language=language)
    )
    return made
