"""Questions that are on their way: asked in threads of their own, a few at a time, while others are asked and answered here."""

from __future__ import annotations

from contextvars import copy_context
from threading import Thread
from typing import TYPE_CHECKING, Generic, TypeVar

from wenmai.notices import collect_notices, notice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Found = TypeVar("Found")

IN_FLIGHT = 4
"""How many questions a server is asked at the same time at most: browsers open six connections to a host."""


class Flight(Generic[Found]):
    """One question on its way; its notices are said when it is landed, so that their order is always the same."""

    def __init__(self, ask: Callable[[], Found]) -> None:
        self._ask = ask
        self._said: list[str] = []
        self._found: list[Found] = []
        self._error: BaseException | None = None
        context = copy_context()
        self._thread = Thread(target=lambda: context.run(self._fly), daemon=True)
        self._thread.start()

    def _fly(self) -> None:
        with collect_notices() as said:
            try:
                self._found.append(self._ask())
            except BaseException as error:  # noqa: BLE001 - raised again where the answer is waited for
                self._error = error
        self._said = said

    def join(self) -> None:
        """Wait for the answer, whatever it is."""
        self._thread.join()

    def land(self) -> Found:
        """Wait for the answer; raises what asking raised."""
        self.join()
        for sentence in self._said:
            notice(sentence)
        if self._error is not None:
            raise self._error
        return self._found[0]


def ask_together(asks: Sequence[Callable[[], Found]]) -> list[Found]:
    """The answers to several questions, :data:`IN_FLIGHT` at a time, in their order.

    >>> ask_together([lambda: 1, lambda: 2])
    [1, 2]
    """
    found: list[Found] = []
    for start in range(0, len(asks), IN_FLIGHT):
        here, *others = asks[start : start + IN_FLIGHT]
        flights = [Flight(ask) for ask in others]
        try:
            found.append(here())
        finally:
            for flight in flights:
                flight.join()
        found += [flight.land() for flight in flights]
    return found
