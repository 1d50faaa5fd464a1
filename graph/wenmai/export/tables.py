"""Writing tables: nodes and links as CSV, as CSV that Neo4j imports, and as Parquet."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from wenmai.errors import InputError
from wenmai.export.drawing import Cell, columns, draw
from wenmai.names import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import BinaryIO

    from wenmai.export.choice import Choice
    from wenmai.export.drawing import Element
    from wenmai.network import Scalar

FILES = {
    "csv": ("nodes.csv", "links.csv"),
    "neo4j": ("nodes.csv", "relationships.csv"),
    "parquet": ("nodes.parquet", "links.parquet"),
}
"""The files that each format writes into its folder."""

_NEO4J = {"string": "string", "long": "long", "double": "double", "boolean": "boolean"}


def write_csv(streams: Sequence[BinaryIO], choice: Choice, language: str, notices: list[str]) -> None:
    """``nodes.csv`` and ``links.csv``: RFC 4180 with line feeds, UTF-8, a header; nothing is cut or changed."""
    nodes, links = _rows(choice, language, notices)
    for stream, (header, rows) in zip(streams, (nodes, links), strict=True):
        _csv(stream, list(header), ([_text(row.get(name)) for name in header] for row in rows))


def _rows(choice: Choice, language: str, notices: list[str]) -> list[tuple[dict[str, str], list[dict[str, Cell]]]]:
    """For nodes and for links: the columns with their types, and the rows."""
    drawing = draw(choice, language, notices, looks=False)
    nodes = [{"iri": Cell.of(node.id), **node.values} for node in drawing.nodes]
    links = [{"subject": Cell.of(edge.source), "object": Cell.of(edge.target), **edge.values} for edge in drawing.edges]
    return [
        ({"iri": "string", "label": "string", **columns(drawing.nodes)}, nodes),
        ({"subject": "string", "predicate": "string", "object": "string", **_link_columns(drawing.edges)}, links),
    ]


def _link_columns(edges: Iterable[Element]) -> dict[str, str]:
    return {"label": "string", "time": "string", "evidence": "string", **columns(edges)}


def _text(cell: Cell | None) -> str:
    return "" if cell is None else cell.text


def _java(cell: Cell | None) -> str:
    return "" if cell is None else cell.java


def _csv(stream: BinaryIO, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    writer = csv.writer(_Lines(stream), lineterminator="\r\n")  # which has it quote both characters
    writer.writerow(header)
    writer.writerows(rows)


class _Lines:
    """Takes the rows of a CSV writer, one at a time, and ends them with a line feed."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, row: str) -> None:
        """Write one row."""
        self._stream.write(row.removesuffix("\r\n").encode("utf-8", "replace") + b"\n")


def write_neo4j(streams: Sequence[BinaryIO], choice: Choice, language: str, notices: list[str]) -> None:
    """CSV for ``neo4j-admin database import full``: typed headers, classes as labels, predicates as relationship types.

    Run ``neo4j-admin database import full --nodes=nodes.csv --relationships=relationships.csv --multiline-fields=true``.
    """
    (node_columns, nodes), (link_columns, links) = _rows(choice, language, notices)
    index = choice.source.index
    properties = [name for name in node_columns if name not in ("iri", "typeLabel")]
    header = ["iri:ID", ":LABEL", *(f"{_property(name)}:{_NEO4J[node_columns[name]]}" for name in properties)]
    _csv(
        streams[0],
        header,
        (
            [row["iri"].text, _labels(row, index, language), *(_java(row.get(name)) for name in properties)]
            for row in nodes
        ),
    )
    fields = [name for name in link_columns if name not in ("subject", "object", "label")]
    _csv(
        streams[1],
        [":START_ID", ":END_ID", ":TYPE", *(f"{name}:string" for name in fields)],
        (
            [*(row[name].text for name in ("subject", "object", "label")), *(_text(row.get(name)) for name in fields)]
            for row in links
        ),
    )
    if any(":" in name for name in properties):
        notices.append(
            "Neo4j's header parts a property's name from its type at the colon: wm:note became wm_note, and so on"
        )


def _property(name: str) -> str:
    """A property's name without what the header means by a colon."""
    return name.replace(":", "_")


def _labels(row: dict[str, Cell], index: Any, language: str) -> str:
    """The classes by their labels, parted as Neo4j parts arrays; what has none is a ``Resource``."""
    kinds = _text(row.get("type")).split()
    return ";".join(vocabulary.label(index, kind, language).replace(";", ",") for kind in kinds) or "Resource"


def write_parquet(streams: Sequence[BinaryIO], choice: Choice, language: str, notices: list[str]) -> None:
    """``nodes.parquet`` and ``links.parquet``, typed, for pandas, polars, DuckDB and Spark (``wenmai[tables]``)."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise InputError("pyarrow is not installed; pip install 'wenmai[tables]' brings it") from error
    kinds = {"string": pa.string(), "long": pa.int64(), "double": pa.float64(), "boolean": pa.bool_()}
    for stream, (header, rows) in zip(streams, _rows(choice, language, notices), strict=True):
        arrays = [
            pa.array([_typed(row.get(name), kind) for row in rows], type=kinds[kind]) for name, kind in header.items()
        ]
        pq.write_table(pa.table(arrays, names=list(header)), stream, compression="zstd")


def _typed(cell: Cell | None, kind: str) -> Scalar | None:
    if cell is None:
        return None
    if kind == "string":
        return cell.text.encode("utf-8", "replace").decode()
    return float(cell.value) if kind == "double" else cell.value
