"""Where and why a query is not SPARQL, said for a person."""

from __future__ import annotations

import re


def explain(query: str, said: str) -> tuple[int | None, int | None, str]:  # noqa: ARG001
    """The line, the column and a sentence for an error of the engine, from what it ``said``."""
    found = re.match(r"error at (\d+):(\d+): (.*)", said, re.DOTALL)
    if not found:
        return None, None, said
    line, column = int(found[1]), int(found[2])
    return line, column, f"line {line}, column {column}: {found[3]}"
