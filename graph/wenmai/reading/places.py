"""What a person named, as files: a folder's RDF files in the order of their names, and addresses of files as paths."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wenmai.errors import InputError
from wenmai.languages import counted
from wenmai.reading.decompress import CHUNK, COMPRESSIONS, NamedStream, decompress
from wenmai.reading.detect import known_format
from wenmai.reading.joined import is_table_name, join_files
from wenmai.reading.networks.csvw import described_tables, is_metadata
from wenmai.reading.networks.marks import is_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO

ARCHIVES = (".zip", ".tar", ".tgz", ".tbz2", ".txz", ".tzst", *(f".tar.{ending}" for ending in COMPRESSIONS))
SHARED = (".json", ".xml", ".jsonl", ".ndjson", ".txt")
"""Endings of much that is not RDF: in a folder or an archive, such a file is read if its beginning speaks of RDF."""

TABLES = (".csv", ".tsv", ".tab")
"""Endings of tables: in a folder or an archive, such a file is read if its header names edges or nodes."""

WEB_PAGES = (".html", ".htm", ".xhtml")
"""Endings of web pages: in a folder or an archive, such a file is read if its beginning speaks of RDF."""

_PAGE_SIGNS = (b"application/ld+json", b" typeof=", b" vocab=")
_SIGNS = (b'"@context"', b'"@id"', b'"@graph"', b"http://www.w3.org/1999/02/22-rdf-syntax-ns#")


def expand_locations(locations: Iterable[str], notices: list[str]) -> tuple[str, ...]:
    """The files that ``locations`` name, folders and addresses resolved; what is passed over is said in ``notices``.

    Raises:
        InputError: a folder without an RDF file, or an address of a file on another machine.
    """
    found = [file for location in locations for file in _expanded(file_path(location), notices)]
    tables = {file for file in found if is_table_name(file)}  # metadata may name a table that is named already
    return tuple(file for place, file in enumerate(found) if file not in tables or file not in found[:place])


def _expanded(place: str, notices: list[str]) -> Iterator[str]:
    if place == "-" or not os.path.isdir(place):
        yield place
        if place.lower().endswith(".json") and is_metadata(place):
            yield from described_tables(place)
        return
    files, others = list[str](), list[str]()
    for folder, inner, names in os.walk(place, onerror=_refuse):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in names:
            path = os.path.join(folder, name)
            if not name.startswith("."):
                (files if _is_wanted(path) else others).append(path)
    if any(map(is_table_name, others)):
        joined = join_files(sorted((*files, *filter(is_table_name, others))))
        files += [path for path in others if path in joined]
        others = [path for path in others if path not in joined]
    if not files:
        raise InputError(f"{place} is a folder without RDF files, and no store; name the files, or a store")
    notices += passed_over(place, [os.path.relpath(path, place) for path in sorted(others)])
    yield from sorted(files)


def _refuse(error: OSError) -> None:
    raise InputError(f"{error.filename} cannot be read: {(error.strerror or str(error)).lower()}") from error


def _is_wanted(path: str) -> bool:
    if not os.path.isfile(path):  # a pipe, a device, a link that leads nowhere or to itself
        return False
    if path.lower().endswith(ARCHIVES):
        return True
    if known_format(path) is None:
        return False
    try:
        with open(path, "rb") as stream:
            return is_rdf(path, stream)
    except OSError:
        return True  # so that reading it says why it cannot be read


def is_rdf(name: str, stream: IO[bytes]) -> bool:
    """Whether a file of an RDF format's ending may be RDF: those that share their ending with others must show it."""
    plain = _plain_name(name)
    if not plain.endswith((*SHARED, *TABLES, *WEB_PAGES)):
        return True
    try:
        head = decompress(NamedStream(stream, name)).read(CHUNK)
    except InputError:
        return True  # so that reading it says why
    if plain.endswith(TABLES):
        return is_table(plain, head)
    if plain.endswith(WEB_PAGES):
        return any(sign in head for sign in _PAGE_SIGNS)
    return any(sign in head or sign.decode().encode("utf-16-le") in head for sign in _SIGNS)


def _plain_name(name: str) -> str:
    name = name.lower()
    return name.rpartition(".")[0] if name.rpartition(".")[2] in COMPRESSIONS else name


def passed_over(place: str, others: list[str]) -> list[str]:
    """What to say of files of a folder or an archive that are not read."""
    if not others:
        return []
    shown = ", ".join(others[:5]) + (", …" if len(others) > 5 else "")
    return [f"{place}: {counted(len(others), 'files')} passed over, not RDF by name: {shown}"]


def file_path(location: str) -> str:
    """The path that ``file:///…`` stands for; any other location as it is."""
    if not location.lower().startswith("file:"):
        return location
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    parts = urlsplit(location)
    if parts.netloc not in ("", "localhost"):
        raise InputError(f"{location} names a file on another machine ({parts.netloc}); copy it here")
    return url2pathname(parts.path)


def file_address(path: str) -> str:
    """The address of a file, against which its relative IRIs are resolved (RFC 3986, 5.1.3)."""
    from pathlib import Path

    return Path(os.path.abspath(path)).as_uri()
