"""A store: a folder that holds a graph on disk, with its path and name indexes.

Layout::

    STORE/
      wenmai.store       a few lines of text: id, which generation holds the data, what it was loaded from
      g-<n>/             one generation, never changed once the line above names it
        triples/         the quads, in pyoxigraph's own database
        union/           where graphs share triples: the same with each triple once in the default graph
        prefixes.json    the prefixes that the files declare
        paths.index      graph/wenmai/index/adjacency.py
        names.index      graph/wenmai/names/__init__.py
      .lock              held while a load is under way
      .partial-<n>/      a generation being built

A load builds a new generation beside the old one, sees it safely on the disk, and then replaces ``wenmai.store``: one
rename, which happens or does not. Whatever ends a load before that leaves the old generation named and whole; what it
left lying about is removed by the next command that opens the store.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wenmai.sources.store.meta import MARK, File, Meta, read_meta
from wenmai.sources.store.opening import Stored, open_store

if TYPE_CHECKING:
    from wenmai.sources.store.job import Loaded, Progress
    from wenmai.sources.store.loading import load

__all__ = ["MARK", "File", "Loaded", "Meta", "Progress", "Stored", "load", "open_store", "read_meta"]


_LOADING = {"load": "loading", "Loaded": "job", "Progress": "job"}
"""What loads a store, and in which module it is."""


def __getattr__(name: str) -> Any:
    """What loads a store, imported when it is asked for: a lookup opens one only."""
    if name not in _LOADING:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_LOADING[name]}"), name)
