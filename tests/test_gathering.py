"""Paths that differ in one entity only are gathered."""

from __future__ import annotations

import json
import random
from itertools import pairwise

import pyoxigraph
import pytest

from test_paths import memory
from wenmai.errors import NoPath
from wenmai.model import Path
from wenmai.paths import find
from wenmai.rendering.lane import path_text
from wenmai.rendering.render import path_json
from wenmai.sources.memory import Memory

MUSIC = "@prefix : <urn:x:> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . :Album rdfs:label 'album'@en ."
MUSIC += "".join(f":album{n} a :Album ; :by :band ; :has :song . " for n in range(13))
MUSIC += ":band :from :town . :song :about :town . :band :member :ann . :band :led :ann ."


@pytest.fixture(scope="module")
def music() -> Memory:
    return Memory.of(pyoxigraph.parse(MUSIC, pyoxigraph.RdfFormat.TURTLE))


def test_near_paths_are_told_once_with_how_many_others(music):
    album, town = find(music, "urn:x:band", "urn:x:song", k=5, max_hops=2, language="en")
    if album.nodes[1].iri == "urn:x:town":
        album, town = town, album
    assert [(one.place, one.total, one.kind and one.kind.label) for one in album.others] == [(1, 12, "album")]
    assert town.others == ()
    assert "and 12 more through others (album) in place of album0" in path_text(
        1, album, lambda iri: iri, language="en"
    )
    assert len(list(find(music, "urn:x:band", "urn:x:song", k=5, max_hops=2, gather=False))) == 5


def test_others_are_counted_along_directed_links_too():
    text = "".join(f"<urn:x:a> <urn:x:to> <urn:x:m{n}> . <urn:x:m{n}> <urn:x:on> <urn:x:b> . " for n in range(4))
    text += "<urn:x:a> <urn:x:to> <urn:x:n> . <urn:x:b> <urn:x:on> <urn:x:n> ."
    source = Memory.of(pyoxigraph.parse(text, pyoxigraph.RdfFormat.TURTLE))
    (path,) = find(source, "urn:x:a", "urn:x:b", k=3, max_hops=2, directed=True)
    assert [(one.place, one.total) for one in path.others] == [(1, 3)]


def test_parallel_links_are_told(music):
    (path,) = find(music, "urn:x:band", "urn:x:ann", k=1)
    assert "(also: member)" in path_text(1, path, lambda iri: iri.rpartition(":")[2], language="en")


def shape(path: Path) -> tuple[tuple[str, bool], ...]:
    return tuple((hop.predicate, hop.forward) for hop in path.hops)


def near(a: Path, b: Path) -> bool:
    return shape(a) == shape(b) and sum(x != y for x, y in zip(a.nodes, b.nodes, strict=True)) < 2


@pytest.mark.parametrize("seed", range(60))
def test_what_is_gathered_is_a_greedy_choice_of_all_paths_in_order(seed):
    dice = random.Random(seed)
    links = {(dice.randrange(9), dice.randrange(2), dice.randrange(9)) for _ in range(24)}
    source = memory(links)
    ends = [f"urn:n:{n}" for n in sorted({n for s, _, o in links for n in (s, o)})][:2]
    try:
        every = list(find(source, *ends, k=32, max_hops=4, gather=False))
    except NoPath:
        return
    chosen: list[Path] = []
    for path in every:
        if not any(near(path, other) for other in chosen):
            chosen.append(path)
    found = list(find(source, *ends, k=4, max_hops=4))
    assert [path.nodes for path in found] == [path.nodes for path in chosen[:4]]
    names = {(f"urn:n:{s}", f"urn:p:{p}", f"urn:n:{o}") for s, p, o in links}
    for path in found:
        for one in path.others:
            assert one.total == len(alternatives(path, one.place, names))


def alternatives(path: Path, place: int, links: set[tuple[str, str, str]]) -> set[str]:
    """The entities that may stand in the place of one, by definition."""
    here = [node.iri for node in path.nodes]
    found = set()
    for node in {end for s, _, o in links for end in (s, o)} - set(here):
        way = [*here[:place], node, *here[place + 1 :]]
        steps = zip(pairwise(way), path.hops, strict=True)
        if all(((a, hop.predicate, b) if hop.forward else (b, hop.predicate, a)) in links for (a, b), hop in steps):
            found.add(node)
    return found


def test_json_says_through_how_many_others(music):
    from wenmai.rendering import render

    paths = find(music, "urn:x:band", "urn:x:song", k=5, max_hops=2)
    said = [render.path_json(one, str) for one in paths]
    assert sorted((one["place"], one["total"]) for path in said for one in path["others"]) == [(1, 12)]
    assert render.to_json(said)


def test_json_has_through_how_many_others(music):
    path = next(path for path in find(music, "urn:x:band", "urn:x:song", k=5, max_hops=2, language="en") if path.others)
    told = json.loads(json.dumps(path_json(path, lambda iri: iri)))["others"]
    assert told == [{"place": 1, "total": 12, "type": {"iri": "urn:x:Album", "label": "album"}}]
