"""The default graph is the union of all graphs as a set: each triple counts once, however many graphs hold it."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

import town
from hostile.graphs import memory
from wenmai.errors import StoreError
from wenmai.model import Literal
from wenmai.sources import Memory, Source, open_source
from wenmai.sources.store import load
from wenmai.sparql import Table, Triples, run
from wenmai.sparql.union import shares_triples

EX = "urn:ex:"
INTEGER = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")

QUERIES = (
    "SELECT * { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s",
    "SELECT (SUM(?v) AS ?sum) (AVG(?v) AS ?mean) { ?s :v ?v }",
    "SELECT ?s ?o { ?s :k/:k ?o }",
    "SELECT ?s ?o { ?s :k+ ?o }",
    "SELECT ?s ?o { ?s (:k|^:j)* ?o FILTER(isIRI(?s)) }",
    "SELECT ?s ?o { ?s !:k ?o }",
    "SELECT ?s { ?s :k ?o FILTER EXISTS { ?o :k ?s } }",
    "SELECT ?s ?v { ?s :k ?o OPTIONAL { ?o :v ?v } MINUS { ?s :j ?o } }",
    "SELECT ?g ?s { GRAPH ?g { ?s :k ?o } ?o :k ?x }",
    "SELECT ?g { GRAPH ?g { ?s :v ?v } FILTER NOT EXISTS { ?s :k ?x } }",
    "SELECT (COUNT(*) AS ?n) { { ?s :k ?o } UNION { GRAPH :g1 { ?s :k ?o } } }",
    "SELECT ?o (COUNT(?s) AS ?n) { { SELECT ?s ?o { ?s :k ?o } } } GROUP BY ?o HAVING (COUNT(?s) > 1)",
    "ASK { :a :k :b . :b :k :c }",
    "CONSTRUCT { ?o :back ?s } { ?s :k ?o }",
    "CONSTRUCT { [] :of ?s } { ?s :v ?v }",
    "SELECT (COUNT(*) AS ?n) (SUM(?v) AS ?sum) FROM :g1 FROM :g2 { ?s :v ?v }",
    "SELECT ?s ?o FROM :g1 FROM :g2 { ?s :k+ ?o }",
    "SELECT (COUNT(*) AS ?n) FROM :g1 FROM :g1 { ?s ?p ?o }",
    "SELECT ?g ?s ?x FROM :g1 FROM :g2 FROM NAMED :g2 FROM NAMED :g3 { ?s :k ?o GRAPH ?g { ?o ?p ?x } }",
    "SELECT * FROM NAMED :g1 { { ?s :k ?o } UNION { GRAPH ?g { ?s :k ?o } } }",
)


def draw_quads(seed: int) -> list[ox.Quad]:
    """Some triples, each in one to three of four graphs, which all hold something."""
    dice = random.Random(seed)
    nodes = [ox.NamedNode(EX + name) for name in "abcde"]
    graphs = [ox.DefaultGraph(), *(ox.NamedNode(f"{EX}g{number}") for number in (1, 2, 3))]
    quads = [ox.Quad(nodes[0], ox.NamedNode(EX + "in"), nodes[1], graph) for graph in graphs]
    for _ in range(dice.randint(3, 20)):
        link = ox.NamedNode(EX + dice.choice("kkj"))
        triple = dice.choice(nodes), link, dice.choice(nodes)
        if dice.random() < 0.3:
            triple = dice.choice(nodes), ox.NamedNode(EX + "v"), ox.Literal(str(dice.randint(1, 3)), datatype=INTEGER)
        quads += [ox.Quad(*triple, graph) for graph in dice.sample(graphs, dice.choice((1, 1, 2, 3)))]
    return quads


def reference(quads: list[ox.Quad]) -> rdflib.Dataset:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=ox.serialize(quads, format=ox.RdfFormat.N_QUADS), format="nquads")
    return dataset


def text(term: object) -> str:
    """What both engines must agree on: numbers by their value, blank nodes by being some."""
    if term is None:
        return ""
    if isinstance(term, rdflib.BNode) or (isinstance(term, str) and term.startswith("_:")):
        return "_"
    value = term.value if isinstance(term, Literal) else str(term)
    return f"{float(value):g}" if value.replace(".", "", 1).isdigit() else value


def ours(source: Source, query: str) -> object:
    answer = run(source, f"PREFIX : <{EX}> {query}")
    if isinstance(answer, Table):
        order = sorted(range(len(answer.variables)), key=lambda place: answer.variables[place])
        return Counter(tuple(text(row[place]) for place in order) for row in answer.rows)
    return Counter(tuple(map(text, row)) for row in answer.triples) if isinstance(answer, Triples) else answer


def theirs(dataset: rdflib.Dataset, query: str) -> object:
    result = dataset.query(f"PREFIX : <{EX}> {query}")
    if result.type == "ASK":
        return result.askAnswer
    if result.type == "CONSTRUCT":
        assert result.graph is not None
        return Counter(tuple(map(text, row)) for row in result.graph)
    assert result.vars is not None
    names = sorted(map(str, result.vars))
    return Counter(tuple(text(row.get(rdflib.Variable(name))) for name in names) for row in result.bindings)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")
@pytest.mark.parametrize("seed", range(6))
def test_every_form_of_query_answers_as_rdflib_does(seed: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS", False)
    quads = draw_quads(seed)
    source, dataset = Memory.of(quads), reference(quads)
    (tmp_path / "a.nq").write_bytes(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"")
    load([str(tmp_path / "a.nq")], str(tmp_path / "store"))
    stored = open_source(str(tmp_path / "store"))
    for query in QUERIES:
        expected = theirs(dataset, query)
        assert ours(source, query) == expected, query
        assert ours(stored, query) == expected, query


SHARED = "@prefix : <urn:ex:> . :g1 { :a :v 5 ; :k :b } :g2 { :a :v 5 . :b :k :c } :x :v 7 ."
APART = "@prefix : <urn:ex:> . :g1 { :a :v 5 ; :k :b } :g2 { :b :k :c } :x :v 7 ."
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def count(source: Source, query: str = COUNT, **options: bool) -> str:
    answer = run(source, query, **options)  # type: ignore[arg-type]
    assert isinstance(answer, Table)
    return text(answer.rows[0][0])


def stored(folder: Path, name: str, *texts: str) -> Path:
    for number, content in enumerate(texts):
        file = folder / f"{name}{number}.trig"
        file.write_text(content, encoding="utf-8")
        load([str(file)], str(folder / name), add=number > 0)
    return folder / name


def test_what_is_not_shared_is_not_copied(tmp_path: Path) -> None:
    assert memory(SHARED).united is not None
    assert memory(APART).united is None
    assert list(stored(tmp_path, "shared", SHARED).glob("g-*/union"))
    assert not list(stored(tmp_path, "apart", APART).glob("g-*/union"))


def test_adding_a_graph_that_shares_triples_makes_the_union(tmp_path: Path) -> None:
    folder = stored(tmp_path, "store", "<urn:ex:a> <urn:ex:v> 5 .", "<urn:ex:g> { <urn:ex:a> <urn:ex:v> 5 , 6 }")
    source = open_source(str(folder))
    assert count(source) == "2"
    assert count(source, union=False) == "1"
    source.verify()  # type: ignore[attr-defined]


def test_a_graph_that_grows_by_a_shared_triple_is_united_anew() -> None:
    source = memory(APART)
    assert count(source) == "4"
    (quad,) = source.store.quads_for_pattern(ox.NamedNode(EX + "x"), None, None, None)
    source.store.add(ox.Quad(*quad.triple, ox.NamedNode(EX + "g1")))
    assert count(source) == "4"


@pytest.mark.slow
def test_a_store_of_an_earlier_wenmai_answers_unless_it_would_count_twice(tmp_path: Path) -> None:
    for name, content in (("shared", SHARED), ("apart", APART)):
        (written,) = stored(tmp_path, name, content).glob("g-*/union.list")
        written.unlink()
    assert count(open_source(str(tmp_path / "apart"))) == "4"
    with pytest.raises(StoreError, match=r"earlier wenmai.*load it again"):
        count(open_source(str(tmp_path / "shared")))


def test_a_damaged_union_is_detected(tmp_path: Path) -> None:
    folder = stored(tmp_path, "store", SHARED)
    table = max(folder.glob("g-*/union/*.sst"), key=lambda path: path.name)
    table.write_bytes(table.read_bytes()[:-1] + b"!")
    with pytest.raises(StoreError, match="is damaged"):
        count(open_source(str(folder)))


@pytest.mark.parametrize(
    ("query", "graph"),
    [
        ("BASE <urn:ex:> SELECT (COUNT(*) AS ?n) FROM <urn:ex:g1> FROM <urn:ex:g2> { ?s :v ?v }", ""),
        ("BASE <http://x.org/a/> SELECT (COUNT(*) AS ?n) FROM <g> FROM <../a/g#> FROM <h> { ?s ?p ?v }", "http://x.org/a/"),
        ("PREFIX g: <http://x.org/a> SELECT (COUNT(*) AS ?n) FROM g:\\/g FROM g:\\/h { ?s ?p ?v }", "http://x.org/a/"),
    ],
)  # fmt: skip
def test_graphs_are_chosen_however_their_names_are_written(query: str, graph: str) -> None:
    shared = (
        f"<{graph}g> {{ <urn:a> <urn:v> 5 }} <{graph}h> {{ <urn:a> <urn:v> 5 }} <{graph}g#> {{ <urn:a> <urn:v> 5 }}"
    )
    source = memory(shared if graph else SHARED)
    assert count(source, f"PREFIX : <{EX}> {query}") == "1"


def test_graphs_of_ten_are_compared_in_pairs() -> None:
    lines = [
        f"<urn:g{number}> {{ <urn:a> <urn:v> {number} . <urn:b> <urn:w> <urn:c{number}> }}" for number in range(10)
    ]
    assert not shares_triples(memory("\n".join(lines)).store)
    assert shares_triples(memory("\n".join([*lines, "<urn:g0> { <urn:b> <urn:w> <urn:c9> }"])).store)


GRAPHS = {"urn:g1", "urn:g2"}
TOLD = ("in graph g1", "in graph g2")
COMMANDS = (
    "stats", "search Bank", "show Bank", "path Bank Street", "around Bank", "between Bank Court", "timeline", "figures",
    "compare Bank Court", "analyze", "check",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_answers_the_same_when_a_second_graph_repeats_the_first(wenmai, tmp_path, command: str) -> None:
    once, twice = tmp_path / "once.trig", tmp_path / "twice.trig"
    once.write_text(f"{town.PREFIXES} <urn:g1> {{ {town.TOWN} }}", encoding="utf-8")
    twice.write_text(f"{once.read_text(encoding='utf-8')} <urn:g2> {{ {town.TOWN} }}", encoding="utf-8")
    ran = [wenmai(*command.split(), "-g", str(file), "--format", "json") for file in (once, twice)]
    answers = [without_graphs(json.loads(one.out.replace("twice.trig", "once.trig"))) for one in ran]
    assert ran[0].status == ran[1].status
    assert answers[0] == answers[1]


def without_graphs(answer: object) -> object:
    """An answer but for the graphs that say so, which may be one or two."""
    if isinstance(answer, dict):
        return {key: without_graphs(value) for key, value in answer.items() if key != "graphs"}
    kept = answer if isinstance(answer, list) else None
    if kept is None:
        return answer
    said = (one for one in kept if one not in TOLD)
    said = (
        one for one in said if not isinstance(one, dict) or {one.get("document"), one.get("graph")}.isdisjoint(GRAPHS)
    )
    return [without_graphs(one) for one in said]


def test_an_iri_that_no_parser_would_take_is_compared_and_never_read_as_a_query() -> None:
    store = ox.Store()  # as somebody else's store folder may hold them
    predicate = r"urn:p\u003E\u0020?o\u007D\u0020SERVICE\u0020\u003Chttp://h/\u003E\u007B?s\u0020\u003Curn:x"
    lines = [f"<urn:s> <{predicate}> <urn:o> <urn:g{number}> ." for number in (1, 2)]
    store.load(lines[0].encode(), format=ox.RdfFormat.N_QUADS, lenient=True)
    store.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:q"), ox.NamedNode("urn:o"), ox.NamedNode("urn:g2")))
    assert not shares_triples(store)
    store.load(lines[1].encode(), format=ox.RdfFormat.N_QUADS, lenient=True)
    assert shares_triples(store)
