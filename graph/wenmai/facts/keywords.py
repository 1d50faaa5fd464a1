"""The figures that a person means by a word: *unemployment*, 绿地, *school places*.

A whole name decides first, then the words of the figures themselves (indicator, label, what is counted), then those with what each is
about and its place, so that 西城失业率 is found; last the entity that the word is taken for. A figure and its own indicator never
stand in each other's way.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wenmai.errors import AmbiguousName, NameNotFound
from wenmai.facts.figures import FIGURE, list_figures
from wenmai.languages import is_chinese
from wenmai.model import Match
from wenmai.names.folding import fold, simplify
from wenmai.names.lookup import find_entity, taken_for
from wenmai.notices import notice
from wenmai.rendering.sheet import Rows
from wenmai.statements.standing import EVERY, Admission
from wenmai.terms import WM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wenmai.facts.figures import Figure
    from wenmai.index import Index
    from wenmai.sources import Source

EXACT = 100
"""The score of a whole name."""

LEAST_LIKE = 0.75
"""Words that are less alike than this are not offered for each other."""

MOST_COMPARED = 20
"""So many words of what a person wrote are compared with those of indicators, where nothing has them as they are."""

PASSED_OVER = frozenset({"a", "an", "and", "for", "how", "in", "many", "much", "number", "of", "the", "to"})
"""English words of a question that no figure is found by."""

_LATIN = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?")
_ENDING = re.compile(r"(?:ations?|ated|ating|ions?|ing|ed|ies|es|s|y|e)$")


def find_figures(
    source: Source,
    name: str,
    *,
    admission: Admission = EVERY,
    language: str = "zh",
    tell: Callable[[str], object] = notice,
) -> Rows[Figure]:
    """The figures of the entity or indicator called ``name``, or those in whose words it stands.

    ``tell`` is given one sentence when ``name`` is no whole name of an entity.

    Raises:
        AmbiguousName: several entities share the name, and no figure has it.
        NameNotFound: nothing has it.
    """

    def figures_of(iri: str | None = None) -> Rows[Figure]:
        return list_figures(source, iri, admission=admission, language=language)

    whole = _called(source, name, language)
    rows = _together(map(figures_of, whole))
    if not source.enumerable or FIGURE not in source.index.classes():
        return rows if whole else figures_of(find_entity(source, name, language, tell=tell))
    if rows:
        return (
            rows
            if _says_all(source, whole, rows)
            else _together([rows, _worded(source, figures_of(), name, wide=False)])
        )
    found = _worded(source, figures_of(), name)
    if found:
        tell(_told(name, found, language))
        return found
    try:
        return figures_of(find_entity(source, name, language, tell=tell))
    except AmbiguousName as several:
        _refuse_others(source, several)
        return _together(figures_of(match.iri) for match in several.candidates)
    except NameNotFound as missing:
        raise NameNotFound(name, missing.nearest or _misspelt(source, figures_of(), name, language)) from None


def _told(name: str, found: Rows[Figure], language: str) -> str:
    """As what a word was understood that is no whole name."""
    if len(found) == 1:
        return taken_for(name, found[0].label, language)
    return f"{name!r}出现在这些数据的名称中" if is_chinese(language) else f"{name!r} stands in the words of these"


def _misspelt(source: Source, figures: Rows[Figure], name: str, language: str) -> list[Match]:
    """The indicators in whose names a word stands that is nearly one of the given, the nearest first; three at most."""
    from difflib import SequenceMatcher

    index, near = source.index, dict[str, float]()
    wanted = [part for part in _parts(name)[:MOST_COMPARED] if _LATIN.fullmatch(part) and len(part) > 3]
    for iri in sorted({row.indicator.iri for row in figures if row.indicator}):
        node = index.find(iri)
        texts = [] if node is None else [fold(text) for _, _, text, _ in index.texts(node)]
        words = {word for text in texts for word in _LATIN.findall(text) if len(word) > 3}
        like = [SequenceMatcher(None, part, word).ratio() for part in wanted for word in words]
        if like and max(like) >= LEAST_LIKE:
            near[iri] = max(like)
    best = sorted(near, key=lambda iri: (-near[iri], iri))[:3]
    return [Match(iri, index.term_label(iri, language), name, "fuzzy", round(100 * near[iri])) for iri in best]


def _called(source: Source, name: str, language: str) -> list[str]:
    """The entities of exactly this name, or the one of this IRI."""
    iri = source.prefixes.read(name, lambda iri: source.index.find(iri) is not None)
    if iri is not None:
        return [find_entity(source, name, language)]
    return [match.iri for match in source.names.search(name, limit=20, language=language) if match.score == EXACT]


def _says_all(source: Source, whole: list[str], rows: Rows[Figure]) -> bool:
    """Whether nobody who gives a whole name means more than its own figures: it is an indicator, a figure or a place.

    Of a subject (property management) a figure may be told in its words without being about it.
    """
    index = source.index
    nodes = [node for node in map(index.find, whole) if node is not None]
    measured = any({FIGURE, WM + "Indicator"} & set(index.types(node)) for node in nodes)
    return measured or any(row.scope and row.scope.iri in whole for row in rows)


def _refuse_others(source: Source, several: AmbiguousName) -> None:
    """Raise it again unless a person could mean nothing else by the name: figures and indicators share it."""
    index = source.index
    for match in several.candidates:
        node = index.find(match.iri)
        if node is None or not {FIGURE, WM + "Indicator"} & set(index.types(node)):
            raise several


def _together(found: Iterable[Rows[Figure]]) -> Rows[Figure]:
    """Figures of several searches, each once."""
    parts = list(found)
    rows = dict.fromkeys(row for part in parts for row in part)
    return parts[0].with_rows(rows) if parts else Rows()


def _worded(source: Source, figures: Rows[Figure], name: str, *, wide: bool = True) -> Rows[Figure]:
    """The figures whose own words have the name; where none has, those that have it together with their subject and place."""
    parts = _parts(name)
    narrow = [(row, _texts(source.index, row, wide=False)) for row in figures]
    found = [row for row, text in narrow if parts and all(_holds(text, part) for part in parts)]
    if wide and not found:
        around = [(row, _texts(source.index, row, wide=True)) for row in figures]
        found = [row for row, text in around if parts and all(_holds(text, part) for part in parts)]
        found = found or [row for row, text in around if _in_two(text, parts)]
    return figures.with_rows(found)


def _parts(name: str) -> list[str]:
    """The words of a name: each Latin one, each stretch of Chinese."""
    words = re.findall(r"[a-z0-9.]+|[^\sa-z0-9.]+", simplify(fold(name)))
    return list(dict.fromkeys(word for word in words if word not in PASSED_OVER)) or words


def _texts(index: Index, figure: Figure, *, wide: bool) -> str:
    """What a figure is called in every language, folded; ``wide`` with what it is about and where it holds."""
    entities = [figure.iri, figure.indicator and figure.indicator.iri]
    if wide:
        around = (figure.about, *figure.also_about, figure.scope)
        entities += [one.iri for one in around if one]
    nodes = (index.find(iri) for iri in entities if iri)
    texts = [text for node in nodes if node is not None for _, _, text, _ in index.texts(node)]
    return "\n".join(simplify(fold(text)) for text in (*texts, figure.text, figure.surface))


def _holds(text: str, part: str) -> bool:
    """Whether a text has a part: a Chinese one anywhere, a Latin one at the start of a word, whatever its ending."""
    if not _LATIN.fullmatch(part):
        return part in text
    stem = _ENDING.sub("", part) if len(part) > 3 else part
    return re.search(rf"(?<![a-z0-9]){re.escape(stem)}", text) is not None


def _in_two(text: str, parts: list[str]) -> bool:
    """Whether a Chinese name of two words, written as one, has both in a text: 西城失业率."""
    if len(parts) != 1 or _LATIN.fullmatch(parts[0]) or len(parts[0]) < 4:
        return False
    name = parts[0]
    return any(name[:cut] in text and name[cut:] in text for cut in range(2, len(name) - 1))
