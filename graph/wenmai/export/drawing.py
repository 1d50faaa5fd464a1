"""Writing for programs that draw: GraphML, GEXF (Gephi), Cytoscape JSON."""

from __future__ import annotations

import json
import re
from math import isfinite
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from wenmai import network
from wenmai.languages import counted
from wenmai.names import vocabulary
from wenmai.rendering.marks import COLUMNS
from wenmai.system.files import write_lines
from wenmai.writing.blank import name_blanks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import BinaryIO

    from wenmai.export.choice import Choice
    from wenmai.network import LinkRow, NodeRow, Scalar

PALETTE = (
    "#4e79a7", "#f28e2b", "#59a14f", "#b07aa1", "#e15759", "#76b7b2", "#edc948", "#9c755f", "#ff9da7", "#86bcb6",
    "#d37295", "#8cd17d", "#499894", "#d4a6c8", "#a0cbe8",
)  # fmt: skip
"""Colours of classes, the most frequent class first."""

OTHER = "#bab0ac"
"""The colour of what has no class, or one beyond the palette."""

MOST_PLACED = 5_000
"""Above this many nodes no positions are computed: Gephi and Cytoscape lay out larger graphs themselves."""

_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""

_BLANK = re.compile(r"_:[^\s;]+")
EDGE_COLUMNS = ("predicate", "label", "time", "evidence", *COLUMNS)


class Cell(NamedTuple):
    """An attribute: its ``value``, and the ``text`` by which the graph writes it (``1.10`` for 1.1)."""

    value: Scalar
    text: str

    @classmethod
    def of(cls, value: Scalar) -> Cell:
        """A cell whose text is that of its value."""
        return cls(value, str(value).lower() if isinstance(value, bool) else str(value))

    @property
    def java(self) -> str:
        """The text as Java reads it, which GraphML, GEXF and Neo4j go by: booleans in words, infinity in full."""
        if isinstance(self.value, float) and not isfinite(self.value):
            return str(self.value).replace("inf", "Infinity").replace("nan", "NaN")
        return str(self.value).lower() if isinstance(self.value, bool) else self.text


class Element(NamedTuple):
    """A node or an edge as these formats have it; ``source`` and ``target`` are empty for a node."""

    id: str
    source: str
    target: str
    values: dict[str, Cell]


class Drawing(NamedTuple):
    """Everything these formats need: nodes, edges, and for each node its colour, size and (perhaps) place."""

    nodes: list[Element]
    edges: list[Element]
    colours: dict[str, str]
    sizes: dict[str, float]
    places: dict[str, tuple[int, int]]


def draw(choice: Choice, language: str, notices: list[str], *, looks: bool = True) -> Drawing:
    """The part as elements, and with ``looks`` the colour by class, size by links, and a place."""
    rows, links = _rows(choice, language)
    nodes = [Element(node.iri, "", "", _cells(node, choice, language)) for node in rows]
    classes = {node.iri: node.types[0] if node.types else "" for node in rows}
    edges = [
        Element(
            f"e{number}",
            link.subject,
            link.object,
            {name: Cell.of(value) for name, value in network.link_attributes(link).items()},
        )
        for number, link in enumerate(links)
    ]
    if not looks:
        return Drawing(nodes, edges, {}, {}, {})
    return Drawing(nodes, edges, _colours(classes), _sizes(nodes, edges), _places(nodes, edges, notices))


def _rows(choice: Choice, language: str) -> tuple[list[NodeRow], list[LinkRow]]:
    """The nodes and links of the part, blank nodes named by what is said of them, in the order of these names."""
    nodes = list(network.node_rows(choice.source, choice.part, language=language))
    links = list(network.link_rows(choice.source, choice.part, language=language))
    if not any(node.iri.startswith("_:") for node in nodes):
        return nodes, links
    names = {f"_:{old}": f"_:{new}" for old, new in name_blanks(choice.quads()).items()}

    def name(iri: str) -> str:
        return names.get(iri, iri)

    nodes = [
        node._replace(iri=name(node.iri), label=name(node.label), types=tuple(sorted(map(name, node.types))))
        for node in nodes
    ]
    links = [
        link._replace(
            subject=name(link.subject),
            object=name(link.object),
            evidence=tuple(one._replace(document=name(one.document)) for one in link.evidence),
            said=tuple((column, _BLANK.sub(lambda found: name(found[0]), text)) for column, text in link.said),
        )
        for link in links
    ]
    return sorted(nodes), sorted(links, key=lambda link: (link.subject, link.predicate, link.object))


def _cells(node: NodeRow, choice: Choice, language: str) -> dict[str, Cell]:
    """What a node carries, its numbers as the graph writes them."""
    found = {name: Cell.of(value) for name, value in network.attributes(node).items()}
    if node.types:
        index = choice.source.index
        found["typeLabel"] = Cell.of("; ".join(vocabulary.label(index, one, language) for one in node.types))
    for predicate, value in node.literals:
        name = network.attribute_name(predicate)
        if not isinstance(found[name].value, str):  # one value alone is a number or a truth
            found[name] = Cell(found[name].value, value.value)
    return found


def _colours(classes: dict[str, str]) -> dict[str, str]:
    """A colour for each node by its class: the most frequent classes first, ties by name."""
    from collections import Counter

    counts = Counter(kind for kind in classes.values() if kind)
    order = sorted(counts, key=lambda kind: (-counts[kind], kind))
    colour = dict(zip(order, PALETTE, strict=False))
    return {iri: colour.get(kind, OTHER) for iri, kind in classes.items()}


def _sizes(nodes: Iterable[Element], edges: Iterable[Element]) -> dict[str, float]:
    """A size between 8 and 60 that grows with the square root of the number of links."""
    links = dict.fromkeys((node.id for node in nodes), 0)
    for edge in edges:
        links[edge.source] += 1
        links[edge.target] += 1
    return {iri: round(min(60.0, 8 + 4 * count**0.5), 1) for iri, count in links.items()}


def _places(nodes: Sequence[Element], edges: Iterable[Element], notices: list[str]) -> dict[str, tuple[int, int]]:
    """Where the layout puts each node; it hangs on the numbers of the nodes, so their order must be fixed."""
    from wenmai.view import layout

    if len(nodes) > MOST_PLACED:
        notices.append(
            f"no positions are written for more than {MOST_PLACED:,} nodes; lay the graph out in the program"
        )
        return {}
    number = {node.id: place for place, node in enumerate(nodes)}
    pairs = [(number[edge.source], number[edge.target]) for edge in edges]
    found = layout.positions(len(nodes), pairs)
    return {node.id: found[number[node.id]] for node in nodes}


class _Xml:
    """Text for XML 1.0: what it cannot hold becomes U+FFFD and is counted."""

    def __init__(self) -> None:
        self.replaced = 0

    def __call__(self, text: str) -> str:
        fit, count = _UNFIT.subn("\ufffd", text)
        self.replaced += bool(count)
        return fit

    def text(self, text: str) -> str:
        # A bare carriage return is read as a line feed (XML 1.0, 2.11).
        return escape(self(text), {"\r": "&#13;"})

    def attribute(self, text: str) -> str:
        return quoteattr(self(text))

    def say(self, name: str, notices: list[str]) -> None:
        if self.replaced:
            notices.append(
                f"{name} cannot hold control characters: in {counted(self.replaced, 'values')} they became U+FFFD"
            )


def columns(elements: Iterable[Element]) -> dict[str, str]:
    """The columns of the elements in order, ``label`` and ``type`` first, each ``string``, ``long``, ``double`` or ``boolean``.

    A column whose values differ in type is a string.
    """
    kinds: dict[str, set[str]] = {}
    for element in elements:
        for name, value in element.values.items():
            kinds.setdefault(name, set()).add(_kind(value.value))
    first = ("label", "type", "typeLabel", *EDGE_COLUMNS)
    order = sorted(kinds, key=lambda name: (first.index(name) if name in first else len(first), name))
    return {name: _common(kinds[name]) for name in order}


def _kind(value: Scalar) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "long" if -(2**63) <= value < 2**63 else "string"
    return "double" if isinstance(value, float) else "string"


def _common(kinds: set[str]) -> str:
    if len(kinds) == 1:
        return next(iter(kinds))
    return "double" if kinds == {"long", "double"} else "string"


def write_graphml(stream: BinaryIO, choice: Choice, language: str, notices: list[str]) -> None:
    """GraphML 1.0: attributes with their types; node ids are IRIs, edges are numbered ``e0`` and so on."""
    drawing, xml = draw(choice, language, notices, looks=False), _Xml()
    write_lines(stream, _graphml(drawing, xml))
    xml.say("GraphML", notices)


def _graphml(drawing: Drawing, xml: _Xml) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    keys = {}
    for domain, elements, letter in (("node", drawing.nodes, "n"), ("edge", drawing.edges, "k")):
        for number, (name, kind) in enumerate(columns(elements).items()):
            keys[domain, name] = f"{letter}{number}"
            yield f'  <key id="{letter}{number}" for="{domain}" attr.name={xml.attribute(name)} attr.type="{kind}"/>'
    yield '  <graph id="G" edgedefault="directed">'
    for node in drawing.nodes:
        yield f"    <node id={xml.attribute(node.id)}>"
        yield from _data(node, "node", keys, xml)
        yield "    </node>"
    for edge in drawing.edges:
        yield (f'    <edge id="{edge.id}" source={xml.attribute(edge.source)} target={xml.attribute(edge.target)}>')
        yield from _data(edge, "edge", keys, xml)
        yield "    </edge>"
    yield "  </graph>"
    yield "</graphml>"


def _data(element: Element, domain: str, keys: dict[tuple[str, str], str], xml: _Xml) -> Iterator[str]:
    for name, value in element.values.items():
        yield f'      <data key="{keys[domain, name]}">{xml.text(value.java)}</data>'


def write_gexf(stream: BinaryIO, choice: Choice, language: str, notices: list[str]) -> None:
    """GEXF 1.3, as Gephi opens it: labels, types, colours by class, sizes by links, positions."""
    drawing, xml = draw(choice, language, notices), _Xml()
    write_lines(stream, _gexf(drawing, xml))
    xml.say("GEXF", notices)


def _gexf(drawing: Drawing, xml: _Xml) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">'
    yield '  <graph mode="static" defaultedgetype="directed" idtype="string">'
    numbers: dict[tuple[str, str], int] = {}
    for domain, elements in (("node", drawing.nodes), ("edge", drawing.edges)):
        yield f'    <attributes class="{domain}" mode="static">'
        for number, (name, kind) in enumerate(columns(elements).items()):
            numbers[domain, name] = number
            yield f'      <attribute id="{number}" title={xml.attribute(name)} type="{kind}"/>'
        yield "    </attributes>"
    yield "    <nodes>"
    for node in drawing.nodes:
        yield from _gexf_node(node, drawing, numbers, xml)
    yield "    </nodes>"
    yield "    <edges>"
    for edge in drawing.edges:
        ends = f"source={xml.attribute(edge.source)} target={xml.attribute(edge.target)}"
        kind, label = (xml.attribute(edge.values[name].text) for name in ("predicate", "label"))
        yield f'      <edge id="{edge.id}" {ends} label={label} kind={kind}>'
        yield from _attvalues(edge, "edge", numbers, xml)
        yield "      </edge>"
    yield "    </edges>"
    yield "  </graph>"
    yield "</gexf>"


def _gexf_node(node: Element, drawing: Drawing, numbers: dict[tuple[str, str], int], xml: _Xml) -> Iterator[str]:
    yield f"      <node id={xml.attribute(node.id)} label={xml.attribute(node.values['label'].text)}>"
    yield from _attvalues(node, "node", numbers, xml)
    red, green, blue = (int(drawing.colours[node.id][at : at + 2], 16) for at in (1, 3, 5))
    yield f'        <viz:color r="{red}" g="{green}" b="{blue}"/>'
    yield f'        <viz:size value="{drawing.sizes[node.id]}"/>'
    if node.id in drawing.places:
        x, y = drawing.places[node.id]
        yield f'        <viz:position x="{x}.0" y="{-y}.0" z="0.0"/>'
    yield "      </node>"


def _attvalues(element: Element, domain: str, numbers: dict[tuple[str, str], int], xml: _Xml) -> Iterator[str]:
    yield "        <attvalues>"
    for name, value in element.values.items():
        yield f'          <attvalue for="{numbers[domain, name]}" value={xml.attribute(value.java)}/>'
    yield "        </attvalues>"


def write_cytoscape(stream: BinaryIO, choice: Choice, language: str, notices: list[str]) -> None:
    """Cytoscape JSON (``.cyjs``): Cytoscape opens it, and Cytoscape.js takes its ``elements``; colours and places with it."""
    drawing, json_value = draw(choice, language, notices), _Json()
    nodes: list[dict[str, Any]] = []
    for node in drawing.nodes:
        values = {name: json_value(cell) for name, cell in node.values.items()}
        values |= {"colour": drawing.colours[node.id], "size": drawing.sizes[node.id]}
        entry: dict[str, Any] = {"data": {"id": node.id, "name": node.values["label"].text, **values}}
        if node.id in drawing.places:
            x, y = drawing.places[node.id]
            entry["position"] = {"x": x, "y": y}
        nodes.append(entry)
    edges = [
        {
            "data": {
                "id": edge.id,
                "source": edge.source,
                "target": edge.target,
                "interaction": edge.values["label"].text,
                **{name: cell.text for name, cell in edge.values.items()},
            }
        }
        for edge in drawing.edges
    ]
    document = {
        "format_version": "1.0",
        "generated_by": "wenmai",
        "target_cytoscapejs_version": "~3.30",
        "data": {"name": "wenmai"},
        "elements": {"nodes": nodes, "edges": edges},
    }
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
    stream.write(text.encode("utf-8", "replace") + b"\n")
    json_value.say(notices)


class _Json:
    """Values for JSON, which has no infinity and no NaN: they become the text that the graph has, and are counted."""

    def __init__(self) -> None:
        self.written = 0

    def __call__(self, cell: Cell) -> Scalar:
        if isinstance(cell.value, float) and not isfinite(cell.value):
            self.written += 1
            return cell.text
        return cell.value

    def say(self, notices: list[str]) -> None:
        if self.written:
            notices.append(f"JSON has no numbers INF and NaN; as text: {counted(self.written, 'values')}")
