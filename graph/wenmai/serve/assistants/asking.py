"""SPARQL for the tools: the answer as text, its first rows."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, cast

from wenmai.errors import LimitReached
from wenmai.sparql.job import Job

if TYPE_CHECKING:
    from wenmai.serve.messages import WebResponse
    from wenmai.serve.standards.protocol import Run
    from wenmai.sources import Source

MOST_ROWS = 1_000
"""Rows of a table that are given."""

MOST_BYTES = 1 << 20
"""Bytes of a graph that are given."""


def media_type_of(sparql: str) -> str:
    """The type that is most compact for what a query gives."""
    from wenmai.sparql import form

    return {"CONSTRUCT": "text/turtle", "DESCRIBE": "text/turtle", "ASK": "application/sparql-results+json"}.get(
        form(sparql), "text/tab-separated-values"
    )


def bounded_rows(media_type: str) -> int | None:
    """How many rows of a result are given; ``None`` for what has none."""
    return MOST_ROWS if media_type == "text/tab-separated-values" else None


def ask_here(source: Source, sparql: str, run: Run) -> str:
    """Ask in this process, which is a worker."""
    out = io.BytesIO()
    media_type = media_type_of(sparql)
    run(
        Job(sparql, media_type, bounded_rows(media_type), prefixes=source.prefixes.namespaces), cast("WebResponse", out)
    )
    return _shown(out.getvalue())


def ask_apart(source: Source, sparql: str) -> str:
    """Ask in a process of its own."""
    from wenmai.sparql import FORMATS, write

    out = io.BytesIO()
    media_type = media_type_of(sparql)
    name = next(name for name, known in FORMATS.items() if known == media_type)
    try:
        write(source, sparql, name, out, max_rows=bounded_rows(media_type))
    except LimitReached as limit:
        if not out.tell():
            raise
        return f"{_shown(out.getvalue())}\nlimit: {limit}"
    return _shown(out.getvalue())


def _shown(answer: bytes) -> str:
    """An answer as text, cut where it is very long."""
    cut = "" if len(answer) <= MOST_BYTES else f"\nlimit: only the first {MOST_BYTES:,} bytes are given"
    return answer[:MOST_BYTES].decode("utf-8", "replace").rstrip() + cut
