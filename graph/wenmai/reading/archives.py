"""Zip and tar archives, plain or compressed: their RDF files in the order of their names, none of them written to disk.

A compressed tar is unpacked into a nameless temporary file, since its parts can be reached in no other order than their
own. What an archive may do to its reader is bounded: how much it unpacks to, how many files it holds, and no archive within
it is opened.
"""

from __future__ import annotations

import posixpath
import tarfile
import zipfile
from functools import partial
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, NamedTuple

from wenmai.errors import InputError
from wenmai.reading.decompress import CHUNK, reason
from wenmai.reading.detect import known_format
from wenmai.reading.joined import is_table_name, join_tables
from wenmai.reading.places import is_rdf, passed_over

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

    from wenmai.reading.decompress import Readable

MAX_MEMBERS = 100_000
"""How many entries of an archive are looked at."""

MAX_RATIO = 250
"""How many times its size an archive may unpack to; real RDF stays under 100."""

SMALL = 1 << 27
"""Bytes that any archive may unpack to."""

OFFICE = {
    "xl/workbook.xml": "an Excel workbook",
    "word/document.xml": "a Word document",
    "content.xml": "an OpenDocument file",
}
"""The file by which an archive is known for an office document."""


class Member(NamedTuple):
    """A file in an archive: its name, its size in bytes, and how to open it."""

    name: str
    size: int
    open: Callable[[], IO[bytes]]


def spool(stream: Readable, name: str, read: Callable[[], int]) -> IO[bytes]:
    """A stream in a temporary file that has no name; ``read`` says how many bytes of it were read before it was unpacked."""
    held, size = TemporaryFile(), 0  # noqa: SIM115 - whoever reads it closes it
    try:
        while piece := stream.read(CHUNK):
            size += len(piece)
            _bound(size, read(), name)
            held.write(piece)
        held.seek(0)
    except InputError:
        held.close()
        raise
    except OSError as error:
        held.close()
        raise InputError(f"{name} cannot be unpacked: {reason(error)}") from error
    return held


def _bound(unpacked: int, packed: int, name: str) -> None:
    if unpacked > SMALL and unpacked > MAX_RATIO * packed:
        raise InputError(
            f"{name} is refused: it unpacks to more than {MAX_RATIO} times its size, as a bomb does; "
            "unpack it, and open the folder"
        )


def read_members(file: IO[bytes], kind: str, name: str, notices: list[str]) -> Iterator[Member]:
    """The RDF files of an archive in the order of their names; what else it holds is said in ``notices``."""
    try:
        members, others = (_zipped if kind == "zip" else _tarred)(file, name)
    except InputError:
        raise
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise InputError(f"{name} is a {kind} archive, and damaged or cut off: {reason(error)}") from error
    members = sorted(members)
    chosen = [member for member in members if _is_rdf_member(member)]
    if any(is_table_name(member.name) and member not in chosen for member in members):
        tables = [member for member in members if not _is_hidden(member.name)]
        joined = join_tables((member.name, member.open) for member in tables)
        chosen = [member for member in members if member in chosen or member.name in joined]
    left = sorted({member.name for member in members} - {member.name for member in chosen})
    others += [member for member in left if not _is_hidden(member)]
    if not chosen:
        kinds = ", ".join(others[:5]) or "nothing"
        raise InputError(f"{name} is an archive ({kind}) without an RDF file; it holds {kinds}")
    notices += passed_over(name, others)
    yield from chosen


def _is_hidden(name: str) -> bool:
    return name.startswith("__MACOSX/") or posixpath.basename(name).startswith(".")


def _is_rdf_member(member: Member) -> bool:
    if _is_hidden(member.name) or known_format(member.name) is None:
        return False
    with member.open() as stream:
        return is_rdf(member.name, stream)


def _is_outside(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or name[1:2] == ":"


def _zipped(file: IO[bytes], name: str) -> tuple[list[Member], list[str]]:
    archive = zipfile.ZipFile(file)
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    _few(len(entries), name)
    for mark, kind in OFFICE.items():
        if any(entry.filename == mark for entry in entries):
            raise InputError(f"{name} is {kind}, not RDF; save its table as CSV, and make triples of its rows")
    if any(entry.flag_bits & 1 for entry in entries):
        raise InputError(f"{name} is encrypted; unpack it with its password, and open the RDF files in it")
    _bound(sum(entry.file_size for entry in entries), file.seek(0, 2), name)
    others = [f"{entry.filename} (a path outside the archive)" for entry in entries if _is_outside(entry.filename)]
    return [
        Member(entry.filename, entry.file_size, partial(archive.open, entry))
        for entry in entries
        if not _is_outside(entry.filename)
    ], others


def _tarred(file: IO[bytes], name: str) -> tuple[list[Member], list[str]]:
    archive = tarfile.open(fileobj=file, mode="r:")  # noqa: SIM115 - its members are read later
    members, others = {}, []
    for count, entry in enumerate(archive, 1):
        _few(count, name)
        path = entry.name.removeprefix("./")
        if entry.isdir():
            continue
        if not entry.isfile():
            others.append(f"{path} (a link or a device)")
        elif _is_outside(path):
            others.append(f"{path} (a path outside the archive)")
        else:  # of two entries of one name, the later counts
            members[path] = Member(path, entry.size, partial(_extracted, archive, entry))
    return list(members.values()), others


def _extracted(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    opened = archive.extractfile(entry)
    assert opened is not None  # it is a regular file
    return opened


def _few(count: int, name: str) -> None:
    if count > MAX_MEMBERS:
        raise InputError(f"{name} is refused: it holds more than {MAX_MEMBERS:,} files; unpack it, and open the folder")
