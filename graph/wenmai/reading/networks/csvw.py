"""Metadata of tables: which columns are keys, which name rows of other tables, and the IRIs that these stand for.

*Metadata Vocabulary for Tabular Data* (W3C 2015): ``tables``, ``tableSchema`` with ``primaryKey`` and ``foreignKeys``, ``aboutUrl`` and
``propertyUrl``. Templates (RFC 6570) are filled where they have one variable, the key. Schemas and tables that lie elsewhere are
not fetched.
"""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from wenmai.errors import InputError
from wenmai.reading.networks.keys import DescribedTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CONTEXT = b"http://www.w3.org/ns/csvw"
MOST_METADATA = 1 << 24
"""How many bytes of metadata are read."""

_VARIABLE = re.compile(r"\{([#+/]?)([\w.%-]+)\}")


def is_metadata(path: str) -> bool:
    """Whether a file begins as metadata of tables do."""
    try:
        with open(path, "rb") as stream:
            head = stream.read(4096)
    except OSError:
        return False
    return CONTEXT in head and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b'"@type": "qb:' not in head


def described_tables(path: str) -> list[str]:
    """The files of the tables that metadata describe, those that are here.

    Raises:
        InputError: they are no JSON, or too large.
    """
    return [place for place, _ in _tables(path, _loaded(path)) if os.path.isfile(place)]


def read_metadata(paths: Iterable[str]) -> dict[str, DescribedTable]:
    """What metadata say of tables, by the files of these."""
    found: dict[str, DescribedTable] = {}
    for path in paths:
        tables = list(_tables(path, _loaded(path)))
        for place, table in tables:
            schema = _schema(path, table)
            if schema is not None:
                found[place] = _declared(path, table, schema, tables)
    return found


def _loaded(path: str) -> Any:
    try:
        if os.path.getsize(path) > MOST_METADATA:
            raise InputError(f"{path} are metadata of tables of more than 16 MiB, which are not read")
        with open(path, encoding="utf-8-sig") as stream:
            return json.load(stream)
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"{path} are metadata of tables that cannot be read: {error}") from error


def _tables(path: str, metadata: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The tables of metadata, each with where its file is."""
    if not isinstance(metadata, dict):
        return
    listed = metadata.get("tables", [metadata])
    for table in listed if isinstance(listed, list) else ():
        if isinstance(table, dict) and isinstance(table.get("url"), str):
            yield _beside(path, table["url"]), table


def _beside(path: str, url: str) -> str:
    return os.path.normpath(os.path.join(os.path.dirname(path), unquote(url)))


def _schema(path: str, table: dict[str, Any]) -> dict[str, Any] | None:
    schema = table.get("tableSchema")
    if isinstance(schema, str):
        place = _beside(path, schema)
        schema = _loaded(place) if os.path.isfile(place) else None
    return schema if isinstance(schema, dict) else None


def _declared(
    path: str, table: dict[str, Any], schema: dict[str, Any], tables: list[tuple[str, Any]]
) -> DescribedTable:
    columns = [one for one in schema.get("columns") or () if isinstance(one, dict)]
    titles = {_name(one): _title(one) for one in columns}
    key = _single(schema.get("primaryKey"))
    links = {}
    for one in schema.get("foreignKeys") or ():
        column = _single(one.get("columnReference")) if isinstance(one, dict) else ""
        other = _referred(path, one.get("reference"), tables) if column else ""
        if other:
            links[titles.get(column, column)] = other
    predicates = {_title(one): iri for one in columns if (iri := _property(one, schema, table))}
    about = _text(schema, "aboutUrl") or _text(table, "aboutUrl")
    return DescribedTable(titles.get(key, key), links, _template(about, key), predicates)


def _name(column: dict[str, Any]) -> str:
    return _text(column, "name") or _title(column)


def _title(column: dict[str, Any]) -> str:
    titles = column.get("titles")
    while isinstance(titles, dict | list) and titles:
        titles = next(iter(titles.values())) if isinstance(titles, dict) else titles[0]
    return titles if isinstance(titles, str) and titles else _text(column, "name")


def _text(holder: dict[str, Any], name: str) -> str:
    value = holder.get(name)
    return value if isinstance(value, str) else ""


def _single(value: Any) -> str:
    """The name of one column; a key of several is none that a link can name."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value if isinstance(value, str) else ""


def _referred(path: str, reference: Any, tables: list[tuple[str, Any]]) -> str:
    """The file of the table that a foreign key refers to, by its address or by its schema's."""
    if not isinstance(reference, dict) or not _single(reference.get("columnReference")):
        return ""
    if resource := _text(reference, "resource"):
        return _beside(path, resource)
    schema = _text(reference, "schemaReference")
    return next((place for place, table in tables if schema and table.get("tableSchema") == schema), "")


def _property(column: dict[str, Any], *above: dict[str, Any]) -> str:
    """The predicate of a column: what is said of it, of its schema, of its table; of templates, those of its name."""
    url = next((text for one in (column, *above) if (text := _text(one, "propertyUrl"))), "")
    filled = _VARIABLE.sub(
        lambda found: ("#" if found[1] == "#" else "") + _name(column) if found[2] == "_name" else "{", url
    )
    return filled if ":" in filled and "{" not in filled and " " not in filled else ""


def _template(about: str, key: str) -> str:
    """The IRI of a row with ``{}`` for its key, where its template has one variable, the key, and is no relative address."""
    found = _VARIABLE.findall(about)
    if len(found) != 1 or found[0][1] != key or not re.match(r"[A-Za-z][\w+.-]*:", about):
        return ""
    return _VARIABLE.sub(lambda one: one[1].replace("+", "") + "{}", about)
