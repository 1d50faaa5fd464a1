"""Roles of predicates: paths go by those that connect, say what they leave aside, and can be told otherwise."""

from __future__ import annotations

import pyoxigraph
import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad

import wenmai
from test_paths import draw_question, memory, node, predicate, reference, ways
from wenmai.errors import NoPath
from wenmai.notices import collect_notices
from wenmai.paths import find
from wenmai.sources.memory import Memory

SKOS = "http://www.w3.org/2004/02/skos/core#"
HEAD = f"@prefix : <urn:x:> . @prefix skos: <{SKOS}> . @prefix dct: <http://purl.org/dc/terms/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
THESAURUS = """
:planet a skos:Concept ; skos:prefLabel "planets"@en ; skos:inScheme :s ; dct:contributor :ed ; skos:broader :body .
:hole a skos:Concept ; skos:prefLabel "holes"@en ; skos:inScheme :s ; dct:contributor :ed ; skos:broader :object .
:body skos:prefLabel "bodies"@en ; skos:broader :object . :object skos:prefLabel "objects"@en .
:star skos:prefLabel "stars"@en ; skos:inScheme :s . :ed skos:prefLabel "Ed"@en . :s skos:prefLabel "scheme"@en .
"""


def opened(turtle: str) -> Memory:
    return Memory.of(pyoxigraph.parse(HEAD + turtle, pyoxigraph.RdfFormat.TURTLE))


def with_roles(links: set[tuple[int, int, int]], kinds: dict[int, int]) -> Memory:
    """The graph of a question, its predicate 0 one that connects nothing."""
    own = {0: NamedNode(SKOS + "inScheme")}
    quads = [Quad(node(s), own.get(p, predicate(p)), node(o), DefaultGraph()) for s, p, o in sorted(links)]
    return Memory.of([*quads, *(quad for quad in memory(set(), kinds).quads())])


@pytest.mark.parametrize("first", range(0, 1000, 250))
def test_paths_by_roles_equal_every_simple_path_without_the_others(first):
    compared = 0
    for seed in range(first, first + 250):
        question = draw_question(seed)
        if question.wanted["only"] or 0 in question.wanted["without"]:
            continue
        ends = {question.a, question.b, *question.wanted["via"]}
        if any(all(p == 0 for s, p, o in question.links if end in (s, o)) for end in ends):
            continue
        expected = reference(question._replace(wanted={**question.wanted, "without": [0, *question.wanted["without"]]}))
        wanted = dict(question.wanted)
        for key, space in (("avoid", "n"), ("via", "n"), ("without", "p"), ("types", "class")):
            wanted[key] = [f"urn:{space}:{number}" for number in wanted[key]]
        try:
            with collect_notices():
                source = with_roles(question.links, question.kinds)
                found = list(find(source, f"urn:n:{question.a}", f"urn:n:{question.b}", gather=False, **wanted))
        except NoPath:
            found = []
        if wanted["k"] == 1 and not wanted["ranked"]:
            assert [path.length for path in found] == [cost // 1000 for cost, _ in expected[:1]], seed
        else:
            assert ways(found) == [way for _, way in expected[: wanted["k"]]], seed
        compared += len(found)
    assert compared > 100


def test_what_is_left_aside_is_said_and_followed_when_asked_for():
    source = opened(THESAURUS)
    with collect_notices() as said:
        (path,) = wenmai.find_paths(source, "planets", "holes", language="en")
    assert [one.label for one in path.nodes] == ["planets", "bodies", "objects", "holes"]
    assert "inScheme" in str(said[0])
    assert "--all-links" in str(said[0])
    every = wenmai.find_paths(source, "planets", "holes", all_links=True, language="en")
    assert {path.nodes[1].label for path in every} >= {"Ed", "scheme"}
    named = wenmai.find_paths(source, "planets", "holes", only=["inScheme"], language="en")
    assert [one.label for one in named[0].nodes] == ["planets", "scheme", "holes"]


def test_no_path_by_links_that_connect_says_so():
    with (
        collect_notices(),
        pytest.raises(NoPath, match=r"by links that connect; by the others there is one .2 hops.: --all-links"),
    ):
        wenmai.find_paths(
            opened(THESAURUS + ":moon skos:prefLabel 'moons' ; skos:inScheme :s ; :near :x . "),
            "moons",
            "holes",
            language="en",
        )


def test_an_end_without_a_link_that_connects_is_asked_about_all_the_same():
    with collect_notices():
        (path,) = wenmai.find_paths(opened(THESAURUS), "Ed", "stars", k=1, all_links=True, language="en")
        assert path.length == 3
        (path,) = wenmai.find_paths(opened(THESAURUS), "Ed", "holes", k=1, language="en")
    assert path.length == 1


def test_between_compare_around_and_analyze_leave_aside_what_connects_nothing():
    source = opened(THESAURUS)
    with collect_notices():
        part = wenmai.between(source, ["planets", "holes"], language="en")
        assert {one.label for one in part.entities("en")} == {"planets", "bodies", "objects", "holes"}
        assert not wenmai.compare(source, "planets", "holes", language="en").shared
        assert wenmai.compare(source, "planets", "holes", all_links=True, language="en").shared
        near = {one.label for one in wenmai.around(source, "planets", language="en").entities("en")}
        assert near == {"planets", "bodies"}
        central = [row.label for row in wenmai.analyze(source, language="en").central]
        assert "scheme" not in central
        assert "Ed" not in central


def test_what_is_apart_is_never_a_way():
    source = opened(":a owl:disjointWith :b . :b owl:disjointWith :c . :a :p :d . :c :q 1 .")
    with pytest.raises(NoPath):
        list(find(source, "urn:x:a", "urn:x:c", all_links=True, language="en"))
