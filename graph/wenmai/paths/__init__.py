"""How two entities are connected, the most telling way first."""

from wenmai.paths.search import find

__all__ = ["find"]
