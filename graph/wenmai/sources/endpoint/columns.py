"""What each variable of an answer must be bound to: a server may send anything, and each row is read by its columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from wenmai.model import Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from wenmai.model import Term

_COUNT = re.compile(r"\+?([0-9]{1,15})(?:\.0*)?")


class Misfit(ValueError):
    """A term that is not what its variable must be bound to; the text is a phrase that says so."""


class Column(NamedTuple):
    """A variable, and how its term is read; ``counted``: it is a number that an answer broken off has wrong."""

    name: str
    read: Callable[[Term], Any]
    needed: bool = True
    counted: bool = False

    def value(self, term: Term | None) -> Any:
        """What a row has in this column; ``None`` only where that may be.

        Raises:
            Misfit: the term is something else.
        """
        if term is not None:
            return self.read(term)
        if self.needed:
            raise Misfit(f"?{self.name} has no value")
        return None


def term(name: str) -> Column:
    """Any term."""
    return Column(name, lambda found: found)


def resource(name: str) -> Column:
    """An IRI, which may be invalid, or a blank node."""
    return Column(name, lambda found: _resource(name, found))


def maybe(column: Column) -> Column:
    """A column that need not have a value."""
    return column._replace(needed=False)


def number(name: str) -> Column:
    """How many."""
    return Column(name, lambda found: _number(name, found), counted=True)


def _resource(name: str, found: Term) -> str:
    if not isinstance(found, str):
        raise Misfit(f"?{name} is {_excerpt(found)}, where an IRI was asked for")
    return found


def _number(name: str, found: Term) -> int:
    digits = _COUNT.fullmatch(found.value.strip()) if isinstance(found, Literal) else None
    if digits is None:
        raise Misfit(f"?{name} is {_excerpt(found)}, where a number was asked for")
    return int(digits[1])


def _excerpt(found: Term) -> str:
    return repr((found.value if isinstance(found, Literal) else str(found))[:40])
