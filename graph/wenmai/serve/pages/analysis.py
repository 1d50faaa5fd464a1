"""The page of an analysis: its sections as tables, whose entities lead to their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from wenmai.analysis.sections import COLUMNS, SIZES, TITLES
from wenmai.languages import is_chinese

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_NAMED = 6
"""So many entities of a community or a piece are named in its row."""

WORDED = {"entity", "a", "b", "by", "name", "measure", "leading", "shared", "joins"}
"""Columns of names and texts; the others hold numbers."""

SECTIONS = {
    "components": {"number": "number", "size": "size", "share": "share", "leading": "entities"},
    "central": {
        "entity": "", "neighbours": "neighbours", "betweenness": "betweenness", "pagerank": "pagerank", "harmonic": "harmonic",
        "core": "core", "community": "community",
    },
    "communities": {"number": "number", "name": "name", "size": "size", "within": "within", "across": "across", "leading": "members"},
    "brokers": {
        "entity": "", "betweenness": "betweenness", "neighbours": "neighbours", "participation": "participation",
        "constraint": "constraint", "cuts_off": "cutsOff", "joins": "joins",
    },
    "bridges": {"a": "a", "by": "predicates", "b": "b", "cuts_off": "cutsOff"},
    "cores": {"k": "k", "size": "size", "leading": "entities"},
    "roles": {"a": "a", "b": "b", "similarity": "similarity", "same_neighbours": "sameNeighbours"},
    "missing": {"a": "a", "b": "b", "allocation": "resourceAllocation", "adamic": "adamicAdar", "shared": "shared"},
    "years": {"year": "year", "facts": "facts", "events": "events", "figures": "figures", "spanning": "spanning"},
}  # fmt: skip
"""The columns of each section, and where its JSON has them; an empty name is the entity that the row is of."""


class CellName(NamedTuple):
    """An entity or a text in a cell; ``iri`` is empty where it leads nowhere."""

    iri: str
    label: str


class TableColumn(NamedTuple):
    """A column's name, and whether it holds numbers."""

    name: str
    numeric: bool


class AnalysisTable(NamedTuple):
    """A section: its title, what it means, its columns, and its rows of cells, each of several names."""

    title: str
    meaning: str
    columns: list[TableColumn]
    rows: list[list[list[CellName]]]


def read_sections(answer: Mapping[str, Any], language: str) -> Iterator[AnalysisTable]:
    """The sections of an analysis that have rows, in reading order, from the JSON of ``wenmai analyze``."""
    place = 0 if is_chinese(language) else 1
    for name, titles in TITLES.items():
        columns, rows = _table(name, answer, place)
        if rows:
            told = [TableColumn(COLUMNS[column][place], column not in WORDED) for column in columns]
            yield AnalysisTable(titles[place], answer["meanings"][name], told, rows)


def _table(name: str, answer: Mapping[str, Any], place: int) -> tuple[list[str], list[list[list[CellName]]]]:
    """The columns of a section and its rows."""
    if name == "size":
        sizes = {_camel(key): words[place] for key, words in SIZES.items()}
        return ["measure", "value"], [
            [_cell(words), _cell(answer[name][key])] for key, words in sizes.items() if key in answer[name]
        ]
    if name == "degrees":
        return ["neighbours", "count"], [[_cell(one), _cell(count)] for one, count in answer[name]]
    found = SECTIONS[name]
    return list(found), [[_cell(_value(row, key)) for key in found.values()] for row in answer[name]]


def _camel(name: str) -> str:
    """A name as JSON has it."""
    first, *rest = name.split("_")
    return first + "".join(map(str.capitalize, rest))


def _value(row: Mapping[str, Any], key: str) -> Any:
    """What a row has for a column; an end of a pair, or the entity of the row, with its label."""
    if key in {"a", "b"}:
        return {"iri": row[key], "label": row[f"{key}Label"]}
    return row[key] if key else row


def _cell(value: Any) -> list[CellName]:
    """What a value is as names: entities, texts, or one number."""
    if isinstance(value, dict):
        return [CellName(value["iri"], value["label"])]
    if isinstance(value, list):
        return [name for one in value[:MOST_NAMED] for name in _cell(one)]
    return [CellName("", f"{value:.3g}" if isinstance(value, float) else "" if value is None else str(value))]
