"""Blocks of text that are written before it is their turn: kept on the disk, past a few megabytes, not in memory."""

from __future__ import annotations

import shutil
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Self

if TYPE_CHECKING:
    from typing import BinaryIO

MOST_HELD = 4_000_000
"""Bytes that are kept in memory."""


class BlockSpool:
    """Blocks in the order in which they are added, a blank line before each."""

    def __init__(self) -> None:
        self._file: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(MOST_HELD)  # noqa: SIM115 - closed by __exit__

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, block: str) -> None:
        """Add a block; lone surrogates are written as question marks."""
        self._file.write(b"\n\n" + block.encode("utf-8", "replace"))

    def add_all(self, other: BlockSpool) -> None:
        """Add the blocks of another spool."""
        other.copy_to(self._file)

    def copy_to(self, stream: BinaryIO | IO[bytes]) -> None:
        """Write all blocks to a stream."""
        self._file.seek(0)
        shutil.copyfileobj(self._file, stream)
        self._file.seek(0, 2)
