"""What a language model adds to a capture: only what it quotes from the text, whatever it answers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from chatserver import Raw, chat_server
from wenmai.audit.check import check
from wenmai.audit.verify import verify
from wenmai.capture.captured import capture_files
from wenmai.capture.consulting import CONFIDENCE, MOST_FAILURES, PIECE, consult
from wenmai.capture.proposing.entities import read_all_names
from wenmai.capture.proposing.keeping import keep_texts
from wenmai.capture.proposing.proposal import write_proposal
from wenmai.chat import ChatLimits, open_model
from wenmai.errors import ModelError
from wenmai.notices import collect_notices
from wenmai.sources import open_source

TEXT = """政府工作报告
——2023年1月10日在白榆县第十五届人民代表大会第二次会议上
一、2022年工作回顾
全县地区生产总值增长4.6%。半亩园由白榆县政府创办，藏书共有38万册。
"""
QUICK = ChatLimits(seconds=3.0, retries=0)
NOTHING = {"figures": [], "names": [], "links": []}


@pytest.fixture
def captured(tmp_path):
    path = tmp_path / "2023.txt"
    path.write_text(TEXT, encoding="utf-8")
    captured = capture_files([path])
    one = captured.documents[0]
    return captured._replace(
        documents=(one._replace(findings=tuple(found for found in one.findings if found.unit != "万册")),)
    )


def ask(captured, *answers, limits=QUICK):
    with chat_server() as server, collect_notices() as notices:
        server.answers = list(answers)
        told = consult(captured, read_all_names(captured, {}), open_model(server.address, "small", limits))
        return told, notices, server.requests


def figure(**given):
    return {
        "quote": "藏书共有38万册",
        "indicator": "半亩园藏书",
        "place": "",
        "period": "2022",
        "status": "achieved",
    } | given


def added(told):
    return [one for one in told.captured.findings if one.rule.startswith("llm/")]


def test_a_quoted_figure_is_read_by_our_own_rules(captured):
    told, _, requests = ask(captured, NOTHING | {"figures": [figure()]})
    (one,) = added(told)
    assert (one.low, one.unit, one.indicator, one.place, one.period) == (
        Decimal(38),
        "万册",
        "半亩园藏书",
        "白榆县",
        "2022",
    )
    assert (one.rule, one.confidence) == ("llm/small", CONFIDENCE)
    assert TEXT[one.start : one.end] == "藏书共有38万册"
    assert "藏书共有38万册" in requests[0][2]["messages"][-1]["content"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"quote": "藏书共有39万册"},
        {"quote": "藏书 共有38万册"},
        {"quote": "藏书共有"},
        {"quote": ""},
        {"indicator": "图书馆馆藏量"},
        {"indicator": ""},
        {"place": "东陵区"},
        {"quote": "全县地区生产总值增长4.6%"},
    ],
)
def test_what_does_not_hold_is_dropped_and_counted(captured, wrong):
    told, notices, _ = ask(captured, NOTHING | {"figures": [figure(**wrong)]})
    assert not added(told)
    assert told.captured.findings == captured.findings
    assert any("1 did not hold" in one for one in notices)


def test_a_period_that_is_none_is_left_out(captured):
    told, *_ = ask(captured, NOTHING | {"figures": [figure(period="last year; DROP")]})
    assert [one.period for one in added(told)] == [""]


def test_names_and_links_stand_in_the_text(captured):
    names = [{"quote": "半亩园", "kind": "Institution"}, {"quote": "白榆县政府", "kind": "Institution"}]
    good = {"quote": "半亩园由白榆县政府创办", "subject": "半亩园", "predicate": "builtBy", "object": "白榆县政府"}
    bad = [good | {"object": "东陵区政府"}, good | {"quote": "半亩园由东陵区政府创办"}, good | {"object": "半亩园"}]
    answer = NOTHING | {"names": [*names, {"quote": "不存在的书院", "kind": "Site"}], "links": [good, *bad]}
    told, *_ = ask(captured, answer)
    read = told.names["2023"]
    assert {(one.name, one.rule) for one in read.mentions} >= {("半亩园", "llm/small")}
    assert "不存在的书院" not in {one.name for one in read.mentions}
    assert [(one.subject.name, one.predicate, one.object.name) for one in read.links if one.rule == "llm/small"] == [
        ("半亩园", "builtBy", "白榆县政府")
    ]


def test_a_proposal_with_a_models_findings_passes_check_and_verify(captured, tmp_path):
    names = [{"quote": "半亩园", "kind": "Institution"}]
    told, *_ = ask(captured, NOTHING | {"figures": [figure()], "names": names})
    proposal = tmp_path / "proposal.ttl"
    proposal.write_text(write_proposal(told.captured, names=told.names), encoding="utf-8")
    kept = keep_texts(told.captured, str(proposal))
    source = open_source(str(proposal))
    assert 'wm:rule "llm/small"' in proposal.read_text("utf-8")
    assert not check(source).faults
    assert verify(source, *sorted(kept.iterdir())).passed


def test_a_first_piece_without_an_answer_is_an_error(captured):
    with pytest.raises(ModelError):
        ask(captured, "no")


def test_after_failures_in_a_row_no_more_is_asked(tmp_path):
    path = tmp_path / "2023.txt"
    path.write_text(TEXT + ("全县上下真抓实干" * 140 + "。\n") * 9, encoding="utf-8")
    long = capture_files([path])
    told, notices, requests = ask(long, NOTHING, *[Raw(b"", 404)] * 30)
    assert len(TEXT) < PIECE
    assert len(requests) <= 2 + 2 * MOST_FAILURES
    assert told.captured.findings == long.findings
    assert any("not asked about" in one for one in notices)


def test_the_command_asks_only_where_an_address_is_named(captured, tmp_path, wenmai, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with chat_server() as server:
        server.answers = [NOTHING | {"names": [{"quote": "半亩园", "kind": "Institution"}]}]
        assert wenmai("capture", "2023.txt", "-o", "plain.ttl").status == 0
        assert not server.requests
        assert wenmai("capture", "2023.txt", "-o", "asked.ttl", "--llm", server.address).status == 0
        assert "llm/replayed" in (tmp_path / "asked.ttl").read_text("utf-8")
        refused = wenmai("capture", "2023.txt", "-o", "none.ttl", "--llm", "http://example.org/v1")
    assert refused.status == 2
    assert "unencrypted" in refused.err
    assert not (tmp_path / "none.ttl").exists()
