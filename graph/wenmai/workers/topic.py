"""What workers answer about: a graph, as they need it."""

from __future__ import annotations

from typing import NamedTuple, Protocol


class Handover(NamedTuple):
    """How another interpreter opens a graph: it calls ``opener``, a ``module:function``, with ``told``."""

    opener: str
    told: bytes


class Topic(Protocol):
    """What workers answer about."""

    @property
    def revision(self) -> int:
        """Another number when it may have changed since: a worker that has it as it was is asked no more."""

    def be_forked(self) -> None:
        """In a fork whose files are all closed: let go of what was open."""

    def hand_over(self) -> Handover:
        """How an interpreter that shares nothing with this one opens it, ready to be asked."""
