"""What a store says of itself: ``wenmai.store``, a few lines of text under a checksum."""

from __future__ import annotations

import os

from wenmai.errors import StoreError
from wenmai.records import NamedTuple

FORMAT = 3
MARK = "wenmai.store"
GENERATION = "g-"


class File(NamedTuple):
    """A file that was loaded: as it was named, its size in bytes, and a hash of them."""

    location: str
    size: int
    hash: str


class Meta(NamedTuple):
    """What a store says of itself; no date, so that the same files make the same store."""

    id: str
    generation: str
    quads: int
    nodes: int
    links: int
    names: int
    pinyin: bool
    files: tuple[File, ...]
    engine: str = ""
    """The address of the SPARQL endpoint that has the triples, of a store that holds links and names only."""

    def write(self) -> str:
        """The text of ``wenmai.store``, under a checksum."""
        lines = [
            f"wenmai store {FORMAT}",
            *(f"{key} {value}" for key, value in zip(self._fields[:-2], self[:-2], strict=True)),
        ]
        lines += [f"engine {self.engine}"] if self.engine else []
        lines += [
            f"file {file.size} {file.hash} {file.location.encode('unicode_escape').decode()}" for file in self.files
        ]
        text = "\n".join(lines) + "\n"
        return f"{text}check {_check(text)}\n"

    @classmethod
    def read(cls, text: str) -> Meta:
        """Read it; raises ``ValueError`` or ``KeyError`` when it is not what :meth:`write` wrote."""
        body, _, check = text.rpartition("check ")
        if check != _check(body) + "\n":
            raise ValueError("its checksum is wrong")
        facts, files = {}, []
        for line in body.splitlines()[1:]:
            key, _, value = line.partition(" ")
            if key == "file":
                size, digest, location = value.split(" ", 2)
                files.append(File(location.encode().decode("unicode_escape"), int(size), digest))
            else:
                facts[key] = value
        quads, nodes, links, names = (int(facts[key]) for key in ("quads", "nodes", "links", "names"))
        told = facts["id"], facts["generation"], quads, nodes, links, names, facts["pinyin"] == "True"
        return cls(*told, tuple(files), facts.get("engine", ""))


def read_meta(folder: str) -> Meta:
    """What a store says of itself."""
    path = os.path.join(folder, MARK)
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except (FileNotFoundError, NotADirectoryError):
        raise StoreError(f"{folder} is not a wenmai store; make one with 'wenmai load FILES --into {folder}'") from None
    except (OSError, ValueError) as error:
        raise StoreError(f"{path} cannot be read ({error}); load the store again") from error
    version = text.partition("\n")[0].removeprefix("wenmai store ")
    if text.startswith("wenmai store ") and version != str(FORMAT):
        raise StoreError(
            f"{folder} was made by another version of wenmai (format {version}, this one reads {FORMAT}); load it again"
        )
    try:
        meta = Meta.read(text)
    except (ValueError, KeyError) as error:
        raise StoreError(f"{path} is damaged ({error}); load the store again") from error
    if not meta.generation.startswith(GENERATION) or not meta.generation[len(GENERATION) :].isdigit():
        raise StoreError(f"{path} names {meta.generation!r}, which is no part of a store; load the store again")
    return meta


def _check(text: str) -> str:
    """The CRC-32 of the text above, in hexadecimal digits."""
    from zlib import crc32

    return f"{crc32(text.encode()):08x}"
