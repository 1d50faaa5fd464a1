"""How people ask: from the ways of asking and the names in a question to the commands that answer it."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from wenmai.asking.comparing import BEFORE, SINCE, YEAR

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wenmai.asking.predicates import FactPredicate, Heard
    from wenmai.sources import Source

LARGEST = "SELECT ?x ?value WHERE { ?x $predicate ?value FILTER(isLiteral(?value)) } ORDER BY DESC(?value) LIMIT 20"
"""The query for the largest values of a predicate; its hole takes an IRI."""

MOST_BEARERS, LEAST_BEARERS = 20_000, 3
"""Links of an entity that are counted, and how many of one predicate lead to what is asked for as a class is."""

MOST_ASKED = 3
"""Predicates of an entity that one reading shows."""


class Form(NamedTuple):
    """A command that may answer a question: its values, how likely, and what it is understood as (Chinese, English).

    The sentences have places for the labels of ``about``: the entities, classes and predicates that they name, else of all values.
    """

    command: str
    values: dict[str, list[str]]
    likely: float
    zh: str
    en: str
    about: tuple[str, ...] = ()


def about_entities(
    asked: frozenset[str], iris: Sequence[str], measured: frozenset[str] = frozenset()
) -> Iterator[Form]:
    """The commands that answer what is asked about the entities that a question names; ``measured`` are those with figures."""
    if len(iris) >= 3:
        yield Form("between", {"entities": list(iris)}, 0.9, "把这些连起来的部分:{}", "what connects {}")
    if len(iris) == 2:
        yield from _about_two(asked, iris)
    for place, iri in enumerate(iris[:2]):
        yield from (
            one._replace(likely=one.likely - 0.05 * place)
            for one in _about_one(asked, iri, alone=len(iris) == 1, measured=iri in measured)
        )


def _about_two(asked: frozenset[str], iris: Sequence[str]) -> Iterator[Form]:
    ends = {"a": [iris[0]], "b": [iris[1]]}
    compared = "#compare" in asked
    yield Form(
        "path",
        ends,
        0.55 if compared else 0.92 if "#connect" in asked else 0.6,
        "{}与{}怎么连起来",
        "how {} and {} are connected",
    )
    yield Form("compare", ends, 0.95 if compared else 0.3, "{}与{}的异同", "what {} and {} share and where they differ")


def _about_one(asked: frozenset[str], iri: str, *, alone: bool, measured: bool) -> Iterator[Form]:
    entity = {"entity": [iri]}
    lift = 0.0 if alone else -0.15
    if asked & {"#when", "#timeline"}:
        yield Form(
            "timeline", entity, (0.9 if "#timeline" in asked else 0.68) + lift, "{}的时间线", "what is dated of {}"
        )
    if asked & {"#many", "#figures", "#most", "target"}:
        likely = 0.85 if measured and "target" not in asked else 0.75 if "#figures" in asked else 0.62
        yield Form("figures", entity, likely + lift, "{}的数据", "the figures of {}")
    if "#around" in asked:
        yield Form("around", entity, 0.85 + lift, "{}的周边", "what lies around {}")
    if "#connect" in asked and alone:
        yield Form("around", entity, 0.7, "{}与什么相连", "what {} is linked with")
    wanted = asked & {"#what", "#where", "#who", "#list", "#why", "#source"}
    yield Form("show", entity, (0.6 if wanted else 0.45) + lift, "关于{}的一切", "everything about {}")


def about_facts(source: Source, iri: str, heard: Heard, predicates: Sequence[FactPredicate]) -> Iterator[Form]:
    """The facts of an entity that a question asks for, by what their predicates are called: the likest together, then the next."""
    from wenmai.asking.predicates import rank_predicates

    ranked = rank_predicates(source, predicates, heard)
    while ranked:
        best = ranked[0][0]
        alike = [one.predicate for score, one in ranked if score > best - 0.05][:MOST_ASKED]
        yield Form(
            "show", {"entity": [iri], "only": alike}, min(0.94, 0.6 + 0.3 * best), "{}:{}", "{}: {}", (iri, *alike)
        )  # fmt: skip
        ranked = [pair for pair in ranked if pair[1].predicate not in alike] if best < 1 else []


def about_bearers(source: Source, iri: str, asked: frozenset[str]) -> Iterator[Form]:
    """What is linked to an entity that is asked for as a class is, by the predicate that most are: all vice presidents."""
    from wenmai.sources.endpoint.sparql import fill, is_iri

    if not asked & {"#list", "#many", "#who"} or not is_iri(iri):
        return
    index, node = source.index, source.index.find(iri)
    inward: dict[int, int] = {}
    for _, number, forward, _ in islice([] if node is None else index.links(node), MOST_BEARERS):
        inward[number] = inward.get(number, 0) + (not forward)
    number, count = max(inward.items(), key=lambda pair: pair[1], default=(0, 0))
    if count < LEAST_BEARERS:
        return
    predicate = index.predicates[number]
    if "#many" in asked:
        text = fill("SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { ?x $by $iri }", by=predicate, iri=iri).text
        yield Form("query", {"sparql": [text]}, 0.7, "有多少个的{1}是{0}", "how many have {0} as {1}", (iri, predicate))
    yield Form(
        "show", {"entity": [iri], "only": [predicate]}, 0.66, "{0}是谁的{1}", "what has {0} as {1}", (iri, predicate)
    )


HAPPENED = re.compile(
    r"最早|最先|先后|顺序|发生|事件|大事|哪些事|什么事|时间线|大事记|\bhappen\w*|\bevents?\b|\btook place\b|\btaken place\b|\btimeline\b"
    r"|\bwent on\b|\bgoing on\b|\bdated?\b|\bearliest\b|\boldest\b|\border(?:ed)?\b|\b(?:created?|made|built|founded|born|painted"
    r"|produced|written|published|issued|established|completed|opened|started|ended|closed|launched)\b"
    r"|创作|建成|建立|成立|创立|创办|出版|发表|发行|制作|出生|去世|开始|结束|启动|完成"
)
"""Words of a question about what happened, was made or began."""

_WHOLE = re.compile(
    r"最早|最先|先后|顺序|时间线|大事记|按时间|年表|\btimeline\b|\bchronolog\w*|\bearliest\b|\boldest\b|\bfirst (?:event|thing|work)"
    r"|\border of time\b"
    r"|\bin order\b|\bby date\b"
)
"""Words of a question about everything that is dated, in order."""


def about_times(text: str) -> Iterator[Form]:
    """What happened since, before or in a year that a question names, of the whole graph."""
    years = sorted(map(int, YEAR.findall(text)))
    if not years and _WHOLE.search(text):
        yield Form("timeline", {}, 0.62, "按时间顺序的一切,最早的在前", "everything dated, the earliest first")
    if not years or not HAPPENED.search(text):
        return
    first, last = years[0], years[-1]
    if len(years) > 1:
        values, zh, en = (
            {"since": [str(first)], "until": [str(last)]},
            f"{first}年至{last}年",
            f"from {first} to {last}",
        )
    elif SINCE.search(text):
        start = first + 1 if "after" in text else first
        values, zh, en = {"since": [str(start)]}, f"{start}年以来", f"since {start}"
    elif BEFORE.search(text):
        values, zh, en = {"until": [str(first - 1)]}, f"{first}年以前", f"before {first}"
    else:
        values, zh, en = {"since": [str(first)], "until": [str(first)]}, f"{first}年", f"in {first}"
    yield Form("timeline", values, 0.9, f"{zh}的事", f"what is dated {en}")


VALUES = (
    "SELECT ?value (COUNT(DISTINCT ?x) AS ?n) WHERE { ?x $predicate ?value } "
    "GROUP BY ?value ORDER BY DESC(?n) ?value LIMIT 500"
)
"""The query for the values of a predicate and how many have each; its hole takes an IRI."""


def about_predicates(asked: frozenset[str], predicates: Sequence[str]) -> Iterator[Form]:
    """Queries for the values of a predicate that is named without an entity: all of them, the largest."""
    from wenmai.sources.endpoint.sparql import fill, is_iri

    for predicate in predicates:
        if "#most" in asked and is_iri(predicate):
            text = fill(LARGEST, predicate=predicate).text
            yield Form("query", {"sparql": [text]}, 0.6, "{}最大的", "the largest values of {}", (predicate,))
        elif asked & {"#list", "#many", "#what"} and is_iri(predicate):
            text = fill(VALUES, predicate=predicate).text
            zh, en = "{}有哪些,各有多少", "the values of {}, and how many have each"
            yield Form("query", {"sparql": [text]}, 0.6, zh, en, (predicate,))
