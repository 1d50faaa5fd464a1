"""What the page holds of sources: a document with its text and where it leads, and what a reference says besides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wenmai.evidence.citations import details_text, source_label, source_link
from wenmai.terms import unlabelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wenmai.index import Index
    from wenmai.model import Evidence
    from wenmai.names.labels import Labels

MOST_TEXT = 4_000_000
"""Up to so many characters the whole text of a document is in the page; of a longer one what is around its citations."""

_AROUND = 160


def document_row(index: Index, iri: str, languages: Iterable[str], pieces: list[list[Any]]) -> list[Any]:
    """A cited document as [IRI, label zh, label en, pieces of its text as [start, text], where it leads]."""
    node = index.find(iri)
    labels = [source_label(iri, unlabelled)] * 2 if node is None else [index.label(node, one) for one in languages]
    return [iri, *labels, pieces, source_link(iri) or ""]


def pieces_of(text: str, spans: Iterable[tuple[int, int]]) -> list[list[Any]]:
    """A text as one piece; a very long one as those around ``spans``, joined where they meet."""
    if len(text) <= MOST_TEXT:
        return [[0, text]] if text else []
    return [[start, text[start:end]] for start, end in _merged(sorted(spans), len(text))]


def _merged(spans: Sequence[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """Spans with room around them, joined where they meet."""
    pieces: list[tuple[int, int]] = []
    for start, end in spans:
        first, last = max(0, start - _AROUND), min(length, end + _AROUND)
        if pieces and first <= pieces[-1][1]:
            pieces[-1] = (pieces[-1][0], max(last, pieces[-1][1]))
        else:
            pieces.append((first, last))
    return pieces


def besides(evidence: Evidence, labels: Mapping[str, Labels]) -> list[str] | int:
    """What a reference says besides its source, in zh and in en, and the words that it quotes; 0 stands for nothing."""
    if not evidence.details:
        return 0
    quotation = next((text for part, text in evidence.details if part == "quote"), "")
    return [*(details_text(evidence, one.label, language) for language, one in labels.items()), quotation]
