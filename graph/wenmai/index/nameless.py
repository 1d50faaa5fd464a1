"""What a thing is called that has no name, no class, and an IRI that says nothing: by the first thing with a name that it leads to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wenmai.languages import pick
from wenmai.profiles.profile import CONNECTING

if TYPE_CHECKING:
    from wenmai.index.adjacency import Index

_OPAQUE = re.compile(r"[/#:][A-Za-z]?\d{2,}$|[0-9a-f]{8}-[0-9a-f]{4}-|[/#:][0-9a-f]{24,}$")
"""The end of an IRI that is a number, perhaps with a letter before it, a UUID or a hash."""


def say_of_nameless(index: Index, node: int, language: str) -> str:
    """What a nameless node leads to, in brackets behind what its IRI calls it; ``""`` where that need not be said."""
    if not _OPAQUE.search(index.iri(node)) or index.types(node):
        return ""
    links = [(other, predicate) for other, predicate, forward, _ in index.links(node) if forward]
    for other, predicate in sorted(links, key=lambda link: index.role(link[1]) not in CONNECTING):
        name = pick(index.labels(other), language)
        if name is not None:
            return f" ({index.term_label(index.predicates[predicate], language)} {name})"
    return ""
