"""The rows of tables that are joined by keys, as nodes and edges (:mod:`~wenmai.reading.networks.keys` says how they are read).

A row with a key is a node, its links are edges. A row without one that links two or more is an edge from the first to each of the
others, with what else it says; one that links a single other says something of that, in numbers where it has any.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from wenmai.errors import GraphSyntaxError
from wenmai.reading.networks.elements import GraphEdge, GraphFact, GraphNode, keyed_id, looks_like, quote_name
from wenmai.reading.networks.tables import MOST_LINE, TableLines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wenmai.reading.networks.elements import Typed
    from wenmai.reading.networks.keys import KeyedTable

    Elements = Iterator[GraphNode | GraphEdge | GraphFact]

_NOTHING = ("", "NULL", "\\N", "null", "NaN")
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)[ T]00:00(?::00(?:\.0+)?)?")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)")
_TIMES = re.compile(r"(?:.*[ _])?(?:year|date|day|month|time|period|年|年份|年度|日期|时间|月份)", re.IGNORECASE)
_NUMBERS = ("integer", "decimal", "double")


def read_keyed(pieces: Iterable[bytes], name: str, table: KeyedTable) -> Elements:
    """The elements of a table that has keys, row by row.

    Raises:
        GraphSyntaxError: a row cannot be read. InputError: its text cannot be decoded.
    """
    lines = TableLines(pieces, name)
    limit = csv.field_size_limit(MOST_LINE)
    try:
        rows = csv.reader(lines, delimiter=table.delimiter)
        next(rows, None)
        for row in rows:
            if any(row):
                yield from _row([cell.strip() for cell in row], table)
    except csv.Error as error:
        raise GraphSyntaxError(name, f"this row cannot be read: {error}", line=lines.number) from error
    finally:
        csv.field_size_limit(limit)


def _row(row: list[str], table: KeyedTable) -> Elements:
    def cell(place: int | None) -> str:
        text = row[place] if place is not None and place < len(row) else ""
        return "" if text in _NOTHING else text

    abouts = dict(table.abouts)

    def node_of(kind: str, key: str) -> str:
        return abouts[kind].replace("{}", quote_name(key)) if kind in abouts else keyed_id(kind, key)

    links = [(relation, node_of(kind, cell(place))) for place, relation, kind in table.links if cell(place)]
    said = {name: _typed(cell(place)) for place, name in table.rest if cell(place)}
    if table.key is not None and cell(table.key):
        node = node_of(table.kind, cell(table.key))
        yield GraphNode(
            node,
            _label(table, [cell(place) for place in table.labels], cell(table.key)),
            (keyed_id("class", table.kind),),
            said,
        )
        for relation, other in links:
            yield GraphEdge(node, other, relation)
    elif len(links) > 1:
        for relation, other in links[1:]:
            yield GraphEdge(links[0][1], other, relation, "", said)
    elif links:
        yield from _facts(links[0][1], said)


def _label(table: KeyedTable, names: list[str], key: str) -> str:
    """The name of a row; of one that has none, its kind and its key where that is a number."""
    name = " ".join(filter(None, names))
    return name or (f"{table.kind} {key}" if key.isdigit() and not table.labels else key)


def _facts(node: str, said: dict[str, Typed]) -> Elements:
    """What a row says of the one that it links: its numbers, each with the rest; without any, all by itself."""
    times = {name for name in said if _TIMES.fullmatch(name)}
    numbers = [name for name, (_, kind) in said.items() if kind in _NUMBERS and name not in times]
    others = {name: typed for name, typed in said.items() if name not in numbers}
    for name in numbers or said:
        yield GraphFact(node, name, said[name], others if numbers else {})


def _typed(text: str) -> Typed:
    """A cell as a typed text; a moment at midnight is a day, as databases write it.

    >>> _typed("1996-07-04 00:00:00.000"), _typed("18.00")
    (('1996-07-04', 'date'), ('18.00', 'decimal'))
    """
    if found := _MIDNIGHT.fullmatch(text):
        text = found[1]
    elif found := _MOMENT.fullmatch(text):
        text = f"{found[1]}T{found[2]}"
    return text, looks_like([text])
