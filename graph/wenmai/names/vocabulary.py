"""The names of classes and predicates: wenmai's own vocabulary, and whatever labels a graph brings for its terms."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from wenmai.terms import LABEL, WM

if TYPE_CHECKING:
    from wenmai.index import Index


@cache
def _labels() -> dict[str, dict[str, str]]:
    """The labels of the packaged vocabulary: IRI → language → label."""
    import pyoxigraph

    from wenmai import packaged

    found: dict[str, dict[str, str]] = {}
    for quad in pyoxigraph.parse(path=str(packaged.vocabulary()), format=pyoxigraph.RdfFormat.TURTLE):
        if quad.predicate.value == LABEL and isinstance(quad.object, pyoxigraph.Literal):
            found.setdefault(quad.subject.value, {})[quad.object.language or ""] = quad.object.value
    return found


def label(index: Index, iri: str, language: str) -> str:
    """The label of an entity, class or predicate: the graph's own, else the vocabulary's, else what its IRI calls it."""
    if iri.startswith(WM):
        own = _labels().get(iri, {})
        if own:
            return own.get(language) or next(iter(own.values()))
    return index.term_label(iri, language)
