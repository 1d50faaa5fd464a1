"""The notes of an index: who states each link, and when it holds."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from wenmai.dating import Dated, edtf
from wenmai.index.layout import NONE, TEXT
from wenmai.index.sections import table
from wenmai.model import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wenmai.index.assembly import Assembly
    from wenmai.index.sections import Parts
    from wenmai.index.sorting import SortedLinks


class LinkNotes:
    """Who states each link, and when it holds: from reified statements, from its subject, from its named graph."""

    def __init__(self, assembly: Assembly, links: SortedLinks) -> None:
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
