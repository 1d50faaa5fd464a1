"""The one border to NetworkX: entities are nodes, facts are keyed edges, literals are attributes.

Rows of a :class:`~wenmai.subgraph.Subgraph` need no NetworkX; only :func:`network` does.

NetworkX is the reference and the API, whatever the size, and its backends (``NETWORKX_BACKEND_PRIORITY``) work on what
:func:`network` returns.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, NamedTuple

from wenmai.model import Evidence, Literal
from wenmai.rendering.marks import columns, told_predicate
from wenmai.statements.standing import EVERY
from wenmai.subgraph import among, whole
from wenmai.terms import ALIASES, LABELS, XSD, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeAlias

    import networkx as nx

    from wenmai.model import Quad
    from wenmai.sources import Source
    from wenmai.subgraph import Subgraph

    Network: TypeAlias = nx.MultiDiGraph

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


class NodeRow(NamedTuple):
    """An entity as a row: ``types`` are class IRIs, ``literals`` pairs of predicate IRI and value, both sorted."""

    iri: str
    label: str
    types: tuple[str, ...]
    literals: tuple[tuple[str, Literal], ...]


class LinkRow(NamedTuple):
    """A fact between two entities as a row, by IRIs; ``label`` is the predicate's.

    ``said`` is what is said about it, by the columns of :data:`wenmai.rendering.marks.COLUMNS`, and under ``speaker`` the IRIs of those
    whom ``saidBy`` names.
    """

    subject: str
    predicate: str
    object: str
    label: str
    time: str | None
    evidence: tuple[Evidence, ...]
    said: tuple[tuple[str, str], ...] = ()


def node_rows(source: Source, part: Subgraph, *, language: str = "zh", literals: bool = True) -> Iterator[NodeRow]:
    """The nodes of a part as rows."""
    from wenmai.names import vocabulary

    index, values = source.index, _literals(source, part) if literals else {}
    for node in part.nodes:
        iri = index.iri(node)
        yield NodeRow(
            iri, vocabulary.label(index, iri, language), tuple(sorted(index.types(node))), tuple(values.get(iri, ()))
        )


def link_rows(source: Source, part: Subgraph, *, language: str = "zh") -> Iterator[LinkRow]:
    """The links of a part as rows."""
    from wenmai.names.labels import Labels

    label = Labels(source.index, language).label
    for hop in part.links():
        said = tuple(columns(hop.statements, label, language).items())
        speakers = dict.fromkeys(speaker for statement in hop.statements for speaker in statement.speakers)
        said += (("speaker", "; ".join(speakers)),) if speakers else ()
        name = told_predicate(hop.predicate, hop.statements, label, language)
        yield LinkRow(hop.subject, hop.predicate, hop.object, name, hop.time, hop.evidence, said)


def _literals(source: Source, part: Subgraph) -> dict[str, list[tuple[str, Literal]]]:
    """The literals of each node of a part, names aside, sorted."""
    found: dict[str, set[tuple[str, Literal]]] = {}
    wanted = {source.index.iri(node) for node in part.nodes}
    for subject, predicate, value in _literal_facts(source, wanted):
        if subject in wanted and predicate not in _NAMING and _takes(source, part, (subject, predicate, value)):
            found.setdefault(subject, set()).add((predicate, value))
    return {iri: sorted(pairs) for iri, pairs in found.items()}


def _takes(source: Source, part: Subgraph, fact: tuple[str, str, Literal]) -> bool:
    return part.admission == EVERY or part.admission.takes_fact(source.statements.of(*fact))


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


def attributes(node: NodeRow) -> dict[str, Scalar]:
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


def link_attributes(link: LinkRow) -> dict[str, str]:
    """What a link carries in another program; ``time`` and ``evidence`` only where they are known."""
    found = {"predicate": link.predicate, "label": link.label}
    if link.time:
        found["time"] = link.time
    if link.evidence:
        found["evidence"] = "; ".join(map(citation, link.evidence))
    return {**found, **dict(link.said)}


def citation(evidence: Evidence) -> str:
    """A citation as text: the document, and the code points within it where they are known."""
    return evidence.document if evidence.start is None else f"{evidence.document}#char={evidence.start},{evidence.end}"


def network(source: Source, nodes: Iterable[str] | None = None, *, language: str = "zh") -> Network:
    """The graph, or the part among ``nodes`` (IRIs), for NetworkX: use all of its measures on it.

    Nodes are keyed by IRI and carry what :func:`attributes` says. Each fact is one directed edge from subject to
    object, keyed by its predicate's IRI, with ``predicate`` and ``label``, and ``time`` (EDTF) and ``evidence`` where
    known. Every attribute is a string, number or boolean, so that NetworkX can write the graph as GraphML or GEXF.
    Statements and passages are not nodes: they say where a fact comes from, and are in ``evidence``.

    Warns:
        LargeNetwork: more than 200,000 links.
    """
    index = source.index
    part = whole(source) if nodes is None else among(source, [index.require(iri) for iri in nodes])
    return subgraph_network(source, part, language=language)


def subgraph_network(source: Source, part: Subgraph, *, language: str = "zh") -> Network:
    """A part, made by :mod:`wenmai.subgraph`, for NetworkX."""
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
