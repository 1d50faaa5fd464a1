"""Tables of the Knowledge Graph Toolkit (Ilievski and others 2020, *KGTK: A Toolkit for Large Knowledge Graph Manipulation*).

An edge is ``node1``, ``label``, ``node2`` and an ``id``; an edge that begins at the id of another says something of that. A value of
``node2`` shows by its first character what it is: ``"text"``, ``'text'@en``, ``^1954-08-16T00:00:00Z/11`` (a day, by the precisions
of Wikidata), ``+1.96Q11573`` or ``108minute``; all else is a node.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from wenmai.reading.networks.elements import GraphEdge, GraphFact, GraphNode, looks_like
from wenmai.terms import LABEL, RDFS, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wenmai.reading.networks.elements import Typed

MOST_HELD = 1_000_000
"""How many edges with an id are held, for those that say something of them."""

_KNOWN = {
    "label": LABEL, "P31": TYPE, "instance_of": TYPE, "isa": TYPE, "alias": "http://www.w3.org/2004/02/skos/core#altLabel",
    "description": RDFS + "comment", "P279": RDFS + "subClassOf", "subclass_of": RDFS + "subClassOf",
}  # fmt: skip
_TEXT = re.compile(r"\"(.*)\"|'(.*)'", re.DOTALL)
_TONGUED = re.compile(r"(?:\"(.*)\"|'(.*)')@([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)", re.DOTALL)
_TIME = re.compile(r"\^([-+]?\d{4,}-\d\d-\d\d)(T\d\d:\d\d:\d\d(?:\.\d+)?Z?)?(?:/(\d+))?")
_AMOUNT = re.compile(r"([+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?:\[[^\]]*\])?([A-Za-z]\w*)?")
_ESCAPES = re.compile(r"\\([|\"'\\])")


class EdgePlaces(NamedTuple):
    """Where the columns of such a table stand; ``rest`` are others with their names."""

    node1: int
    label: int
    node2: int
    id: int | None
    rest: tuple[tuple[int, str], ...]


def find_places(header: list[str]) -> EdgePlaces | None:
    """The columns of a table of KGTK; ``None`` for any other.

    >>> find_places(["id", "node1", "label", "node2"])
    EdgePlaces(node1=1, label=2, node2=3, id=0, rest=())
    """
    names = [name.strip() for name in header]
    if not {"node1", "label", "node2"} <= set(names):
        return None
    node1, label, node2 = own = (names.index("node1"), names.index("label"), names.index("node2"))
    place = names.index("id") if "id" in names else None
    rest = tuple((at, name) for at, name in enumerate(names) if at not in (*own, place) and name)
    return EdgePlaces(node1, label, node2, place, rest)


def read_edges(rows: Iterable[list[str]], places: EdgePlaces) -> Iterator[GraphNode | GraphEdge | GraphFact]:
    """The elements of a table of KGTK; what says something of an edge comes after it."""
    held: dict[str, GraphEdge | GraphFact] = {}
    for row in rows:
        if len(row) <= max(places[:3]):
            continue
        node1, label, node2 = (row[place].strip() for place in places[:3])
        if not (node1 and label and node2):
            continue
        told = held.get(node1)
        if told is not None:
            value = typed_value(node2)
            name = f"{label} ({value[2]})" if value and value[2] else label
            yield told._replace(attributes={name: value[:2] if value else (node2, "string")})
            continue
        said = {name: (row[at], looks_like([row[at]])) for at, name in places.rest if at < len(row) and row[at]}
        element = _element(node1, label, node2, said)
        yield element
        identity = row[places.id] if places.id is not None and places.id < len(row) else ""
        if identity and len(held) < MOST_HELD and not isinstance(element, GraphNode):
            held[identity] = element


def _element(node1: str, label: str, node2: str, said: dict[str, Typed]) -> GraphNode | GraphEdge | GraphFact:
    value, relation = typed_value(node2), _KNOWN.get(label, label)
    if value is None and relation == LABEL:
        return GraphNode(node1, node2)
    if value is None:
        return GraphEdge(node1, node2, relation, "", said)
    text, kind, unit = value
    return GraphFact(node1, relation, (text, kind), said | ({"unit": (unit, "string")} if unit else {}))


def typed_value(text: str) -> tuple[str, str, str] | None:
    """A value with its type and its unit; ``None`` for a node.

    >>> typed_value("^1954-08-16T00:00:00Z/11"), typed_value("108minute"), typed_value("'Notes'@en"), typed_value("film")
    (('1954-08-16', 'date', ''), ('108', 'integer', 'minute'), ('Notes', '@en', ''), None)
    """
    if found := _TONGUED.fullmatch(text):
        return _plain(found[1] or found[2] or ""), f"@{found[3]}", ""
    if found := _TEXT.fullmatch(text):
        return _plain(found[1] or found[2] or ""), "string", ""
    if found := _TIME.fullmatch(text):
        return _time(found[1].removeprefix("+"), found[2] or "", found[3] or "")
    if found := _AMOUNT.fullmatch(text):
        return found[1].removeprefix("+"), looks_like([found[1].removeprefix("+")]), found[2] or ""
    return None


def _time(day: str, clock: str, precision: str) -> tuple[str, str, str]:
    """A time as exact as its precision: 9 is a year, 10 a month, 11 a day."""
    year, month, _ = day.rsplit("-", 2)
    if precision == "9":
        return year, "gYear", ""
    if precision == "10":
        return f"{year}-{month}", "gYearMonth", ""
    midnight = clock.strip("TZ") in ("", "00:00:00")
    return (day, "date", "") if midnight or precision == "11" else (day + clock, "dateTime", "")


def _plain(text: str) -> str:
    return _ESCAPES.sub(r"\1", text)
