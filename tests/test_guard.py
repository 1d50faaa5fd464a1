"""What the guard lets through, what it refuses, and that nothing slips by as something else."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenmai.errors import QueryRefused
from wenmai.sparql import guard

TRICKS = {
    "plain": "ASK { SERVICE <http://h/> { ?s ?p ?o } }",
    "silent": "ASK { SERVICE SILENT <http://h/> { ?s ?p ?o } }",
    "small letters": "ASK { service <http://h/> { ?s ?p ?o } }",
    "a variable": "ASK { VALUES ?h { <http://h/> } SERVICE ?h { ?s ?p ?o } }",
    "a prefixed name": "PREFIX h: <http://h/> ASK { SERVICE h: { ?s ?p ?o } }",
    "no spaces": "PREFIX h: <http://h/> ASK{SERVICEh:x{?s ?p ?o}}",
    "no spaces, silent": "PREFIX h: <http://h/> ASK{SERVICESILENTh:x{?s ?p ?o}}",
    "comments between": "ASK { SERVICE # a\n# b\n SILENT#c\r <http://h/> #d\n { ?s ?p ?o } }",
    "after true": "ASK { ?s ?p trueSERVICE <http://h/> { ?s ?p ?o } }",
    "after a number": "ASK { ?s ?p 1e5SERVICE <http://h/> { ?s ?p ?o } }",
    "after a comparison that looks like an IRI": "ASK { FILTER(1<'>' ) SERVICE <http://h/x> { } # ')\n}",
    "after a comment that looks like an IRI": "ASK { FILTER(?x<ex:b#>'''\n) SERVICE <http://h/x> { } #'''\n}",
    "after a long string that is none": "ASK { ?s ?p '''x' } SERVICE <http://h/> { } #\\q'''\n }",
    "after a prefix that ends in a port": "PREFIX e: <http://h:> ASK { ?s ?p e:SERVICE <http://h/x> { } }",
    "in a subquery": "SELECT * { { SELECT * { SERVICE <http://h/> { ?s ?p ?o } } } }",
    "in exists": "ASK { FILTER NOT EXISTS { SERVICE <http://h/> { ?s ?p ?o } } }",
    "in a construct": "CONSTRUCT WHERE { SERVICE <http://h/> { ?s ?p ?o } }",
}
"""Ways to write SERVICE that the engine reads, or could."""

HARMLESS = [
    "SELECT ?service ?o { ?service ?p ?o }",
    "SELECT $service { $service ?p ?o }",
    "ASK { ?s schema:service ?o { ?s ?p ?o } UNION { ?o ?p ?s } }",
    "ASK { ?s a schema:Service . ?service schema:serviceType ?t }",
    "ASK { GRAPH ?service { ?s ?p ?o } }",
    "ASK { ?s ?p 'a service in a string' }",
    "ASK { ?s ?p <http://example.org/service/SERVICE> }",
    "# SERVICE in a comment\nASK { ?s ?p ?o }",
    "PREFIX service: <urn:service:> ASK { service:a service:b service:c }",
]


@pytest.mark.parametrize("name", TRICKS)
def test_service_is_refused_however_it_is_written(name: str) -> None:
    with pytest.raises(QueryRefused, match="SERVICE would send a part of the query to"):
        guard.scan(TRICKS[name])


@pytest.mark.parametrize("query", HARMLESS)
def test_the_word_service_alone_is_no_reason(query: str) -> None:
    assert guard.scan(query).form in {"SELECT", "ASK"}


def test_a_named_host_may_be_asked_and_no_other() -> None:
    query = "ASK { SERVICE <https://Example.org:8443/sparql?a=b> { ?s ?p ?o } }"
    assert guard.scan(query, allow_service=["example.org:8443"]).form == "ASK"
    with pytest.raises(QueryRefused, match=r"to example\.org:8443; allow it with --allow-service example\.org:8443"):
        guard.scan(query, allow_service=["example.org"])


@pytest.mark.parametrize(
    "target",
    [
        "<http://good.org@evil.org/>",
        "<http://good.org:80@evil.org/>",
        "<http://evil.org#good.org>",
        "<http://evil.org/?good.org>",
        "<http://good.org.evil.org/>",
        "<http://go\\u006fd.org.evil.org/>",
        "<//good.org/>",
        "<ftp://good.org/>",
        "<http://good.org\\\\@evil.org/>",
        "?host",
        "h:x",
    ],
)
def test_an_allowed_host_cannot_be_imitated(target: str) -> None:
    with pytest.raises(QueryRefused, match="SERVICE"):
        guard.scan(
            f"PREFIX h: <http://good.org/> ASK {{ SERVICE {target} {{ ?s ?p ?o }} }}", allow_service=["good.org"]
        )


def test_every_service_of_a_query_is_looked_at() -> None:
    query = "ASK { SERVICE <http://good.org/> { SERVICE <http://evil.org/> { } } }"
    with pytest.raises(QueryRefused, match=r"evil\.org"):
        guard.scan(query, allow_service=["good.org"])


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


def test_a_refusal_says_where() -> None:
    with pytest.raises(QueryRefused, match="line 3, column 5") as caught:
        guard.scan("# 中文\r\nASK {\r\n    SERVICE <http://h/> { }\r\n}")
    assert (caught.value.line, caught.value.column) == (3, 5)


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
