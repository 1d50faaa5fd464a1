"""GraphML and GEXF, element by element, so that a file of any size needs little memory.

GraphML 1.0 (Brandes, Eiglsperger, Lerner and Pich 2013, *Graph markup language*): declared attributes, nested graphs, hyperedges,
and what yEd writes as labels. GEXF 1.1 to 1.3 (gexf.net): attributes, kinds, weights, hierarchy, and when an edge held.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

from wenmai.errors import GraphSyntaxError
from wenmai.reading.networks.elements import GraphEdge, GraphNode, drawn_among

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from wenmai.reading.networks.elements import Typed

CONTAINS = "contains"
"""The relation of a node to those that are drawn in it."""

_RELATIONS = ("predicate", "relation", "relationship", "interaction", "kind", "label", "type", "name")
"""Attributes of an edge that say its relation, the best first."""

_LABELS = ("label", "name", "title", "Label")
_TYPES = ("type", "labels", "class", "category")
_KINDS = {
    "int": "integer", "integer": "integer", "long": "integer", "short": "integer", "byte": "integer", "float": "double",
    "double": "double", "boolean": "boolean", "string": "string", "anyURI": "anyURI", "biginteger": "integer",
    "bigdecimal": "decimal", "char": "string", "liststring": "string",
}  # fmt: skip


class Declared(NamedTuple):
    """An attribute as a file declares it: for ``node`` or ``edge``, its name, its XSD type, what it is where nothing is said."""

    domain: str
    name: str
    kind: str
    default: str = ""
    drawing: str = ""


class _Open:
    """An element being read: its name without prefix, its attributes, its text, and what its children have said."""

    def __init__(self, name: str, attributes: Mapping[str, str]) -> None:
        self.name, self.attributes = name, attributes
        self.text: list[str] = []
        self.said: dict[str, Typed] = {}
        self.label = ""
        self.ends: list[str] = []


class _Drawing:
    """Follows the XML of a drawing and gives its elements as they are complete."""

    def __init__(self) -> None:
        self.found: deque[GraphNode | GraphEdge] = deque()
        self.stack: list[_Open] = []
        self.declared: dict[tuple[str, str], Declared] = {}
        self._judged: tuple[int, frozenset[str]] = 0, frozenset()
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        element = _Open(name.rpartition(":")[2], attributes)
        self.opened(element)
        self.stack.append(element)

    def _end(self, _: str) -> None:
        element = self.stack.pop()
        self.closed(element, self.stack[-1] if self.stack else _Open("", {}))

    def _characters(self, text: str) -> None:
        if self.stack:
            self.stack[-1].text.append(text)

    def opened(self, element: _Open) -> None:
        """An element begins."""

    def closed(self, element: _Open, parent: _Open) -> None:
        """An element is complete."""

    def within(self, *names: str) -> _Open | None:
        """The innermost open element of some names."""
        return next((element for element in reversed(self.stack) if element.name in names), None)

    def defaults(self, domain: str, said: dict[str, Typed]) -> None:
        """Add what the file declares for attributes that an element says nothing of."""
        for one in self.declared.values():
            if one.default and one.domain in (domain, "all") and one.name not in said and not self.draws(one.name):
                said[one.name] = (one.default, one.kind)

    def draws(self, name: str) -> bool:
        """Whether an attribute only says how an element is drawn, by all that the file declares."""
        if len(self.declared) != self._judged[0]:
            self._judged = len(self.declared), drawn_among(one.name for one in self.declared.values())
        return name in self._judged[1] or name in drawn_among([name])

    def node(self, identity: str, label: str, said: dict[str, Typed], inside: str | None) -> None:
        """A node is complete."""
        named = label or next((said[name][0] for name in _LABELS if name in said), "")
        for name in _LABELS:
            if name in said and said[name][0] == named:
                del said[name]
        types = _types(said)
        labels = tuple(said.pop("typeLabel")[0].split("; ")) if "typeLabel" in said and types else ()
        self.found.append(GraphNode(identity, named, types, said, labels))
        if inside is not None:
            self.found.append(GraphEdge(inside, identity, CONTAINS))

    def edge(self, source: str, target: str, label: str, said: dict[str, Typed]) -> None:
        """An edge is complete."""
        relation = next((said.pop(name)[0] for name in _RELATIONS if name in said and said[name][0].strip()), "")
        if not relation:
            relation, label = label, ""
        elif "label" in said:
            label = said.pop("label")[0]
        self.found.append(
            GraphEdge(source, target, " ".join(relation.split()), "" if label == relation else label, said)
        )


def _types(said: dict[str, Typed]) -> tuple[str, ...]:
    """The classes that an attribute names: IRIs parted by spaces, or one name."""
    for name in _TYPES:
        if name in said and said[name][1] in ("string", ""):
            text = said.pop(name)[0]
            parts = text.split()
            return tuple(parts) if all(":" in part for part in parts) else (text,)
    return ()


class GraphML(_Drawing):
    """GraphML, with what yEd adds."""

    def opened(self, element: _Open) -> None:
        """Keys are known when they begin; an edge takes its ends from its attributes."""
        if element.name == "key":
            attributes = element.attributes
            name = attributes.get("attr.name") or attributes.get("id", "")
            kind = _KINDS.get(attributes.get("attr.type", "string"), "string")
            drawing = attributes.get("yfiles.type", "")
            key = attributes.get("id", "")
            for domain in ("node", "edge") if attributes.get("for", "all") == "all" else (attributes["for"],):
                self.declared[domain, key] = Declared(domain, name, kind, "", drawing)

    def closed(self, element: _Open, parent: _Open) -> None:
        """Take what an element says into what it belongs to."""
        text = "".join(element.text)
        match element.name:
            case "default" if parent.name == "key":
                for place, one in self.declared.items():
                    if place[1] == parent.attributes.get("id", ""):
                        self.declared[place] = one._replace(default=text.strip())
            case "data" if parent.name in ("node", "edge", "hyperedge"):
                self._data(element, parent, text)
            case "NodeLabel" | "EdgeLabel":
                holder = self.within("node", "edge")
                if holder is not None and not holder.label:
                    holder.label = " ".join(text.split())
            case "endpoint":
                parent.ends.append(element.attributes.get("node", ""))
            case "node" | "edge" | "hyperedge":
                self._complete(element)

    def _data(self, element: _Open, parent: _Open, text: str) -> None:
        domain = "node" if parent.name == "node" else "edge"
        one = self.declared.get((domain, element.attributes.get("key", "")))
        if one is not None and not one.drawing and one.name and not self.draws(one.name):
            parent.said[one.name] = text, one.kind

    def _complete(self, element: _Open) -> None:
        """A node, an edge, or the edges that a hyperedge is from its first end to the others."""
        said = element.said
        self.defaults("node" if element.name == "node" else "edge", said)
        if element.name == "node":
            outer = self.within("node")
            inside = outer.attributes.get("id") if outer else None
            self.node(element.attributes.get("id", ""), element.label, said, inside)
        elif element.name == "edge":
            source, target = (element.attributes.get(name, "") for name in ("source", "target"))
            self.edge(source, target, element.label, said)
        else:
            for end in element.ends[1:]:
                self.edge(element.ends[0], end, element.label, dict(said))


class GEXF(_Drawing):
    """GEXF of all its versions."""

    def opened(self, element: _Open) -> None:
        """Attributes are declared when they begin."""
        if element.name == "attribute":
            holder = self.within("attributes")
            domain = holder.attributes.get("class", "node") if holder else "node"
            kind = _KINDS.get(element.attributes.get("type", "string"), "string")
            identity = element.attributes.get("id", "")
            name = element.attributes.get("title") or identity
            self.declared[domain, identity] = Declared(domain, name, kind)

    def closed(self, element: _Open, parent: _Open) -> None:
        """Take what an element says into what it belongs to."""
        match element.name:
            case "default" if parent.name == "attribute":
                holder = self.within("attributes")
                place = (holder.attributes.get("class", "node") if holder else "node", parent.attributes.get("id", ""))
                self.declared[place] = self.declared[place]._replace(default="".join(element.text).strip())
            case "attvalue":
                self._value(element)
            case "node":
                outer = self.within("node")
                inside = element.attributes.get("pid") or (outer.attributes.get("id") if outer else None)
                self.defaults("node", element.said)
                said = element.said | self._lasted(element)
                self.node(element.attributes.get("id", ""), element.attributes.get("label", ""), said, inside)
            case "edge":
                self._edge(element)

    def _value(self, element: _Open) -> None:
        owner = self.within("node", "edge")
        if owner is not None:
            key = element.attributes.get("for") or element.attributes.get("id", "")
            one = self.declared.get((owner.name, key))
            name, kind = (one.name, one.kind) if one else (key, "string")
            if not self.draws(name):
                owner.said[name] = element.attributes.get("value", ""), kind

    def _edge(self, element: _Open) -> None:
        attributes, said = element.attributes, element.said
        self.defaults("edge", said)
        if attributes.get("kind") and "predicate" not in said:
            said["predicate"] = attributes["kind"], "string"
        weight = attributes.get("weight", "")
        if weight and weight not in ("1", "1.0") and "weight" not in said:
            said["weight"] = weight, "double"
        if "time" not in said and (lasted := self._lasted(element)):
            begin, end = (lasted.get(name, ("..", ""))[0] for name in ("start", "end"))
            said["time"] = f"{begin}/{end}", "string"
        self.edge(attributes.get("source", ""), attributes.get("target", ""), attributes.get("label", ""), said)

    def _lasted(self, element: _Open) -> dict[str, Typed]:
        return {name: (element.attributes[name], "string") for name in ("start", "end") if element.attributes.get(name)}


def read_drawing(pieces: Iterable[bytes], name: str, form: Callable[[], _Drawing]) -> Iterator[GraphNode | GraphEdge]:
    """The elements of a drawing.

    Raises:
        GraphSyntaxError: it is no well-formed XML, with line and column.
    """
    drawing = form()
    try:
        for piece in pieces:
            drawing.parser.Parse(piece, False)
            while drawing.found:
                yield drawing.found.popleft()
        drawing.parser.Parse(b"", True)
    except expat.ExpatError as error:
        said = expat.ErrorString(error.code)
        raise GraphSyntaxError(
            name, f"this is no well-formed XML: {said}", line=error.lineno, column=error.offset + 1
        ) from error
    yield from drawing.found
