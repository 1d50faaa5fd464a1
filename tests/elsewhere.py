"""Be as on another system: what only Linux, or only a POSIX system, has is not there. Run before anything of wenmai is imported.

python tests/elsewhere.py MODULE:FUNCTION [ARGUMENT …]
"""

from __future__ import annotations

import asyncio  # noqa: F401 - the standard library as it is: what it needs of this system stays with it
import ctypes  # noqa: F401
import multiprocessing.connection  # noqa: F401
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile  # noqa: F401
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ABSENT = frozenset({"_posixshmem", "fcntl", "grp", "pwd", "resource", "syslog", "termios", "tty", "uvloop"})
"""Modules that Windows has not."""

REMOVED = {
    os: ("fork", "forkpty", "getuid", "geteuid", "getpriority", "memfd_create", "nice", "pidfd_open", "pipe2", "pread", "register_at_fork",
         "sched_getaffinity", "sched_setscheduler", "setpriority", "setsid", "sysconf", "uname", "wait", "waitid", "O_DIRECTORY",
         "O_NONBLOCK", "O_CLOEXEC", "SCHED_IDLE"),
    select: ("poll", "epoll"),
    signal: ("SIGKILL", "SIGHUP", "SIGBUS", "SIGCHLD", "SIGUSR1", "SIGUSR2", "SIGPIPE", "SIGALRM", "setitimer", "alarm", "siginterrupt"),
    socket: ("SCM_RIGHTS", "send_fds", "recv_fds"),  # AF_UNIX is left to asyncio, which is another there
}  # fmt: skip
"""What their modules do not offer there."""


class Absent:
    """Finds no module of :data:`ABSENT`."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> None:
        if name.partition(".")[0] in ABSENT or name == "_socket":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def make_msvcrt() -> ModuleType:
    """Windows' lock of a byte of a file, by the lock that this system has for one."""
    import fcntl

    made = ModuleType("msvcrt")
    vars(made).update(
        LK_NBLCK=2, locking=lambda file, _mode, count: fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, count)
    )
    return made


def leave() -> None:
    """From here on this process is as elsewhere."""
    sys.modules["msvcrt"] = make_msvcrt()
    for name in [*ABSENT, "_socket"]:
        sys.modules.pop(name, None)
    sys.meta_path.insert(0, Absent())  # type: ignore[arg-type]
    for module, names in REMOVED.items():
        for name in names:
            if hasattr(module, name):
                delattr(module, name)
    subprocess.Popen.kill = subprocess.Popen.terminate  # type: ignore[method-assign] - as it is on Windows
    sys.platform = "darwin"


if __name__ == "__main__":
    leave()
    called, _, function = sys.argv[1].partition(":")
    sys.argv[:] = ["wenmai", *sys.argv[2:]]
    getattr(import_module(called), function)(*(sys.argv[1:] if called.endswith("spawned") else ()))
