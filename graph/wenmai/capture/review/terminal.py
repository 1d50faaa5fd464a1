"""The review in a terminal, by prompt_toolkit: it reads keys and lines and shows what the screen draws."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from wenmai.capture.review.drawing import draw, rows_shown
from wenmai.capture.review.screen import ReviewScreen
from wenmai.errors import WenmaiError
from wenmai.terminal.safety import safe

if TYPE_CHECKING:
    from prompt_toolkit import Application
    from prompt_toolkit.filters import Condition
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.key_binding import KeyBindings

    from wenmai.capture.review.engine import Review, ReviewFilter

STYLES = {
    "bar": "reverse",
    "here": "reverse",
    "accepted": "ansigreen",
    "rejected": "ansired",
    "edited": "ansicyan",
    "disputed": "ansimagenta bold",
    "clause": "underline",
    "number": "bold underline ansiyellow",
    "time": "underline ansicyan",
    "changed": "bold ansicyan",
    "value": "bold",
    "dim": "ansibrightblack",
    "doubt": "ansimagenta",
    "wrong": "ansired bold",
    "keys": "ansibrightblack",
    "rule": "ansibrightblack",
}
REFRESH = 1.0
"""Seconds after which what others decided is looked for."""

NAMED = ("up", "down", "pageup", "pagedown", "home", "end", "enter", "escape", "c-c")


def run_screen(review: Review, wanted: ReviewFilter, *, order: str, language: str) -> None:
    """Show the review until its reviewer quits."""
    from prompt_toolkit.output import create_output

    screen = ReviewScreen(review, wanted, order=order, language=language)
    raw = getattr(
        sys.stdout, "stream", sys.stdout
    )  # what is drawn is safe; the library's own sequences must reach the terminal
    build_application(screen, output=create_output(stdout=raw)).run()


def build_application(screen: ReviewScreen, **ends: Any) -> Application[None]:
    """The application around a screen; ``ends`` are prompt_toolkit's ``input`` and ``output``."""
    return _ScreenTerminal(screen, ends).application


class _ScreenTerminal:
    """A screen with the line below it that a person types when one is asked for."""

    def __init__(self, screen: ReviewScreen, ends: dict[str, Any]) -> None:
        from prompt_toolkit import Application
        from prompt_toolkit.buffer import Buffer
        from prompt_toolkit.filters import Condition
        from prompt_toolkit.layout import ConditionalContainer, HSplit, Layout, Window
        from prompt_toolkit.layout.controls import BufferControl, FormattedTextControl
        from prompt_toolkit.layout.processors import BeforeInput
        from prompt_toolkit.output import ColorDepth
        from prompt_toolkit.styles import Style

        self.screen, self.line = screen, Buffer(multiline=False)
        asking = Condition(lambda: screen.asked is not None)
        prompt = BeforeInput(lambda: safe(screen.asked.prompt) if screen.asked else "")
        self.written = Window(BufferControl(self.line, input_processors=[prompt]), height=1)
        self.shown = Window(FormattedTextControl(self._text, focusable=True, show_cursor=False))
        self.layout = Layout(
            HSplit([self.shown, ConditionalContainer(self.written, asking)]), focused_element=self.shown
        )
        self.application: Application[None] = Application(
            layout=self.layout,
            key_bindings=_bindings(self, asking),
            style=Style.from_dict(STYLES),
            full_screen=True,
            refresh_interval=REFRESH,
            before_render=lambda _: self._look(),
            color_depth=ColorDepth.DEPTH_1_BIT if os.environ.get("NO_COLOR") else None,
            **ends,
        )
        self.application.ttimeoutlen = 0.05

    def _look(self) -> None:
        """Take what others decided; of a log that cannot be read the next key tells."""
        with suppress(WenmaiError):
            self.screen.refresh()

    def _size(self) -> tuple[int, int]:
        """The columns and rows of the list and the finding, the line that is typed aside."""
        found = self.application.output.get_size()
        return found.columns, found.rows - (1 if self.screen.asked is not None else 0)

    def _text(self) -> StyleAndTextTuples:
        pieces: StyleAndTextTuples = []
        for row in draw(self.screen, *self._size()):
            pieces += [*row, ("", "\n")]
        return pieces[:-1]

    def key(self, name: str) -> None:
        """A key of the list."""
        self.screen.press(name, page=rows_shown(self.screen, *self._size()))
        self._settle()

    def answer(self, said: str | None) -> None:
        """The line was typed, or given up."""
        self.screen.answer(said)
        self._settle()

    def _settle(self) -> None:
        """After a key: leave, or put the line that is asked for under the cursor."""
        if self.screen.done:
            self.application.exit()
        elif self.screen.asked is not None and not self.layout.has_focus(self.written):
            self.line.text = self.screen.asked.initial
            self.line.cursor_position = len(self.line.text)
            self.layout.focus(self.written)
        elif self.screen.asked is None and not self.layout.has_focus(self.shown):
            self.layout.focus(self.shown)


def _bindings(ends: _ScreenTerminal, asking: Condition) -> KeyBindings:
    """Keys of the list go to the screen, those of a line that is typed to the line."""
    from prompt_toolkit.key_binding import KeyBindings
    from prompt_toolkit.keys import Keys

    bindings = KeyBindings()

    def named(name: str) -> None:
        @bindings.add(name, filter=~asking)
        def _(_event: Any) -> None:
            ends.key(name)

    for name in NAMED:
        named(name)

    @bindings.add(Keys.Any, filter=~asking)
    def _(event: Any) -> None:
        for char in event.data:
            ends.key(char)

    @bindings.add("enter", filter=asking)
    def _(_event: Any) -> None:
        ends.answer(ends.line.text)

    @bindings.add("escape", filter=asking)
    @bindings.add("c-c", filter=asking)
    def _(_event: Any) -> None:
        ends.answer(None)

    return bindings
