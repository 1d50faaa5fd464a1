"""Graphs in memory for tests."""

from __future__ import annotations

import pyoxigraph

from wenmai.sources import Memory


def memory(turtle: str) -> Memory:
    """A graph of some TriG (or Turtle)."""
    return Memory.of(pyoxigraph.parse(turtle.encode(), format=pyoxigraph.RdfFormat.TRIG))
