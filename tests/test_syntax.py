"""A query that is not SPARQL is told where it breaks and what belongs there."""

from __future__ import annotations

import pyoxigraph
import pytest

from wenmai.errors import QueryError
from wenmai.sources import Memory
from wenmai.sparql import run
from wenmai.sparql.syntax import explain
from wenmai.terms import PREFIXES

EMPTY = Memory.of([])

MISTAKES = [
    ("SELECT ?s WHERE { ?s ?p }", 1, 25, "expected a term, found '}'"),
    ("SELECT * {", 1, 11, "expected a pattern, a triple, 'SELECT' or '}', found the end of the query"),
    ("SELEC", 1, 1, "expected 'ASK', 'BASE', 'CONSTRUCT', 'DESCRIBE', 'PREFIX' or 'SELECT', found 'SELEC'"),
    ("# 中文\nSELECT * {\n  ?s 中文 ?o }", 3, 6, "expected a predicate, found '中文'"),
    ("SELECT * {\r\n  ?s foo:bar ?o }", 2, 6, "the prefix foo: is not declared; write PREFIX foo: <…> first"),
    ("SELECT * { ?s <p> ?o }", 1, 15, "<p> is not an absolute IRI, and no BASE is declared"),
    ("SELECT * { ?s ?p <http://a b> }", 1, 18, "found an IRI with a character that none may have: <http://a b>"),
    ("SELECT * { ?s ?p 'x }", 1, 18, "found a string that is not closed"),
    (r'SELECT * { ?s ?p "a\qb" }', 1, 20, r"\q is no escape; write two backslashes for one"),
    ("SELECT * { ?s ?p ?o } LIMIT x", 1, 29, "expected a number, found 'x'"),
    ("SELECT * { ?s ?p ?o FILTER ?o > 3 }", 1, 28, "expected a function or '(', found '?o'"),
    ("SELECT * { ?s ?p ?o FILTER(FOO(?o)) }", 1, 28, "expected an expression, found 'FOO'"),
    ("SELECT * { ?s ?p ?o } ORDER ?s", 1, 29, "expected 'BY', found '?s'"),
    ("SELECT (?x + 1 ?y) { }", 1, 16, "expected an operator or 'AS', found '?y'"),
    ("SELECT * { VALUES ?x { ?y } }", 1, 24, "expected a term or '}', found '?y'"),
]


@pytest.mark.parametrize(("query", "line", "column", "message"), MISTAKES)
def test_a_mistake_is_placed_and_explained(query: str, line: int, column: int, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        run(EMPTY, query)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert str(caught.value).startswith(f"line {line}, column {column}: ")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT (COUNT(*) AS ?c) ?s { ?s ?p ?o }", "variable that is unbound"),
        ("SELECT * { BIND(1 AS ?x) BIND(2 AS ?x) }", "a variable that is bound twice"),
        ("SELECT * { ?s ?p ?o FILTER CONTAINS(?o) }", "the number of arguments of a function"),
    ],
)
def test_a_query_that_is_well_formed_but_wrong_is_told_so(query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        run(EMPTY, query)


GOOD = [
    "BASE <http://a/> PREFIX : <b#> SELECT DISTINCT ?s (COUNT(DISTINCT ?o) + 1 AS ?n) FROM <urn:g> WHERE { ?s :p/^:q|!(a|^:r)* ?o }"
    " GROUP BY ?s (STR(?o) AS ?x) HAVING (COUNT(*) > 2) ORDER BY DESC(?n) ?s LIMIT 3 OFFSET 2 VALUES (?s) { (UNDEF) (:a) }",
    "ASK { ?s a [ :p 'x'@en-GB, \"y\"^^xsd:date, -1.5e3, true ; ] . OPTIONAL { ?s ?p () , (1 2 [] _:b) } }",
    "CONSTRUCT { ?s ?p [] } WHERE { GRAPH ?g { ?s ?p ?o } MINUS { ?s ?p 1 } { } UNION { ?o ?p ?s } }",
    "CONSTRUCT WHERE { ?s ?p ?o . }",
    "DESCRIBE ?s <urn:x> { ?s ?p ?o FILTER NOT EXISTS { ?s ?q ?r } FILTER(?o NOT IN (1, 2) && !BOUND(?r) || xsd:boolean(?o)) }",
    "SELECT (GROUP_CONCAT(DISTINCT ?o; SEPARATOR = ', ') AS ?all) { BIND(IF(?a < 1, COALESCE(), -?b * 2) AS ?c) { SELECT * { } } }",
    "SELECT * { ?s ?p '''long ' '' string''', \"\"\"another \"\" one\"\"\" # comment }\n }",
]


@pytest.mark.parametrize("query", GOOD)
def test_the_grammar_reads_what_the_engine_reads(query: str) -> None:
    """Had the grammar a hole, a mistake elsewhere would be blamed on something right."""
    prefixes = {**PREFIXES, "": "urn:default:"}
    pyoxigraph.Store().query(query, prefixes=prefixes)
    assert explain("PREFIX : <urn:default:> " + query, "error at 1:1: expected nothing")[0] is None


def test_a_mistake_within_a_thousand_brackets_is_still_an_answer() -> None:
    with pytest.raises(QueryError):
        run(EMPTY, f"SELECT * {{ FILTER({'(' * 900}1{')' * 899}) }}")
