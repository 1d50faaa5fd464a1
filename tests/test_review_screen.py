"""The screen of a review: what keys do, what is drawn at any size, and all of it in a real pseudo terminal."""

from __future__ import annotations

import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import needs
from test_review import FIRST, propose
from wenmai.capture.review import ReviewFilter, open_review
from wenmai.capture.review.drawing import clip, draw, pad
from wenmai.capture.review.screen import ReviewScreen
from wenmai.terminal.fitting import cells

ESCAPE, DOWN, UP = "\x1b", "\x1b[B", "\x1b[A"


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    return propose(tmp_path_factory.mktemp("screen"))


@pytest.fixture
def screen(tmp_path):
    return ReviewScreen(open_review(propose(tmp_path), reviewer="a"), ReviewFilter(kinds=("figure",)), order="text")


def shown(screen, width=80, height=24):
    return ["".join(text for _, text in line) for line in draw(screen, width, height)]


def type_line(screen, text):
    assert screen.asked is not None
    screen.answer(text)


def test_keys_decide_and_go_on_to_what_is_open(screen):
    first, second, third = screen.rows[:3]
    screen.press("a")
    assert (screen.review.finding(first).state, screen.here.id) == ("accepted", second)
    screen.press("down")
    screen.press("r")
    assert screen.review.finding(third).state == "rejected"
    screen.press("u")
    assert (screen.review.finding(third).state, screen.here.id) == ("open", third)
    screen.press("u")
    assert screen.review.progress().decided == 0
    screen.press("u")
    assert screen.message == "nothing to undo"


def test_an_edit_is_a_draft_until_it_is_recorded(screen):
    screen.press("e")
    screen.press(str(screen.editable.index("value") + 1))
    assert screen.asked.initial == "4.6"
    type_line(screen, "many")
    assert "is no number" in screen.message
    screen.press(str(screen.editable.index("value") + 1))
    type_line(screen, "4.7")
    screen.press(str((screen.editable.index("status") + 1) % 10))
    assert "achieved estimated targeted" in screen.asked.prompt
    type_line(screen, "预计")
    assert screen.review.progress().edited == 0
    name = screen.here.id
    screen.press("enter")
    edited = screen.review.finding(name)
    assert (edited.state, edited.fields["value"], edited.fields["status"]) == ("edited", "4.7", "estimated")
    screen.press("e")
    screen.press("escape")
    assert screen.mode == "list"


def test_all_of_a_rule_only_after_a_yes(screen):
    rule = screen.here.proposed.rule
    screen.press("A")
    assert screen.message.startswith("accept all ")
    screen.press("n")
    assert screen.review.progress().decided == 0
    screen.press("A")
    screen.press("y")
    assert {one.state for one in screen.review.findings(ReviewFilter(rule=rule))} == {"accepted"}
    screen.press("u")
    assert screen.review.progress().decided == 0


def test_filters_orders_finding_and_jumping(screen):
    total = len(screen.rows)
    screen.press("a")
    screen.press("f")
    assert len(screen.rows) == total - 1
    for _ in range(5):
        screen.press("f")
    assert len(screen.rows) == total
    screen.press("/")
    type_line(screen, "城镇新增就业")
    assert {screen.review.finding(name).fields["indicator"] for name in screen.rows} == {"城镇新增就业"}
    screen.press("/")
    type_line(screen, "")
    screen.press("j")
    type_line(screen, "3")
    assert screen.at == 2
    screen.press("j")
    type_line(screen, f"2023:{FIRST.index('固定资产')}")
    assert screen.here.fields["indicator"] == "固定资产投资增长"
    screen.press("j")
    type_line(screen, "nowhere")
    assert "no finding" in screen.message
    screen.press("o")
    doubts = [screen.review.finding(name).doubt for name in screen.rows]
    assert doubts == sorted(doubts, reverse=True)


def test_names_are_merged(screen):
    screen.press("m")
    screen.press("i")
    assert "is another name of" in screen.asked.prompt
    type_line(screen, "城镇新增就业")
    assert screen.review.same_names() == {"地区生产总值增长": "城镇新增就业"}
    screen.press("u")
    assert screen.review.same_names() == {}


def test_what_another_reviewer_decides_is_shown(screen):
    other = open_review(screen.review.proposal, reviewer="b")
    other.decide([screen.here.id], "reject", note="a rank")
    screen.press("up")
    lines = shown(screen)
    assert any("✗" in line for line in lines[1:4])
    assert any("b: reject (a rank)" in line for line in lines)
    screen.press("a")
    screen.press("up")
    assert screen.here.state == "disputed"
    assert any("reviewers disagree" in line for line in shown(screen))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    keys=st.lists(
        st.sampled_from(
            [
                "up",
                "down",
                "pagedown",
                "end",
                "home",
                "e",
                "1",
                "escape",
                "?",
                "m",
                "i",
                "f",
                "k",
                "o",
                "j",
                "/",
                "A",
                "n",
            ]
        ),
        max_size=12,
    ),
    width=st.integers(1, 130),
    height=st.integers(1, 40),
    language=st.sampled_from(["zh", "en"]),
)
def test_whatever_is_pressed_the_screen_fits(shared, keys, width, height, language):
    screen = ReviewScreen(open_review(shared, reviewer="a"), ReviewFilter(), language=language)
    for key in keys:
        if screen.asked is not None:
            screen.answer(None)
        screen.press(key)
    lines = draw(screen, width, height)
    assert len(lines) == height
    for line in lines:
        assert sum(cells(text) for _, text in line) <= max(width, 20)
        assert all(text.isprintable() for _, text in line)


@given(st.text(max_size=30), st.integers(0, 30))
def test_text_is_cut_to_its_columns(text, width):
    text = "".join(char for char in text if char.isprintable())
    assert cells(clip(text, width)) <= width
    assert cells(pad(text, width)) == width


# In a terminal ------------------------------------------------------------------------------------------------------------

unix = pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals are of POSIX")


def terminal(*words, **settings):
    needs.library("pyte")
    from pseudoterminals import PseudoTerminal

    return PseudoTerminal("review", *map(str, words), **settings)


@unix
def test_a_person_reviews_in_a_terminal(tmp_path):
    proposal = propose(tmp_path)
    with terminal(proposal, "--by", "ana", "--lang", "en", "--kind", "figure", "--order", "text") as tty:
        first = tty.wait("a accept")
        assert "地区生产总值增长 白榆县 2022 4.6% achieved" in first
        assert "0/" in first
        tty.type("a")
        tty.wait("accepted")
        tty.type(f"{DOWN}r")
        tty.wait("rejected")
        tty.type(f"{UP}{UP}e3")
        tty.wait(lambda text: "value: " in text.splitlines()[-1])
        tty.type("\x15" + "13.1亿元\r")
        tty.wait("unit 亿元")
        tty.type("\r")
        text = tty.wait("edited")
        assert all(cells(line) <= 80 for line in text.splitlines())
        tty.type("q")
        assert tty.end() == 0
        assert b"3 of 11 decided: 1 accepted, 1 edited, 1 rejected; 8 open" in tty.raw
    done = open_review(proposal, reviewer="ana").progress()
    assert (done.accepted, done.edited, done.rejected) == (1, 1, 1)


@unix
def test_the_screen_is_chinese_and_follows_the_size_of_the_terminal(tmp_path):
    with terminal(propose(tmp_path), "--lang", "zh") as tty:
        tty.wait("a采用")
        tty.resize(50, 14)
        text = tty.wait(lambda text: "a采用" in text.splitlines()[-1] if len(text.splitlines()) == 14 else False)
        assert "q退出" not in text
        tty.resize(100, 30)
        tty.wait("q退出")
        tty.type("?")
        tty.wait("所有决定都已存好")
        tty.type("q")
        tty.wait("a采用")
        tty.type("\x03")
        assert tty.end() == 0


@unix
def test_what_a_text_holds_cannot_steer_the_terminal(tmp_path):
    proposal = propose(tmp_path, FIRST.replace("全县地区", "全县\u202e地区"))
    other = open_review(proposal, reviewer="b")
    for one in other.findings():
        other.decide([one.id], "accept", note="\x1b]0;owned\x07")
    with terminal(proposal, "--lang", "en", "--order", "text", "--kind", "figure") as tty:
        tty.wait("b: accept (")
        assert b"owned\x07" not in tty.raw
        assert "\u202e".encode() not in tty.raw
        tty.type("q")
        assert tty.end() == 0
