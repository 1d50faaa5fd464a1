"""The name index: what did the person mean?

Names are compared *folded* (see :mod:`wenmai.names.folding`): case, width, traditional characters, punctuation and spaces make
no difference. All folded names are in one string, one a line, the most connected entities first, so that a scan for any
piece of a name, down to a single character, meets the best hits first. Whole names are found by hash. Names in Chinese
characters are also found by their pinyin, whole or from any syllable on, and by its initials.

Matches are ranked: exact, then prefix, then substring, then pinyin and initials, then fuzzy; within each, the more
connected entity first, then the order of IRIs.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from wenmai.index import sections

if TYPE_CHECKING:
    from wenmai.index import Index
    from wenmai.names.search import Names

__all__ = ["FILE", "Names", "build", "open_names"]

KIND = "names"
FILE = "names.index"


def build(index: Index, path: str | None = None, *, store: str = "", pinyin: bool = True) -> Names:
    """The names of an index, in memory or, with their pinyin unless that is not wanted, in the file ``path``."""
    from wenmai.names.naming import gather
    from wenmai.names.search import Names

    folder = None if path is None else os.path.dirname(path) or os.curdir
    facts, parts = gather(index, pinyin=pinyin and path is not None, folder=folder)
    if path is None:
        return Names(sections.hold(KIND, facts, parts), index)
    sections.write(path, KIND, {**facts, "store": store}, parts)
    return open_names(path, index, store)


def open_names(path: str, index: Index, store: str | None = None) -> Names:
    """Open the names in a file; ``store`` is the id of the store they must belong to.

    Raises:
        StoreError: the file is missing, damaged, of another version or of another store.
    """
    from wenmai.names.search import Names

    return Names(sections.read(path, KIND, store), index)


def __getattr__(name: str) -> Any:
    """The class of the index of names, imported when it is asked for: a lookup by IRI needs none."""
    if name != "Names":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from wenmai.names.search import Names

    return Names
