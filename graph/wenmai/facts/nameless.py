"""What a dated thing is called that has no name, and whose IRI tells nothing either."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.facts.dates import read_date
from wenmai.model import Literal
from wenmai.once import pattern
from wenmai.terms import XSD, local_name

if TYPE_CHECKING:
    from wenmai.index import Index
    from wenmai.model import Entity
    from wenmai.names.labels import Labels
    from wenmai.sources import Source

OPAQUE = pattern(r"[A-Za-z]{0,2}[0-9_.-]*[0-9][0-9_.-]*|[0-9a-fA-F-]{16,}|b[0-9]+|RA[A-Za-z0-9_-]{43}")
"""The end of an IRI that is a number or a hash."""


def tells(index: Index, iri: str) -> bool:
    """Whether a resource is an entity with a name, or with an IRI that tells something."""
    node = index.find(iri)
    return node is not None and bool(index.labels(node) or not OPAQUE.fullmatch(local_name(iri)))


def call_nameless(source: Source, names: Labels, node: int) -> Entity:
    """An entity by its name; one that has none and whose IRI tells nothing by its class and the first named thing it is linked with.

    Where it is linked with none, the class and the end of its IRI, or a text that it has.
    """
    index, plain = source.index, names.node(node)
    if index.labels(node) or not OPAQUE.fullmatch(local_name(plain.iri)):
        return plain
    kinds = index.types(node)
    for other, way, _, _ in index.links(node):
        if other != node and index.labels(other):
            what = names.label(kinds[0]) if kinds else names.label(index.predicates[way])
            return plain._replace(label=f"{what} ({names.node(other).label})")
    if kinds and plain.label == local_name(plain.iri):
        return plain._replace(label=f"{names.label(kinds[0])} {plain.label}")
    if kinds:
        return plain
    rows = source.statements.values(plain.iri).items()
    said = ((way, one) for way, ends in rows for one in ends if isinstance(one, Literal) and _is_telling(way, one))
    return next((plain._replace(label=f"{names.label(way)} {one.value}") for way, one in said), plain)


def _is_telling(predicate: str, value: Literal) -> bool:
    """Whether a literal tells what a thing is: neither a date nor a number or a yes."""
    from wenmai.facts.measured import NUMBERS

    return value.datatype not in (XSD + "boolean", *NUMBERS) and read_date(predicate, value) is None
