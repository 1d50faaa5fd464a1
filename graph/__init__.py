"""wenmai 文脉: how are these things connected, and who says so?

>>> import graph
>>> report = graph.open()
>>> [match.label for match in graph.search(report, "北交所")]
['北京证券交易所']

Names are what a person would write: a label, an alias, pinyin, or an IRI. Every answer is a frozen tuple of strings and
numbers (:mod:`graph.results`); every failure is a :class:`graph.errors.WenmaiError`.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph.analysis import Analysis
    from graph.query import Answer
    from graph.results import Description, Match, Path
    from graph.source import Source
    from graph.view import Page

__all__ = ["analyze", "open", "paths", "query", "search", "show", "view"]


def analyze(source: Source, **options: Any) -> Analysis:
    """What matters in the graph, by NetworkX: see :func:`graph.analysis.analyze`."""
    from graph.analysis import analyze as run

    return run(source, **options)


def open(*locations: str) -> Source:  # noqa: A001 - graph.open reads as it should
    """Open RDF files, a store folder or a SPARQL endpoint; the packaged report when none is named.

    Raises:
        InputError: a location cannot be read; GraphSyntaxError gives the file and the line.
    """
    from graph.source import open_source

    return open_source(*locations)


def paths(source: Source, a: str, b: str, *, language: str = "zh", **filters: Any) -> list[Path]:
    """The most telling paths between two entities, best first: :func:`graph.paths.find`, with names for IRIs.

    Raises:
        NoPath: there is none; the reason names the filter or the gap.
        NameNotFound, AmbiguousName: a name means nothing, or several things.
    """
    from graph.paths import find

    for option in ("avoid", "via"):
        filters[option] = [source.names.resolve(name, language) for name in filters.get(option, ())]
    ends = source.names.resolve(a, language), source.names.resolve(b, language)
    return list(find(source, *ends, language=language, **filters))


def query(source: Source, sparql: str, **options: Any) -> Answer:
    """Ask SPARQL 1.1; prefixes are declared for you: see :func:`graph.query.run`."""
    from graph.query import run

    return run(source, sparql, **options)


def search(source: Source, text: str, *, limit: int = 10, language: str = "zh") -> list[Match]:
    """Entities by name, alias, part of a name, pinyin or initials, best first."""
    return source.names.search(text, limit=limit, language=language)


def show(source: Source, name: str, *, language: str = "zh") -> Description:
    """Everything the graph says about the entity of that name.

    Raises:
        NameNotFound, AmbiguousName: the name means nothing, or several things.
    """
    from graph.facts import describe

    return describe(source, source.names.resolve(name, language), language)


def view(source: Source, **options: Any) -> Page:
    """The graph, or a part of it, as one HTML page that works offline: see :func:`graph.view.page`."""
    from graph.view import page

    return page(source, **options)


class _Package(ModuleType):
    """Keeps ``graph.paths``, ``graph.query`` and ``graph.view`` the functions they are.

    They share their names with the modules that hold the work, and importing such a module would put it in their place.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
