"""A part of a large endpoint, by named graph or by source, is that of the file."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

import servers
from wenmai.sources.endpoint.copied import portion

GRAPHS = Path(__file__).parent / "graphs"

MODELS = """
@prefix : <http://example.org/> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix wm: <urn:wenmai:term:> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix dct: <http://purl.org/dc/terms/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:a rdfs:label "A" ; :p :b , :c , :d ; :n 7 ; :q :e . :b rdfs:label "B" . :c rdfs:label "C" . :d rdfs:label "D" . :e rdfs:label "E" .
[] a rdf:Statement ; rdf:subject :a ; rdf:predicate :p ; rdf:object :b ;
  wm:evidence [ a wm:Passage ; wm:document :book ; wm:start 3 ; wm:end 9 ] ; wm:since [ wm:begins "2001-01-01"^^xsd:date ] .
[] a owl:Axiom ; owl:annotatedSource :a ; owl:annotatedProperty :p ; owl:annotatedTarget :c ; dct:source :letter .
[] a rdf:Statement ; rdf:subject :a ; rdf:predicate :p ; rdf:object :d ; prov:wasDerivedFrom [ dct:title "A nameless note" ] .
[] a owl:Axiom ; owl:annotatedSource :a ; owl:annotatedProperty :n ; owl:annotatedTarget 7 ; dct:source "Census" .
:letter rdfs:label "Letter to E" .
:g { :a :r :e } :g prov:hadPrimarySource :register .
:h { :b :r :e }
"""

FROM = ["book", "<http://example.org/book>", "letter", "Letter to E", "A nameless note", "Census"]

MODEL = [
    *(("show", "A", "--source-of", source) for source in FROM),
    ("stats", "--source-of", "letter"),
    ("stats", "--source-of", "nobody"),
]
IN = [
    ("show", "A", "--source-of", "http://example.org/register"),
    ("show", "A", "--in", "g"),
    ("show", "A", "--in", "g", "--source-of", "register"),
    ("show", "A", "--in", "h", "--source-of", "register"),
    ("path", "A", "E", "--in", "g"),
    ("stats", "--in", "default"),
    ("show", "A", "--in", "default"),
    ("stats", "--in", "nowhere"),
]
STATEMENTS = [
    ("show", "Mira Stone", "--source-of", "Book of people"),
    ("path", "Mira Stone", "Jon Hill", "--source-of", "https://example.org/stones"),
    ("stats", "--source-of", "https://example.org/stones"),
]


def in_quads(folder, name: str, text: str | None = None) -> Path:
    """A graph as N-Quads, which declare no prefixes, as an endpoint tells none."""
    file = folder / f"{name}.nq"
    quads = ox.parse(text, ox.RdfFormat.TRIG) if text else ox.parse(path=str(GRAPHS / f"{name}.trig"))
    with file.open("wb") as out:
        ox.serialize(quads, out, ox.RdfFormat.N_QUADS)
    return file


def check(wenmai, file: Path, address: str, commands) -> None:
    """Each command prints of the endpoint what it prints of the file."""
    for command in commands:
        here, there = (wenmai(*command, "-g", at) for at in (str(file), address))
        assert (there.status, there.out) == (here.status, here.out.replace(str(file), address)), (command, there.err)
    assert here.out or here.err


@pytest.mark.parametrize("server", sorted(servers.SERVERS))
def test_the_facts_of_a_source_are_those_of_the_file(server, tmp_path, wenmai):
    for name, text, commands in (("models", MODELS.partition(":g {")[0], MODEL), ("statements", None, STATEMENTS)):
        file = in_quads(tmp_path, name, text)
        with servers.SERVERS[server](file) as address:
            check(wenmai, file, address, commands)


def test_the_facts_of_a_named_graph_are_those_of_the_file_with_names_from_everywhere(tmp_path, wenmai):
    file = in_quads(tmp_path, "models", MODELS)
    with servers.oxigraph(file) as address:
        check(wenmai, file, address, [*MODEL, *IN])


def test_a_graph_of_too_many_facts_is_seen_without_what_stands_elsewhere(tmp_path, wenmai, monkeypatch):
    monkeypatch.setattr(portion, "MOST_FACTS", 0)
    with servers.oxigraph(in_quads(tmp_path, "models", MODELS)) as address:
        ran = wenmai("show", "http://example.org/a", "--in", "g", "-g", address)
        assert (ran.status, "r ▶ e" in ran.out) == (0, True)
        assert "names that stand elsewhere are not seen" in ran.err
        assert wenmai("stats", "--in", "default", "-g", address).status == 2


def test_what_is_left_out_is_said(tmp_path, wenmai, monkeypatch):
    monkeypatch.setattr(portion, "MOST_SUBJECTS", 0)
    monkeypatch.setattr(portion, "MOST_SOURCES", 3)
    with servers.oxigraph(in_quads(tmp_path, "models", MODELS)) as address:
        ran = wenmai("show", "A", "--source-of", "http://example.org/register", "-g", address)
    assert "only the facts of the first are told" in ran.err
    assert "give the IRI of one" in ran.err
