"""Which queries reach out, as the engine itself reads them; and that no other query is refused."""

from __future__ import annotations

import sys
from collections import Counter
from itertools import product

import pytest

from hostile import services as hostile
from wenmai.errors import QueryRefused
from wenmai.sparql import services
from wenmai.sparql.services import parse_error, refuse_passed_services, refuse_services

PREFIXES = {"h": "http://h/", "e": "http://h:", "ex": "urn:ex:"}
CALLS = {
    "plain": "ASK { SERVICE <http://h/> { ?s ?p ?o } }",
    "silent": "ASK { SERVICE SILENT <http://h/> { ?s ?p ?o } }",
    "small letters": "ASK { service <http://h/> { ?s ?p ?o } }",
    "a variable": "ASK { VALUES ?h { <http://h/> } SERVICE ?h { ?s ?p ?o } }",
    "a prefixed name": "ASK { SERVICE h: { ?s ?p ?o } }",
    "a comment after a prefixed name": "ASK { SERVICE h:a# note\n { ?s ?p ?o } }",
    "a no-break space in that comment": "ASK { SERVICE h:a#\u00a0c\r{ ?s ?p ?o } }",
    "a variable with a middle dot": "ASK { VALUES ?h· { <http://h/> } LATERAL { SERVICE ?h· { ?a ?b ?c } } }",
    "a variable with an undertie": "ASK { VALUES ?h‿ { <http://h/> } FILTER EXISTS { SERVICE ?h‿ { ?a ?b ?c } } }",
    "a variable with an accent": "ASK { SERVICE ?h\u0301{ ?s ?p ?o } }",
    "a variable after a dollar": "ASK { SERVICE $0{ } }",
    "an escaped name": "ASK { SERVICE h:a\\-b{ } }",
    "a name with dots": "ASK { SERVICE h:a.b{ } }",
    "no spaces": "ASK{SERVICEh:x{?s ?p ?o}}",
    "no spaces, silent": "ASK{SERVICESILENTh:x{?s ?p ?o}}",
    "comments between": "ASK { SERVICE # a\n# b\n SILENT#c\r <http://h/> #d\n { ?s ?p ?o } }",
    "after true": "ASK { ?s ?p trueSERVICE <http://h/> { ?s ?p ?o } }",
    "after a number": "ASK { ?s ?p 1e5SERVICE <http://h/> { ?s ?p ?o } }",
    "after a comparison that looks like an IRI": "ASK { FILTER(1<'>' ) SERVICE <http://h/x> { } # ')\n}",
    "after a comment that looks like an IRI": "ASK { FILTER(?x<ex:b#>'''\n) SERVICE <http://h/x> { } #'''\n}",
    "after a prefix that ends in a port": "ASK { ?s ?p e:SERVICE <http://h/x> { ?s ?p ?o } }",
    "in a subquery": "SELECT * { { SELECT * { SERVICE <http://h/> { ?s ?p ?o } } } }",
    "in not exists": "ASK { FILTER NOT EXISTS { SERVICE <http://h/> { ?s ?p ?o } } }",
    "in an ordering": "SELECT * { ?s ?p ?o } ORDER BY (EXISTS { SERVICE <http://h/> { } })",
    "in a projection": "SELECT (EXISTS { SERVICE <http://h/> { } } AS ?x) { }",
    "in a construct": "CONSTRUCT { ?s ?p ?o } { SERVICE <http://h/> { ?s ?p ?o } }",
    "in a description": "DESCRIBE ?s { SERVICE <http://h/> { ?s ?p ?o } }",
    "after a tilde, by a prefix that runs into the word": "PREFIX qservice: <urn:> PREFIX q: <http://h/> ASK { ?s ?p ?o ~ serviceq:x { } }",
    "the same": "PREFIX kservice: <urn:> PREFIX k: <http://h/> ASK { ?s ?p ?o ~ servicek:x { } }",
    "beside names that are none": "ASK { ?service ex:service ?SERVICE . SERVICE <http://h/> { } }",
}
"""Ways to write a call that the engine reads."""

HARMLESS = [
    "SELECT ?service ?o { ?service ?p ?o }",
    "SELECT $service { $service ?p ?o }",
    "SELECT (1 AS ?service) (2 AS ?Service) { }",
    "ASK { ?s ex:service ?o { ?s ?p ?o } UNION { ?o ?p ?s } }",
    "ASK { ?s ex:service ex:o { ?s ?p ?o } }",
    "ASK { ?s ?service ?o {| ex:service 1 |} { ?s ?p ?o } }",
    "ASK { GRAPH ?service { ?s ?p ?o } }",
    "PREFIX service: <urn:service:> ASK { GRAPH service:g { ?s service:p service:x } { service:a ?p ?o } }",
    "PREFIX : <urn:> PREFIX ser-service: <urn:y:> ASK { GRAPH ser-service:g { ?s ?p :service } }",
    "ASK { VALUES ?service { ex:service } { ?s ?p ?o } }",
    "DESCRIBE ex:service { ex:service ?p ?o }",
    "ASK { ?s ?p 'SERVICE <http://h/> { ?s ?p ?o }' }",
    'ASK { ?s ?p """SERVICE <http://h/>\n{""" , "\\u0053ERVICE <http://h/> {" }',
    "ASK { ?s ?p <http://example.org/service/SERVICE#>\n , ?o { ?s ?p ?o } }",
    "ASK { ?s ?p <service:x>, 'a'@service-de , '1'^^ex:service }",
    r"ASK { ?s ?p 'C:\\u0073ervice' , '\\u0073ervice' . ?service ?a ?b ~ ex:service { } }",
    "ASK { ?qservice ?serviceq ?kservice , ?servicek , ?qkservice , ?serviceqk }",
    "# SERVICE <http://h/> { in a comment\nASK { ?s ?p ?o } # SERVICE ?h {",
    "SELECT ?from ?服务service· { ?from ex:服务service ?服务service· }",
]


@pytest.mark.parametrize("name", CALLS)
def test_a_call_is_refused_however_it_is_written(name: str) -> None:
    with pytest.raises(QueryRefused, match="SERVICE would send a part of the query to"):
        refuse_services(CALLS[name], PREFIXES)


@pytest.mark.parametrize("query", HARMLESS)
def test_the_letters_alone_are_no_reason(query: str) -> None:
    refuse_services(query, PREFIXES)
    assert parse_error(query, PREFIXES) == ""  # and each of them is a query


@pytest.mark.parametrize("query", ["ASK { ?service ?p }", "SELECT ?service {", "ASK { ?s ?p 'SERVICE <http://h/> {' "])
def test_what_is_no_query_is_called_no_query(query: str) -> None:
    with pytest.raises(SyntaxError, match="error at"):
        refuse_services(query, PREFIXES)


def test_a_named_host_may_be_asked_and_no_other() -> None:
    query = "ASK { ?service ?p <urn:service#> . SERVICE SILENT # it\n <https://Example.org:8443/sparql?a=b> { ?s ?p 'service' } }"
    refuse_services(query, PREFIXES, ["example.org:8443"])
    with pytest.raises(QueryRefused, match=r"to example\.org:8443; allow it with --allow-service example\.org:8443"):
        refuse_services(query, PREFIXES, ["example.org"])


@pytest.mark.parametrize(
    "target",
    [
        "<http://good.org@evil.org/>",
        "<http://good.org:80@evil.org/>",
        "<http://evil.org#good.org>",
        "<http://evil.org/?good.org>",
        "<http://good.org.evil.org/>",
        "<http://go\\u006fd.org.evil.org/>",
        "<http://good.org\\u002eevil.org/>",
        "<http://good.org/\\u0040evil.org/>",
        "<http://good.org:>",
        "<//good.org/>",
        "<ftp://good.org/>",
        "<http:good.org/>",
        "?host",
        "h:x",
        "silent:<http://good.org/>",
    ],
)
def test_an_allowed_host_cannot_be_imitated(target: str) -> None:
    prefixes = {"h": "http://good.org/", "silent": "http://evil.org/"}
    with pytest.raises((QueryRefused, SyntaxError)):
        refuse_services(f"BASE <http://good.org/> ASK {{ SERVICE {target} {{ ?s ?p ?o }} }}", prefixes, ["good.org"])


@pytest.mark.parametrize(
    "first", ["SERVICE <http://good.org/>", "# SERVICE <http://good.org/>\n", "?s ?service <http://good.org/> . "]
)
def test_every_call_of_a_query_is_looked_at(first: str) -> None:
    query = f"ASK {{ {first} {{ SERVICE <http://evil.org/> {{ }} }} }}"
    with pytest.raises(QueryRefused, match=r"evil\.org"):
        refuse_services(query, PREFIXES, ["good.org"])


def test_a_refusal_says_where() -> None:
    with pytest.raises(QueryRefused, match="line 3, column 5") as caught:
        refuse_services("# 中文 service\r\nASK {\r\n    SERVICE <http://h/> { }\r\n}", PREFIXES)
    assert (caught.value.line, caught.value.column) == (3, 5)


def test_a_query_that_leaves_no_word_to_stand_for_another_is_refused() -> None:
    every = " ".join(map("".join, (("q", *rest) for rest in product("kj", repeat=6))))
    with pytest.raises(QueryRefused, match="every word"):
        refuse_services(f"ASK {{ ?service ?p ?o }} # {every}", PREFIXES)


def test_the_engine_parses_and_does_not_run() -> None:
    hours = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?a{i} {{ {'1 ' * 1000} }}" for i in range(9)) + " }"
    assert parse_error(hours, {}) == ""
    assert parse_error("SELECT * { ?s ?p }", {}).startswith("error at 1:19")
    with pytest.raises(ValueError, match="Invalid prefix IRI"):
        parse_error("SELECT * {}", {"a": "not an IRI"})


def test_an_engine_that_does_not_parse_first_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "_is_known", lambda: False)
    with pytest.raises(QueryRefused, match="this version of pyoxigraph"):
        refuse_services(HARMLESS[0], PREFIXES)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the listeners are forked")
def test_the_engine_and_the_guard_agree_on_thousands_of_queries() -> None:
    tally: Counter[str] = Counter()
    assert hostile.run(3_000, 1, tally) == []
    assert min(tally["let through, read"], tally["refused, not asked"], tally["the allowed host was called"]) > 0


@pytest.mark.parametrize(
    "query",
    [
        "ASK { SERVICE <http://h/> { } }",
        "ASK{SERVICE SILENT ?h{}}",
        "ASK { \\u0053ERVICE <http://h/> { } }",
        "ASK { service wikibase:label { } }",
    ],
)
def test_an_endpoint_is_not_sent_a_call(query: str) -> None:
    with pytest.raises(QueryRefused, match="SERVICE would send"):
        refuse_passed_services(query)


@pytest.mark.parametrize("query", [*HARMLESS, "ASK { SERVICE <http://h/> { } ?s bif:contains 'a' }"])
def test_an_endpoint_is_sent_everything_else(query: str) -> None:
    refuse_passed_services(query, ["h"])


def test_names_that_differ_still_do_with_other_letters() -> None:
    beside = ["", *map("".join, product("qkjs", repeat=1)), *map("".join, product("qkj", repeat=2))]
    names = {
        before + word + after
        for before in beside
        for after in beside
        for word in ("service", "serviceservice", "Service")
    }
    for word in services._WORDS:
        assert len({services._renamed(name, word) for name in names if word not in name}) == len(names)
