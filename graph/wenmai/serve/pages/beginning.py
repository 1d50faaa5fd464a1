"""What the first page begins with: a told path, two more to ask for, and what kinds of things the graph has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from wenmai.errors import WenmaiError
from wenmai.facts import summary
from wenmai.names import vocabulary
from wenmai.serve.api import answers
from wenmai.statements.standing import EVERY

if TYPE_CHECKING:
    from wenmai.serve.commands import Desk
    from wenmai.sources import Source

MOST_SEARCHED = 5_000
"""In a graph of more entities no pair is looked for that a path tells of: the page opens at once."""

MOST_CLASSES = 12

EXAMPLES = 4
"""Well-connected entities that are named where no pair is."""

_kept: WeakKeyDictionary[Source, list[tuple[str, str]]] = WeakKeyDictionary()


def begin(desk: Desk, language: str) -> dict[str, Any]:
    """What a first visit is shown: ``told`` is the answer of the best of ``pairs``, or nothing; ``classes`` have their counts."""
    source = desk.source
    pairs = [
        {"a": a, "b": b, "from": vocabulary.label(source.index, a, language), "to": vocabulary.label(source.index, b, language)}
        for a, b in _pairs(source)
    ]  # fmt: skip
    names = summary.example_names(source.index, language, EXAMPLES) if not pairs else []
    return {
        "opened": summary.opened(source, language),
        "pairs": pairs,
        "told": _told(desk, pairs[0], language) if pairs else None,
        "examples": names,
        "classes": _classes(source, language),
    }


def _pairs(source: Source) -> list[tuple[str, str]]:
    """The pairs that the offline page suggests, looked for once for an open graph."""
    if source not in _kept:
        from wenmai.view.pages import suggest

        small = source.enumerable and source.index.node_count <= MOST_SEARCHED
        _kept[source] = suggest(source, EVERY) if small else []
    return _kept[source]


def _told(desk: Desk, pair: dict[str, str], language: str) -> dict[str, Any] | None:
    said = answers.call(desk, "path", {"a": [pair["a"]], "b": [pair["b"]], "k": ["1"]}, language, "json")
    paths: list[dict[str, Any]] = (answers.enveloped("path", said)["answer"] or {}).get("paths", [])
    return next(iter(paths), None)


def _classes(source: Source, language: str) -> list[dict[str, Any]]:
    """The classes with the most instances."""
    try:
        counts = source.index.class_counts()
    except WenmaiError:  # an endpoint that does not tell
        return []
    most = sorted(counts, key=lambda iri: (-counts[iri], iri))[:MOST_CLASSES]
    return [{"iri": one, "label": vocabulary.label(source.index, one, language), "count": counts[one]} for one in most]
