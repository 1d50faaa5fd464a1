"""What a thing is called that has no name and an IRI that says nothing: by its class, or the first named thing that it leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.index.layout import CONNECTING
from wenmai.languages import pick
from wenmai.once import pattern

if TYPE_CHECKING:
    from wenmai.index.adjacency import Index

_NUMBER = pattern(r"[/#:][A-Za-z]?\d{2,}$")
"""The end of an IRI that is a number, perhaps with a letter before it: short enough to be known by."""

_HASH = pattern(
    r"([0-9A-Fa-f]{8})-[0-9A-Fa-f]{4}-[0-9A-Fa-f-]+$|[/#:]([0-9A-Fa-f]{8})[0-9A-Fa-f]{16,}$"
    r"|[/#.:](RA[\w-]{6})[\w-]{37}$"
)
"""The end of an IRI that is a UUID, a hash or the artifact code of a trusty URI, of which eight characters tell it from others."""


def name_by_class(index: Index, node: int, language: str) -> str:
    """What a nameless node is called by its IRI, or by its class in place of a long hash."""
    iri = index.iri(node)
    plain, hashed = index.prefixes.name_of(iri), _HASH.search(iri)
    short = hashed and hashed[hashed.lastindex or 0]
    types = index.types(node) if short else ()
    return f"{index.term_label(types[0], language)} {short}" if types and _is_telling(index, types[0]) else plain


def _is_telling(index: Index, iri: str) -> bool:
    """Whether a class has a name or an IRI that says something: else it would go by its own class, perhaps in a circle."""
    node = index.find(iri)
    return not _HASH.search(iri) or (node is not None and bool(index.labels(node)))


def name_nameless(index: Index, node: int, language: str) -> str:
    """What a nameless node is called: by its IRI, with what it leads to, or with its class in place of a long hash."""
    iri, plain = index.iri(node), name_by_class(index, node, language)
    if index.types(node) or not (_HASH.search(iri) or _NUMBER.search(iri)):
        return plain
    links = [(other, predicate) for other, predicate, forward, _ in index.links(node) if forward]
    for other, predicate in sorted(links, key=lambda link: index.role(link[1]) not in CONNECTING):
        name = pick(index.labels(other), language)
        if name is not None:
            return f"{plain} ({index.term_label(index.predicates[predicate], language)} {name})"
    return plain
