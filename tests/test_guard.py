"""What is read off a query before the engine has it, and what is refused there."""

from __future__ import annotations

from contextlib import suppress

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenmai.errors import QueryRefused
from wenmai.sparql import guard


@pytest.mark.parametrize(
    ("query", "verb"),
    [
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "INSERT"),
        ("PREFIX a: <urn:a> BASE <urn:b> DELETE WHERE { ?s ?p ?o }", "DELETE"),
        ("LOAD <file:///etc/passwd>", "LOAD"),
        ("load silent <http://h/> into graph <urn:g>", "LOAD"),
        ("CLEAR ALL", "CLEAR"),
        ("DROP ALL", "DROP"),
        ("CREATE GRAPH <urn:g>", "CREATE"),
        ("ADD DEFAULT TO <urn:g>", "ADD"),
        ("MOVE DEFAULT TO <urn:g>", "MOVE"),
        ("COPY DEFAULT TO <urn:g>", "COPY"),
        ("WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "WITH"),
    ],
)
def test_updates_are_refused_by_name(query: str, verb: str) -> None:
    with pytest.raises(QueryRefused, match=f"{verb} would change the graph, and a query only reads"):
        guard.scan(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?from { ?from ?p <urn:FROM> }",
        "ASK { ?s ?p 'FROM <urn:g>' } # FROM <urn:g>",
        "ASK { ?h·from <urn:p> ?h‿from }",
    ],
)
def test_the_word_from_alone_names_no_graph(query: str) -> None:
    assert guard.scan(query).datasets == ()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?h·‿\u0301 ?h", ["?h·‿\u0301", "?h"]),
        ("ex:a#b\n{", ["ex:a", "{"]),
        ("ex:b#\u00a0c\r{", ["ex:b", "{"]),
        ("ex:a.b. ex:-", ["ex:a.b", ".", "ex:", "-"]),
        ("ex:a\\.", ["ex:a\\."]),
        ("_:a.b.", ["_:a.b", "."]),
        ("'''a''b'''''", ["'''a''b'''", "''"]),
    ],
)
def test_tokens_end_where_the_engine_ends_them(query: str, found: list[str]) -> None:
    assert [token.text for token in guard.tokens(query)] == found


def test_graphs_of_from_are_found_with_their_prefixes() -> None:
    query = "PREFIX g: <urn:g:> SELECT * FROM g:one FROM NAMED <urn:two> FROM xc:三 { ?s ?p ?o }"
    assert [dataset.graph for dataset in guard.scan(query).datasets] == [
        "urn:g:one",
        "urn:two",
        "urn:wenmai:xicheng:三",
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT * { ?s ?p ?o } OFFSET 2 LIMIT 3"),
        ("SELECT * { ?s ?p ?o } LIMIT 4", "SELECT * { ?s ?p ?o } OFFSET 2 LIMIT 2"),
        ("SELECT * { ?s ?p ?o } LIMIT 1", "SELECT * { ?s ?p ?o } OFFSET 2 LIMIT 0"),
        ("SELECT * { ?s ?p ?o } OFFSET 7 LIMIT 100", "SELECT * { ?s ?p ?o } OFFSET 9 LIMIT 3"),
        ("SELECT * { ?s ?p ?o } # done", "SELECT * { ?s ?p ?o } OFFSET 2 LIMIT 3  # done"),
        ("SELECT * { } ORDER BY ?s VALUES ?s { 1 2 }", "SELECT * { } ORDER BY ?s OFFSET 2 LIMIT 3 VALUES ?s { 1 2 }"),
        (
            "SELECT (EXISTS { ?s ?p ?o } AS ?x) { { SELECT * { } LIMIT 9 } }",
            "SELECT (EXISTS { ?s ?p ?o } AS ?x) { { SELECT * { } LIMIT 9 } } OFFSET 2 LIMIT 3",
        ),
        ("ASK { ?s ?p ?o }", "ASK { ?s ?p ?o }"),
    ],
)
def test_a_window_keeps_the_query_and_its_own_bounds(query: str, expected: str) -> None:
    assert guard.window(query, guard.scan(query), 2, 3) == expected


def test_a_star_is_spelled_out_in_the_order_of_the_query() -> None:
    query = "# *\nSELECT DISTINCT * { ?后 ?a ?b . BIND(?a * 2 AS ?z) }"
    assert guard.spelled_out(query, guard.scan(query), ["a", "b", "z", "后"]).endswith(
        "SELECT DISTINCT ?后 ?a ?b ?z { ?后 ?a ?b . BIND(?a * 2 AS ?z) }"
    )


@given(st.text(alphabet="SERVICE service<>{}()\"'#?$:\\.a1 \n", max_size=200))
def test_any_text_is_scanned_or_refused_and_never_fails(text: str) -> None:
    pieces = "".join(token.text for token in guard.tokens(text))
    assert len(pieces) <= len(text)
    with suppress(QueryRefused):
        assert guard.scan(text).form == guard.form(text)


@given(st.text(alphabet="\r\n\tab中😀", max_size=60), st.integers(0, 60))
def test_a_position_is_where_an_editor_shows_it(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    line, column = guard.position(text, offset)
    lines = text[:offset].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert line == len(lines)
    assert column >= len(lines[-1]) + 1


@pytest.mark.parametrize(
    ("query", "default", "named"),
    [
        ("SELECT ?o FROMNAMED<urn:g> {?s ?p ?o}", [], ["urn:g"]),
        ("ASKFROM<urn:g>fromNamed<urn:h>{?s ?p ?o}", ["urn:g"], ["urn:h"]),
        ("CONSTRUCT{?s ?p ?o}FROM<urn:g>WHERE{?s ?p ?o}", ["urn:g"], []),
        ("DESCRIBE FROMX:a FROM<urn:g>", ["urn:g"], []),
        ("SELECT ?o {?s FROMX:a ?o} GROUP BY FROMX:a", [], []),
    ],
)
def test_keywords_need_no_space_between_them(query: str, default: list[str], named: list[str]) -> None:
    found = guard.scan(query, {"FROMX": "urn:x:"})
    assert guard.chosen_graphs(found) == (default, named)


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX u:<urn:> SELECT ?o FROMu:g {?s ?p ?o}",
        "PREFIX u:<urn:> PREFIX FROMu:<urn:x:> SELECT ?o FROMu:g {?s ?p ?o}",
        "PREFIX u:<urn:> CONSTRUCT{?s ?p ?o}fromu:g WHERE{?s ?p ?o}",
        "PREFIX u:<urn:> DESCRIBE u:a FROMu:g",
        "PREFIXu:<urn:>ASK{u:a ?p ?o}",
        "PREFIX u:<urn:> DESCRIBEu:a",
        "PREFIX u:<urn:> ASKFROMu:g{?s ?p ?o}",
    ],
)
def test_a_keyword_that_runs_into_a_name_is_refused(query: str) -> None:
    assert ox.Store().query(query) is not None  # the engine cuts it in two
    with pytest.raises(QueryRefused, match="put a space after"):
        guard.scan(query)


@pytest.mark.parametrize("query", ["SELECT *WHERE{?s ?p ?o}", "SELECT *FROM<urn:g>{?s ?p ?o}", "SELECT*{?s ?p ?o}"])
def test_a_star_that_is_spelled_out_stands_apart(query: str) -> None:
    assert ox.Store().query(guard.spelled_out(query, guard.scan(query), ["s", "p", "o"])).variables[0].value == "s"


def test_a_window_finds_bounds_that_stand_close() -> None:
    query = "SELECT ?s {?s ?p ?o}LIMIT4OFFSET1"
    assert " ".join(guard.window(query, guard.scan(query), 2, 9).split()) == "SELECT ?s {?s ?p ?o} OFFSET 3 LIMIT 2"
