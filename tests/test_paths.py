"""Paths against a brute-force reference: every simple path, priced by the documented formula, all filters combined."""

from __future__ import annotations

import random
from math import log, log2
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from wenmai.errors import InputError, LimitReached, NoPath
from wenmai.notices import collect_notices
from wenmai.paths import find
from wenmai.paths.ball import FAR, Ball
from wenmai.paths.cheapest import Found, Search
from wenmai.paths.costs import Filters, Walk
from wenmai.sources import Memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wenmai.model import Path

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


class Question(NamedTuple):
    """A graph of numbers (subject, predicate, object), the classes of its nodes, and what is asked of it."""

    links: set[tuple[int, int, int]]
    kinds: dict[int, int]
    a: int
    b: int
    wanted: dict[str, Any]


def draw_question(seed: int) -> Question:
    """A small dense graph, and a question whose ends and filters are of nodes and predicates in use.

    Predicates are used unevenly, so that costs differ; most filters are seldom set, so that paths are left.
    """
    dice = random.Random(seed)
    size = dice.randint(5, 8)
    count, links = dice.randint(size + 5, 3 * size), set[tuple[int, int, int]]()
    while len(links) < count:
        links.add((dice.randrange(size), min(3, int(dice.paretovariate(0.7)) - 1), dice.randrange(size)))
    kinds = {node: dice.randint(0, 1) for node in range(size) if dice.random() < 0.8}
    nodes = sorted({node for s, _, o in links for node in (s, o)} | set(kinds))
    predicates = sorted({p for _, p, _ in links})
    a, b, *others = dice.sample(nodes, len(nodes))
    via = others[: dice.choice((0, 0, 0, 1, 2))]
    avoid = others[len(via) :][: dice.choice((0, 0, 0, 1, 2))]

    def seldom(value: Any, otherwise: Any) -> Any:
        return value if dice.random() < 0.1 else otherwise

    wanted = {
        "k": dice.randint(1, 8),
        "max_hops": dice.choice((1, 3, 4, 5, 6, 6, 6)),
        "avoid": avoid,
        "via": via,
        "only": seldom(dice.sample(predicates, min(len(predicates), 2)), []),
        "without": seldom(dice.sample(predicates, 1), []),
        "types": seldom([dice.choice(sorted(set(kinds.values())))] if kinds else [], []),
        "directed": seldom(True, False),
        "max_degree": seldom(dice.randint(2, 8), None),
        "ranked": seldom(False, True),
    }
    return Question(links, kinds, a, b, wanted)


def answer(question: Question) -> list[Path]:
    """The paths that are found, none where there is none."""
    arguments = dict(question.wanted)
    for key, space in (("avoid", "n"), ("via", "n"), ("only", "p"), ("without", "p"), ("types", "class")):
        arguments[key] = [f"urn:{space}:{number}" for number in arguments[key]]
    ends = f"urn:n:{question.a}", f"urn:n:{question.b}"
    try:
        return list(find(memory(question.links, question.kinds), *ends, gather=False, **arguments))
    except NoPath:
        return []


def ways(paths: Iterable[Path]) -> list[tuple[str, ...]]:
    return [tuple(entity.iri for entity in path.nodes) for path in paths]


def reference(question: Question) -> list[tuple[int, tuple[str, ...]]]:
    """Every allowed simple path with its cost, in the documented order: by cost, then hops, then the IRIs of the nodes."""
    links, kinds, a, b, wanted = question
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
    return sorted(found, key=lambda path: (path[0], len(path[1]), path[1]))


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 3000, 500))
def test_find_equals_every_simple_path_in_order(first: int) -> None:
    for seed in range(first, first + 500):
        question = draw_question(seed)
        found, every = answer(question), reference(question)
        expected = every[: question.wanted["k"]]
        if question.wanted["k"] == 1 and not question.wanted["ranked"]:  # any of the shortest
            assert {(1000 * path.length, way) for path, way in zip(found, ways(found), strict=True)} <= set(every), seed
            assert len(found) == len(expected), seed
        else:
            assert ways(found) == [way for _, way in expected], seed
        assert [path.score for path in found] == [round(1 / (1 + cost / 1000), 4) for cost, _ in expected], seed
        for path in found:
            for here, there, step in zip(path.nodes, path.nodes[1:], path.hops, strict=False):
                ends = (step.subject, step.object) if step.forward else (step.object, step.subject)
                assert ends == (here.iri, there.iri), seed
                assert (int(step.subject[6:]), int(step.predicate[6:]), int(step.object[6:])) in question.links, seed


def test_most_questions_have_several_paths() -> None:
    """Else the order of paths would hardly be tested: of random filters over few links, one in a thousand has two."""
    counts = [len(reference(draw_question(seed))) for seed in range(500)]
    assert sum(count >= 2 for count in counts) > 150
    assert 50 < sum(count == 0 for count in counts) < 250


def raised(method: Callable[..., Any], times: float) -> Callable[..., Any]:
    """The same method of a ball, its radius so many times as large afterwards: no lower bound any more."""

    def measure(ball: Ball) -> None:
        method(ball)
        ball.radius[:] = [radius if radius >= FAR else int(times * radius) for radius in ball.radius]

    return measure


def test_a_radius_that_is_too_large_gives_another_answer(monkeypatch) -> None:
    """A fault is planted where bounds are used: the questions that every run asks must show it."""
    questions = [draw_question(seed) for seed in range(500)]
    monkeypatch.setattr(Ball, "measure", raised(Ball.measure, 2))
    assert any(
        ways(answer(question)) != [way for _, way in reference(question)[: question.wanted["k"]]]
        for question in questions
        if question.wanted["ranked"]
    )


NODES, PREDICATES = st.integers(0, 7), st.integers(0, 2)


@settings(deadline=None, max_examples=150)
@given(
    links=st.sets(st.tuples(NODES, PREDICATES, NODES), min_size=4, max_size=22),
    ends=st.permutations(range(8)),
    k=st.integers(1, 6),
    max_hops=st.sampled_from((2, 4, 6, 7)),
    via=st.integers(0, 2),
    ranked=st.booleans(),
    directed=st.booleans(),
)
def test_find_equals_every_simple_path_of_any_small_graph(links, ends, k, max_hops, via, ranked, directed) -> None:
    nodes = {end for s, _, o in links for end in (s, o)}
    a, b, *others = [end for end in ends if end in nodes] + [end for end in ends if end not in nodes]
    assume({a, b, *others[:via]} <= nodes)
    wanted: dict[str, Any] = {"avoid": [], "only": [], "without": [], "types": [], "max_degree": None}
    wanted |= {"k": k, "max_hops": max_hops, "via": others[:via], "directed": directed, "ranked": ranked}
    question = Question(links, {}, a, b, wanted)
    found, expected = answer(question), reference(question)[:k]
    if k == 1 and not ranked and not via:
        assert [1000 * path.length for path in found] == [cost for cost, _ in expected]
    else:
        assert ways(found) == [way for _, way in expected]
    assert all(path.proven and path.unseen is None for path in found)


@settings(deadline=None, max_examples=200)
@given(seed=st.integers(0, 10_000), max_links=st.integers(1, 60))
def test_what_is_found_at_the_limit_says_what_is_proven(seed: int, max_links: int) -> None:
    question = draw_question(seed)
    every = reference(question)
    costs = {way: cost for cost, way in every}
    index = memory(question.links, question.kinds).index
    ends = index.require(f"urn:n:{question.a}"), index.require(f"urn:n:{question.b}")
    filters = Filters(
        avoid=frozenset(index.require(f"urn:n:{node}") for node in question.wanted["avoid"]),
        via=tuple(index.require(f"urn:n:{node}") for node in question.wanted["via"]),
    )
    assume(not any(question.wanted[key] for key in ("only", "without", "types", "directed", "max_degree")))
    walk = Walk(index, filters, ends, ranked=question.wanted["ranked"])
    search = Search(walk, *ends, question.wanted["k"], max_links, question.wanted["max_hops"])
    found: list[Found] = []
    try:
        found.extend(search)
    except LimitReached:
        assert not found
        return
    given_ways = [tuple(map(index.iri, one.nodes)) for one in found]
    assert [one.cost for one in found] == [costs[way] for way in given_ways] == sorted(one.cost for one in found)
    left = [cost for cost, way in every if way not in given_ways]
    if search.cut is None:
        assert given_ways == [way for _, way in every[: question.wanted["k"]]]
    for one in found:
        below = [cost for cost in left if cost < one.cost]
        assert not below if one.unseen is None else all(cost >= one.unseen for cost in below)


def test_no_limit_of_hops_that_nobody_typed_leaves_no_path():
    source = memory({(n, 0, n + 1) for n in range(9)})
    with collect_notices() as notices:
        (path,) = find(source, "urn:n:0", "urn:n:8", language="en")
    assert path.length == 8
    assert notices == ["there is no path of up to 6 hops; the search went on to longer ones"]
    with pytest.raises(NoPath, match=r"--max-hops \(8 hops\)"):
        list(find(source, "urn:n:0", "urn:n:8", max_hops=6, language="en"))
    with collect_notices() as notices:
        assert [path.length for path in find(source, "urn:n:0", "urn:n:6")] == [6]
    assert notices == []


def test_of_one_cost_the_path_of_fewer_hops_comes_first():
    """Both cost 5000: two links of 1500 through a node of four links, or three of 1000 through two nodes of two links each."""
    links = {(0, 0, 9), (9, 0, 2), (9, 1, 5), (9, 2, 6), (0, 3, 3), (3, 4, 4), (4, 5, 2), (5, 0, 6), (6, 6, 7)}
    found = list(find(memory(links), "urn:n:0", "urn:n:2", k=2))
    assert [(path.score, path.length) for path in found] == [(0.1667, 2), (0.1667, 3)]
    assert [path.nodes[1].iri for path in found] == ["urn:n:9", "urn:n:3"]


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
        return [path.nodes[1].iri for path in find(source, "urn:n:0", "urn:n:2", as_of=as_of, max_hops=2, gather=False)]

    assert middles("2019") == ["urn:n:1"] * before + ["urn:n:3"]
    assert middles("2021") == ["urn:n:1"] * after + ["urn:n:3"]
