"""The path index: who is linked with whom, by what, when, and who says so.

Nodes, predicates, classes and links are numbers. Nodes are numbered in the order of their IRIs, predicates too, and links
in the order of (subject, predicate, object), so the numbers depend on the graph alone and comparing numbers compares
IRIs. The index is a set of arrays (see :mod:`wenmai.index.sections`) in compressed sparse row form: the same in memory and on
disk, where it is mapped and a lookup reads only the pages it touches. Reading needs the standard library alone.

A *link* is a triple between two resources that can be walked: the role of its predicate (:mod:`wenmai.profiles`) is not
structural, class or naming, and neither end is apparatus (a reified statement, a passage). The same triple in
several named graphs is one link with several evidences. A *node* is an end of a link, or a resource with a type or a
literal; apparatus is never a node.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.index.adjacency import Index
from wenmai.index.layout import FILE, KIND, NONE, UNDATED, Span
from wenmai.index.sections import read
from wenmai.languages import pick

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph

    from wenmai.profiles import Profile

__all__ = ["FILE", "NONE", "UNDATED", "Index", "Span", "build", "open_index", "pick"]


def build(
    quads: Iterable[pyoxigraph.Quad], folder: str | None = None, own: Profile | None = None, *, folding: bool = True
) -> Index:
    """Index quads, in memory or into ``folder``; ``own`` is a person's own profile, ``folding`` is off for raw triples.

    >>> import pyoxigraph
    >>> text = b"<urn:a> <urn:knows> <urn:b> ."
    >>> index = build(pyoxigraph.parse(text, pyoxigraph.RdfFormat.TURTLE))
    >>> index.iri(index.links(index.find("urn:a"))[0][0])
    'urn:b'
    """
    from wenmai.index.builder import Builder

    again = (lambda _: iter(quads)) if isinstance(quads, list) else None
    with Builder(folder, own, again, folding=folding) as builder:
        for _ in builder.tap(quads):
            pass
        return builder.finish()


def open_index(folder: str, store: str | None = None) -> Index:
    """Open the index in a folder; ``store`` is the id of the store it must belong to.

    Raises:
        StoreError: the index is missing, damaged, of another version or of another store.
    """
    return Index(read(f"{folder}/{FILE}", KIND, store))
