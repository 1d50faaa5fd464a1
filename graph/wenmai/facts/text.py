"""A description for a terminal: names and types, then the facts that tell most, the rest counted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wenmai import terms
from wenmai.facts.screen import Screen, Shown, fold, fold_names
from wenmai.folding.forms import say_predicate
from wenmai.languages import both_languages, is_chinese, message_language, pick
from wenmai.rendering.marks import cell, when_text
from wenmai.rendering.render import plain, quote_lines, remark_lines, said_text
from wenmai.terminal.safety import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from wenmai.model import Description, Fact, Instances
    from wenmai.rendering.render import Label, Paint, Quote

MOST_CHARACTERS = 300
"""How much of a long text is shown at first."""

IN_AMOUNT = frozenset(terms.WM + name for name in ("value", "from", "to", "low", "high", "unit", "bound", "position"))
"""The properties of a figure from which its amount is made."""

_WORDS = {
    "zh": {
        "blank": "(无 IRI 的节点)",
        "type": "类型",
        "alias": "别名",
        "amount": "数值",
        "labels": "其他语言",
        "instances": "实例({:,})",
        "more": "…… 另有{:,}项",
        "languages": "…… 另有{:,}种其他语言的说法",
        "folded": "…… 还有{:,}项: {}(--all 全部列出)",
        "names": "等{:,}个",
        "all": "(--all 全部列出)",
    },
    "en": {
        "blank": "(a node without an IRI)",
        "type": "type",
        "alias": "also called",
        "amount": "value",
        "labels": "in other languages",
        "instances": "instances ({:,})",
        "more": "… {:,} more",
        "languages": "… {:,} in other languages",
        "folded": "… {:,} further facts: {} (--all shows them)",
        "names": "{:,} more",
        "all": "(--all shows them)",
    },
}


_LINES = re.compile(r"\s*[\r\n]\s*")
"""Line ends of a text, with the spaces around them: a fact is told in running text."""


class _Writer:
    """Writes the facts of one description in one language, with one painter."""

    def __init__(self, label: Label, language: str, paint: Paint, quote: Quote | None, *, whole: bool) -> None:
        self.label, self.language, self.paint, self.quote, self.whole = label, language, paint, quote, whole
        self.words = _WORDS[message_language(language)]

    def name_line(self, word: str, names: Sequence[str]) -> Iterator[str]:
        """A line of names after a word, if there are any."""
        shown, left_out = fold_names(names, whole=self.whole)
        if names:
            more = [self.words["names"].format(left_out)] if left_out else []
            yield f"{self.words[word]}: " + ", ".join((*map(safe, shown), *more))

    def screen_lines(self, screen: Screen) -> Iterator[str]:
        """Every group shown, then the counts of the others."""
        for group in screen.shown:
            yield from self._group_lines(group)
        if screen.folded:
            shown, left_out = fold_names(list(map(self._count, screen.folded)))
            counts = ", ".join([*shown, *[self.words["names"].format(left_out)] * (left_out > 0)])
            yield "  " + self.words["folded"].format(sum(group.total for group in screen.folded), counts)
        elif any(group.left_out for group in screen.shown):
            yield "  " + self.words["all"]

    def instance_lines(self, instances: Instances) -> Iterator[str]:
        """The first instances of a class, a line each, under how many there are."""
        yield f"  {self.words['instances'].format(instances.total)}"
        yield from (f"      {self.paint(safe(one.label), 'entity')}" for one in instances.entities)
        if instances.total > len(instances.entities):
            yield f"      {self.words['more'].format(instances.total - len(instances.entities))}"

    def _count(self, group: Shown) -> str:
        return f"{'' if group.forward else '◀ '}{safe(self._predicate(group))} ({group.total:,})"

    def _predicate(self, group: Shown) -> str:
        return say_predicate(self.label(group.predicate), group.form, self.label, self.language)

    def _group_lines(self, group: Shown) -> Iterator[str]:
        """The facts of one group: on one line when there is one, else a line each below the predicate."""
        name = self.paint(safe(self._predicate(group)), "predicate")
        head, indent = (f"  {name} ▶ " if group.forward else f"  ◀ {name} ─ "), ""
        if len(group.facts) + group.left_out > 1:
            yield f"{head.rstrip(' ─')} ({len(group.facts) + group.left_out:,})"
            head, indent = "      ", "    "
        for fact in group.facts:
            yield from self._fact_lines(fact, head, f"      {indent}")
        rest = [("more", group.left_out), ("languages", group.translated)]
        told = "  ".join(self.words[word].format(count) for word, count in rest if count)
        if told:
            yield f"      {told}"

    def _fact_lines(self, fact: Fact, head: str, indent: str) -> Iterator[str]:
        other = cell(fact.object, self.label) if fact.forward else self.label(fact.subject)
        when = when_text(fact.time, fact.statements)
        # what the entity says of itself, such as its status, is among its own facts
        stated = [one for one in fact.statements if one.name or one.graph or not fact.forward]
        said = said_text(fact.evidence, stated, self.label, self.language, self.paint)
        yield f"{head}{self.paint(safe(self._cut(other)), 'entity')}{when}  {said}".rstrip()
        yield from remark_lines(stated, self.language, self.paint, indent)
        yield from quote_lines(fact.evidence, self.quote, self.paint, indent)

    def _cut(self, text: str) -> str:
        text = _LINES.sub(" ", text)
        return text if self.whole or len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1].rstrip() + "…"


def _second(labels: Mapping[str, str], language: str) -> str | None:
    """The label beside the first for a reader of one of wenmai's own two languages: that in the other, if it is another."""
    first, both = pick(labels, language), both_languages(language)
    if language not in both.values():
        return None
    other = "en" if is_chinese(language) else "zh"
    told = {tag: text for tag, text in labels.items() if tag.lower().partition("-")[0] == other}
    found = pick(told, other)
    return found if found != first else None


def _others(labels: Mapping[str, str], shown: Collection[str | None]) -> list[str]:
    """The labels that are not shown yet, each with its language."""
    return [f"{text} ({tag})" if tag else text for tag, text in sorted(labels.items()) if text not in shown]


def _beside_amount(description: Description, *, whole: bool) -> list[Fact]:
    """The facts but those from which the amount is made, unless the ``whole`` is wanted."""
    made = IN_AMOUNT if description.amount and not whole else frozenset()
    return [fact for fact in description.facts if not (fact.forward and fact.predicate in made)]


def description_text(
    description: Description,
    label: Label,
    *,
    language: str,
    paint: Paint = plain,
    quote: Quote | None = None,
    shorten: Callable[[str], str] = terms.shorten,
    whole: bool = False,
) -> str:
    """One entity for a terminal: its names and types, then what it says and what is said of it, the most telling first.

    ``shorten`` writes its IRI short. What no screen holds is counted, unless the ``whole`` is wanted.
    """
    name, other = pick(description.labels, language), _second(description.labels, language)
    head = paint(safe(name or label(description.iri)), "entity") + (f"  {safe(other)}" if other else "")
    writer = _Writer(label, language, paint, quote, whole=whole)
    blank = description.iri.startswith("_:")
    lines = [head, paint(writer.words["blank"] if blank else safe(shorten(description.iri)), "iri")]
    lines += writer.name_line("type", [kind.label for kind in description.types])
    if whole:
        lines += writer.name_line("labels", _others(description.labels, (name, other)))
    lines += writer.name_line("alias", description.aliases)
    lines += writer.name_line("amount", [description.amount] if description.amount else [])
    if description.instances is not None:
        lines += writer.instance_lines(description.instances)
    lines += writer.screen_lines(fold(_beside_amount(description, whole=whole), whole=whole))
    return "\n".join(lines)
