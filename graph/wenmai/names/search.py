"""Looking names up: whole ones by hash, pieces where they occur, pinyin and initials by their spelling, the alike by likeness."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING

from wenmai.errors import AmbiguousName, NameNotFound
from wenmai.index import NONE, sections
from wenmai.model import Match
from wenmai.names.folding import fold, has_han, simplify
from wenmai.names.occurrences import Occurrences
from wenmai.terms import encodings, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wenmai.index import Index
    from wenmai.index.sections import Sections

EXACT, PREFIX, SUBSTRING, SPELT, INITIALS = 100, 90, 75, 70, 65
"""The scores of matches that are not fuzzy; a fuzzy one is scored by its similarity in percent."""

ABOUT = ("page", "record", "label", "note", "identifier", "reference", "statement", "geometry")
"""Kinds of nodes that are about a thing or say something of it: no rivals of the thing for its name."""

LEAST_LIKE = 60
"""Names less alike than this percentage are not offered."""

LIKENED = 50_000
"""Up to so many names a fuzzy search compares them all."""

PICKED = 5000
"""How many names it compares in a larger graph: those that share most pieces with the query."""

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
        return self._matches(self._hits(text), limit, language)

    def exactly(self, text: str, *, limit: int = 10, language: str = "zh") -> list[Match]:
        """The entities with exactly this name, folded; pieces of names and likeness are not looked at."""
        folded = fold(text)
        return self._matches(self._exact(folded), limit, language) if folded else []

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
            found = self._matches(self._meant(list(hits)), AmbiguousName.OFFERED + 1, language)
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

    def _ways(self, text: str) -> Iterator[Iterable[Hit]]:
        """The ways in which a name may be meant, the strictest first."""
        folded = fold(text)
        whole = self._exact(folded)
        written = [hit for hit in whole if self._written(hit[0]) == text.strip()]
        if any(how != "iri" for _, how, _ in written) or all(how == "iri" for _, how, _ in whole):
            yield written  # the end of an IRI, which nobody gave as a name, goes before no label in other letters
        yield whole or self._local(text)
        simple = simplify(folded)
        if simple != folded:
            yield self._exact(simple)
        yield self._beginning(folded)
        yield self._spelt_whole(folded)
        yield self._inside(folded)
        if simple != folded:
            yield self._beginning(simple)
            yield self._inside(simple)
        yield self._spelt(folded)

    def _hits(self, text: str) -> Iterator[Hit]:
        """All that a text finds, the best first; each is looked for when it is asked for."""
        folded = fold(text)
        if not folded:
            return
        hits = _some(self._textual(folded)) or (_some(self._textual(simplify(folded))) if has_han(folded) else None)
        hits = hits or _some(self._local(text))
        if hits is None:
            yield from _some(self._spelt(folded)) or self._alike(folded)
            return
        yield from hits
        if hits.first[2] <= SUBSTRING:
            yield from self._spelt(folded)

    def _textual(self, folded: str) -> Iterator[Hit]:
        yield from self._exact(folded)
        yield from self._beginning(folded)
        yield from self._inside(folded)

    def _meant(self, hits: list[Hit]) -> list[Hit]:
        """Of several hits those that a plain name may mean.

        Things go before what is about them and, where the name is whole, labels before aliases, these before ends of IRIs.
        """
        if len({self._node(entry) for entry, _, _ in hits}) < 2:
            return hits
        things = [hit for hit in hits if not self._is_about(self._node(hit[0]))] or hits
        order = {how: place for place, how in enumerate(("label", "alias", "iri"))}
        best = min(order.get(how, 0) for _, how, _ in things)
        return [hit for hit in things if order.get(hit[1], 0) == best]

    def _is_about(self, node: int) -> bool:
        """Whether a node is a page or a record about something, not a thing of its own."""
        classes, leading = self._about
        index = self._index
        if not classes.isdisjoint(index.types(node)):
            return True
        return bool(leading) and any(
            not forward and predicate in leading for _, predicate, forward, _ in index.links(node)
        )

    @cached_property
    def _about(self) -> tuple[frozenset[str], frozenset[int]]:
        """The classes of pages and records, and the predicates of links that lead to them."""
        meant = self._index.interpretation
        reached = {one for kind in meant.kinds(*ABOUT) for one in kind.reached}
        return meant.classes(*ABOUT), frozenset(
            number for number, iri in enumerate(self._index.predicates) if iri in reached
        )

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

    def owners(self) -> memoryview:
        """The node of each name."""
        return self._data.numbers("entry.node", "I", self.count)

    def folded(self, entry: int) -> str:
        """A name as it is compared."""
        at = self._data.numbers("entry.at", "Q", self.count + 1)
        return str(self._data.bytes("folded")[at[entry] : at[entry + 1] - 1], "utf-8", "replace")

    def _exact(self, folded: str) -> list[Hit]:
        """Entries whose folded name is this one: those of its slot, each compared, since a checksum may meet another."""
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

    @cached_property
    def _folded(self) -> Occurrences:
        return Occurrences(self._data, "folded", self._data.numbers("entry.at", "Q", self.count + 1))

    def _beginning(self, folded: str) -> Iterator[Hit]:
        """Names that begin with ``folded``."""
        for entry in self._folded.beginning(folded.encode("utf-8", "replace")) if folded else ():
            yield entry, "prefix", PREFIX

    def _inside(self, folded: str) -> Iterator[Hit]:
        """Names that hold ``folded`` elsewhere."""
        for entry in self._folded.inside(folded.encode("utf-8", "replace")) if folded else ():
            yield entry, "substring", SUBSTRING

    def _spelt_whole(self, folded: str) -> Iterator[Hit]:
        """Names whose whole pinyin is ``folded``, then those of which it is the initials."""
        spelling, ways = self._typed(folded)
        if spelling is None:
            return
        for way in ways:
            yield from self._spelt_by(spelling, "spelt", way + b"\n", "pinyin", SPELT + 1)
        yield from self._spelt_by(spelling, "initials", ways[0] + b"\n", "initials", INITIALS + 1)

    def _spelt(self, folded: str) -> Iterator[Hit]:
        """Names whose pinyin, or its initials, hold ``folded`` from a syllable on; whole ones first."""
        spelling, ways = self._typed(folded)
        if spelling is None:
            return
        for section, how, score, every in (
            ("spelt", "pinyin", SPELT, ways),
            ("initials", "initials", INITIALS, ways[:1]),
        ):
            for way in every:
                yield from self._spelt_by(spelling, section, way + b"\n", how, score + 1)
            for way in every:
                yield from self._spelt_by(spelling, section, way, how, score)
                yield from self._spelt_inside(spelling, section, way, how, score)

    def _typed(self, folded: str) -> tuple[Sections | None, list[bytes]]:
        """The spellings, and the pinyin that ``folded`` may be; none where it is not."""
        spelling = self._spellings() if _LATIN.fullmatch(folded) else None
        if spelling is None:
            return None, []
        from wenmai.names.pinyin import typed

        return spelling, [way.encode() for way in typed(folded.replace(" ", "").replace("'", ""))]

    def _spelt_by(self, spelling: Sections, section: str, needle: bytes, how: str, score: int) -> Iterator[Hit]:
        """Names whose spelling begins with ``needle``; not whole ones, if it is without a line's end."""
        at, owner = spelling.numbers(f"{section}.at", "Q"), spelling.numbers("spelt.entry", "I")
        for number in Occurrences(spelling, section, at).beginning(needle):
            if needle.endswith(b"\n") or at[number + 1] - at[number] > len(needle) + 1:
                yield owner[number], how, score

    def _spelt_inside(self, spelling: Sections, section: str, needle: bytes, how: str, score: int) -> Iterator[Hit]:
        """Names whose spelling holds ``needle`` from a later syllable on."""
        at, owner = spelling.numbers(f"{section}.at", "Q"), spelling.numbers("spelt.entry", "I")
        capitals = spelling.bytes("capitals")
        for place in Occurrences(spelling, section, at).places(needle):
            number = bisect_right(at, place) - 1
            if at[number] != place and (section == "initials" or 65 <= capitals[place] <= 90):
                yield owner[number], how, score

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
        """Entries that may be like the text: all of few, else those that share most of its pieces, ties by number."""
        if self.count <= LIKENED:
            return list(range(self.count))
        from collections import Counter

        size = 2 if has_han(folded) else 3
        pieces = {folded[start : start + size] for start in range(max(1, len(folded) - size + 1))}
        shared = Counter[int]()
        for piece in sorted(pieces)[:24]:
            found = chain(self._beginning(piece), self._inside(piece))
            shared.update(entry for entry, _, _ in islice(found, PICKED))
        ranked = sorted(shared, key=lambda entry: (-shared[entry], entry))
        return ranked[:PICKED]


class _Some:
    """Hits of which there is one at least."""

    def __init__(self, first: Hit, more: Iterator[Hit]) -> None:
        self.first, self._more = first, more

    def __iter__(self) -> Iterator[Hit]:
        yield self.first
        yield from self._more


def _some(hits: Iterable[Hit]) -> _Some | None:
    """The hits, if there are any."""
    more = iter(hits)
    first = next(more, None)
    return None if first is None else _Some(first, more)


def known_spelling(index: Index, iri: str) -> str:
    """An IRI as the graph writes it, with characters in percent or not; as it is where the graph has neither."""
    if index.find(iri) is not None or (iri.isascii() and "%" not in iri):
        return iri
    return next((other for other in encodings(iri) if index.find(other) is not None), iri)
