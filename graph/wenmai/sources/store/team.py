"""The processes of a load: started, watched, and ended with their parent."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

from wenmai.errors import GraphSyntaxError, InputError, LimitReached, WenmaiError
from wenmai.reading.options import ReadOptions
from wenmai.sources.store.job import LoadJob, Progress, Result, UncheckedFault
from wenmai.sources.store.passes import ROLES, is_large
from wenmai.system.limits import memory_bound, say_bound

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import Popen

PATIENCE = 1
"""How far the index builder stands back for the database: so that its own largest moment comes late, when the database's
are over, and both together need less memory; further, and the second core would wait for it in the end."""


class Team:
    """The processes of a load, watched from here."""

    def __init__(
        self, job: LoadJob, roles: tuple[str, ...], progress: Callable[[Progress], None] | None, lock: int
    ) -> None:
        self._progress = progress
        self._life, end = os.pipe()
        self._end = end
        self._members = {role: self._start(job, role, lock) for role in roles}
        self._told: dict[str, Progress] = {}
        self._results: dict[str, Result] = {}
        self._errors: dict[str, WenmaiError | UncheckedFault] = {}

    def _start(self, job: LoadJob, role: str, lock: int) -> Popen[str]:
        """Start a member; it inherits the store's lock and the pipe by which it knows that its parent lives."""
        from subprocess import DEVNULL, PIPE
        from tempfile import TemporaryFile

        from wenmai.system.processes import start_python

        with TemporaryFile() as order:  # the names of some thousand files are too long for arguments
            order.write(json.dumps(job).encode())
            order.seek(0)
            return start_python(
                "wenmai.sources.store.team:be_member",
                role,
                str(self._life),
                str(order.fileno()),
                stdin=None if role == "all" else DEVNULL,
                stdout=PIPE,
                stderr=DEVNULL,
                env=_environment(job),
                pass_fds=(lock, self._life, order.fileno()),
                encoding="utf-8",
            )

    def work(self) -> Result:
        """Wait until all is done; whatever ends the waiting ends the processes too."""
        try:
            self._listen()
        finally:
            for member in self._members.values():
                member.kill()
                member.wait()
                if member.stdout is not None:
                    member.stdout.close()
            os.close(self._life)
            os.close(self._end)
        for role in self._members:
            if role in self._errors:
                raise self._errors[role]
        return next(result for result in self._results.values() if result.id)

    def _listen(self) -> None:
        """Hear all members until each has ended, or one has told an error.

        A pipe is watched until its end and no longer; a member has then a result or an error, whatever ended it.
        """
        from selectors import EVENT_READ, DefaultSelector

        with DefaultSelector() as selector:
            for role, member in self._members.items():
                assert member.stdout is not None
                selector.register(member.stdout, EVENT_READ, role)
            while selector.get_map():
                for key, _ in selector.select():
                    role = key.data
                    if not self._hear(role):
                        selector.unregister(key.fileobj)
                        self._ended(role)
                if self._errors:
                    return

    def _hear(self, role: str) -> bool:
        """Take one line of a process; false at its end."""
        member = self._members[role]
        line = member.stdout.readline() if member.stdout is not None else ""
        if not line:
            return False
        kind, told = json.loads(line)
        if kind == "progress":
            self._told[role] = Progress(*told)
            self._tell()
        elif kind == "result":
            self._results[role] = Result(*told)
        elif kind == "limit":
            self._errors[role] = LimitReached(told)
        elif kind == "fault":
            self._errors[role] = UncheckedFault()
        elif kind == "syntax":
            self._errors[role] = GraphSyntaxError(told[0], told[1], line=told[2], column=told[3])
        else:
            self._errors[role] = InputError(told)
        return True

    def _tell(self) -> None:
        """Bytes as the database has read them; quads as the index builder has counted them, brought to the same place."""
        if self._progress is None:
            return
        roles = [role for role in self._members if role in self._told]
        first, last = self._told[roles[0]], self._told[roles[-1]]
        stage = "indexing" if roles[0] in self._results or last.stage == first.stage == "indexing" else "reading"
        quads = last.quads * first.read // last.read if last.read else 0
        self._progress(first._replace(quads=quads, stage=stage, seconds=max(first.seconds, last.seconds)))

    def _ended(self, role: str) -> None:
        """Give a member that ended without a word the error that says so."""
        status = self._members[role].wait()
        if role in self._results or role in self._errors:
            return
        cause = f"signal {-status}" if status < 0 else f"status {status}"
        if memory_bound() is not None or status == -9:  # how the kernel ends what takes too much memory
            cause += f"; it may have run out of memory{say_bound()}"
            self._errors[role] = LimitReached(
                f"the process that reads the {role} was ended by {cause}; nothing was loaded"
            )
            return
        self._errors[role] = InputError(f"the process that reads the {role} was ended by {cause}; nothing was loaded")


def _environment(job: LoadJob) -> dict[str, str]:
    """What the processes of a load find around them: in a large one, Polars has one core."""
    environment = dict(os.environ)
    if is_large(job):
        environment["POLARS_MAX_THREADS"] = "1"  # the other core is the database's
    return environment


def be_member(role: str, life: str, order: str) -> None:
    """Be one of the processes: do a part of the job and report in lines of JSON.

    ``life`` and ``order`` are file descriptors: a pipe whose end is the parent's, and the job in JSON.
    """
    import signal

    with open(int(order), encoding="utf-8") as file:
        job = LoadJob(*json.load(file))
    job = job._replace(options=ReadOptions(*job.options))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with_parent(int(life))
    if role == "indexes":
        os.nice(PATIENCE)
    try:
        _say("result", ROLES[role](job, lambda progress: _say("progress", progress)))
    except UncheckedFault:
        _say("fault", None)
    except GraphSyntaxError as error:
        _say("syntax", (error.file, error.message, error.line, error.column))
    except LimitReached as error:
        _say("limit", str(error))
    except WenmaiError as error:
        _say("error", str(error))
    except OSError as error:
        _say("error", f"the store cannot be written: {(error.strerror or str(error)).lower()}")
    except MemoryError:
        _say("limit", f"this graph needs more memory{say_bound()}; nothing was loaded")


def _say(kind: str, told: object) -> None:
    """One line of JSON, flushed: the parent reads whole lines."""
    sys.stdout.write(json.dumps([kind, told]) + "\n")
    sys.stdout.flush()


def _end_with_parent(life: int) -> None:
    """End as soon as the other end of a pipe is gone: the parent may have been killed without a word."""
    from threading import Thread

    def watch() -> None:
        os.read(life, 1)
        os._exit(1)

    Thread(target=watch, daemon=True).start()
