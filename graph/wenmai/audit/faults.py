"""The faults that a check or a verification found, as lines, rows and JSON."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from wenmai.audit.passages import mark
from wenmai.languages import is_chinese
from wenmai.model import Literal
from wenmai.terms import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wenmai.audit import check, verify
    from wenmai.model import Fault, Term, ValidationResult

AROUND = 15
"""How many code points around a gap are shown."""

HEADER = ("file", "line", "rule", "focus", "sentence")
RESULT_HEADER = ("file", "line", "severity", "rule", "focus", "path", "value", "shape", "message")


def line(fault: Fault) -> str:
    """One line that an editor can jump from.

    >>> from wenmai.model import Fault
    >>> line(Fault("quote", "urn:wenmai:xicheng:甲", "does not hold", "a.ttl", 7))
    'a.ttl:7: xc:甲 does not hold [quote]'
    """
    return f"{_place(fault)}{shorten(fault.focus)} {fault.sentence} [{fault.rule}]"


def _place(fault: Fault | ValidationResult) -> str:
    place = ":".join(str(part) for part in (fault.file, fault.line) if part is not None)
    return f"{place}: " if place else ""


def result_line(result: ValidationResult) -> str:
    """One line that an editor can jump from: a severity below a violation stands first, path and value in brackets.

    >>> from wenmai.model import Literal, ValidationResult
    >>> result_line(ValidationResult("age", "urn:a", "one age", "warning", "urn:age", Literal("old"), None, "", "a.ttl", 7))
    'a.ttl:7: warning: <urn:a> one age (<urn:age> “old”) [age]'
    """
    severity = "" if result.severity == "violation" else f"{_severity(result.severity)}: "
    value = result.value if result.value != result.focus else None
    told = [part for part in (_path(result.path), _value(value)) if part]
    matter = f" ({' '.join(told)})" if told else ""
    return f"{_place(result)}{severity}{shorten(result.focus)} {result.message}{matter} [{result.rule}]"


def _severity(severity: str) -> str:
    return shorten(severity) if ":" in severity else severity


def _path(path: str | None) -> str:
    return re.sub(r"<([^>]*)>", lambda found: shorten(found[1]), path if "<" in path else f"<{path}>") if path else ""


def _value(value: Term | None) -> str:
    if value is None:
        return ""
    return f"“{value.value}”" if isinstance(value, Literal) else shorten(str(value))


def rows(faults: Sequence[Fault]) -> list[tuple[Any, ...]]:
    """The faults as rows under :data:`HEADER`."""
    return [(fault.file or "", fault.line or "", fault.rule, fault.focus, fault.sentence) for fault in faults]


def result_rows(results: Sequence[ValidationResult]) -> list[tuple[Any, ...]]:
    """The results as rows under :data:`RESULT_HEADER`."""
    return [
        (one.file, one.line, one.severity, one.rule, one.focus, one.path, _text(one.value), one.shape, one.message)
        for one in results
    ]


def _text(value: Term | None) -> str | None:
    return value.value if isinstance(value, Literal) else None if value is None else str(value)


def check_lines(report: check.ValidationReport, language: str) -> Iterator[str]:
    """A line for each result, then the counts."""
    yield from map(result_line, report.results)
    faults = len(report.faults)
    others = Counter(one.severity for one in report.results if one not in set(report.faults))
    if is_chinese(language):
        words = {"warning": "警告", "info": "提示"}
        more = "".join(f",{count} 处{words.get(name, _severity(name))}" for name, count in sorted(others.items()))
        told = f"{faults} 处问题" if faults else "没有问题"
        yield f"{report.triples} 条三元组,{report.shapes} 个形状:{told}{more}"
    else:
        more = "".join(f", {_counted(count, _severity(name))}" for name, count in sorted(others.items()))
        told = _counted(faults, "fault") if faults else "no fault"
        yield f"{_counted(report.triples, 'triple')}, {_counted(report.shapes, 'shape')}: {told}{more}"


def verify_lines(report: verify.Verification, language: str) -> Iterator[str]:
    """A line for each fault, then what could not be checked, then how many citations hold."""
    yield from map(line, report.faults)
    yield from map(line, report.unchecked)
    held, cited, unread = report.holding, report.citations, len(report.unchecked)
    if is_chinese(language):
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
    if is_chinese(language):
        yield f"{coverage.length} 个码位中 {coverage.covered} 个有引用({share:.1f}%),{len(coverage.gaps)} 段没有"
    else:
        gaps = _counted(len(coverage.gaps), "gap")
        yield f"{coverage.covered:,} of {coverage.length:,} code points are cited ({share:.1f}%); {gaps}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def check_json(report: check.ValidationReport) -> dict[str, Any]:
    """``{"passed", "failOn", "triples", "shapes", "counts", "faults"}``: all results, each with its severity."""
    counts = Counter(one.severity for one in report.results)
    return {
        "passed": report.passed,
        "failOn": report.fail_on,
        "triples": report.triples,
        "shapes": report.shapes,
        "counts": dict.fromkeys(("violation", "warning", "info"), 0) | dict(sorted(counts.items())),
        "unused": list(report.unused),
        "faults": [_result_json(one) for one in report.results],
    }


def _result_json(result: ValidationResult) -> dict[str, Any]:
    """A result as a program reads it; a literal value has its language or its datatype beside it."""
    found = {"severity": result.severity, "rule": result.rule, "focus": result.focus, "path": result.path}
    found["value"] = _text(result.value)
    if isinstance(result.value, Literal):
        kind = "language" if result.value.language else "datatype"
        found[kind] = result.value.language or result.value.datatype
    more = {"shape": result.shape, "component": result.component, "message": result.message}
    return found | more | {"file": result.file, "line": result.line}


def verify_json(report: verify.Verification, coverage: verify.Coverage | None = None) -> dict[str, Any]:
    """``{"passed", "citations", "holding", "documents", "faults", "unchecked"}``, and ``uncovered`` when asked for."""
    value: dict[str, Any] = {"passed": report.passed, "citations": report.citations, "holding": report.holding}
    value["documents"] = [document._asdict() for document in report.documents]
    value["faults"] = [fault._asdict() for fault in report.faults]
    value["unchecked"] = [fault._asdict() for fault in report.unchecked]
    if coverage is not None:
        value["uncovered"] = [{"start": gap.start, "end": gap.end} for gap in coverage.gaps]
    return value
