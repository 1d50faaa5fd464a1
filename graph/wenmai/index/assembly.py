"""The end of building an index: filter what was collected, number it, sort it."""

from __future__ import annotations

import re
from array import array
from itertools import accumulate, compress, groupby, islice
from operator import eq, itemgetter
from typing import TYPE_CHECKING, cast
from zlib import crc32

from wenmai.index.called import Called
from wenmai.index.columns import Blob
from wenmai.index.folds import Folds, fold_sections
from wenmai.index.layout import NONE, ROLE_NAMES, width_of
from wenmai.index.meaning import Meaning, most_shared
from wenmai.index.notes import LinkNotes
from wenmai.index.resources import in_order, let_go, some_of
from wenmai.index.said import RECALLED, noted_terms
from wenmai.index.sections import table
from wenmai.index.seen import SharedObject, write_seen
from wenmai.index.sorting import sorter
from wenmai.index.termnames import TermNames
from wenmai.profiles.guessing import guess_roles
from wenmai.profiles.profile import DOMAIN, NEVER
from wenmai.statements.reader import SPOKEN
from wenmai.statements.spellings import REIFIES
from wenmai.terms import APPARATUS_TYPES, STRUCTURAL, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wenmai.index.builder import Builder
    from wenmai.index.sections import Buffer, Parts
    from wenmai.index.sorting import Sorter

UNWALKED = NEVER | {"class"}
"""Roles of predicates that are read but make no links."""


BLOCK = 100_000
"""How many names are put in order at once."""

UNSEEN = (
    rb"(?:[\t-\r\x1c-\x20]|\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8f\xa8\xa9\xaf]|\xe2\x81[\x9f\xa0]|\xe3\x80\x80"
    rb"|\xef\xbb\xbf)*"
)
BLANK, BLANK_LINE = re.compile(UNSEEN), re.compile(b"\n" + UNSEEN + b"\n")
"""UTF-8 that shows nothing: white space, and characters without width; alone, and as one of several lines."""


BREAKS = b"\n", b"\r", b"\t"
"""What breaks the line of a name."""


class Assembly:
    """Makes the sections of an index from what a builder collected, which is given up on the way."""

    def __init__(self, builder: Builder) -> None:
        self.builder, self.names = builder, builder.resources()
        self.columns = builder.links.columns()
        self.sort = sorter(len(builder.links))
        self.types = self.sort.ends_of(self.columns, builder.predicates[TYPE.encode()])
        terms = Meaning(builder, self.columns, self.sort, self.names)
        self.meaning = terms.interpret(set(self.types[1]))
        if RECALLED in noted_terms([self.meaning]):
            self._recall()
        self.folds = Folds(self) if builder.folding else None
        hidden, flags = self._apparatus(), bytearray(len(self.names))
        self.types, self.seen = terms.types(self.meaning, self.types), terms.seen
        del terms  # and with it what it holds
        for described in (builder.described, self.types[0], *self._described_elsewhere()):
            self.sort.mark(flags, described)
        walked = bytearray(map(self.walked, map(bytes.decode, builder.predicates)))
        used = self.sort.ends(self.columns, walked, hidden, flags)
        self.number, order = self._number_nodes(flags, hidden)
        self.predicates, self.predicate_number = self._number_predicates(used)
        self.nodes = len(order)
        self.iris = self._take_iris(order)
        self.links = self.sort.links(self.columns, self.number, self.predicate_number, builder.links.release)
        self.counts = cast("Sequence[int]", memoryview(self.sort.counts(self.links, len(self.predicates))))
        self.shared = most_shared(self.links, self.counts, self.nodes) if builder.meaning is None else {}
        self.meaning = guess_roles(self.meaning, {self.predicates[one]: told[:2] for one, told in self.shared.items()})
        wide = "H" if len(self.predicates) < 0x8000 else "I"
        spoken = sorted(iri for iri in map(bytes.decode, builder.predicates) if iri in SPOKEN)
        said = " ".join(["-", *([""] if builder.graphs[0] else []), *spoken])  # two spaces: named graphs occur
        labels = str(len(self.meaning.labels))
        self.facts = {
            "nodes": str(self.nodes),
            "labels": labels,
            "links": str(len(self.links.subject)),
            "way": wide,
            "said": said,
        }
        if width_of(2 * len(self.links.subject)) == "Q":
            self.facts |= {"ends": "Q", "wide": width_of(len(self.links.subject))}

    def walked(self, predicate: str) -> bool:
        """Whether the triples of a predicate are links."""
        if not self.builder.folding:
            return predicate not in STRUCTURAL
        return self.meaning.role(predicate) not in UNWALKED

    def _recall(self) -> None:
        """Take the names by one predicate for what they also are here: what says who states a fact or when it holds."""
        builder, texts = self.builder, self.builder.texts
        named, blob, end = builder.predicates.named, texts.blob(), 0
        for node, kind, size in zip(texts.nodes, texts.kinds, texts.sizes, strict=True):
            start, end = end, end + size
            if named[kind] == RECALLED:
                builder.note(RECALLED, node, builder.literal(blob[start:end].decode()))

    def _described_elsewhere(self) -> Iterator[array[int]]:
        """The resources whose names stand on nodes of their own, and those of which nodes that are folded say a value."""
        for step in sorted({way[0] for naming in self.meaning.labels for way in naming if len(way) > 1}):
            number = self.builder.predicates.get(step.partition(" ")[0].encode())
            if number is not None:
                yield self.sort.ends_of(self.columns, number)[0]
        if self.folds:
            yield self.folds.valued

    def _apparatus(self) -> bytearray:
        """A flag for every resource that is no entity: it only says where facts come from, or is folded."""
        builder, hidden = self.builder, bytearray(len(self.names))
        apparatus = set(map(str.encode, APPARATUS_TYPES))
        classes = {kind for kind in set(self.types[1]) if self.names[kind] in apparatus}
        if classes:
            for resource, kind in zip(*self.types, strict=True):
                if kind in classes:
                    hidden[resource] = 1
        for resource in (*builder.roles[REIFIES][0], *(self.folds.hidden if self.folds else ())):
            hidden[resource] = 1
        return hidden

    def _number_nodes(self, flags: bytearray, hidden: bytearray) -> tuple[array[int], array[int]]:
        """The new number of every resource, in the order of IRIs, NONE for those that are no nodes; and the nodes in order."""
        shown = (int.from_bytes(flags) & ~int.from_bytes(hidden)).to_bytes(len(flags))
        order = in_order(self.names, shown)
        number = array("I", [NONE]) * len(self.names)
        for new, old in enumerate(order):
            number[old] = new
        return number, order

    def _number_predicates(self, used: Sequence[int]) -> tuple[list[str], array[int]]:
        old = [iri.decode() for iri in self.builder.predicates]
        number = array("I", [NONE]) * len(old)
        order = sorted(used, key=old.__getitem__)
        for new, place in enumerate(order):
            number[place] = new
        return [old[place] for place in order], number

    def _take_iris(self, order: array[int]) -> Parts:
        """The IRIs of nodes, and nodes by the checksum of their IRI; those of other resources stay in ``names``."""
        iris, sizes, hashes = Blob(self.builder.folder), array("I"), array("I")
        for start in range(0, len(order), BLOCK):
            some = some_of(self.names, order[start : start + BLOCK])
            hashes.extend(map(crc32, some))
            sizes.extend(map(len, some))
            iris.append(b"".join(some))
        self._at, self._blob = array("Q", accumulate(sizes, initial=0)), iris.whole()
        iris.close()
        self.names = let_go(self.names, self.number)
        slots, members = self.sort.buckets(hashes)
        return [("iri.at", self._at), ("iri", self._blob), ("hash.at", slots), ("hash.node", members)]

    def name(self, old: int) -> str:
        """The IRI of a resource by its first number."""
        node = self.number[old]
        return self.names[old].decode() if node == NONE else self.iri(node)

    def iri(self, node: int) -> str:
        """The IRI of a node by its number in the index."""
        return self._blob[self._at[node] : self._at[node + 1]].decode()

    def sections(self) -> Iterator[tuple[str, Buffer]]:
        """The sections of the index, each made when it is asked for, so that those before it need not stay in memory."""
        yield from LinkNotes(self, self.links).sections()
        yield from fold_sections(self, self.links)
        self.called = Called(self)
        self._terms = TermNames(self).sections()
        del self.columns
        self.builder.links.close()
        yield "predicate.count", memoryview(self.counts)  # type: ignore[arg-type]
        yield from table("predicate", self.predicates)
        roles = map(self.meaning.role, self.predicates) if self.builder.folding else [DOMAIN] * len(self.predicates)
        yield "predicate.role", bytes(map(ROLE_NAMES.index, roles))
        yield "interpretation", self.meaning.write().encode()
        yield from self._adjacency()
        yield from self._types()
        yield from self.iris
        yield from self._terms
        yield from self._texts()
        if self.builder.meaning is not None or self.builder.folder is not None:
            shared = {
                self.predicates[one]: SharedObject(links, most, self.iri(top))
                for one, (links, most, top) in self.shared.items()
            }
            yield from write_seen(self.seen, shared)
        del self.called  # which leads back here: without it all is let go of at once

    def _adjacency(self) -> Iterator[tuple[str, Buffer]]:
        folder = self.builder.folder
        at, other, way, link = self.sort.adjacency(self.links, self.nodes, self.facts["way"], folder)
        del self.links
        yield "link.way", way
        del way
        yield "link.link", link
        del link
        yield "link.at", at
        yield "link.other", other
        yield "link.weight", self.sort.weights(at, other, folder)

    def _types(self) -> Parts:
        """Classes by node; those that say nothing only where there is no other."""
        old = sorted(set(self.types[1]), key=self.name)
        place = array("I", [NONE]) * len(self.names)
        for position, number in enumerate(old):
            place[number] = position
        nodes, ranks = self.sort.pairs(self.types[0], self.sort.renumber(self.types[1], place), self.number)
        generic = {position for position, number in enumerate(old) if self.name(number) in self.meaning.generic}
        if generic:
            nodes, ranks = telling(nodes, ranks, generic)
        used = sorted(set(ranks))
        final = array("I", [NONE]) * len(old)
        for position, rank in enumerate(used):
            final[rank] = position
        return [
            ("type.at", self.sort.starts(nodes, self.nodes)),
            ("type.class", self.sort.renumber(ranks, final)),
            *table("class", [self.name(old[rank]) for rank in used]),
        ]

    def _texts(self) -> Parts:
        """Names by node, the best kind first; a name given twice is kept once."""
        texts, found = self.builder.texts, self.called
        tags = sorted(texts.tags.lower)
        place = {texts.tags.lower[tag]: position for position, tag in enumerate(tags)}
        languages = array("H", map(place.__getitem__, found.languages))
        keys, places = self.sort.names(self.sort.renumber(found.nodes, found.number), found.kinds, languages)
        rows, start = NameRows(self.builder.folder), 0
        while start < len(keys):
            end = min(start + BLOCK, len(keys))
            while end < len(keys) and keys[end] >> 24 == keys[end - 1] >> 24:
                end += 1
            some = keys[start:end]
            rows.take(array("Q", bytes(some) if isinstance(some, memoryview) else some), found.some(places[start:end]))
            start = end
            found.release()
        return [*rows.sections(self.sort, self.nodes), *table("language", [tag.decode() for tag in tags])]


class NameRows:
    """The names of nodes, in order."""

    def __init__(self, folder: str | None) -> None:
        self._keys, self._sizes, self._blob = array("Q"), array("I"), Blob(folder)

    def take(self, keys: array[int], texts: list[bytes]) -> None:
        """Take the names of some nodes, in order, each with its key (:meth:`wenmai.index.sorting.Sorter.names`).

        A name that shows nothing is none: the next one is shown, or what the IRI calls its node.
        """
        whole = b"\n".join(texts)
        if whole.count(b"\n") >= max(1, len(texts)) or b"\r" in whole or b"\t" in whole:
            texts = [b" ".join(text.split()) if any(mark in text for mark in BREAKS) else text for text in texts]
            whole = b"\n".join(texts)
        if BLANK_LINE.search(b"\n%b\n" % whole):
            seen = [not BLANK.fullmatch(text) for text in texts]
            keys, texts = array("Q", compress(keys, seen)), list(compress(texts, seen))
        if any(map(eq, keys, islice(keys, 1, None))):
            keys, texts = distinct(keys, texts)
        self._keys.extend(keys)
        self._sizes.extend(map(len, texts))
        self._blob.append(b"".join(texts))

    def sections(self, sort: Sorter, nodes: int) -> Parts:
        """The sections."""
        text = self._blob.whole()
        self._blob.close()
        return [
            *zip(("name.at", "name.kind", "name.language"), sort.parts(self._keys, nodes), strict=True),
            ("text.at", array("Q", accumulate(self._sizes, initial=0))),
            ("text", text),
        ]


def distinct(keys: array[int], texts: list[bytes]) -> tuple[array[int], list[bytes]]:
    """Names in order, those that share a key sorted and each once."""
    found = [
        (key, text)
        for key, group in groupby(zip(keys, texts, strict=True), key=itemgetter(0))
        for text in sorted({text for _, text in group})
    ]
    return array("Q", [key for key, _ in found]), [text for _, text in found]


def telling(nodes: array[int], classes: array[int], generic: set[int]) -> tuple[array[int], array[int]]:
    """Pairs of nodes and classes without those classes that say nothing of a node that has another.

    >>> telling(array("I", [1, 1, 2]), array("I", [5, 6, 5]), {5})
    (array('I', [1, 2]), array('I', [6, 5]))
    """
    told = {node for node, kind in zip(nodes, classes, strict=True) if kind not in generic}
    kept = [kind not in generic or node not in told for node, kind in zip(nodes, classes, strict=True)]
    return array("I", compress(nodes, kept)), array("I", compress(classes, kept))
