"""Checking a graph: every rule has a valid and an invalid case, and the packaged graph passes."""

from __future__ import annotations

import builtins
import json
from collections import defaultdict
from pathlib import Path

import pytest

from wenmai import packaged
from wenmai.audit import check
from wenmai.errors import InputError
from wenmai.sources import Memory, open_source

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
    report = check.check(open_source(str(VALID), *map(str, CASES)), partial=True)
    found = defaultdict(list)
    for fault in report.faults:
        found[Path(fault.file or "nowhere").name].append(fault)
    return found


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
    shapes_only = {"vacuous-shape"}  # a graph cannot break it by what it adds; see the tests below
    assert {case.stem for case in CASES} | shapes_only == set(check.rule_names())


def test_the_valid_file_passes_whole_so_that_every_shape_has_a_valid_case():
    assert check.check(open_source(str(VALID))).faults == ()


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
        language: check.check(case, partial=True, language=language).faults[0].sentence for language in ("zh", "en")
    }
    assert sentences == {"zh": "要有中文和英文两个 rdfs:label", "en": "needs both a zh and an en rdfs:label"}


# The packaged graph ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def packaged_report():
    return check.check(open_source())


@pytest.mark.slow
def test_the_packaged_graph_passes(packaged_report):
    assert packaged_report.faults == ()
    assert packaged_report.passed


def test_every_class_of_the_packaged_graph_has_a_shape_of_its_own(packaged_report):
    assert not {"class-without-shape", "vacuous-shape"} & {fault.rule for fault in packaged_report.faults}
    assert packaged_report.shapes > 0


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
    assert fault.sentence == "one age, a number (“old”)"


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


@pytest.mark.parametrize(
    "reach", ["SERVICE <http://example.org/sparql> { ?x ?y ?z }", "} FROM <http://example.org/> {"]
)
def test_shapes_that_would_reach_out_are_refused(tmp_path, reach):
    query = f'ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:sparql [ sh:select "SELECT $this {{ {reach} }}" ] .\n'
    shapes = write(tmp_path, "shapes.ttl", query)
    with pytest.raises(InputError, match="SERVICE or FROM"):
        check.check(open_source(shapes), shapes=shapes)


def test_a_rule_in_sparql_is_run(tmp_path):
    rule = """ex:S a sh:NodeShape ; sh:targetClass ex:Human ; sh:sparql [ sh:message "likes itself" ;
        sh:select "SELECT $this WHERE { $this <http://example.org/likes> $this }" ] ."""
    data = write(tmp_path, "data.ttl", "ex:bob a ex:Human ; ex:likes ex:bob .\n")
    (fault,) = check.check(open_source(data), shapes=write(tmp_path, "shapes.ttl", rule)).faults
    assert (fault.rule, fault.sentence, fault.line) == ("S", "likes itself", 5)


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
    assert header == "file,line,rule,focus,sentence"
    assert ",7,isolated,urn:example:entity:孤立," in row
