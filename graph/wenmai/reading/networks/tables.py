"""Tables of edges and of nodes: CSV, TSV and lists parted by spaces, in any usual encoding, read line by line.

The header says which it is (:data:`ENDS`, :data:`RELATIONS`, :data:`IDS`): two ends make edges, an id makes nodes, Neo4j's
``:START_ID`` and ``_start`` are ends too. Without a header a list of two columns is edges; of three, the third is a weight if
it is a number and the middle one a name of the kind of the first, else the middle one is the relation (head, relation, tail).
"""

from __future__ import annotations

import csv
import re
from ast import literal_eval
from codecs import getincrementaldecoder
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from wenmai.errors import GraphSyntaxError, InputError
from wenmai.reading.encoding import guess_encoding
from wenmai.reading.networks.elements import GraphEdge, GraphNode, looks_like

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wenmai.reading.networks.elements import Typed

SOURCES = (
    "subject", "source", "from", "src", "start", "head", "start_id", "_start", "source_id", "from_id", "node1", "u", "s",
    "源", "起点", "主体", "主语", "头实体", "来源",
)  # fmt: skip
TARGETS = (
    "object", "target", "to", "dst", "dest", "destination", "end", "tail", "end_id", "_end", "target_id", "to_id", "node2",
    "v", "o", "目标", "终点", "客体", "宾语", "尾实体", "去向",
)  # fmt: skip
RELATIONS = (
    "predicate", "relation", "relationship", "rel", "property", "interaction", "edge", "edge_type", "_type", "type", "label",
    "p", "关系", "谓词", "联系",
)  # fmt: skip
IDS = ("iri", "id", "_id", "node", "node_id", "uri", "key", "编号", "标识")
LABELS = ("label", "name", "title", "名称", "名字", "标签")
TYPES = ("type", "class", "category", "kind", "_labels", "labels", "类型", "类别")

MOST_LINE = 1 << 24
"""How long a line may be, in characters."""

MOST_SEEN = 100_000
"""How much of a line is looked at to find out how a table is written."""

SAMPLE = 200
"""How many rows say what a column holds."""

_DELIMITERS = (",", "\t", ";", "|")
_TYPES = {
    "int": "integer", "integer": "integer", "long": "integer", "short": "integer", "byte": "integer", "float": "double",
    "double": "double", "boolean": "boolean", "date": "date", "datetime": "dateTime", "localdatetime": "dateTime",
}  # fmt: skip
"""What Neo4j's headers declare."""

_WAYS = ("directed", "undirected", "mutual")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_ATTRIBUTES = re.compile(r"\{.*\}\s*$")


class Columns(NamedTuple):
    """Which column is what, by its place; ``rest`` are the attributes: place, name and declared type."""

    source: int | None = None
    target: int | None = None
    relation: int | None = None
    id: int | None = None
    label: int | None = None
    types: int | None = None
    type_labels: int | None = None
    rest: tuple[tuple[int, str, str], ...] = ()

    @property
    def edges(self) -> bool:
        """Whether rows may be edges."""
        return self.source is not None and self.target is not None


class TableShape(NamedTuple):
    """How a table is written: its delimiter (``" "``: any white space), its columns, whether the first row is a header."""

    delimiter: str
    columns: Columns
    header: bool


def find_shape(text: str, ending: str = "") -> TableShape | None:
    r"""How a table that begins with ``text`` is written; ``None`` where it is none of edges or nodes.

    >>> find_shape("source,relation,target\\nAda,wrote,Notes\\n").columns[:3]
    (0, 2, 1)
    """
    lines = [
        line[:MOST_SEEN].rstrip("\r")
        for line in text.split("\n")[:SAMPLE]
        if line.strip() and not line.startswith(("#", "%"))
    ]
    if not lines:
        return None
    for delimiter in ("\t",) if ending in ("tsv", "tab") else _DELIMITERS:
        rows = list(csv.reader(lines, delimiter=delimiter))
        if len(rows[0]) > 1 and (columns := read_header(rows[0])):
            return TableShape(delimiter, columns, header=True)
    if ending in ("csv", "json"):  # a table of a program has a header
        return None
    for delimiter in ("\t", " ") if ending not in ("tsv", "tab") else ("\t",):
        rows = [_split(line, delimiter) for line in lines]
        if len(rows[0]) > 1 and (columns := read_header(rows[0])):
            return TableShape(delimiter, columns, header=True)
        found = _bare(rows, sure=ending in LISTS)
        if found is not None:
            return TableShape(delimiter, found, header=False)
    return None


LISTS = ("edgelist", "edges", "el", "wel", "weighted", "tsv", "tab")
"""Endings of lists of edges without a header."""


def _bare(rows: list[list[str]], *, sure: bool) -> Columns | None:
    """The columns of a list of edges without a header; where its ending does not say so, its rows must be plain numbers."""
    if len(rows[0]) == 1 and rows[0][0].isdigit() and len(rows) > 1:
        rows = rows[1:]  # how many nodes there are, as some programs write first
    cells = [cell for row in rows for cell in row if not _ATTRIBUTES.match(cell)]
    widths = {len(row) for row in rows}
    regular = len(widths) == 1 and all(cells) and (len(rows) > 1 or sure) and not _has_unknown_header(rows)
    if not regular or not (sure or all(map(_NUMBER.fullmatch, cells))):
        return None
    if widths == {2}:
        return Columns(0, 1)
    if widths == {4} and all(map(_NUMBER.fullmatch, cells)):
        return Columns(0, 1, rest=((2, "weight", ""), (3, "timestamp", "")))
    return _three_columns(rows) if widths == {3} else None


def _has_unknown_header(rows: list[list[str]]) -> bool:
    """Whether the first row has names over columns of numbers."""
    first, *others = rows
    columns = ([row[place] for row in others] for place in range(len(first)))
    return bool(others) and any(
        not _NUMBER.fullmatch(name) and all(map(_NUMBER.fullmatch, column))
        for name, column in zip(first, columns, strict=True)
    )


def _three_columns(rows: list[list[str]]) -> Columns:
    """Whether the last of three columns is what an edge carries, or the middle one its relation."""
    if _ATTRIBUTES.match(rows[0][2]):
        return Columns(0, 1, rest=((2, "{}", ""),))
    first, middle, last = (all(_NUMBER.fullmatch(row[place]) for row in rows) for place in range(3))
    if last and (middle or not first):
        return Columns(0, 1, rest=((2, "weight", ""),))
    return Columns(0, 2, 1)


def read_header(row: Sequence[str]) -> Columns | None:
    """The columns that a header names; ``None`` where it names neither two ends nor an id."""
    names = [cell.strip().lstrip("\ufeff") for cell in row]
    plain, declared = zip(*map(_typed_name, names), strict=True)
    source, target = _place(plain, SOURCES), _place(plain, TARGETS)
    used = {source, target}
    if source is not None and target is not None:
        relation = _place(plain, RELATIONS)
        label = _place(plain, ("label", "_type"))
        label = None if label == relation else label
        node = _place(plain, ("_id",)) if "_start" in plain else None
        label = label if node is None else _place(plain, LABELS)
        kinds = _place(plain, ("_labels",))
        used |= {relation, label, node, kinds, *(_places(plain, ("id", "edge_id", "_id")))}
        rest = _rest(names, declared, used)
        return Columns(source, target, relation, node, label, kinds, None, rest)
    place = _place(plain, IDS)
    if place is None:
        return None
    label, kinds = _place(plain, LABELS), _place(plain, TYPES)
    kind_labels = _place(plain, ("typelabel", "_labels"))
    kind_labels = None if kind_labels == kinds else kind_labels
    rest = _rest(names, declared, {place, label, kinds, kind_labels})
    return Columns(None, None, None, place, label, kinds, kind_labels, rest)


def _rest(names: Sequence[str], declared: Sequence[str], used: set[int | None]) -> tuple[tuple[int, str, str], ...]:
    return tuple(
        (place, names[place].rpartition(":")[0] if declared[place] else names[place], _TYPES.get(declared[place], ""))
        for place in range(len(names))
        if place not in used and names[place] and not names[place].startswith(":")
    )


def _typed_name(name: str) -> tuple[str, str]:
    """The plain name of a column in lower case, and what Neo4j's header declares of it."""
    stem, colon, kind = name.lower().rpartition(":")
    kind = kind.partition("(")[0]
    special = {"start_id": "start_id", "end_id": "end_id", "type": "_type", "id": "id", "label": "_labels"}
    if colon and kind in special and (not stem or kind in ("id", "label")):
        return special[kind], kind
    if colon and kind.removesuffix("[]") in (*_TYPES, "string", "char", "point", "time", "duration"):
        return stem, kind
    return name.lower().replace(" ", "_"), ""


def _place(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    return next((names.index(name) for name in wanted if name in names), None)


def _places(names: Sequence[str], wanted: Sequence[str]) -> list[int]:
    return [place for place, name in enumerate(names) if name in wanted]


def _split(line: str, delimiter: str) -> list[str]:
    """A line of a list; a dictionary at its end (NetworkX) is one cell."""
    if delimiter != " ":
        return next(csv.reader([line], delimiter=delimiter), [])
    found = _ATTRIBUTES.search(line)
    if found:
        return [*line[: found.start()].split(), found[0].strip()]
    return line.split()


def read_table(pieces: Iterable[bytes], name: str, ending: str) -> Iterator[GraphNode | GraphEdge]:
    """The elements of a table, row by row.

    Raises:
        InputError: it names neither ends nor an id, or its text cannot be decoded. GraphSyntaxError: a row does not fit.
    """
    lines = _TableLines(pieces, name)
    shape = find_shape(lines.head, ending)
    if shape is None:
        raise InputError(f"{name} is {what_is_missing(lines.head, ending)}")
    limit = csv.field_size_limit(MOST_LINE)
    try:
        rows = _rows(lines, shape)
        if shape.header:
            next(rows, None)
        yield from _elements(rows, shape, lines)
    except csv.Error as error:
        raise GraphSyntaxError(name, f"this row cannot be read: {error}", line=lines.number) from error
    finally:
        csv.field_size_limit(limit)


def what_is_missing(text: str, ending: str) -> str:
    """What a table is that names neither ends nor an id, and what to do."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    kind = "TSV" if ending in ("tsv", "tab") or ("\t" in header and "," not in header) else "CSV"
    shown = header if len(header) <= 80 else header[:79] + "…"
    return (
        f"a table ({kind}), not RDF: its first line ({shown}) names neither two ends (source and target, from and to, subject "
        "and object) nor an id; name its columns so, and a relation where there is one"
    )


class _TableLines:
    """The lines of a table as text, in the encoding that its bytes show."""

    def __init__(self, pieces: Iterable[bytes], name: str) -> None:
        self._pieces, self._name = iter(pieces), name
        self.number = 0
        first = next(self._pieces, b"")
        encoding = guess_encoding(first) or "utf-8"
        if encoding.startswith("UTF-16-") and 4 * first.count(0) < len(first):
            encoding = "utf-8"  # a few NUL characters are damage
        if encoding == "UTF-16" or first.startswith(b"\xef\xbb\xbf"):
            encoding = encoding if encoding == "UTF-16" else "utf-8-sig"
        self._decode = getincrementaldecoder(encoding)().decode
        self._encoding = encoding
        self.head = self._text(first).lstrip("\ufeff")

    def _text(self, piece: bytes, *, final: bool = False) -> str:
        try:
            text = self._decode(piece, final)
        except UnicodeDecodeError as error:
            raise InputError(
                f"{self._name} is not in one encoding: after line {self.number:,} a byte does not fit {self._encoding}; "
                f"'iconv -f ENCODING -t UTF-8 FILE' converts it"
            ) from error
        if "\0" in text:
            raise InputError(f"{self._name} holds NUL characters, which no table has; it is damaged, or binary")
        return text

    def __iter__(self) -> Iterator[str]:
        rest = ""
        for text in self._texts():
            rest += text
            *lines, rest = rest.split("\n")
            if len(rest) > MOST_LINE or any(len(line) > MOST_LINE for line in lines):
                raise InputError(
                    f"{self._name} has a line of more than 16 MiB after line {self.number:,}, which no table has"
                )
            for line in lines:
                self.number += 1
                yield line + "\n"
        if rest:
            self.number += 1
            yield rest

    def _texts(self) -> Iterator[str]:
        yield self.head
        for piece in self._pieces:
            yield self._text(piece)
        yield self._text(b"", final=True)


def _rows(lines: _TableLines, shape: TableShape) -> Iterator[list[str]]:
    if shape.delimiter != " ":
        plain = lines if shape.header else (line for line in lines if not line.startswith(("#", "%")))
        for row in csv.reader(plain, delimiter=shape.delimiter):
            if any(row):
                yield row
        return
    for line in lines:
        if line.strip() and not line.startswith(("#", "%")):
            yield _split(line.rstrip("\r\n"), " ")


def _elements(rows: Iterator[list[str]], shape: TableShape, lines: _TableLines) -> Iterator[GraphNode | GraphEdge]:
    columns = shape.columns
    sample = list(islice(rows, SAMPLE))
    looks = {
        place: kind or looks_like([row[place] for row in sample if place < len(row)]) for place, _, kind in columns.rest
    }

    def attributes(row: list[str]) -> dict[str, Typed]:
        found: dict[str, Typed] = {}
        for place, name, _ in columns.rest:
            if name == "{}":
                found.update(_dictionary(row[place]))
            elif place < len(row) and row[place] != "":
                kind = looks[place]
                found[name] = row[place], kind if kind == "string" or looks_like([row[place]]) != "string" else "string"
        return found

    widest = max(place for place in (columns.source, columns.target, columns.id) if place is not None)
    for number in range(2):
        for row in sample if number == 0 else rows:
            if len(row) <= widest and not (len(row) == 1 and row[0].isdigit()):
                raise GraphSyntaxError(
                    lines._name, f"this row has {len(row)} columns, where {widest + 1} are needed", line=lines.number
                )
            if len(row) > widest:
                yield _element(row, columns, attributes(row))


def _element(row: list[str], columns: Columns, attributes: dict[str, Typed]) -> GraphNode | GraphEdge:
    def cell(place: int | None) -> str:
        return row[place].strip() if place is not None and place < len(row) else ""

    if columns.edges and cell(columns.source) and cell(columns.target):
        relation, label = cell(columns.relation), cell(columns.label) if columns.id is None else ""
        if relation.lower() in _WAYS:  # how Gephi's tables say that an edge has a direction
            relation, label = label, ""
        return GraphEdge(cell(columns.source), cell(columns.target), relation, label, attributes)
    kinds = cell(columns.types)
    parts = kinds.split() if ("://" in kinds or kinds.startswith("urn:")) else re.split(r"[;:|]", kinds)
    types = tuple(part.strip() for part in parts if part.strip() not in ("", "Resource"))
    labels = tuple(re.split("; ?", cell(columns.type_labels))) if columns.type_labels is not None else ()
    return GraphNode(cell(columns.id) or cell(columns.source), cell(columns.label), types, attributes, labels)


def _dictionary(text: str) -> dict[str, Typed]:
    """The attributes that NetworkX writes at the end of a line."""
    try:
        found = literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return {"data": (text, "string")}
    if not isinstance(found, dict):
        return {}
    return {str(key): typed(value) for key, value in found.items() if value is not None}


def typed(value: object) -> Typed:
    """A value of Python or JSON as a typed text.

    >>> typed(True), typed(2.5), typed("x")
    (('true', 'boolean'), ('2.5', 'double'), ('x', 'string'))
    """
    if isinstance(value, bool):
        return str(value).lower(), "boolean"
    if isinstance(value, int):
        return str(value), "integer"
    if isinstance(value, float):
        return str(value).replace("inf", "INF").replace("nan", "NaN"), "double"
    return str(value), "string"
