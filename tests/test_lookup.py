"""One way from what a person wrote to an IRI: entities, predicates and classes, in the library and the commands alike."""

from __future__ import annotations

import json

import pytest

import wenmai as library
from wenmai.errors import AmbiguousName, NameNotFound
from wenmai.names.lookup import find_class, find_entity, find_predicate

TOWN = """\
@prefix ex: <http://town.example/> . @prefix : <http://town.example/other#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
ex:ann a ex:Person ; rdfs:label "Ann" ; ex:leads ex:club ; ex:knows ex:bob .
ex:bob a ex:Person ; rdfs:label "Bob" ; :leads ex:club ; ex:founded ex:club .
ex:club a ex:Club ; rdfs:label "棋社"@zh, "Chess Club"@en ; skos:altLabel "CC" .
ex:leads rdfs:label "is head of"@en, "est à la tête de"@fr .
ex:founded rdfs:label "创立"@zh, "founded by"@en ; skos:altLabel "開辦"@zh .
ex:Club rdfs:label "社团"@zh ; skos:altLabel "society" .
"""


@pytest.fixture
def town(tmp_path):
    path = tmp_path / "town.ttl"
    path.write_text(TOWN, encoding="utf-8")
    return library.open(str(path))


EX = "http://town.example/"


@pytest.mark.parametrize(
    ("find", "name", "end"),
    [
        *((find_entity, name, "club") for name in ("棋社", "chess club", "CC", "qishe", "ex:club", EX + "club")),
        *((find_predicate, name, "leads") for name in ("is head of", "est à la tête de", "ex:leads", EX + "leads")),
        *(
            (find_predicate, name, "founded")
            for name in ("创立", "開辦", "开办", "chuangli", "cl", "Founded", "founded by")
        ),
        *((find_predicate, name, "other#leads") for name in (":leads",)),
        *((find_class, name, "Club") for name in ("社团", "Society", "shetuan", "st", "club", "ex:Club", EX + "Club")),
    ],
)
def test_every_way_of_writing_a_name_means_its_iri(town, find, name, end):
    assert find(town, name) == EX + end


def test_a_predicate_of_several_that_share_a_name_is_not_guessed(town):
    with pytest.raises(AmbiguousName, match=r"'leads' names 2 predicates: .*/leads>.*other#leads>") as found:
        find_predicate(town, "leads")
    assert {match.iri for match in found.value.candidates} == {EX + "leads", EX + "other#leads"}


@pytest.mark.parametrize(("find", "what"), [(find_predicate, "predicate"), (find_class, "class")])
def test_an_unknown_one_is_refused_with_the_nearest(town, find, what):
    with pytest.raises(NameNotFound, match=f"no {what} is called 'clubb'") as found:
        find(town, "clubb")
    assert found.value.what == what


def test_a_command_lists_the_predicates_that_share_a_name(wenmai, town):
    ran = wenmai("path", "Ann", "Bob", "--only", "leads", "-g", *town.locations)
    assert ran.status == 4
    assert "'leads' names 2 predicates; give the IRI of the one you mean:" in ran.err
    assert f"{EX}other#leads" in ran.err
    kept = wenmai("path", "Ann", "CC", "--only", "est à la tête de", "--format", "json", "-g", *town.locations)
    assert json.loads(kept.out)["paths"][0]["hops"][0]["predicate"] == EX + "leads"


def test_a_part_of_a_name_is_told(town, notices):
    assert find_entity(town, "Chess", "en") == EX + "club"
    assert notices == ["'Chess' is taken for Chess Club"]


@pytest.mark.parametrize("name", ["北京" * 10_000, " ".join(f"{number}word" for number in range(8_000))])
@pytest.mark.parametrize("command", ["show", "figures", "search", "instances"])
def test_a_name_as_long_as_a_page_is_refused_in_a_line(wenmai, command, name):
    status, out, err = wenmai(command, name)
    assert status == (1 if command == "search" else 3)
    assert not out
    assert len(err) < 400
