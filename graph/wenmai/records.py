"""Named tuples as :class:`typing.NamedTuple` makes them, at half the price: a short command is done before many of them are used.

``typing`` compiles the annotation of each field, which nobody reads at run time. Here they stay the texts that they are in the
module (:func:`typing.get_type_hints` reads them as ever); everything else is :func:`collections.namedtuple`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from collections import namedtuple

    class Record(type):
        """Makes a class of fields into a named tuple with the methods of the class."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = body.get("__annotations__", {})
            defaults = [body.pop(field) for field in fields if field in body]
            base = namedtuple(name, fields, defaults=defaults, module=body["__module__"])
            base.__doc__ = body.pop("__doc__", base.__doc__)
            for key, value in body.items():
                setattr(base, key, value)
                if hasattr(value, "__set_name__"):
                    value.__set_name__(base, key)
            return base

    class NamedTuple(metaclass=Record):
        """Stands for :class:`typing.NamedTuple`."""
