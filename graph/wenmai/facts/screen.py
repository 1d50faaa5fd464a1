"""What of a description a screen holds: groups of facts in the order in which they tell most, the rest counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.model import Literal
from wenmai.records import NamedTuple
from wenmai.rendering.marks import form_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wenmai.model import Fact

MOST_LINES = 24
"""How many facts a description shows at first: the lines of a terminal."""

MOST_NAMES = 8
"""How many classes or aliases it names at first."""


class Shown(NamedTuple):
    """The facts of one predicate in one direction: those to show, how many more there are, how many in other languages.

    ``form`` is that in which folded nodes say them (:mod:`wenmai.folding.forms`).
    """

    predicate: str
    forward: bool
    facts: tuple[Fact, ...]
    left_out: int = 0
    translated: int = 0
    form: str = ""

    @property
    def total(self) -> int:
        """How many facts there are, shown or not."""
        return len(self.facts) + self.left_out + self.translated


class Screen(NamedTuple):
    """A description as far as a screen holds it: ``shown`` groups, and ``folded`` groups of which only the counts are told."""

    shown: tuple[Shown, ...]
    folded: tuple[Shown, ...] = ()


def fold(facts: Iterable[Fact], *, whole: bool = False) -> Screen:
    """The facts in groups, the first of them as many as a screen holds; all of them where the ``whole`` is wanted.

    A group stands where its first fact stands. Its literals are shown in the language of the first. A single fact is never
    left out of a group that is shown, nor of the whole: to say so takes as much room.
    """
    groups: dict[tuple[str, bool, str], list[Fact]] = {}
    chosen: dict[tuple[str, bool, str], list[Fact]] = {}
    lines = 0
    for fact in facts:
        key = fact.predicate, fact.forward, form_of(fact.statements)
        groups.setdefault(key, []).append(fact)
        if whole or (lines < MOST_LINES and not _is_translation(fact, groups[key][0])):
            chosen.setdefault(key, []).append(fact)
            lines += 1
    if sum(len(found) for key, found in groups.items() if key not in chosen) == 1:
        chosen.update((key, found) for key, found in groups.items() if key not in chosen)
    shown = tuple(_shown(key, chosen[key], groups[key]) for key in chosen)
    folded = tuple(_counted(key, (), len(found)) for key, found in groups.items() if key not in chosen)
    return Screen(shown, folded)


def _counted(key: tuple[str, bool, str], facts: tuple[Fact, ...], left_out: int, translated: int = 0) -> Shown:
    return Shown(*key[:2], facts, left_out, translated, key[2])


def _shown(key: tuple[str, bool, str], chosen: list[Fact], group: list[Fact]) -> Shown:
    left_out = [fact for fact in group if fact not in chosen]
    translated = [fact for fact in left_out if _is_translation(fact, group[0])]
    rest = [fact for fact in left_out if fact not in translated]
    if len(rest) == 1:
        chosen, rest = [*chosen, *rest], []
    return _counted(key, tuple(chosen), len(rest), len(translated))


def _is_translation(fact: Fact, first: Fact) -> bool:
    """Whether a literal says in another language what the first of its group says, or the same with and without a tag."""
    one, other = first.object, fact.object
    if not isinstance(one, Literal) or not isinstance(other, Literal) or one.language == other.language:
        return False
    return one.value == other.value or (one.language != "" and other.language != "")


def fold_names(names: Sequence[str], *, whole: bool = False) -> tuple[Sequence[str], int]:
    """The names to show, and how many more there are."""
    if whole or len(names) <= MOST_NAMES:
        return names, 0
    return names[: MOST_NAMES - 1], len(names) - MOST_NAMES + 1
