"""The story that a page opens on: read with suspicion, held against the graph, and put into the page as text."""

from __future__ import annotations

import json
import re

import pytest

from wenmai.errors import InputError
from wenmai.notices import collect_notices
from wenmai.sources import open_source
from wenmai.view import data, page
from wenmai.view.stories import check_story, graph_mark, read_story

STEP = {"name": "one", "caption": "two </script><b>", "state": "select=urn%3An%3Aa"}
NAMES = "<urn:n:a> <urn:p> <urn:n:b> . <urn:n:b> <urn:p> <urn:n:c> ."


def story(**more) -> str:
    return json.dumps(
        {"format": "wenmai-story", "version": 1, "graph": {"hash": ""}, "title": "t", "steps": [STEP]} | more
    )


@pytest.fixture
def graph(tmp_path):
    file = tmp_path / "g.ttl"
    file.write_text(NAMES)
    return file


def held(file):
    source = open_source(str(file))
    return data.gather(source, data.PageEntities(data.everything(source.index), True))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "no story"),
        (story(format="other"), "no story"),
        (story(version=2), "format 2"),
        (story(version=True), "format True"),
        (story(steps=[]), "1 to 200 steps"),
        (story(steps=[STEP] * 201), "1 to 200 steps"),
        (story(steps=[STEP, {"name": "x"}]), "step 2 lacks"),
        (story(steps=[STEP | {"state": "x" * 60_001}]), "step 1 lacks"),
        (" " * 1_000_001, "larger than 1 MB"),
    ],
)
def test_what_is_no_story_is_told_in_a_sentence(text, said):
    with pytest.raises(InputError, match=said) as caught:
        read_story(text, "s.json")
    assert str(caught.value).startswith("s.json")


def test_a_story_is_read_whole_and_nothing_else(graph):
    found = read_story(story(more=1, steps=[STEP | {"onclick": "x"}]))
    assert (found.title, found.steps) == ("t", (STEP,))


def test_the_mark_of_a_graph_is_of_its_entities_and_links(graph, tmp_path):
    again, other = tmp_path / "again.ttl", tmp_path / "other.ttl"
    again.write_text("<urn:n:b> <urn:p> <urn:n:c> .\n<urn:n:a> <urn:p> <urn:n:b> .")
    other.write_text(NAMES.replace("urn:n:c", "urn:n:d"))
    assert graph_mark(held(graph)) == graph_mark(held(again)) != graph_mark(held(other))


def test_a_story_of_another_graph_is_refused_and_of_another_version_told(graph):
    with pytest.raises(InputError, match="another graph: this one has none of the 1"):
        check_story(read_story(story(steps=[STEP | {"state": "from=urn%3Ax"}])), held(graph))
    two = read_story(story(steps=[STEP, STEP | {"state": "ticked=urn%3Ax"}]))
    with collect_notices() as told:
        check_story(two, held(graph))
        check_story(read_story(story()), held(graph))
    assert "of the 2 entities that it names 1 are not here" in told[0]
    assert "all entities that it names are here" in told[1]


def test_a_page_opens_on_a_story_whatever_is_written_in_it(graph, tmp_path, wenmai):
    mark = graph_mark(held(graph))
    file = tmp_path / "s.json"
    file.write_text(story(graph={"hash": mark}))
    out = tmp_path / "p.html"
    ran = wenmai("view", "-g", str(graph), "--story", str(file), "-o", str(out))
    assert ran.status == 0, ran.err
    text = out.read_text("utf-8")
    held_story = json.loads(re.search(r'id="network-data">(.*?)</script>', text)[1])["story"]
    assert held_story == {"title": "t", "steps": [STEP]}
    source = open_source(str(graph))
    assert page(source, story=read_story(file.read_text())) == page(source, story=read_story(file.read_text()))


def test_a_story_that_is_not_there_is_told(graph, tmp_path, wenmai):
    ran = wenmai("view", "-g", str(graph), "--story", str(tmp_path / "none.json"), "-o", str(tmp_path / "p.html"))
    assert ran.status != 0
    assert "none.json" in ran.err
    assert not (tmp_path / "p.html").exists()
