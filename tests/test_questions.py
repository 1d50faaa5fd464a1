"""The competency questions: each query gives exactly the rows that a reader of the report expects."""

from __future__ import annotations

import csv
import re
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph
import pytest

from wenmai.system import packaged
from wenmai.terms import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = packaged.questions()
NAMES = sorted(path.stem for path in FOLDER.glob("*.rq"))
DECLARED = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())


@cache
def store() -> pyoxigraph.Store:
    loaded = pyoxigraph.Store()
    loaded.load(path=str(packaged.triples()))
    return loaded


def text(name: str) -> str:
    return (FOLDER / f"{name}.rq").read_text("utf-8")


def tag(name: str, which: str) -> str:
    found = re.search(rf"^# {which}: (.+)$", text(name), re.MULTILINE)
    return found[1] if found else ""


def cell(written: str) -> Decimal | str:
    """Numbers compare by value: 7 is 7.0."""
    try:
        return Decimal(written)
    except InvalidOperation:
        return written


def rows(file: Path) -> tuple[list[str], list[list[Decimal | str]]]:
    header, *body = csv.reader(file.read_text("utf-8").splitlines())
    return header, [[cell(written) for written in row] for row in body]


def answer(name: str) -> tuple[list[str], list[list[Decimal | str]]]:
    solutions = store().query(DECLARED + text(name))
    variables = [variable.value for variable in solutions.variables]
    return variables, [[cell("" if term is None else term.value) for term in solution] for solution in solutions]


@pytest.mark.parametrize("name", NAMES)
def test_gives_the_rows_that_the_report_supports(name: str) -> None:
    assert answer(name) == rows(FOLDER / f"{name}.csv")


def test_covers_the_report_with_sixty_questions_or_more() -> None:
    assert len(NAMES) >= 60


def test_every_query_has_its_rows_and_every_table_its_query() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.csv")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_asks_in_two_languages_under_a_readable_name(name: str) -> None:
    first, second, *_ = text(name).splitlines()
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert re.fullmatch(r"# zh: .*[一-鿿].*", first)
    assert re.fullmatch(r"# en: [A-Z].*\?", second)


@pytest.mark.parametrize("name", NAMES)
def test_needs_no_prefix_lines_and_orders_its_rows(name: str) -> None:
    many = len(rows(FOLDER / f"{name}.csv")[1]) > 1
    assert "PREFIX" not in text(name)
    assert "ORDER BY" in text(name) or not many


def test_says_where_the_report_is_silent() -> None:
    empty = {name for name in NAMES if not rows(FOLDER / f"{name}.csv")[1]}
    assert empty == {name for name in NAMES if tag(name, "note")}
    assert len(empty) >= 6


def test_a_silent_question_would_notice_an_answer() -> None:
    """An empty answer must come from the facts, not from a misspelt term: every term it uses is in the graph."""
    silent = [name for name in NAMES if tag(name, "note")]
    unknown = {term for name in silent for term in re.findall(r"xc:[^\s;.}]+", text(name)) if not known(term)}
    assert silent
    assert not unknown


def known(term: str) -> bool:
    iri = pyoxigraph.NamedNode(PREFIXES["xc"] + term.removeprefix("xc:"))
    return any(store().quads_for_pattern(iri, None, None, None))
