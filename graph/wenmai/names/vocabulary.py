"""The names of classes and predicates: wenmai's own vocabulary, and whatever labels a graph brings for its terms."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from wenmai.errors import NameNotFound
from wenmai.model import Match
from wenmai.terms import LABEL, WM, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable

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


def find_predicate(index: Index, name: str) -> str:
    """The IRI of the predicate a person names by IRI, prefixed name, local name or label."""
    return _find(index, name, index.predicates, "predicate")


def find_class(index: Index, name: str) -> str:
    """The IRI of the class a person names by IRI, prefixed name, local name or label."""
    return _find(index, name, index.classes(), "class")


def _find(index: Index, name: str, candidates: Iterable[str], what: str) -> str:
    known = tuple(candidates)
    iri = index.prefixes.read(name, known.__contains__)
    if iri in known:
        return str(iri)
    called = {iri: _called(index, iri) for iri in known}
    folded = name.casefold()
    for iri, texts in called.items():
        if folded in texts:
            return iri
    raise NameNotFound(name, _nearest(index, folded, called), what=what, prefix=index.prefixes.unknown(name))


def _called(index: Index, iri: str) -> tuple[str, ...]:
    texts = (local_name(iri), index.prefixes.shorten(iri), label(index, iri, "zh"), label(index, iri, "en"))
    return tuple(text.casefold() for text in texts)


def _nearest(index: Index, folded: str, called: dict[str, tuple[str, ...]]) -> list[Match]:
    from difflib import get_close_matches

    owner = {text: iri for iri, texts in reversed(called.items()) for text in texts}
    near = dict.fromkeys(owner[text] for text in get_close_matches(folded, owner, n=3, cutoff=0.4))
    return [Match(iri, index.prefixes.shorten(iri), label(index, iri, "en"), "fuzzy", 0) for iri in near]
