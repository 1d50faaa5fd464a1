"""Checking a graph: every rule has a valid and an invalid case, and the packaged graph passes."""

from __future__ import annotations

import builtins
import contextlib
import json
from collections import defaultdict
from pathlib import Path

import pytest

import town
from wenmai.audit import check
from wenmai.audit import shapes as shacl
from wenmai.errors import InputError
from wenmai.model import Literal
from wenmai.sources import Memory, open_source
from wenmai.system import packaged
from wenmai.terms import WM

BROKEN = Path(__file__).parent / "broken"
VALID = BROKEN / "valid.ttl"
CASES = sorted((BROKEN / "check").glob("*.ttl"))

PREFIXES = """
@prefix ex: <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


@pytest.fixture(scope="module")
def broken():
    """The faults of all broken files together with the valid one, by file name: one run of the shapes serves all."""
    report = check.check(open_source(str(VALID), *map(str, CASES)), partial=True, fail_on="warning")
    found = defaultdict(list)
    for fault in report.faults:
        found[Path(fault.file or "nowhere").name].append(fault)
    return found


@pytest.mark.parametrize("spelling", ["axiom", "reifier"])
def test_statements_of_every_spelling_cite_their_triple(spelling):
    written = open_source(str(VALID), *map(str, CASES))
    respelt = Memory.of(town.respell(written.quads(), spelling))
    rules = {"uncited", "unstated", "duplicate-statement"}
    one, other = (
        {(fault.rule, fault.focus) for fault in check.check(source, partial=True).faults if fault.rule in rules}
        for source in (written, respelt)
    )
    assert {rule for rule, _ in one} == rules
    assert one == other


@pytest.fixture
def listener():
    """An HTTP server on loopback that writes down what is asked of it."""
    import threading
    from http.server import BaseHTTPRequestHandler, HTTPServer

    calls = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            calls.append(self.path)
            self.send_error(404)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        server.calls, server.address = calls, f"http://127.0.0.1:{server.server_port}/sparql"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def write(folder: Path, name: str, text: str) -> str:
    file = folder / name
    file.write_text(PREFIXES + text, encoding="utf-8")
    return str(file)


# Every rule -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_broken_file_fails_for_its_own_reason_only(broken, case):
    assert {fault.rule for fault in broken[case.name]} == {case.stem}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_fault_names_the_line_where_its_subject_stands(broken, case):
    lines = case.read_text(encoding="utf-8").splitlines()
    for fault in broken[case.name]:
        block = "\n".join(lines[: fault.line]).rsplit("\n\n", 1)[-1]
        assert fault.focus.rsplit(":", 1)[-1] in block


def test_no_fault_lies_outside_the_broken_files(broken):
    assert set(broken) == {case.name for case in CASES}


def test_every_rule_has_a_broken_file():
    shapes_only = {"vacuous-shape", "cites-nothing"}  # a graph cannot break it by what it adds; see the tests below
    assert {case.stem for case in CASES} | shapes_only == set(check.rule_names())


def test_the_valid_file_passes_and_every_shape_has_a_valid_case():
    assert check.check(open_source(str(VALID)), fail_on="warning").faults == ()
    assert [*unused_targets(VALID)] == []


def test_every_packaged_shape_is_of_use_in_the_packaged_graph():
    """But for ranges, of which the report has none."""
    assert {str(target) for _, target in unused_targets(packaged.triples())} <= {WM + "low", WM + "high"}


@pytest.mark.parametrize("left_open", ["unit", "bound", "scope", "period"])
def test_what_the_text_leaves_open_is_said_and_not_made_up(tmp_path, left_open):
    """A figure may lack what the text does not state, if it says so; it does not say both."""
    said = f"\nfig:企业\n    wm:notStated wm:{left_open} ;\n"
    lines = VALID.read_text("utf-8").replace("\nfig:企业\n", said)
    start, end = lines.index("fig:企业\n"), lines.index("fig:资本\n")
    figure = lines[start:end]
    kept = "".join(line for line in figure.splitlines(True) if not line.startswith(f"    wm:{left_open} "))
    for name, text in (("both.ttl", figure), ("open.ttl", kept)):
        (tmp_path / name).write_text(lines[:start] + text + lines[end:], "utf-8")
    found = check.check(open_source(str(tmp_path / "open.ttl"))).faults
    assert f"figure-{left_open}" not in {fault.rule for fault in found}
    if left_open != "scope":  # of which there may be several
        twice = check.check(open_source(str(tmp_path / "both.ttl"))).faults
        assert {fault.rule for fault in twice} == {f"figure-{left_open}"}


def unused_targets(file: Path):
    """The packaged shapes that find nothing in a graph with the vocabulary."""
    quads = [*shacl.plain_quads(file), *shacl.plain_quads(packaged.vocabulary())]
    return shacl.vacuous_targets(shacl.rdflib_graph(quads), shacl.read_shapes([packaged.shapes()]))


def test_a_small_graph_in_the_vocabulary_has_no_vacuous_faults(tmp_path):
    """Its writer needs a few classes only, and the shapes of the others are not at fault."""
    named = '<http://www.w3.org/2000/01/rdf-schema#label> "甲"@zh , "A"@en'
    data = write(tmp_path, "own.ttl", f"ex:a a <urn:wenmai:term:Place> ; {named} .\n")
    assert {fault.rule for fault in check.check(open_source(data)).faults} <= {"isolated"}


def test_every_property_shape_is_used_by_a_shape_and_speaks_both_languages():
    from rdflib import RDF, Graph, Namespace

    sh, form = Namespace("http://www.w3.org/ns/shacl#"), Graph().parse(packaged.shapes())
    used = set(form.objects(None, sh.property))
    for rule in form.subjects(RDF.type, sh.PropertyShape):
        assert rule in used, rule
        assert {message.language for message in form.objects(rule, sh.message)} == {"zh", "en"}, rule


def test_sentences_come_in_the_asked_language():
    case = open_source(str(VALID), str(BROKEN / "check" / "label-both.ttl"))
    sentences = {
        language: check.check(case, fail_on="warning", language=language).faults[0].message for language in ("zh", "en")
    }
    assert sentences == {"zh": "要有中文和英文两个 rdfs:label", "en": "needs both a zh and an en rdfs:label"}


# The packaged graph ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def packaged_report():
    return check.check(open_source(), fail_on="warning")


@pytest.mark.slow
def test_the_packaged_graph_passes(packaged_report):
    assert packaged_report.faults == ()
    assert packaged_report.passed


def test_every_class_of_the_packaged_graph_has_a_shape_of_its_own(packaged_report):
    assert not {"class-without-shape", "vacuous-shape"} & {fault.rule for fault in packaged_report.faults}
    assert packaged_report.shapes > 0


OTHERS = """
@prefix wm: <urn:wenmai:term:> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:town a wm:Jurisdiction ; rdfs:label "Springfield" ; wm:locatedIn ex:state .
ex:state a wm:Jurisdiction ; rdfs:label "The State"@en .
ex:library a wm:Site ; rdfs:label "City Library"@en , "Bibliothèque"@fr ; wm:locatedIn ex:town .
ex:visits a wm:Indicator ; rdfs:label "visits"@en .
ex:y a wm:Year ; rdfs:label "2020"@en ; wm:begins "2020-01-01"^^xsd:date ; wm:ends "2020-12-31"^^xsd:date .
ex:visit a wm:Unit ; rdfs:label "visit"@en .
ex:f a wm:Figure ; rdfs:label "visits in 2020"@en ; wm:about ex:library ; wm:indicator ex:visits ; wm:value 12000 ;
    wm:unit ex:visit ; wm:bound wm:Exactly ; wm:period ex:y ; wm:status wm:Achieved ; wm:scope ex:town ; wm:measure wm:Flow .
"""
"""Somebody else's graph in the vocabulary: in other languages, and without citations."""


def test_somebody_elses_graph_in_the_vocabulary_has_no_faults(tmp_path):
    """What is a rule of this house (two languages, a citation for everything) is a warning, and uncited is said once."""
    report = check.check(open_source(write(tmp_path, "own.ttl", OTHERS)))
    assert report.passed, report.faults
    assert [one.rule for one in report.results].count("cites-nothing") == 1
    assert {one.severity for one in report.results} == {"warning"}
    assert not {"uncited"} & {one.rule for one in report.results}


def test_a_graph_that_cites_something_cites_everything(tmp_path):
    lines = VALID.read_text("utf-8") + "\nxc:甲县 wm:serves xc:戌类 .\n"
    (tmp_path / "own.ttl").write_text(lines, "utf-8")
    assert {fault.rule for fault in check.check(open_source(str(tmp_path / "own.ttl"))).faults} == {"uncited"}


# Other people's graphs ------------------------------------------------------------------------------------------------

SHAPES = """
ex:Person a sh:NodeShape ; sh:targetClass ex:Human ;
    sh:property [ sh:path ex:age ; sh:maxCount 1 ; sh:datatype xsd:integer ; sh:message "one age, a number" ] .
"""


def test_a_graph_is_held_against_its_own_shapes(tmp_path):
    data = write(tmp_path, "data.ttl", 'ex:ann a ex:Human ;\n    ex:age "old" .\nex:bob a ex:Human ; ex:age 7 .\n')
    report = check.check(open_source(data), shapes=write(tmp_path, "shapes.ttl", SHAPES))
    (fault,) = report.faults
    assert (fault.rule, fault.focus, fault.line) == ("Datatype", "http://example.org/ann", 6)
    assert fault.message == "one age, a number"
    assert (fault.severity, fault.path, fault.value) == ("violation", "http://example.org/age", Literal("old"))
    assert fault.shape == "http://example.org/Person"


def test_the_rules_of_a_cited_graph_are_not_asked_of_another(tmp_path):
    data = write(tmp_path, "data.ttl", "ex:bob a ex:Human ; ex:age 7 ; ex:likes ex:nobody .\n")
    assert check.check(open_source(data), shapes=write(tmp_path, "shapes.ttl", SHAPES)).passed


def test_a_shape_that_finds_nothing_is_a_fault(tmp_path):
    data = write(tmp_path, "data.ttl", "ex:rex a ex:Dog .\n")
    shapes = write(tmp_path, "shapes.ttl", SHAPES)
    (fault,) = check.check(open_source(data), shapes=shapes).faults
    assert (fault.rule, fault.file, fault.line) == ("vacuous-shape", shapes, 6)
    assert check.check(open_source(data), shapes=shapes, partial=True).passed


@pytest.mark.parametrize(
    ("target", "filled"),
    [
        ("sh:targetNode ex:rex", True),
        ("sh:targetNode ex:nobody", False),
        ("sh:targetSubjectsOf ex:likes", True),
        ("sh:targetObjectsOf ex:hates", False),
        ("a <http://www.w3.org/2000/01/rdf-schema#Class>", False),
    ],
)
def test_every_kind_of_target_can_be_vacuous(tmp_path, target, filled):
    data = write(tmp_path, "data.ttl", "ex:rex a ex:Dog ; ex:likes ex:bob .\n")
    shape = f"ex:S a sh:NodeShape ; {target} ; sh:nodeKind sh:IRI .\n"
    assert check.check(open_source(data), shapes=write(tmp_path, "shapes.ttl", shape)).passed is filled


def test_subclasses_count_as_instances(tmp_path):
    sub = "ex:Child <http://www.w3.org/2000/01/rdf-schema#subClassOf> ex:Human . ex:kim a ex:Child ; ex:age 1 , 2 .\n"
    report = check.check(open_source(write(tmp_path, "d.ttl", sub)), shapes=write(tmp_path, "shapes.ttl", SHAPES))
    assert [(fault.rule, fault.focus) for fault in report.faults] == [("MaxCount", "http://example.org/kim")]


def test_a_graph_of_another_vocabulary_is_asked_for_its_shapes(tmp_path):
    with pytest.raises(InputError, match="--shapes FILE"):
        check.check(open_source(write(tmp_path, "data.ttl", "ex:a ex:b ex:c .\n")), partial=True)


def test_shapes_without_a_target_are_refused(tmp_path):
    data = write(tmp_path, "data.ttl", "ex:a ex:b ex:c .\n")
    with pytest.raises(InputError, match="no SHACL shape with a target"):
        check.check(open_source(data), shapes=data)


def test_a_rule_in_sparql_is_run(tmp_path):
    rule = """ex:S a sh:NodeShape ; sh:targetClass ex:Human ; sh:sparql [ sh:message "likes itself" ;
        sh:select "SELECT $this WHERE { $this <http://example.org/likes> $this }" ] ."""
    data = write(tmp_path, "data.ttl", "ex:bob a ex:Human ; ex:likes ex:bob .\n")
    (fault,) = check.check(open_source(data), shapes=write(tmp_path, "shapes.ttl", rule)).faults
    assert (fault.rule, fault.message, fault.line) == ("S", "likes itself", 5)


def test_unusable_shapes_are_one_sentence(tmp_path):
    shapes = write(
        tmp_path, "shapes.ttl", 'ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path "no" ] .\n'
    )
    with pytest.raises(InputError, match="these shapes cannot be used"):
        check.check(open_source(shapes), shapes=shapes)


def test_an_ill_typed_literal_is_a_fault_and_no_noise(tmp_path, capfd):
    data = write(tmp_path, "data.ttl", 'ex:ann a ex:Human ; ex:age "many"^^xsd:integer .\n')
    report = check.check(open_source(data), shapes=write(tmp_path, "shapes.ttl", SHAPES))
    assert [fault.rule for fault in report.faults] == ["Datatype"]
    assert capfd.readouterr() == ("", "")


def test_blank_nodes_and_named_graphs_are_checked(tmp_path):
    data = write(tmp_path, "data.trig", 'ex:g { [ a ex:Human ; ex:age "x" ] . }\n')
    (fault,) = check.check(open_source(data), shapes=write(tmp_path, "shapes.ttl", SHAPES)).faults
    assert fault.focus.startswith("_:")


def test_a_missing_pyshacl_says_how_to_install_it(monkeypatch, tmp_path):
    real = builtins.__import__

    def refuse(name, *rest):
        if name.startswith("pyshacl"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(InputError, match=r"pip install 'wenmai\[check\]'"):
        check.check(Memory((str(VALID),)), partial=True)


# Severities, several shapes, and the report of the standard -----------------------------------------------------------

MILD = """
ex:Mild a sh:NodeShape ; sh:targetClass ex:Human ; sh:property ex:name , ex:nick , ex:motto .
ex:name a sh:PropertyShape ; sh:path ex:name ; sh:minCount 1 ; sh:severity sh:Warning ; sh:message "has a name" .
ex:nick a sh:PropertyShape ; sh:path ex:nick ; sh:minCount 1 ; sh:severity sh:Info ; sh:message "may have a nick" .
ex:motto a sh:PropertyShape ; sh:path [ sh:inversePath ex:by ] ; sh:minCount 1 ; sh:severity sh:Debug .
"""


@pytest.fixture
def bob(tmp_path):
    return write(tmp_path, "data.ttl", "ex:bob a ex:Human ; ex:age 7 .\n")


@pytest.mark.parametrize(("fail_on", "faults"), [("violation", []), ("warning", ["name"]), ("info", ["name", "nick"])])
def test_milder_results_are_told_and_are_no_faults(tmp_path, bob, fail_on, faults):
    report = check.check(open_source(bob), shapes=write(tmp_path, "mild.ttl", MILD), fail_on=fail_on)
    severities = {result.rule: result.severity for result in report.results}
    assert severities == {"name": "warning", "nick": "info", "motto": "http://www.w3.org/ns/shacl#Debug"}
    assert sorted(fault.rule for fault in report.faults) == faults
    assert report.passed is not bool(faults)


def test_a_severity_of_ones_own_is_a_fault(tmp_path, bob):
    own = write(tmp_path, "own.ttl", MILD.replace("sh:Warning", "ex:Fatal"))
    assert [(one.rule, one.severity) for one in check.check(open_source(bob), shapes=own).faults] == [
        ("name", "http://example.org/Fatal")
    ]


def test_every_shapes_file_is_held_against_the_graph(tmp_path, bob):
    number = SHAPES.replace("xsd:integer", "xsd:string")  # blank nodes of the two files may have one name
    files = [write(tmp_path, "a.ttl", number), write(tmp_path, "b.ttl", MILD)]
    apart = [set(check.check(open_source(bob), shapes=file, fail_on="info").results) for file in files]
    together = check.check(open_source(bob), shapes=files, fail_on="info")
    assert {one.rule for one in together.results} == {"Datatype", "name", "nick", "motto"}
    assert set(together.results) == apart[0] | apart[1]
    assert together.shapes == 2


def reference(data, shapes):
    """What pyshacl and rdflib say of the files by themselves: focus, path, value, severity, component of each result."""
    import pyshacl
    from rdflib import BNode, Graph, Namespace

    sh = Namespace("http://www.w3.org/ns/shacl#")
    form = Graph()
    for file in shapes:
        form.parse(file)
    _, report, _ = pyshacl.validate(Graph().parse(data), shacl_graph=form, inference="none")
    parts = ("focusNode", "resultPath", "value", "resultSeverity", "sourceConstraintComponent", "sourceShape")

    def told(node):
        return "_" if isinstance(node, BNode) else None if node is None else node.n3()

    results = [tuple(told(report.value(one, sh[part])) for part in parts) for one in report.objects(None, sh.result)]
    return sorted(results, key=str)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib reads JSON-LD by it
def test_the_report_as_rdf_is_that_of_pyshacl(tmp_path, wenmai):
    from rdflib import BNode, Graph, Namespace

    sh = Namespace("http://www.w3.org/ns/shacl#")
    data = write(
        tmp_path,
        "data.ttl",
        'ex:ann a ex:Human ; ex:age "old" , 7 ; ex:name "Ann"@en .\nex:bob a ex:Human ; ex:age 7 .\n',
    )
    shapes = [write(tmp_path, "a.ttl", SHAPES), write(tmp_path, "b.ttl", MILD)]
    parts = ("focusNode", "resultPath", "value", "resultSeverity", "sourceConstraintComponent", "sourceShape")
    for form, name in (("turtle", "turtle"), ("ntriples", "nt"), ("rdfxml", "xml"), ("jsonld", "json-ld")):
        options = ["check", "-g", data, "--shapes", shapes[0], "--shapes", shapes[1], "--format", form]
        ran = wenmai(*options)
        assert ran.status == 1
        assert ran.out == wenmai(*options).out
        found = Graph().parse(data=ran.out, format=name)
        (report,) = found.subjects(None, sh.ValidationReport)
        assert found.value(report, sh.conforms).toPython() is False
        results = [
            tuple(
                "_" if isinstance(node, BNode) else None if node is None else node.n3()
                for node in (found.value(one, sh[part]) for part in parts)
            )
            for one in found.objects(report, sh.result)
        ]
        assert sorted(results, key=str) == reference(data, shapes)
        assert len(results) == 7


def test_a_report_conforms_only_without_any_result(tmp_path, bob, wenmai):
    mild, none = write(tmp_path, "mild.ttl", MILD), write(tmp_path, "none.ttl", SHAPES)
    warned = wenmai("check", "-g", bob, "--shapes", mild, "--format", "ntriples")
    passed = wenmai("check", "-g", bob, "--shapes", none, "--format", "ntriples")
    assert (warned.status, passed.status) == (0, 0)
    assert '"false"^^' in warned.out
    assert '"true"^^' in passed.out


def test_the_report_has_the_rules_of_wenmai_too(wenmai):
    case = ["--part", "-g", str(VALID), "-g", str(BROKEN / "check" / "isolated.ttl")]
    ran = wenmai("check", *case, "--format", "ntriples")
    assert "<http://www.w3.org/ns/shacl#sourceConstraintComponent> <urn:wenmai:rule:isolated>" in ran.out


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("ex:age", "http://example.org/age"),
        ("[ sh:inversePath ex:age ]", "^<http://example.org/age>"),
        ("( ex:age [ sh:oneOrMorePath ex:b ] )", "<http://example.org/age>/(<http://example.org/b>+)"),
        (
            "[ sh:alternativePath ( ex:age [ sh:zeroOrOnePath ex:b ] ) ]",
            "<http://example.org/age>|(<http://example.org/b>?)",
        ),
        ("[ sh:zeroOrMorePath ( ex:age ex:b ) ]", "(<http://example.org/age>/<http://example.org/b>)*"),
    ],
)
def test_a_path_is_told_as_sparql_writes_it(tmp_path, bob, path, told):
    from rdflib.plugins.sparql.parser import parseQuery

    shape = f"ex:S a sh:NodeShape ; sh:targetClass ex:Human ; sh:property [ sh:path {path} ; sh:minCount 9 ] ."
    (result,) = check.check(open_source(bob), shapes=write(tmp_path, "s.ttl", shape)).results
    assert result.path == told
    if "<" in told:
        parseQuery(f"ASK {{ ?a {told} ?b }}")


def test_a_result_within_a_result_is_not_counted_twice(tmp_path, bob):
    shape = (
        "ex:S a sh:NodeShape ; sh:targetClass ex:Human ; sh:node [ sh:property [ sh:path ex:age ; sh:maxCount 0 ] ] ."
    )
    assert len(check.check(open_source(bob), shapes=write(tmp_path, "s.ttl", shape)).results) == 1


def test_what_is_not_run_is_said(tmp_path, bob, wenmai):
    shape = SHAPES.replace("sh:property", "sh:js [ ] ; sh:rule [ ] ; sh:property")
    ran = wenmai("check", "-g", bob, "--shapes", write(tmp_path, "s.ttl", shape))
    assert ran.status == 0
    assert "JavaScript constraints, rules, which are not run" in ran.err


# The queries of shapes ------------------------------------------------------------------------------------------------


def asking(tmp_path, query, more=""):
    return write(
        tmp_path,
        "asking.ttl",
        f'ex:S a sh:NodeShape ; sh:targetClass ex:Human ; sh:sparql [ {more} sh:select """{query}""" ] .',
    )


@pytest.mark.parametrize("variable", ["?from", "?service", "?FROM"])
def test_a_variable_is_no_keyword(tmp_path, bob, variable):
    query = f"SELECT $this WHERE {{ $this <http://example.org/age> {variable} }}"
    assert [one.rule for one in check.check(open_source(bob), shapes=asking(tmp_path, query)).results] == ["S"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT",
        "SELECT $this WHERE { $this",
        "DELETE WHERE { ?s ?p ?o }",
        "",
        "SELECT $this WHERE { $this no:where 1 }",
    ],
)
def test_an_ill_formed_query_is_one_sentence(tmp_path, bob, wenmai, query):
    ran = wenmai("check", "-g", bob, "--shapes", asking(tmp_path, query))
    assert ran.status == 2
    assert ran.err.startswith("wenmai: ")
    assert "asking.ttl" in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this WHERE {{ SERVICE <{}> {{ ?a ?b ?c }} }}",
        "SELECT $this WHERE {{ service#\n silent <{}> {{ ?a ?b ?c }} }}",
        "SELECT $this WHERE {{ OPTIONAL {{ BIND(<{}> AS ?h·) SERVICE ?h· {{ ?a ?b ?c }} }} }}",
        "SELECT $this FROM <{}> WHERE {{ $this ?b ?c }}",
        "SELECT $this FROM NAMED <{}> WHERE {{ $this ?b ?c }}",
        "SELECT $this WHERE {{ {{ SELECT * {{ SERVICE <{}> {{ ?a ?b ?c }} }} }} }}",
    ],
)
def test_no_query_of_a_shape_reaches_out(tmp_path, bob, listener, query):
    with pytest.raises(InputError):
        check.check(open_source(bob), shapes=asking(tmp_path, query.format(listener.address).replace("\\", "")))
    assert listener.calls == []


def test_no_prefix_brings_a_service_in(tmp_path, bob, listener):
    inside = f"http://example.org/> SELECT $this {{ SERVICE <{listener.address}> {{ ?a ?b ?c }} }} #"
    declared = f'sh:prefixes [ sh:declare [ sh:prefix "ex" ; sh:namespace "{inside}" ] ] ;'
    shapes = asking(tmp_path, "SELECT $this WHERE { $this ex:age ?age }", declared)
    with pytest.raises(InputError, match="is no IRI"):
        check.check(open_source(bob), shapes=shapes)
    assert listener.calls == []


def test_rdflib_itself_refuses_a_service_while_shapes_are_checked(listener):
    from rdflib import Graph

    from wenmai.audit.shapes import _without_services

    with _without_services(), pytest.raises(InputError, match="SERVICE"):
        list(Graph().query(f"SELECT * {{ SERVICE <{listener.address}> {{ ?a ?b ?c }} }}"))
    assert listener.calls == []
    with contextlib.suppress(Exception):  # outside, the address is asked, and gives no results
        list(Graph().query(f"SELECT * {{ SERVICE <{listener.address}> {{ ?a ?b ?c }} }}"))
    assert listener.calls


def test_a_declared_prefix_holds_though_it_is_imported(tmp_path, bob):
    declared = 'ex:P sh:declare [ sh:prefix "x" ; sh:namespace "http://example.org/" ] .\n'
    files = [asking(tmp_path, "SELECT $this WHERE { $this x:age 7 }"), write(tmp_path, "prefixes.ttl", declared)]
    assert len(check.check(open_source(bob), shapes=files).results) == 1


def test_a_text_in_a_query_is_the_text_in_the_graph(tmp_path):
    data = write(tmp_path, "data.ttl", 'ex:bob a ex:Human ; ex:nick "Bo" .\n')
    query = "SELECT $this WHERE { $this <http://example.org/nick> 'Bo' }"
    assert len(check.check(open_source(data), shapes=asking(tmp_path, query)).results) == 1


# The command ----------------------------------------------------------------------------------------------------------


def test_the_command_prints_one_line_a_fault_and_leaves_with_1(wenmai):
    case = BROKEN / "check" / "isolated.ttl"
    ran = wenmai("check", "--part", "-g", str(VALID), "-g", str(case))
    first, last = ran.out.splitlines()
    assert ran.status == 1
    assert first == f"{case}:7: <urn:example:entity:孤立> is linked with no other entity [isolated]"
    assert last.endswith(" shapes: 1 fault")


@pytest.mark.slow
def test_the_command_passes_the_packaged_graph(wenmai):
    ran = wenmai("check", lang="zh")
    assert ran.status == 0
    assert ran.out.endswith("没有问题\n")


def test_the_command_gives_json_and_csv(wenmai):
    case = ["--part", "-g", str(VALID), "-g", str(BROKEN / "check" / "isolated.ttl")]
    value = json.loads(wenmai("check", *case, "--format", "json").out)
    assert (value["passed"], [fault["rule"] for fault in value["faults"]]) == (False, ["isolated"])
    header, row = wenmai("check", *case, "--format", "csv").out.splitlines()
    assert header == "file,line,severity,rule,focus,path,value,shape,message"
    assert ",7,violation,isolated,urn:example:entity:孤立," in row
