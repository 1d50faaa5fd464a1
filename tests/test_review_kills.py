"""Killed at any moment, a review loses no decision that it told, and a merge leaves the old graph or the new one, whole."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest

import needs
from test_merge import KEPT, propose
from wenmai.capture.merging import plan_merge
from wenmai.capture.review import open_review
from wenmai.capture.review.log import DecisionLog
from wenmai.capture.review.settling import Settlement

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of POSIX")
COUNTS = [3, pytest.param(34, marks=pytest.mark.slow)]


def killed_at_some_time(words, delay):
    """Run a command and kill it after a while; what it wrote until then."""
    command = [sys.executable, "-P", "-u", "-m", "wenmai", *words]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
    time.sleep(delay)
    os.killpg(process.pid, signal.SIGKILL)
    return process.communicate()[0].decode("utf-8", "replace")


def seconds_of(words):
    start = time.monotonic()
    subprocess.run([sys.executable, "-P", "-m", "wenmai", *words], check=True, capture_output=True)
    return time.monotonic() - start


@pytest.mark.parametrize("count", COUNTS)
def test_a_script_that_is_killed_loses_no_decision_it_told(tmp_path, count):
    proposal = propose(tmp_path)
    chance = random.Random(count)
    names = [one.id for one in open_review(proposal, reviewer="a").findings()]
    usual = seconds_of(["review", str(proposal), "--accept", names[0], "--by", "a"])
    held, told = {names[0]: "accept"}, 1
    for number in range(count):
        name, action = chance.choice(names), chance.choice(["accept", "reject"])
        before = len(DecisionLog(proposal.with_suffix(".decisions.jsonl")).read_new())
        words = ["review", str(proposal), f"--{action}", name, "--by", "a", "--lang", "en"]
        said = killed_at_some_time(words, chance.uniform(usual * 0.5, usual * 1.2))
        now = DecisionLog(proposal.with_suffix(".decisions.jsonl")).read_new()
        assert len(now) - before in (0, 1), number
        if f"{action}ed 1" in said:
            told += 1
            assert len(now) == before + 1
        if len(now) > before:
            held[name] = action
        left = open_review(proposal, reviewer="a")
        assert {one.id: one.settled.decisions[-1].action for one in left.findings() if one.settled.decisions} == held
    assert told >= 1


@pytest.mark.parametrize("count", COUNTS)
def test_a_screen_that_is_killed_loses_no_decision_it_showed(tmp_path, count):
    needs.library("pyte")
    from pseudoterminals import PseudoTerminal

    proposal = propose(tmp_path)
    chance = random.Random(count)
    for _ in range(count):
        with PseudoTerminal("review", str(proposal), "--by", "a", "--lang", "en", "--order", "text") as tty:
            tty.wait("a accept")
            for key in chance.choices("aarru", k=chance.randint(1, 6)):
                tty.type(key)
            until = time.monotonic() + chance.uniform(0, 0.4)
            while time.monotonic() < until:
                tty.look(0.01)
            tty.kill()
            while tty.look():
                pass
            bar = re.search(r"(\d+)/(\d+) ✓(\d+) ~(\d+) ✗(\d+)", tty.text)
            shown = tuple(map(int, bar.groups()))
        found = DecisionLog(proposal.with_suffix(".decisions.jsonl"))
        states = set()
        replayed = open_review(proposal, reviewer="a")
        lines = found.read_new()
        for end in range(len(lines) + 1):
            settlement = Settlement(replayed.proposed, replayed.texts)
            settlement.add(lines[:end])
            count_of = Counter(settlement.settled(one).state for one in replayed.proposed)
            decided = count_of["accepted"], count_of["edited"], count_of["rejected"]
            states.add((sum(decided), len(replayed.proposed), *decided))
        assert shown in states  # what was shown had been kept, and what came after it only adds
        assert found.unread == 0


@pytest.mark.parametrize("count", COUNTS)
def test_a_merge_that_is_killed_leaves_one_graph_or_the_other(tmp_path, count):
    proposal = propose(tmp_path)
    review = open_review(proposal, reviewer="a")
    review.decide_rule("*", "accept")
    graph, words = tmp_path / "graph.ttl", ["merge", str(proposal), str(tmp_path / "graph.ttl"), "--by", "a"]
    graph.write_text(KEPT, encoding="utf-8")
    whole = plan_merge(review, graph).after
    usual = seconds_of(words)
    assert graph.read_text("utf-8") == whole
    chance, found = random.Random(count), set()
    for _ in range(count):
        graph.write_text(KEPT, encoding="utf-8")
        killed_at_some_time(words, chance.uniform(usual * 0.6, usual * 1.1))
        left = graph.read_text("utf-8")
        assert left in (KEPT, whole)
        found.add(left)
        subprocess.run([sys.executable, "-P", "-m", "wenmai", *words], check=True, capture_output=True)
        assert graph.read_text("utf-8") == whole
        assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []
    assert found
