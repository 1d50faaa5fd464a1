"""A proposal: what was captured, as ordinary Turtle in wenmai's ontology, each figure with its passage, rule and confidence.

The same documents give the same bytes. Terms, times and units have the same names everywhere; places and indicators are
those of a collection; passages and figures have their document in their names.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from wenmai.capture.proposing.celled import cite_unit, label_cell, unit_beside
from wenmai.capture.proposing.dated import write_times
from wenmai.capture.proposing.english import STATUS, bounded, indicator_name, place_name, time_names, unit_name
from wenmai.capture.proposing.entities import NameWriter
from wenmai.capture.proposing.naming import GivenLabels, block, escape, is_jurisdiction, local
from wenmai.capture.proposing.proving import agrees_with_proof, counted_out, position_agrees, scaleless
from wenmai.capture.proposing.spool import BlockSpool
from wenmai.capture.proposing.terms import MEASURES, OUTPACES, POSITIONS, PREFIXES, STATUSES, WRITTEN_UNITS, bound_term
from wenmai.capture.targets.keys import key_of
from wenmai.capture.text.times import Anchor, days_of, times
from wenmai.capture.text.units import english_scale

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import BinaryIO

    from wenmai.capture.captured import Captured, CapturedDocument
    from wenmai.capture.findings import Finding
    from wenmai.capture.proposing.entities import NamesRead

COLLECTION = "captured"
"""The world of names that captured places and indicators belong to, where none is given."""

HEAD = """\
# 自动抽取的提案:每条数据附出处、规则(wm:rule)与把握(wm:confidence),请审阅后采用。
# A proposal made by wenmai capture: each figure has its passage, its rule and its confidence; review it before use.
"""


def write_proposal(
    captured: Captured, *, collection: str = COLLECTION, names: Mapping[str, NamesRead] | None = None
) -> str:
    """The Turtle of everything that was captured; ``names`` are those of each document, by its name."""
    from io import BytesIO

    stream = BytesIO()
    stream_proposal(stream, captured, collection=collection, names=names)
    return stream.getvalue().decode("utf-8")


def stream_proposal(
    stream: BinaryIO, captured: Captured, *, collection: str = COLLECTION, names: Mapping[str, NamesRead] | None = None
) -> None:
    """Write the Turtle of everything that was captured; no more of it than a few megabytes is held at a time."""
    _Proposal(captured, collection, names or {}).write(stream)


class _Proposal:
    """Collects entities by kind, so that each is written once."""

    def __init__(self, captured: Captured, collection: str, names: Mapping[str, NamesRead]) -> None:
        from wenmai.system import packaged

        self.captured, self.collection = captured, collection
        self.prefixes = PREFIXES | {"c": f"urn:wenmai:{collection}:"}
        self.labels, self.read = GivenLabels(), names
        self.year_only = False
        self.owned: dict[str, str] = {}
        self.passages: dict[int, set[tuple[int, int]]] = {}
        self.times: dict[str, str] = {}
        self.units: dict[str, str] = {}
        self.places: dict[str, str] = {}
        self.indicators: dict[str, tuple[str, str, list[str]]] = {}
        self.known_units = set(
            re.findall(
                r"^wm:(\S+)\n\s+a\s+wm:(?:Unit|CountingWord)", packaged.vocabulary().read_text("utf-8"), re.MULTILINE
            )
        )

    def write(self, stream: BinaryIO) -> None:
        """All of it: what documents share first, then each document."""
        with BlockSpool() as documents, BlockSpool() as named:
            for number, one in enumerate(self.captured.documents, 1):
                self._document(number, one, documents)
            indicators = [self._indicator(*self.indicators[name]) for name in sorted(self.indicators)]
            writer = NameWriter(self.labels, {name for name, _, _ in self.indicators.values()}, set(self.places))
            for number, one in enumerate(self.captured.documents, 1):
                for block_ in self._names(number, one, writer):
                    named.add(block_)
            blocks = [
                HEAD + "\n" + "\n".join(f"@prefix {name}: <{iri}> ." for name, iri in sorted(self.prefixes.items())),
                "# ── 时间 / times",
                *(self.times[name] for name in sorted(self.times)),
                "# ── 单位 / units",
                *(self.units[name] for name in sorted(self.units)),
                "# ── 地方与单位 / places and bodies",
                *(self.places[name] for name in sorted(self.places)),
                "# ── 指标 / indicators",
                *indicators,
                *(["# ── 名称 / names"] if writer.entities else []),
                *(writer.entities[name] for name in sorted(writer.entities)),
            ]
            stream.write("\n\n".join(blocks).encode("utf-8", "replace"))
            documents.copy_to(stream)
            named.copy_to(stream)
            stream.write(b"\n")

    def _names(self, number: int, one: CapturedDocument, writer: NameWriter) -> list[str]:
        """A document's times, mentions and links, below a heading."""
        read, passages = self.read.get(one.subject.read.name), self.passages[number]
        lines = write_times(number, one, self._time, passages)
        lines += writer.document(number, one.subject, read, self._place, passages) if read else []
        return [f"# ── {one.subject.read.name}: 提到与链接 / mentions and links", *lines] if lines else []

    # Documents --------------------------------------------------------------------------------------------------------

    def _document(self, number: int, one: CapturedDocument, spool: BlockSpool) -> None:
        read, head = one.subject.read, one.subject.head
        name = local(read.name)
        self.prefixes |= {
            f"p{number}": f"urn:wenmai:passage:{name}:",
            f"fig{number}": f"urn:wenmai:figure:{name}:",
            f"s{number}": f"urn:wenmai:statement:{name}:",
        }
        spool.add(f"# ══ {read.name}")
        title = " ".join(head.title.split()) or read.name
        lines = [
            *self.labels.lines(
                f"{title}（{read.name}）", f"{place_name(head.place) if head.place else 'document'} ({read.name})"
            ),
            f'wm:sha256 "{read.sha256}"',
            f"wm:length {len(read.text)}",
        ]
        cited = self._dated(number, one)
        if cited:
            lines.append(f"wm:when {cited[0]}")
        spool.add(block(f"doc:{name}", "wm:Document", lines))
        with BlockSpool() as figures:
            used = self._figures(number, one, figures)
            if cited:
                used.add(cited[2])
            self.passages[number] = used
            spool.add(
                "\n".join(
                    f"p{number}:{first}-{last} a wm:Passage ; wm:document doc:{name} ; wm:start {first} ; wm:end {last}{label_cell(read, first)} ."
                    for first, last in sorted(used)
                )
            )
            if cited:
                spool.add(cited[1])
            spool.add_all(figures)

    def _figures(self, number: int, one: CapturedDocument, spool: BlockSpool) -> set[tuple[int, int]]:
        """Write a document's figures, and give the passages that they cite."""
        used: set[tuple[int, int]] = set()
        passage = re.compile(rf"\bp{number}:(\d+)-(\d+)")
        for finding in one.findings:
            text = self._figure(number, finding, one)
            if text:
                spool.add(text)
                named = {(int(match[1]), int(match[2])) for match in passage.finditer(text)}
                used |= named & {(finding.start, finding.end), finding.worded_at, finding.unit_at}
        return used

    def _dated(self, number: int, one: CapturedDocument) -> tuple[str, str, tuple[int, int]] | None:
        """The document's time, the statement that cites it, and its passage."""
        head, flow = one.subject.head, one.subject.flow
        if head.written is None:
            return None
        edtf = str(head.written.year) if head.year_only else head.written.isoformat()
        said = next(
            (mention for mention in (*times(flow.text, Anchor(None)), *one.times) if mention.edtf == edtf), None
        )
        time, name = self._time(edtf), local(one.subject.read.name)
        if said is not None:
            span = flow.span(said.start, said.end)
            words, more = flow.original[span[0] : span[1]], ""
        else:
            end = min(len(flow.text), max(1, flow.text.find("\n")) if "\n" in flow.text else 40, 40)
            while (
                end < len(flow.text)
                and flow.text[end - 1 : end + 1].isascii()
                and flow.text[end - 1 : end + 1].isalnum()
            ):
                end += 1  # no word is cut in two
            span = flow.span(0, end)
            words = flow.original[span[0] : span[1]]
            more = 'wm:inferred true ; wm:note "日期由文件名、标题或使用者给出。"@zh , "The day is from the file\'s name, the title or the user."@en ; '
        text = f'wm:surface "{escape(words)}" ; {more}wm:evidence p{number}:{span[0]}-{span[1]} .'
        return (
            time,
            f"s{number}:1 a rdf:Statement ; rdf:subject doc:{name} ; rdf:predicate wm:when ; rdf:object {time} ; {text}",
            span,
        )

    # Figures ----------------------------------------------------------------------------------------------------------

    def _figure(self, number: int, finding: Finding, one: CapturedDocument) -> str:
        """A figure's block; empty where it says too little to be one, or the reader of proof reads another number."""
        written, self.year_only = one.subject.head.written, one.subject.head.year_only
        if finding.origin is not None and not agrees_with_proof(finding):
            finding = replace(finding, origin=None)
        if not finding.base or not finding.place or (finding.low is not None and not agrees_with_proof(finding)):
            return ""
        if finding.low is None and not position_agrees(finding, _position(finding)):
            return ""
        name = f"fig{number}:{local(finding.indicator)[:40]}-{finding.start}-{finding.end}"
        value, english = self._shown(finding)
        when = time_names(finding.period) if finding.period else ("", "")
        status = STATUS[finding.status]
        zh = f"{finding.place}{when[0]}{finding.indicator}:{value}（{status[0]}）"
        en = f"{indicator_name(finding.indicator)}: {english} ({', '.join(part for part in (place_name(finding.place), when[1], status[1]) if part)})"
        place = self._place(finding.place)
        finding = counted_out(finding)
        lines = [
            *self.labels.lines(zh, en, f"{finding.document}:{finding.start}-{finding.end}"),
            f"wm:about {place}",
            f"wm:indicator {self._indicator_of(finding)}",
            *self._numbers(finding),
            f"wm:measure wm:{MEASURES[finding.measure]}" if finding.measure in MEASURES else "wm:notStated wm:measure",
            f"wm:scope {place}" if is_jurisdiction(finding.place) else "wm:notStated wm:scope",
            f"wm:period {self._time(finding.period)}" if finding.period else "wm:notStated wm:period",
            f"wm:status wm:{STATUSES[finding.status]}",
            f'wm:surface "{escape(_surface(finding))}"',
            *self._wording(
                number,
                finding,
                (written is not None and one.subject.head.year_only is False and written.isoformat()) or "",
            ),
            *self._restated(finding, written),
            f'wm:rule "{escape(finding.rule)}"',
            f"wm:confidence {finding.confidence}",
            f"wm:evidence p{number}:{finding.start}-{finding.end}",
            *cite_unit(number, finding, one.subject.read.text),
        ]
        return block(name, "wm:Figure", lines)

    def _shown(self, finding: Finding) -> tuple[str, str]:
        surface = " ".join(_surface(finding).split()) + unit_beside(finding)
        if finding.low is None:
            return surface, {"instep": "in step with the economy", "quota": "as set from above"}.get(
                finding.bound, "as planned" if finding.verdict == "yes" else "short of the plan"
            )
        return (
            surface,
            f"{bounded(finding.bound, finding.number)} {unit_name(finding.unit) if finding.unit else ''}".strip(),
        )

    def _numbers(self, finding: Finding) -> list[str]:
        if finding.low is None:
            return [
                f"wm:position wm:{_position(finding)}",
                *(["wm:notStated wm:value"] if finding.bound == "quota" else []),
            ]
        if finding.high is not None:
            numbers = [f"wm:low {decimal(finding.low)}", f"wm:high {decimal(finding.high)}"]
        elif finding.origin is not None:
            numbers = [
                f"wm:from {decimal(finding.origin)}",
                f"wm:to {decimal(finding.low)}",
                f"wm:value {decimal(finding.low)}",
            ]
        else:
            numbers = [f"wm:value {decimal(finding.low)}"]
        return [
            *numbers,
            f"wm:unit {self._unit(finding.unit)}"
            if finding.unit and finding.unit_at != (0, 0)
            else "wm:notStated wm:unit",
            f"wm:bound wm:{bound_term(finding.bound, finding.surface)}",
        ]

    def _restated(self, finding: Finding, written: date | None) -> list[str]:
        """A note on a target that its document restates after its time."""
        last = days_of(finding.period)[1] if finding.period else ""
        if (
            not finding.ahead
            or written is None
            or not last
            or last >= (f"{written.year}-12-31" if self.year_only else written.isoformat())
        ):
            return []
        return ['wm:note "文件在目标期满后重提的目标。"@zh , "A target that the document restates after its time."@en']

    def _wording(self, number: int, finding: Finding, written: str) -> list[str]:
        """The words that say the time, where the reader of proof understands them so; else the time is inferred."""
        from datetime import date

        from wenmai.audit.wording import resolve

        meaning = resolve(finding.worded, date.fromisoformat(written)) if finding.worded and written else None
        if meaning is not None and len(finding.worded) <= 20:
            begins, ends = (date.fromisoformat(day) if day else None for day in days_of(finding.period))
            if meaning.agrees(begins, ends):
                first, last = finding.worded_at
                return [f'wm:worded "{escape(finding.worded)}"', f"wm:wordedAt p{number}:{first}-{last}"]
        return ["wm:inferred true"] if finding.period else []

    # What figures share -----------------------------------------------------------------------------------------------

    def _time(self, edtf: str) -> str:
        name = edtf.replace("/..", "起").replace("/", "-" if len(edtf) == 9 else "至")
        if name not in self.times:
            begins, ends = days_of(edtf)
            kind, within = _time_kind(edtf)
            zh, en = time_names(edtf)
            lines = [
                *self.labels.lines(zh, en),
                *([f'wm:begins "{begins}"^^xsd:date'] if begins else []),
                *([f'wm:ends "{ends}"^^xsd:date'] if ends else []),
            ]
            self.times[name] = ""
            if within:
                lines.append(f"wm:within {self._time(within)}")
            self.times[name] = block(f"t:{name}", f"wm:{kind}", lines)
        return f"t:{name}"

    def _unit(self, unit: str) -> str:
        known = WRITTEN_UNITS.get(unit, unit)
        if known in self.known_units:
            return f"wm:{known}"
        name = local(unit)
        if name not in self.units:
            match = re.match("([十百千]?[万亿萬億]{1,2}|[百千](?=.))(.+)$", unit)
            lines = self.labels.lines(unit, unit_name(unit))
            self.units[name] = ""
            english = english_scale(unit)
            if english > 1:
                lines += [f"wm:baseUnit {self._unit(scaleless(unit))}", f"wm:factor {english}"]
            elif match:
                factor = 1
                for char in match[1]:
                    factor *= {"十": 10, "百": 100, "千": 1000, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}[
                        char
                    ]
                lines += [f"wm:baseUnit {self._unit(match[2])}", f"wm:factor {factor}"]
            self.units[name] = block(f"u:{name}", "wm:Unit", lines)
        return f"u:{name}"

    def _own(self, name: str, kind: str) -> str:
        """A local name that no entity of another kind has."""
        if self.owned.setdefault(name, kind) != kind:
            name = f"{name}-{kind}"
            self.owned.setdefault(name, kind)
        return name

    def _place(self, place: str) -> str:
        name = self._own(local(place), "地")
        if name not in self.places:
            kind = "wm:Jurisdiction" if is_jurisdiction(place) else "wm:Institution"
            self.places[name] = block(f"c:{name}", kind, self.labels.lines(place, place_name(place)))
        return f"c:{name}"

    def _indicator_of(self, finding: Finding) -> str:
        """One indicator for all names of one key; the first name found is its label, the others are other names."""
        tail = finding.indicator.removeprefix(finding.base)
        key = f"{key_of(finding.base)}|{tail}"
        if key not in self.indicators:
            self.indicators[key] = (self._own(local(finding.indicator), "指标"), finding.indicator, [])
        name, label, others = self.indicators[key]
        if finding.indicator != label and finding.indicator not in others:
            others.append(finding.indicator)
        return f"c:{name}"

    def _indicator(self, name: str, label: str, others: list[str]) -> str:
        lines = self.labels.lines(label, indicator_name(label))
        if others:
            lines.append("skos:altLabel " + " , ".join(f'"{escape(other)}"@zh' for other in sorted(others)))
        return block(f"c:{name}", "wm:Indicator", lines)


def _position(finding: Finding) -> str:
    """The term for what is said without a number."""
    outpaces = finding.bound == "instep" and not re.search(
        "同步|协调|in (?:step|line|pace|tandem)|keep", finding.surface
    )
    return OUTPACES if outpaces else POSITIONS[finding.bound, finding.verdict]


def _time_kind(edtf: str) -> tuple[str, str]:
    if "/" in edtf:
        return "Period", ""
    return {4: ("Year", ""), 7: ("Month", edtf[:4]), 10: ("Day", edtf[:7])}[len(edtf)]


def _surface(finding: Finding) -> str:
    """How the text writes the number; of words the last forty characters."""
    return finding.surface[-40:].strip()


def decimal(number: object) -> str:
    """A number as Turtle writes it short."""
    from decimal import Decimal

    from wenmai.capture.findings import plain

    return plain(number) if isinstance(number, Decimal) else str(number)
