"""Networks as plain text: GML and Pajek, read in pieces.

GML (Himsolt 1997, *GML: A portable Graph File Format*): nested lists of keys and values, of which ``graph``, ``node`` and ``edge`` are
read; how a node is drawn is left out. Pajek (Batagelj and Mrvar, *Pajek: reference manual*): numbered vertices with names, then arcs
and edges, as pairs with weights or as lists.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from html import unescape
from typing import TYPE_CHECKING

from wenmai.errors import GraphSyntaxError, InputError
from wenmai.reading.networks.elements import GraphEdge, GraphNode, drawn_among, looks_like

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wenmai.reading.networks.elements import Typed

MOST_LINE = 1 << 24
MOST_DEEP = 1_000
"""How deep lists of GML are nested at most."""

MOST_SAID = 100_000
"""How many values a node or an edge has at most."""

_TOKEN = re.compile(r'"([^"]*)"|([\[\]])|([^\s\[\]"#]+)|(#[^\n]*)')
_NAMED = re.compile(r'\s*(\d+)\s+(?:"((?:[^"\\]|\\.)*)"|(\S+))?')
_RELATIONS = ("relation", "relationship", "predicate", "interaction", "type", "label", "name")


def _texts(pieces: Iterable[bytes], name: str) -> Iterator[str]:
    """The text line by line; what is not UTF-8 is read as Latin-1, as GML was meant."""
    decode, rest, number = getincrementaldecoder("utf-8")("strict").decode, "", 0
    for piece in pieces:
        try:
            text = decode(piece)
        except UnicodeDecodeError:
            decode = getincrementaldecoder("latin-1")().decode
            text = decode(piece)
        *lines, rest = (rest + text).replace("\r\n", "\n").split("\n")
        if len(rest) > MOST_LINE or any(len(line) > MOST_LINE for line in lines):
            raise InputError(f"{name} has a line of more than 16 MiB after line {number:,}, which no network has")
        number += len(lines)
        yield from lines
    yield rest


class _List:
    """A list of GML being read: its key, and what it says."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.said: dict[str, str] = {}
        self.quoted: set[str] = set()


def read_gml(pieces: Iterable[bytes], name: str) -> Iterator[GraphNode | GraphEdge]:
    """The elements of a network in GML.

    Raises:
        GraphSyntaxError: a bracket or a quotation mark has no end, an edge lacks one of its ends.
    """
    stack, key = [_List("")], ""
    for number, text, quoted in _tokens(pieces, name):
        if text == "[" and not quoted:
            stack.append(_List(key))
            if len(stack) > MOST_DEEP:
                raise GraphSyntaxError(
                    name, f"lists are nested more than {MOST_DEEP:,} deep (read as GML)", line=number
                )
            key = ""
        elif text == "]" and not quoted:
            if len(stack) == 1:
                raise GraphSyntaxError(name, "this bracket ends nothing (read as GML)", line=number)
            closed = stack.pop()
            if closed.key in ("node", "edge") and stack[-1].key == "graph":
                yield _node(closed, name, number) if closed.key == "node" else _edge(closed, name, number)
            key = ""
        elif key:
            _say(stack[-1], key, text, quoted=quoted)
            key = ""
        else:
            key = text
    if len(stack) > 1:
        raise GraphSyntaxError(name, f"the list {stack[-1].key!r} has no end (read as GML)")


def _say(holder: _List, key: str, text: str, *, quoted: bool) -> None:
    if len(holder.said) < MOST_SAID:
        holder.said[key] = f"{holder.said[key]}\n{text}" if key in holder.said else text
        if quoted:
            holder.quoted.add(key)


def _tokens(pieces: Iterable[bytes], name: str) -> Iterator[tuple[int, str, bool]]:
    """Every token with its line, and whether it stood in quotation marks; a text may go over several lines."""
    held, began = "", 0
    number = 0
    for number, line in enumerate(_texts(pieces, name), 1):
        if not held and line.lstrip().startswith("#"):
            continue
        text = f"{held}\n{line}" if held else line
        if text.count('"') % 2:
            if len(text) > MOST_LINE:
                raise GraphSyntaxError(
                    name, "a text of more than 16 MiB has no end (read as GML)", line=began or number
                )
            began = began or number
            held = text
            continue
        for found in _TOKEN.finditer(text):
            if found[4] is None:
                yield number, unescape(found[1]) if found[1] is not None else found[0], found[1] is not None
        held, began = "", 0
    if held:
        raise GraphSyntaxError(name, "a text that begins here has no end (read as GML)", line=began)


def _node(closed: _List, name: str, line: int) -> GraphNode:
    said = dict(closed.said)
    identity = said.pop("id", "")
    if not identity:
        raise GraphSyntaxError(name, "this node has no id (read as GML)", line=line)
    label = said.pop("label", said.pop("name", ""))
    return GraphNode(identity, label if label != identity else "", (), _attributes(said, closed.quoted))


def _edge(closed: _List, name: str, line: int) -> GraphEdge:
    said = dict(closed.said)
    source, target = said.pop("source", ""), said.pop("target", "")
    if not (source and target):
        raise GraphSyntaxError(name, "this edge has no source or no target (read as GML)", line=line)
    said.pop("id", None)
    relation = next((said.pop(key) for key in _RELATIONS if key in closed.quoted and said.get(key, "").strip()), "")
    return GraphEdge(source, target, " ".join(relation.split()), "", _attributes(said, closed.quoted))


def _attributes(said: dict[str, str], quoted: set[str]) -> dict[str, Typed]:
    drawn = drawn_among(said)
    return {
        key: (text, "string" if key in quoted or "\n" in text else looks_like([text]))
        for key, text in said.items()
        if key not in drawn
    }


def read_pajek(pieces: Iterable[bytes], name: str) -> Iterator[GraphNode | GraphEdge]:
    """The elements of a network of Pajek; its vertices are called by their numbers.

    Raises:
        GraphSyntaxError: a line fits its part of the file not. InputError: it is a matrix.
    """
    part, kind = "", ""
    for number, raw in enumerate(_texts(pieces, name), 1):
        line = raw.strip().lstrip("\ufeff")
        if not line or line.startswith("%") or (line.startswith("#") and not part):
            continue
        if line.startswith("*"):
            part, kind = _part(line)
            if part == "matrix":
                raise InputError(
                    f"{name} is a matrix of Pajek; write it as a list of arcs: Network, Create, Arcs to list"
                )
        elif part == "vertices":
            yield _vertex(line, name, number)
        elif part in ("arcs", "edges"):
            yield _arc(line, kind, name, number)
        elif part in ("arcslist", "edgeslist"):
            first, *others = line.split()
            for other in others:
                yield GraphEdge(first, other, kind)
        elif not part:
            raise GraphSyntaxError(name, f"{line[:80]!r} stands before any part (read as Pajek)", line=number)


def _part(line: str) -> tuple[str, str]:
    """The part of a file that a line begins, and what its links are called."""
    word, _, rest = line[1:].strip().partition(" ")
    word = word.partition(":")[0].lower()
    found = re.search(r'"([^"]*)"', rest)
    known = {"intra": "arcs", "inter": "arcs", "links": "arcs", "bipartite": "arcs", "states": "other"}
    return known.get(word, word), found[1] if found else ""


def _vertex(line: str, name: str, number: int) -> GraphNode:
    found = _NAMED.match(line)
    if found is None:
        raise GraphSyntaxError(name, f"{line[:80]!r} is no vertex with its number (read as Pajek)", line=number)
    label = re.sub(r"\\(.)", r"\1", found[2]) if found[2] is not None else found[3] or ""
    return GraphNode(found[1], label if label != found[1] else "")


def _arc(line: str, kind: str, name: str, number: int) -> GraphEdge:
    cells = line.split()
    if len(cells) < 2 or not (cells[0].isdigit() and cells[1].isdigit()):
        raise GraphSyntaxError(name, f"{line[:80]!r} does not name two vertices (read as Pajek)", line=number)
    label = re.search(r'\bl\s+"([^"]*)"', line)
    weight = cells[2] if len(cells) > 2 and looks_like([cells[2]]) in ("integer", "decimal", "double") else ""
    said = {"weight": (weight, looks_like([weight]))} if weight and float(weight) != 1 else {}
    return GraphEdge(cells[0], cells[1], label[1] if label else kind, "", said)
