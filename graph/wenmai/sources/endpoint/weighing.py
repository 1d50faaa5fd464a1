"""The links of some nodes and the degrees of their neighbours, with one question.

A search asks for a node's links and then how many links each of its neighbours has. An engine can tell both at once: the neighbours
are a subquery of the same pattern. What does not fit together is not believed, and the two are asked apart from then on.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from wenmai.sources.endpoint.columns import maybe, number, resource, term
from wenmai.sources.endpoint.sparql import Part, joined, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wenmai.sources.endpoint.dataset import Dataset, Row
    from wenmai.sources.endpoint.learning.tally import Tally

MOST_ROWS = 5000
"""How many links one question fetches, and of how many neighbours it counts those."""

COLUMNS = (
    *(maybe(resource(name)) for name in ("n", "p")),
    maybe(term("x")),
    maybe(resource("y")),
    maybe(number("c")),
)
"""A node, a predicate, and the other end of its link, as object (?x) or as subject (?y); or a node or neighbour and its number of links."""


class Weighed(NamedTuple):
    """Links as (node, predicate, other end, direction), the degrees of nodes that were to be counted, and those of neighbours."""

    links: list[Row]
    degrees: dict[str, int]
    beyond: dict[str, int]

    @property
    def fits(self) -> bool:
        """Whether no neighbour has fewer links than there are to it."""
        met = Counter(row[2] for row in self.links)
        return all(many >= met[iri] for iri, many in self.beyond.items())

    @property
    def is_cut(self) -> bool:
        """Whether there may be more links than one question fetches."""
        return len(self.links) > MOST_ROWS


def weigh(dataset: Dataset, tally: Tally, nodes: Sequence[str], uncounted: Iterable[str]) -> Weighed:
    """Ask for the links of nodes, for how many some of them have, and how many their neighbours have.

    Raises:
        Failed: the endpoint does not answer it.
    """
    query = dataset.query(
        "SELECT ?n ?p ?x ?y ?c { { SELECT $distinct ?n ?p ?x ?y { $links } LIMIT $most } $own $beyond }",
        links=_links_of(dataset, tally, nodes, Part("?y")),
        own=_own(dataset, tally, list(uncounted)),
        beyond=_beyond(dataset, tally, nodes),
        distinct=dataset.distinct,
        most=MOST_ROWS + 1,
    )
    return _read(dataset.select(query, *COLUMNS))


def _links_of(dataset: Dataset, tally: Tally, nodes: Sequence[str], subject: Part) -> Part:
    """The pattern of the links of nodes (?n): to ?x, and from ``subject``, which is ?x or ?y.

    No end is tested for being an IRI: Virtuoso takes ten times as long for that.
    """
    return dataset.query(
        "{ VALUES ?n { $nodes } {{?n ?p ?x}} FILTER(!isLiteral(?x)) $walkable $visible }"
        " UNION { VALUES ?n { $nodes } {{$subject ?p ?n}} $walkable $behind }",
        nodes=rows(nodes),
        subject=subject,
        walkable=tally.walkable,
        visible=_visible(tally, "?x"),
        behind=_visible(tally, subject.text),
    )


def _visible(tally: Tally, variable: str) -> Part:
    return joined((tally.visible(Part(variable)), tally.folds.beyond if variable == "?y" else tally.folds.shown))


def _beyond(dataset: Dataset, tally: Tally, nodes: Sequence[str]) -> Part:
    """The branches that count the links of neighbours (?x): one for both directions where the engine is known to join that well."""
    near = dataset.query(
        "{ SELECT DISTINCT ?x { $links } LIMIT $most }",
        links=_links_of(dataset, tally, nodes, Part("?x")),
        most=MOST_ROWS + 1,
    )
    further = joined((tally.walkable, _visible(tally, "?y")))
    out = dataset.query("{{?x ?p ?y}} FILTER(!isLiteral(?y)) $further", further=further)
    back = dataset.query("{{?y ?p ?x}} $further", further=further)
    dialect = dataset.client.dialect
    if dialect is not None and dialect.unites and dataset.union == "default":
        return dataset.query(
            "UNION { SELECT ?x (COUNT(*) AS ?c) { $near { $out } UNION { $back } } GROUP BY ?x }",
            near=near,
            out=out,
            back=back,
        )
    return joined(
        dataset.query(
            "UNION { SELECT ?x (COUNT(*) AS ?c) { SELECT $distinct ?x ?p ?y { $near $way } } GROUP BY ?x }",
            near=near,
            way=way,
            distinct=dataset.distinct,
        )
        for way in (out, back)
    )


def _own(dataset: Dataset, tally: Tally, uncounted: list[str]) -> Part:
    """The branches that count the links of nodes themselves."""
    if not uncounted:
        return Part("")
    return dataset.query(
        "UNION { SELECT ?n (COUNT(*) AS ?c) { SELECT $distinct ?n ?p ?x"
        " { VALUES ?n { $nodes } {{?n ?p ?x}} FILTER(!isLiteral(?x)) $walkable $visible } } GROUP BY ?n }"
        " UNION { SELECT ?n (COUNT(*) AS ?c) { SELECT $distinct ?n ?p ?x"
        " { VALUES ?n { $nodes } {{?x ?p ?n}} $walkable $visible } } GROUP BY ?n }",
        nodes=rows(uncounted),
        walkable=tally.walkable,
        visible=_visible(tally, "?x"),
        distinct=dataset.distinct,
    )


def _read(found: list[Row]) -> Weighed:
    weighed = Weighed([], {}, {})
    for n, p, x, y, c in found:
        if n is not None and p is not None and (x is None) != (y is None):
            weighed.links.append((n, p, y if x is None else x, int(y is None)))
        elif n is not None and c:
            weighed.degrees[n] = weighed.degrees.get(n, 0) + c
        elif isinstance(x, str) and c:
            weighed.beyond[x] = weighed.beyond.get(x, 0) + c
    return weighed
