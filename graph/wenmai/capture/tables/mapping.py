"""Mappings of tables: what each column holds, written out as CSVW metadata, and read back when a person has edited it.

The vocabulary is W3C Metadata Vocabulary for Tabular Data (2015): a table's ``url``, ``dialect`` and columns, a column's role
as its ``propertyUrl``, and what wenmai adds as annotations under their full names (``urn:wenmai:term:unit``).
"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from wenmai.capture.proposing.terms import STATUSES
from wenmai.capture.text.times import days_of
from wenmai.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_CSVW = "http://www.w3.org/ns/csvw"
_TERM = "urn:wenmai:term:"
ROLES = {"indicator": "indicator", "holder": "about", "period": "period", "unit": "unit", "figure": "value"}
"""The role of a column and the property that says so; a column without one is passed over."""

_OF_COLUMN = ("indicator", "holder", "period", "unit", "status", "measure")
_OF_TABLE = ("holder", "period", "unit", "status")
_PROPERTY = {"holder": "about"}
_DAY = r"[12]\d{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
_EDTF = re.compile(rf"{_DAY}(?:/(?:{_DAY}|\.\.))?")
_MOST_BYTES = 10_000_000


class ColumnMapping(NamedTuple):
    """What a column holds: its title, its role (``indicator``, ``holder``, ``period``, ``unit``, ``figure`` or nothing).

    Of a column of figures: their indicator, holder, period (EDTF), unit, status (``achieved``, ``estimated``, ``targeted``,
    ``planned``) and measure (``growth`` or nothing), as far as the column says them.
    """

    title: str
    role: str = ""
    indicator: str = ""
    holder: str = ""
    period: str = ""
    unit: str = ""
    status: str = ""
    measure: str = ""


class TableMapping(NamedTuple):
    """How a table is read: rows before its header, rows of its header, its columns, and what holds for all of it."""

    table: str
    skip: int
    header: int
    columns: tuple[ColumnMapping, ...]
    holder: str = ""
    period: str = ""
    unit: str = ""
    status: str = ""
    delimiter: str = ""
    encoding: str = ""
    given: bool = False


def table_url(document: str, ending: str, sheet: str) -> str:
    """The name of a table in a mapping: its file, and behind ``#`` its sheet."""
    url = _quoted(f"{document}{ending}")
    return f"{url}#{_quoted(sheet)}" if sheet else url


def _quoted(words: str) -> str:
    return re.sub(r"[\x00-\x20\"<>\\^`{|}%#?]", lambda match: f"%{ord(match[0]):02X}", words)


# Writing --------------------------------------------------------------------------------------------------------------


def write_mapping(tables: Iterable[TableMapping]) -> str:
    """The CSVW metadata of tables, as JSON."""
    group = {"@context": _CSVW, "tables": [_table(table) for table in tables]}
    return json.dumps(group, ensure_ascii=False, indent=2) + "\n"


def _table(table: TableMapping) -> dict[str, Any]:
    dialect: dict[str, Any] = {"skipRows": table.skip, "headerRowCount": table.header}
    if table.delimiter:
        dialect = {"delimiter": table.delimiter, "encoding": table.encoding, **dialect}
    return {
        "url": table.table,
        "dialect": dialect,
        **_annotations(table._asdict(), _OF_TABLE),
        "tableSchema": {"columns": [_column(number, one) for number, one in enumerate(table.columns, 1)]},
    }


def _column(number: int, column: ColumnMapping) -> dict[str, Any]:
    told: dict[str, Any] = {"name": f"c{number}", "titles": column.title or f"c{number}"}
    if not column.role:
        return told | {"suppressOutput": True}
    return told | {"propertyUrl": _TERM + ROLES[column.role]} | _annotations(column._asdict(), _OF_COLUMN)


def _annotations(values: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    return {_TERM + _PROPERTY.get(name, name): values[name] for name in names if values[name]}


# Reading --------------------------------------------------------------------------------------------------------------


def read_mapping(file: Path) -> dict[str, TableMapping]:
    """The mappings of a file, by the names of their tables.

    Raises:
        InputError: it cannot be read, is no JSON, or says something that no mapping says; the sentence says where.
    """
    try:
        with file.open("rb") as stream:
            content = stream.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise InputError(f"{file} is longer than {_MOST_BYTES:,} bytes; no mapping is")
        told = json.loads(content.decode("utf-8-sig"))
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is no UTF-8: byte {error.start:,} does not fit") from error
    except json.JSONDecodeError as error:
        raise InputError(f"{file}, line {error.lineno}, column {error.colno}: no JSON ({error.msg})") from error
    except RecursionError as error:
        raise InputError(f"{file} is nested too deep for a mapping") from error
    tables = told.get("tables", [told]) if isinstance(told, dict) else None
    if not isinstance(tables, list):
        raise InputError(f"{file} is no mapping: it holds no list of tables, as wenmai capture writes it")
    found = [_read_table(one, f"{file}, table {number}") for number, one in enumerate(tables, 1)]
    return {table.table: table for table in found}


def _read_table(told: object, where: str) -> TableMapping:
    table = _object(told, where)
    url = _words(table, "url", where)
    if not url:
        raise InputError(f"{where} has no url: the name of its file, and behind # that of its sheet")
    where = f"{where} ({url})"
    dialect = _object(table.get("dialect", {}), f"{where}, dialect")
    columns = _object(table.get("tableSchema", {}), f"{where}, tableSchema").get("columns")
    if not isinstance(columns, list):
        raise InputError(f"{where} has no list of columns in tableSchema")
    return TableMapping(
        table=url,
        skip=_count(dialect, "skipRows", 0, where),
        header=_count(dialect, "headerRowCount", 1, where),
        columns=tuple(_read_column(one, f"{where}, column {number}") for number, one in enumerate(columns, 1)),
        delimiter=_words(dialect, "delimiter", where),
        encoding=_words(dialect, "encoding", where),
        given=True,
        **{name: _annotation(table, name, where) for name in _OF_TABLE},
    )


def _read_column(told: object, where: str) -> ColumnMapping:
    column = _object(told, where)
    titles = column.get("titles", "")
    title = titles[0] if isinstance(titles, list) and titles else titles
    role = _words(column, "propertyUrl", where)
    roles = {_TERM + term: name for name, term in ROLES.items()}
    if role and role not in roles:
        raise InputError(f"{where}: propertyUrl {role!r} is none of {', '.join(sorted(roles))}")
    if column.get("suppressOutput") is True:
        role = ""
    measure = _annotation(column, "measure", where)
    if measure not in ("", "growth"):
        raise InputError(f"{where}: {_TERM}measure {measure!r} is not growth; leave it out for what is no growth")
    return ColumnMapping(
        str(title), roles.get(role, ""), **{name: _annotation(column, name, where) for name in _OF_COLUMN}
    )


def _object(told: object, where: str) -> dict[str, Any]:
    if not isinstance(told, dict):
        raise InputError(f"{where} is no JSON object")
    return told


def is_period(words: str) -> bool:
    """Whether words are a period in the EDTF that figures have, its days days of the calendar, its end not before it begins.

    >>> [is_period(words) for words in ("2023", "2023-01/2023-06", "2023-02-30", "2024/2023")]
    [True, True, False, False]
    """
    if _EDTF.fullmatch(words) is None:
        return False
    begins, ends = days_of(words)
    try:
        days = [date.fromisoformat(day) for day in (begins, ends) if day]
    except ValueError:
        return False
    return days == sorted(days)


def _words(told: dict[str, Any], name: str, where: str) -> str:
    value = told.get(name, "")
    if (
        not isinstance(value, str) or len(value) > 200 or re.search(r"[\x00-\x08\x0a-\x1f]", value)
    ):  # a tab may stand between cells
        raise InputError(f"{where}: {name} is no word or short name")
    return value


def _count(told: dict[str, Any], name: str, default: int, where: str) -> int:
    value = told.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise InputError(f"{where}: {name} is no number of rows")
    return value


def _annotation(told: dict[str, Any], name: str, where: str) -> str:
    """What a table or column is annotated with: words, a period as EDTF, or a status that is known."""
    key = _TERM + _PROPERTY.get(name, name)
    value = _words(told, key, where)
    if value and name == "period" and not is_period(value):
        raise InputError(
            f"{where}: {key} {value!r} is no period: write 2023, 2023-06, 2023-06-30, or two of them with / between"
        )
    if value and name == "status" and value not in STATUSES:
        raise InputError(f"{where}: {key} {value!r} is none of {', '.join(sorted(STATUSES))}")
    return value
