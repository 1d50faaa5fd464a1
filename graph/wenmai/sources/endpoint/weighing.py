"""The links of some nodes and the degrees of their neighbours, with one question.

A search asks for a node's links and then how many links each of its neighbours has. An engine can tell both at once: the neighbours
are a subquery of the same pattern. What does not fit together is not believed, and the two are asked apart from then on.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from wenmai.model import Literal
from wenmai.sources.endpoint.columns import maybe, number, resource, term
from wenmai.sources.endpoint.sparql import Part, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wenmai.model import Term
    from wenmai.sources.endpoint.dataset import Dataset, Row
    from wenmai.sources.endpoint.tally import Tally

MOST_ROWS = 5000
"""How many links one question fetches, and of how many neighbours it counts those."""

OUTWARD, INWARD = "out", "in"
"""The direction of a link in words: numbers are counts here."""

COLUMNS = maybe(resource("n")), maybe(resource("p")), maybe(term("x")), maybe(term("w")), maybe(number("c"))


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


def weigh(dataset: Dataset, tally: Tally, links: Part, nodes: Sequence[str], uncounted: Iterable[str]) -> Weighed:
    """Ask for the links of nodes, which ``links`` is the pattern of; for how many some of them have, and their neighbours.

    Raises:
        Failed: the endpoint does not answer it.
    """
    holes: dict[str, Term | int | Part] = {
        "nodes": rows(nodes),
        "walkable": tally.walkable,
        "visible": tally.visible("?x"),
        "further": tally.visible("?y"),
        "distinct": dataset.distinct,
        "most": MOST_ROWS + 1,
        "shown": tally.folds.shown,
        "beyond": tally.folds.beyond,
    }
    near = dataset.query(
        "{ SELECT DISTINCT ?x { { VALUES ?n { $nodes } {{?n ?p ?x}} FILTER(isIRI(?x)) $walkable $visible $shown }"
        " UNION { VALUES ?n { $nodes } {{?x ?p ?n}} FILTER(isIRI(?x)) $walkable $visible $shown } } LIMIT $most }",
        **holes,
    )
    out = dataset.query(
        "UNION { SELECT ?x (COUNT(*) AS ?c) { SELECT $distinct ?x ?p ?y"
        " { $near {{?x ?p ?y}} FILTER(!isLiteral(?y)) $walkable $further $beyond } } GROUP BY ?x }",
        near=near,
        **holes,
    )
    back = dataset.query(
        "UNION { SELECT ?x (COUNT(*) AS ?c) { SELECT $distinct ?x ?p ?y"
        " { $near {{?y ?p ?x}} $walkable $further $beyond } } GROUP BY ?x }",
        near=near,
        **holes,
    )
    query = dataset.query(
        "SELECT ?n ?p ?x ?w ?c { { SELECT $distinct ?n ?p ?x (IF(?f = 1, $outward, $inward) AS ?w) { $links } LIMIT $most }"
        " $own $out $back }",
        outward=Literal(OUTWARD),
        inward=Literal(INWARD),
        links=links,
        own=_own(dataset, tally, list(uncounted)),
        out=out,
        back=back,
        **holes,
    )
    return _read(dataset.select(query, *COLUMNS))


def _own(dataset: Dataset, tally: Tally, uncounted: list[str]) -> Part:
    """The branches that count the links of nodes themselves."""
    if not uncounted:
        return Part("")
    return dataset.query(
        "UNION { SELECT ?n (COUNT(*) AS ?c) { SELECT $distinct ?n ?p ?x"
        " { VALUES ?n { $nodes } {{?n ?p ?x}} FILTER(!isLiteral(?x)) $walkable $visible $shown } } GROUP BY ?n }"
        " UNION { SELECT ?n (COUNT(*) AS ?c) { SELECT $distinct ?n ?p ?x"
        " { VALUES ?n { $nodes } {{?x ?p ?n}} $walkable $visible $shown } } GROUP BY ?n }",
        nodes=rows(uncounted),
        walkable=tally.walkable,
        visible=tally.visible("?x"),
        shown=tally.folds.shown,
        distinct=dataset.distinct,
    )


def _read(found: list[Row]) -> Weighed:
    weighed = Weighed([], {}, {})
    for n, p, x, way, c in found:
        if n is not None and p is not None and x is not None and isinstance(way, Literal):
            weighed.links.append((n, p, x, int(way.value == OUTWARD)))
        elif n is not None and c:
            weighed.degrees[n] = weighed.degrees.get(n, 0) + c
        elif isinstance(x, str) and c:
            weighed.beyond[x] = weighed.beyond.get(x, 0) + c
    return weighed
