"""Nodes and edges with attributes, as drawing programs and tables have them, and what they are in RDF.

The rules, the same for every format:

* An id that is an IRI or ``_:id`` is that. Any other becomes an IRI in the namespace of the file (``file:///…/x.graphml#n0``); in
  tables, whose names are meant beyond one file, in :data:`NAMED`. So does a relation, a class, the name of an attribute, unless it
  is an IRI or a name with a prefix that wenmai knows (``rdfs:comment``).
* An attribute is a literal: of the type that the file declares, else of the type that the values of its column look like.
* What an edge carries beside its relation is said of a statement about it (``rdf:reifies``): a weight as a qualifier; what
  ``export`` writes (time, evidence, status, saidBy, inferred, listOpen, note, qualifiers, graph) as what it was.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from wenmai.terms import LABEL, PREFIXES, RDF, TYPE, WM, XSD, is_absolute, local_name, unlabelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyoxigraph as ox

NAMED = "urn:wenmai:named:"
"""The namespace of names in tables and of what a graph calls its relations, classes and attributes."""

LINK = "linked with"
"""The relation of an edge that has none."""

_NO_CHARACTERS = "".join(chr(plane + last) for plane in range(0x10000, 0xF0000, 0x10000) for last in (0xFFFE, 0xFFFF))
_RESERVED = re.compile(
    r"[\x00-\x20<>\"{}|\\^`%/#:?\[\]\x7f-\x9f\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff\U000e0000-\U0010ffff"
    + _NO_CHARACTERS
    + "]"
)
_SCHEME = re.compile(r"(?:https?|ftps?|urn|tag|file|mailto|doi|info|ark|did|data|geo|isbn|nodeid):", re.IGNORECASE)
_SHARED = re.compile(r"[A-Za-z][A-Za-z0-9._-]+:[\w.-]*\d[\w.-]*")
_CURIE = re.compile(r"([A-Za-z][\w.-]*):([^\s:/]+)")
_PASSAGE = re.compile(r"(.+)#char=(\d+),(\d+)")
_INTEGER = re.compile(r"[+-]?(?:0|[1-9]\d{0,17})")
_DECIMAL = re.compile(r"[+-]?(?:0|[1-9]\d*)\.\d+")
_DOUBLE = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)[eE][+-]?\d+")
_DATE = re.compile(r"-?\d{4,}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_DATE_TIME = re.compile(_DATE.pattern + r"T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?")
_LOOKS = (
    (_INTEGER, "integer"), (_DECIMAL, "decimal"), (_DOUBLE, "double"), (_DATE, "date"), (_DATE_TIME, "dateTime"),
    (re.compile("true|false"), "boolean"),
)  # fmt: skip

_DRAWN = frozenset(
    {
        "rgb",
        "rgba",
        "posx",
        "posy",
        "xloc",
        "yloc",
        "xpos",
        "ypos",
        "xcoord",
        "ycoord",
        "layoutx",
        "layouty",
        "fillcolor",
        "graphics",
        "nodesize",
        "nodecolor",
        "edgecolor",
        "fontsize",
        "fontcolor",
        "labelcolor",
        "labelsize",
        "linewidth",
        "linecolor",
        "penwidth",
        "symbolsize",
        "itemstyle",
        "linestyle",
        "suid",
        "vx",
        "vy",
        "px",
        "py",
        "bordercolor",
        "borderwidth",
    }
)
"""What attributes are called, in lower case and without underscores, that only say how an element is drawn."""

_OFTEN_DRAWN = frozenset(
    {
        "color",
        "colour",
        "size",
        "x",
        "y",
        "z",
        "r",
        "g",
        "b",
        "a",
        "alpha",
        "opacity",
        "position",
        "pos",
        "fill",
        "stroke",
        "shape",
        "thickness",
        "radius",
        "style",
        "selected",
        "fixed",
        "index",
    }
)
"""What else attributes of a drawing are called; alone, each may be a fact: the size of a town, the colour of a wine."""

_KEYED = "\x1f"

Typed = tuple[str, str]
"""The text of an attribute and the name of its XSD type; ``""`` for one that is not declared."""


class GraphNode(NamedTuple):
    """A node: its id, its label, its classes (IRIs or names) with their labels, and its attributes by name."""

    id: str
    label: str = ""
    types: tuple[str, ...] = ()
    attributes: Mapping[str, Typed] = {}
    type_labels: tuple[str, ...] = ()


class GraphEdge(NamedTuple):
    """An edge from ``source`` to ``target`` (ids): its relation (an IRI or a name), the label of that, and its attributes by name."""

    source: str
    target: str
    relation: str = ""
    label: str = ""
    attributes: Mapping[str, Typed] = {}


class GraphFact(NamedTuple):
    """A value of a node, and what else is said of that: its node (an id), the name of the attribute, the value, more by name."""

    node: str
    name: str
    value: Typed
    attributes: Mapping[str, Typed] = {}


def drawn_among(names: Iterable[str]) -> frozenset[str]:
    """The attributes among those of an element, or of a file, that only say how it is drawn: where, how large, in which colour.

    A name that may be a fact counts where another of a drawing stands beside it.

    >>> sorted(drawn_among(["x", "y", "viz:size", "population"])), sorted(drawn_among(["size", "population"]))
    (['viz:size', 'x', 'y'], [])
    """
    short = {name: name.removeprefix("viz:") for name in names}  # an IRI is no name of a drawing
    bare = {
        name: "" if ":" in one else one.rpartition(".")[2].casefold().replace("_", "") for name, one in short.items()
    }
    found = set(bare.values())
    telling = bool(found & _DRAWN) or len(found & _OFTEN_DRAWN) > 1
    return frozenset(name for name, plain in bare.items() if plain in _DRAWN or (telling and plain in _OFTEN_DRAWN))


def keyed_id(kind: str, key: str) -> str:
    """The id of a row in a table with keys: what it is, and its key; rows of two tables with the same number are two."""
    return f"{kind}{_KEYED}{key}"


def looks_like(values: list[str]) -> str:
    """The XSD type that all of some values look like; ``string`` where they differ. ``007`` is text.

    >>> looks_like(["1", "-20"]), looks_like(["1", "2.5"]), looks_like(["007"]), looks_like(["2021-11-15"])
    ('integer', 'decimal', 'string', 'date')
    """
    values = [value for value in values if value]
    kinds = {next((kind for look, kind in _LOOKS if look.fullmatch(value)), "string") for value in values}
    if kinds in (
        {"integer", "decimal"},
        {"integer", "double"},
        {"decimal", "double"},
        {"integer", "decimal", "double"},
    ):
        return "double" if "double" in kinds else "decimal"
    return kinds.pop() if len(kinds) == 1 else "string"


class ElementQuads:
    """Nodes and edges as quads. ``space`` is the namespace of ids; names of relations and attributes are in ``terms``."""

    def __init__(self, space: str = NAMED, terms: str = NAMED) -> None:
        import pyoxigraph

        self._ox, self._space, self._terms = pyoxigraph, space, terms
        self._known: dict[str, ox.NamedNode] = {}
        self._told: set[str] = set()
        self._statements = 0
        self._passages = 0

    def quads(self, element: GraphNode | GraphEdge | GraphFact) -> Iterator[ox.Quad]:
        """What an element says."""
        if isinstance(element, GraphFact):
            return self._fact(element)
        return self._node(element) if isinstance(element, GraphNode) else self._edge(element)

    def resource(self, name: str) -> ox.NamedNode | ox.BlankNode:
        """The node that an id means."""
        if name.startswith("_:") and re.fullmatch(r"_:\w[\w.-]*(?<!\.)", name, re.ASCII):
            return self._ox.BlankNode(name[2:])
        return self._iri(name, self._space)

    def term(self, name: str) -> ox.NamedNode:
        """The relation, the class or the attribute that a name means."""
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = self._iri(name, self._terms)
        return found

    def _iri(self, name: str, space: str) -> ox.NamedNode:
        kind, keyed, key = name.partition(_KEYED)
        if keyed:
            return self._ox.NamedNode(f"{space}{quote_name(kind)}:{quote_name(key)}")
        if ":" in name and _SCHEME.match(name) and is_absolute(name):
            try:
                return self._ox.NamedNode(name)
            except ValueError:
                pass
        if space.endswith("#") and _SHARED.fullmatch(name):
            space = NAMED  # HGNC:11603 means the same in every file
        curie = _CURIE.fullmatch(name) if ":" in name and space == self._terms else None
        if curie and curie[1] in PREFIXES:
            return self._ox.NamedNode(PREFIXES[curie[1]] + quote_name(curie[2]))
        return self._ox.NamedNode(space + quote_name(name))

    def _literal(self, typed: Typed) -> ox.Literal:
        text, kind = typed
        if not kind or kind == "string":
            return self._ox.Literal(text)
        if kind.startswith("@"):
            return self._ox.Literal(text, language=kind[1:])
        return self._ox.Literal(text, datatype=self._ox.NamedNode(XSD + kind))

    def _fact(self, fact: GraphFact) -> Iterator[ox.Quad]:
        subject, predicate, value = self.resource(fact.node), self.term(fact.name), self._literal(fact.value)
        yield self._ox.Quad(subject, predicate, value)
        yield from self._stated(self._ox.Triple(subject, predicate, value), fact.attributes)

    def _node(self, node: GraphNode) -> Iterator[ox.Quad]:
        quad, subject = self._ox.Quad, self.resource(node.id)
        kinds = [self.term(kind) for kind in node.types]
        for kind in kinds:
            yield quad(subject, self.term(TYPE), kind)
        if len(node.type_labels) == len(kinds):
            for kind, label in zip(kinds, node.type_labels, strict=True):
                yield from self._named(kind, label)
        if node.label and (isinstance(subject, self._ox.BlankNode) or node.label != unlabelled(subject.value)):
            yield quad(subject, self.term(LABEL), self._ox.Literal(node.label))
        if not node.types and not node.label and not node.attributes:
            yield quad(subject, self.term(TYPE), self.term("node"))  # so that one that stands alone is not lost
        for name, typed in node.attributes.items():
            if typed[0] != "":
                yield quad(subject, self.term(name), self._literal(typed))

    def _named(self, term: ox.NamedNode, label: str) -> Iterator[ox.Quad]:
        """The label of a relation or a class, once, where it is not what its IRI calls it."""
        if label and term.value not in self._told:
            self._told.add(term.value)
            if not term.value.startswith(WM) and label != unlabelled(term.value):
                yield self._ox.Quad(term, self.term(LABEL), self._ox.Literal(label))

    def _called(self, node: ox.NamedNode | ox.BlankNode, name: str) -> Iterator[ox.Quad]:
        """The name of a node as its label, where it is one of words and its IRI would be read otherwise."""
        if (
            " " in name
            and _KEYED not in name
            and isinstance(node, self._ox.NamedNode)
            and unlabelled(node.value) != name
        ):
            yield self._ox.Quad(node, self.term(LABEL), self._ox.Literal(name))

    def _edge(self, edge: GraphEdge) -> Iterator[ox.Quad]:
        relation = self.term(edge.relation or edge.label or LINK)
        ends = self.resource(edge.source), self.resource(edge.target)
        yield from self._named(relation, edge.label if edge.relation else "")
        for end, name in zip(ends, (edge.source, edge.target), strict=True):
            yield from self._called(end, name)
        said = {name: typed for name, typed in edge.attributes.items() if typed[0] != ""}
        graph = said.pop("graph", None)
        if "speaker" in said and "saidBy" in said:
            said["saidBy"] = said.pop("speaker")  # whom the name means
        default: list[ox.NamedNode | ox.DefaultGraph] = [self._ox.DefaultGraph()]
        for place in [self._iri(one, self._terms) for one in graph[0].split("; ")] if graph else default:
            yield self._ox.Quad(ends[0], relation, ends[1], place)
        yield from self._stated(self._ox.Triple(ends[0], relation, ends[1]), said)

    def _stated(self, triple: ox.Triple, said: Mapping[str, Typed]) -> Iterator[ox.Quad]:
        """A statement about a triple, where anything is said of it."""
        if said:
            statement = self._ox.BlankNode(f"e{self._statements}")
            self._statements += 1
            yield self._ox.Quad(statement, self.term(RDF + "reifies"), triple)
            for name, typed in said.items():
                yield from self._said(statement, name, typed)

    def _said(self, statement: ox.BlankNode, name: str, typed: Typed) -> Iterator[ox.Quad]:
        """One thing that an edge carries: what ``export`` writes as what it was, all else as a qualifier."""
        if name == "evidence":
            for one in typed[0].split("; "):
                yield from self._evidence(statement, one)
            return
        for predicate, value in self._marks(name, typed):
            yield self._ox.Quad(statement, predicate, value)
            if name == "saidBy" and isinstance(value, self._ox.NamedNode):
                yield from self._called(value, local_name(value.value))

    def _marks(
        self, name: str, typed: Typed
    ) -> Iterator[tuple[ox.NamedNode, ox.NamedNode | ox.BlankNode | ox.Literal]]:
        text, literal = typed[0], self._ox.Literal
        match name:
            case "time":
                for role, date in _times(text):
                    yield self.term(WM + role), literal(date)
            case "status":
                yield from ((self.term(WM + "status"), self._status(one)) for one in text.split("; "))
            case "saidBy":
                yield from ((self.term(WM + "saidBy"), self.resource(one)) for one in text.split("; "))
            case "inferred" | "listOpen":
                yield self.term(WM + name), self._literal((text, "boolean"))
            case "note":
                yield self.term(WM + "note"), literal(text)
            case "qualifiers":
                for one in text.split("; "):
                    label, _, value = one.partition(": ")
                    yield self.term(label), literal(value)
            case _:
                yield self.term(name), self._literal(typed)

    def _evidence(self, statement: ox.BlankNode, text: str) -> Iterator[ox.Quad]:
        quad, passage = self._ox.Quad, _PASSAGE.fullmatch(text)
        if passage is None:
            cited = self._iri(text, self._space) if is_absolute(text) else self._ox.Literal(text)
            yield quad(statement, self.term(WM + "evidence"), cited)
            return
        place = self._ox.BlankNode(f"p{self._passages}")
        self._passages += 1
        yield quad(statement, self.term(WM + "evidence"), place)
        yield quad(place, self.term(WM + "document"), self._iri(passage[1], self._space))
        for role, number in (("start", passage[2]), ("end", passage[3])):
            yield quad(place, self.term(WM + role), self._literal((number, "integer")))

    def _status(self, label: str) -> ox.NamedNode:
        """The status of a label, in any of the vocabulary's languages."""
        if is_absolute(label):
            return self._iri(label, self._terms)
        from wenmai.names.vocabulary import vocabulary_labels

        for iri, labels in vocabulary_labels().items():
            if label in labels.values() and local(iri)[:1].isupper():
                return self._ox.NamedNode(iri)
        return self.term(label)


def local(iri: str) -> str:
    """What follows the last colon of an IRI."""
    return iri.rpartition(":")[2]


def quote_name(name: str) -> str:
    """A name as the last part of an IRI, so that it is read again as it was.

    >>> quote_name("AC/DC"), quote_name("Ada 洛夫莱斯")
    ('AC%2FDC', 'Ada%20洛夫莱斯')
    """
    return _RESERVED.sub(lambda found: quote(found[0], safe="", errors="replace"), name)


def _times(text: str) -> list[tuple[str, str]]:
    """A time in EDTF as what a statement says: when, or since and until.

    >>> _times("2017/.."), _times("2021-11-15")
    ([('since', '2017')], [('when', '2021-11-15')])
    """
    since, interval, until = text.partition("/")
    if not interval:
        return [("when", text)]
    return [(role, date) for role, date in (("since", since), ("until", until)) if date not in ("", "..")]
