"""The decisions of reviewers: a log that only grows, a line of JSON each, beside the proposal (``PROPOSAL.decisions.jsonl``).

A decision is told as made only when it is on the disk. Several reviewers write to one log at once, under a lock; a line that a
killed process left unfinished is passed over, and decisions that belong together hold only when all of them are there.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wenmai.capture.review.quoting import QuotedPlace
from wenmai.errors import InputError
from wenmai.system.locks import flock

if TYPE_CHECKING:
    from collections.abc import Sequence

VERDICTS = ("accept", "reject", "edit")
ACTIONS = (*VERDICTS, "undo", "same")
_TEXTS = ("kind", "document", "sha256", "rule", "note", "name", "other")
PATIENCE = 10.0
"""Seconds that a writer waits for another."""


@dataclass(frozen=True, slots=True)
class ReviewDecision:
    """One line of the log.

    ``action`` is ``accept``, ``reject``, ``edit``, ``undo`` (of the decisions ``undone``) or ``same`` (``name`` is another name of
    ``other``, which is a name or, with a colon in it, an IRI). What a decision is about is told by ``kind``, ``document``, ``sha256`` and
    ``place``, what it was read as by ``fields``, what it was made by ``edits``.
    """

    id: str
    by: str
    at: str
    action: str
    kind: str = ""
    document: str = ""
    sha256: str = ""
    place: QuotedPlace | None = None
    fields: dict[str, str] = field(default_factory=dict)
    edits: dict[str, str] = field(default_factory=dict)
    rule: str = ""
    note: str = ""
    name: str = ""
    other: str = ""
    undone: tuple[str, ...] = ()
    batch: tuple[str, int] | None = None

    @property
    def final(self) -> dict[str, str]:
        """The fields as the reviewer leaves them."""
        return self.edits if self.action == "edit" else self.fields

    def line(self) -> str:
        """The line of the log, what is empty left out."""
        told: dict[str, Any] = {"id": self.id, "at": self.at, "by": self.by, "do": self.action}
        told |= {name: getattr(self, name) for name in _TEXTS}
        told |= {
            "place": self.place,
            "fields": self.fields,
            "edits": self.edits,
            "undone": self.undone,
            "batch": self.batch,
        }
        told = {name: value for name, value in told.items() if value}
        return json.dumps(told, ensure_ascii=False) + "\n"


def read_decision(line: str) -> ReviewDecision | None:
    """A line of the log; ``None`` for one that was not finished, or is none."""
    try:
        told = json.loads(line)
        place = told.get("place")
        batch = told.get("batch")
        decision = ReviewDecision(
            id=str(told["id"]),
            by=str(told["by"]),
            at=str(told["at"]),
            action=str(told["do"]),
            place=None
            if place is None
            else QuotedPlace(int(place[0]), int(place[1]), str(place[2]), place[3], str(place[4])),
            fields={str(name): str(value) for name, value in told.get("fields", {}).items()},
            edits={str(name): str(value) for name, value in told.get("edits", {}).items()},
            undone=tuple(map(str, told.get("undone", ()))),
            batch=None if batch is None else (str(batch[0]), int(batch[1])),
            **{name: str(told.get(name, "")) for name in _TEXTS},
        )
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return None
    about = decision.action not in VERDICTS or decision.place is not None
    return decision if decision.action in ACTIONS and about else None


def new_id() -> str:
    """A name for a decision or a batch that no other has."""
    return secrets.token_hex(6)


def now() -> str:
    """The time, as the log writes it."""
    from datetime import UTC, datetime

    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class DecisionLog:
    """A log on the disk; ``unread`` counts lines that are no decisions."""

    def __init__(self, file: Path) -> None:
        self.file, self.unread = file, 0
        self._offset = 0
        self._waiting: dict[str, list[ReviewDecision]] = {}

    def read_new(self) -> list[ReviewDecision]:
        """The decisions that were written since this was last asked, in their order.

        Raises:
            InputError: the log cannot be read.
        """
        try:
            with self.file.open("rb") as stream:
                stream.seek(self._offset)
                content = stream.read()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise InputError(f"{self.file} cannot be read: {error.strerror or error}") from error
        whole, found, _ = content.rpartition(b"\n")
        self._offset += len(whole) + len(found)
        decisions: list[ReviewDecision] = []
        for line in whole.decode("utf-8", "replace").split("\n") if found else ():
            decision = read_decision(line)
            if decision is None:
                self.unread += bool(line.strip())
            else:
                decisions += self._complete(decision)
        return decisions

    def _complete(self, decision: ReviewDecision) -> list[ReviewDecision]:
        """The decision, with those it was made with once all of them are there."""
        if decision.batch is None:
            return [decision]
        waiting = self._waiting.setdefault(decision.batch[0], [])
        waiting.append(decision)
        return self._waiting.pop(decision.batch[0]) if len(waiting) == decision.batch[1] else []

    def append(self, decisions: Sequence[ReviewDecision]) -> None:
        """Write decisions, all or none; they are on the disk when this returns.

        Raises:
            InputError: they cannot be written.
        """
        content = "".join(one.line() for one in decisions).encode("utf-8", "replace")
        try:
            new = not self.file.exists()
            descriptor = os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
            try:
                self._write(descriptor, content)
            finally:
                os.close(descriptor)
            if new and os.name == "posix":
                folder = os.open(self.file.parent, os.O_RDONLY)
                try:
                    os.fsync(folder)
                finally:
                    os.close(folder)
        except OSError as error:
            raise InputError(
                f"{self.file} cannot be written, and the decision is not made: {error.strerror or error}"
            ) from error

    def _write(self, descriptor: int, content: bytes) -> None:
        """Write at the end, after the line that a killed process left, and take a part that could not be written back."""
        until = time.monotonic() + PATIENCE
        while not flock(descriptor, exclusive=True):
            if time.monotonic() > until:
                raise InputError(f"{self.file} is locked by another program, and the decision is not made; try again")
            time.sleep(0.01)
        size = os.fstat(descriptor).st_size
        if size:
            os.lseek(descriptor, size - 1, os.SEEK_SET)
            content = content if os.read(descriptor, 1) == b"\n" else b"\n" + content
        try:
            left = memoryview(content)
            while left:
                left = left[os.write(descriptor, left) :]
            os.fsync(descriptor)
        except OSError:
            os.ftruncate(descriptor, size)
            raise
