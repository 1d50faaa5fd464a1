"""The columns that grow while a graph is read: links and names as flat numbers, in memory or in files without a name."""

from __future__ import annotations

from array import array
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias, cast

from wenmai.index.sections import release

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from mmap import mmap
    from typing import BinaryIO

    from wenmai.index.sorting import Columns

    Blobbed: TypeAlias = bytes | bytearray | mmap

SPILL = 1 << 20
"""How many bytes of texts, or of a column of numbers, are kept in memory before they go to the file."""


class LinkColumns:
    """The triples whose object is a resource, in three columns of numbers: subject, predicate, object.

    They are kept in memory or, when building into a folder, in files; ``tails`` are what has not gone there yet, after
    the ``spilled`` ones.
    """

    def __init__(self, folder: str | None) -> None:
        self.tails = (array("I"), array("I"), array("I"))
        self.spilled = 0
        self._files = tuple(_scratch(folder) for _ in self.tails) if folder is not None else ()
        self._maps: list[bytes | mmap] = []

    def __len__(self) -> int:
        return self.spilled + len(self.tails[0])

    def append(self, columns: Iterable[bytes]) -> None:
        """Take triples in three columns of numbers of 32 bits."""
        for tail, column in zip(self.tails, columns, strict=True):
            tail.frombytes(column)
        self.spill()

    def spill(self) -> int:
        """Let the tails go to the files if they have become long; how many triples have gone there."""
        if self._files and len(self.tails[0]) * self.tails[0].itemsize >= SPILL:
            self._write()
        return self.spilled

    def _write(self) -> None:
        self.spilled = len(self)
        for file, tail in zip(self._files, self.tails, strict=True):
            file.write(tail)
            del tail[:]

    def columns(self) -> Columns:
        """All of them, where they are; none can be added then."""
        if not self.spilled:
            return self.tails
        if not self._maps:
            self._write()
            self._maps = [_mapped(file) for file in self._files]
        subjects, predicates, objects = (memoryview(held).cast("I") for held in self._maps)
        return subjects, predicates, objects

    def release(self) -> None:
        """Let go of the memory in which they are read: what is in files stays there."""
        for held in self._maps:
            release(held)

    def close(self) -> None:
        """Let go of them."""
        self._maps = []
        for tail in self.tails:
            del tail[:]
        for file in self._files:
            file.close()


class Blob:
    """Bytes one behind the other, in memory or, when building into a folder, in a file."""

    def __init__(self, folder: str | None) -> None:
        self._file = _scratch(folder) if folder is not None else None
        self._tail = bytearray()

    def append(self, data: bytes) -> None:
        """Put bytes at the end."""
        self._tail += data
        if len(self._tail) > SPILL and self._file is not None:
            self._file.write(self._tail)
            self._tail.clear()

    def whole(self) -> Blobbed:
        """All of them; none can be put there then."""
        if self._file is None:
            return self._tail
        self._file.write(self._tail)
        self._tail.clear()
        return _mapped(self._file)

    def take(self, width: str) -> memoryview:
        """All of them as numbers of a width, in their place; they are given up here."""
        whole = self.whole()
        self.close()
        return memoryview(whole).cast(width)  # type: ignore[call-overload, no-any-return]

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()


class Lines:
    """Many short texts in one blob, each between line ends, and where each begins; for scanning."""

    def __init__(self, folder: str | None = None) -> None:
        self._blob, self._at = Blob(folder), array("Q", [1])
        self._blob.append(b"\n")

    def __len__(self) -> int:
        return len(self._at) - 1

    def take(self, texts: Sequence[bytes]) -> None:
        """Add texts."""
        if texts:
            self._at.extend(accumulate(map((1).__add__, map(len, texts)), initial=self._at.pop()))
            self._blob.append(b"\n".join(texts) + b"\n")

    def sections(self, name: str, at: str) -> tuple[tuple[str, Blobbed], tuple[str, array[int]]]:
        """The blob as section ``name``, and where each text begins as ``at``; they are given up here."""
        whole, starts = self._blob.whole(), self._at
        self._blob.close()
        self._blob, self._at = Blob(None), array("Q")
        return (name, whole), (at + ".at", starts)


def _scratch(folder: str) -> BinaryIO:
    from tempfile import TemporaryFile

    return cast("BinaryIO", TemporaryFile(dir=folder))


def _mapped(file: BinaryIO) -> bytes | mmap:
    from mmap import mmap

    file.flush()
    return mmap(file.fileno(), 0) if file.tell() else b""


class Tags(dict["bytes | None", int]):
    """The number of every language tag, as it is written; beyond what 16 bits count, all are the last.

    ``lower`` has them in lower case, in which they are the same or not.
    """

    def __init__(self) -> None:
        self.lower: dict[bytes, int] = {}

    def __missing__(self, written: bytes | None) -> int:
        number = min(self.lower.setdefault((written or b"").lower(), len(self.lower)), 0xFFFF)
        self[written] = number
        return number


class Texts:
    """The names met on the way: numbers in arrays, texts in memory or, when building into a folder, in a file."""

    def __init__(self, folder: str | None) -> None:
        self.nodes, self.kinds, self.languages, self.sizes = array("I"), array("B"), array("H"), array("I")
        self.tags = Tags()
        self._blob = Blob(folder)

    def take(
        self,
        nodes: Iterable[int],
        kinds: Iterable[int],
        languages: Iterable[bytes | None],
        texts: Sequence[bytes],
    ) -> None:
        """Keep names, in columns; a language may be ``None`` or ``b""`` where none is said."""
        self.nodes.extend(nodes)
        self.kinds.extend(kinds)
        self.languages.extend(map(self.tags.__getitem__, languages))
        self.sizes.extend(map(len, texts))
        self._blob.append(b"".join(texts))

    def append(self, columns: Iterable[bytes], texts: bytes) -> None:
        """Keep names in columns of numbers as they are kept here: nodes, kinds, numbers of ``tags``, sizes."""
        for column, numbers in zip((self.nodes, self.kinds, self.languages, self.sizes), columns, strict=True):
            column.frombytes(numbers)
        self._blob.append(texts)

    def blob(self) -> Blobbed:
        """The texts, in the order they came, one behind the other."""
        return self._blob.whole()

    def close(self) -> None:
        """Let go of them."""
        self._blob.close()
