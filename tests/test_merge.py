"""Merge: accepted facts behind what a person wrote, proved, once, whole or not at all."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from wenmai.audit.check import check
from wenmai.audit.tidy import arrange
from wenmai.audit.verify import verify
from wenmai.capture.captured import capture_files
from wenmai.capture.merging import plan_merge, write_merge
from wenmai.capture.proposing.entities import read_all_names
from wenmai.capture.proposing.keeping import keep_texts
from wenmai.capture.proposing.proposal import write_proposal
from wenmai.capture.review import ReviewFilter, open_review
from wenmai.errors import InputError
from wenmai.sources import open_source
from wenmai.system import packaged

REPORTS = {
    "2023": """政府工作报告
——2023年1月10日在白榆县第十五届人民代表大会第二次会议上
一、2022年工作回顾
全县地区生产总值增长4.6%，一般公共预算收入12.8亿元，城镇新增就业4120人。
二、2023年工作安排
今年主要预期目标是：地区生产总值增长6%左右；城镇新增就业4000人以上；居民收入增长与经济增长同步；城镇调查失业率控制在5%至6%。
""",
    "2024": """政府工作报告
——2024年1月15日在白榆县第十五届人民代表大会第三次会议上
一、2023年工作回顾
地区生产总值增长5.7%；居民收入增长6.2%，完成技改投资3.1亿元。2022年一般公共预算收入经核实为12.5亿元。
""",
}
KEPT = """\
# 白榆县的图,手工维护 / kept by hand

@prefix by:   <urn:wenmai:baiyu:> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix t:    <urn:wenmai:time:> .
@prefix wm:   <urn:wenmai:term:> .
@prefix xsd:  <http://www.w3.org/2001/XMLSchema#> .

# ── 时间

# the only year so far
t:2022
    a          wm:Year ;
    rdfs:label "2022年"@zh , "2022"@en ;  # 历法
    wm:begins  "2022-01-01"^^xsd:date ;
    wm:ends    "2022-12-31"^^xsd:date .

by:GDP
    a          wm:Indicator ;
    rdfs:label "地区生产总值增长"@zh , "growth of the economy"@en .
"""
COUNTY = """
by:县
    a          wm:Jurisdiction ;
    rdfs:label "白榆县"@zh , "Baiyu"@en .
"""


def propose(folder: Path, reports: dict[str, str] = REPORTS, *, names: bool = False) -> Path:
    files = []
    for name, text in reports.items():
        files.append(folder / f"{name}.txt")
        files[-1].write_text(text, encoding="utf-8", newline="")
    found = capture_files(files)
    proposal = folder / "proposal.ttl"
    read = read_all_names(found, {}) if names else {}
    proposal.write_text(write_proposal(found, names=read), encoding="utf-8")
    keep_texts(found, str(proposal))
    return proposal


@pytest.fixture
def review(tmp_path):
    return open_review(propose(tmp_path), reviewer="a")


def merge(review, graph, **said):
    plan = plan_merge(review, graph, **said)
    write_merge(plan)
    return plan


def holds(graph: Path, proposal: Path) -> None:
    """The graph passes check and verify, against all texts beside the proposal."""
    source = open_source(str(graph))
    report = check(source)
    assert report.faults == ()
    texts = sorted(proposal.with_suffix(".texts").glob("*.txt"))
    found = verify(source, *texts)
    assert [fault.sentence for fault in found.faults if fault.rule != "source-missing"] == []
    assert found.citations == found.holding > 0


def test_what_was_accepted_makes_a_graph_that_holds(review, tmp_path):
    graph = tmp_path / "graph.ttl"
    review.decide_rule("*", "accept")
    plan = merge(review, graph)
    assert plan.written == len(review.proposed)
    assert (plan.left_out, plan.undecided, plan.rejected) == ((), 0, 0)
    holds(graph, review.proposal)
    text = graph.read_text("utf-8")
    assert arrange(text) == text
    again = plan_merge(review, graph)
    assert (again.written, again.there, again.changes) == (0, plan.written, False)


def test_names_and_links_are_merged_with_their_citations(tmp_path):
    review = open_review(propose(tmp_path, names=True), reviewer="a")
    assert {one.proposed.kind for one in review.findings()} >= {"figure", "time", "name"}
    review.decide_rule("*", "accept")
    merge(review, tmp_path / "graph.ttl")
    holds(tmp_path / "graph.ttl", review.proposal)


def test_only_what_was_accepted_is_written_and_the_rest_is_counted(review, tmp_path):
    graph = tmp_path / "graph.ttl"
    figures = review.findings(ReviewFilter(kinds=("figure",)), order="text")
    review.decide([figures[0].id], "accept")
    review.decide([figures[1].id], "reject")
    plan = merge(review, graph)
    assert (plan.written, plan.rejected, plan.undecided) == (1, 1, len(review.proposed) - 2)
    text = graph.read_text("utf-8")
    assert len(re.findall(r"a +wm:Figure", text)) == 1
    assert "wm:mentions" not in text
    holds(graph, review.proposal)


def test_what_a_person_wrote_stays_and_is_taken_up(review, tmp_path):
    graph = tmp_path / "graph.ttl"
    graph.write_text(KEPT, encoding="utf-8")
    review.decide_rule("review/*", "accept")
    merge(review, graph)
    text = graph.read_text("utf-8")
    lines = iter(text.splitlines())
    assert all(line in lines for line in KEPT.splitlines())  # each, in their order
    assert len(re.findall("^t:2022$", text, re.MULTILINE)) == 1
    assert "wm:indicator by:GDP" in text
    assert arrange(text) == text
    holds(graph, review.proposal)


def test_more_decisions_merge_to_the_same_graph_in_any_number_of_steps(review, tmp_path):
    graph, whole = tmp_path / "steps.ttl", tmp_path / "whole.ttl"
    for one in review.findings(order="text"):
        review.decide([one.id], "accept")
        assert merge(review, graph).written == 1
        assert plan_merge(review, graph).changes is False
    merge(review, whole)
    triples = [set(open_source(str(file)).quads()) for file in (graph, whole)]
    assert triples[0] == triples[1]
    holds(graph, review.proposal)


def test_untidy_files_keep_every_byte_but_for_prefixes(review, tmp_path):
    graph = tmp_path / "graph.ttl"
    untidy = KEPT.replace("    a          wm:Year ;", "  a wm:Year;").replace("\n", "\r\n")
    graph.write_bytes(untidy.encode())
    review.decide_rule("review/*", "accept")
    merge(review, graph)
    after = graph.read_bytes().decode()
    head, _, tail = untidy.partition("@prefix xsd:")
    assert after.startswith(head)
    assert tail.partition("\r\n")[2].rstrip() in after
    assert "\n" not in after.replace("\r\n", "")
    holds(graph, review.proposal)


def test_a_place_of_the_same_name_is_asked_about(review, tmp_path):
    graph = tmp_path / "graph.ttl"
    graph.write_text(KEPT + COUNTY, encoding="utf-8")
    review.decide_rule("review/*", "accept")
    plan = plan_merge(review, graph)
    assert [(one.name, one.others) for one in plan.clashes] == [("白榆县", (("urn:wenmai:baiyu:县", "Jurisdiction"),))]
    with pytest.raises(InputError, match="白榆县"):
        write_merge(plan)
    merge(review, graph, same={"白榆县": "urn:wenmai:baiyu:县"})
    text = graph.read_text("utf-8")
    assert "wm:about     by:县" in text
    assert "captured:" not in text.replace("urn:wenmai:captured:", "", 1)
    assert "白榆县 [" not in text
    holds(graph, review.proposal)


def test_an_iri_is_one_of_the_graph_that_is_merged_into(review, tmp_path):
    """One that is said now must be; one that was said of another graph is not heeded."""
    review.decide_rule("review/*", "accept")
    with pytest.raises(InputError, match="says nothing of <urn:wenmai:baiyu:市>"):
        plan_merge(review, tmp_path / "graph.ttl", same={"白榆县": "urn:wenmai:baiyu:市"})
    review.join_names("白榆县", "urn:wenmai:baiyu:县")
    merge(review, tmp_path / "graph.ttl")
    assert "by:县" not in (tmp_path / "graph.ttl").read_text("utf-8")
    holds(tmp_path / "graph.ttl", review.proposal)


def test_another_place_of_the_same_name_is_told_apart(review, tmp_path):
    graph = tmp_path / "graph.ttl"
    graph.write_text(KEPT + COUNTY, encoding="utf-8")
    review.decide_rule("review/*", "accept")
    merge(review, graph, same={"白榆县": "new"})
    assert plan_merge(review, graph, same={"白榆县": "new"}).changes is False
    text = graph.read_text("utf-8")
    assert "by:县" in text
    assert "wm:about     c:白榆县" in text
    assert len(set(re.findall('"(白榆县[^"]{0,20})"@zh', text)) & {"白榆县", "白榆县 [白榆县]"}) == 2


def test_merged_names_are_one_entity_with_both_names(review, tmp_path):
    graph = tmp_path / "graph.ttl"
    review.decide_rule("*", "accept")
    review.join_names("技改投资", "一般公共预算收入") if "技改投资" in review.entity_names() else None
    names = sorted(review.entity_names())
    one, other = names[0], names[1]
    review.join_names(one, other)
    merge(review, graph)
    text = graph.read_text("utf-8")
    assert f'skos:altLabel "{one}"@zh' in text
    assert plan_merge(review, graph).changes is False
    holds(graph, review.proposal)
    with pytest.raises(InputError, match="one name already"):
        review.join_names(other, one)


@pytest.mark.parametrize(
    ("indicator", "edits", "written"),
    [
        ("城镇新增就业", {"indicator": "新增就业岗位", "status": "estimated"}, '"新增就业岗位"@zh'),
        ("城镇新增就业", {"holder": "白榆县人社局"}, '"白榆县人社局"@zh'),
        ("城镇新增就业", {"period": "2020-05/2021-06"}, "t:2020-05至2021-06"),
        ("城镇新增就业", {"period": "2021-06", "measure": "rate"}, "wm:within  t:2021"),
        ("地区生产总值增长", {"measure": "", "period": ""}, "wm:period"),
    ],
)
def test_edits_are_written_as_the_ontology_says(review, tmp_path, indicator, edits, written):
    one = next(one for one in review.findings(order="text") if one.fields.get("indicator") == indicator)
    review.decide([one.id], "edit", edits=edits)
    plan = merge(review, tmp_path / "graph.ttl")
    assert (plan.written, plan.left_out) == (1, ())
    assert written in (tmp_path / "graph.ttl").read_text("utf-8")
    holds(tmp_path / "graph.ttl", review.proposal)
    assert plan_merge(review, tmp_path / "graph.ttl").changes is False


@pytest.mark.parametrize(
    ("edits", "sentence"),
    [
        ({"value": "4300"}, "is not the number"),
        ({"bound": "about"}, "says"),
        ({"period": "2031"}, "begins after its document was written"),
    ],
)
def test_what_the_text_does_not_say_is_left_out_and_told(review, tmp_path, edits, sentence):
    one = next(one for one in review.findings(order="text") if one.fields.get("value") == "4120")
    review.decide([one.id], "edit", edits=edits)
    other = next(one for one in review.findings(order="text") if one.fields.get("value") == "12.8")
    review.decide([other.id], "accept")
    plan = merge(review, tmp_path / "graph.ttl")
    assert plan.written == 1
    assert [(left.finding.id, left.why) for left in plan.left_out] == [(one.id, "unproved")]
    assert sentence in plan.left_out[0].detail
    holds(tmp_path / "graph.ttl", review.proposal)


def test_a_decision_that_changed_after_a_merge_is_told_not_forced(review, tmp_path):
    graph = tmp_path / "graph.ttl"
    one, other = (one for one in review.findings(order="text") if one.fields.get("value") in ("4120", "12.8"))
    review.decide([one.id, other.id], "accept")
    merge(review, graph)
    before = graph.read_bytes()
    review.decide([one.id], "reject")
    review.decide([other.id], "edit", edits={"status": "estimated"})
    plan = merge(review, graph)
    assert graph.read_bytes() == before
    assert plan.retracted == (one.proposed.iri,)
    assert [(left.finding.id, left.why, left.detail) for left in plan.left_out] == [
        (other.id, "otherwise", other.proposed.iri)
    ]


def test_better_rules_do_not_write_a_figure_twice(review, tmp_path):
    """The same number under another name of the figure, as a capture with other rules would give it."""
    graph = tmp_path / "graph.ttl"
    one = next(one for one in review.findings(order="text") if one.fields.get("value") == "4120")
    review.decide([one.id], "accept")
    merge(review, graph)
    text = review.proposal.read_text("utf-8")
    name = one.proposed.iri.rpartition(":")[2]
    review.proposal.write_text(text.replace(name, "别名-" + name), encoding="utf-8")
    again = open_review(review.proposal, reviewer="a")
    assert again.progress().accepted == 1
    plan = plan_merge(again, graph)
    assert (plan.written, plan.there, plan.changes) == (0, 1, False)


def test_another_document_of_a_taken_name_gets_one_of_its_own(review, tmp_path):
    graph = tmp_path / "graph.ttl"
    review.decide_rule("*", "accept")
    merge(review, graph)
    other = tmp_path / "other"
    other.mkdir()
    second = open_review(propose(other, {"2023": REPORTS["2023"].replace("白榆县", "青石区")}), reviewer="a")
    second.decide_rule("*", "accept")
    plan = merge(second, graph)
    assert list(plan.renamed) == ["2023"]
    source = open_source(str(graph))
    assert check(source).faults == ()
    texts = [*review.proposal.with_suffix(".texts").glob("*.txt"), *second.proposal.with_suffix(".texts").glob("*.txt")]
    found = verify(source, *texts)
    assert found.passed
    assert plan_merge(second, graph).changes is False
    assert plan_merge(review, graph).changes is False


def test_one_text_under_two_names_is_reviewed_and_merged_once(tmp_path):
    review = open_review(propose(tmp_path, {"2023": REPORTS["2023"], "copy": REPORTS["2023"]}), reviewer="a")
    once = tmp_path / "once"
    once.mkdir()
    assert len(review.proposed) == len(open_review(propose(once, {"2023": REPORTS["2023"]}), reviewer="a").proposed)
    for one in review.findings():
        review.decide([one.id], "accept")
    assert review.progress().open == 0
    graph = tmp_path / "graph.ttl"
    merge(review, graph)
    holds(graph, review.proposal)
    assert "doc:copy" not in graph.read_text("utf-8")
    assert plan_merge(review, graph).changes is False


def test_a_graph_that_was_changed_meanwhile_is_left_as_it_is(review, tmp_path):
    graph = tmp_path / "graph.ttl"
    graph.write_text(KEPT, encoding="utf-8")
    review.decide_rule("review/*", "accept")
    plan = plan_merge(review, graph)
    graph.write_text(KEPT + "# one more remark\n", encoding="utf-8")
    with pytest.raises(InputError, match="was changed while this merge was made"):
        write_merge(plan)
    assert graph.read_text("utf-8") == KEPT + "# one more remark\n"
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.endswith(".part")) == []


def test_the_packaged_graph_takes_a_merge(review, tmp_path):
    graph = tmp_path / "graph.ttl"
    before = packaged.triples().read_text("utf-8")
    graph.write_text(before, encoding="utf-8")
    review.decide_rule("*", "accept")
    merge(review, graph)
    text = graph.read_text("utf-8")
    lines = iter(text.splitlines())
    assert all(line in lines for line in before[before.index("# ══ 时间") :].splitlines())
    assert check(open_source(str(graph))).faults == ()
    assert plan_merge(review, graph).changes is False


def test_one_reviewers_decisions_can_be_taken_alone(review, tmp_path):
    other = open_review(review.proposal, reviewer="b")
    one = review.findings(order="text")[0]
    review.decide([one.id], "accept")
    other.decide([one.id], "reject")
    review.refresh()
    assert plan_merge(review, tmp_path / "graph.ttl").written == 0
    assert plan_merge(review, tmp_path / "graph.ttl", only="a").written == 1
    assert plan_merge(review, tmp_path / "graph.ttl", only="b").rejected == 1


def run(command: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "wenmai", command, *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_scripts_merge_and_what_they_say_of_names_is_remembered(review, tmp_path):
    graph = tmp_path / "graph.ttl"
    graph.write_text(KEPT + COUNTY, encoding="utf-8")
    review.decide_rule("review/*", "accept")
    words = (str(review.proposal), str(graph), "--lang", "en", "--by", "a")
    done = run("merge", *words)
    assert done.returncode == 2
    assert "give --as 白榆县=urn:wenmai:baiyu:县, else --as 白榆县=new" in done.stderr
    done = run("merge", *words, "--as", "白榆县=urn:wenmai:baiyu:县", "--diff")
    assert done.returncode == 1
    assert done.stdout.startswith("--- ")
    assert graph.read_text("utf-8") == KEPT + COUNTY
    done = run("merge", *words, "--as", "白榆县=urn:wenmai:baiyu:县")
    assert done.returncode == 0, done.stderr
    assert re.match(r"merged \d+; 0 were there, 0 rejected, \d+ undecided\n", done.stderr)
    after = graph.read_bytes()
    done = run("merge", *words)
    assert done.stderr.startswith("merged 0; ")
    assert graph.read_bytes() == after


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("graph.nt", b"", "is not a Turtle file"),
        ("graph.ttl", b"<urn:a> <urn:b> .", "graph.ttl:1"),
        ("graph.ttl", b"\xff", "is not UTF-8 text"),
        ("no/graph.ttl", None, "there is no folder"),
    ],
)
def test_a_file_that_cannot_take_facts_is_left_alone(review, tmp_path, name, content, sentence):
    graph = tmp_path / name
    if content is not None:
        graph.write_bytes(content)
    review.decide_rule("review/*", "accept")
    done = run("merge", str(review.proposal), str(graph), "--lang", "en")
    assert done.returncode == 2
    assert sentence in done.stderr
    assert content is None or graph.read_bytes() == content
