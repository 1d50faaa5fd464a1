"""Tables of edges and of nodes: CSV, TSV and lists parted by spaces, in any usual encoding, read line by line.

What their columns are is said by the header (:mod:`~wenmai.reading.networks.columns`), else by what stands in them
(:mod:`~wenmai.reading.networks.bare`).
"""

from __future__ import annotations

import csv
import re
from ast import literal_eval
from codecs import getincrementaldecoder
from itertools import dropwhile, islice
from typing import TYPE_CHECKING, NamedTuple

from wenmai.errors import GraphSyntaxError, InputError
from wenmai.evidence.citing import names_source
from wenmai.reading.encoding import guess_encoding
from wenmai.reading.networks.bare import LISTS, LONGEST, bare_columns, guess_columns
from wenmai.reading.networks.columns import read_header
from wenmai.reading.networks.elements import GraphEdge, GraphNode, looks_like
from wenmai.reading.networks.kgtk import find_places, read_edges
from wenmai.reading.networks.prefixed import read_preamble

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wenmai.reading.networks.columns import Columns
    from wenmai.reading.networks.elements import GraphFact, Typed
    from wenmai.reading.networks.prefixed import Preamble

MOST_LINE = 1 << 24
"""How long a line may be, in characters."""

MOST_SEEN = 100_000
"""How much of a line is looked at to find out how a table is written."""

SAMPLE = 200
"""How many rows say what a column holds."""

GUESSED = "{} has no header that is known: column {} is read as who, column {} as the relation, column {} as whom"

_DELIMITERS = (",", "\t", ";", "|")
_LONG_DELIMITERS = ("###", "|||", "||", "::", "$$", "\x01")
"""Of lists whose names hold commas; the reader of :mod:`csv` knows only single characters."""

_ATTRIBUTES = re.compile(r"\{.*\}\s*$")
_STATEMENT = re.compile(r"^\s*[<{\[@_]|\s[.;]\s*$")
_VALUE = re.compile(r"[+-]?[\d.,]+\s*\S{0,6}|.*[。；，;！？!?\n].*|-?\d{3,4}[-/年.].*", re.DOTALL)
"""A number with its unit, a sentence, a date: no name of another thing."""

_WAYS = ("directed", "undirected", "mutual")


class TableShape(NamedTuple):
    """How a table is written: its delimiter (``" "``: any white space), its columns, whether the first row is a header.

    ``guessed`` are columns that no header and no ending tells, only what stands in them.
    """

    delimiter: str
    columns: Columns
    header: bool
    guessed: bool = False


def find_shape(text: str, ending: str = "") -> TableShape | None:
    r"""How a table that begins with ``text`` is written; ``None`` where it is none of edges or nodes.

    >>> find_shape("source,relation,target\\nAda,wrote,Notes\\n").columns[:3]
    (0, 2, 1)
    """
    lines = [line[:MOST_SEEN] for line in _breaks(text).split("\n")[:SAMPLE] if not _is_remark(line)]
    if not lines:
        return None
    for delimiter in ("\t",) if ending in ("tsv", "tab") else _DELIMITERS:
        first = next(csv.reader(lines, delimiter=delimiter), [])
        if len(first) > 1 and (columns := read_header(first)):
            return TableShape(delimiter, columns, header=True)
    return _listed(lines, ending) or _named(lines, cut=len(text) >= MOST_SEEN)


def _breaks(text: str) -> str:
    """Lines that end as any system ends them."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _is_remark(line: str) -> bool:
    return not line.strip() or (line.startswith(("#", "%")) and not line.startswith("###"))


def _listed(lines: list[str], ending: str) -> TableShape | None:
    """A list that a program wrote for programs, as its ending or its numbers show."""
    if ending in ("csv", "json"):  # a table of a program has a header
        return None
    for delimiter in ("\t", " ") if ending not in ("tsv", "tab") else ("\t",):
        rows = [_split(line, delimiter) for line in lines]
        if len(rows[0]) > 1 and (columns := read_header(rows[0])):
            return TableShape(delimiter, columns, header=True)
        found = bare_columns(rows, sure=ending in LISTS)
        if found is not None:
            return TableShape(delimiter, found, header=False)
    return None


def _named(lines: list[str], *, cut: bool) -> TableShape | None:
    """A list of named relations without a header that is known."""
    whole = lines[:-1] if cut and len(lines) > 1 else lines
    for delimiter in ("\t", *_LONG_DELIMITERS, *_DELIMITERS):
        if delimiter not in whole[0] or _STATEMENT.search(whole[0]):
            continue
        rows = [_split(line, delimiter) for line in whole]
        columns = read_header(rows[0]) if delimiter in _LONG_DELIMITERS and len(rows[0]) > 1 else None
        if columns is not None:
            return TableShape(delimiter, columns, header=True)
        if (guess := guess_columns(rows)) is not None:
            return TableShape(delimiter, guess.columns, guess.header, guessed=True)
    return None


def _split(line: str, delimiter: str) -> list[str]:
    """A line of a list; a dictionary at its end (NetworkX) is one cell."""
    if delimiter in _LONG_DELIMITERS:
        return line.split(delimiter)
    if delimiter != " ":
        return next(csv.reader([line], delimiter=delimiter), [])
    found = _ATTRIBUTES.search(line)
    if found:
        return [*line[: found.start()].split(), found[0].strip()]
    return line.split()


def read_table(
    pieces: Iterable[bytes], name: str, ending: str, notices: list[str]
) -> Iterator[GraphNode | GraphEdge | GraphFact]:
    """The elements of a table, row by row; what was guessed is said in ``notices``.

    Raises:
        InputError: it names neither ends nor an id, or its text cannot be decoded. GraphSyntaxError: a row does not fit.
    """
    lines = TableLines(pieces, name)
    shape = find_shape(lines.head, ending)
    if shape is None:
        raise InputError(f"{name} is {what_is_missing(lines.head, ending)}")
    preamble = read_preamble(lines.head)
    if shape.guessed:
        places = (shape.columns.source, shape.columns.relation, shape.columns.target)
        notices.append(GUESSED.format(name, *(place + 1 for place in places if place is not None)))
    limit = csv.field_size_limit(MOST_LINE)
    try:
        rows = _rows(lines, shape)
        header = next(rows, []) if shape.header else []
        kgtk = find_places(header)
        yield from read_edges(rows, kgtk) if kgtk is not None else _elements(rows, shape, lines, preamble)
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


class TableLines:
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
        self._alone = False
        text = self._text(first).lstrip("\ufeff")
        self._alone = "\r" in text and "\n" not in text  # as lines ended once, and end in some spreadsheets' CSV
        self.head = text.replace("\r", "\n") if self._alone else text

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
        return text.replace("\r", "\n") if self._alone else text

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


def _rows(lines: TableLines, shape: TableShape) -> Iterator[list[str]]:
    if shape.delimiter in _LONG_DELIMITERS:
        yield from (_split(line.rstrip("\r\n"), shape.delimiter) for line in lines if not _is_remark(line))
        return
    if shape.delimiter != " ":
        plain = (
            dropwhile(_is_remark, lines)
            if shape.header
            else (line for line in lines if not line.startswith(("#", "%")))
        )
        for row in csv.reader(plain, delimiter=shape.delimiter):
            if any(row):
                yield row
        return
    for line in lines:
        if line.strip() and not line.startswith(("#", "%")):
            yield _split(line.rstrip("\r\n"), " ")


def _elements(
    rows: Iterator[list[str]], shape: TableShape, lines: TableLines, preamble: Preamble
) -> Iterator[GraphNode | GraphEdge]:
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
                yield from _named_ends(row, columns, preamble)
                yield _placed(_element(row, columns, attributes(row)), preamble)


def _named_ends(row: list[str], columns: Columns, preamble: Preamble) -> Iterator[GraphNode]:
    """The names of both ends, where the row has them beside."""
    for place, named in zip((columns.source, columns.target), columns.names, strict=True):
        if place is not None and named is not None and named < len(row) and row[named].strip() and row[place].strip():
            yield GraphNode(preamble.expanded(row[place].strip()), row[named].strip())


def _placed(element: GraphNode | GraphEdge, preamble: Preamble) -> GraphNode | GraphEdge:
    """An element with the IRIs that its table declares prefixes for, and the source that it states for all rows."""
    if not preamble.prefixes and not preamble.source:
        return element
    if isinstance(element, GraphNode):
        return element._replace(id=preamble.expanded(element.id), types=tuple(map(preamble.expanded, element.types)))
    said = {name: (preamble.expanded(text), kind) for name, (text, kind) in element.attributes.items()}
    if preamble.source and not any(names_source(name) for name in said):
        said["source"] = (preamble.source, "string")
    source, target = preamble.expanded(element.source), preamble.expanded(element.target)
    return GraphEdge(source, target, preamble.expanded(element.relation), element.label, said)


def _element(row: list[str], columns: Columns, attributes: dict[str, Typed]) -> GraphNode | GraphEdge:
    def cell(place: int | None) -> str:
        return row[place].strip() if place is not None and place < len(row) else ""

    if columns.edges and cell(columns.source) and cell(columns.target):
        if columns.valued and is_value(cell(columns.target)):
            said = cell(columns.target)
            return GraphNode(cell(columns.source), attributes={cell(columns.relation): (said, looks_like([said]))})
        relation, label = cell(columns.relation), cell(columns.label) if columns.id is None else ""
        if relation.lower() in _WAYS:  # how Gephi's tables say that an edge has a direction
            relation, label = label, ""
        return GraphEdge(cell(columns.source), cell(columns.target), relation, label, attributes)
    kinds = cell(columns.types)
    parts = (
        kinds.split()
        if ("://" in kinds or kinds.startswith("urn:"))
        else re.split(r"[;|]|(?<![A-Za-z]):|:(?=[^:;|]*:)", kinds)
    )
    types = tuple(part.strip() for part in parts if part.strip() not in ("", "Resource"))
    labels = tuple(re.split("; ?", cell(columns.type_labels))) if columns.type_labels is not None else ()
    return GraphNode(cell(columns.id) or cell(columns.source), cell(columns.label), types, attributes, labels)


def is_value(text: str) -> bool:
    """Whether what is said of a thing is no name of another.

    >>> is_value("1984年"), is_value("226 cm"), is_value("He lives in the sea; he sings."), is_value("琅琊榜")
    (True, True, True, False)
    """
    return len(text) > LONGEST or _VALUE.fullmatch(text) is not None


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
