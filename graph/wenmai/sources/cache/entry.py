"""One entry of the cache: found by what the files hold, written when they were read."""

from __future__ import annotations

import os
import weakref
from contextlib import suppress
from typing import TYPE_CHECKING

from wenmai.errors import StoreError
from wenmai.index import Index, open_index
from wenmai.names import vocabulary
from wenmai.once import made_once
from wenmai.prefixes import Prefixes
from wenmai.records import NamedTuple
from wenmai.sources.cache import folder
from wenmai.sources.cache.digest import hash_all
from wenmai.sources.cache.seen import content_hash
from wenmai.sources.cache.triples import CachedTriples, open_triples

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyoxigraph

    from wenmai.names import Names
    from wenmai.profiles import Interpretation, Profile
    from wenmai.reading import ReadOptions

VERSION = 39
"""The version of the entries: another layout or another reading of files has another number."""

QUADS = "quads.nq"
VOCABULARY = ("vocabulary.iri", "vocabulary.language", "vocabulary.label")
"""The tables of the packaged vocabulary's labels, which most answers need and which are Turtle, too."""
PACKAGED = "the packaged report"
LARGEST = 256 << 20
"""Files of more bytes together are not kept: they are what stores are for."""


class Read(NamedTuple):
    """What reading files gave: every quad, the prefixes they declare, and what was said of each."""

    quads: Sequence[pyoxigraph.Quad]
    prefixes: Mapping[str, str]
    conflicts: Sequence[str]
    notices: Sequence[str]


class Entry:
    """An open entry; each part opens when it is first used."""

    origin = "from the cache"

    def __init__(self, place: str, key: str, held: int = -1) -> None:
        if held >= 0:
            weakref.finalize(self, os.close, held)
        self.place, self._key = place, key
        self.index: Index = open_index(place, key)
        self.triples: CachedTriples = open_triples(place, key)
        self.index.prefixes = self.prefixes
        vocabulary.give_labels(self._labels())

    @made_once
    def names(self) -> Names:
        """The names of entities, with their pinyin."""
        from wenmai import names

        return names.open_names(f"{self.place}/{names.FILE}", self.index, self._key)

    @made_once
    def prefixes(self) -> Prefixes:
        """The prefixes that the files declare."""
        return Prefixes(dict(zip(self.triples.table("prefix"), self.triples.table("space"), strict=True)))

    def _labels(self) -> dict[str, dict[str, str]]:
        """The labels of the packaged vocabulary, by IRI and language."""
        found: dict[str, dict[str, str]] = {}
        columns = (self.triples.table(name) for name in VOCABULARY)
        for iri, language, label in zip(*columns, strict=True):
            found.setdefault(iri, {})[language] = label
        return found

    @property
    def conflicts(self) -> tuple[str, ...]:
        """What was said of prefixes that files declare differently."""
        return self.triples.table("conflict")

    @property
    def notices(self) -> tuple[str, ...]:
        """What else was said when the files were read."""
        return self.triples.table("notice")

    @property
    def locations(self) -> tuple[str, ...]:
        """The files."""
        return self.triples.table("location")

    def quads(self) -> Iterator[pyoxigraph.Quad]:
        """Every quad as the files write it, in their order."""
        import pyoxigraph

        form = pyoxigraph.RdfFormat.N_QUADS
        return iter(pyoxigraph.parse(path=f"{self.place}/{QUADS}", format=form, lenient=True))


def hash_files(locations: Sequence[str], options: ReadOptions | None) -> str | None:
    """The key of what is read from ``locations``; ``None`` where that cannot be told before it is read, or is too large."""
    from wenmai.system import packaged

    said: list[str] = []
    cache = folder.cache_folder()
    cache = cache if cache is not None and folder.is_safe(cache) else None
    own = (packaged.triples_path(), packaged.vocabulary_path())
    files = [
        packaged.vocabulary_path(),
        *_expanded(locations, said),
        *(file for _, file in (options.contexts if options else ())),
        *((options.profile,) if options and options.profile else ()),
    ]
    try:
        if any(not os.path.isfile(file) for file in files) or sum(map(os.path.getsize, files)) > LARGEST:
            return None
        parts = [f"wenmai cache {VERSION}", repr(tuple(options or ())), profiles_hash(), *said]
        for file in files:
            place = ("packaged", "") if file in own else (file, os.path.abspath(file))
            parts += [*place, content_hash(file, cache)]
    except OSError:
        return None  # reading it says why
    return hash_all(["\0".join(parts).encode("utf-8", "surrogateescape")])[:40]


def hash_text(text: bytes, options: ReadOptions | None) -> str | None:
    """The key of what was not read from a file; ``None`` where a person's own profile cannot be read."""
    try:
        own = _content(options.profile) if options and options.profile else b""
    except OSError:
        return None  # reading it says why
    parts = [f"wenmai cache {VERSION}", repr(tuple(options or ())), profiles_hash()]
    return hash_all(["\0".join(parts).encode("utf-8", "surrogateescape"), own, text])[:40]


def profiles_hash() -> str:
    """The SHA-256 of the profiles that come with wenmai: what they say is in every index."""
    from wenmai.system.packaged import profile_paths

    return hash_all(map(_content, profile_paths()))


def _content(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _may_name_tables(location: str) -> bool:
    """Whether a file may be metadata that name other files (CSVW)."""
    if not location.endswith(".json"):
        return False
    with open(location, "rb") as file:
        return b"/ns/csvw" in file.read(4096)


def _expanded(locations: Sequence[str], said: list[str]) -> Sequence[str]:
    """The files of ``locations``; plain files are known without the readers being loaded."""
    if all(os.path.isfile(location) and not _may_name_tables(location) for location in locations):
        return locations
    from wenmai.reading import expand_locations

    return expand_locations(locations, said)


def find(key: str) -> Entry | None:
    """The entry of a key, in the package or in the cache; one that is damaged is removed."""
    from wenmai.system import packaged

    shipped = packaged.index_folder(key)
    if os.path.isdir(shipped):
        with suppress(StoreError):
            found = Entry(shipped, key)
            found.origin = "from its packaged index"
            return found
    cache = folder.cache_folder()
    if cache is None or not folder.is_safe(cache):
        return None
    place = os.path.join(cache, key + folder.ENDING)
    held = folder.hold(place)
    if held is None:
        return None
    try:
        found = Entry(place, key, held)
        _ = found.names
    except StoreError:
        folder.discard(place)
        return None
    with suppress(OSError):
        os.utime(place)  # least recently used goes first
    return found


def keep(
    key: str,
    read: Read,
    locations: Sequence[str],
    own: Profile | None = None,
    meaning: Interpretation | None = None,
) -> Entry | None:
    """Write the entry of what was read, and open it; ``None`` where there is no cache, or it cannot be written.

    ``meaning`` is what the terms mean, where what was read is a part of a graph.
    """
    cache = folder.cache_folder()
    if cache is None:
        return None
    partial = os.path.join(cache, f"{folder.PARTIAL}{os.getpid()}-{os.urandom(4).hex()}")
    try:
        os.makedirs(cache, 0o700, exist_ok=True)
        if not folder.is_safe(cache):
            return None
        os.mkdir(partial, 0o700)
        held = folder.hold(partial)
        try:
            write_entry(partial, key, read, locations, own, meaning)
            with suppress(OSError):
                os.rename(partial, os.path.join(cache, key + folder.ENDING))  # else another process was first
        finally:
            if held is not None and held >= 0:
                os.close(held)
            if os.path.exists(partial):
                folder.discard(partial)
        folder.evict(cache)
    except OSError:
        return None
    return find(key)


def write_entry(
    place: str,
    key: str,
    read: Read,
    locations: Sequence[str],
    own: Profile | None = None,
    meaning: Interpretation | None = None,
) -> None:
    """Write the files of an entry into a folder that is there; the bytes depend on the arguments alone."""
    import pyoxigraph

    from wenmai import names
    from wenmai.index.builder import Builder
    from wenmai.sources.cache.triples import FILE, write_triples
    from wenmai.system import packaged

    with Builder(place, own, lambda _: iter(read.quads), meaning=meaning) as builder:
        for _ in builder.tap(read.quads):
            pass
        made = builder.finish(key)
    made.prefixes = Prefixes(read.prefixes)
    names.build(made, f"{place}/{names.FILE}", store=key)
    report = packaged.triples_path()
    named = (PACKAGED if place == report else place for place in locations)
    labels = [
        (iri, language, text)
        for iri, texts in vocabulary.vocabulary_labels().items()
        for language, text in texts.items()
    ]
    tables = dict(zip(VOCABULARY, zip(*labels, strict=True), strict=True)) | {
        "prefix": tuple(read.prefixes), "space": tuple(read.prefixes.values()),
        "conflict": tuple(read.conflicts), "notice": tuple(read.notices), "location": tuple(named),
    }  # fmt: skip
    write_triples(f"{place}/{FILE}", key, read.quads, tables)
    pyoxigraph.serialize(read.quads, output=f"{place}/{QUADS}", format=pyoxigraph.RdfFormat.N_QUADS)
