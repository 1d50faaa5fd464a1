"""The page as a file: the same bytes for the same graph, what it holds and draws, and what it refuses."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from town import memory, respell
from wenmai.errors import InputError, NoAnswer, NoPath
from wenmai.notices import collect_notices
from wenmai.sources import Memory, open_source
from wenmai.view import MOST_HELD, TELLING, families, forces, keys, layout, page, parts

ROOT = Path(__file__).resolve().parent.parent
TOWN = ROOT / "tests" / "browser" / "town.ttl"
XC = "urn:wenmai:xicheng:"


@pytest.fixture(scope="module")
def town():
    """The invented town."""
    return open_source(str(TOWN))


def block(html: str, name: str) -> dict:
    """The JSON of one of the page's data blocks."""
    return json.loads(re.search(rf'id="{name}-data">(.*?)</script>', html, re.S).group(1))


def drawn(html: str) -> set[str]:
    """The IRIs of the entities that the page draws at first."""
    iris = block(html, "graph")["nodes"]["iri"]
    return {iris[int(node["id"][1:])] for node in block(html, "network")["nodes"]}


def ring(count: int) -> Memory:
    """A graph of ``count`` entities, each linked with the next."""
    node = [ox.NamedNode(f"urn:ring:{number:05}") for number in range(count)]
    return Memory.of([ox.Quad(one, ox.NamedNode("urn:next"), node[number - 1]) for number, one in enumerate(node)])


@pytest.mark.slow
@pytest.mark.parametrize(
    "environment", [{"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2", "LC_ALL": "C", "PYTHONUTF8": "0"}]
)
def test_writes_the_same_utf8_whatever_the_seed_and_the_locale(town, environment, tmp_path):
    file = tmp_path / "page.html"
    command = [sys.executable, "cli.py", "view", "-g", str(TOWN), "--lang", "zh", "-o", str(file)]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True, capture_output=True)
    assert file.read_bytes() == page(town, language="zh").encode()


@pytest.mark.slow
def test_the_report_is_a_page_under_twelve_hundred_kilobytes(report):
    document = next(iter(block(page(report), "graph")["documents"]))[0]
    assert len(page(report, passages={document: "字" * 4822}).encode()) < 1_200_000


def test_names_no_file_that_a_browser_would_fetch_for_its_tools(town):
    assert "sourceMappingURL" not in page(town)


def test_a_part_is_drawn_and_the_whole_is_held(town):
    html = page(town, focus=XC + "茶社", hops=1)
    assert drawn(html) == {XC + name for name in ("茶社", "云溪", "南街", "林溪", "茶会")}
    held = block(html, "graph")
    assert len(held["nodes"]["iri"]) + held["total"]["terms"] == held["total"]["entities"]
    assert block(html, "network")["begin"].startswith("select=")


def test_a_path_is_drawn_with_its_entities_alone(town):
    html = page(town, path=(XC + "陈北", XC + "茶会"))
    assert {XC + "陈北", XC + "林溪", XC + "茶社", XC + "茶会"} <= drawn(html)
    with pytest.raises(NoPath):
        page(town, path=(XC + "陈北", XC + "孤岛"))


def test_a_query_is_drawn_with_names_and_evidence(town):
    html = page(town, construct="CONSTRUCT { ?a wm:heldAt ?b } WHERE { ?a wm:heldAt ?b }")
    held = block(html, "graph")
    assert drawn(html) == {XC + name for name in ("书会", "图书馆", "观星夜", "天文台", "茶会", "茶社")}
    assert "云溪图书馆" in held["nodes"]["zh"]
    assert [row[1:3] for row in held["evidence"]] == [[12, 30], [30, 52]]


@pytest.mark.parametrize("spelling", ["axiom", "reifier"])
def test_what_a_query_makes_is_drawn_with_its_evidence_in_every_spelling(town, spelling):
    source = Memory.of(respell(town.quads(), spelling))
    held = block(page(source, construct="CONSTRUCT { ?a wm:heldAt ?b } WHERE { ?a wm:heldAt ?b }"), "graph")
    assert [row[1:3] for row in held["evidence"]] == [[12, 30], [30, 52]]


@pytest.mark.parametrize(
    ("query", "error", "said"),
    [
        ("SELECT * { ?a ?b ?c }", InputError, "CONSTRUCT"),
        ("CONSTRUCT { ?a wm:none ?b } WHERE { ?a wm:none ?b }", NoAnswer, "no triples"),
    ],
)
def test_a_query_that_makes_no_graph_is_refused(town, query, error, said):
    with pytest.raises(error, match=said):
        page(town, construct=query)


@pytest.mark.slow
def test_of_many_the_most_telling_are_drawn_as_one_picture(tmp_path):
    html = page(ring(1200))
    network = block(html, "network")
    assert len(network["nodes"]) == TELLING
    inside, links = {int(node["id"][1:]) for node in network["nodes"]}, block(html, "graph")["links"]
    joined = [pair for pair in zip(links["subject"], links["object"], strict=True) if inside.issuperset(pair)]
    assert len(joined) == TELLING - 1, "a stretch of the ring, unbroken"
    assert network["begin"] == "map=all", "what is not drawn whole opens on its map"


@pytest.mark.slow
def test_too_many_are_a_map_of_communities_with_the_hubs_of_each(monkeypatch):
    source = ring(MOST_HELD + 1)
    monkeypatch.setattr("wenmai.view.pages.MOST_MAPPED", MOST_HELD)
    with pytest.raises(InputError, match="--map"):
        page(source)
    monkeypatch.undo()
    assert len(drawn(page(source, focus="urn:ring:00000", hops=3))) == 7
    assert block(page(source, focus="urn:ring:00000", hops=3), "graph")["total"]["entities"] == MOST_HELD + 1
    with collect_notices() as told:
        html = page(source)
    assert "map of its communities" in str(told)
    held, network = block(html, "graph"), block(html, "network")
    regions = network["regions"]
    assert network["begin"] == "map=all"
    assert len(regions["of"]) == len(held["nodes"]["iri"]) <= 6_000 + 12 * len(regions["sizes"])
    assert sum(regions["sizes"]) == MOST_HELD + 1, "all entities are in a community, or in the rest"
    assert sum(regions["links"]) + sum(count for _, _, count in regions["ties"]) == MOST_HELD + 1, (
        "each link is within one or joins two"
    )
    assert all(regions["of"].count(region) >= min(12, size) for region, size in enumerate(regions["sizes"]))
    assert page(source) == html, "the same bytes again"


@pytest.mark.parametrize(
    "options", [{"focus": XC + "茶社", "construct": "x"}, {"hops": 2}, {"communities": True, "focus": XC}]
)
def test_options_that_exclude_one_another_are_refused(town, options):
    with pytest.raises(InputError):
        page(town, **options)


def test_saves_and_shows_itself_in_a_notebook(town, tmp_path):
    made = page(town)
    made.save(tmp_path / "page.html")
    assert (tmp_path / "page.html").read_bytes().decode() == made
    assert "<script" not in made._repr_html_(), "escaped into the frame's attribute"


def test_layout_is_the_same_with_room_for_each():
    edges = [(number, (number * 7 + 1) % 60) for number in range(60)]
    places = layout.positions(60, edges)
    assert places == layout.positions(60, edges)
    close = [
        (a, b)
        for a in range(60)
        for b in range(a)
        if abs(places[a][0] - places[b][0]) < 20 and abs(places[a][1] - places[b][1]) < 20
    ]
    assert close == []


def test_layout_loads_no_library(monkeypatch):
    for name in ("igraph", "numpy", "scipy", "networkx"):
        monkeypatch.setitem(sys.modules, name, None)
    places = layout.positions(5, [(0, 1), (1, 2), (3, 4)])
    assert len(set(places)) == 5


def test_a_layout_keeps_neighbours_near_as_igraph_does():
    igraph = pytest.importorskip("igraph")
    graph = igraph.Graph.Lattice([12, 12], circular=False)

    def stress(points):
        """How far distances drawn are from those in the graph, at the best scale (Kruskal's stress)."""
        wanted = graph.distances()
        pairs = [(a, b) for a in range(144) for b in range(a)]
        drawn = [((points[a][0] - points[b][0]) ** 2 + (points[a][1] - points[b][1]) ** 2) ** 0.5 for a, b in pairs]
        true = [wanted[a][b] for a, b in pairs]
        scale = sum(map(float.__mul__, drawn, map(float, true))) / sum(one * one for one in drawn)
        return sum((scale * d - t) ** 2 for d, t in zip(drawn, true, strict=True)) / sum(t * t for t in true)

    ours = forces.place_nodes(144, graph.get_edgelist(), [1.0] * graph.ecount())
    igraph.set_random_number_generator(random.Random(1))
    assert stress(ours) <= 1.1 * stress(graph.layout_fruchterman_reingold(niter=700).coords)


def test_linked_entities_stand_nearer_than_others():
    edges = [(a + group, b + group) for group in (0, 8) for a in range(8) for b in range(a)] + [(0, 8)]
    places = layout.positions(16, edges)

    def apart(a: int, b: int) -> float:
        return ((places[a][0] - places[b][0]) ** 2 + (places[a][1] - places[b][1]) ** 2) ** 0.5

    within = [apart(a, b) for a in range(8) for b in range(a)]
    between = [apart(a, b) for a in range(1, 8) for b in range(9, 16)]
    assert sum(within) / len(within) < sum(between) / len(between)


def test_names_are_spelt_for_the_page():
    assert keys.spelled(["重庆银行", "ACME"]) == ["chongqingyinhang", "cqyh"]
    assert ["圖", "图"] in keys.simplified(["图书馆"])


def test_kin_classes_share_a_family(report):
    found = families.Families(report)
    wm = "urn:wenmai:term:"
    assert {found.root(wm + name) for name in ("Hutong", "Street", "Area", "Subdistrict")} == {wm + "Place"}
    assert found.root("urn:other:Class") == "urn:other:Class"


def test_the_page_holds_what_is_said_about_links_and_facts():
    source = memory("""
x:a rdfs:label "A" ; wm:serves x:b ; wm:length 3 . x:b rdfs:label "B" . x:v rdfs:label "Vera"@en .
[] a rdf:Statement ; rdf:subject x:a ; rdf:predicate wm:serves ; rdf:object x:b ; wm:status wm:Planned ; wm:saidBy x:v .
[] a rdf:Statement ; rdf:subject x:a ; rdf:predicate wm:length ; rdf:object 3 ; wm:inferred true .
""")
    held = block(page(source).encode().decode(), "graph")
    (link, mark), ((node, place, other),) = held["links"]["said"][0], held["said"]
    subject, target = (held["nodes"]["iri"][held["links"][end][link]][-1] for end in ("subject", "object"))
    assert (subject, target, held["marks"][mark][:2]) == ("a", "b", [["已安排", "据Vera"], ["planned", "says Vera"]])
    assert held["nodes"]["iri"][node].endswith(":a")
    assert (held["facts"][node][place][1], held["marks"][other][:2]) == ("3", [["推断"], ["inferred"]])


def test_all_links_are_followed_where_a_person_says_so():
    source = Memory.of(
        ox.parse(
            b"""@prefix : <http://example.org/> . @prefix dct: <http://purl.org/dc/terms/> .
            :a :p :b ; dct:creator :free . :c :p :d ; dct:creator :free .""",
            ox.RdfFormat.TURTLE,
        )
    )
    a, c = "http://example.org/a", "http://example.org/c"
    with pytest.raises(NoPath):
        page(source, path=(a, c))
    html = page(source, path=(a, c), all_links=True)
    assert "http://example.org/free" in drawn(html)
    assert "links=all" in block(html, "network")["begin"]
    assert "http://example.org/free" in drawn(page(source, focus=a, hops=1, all_links=True))
    assert "http://example.org/free" not in drawn(page(source, focus=a, hops=1))


@given(
    st.lists(st.sampled_from([1, 5, parts.MOST_LEAVES, parts.MOST_LEAVES + 1, 90]), min_size=2, max_size=4),
    st.integers(0, 80),
)
def test_leaves_are_left_out_only_of_those_that_have_very_many(sizes, shared):
    pairs = [(hub, f"{hub}-{leaf}") for hub, size in enumerate(sizes) for leaf in range(size)]
    pairs += [(hub, f"all-{number}") for hub in range(len(sizes)) for number in range(shared)]
    links = [(ox.NamedNode(f"urn:h{hub}"), ox.NamedNode(f"urn:n{other}")) for hub, other in pairs]
    index = Memory.of([ox.Quad(a, ox.NamedNode("urn:p"), b) for a, b in links]).index
    drawn = {index.iri(node) for node in parts.without_leaves(index, range(index.node_count), ())}
    for hub, size in enumerate(sizes):
        leaves = {f"urn:n{hub}-{leaf}" for leaf in range(size)}
        assert len(leaves & drawn) == (parts.KEPT_LEAVES if size > parts.MOST_LEAVES else size)
    assert {f"urn:h{hub}" for hub in range(len(sizes))} <= drawn
    assert {f"urn:nall-{number}" for number in range(shared)} <= drawn


def test_the_page_names_what_it_draws_for_programs_too():
    """Each drawn entity has its name beside its place in the page's data, as pyvis keeps it."""
    found = re.findall(
        r'<script type="application/json"[^>]*>(.*?)</script>', str(page(open_source(), language="zh")), re.DOTALL
    )
    drawn = next(one for one in map(json.loads, found) if "suggested" in one)
    assert {"国务院", "金科新区", "北京金融法院"} <= {node["label"] for node in drawn["nodes"]}
