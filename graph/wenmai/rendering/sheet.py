"""Rows as tables for other hands: pandas, polars, Jupyter, CSV, a terminal.

A :class:`Sheet` is a titled table of plain cells; :class:`Rows` is a tuple of results that can be looked at as one.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from wenmai.errors import InputError
from wenmai.model import Entity, Evidence, Statement
from wenmai.terms import local_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pandas as pd
    import polars as pl

Cell = str | int | float | bool | None
Row = TypeVar("Row")

SHOWN = 100
"""How many rows Jupyter is shown; the rest is counted below them."""


class Sheet(NamedTuple):
    """A table: what it is, one sentence on what it means, the names of its columns, its rows."""

    title: str
    meaning: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def text(self, *, width: int | None = None) -> str:
        """The table for a terminal of ``width`` columns, title and meaning above it."""
        from wenmai.rendering.grid import to_table
        from wenmai.terminal.safety import safe

        body = to_table(self.header, [[show(cell) for cell in row] for row in self.rows], width=width)
        return "\n".join([safe(self.title), *([safe(self.meaning)] if self.meaning else []), "", body])

    def csv(self) -> str:
        """The table as CSV, numbers in full."""
        from wenmai.rendering.render import to_csv

        return to_csv(self.header, self.rows)

    def to_pandas(self) -> pd.DataFrame:
        """The table as a pandas data frame (``wenmai[tables]``)."""
        pandas = _needs("pandas")
        frame: pd.DataFrame = pandas.DataFrame(list(self.rows), columns=list(self.header))
        return frame

    def to_polars(self) -> pl.DataFrame:
        """The table as a polars data frame (``wenmai[tables]``)."""
        polars = _needs("polars")
        frame: pl.DataFrame = polars.DataFrame(list(self.rows), schema=list(self.header), orient="row", strict=False)
        return frame

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(name)}</th>" for name in self.header)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(show(cell))}</td>" for cell in row) + "</tr>" for row in self.rows[:SHOWN]
        )
        left = len(self.rows) - SHOWN
        foot = f"<tfoot><tr><td>+ {left}</td></tr></tfoot>" if left > 0 else ""
        caption = f"<caption><b>{escape(self.title)}</b> {escape(self.meaning)}</caption>" if self.title else ""
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>{foot}</table>"


class Rows(tuple[Row, ...]):
    """Results in order, all of one named tuple; a plain tuple that can also be looked at as a table.

    >>> rows = Rows([Entity("urn:a", "甲"), Entity("urn:b", "乙")])
    >>> rows[1].label, len(rows), rows.sheet().header
    ('乙', 2, ('iri', 'label'))
    """

    def __new__(
        cls, rows: Iterable[Row] = (), label: Callable[[str], str] = local_name, language: str = "zh"
    ) -> Rows[Row]:
        """Rows, and by what label and in which language what is said about each is told."""
        made = super().__new__(cls, rows)
        made.label, made.language = label, language
        return made

    label: Callable[[str], str]
    language: str

    def with_rows(self, rows: Iterable[Row]) -> Rows[Row]:
        """Other rows of the same source, told by the same labels in the same language."""
        return Rows(rows, self.label, self.language)

    def sheet(self, title: str = "", meaning: str = "") -> Sheet:
        """The rows as a sheet: an entity becomes two columns, its label and its IRI; citations become one text."""
        if not self:
            return Sheet(title, meaning, (), ())
        cells = [_cells(row, self.label, self.language) for row in self]
        header = tuple(name for name, _ in cells[0])
        return Sheet(title, meaning, header, tuple(tuple(cell for _, cell in row) for row in cells))

    def to_json(self) -> list[Any]:
        """The rows as plain objects, names in camelCase."""
        return [plain(row, self.label) for row in self]

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a pandas data frame (``wenmai[tables]``)."""
        return self.sheet().to_pandas()

    def to_polars(self) -> pl.DataFrame:
        """The rows as a polars data frame (``wenmai[tables]``)."""
        return self.sheet().to_polars()

    def _repr_html_(self) -> str:
        return self.sheet()._repr_html_()


def _needs(library: str) -> Any:
    from importlib import import_module

    try:
        return import_module(library)
    except ImportError as error:
        raise InputError(f"{library} is not installed; pip install 'wenmai[tables]' brings it") from error


def _cells(row: Any, label: Callable[[str], str], language: str) -> list[tuple[str, Cell]]:
    """The columns of a row; what is said about it has those of :data:`wenmai.rendering.marks.COLUMNS` that the row itself has not."""
    from wenmai.rendering.marks import COLUMNS, columns

    cells: list[tuple[str, Cell]] = []
    optional = {name for name, kind in type(row).__annotations__.items() if "Entity" in str(kind)}
    for name in row._fields:
        value = getattr(row, name)
        if isinstance(value, Entity) or (value is None and name in optional):
            cells += [
                (camel(name), value.label if value else None),
                (camel(name) + "Iri", value.iri if value else None),
            ]
        elif name == "statements":
            said, own = columns(value, label, language), {camel(field) for field in row._fields} - {name}
            cells += [(column, said.get(column)) for column in COLUMNS if column not in own]
        else:
            cells.append((camel(name), _flat(value)))
    return cells


def _flat(value: Any) -> Cell:
    if isinstance(value, tuple):
        return "; ".join(_word(one) for one in value)
    return value  # type: ignore[no-any-return]


def _word(value: Any) -> str:
    from wenmai.rendering.render import cite

    if isinstance(value, Evidence):
        return cite(value)
    return value.label if isinstance(value, Entity) else str(value)


def show(cell: Cell) -> str:
    """A cell as a person reads it: nothing for ``None``, four significant figures for a fraction.

    >>> show(0.123456), show(None), show(12)
    ('0.1235', '', '12')
    """
    if isinstance(cell, float):
        return f"{cell:.4g}" if abs(cell) < 10_000 else f"{cell:,.0f}"
    return "" if cell is None else str(cell)


def camel(name: str) -> str:
    """A field's name as JSON has it.

    >>> camel("effective_size")
    'effectiveSize'
    """
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def plain(value: Any, label: Callable[[str], str] = local_name) -> Any:
    """A result as objects, lists and scalars that JSON can hold, names in camelCase.

    A field that is an entity becomes its IRI with the label beside it, as everywhere in wenmai's JSON; ``label`` gives the
    labels of what statements name.

    >>> plain(Entity("urn:a", "甲"))
    {'iri': 'urn:a', 'label': '甲'}
    """
    from wenmai.rendering.marks import evidence_json, statement_json

    if isinstance(value, Evidence):
        return evidence_json(value)
    if isinstance(value, Statement):
        return statement_json(value, label)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        found: dict[str, Any] = {}
        for name in value._fields:
            item = getattr(value, name)
            if isinstance(item, Entity):
                found |= {camel(name): item.iri, camel(name) + "Label": item.label}
            else:
                found[camel(name)] = plain(item, label)
        return found
    if isinstance(value, dict):
        return {str(key): plain(item, label) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, label) for item in value]
    return value


def rounded(value: float, figures: int = 6) -> float:
    """A number to so many significant figures, so that every library's last bits read the same.

    >>> rounded(0.123456789)
    0.123457
    """
    return float(f"{value:.{figures}g}")
