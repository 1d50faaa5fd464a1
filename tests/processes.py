"""What other processes do, as the system tells it: tests wait for that, not for some time to pass."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

PATIENCE = 120.0
"""Seconds after which something that a test waits for is taken to have failed, on a machine however busy."""


def children_of(process: int) -> list[int]:
    """The processes that any thread of a process has started and not yet waited for."""
    told = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for children in told for child in children.read_text().split()]


def wait_until(holds: Callable[[], object], what: str) -> None:
    """Wait until something holds; AssertionError when it does not for too long."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


def at_work(process: int) -> bool:
    """Whether a command of wenmai is past the start of Python: it has the engine in memory, or processes of its own.

    One that has ended is past it too.
    """
    try:
        return "pyoxigraph" in Path(f"/proc/{process}/maps").read_text("utf-8") or bool(children_of(process))
    except OSError:
        return True


def is_alive(process: int) -> bool:
    """Whether a process exists and is no zombie."""
    try:
        return Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def interrupt(process: subprocess.Popen[bytes]) -> bool:
    """Send Ctrl-C to a command and its children while it is held still; false if it had ended by itself before.

    So a status says what came of the interrupt, however late this process is on a busy machine.
    """
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGSTOP)
    held = os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
    if held is None or held.si_code != os.CLD_STOPPED:
        return False
    for number in (signal.SIGINT, signal.SIGCONT):
        os.killpg(process.pid, number)
    return True
