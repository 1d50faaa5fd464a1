"""The notes of an index: who states each link, and when it holds."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from functools import cache
from itertools import accumulate, chain, groupby
from typing import TYPE_CHECKING

from wenmai.evidence.citing import evidence_order
from wenmai.index.folds import find_link
from wenmai.index.layout import CLAIMED, INFERRED, NONE, width_of
from wenmai.index.said import EVIDENCE, EXTENT, SELVES, TIMES, Said
from wenmai.index.sections import table
from wenmai.model import Evidence
from wenmai.statements.reader import SPEAKING
from wenmai.statements.standing import PLAIN, SILENT, Standing
from wenmai.times.edtf import order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wenmai.index.assembly import Assembly
    from wenmai.index.sections import Parts
    from wenmai.index.sorting import SortedLinks
    from wenmai.statements.standing import Brief
    from wenmai.times.edtf import Dated

    Times = tuple[Dated, ...]
    """The times at which something holds, each once, the earliest first."""


class Told:
    """What is told of links, by link: its evidence, the times at which it holds, how it stands by each statement."""

    def __init__(self) -> None:
        self.evidence: dict[int, set[Evidence]] = {}
        self.times: dict[int, Times] = {}
        self.named: dict[int, tuple[Brief, ...]] = {}
        self.own: dict[int, Brief] = {}

    def take(self, link: int, evidence: Iterable[Evidence], time: Dated | None) -> None:
        """Take what one statement tells; several times of one link stay several, in order."""
        if evidence:
            self.evidence.setdefault(link, set()).update(evidence)
        if time is not None:
            self.times[link] = _put(self.times.get(link, ()), time)

    def standings(self) -> dict[int, Standing]:
        """The links that do not stand as what is stated and done does."""
        links = self.named.keys() | self.own.keys()
        found = {
            link: Standing.joined(self.named.get(link, ()), [self.own[link]] if link in self.own else [])
            for link in links
        }
        return {link: standing for link, standing in found.items() if standing != PLAIN}


class LinkNotes:
    """Who states each link, when it holds, how it stands: from statements, from its subject, from its named graph."""

    def __init__(self, assembly: Assembly, links: SortedLinks) -> None:
        self.assembly, self.links = assembly, links
        builder = assembly.builder
        folded = (link.node for link in (assembly.folds.derived if assembly.folds else ()))
        speaking = {*builder.graphs[1], *folded}
        self.said = Said(builder.roles, builder.literals, assembly.name, assembly.meaning, speaking)
        self.sets: dict[tuple[Evidence, ...], int] = {}
        self.times: dict[Times, int] = {}
        self.standings: dict[Standing, int] = {}

    def sections(self) -> Parts:
        """The sections."""
        told = self._stated()
        self._inherit(told)
        rows = self._rows(told)
        cited, own = self._nodes()
        return [
            *zip(("note.link", "note.evidence", "note.time", "note.standing"), rows, strict=True),
            ("cited.node", array("I", sorted(cited))),
            ("cited.evidence", array("I", [self._set(cited[node]) for node in sorted(cited)])),
            ("cited.values", array("I", [self._cited_values()])),
            ("dated.node", array("I", sorted(own))),
            ("dated.time", array("I", [self._time((own[node],)) for node in sorted(own)])),
            *self._tables(),
        ]

    def _rows(self, told: Told) -> tuple[array[int], ...]:
        """Every link that has evidence, a time or a standing of its own, with the number of each.

        Named graphs may state every link of a graph of millions, so they are merged in as they come, not gathered.
        """
        links = array(width_of(len(self.links.subject)))
        evidence, times, stands = array("I"), array("I"), array("I")
        said, dated, standings = told.evidence, told.times, told.standings()
        alone: dict[int, int] = {}
        stating = cache(self._graph_evidence)
        for link, graphs in self._merged(sorted(said.keys() | dated.keys() | standings.keys())):
            if link not in said and len(graphs) == 1:
                number = alone.get(graphs[0])
                if number is None:
                    number = alone[graphs[0]] = self._set(stating(graphs[0]))
            else:
                named = {one for graph in graphs for one in stating(graph)}
                number = self._set(named | said.get(link, set()))
            if number == NONE and link not in dated and link not in standings:
                continue
            links.append(link)
            evidence.append(number)
            times.append(self._time(dated[link]) if link in dated else NONE)
            standing = standings.get(link)
            stands.append(NONE if standing is None else self.standings.setdefault(standing, len(self.standings)))
        return links, evidence, times, stands

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

    def _graph_evidence(self, graph: int) -> tuple[Evidence, ...]:
        """What is said to be the source of a named graph: its name alone says where a link stands, not who states it."""
        return tuple(self.said.graph_evidence(graph))

    def _stated(self) -> Told:
        """What statements with a name tell, by link."""
        told = Told()
        briefs: dict[tuple[Brief, ...], tuple[Brief, ...]] = {}
        for statement, link in chain(self._reified(), self._folded()):
            if link is not None:
                evidence, time, brief = self.said.of(statement)
                told.take(link, evidence, time)
                every = (*told.named.get(link, ()), brief)
                told.named[link] = briefs.setdefault(every, every)  # the same few for millions of links
        return told

    def _reified(self) -> Iterator[tuple[int, int | None]]:
        """Every statement about a link that is stated, and that link."""
        for statement, *ends in chain(self.said.facts(), zip(*self.assembly.builder.reified, strict=True)):
            yield statement, self._link(*ends)

    def _folded(self) -> Iterator[tuple[int, int | None]]:
        """Every node that stands for a link, and that link."""
        for derived in self.assembly.folds.derived if self.assembly.folds else ():
            if derived.form == "fact":
                yield derived.node, find_link(self.assembly, self.links, derived)

    def _link(self, subject: int, predicate: int, other: int) -> int | None:
        """The link between two resources, by their first numbers and that of the predicate, which is a resource here."""
        assembly = self.assembly
        old = assembly.builder.predicates.get(assembly.name(predicate).encode())
        node, end = assembly.number[subject], assembly.number[other]
        if old is None or NONE in (node, end, assembly.predicate_number[old]):
            return None
        return self._place(node, assembly.predicate_number[old] << 32 | end)

    def _place(self, subject: int, key: int) -> int | None:
        first, end = self._facts(subject)
        place = bisect_left(self.links.key, key, first, end)
        return place if place < end and self.links.key[place] == key else None

    def _facts(self, subject: int) -> tuple[int, int]:
        """The first link of a subject, and the one after its last."""
        subjects = self.links.subject
        first = bisect_left(subjects, subject)
        return first, bisect_right(subjects, subject, first)

    def _inherit(self, told: Told) -> None:
        """What a subject tells of itself goes for all its facts; the time that a statement gives goes before its own."""
        assembly = self.assembly
        speaking = [predicate in SPEAKING for predicate in assembly.predicates]
        for subject in sorted(self.said.subjects(*SELVES)):
            node = assembly.number[subject]
            if node == NONE:
                continue
            evidence, time, brief = self.said.own(subject)
            for link in range(*self._facts(node)):
                told.take(link, evidence, None if link in told.times else time)
                if brief != SILENT and not speaking[self.links.key[link] >> 32]:
                    told.own[link] = brief

    def _graphs(self) -> Sequence[int]:
        """The links of named graphs, in order, as ``link << 32 | graph``: whole numbers without bound where 64 bits do not suffice."""
        is_wide = width_of(len(self.links.subject)) == "Q"
        assembly, rows = self.assembly, list[int]() if is_wide else array("Q")
        subjects, ways, others = assembly.columns
        for place, graph in zip(*assembly.builder.graphs, strict=True):
            subject, other = assembly.number[subjects[place]], assembly.number[others[place]]
            if NONE not in (subject, other):
                link = self._place(subject, assembly.predicate_number[ways[place]] << 32 | other)
                if link is not None:
                    rows.append(link << 32 | graph)
        return sorted(rows) if isinstance(rows, list) else assembly.sort.sort(rows)

    def _nodes(self) -> tuple[dict[int, set[Evidence]], dict[int, Dated]]:
        """What nodes themselves cite, and when they are."""
        number = self.assembly.number
        cited: dict[int, set[Evidence]] = {}
        own: dict[int, Dated] = {}
        for subject in sorted(self.said.subjects(EVIDENCE)):
            if number[subject] != NONE:
                cited[number[subject]] = set(self.said.own(subject).evidence)
        for subject in sorted(self.said.subjects(*TIMES, *EXTENT)):
            if number[subject] != NONE:
                time = self.said.date(subject) or self.said.own(subject).time
                if time is not None:
                    own[number[subject]] = time
        return cited, own

    def _cited_values(self) -> int:
        """How many facts whose objects are literals name a source: by a statement, or by their named graph."""
        builder, folds = self.assembly.builder, self.assembly.folds
        stated: list[tuple[int, object]] = [*self.said.values_stated(), *builder.quoted]
        found = {fact for statement, fact in stated if self.said.of(statement).evidence}
        linked = {link.node for link in folds.derived} if folds else set()
        hidden = folds.hidden.items() if folds else ()
        alone = [node for node, shape in hidden if shape.kind == "statement" and shape.led and node not in linked]
        folded = sum(bool(self.said.of(node).evidence) for node in alone)
        graphs = sum(many for graph, many in builder.valued.items() if self.said.graph_evidence(graph))
        return len(found) + folded + graphs

    def _set(self, evidence: Iterable[Evidence]) -> int:
        """The number of a set of evidence; NONE of the empty one."""
        ordered = tuple(sorted(evidence, key=evidence_order))
        if not ordered:
            return NONE
        return self.sets.setdefault(ordered, len(self.sets))

    def _time(self, times: Times) -> int:
        return self.times.setdefault(times, len(self.times))

    def _tables(self) -> Parts:
        """The distinct sets of evidence and the distinct times, with the strings they use."""
        strings = sorted(
            {text for group in self.sets for row in group for text in (row.document, row.said_by) if text is not None}
        )
        place: Mapping[str | None, int] = {text: position for position, text in enumerate(strings)}
        rows = array("I")
        for group in self.sets:
            for document, start, end, speaker, inferred, _ in group:
                numbers = (place[document], start, end, None if speaker is None else place[speaker], int(inferred))
                rows.extend(NONE if number is None or number > NONE else number for number in numbers)
        return [
            ("evidence.at", array("I", accumulate((len(group) for group in self.sets), initial=0))),
            ("evidence.row", rows),
            *table("source", strings),
            *table("time", ["|".join(map(_written, times)) for times in self.times]),
            *table("standing", [" ".join(_terms(standing)) for standing in self.standings]),
        ]


def _put(times: Times, time: Dated) -> Times:
    """Times with another one, each once, the earliest first; of a link's times the first is the one that is shown."""
    return tuple(sorted({*times, time}, key=lambda one: (order(one.begin or one.end or "0000-01-01"), one)))


def _written(time: Dated) -> str:
    return f"{time.text} {time.begin} {time.end}{' over' * time.over}"


def _terms(standing: Standing) -> Iterator[str]:
    """A standing as words parted by spaces, which no IRI holds."""
    yield INFERRED * standing.inferred or "-"
    yield CLAIMED * standing.claimed or "-"
    yield from standing.statuses
