"""A graph's own prefixes come first: in queries, in names, in filters and in what is printed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenmai.errors import NameNotFound, StoreError
from wenmai.prefixes import OWN, Prefixes, gather_prefixes
from wenmai.sources import Memory, open_source
from wenmai.sources.store import load
from wenmai.sparql import Table, run
from wenmai.sparql.job import Job
from wenmai.sparql.worker import run as work
from wenmai.terms import PREFIXES

EX = "http://example.org/"
SCHEMA = "http://schema.org/"
TURTLE = f"""
@prefix ex: <{EX}> . @prefix schema: <{SCHEMA}> . @prefix unit: <{EX}unit/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:a rdfs:label "Ann" ; a ex:Person ; ex:k ex:b ; schema:name "Anna" ; schema:knows unit:M .
ex:b rdfs:label "Bob" ; a ex:Robot ; ex:j ex:c .
ex:c rdfs:label "Cid" ; a ex:Person .
ex:d rdfs:label "Dan" ; ex:k <mailto:eve@example.org> , <doi:10.1/x> , <tag:example.org,2020:t> , <ftp://example.org/f> .
ex:ton rdfs:label "British Thermal Unit: M" ; ex:k ex:b .
<mailto:eve@example.org> rdfs:label "Eve" .
"""
RDF_XML = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="{EX}"
 xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"><ex:Person rdf:about="{EX}a"><rdfs:label>Ann</rdfs:label>
 <ex:k rdf:resource="{EX}b"/></ex:Person></rdf:RDF>"""
JSON_LD = json.dumps({"@context": {"ex": EX}, "@id": "ex:a", "ex:k": {"@id": "ex:b"}})
FILES = {
    "a.ttl": TURTLE,
    "a.trig": f"@prefix ex: <{EX}> . ex:g {{ ex:a ex:k ex:b }}",
    "a.rdf": RDF_XML,
    "a.jsonld": JSON_LD,
}


def put(folder: Path, name: str, text: str) -> str:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return str(file)


@pytest.fixture(params=["file", "store"])
def graph(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The graph above as a file, and as a store."""
    file = put(tmp_path, "a.ttl", TURTLE)
    if request.param == "store":
        load([file], str(tmp_path / "store"))
        return str(tmp_path / "store")
    return file


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("stored", [False, True])
def test_every_format_that_declares_prefixes_gives_them(tmp_path: Path, name: str, stored: bool) -> None:
    place = put(tmp_path, name, FILES[name])
    if stored:
        load([place], str(tmp_path / "store"))
        place = str(tmp_path / "store")
    source = open_source(place)
    assert source.prefixes.expand("ex:a") == EX + "a"
    assert run(source, "ASK { ex:a ex:k ex:b }") is True


def test_a_query_may_use_them_in_either_kind_of_process() -> None:
    source, kept = Memory.of(ox.parse(TURTLE, ox.RdfFormat.TURTLE)), bytearray()
    job = Job("ASK { ex:a schema:name ?n }", "", prefixes={"ex": EX, "schema": SCHEMA})
    for method in ("fork", "spawn"):
        work(source, job, kept.extend, method=method)
    assert kept == b'{"head":{},"boolean":true}' * 2


def test_what_a_file_declares_otherwise_than_wenmai_means_the_files(wenmai, graph: str) -> None:
    assert PREFIXES["schema"] != SCHEMA
    ran = wenmai("query", "SELECT ?n { ?s schema:name ?n }", "-g", graph, "--format", "csv")
    assert ran.out.split() == ["n", "Anna"]
    assert Prefixes({"schema": SCHEMA}).shorten(PREFIXES["schema"] + "name") == f"<{PREFIXES['schema']}name>"


def test_a_prefix_that_nobody_declares_is_still_told_in_a_query(wenmai, graph: str) -> None:
    ran = wenmai("query", "SELECT * { ?s ex:k ?o . ?s nope:k ?p }", "-g", graph)
    assert ran.status == 2
    assert "prefix nope: is not declared" in ran.err
    assert "ex:" not in ran.err


@pytest.mark.parametrize("name", ["ex:a", f"<{EX}a>", EX + "a", "Ann"])
def test_an_entity_is_named_short_or_in_full(wenmai, graph: str, name: str) -> None:
    assert json.loads(wenmai("show", name, "-g", graph, "--format", "json").out)["iri"] == EX + "a"
    assert wenmai("show", name, "-g", graph).out.splitlines()[1] == "ex:a"
    assert wenmai("search", name, "-g", graph, "--format", "csv").out.splitlines()[1].endswith("ex:a")


@pytest.mark.parametrize(
    ("option", "name", "found"),
    [
        ("--only", "ex:k", False), ("--except", "ex:j", False), ("--except", "schema:knows", True),
        ("--type", "ex:Robot", True), ("--type", "ex:Person", False), ("--avoid", "ex:b", False), ("--via", "ex:b", True),
    ],
)  # fmt: skip
def test_filters_take_them(wenmai, graph: str, option: str, name: str, found: bool) -> None:
    ran = wenmai("path", "ex:a", "ex:c", option, name, "-g", graph)
    assert ran.status == (0 if found else 1), ran.err


@pytest.mark.parametrize(
    "iri", ["mailto:eve@example.org", "doi:10.1/x", "tag:example.org,2020:t", "ftp://example.org/f"]
)
def test_an_iri_of_any_scheme_is_the_entity_that_it_is(wenmai, graph: str, iri: str) -> None:
    for name in (iri, f"<{iri}>"):
        assert json.loads(wenmai("show", name, "-g", graph, "--format", "json").out)["iri"] == iri


@pytest.mark.parametrize("name", ["unit:M", "M", EX + "unit/M"])
def test_a_short_name_is_the_entity_of_its_iri(wenmai, graph: str, name: str) -> None:
    assert json.loads(wenmai("show", name, "-g", graph, "--format", "json").out)["iri"] == EX + "unit/M"


@pytest.mark.parametrize("name", ["unit:Thermal", "british:thermal", "Ann:b", "doi:10.1/y", ":a", "unit:m"])
@pytest.mark.parametrize("command", ["show", "around", "timeline", "figures"])
def test_a_short_name_never_means_another(wenmai, graph: str, command: str, name: str) -> None:
    ran = wenmai(command, name, "-g", graph)
    assert ran.status in (2, 3)
    assert ran.out == ""
    assert len(ran.err.splitlines()) == 1


def test_a_prefix_that_nobody_declares_is_named(graph: str) -> None:
    with pytest.raises(NameNotFound, match="neither the graph nor wenmai declares the prefix british:") as raised:
        open_source(graph).names.resolve("british:thermal")
    assert raised.value.prefix == "british"


def test_a_whole_name_with_a_colon_is_a_name() -> None:
    text = '<urn:a> <http://www.w3.org/2000/01/rdf-schema#label> "Re:Zero" . <urn:b> <urn:k> <urn:a> .'
    names = Memory.of(ox.parse(text, ox.RdfFormat.TURTLE)).names
    assert names.resolve("re:zero") == "urn:a"
    with pytest.raises(NameNotFound, match="Re:Zero"):
        names.resolve("re:zer")


def test_of_two_files_the_first_one_s_meaning_holds_and_it_is_said(wenmai, tmp_path: Path) -> None:
    first = put(tmp_path, "a.ttl", "@prefix ex: <urn:1:> . ex:a ex:k ex:b .")
    second = put(tmp_path, "b.ttl", "@prefix ex: <urn:2:> . ex:a ex:k ex:c .")
    ran = wenmai("query", "SELECT ?o { ex:a ex:k ?o }", "-g", first, "-g", second, "--format", "csv")
    assert ran.out.split() == ["o", "urn:1:b"]
    said = f"note: ex: means <urn:1:>, as {first} has it; {second} declares it as <urn:2:>"
    assert ran.err.splitlines() == [said]
    folder = str(tmp_path / "store")
    assert said in wenmai("load", first, second, "--into", folder).err
    assert run(open_source(folder), "ASK { ex:a ex:k <urn:1:b> }") is True


def test_what_is_added_to_a_store_leaves_its_prefixes(wenmai, tmp_path: Path) -> None:
    folder = str(tmp_path / "store")
    wenmai("load", put(tmp_path, "a.ttl", "@prefix ex: <urn:1:> . ex:a ex:k ex:b ."), "--into", folder)
    more = put(tmp_path, "b.ttl", "@prefix ex: <urn:2:> . @prefix new: <urn:3:> . ex:a ex:k new:c .")
    assert "ex: means <urn:1:>" in wenmai("load", more, "--into", folder, "--add").err
    assert open_source(folder).prefixes.declared == {"ex": "urn:1:", "new": "urn:3:"}


def test_a_store_of_an_earlier_wenmai_opens_and_a_damaged_one_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    load([put(tmp_path, "a.ttl", TURTLE)], str(folder))
    (kept,) = folder.glob("g-*/prefixes.json")
    text = kept.read_bytes()
    kept.write_bytes(text.replace(b"example", b"exemple"))
    with pytest.raises(StoreError, match="is damaged"):
        _ = open_source(str(folder)).prefixes
    kept.unlink()
    assert open_source(str(folder)).prefixes.namespaces == OWN.namespaces
    shutil.rmtree(folder)


@pytest.mark.slow
def test_prefixes_of_large_files_are_kept_too(tmp_path: Path) -> None:
    """Above some size, one process reads for the database and another for the indexes."""
    lines = "".join(f"ex:a{number} ex:k ex:b{number} .\n" for number in range(250_000))
    load([put(tmp_path, "a.ttl", f"@prefix ex: <{EX}> .\n{lines}")], str(tmp_path / "store"))
    assert open_source(str(tmp_path / "store")).prefixes.declared == {"ex": EX}


def test_a_table_shortens_by_them(wenmai, graph: str) -> None:
    ran = wenmai("query", "SELECT ?s { ?s ex:j ?o }", "-g", graph)
    assert ran.out.split()[-1] == "ex:b"
    answer = run(open_source(graph), "SELECT ?s { ?s ex:j ?o }")
    assert isinstance(answer, Table)
    assert answer.rows == ((EX + "b",),)


letters = st.text("abc", max_size=2)
spaces = st.builds("http://{}.org/{}{}".format, st.sampled_from("xy"), letters, st.sampled_from(["", "/", "#"]))


@given(st.dictionaries(letters, spaces, max_size=6), spaces, st.text("ab/#:", max_size=4))
def test_what_is_shortened_expands_to_the_same(declared: dict[str, str], space: str, name: str) -> None:
    prefixes, iri = Prefixes(declared), space + name
    short = prefixes.shorten(iri)
    assert prefixes.read(short, lambda _: False) == iri
    fitting = [space for space in declared.values() if iri.startswith(space)]
    if fitting and not set("/#") & set(iri.removeprefix(max(fitting, key=len))):
        assert declared[short.partition(":")[0]] == max(fitting, key=len)
    else:
        assert short == f"<{iri}>"


def test_many_differences_are_counted() -> None:
    several = {f"p{number}": f"urn:{number}:" for number in range(10)}
    _, said = gather_prefixes([("a", several), ("b", dict.fromkeys(several, "urn:x:")), ("c", several)])
    assert len(said) == 4
    assert said[-1].startswith("7 more prefixes are declared differently")
