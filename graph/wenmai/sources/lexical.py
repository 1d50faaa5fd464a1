"""How literals were written: a store keeps numbers, dates and booleans by value, a file says ``060`` and ``1.10``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from wenmai.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph

_AS_KEPT = {
    XSD + "string": re.compile(r".*", re.DOTALL),
    XSD + "integer": re.compile(r"0|-?[1-9][0-9]{0,17}"),
    XSD + "boolean": re.compile(r"true|false"),
    XSD + "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    XSD + "gYear": re.compile(r"[0-9]{4}"),
}
"""Forms of the commonest datatypes that come back from a store as they are."""


def rewritten(quads: Iterable[pyoxigraph.Quad]) -> dict[pyoxigraph.Quad, list[pyoxigraph.Quad]]:
    """The quads that a store changes: what it makes of them, and from which quads it did."""
    import pyoxigraph as ox

    doubtful = [quad for quad in quads if _may_change(quad.object)]
    if not doubtful:
        return {}
    store, found = ox.Store(), dict[ox.Quad, list[ox.Quad]]()
    # The name of a graph says from which quad each comes.
    store.bulk_extend(
        ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(f"urn:{number}"))
        for number, quad in enumerate(doubtful)
    )
    kept = sorted((int(quad.graph_name.value[4:]), quad) for quad in store)
    for number, quad in kept:
        written = doubtful[number]
        found.setdefault(ox.Quad(quad.subject, quad.predicate, quad.object, written.graph_name), []).append(written)
    return {quad: several for quad, several in found.items() if several != [quad]}


def _may_change(term: Any) -> bool:
    import pyoxigraph as ox

    if isinstance(term, ox.Triple):
        return _may_change(term.object)
    if not isinstance(term, ox.Literal) or term.language:
        return False
    return may_change(term.value, term.datatype.value)


def may_change(value: str, datatype: str) -> bool:
    """Whether a store may write a literal without a language otherwise."""
    if not datatype.startswith(XSD):
        return False
    form = _AS_KEPT.get(datatype)
    return form is None or not form.fullmatch(value)
