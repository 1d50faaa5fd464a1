"""What a person comes to the page for, done by keyboard alone and by touch, with the number of actions; docs/tasks.md tells them.

An action is a key that is pressed, a text that is typed, or a tap.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOLD = Path(__file__).resolve().parent.parent.parent / "docs" / "tasks.md"
TASKS = (
    *("find", "why", "who says so", "compare two paths", "print a path", "read the text"),
    *("expand by predicate", "pin and share", "tell a story"),
)
HANDS = ("keyboard", "touch")


class Hands:
    """Somebody who presses keys and types, or taps and types; counts what is done."""

    def __init__(self, reader, hand: str) -> None:
        self.reader, self.tab, self.hand, self.count = reader, reader.tab, hand, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.tab.keyboard.press(key)
            self.count += 1

    def type(self, text: str) -> None:
        self.tab.keyboard.type(text)
        self.count += 1

    def tap(self, where) -> None:
        (self.tab.locator(where).first if isinstance(where, str) else where).tap()
        self.count += 1

    def find(self, name: str) -> None:
        """Search a name and take the first result."""
        if self.hand == "keyboard":
            self.press("/")
            self.type(name)
            self.tab.locator("#found [role=option]").first.wait_for()
            self.press("Enter")
        else:
            self.tap("#find")
            self.type(name)
            self.tap("#found [role=option]")
        self.reader.settle()

    def connect(self, a: str, b: str) -> None:
        """Ask how two are connected, in the search box."""
        self.find(f"{a} → {b}")
        self.tab.locator("#paths .path.on").wait_for()


def find(hands: Hands) -> None:
    hands.find("云图")
    assert hands.reader.selected() == "云溪图书馆"
    assert hands.tab.locator("#panel h2").is_visible()


def why(hands: Hands) -> None:
    hands.connect("陈北", "南街")
    assert "链接计" in hands.reader.text("#paths .path.on .reason")
    assert hands.tab.locator("#paths .path.on .hop").count() >= 2


def who(hands: Hands) -> None:
    hands.connect("云溪书会", "观星夜")
    assert hands.tab.locator("#paths .path.on .hop blockquote mark").count() >= 2
    assert "据林溪" in hands.reader.text("#paths .path.on")


def compare(hands: Hands) -> None:
    hands.connect("陈北", "南街")
    if not hands.tab.locator("#lanes").is_visible():
        hands.tap("#lanes-button")
    assert hands.tab.locator("#lanes .lane").count() == 3
    if hands.hand == "keyboard":
        hands.press("2")
    else:
        hands.tap(hands.tab.locator("#lanes .number").nth(1))
    assert hands.reader.look("page.store.state.connection.chosen") == 1
    assert hands.tab.locator("#lanes .stop.shared").count() >= 2


def print_path(hands: Hands) -> None:
    hands.connect("云溪书会", "观星夜")
    hands.count += 1  # the browser's own Ctrl P, or its menu
    content = hands.tab.pdf(format="A4", print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", content)) == 1


def read(hands: Hands) -> None:
    if hands.hand == "keyboard":
        hands.press("r", "n", "n")
    else:
        hands.tap("#reader-button")
        hands.tap(hands.tab.locator("#reader mark").nth(1))
    assert hands.reader.look("[...page.picture.lit().links].map((link) => page.graph.linkName(link))") == ["举办地"]
    assert "云溪书会" in hands.reader.text(".reader-foot")


def expand(hands: Hands) -> None:
    hands.find("entity 0")
    shown, chip = hands.reader.shown(), hands.tab.locator("#panel .unseen .chip").first
    more = int(re.search(r"\+(\d+)", chip.inner_text())[1])
    if hands.hand == "keyboard":
        hands.press("x", "Enter")
    else:
        hands.tap(chip)
    hands.reader.settle()
    assert len(hands.reader.shown()) == len(shown) + min(more, 40)


def pin(hands: Hands) -> None:
    hands.find("云图")
    if hands.hand == "keyboard":
        hands.press("i", "k")
    else:
        hands.tap("#pin")
        hands.tap("#copy")
    hands.reader.settle()
    seen = hands.reader.look("page.picture.window().map(Math.round)")
    hands.tab.reload()
    hands.tab.locator("html[data-ready=yes]").wait_for(state="attached")
    hands.reader.settle()
    assert hands.reader.look("[...page.state.pinned].map(page.graph.label)") == ["云溪图书馆"]
    assert hands.reader.look("page.picture.window()") == pytest.approx(seen, abs=1)  # the address has whole numbers


def tell(hands: Hands) -> None:
    hands.find("云图")
    if hands.hand == "keyboard":
        hands.press("s")
    else:
        hands.tap("#story-button")
        hands.tap("#story-keep")
    hands.type("从图书馆说起")
    if hands.hand == "keyboard":
        hands.press("Enter")
    hands.find("陈北 → 南街")
    if hands.hand == "keyboard":
        hands.press("s")
    else:
        hands.tap("#story-keep")
    hands.type("再到南街")
    if hands.hand == "keyboard":
        hands.press("Enter", "Shift+S")
        hands.reader.settle()
        hands.press("PageDown")
    else:
        hands.tap("#story-play")
        hands.reader.settle()
        hands.tap("#story-next")
    hands.reader.settle()
    assert "再到南街" in hands.reader.text("#story")
    assert hands.tab.locator("#paths .path.on").count() == 1
    captions = "page.store.state.telling.story.steps.map((step) => step.caption)"
    assert hands.reader.look(captions) == ["从图书馆说起", "再到南街"]


DONE = dict(zip(TASKS, (find, why, who, compare, print_path, read, expand, pin, tell), strict=True))


@pytest.mark.parametrize("hand", HANDS)
@pytest.mark.parametrize("task", TASKS)
def test_a_task_is_done_in_the_actions_that_the_docs_tell(visit, task, hand):
    reader = visit("many" if task == "expand by predicate" else "town", phone=hand == "touch")
    hands = Hands(reader, hand)
    DONE[task](hands)
    row = re.search(rf"^\| {task} \|.*\| (\d+) \|.*\| (\d+) \|$", TOLD.read_text("utf-8"), re.M)
    assert row, f"docs/tasks.md tells of {task!r}"
    assert hands.count == int(row[1 + HANDS.index(hand)])
