"""The end of building an index: filter what was collected, number it, sort it, and say who states what and when."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from itertools import accumulate, compress, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, cast
from zlib import crc32

from wenmai.dating import Dated, edtf
from wenmai.index import NONE
from wenmai.index.builder import TEXT
from wenmai.index.sections import table
from wenmai.index.sorting import sorter
from wenmai.model import Evidence
from wenmai.statements import SPOKEN
from wenmai.terms import APPARATUS_TYPES, STRUCTURAL, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wenmai.index.builder import Builder
    from wenmai.index.sections import Buffer, Parts
    from wenmai.index.sorting import Links, Sorter


BLOCK = 100_000
"""How many names are put in order at once."""

BLANK = re.compile(
    rb"(?:[\t-\r\x1c-\x20]|\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8f\xa8\xa9\xaf]|\xe2\x81[\x9f\xa0]|\xe3\x80\x80"
    rb"|\xef\xbb\xbf)*"
)
"""UTF-8 that shows nothing: white space, and characters without width."""


class Assembly:
    """Makes the sections of an index from what a builder collected, which is given up on the way."""

    def __init__(self, builder: Builder) -> None:
        self.builder, self.names = builder, cast("list[bytes | None]", builder.resources())
        self.columns = builder.links.columns()
        self.sort = sorter(len(builder.links))
        self.types = self.sort.ends_of(self.columns, builder.predicates[TYPE.encode()])
        hidden, flags = self._apparatus(), bytearray(len(self.names))
        for described in (builder.described, self.types[0]):
            self.sort.mark(flags, described)
        walked = bytearray(iri.decode() not in STRUCTURAL for iri in builder.predicates)
        used = self.sort.ends(self.columns, walked, hidden, flags)
        self.number, order = self._number_nodes(flags, hidden)
        self.predicates, self.predicate_number = self._number_predicates(used)
        self.nodes = len(order)
        self.iris = self._take_iris(order)
        self.links = self.sort.links(self.columns, self.number, self.predicate_number)
        wide = "H" if len(self.predicates) < 0x8000 else "I"
        spoken = sorted(iri for iri in map(bytes.decode, builder.predicates) if iri in SPOKEN)
        said = " ".join(["-", *([""] if builder.graphs[0] else []), *spoken])  # two spaces: named graphs occur
        self.facts = {"nodes": str(self.nodes), "links": str(len(self.links.subject)), "way": wide, "said": said}

    def _apparatus(self) -> bytearray:
        """A flag for every resource that only says where facts come from."""
        builder, hidden = self.builder, bytearray(len(self.names))
        apparatus = set(map(str.encode, APPARATUS_TYPES))
        classes = {kind for kind in set(self.types[1]) if self.names[kind] in apparatus}
        if classes:
            for resource, kind in zip(*self.types, strict=True):
                if kind in classes:
                    hidden[resource] = 1
        for resource in builder.roles["reifies"][0]:
            hidden[resource] = 1
        return hidden

    def _number_nodes(self, flags: bytearray, hidden: bytearray) -> tuple[array[int], array[int]]:
        """The new number of every resource, in the order of IRIs, NONE for those that are no nodes; and the nodes in order."""
        shown = (flag and not secret for flag, secret in zip(flags, hidden, strict=True))
        order = array("I", sorted(compress(range(len(self.names)), shown), key=self.names.__getitem__))  # type: ignore[arg-type]
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
        iris = [self.names[old] or b"" for old in order]
        hashes = array("I", map(crc32, iris))
        self._at, self._blob = array("Q", accumulate(map(len, iris), initial=0)), b"".join(iris)
        del iris
        self.names = [name if new == NONE else None for name, new in zip(self.names, self.number, strict=True)]
        slots, members = self.sort.buckets(hashes)
        return [("iri.at", self._at), ("iri", self._blob), ("hash.at", slots), ("hash.node", members)]

    def name(self, old: int) -> str:
        """The IRI of a resource by its first number."""
        iri = self.names[old]
        if iri is None:
            node = self.number[old]
            iri = self._blob[self._at[node] : self._at[node + 1]]
        return iri.decode()

    def sections(self) -> Iterator[tuple[str, Buffer]]:
        """The sections of the index, each made when it is asked for, so that those before it need not stay in memory."""
        yield from Notes(self, self.links).sections()
        del self.columns
        self.builder.links.close()
        yield "predicate.count", self.sort.counts(self.links, len(self.predicates))
        yield from table("predicate", self.predicates)
        yield from self._adjacency()
        yield from self._types()
        yield from self.iris
        yield from self._texts()

    def _adjacency(self) -> Parts:
        both = self.sort.adjacency(self.links, self.nodes, self.facts["way"])
        del self.links
        return [(f"link.{name}", column) for name, column in zip(both._fields, both, strict=True)]

    def _types(self) -> Parts:
        """Classes by node."""
        old = sorted(set(self.types[1]), key=self.name)
        place = array("I", [NONE]) * len(self.names)
        for position, number in enumerate(old):
            place[number] = position
        nodes, ranks = self.sort.pairs(self.types[0], self.sort.renumber(self.types[1], place), self.number)
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
        texts = self.builder.texts
        tags = sorted(texts.tags.lower)
        place = {texts.tags.lower[tag]: position for position, tag in enumerate(tags)}
        languages = array("H", map(place.__getitem__, texts.languages))
        source, at = texts.blob(), array("Q", accumulate(texts.sizes, initial=0))
        keys, places = self.sort.names(self.sort.renumber(texts.nodes, self.number), texts.kinds, languages)
        rows, start = Rows(), 0
        while start < len(keys):
            end = min(start + BLOCK, len(keys))
            while end < len(keys) and keys[end] >> 24 == keys[end - 1] >> 24:
                end += 1
            rows.take(array("Q", keys[start:end]), [source[at[name] : at[name + 1]] for name in places[start:end]])
            start = end
        return [*rows.sections(self.sort, self.nodes), *table("language", [tag.decode() for tag in tags])]


class Rows:
    """The names of nodes, in order."""

    def __init__(self) -> None:
        self._keys, self._sizes, self._blob = array("Q"), array("I"), bytearray()

    def take(self, keys: array[int], texts: list[bytes]) -> None:
        """Take the names of some nodes, in order, each with its key (:meth:`wenmai.index.sorting.Sorter.names`).

        A name that shows nothing is none: the next one is shown, or what the IRI calls its node.
        """
        if any(map(BLANK.fullmatch, texts)):
            seen = [not BLANK.fullmatch(text) for text in texts]
            keys, texts = array("Q", compress(keys, seen)), list(compress(texts, seen))
        if len(set(keys)) < len(keys):
            keys, texts = distinct(keys, texts)
        self._keys.extend(keys)
        self._sizes.extend(map(len, texts))
        self._blob += b"".join(texts)

    def sections(self, sort: Sorter, nodes: int) -> Parts:
        """The sections."""
        return [
            *zip(("name.at", "name.kind", "name.language"), sort.parts(self._keys, nodes), strict=True),
            ("text.at", array("Q", accumulate(self._sizes, initial=0))),
            ("text", self._blob),
        ]


def distinct(keys: array[int], texts: list[bytes]) -> tuple[array[int], list[bytes]]:
    """Names in order, those that share a key sorted and each once."""
    found = [
        (key, text)
        for key, group in groupby(zip(keys, texts, strict=True), key=itemgetter(0))
        for text in sorted({text for _, text in group})
    ]
    return array("Q", [key for key, _ in found]), [text for _, text in found]


class Notes:
    """Who states each link, and when it holds: from reified statements, from its subject, from its named graph."""

    def __init__(self, assembly: Assembly, links: Links) -> None:
        self.assembly, self.links = assembly, links
        roles = assembly.builder.roles
        self.texts = list(assembly.builder.literals)
        self.role = {role: _gather(*roles[role]) for role in roles}
        self.sets: dict[tuple[Evidence, ...], int] = {}
        self.times: dict[Dated, int] = {}
        self._dates: dict[int, Dated | None] = {}

    def sections(self) -> Parts:
        """The sections."""
        said, dated = self._stated()
        self._inherit(said, dated)
        rows = self._rows(said, dated)
        cited, own = self._nodes()
        return [
            *zip(("note.link", "note.evidence", "note.time"), rows, strict=True),
            ("cited.node", array("I", sorted(cited))),
            ("cited.evidence", array("I", [self._set(cited[node]) for node in sorted(cited)])),
            ("dated.node", array("I", sorted(own))),
            ("dated.time", array("I", [self._time(own[node]) for node in sorted(own)])),
            *self._tables(),
        ]

    def _rows(
        self, said: dict[int, set[Evidence]], dated: dict[int, Dated]
    ) -> tuple[array[int], array[int], array[int]]:
        """Every link that has evidence or a time, with the number of each.

        Named graphs may state every link of a graph of millions, so they are merged in as they come, not gathered.
        """
        links, evidence, times = array("I"), array("I"), array("I")
        alone: dict[int, int] = {}
        for link, graphs in self._merged(sorted(said.keys() | dated.keys())):
            if link not in said and len(graphs) == 1:
                number = alone.get(graphs[0])
                if number is None:
                    number = alone[graphs[0]] = self._set([Evidence(self.assembly.name(graphs[0]))])
            else:
                named = {Evidence(self.assembly.name(graph)) for graph in graphs}
                number = self._set(named | said.get(link, set())) if graphs or link in said else NONE
            links.append(link)
            evidence.append(number)
            times.append(self._time(dated[link]) if link in dated else NONE)
        return links, evidence, times

    def _merged(self, noted: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
        """Links in order, each with the named graphs that state it: those of ``noted`` and those of named graphs."""
        at = 0
        for link, rows in groupby(self._graphs(), lambda row: row >> 32):
            while at < len(noted) and noted[at] < link:
                yield noted[at], []
                at += 1
            at += at < len(noted) and noted[at] == link
            yield link, list(dict.fromkeys(row & NONE for row in rows))
        for link in noted[at:]:
            yield link, []

    def _stated(self) -> tuple[dict[int, set[Evidence]], dict[int, Dated]]:
        """Evidence and times from reified statements, by link."""
        said: dict[int, set[Evidence]] = {}
        dated: dict[int, Dated] = {}
        for statement in self.role["subject"]:
            link = self._link(statement)
            if link is None:
                continue
            evidence = self._cited(statement, "evidence", "source")
            if evidence:
                said.setdefault(link, set()).update(evidence)
            time = self._when(statement)
            if time is not None:
                dated[link] = min(dated.get(link, time), time)
        return said, dated

    def _link(self, statement: int) -> int | None:
        """The link that a reified statement states, if it is one."""
        assembly, ends = self.assembly, []
        for role in ("subject", "predicate", "object"):
            values = self.role[role].get(statement, ())
            if len(values) != 1 or values[0] & TEXT:
                return None
            ends.append(values[0])
        old = assembly.builder.predicates.get(assembly.name(ends[1]).encode())
        subject, other = assembly.number[ends[0]], assembly.number[ends[2]]
        if old is None or NONE in (subject, other, assembly.predicate_number[old]):
            return None
        return self._place(subject, assembly.predicate_number[old] << 32 | other)

    def _place(self, subject: int, key: int) -> int | None:
        first, end = self._facts(subject)
        place = bisect_left(self.links.key, key, first, end)
        return place if place < end and self.links.key[place] == key else None

    def _facts(self, subject: int) -> tuple[int, int]:
        """The first link of a subject, and the one after its last."""
        subjects = self.links.subject
        first = bisect_left(subjects, subject)
        return first, bisect_right(subjects, subject, first)

    def _inherit(self, said: dict[int, set[Evidence]], dated: dict[int, Dated]) -> None:
        """What a subject cites, and its own time, go for all its facts."""
        assembly = self.assembly
        for subject in sorted(self.role["evidence"].keys() | self._timed()):
            node = assembly.number[subject]
            if node == NONE:
                continue
            evidence, time = self._cited(subject, "evidence"), self._when(subject)
            for link in range(*self._facts(node)):
                if evidence:
                    said.setdefault(link, set()).update(evidence)
                if time is not None:
                    dated.setdefault(link, time)

    def _timed(self) -> set[int]:
        return {subject for role in ("when", "since", "until") for subject in self.role[role]}

    def _graphs(self) -> array[int]:
        """The links of named graphs, in order, as ``link << 32 | graph``."""
        assembly, rows = self.assembly, array("Q")
        subjects, ways, others = assembly.columns
        for place, graph in zip(*assembly.builder.graphs, strict=True):
            subject, other = assembly.number[subjects[place]], assembly.number[others[place]]
            if NONE not in (subject, other):
                link = self._place(subject, assembly.predicate_number[ways[place]] << 32 | other)
                if link is not None:
                    rows.append(link << 32 | graph)
        return assembly.sort.sort(rows)

    def _nodes(self) -> tuple[dict[int, set[Evidence]], dict[int, Dated]]:
        """What nodes themselves cite, and when they are."""
        number = self.assembly.number
        cited = {
            number[subject]: self._cited(subject, "evidence")
            for subject in self.role["evidence"]
            if number[subject] != NONE
        }
        own = {}
        for subject in sorted(self._timed() | self.role["begins"].keys() | self.role["ends"].keys()):
            time = self._date(subject) or self._when(subject)
            if time is not None and number[subject] != NONE:
                own[number[subject]] = time
        return {node: evidence for node, evidence in cited.items() if evidence}, own

    def _cited(self, subject: int, *roles: str) -> set[Evidence]:
        speakers: list[str | None] = [self._name(value) for value in self.role["speaker"].get(subject, ())]
        inferred = any(self._name(value) in ("true", "1") for value in self.role["inferred"].get(subject, ()))
        found: set[Evidence] = set()
        for role in roles:
            for value in self.role[role].get(subject, ()):
                document, start, end = self._passage(value)
                found.update(Evidence(document, start, end, speaker, inferred) for speaker in speakers or [None])
        return found

    def _passage(self, value: int) -> tuple[str, int | None, int | None]:
        documents = () if value & TEXT else self.role["document"].get(value, ())
        if not documents:
            return self._name(value), None, None
        start, end = (self._count(self.role[role].get(value, ())) for role in ("start", "end"))
        return min(map(self._name, documents)), start, end

    def _count(self, values: Sequence[int]) -> int | None:
        texts = sorted(self._name(value) for value in values)
        if len(texts) == 1 and texts[0].isascii() and texts[0].isdigit() and int(texts[0]) < NONE:
            return int(texts[0])
        return None

    def _name(self, value: int) -> str:
        return self.texts[value & ~TEXT] if value & TEXT else self.assembly.name(value)

    def _when(self, subject: int) -> Dated | None:
        """When a statement says it holds, or a subject says it was."""
        dates = {
            role: sorted(date for value in self.role[role].get(subject, ()) if (date := self._date(value)) is not None)
            for role in ("when", "since", "until")
        }
        if dates["when"]:
            return dates["when"][0]
        if not dates["since"] and not dates["until"]:
            return None
        since, until = (dates[role][0] if dates[role] else None for role in ("since", "until"))
        return Dated.between(since, until)

    def _date(self, value: int) -> Dated | None:
        """The time that a time entity or a date written as a literal denotes."""
        if value not in self._dates:
            self._dates[value] = self._read_date(value)
        return self._dates[value]

    def _read_date(self, value: int) -> Dated | None:
        if value & TEXT:
            return Dated.parse(self._name(value))
        begins, ends = (sorted(map(self._name, self.role[role].get(value, ()))) for role in ("begins", "ends"))
        vague = any(self._name(given) in ("true", "1") for given in self.role["approximate"].get(value, ()))
        if not begins and not ends:
            return None
        return edtf(begins[0] if begins else None, ends[-1] if ends else None, approximate=vague)

    def _set(self, evidence: Iterable[Evidence]) -> int:
        ordered = tuple(sorted(evidence, key=_evidence_order))
        return self.sets.setdefault(ordered, len(self.sets))

    def _time(self, time: Dated) -> int:
        return self.times.setdefault(time, len(self.times))

    def _tables(self) -> Parts:
        """The distinct sets of evidence and the distinct times, with the strings they use."""
        strings = sorted(
            {text for group in self.sets for row in group for text in (row.document, row.said_by) if text is not None}
        )
        place: Mapping[str | None, int] = {text: position for position, text in enumerate(strings)}
        rows = array("I")
        for group in self.sets:
            for document, start, end, speaker, inferred in group:
                numbers = (place[document], start, end, None if speaker is None else place[speaker], int(inferred))
                rows.extend(NONE if number is None else number for number in numbers)
        return [
            ("evidence.at", array("I", accumulate((len(group) for group in self.sets), initial=0))),
            ("evidence.row", rows),
            *table("source", strings),
            *table("time", [f"{time.text} {time.begin} {time.end}{' over' * time.over}" for time in self.times]),
        ]


def _gather(about: Iterable[int], values: Iterable[int]) -> dict[int, list[int]]:
    gathered: dict[int, list[int]] = {}
    for subject, value in zip(about, values, strict=True):
        row = gathered.setdefault(subject, [])
        if value not in row:
            row.append(value)
    return gathered


def _evidence_order(evidence: Evidence) -> tuple[str, int, int, str, bool]:
    document, start, end, speaker, inferred = evidence
    return document, -1 if start is None else start, -1 if end is None else end, speaker or "", inferred
