"""The first lines of the command line: Ctrl-C and a bound on memory are provided for before anything else is loaded.

Until the command itself is called, Ctrl-C leaves at once; from then on it is a ``KeyboardInterrupt``, so that what was begun
is taken back. Where a bound on memory is set from outside (``ulimit -v``), the command runs in a process of its own: what
the engine's code does when memory ends is to abort, and then somebody must be left to say so.
"""

from __future__ import annotations

import os
import signal
import sys

from wenmai.cli import ending
from wenmai.cli.spared import spare
from wenmai.system.limits import memory_bound


def main() -> None:
    """Run the command line and leave with its exit status, at once.

    What a search has gathered, and Python itself, would be taken apart piece by piece first, which takes a short command a
    twentieth of its time. Nothing waits for that: files are closed where they are written, and what was printed is flushed.
    """
    ending.hold_interrupts()
    spare()
    try:
        status = _run() if memory_bound() is None else _supervised()
    except (MemoryError, ImportError, OSError) as error:
        if not ending.out_of_memory(error):
            raise
        ending.write_error(ending.memory_sentence())
        status = ending.OUT_OF_MEMORY
    os._exit(status)


def _run() -> int:
    from wenmai.cli.entry import run

    return run()


def _supervised() -> int:
    """Run the command in a child, and say in a sentence what it could not say itself.

    The command's own notes go to standard error as ever. What libraries write there (to descriptor 2) is kept until the end:
    when the child was aborted it is about memory, else it is passed on.
    """
    import tempfile

    with tempfile.TemporaryFile() as noise:
        parent, child = os.getpid(), os.fork()
        if child == 0:
            _die_with(parent)
            sys.stderr = os.fdopen(os.dup(2), "w", buffering=1, encoding=sys.stderr.encoding, errors="backslashreplace")
            os.dup2(noise.fileno(), 2)
            os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # each thread takes its share of the bound at once
            return _run()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda number, _frame: os.kill(child, number))
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        noise.seek(0)
        told = noise.read()
    ended = -status in (signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS, signal.SIGTRAP)
    if ended or (
        status not in (0, ending.OUT_OF_MEMORY) and any(sign.encode() in told.lower() for sign in ending.SIGNS)
    ):
        ending.write_error(ending.memory_sentence())
        return ending.OUT_OF_MEMORY
    os.write(2, told)
    if status < 0:
        signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    return status


def _die_with(parent: int) -> None:
    """See to it that this process ends when its parent is killed (on Linux)."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)
