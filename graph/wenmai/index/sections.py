"""Named arrays in one file: written once, mapped into memory, read in place.

A sections file is one line that gives its version and size, the sections, each aligned to 8 bytes, and a short text
(kind, the store it belongs to, facts, a table of the sections with the checksum of each; all under a checksum of its
own). Numbers are little-endian unsigned integers. Opening reads that text and maps the rest, so it costs the same for a
megabyte and for ten gigabytes; a lookup reads the pages it touches. The same sections may be held in memory, for a graph that is not in a
store.

Nothing read from such a file is trusted: positions are checked before use, and a file that was cut, or taken from
another store, ends in :class:`~wenmai.errors.StoreError`, never in a crash. A byte that changed inside a section is
noticed when the checksums are compared: of a small file whenever it is opened, of a large one by :func:`verify`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, cast

from wenmai.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import BinaryIO, Never

    from _typeshed import ReadableBuffer

    Buffer = ReadableBuffer
    Parts = list[tuple[str, Buffer]]

MAGIC = b"wenmai sections 4\n"
HEAD = 56
"""Bytes before the first section: magic, then the size of the text, its checksum, and the size of all sections."""

WIDTHS = {"B": 1, "H": 2, "I": 4, "Q": 8}

PIECE = 1 << 16
"""Bytes written at once. Linux keeps a file in pages as large as the writes that made it: after one large write, a lookup
that touches some places far apart maps two megabytes around each of them."""

READ_WHOLE = 1 << 20
"""Up to so many bytes a file is read whole when opened, and its checksums compared: some tenths of a millisecond."""


class Sections:
    """The sections of one file (or of memory) by name; ``facts`` are the strings stored beside them."""

    def __init__(self, kind: str, facts: Mapping[str, str], parts: Mapping[str, memoryview], where: str = "") -> None:
        self.kind, self.facts, self.where = kind, dict(facts), where
        self._parts = parts
        self.checksums: dict[str, int] = {}
        self._views: dict[str, memoryview] = {}
        self._tables: dict[str, Strings] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def bytes(self, name: str) -> memoryview:
        """The raw bytes of a section."""
        try:
            return self._parts[name]
        except KeyError:
            self.damaged(f"section {name} is missing")

    def release(self) -> None:
        """Let go of the memory in which sections of a file were read."""
        for part in self._parts.values():
            release(part.obj)
            return  # all are parts of one file

    def numbers(self, name: str, width: str, length: int | None = None) -> memoryview:
        """A section as unsigned integers of ``width`` ``B``, ``H``, ``I`` or ``Q``; ``length`` is checked."""
        view = self._views.get(name)
        if view is None:
            view = self._views[name] = self._cast(name, width)
        if length is not None and len(view) != length:
            self.damaged(f"section {name} holds {len(view):,} numbers, not {length:,}")
        return view

    def _cast(self, name: str, width: str) -> memoryview:
        part = self.bytes(name)
        if width not in WIDTHS or len(part) % WIDTHS[width]:
            self.damaged(f"section {name} has {len(part)} bytes")
        if sys.byteorder == "big" and width != "B":
            from array import array

            swapped = array(width, part.tobytes())
            swapped.byteswap()
            return memoryview(swapped)
        return cast("memoryview[int]", part.cast(width))  # type: ignore[call-overload]

    def strings(self, name: str) -> Strings:
        """The table of strings that :func:`table` wrote under ``name``."""
        table = self._tables.get(name)
        if table is None:
            table = self._tables[name] = Strings(self.numbers(name + ".at", "Q"), self.bytes(name), self.damaged)
        return table

    def number(self, fact: str) -> int:
        """A fact that is a whole number."""
        text = self.facts.get(fact, "")
        return int(text) if text.isascii() and text.isdigit() else self.damaged(f"fact {fact} is {text!r}")

    def damaged(self, what: str) -> Never:
        """Say that this file cannot be trusted."""
        raise StoreError(f"{self.where or 'the index in memory'} is damaged ({what}); load the store again")


class Strings:
    """Strings in one blob, each read when asked for. A position out of range is damage, not a programming error."""

    def __init__(self, at: memoryview, blob: memoryview, damaged: Callable[[str], Never]) -> None:
        self._at, self._blob, self._damaged = at, blob, damaged

    def __len__(self) -> int:
        return max(len(self._at) - 1, 0)

    def __getitem__(self, number: int) -> str:
        return str(self.raw(number), "utf-8", "replace")

    def raw(self, number: int) -> memoryview:
        """The UTF-8 bytes of a string."""
        if not 0 <= number < len(self._at) - 1:
            self._damaged(f"string {number} of {len(self)}")
        start, end = self._at[number], self._at[number + 1]
        if not start <= end <= len(self._blob):
            self._damaged(f"string {number} lies outside its section")
        return self._blob[start:end]

    def all(self) -> tuple[str, ...]:
        """Every string: for tables that are short by nature, such as predicates."""
        return tuple(self[number] for number in range(len(self)))


def table(name: str, strings: Iterable[str]) -> list[tuple[str, Buffer]]:
    """The two sections that hold a table of strings."""
    from array import array
    from itertools import accumulate

    encoded = [text.encode() for text in strings]
    return [(name + ".at", array("Q", accumulate(map(len, encoded), initial=0))), (name, b"".join(encoded))]


def hold(kind: str, facts: Mapping[str, str], sections: Iterable[tuple[str, Buffer]]) -> Sections:
    """Sections kept in memory."""
    return Sections(kind, facts, {name: memoryview(part).cast("B") for name, part in sections})


def write(path: str, kind: str, facts: Mapping[str, str], sections: Iterable[tuple[str, Buffer]]) -> None:
    """Write sections to a new file and see it safely on the disk; bytes depend on the arguments alone.

    Each section is written before the next is asked for.
    """
    import os
    from zlib import crc32

    lines, offset = [f"kind {kind}", *(f"fact {key} {value}" for key, value in sorted(facts.items()))], 0
    with open(path, "wb", buffering=PIECE) as file:
        file.write(bytes(HEAD))
        for name, section in sections:
            part, checksum = memoryview(_little(section)).cast("B"), 0
            for start in range(0, len(part), PIECE):
                piece = part[start : start + PIECE]
                checksum = crc32(piece, checksum)
                file.write(piece)
                release(part.obj, start, len(piece))
                del piece
            lines.append(f"section {name} {offset} {len(part)} {checksum:08x}")
            file.write(b"\0" * (-len(part) % 8))
            offset += -(-len(part) // 8) * 8
            del section, part
        body = "\n".join(lines).encode()
        file.write(body)
        file.seek(0)
        file.write((MAGIC + f"{len(body):08x} {crc32(body):08x} {offset:016x}\n".encode()).ljust(HEAD, b"\n"))
        file.flush()
        os.fsync(file.fileno())


def release(held: object, start: int = 0, length: int | None = None) -> None:
    """Let go of the memory in which a part of a file was read, if it is one that is mapped; it stays in the file."""
    from mmap import mmap

    if isinstance(held, mmap) and sys.platform == "linux" and len(held):
        from mmap import MADV_DONTNEED, PAGESIZE

        first = start // PAGESIZE * PAGESIZE
        held.madvise(MADV_DONTNEED, first, len(held) - first if length is None else start + length - first)


def _little(part: Buffer) -> Buffer:
    view = memoryview(part)
    if sys.byteorder == "little" or view.itemsize == 1:
        return part
    from array import array

    copy = array(view.format, view.tobytes())
    copy.byteswap()
    return copy


def read(path: str, kind: str, store: str | None = None) -> Sections:
    """Map a sections file.

    Raises :class:`~wenmai.errors.StoreError` when it is missing, damaged, of another kind or version, or belongs to
    another store than ``store``.
    """
    try:
        with open(path, "rb") as file:
            return _map(file, path, kind, store)
    except OSError as error:
        raise StoreError(f"{path} cannot be read ({error.strerror}); load the store again") from error


def _map(file: BinaryIO, path: str, kind: str, store: str | None) -> Sections:
    from mmap import ACCESS_READ, mmap
    from zlib import crc32

    sections = Sections(kind, {}, {}, path)
    start = file.read(HEAD)
    if not start.startswith(MAGIC) or len(start) < HEAD:
        sections.damaged("it does not begin like a file of this version")
    try:
        size, check, total = (int(field, 16) for field in start[len(MAGIC) :].split())
    except ValueError:
        sections.damaged("its header is not readable")
    if file.seek(0, 2) != HEAD + total + size:
        sections.damaged(f"it should have {HEAD + total + size:,} bytes")
    file.seek(HEAD + total)
    body = file.read(size)
    if crc32(body) != check:
        sections.damaged("its table fails the checksum")
    view = memoryview(mmap(file.fileno(), 0, access=ACCESS_READ))
    found = _table(body.decode(), view[HEAD : HEAD + total], path)
    if found.kind != kind:
        found.damaged(f"it is a {found.kind} file, not a {kind} file")
    if store is not None and found.facts.get("store") != store:
        raise StoreError(f"{path} belongs to another store; load the store again")
    if total <= READ_WHOLE:
        verify(found)
    return found


def _table(body: str, view: memoryview, path: str) -> Sections:
    facts: dict[str, str] = {}
    parts: dict[str, memoryview] = {}
    checksums: dict[str, int] = {}
    kind = ""
    for line in body.split("\n"):
        word, _, rest = line.partition(" ")
        if word == "section":
            name, offset, length, checksum = rest.split(" ")
            parts[name], checksums[name] = view[int(offset) : int(offset) + int(length)], int(checksum, 16)
        elif word == "fact":
            key, _, facts[key] = rest.partition(" ")
        else:
            kind = rest
    sections = Sections(kind, facts, parts, path)
    sections.checksums = checksums
    return sections


def verify(sections: Sections) -> None:
    """Read every byte of a file's sections and compare their checksums.

    Raises :class:`~wenmai.errors.StoreError` when one differs.
    """
    from zlib import crc32

    for name, checksum in sections.checksums.items():
        if crc32(sections.bytes(name)) != checksum:
            sections.damaged(f"section {name} fails its checksum")
