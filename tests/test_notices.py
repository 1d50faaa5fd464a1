"""Notices belong to an answer: of two requests at once, neither sees the other's."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from threading import Barrier

import pytest

from town import memory
from wenmai.facts.figures import list_figures
from wenmai.notices import Notice, collect_notices, notice

BARE = '<urn:a> rdfs:label "A" ; <urn:population> 21893095 .'


def test_two_requests_at_once_see_each_their_own():
    together = Barrier(2)

    def answer(name):
        with collect_notices() as found:
            together.wait(30)
            notice(f"{name} was cut")
            together.wait(30)
        return found

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(answer, ["a", "b"])) == [["a was cut"], ["b was cut"]]


def test_an_answer_says_a_thing_once_and_the_next_says_it_again():
    source, answers = memory(BARE), []
    for _ in range(2):
        with collect_notices() as found:
            list_figures(source)
            list_figures(source)
        answers.append(found)
    assert len(answers[0]) == 1
    assert answers[0] == answers[1]


def test_where_nobody_collects_a_notice_is_a_warning():
    with pytest.warns(Notice, match="has no figures of wenmai's model"):
        Context().run(list_figures, memory(BARE))
