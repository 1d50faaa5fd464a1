"""The faults that a check or a verification found, as lines, rows and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wenmai.audit.passages import mark
from wenmai.terms import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wenmai.audit import check, verify
    from wenmai.model import Fault

AROUND = 15
"""How many code points around a gap are shown."""

HEADER = ("file", "line", "rule", "focus", "sentence")


def line(fault: Fault) -> str:
    """One line that an editor can jump from.

    >>> from wenmai.model import Fault
    >>> line(Fault("isolated", "urn:wenmai:xicheng:甲", "is linked with no other entity", "a.ttl", 7))
    'a.ttl:7: xc:甲 is linked with no other entity [isolated]'
    """
    place = ":".join(str(part) for part in (fault.file, fault.line) if part is not None)
    return f"{place + ': ' if place else ''}{shorten(fault.focus)} {fault.sentence} [{fault.rule}]"


def rows(faults: Sequence[Fault]) -> list[tuple[Any, ...]]:
    """The faults as rows under :data:`HEADER`."""
    return [(fault.file or "", fault.line or "", fault.rule, fault.focus, fault.sentence) for fault in faults]


def check_lines(report: check.Report, language: str) -> Iterator[str]:
    """A line for each fault, then the count."""
    yield from map(line, report.faults)
    faults = len(report.faults)
    if language == "zh":
        yield f"{report.triples} 条三元组,{report.shapes} 个形状:" + (f"{faults} 处问题" if faults else "没有问题")
    else:
        told = _counted(faults, "fault") if faults else "no fault"
        yield f"{_counted(report.triples, 'triple')}, {_counted(report.shapes, 'shape')}: {told}"


def verify_lines(report: verify.Report, language: str) -> Iterator[str]:
    """A line for each fault, then what could not be checked, then how many citations hold."""
    yield from map(line, report.faults)
    yield from map(line, report.unchecked)
    held, cited, unread = report.holding, report.citations, len(report.unchecked)
    if language == "zh":
        yield f"{cited} 处引用中 {held} 处成立" + (f";{unread} 处时间用语未核对" if unread else "")
    else:
        told = f"; {_counted(unread, 'time wording')} not checked" if unread else ""
        yield f"{held:,} of {_counted(cited, 'citation')} hold{'s' if cited == 1 else ''}{told}"


def coverage_lines(coverage: verify.Coverage, language: str) -> Iterator[str]:
    """A line for each stretch that no fact cites, with some words around it, then how much is covered."""
    for gap in coverage.gaps:
        near = gap._replace(before=gap.before[-AROUND:], after=gap.after[:AROUND])
        yield f"{gap.start}-{gap.end}\t{mark(near)}"
    share = 100 * coverage.covered / coverage.length if coverage.length else 0.0
    if language == "zh":
        yield f"{coverage.length} 个码位中 {coverage.covered} 个有引用({share:.1f}%),{len(coverage.gaps)} 段没有"
    else:
        gaps = _counted(len(coverage.gaps), "gap")
        yield f"{coverage.covered:,} of {coverage.length:,} code points are cited ({share:.1f}%); {gaps}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def check_json(report: check.Report) -> dict[str, Any]:
    """``{"passed", "triples", "shapes", "faults": [{"rule", "focus", "sentence", "file", "line"}]}``."""
    faults = [fault._asdict() for fault in report.faults]
    return {"passed": report.passed, "triples": report.triples, "shapes": report.shapes, "faults": faults}


def verify_json(report: verify.Report, coverage: verify.Coverage | None = None) -> dict[str, Any]:
    """``{"passed", "citations", "holding", "documents", "faults", "unchecked"}``, and ``uncovered`` when asked for."""
    value: dict[str, Any] = {"passed": report.passed, "citations": report.citations, "holding": report.holding}
    value["documents"] = [document._asdict() for document in report.documents]
    value["faults"] = [fault._asdict() for fault in report.faults]
    value["unchecked"] = [fault._asdict() for fault in report.unchecked]
    if coverage is not None:
        value["uncovered"] = [{"start": gap.start, "end": gap.end} for gap in coverage.gaps]
    return value
