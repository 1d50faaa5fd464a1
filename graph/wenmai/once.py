"""What is made when it is first needed: attributes, once, whichever threads read them; and compiled patterns."""

from __future__ import annotations

import os
import re
import sys
from threading import RLock
from typing import TYPE_CHECKING, Any

__all__ = ["is_held", "made_once", "pattern"]

if TYPE_CHECKING:
    from collections.abc import Callable
    from functools import cached_property as made_once
    from re import compile as pattern
else:

    class made_once:  # noqa: N801 - a decorator, as functools.cached_property is, whose locks went with Python 3.12
        """A method as an attribute: the first thread that reads it makes it, the others wait and get the same object.

        Each object has one lock for all of its attributes, as they are made from each other. What was made lies in the
        object's ``__dict__`` and is read from there without a lock. What raises is made anew when it is read again.
        """

        def __init__(self, make: Callable[[Any], Any]) -> None:
            self._make = make
            self.__doc__ = make.__doc__

        def __set_name__(self, owner: type, name: str) -> None:
            self._name = name

        def __get__(self, instance: Any, owner: type | None = None) -> Any:
            if instance is None:
                return self
            kept = instance.__dict__
            # A fork has a lock of its own: the parent's may have been held, by a thread that is not in the fork.
            with kept.setdefault(f"_making_{os.getpid()}", RLock()):
                if self._name not in kept:
                    kept[self._name] = self._make(instance)
                return kept[self._name]

    class pattern:  # noqa: N801 - it stands where re.compile does
        """A regular expression, compiled when it is first used: a short command uses few of those that its modules name."""

        def __init__(self, text: str, flags: int = 0) -> None:
            self._expression = text, flags

        def __getattr__(self, name: str) -> Any:
            value = getattr(re.compile(*self._expression), name)
            setattr(self, name, value)
            return value


def is_held(attributes: dict[str, Any], name: str) -> bool:
    """Whether anybody but the object with these attributes has hold of the one that is called so; true where Python cannot tell.

    >>> kept = {"numbers": [1, 2]}
    >>> is_held(kept, "numbers")
    False
    >>> taken = kept["numbers"]
    >>> is_held(kept, "numbers")
    True
    """
    return _holders(attributes, name) > _holders({"alone": object()}, "alone")


def _holders(attributes: dict[str, Any], name: str) -> int:
    """How often an attribute is referred to, the look at it included: a number to be compared with another of this function."""
    try:
        return sys.getrefcount(attributes[name])
    except AttributeError:  # PyPy counts no references
        return sys.maxsize
