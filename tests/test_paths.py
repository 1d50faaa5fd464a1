"""Paths against a brute-force reference: every simple path, priced by the documented formula, all filters combined."""

from __future__ import annotations

from math import log, log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from wenmai.errors import InputError, LimitReached, NoPath
from wenmai.paths import find
from wenmai.sources import Memory

XSD_DATE = NamedNode("http://www.w3.org/2001/XMLSchema#date")
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def node(number: int) -> NamedNode:
    return NamedNode(f"urn:n:{number}")


def predicate(number: int) -> NamedNode:
    return NamedNode(f"urn:p:{number}")


def memory(links: set[tuple[int, int, int]], kinds: dict[int, int] | None = None) -> Memory:
    quads = [Quad(node(s), predicate(p), node(o), DefaultGraph()) for s, p, o in sorted(links)]
    quads += [Quad(node(n), TYPE, NamedNode(f"urn:class:{kind}"), DefaultGraph()) for n, kind in (kinds or {}).items()]
    return Memory.of(quads)


LINKS = st.sets(st.tuples(st.integers(0, 7), st.integers(0, 3), st.integers(0, 7)), min_size=1, max_size=22)
KINDS = st.dictionaries(st.integers(0, 7), st.integers(0, 1), max_size=8)
FILTERS = st.fixed_dictionaries(
    {
        "k": st.integers(1, 6),
        "max_hops": st.integers(1, 6),
        "avoid": st.lists(st.integers(0, 7), max_size=2, unique=True),
        "via": st.lists(st.integers(0, 7), max_size=2, unique=True),
        "only": st.lists(st.integers(0, 3), max_size=3, unique=True),
        "without": st.lists(st.integers(0, 3), max_size=1, unique=True),
        "types": st.lists(st.integers(0, 1), max_size=1, unique=True),
        "directed": st.booleans(),
        "max_degree": st.one_of(st.none(), st.integers(1, 8)),
        "ranked": st.booleans(),
    }
)


def reference(links, kinds, a, b, wanted):
    """Every allowed simple path with its cost, in the documented order."""
    counts = [sum(p == q for _, q, _ in links) for p in range(4)]
    degree = [sum((s == n) + (o == n) for s, _, o in links) for n in range(8)]
    total = log(len(links)) if len(links) > 1 else 0

    def hop(p):
        return 1000 + (round(1000 * log(counts[p]) / total) if wanted["ranked"] and total else 0)

    def through(n):
        return round(1000 * log2(degree[n])) if wanted["ranked"] and degree[n] > 1 else 0

    def allowed(n):
        if n in (a, b):
            return True
        if n in wanted["avoid"] or (wanted["max_degree"] is not None and degree[n] > wanted["max_degree"]):
            return False
        return not wanted["types"] or kinds.get(n) in wanted["types"]

    steps = {}
    for s, p, o in links:
        if (wanted["only"] and p not in wanted["only"]) or p in wanted["without"]:
            continue
        for x, y in ((s, o),) if wanted["directed"] else ((s, o), (o, s)):
            steps[x, y] = min(steps.get((x, y), 10**9), hop(p))
    found = []

    def grow(way, cost):
        if way[-1] == b:
            if set(wanted["via"]) <= set(way):
                found.append((cost, tuple(f"urn:n:{n}" for n in way)))
            return
        if len(way) > wanted["max_hops"]:
            return
        for (x, y), price in steps.items():
            if x == way[-1] and y not in way and allowed(y):
                grow([*way, y], cost + price + (0 if y == b else through(y)))

    grow([a], 0)
    return sorted(found)[: wanted["k"]]


@pytest.mark.slow
@settings(max_examples=3000)
@given(LINKS, KINDS, FILTERS, st.integers(0, 7), st.integers(0, 7))
def test_find_equals_every_simple_path_in_order(links, kinds, wanted, a, b):
    used = {n for s, _, o in links for n in (s, o)} | set(kinds)
    names = {a, b, *wanted["avoid"], *wanted["via"]}
    predicates = {p for _, p, _ in links}
    if a == b or not names <= used or not {*wanted["only"], *wanted["without"]} <= predicates:
        return
    if {a, b} & ({*wanted["avoid"]} | {*wanted["via"]}) or {*wanted["avoid"]} & {*wanted["via"]}:
        return
    arguments = dict(wanted)
    for key in ("avoid", "via"):
        arguments[key] = [f"urn:n:{n}" for n in wanted[key]]
    for key in ("only", "without"):
        arguments[key] = [f"urn:p:{p}" for p in wanted[key]]
    arguments["types"] = [f"urn:class:{kind}" for kind in wanted["types"]]
    expected = reference(links, kinds, a, b, wanted)
    source = memory(links, kinds)
    try:
        found = list(find(source, f"urn:n:{a}", f"urn:n:{b}", **arguments))
    except NoPath:
        found = []
    ways = [tuple(entity.iri for entity in path.nodes) for path in found]
    if wanted["k"] == 1 and not wanted["ranked"]:
        every = reference(links, kinds, a, b, wanted | {"k": None})
        assert {(path.length * 1000, way) for path, way in zip(found, ways, strict=True)} <= set(every)
        assert len(found) == len(expected)
    else:
        assert ways == [way for _, way in expected]
    assert [path.score for path in found] == [round(1 / (1 + cost / 1000), 4) for cost, _ in expected]
    for path in found:
        for here, there, step in zip(path.nodes, path.nodes[1:], path.hops, strict=False):
            ends = (step.subject, step.object) if step.forward else (step.object, step.subject)
            assert ends == (here.iri, there.iri)
            assert (int(step.subject[6:]), int(step.predicate[6:]), int(step.object[6:])) in links


def test_hub_does_not_swallow_the_answer():
    hub = {(n, 0, 7) for n in range(7)}
    source = memory(hub | {(0, 1, 2), (1, 1, 2)})
    best = next(find(source, "urn:n:0", "urn:n:1"))
    assert [entity.iri for entity in best.nodes] == ["urn:n:0", "urn:n:2", "urn:n:1"]
    assert "途经2(3条链接" in best.why


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"avoid": ["urn:n:1"]}, ("--avoid", "2 hops")),
        ({"max_hops": 1}, ("--max-hops", "2 hops")),
        ({"without": ["urn:p:0"]}, ("--except", "2 hops")),
        ({"directed": True}, ("--directed", "2 hops")),
        ({"max_degree": 1}, ("--max-degree", "2 hops")),
        ({"types": ["urn:class:0"]}, ("--type", "2 hops")),
        ({"avoid": ["urn:n:1"], "max_hops": 1}, ("together", "2 hops")),
    ],
)
def test_no_path_names_the_filter(arguments, words):
    source = memory({(0, 0, 1), (2, 0, 1)})
    with pytest.raises(NoPath) as caught:
        list(find(source, "urn:n:0", "urn:n:2", language="en", **arguments))
    assert all(word in caught.value.reason for word in words)


def test_no_path_through_a_dead_end_names_via():
    source = memory({(0, 0, 1), (2, 0, 1), (1, 0, 3)})
    with pytest.raises(NoPath, match=r"alone leaves a path: --via \(2 hops\)$"):
        list(find(source, "urn:n:0", "urn:n:2", via=["urn:n:3"], language="en"))


def test_no_path_names_the_gap():
    source = memory({(0, 0, 1), (2, 0, 3), (3, 0, 4)})
    with pytest.raises(NoPath, match=r"around 0 holds 2 of 5 entities"):
        list(find(source, "urn:n:0", "urn:n:2", language="en"))


def test_bound_is_said():
    source = memory({(n, 0, n + 1) for n in range(7)})
    with pytest.raises(LimitReached, match=r"searched \d+ links.*nearest reached"):
        list(find(source, "urn:n:0", "urn:n:7", max_hops=7, max_links=3))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"k": 0}, "at least 1"),
        ({"avoid": ["urn:n:0"]}, "cannot be avoided"),
        ({"via": ["urn:n:0"]}, "leave it out"),
        ({"via": ["urn:n:1"], "avoid": ["urn:n:1"]}, "both passed"),
        ({"only": ["urn:p:9"]}, "urn:p:9"),
        ({"as_of": "soon"}, "not a date"),
    ],
)
def test_contradictions_are_refused(arguments, sentence):
    source = memory({(0, 0, 1), (1, 0, 2)})
    with pytest.raises(InputError, match=sentence):
        list(find(source, "urn:n:0", "urn:n:2", **arguments))


@pytest.mark.parametrize(
    ("role", "before", "after"),
    [("since", False, True), ("when", False, True), ("until", True, False)],
)
def test_as_of_follows_what_held_then(role, before, after):
    wm = "urn:wenmai:term:"
    links = {(0, 0, 1), (1, 0, 2), (0, 0, 3), (3, 0, 2)}
    quads = [Quad(node(s), predicate(p), node(o), DefaultGraph()) for s, p, o in sorted(links)]
    statement = NamedNode("urn:s:1")
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    for name, value in (
        (rdf + "type", NamedNode(rdf + "Statement")),
        (rdf + "subject", node(0)),
        (rdf + "predicate", predicate(0)),
        (rdf + "object", node(1)),
        (wm + role, NamedNode("urn:wenmai:time:2020")),
    ):
        quads.append(Quad(statement, NamedNode(name), value, DefaultGraph()))
    year = NamedNode("urn:wenmai:time:2020")
    quads.append(Quad(year, TYPE, NamedNode(wm + "Year"), DefaultGraph()))
    quads.append(Quad(year, NamedNode(wm + "begins"), Literal("2020-01-01", datatype=XSD_DATE), DefaultGraph()))
    quads.append(Quad(year, NamedNode(wm + "ends"), Literal("2020-12-31", datatype=XSD_DATE), DefaultGraph()))
    source = Memory.of(quads)

    def middles(as_of):
        return [path.nodes[1].iri for path in find(source, "urn:n:0", "urn:n:2", as_of=as_of, max_hops=2)]

    assert middles("2019") == ["urn:n:1"] * before + ["urn:n:3"]
    assert middles("2021") == ["urn:n:1"] * after + ["urn:n:3"]
