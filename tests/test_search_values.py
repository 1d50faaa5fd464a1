"""Searching what is said of things, where no name is found."""

from __future__ import annotations

import pyoxigraph
import pytest

import wenmai
from wenmai.facts import wording
from wenmai.notices import collect_notices
from wenmai.sources.memory import Memory

DATA = """
@prefix : <urn:x:> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:yard rdfs:label "Timber yard" ; :address [ :street "123 Elm Street" ] ; :note "Open on\\nSundays" .
:shed rdfs:label "Shed" ; :note "behind the elm, and a long tale of it, that goes on for more than is wanted" .
"""


@pytest.fixture
def yard() -> Memory:
    return Memory.of(pyoxigraph.parse(DATA, pyoxigraph.RdfFormat.TURTLE))


def test_a_text_is_found_with_the_entity_it_is_said_of(yard):
    with collect_notices() as said:
        found = wenmai.search(yard, "ELM", language="en")
    assert [(one.label, one.name, one.how) for one in found[:2]] == [
        ("Timber yard", "123 Elm Street", "text"),
        ("Shed", "behind the elm, and a long tale of it, that goes on for more than is wanted", "text"),
    ]
    assert "no name holds 'ELM'" in str(said[0])


def test_names_go_first_and_values_only_when_asked_for(yard):
    assert [one.how for one in wenmai.search(yard, "timber")] == ["prefix"]
    assert [one.how for one in wenmai.search(yard, "shed", values=True)] == ["label"]


def test_quotation_marks_and_nothing_are_no_fault(yard):
    with collect_notices():
        assert wenmai.search(yard, '") } DROP ALL #') == []
        assert wenmai.search(yard, " ") == []


def test_a_limit_is_said(yard):
    with collect_notices() as said:
        wording.search_values(yard, "elm", most=1, language="en")
    assert "read the first 1 texts; --facts reads all of them" in str(said[0])


def test_a_large_graph_is_searched_by_name_unless_more_is_asked_for(yard):
    with collect_notices() as said:
        assert wording.search_values(yard, "elm", largest=1, language="en") == []
    assert "only names were searched, as the graph has 2 entities; --facts" in str(said[0])
    assert len(wording.search_values(yard, "elm", most=None, largest=1)) == 2
