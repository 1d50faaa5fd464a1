"""Asking the system to have a store's indexes in memory before they are needed."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wenmai.sources.protocol import Source

MOST = 4 << 30
"""Bytes of indexes that are asked for."""


def warm_indexes(source: Source) -> None:
    """Have the system read the indexes of a store ahead, so that no first path waits for the disk; here nothing is read.

    Of another source, or where the indexes are larger than :data:`MOST`, nothing is done.
    """
    if source.kind != "store" or not hasattr(os, "posix_fadvise"):
        return
    files = sorted(Path(source.locations[0]).glob("*/*.index"))
    if sum(file.stat().st_size for file in files) > MOST:
        return
    for file in files:
        with suppress(OSError), file.open("rb") as opened:
            os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_WILLNEED)
