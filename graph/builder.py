"""Building the path index: one pass over the quads, then one sort.

The pass keeps what it must in flat arrays of numbers (a link is twelve bytes) and one dictionary of IRIs; texts go to a
file when the index is built into a folder. Whether a resource is apparatus may be said long after it was first used,
so everything is filtered at the end.
"""

from __future__ import annotations

from array import array
from itertools import accumulate, compress
from typing import TYPE_CHECKING, NamedTuple

from graph.dating import Dated, edtf
from graph.index import FILE, KIND, NAMED, NONE, Index
from graph.results import Evidence
from graph.sections import hold, read, table, write
from graph.terms import APPARATUS_TYPES, DCTERMS, RDF, STRUCTURAL, TYPE, WM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pyoxigraph
    from _typeshed import ReadableBuffer

PROV = "http://www.w3.org/ns/prov#"
SOURCES = (
    PROV + "wasDerivedFrom",
    PROV + "wasQuotedFrom",
    PROV + "hadPrimarySource",
    DCTERMS + "source",
    "http://purl.org/dc/elements/1.1/source",
)
"""Predicates by which other people's reified statements name their source."""

ROLES = {
    RDF + "subject": "subject",
    RDF + "predicate": "predicate",
    RDF + "object": "object",
    RDF + "reifies": "reifies",
    WM + "evidence": "evidence",
    WM + "document": "document",
    WM + "start": "start",
    WM + "end": "end",
    WM + "saidBy": "speaker",
    WM + "inferred": "inferred",
    WM + "when": "when",
    WM + "since": "since",
    WM + "until": "until",
    WM + "period": "when",
    WM + "begins": "begins",
    WM + "ends": "ends",
    WM + "approximate": "approximate",
    **dict.fromkeys(SOURCES, "source"),
}
"""Predicates that say who states a fact and when it holds."""

TEXT = 0x80000000
"""The bit that tells a literal from a resource in the arrays of roles."""

NODE, BORN = 1, 2


class Links(NamedTuple):
    """Sorted, distinct links: subjects, and predicate and object packed as ``predicate << 32 | object``."""

    subject: Sequence[int]
    key: Sequence[int]


class Builder:
    """Collects quads and builds their index.

    Feed it with :meth:`tap`, whose quads pass through unchanged on their way to a store, then call :meth:`finish`.
    """

    def __init__(self, folder: str | None = None) -> None:
        self.folder = folder
        self.triples = 0
        self._ids: dict[str, int] = {}
        self._literals: dict[str, int] = {}
        self._flags = bytearray()
        self._predicates: dict[str, int] = {}
        self._links = (array("I"), array("I"), array("I"))
        self._graphs: tuple[array[int], array[int]] = (array("I"), array("I"))
        self._types = (array("I"), array("I"))
        self._roles: dict[str, tuple[array[int], array[int]]] = {
            role: (array("I"), array("I")) for role in sorted(set(ROLES.values()))
        }
        self._quoted: dict[tuple[int, int, int], int] = {}
        self._texts = Texts(folder)

    def add(self, quad: pyoxigraph.Quad) -> None:
        """Take one quad."""
        for _ in self.tap((quad,)):
            pass

    def tap(self, quads: Iterable[pyoxigraph.Quad]) -> Iterator[pyoxigraph.Quad]:
        """Pass quads through, taking note of each.

        This loop is most of the cost of a load beside the store's own: it is long so that it need not call.
        """
        from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode

        ids, flags, predicates = self._ids, self._flags, self._predicates
        subjects, numbers, objects = self._links
        names, roles, texts = {iri: kind for kind, iri in enumerate(NAMED)}, ROLES, self._texts
        for quad in quads:
            yield quad
            self.triples += 1
            node, iri, target = quad.subject, quad.predicate.value, quad.object
            name = node.value if type(node) is NamedNode else f"_:{node.value}"
            subject = ids.get(name)
            if subject is None:
                subject = ids[name] = len(ids)
                flags.append(0)
            kind = type(target)
            if kind is NamedNode or kind is BlankNode:
                name = target.value if kind is NamedNode else f"_:{target.value}"
                other = ids.get(name)
                if other is None:
                    other = ids[name] = len(ids)
                    flags.append(0)
                if iri in roles:
                    self._note(roles[iri], subject, other)
                if iri in STRUCTURAL:
                    if iri == TYPE:
                        self._types[0].append(subject)
                        self._types[1].append(other)
                        flags[subject] |= NODE
                    continue
                number = predicates.get(iri)
                if number is None:
                    number = predicates[iri] = len(predicates)
                if type(quad.graph_name) is not DefaultGraph:
                    self._graphs[0].append(len(subjects))
                    self._graphs[1].append(self._id(quad.graph_name))
                subjects.append(subject)
                numbers.append(number)
                objects.append(other)
            elif kind is Literal:
                flags[subject] |= NODE
                if iri in names:
                    texts.add(subject, names[iri], target.language or "", target.value)
                elif iri in roles:
                    self._note(roles[iri], subject, self._literal(target.value) | TEXT)
            elif iri in roles:
                self._quote(roles[iri], subject, target)

    def _id(self, resource: pyoxigraph.NamedNode | pyoxigraph.BlankNode) -> int:
        from pyoxigraph import NamedNode

        name = resource.value if isinstance(resource, NamedNode) else f"_:{resource.value}"
        number = self._ids.setdefault(name, len(self._ids))
        if number == len(self._flags):
            self._flags.append(0)
        return number

    def _literal(self, text: str) -> int:
        return self._literals.setdefault(text, len(self._literals))

    def _note(self, role: str, subject: int, value: int) -> None:
        about, values = self._roles[role]
        about.append(subject)
        values.append(value)

    def _quote(self, role: str, subject: int, triple: object) -> None:
        """Take ``_:r rdf:reifies <<( s p o )>>``, the reified statement of RDF 1.2."""
        from pyoxigraph import BlankNode, NamedNode, Triple

        if role != "reifies" or not isinstance(triple, Triple):
            return
        ends = (triple.subject, triple.predicate, triple.object)
        if all(isinstance(end, NamedNode | BlankNode) for end in ends):
            for part, end in zip(("subject", "predicate", "object"), ends, strict=True):
                self._note(part, subject, self._id(end))  # type: ignore[arg-type]
        self._note("reifies", subject, subject)

    def finish(self, store: str = "") -> Index:
        """Sort what was collected, and write the index if there is a folder; the builder is spent then."""
        facts, parts = Assembly(self).sections()
        if self.folder is None:
            return Index(hold(KIND, facts, parts))
        path = f"{self.folder}/{FILE}"
        write(path, KIND, {**facts, "store": store}, parts)
        self._texts.close()
        return Index(read(path, KIND, store))


class Texts:
    """The names met on the way: numbers in arrays, texts in memory or in a file."""

    def __init__(self, folder: str | None) -> None:
        self.nodes, self.kinds, self.languages, self.sizes = array("I"), array("B"), array("H"), array("I")
        self.tags: dict[str, int] = {}
        self._folder, self._file = folder, None
        self._blob = bytearray()

    def add(self, node: int, kind: int, language: str, text: str) -> None:
        """Keep a name of a node."""
        encoded = text.encode()
        self.nodes.append(node)
        self.kinds.append(kind)
        self.languages.append(min(self.tags.setdefault(language, len(self.tags)), 0xFFFF))
        self.sizes.append(len(encoded))
        self._blob += encoded

    def all(self) -> list[bytes]:
        """The texts, in the order they came."""
        blob, at = bytes(self._blob), list(accumulate(self.sizes, initial=0))
        return [blob[start:end] for start, end in zip(at, at[1:], strict=False)]

    def close(self) -> None:
        """Let go of the file."""


class Assembly:
    """The end of the pass: filter, number and sort."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.names = list(builder._ids)
        self.hidden = self._apparatus()
        self.iris, self.number = self._number_nodes()
        self.predicates, self.predicate_number = self._number_predicates()

    def _apparatus(self) -> bytearray:
        """A flag for every resource that only says where facts come from."""
        builder, hidden = self.builder, bytearray(len(self.names))
        classes = {builder._ids[iri] for iri in APPARATUS_TYPES if iri in builder._ids}
        for resource, kind in zip(*builder._types, strict=True):
            if kind in classes:
                hidden[resource] = 1
        for resource in builder._roles["reifies"][0]:
            hidden[resource] = 1
        return hidden

    def _kept(self) -> Iterator[tuple[int, int, int, int]]:
        """The links that can be walked, with their place in the stream."""
        hidden = self.hidden
        for place, (subject, number, other) in enumerate(zip(*self.builder._links, strict=True)):
            if not hidden[subject] and not hidden[other]:
                yield place, subject, number, other

    def _number_nodes(self) -> tuple[list[str], array[int]]:
        flags = self.builder._flags
        for _, subject, _, other in self._kept():
            flags[subject] |= NODE
            flags[other] |= NODE
        shown = bytearray(flag and not hidden for flag, hidden in zip(flags, self.hidden, strict=True))
        iris = sorted(compress(self.names, shown))
        number = array("I", [NONE]) * len(self.names)
        for new, iri in enumerate(iris):
            number[self.builder._ids[iri]] = new
        return iris, number

    def _number_predicates(self) -> tuple[list[str], array[int]]:
        used = {number for _, _, number, _ in self._kept()}
        old = self.builder._predicates
        predicates = sorted(iri for iri, number in old.items() if number in used)
        number = array("I", [NONE]) * len(old)
        for new, iri in enumerate(predicates):
            number[old[iri]] = new
        return predicates, number

    def sections(self) -> tuple[dict[str, str], list[tuple[str, ReadableBuffer]]]:
        """The facts and the sections of the index."""
        links = self.links()
        wide = "H" if len(self.predicates) < 0x8000 else "I"
        facts = {"nodes": str(len(self.iris)), "links": str(len(links.subject)), "way": wide}
        notes = Notes(self, links)
        parts: list[tuple[str, ReadableBuffer]] = [
            *table("iri", self.iris),
            *self.hash(),
            *self.adjacency(links, wide),
            *table("predicate", self.predicates),
            ("predicate.count", self.counts(links)),
            *self.types(),
            *self.texts(),
            *notes.sections(),
        ]
        return facts, parts

    def links(self) -> Links:
        """The links in the order of (subject, predicate, object), each once."""
        number, predicate = self.number, self.predicate_number
        packed = sorted(
            {number[subject] << 64 | predicate[way] << 32 | number[other] for _, subject, way, other in self._kept()}
        )
        return Links(array("I", [link >> 64 for link in packed]), array("Q", [link & (1 << 64) - 1 for link in packed]))

    def counts(self, links: Links) -> array[int]:
        counts = array("I", [0]) * len(self.predicates)
        for key in links.key:
            counts[key >> 32] += 1
        return counts

    def adjacency(self, links: Links, wide: str) -> list[tuple[str, ReadableBuffer]]:
        """Both ends of every link, by node, in the order of (other, predicate, not forward)."""
        entries = []
        for link, (subject, key) in enumerate(zip(links.subject, links.key, strict=True)):
            predicate, other = key >> 32, key & NONE
            entries.append((subject, other, predicate << 1, link))
            entries.append((other, subject, predicate << 1 | 1, link))
        entries.sort()
        return [
            ("link.at", _starts((entry[0] for entry in entries), len(self.iris))),
            ("link.other", array("I", [entry[1] for entry in entries])),
            ("link.way", array(wide, [entry[2] for entry in entries])),
            ("link.link", array("I", [entry[3] for entry in entries])),
        ]

    def hash(self) -> list[tuple[str, ReadableBuffer]]:
        """Nodes by the checksum of their IRI, in twice as many slots as nodes at most."""
        from zlib import crc32

        slots = max(1, len(self.iris))
        entries = sorted((crc32(iri.encode()) % slots, node) for node, iri in enumerate(self.iris))
        return [
            ("hash.at", _starts((slot for slot, _ in entries), slots)),
            ("hash.node", array("I", [node for _, node in entries])),
        ]

    def types(self) -> list[tuple[str, ReadableBuffer]]:
        number, names = self.number, self.names
        pairs = sorted(
            {(number[node], names[kind]) for node, kind in zip(*self.builder._types, strict=True) if number[node] != NONE}
        )
        classes = sorted({kind for _, kind in pairs})
        place = {kind: position for position, kind in enumerate(classes)}
        return [
            ("type.at", _starts((node for node, _ in pairs), len(self.iris))),
            ("type.class", array("I", [place[kind] for _, kind in pairs])),
            *table("class", classes),
        ]

    def texts(self) -> list[tuple[str, ReadableBuffer]]:
        """Names by node, the best kind first; a name given twice is kept once."""
        texts, number = self.builder._texts, self.number
        tags = sorted(texts.tags)
        place = {texts.tags[tag]: position for position, tag in enumerate(tags)}
        rows = sorted(
            {
                (number[node], kind, place[language], text)
                for node, kind, language, text in zip(
                    texts.nodes, texts.kinds, texts.languages, texts.all(), strict=True
                )
                if number[node] != NONE
            }
        )
        return [
            ("name.at", _starts((row[0] for row in rows), len(self.iris))),
            ("name.kind", array("B", [row[1] for row in rows])),
            ("name.language", array("H", [row[2] for row in rows])),
            ("text.at", array("Q", accumulate((len(row[3]) for row in rows), initial=0))),
            ("text", b"".join(row[3] for row in rows)),
            *table("language", tags),
        ]


def _starts(numbers: Iterable[int], size: int) -> array[int]:
    """Where each row of a compressed sparse row table starts, given the row of every entry."""
    counts = array("I", [0]) * (size + 1)
    for number in numbers:
        counts[number + 1] += 1
    return array("I", accumulate(counts))


class Notes:
    """Who states each link, and when it holds: from reified statements, from its subject, from its named graph."""

    def __init__(self, assembly: Assembly, links: Links) -> None:
        self.assembly, self.links = assembly, links
        roles = assembly.builder._roles
        self.texts = list(assembly.builder._literals)
        self.role = {role: _gather(*roles[role]) for role in roles}
        self.first = _starts(links.subject, len(assembly.iris))
        self.sets: dict[tuple[Evidence, ...], int] = {}
        self.times: dict[Dated, int] = {}
        self._dates: dict[int, Dated | None] = {}

    def sections(self) -> list[tuple[str, ReadableBuffer]]:
        said, dated = self._stated()
        self._inherit(said, dated)
        self._graphs(said)
        noted = sorted(said.keys() | dated.keys())
        cited, own = self._nodes()
        evidence = array("I", [self._set(said[link]) if link in said else NONE for link in noted])
        times = array("I", [self._time(dated[link]) if link in dated else NONE for link in noted])
        return [
            ("note.link", array("I", noted)),
            ("note.evidence", evidence),
            ("note.time", times),
            ("cited.node", array("I", sorted(cited))),
            ("cited.evidence", array("I", [self._set(cited[node]) for node in sorted(cited)])),
            ("dated.node", array("I", sorted(own))),
            ("dated.time", array("I", [self._time(own[node]) for node in sorted(own)])),
            *self._tables(),
        ]

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
        old = assembly.builder._predicates.get(assembly.names[ends[1]])
        subject, other = assembly.number[ends[0]], assembly.number[ends[2]]
        if old is None or NONE in (subject, other, assembly.predicate_number[old]):
            return None
        return self._place(subject, assembly.predicate_number[old] << 32 | other)

    def _place(self, subject: int, key: int) -> int | None:
        from bisect import bisect_left

        end = self.first[subject + 1]
        place = bisect_left(self.links.key, key, self.first[subject], end)
        return place if place < end and self.links.key[place] == key else None

    def _inherit(self, said: dict[int, set[Evidence]], dated: dict[int, Dated]) -> None:
        """What a subject cites, and its own time, go for all its facts."""
        assembly = self.assembly
        for subject in sorted(self.role["evidence"].keys() | self._timed()):
            node = assembly.number[subject]
            if node == NONE:
                continue
            evidence, time = self._cited(subject, "evidence"), self._when(subject)
            for link in range(self.first[node], self.first[node + 1]):
                if evidence:
                    said.setdefault(link, set()).update(evidence)
                if time is not None:
                    dated.setdefault(link, time)

    def _timed(self) -> set[int]:
        return {subject for role in ("when", "since", "until") for subject in self.role[role]}

    def _graphs(self, said: dict[int, set[Evidence]]) -> None:
        """A named graph states its links: its name is the document."""
        assembly = self.assembly
        subjects, ways, others = assembly.builder._links
        for place, graph in zip(*assembly.builder._graphs, strict=True):
            subject, other = assembly.number[subjects[place]], assembly.number[others[place]]
            if assembly.hidden[subjects[place]] or assembly.hidden[others[place]]:
                continue
            link = self._place(subject, assembly.predicate_number[ways[place]] << 32 | other)
            if link is not None:
                said.setdefault(link, set()).add(Evidence(assembly.names[graph]))

    def _nodes(self) -> tuple[dict[int, set[Evidence]], dict[int, Dated]]:
        """What nodes themselves cite, and when they are."""
        number = self.assembly.number
        cited = {
            number[subject]: self._cited(subject, "evidence") for subject in self.role["evidence"] if number[subject] != NONE
        }
        own = {}
        for subject in sorted(self._timed() | self.role["begins"].keys() | self.role["ends"].keys()):
            time = self._date(subject) or self._when(subject)
            if time is not None and number[subject] != NONE:
                own[number[subject]] = time
        return {node: evidence for node, evidence in cited.items() if evidence}, own

    def _cited(self, subject: int, *roles: str) -> set[Evidence]:
        speakers = [self._name(value) for value in self.role["speaker"].get(subject, ())]
        inferred = any(self._name(value) in ("true", "1") for value in self.role["inferred"].get(subject, ()))
        found = set()
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
        return self.texts[value & ~TEXT] if value & TEXT else self.assembly.names[value]

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
        """The time that a time entity or a date written as a literal stands for."""
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

    def _tables(self) -> list[tuple[str, ReadableBuffer]]:
        """The distinct sets of evidence and the distinct times, with the strings they use."""
        strings = sorted({text for group in self.sets for row in group for text in (row.document, row.said_by) if text is not None})
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
