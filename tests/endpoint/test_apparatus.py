"""What folds at a large endpoint is copied; a large one, real ones, and what is left where there is too much of it."""

from __future__ import annotations

import re
from itertools import pairwise

import pyoxigraph as ox
import pytest

import servers
from wenmai.serve.api.completion import complete
from wenmai.sources import open_source
from wenmai.sources.endpoint.copied import apparatus

DATA = """
@prefix : <http://example.org/club/> . @prefix org: <http://www.w3.org/ns/org#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix dct: <http://purl.org/dc/terms/> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
:ann rdfs:label "Ann" . :ben rdfs:label "Ben" . :cid rdfs:label "Cid" . :club rdfs:label "Club" ; a org:Organization . :band rdfs:label "Band" .
:head a skos:Concept ; xl:prefLabel :l . :l a xl:Label ; xl:literalForm "head"@en .
:m1 a org:Membership ; org:member :ann ; org:organization :club ; org:role :head .
:m2 a org:Membership ; org:member :ben ; org:organization :club . :ben org:memberOf :club .
:m3 a org:Membership ; org:member :ben ; org:organization :band ; rdfs:label "Ben's seat" .
:m4 a org:Membership ; org:member :cid ; org:organization :band . :note :about :m4 ; rdfs:label "Note" .
:s a rdf:Statement ; rdf:subject :ann ; rdf:predicate :knows ; rdf:object :cid ; dct:source :letter . :ann :knows :cid .
:x a owl:Axiom ; owl:annotatedSource :band ; owl:annotatedProperty :plays ; owl:annotatedTarget :hall ; dct:source :poster .
:band :plays :hall . :hall rdfs:label "Hall" ; :sits ( :ann :ben ) .
"""

COMMANDS = (
    ("show", "Ann"), ("show", "Club"), ("show", "head"), ("show", "Band", "--format", "json"), ("path", "Ann", "Hall"), ("path", "Ben", "Cid", "--format", "json"),
    ("path", "Ann", "Ben's seat"), ("around", "Club"), ("between", "Ann", "Hall"), ("search", "head"), ("search", "seat"), ("stats",), ("timeline", "Ben"),
    ("instances", "org:Organization"), ("instances", "org:Membership"), ("figures", "Ann"), ("show", "Ann", "--label", "xl:literalForm"), ("profile",),
)  # fmt: skip


@pytest.fixture(scope="module")
def padded(tmp_path_factory):
    """A graph with nodes that fold among so many triples that no endpoint is copied: behind a server and in a file."""
    file = tmp_path_factory.mktemp("graphs") / "padded.nq"
    quads = [*ox.parse(DATA, ox.RdfFormat.TURTLE)]
    link = ox.NamedNode("urn:x:next")
    names = [ox.NamedNode(f"urn:x:n{number}") for number in range(50_001)]
    quads += [ox.Quad(one, link, other) for one, other in pairwise(names)]
    with file.open("wb") as out:
        ox.serialize(quads, out, ox.RdfFormat.N_QUADS)
    with servers.oxigraph(file) as address:
        yield str(file), address


def unnamed(text: str) -> str:
    """A text without the names of blank nodes, which each reader gives itself."""
    return re.sub(r'"_:[^"]+"', '"_:"', text)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_among_many_triples_every_command_prints_what_it_prints_of_the_file(command, padded, wenmai, copied):
    file, address = padded
    here, there = (wenmai(*command, "-g", at) for at in (file, address))
    assert (there.status, unnamed(there.out)) == (here.status, unnamed(here.out).replace(file, address)), there.err
    assert not open_source(address).enumerable


def test_what_is_too_much_to_copy_stays_and_is_said_to(padded, wenmai, monkeypatch, tmp_path):
    monkeypatch.setattr(apparatus, "MOST_TRIPLES", 5)
    monkeypatch.setenv("WENMAI_CACHE", str(tmp_path))
    _, address = padded
    for _ in "again":
        ran = wenmai("show", "Ben", "-g", address)
        assert ran.status == 0
        assert "m2" in ran.out
        assert "is shown as entities of their own" in ran.err


def test_a_query_is_completed_as_of_the_file(padded, copied):
    remote, local = (open_source(place) for place in reversed(padded))
    for kind, typed in (
        ("class", "org"),
        ("predicate", "member"),
        ("predicate", "next"),
        ("predicate", "type"),
        ("entity", "Ann"),
        ("entity", "hall"),
        ("prefix", "rd"),
    ):
        found, wanted = (
            {(term.iri, term.label, term.number) for term in complete(source, kind, typed, language="en")} for source in (remote, local)
        )  # fmt: skip
        assert found
        assert found <= wanted, (kind, typed)
        assert {row for row in wanted if row[2] is not None} <= found


def test_what_is_kept_of_what_folds_holds_the_next_time(padded, wenmai, copied, monkeypatch, tmp_path):
    monkeypatch.setenv("WENMAI_CACHE", str(tmp_path))
    first, again = (wenmai("path", "Ann", "Hall", "-g", padded[1]) for _ in range(2))
    assert first.out == again.out
    assert "kept in the cache" in again.err
    assert "has changed" not in again.err
