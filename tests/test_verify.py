"""Verifying citations: each rule has a valid and an invalid case, and every citation of the packaged graph holds."""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from pathlib import Path

import pytest

import needs
import town
from wenmai.audit import claims
from wenmai.audit.verify import coverage, gaps, verify
from wenmai.errors import InputError
from wenmai.sources import Memory, open_source
from wenmai.system import packaged

BROKEN = Path(__file__).parent / "broken"
VALID, DOCUMENT = BROKEN / "valid.ttl", BROKEN / "document.txt"
CASES = sorted((BROKEN / "verify").glob("*.ttl"))


@pytest.fixture(scope="session")
def document():
    """The report that the packaged graph cites; it is not part of the project."""
    return needs.report()


@pytest.fixture(scope="module")
def broken():
    """The faults of all broken files together with the valid one, by file name."""
    report = verify(open_source(str(VALID), *map(str, CASES)), DOCUMENT)
    found = defaultdict(list)
    for fault in (*report.faults, *report.unchecked):
        found[Path(fault.file or "nowhere").name].append(fault)
    return found


def edited(folder: Path, *changes: tuple[str, str]) -> str:
    """The valid graph with some text replaced, each exactly once."""
    text = VALID.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file = folder / "graph.ttl"
    file.write_text(text, encoding="utf-8")
    return str(file)


# Every rule -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_broken_file_fails_for_its_own_reason_only(broken, case):
    assert {fault.rule for fault in broken[case.name]} == {case.stem}
    assert all(fault.line for fault in broken[case.name])


@pytest.mark.parametrize("spelling", ["axiom", "reifier"])
def test_statements_of_every_spelling_are_held_against_their_document(spelling):
    written = open_source(str(VALID), *map(str, CASES))
    respelt = Memory.of(town.respell(written.quads(), spelling))
    one, other = verify(written, DOCUMENT), verify(respelt, DOCUMENT)
    assert {(fault.rule, fault.focus) for fault in one.faults} == {(fault.rule, fault.focus) for fault in other.faults}
    assert (one.citations, one.holding, len(one.unchecked)) == (other.citations, other.holding, len(other.unchecked))


def test_no_fault_lies_outside_the_broken_files(broken):
    assert set(broken) == {case.name for case in CASES}


def test_every_rule_has_a_broken_file():
    of_documents = {"source-changed", "source-missing"}  # broken by the document, not by the graph: tested below
    assert {case.stem for case in CASES} | of_documents == set(claims.RULES)


def test_the_valid_file_holds():
    report = verify(open_source(str(VALID)), DOCUMENT)
    assert report.passed
    assert (report.faults, report.unchecked) == ((), ())
    assert report.citations == report.holding == VALID.read_text(encoding="utf-8").count("wm:evidence")


def test_an_unknown_wording_is_counted_and_does_not_fail():
    report = verify(open_source(str(VALID), str(BROKEN / "verify" / "wording-unknown.ttl")), DOCUMENT)
    assert report.passed
    assert [fault.rule for fault in report.unchecked] == ["wording-unknown"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_rule_speaks(language):
    case = BROKEN / "verify" / "number-absent.ttl"
    (fault,) = verify(open_source(str(VALID), str(case)), DOCUMENT, language=language).faults
    assert {"174", "147家", "家"} <= set(re.findall(r"174|147家|家", fault.sentence))
    assert ("recorded" in fault.sentence) is (language == "en")


# Documents ------------------------------------------------------------------------------------------------------------


def test_a_changed_document_is_reported_with_where_it_changed(tmp_path):
    changed = tmp_path / "document.txt"
    changed.write_text(DOCUMENT.read_text(encoding="utf-8").replace("戊园区引进", "戊园区共引进"), encoding="utf-8")
    report = verify(open_source(str(VALID)), changed)
    first, *others = report.faults
    assert first.rule == "source-changed"
    assert "363 code points where 362" in first.sentence
    assert "begins at 226" in first.sentence
    assert {fault.rule for fault in others} == {"surface-absent", "wording-absent"}
    assert report.documents[0].same is False
    assert not report.passed


def test_a_change_that_moves_nothing_is_a_change_all_the_same(tmp_path):
    changed = tmp_path / "document.txt"
    changed.write_text(DOCUMENT.read_text(encoding="utf-8")[:-1] + "\t", encoding="utf-8")
    report = verify(open_source(str(VALID)), changed)
    assert [fault.rule for fault in report.faults] == ["source-changed"]
    assert "begins at —" in report.faults[0].sentence
    assert (report.holding, report.passed) == (report.citations, False)


def test_a_document_without_a_file_is_not_passed_silently():
    report = verify(open_source(str(VALID)))
    assert [fault.rule for fault in report.faults] == ["source-missing"]
    assert report.holding == 0


def test_files_are_matched_by_hash_then_by_name(tmp_path):
    second = f"""
@prefix wm: <urn:wenmai:term:> .
<urn:d:other> a wm:Document ; wm:sha256 "{"0" * 64}" ; wm:length 3 .
"""
    (tmp_path / "second.ttl").write_text(second, encoding="utf-8")
    (tmp_path / "other.txt").write_text("甲乙丙", encoding="utf-8")
    (tmp_path / "renamed.txt").write_bytes(DOCUMENT.read_bytes())
    source = open_source(str(VALID), str(tmp_path / "second.ttl"))
    report = verify(source, tmp_path / "other.txt", tmp_path / "renamed.txt")
    held = {document.document: (Path(document.file or "").name, document.same) for document in report.documents}
    assert held == {"urn:d:other": ("other.txt", False), "urn:example:document:甲县年报": ("renamed.txt", True)}


def test_a_graph_without_citations_does_not_pass(tmp_path):
    data = tmp_path / "a.ttl"
    data.write_text("<urn:a> <urn:b> <urn:c> .\n", encoding="utf-8")
    report = verify(open_source(str(data)), DOCUMENT)
    assert (report.citations, report.passed) == (0, False)


def test_a_missing_file_is_one_sentence(tmp_path):
    with pytest.raises(InputError, match="cannot read the source"):
        verify(open_source(str(VALID)), tmp_path / "none.txt")


# Claims ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("wm:value     85.5 ;\n", "wm:value     85.6 ;\n", "number-absent"),
        ("85.5 ;\n    wm:unit      wm:百分比 ;", "85.5 ;\n    wm:unit      wm:家 ;", "number-absent"),
        ("wm:unit      wm:万户 ;", "wm:unit      wm:户 ;", "number-absent"),
        ("wm:from      9.1 ;", "wm:from      9.2 ;", "number-absent"),
        ("wm:low       5 ;", "wm:low       4 ;", "number-absent"),
        ("wm:high      5.5 ;", "wm:high      5.4 ;", "number-absent"),
        ("wm:bound     wm:Between ;", "wm:bound     wm:Exactly ;", "bound-differs"),
        ("wm:bound     wm:AtLeast ;", "wm:bound     wm:Over ;", "bound-differs"),
        ("wm:bound     wm:Under ;", "wm:bound     wm:Nearly ;", "bound-differs"),
        ("wm:unit      u:万亩 ;", "wm:unit      u:亩 ;", "number-absent"),
        ("wm:unit      u:万亿元 ;", "wm:unit      wm:亿元 ;", "number-absent"),
        ("wm:unit      u:个百分点 ;", "wm:unit      wm:百分比 ;", "number-absent"),
        ("wm:position  wm:First ;", "wm:position  wm:FirstOne ;", "position-differs"),
        ('wm:surface  "丁市场开业"', 'wm:surface  "丁市场开张"', "surface-absent"),
        ("wm:dueBy    t:2025 ;", "wm:dueBy    t:2021 ;", "time-differs"),
        ("wm:when     t:2021-05-02 ;", "wm:when     t:2021-12-20 ;", "time-differs"),
    ],
)
def test_one_wrong_word_is_found(tmp_path, old, new, rule):
    report = verify(open_source(edited(tmp_path, (old, new))), DOCUMENT)
    assert [fault.rule for fault in report.faults if fault.rule == rule], report.faults


def test_the_value_may_be_given_in_the_base_unit(tmp_path):
    changes = ("wm:from      9.1 ;", "wm:from      91000 ;"), ("wm:to        7 ;", "wm:to        70000 ;")
    whole = edited(tmp_path, *changes, ("wm:unit      wm:万户 ;", "wm:unit      wm:户 ;"))
    assert verify(open_source(whole), DOCUMENT).passed


def test_a_surface_elsewhere_in_the_document_is_pointed_at(tmp_path):
    moved = edited(tmp_path, ('wm:surface  "丁市场开业"', 'wm:surface  "丙片区"'))
    (fault,) = verify(open_source(moved), DOCUMENT).faults
    assert "(23-26)" in fault.sentence


# Coverage -------------------------------------------------------------------------------------------------------------


def test_what_no_fact_cites_is_listed():
    found = coverage(open_source(str(VALID)), DOCUMENT)
    assert [gap.text for gap in found.gaps][:2] == ["发布于", "和"]
    assert found.length == len(DOCUMENT.read_text(encoding="utf-8"))
    assert 0 < found.covered < found.length


def test_gaps_leave_out_punctuation_and_overlaps():
    assert gaps("甲,乙。丙丁", [(0, 1), (0, 2), (4, 5)]) == [(2, 3), (5, 6)]
    assert gaps("甲乙", [(0, 2)]) == []
    assert gaps("。,", []) == []


def test_coverage_of_another_document_is_refused(tmp_path):
    data = tmp_path / "a.ttl"
    data.write_text("<urn:a> <urn:b> <urn:c> .\n", encoding="utf-8")
    with pytest.raises(InputError, match="not a document that this graph cites"):
        coverage(open_source(str(data)), DOCUMENT)


# The packaged graph ---------------------------------------------------------------------------------------------------


def test_every_citation_of_the_packaged_graph_holds(document):
    report = verify(open_source(), document)
    assert (report.faults, report.unchecked) == ((), ())
    assert report.passed
    assert [found.same for found in report.documents] == [True]


def test_the_packaged_graph_has_no_skipped_citation(document):
    text = packaged.triples().read_text(encoding="utf-8")
    assert verify(open_source(), document).citations == len(re.findall(r"(?m)^[^#\n]*\bwm:evidence ", text))


def test_a_figure_with_another_number_never_verifies(document, tmp_path):
    """Each figure's value, made a little larger, is found out: the numbers are read, not believed."""
    text = packaged.triples().read_text(encoding="utf-8")
    pattern = re.compile(r"(wm:value +)([0-9]+)(?= ;)")
    figures = len(pattern.findall(text))
    file = tmp_path / "larger.ttl"
    file.write_text(pattern.sub(lambda found: f"{found[1]}{int(found[2]) + 10_007}", text), encoding="utf-8")
    report = verify(open_source(str(file)), document)
    assert sum(fault.rule == "number-absent" for fault in report.faults) == figures > 0


def test_citations_moved_at_random_mostly_fall(document, tmp_path):
    """Passages moved by a hundred code points support next to nothing."""
    text = packaged.triples().read_text(encoding="utf-8")
    moved = re.sub(r"p:(\d+)-(\d+)", lambda found: f"p:{int(found[1]) + 100}-{int(found[2]) + 100}", text)
    moved = re.sub(r"wm:(start|end) (\d+)", lambda found: f"wm:{found[1]} {int(found[2]) + 100}", moved)
    file = tmp_path / "moved.ttl"
    file.write_text(moved, encoding="utf-8")
    report = verify(open_source(str(file)), document)
    assert report.holding < report.citations / 10


def test_objects_exchanged_at_random_mostly_fall(document, tmp_path):
    """Statements that name another entity than the text does are found out, unless their surface is all that is tested."""
    text = packaged.triples().read_text(encoding="utf-8")
    plain = [line for line in text.splitlines() if line.startswith("s:") and "wm:surface" not in line]
    plain = [line for line in plain if "wm:inferred" not in line and "rdf:object xc:" in line]
    entities = sorted(set(re.findall(r"^xc:\S+$", text, re.MULTILINE)))
    chosen = random.Random(7).sample(plain, 60)
    for number, line in enumerate(chosen):
        other = entities[(number * 97 + 13) % len(entities)]
        text = text.replace(line, re.sub(r"rdf:object \S+", f"rdf:object {other}", line))
    file = tmp_path / "exchanged.ttl"
    file.write_text(text, encoding="utf-8")
    found = verify(open_source(str(file)), document).faults
    assert len({fault.focus for fault in found}) > 45


# The command ----------------------------------------------------------------------------------------------------------


def test_the_command_says_how_many_hold(wenmai):
    ran = wenmai("verify", "-g", str(VALID), "--source", str(DOCUMENT))
    assert (ran.status, ran.out) == (0, "49 of 49 citations hold\n")
    assert wenmai("verify", "-g", str(VALID), "--source", str(DOCUMENT), lang="zh").out == "49 处引用中 49 处成立\n"


def test_the_command_lists_what_does_not_hold_and_leaves_with_1(wenmai):
    case = BROKEN / "verify" / "number-absent.ttl"
    ran = wenmai("verify", "-g", str(VALID), "-g", str(case), "--source", str(DOCUMENT))
    line, count = ran.out.splitlines()
    assert ran.status == 1
    assert line.startswith(f"{case}:9: <urn:example:figure:number-absent> ")
    assert line.endswith("[number-absent]")
    assert count == "49 of 50 citations hold"


def test_the_command_lists_what_is_not_covered(wenmai):
    ran = wenmai("verify", "-g", str(VALID), "--source", str(DOCUMENT), "--uncovered")
    assert "5-8\t【发布于】2021-12-20" in ran.out
    assert re.search(r"\n\d+ of 362 code points are cited \(\d+\.\d%\); \d+ gaps\n$", ran.out)


def test_the_command_takes_the_document_from_the_environment(wenmai, monkeypatch):
    monkeypatch.setenv("WENMAI_SOURCE", str(DOCUMENT))
    value = json.loads(wenmai("verify", "-g", str(VALID), "--uncovered", "--format", "json").out)
    assert value["passed"] is True
    assert value["documents"][0]["same"] is True
    assert value["uncovered"][0] == {"start": 5, "end": 8}


def test_the_command_asks_for_the_document(wenmai):
    ran = wenmai("verify", "-g", str(VALID))
    assert ran.status == 2
    assert "WENMAI_SOURCE" in ran.err
