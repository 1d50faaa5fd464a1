"""How people ask: from the ways of asking and the names in a question to the commands that answer it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COUNT_OF_CLASS = "SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { ?x a $term }"
ALL_OF_CLASS = "SELECT DISTINCT ?x WHERE { ?x a $term } ORDER BY ?x"
VALUES_OF = "SELECT ?value WHERE { { $entity $predicate ?value } UNION { ?value $predicate $entity } } ORDER BY ?value"
LARGEST = "SELECT ?x ?value WHERE { ?x $predicate ?value FILTER(isLiteral(?value)) } ORDER BY DESC(?value) LIMIT 20"
"""The queries that forms come to; their holes take IRIs."""


class Form(NamedTuple):
    """A command that may answer a question: its values, how likely, and what it is understood as (Chinese, English).

    The sentences have places for the labels of the entities, classes and predicates that are named.
    """

    command: str
    values: dict[str, list[str]]
    likely: float
    zh: str
    en: str


def about_entities(asked: frozenset[str], iris: Sequence[str]) -> Iterator[Form]:
    """The commands that answer what is asked about the entities that a question names."""
    if len(iris) >= 3:
        yield Form("between", {"entities": list(iris)}, 0.9, "把这些连起来的部分:{}", "what connects {}")
    if len(iris) == 2:
        yield from _about_two(asked, iris)
    for place, iri in enumerate(iris[:2]):
        yield from (
            one._replace(likely=one.likely - 0.05 * place) for one in _about_one(asked, iri, alone=len(iris) == 1)
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


def _about_one(asked: frozenset[str], iri: str, *, alone: bool) -> Iterator[Form]:
    entity = {"entity": [iri]}
    lift = 0.0 if alone else -0.15
    if asked & {"#when", "#timeline"}:
        yield Form(
            "timeline", entity, (0.8 if "#timeline" in asked else 0.68) + lift, "{}的时间线", "what is dated of {}"
        )
    if asked & {"#many", "#figures", "#most", "target"}:
        yield Form("figures", entity, (0.75 if "#figures" in asked else 0.66) + lift, "{}的数据", "the figures of {}")
    if "#around" in asked:
        yield Form("around", entity, 0.85 + lift, "{}的周边", "what lies around {}")
    if "#connect" in asked and alone:
        yield Form("around", entity, 0.7, "{}与什么相连", "what {} is linked with")
    wanted = asked & {"#what", "#where", "#who", "#list", "#why", "#source"}
    yield Form("show", entity, (0.6 if wanted else 0.45) + lift, "关于{}的一切", "everything about {}")


def about_classes(asked: frozenset[str], iris: Sequence[str]) -> Iterator[Form]:
    """Queries for the instances of a class that a question names: all of them, or how many."""
    for iri in _askable(iris):
        count = _filled(COUNT_OF_CLASS, term=iri)
        every = _filled(ALL_OF_CLASS, term=iri)
        yield Form(
            "query",
            {"sparql": [count]},
            0.7 if "#many" in asked else 0.3,
            "{}有多少个",
            "how many of the class {} there are",
        )
        yield Form("query", {"sparql": [every]}, 0.62 if "#list" in asked else 0.4, "所有的{}", "all of the class {}")


def about_predicates(asked: frozenset[str], entities: Sequence[str], predicates: Sequence[str]) -> Iterator[Form]:
    """Queries for a predicate of an entity, in either direction; of a predicate alone, for its largest values."""
    for predicate in _askable(predicates):
        for iri in _askable(entities[:1]):
            text = _filled(VALUES_OF, entity=iri, predicate=predicate)
            yield Form("query", {"sparql": [text]}, 0.64, "{}的{}", "{}: {}")
        if not entities and "#most" in asked:
            text = _filled(LARGEST, predicate=predicate)
            yield Form("query", {"sparql": [text]}, 0.6, "{}最大的", "the largest values of {}")


def _askable(terms: Sequence[str]) -> list[str]:
    """Those that a query can name: IRIs, not blank nodes."""
    if not terms:
        return []
    from wenmai.sources.endpoint.sparql import is_iri

    return [term for term in terms if is_iri(term)]


def _filled(template: str, **holes: str) -> str:
    """A query with IRIs in its holes; they are written as terms, never pasted."""
    from wenmai.sources.endpoint.sparql import fill

    return fill(template, **holes).text
