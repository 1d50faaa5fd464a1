"""The names of classes and predicates: wenmai's own vocabulary, and whatever labels a graph brings for its terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.languages import pick
from wenmai.terms import LABEL, WM

if TYPE_CHECKING:
    from wenmai.index import Index


_known: dict[str, dict[str, str]] = {}


def vocabulary_labels() -> dict[str, dict[str, str]]:
    """The labels of the packaged vocabulary: IRI → language → label; read on first use, unless they were given."""
    if not _known:
        import pyoxigraph

        from wenmai.system import packaged

        found: dict[str, dict[str, str]] = {}
        for quad in pyoxigraph.parse(path=str(packaged.vocabulary()), format=pyoxigraph.RdfFormat.TURTLE):
            if quad.predicate.value == LABEL and isinstance(quad.object, pyoxigraph.Literal):
                found.setdefault(quad.subject.value, {})[quad.object.language or ""] = quad.object.value
        give_labels(found)
    return _known


def give_labels(found: dict[str, dict[str, str]]) -> None:
    """Spare reading the packaged vocabulary: its labels, as :func:`vocabulary_labels` gives them."""
    _known.update(found)


def label(index: Index, iri: str, language: str) -> str:
    """The label of an entity, class or predicate: the graph's own, else the vocabulary's, else what its IRI calls it.

    What is folded is told by what it says.
    """
    if iri.startswith(WM):
        own = vocabulary_labels().get(iri, {})
        if own:
            return pick(own, language) or next(iter(own.values()))
    told = index.folds.tell(iri, lambda other: label(index, other, language), language)
    return told or index.term_label(iri, language)
