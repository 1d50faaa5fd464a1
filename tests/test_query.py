"""What a query gives, as objects and as bytes; what it is refused, and why."""

from __future__ import annotations

import json
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pyoxigraph as ox
import pytest

from hostile.graphs import memory
from wenmai import errors
from wenmai.errors import InputError
from wenmai.model import Literal
from wenmai.sources import Memory
from wenmai.sparql import FORMATS, Question, Table, Triples, answering, form, question, questions, run, value, write
from wenmai.terms import XSD

PEOPLE = """
@prefix : <urn:ex:> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:a rdfs:label "甲"@zh, "A"@en ; :age 7 ; :weight 1.50 ; :born "2020-01-01"^^xsd:date .
:b rdfs:label "乙"@zh ; :knows :a, _:x . _:x :age "many"^^xsd:integer .
:g { :c :knows :b }
"""


@pytest.fixture(scope="module")
def people() -> Memory:
    return memory(PEOPLE)


def select(source: Memory, text: str, **options: object) -> Table:
    answer = run(source, "PREFIX : <urn:ex:> " + text, **options)  # type: ignore[arg-type]
    assert isinstance(answer, Table)
    return answer


def test_select_gives_terms_with_language_and_datatype(people: Memory) -> None:
    table = select(people, "SELECT ?label ?age ?no { :a rdfs:label ?label ; :age ?age } ORDER BY ?label")
    assert table.variables == ("label", "age", "no")
    age = Literal("7", "", XSD + "integer")
    lang = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
    assert table.rows == ((Literal("A", "en", lang), age, None), (Literal("甲", "zh", lang), age, None))


def test_ask_gives_true_or_false(people: Memory) -> None:
    assert run(people, "ASK { <urn:ex:b> <urn:ex:knows> <urn:ex:a> }") is True
    assert run(people, "ASK { <urn:ex:a> <urn:ex:knows> <urn:ex:b> }") is False


def test_construct_gives_triples_that_rdflib_can_have(people: Memory) -> None:
    answer = run(
        people, "PREFIX : <urn:ex:> CONSTRUCT { ?a :likes ?b ; rdfs:label ?l } { ?a :knows ?b ; rdfs:label ?l }"
    )
    assert isinstance(answer, Triples)
    found = {(s, p, o.value if isinstance(o, Literal) else o) for s, p, o in answer.triples}
    assert ("urn:ex:b", "urn:ex:likes", "urn:ex:a") in found
    graph = answer.to_rdflib()
    assert len(graph) == len(answer.triples) == 3
    assert {str(label) for label in graph.objects(None, None) if getattr(label, "language", None) == "zh"} == {"乙"}


def test_the_default_graph_is_the_union_unless_from_chooses(people: Memory) -> None:
    known = "{ ?who :knows ?whom FILTER(isIRI(?whom)) } ORDER BY ?who"
    assert select(people, f"SELECT ?who {known}").rows == (("urn:ex:b",), ("urn:ex:c",))
    assert select(people, f"SELECT ?who FROM :g {known}").rows == (("urn:ex:c",),)
    assert select(people, f"SELECT ?who FROM NAMED :g {known}").rows == ()
    assert select(people, "SELECT ?who FROM NAMED :g { GRAPH ?g { ?who :knows ?whom } }").rows == (("urn:ex:c",),)


@pytest.mark.parametrize("place", ["file:///etc/passwd", "http://127.0.0.1:9/g", "urn:ex:nowhere"])
@pytest.mark.parametrize("word", ["FROM", "FROM NAMED", "from#\n named"])
def test_from_opens_nothing(people: Memory, place: str, word: str) -> None:
    with pytest.raises(errors.QueryRefused, match="names no graph that is here, and nothing is fetched"):
        run(people, f"SELECT * {word} <{place}> {{ ?s ?p ?o }}")


def test_prefixes_are_declared_and_may_be_declared_anew(people: Memory) -> None:
    assert run(people, "ASK { ?s rdfs:label ?l }") is True
    assert run(people, "PREFIX rdfs: <urn:mine:> ASK { ?s rdfs:label ?l }") is False


def test_more_rows_than_asked_for_are_said_not_hidden(people: Memory) -> None:
    with pytest.raises(errors.LimitReached, match="more than 2 rows") as caught:
        select(people, "SELECT ?s { ?s ?p ?o }", max_rows=2)
    assert isinstance(caught.value.partial, Table)
    assert len(caught.value.partial.rows) == 2
    everything = select(people, "SELECT ?s { ?s ?p ?o }")
    assert select(people, "SELECT ?s { ?s ?p ?o }", max_rows=len(everything.rows)).rows == everything.rows
    assert len(select(people, "SELECT ?s { ?s ?p ?o } LIMIT 2", max_rows=2).rows) == 2


@pytest.mark.parametrize("kind", ["csv", "tsv", "json", "xml"])
def test_rows_written_stop_at_the_bound_in_every_format(people: Memory, kind: str) -> None:
    import pyoxigraph

    out = BytesIO()
    with pytest.raises(errors.LimitReached, match="only the first 3 rows were written"):
        write(people, "SELECT ?s ?p { ?s ?p ?o }", kind, out, max_rows=3)
    if kind == "csv":
        assert out.getvalue().count(b"\r\n") == 4
        return
    solutions = pyoxigraph.parse_query_results(
        out.getvalue(), format=getattr(pyoxigraph.QueryResultsFormat, kind.upper())
    )
    assert len(list(solutions)) == 3


@pytest.mark.slow
def test_a_result_in_memory_has_a_bound_too() -> None:
    source = memory(" ".join(f'<urn:a> <urn:b{i}> "{"x" * 1000}" .' for i in range(300)))
    with pytest.raises(errors.LimitReached, match="result is larger than"):
        run(source, f"SELECT * {{ {' '.join(f'?s ?p{i} ?o{i} .' for i in range(3))} }}", memory=150 << 20, timeout=60)


def test_variables_come_in_the_order_of_the_query(people: Memory) -> None:
    assert select(people, "SELECT * { ?z :knows ?a . ?a rdfs:label ?m }").variables == ("z", "a", "m")
    out = BytesIO()
    write(people, "SELECT * { ?z <urn:ex:knows> ?a }", "csv", out)
    assert out.getvalue().startswith(b"z,a\r\n")
    described = run(people, "DESCRIBE * { ?z <urn:ex:knows> ?a }")
    assert isinstance(described, Triples)
    assert described.triples


@pytest.mark.parametrize("kind", FORMATS)
def test_each_format_holds_its_kind_of_result_and_says_so_of_others(people: Memory, kind: str) -> None:
    tables = {"csv", "tsv", "json", "xml"}
    fitting, other = "SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"
    if kind not in tables:
        fitting, other = other, fitting
    out = BytesIO()
    write(people, fitting, kind, out)
    assert len(out.getvalue()) > 200
    with pytest.raises(errors.QueryError, match="cannot hold the result of"):
        write(people, other, kind, BytesIO())


def test_an_unknown_format_is_an_input_error(people: Memory) -> None:
    with pytest.raises(errors.InputError, match="no result format is called 'pdf'; there are csv, tsv"):
        write(people, "ASK {}", "pdf", BytesIO())


def test_json_is_the_standard_one(people: Memory) -> None:
    out = BytesIO()
    write(people, "SELECT ?age { <urn:ex:a> <urn:ex:age> ?age }", "json", out)
    row = {"age": {"type": "literal", "value": "7", "datatype": XSD + "integer"}}
    assert json.loads(out.getvalue()) == {"head": {"vars": ["age"]}, "results": {"bindings": [row]}}


def test_values_are_python_values() -> None:
    def typed(text: str, kind: str) -> object:
        return value(Literal(text, "", XSD + kind))

    assert [typed("7", "integer"), typed("7", "unsignedShort")] == [7, 7]
    assert typed("1.50", "decimal") == float(Decimal("1.50"))
    assert [typed("true", "boolean"), typed("0", "boolean"), typed("yes", "boolean")] == [True, False, "yes"]
    assert [typed("many", "integer"), typed("2020-01-01", "date"), value("urn:a"), value(None)] == [
        "many",
        "2020-01-01",
        "urn:a",
        None,
    ]


def test_a_table_is_shown_in_a_notebook_without_running_anything() -> None:
    table = Table(("<b>",), tuple((Literal(f"<script>{i}</script>"),) for i in range(101)))
    html = table._repr_html_()
    assert "<script>" not in html
    assert "<th>&lt;b&gt;</th>" in html
    assert "1 more rows" in html


def test_triples_as_terms_keep_their_parts() -> None:
    source = Memory.of([])
    table = select(source, 'SELECT ?t { BIND(<<( :a :b "c\\"d"@en )>> AS ?t) }')
    assert str(table.rows[0][0]) == '<<( <urn:ex:a> <urn:ex:b> "c\\"d"@en )>>'


def test_the_form_of_a_query() -> None:
    assert [form("select*{}"), form("# ASK\nBASE <urn:b> construct where {}"), form("")] == ["SELECT", "CONSTRUCT", ""]


def test_a_named_question_says_what_it_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "who-knows.rq").write_text("# zh: 谁认识谁？\n# en: Who knows whom?\nASK {}\n", "utf-8")
    (tmp_path / "bare.rq").write_text("ASK {}\n", "utf-8")
    monkeypatch.setattr("wenmai.system.packaged.questions", lambda: tmp_path)
    assert questions() == [Question("bare", "", ""), Question("who-knows", "谁认识谁？", "Who knows whom?")]
    assert question("who-knows").endswith("ASK {}\n")
    with pytest.raises(errors.NameNotFound, match="no question is called 'whoknows'; nearest: who-knows"):
        question("whoknows")


@pytest.mark.slow
def test_the_packaged_questions_say_what_they_ask_and_are_answered() -> None:
    from wenmai.sources import open_source

    source = open_source()
    for asked in questions():
        assert asked.zh, asked.name
        assert asked.en, asked.name
        assert isinstance(run(source, question(asked.name)), (Table, Triples, bool)), asked.name


GRAPH_1_2 = """PREFIX x: <urn:x:>
x:a x:knows x:b {| x:by [ x:n "x"@en--ltr ] |} ; x:n "INF"^^<http://www.w3.org/2001/XMLSchema#double> .
"""
EVERYTHING = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"
GRAPH_FORMATS = {"turtle": "TURTLE", "ntriples": "N_TRIPLES", "nquads": "N_QUADS", "trig": "TRIG", "rdfxml": "RDF_XML"}


def graph_of(quads):
    found = ox.Dataset(ox.Quad(*quad.triple) for quad in quads)
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(found)


@pytest.mark.parametrize("name", GRAPH_FORMATS)
@pytest.mark.parametrize("most", [20_000, 2])
def test_a_graph_of_rdf_1_2_comes_back_whether_laid_out_or_streamed(monkeypatch, name, most):
    monkeypatch.setattr(answering, "MOST_LAID_OUT", most)
    quads = list(ox.parse(GRAPH_1_2.encode(), format=ox.RdfFormat.TURTLE))
    out = BytesIO()
    write(Memory.of(quads), EVERYTHING, name, out)
    assert graph_of(ox.parse(out.getvalue(), format=getattr(ox.RdfFormat, GRAPH_FORMATS[name]))) == graph_of(quads)


@pytest.mark.parametrize("name", [*GRAPH_FORMATS, "jsonld"])
def test_a_graph_has_the_same_bytes_whatever_its_blank_nodes_are_called(name):
    written = []
    for text in ("_:a <urn:p> _:b . _:b <urn:p> 1 .", "_:z <urn:p> 1 . _:y <urn:p> _:z ."):
        written.append(BytesIO())
        source = Memory.of(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))
        write(source, "CONSTRUCT { ?s <urn:q> [ <urn:is> ?o ] } { ?s <urn:p> ?o }", name, written[-1])
    assert written[0].getvalue() == written[1].getvalue()


@pytest.mark.parametrize("most", [20_000, 2])
def test_json_ld_says_which_triples_it_cannot_hold(monkeypatch, most, notices):
    monkeypatch.setattr(answering, "MOST_LAID_OUT", most)
    quads = list(ox.parse(GRAPH_1_2.encode(), format=ox.RdfFormat.TURTLE))
    source, out = Memory.of(quads), BytesIO()
    write(source, EVERYTHING, "jsonld", out)
    expected = [quad for quad in quads if not isinstance(quad.object, ox.Triple)]
    assert graph_of(ox.parse(out.getvalue(), format=ox.RdfFormat.JSON_LD)) == graph_of(expected)
    assert notices == ["JSON-LD has no triple terms (RDF 1.2): left out: 1 triple with one"]


def test_rdflib_is_not_given_what_it_cannot_hold():
    source = Memory.of(ox.parse(GRAPH_1_2.encode(), format=ox.RdfFormat.TURTLE))
    with pytest.raises(InputError, match="rdflib has no triple terms"):
        run(source, "CONSTRUCT { ?r ?p ?o } { ?r ?p ?o FILTER(isTriple(?o)) }").to_rdflib()
    with pytest.raises(InputError, match="rdflib has no base directions"):
        run(source, "CONSTRUCT { ?r ?p ?o } { ?r ?p ?o FILTER(hasLangDir(?o)) }").to_rdflib()


@pytest.mark.parametrize(
    ("graph", "query", "cells"),
    [
        ("<urn:a> <urn:says> <<( <urn:b> <urn:p> 'x, \"y\"'@en )>> .", "SELECT ?o { ?s ?p ?o }", '"<<( <urn:b> <urn:p> ""x, \\""y\\""""@en )>>"'),
        ("<urn:a> <urn:p> <urn:b> .", "SELECT (TRIPLE(?s, ?p, ?o) AS ?t) { ?s ?p ?o }", "<<( <urn:a> <urn:p> <urn:b> )>>"),
        ("<urn:a> <urn:p> <urn:b> {| <urn:q> 1 |} .", "SELECT ?t { ?r <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> ?t }", "<<( <urn:a> <urn:p> <urn:b> )>>"),
        ("<urn:a> <urn:p> 'x, y' .", "SELECT ?o { ?s ?p ?o }", '"x, y"'),
    ],
)  # fmt: skip
def test_a_triple_term_has_its_brackets_in_csv(graph: str, query: str, cells: str) -> None:
    out = BytesIO()
    write(memory(graph), query, "csv", out)
    assert out.getvalue().decode().split("\r\n")[1] == cells


def test_rows_with_triple_terms_are_the_csv_that_the_engine_writes_but_for_these() -> None:
    rows = "VALUES (?a ?b) { (1 'x,y') (UNDEF \"say \\\"z\\\"\"@en) (<urn:a> '') ('line\\nbreak' UNDEF) }"
    plain, with_terms = BytesIO(), BytesIO()
    write(memory(""), f"SELECT * {{ {rows} }}", "csv", plain)
    write(memory("<urn:a> <urn:says> <<( <urn:b> <urn:p> <urn:c> )>> ."), f"SELECT * {{ {rows} }}", "csv", with_terms)
    assert with_terms.getvalue() == plain.getvalue()
