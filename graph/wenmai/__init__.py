"""wenmai 文脉: how are these things connected, and who says so?

>>> import wenmai
>>> report = wenmai.open()
>>> [match.label for match in wenmai.search(report, "北交所")]
['北京证券交易所']

Names are what a person would write: a label, an alias, pinyin, or an IRI. Every answer is a frozen tuple of strings and
numbers (:mod:`wenmai.model`); every failure is a :class:`wenmai.errors.WenmaiError`.
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing takes a while to load, and the command line has not provided for Ctrl-C yet
if TYPE_CHECKING:
    from typing import Any

    from wenmai.analysis import Analysis
    from wenmai.model import Description, Match, Path
    from wenmai.sources import Source
    from wenmai.sparql import Answer
    from wenmai.view import Page

__all__ = ["analyze", "describe", "find_paths", "open", "page", "query", "search"]


def analyze(source: Source, **options: Any) -> Analysis:
    """What matters in the graph, by NetworkX: see :func:`wenmai.analysis.analyze`."""
    from wenmai.analysis import analyze as run

    return run(source, **options)


def open(*locations: str) -> Source:  # noqa: A001 - wenmai.open reads as it should
    """Open RDF files, a store folder or a SPARQL endpoint; the packaged report when none is named.

    Raises:
        InputError: a location cannot be read; GraphSyntaxError gives the file and the line.
    """
    from wenmai.sources import open_source

    return open_source(*locations)


def find_paths(source: Source, a: str, b: str, *, language: str = "zh", **filters: Any) -> list[Path]:
    """The best-ranked paths between two entities, best first: :func:`wenmai.paths.find`, with names for IRIs.

    Raises:
        NoPath: there is none; the reason names the filter or the gap.
        NameNotFound, AmbiguousName: a name means nothing, or several things.
    """
    from wenmai.paths import find

    for option in ("avoid", "via"):
        filters[option] = [source.names.resolve(name, language) for name in filters.get(option, ())]
    ends = source.names.resolve(a, language), source.names.resolve(b, language)
    return list(find(source, *ends, language=language, **filters))


def query(source: Source, sparql: str, **options: Any) -> Answer:
    """Ask SPARQL 1.1 with the graph's prefixes declared: see :func:`wenmai.sparql.run`."""
    from wenmai.sparql import run

    return run(source, sparql, **options)


def search(source: Source, text: str, *, limit: int = 10, language: str = "zh") -> list[Match]:
    """Entities by name, alias, part of a name, pinyin or initials, best first."""
    return source.names.search(text, limit=limit, language=language)


def describe(source: Source, name: str, *, language: str = "zh") -> Description:
    """Everything the graph says about the entity of that name.

    Raises:
        NameNotFound, AmbiguousName: the name means nothing, or several things.
    """
    from wenmai.facts.describe import describe as run

    return run(source, source.names.resolve(name, language), language)


def page(source: Source, **options: Any) -> Page:
    """The graph, or a part of it, as one HTML page that works offline: see :func:`wenmai.view.page`."""
    from wenmai.view import page as run

    return run(source, **options)
