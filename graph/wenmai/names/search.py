"""Looking names up: whole ones by hash, pieces by a scan, pinyin and initials by their spelling, the alike by likeness."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from wenmai.errors import AmbiguousName, NameNotFound
from wenmai.index import NONE, sections
from wenmai.model import Match
from wenmai.names.folding import fold, has_han, simplify
from wenmai.terms import encodings, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wenmai.index import Index
    from wenmai.index.sections import Sections

EXACT, PREFIX, SUBSTRING, SPELT, INITIALS = 100, 90, 75, 70, 65
"""The scores of matches that are not fuzzy; a fuzzy one is scored by its similarity in percent."""

LEAST_LIKE = 60
"""Names less alike than this percentage are not offered."""

SCANNED = 4096
"""How many hits of a scan are ranked: more exist only for queries too short to mean one name, and the first hits are
the most connected entities."""

LIKENED = 50_000
"""How many names a fuzzy search compares at most; in a larger graph, those that share most pieces with the query."""

_LATIN = re.compile(r"[a-zü' ]*[a-zü][a-zü' ]*")

Hit = tuple[int, str, int]
"""A matched name: its entry, how it matched, its score."""


class Names:
    """The names of a graph's entities."""

    def __init__(self, data: Sections, index: Index) -> None:
        self._data, self._index = data, index
        self.count = data.number("entries")
        self._spelling: Sections | None = None

    def search(self, text: str, *, limit: int = 10, language: str = "zh") -> list[Match]:
        """The entities that ``text`` may name, the best first; an IRI or ``prefix:name`` finds its own.

        >>> import pyoxigraph
        >>> from wenmai import index
        >>> data = '<urn:a> <http://www.w3.org/2000/01/rdf-schema#label> "金融街"@zh .'
        >>> names = build(index.build(pyoxigraph.parse(data, pyoxigraph.RdfFormat.TURTLE)))
        >>> [(match.iri, match.how) for match in names.search("融街") + names.search("jrj")]
        [('urn:a', 'substring'), ('urn:a', 'initials')]
        """
        iri = self._read(text)
        node = self._index.find(iri) if iri else None
        if node is not None and iri is not None:
            return [Match(iri, self._index.label(node, language), text, "iri", EXACT)][:limit]
        if iri is not None:
            return self._matches(self._verbatim(text), limit, language)
        return self._matches(self._hits(text, limit), limit, language)

    def verify(self) -> None:
        """Compare the checksums of all its sections; raises StoreError when a byte has changed."""
        sections.verify(self._data)

    def resolve(self, text: str, language: str = "zh") -> str:
        """The IRI of the one entity that ``text`` names; an IRI or ``prefix:name`` is expanded, known or not.

        What is written like ``prefix:name`` is that, or a whole name to the letter: it is never taken for part of a name.
        Else the first of these that finds an entity decides: the whole name, exactly as written, then folded; the local name
        of an IRI; the beginning of a name; its pinyin or initials; a piece of it.

        Raises:
            AmbiguousName: several entities share the name; all are offered (up to 20).
            NameNotFound: none has it; the nearest are offered.
        """
        iri = self._read(text)
        if iri is not None:
            return iri
        prefix = self._index.prefixes.unknown(text)
        for hits in self._ways(text) if prefix is None else [self._verbatim(text)]:
            found = self._matches(hits, AmbiguousName.OFFERED + 1, language)
            if len(found) == 1:
                return found[0].iri
            if found:
                raise AmbiguousName(text, found)
        raise NameNotFound(text, self._matches(self._alike(fold(text)), 3, language), prefix=prefix)

    def _read(self, text: str) -> str | None:
        """The IRI that ``text`` writes out, with the graph's prefixes or in full."""
        iri = self._index.prefixes.read(text, lambda iri: self._index.find(iri) is not None)
        return iri if iri is None else known_spelling(self._index, iri)

    def _verbatim(self, text: str) -> list[Hit]:
        """Entities with exactly the name ``text`` (ignoring case), or whose IRI ends in it."""
        wanted = text.strip().casefold()
        return [hit for hit in self._exact(fold(text)) if self._written(hit[0]).casefold() == wanted] or self._local(
            text
        )

    def _ways(self, text: str) -> Iterator[list[Hit]]:
        """The ways in which a name may be meant, the strictest first."""
        folded = fold(text)
        whole = self._exact(folded)
        yield [hit for hit in whole if self._written(hit[0]) == text.strip()]
        yield whole or self._local(text)
        simple = simplify(folded)
        if simple != folded:
            yield self._exact(simple)
        prefix, substring = self._pieces(folded) if folded else ([], [])
        yield prefix
        yield [hit for hit in self._spelt(folded) if hit[2] in (SPELT + 1, INITIALS + 1)]
        yield substring
        if simple != folded:
            yield from self._pieces(simple)
        yield self._spelt(folded)

    def _hits(self, text: str, limit: int) -> list[Hit]:
        folded = fold(text)
        if not folded:
            return []
        hits = self._textual(folded, limit) or (self._textual(simplify(folded), limit) if has_han(folded) else [])
        hits = hits or self._local(text)
        if not hits or hits[0][2] <= SUBSTRING:
            hits += self._spelt(folded)
        return hits or self._alike(folded)

    def _textual(self, folded: str, limit: int) -> list[Hit]:
        exact = self._exact(folded)
        if len(exact) >= limit:
            return exact
        prefix, substring = self._pieces(folded, limit)
        return exact + prefix + substring

    def _matches(self, hits: Iterable[Hit], limit: int, language: str) -> list[Match]:
        """The first hit of each entity, as the person sees it."""
        index, found = self._index, dict[int, Match]()
        for entry, how, score in hits:
            node = self._node(entry)
            if node not in found:
                if len(found) == limit:
                    break
                found[node] = Match(
                    index.iri(node), index.label(node, language), self._written(entry), how, min(score, EXACT)
                )
        return list(found.values())

    def _cell(self, section: str, entry: int) -> int:
        numbers = self._data.numbers(section, "I")
        if not 0 <= entry < len(numbers):
            self._data.damaged(f"entry {entry} of section {section}")
        return int(numbers[entry])

    def _node(self, entry: int) -> int:
        # A negative entry is a node found by its IRI.
        return -1 - entry if entry < 0 else self._cell("entry.node", entry)

    def _written(self, entry: int) -> str:
        """A name as the graph has it."""
        number = NONE if entry < 0 else self._cell("entry.name", entry)
        return local_name(self._index.iri(self._node(entry))) if number == NONE else self._index.text(number)[2]

    def folded(self, entry: int) -> str:
        """A name as it is compared."""
        at = self._data.numbers("entry.at", "Q", self.count + 1)
        return str(self._data.bytes("folded")[at[entry] : at[entry + 1] - 1], "utf-8", "replace")

    def _exact(self, folded: str) -> list[Hit]:
        from zlib import crc32

        slots, entries = self._data.numbers("hash.at", "I"), self._data.numbers("hash.entry", "I", self.count)
        place = crc32(folded.encode("utf-8", "replace")) % (len(slots) - 1)
        found = []
        for entry in entries[slots[place] : slots[place + 1]].tolist():
            if entry >= self.count:
                self._data.damaged(f"entry {entry} of {self.count}")
            if self.folded(entry) == folded:
                found.append((entry, self._kind(entry), EXACT))
        return found

    def _kind(self, entry: int) -> str:
        number = self._cell("entry.name", entry)
        return (
            "iri" if number == NONE else "label" if self._index.text(number)[0] < self._index.label_kinds else "alias"
        )

    def _local(self, text: str) -> list[Hit]:
        """Entities whose IRI ends in ``text``, in the namespaces that the graph uses."""
        name = text.strip()
        spaces = dict.fromkeys((*self._index.prefixes.namespaces.values(), *self._data.strings("namespace").all()))
        names = dict.fromkeys((name, *encodings(name))) if name else ()
        nodes = {self._index.find(space + one) for space in spaces for one in names}
        return [(-1 - node, "iri", EXACT) for node in sorted(node for node in nodes if node is not None)]

    def _pieces(self, folded: str, limit: int = 20) -> tuple[list[Hit], list[Hit]]:
        """Names that begin with ``folded``, and names that hold it elsewhere."""
        needle, most = folded.encode("utf-8", "replace"), max(SCANNED, 16 * limit)
        at = self._data.numbers("entry.at", "Q", self.count + 1)
        prefix, substring = list[int](), list[int]()
        places = scan(self._data.bytes("folded"), needle, most)
        for entry, starts in entries(at, places):
            (prefix if starts else substring).append(entry)
        if len(places) == most:
            prefix = [entry for entry, _ in entries(at, scan(self._data.bytes("folded"), b"\n" + needle, most), 1)]
        return [(entry, "prefix", PREFIX) for entry in prefix], [(entry, "substring", SUBSTRING) for entry in substring]

    def _spelt(self, folded: str) -> list[Hit]:
        """Names whose pinyin, or its initials, hold ``folded`` from a syllable on; whole ones first."""
        if not _LATIN.fullmatch(folded):
            return []
        spelling = self._spellings()
        if spelling is None:
            return []
        from wenmai.names.pinyin import typed

        ways = typed(folded.replace(" ", "").replace("'", ""))
        spelt = [hit for way in ways for hit in self._spelt_by(spelling, "spelt", way.encode(), "pinyin", SPELT)]
        spelt.sort(key=lambda hit: -hit[2])
        return spelt + self._spelt_by(spelling, "initials", ways[0].encode(), "initials", INITIALS)

    def _spelt_by(self, spelling: Sections, section: str, needle: bytes, how: str, score: int) -> list[Hit]:
        blob, at = spelling.bytes(section), spelling.numbers(section + ".at", "Q")
        owner, capitals = spelling.numbers("spelt.entry", "I"), spelling.bytes("capitals")
        whole, start, inside = [], [], []
        for place in scan(blob, needle, 16 * SCANNED):
            if section == "spelt" and not 65 <= capitals[place] <= 90:
                continue
            number = bisect_right(at, place) - 1
            entry = owner[number]
            if at[number] != place:
                inside.append(entry)
            elif at[number + 1] - 1 == place + len(needle):
                whole.append(entry)
            else:
                start.append(entry)
        return [(entry, how, score + 1) for entry in whole] + [(entry, how, score) for entry in start + inside]

    def _spellings(self) -> Sections | None:
        """The pinyin of names: from the store if it was loaded with it, built here for a graph in memory."""
        if self._spelling is None and "spelt" in self._data:
            self._spelling = self._data
        elif self._spelling is None and not self._data.where:
            from wenmai.names.pinyin import spell

            self._spelling = sections.hold("names", {}, spell(map(self.folded, range(self.count))))
        return self._spelling

    def _alike(self, folded: str) -> list[Hit]:
        """Names that look like ``folded``, the most alike first."""
        from rapidfuzz import fuzz, process

        chosen = self._candidates(folded)
        found = process.extract(
            folded,
            [self.folded(entry) for entry in chosen],
            scorer=fuzz.ratio,
            score_cutoff=LEAST_LIKE,
            limit=64,
        )
        ranked = sorted((-score, chosen[place]) for _, score, place in found)
        return [(entry, "fuzzy", int(-score)) for score, entry in ranked]

    def _candidates(self, folded: str) -> list[int]:
        if self.count <= LIKENED:
            return list(range(self.count))
        from collections import Counter

        size = 2 if has_han(folded) else 3
        pieces = {folded[start : start + size] for start in range(max(1, len(folded) - size + 1))}
        at, shared = self._data.numbers("entry.at", "Q", self.count + 1), Counter[int]()
        for piece in sorted(pieces)[:24]:
            shared.update(
                {entry for entry, _ in entries(at, scan(self._data.bytes("folded"), piece.encode(), LIKENED))}
            )
        ranked = sorted(shared, key=lambda entry: (-shared[entry], entry))
        return ranked[:LIKENED]


def known_spelling(index: Index, iri: str) -> str:
    """An IRI as the graph writes it, with characters in percent or not; as it is where the graph has neither."""
    if index.find(iri) is not None or (iri.isascii() and "%" not in iri):
        return iri
    return next((other for other in encodings(iri) if index.find(other) is not None), iri)


def scan(blob: memoryview, needle: bytes, most: int) -> list[int]:
    """The first places of ``needle`` in ``blob``, in order, ``most`` at most."""
    from itertools import islice

    return [found.start() for found in islice(re.finditer(re.escape(needle), blob), most)]


def entries(at: memoryview, places: Iterable[int], skip: int = 0) -> Iterator[tuple[int, bool]]:
    """The entry of each place, and whether the place is its beginning; each entry once in a row."""
    last = -1
    for place in places:
        entry = bisect_right(at, place + skip) - 1
        if entry != last:
            yield entry, at[entry] == place + skip
        last = entry
