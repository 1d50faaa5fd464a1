"""The border between pyoxigraph's terms and the strings and literals of :mod:`wenmai.model`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wenmai.model import Literal, Triple

if TYPE_CHECKING:
    from wenmai.model import Term


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
