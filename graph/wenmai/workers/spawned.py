"""Where no fork is safe: a worker is a fresh interpreter, which is given the graph once.

It reads what it is asked in its first thread and answers in another, so that it ends with the asker, whatever it is at.
"""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from wenmai.workers import working
from wenmai.workers.confinement import bound_memory, isolate
from wenmai.workers.frames import HEAD

if TYPE_CHECKING:
    import queue
    import subprocess
    from typing import BinaryIO

    from wenmai.workers.topic import Topic

_SLICE = 0.1
"""Seconds of a wait, so that Ctrl-C is heard on systems where a wait for a lock cannot be interrupted."""


class Spawned:
    """The asker's end of an interpreter that was started; its frames are read by a thread, so that it never waits for us."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        import queue

        self.process = process
        self._frames: queue.SimpleQueue[tuple[bytes, bytes]] = queue.SimpleQueue()
        self._reader = threading.Thread(target=_read_frames, args=(process.stdout, self._frames), daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self.process.pid

    def tell(self, tag: bytes, payload: bytes) -> None:
        """Send a frame; where the interpreter is gone, its end comes among its frames."""
        stdin = cast("BinaryIO", self.process.stdin)
        with suppress(OSError):
            stdin.write(HEAD.pack(tag, len(payload)) + payload)
            stdin.flush()

    def send(self, memory: int, message: bytes, direct: int | None) -> None:
        """Ask; ``memory`` bounds the worker. What would go to the descriptor ``direct`` comes in frames."""
        del direct
        self.tell(b"J", memory.to_bytes(8, "big") + message)

    def next_frame(self, seconds: float | None) -> tuple[bytes, bytes] | None:
        """The next frame, an empty one at the end; ``None`` when none comes in time."""
        import queue

        with suppress(queue.Empty):
            return self._frames.get(timeout=_SLICE if seconds is None else max(0.0, min(seconds, _SLICE)))
        return None

    def is_alive(self) -> bool:
        """Whether it has not ended."""
        return self.process.poll() is None

    def status(self) -> int:
        """How it ended, once it has: negative for a signal."""
        return self.process.wait()

    def last_words(self) -> str:
        """What it wrote to its standard error."""
        return cast("BinaryIO", self.process.stderr).read(65536).decode("utf-8", "replace")

    def let_go(self) -> None:
        """Let it end; may be called at any time."""
        with suppress(OSError):
            self.process.kill()

    def end(self) -> None:
        """End it, wherever it is."""
        self.process.kill()
        self.process.wait()
        self._reader.join()  # it meets the end of the stream, which must not be closed under its hands
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream:
                with suppress(OSError):  # what it was still to be told, it is told no more
                    stream.close()

    def forget(self) -> None:
        """In a fork of the asker: hold none of its streams open. Their numbers stay taken, as their objects would close them again."""
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream and not stream.closed:
                with suppress(OSError):
                    os.dup2(nothing, stream.fileno(), inheritable=False)
        os.close(nothing)


def start_spawned(topic: Topic, target: str, *, network: bool) -> Spawned:
    """Start an interpreter that answers about ``topic`` by the function ``target``, and hand the topic over."""
    import subprocess

    from wenmai.system.processes import start_python

    process = start_python(
        "wenmai.workers.spawned:serve",
        target,
        str(int(network)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    started = Spawned(process)
    opener, told = topic.hand_over()
    started.tell(b"O", opener.encode())
    started.tell(b"G", told)
    return started


def _read_frames(stream: BinaryIO, into: queue.SimpleQueue[tuple[bytes, bytes]]) -> None:
    """Pass every whole frame on, and at the end of the stream an empty one: the reader of the queue always wakes."""
    while len(head := stream.read(HEAD.size)) == HEAD.size:
        tag, length = HEAD.unpack(head)
        into.put((tag, stream.read(length)))
    into.put((b"", b""))


def serve(target: str, network: str) -> None:
    """Be the interpreter: open the graph, then answer until the input closes; ``network`` is ``"1"`` where it may have one."""
    import queue

    reading, writing = sys.stdin.buffer, cast("BinaryIO", os.fdopen(os.dup(1), "wb", buffering=0))
    opener, told = _payload(reading), _payload(reading)
    isolation = "" if network == "1" else isolate()
    work = working.find_function(target)
    topic = working.find_function((opener or b"").decode())(told or b"")
    asked: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def answer_all() -> None:
        while True:
            message = asked.get()
            bound_memory(int.from_bytes(message[:8], "big"))
            working.answer(work, topic, message[8:], writing, isolation)

    working.start_in_big_stack(answer_all, _die)
    while (payload := _payload(reading)) is not None:
        asked.put(payload)
    os._exit(0)  # the asker has ended, or wants no more: whatever is under way


def _die(error: BaseException) -> None:
    """End with some last words."""
    os.write(2, f"{type(error).__name__}: {error}".encode("utf-8", "replace"))
    os._exit(70)


def _payload(reading: BinaryIO) -> bytes | None:
    """What the next frame holds; ``None`` at the end of the input."""
    head = reading.read(HEAD.size)
    return reading.read(HEAD.unpack(head)[1]) if len(head) == HEAD.size else None
