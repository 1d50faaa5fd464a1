"""Review: decisions that are on the disk when they are told, outlive a new capture, and are counted by rule."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenmai.capture.captured import capture_files
from wenmai.capture.proposing.keeping import keep_texts
from wenmai.capture.proposing.proposal import write_proposal
from wenmai.capture.review import ReviewFilter, open_review
from wenmai.capture.review.engine import log_file
from wenmai.capture.review.fields import read_edits, value_ends
from wenmai.capture.review.log import DecisionLog, ReviewDecision, read_decision
from wenmai.capture.review.precision import wilson
from wenmai.capture.review.quoting import find_place, quote_place
from wenmai.errors import InputError, NoAnswer

FIRST = """政府工作报告
——2023年1月10日在白榆县第十五届人民代表大会第二次会议上
一、2022年工作回顾
全县地区生产总值增长4.6%，一般公共预算收入12.8亿元，城镇新增就业4120人。
二、2023年工作安排
今年主要预期目标是：地区生产总值增长6%左右；固定资产投资增长不低于8%；城镇新增就业4000人以上；居民收入增长与经济增长同步。
"""


def propose(folder: Path, text: str = FIRST, name: str = "2023") -> Path:
    """A proposal of one report, with its text beside it."""
    file = folder / f"{name}.txt"
    file.write_text(text, encoding="utf-8", newline="")
    found = capture_files([file])
    proposal = folder / "proposal.ttl"
    proposal.write_text(write_proposal(found), encoding="utf-8")
    keep_texts(found, str(proposal))
    return proposal


@pytest.fixture
def proposal(tmp_path):
    return propose(tmp_path)


def figure(review, indicator, status):
    wanted = [
        one
        for one in review.findings(ReviewFilter(kinds=("figure",)))
        if one.proposed.fields["indicator"] == indicator and one.proposed.fields["status"] == status
    ]
    assert len(wanted) == 1
    return wanted[0]


def test_every_figure_and_statement_of_a_proposal_is_a_finding(proposal):
    review = open_review(proposal, reviewer="a")
    text = proposal.read_text("utf-8")
    figures = set(re.findall(r"^fig1:(\S+)$", text, re.MULTILINE))
    stated = set(re.findall(r"^s1:(t\d+) ", text, re.MULTILINE))
    found = {one.proposed.iri.rpartition(":")[2] for one in review.findings()}
    assert found == figures | stated
    assert len({one.id for one in review.findings()}) == len(found)
    doubts = [one.doubt for one in review.findings()]
    assert doubts == sorted(doubts, reverse=True)


def test_a_finding_is_shown_in_its_sentence(proposal):
    review = open_review(proposal, reviewer="a")
    one = figure(review, "城镇新增就业", "targeted")
    found = review.context(one.id)
    assert found.text.startswith("今年主要预期目标是")
    assert {found.text[start:end]: role for start, end, role in found.marks} == {
        "今年": "time",
        "城镇新增就业": "clause",
        "4000人以上": "number",
    }


def test_decisions_are_read_back_and_undone_one_call_at_a_time(proposal):
    review = open_review(proposal, reviewer="a")
    growth, jobs = figure(review, "地区生产总值增长", "targeted"), figure(review, "城镇新增就业", "achieved")
    review.decide([growth.id, jobs.id], "accept")
    review.decide([jobs.id], "edit", edits={"value": "4,210人", "period": "2022"})
    again = open_review(proposal, reviewer="a")
    assert again.finding(growth.id).state == "accepted"
    edited = again.finding(jobs.id)
    assert (edited.state, edited.fields["value"], edited.fields["unit"]) == ("edited", "4210", "人")
    assert len(again.undo()) == 1
    assert again.finding(jobs.id).state == "accepted"
    assert len(again.undo()) == 2
    assert again.progress().open == again.progress().total
    assert again.undo() == ()


def test_all_of_a_rule_are_decided_together(proposal):
    review = open_review(proposal, reviewer="a")
    made = review.decide_rule("time/*", "accept")
    assert len(made) == len(review.findings(ReviewFilter(kinds=("time",)))) > 1
    assert {one.state for one in review.findings(ReviewFilter(rule="time/*"))} == {"accepted"}
    assert review.decide_rule("time/*", "reject") == ()
    with pytest.raises(NoAnswer, match="--rules"):
        review.decide_rule("tme/*", "accept")


def test_two_reviewers_at_once_see_where_they_differ(proposal):
    one, other = open_review(proposal, reviewer="a"), open_review(proposal, reviewer="b")
    target = figure(one, "固定资产投资增长", "targeted")
    one.decide([target.id], "accept")
    other.decide([target.id], "reject")
    assert one.refresh()
    assert one.finding(target.id).state == "disputed"
    assert one.findings()[0].id == target.id
    other.decide([target.id], "accept")
    assert one.refresh()
    assert one.finding(target.id).state == "accepted"
    one.undo()
    assert {made.by for made in one.finding(target.id).settled.decisions} == {"b"}


def test_decisions_outlive_better_rules(proposal):
    """The same document read otherwise: what was accepted stands as it was, what was rejected is asked again."""
    review = open_review(proposal, reviewer="a")
    growth, jobs = figure(review, "地区生产总值增长", "targeted"), figure(review, "城镇新增就业", "targeted")
    invest = figure(review, "固定资产投资增长", "targeted")
    review.decide([growth.id], "accept")
    review.decide([jobs.id], "reject")
    review.decide([invest.id], "accept")
    text = proposal.read_text("utf-8")
    block = re.search(
        r"^fig1:地区生产总值增长-(\d+)-(\d+)\n.*?\.\n", text[text.index("6%左右") - 600 :], re.MULTILINE | re.DOTALL
    )
    widened = block[0].replace("wm:Targeted", "wm:Planned").replace("plan/clause/year", "plan/better")
    text = text.replace(block[0], widened)
    text = re.sub(r"(fig1:城镇新增就业-.*?4000 ;\n.*?)wm:AtLeast", r"\1wm:About", text, flags=re.DOTALL)
    proposal.write_text(text, encoding="utf-8")
    again = open_review(proposal, reviewer="a")
    kept, asked = again.finding(growth.id), again.finding(jobs.id)
    assert kept.proposed.fields["status"] == "planned"
    assert (kept.state, kept.fields["status"]) == ("edited", "targeted")
    assert (asked.state, "reread" in asked.reasons) == ("open", True)
    assert again.finding(invest.id).state == "accepted"
    rates = {one.rule: (one.accepted, one.edited) for one in again.precision()}
    assert rates["plan/better"] == (0, 1)


def test_decisions_are_carried_to_a_corrected_document_where_that_is_sure(tmp_path):
    proposal = propose(tmp_path)
    review = open_review(proposal, reviewer="a")
    for one in review.findings(ReviewFilter(kinds=("figure",))):
        review.decide([one.id], "accept")
    total = review.progress().accepted
    propose(tmp_path, FIRST.replace("一、2022年工作回顾", "各位代表:\n一、2022年工作回顾").replace("4120人", "4210人"))
    again = open_review(proposal, reviewer="a")
    states = {
        one.proposed.fields["value"]: one
        for one in again.findings(ReviewFilter(kinds=("figure",)))
        if "value" in one.fields
    }
    assert states["4210"].state == "open"
    assert states["12.8"].state == "open"  # the words around it were corrected
    assert states["6"].state == "accepted"
    assert states["6"].settled.carried
    assert again.progress().accepted == total - 2
    assert again.progress().stray == 2


def test_another_document_of_the_same_name_gets_no_decisions(tmp_path):
    proposal = propose(tmp_path)
    review = open_review(proposal, reviewer="a")
    review.decide_rule("*", "accept")
    propose(tmp_path, FIRST.replace("白榆县", "青石区"))
    figures = open_review(proposal, reviewer="a").findings(ReviewFilter(kinds=("figure",)))
    assert {one.state for one in figures} == {"open"}


@pytest.mark.parametrize("cut", [1, 30, 200])
def test_a_line_that_was_not_finished_is_passed_over(proposal, cut):
    review = open_review(proposal, reviewer="a")
    first, second = (one.id for one in review.findings()[:2])
    review.decide([first], "accept")
    review.decide([second], "accept")
    log = log_file(proposal)
    log.write_bytes(log.read_bytes()[:-cut])
    again = open_review(proposal, reviewer="b")
    assert again.finding(first).state == "accepted"
    again.decide([second], "reject")
    once_more = open_review(proposal, reviewer="a")
    assert once_more.finding(first).state == "accepted"
    assert {one.by for one in once_more.finding(second).settled.decisions} >= {"b"}
    assert once_more.log.unread == (1 if cut > 1 else 0)


def test_decisions_that_belong_together_hold_together(proposal):
    review = open_review(proposal, reviewer="a")
    review.decide_rule("time/*", "accept")
    log = log_file(proposal)
    log.write_bytes(log.read_bytes()[:-20])
    assert open_review(proposal, reviewer="a").progress().accepted == 0


def test_many_writers_lose_nothing(tmp_path):
    code = (
        "import sys; from pathlib import Path; from wenmai.capture.review.log import *\n"
        "log = DecisionLog(Path(sys.argv[1]))\n"
        "for number in range(40): log.append([ReviewDecision(f'{sys.argv[2]}-{number}', sys.argv[2], now(), 'undo')])\n"
    )
    file = tmp_path / "x.decisions.jsonl"
    writers = [subprocess.Popen([sys.executable, "-c", code, str(file), name]) for name in "abcd"]
    assert [one.wait() for one in writers] == [0] * 4
    found = DecisionLog(file).read_new()
    assert sorted(one.id for one in found) == sorted(f"{name}-{number}" for name in "abcd" for number in range(40))


@given(
    st.dictionaries(st.sampled_from(["indicator", "value", "unit"]), st.text(max_size=20), max_size=3),
    st.text(max_size=20),
    st.text(max_size=20),
)
def test_a_decision_is_read_as_it_was_written(fields, note, words):
    fields = dict(fields)
    place = quote_place(f"前文{words}后文", 2, 2 + len(words))
    made = ReviewDecision(
        "1", "a", "2026-01-01T00:00:00Z", "edit", "figure", "d", "0", place, fields, fields, "r", note
    )
    line = made.line()
    assert line.count("\n") == 1
    assert read_decision(line) == made


@given(st.text(alphabet="甲乙丙1%", max_size=60), st.integers(0, 60), st.integers(0, 5))
def test_a_place_is_found_again_or_not_at_all(text, start, size):
    start = min(start, len(text))
    end = min(start + size, len(text))
    place = quote_place(text, start, end)
    assert find_place(place, text) in ((start, end), None)
    moved = find_place(place, "丁" + text)
    assert moved in ((start + 1, end + 1), None)


FIGURE = {
    "indicator": "甲",
    "holder": "乙",
    "value": "6",
    "unit": "%",
    "bound": "about",
    "period": "2023",
    "status": "achieved",
}
"""A figure before it is edited."""


@pytest.mark.parametrize(
    ("edits", "made"),
    [
        ({"value": "6-7"}, {"value": "6-7", "bound": "between"}),
        ({"value": "1,200.5万元"}, {"value": "1200.5", "unit": "万元"}),
        ({"bound": "≥"}, {"bound": "atleast"}),
        ({"status": "目标"}, {"status": "targeted"}),
        ({"period": "2021年3月"}, {"period": "2021-03"}),
        ({"period": "２０２１/2025"}, {"period": "2021/2025"}),
        ({"value": "", "position": "同步"}, {"position": "instep"}),
        ({"unit": ""}, {}),
    ],
)
def test_an_edit_is_read_as_people_write(edits, made):
    after = read_edits("figure", FIGURE, edits)
    assert {name: text for name, text in after.items() if FIGURE.get(name) != text} == made


@pytest.mark.parametrize(
    ("edits", "sentence"),
    [
        ({"value": "many"}, "is no number"),
        ({"bound": "big"}, "is no bound: give one of about"),
        ({"period": "soon"}, "is no time"),
        ({"colour": "red"}, "is no field of a figure"),
        ({"holder": ""}, "has a holder"),
        ({"value": ""}, "or a position in its place"),
    ],
)
def test_an_edit_that_is_none_is_refused_in_a_sentence(edits, sentence):
    with pytest.raises(InputError, match=sentence):
        read_edits("figure", FIGURE, edits)


def test_ranges_and_negative_numbers_are_told_apart():
    assert [value_ends(one) for one in ("6-7", "-3", "-3--1", "12.5")] == [
        ("6", "7"),
        ("-3", ""),
        ("-3", "-1"),
        ("12.5", ""),
    ]


@pytest.mark.parametrize(("right", "total"), [(0, 1), (1, 1), (9, 10), (50, 100), (999, 1000)])
def test_the_interval_is_that_of_a_reference(right, total):
    from scipy.stats import binomtest

    low, high = wilson(right, total)
    reference = binomtest(right, total).proportion_ci(0.95, method="wilson")
    assert (low, high) == pytest.approx((reference.low, reference.high), abs=1e-9)


def run(*words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "-m", "wenmai", "review", *words]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", input=stdin, check=False)


def test_scripts_review_by_options(proposal):
    listed = json.loads(run(str(proposal), "--list", "--kind", "figure", "--format", "json").stdout)["findings"]
    first = listed[0]["id"]
    done = run(str(proposal), "--accept", "-", "--by", "a", "--lang", "en", stdin=f"{first}\n{listed[1]['id']}\n")
    assert done.returncode == 0
    assert done.stderr.startswith("accepted 2\n2 of ")
    assert "采用 2" in run(str(proposal), "--undo", "--lang", "zh", "--by", "a").stderr.replace("撤销", "采用")
    done = run(str(proposal), "--edit", first, "--set", "period=2024", "--by", "a", "--lang", "en")
    assert "edited 1" in done.stderr
    rows = run(str(proposal), "--list", "--state", "edited", "--format", "csv").stdout.splitlines()
    assert len(rows) == 2
    assert first in rows[1]
    rules = json.loads(run(str(proposal), "--rules", "--format", "json").stdout)["rules"]
    assert sum(one["edited"] for one in rules) == 1


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (["--accept", "zzz"], 1, "no finding"),
        (["--edit", "zzz"], 2, "go together"),
        (["--accept-rule", "zzz"], 1, "--rules names them"),
        (["--same", "甲", "乙"], 1, "is no name"),
        ([], 2, "say what to do"),
        (["--list", "--text", "没有这样的词"], 1, "no such finding"),
        (["--rules", "--by", "\x1b[1m"], 2, "a reviewer has a name"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(proposal, words, status, sentence):
    done = run(str(proposal), "--lang", "en", *words)
    assert done.returncode == status
    assert sentence in done.stderr
    assert not log_file(proposal).exists()


def test_lines_that_are_no_decisions_are_told(proposal):
    log_file(proposal).write_bytes(b'{"id": 1}\nno JSON\n\xff\n')
    done = run(str(proposal), "--rules", "--lang", "en")
    assert done.returncode == 0
    assert "note: 3 lines of " in done.stderr


def test_a_text_that_was_changed_is_no_ground_for_a_review(proposal):
    text = proposal.with_suffix(".texts") / "2023.txt"
    text.write_text(text.read_text("utf-8") + "。", encoding="utf-8")
    with pytest.raises(InputError, match="capture it again"):
        open_review(proposal, reviewer="a")


def test_a_graph_that_is_no_proposal_is_refused_and_stays_as_it_is(tmp_path, wenmai):
    graph, other = tmp_path / "g.ttl", tmp_path / "other.ttl"
    graph.write_text("<urn:x:a> <urn:x:p> <urn:x:b> .\n", encoding="utf-8")
    for words in (("review", str(graph), "--list"), ("merge", str(graph), str(other))):
        ran = wenmai(*words)
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.startswith(f"wenmai: {graph} names no document, so it is no proposal")
    assert [file.name for file in tmp_path.iterdir()] == ["g.ttl"]
