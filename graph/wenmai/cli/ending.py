"""How a command ends when it is stopped, or when memory does; light, for it is loaded before anything else."""

from __future__ import annotations

import os
import signal
import sys

from wenmai.system.limits import say_bound

TYPE_CHECKING = False  # typing takes a while to load, and Ctrl-C is not provided for yet
if TYPE_CHECKING:
    from types import FrameType

STOPPED = 130
"""The exit status after Ctrl-C."""

OUT_OF_MEMORY = 5
"""The exit status when memory ends: a limit was reached."""


def hold_interrupts() -> None:
    """From here on Ctrl-C leaves at once, unless who started this has it ignored."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _leave)


def raise_interrupts() -> None:
    """From here on Ctrl-C is a ``KeyboardInterrupt``, also where Python would pass over it (in a callback)."""
    if signal.getsignal(signal.SIGINT) is _leave:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.unraisablehook = _once_more


def _leave(_number: int, _frame: FrameType | None) -> None:
    write_error("stopped")
    os._exit(STOPPED)


def _once_more(unraisable: sys.UnraisableHookArgs) -> None:
    if isinstance(unraisable.exc_value, KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    else:
        sys.__unraisablehook__(unraisable)


def write_error(text: str) -> None:
    """Write a line to standard error, whatever of Python works."""
    try:  # without contextlib, which may be half loaded when a signal comes
        os.write(2, f"{text}\n".encode())
    except OSError:
        return  # nobody reads it


def memory_sentence() -> str:
    """What to say when memory ends."""
    return f"wenmai: this needs more memory{say_bound()}; allow more, or ask about less"


def out_of_memory(error: BaseException | None) -> bool:
    """Whether an error, or what led to it, says that memory ended."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        own = type(error).__module__.startswith("wenmai.")  # whose text may tell of any file or word
        if isinstance(error, MemoryError) or (not own and any(sign in str(error).lower() for sign in SIGNS)):
            return True
        error = error.__cause__ or error.__context__
    return False


SIGNS = (
    "cannot allocate memory",
    "can't start new thread",
    "failed to map segment",
    "failed to spawn thread",
    "memory allocation of",
    "memory allocation still failed",
    "blas_thread_init",
    "bad_alloc",
)
"""What the libraries underneath say when memory ends."""
