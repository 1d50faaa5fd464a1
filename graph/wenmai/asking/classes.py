"""What is asked of the instances of a class: which, how many, which of an entity, which since a year, which is the largest."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from wenmai.asking.comparing import BEFORE, FEWER, FIRST, LAST, LEAST, MORE, MOST, SINCE, TIMES, YEAR
from wenmai.asking.forms import Form
from wenmai.asking.kin import classes_below
from wenmai.asking.predicates import LEAST_LIKE, FactPredicate, predicates_among, rank_predicates
from wenmai.sources.endpoint.sparql import Part
from wenmai.terms import LABEL, TYPE, XSD

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

    from wenmai.asking.predicates import Heard
    from wenmai.sources import Source

DECIMAL = XSD + "decimal"

NOTHING = Part("")
"""No pattern, no value, no order."""

MOST_LISTED = 500
"""Rows of a list."""

MOST_EXTREME = 20
"""Rows of those that have most or least."""


class ClassQuestion(NamedTuple):
    """A question about a class: its text in small letters, what is heard in it, the entities beside the class."""

    text: str
    heard: Heard
    entities: tuple[str, ...]


class Family:
    """A class with its subclasses, whose instances are its own."""

    def __init__(self, source: Source, kind: str, language: str) -> None:
        self.source, self.kind, self.language = source, kind, language

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """The class and its subclasses that have instances."""
        from wenmai.sources.endpoint.sparql import is_iri

        source = self.source
        if not source.enumerable:
            return (self.kind,)
        used = frozenset(source.index.classes())
        return tuple(
            one for one in classes_below(source, self.kind) if one == self.kind or (one in used and is_iri(one))
        )

    @cached_property
    def nodes(self) -> list[int]:
        """The instances, by number; none where not all of a graph can be read."""
        if not self.source.enumerable:
            return []
        return sorted({node for kind in self.classes for node in self.source.index.instances(kind)})

    @cached_property
    def predicates(self) -> list[FactPredicate]:
        """What is said of the instances."""
        return predicates_among(self.source, self.nodes)

    def members(self) -> Part:
        """The pattern by which ?x is an instance."""
        from wenmai.sources.endpoint.sparql import fill, rows

        typing = self._way(
            TYPE, *sorted(one for one, role in self.source.index.interpretation.roles.items() if role == "class")
        )
        if len(self.classes) == 1:
            return fill("?x $typing $kind .", typing=typing, kind=self.kind)
        return fill("VALUES ?kind { $kinds } ?x $typing ?kind .", typing=typing, kinds=rows(self.classes))

    def rows(self, pattern: Part, value: Part = NOTHING, order: Part = NOTHING, limit: int = MOST_LISTED) -> str:
        """A query for the instances that fit a pattern, with their names, and a value (an expression) to sort by."""
        from wenmai.sources.endpoint.sparql import fill

        told = fill("($value AS ?value)", value=value) if value.text else NOTHING
        inner = fill(
            "SELECT ?x $told WHERE { $members $pattern } GROUP BY ?x ORDER BY $order ?x LIMIT $limit",
            told=told, members=self.members(), pattern=pattern, order=order, limit=limit,
        )  # fmt: skip
        shown = fill("?value") if value.text else NOTHING
        return fill(
            "SELECT ?x (COALESCE(MIN(STR(?own)), MIN(STR(?any))) AS ?name) $shown WHERE { { $inner } $named } "
            "GROUP BY ?x $shown ORDER BY $order ?x",
            shown=shown, inner=inner, named=self._named(), order=order,
        ).text  # fmt: skip

    def count(self, pattern: Part) -> str:
        """A query for how many instances fit a pattern."""
        from wenmai.sources.endpoint.sparql import fill

        return fill(
            "SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { $members $pattern }", members=self.members(), pattern=pattern
        ).text

    def _named(self) -> Part:
        from wenmai.model import Literal
        from wenmai.sources.endpoint.sparql import fill

        namings = self.source.index.interpretation.labels
        direct = [naming[0][0] for naming in namings if len(naming) == 1 and len(naming[0]) == 1][:4] or [LABEL]
        tag = self.language.partition(",")[0].partition("-")[0]
        return fill(
            "OPTIONAL { ?x $way ?own FILTER(LANGMATCHES(LANG(?own), $tag)) } OPTIONAL { ?x $way ?any }",
            way=self._way(*direct), tag=Literal(tag if tag.isalpha() and tag.isascii() else "en"),
        )  # fmt: skip

    @staticmethod
    def _way(*predicates: str) -> Part:
        """Any of some predicates, as a property path."""
        from wenmai.sources.endpoint.sparql import fill, joined

        return joined((fill("$one", one=one) for one in dict.fromkeys(predicates)), "|")


def about_class(source: Source, asked: ClassQuestion, kind: str, language: str) -> Iterator[Form]:
    """The queries that answer what is asked of the instances of a class."""
    from wenmai.sources.endpoint.sparql import is_iri

    if not is_iri(kind):
        return
    family = Family(source, kind, language)
    narrowed = False
    for form in (*_linked(family, asked), *_compared(family, asked), *_extreme(family, asked)):
        narrowed = True
        yield form
    ways = asked.heard.ways
    if not (narrowed or ways & {"#list", "#many", "#what"} or not (asked.heard.words or asked.heard.han)):
        return
    less = 0.3 if narrowed else 0.0
    yield Form(
        "query", {"sparql": [family.count(NOTHING)]}, (0.86 if "#many" in ways else 0.5) - less,
        "{}有多少个", "how many of the class {} there are", (kind,),
    )  # fmt: skip
    every = (0.86 if "#list" in ways else 0.6) - less
    if len(family.classes) == 1 and source.enumerable:
        yield Form(
            "instances",
            {"class": [kind], "limit": [str(MOST_LISTED)]},
            every,
            "所有的{}",
            "all of the class {}",
            (kind,),
        )
    else:
        yield Form("query", {"sparql": [family.rows(NOTHING)]}, every, "所有的{}", "all of the class {}", (kind,))


def _linked(family: Family, asked: ClassQuestion) -> Iterator[Form]:
    """The instances that are linked with an entity that is named: by what the question says, else by anything."""
    from wenmai.sources.endpoint.sparql import is_iri

    source, index = family.source, family.source.index
    members = frozenset(family.nodes)
    for iri in filter(is_iri, asked.entities[:2]):
        node = index.find(iri)
        found = [] if node is None else [row for row in index.links(node) if row[0] in members]
        if not found:
            continue
        by_predicate: dict[str, list[tuple[int, int, bool, int]]] = {}
        for row in found:
            by_predicate.setdefault(index.predicates[row[1]], []).append(row)
        told = [_fact_predicate(source, predicate, len(rows)) for predicate, rows in by_predicate.items()]
        ranked = [pair for pair in rank_predicates(source, told, asked.heard) if pair[0] >= LEAST_LIKE]
        best = [one.predicate for score, one in ranked if score > ranked[0][0] - 0.1]
        chosen = best or list(by_predicate)
        pattern = _by_links(source, iri, chosen, [row for one in chosen for row in by_predicate[one]])
        said = (family.kind, iri, *best)
        many = "#many" in asked.heard.ways
        text = family.count(pattern) if many else family.rows(pattern)
        zh, en = ("有多少{},与{}以此相连:{}", "how many of the class {} are linked with {} by {}") if many else (
            "与{1}以此相连的{0}:{2}", "which of the class {} are linked with {} by {}")  # fmt: skip
        if not best:
            zh, en = ("有多少{}与{}相连", "how many of the class {} are linked with {}") if many else (
                "与{1}相连的{0}", "which of the class {} are linked with {}")  # fmt: skip
        yield Form("query", {"sparql": [text]}, 0.93 if best else 0.8, zh, en, said)


def _fact_predicate(source: Source, predicate: str, count: int) -> FactPredicate:
    from wenmai.asking.predicates import names_of

    return FactPredicate(predicate, names_of(source, predicate), "link", (), count)


def _by_links(source: Source, iri: str, predicates: Sequence[str], rows: Sequence[tuple[int, int, bool, int]]) -> Part:
    """The pattern by which ?x is linked with an entity; instances by name where a node that is folded lies between."""
    from wenmai.sources.endpoint.sparql import fill
    from wenmai.sources.endpoint.sparql import rows as values

    other, number, forward, _ = rows[0]
    far, predicate = source.index.iri(other), source.index.predicates[number]
    ends = (iri, far) if forward else (far, iri)
    if not any(True for _ in source.match(ends[0], predicate, ends[1])):
        named = dict.fromkeys(source.index.iri(row[0]) for row in rows)
        return fill("VALUES ?x { $found }", found=values(list(named)[:MOST_LISTED]))
    if len(predicates) > 1:
        return fill("VALUES ?by { $by } { $iri ?by ?x } UNION { ?x ?by $iri }", by=values(predicates), iri=iri)
    return fill("{ $iri $by ?x } UNION { ?x $by $iri }", iri=iri, by=predicates[0])


def _compared(family: Family, asked: ClassQuestion) -> Iterator[Form]:
    """The instances with a date before or since a year, or a number over or under one, as a question asks."""
    from wenmai.model import Literal
    from wenmai.sources.endpoint.sparql import fill

    years = YEAR.findall(asked.text)
    if years:
        test, zh, en = _when(asked.text, [int(year) for year in years])
        for like, one in _of_kind(family, asked, "date"):
            pattern = fill("?x $by ?v FILTER($test)", by=one.predicate, test=test)
            yield Form(
                "query", {"sparql": [family.rows(pattern, fill("MIN(?v)"), fill("?value"))]}, min(0.92, 0.7 + 0.2 * like),
                f"{zh}的{{0}},按{{1}}", f"which of the class {{0}} {en}, by {{1}}", (family.kind, one.predicate),
            )  # fmt: skip
            break
    for told, sign, zh, en in ((MORE, ">", "超过", "over"), (FEWER, "<", "不到", "under")):
        found = told.search(asked.text)
        number = _number(found) if found else None
        if number is None:
            continue
        for like, one in _of_kind(family, asked, "number"):
            least = Literal(number, datatype=DECIMAL)
            pattern = fill(
                "?x $by ?v FILTER(isNumeric(?v) && ?v $sign $least)", by=one.predicate, sign=fill(sign), least=least
            )
            order = fill("DESC(?value)" if sign == ">" else "?value")
            yield Form(
                "query", {"sparql": [family.rows(pattern, fill("MAX(?v)"), order)]}, min(0.92, 0.7 + 0.2 * like),
                f"{{1}}{zh}{number}的{{0}}", f"which of the class {{0}} have {{1}} {en} {number}", (family.kind, one.predicate),
            )  # fmt: skip
            break


def _number(found: re.Match[str]) -> str | None:
    from decimal import Decimal, InvalidOperation

    try:
        return f"{Decimal(found[1].replace(',', '').rstrip('.')) * TIMES.get(found[2] or '', 1):f}"
    except InvalidOperation:
        return None


def _when(text: str, years: list[int]) -> tuple[Part, str, str]:
    """A test of ?v, a date, and how it is said in Chinese and English."""
    from wenmai.model import Literal
    from wenmai.sources.endpoint.sparql import fill

    first, last = min(years), max(years)
    year = Literal(str(first))
    since = "!STRSTARTS(STR(?v), '-') && STR(?v) >= $year"
    if len(years) > 1:
        test = fill(since + " && STR(?v) < $end", year=year, end=Literal(str(last + 1)))
        return test, f"{first}年至{last}年", f"from {first} to {last}"
    if SINCE.search(text):
        after = "after" in text and "since" not in text
        test = fill(since, year=Literal(str(first + after)))
        return test, f"{first}年以后", f"{'after' if after else 'since'} {first}"
    if BEFORE.search(text):
        return fill("(STRSTARTS(STR(?v), '-') || STR(?v) < $year)", year=year), f"{first}年以前", f"before {first}"
    return fill("STRSTARTS(STR(?v), $year)", year=year), f"{first}年", f"of {first}"


def _extreme(family: Family, asked: ClassQuestion) -> Iterator[Form]:
    """The instances that have most or least of something, are the first or the last."""
    from wenmai.sources.endpoint.sparql import fill

    dated = "first" if FIRST.search(asked.text) else "last" if LAST.search(asked.text) else ""
    counted = "least" if LEAST.search(asked.text) else "most" if MOST.search(asked.text) else ""
    if not (dated or counted):
        return
    kinds = ("date",) if dated and not counted else ("number", "link")
    up = (dated or counted) in ("first", "least")
    for like, one in [pair for kind in kinds for pair in _of_kind(family, asked, kind)][:2]:
        value = fill("COUNT(DISTINCT ?v)" if one.kind == "link" else "MIN(?v)" if up else "MAX(?v)")
        pattern = fill("?x $by ?v FILTER(isNumeric(?v))" if one.kind == "number" else "?x $by ?v", by=one.predicate)
        text = family.rows(pattern, value, fill("?value" if up else "DESC(?value)"), MOST_EXTREME)
        zh, en = {
            "first": ("{1}最早的{0}", "the {0} with the earliest {1}"), "last": ("{1}最晚的{0}", "the {0} with the latest {1}"),
            "least": ("{1}最少的{0}", "the {0} with the least {1}"), "most": ("{1}最多的{0}", "the {0} with the most {1}"),
        }[dated if kinds == ("date",) else counted]  # fmt: skip
        yield Form("query", {"sparql": [text]}, min(0.95, 0.72 + 0.2 * like), zh, en, (family.kind, one.predicate))


def _of_kind(family: Family, asked: ClassQuestion, kind: str) -> list[tuple[float, FactPredicate]]:
    """The predicates of a kind: those that a question asks for, else (of numbers and dates) any, the most frequent first."""
    known = [one for one in family.predicates if one.kind == kind]
    ranked = [pair for pair in rank_predicates(family.source, known, asked.heard) if pair[0] >= LEAST_LIKE]
    if ranked or kind == "link":
        return ranked
    return [(0.3, one) for one in sorted(known, key=lambda one: (-one.frequency, one.predicate))]
