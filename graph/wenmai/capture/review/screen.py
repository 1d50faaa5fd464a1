"""The screen of a review as a state that keys change: what is shown is drawn from it (:mod:`~wenmai.capture.review.drawing`).

It knows no terminal: a key is a name (``down``, ``enter``) or a character, a line that a person typed comes as an answer. Decisions go
through :class:`~wenmai.capture.review.engine.Review` and are on the disk before the screen shows them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from wenmai.capture.review.fields import EDITED
from wenmai.capture.review.log import ACTIONS
from wenmai.capture.review.precision import STATES
from wenmai.capture.review.proposedfinding import KINDS
from wenmai.capture.review.showing import choices, word
from wenmai.errors import WenmaiError
from wenmai.languages import is_chinese

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wenmai.capture.review.engine import Review, ReviewedFinding, ReviewFilter, ReviewProgress

MODES = ("list", "edit", "line", "confirm", "name", "help")

_TOLD = {
    "accept": ("已采用", "accepted"),
    "reject": ("已否决", "rejected"),
    "edit": ("已改正", "edited"),
    "undo": ("已撤销 {} 条", "undid {}"),
    "nothing": ("没有可撤销的", "nothing to undo"),
    "many": ("已定 {} 条", "decided {}"),
    "same": ("已合并", "merged"),
    "none": ("没有了", "no more"),
    "sure-accept": ("采用规则 {} 的全部 {} 条待定?(y/n)", "accept all {1} open findings of {0}? (y/n)"),
    "sure-reject": ("否决规则 {} 的全部 {} 条待定?(y/n)", "reject all {1} open findings of {0}? (y/n)"),
    "find": ("查找:", "find: "),
    "jump": ("跳到(序号、编号、文件:位置):", "go to (number, id, document:offset): "),
    "which": ("合并哪个名称?i 指标,h 主体", "merge which name? i indicator, h holder"),
    "other": ("“{}”就是(另一个名称或 IRI):", "{} is another name of (name or IRI): "),
    "no-name": ("这一条没有可合并的名称", "this finding has no name to merge"),
    "no-field": ("这一条不能改,只能否决或合并名称", "this finding cannot be edited: reject it, or merge its name"),
    "filter": ("只看:{}", "showing: {}"),
    "all": ("全部", "all"),
}


class LineAsked(NamedTuple):
    """A line that is asked for: what it is, what stands in it at first, and who takes the answer."""

    prompt: str
    initial: str
    take: Callable[[str], None]


class ReviewScreen:
    """Where a reviewer is: the rows, the row at hand, the mode, and what was said last."""

    def __init__(self, review: Review, wanted: ReviewFilter, *, order: str = "doubt", language: str = "en") -> None:
        self.review, self.wanted, self.order, self.language = review, wanted, order, language
        self.mode, self.message, self.wrong, self.done = "list", "", False, False
        self.asked: LineAsked | None = None
        self.draft: dict[str, str] = {}
        self.rows: list[str] = []
        self.at = self.top = 0
        self._sure: Callable[[], None] | None = None
        self._progress: ReviewProgress | None = None
        self.list_anew()
        self._go_on(range(len(self.rows)))

    # What is shown ----------------------------------------------------------------------------------------------------

    @property
    def here(self) -> ReviewedFinding | None:
        """The finding at hand."""
        return self.review.finding(self.rows[self.at]) if self.rows else None

    @property
    def progress(self) -> ReviewProgress:
        """How far the review is."""
        if self._progress is None:
            self._progress = self.review.progress()
        return self._progress

    @property
    def editable(self) -> tuple[str, ...]:
        """The fields of the finding at hand that can be edited."""
        return EDITED[self.here.proposed.kind] if self.here else ()

    def told(self, name: str, *facts: object) -> str:
        """A sentence of the screen."""
        return _TOLD[name][0 if is_chinese(self.language) else 1].format(*facts)

    def list_anew(self) -> None:
        """List the findings anew, in their order now; the one at hand stays at hand where it is still listed."""
        now = self.rows[self.at] if self.rows else ""
        self.rows = [one.id for one in self.review.findings(self.wanted, order=self.order)]
        self.at = self.rows.index(now) if now in self.rows else min(self.at, max(0, len(self.rows) - 1))

    def refresh(self) -> bool:
        """Take what others decided since."""
        if not self.review.refresh():
            return False
        self._progress = None
        return True

    # Keys -------------------------------------------------------------------------------------------------------------

    def press(self, key: str, *, page: int = 10) -> None:
        """A key was pressed; ``page`` is how many rows are on the screen. What goes wrong is said in its line."""
        self.message, self.wrong = "", False
        try:
            self.refresh()
            getattr(self, f"_in_{self.mode}")(key, page)
        except WenmaiError as error:
            self._say(str(error), wrong=True)

    def answer(self, text: str | None) -> None:
        """A line was typed; ``None``: it was given up."""
        asked, self.asked = self.asked, None
        self.mode = "edit" if self.draft else "list"
        if asked is None or text is None:
            return
        try:
            asked.take(text)
        except WenmaiError as error:
            self._say(str(error), wrong=True)

    def _in_list(self, key: str, page: int) -> None:
        steps = {"up": -1, "down": 1, "pageup": -page, "pagedown": page, "home": -len(self.rows), "end": len(self.rows)}
        if key in steps:
            self.at = max(0, min(len(self.rows) - 1, self.at + steps[key]))
        elif key in ("q", "c-c"):
            self.done = True
        elif key == "?":
            self.mode = "help"
        elif key in _KEYS:
            _KEYS[key](self)

    def _in_help(self, _key: str, _page: int) -> None:
        self.mode = "list"

    def _in_confirm(self, key: str, _page: int) -> None:
        sure, self._sure, self.mode = self._sure, None, "list"
        if key in ("y", "Y", "enter") and sure is not None:
            sure()

    def _in_edit(self, key: str, _page: int) -> None:
        """Choose a field by its number, then type it; enter records the edit."""
        names = self.editable
        if key in ("escape", "c-c", "q"):
            self.draft, self.mode = {}, "list"
        elif key == "enter" and self.here is not None:
            edits = {name: text for name, text in self.draft.items() if name and text != self.here.fields.get(name, "")}
            self._decide("edit", edits)
            self.draft, self.mode = {}, "list"
        elif (key.isdecimal() or key == "0") and key.isascii() and 0 < (int(key) or 10) <= len(names):
            name = names[(int(key) or 10) - 1]
            hint = choices(name, self.language)
            self._ask(
                f"{word(name, self.language)}{f' ({hint})' if hint else ''}: ",
                self.draft.get(name, ""),
                lambda text: self._draft(name, text),
            )

    def _in_name(self, key: str, _page: int) -> None:
        field = {"i": "indicator", "h": "holder"}.get(key)
        self.mode = "list"
        if field and self.here is not None:
            self._ask_same(self.here.fields[field])

    def _in_line(self, _key: str, _page: int) -> None:
        """The line takes its keys itself."""

    # What keys do -----------------------------------------------------------------------------------------------------

    def _say(self, text: str, *, wrong: bool = False) -> None:
        self.message, self.wrong = text, wrong

    def _ask(self, prompt: str, initial: str, take: Callable[[str], None]) -> None:
        self.asked, self.mode = LineAsked(prompt, initial, take), "line"

    def _decide(self, action: str, edits: dict[str, str] | None = None) -> None:
        """Decide the finding at hand, and go on to the next that is open."""
        if self.here is None or action not in ACTIONS:
            return
        self.review.decide([self.here.id], action, edits=edits)
        self._progress = None
        self._say(self.told(action))
        self._go_on((*range(self.at + 1, len(self.rows)), *range(self.at)))

    def _go_on(self, places: Iterable[int]) -> None:
        """Go to the first of some rows that is to be decided."""
        self.at = next(
            (at for at in places if self.review.finding(self.rows[at]).state in ("open", "disputed")), self.at
        )

    def accept(self) -> None:
        """Accept the finding at hand."""
        self._decide("accept")

    def reject(self) -> None:
        """Reject the finding at hand."""
        self._decide("reject")

    def edit(self) -> None:
        """Begin to edit the finding at hand."""
        if not self.editable or self.here is None:
            self._say(self.told("no-field"), wrong=True)
            return
        self.draft = {"": "", **{name: self.here.fields.get(name, "") for name in self.editable}}
        self.mode = "edit"

    def _draft(self, name: str, text: str) -> None:
        from wenmai.capture.review.fields import read_edits

        if self.here is None:
            return
        made = read_edits(
            self.here.proposed.kind, {one: said for one, said in self.draft.items() if one and said}, {name: text}
        )
        self.draft = {"": "", **{one: made.get(one, "") for one in self.editable}}

    def undo(self) -> None:
        """Undo this reviewer's last decision, and go back to it."""
        undone = self.review.undo()
        self._progress = None
        self._say(self.told("undo", len(undone)) if undone else self.told("nothing"))
        found = [
            one
            for one in self.review.findings(order="text")
            if undone and one.proposed.number == (undone[0].place or (0, 0))[:2]
        ]
        names = [one.id for one in found if one.proposed.sha256 == undone[0].sha256 and one.id in self.rows]
        if names:
            self.at = self.rows.index(names[0])

    def decide_rule(self, action: str) -> None:
        """Ask whether to decide all open findings of the rule at hand."""
        if self.here is None:
            return
        rule = self.here.proposed.rule
        number = len(self.review.findings(replace(self.wanted.__class__(), rule=rule, states=("open",))))

        def sure() -> None:
            made = self.review.decide_rule(rule, action)
            self._progress = None
            self._say(self.told("many", len(made)))

        self._sure, self.mode = sure, "confirm"
        self._say(self.told(f"sure-{action}", rule, number))

    def merge_names(self) -> None:
        """Say that a name of the finding at hand is another name of something."""
        here = self.here
        if here is not None and here.proposed.kind == "name":
            self._ask_same(here.fields["name"])
        elif here is not None and here.proposed.kind == "figure":
            self.mode = "name"
            self._say(self.told("which"))
        else:
            self._say(self.told("no-name"), wrong=True)

    def _ask_same(self, name: str) -> None:
        from rapidfuzz import process

        near = [
            one
            for one, _, _ in process.extract(name, [one for one in self.review.entity_names() if one != name], limit=5)
        ]
        self._say("  ".join(near))

        def take(other: str) -> None:
            if other.strip():
                self.review.join_names(name, other.strip())
                self._say(self.told("same"))

        self._ask(self.told("other", name), "", take)

    def find(self) -> None:
        """Ask for words, and show only findings that have them."""

        def take(text: str) -> None:
            self.wanted = replace(self.wanted, text=text.strip())
            self.list_anew()

        self._ask(self.told("find"), self.wanted.text, take)

    def jump(self) -> None:
        """Ask where to go."""
        self._ask(self.told("jump"), "", self._jump)

    def _jump(self, text: str) -> None:
        name, _, offset = text.strip().rpartition(":")
        if not name and offset.isdecimal() and 0 < int(offset) <= len(self.rows):
            self.at = int(offset) - 1
        elif name and offset.isdecimal():
            there = [one for one in map(self.review.finding, self.rows) if one.proposed.document == name]
            if not there:
                self._say(self.told("none"), wrong=True)
                return
            nearest = min(there, key=lambda one: abs(one.proposed.start - int(offset)))
            self.at = self.rows.index(nearest.id)
        else:
            found = self.review.finding(text.strip()).id
            if found in self.rows:
                self.at = self.rows.index(found)
            else:
                self._say(self.told("none"), wrong=True)

    def next_state(self) -> None:
        """Show only findings in the next state; after the last, all."""
        self.wanted = replace(self.wanted, states=_next(self.wanted.states, STATES))
        self._listed(self.wanted.states)

    def next_kind(self) -> None:
        """Show only findings of the next kind; after the last, all."""
        self.wanted = replace(self.wanted, kinds=_next(self.wanted.kinds, KINDS))
        self._listed(self.wanted.kinds)

    def _listed(self, chosen: tuple[str, ...]) -> None:
        self.list_anew()
        self._say(self.told("filter", " ".join(word(one, self.language) for one in chosen) or self.told("all")))

    def next_order(self) -> None:
        """Sort by doubt, or as the documents go."""
        self.order = "text" if self.order == "doubt" else "doubt"
        self.list_anew()


def _next(chosen: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    after = known.index(chosen[0]) + 1 if chosen else 0
    return known[after : after + 1]


_KEYS: dict[str, Callable[[ReviewScreen], None]] = {
    "a": ReviewScreen.accept,
    "r": ReviewScreen.reject,
    "e": ReviewScreen.edit,
    "enter": ReviewScreen.edit,
    "m": ReviewScreen.merge_names,
    "u": ReviewScreen.undo,
    "A": lambda screen: screen.decide_rule("accept"),
    "R": lambda screen: screen.decide_rule("reject"),
    "/": ReviewScreen.find,
    "j": ReviewScreen.jump,
    "f": ReviewScreen.next_state,
    "k": ReviewScreen.next_kind,
    "o": ReviewScreen.next_order,
}
