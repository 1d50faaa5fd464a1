"""What the process of a query may not do: take more memory, outlive its parent, or reach a network.

The network is taken away in the first of two ways that the system allows: a network namespace of its own, which is empty;
or a filter of system calls, which containers allow where they deny namespaces, and under which no socket can be opened.
Elsewhere than on Linux there is neither. No query is trusted to either: :mod:`wenmai.sparql.services` lets none through that
would reach out.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import ctypes

STACK = 512 << 20
"""Bytes of stack for the engine, which reads and plans a query recursively; only what is used becomes memory."""

_DIE_WITH_PARENT, _NO_NEW_PRIVILEGES, _SET_FILTER = 1, 38, 22  # of prctl
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # of unshare
_ARENA_MAX = -8  # of mallopt
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # instructions of a filter
_CALL, _ARCHITECTURE = 0, 4  # where a filter finds them
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 13  # 13: permission denied
_OTHER_CALLS = 0x40000000
"""From here on x86-64 numbers its calls anew."""


class Machine(NamedTuple):
    """The numbers of an architecture, and of its calls that could make a socket."""

    architecture: int
    calls: tuple[int, ...]


MACHINES = {
    "x86_64": Machine(0xC000003E, (41, 425)),  # socket, io_uring_setup
    "aarch64": Machine(0xC00000B7, (198, 425)),
}


def confine(memory: int, parent: int, *, network: bool) -> str:
    """Bound this process to ``memory`` more bytes, end it with its ``parent``, and leave it no network unless ``network``.

    Returns ``"namespace"`` or ``"filter"`` for what keeps it off the network, ``""`` when nothing does.
    """
    bound_memory(memory + STACK)
    if sys.platform != "linux":
        return ""
    die_with_parent(parent)
    return "" if network else isolate()


def bound_memory(memory: int) -> None:
    """Let this process have ``memory`` more bytes than it has now; nothing where the system holds no process to that."""
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - a forked child loads as little as it can
            mapped = int(file.read().split()[0]) * resource.getpagesize()
    except OSError:  # macOS has no such file, and holds no process to this limit
        return
    limit = mapped + memory
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard < 0 else min(limit, hard), hard))


def share_arena() -> None:
    """Let all threads that begin allocate from one arena: each of their own would take 64 MB of what is bounded at a time."""
    if sys.platform == "linux":
        import ctypes

        with suppress(AttributeError):  # another library than glibc
            ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)


def isolate() -> str:
    """Take the network from this process, which has one thread yet: ``"namespace"`` or ``"filter"``, ``""`` where neither can be."""
    if sys.platform != "linux":
        return ""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEW_NETWORK) == 0 or libc.unshare(_NEW_USER | _NEW_NETWORK) == 0:
        return "namespace"
    machine = MACHINES.get(os.uname().machine)
    return "filter" if machine and sys.maxsize > _OTHER_CALLS << 2 and refuse_calls(libc, machine) else ""


def die_with_parent(parent: int) -> None:
    """Let this process be killed when the thread that forked it ends; ``parent`` is that thread's process."""
    import ctypes

    ctypes.CDLL(None, use_errno=True).prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before it could be tied to
        os._exit(1)


def refuse_calls(libc: ctypes.CDLL, machine: Machine) -> bool:
    """Let this thread, and those that it starts, make none of the calls; whether the system allows to say so.

    A filter reads a call's architecture and number, and jumps: over so many instructions if it is so, over so many if not.
    """
    import ctypes

    calls = machine.calls
    refuse = len(calls) + 4
    rules = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_IF_EQUAL, 0, refuse - 1, machine.architecture),
        (_LOAD, 0, 0, _CALL),
        (_IF_AT_LEAST, refuse - 3, 0, _OTHER_CALLS),
        *((_IF_EQUAL, refuse - 4 - place, 0, call) for place, call in enumerate(calls)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]

    class Rule(ctypes.Structure):
        _fields_ = (
            ("code", ctypes.c_uint16),
            ("yes", ctypes.c_uint8),
            ("no", ctypes.c_uint8),
            ("value", ctypes.c_uint32),
        )

    class Rules(ctypes.Structure):
        _fields_ = (("length", ctypes.c_uint16), ("first", ctypes.POINTER(Rule)))

    program = Rules(len(rules), (Rule * len(rules))(*(Rule(*rule) for rule in rules)))
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    return int(libc.prctl(_SET_FILTER, 2, ctypes.byref(program), 0, 0)) == 0
