"""The library: every function takes names, tells its whole signature, and answers as what it calls."""

from __future__ import annotations

import doctest
import importlib
import inspect
import subprocess
import sys

import pyoxigraph
import pytest

import wenmai
from wenmai.errors import AmbiguousName, InputError, NameNotFound
from wenmai.statements.standing import EVERY

TOWN = """\
@prefix ex: <http://town.example/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
ex:ann a ex:Person ; ex:age 35 ; rdfs:label "安娜"@zh, "Ann"@en ; ex:leads ex:club ; ex:knows ex:bob ; ex:born "1990-05-01"^^xsd:date .
ex:bob a ex:Person ; rdfs:label "鲍勃"@zh, "Bob"@en ; ex:member ex:club ; ex:age 41 .
ex:club a ex:Club ; rdfs:label "棋社"@zh, "Chess Club"@en ; skos:altLabel "CC" ; ex:in ex:city .
ex:city a ex:City ; rdfs:label "京城"@zh, "Capital"@en .
ex:leads rdfs:label "领导"@zh, "is head of"@en . ex:knows rdfs:label "认识"@zh, "knows"@en .
ex:Club rdfs:label "社团"@zh, "society"@en .
"""
EX = "http://town.example/"
SPELLINGS = {
    "label": {"ann": "安娜", "club": "棋社", "city": "京城", "leads": "领导", "knows": "认识", "Club": "社团"},
    "label in another language": {
        "ann": "Ann", "club": "chess club", "city": "Capital", "leads": "is head of", "knows": "Knows", "Club": "society",
    },
    "alias or end of the IRI": {
        "ann": "ann", "club": "CC", "city": "city", "leads": "leads", "knows": "knows", "Club": "Club",
    },
    "pinyin": {
        "ann": "anna", "club": "qishe", "city": "jingcheng", "leads": "lingdao", "knows": "renshi", "Club": "shetuan",
    },
    "short": {name: f"ex:{name}" for name in ("ann", "club", "city", "leads", "knows", "Club")},
}  # fmt: skip
FILTERS = ("avoid", "via", "only", "without", "types")
ASKED = {
    "find_entity": lambda town, name: wenmai.find_entity(town, name("club")),
    "describe": lambda town, name: wenmai.describe(town, name("club")),
    "find_paths": lambda town, name: wenmai.find_paths(town, name("ann"), name("city"), max_hops=4),
    "avoid": lambda town, name: wenmai.find_paths(town, "ex:bob", "ex:club", avoid=[name("ann")]),
    "via": lambda town, name: wenmai.find_paths(town, "ex:bob", "ex:club", via=[name("ann")]),
    "only": lambda town, name: wenmai.find_paths(town, "ex:ann", "ex:club", only=[name("leads")]),
    "without": lambda town, name: wenmai.find_paths(
        town, "ex:ann", "ex:club", without=[name("leads"), name("knows")][:1]
    ),
    "types": lambda town, name: wenmai.find_paths(town, "ex:ann", "ex:city", types=[name("Club")]),
    "around": lambda town, name: wenmai.around(town, name("club"))[1:],
    "between": lambda town, name: wenmai.between(town, [name("ann"), name("city")])[1:],
    "compare": lambda town, name: wenmai.compare(town, name("ann"), name("club")),
    "timeline": lambda town, name: wenmai.timeline(town, name("ann")),
    "figures": lambda town, name: wenmai.figures(town, name("ann")),
    "focus": lambda town, name: wenmai.page(town, focus=name("club"), hops=1),
    "path": lambda town, name: wenmai.page(town, path=(name("ann"), name("city"))),
}
"""What is asked with names; ``name`` gives the spelling of an entity, a predicate or a class."""


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    path = tmp_path_factory.mktemp("town") / "town.ttl"
    path.write_text(TOWN, encoding="utf-8")
    return wenmai.open(path)


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_name_may_stand_wherever_an_iri_may(town, asked, spelling):
    by_iri = ASKED[asked](town, lambda name: EX + name)
    assert by_iri
    assert ASKED[asked](town, SPELLINGS[spelling].__getitem__) == by_iri


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_neighbourhood_is_exported_by_name(town, spelling, tmp_path):
    wenmai.export_graph(town, tmp_path / "iri.nt", entity=EX + "club")
    done = wenmai.export_graph(town, tmp_path / "name.nt", entity=SPELLINGS[spelling]["club"])
    assert done.nodes == 4
    assert (tmp_path / "name.nt").read_bytes() == (tmp_path / "iri.nt").read_bytes()


@pytest.mark.parametrize("asked", ASKED)
def test_an_unknown_name_is_refused_everywhere(town, asked):
    with pytest.raises(NameNotFound) as found:
        ASKED[asked](town, lambda _name: "nowhere at all")
    assert found.value.name == "nowhere at all"


INSIDE = {
    "analyze": "wenmai.analysis:analyze",
    "around": "wenmai.subgraph:around",
    "between": "wenmai.subgraph:between",
    "check": "wenmai.audit.check:check",
    "export_graph": "wenmai.export:export",
    "figures": "wenmai.facts.figures:list_figures",
    "find_paths": "wenmai.paths:find",
    "load": "wenmai.sources.store:load",
    "page": "wenmai.view:page",
    "query": "wenmai.sparql:run",
    "timeline": "wenmai.facts.timeline:list_moments",
}
"""The functions with options, and what each calls."""
READING = {"base", "input_format", "skip_bad", "contexts", "profile", "labels"}


@pytest.mark.parametrize("name", INSIDE)
def test_a_public_function_has_every_option_of_what_it_calls_with_the_same_default(name):
    module, _, function = INSIDE[name].partition(":")
    public = options(getattr(wenmai, name), READING | {"language"})
    inner = options(getattr(importlib.import_module(module), function), {"options", "on_report", "language"})
    taken = "admission", inner.get("admission")
    assert taken in (("admission", None), ("admission", EVERY))
    assert public == inner | ({"admission": None} if "admission" in inner else {})  # which the door does not load


def options(function, without):
    """The keyword parameters of a function with their defaults."""
    found = inspect.signature(function).parameters.values()
    return {one.name: one.default for one in found if one.kind is one.KEYWORD_ONLY and one.name not in without}


def test_every_public_name_is_there_and_documented():
    assert sorted(set(wenmai.__all__)) == wenmai.__all__
    for name in wenmai.__all__:
        assert inspect.getdoc(getattr(wenmai, name)), name
    with pytest.raises(AttributeError, match="has no attribute 'opne'"):
        _ = wenmai.opne


def test_every_public_function_has_an_example():
    functions = [name for name in wenmai.__all__ if inspect.isfunction(getattr(wenmai, name)) and name.islower()]
    bare = [name for name in functions if ">>>" not in (getattr(wenmai, name).__doc__ or "")]
    assert bare == []


@pytest.mark.slow
@pytest.mark.parametrize("module", ["wenmai", "wenmai.notices"])
def test_the_examples_of_the_functions_run(module):
    said = doctest.testmod(importlib.import_module(module))
    assert said.attempted > 0
    assert said.failed == 0


def test_importing_the_library_loads_nothing():
    script = "import sys; before = set(sys.modules); import wenmai; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["__future__", "wenmai"]


def test_a_part_of_a_name_warns_or_is_collected(town):
    with wenmai.collect_notices() as notices:
        wenmai.describe(town, "Chess", language="en")
    assert notices == ["'Chess' is taken for Chess Club"]
    worker = "import wenmai, sys; wenmai.describe(wenmai.open(sys.argv[1]), 'Chess', language='en')"
    command = [sys.executable, "-c", worker, *town.locations]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    assert "Notice: 'Chess' is taken for Chess Club" in done.stderr


def test_paths_found_before_a_limit_say_what_is_proven(report):
    every = wenmai.find_paths(report, "金科新区", "北交所", k=50)
    with wenmai.collect_notices() as notices:
        found = wenmai.find_paths(report, "金科新区", "北交所", k=50, max_links=100, language="en")
    proven = [path.hops for path in found if path.proven]
    assert proven == [path.hops for path in every[: len(proven)]]
    assert 0 < len(proven) < len(found)
    assert all(path.unseen is not None and path.unseen > path.score for path in found[len(proven) :])
    assert len(notices) == 1
    assert "the limit; no path that was left out scores above" in notices[0]


def test_files_are_read_as_is_said(tmp_path):
    path = tmp_path / "data.txt"
    path.write_text("<a> <urn:p> <b> .\n<c> <urn:p> <not an iri> .\n", encoding="utf-8")
    with wenmai.collect_notices() as notices:
        source = wenmai.open(path, base="http://x.example/", input_format="turtle", skip_bad=True)
        assert [str(quad.subject) for quad in source.quads()] == ["<http://x.example/a>"]
    assert notices[0] == f"{path}: 1 bad statements or terms were left out"
    done = wenmai.load([path], tmp_path / "s", base="http://x.example/", input_format="turtle", skip_bad=True)
    assert done.quads == 1
    assert [str(quad.subject) for quad in wenmai.open(tmp_path / "s").quads()] == ["<http://x.example/a>"]


def test_a_store_loses_the_triples_of_a_file(tmp_path):
    both, one = tmp_path / "both.nt", tmp_path / "one.nt"
    both.write_text("<urn:a> <urn:p> <urn:b> .\n<urn:b> <urn:p> <urn:c> .\n", encoding="utf-8")
    one.write_text("<urn:a> <urn:p> <urn:b> .\n<urn:x> <urn:p> <urn:y> .\n", encoding="utf-8")
    wenmai.load([both], tmp_path / "s")
    with pytest.raises(InputError, match="add and remove exclude each other"):
        wenmai.load([one], tmp_path / "s", add=True, remove=True)
    assert wenmai.load([one], tmp_path / "s", remove=True).removed == 1
    assert [str(quad.subject) for quad in wenmai.open(tmp_path / "s").quads()] == ["<urn:b>"]


def test_a_context_is_taken_from_a_file(tmp_path):
    (tmp_path / "context.jsonld").write_text('{"@context": {"name": "http://x.example/name"}}', encoding="utf-8")
    data = tmp_path / "data.jsonld"
    data.write_text('{"@context": "https://x.example/c", "@id": "urn:a", "name": "Ann"}', encoding="utf-8")
    source = wenmai.open(data, contexts={"https://x.example/c": tmp_path / "context.jsonld"})
    assert [quad.predicate for quad in source.quads()] == [pyoxigraph.NamedNode("http://x.example/name")]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"base": "not absolute"}, "the base 'not absolute' is no absolute IRI"),
        ({"input_format": "n3"}, "there is no input format 'n3'; it is one of turtle, ntriples"),
    ],
)
def test_an_option_of_reading_that_cannot_be_is_refused(options, sentence, tmp_path):
    with pytest.raises(InputError, match=sentence):
        wenmai.open(tmp_path / "a.ttl", **options)


def test_a_part_goes_to_networkx_with_its_links(town):
    part = wenmai.between(town, ["Ann", "Capital"])
    made = wenmai.to_networkx(part, language="en")
    assert {iri: data["label"] for iri, data in made.nodes(data=True)} == {
        one.iri: one.label for one in part.entities("en")
    }
    assert set(made.edges(keys=True)) == {(hop.subject, hop.object, hop.predicate) for hop in part.links()}
    whole = wenmai.to_networkx(town)
    assert set(made.edges(keys=True)) < set(whole.edges(keys=True))


def test_paths_of_candidates_that_share_a_name_are_told(tmp_path):
    path = tmp_path / "twins.nt"
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    path.write_text(f'<urn:1> {label} "Kim" .\n<urn:2> {label} "Kim" .\n<urn:1> <urn:p> <urn:2> .\n', encoding="utf-8")
    with pytest.raises(AmbiguousName) as found:
        wenmai.around(wenmai.open(path), "Kim")
    assert {match.iri for match in found.value.candidates} == {"urn:1", "urn:2"}


def test_citations_and_shapes_are_checked(report, tmp_path):
    assert wenmai.check(report).passed
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://town.example/> .\n"
        "ex:s a sh:NodeShape ; sh:targetClass ex:Person ; sh:property [ sh:path ex:leads ; sh:minCount 1 ] .\n",
        encoding="utf-8",
    )
    town = tmp_path / "town.ttl"
    town.write_text(TOWN, encoding="utf-8")
    found = wenmai.check(wenmai.open(town), shapes=shapes, language="en")
    assert [one.focus for one in found.faults] == [EX + "bob"]
    assert wenmai.check(wenmai.open(town), shapes=[str(shapes)], language="en").faults == found.faults
    empty = tmp_path / "empty.txt"
    empty.write_text("", encoding="utf-8")
    assert not wenmai.verify(report, empty).passed
