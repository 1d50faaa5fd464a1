"""wenmai in a real pseudo terminal: keys go in, and what a person would see comes out, by the terminal emulator pyte."""

from __future__ import annotations

import fcntl
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
import time
from contextlib import suppress
from select import select
from typing import TYPE_CHECKING, Self

import pyte

from processes import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable


class PseudoTerminal:
    """A command with a terminal of its own; leaving the block kills it if it still runs."""

    def __init__(self, *words: str, columns: int = 80, rows: int = 24, **environment: str) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        kept = {name: text for name, text in os.environ.items() if not name.startswith("WENMAI_")}
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "wenmai", *words],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            env=kept | {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **environment},
        )
        os.close(theirs)
        self.raw = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        os.close(self._ours)

    @property
    def text(self) -> str:
        """What the screen shows, a line each."""
        return "\n".join(self.screen.display)

    def type(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def resize(self, columns: int, rows: int) -> None:
        self.screen.resize(rows, columns)
        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.killpg(self.process.pid, signal.SIGWINCH)

    def look(self, seconds: float = 0.05) -> bool:
        """Take what the command wrote; false when it has ended and wrote no more."""
        if not select([self._ours], [], [], seconds)[0]:
            return self.process.poll() is None
        try:
            told = os.read(self._ours, 65536)
        except OSError:
            return False
        self.raw += told
        self._stream.feed(told)
        return bool(told)

    def wait(self, seen: Callable[[str], object] | str) -> str:
        """Look until the screen shows something, and give the screen."""
        shows = (lambda text: seen in text) if isinstance(seen, str) else seen
        deadline = time.monotonic() + PATIENCE
        while not shows(self.text):
            going = self.look()
            assert going or shows(self.text), f"it ended and shows\n{self.text}"
            assert time.monotonic() < deadline, f"it never shows {seen!r}:\n{self.text}"
        return self.text

    def end(self) -> int:
        """Wait for the end, and give the status."""
        while self.look():
            pass
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)
