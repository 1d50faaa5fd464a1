"""Capture of English reports: held against marks made by hand, against the reader of verify, and through proposal and back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import capture as bench
from wenmai.audit.check import check
from wenmai.audit.numerals import numbers
from wenmai.audit.verify import verify
from wenmai.audit.wording import resolve
from wenmai.capture.captured import capture_files
from wenmai.capture.documents import ReadText, prepare
from wenmai.capture.english_text import is_english
from wenmai.capture.english_text.numbers import english_numbers
from wenmai.capture.english_text.times import english_times
from wenmai.capture.proposing.keeping import keep_texts
from wenmai.capture.proposing.proposal import write_proposal
from wenmai.capture.proposing.proposed import read_proposal
from wenmai.capture.proposing.terms import bound_term
from wenmai.capture.targets.keys import is_downward, key_of, likeness
from wenmai.capture.targets.targets import list_targets
from wenmai.capture.text.flow import make_flow
from wenmai.capture.text.times import Anchor, days_of
from wenmai.capture.text.units import base_of
from wenmai.sources import open_source

REPORTS = sorted([*bench.REPORTS.glob("lakeview-*.txt"), *bench.REPORTS.glob("norhaven-*.txt")])
BOUNDS = (
    "",
    "about ",
    "around ",
    "nearly ",
    "more than ",
    "over ",
    "at least ",
    "no less than ",
    "less than ",
    "up to ",
    "not more than ",
)
UNITS = ("%", "yuan", "million yuan", "billion U.S. dollars", "kilometers", "percentage points")


@pytest.fixture(scope="module")
def captured(tmp_path_factory):
    folder = tmp_path_factory.mktemp("english")
    for file in REPORTS:
        (folder / file.name).write_text(bench.read_marked(file)[0], encoding="utf-8", newline="")
    return capture_files([folder])


def found(text: str):
    return [(str(one.low), one.unit, one.bound) for one in english_numbers(text, ())]


def test_invented_reports_are_read_as_they_were_marked():
    errors: list[str] = []
    for score in bench.measure(REPORTS, errors):
        least = 0.95 if score.name == "indicator" else 1.0
        assert score.right >= least * max(score.told, score.wanted), (str(score), errors)


def test_a_proposal_passes_check_and_verify_and_tells_the_same_targets(captured, tmp_path):
    proposal = tmp_path / "proposal.ttl"
    proposal.write_text(write_proposal(captured), encoding="utf-8")
    kept = keep_texts(captured, str(proposal))
    source = open_source(str(proposal))
    assert not check(source).faults
    verified = verify(source, *sorted(kept.iterdir()))
    assert verified.passed
    assert verified.citations > 50
    told = {
        (row.year, row.target, row.bound, row.unit, row.achieved, row.met)
        for row in list_targets(captured.findings, captured.orders)
    }
    findings, orders = read_proposal(source)
    again = {
        (row.year, row.target, row.bound, row.unit, row.achieved, row.met) for row in list_targets(findings, orders)
    }
    assert again == told


@given(
    st.sampled_from(BOUNDS),
    st.decimals(min_value="0.1", max_value="99999", places=1).filter(lambda value: not 1900 <= value < 2100),
    st.sampled_from(UNITS),
)
def test_both_readers_state_the_same_number_and_bound(bound, value, unit):
    wording = f"{bound}{value:,}{'' if unit == '%' else ' '}{unit}"
    (ours,) = english_numbers(f"Revenue reached {wording}.", ())
    surface = f"Revenue reached {wording}."[ours.start : ours.end]
    (theirs,) = numbers(surface)
    assert ours.low * base_of(ours.unit).factor == theirs.value == value * base_of(unit).factor
    assert bound_term(ours.bound, surface) == theirs.bound


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("grew by 5.2 percent to $4.6 billion", [("5.2", "%", "exact"), ("4.6", "$ billion", "exact")]),
        ("fell from 5.1 to 4.4 percent", [("5.1", "%", "exact"), ("4.4", "%", "exact")]),
        ("spent RMB33.53 trillion", [("33.53", "RMB trillion", "exact")]),
        ("between 2021 and 2025 on March 5, under the 14th plan", []),
        ("a 10-year bond, Section 12, COVID-19 and 5G, aged 60, 24 hours a day, No. 7", []),
        ("built 1,250 affordable homes in 14 parks", [("1250", "", "exact"), ("14", "", "exact")]),
        ("6–6.5 percent", [("6", "%", "range")]),
        ("30 percent or more", [("30", "%", "atleast")]),
    ],
)
def test_what_is_a_number_and_what_is_none(text, numbers):
    assert found(text) == numbers


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("the first half of 2023", "2023-01/2023-06"),
        ("last year", "2024"),
        ("fiscal year 2024-25", "2024/2025"),
        ("FY26", "2026"),
        ("from 2021 to 2025", "2021/2025"),
        ("the 14th Five-Year Plan period", "2021/2025"),
        ("Q3 2024", "2024-07/2024-09"),
        ("January to July 2023", "2023-01/2023-07"),
        ("over the past five years", "2020/2024"),
        ("March 5, 2024", "2024-03-05"),
    ],
)
def test_times_are_resolved_from_the_day_of_the_document(words, edtf):
    assert [one.edtf for one in english_times(f"It came in {words}.", Anchor(date(2025, 3, 4)))] == [edtf]


def test_what_a_value_is_compared_with_is_no_period_of_it():
    told = english_times(
        "Crime dropped 7 percent compared with 2022, against a 1990 baseline.", Anchor(date(2024, 3, 4))
    )
    assert [(one.edtf, one.compared) for one in told] == [("2022", True), ("1990", True)]


@pytest.mark.parametrize(
    "wording", ["in 2023", "2023", "last year", "January 4, 2023", "the first half of 2023", "from 2021 to 2023"]
)
def test_the_reader_of_proof_understands_the_same_times(wording):
    meaning = resolve(wording, date(2024, 3, 4))
    (ours,) = english_times(f"It came {wording}.", Anchor(date(2024, 3, 4)))
    assert meaning is not None
    assert [str(meaning.begin), str(meaning.end)] == list(days_of(ours.edtf))


def test_other_languages_are_not_taken_for_english():
    assert not is_english("En 2024, la ville a construit 1 200 logements et le taux de chômage a baissé de 5 %.")
    assert not is_english("2024年全市地区生产总值增长5%，GDP per capita 12万元。")
    assert is_english("In 2024 the city built 1,200 homes, and the unemployment rate fell to 4.2 percent.")


def test_lines_broken_between_words_run_no_words_together():
    text = "In 2024, the general\nfund grew; the city\nbuilt 20\nhomes, schools,\nand roads.\n"
    flow = make_flow(text)
    assert flow.text.replace("\n", " ") == text.replace("\n", " ")
    assert flow.span(0, len(flow.text)) == (0, len(text))


def test_english_names_are_compared_by_words():
    assert key_of("the gross domestic product") == key_of("GDP") == key_of("地区生产总值")
    assert likeness(key_of("affordable homes"), key_of("affordable homes completed")) == 1
    assert likeness(key_of("general fund revenue"), key_of("general fund spending")) == 0
    assert is_downward("unemployment rate")
    assert not is_downward("tree cover")
    assert base_of("$ million") == base_of("million U.S. dollars")
    assert base_of("billion yuan").factor == Decimal(10**9)


def test_the_place_and_day_are_told_by_the_head():
    subject = prepare(
        ReadText(
            "r",
            "r.txt",
            "City of Milton adopts 2023 budget\nOctober 5, 2022\n\nThe budget for the city is on the web and in the hall.",
            "",
        )
    )
    assert subject.head.place == "Milton City"
    assert subject.head.written == date(2022, 10, 5)
    assert subject.head.kind == "plan"


def test_a_huge_line_without_a_stop_is_read_in_pieces():
    text = "the rate of growth in the city was 5 percent and " * 600
    (document,) = capture_documents(text)
    assert 450 < len(document.findings) <= 600


def capture_documents(text: str):
    from wenmai.capture.captured import capture_text

    return (
        capture_text(prepare(ReadText("long", "long.txt", text, ""), written=date(2024, 3, 4), place="Lakewood City")),
    )


def test_a_clause_without_a_verb_stands_as_the_verb_before_it():
    text = "In 2024, the city built 1,200 affordable homes, up 8 percent from 2023. We aim to open 3 libraries, up 50 percent."
    (document,) = capture_documents(f"Report on the Work of the City of Lakewood 2024\n{text}\n")
    found = [(one.start, one.status) for one in sorted(document.findings, key=lambda one: one.start)]
    assert [status for _, status in found] == ["achieved", "achieved", "targeted", "targeted"], found
