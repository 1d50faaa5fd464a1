"""The border between pyoxigraph's terms and the strings and literals of :mod:`wenmai.model`, and triple patterns over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wenmai.errors import StoreError
from wenmai.model import Literal, Quad, Triple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wenmai.model import Term
    from wenmai.sources import Source


def term(found: Any) -> Term:
    """A pyoxigraph term as wenmai's: an IRI or ``_:id`` as a string, a literal as a Literal, a triple term as a Triple."""
    import pyoxigraph as ox

    if isinstance(found, ox.Literal):
        return Literal(found.value, found.language or "", found.datatype.value, str(found.direction or ""))
    if isinstance(found, ox.Triple):
        return Triple(str(term(found.subject)), found.predicate.value, term(found.object))
    return found.value if isinstance(found, ox.NamedNode) else str(found)


def oxi(wanted: Term) -> Any:
    """A term of wenmai's as pyoxigraph's."""
    import pyoxigraph as ox

    if isinstance(wanted, Literal):
        if wanted.language:
            direction = ox.BaseDirection(wanted.direction) if wanted.direction else None
            return ox.Literal(wanted.value, language=wanted.language, direction=direction)
        return ox.Literal(wanted.value, datatype=ox.NamedNode(wanted.datatype))
    if isinstance(wanted, Triple):
        return ox.Triple(oxi(wanted.subject), ox.NamedNode(wanted.predicate), oxi(wanted.object))
    return ox.BlankNode(wanted[2:]) if wanted.startswith("_:") else ox.NamedNode(wanted)


def match(
    source: Source,
    subject: str | None = None,
    predicate: str | None = None,
    object: Term | None = None,  # noqa: A002
) -> Iterator[Quad]:
    """The triples that fit a pattern (``None`` fits anything), in every graph, in the order of predicate and object.

    A literal of a pattern fits by its value; what is found in files is as they write it (``1.10``).
    """
    remote = getattr(source, "match", None)
    if remote is not None:
        return iter(remote(subject, predicate, object))
    first, second, third = (None if part is None else oxi(part) for part in (subject, predicate, object))
    try:
        found = {
            Quad(str(term(quad.subject)), quad.predicate.value, term(quad.object), _graph(quad.graph_name))
            for quad in stored_quads(source, first, second, third)
        }
    except RuntimeError as error:  # what the database calls corruption
        raise StoreError(f"the triples of {source.locations[0]} cannot be read ({error}); load it again") from error
    return iter(sorted(found, key=order))


def stored_quads(source: Source, subject: Any = None, predicate: Any = None, value: Any = None) -> Iterator[Any]:
    """The quads of a store that fit a pattern of pyoxigraph's terms, with the literals of files as these write them."""
    written = getattr(source, "written", {})
    for quad in source.store.quads_for_pattern(subject, predicate, value, None):
        yield from written.get(quad, (quad,))


def _graph(name: Any) -> str | None:
    import pyoxigraph as ox

    return None if isinstance(name, ox.DefaultGraph) else str(term(name))


def order(triple: Quad) -> tuple[Any, ...]:
    """A key that sorts triples by subject, predicate and object, IRIs before literals."""
    value = triple.object
    if isinstance(value, Triple):
        value = str(value)
    return (
        triple.subject,
        triple.predicate,
        isinstance(value, Literal),
        tuple(value) if isinstance(value, Literal) else value,
        triple.graph or "",
    )
