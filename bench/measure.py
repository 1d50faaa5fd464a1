"""Running a command and seeing what it costs: seconds, processor seconds, and the most memory of all its processes."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent


NO = 1
"""The exit status of a command whose honest answer is no, such as no path."""


class Cost(NamedTuple):
    """``memory`` in MB, the sum over a command's processes of what is theirs (Linux: PSS)."""

    seconds: float
    processor: float
    memory: float
    out: str


def once(command: list[str]) -> Cost:
    """Run a command once."""
    # As installed: with compiled modules.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = str(ROOT)
    before = os.times()
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True)
    watch = Watch(process.pid)
    out, err = process.communicate()
    seconds = time.perf_counter() - started
    after = os.times()
    memory = watch.stop()
    if process.returncode not in (0, NO):
        raise subprocess.CalledProcessError(process.returncode, command, out, err)
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(seconds, processor, memory, out)


class Watch:
    """Follows the memory of a process and its descendants."""

    def __init__(self, pid: int) -> None:
        self._pid, self._done, self._most = pid, Event(), 0
        self._thread = Thread(target=self._follow, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """The most memory seen, in MB."""
        self._done.set()
        self._thread.join()
        return self._most / 1024

    def _follow(self) -> None:
        pause = 0.02
        while True:
            self._most = max(self._most, sum(map(held, family(self._pid))))
            if self._done.wait(pause):
                return
            pause = min(0.3, pause * 1.5)


def family(pid: int) -> list[int]:
    """A process and its descendants."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []
    return [pid, *(member for child in children for member in family(child))]


def held(pid: int) -> int:
    """The memory that is a process's own, in kB: pages shared by several count in part."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)
