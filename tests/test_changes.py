"""A store that is added to and taken from answers as one that was loaded anew."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad, RdfFormat, parse, serialize

import needs
from wenmai.errors import GraphSyntaxError, StoreError
from wenmai.index import layout, sorting
from wenmai.index.changed import ChangedIndex
from wenmai.index.numbering import Renumbering
from wenmai.sources import open_source, store
from wenmai.sources.store import changing
from wenmai.sparql.union import open_dataset

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from wenmai.index import Index

PREFIXES = """
@prefix : <urn:x:> . @prefix wm: <urn:wenmai:term:> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> . @prefix time: <http://www.w3.org/2006/time#> .
@prefix schema: <https://schema.org/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix dct: <http://purl.org/dc/terms/> .
"""
PLAIN = """
:a :p :b . :b :p :c . :c :q :a . :d :r :d . :a :q :c . :e :p :a . :a a :C . :b a :C, :D . :f a :D .
:a rdfs:label "金融街"@zh, "Financial Street"@en . :b rdfs:label "银行"@zh . :c skos:altLabel "Bank of C"@en .
:d :name "重庆" . :e :name "Dee", "Ee" . :f :size 7 . :g :p :f . :h a :C . :b :p :a .
"""
SAID = """
:s a rdf:Statement ; rdf:subject :a ; rdf:predicate :p ; rdf:object :b ; prov:wasDerivedFrom :doc ; wm:status wm:Planned .
:t rdf:subject :b ; rdf:predicate :p ; rdf:object :c ; wm:evidence :here ; wm:when "2021-09" ; wm:saidBy :a .
:u owl:annotatedSource :c ; owl:annotatedProperty :q ; owl:annotatedTarget :a ; dct:source :doc .
:v rdf:subject :a ; rdf:predicate :size ; rdf:object 8 ; wm:evidence :here .
:here a wm:Passage ; wm:document :doc ; wm:start 3 ; wm:end 9 . :e wm:evidence :here ; wm:since "2020" .
:r rdf:reifies <<( :a :q :c )>> . :r wm:evidence :here . :r wm:when "2019" . :doc rdfs:label "A document"@en .
:g1 { :a :p :b . :d :p :e . :a :name "In a graph" } :g2 { :a :p :b . :h :q :h } :g1 prov:hadPrimarySource :doc .
:g2 dct:source :other . :a :p :b . :b :p :c . :c :q :a . :a :q :c . :e :p :a .
"""
FOLDED = """
:a :holds ( :b :c :d ) . :e rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :part ; owl:someValuesFrom :f ] .
:a skosxl:prefLabel :l . :l a skosxl:Label ; skosxl:literalForm "Long name"@en . :b :has [ :via :c ; :at :d ] .
:c :seen _:x . :d :seen _:x . _:x :leads :e . _:y :p :a . :f :to [ :deep [ :in :a ] ] . _:y rdfs:label "Named" .
:g owl:unionOf ( :a :b ) . :h time:hasBeginning [ a time:Instant ; time:inXSDDate "2020-01-02" ] .
:p1 a schema:Person ; schema:alumniOf [ a schema:OrganizationRole ; schema:alumniOf :a ; schema:startDate "1999" ] .
:k foaf:givenName "Ada" ; foaf:familyName "Lovelace" . :a foaf:primaryTopic :k .
"""


def quads_of(text: str) -> list[Quad]:
    return list(dict.fromkeys(parse(PREFIXES + text, RdfFormat.TRIG)))


def written(path: Path, quads: Iterable[Quad]) -> str:
    path.write_bytes(serialize(quads, format=RdfFormat.N_QUADS) or b"")
    return str(path)


@pytest.fixture(autouse=True)
def small_stores(monkeypatch):
    """The smallest store is large enough to be changed, and every change is little."""
    monkeypatch.setattr(changing, "LITTLE", 0)
    monkeypatch.setattr(changing, "SHARE", 1000)


def told(index: Index) -> dict[str, Any]:
    """All that a path index tells, link by link and node by node, in the numbers that it uses for nodes."""
    nodes = range(index.node_count)
    links = {node: index.links(node) for node in nodes}
    notes = {
        (node, *row[:3]): (
            index.evidence(row[3]),
            index.time(row[3]),
            index.span(row[3]),
            index.lives(row[3]),
            index.standing(row[3]),
            index.folds.of_link(row[3]),
        )
        for node, rows in links.items()
        for row in rows
    }
    at, other, way, link = (list(column) for column in index.arrays())
    assert [list(index.ways(node)) for node in nodes] == [
        [other[at[node] : at[node + 1]], way[at[node] : at[node + 1]]] for node in nodes
    ]
    noted = set(index.dated_links())
    return {
        "iris": [index.iri(node) for node in nodes],
        "found": [index.find(index.iri(node)) for node in nodes],
        "counts": (index.node_count, index.link_count, index.cited_count(), index.cited_values(), index.least_count()),
        "links": {node: [row[:3] for row in rows] for node, rows in links.items()},
        "between": {
            node: [[one[:3] for one in index.links_between(node, row[0])] for row in rows]
            for node, rows in links.items()
        },
        "neighbours": [index.neighbours(node) for node in nodes],
        "degrees": (index.degrees(nodes), [index.degree(node) for node in nodes]),
        "least": [index.least_linked(node, set(index.neighbours(node))) for node in nodes if index.degree(node)],
        "notes": notes,
        "noted": Counter(row[0] for row in notes if any(one[3] in noted for one in links[row[0]])),
        "dated": ([index.iri(node) for node in index.dated_nodes()], len(noted), len(set(link) & noted)),
        "predicates": [
            (iri, index.role(number), index.predicate_count(number)) for number, iri in enumerate(index.predicates)
        ],
        "said": [index.occurs(one) for one in ("", *sorted(changing.SPOKEN))],
        "meaning": index.interpretation,
        "statuses": index.statuses(),
        "names": [[text[:3] for text in index.texts(node)] for node in nodes],
        "labels": [(index.labels(node), index.label(node, "zh"), index.label(node, "en")) for node in nodes],
        "terms": [index.term_label(iri, "en") for iri in (*index.predicates, *index.classes())],
        "texts": [index.text(text[3]) for node in nodes for text in index.texts(node)],
        "own": [(index.node_evidence(node), index.node_span(node), index.node_time(node)) for node in nodes],
        "classes": (index.classes(), index.class_counts(), index.every_types(), [index.types(node) for node in nodes]),
        "instances": {kind: index.instances(kind) for kind in index.classes()},
        "folds": (bool(index.folds), list(index.folds.names()), [one in index.folds for one in index.folds.names()]),
        "degree": list(index.nodes_by_degree()),
    }


SEARCHES = (
    "金融街",
    "银行",
    "financial",
    "an",
    "b",
    "jrj",
    "yinhang",
    "chongqing",
    "bank of",
    "Named",
    "urn:x:a",
    "Lovelace",
    "xx",
)


def found(source: Any) -> dict[str, Any]:
    """What is found by name, and what is said of facts."""
    names = source.names
    answers: dict[str, Any] = {text: names.search(text, limit=50) for text in SEARCHES}
    answers["exactly"] = [names.exactly(text) for text in SEARCHES]
    answers["folded"] = [names.folded(entry) for entry in range(names.count)]
    answers["statements"] = [
        (str(quad), source.statements.of(*quad[:3])) for quad in source.match() if not isinstance(quad[2], tuple)
    ]
    return answers


def same(changed: str, fresh: str) -> None:
    """Two stores tell the same."""
    one, other = open_source(changed), open_source(fresh)
    assert {str(quad) for quad in one.quads()} == {str(quad) for quad in other.quads()}
    mine, wanted = told(one.index), told(other.index)
    for name, value in wanted.items():
        assert mine[name] == value, name
    mine, wanted = found(one), found(other)
    for name, value in wanted.items():
        assert mine[name] == value, name
    one.verify()


def lasting(text: str) -> list[Quad]:
    """The quads of a text, with IRIs in place of blank nodes: what is added can then speak of what is there."""
    lines = serialize(quads_of(text), format=RdfFormat.N_QUADS) or b""
    return list(parse(re.sub(rb"_:(\w+)", rb"<http://x.org/.well-known/genid/\1>", lines), RdfFormat.N_QUADS))


def anchored(quads: list[Quad]) -> list[Quad]:
    """The quads once more about other things: by these each term still occurs, whatever happens to the first."""
    lines = serialize(quads, format=RdfFormat.N_QUADS) or b""
    return list(
        parse(re.sub(rb"<urn:x:(\w)>(?! <urn:x:\w>| <http\S+rdf-syntax-ns#t)|genid/", _other, lines), RdfFormat.N_QUADS)
    )


def _other(found: re.Match[bytes]) -> bytes:
    return (
        found[0]
        if found[1] in (b"p", b"q", b"r", b"C", b"D")
        else found[0].replace(b"urn:x:", b"urn:y:").replace(b"genid/", b"genid/y")
    )


GRAPHS = {"plain": PLAIN, "said": PLAIN + SAID, "folded": PLAIN + FOLDED, "all": PLAIN + SAID + FOLDED}
steps = st.lists(st.tuples(st.booleans(), st.integers(0, 2**32)), min_size=1, max_size=3)


@pytest.mark.slow
@pytest.mark.parametrize("kept", [False, True], ids=["alone", "anchored"])
@pytest.mark.parametrize("graph", GRAPHS)
def test_what_is_added_and_removed_answers_as_what_is_loaded_anew(tmp_path, graph, kept):
    pool = lasting(GRAPHS[graph])
    rest = anchored(pool) if kept else []

    @settings(max_examples=6, suppress_health_check=list(HealthCheck))
    @given(st.integers(0, 2**32), steps)
    def check(seed: int, edits: list[tuple[bool, int]]) -> None:
        into, fresh = str(tmp_path / "changed"), str(tmp_path / "fresh")
        held = dict.fromkeys([*some(pool, seed, 0.7), *rest])
        store.load([written(tmp_path / "first.nq", held)], into)
        for remove, choice in edits:
            part = some(pool, choice, 0.15)
            store.load([written(tmp_path / "more.nq", part)], into, add=not remove, remove=remove)
            held = {quad: None for quad in held if quad not in part} if remove else held | dict.fromkeys(part)
        store.load([written(tmp_path / "last.nq", held)], fresh)
        same(into, fresh)

    check()


def some(pool: list[Quad], seed: int, share: float) -> list[Quad]:
    rng = random.Random(seed)
    return [quad for quad in pool if rng.random() < share]


def test_a_change_is_told_beside_indexes_that_stay_as_they_are(tmp_path):
    """The same files are opened for what is the same; what was taken out and is added again leaves nothing behind."""
    into = tmp_path / "s"
    store.load([written(tmp_path / "a.nq", quads_of(PLAIN))], str(into))
    first = (into / "g-1" / "paths.index").read_bytes()
    added = written(tmp_path / "b.nq", quads_of(':z :p :a ; rdfs:label "Zed"@en .'))
    done = store.load([added], str(into), add=True)
    assert (done.quads, done.removed) == (2, 0)
    opened = open_source(str(into))
    assert isinstance(opened.index, ChangedIndex)
    assert (into / "g-2" / "paths.index").read_bytes() == first
    assert [match.iri for match in opened.names.search("zed")] == ["urn:x:z"]
    assert opened.quad_count == len(quads_of(PLAIN)) + 2
    assert store.load([added], str(into), remove=True).removed == 2
    assert opened.index.find("urn:x:z") is not None, "what is open keeps seeing what it opened"
    changes = changing.kept_changes(str(into / "g-3"), store.read_meta(str(into)).id)
    assert len(changes) == 0
    store.load([str(tmp_path / "a.nq")], str(tmp_path / "f"))
    same(str(into), str(tmp_path / "f"))


def test_the_same_changes_make_the_same_bytes(tmp_path):
    added, gone = (written(tmp_path / f"{name}.nq", some(lasting(PLAIN + SAID), 5, 0.2)) for name in "ab")
    marks = []
    for name in ("one", "two"):
        into = tmp_path / name
        store.load([written(tmp_path / "all.nq", lasting(PLAIN + SAID))], str(into))
        store.load([gone], str(into), remove=True)
        store.load([added], str(into), add=True)
        parts = sorted((into / "g-3").rglob("*.index"))
        marks.append([(into / "wenmai.store").read_bytes(), *(part.read_bytes() for part in parts)])
    assert marks[0] == marks[1]


def test_blank_nodes_of_a_file_that_was_loaded_are_those_it_brought(tmp_path):
    for name, text in (("a", ":a :p [ :q :b ] ."), ("b", ":c :p [ :q :b ] . _:x :q :c .")):
        (tmp_path / f"{name}.ttl").write_text(PREFIXES + text, encoding="utf-8")
    files = [str(tmp_path / "a.ttl"), str(tmp_path / "b.ttl")]
    store.load(files, str(tmp_path / "s"))
    assert store.load(files[1:], str(tmp_path / "s"), remove=True).removed == 3
    assert len(list(open_source(str(tmp_path / "s")).quads())) == 2
    copy = tmp_path / "copy.ttl"
    copy.write_text(PREFIXES + ":a :p [ :q :b ] , :b .", encoding="utf-8")
    assert store.load([str(copy)], str(tmp_path / "s"), remove=True).removed == 0, (
        "nothing is guessed of nodes without a name"
    )


def test_labels_of_blank_nodes_are_those_of_the_store(tmp_path):
    (tmp_path / "a.ttl").write_text(PREFIXES + ":a :p :b . _:n :p :a .", encoding="utf-8")
    store.load([str(tmp_path / "a.ttl"), str(tmp_path / "a.ttl")], str(tmp_path / "s"))
    dump = serialize(open_source(str(tmp_path / "s")).quads(), format=RdfFormat.N_QUADS)
    (tmp_path / "dump.nq").write_bytes(dump or b"")
    assert store.load([str(tmp_path / "dump.nq")], str(tmp_path / "s"), remove=True).removed == 3
    assert list(open_source(str(tmp_path / "s")).quads()) == []


def test_the_union_of_graphs_follows_what_is_changed(tmp_path):
    into = str(tmp_path / "s")
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    store.load([written(tmp_path / "a.nq", quads_of(":g { :a :p :b . :c :p :d } :h { :a :p :b }"))], into)
    shared = written(tmp_path / "b.nq", quads_of(":h { :c :p :d . :e :p :f } :c :p :d ."))
    for remove, wanted in ((False, 3), (True, 2)):
        store.load([shared], into, add=not remove, remove=remove)
        assert counted(into, count) == wanted
    store.load([written(tmp_path / "c.nq", quads_of(":g { :a :p :b }"))], into, remove=True)
    assert counted(into, count) == 2
    store.load([written(tmp_path / "d.nq", quads_of(":h { :a :p :b }"))], into, remove=True)
    assert counted(into, count) == 1
    assert open_source(into).graph_sizes() == [("urn:x:g", 1)]


def counted(folder: str, text: str) -> int:
    opened = open_source(folder)
    dataset = open_dataset(opened)
    return int(next(iter(dataset.store.query(text, **dataset.options)))[0].value)


def test_a_triple_that_comes_to_stand_in_two_graphs_is_counted_once(tmp_path):
    into = str(tmp_path / "s")
    store.load([written(tmp_path / "a.nq", quads_of(":g { :a :p :b }"))], into)
    store.load([written(tmp_path / "b.nq", quads_of(":h { :a :p :b }"))], into, add=True)
    assert counted(into, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == 1


@pytest.mark.parametrize(
    "part", ["changes/changes.index", "changes/paths.index", "changes/names.index", "paths.index", "names.index"]
)
@pytest.mark.parametrize("fault", ["cut", "gone", "flip"])
def test_damage_to_any_part_of_a_changed_store_is_named(tmp_path, part, fault):
    into = tmp_path / "s"
    store.load([written(tmp_path / "a.nq", quads_of(PLAIN))], str(into))
    store.load([written(tmp_path / "b.nq", quads_of(":z :p :a ."))], str(into), add=True)
    path = into / "g-2" / part
    content = path.read_bytes()
    if fault == "gone":
        path.unlink()
    else:
        path.write_bytes(content[:-9] if fault == "cut" else content[:80] + bytes([content[80] ^ 1]) + content[81:])
    with pytest.raises(StoreError, match=re.escape(path.name)):
        list(open_source(str(into)).names.search("bank"))


def test_a_store_that_is_not_there_has_nothing_to_take_out(wenmai, tmp_path):
    data = written(tmp_path / "a.nq", quads_of(PLAIN))
    done = wenmai("load", data, "--into", str(tmp_path / "none"), "--remove")
    assert done.status == 2
    assert "not a wenmai store" in done.err
    assert not (tmp_path / "none").exists()
    done = wenmai("load", data, "--into", str(tmp_path / "none"), "--remove", "--add")
    assert done.status == 2
    assert "exclude each other" in done.err


def test_the_command_says_what_it_took_out(wenmai, tmp_path):
    into = str(tmp_path / "s")
    store.load([written(tmp_path / "a.nq", quads_of(PLAIN))], into)
    gone = written(tmp_path / "b.nq", quads_of(":a :p :b . :nobody :p :b ."))
    done = wenmai("load", gone, "--into", into, "--remove")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith(f"{into}: read 2 triples, took out 1; holds ")


def test_a_fault_in_what_is_added_or_taken_out_leaves_the_store(tmp_path):
    into = tmp_path / "s"
    store.load([written(tmp_path / "a.nq", quads_of(PLAIN))], str(into))
    before = sorted(path.name for path in into.iterdir())
    (tmp_path / "bad.nt").write_text("<urn:x:a> <urn:x:p> <urn:x:b> .\n<urn:x:a> oops .\n", encoding="utf-8")
    for remove in (False, True):
        with pytest.raises(GraphSyntaxError, match=r"bad.nt:2"):
            store.load([str(tmp_path / "bad.nt")], str(into), add=not remove, remove=remove)
    assert sorted(path.name for path in into.iterdir()) == before
    store.load([str(tmp_path / "a.nq")], str(tmp_path / "f"))
    same(str(into), str(tmp_path / "f"))


@pytest.mark.slow
@pytest.mark.parametrize("remove", [False, True])
def test_kill_9_at_any_moment_of_a_change_leaves_the_old_store_or_the_new_one(tmp_path, remove):
    """CI runs a few moments with a fixed seed; ``WENMAI_KILLS`` asks for more."""
    lines = "".join(f"<urn:e:{n}> <urn:p{n % 5}> <urn:e:{n * 7 % 997}> .\n" for n in range(changing.LITTLE or 50_000))
    part = "".join(f"<urn:e:{n}> <urn:p1> <urn:e:{n + 1}> .\n" for n in range(0, 900, 3))
    (tmp_path / "part.nt").write_text(part, encoding="utf-8")
    (tmp_path / "all.nt").write_text(lines + (part if remove else ""), encoding="utf-8")
    into, rng = tmp_path / "s", random.Random(20211220)
    sizes = {}
    for _ in range(int(os.environ.get("WENMAI_KILLS", "3"))):
        store.load([str(tmp_path / "all.nt")], str(into))
        sizes[False] = open_source(str(into)).index.link_count
        started = time.monotonic()
        if True not in sizes:
            store.load([str(tmp_path / "part.nt")], str(into), add=not remove, remove=remove)
            sizes[True], whole = open_source(str(into)).index.link_count, time.monotonic() - started
            continue
        command = [sys.executable, "-P", "-m", "wenmai", "load", str(tmp_path / "part.nt"), "--into", str(into)]
        process = subprocess.Popen([*command, "--remove" if remove else "--add"], stdout=subprocess.DEVNULL)
        time.sleep(rng.uniform(0, 1.5 * whole))
        process.send_signal(signal.SIGKILL)
        killed = process.wait() == -signal.SIGKILL
        opened = open_source(str(into))
        assert opened.index.link_count in ({sizes[False], sizes[True]} if killed else {sizes[True]})
        assert opened.names.count == opened.index.node_count
        assert not list(into.glob(".partial-*"))


@pytest.mark.parametrize("numpy", [False, True])
@pytest.mark.parametrize("few", [0, 8, 20])
def test_numbers_of_64_bits_tell_what_those_of_32_do(tmp_path, monkeypatch, few, numpy):
    """From how many links on they are wide is lowered, so that both widths are met in one graph: ends wide, links not."""
    if numpy:
        needs.library("numpy")
        monkeypatch.setattr(sorting, "LARGE", 0)
    first, more, gone = (
        lasting(PLAIN + SAID + FOLDED),
        quads_of(":z :p :a , :q . :a :q :e ."),
        quads_of(":a :p :b . :c :q :a ."),
    )
    made = {}
    for name, wide in (("narrow", layout.WIDE), ("wide", few)):
        monkeypatch.setattr(layout, "WIDE", wide)
        into = str(tmp_path / name)
        store.load([written(tmp_path / "a.nq", first)], into)
        facts, plain = open_source(into).index.sections.facts, told(open_source(into).index)
        store.load([written(tmp_path / "b.nq", more)], into, add=True)
        store.load([written(tmp_path / "c.nq", gone)], into, remove=True)
        assert isinstance(open_source(into).index, ChangedIndex)
        made[name] = plain, told(open_source(into).index), found(open_source(into))
    assert made["narrow"] == made["wide"]
    assert (facts["ends"], facts["wide"]) == ("Q", "I" if few > int(facts["links"]) else "Q")


def test_numbers_of_a_changed_list_are_those_of_the_list_written_anew():
    rng = random.Random(3)
    for _ in range(200):
        old = sorted(rng.sample(range(100), rng.randrange(20)))
        gone = sorted(rng.sample(range(len(old)), rng.randrange(len(old) + 1)))
        new = sorted(rng.sample([one for one in range(100) if one not in old], rng.randrange(10)))
        numbering = Renumbering(len(old), gone, [sum(one < fresh for one in old) for fresh in new])
        now = sorted([one for place, one in enumerate(old) if place not in gone] + new)
        assert [new[n] if fresh else old[n] for fresh, n in map(numbering.source, range(numbering.count))] == now
        assert [numbering.new(place) for place in range(len(new))] == [now.index(one) for one in new]
        kept = [place for place in range(len(old)) if place not in gone]
        assert numbering.old(kept) == [now.index(old[place]) for place in kept]
        assert [numbering.is_gone(place) for place in range(len(old))] == [place in gone for place in range(len(old))]
