"""What a graph says about a fact reaches every output: each kind of remark by each output, filled by running it.

What no cell can hold is not a cell: a timeline tells what is dated, and ``--undated`` the rest; RDF/XML and JSON-LD have no triple
terms, and say so.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
from pathlib import Path

import pyoxigraph
import pytest

import wenmai
from wenmai.sources import Memory
from wenmai.view.data import PageEntities, everything, gather

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "graph" / "wenmai" / "view" / "script"
EX = "http://example.org/"

HEAD = """
@prefix ex: <http://example.org/> . @prefix wm: <urn:wenmai:term:> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:ann a ex:Person ; rdfs:label "Ann"@en ; ex:worksAt ex:firm ; ex:age 42 .
ex:bob a ex:Person ; rdfs:label "Bob"@en ; ex:worksAt ex:firm .
ex:firm a ex:Firm ; rdfs:label "Firm"@en .
ex:dora rdfs:label "Dora"@en .
ex:worksAt rdfs:label "works at"@en . ex:role rdfs:label "role"@en . ex:age rdfs:label "age"@en .
"""

REMARKS = {
    "status": ("wm:status wm:Planned", "planned", "status"),
    "speaker": ("wm:saidBy ex:dora", "says Dora", "saidBy"),
    "inferred": ("wm:inferred true", "inferred", "inferred"),
    "open list": ("wm:listOpen true", "among others", "listOpen"),
    "note": ('wm:note "as the text has it"@en', "as the text has it", "notes"),
    "time": ('wm:since "2001" ; wm:until "2005"', "2001/2005", "time"),
    "qualifier that dates": (
        'ex:from "2001-02-03"^^xsd:date ; ex:to "2005-11-30"^^xsd:date',
        "2001-02-03/2005-11-30",
        "time",
    ),
    "qualifier of whole years": (
        'ex:from "2001-01-01"^^xsd:date ; ex:to "2005-12-31"^^xsd:date',
        "2001/2005",
        "time",
    ),
    "qualifier": ('ex:role "engineer"', "role: engineer", "qualifiers"),
    "evidence": ("wm:evidence [ a wm:Passage ; wm:document ex:report ; wm:start 3 ; wm:end 9 ]", "report", "evidence"),
}
"""A remark, what a reader sees of it, and its key in JSON."""

SPELLINGS = {
    "statement": "[] a rdf:Statement ; rdf:subject {0} ; rdf:predicate {1} ; rdf:object {2} ; {3} .",
    "annotation": "{0} {1} {2} {{| {3} |}} .",
    "reifier": "[] rdf:reifies <<( {0} {1} {2} )>> ; {3} .",
    "axiom": "[] a <http://www.w3.org/2002/07/owl#Axiom> ; <http://www.w3.org/2002/07/owl#annotatedSource> {0} ; "
    "<http://www.w3.org/2002/07/owl#annotatedProperty> {1} ; <http://www.w3.org/2002/07/owl#annotatedTarget> {2} ; {3} .",
}

COLUMN = {"saidBy": "saidBy", "notes": "note"}
"""Where the column of a table is not called as the key in JSON."""


def turtle(remark: str, spelling: str, *more: str) -> str:
    """The town with a remark about Ann's work, and the same about her age."""
    said = [SPELLINGS[spelling].format("ex:ann", predicate, value, pairs)
            for predicate, value in (("ex:worksAt", "ex:firm"), ("ex:age", "42")) for pairs in (remark, *more)]  # fmt: skip
    return HEAD + "\n".join(said)


def memory(text: str) -> Memory:
    return Memory.of(list(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE)))


@pytest.fixture(params=SPELLINGS)
def spelling(request):
    return request.param


@pytest.fixture(params=REMARKS)
def remark(request):
    return REMARKS[request.param]


@pytest.fixture
def ask(wenmai, monkeypatch):
    monkeypatch.setenv("WENMAI_CACHE", "off")

    def run(*arguments: str) -> str:
        done = wenmai(*arguments)
        assert done.status == 0, done.err
        return done.out

    return run


COMMANDS = {
    "path": ("path", "Ann", "Bob"),
    "show": ("show", "Ann"),
    "show, of a literal": ("show", "Ann"),
    "around": ("around", "Ann"),
    "between": ("between", "Ann", "Bob"),
    "compare": ("compare", "Ann", "Bob"),
    "timeline": ("timeline", "Ann"),
    "timeline of all": ("timeline",),
    "what is not dated": ("timeline", "Ann", "--undated"),
    "figures": ("figures", "Ann"),
}


def dated(remark) -> bool:
    return remark[2] == "time"


def tells(command: str, remark) -> bool:
    """A timeline tells what is dated, and what is not is asked for."""
    if command == "what is not dated":
        return not dated(remark)
    return dated(remark) or not command.startswith("timeline")


CELLS = [
    pytest.param(command, remark, spelling, id=f"{command}-{name}-{spelling}")
    for command in COMMANDS
    for name, remark in REMARKS.items()
    for spelling in ("statement", "annotation")
    if tells(command, remark)
]
"""Each remark by each command; that every spelling is read as another is tested by the library and the exports below."""


def answer(ask, command: str, remark, spelling: str, tmp_path, *options: str) -> str:
    path = tmp_path / "town.ttl"
    path.write_text(turtle(remark[0], spelling), encoding="utf-8")
    return ask(*COMMANDS[command], "-g", str(path), *options)


@pytest.mark.parametrize(("command", "remark", "spelling"), CELLS)
def test_a_remark_is_in_the_text(ask, command, remark, spelling, tmp_path):
    seen = remark[1].removeprefix("says ") if command == "figures" else remark[1]  # these have a column for it
    assert seen in answer(ask, command, remark, spelling, tmp_path)


@pytest.mark.parametrize(("command", "remark", "spelling"), CELLS)
def test_a_remark_is_in_the_json(ask, command, remark, spelling, tmp_path):
    found = json.loads(answer(ask, command, remark, spelling, tmp_path, "--format", "json"))
    assert remark[2] in {key for statement in statements_in(found) for key in statement}


@pytest.mark.parametrize(("command", "remark", "spelling"), CELLS)
def test_a_remark_is_in_its_column_of_the_csv(ask, command, remark, spelling, tmp_path):
    told = answer(ask, command, remark, spelling, tmp_path, "--format", "csv")
    key = "period" if (command, remark[2]) == ("figures", "time") else COLUMN.get(remark[2], remark[2])
    assert any(row.get(key) for row in csv_rows(told)), told


def statements_in(value):
    """Every statement in a JSON value."""
    if isinstance(value, dict):
        yield from value.get("statements", ())
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from statements_in(one)


def csv_rows(text: str):
    """The rows of every table of a CSV; a comparison has several, each with a title above."""
    for block in text.split("\n\n"):
        lines = block.split("\n")
        yield from csv.DictReader(io.StringIO("\n".join(lines[1:] if lines[0].startswith("# ") else lines)))


TABLES = {"csv": "links.csv", "neo4j": "relationships.csv", "parquet": "links.parquet"}
FORMATS = ("graphml", "gexf", "cytoscape", *TABLES)


def exported(graph: Memory, folder: Path, name: str) -> list[dict[str, str]]:
    """What each link of an export carries, by name, as another program reads it."""
    wenmai.export_graph(graph, folder / f"town.{name}", format=name, language="en")
    path = folder / f"town.{name}"
    if name == "graphml":
        import networkx as nx

        return [data for _, _, data in nx.read_graphml(path, force_multigraph=True).edges(data=True)]
    if name == "gexf":
        import networkx as nx

        return [data for _, _, data in nx.read_gexf(path).edges(data=True)]
    if name == "cytoscape":
        return [edge["data"] for edge in json.loads(path.read_text(encoding="utf-8"))["elements"]["edges"]]
    if name == "parquet":
        return pytest.importorskip("pyarrow.parquet").read_table(path / TABLES[name]).to_pylist()
    rows = csv.DictReader(io.StringIO((path / TABLES[name]).read_text(encoding="utf-8"), newline=""))
    return [{key.partition(":string")[0]: value for key, value in row.items()} for row in rows]


@pytest.mark.parametrize("name", FORMATS)
def test_a_remark_is_in_its_field_of_an_export(name, spelling, remark, tmp_path):
    found = exported(memory(turtle(remark[0], spelling)), tmp_path, name)
    assert [row for row in found if row.get(COLUMN.get(remark[2], remark[2]))], found


@pytest.mark.parametrize("name", ["turtle", "ntriples", "nquads", "trig", "rdfxml", "jsonld"])
def test_a_remark_is_in_the_rdf_of_a_neighbourhood(name, spelling, remark, tmp_path):
    """Read again, it is said of the same fact. RDF/XML and JSON-LD have no triple terms, and say so."""
    graph = memory(turtle(remark[0], spelling))
    done = wenmai.export_graph(graph, tmp_path / "town", format=name, entity=EX + "ann")
    if name in ("rdfxml", "jsonld") and spelling in ("annotation", "reifier"):
        assert any("triple term" in notice or "RDF 1.2" in notice for notice in done.notices), done.notices
        return
    kinds = {"turtle": "ttl", "ntriples": "nt", "nquads": "nq", "rdfxml": "rdf"}
    path = (tmp_path / "town").rename(tmp_path / f"town.{kinds.get(name, name)}")
    assert told(wenmai.open(path)) == told(graph)


def told(graph) -> list[tuple[object, ...]]:
    """What is said about Ann's work, without the names of statements and blank nodes."""
    said = graph.statements.of(EX + "ann", EX + "worksAt", EX + "firm")
    return sorted(tuple(one._replace(name="", qualifiers=tuple(sorted(one.qualifiers)))) for one in said)


def test_a_remark_is_in_the_library(spelling, remark):
    graph = memory(turtle(remark[0], spelling))
    found = [
        wenmai.find_paths(graph, "Ann", "Bob", language="en")[0].hops[0].statements,
        *(hop.statements for hop in wenmai.around(graph, "Ann").links() if hop.subject == EX + "ann"),
        *(
            fact.statements
            for fact in wenmai.describe(graph, "Ann").facts
            if fact.predicate in (EX + "worksAt", EX + "age")
        ),
        wenmai.compare(graph, "Ann", "Bob").shared[0].a[0].statements,
        wenmai.figures(graph, "Ann")[0].statements,
        wenmai.timeline(graph, "Ann", undated=not dated(remark))[0].statements,
    ]
    assert len(found) >= 7
    assert len({tuple(one._replace(name="") for one in every) for every in found}) == 1
    edges = [data for _, _, data in wenmai.to_networkx(graph, language="en").edges(data=True)]
    assert [data for data in edges if COLUMN.get(remark[2], remark[2]) in data]


def test_a_remark_is_in_the_frames(spelling, remark):
    pytest.importorskip("pandas")
    graph = memory(turtle(remark[0], spelling))
    frame = wenmai.timeline(graph, "Ann", undated=not dated(remark), language="en").to_pandas()
    assert frame[COLUMN.get(remark[2], remark[2])].any()


def page_data(graph: Memory) -> dict[str, object]:
    held = PageEntities(everything(graph.index), whole=True)
    return json.loads(json.dumps(gather(graph, held)))


def test_a_remark_is_in_the_data_of_the_page(spelling, remark):
    text = json.dumps(page_data(memory(turtle(remark[0], spelling))), ensure_ascii=False)
    assert remark[1].removeprefix("says ").removeprefix("role: ") in text


SAVE = """
import {{ readFileSync }} from "node:fs";
import {{ makeGraph }} from "{script}/graph.js";
import {{ csvOf, jsonOf }} from "{script}/rows.js";
import {{ turtleOf }} from "{script}/turtle.js";
const graph = makeGraph(JSON.parse(readFileSync(0, "utf8")));
graph.words = "en";
const all = {{ nodes: new Set(Array.from({{ length: graph.count }}, (_, i) => i)), links: new Set(Array.from({{ length: graph.size }}, (_, i) => i)) }};
process.stdout.write(JSON.stringify({{ csv: csvOf(graph, all), json: JSON.parse(jsonOf(graph, all)), turtle: turtleOf(graph, all) }}));
"""


@pytest.fixture(scope="module")
def node() -> str:
    command = shutil.which("node")
    if command is None and os.environ.get("CI"):
        pytest.fail("no node found, and in CI the page's script must be tested")
    if command is None:
        pytest.skip("no node found: what the page saves is tested with Node 18 or newer")
    return command


def saved(node: str, graph: Memory) -> dict[str, object]:
    """What the page saves of everything, by its own script."""
    script = SAVE.format(script=SCRIPT.as_uri())
    done = subprocess.run(
        [node, "--input-type=module", "-e", script],
        input=json.dumps(page_data(graph)), capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def test_a_remark_is_in_what_the_page_saves(node, spelling, remark):
    graph = memory(turtle(remark[0], spelling))
    found = saved(node, graph)
    rows = list(csv.DictReader(io.StringIO(found["csv"], newline="")))
    assert any(row[COLUMN.get(remark[2], remark[2])] for row in rows)
    link = next(link for link in found["json"]["links"] if link["subject"] == EX + "ann")
    assert link[remark[2]] if remark[2] in ("time", "evidence") else remark[2] in link["statements"][0]
    again = Memory.of(list(pyoxigraph.parse(found["turtle"], format=pyoxigraph.RdfFormat.TURTLE)))
    assert told(again) == told(graph)


SEVERAL = ('wm:status wm:Planned ; ex:role "engineer"', 'wm:saidBy ex:dora ; ex:role "manager"')


@pytest.mark.parametrize("form", ["json", "csv"])
@pytest.mark.parametrize("command", [name for name in COMMANDS if not name.startswith("timeline")])
def test_several_statements_of_a_fact_stay_several(ask, command, form, tmp_path):
    """Which says what: the planned one is that of the engineer, and Dora's that of the manager."""
    path = tmp_path / "town.ttl"
    path.write_text(turtle(SEVERAL[0], "statement", SEVERAL[1]), encoding="utf-8")
    found = ask(*COMMANDS[command], "-g", str(path), "--format", form)
    if form == "json":
        every = list(statements_in(json.loads(found)))
    else:
        every = [one for row in csv_rows(found) if row.get("statements") for one in json.loads(row["statements"])]
    assert ("engineer", "manager") == tuple(sorted({role(one) for one in every}))
    assert all(("status" in one) == (role(one) == "engineer") for one in every)


def role(statement) -> str:
    return statement["qualifiers"][0]["value"]


@pytest.mark.parametrize("name", FORMATS)
def test_several_statements_stay_several_in_an_export(name, tmp_path):
    found = exported(memory(turtle(SEVERAL[0], "statement", SEVERAL[1])), tmp_path, name)
    every = next(json.loads(row["statements"]) for row in found if row.get("statements"))
    assert [("status" in one, role(one)) for one in sorted(every, key=role)] == [(True, "engineer"), (False, "manager")]


def test_several_statements_stay_several_in_what_the_page_saves(node):
    graph = memory(turtle(SEVERAL[0], "statement", SEVERAL[1]))
    found = saved(node, graph)
    again = Memory.of(list(pyoxigraph.parse(found["turtle"], format=pyoxigraph.RdfFormat.TURTLE)))
    assert told(again) == told(graph)
    assert len(told(again)) == 2


def test_several_statements_are_told_apart_in_the_text(ask, tmp_path):
    path = tmp_path / "town.ttl"
    path.write_text(turtle(SEVERAL[0], "statement", SEVERAL[1]), encoding="utf-8")
    assert "[planned, role: engineer; says Dora, role: manager]" in ask("path", "Ann", "Bob", "-g", str(path))
