"""Why a request to many workers is not answered."""

from __future__ import annotations


class TooBusy(Exception):
    """A request that is not answered now, in one sentence; it may come again ``after`` so many seconds."""

    def __init__(self, sentence: str, after: int) -> None:
        self.after = after
        super().__init__(sentence)


class WorkersLost(Exception):
    """A request that is not answered since its worker ended, or all have; in one sentence."""
