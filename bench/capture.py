"""How well capture reads reports it was not made from: precision and recall over the invented reports of ``bench/reports``.

    python -m bench.capture              # a line a measure
    python -m bench.capture --errors     # and each thing that was missed or read otherwise
    python -m bench.capture --speed      # seconds and memory for 600,000 characters

The reports carry what they state as marks (see ``bench/reports/README.md``); these are taken out before capture reads them.
"""

from __future__ import annotations

import argparse
import re
import resource
import sys
import tempfile
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

REPORTS = Path(__file__).with_name("reports")
_MARK = re.compile(r"\{([^{}|]*)\|([^{}]*)\}")
_SETTING = re.compile(r"^@(.*)\n", re.MULTILINE)
_VALUE = re.compile(r"(\w+)=(\S+(?: [A-Z]\w+)*)")
NEED_NOT = {"from", "stretch", "optional"}


class Marked(NamedTuple):
    """A figure as it was marked; ``became`` is what the mark says of a target that ``target`` names."""

    document: str
    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    unit: str
    indicator: str
    bound: str
    period: str
    status: str
    place: str
    target: str
    became: str

    @property
    def needed(self) -> bool:
        return self.bound not in NEED_NOT


def read_marked(file: Path) -> tuple[str, list[Marked]]:
    """A report's text without its marks, and the marks."""
    held: dict[str, str] = {}
    text, marked = "", []
    for line in file.read_text(encoding="utf-8").splitlines(keepends=True):
        setting = _SETTING.match(line)
        if setting:
            held |= dict(_VALUE.findall(setting[1]))
            continue
        text += line
    plain, place = "", 0
    return _unmarked(file, plain, place, marked)


def _unmarked(file: Path, plain: str, place: int, marked: list[Marked]) -> tuple[str, list[Marked]]:
    source, held = file.read_text(encoding="utf-8"), dict[str, str]()
    token = re.compile(rf"{_SETTING.pattern}|{_MARK.pattern}", re.MULTILINE)
    for match in token.finditer(source):
        plain += source[place : match.start()]
        place = match.end()
        if match[1] is not None:
            held |= dict(_VALUE.findall(match[1]))
            continue
        surface, fields = match[2], [field.replace("\n", "").strip() for field in match[3].split("|")]
        fields += [""] * (7 - len(fields))
        value, indicator, bound, period, status, name, whose = fields[:7]
        numbers = re.match(r"(-?[\d.]+)(?:-([\d.]+))?\s*(.*)$", value)
        target, _, became = name.partition("=")
        marked.append(
            Marked(
                file.stem,
                len(plain),
                len(plain) + len(surface),
                Decimal(numbers[1]) if numbers else None,
                Decimal(numbers[2]) if numbers and numbers[2] else None,
                numbers[3] if numbers else "",
                indicator,
                bound or "exact",
                period.rstrip("?") or held["period"],
                status or held["status"],
                whose or held["place"],
                target,
                became,
            )
        )
        plain += surface
    return plain + source[place:], marked


def dice(one: str, other: str) -> float:
    first, second = Counter(fold(one)), Counter(fold(other))
    return 2 * sum((first & second).values()) / max(1, first.total() + second.total())


_FOLD = str.maketrans("預長產總規業資鎮進億萬學養張", "预长产总规业资镇进亿万学养张")


def fold(text: str) -> str:
    text = re.sub(r"[“”（）()\s]|PM2\.5(?=）)", "", text).translate(_FOLD)
    return text.replace("地区生产总值", "生产总值").replace("GDP", "生产总值").replace("规模以上", "规上")


class Score:
    """Counts of one measure."""

    def __init__(self, name: str) -> None:
        self.name, self.right, self.told, self.wanted = name, 0, 0, 0

    def __str__(self) -> str:
        precision = self.right / self.told if self.told else 1.0
        recall = self.right / self.wanted if self.wanted else 1.0
        both = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return f"{self.name:24} P {precision:.3f}  R {recall:.3f}  F1 {both:.3f}   {self.right} of {self.told} told, {self.wanted} wanted"


def measure(files: list[Path], errors: list[str]) -> list[Score]:
    from wenmai.capture.captured import capture_files

    marked: list[Marked] = []
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            text, marks = read_marked(file)
            (Path(folder) / file.name).write_text(text, encoding="utf-8", newline="")
            marked += marks
        captured = capture_files([Path(folder) / file.name for file in files])
    said = [*measure_said(captured, files, errors), measure_conflicts(captured, files, errors)]
    texts = {one.subject.read.name: one.subject.read.text for one in captured.documents}
    marked = [
        one
        for file in files
        for one in placed([mark for mark in marked if mark.document == file.stem], texts.get(file.stem, ""), file)
    ]
    return [*measure_figures(captured.findings, marked, errors), *measure_targets(captured, marked, errors), *said]


def read_said(file: Path, kind: str) -> list[list[str]]:
    """What stands of a kind in the list beside a report, in the order of its text; nothing where there is none."""
    said = file.parent / "said" / f"{file.stem}.tsv"
    lines = said.read_text(encoding="utf-8").splitlines() if said.exists() else []
    return [fields[1:] for fields in (line.split("\t") for line in lines) if fields[0] == kind]


def measure_said(captured, files: list[Path], errors: list[str]) -> list[Score]:
    """Names strict and lenient, links and times, of the reports that have a list beside them."""
    from wenmai.capture.proposing.entities import read_names

    strict, lenient, links, timed = (
        Score("names, strict"),
        Score("names, lenient"),
        Score("links"),
        Score("times resolved"),
    )
    for file in files:
        one = next((one for one in captured.documents if one.subject.read.name == file.stem), None)
        names = read_said(file, "name")
        if one is None or not names:
            continue
        read = read_names(one.subject, {})
        wanted = in_order(one.subject.flow.text, [words for (words,) in names])
        told = [(mention.start, mention.end) for mention in read.mentions]
        count(strict, len(told), len(wanted), sum(span in told for span in wanted))
        touched = sum(any(a < d and c < b for c, d in told) for a, b in wanted)
        count(
            lenient, len(told), len(wanted), min(touched, sum(any(a < d and c < b for c, d in wanted) for a, b in told))
        )
        errors += [f"{file.stem}\tname\t{one.subject.flow.text[a:b]}" for a, b in wanted if (a, b) not in told]
        errors += [
            f"{file.stem}\tno name\t{one.subject.flow.text[a:b]}"
            for a, b in told
            if not any(a < d and c < b for c, d in wanted)
        ]
        found = {(link.subject.name.strip("《》"), link.predicate, link.object.name) for link in read.links}
        stated = {tuple(fields) for fields in read_said(file, "link")}
        count(links, len(found), len(stated), len(found & stated))
        errors += [f"{file.stem}\tlink\t{link}" for link in sorted(found ^ stated)]
        spans = in_order(one.subject.flow.text, [words for words, _ in read_said(file, "time")])
        meant = {(span, edtf) for span, (_, edtf) in zip(spans, read_said(file, "time"), strict=True)}
        resolved = {((mention.start, mention.end), mention.edtf) for mention in one.times}
        count(
            timed,
            len(resolved),
            len(meant),
            len({(a, b, e) for (a, b), e in meant if any(x < b and a < y and e == f for (x, y), f in resolved)}),
        )
        errors += [
            f"{file.stem}\ttime\t{one.subject.flow.text[a:b]} {edtf}" for (a, b), edtf in sorted(resolved ^ meant)
        ]
    return [strict, lenient, links, timed]


def measure_conflicts(captured, files: list[Path], errors: list[str]) -> Score:
    """Pairs of figures that cannot both be right, by the values that the lists beside reports name."""
    from wenmai.capture.targets.conflicts import list_conflicts

    score = Score("conflicts")
    wanted = {tuple(sorted(fields[:2])) for file in files for fields in read_said(file, "conflict")}
    told = {tuple(sorted((row.value, row.other))) for row in list_conflicts(captured.findings, captured.orders)}
    count(score, len(told), len(wanted), len(told & wanted))
    errors += [f"-\tconflict\t{pair}" for pair in sorted(told ^ wanted)]
    return score


def in_order(text: str, words: list[str]) -> list[tuple[int, int]]:
    """Where words stand, each behind the one before it."""
    spans, place = [], 0
    for one in words:
        start = text.index(one, place)
        place = start + len(one)
        spans.append((start, place))
    return spans


def count(score: Score, told: int, wanted: int, right: int) -> None:
    score.told, score.wanted, score.right = score.told + told, score.wanted + wanted, score.right + right


def placed(marks: list[Marked], text: str, file: Path) -> list[Marked]:
    """Marks at their places in the text that was read, which of a page is another than its source."""
    if file.suffix == ".txt":
        return marks
    found, place = [], 0
    for mark in marks:
        surface = read_marked(file)[0][mark.start : mark.end]
        place = max(text.find(surface, place), place)
        found.append(mark._replace(start=place, end=place + len(surface)))
        place += len(surface)
    return found


def measure_figures(findings, marked: list[Marked], errors: list[str]) -> list[Score]:
    values, stood, holder, indicator = (
        Score("figures: value and unit"),
        Score("with bound, status, period"),
        Score("holder"),
        Score("indicator"),
    )
    numbers = [one for one in findings if one.low is not None]
    left = list(numbers)
    for mark in marked:
        if mark.low is None:
            continue
        found = next(
            (
                one
                for one in left
                if one.document == mark.document
                and one.end - len(one.surface) < mark.end
                and mark.start < one.end
                and same_value(one, mark)
            ),
            None,
        )
        if found:
            left.remove(found)
        if not mark.needed:
            continue
        for score in (values, stood, holder, indicator):
            score.wanted += 1
            score.told += found is not None
        if found is None:
            errors.append(f"{mark.document}\tmissed\t{mark.low} {mark.unit} {mark.indicator}")
            continue
        values.right += 1
        ours = (found.bound, found.status, found.period)
        theirs = (mark.bound, mark.status, mark.period)
        stood.right += ours == theirs
        holder.right += found.place == mark.place
        fits = dice(found.indicator, mark.indicator) >= 0.75 or found.indicator.endswith(mark.indicator)
        indicator.right += fits
        for name, wrong in (
            ("standing", ours != theirs),
            ("holder", found.place != mark.place),
            ("indicator", not fits),
        ):
            if wrong:
                errors.append(
                    f"{mark.document}\t{name}\t{mark.indicator} {mark.low}{mark.unit}\t{theirs if name == 'standing' else mark.place if name == 'holder' else mark.indicator}\tgot {ours if name == 'standing' else found.place if name == 'holder' else found.indicator}\t{found.rule}"
                )
    for score in (values, stood):
        score.told += len(left)
    errors += [f"{one.document}\textra\t{one.indicator} {one.number}{one.unit} {one.surface}" for one in left]
    return [values, stood, holder, indicator]


def same_value(one, mark: Marked) -> bool:
    return one.low == mark.low and one.high == mark.high and fold(one.unit) == fold(mark.unit)


def measure_targets(captured, marked: list[Marked], errors: list[str]) -> list[Score]:
    from wenmai.capture.targets.targets import list_targets

    aims, achieved, met = Score("targets"), Score("achieved"), Score("met, where answered")
    outcomes = {one.target: one for one in marked if one.became}
    goals: dict[str, list[Marked]] = {}
    for one in marked:
        if one.target and not one.became:
            goals.setdefault(one.target, []).append(one)
    rows = list_targets(captured.findings, captured.orders)
    left = list(rows)
    for name, group in goals.items():
        goal, outcome = group[0], outcomes.get(name)
        aims.wanted += 1
        achieved.wanted += outcome is not None and outcome.low is not None and outcome.became != "differs"
        met.wanted += outcome is not None
        row = next((row for row in left if any(fits(row, one) for one in group)), None)
        if row is None:
            errors.append(
                f"{goal.document}\tno target\t{goal.place} {goal.indicator} {goal.period} {goal.low} {goal.unit} {goal.bound}"
            )
            continue
        left.remove(row)
        aims.told += 1
        aims.right += 1
        score_outcome(row, outcome, achieved, met, errors)
    for row in left:
        if not near_optional(row, marked) and row.bound not in ("quota", "instep"):
            aims.told += 1
            errors.append(
                f"-\textra target\t{row.place} {row.indicator} {row.year} {row.target}{row.unit} {row.bound} {row.target_citation}"
            )
    return [aims, achieved, met]


def near_optional(row, marked: list[Marked]) -> bool:
    spans = [
        (name, int(first), int(last))
        for name, first, last in re.findall(r"(\S+?)#char=(\d+),(\d+)", row.target_citation)
    ]
    return any(
        one.document == name and first < one.end and one.start < last and not one.needed
        for one in marked
        for name, first, last in spans
    )


def score_outcome(row, outcome: Marked | None, achieved: Score, met: Score, errors: list[str]) -> None:
    achieved.told += bool(row.achieved)
    met.told += row.met != "not reported"
    wanted = "not reported" if outcome is None else {"differs": "not comparable"}.get(outcome.became, outcome.became)
    if outcome is not None and outcome.low is not None and outcome.became != "differs":
        number = re.match(r"-?[\d.]+", row.achieved)
        achieved.right += number is not None and abs(Decimal(number[0])) == outcome.low
    met.right += row.met == wanted != "not reported"
    if row.met != wanted:
        errors.append(
            f"-\tmet\t{row.place} {row.indicator} {row.year} {row.target}{row.unit}\twanted {wanted} {outcome.low if outcome else ''}\tgot {row.met} {row.achieved} {row.achieved_citation}"
        )


def fits(row, mark: Marked) -> bool:
    numbers = "" if mark.low is None else f"{mark.low}" if mark.high is None else f"{mark.low}-{mark.high}"
    same = row.target == numbers or (
        row.target
        and mark.high is None
        and mark.low is not None
        and re.fullmatch(r"-?[\d.]+", row.target)
        and Decimal(row.target) == mark.low
    )
    return (
        bool(same)
        and row.place == mark.place
        and row.year == mark.period
        and fold(row.unit) == fold(mark.unit)
        and row.bound == mark.bound
        and dice(row.indicator, mark.indicator) >= 0.5
    )


def speed() -> str:
    from wenmai.capture.captured import capture_text
    from wenmai.capture.documents import ReadText, prepare

    text = "".join(read_marked(file)[0] for file in sorted(REPORTS.glob("*-20*.*")))
    text = (text * (600_000 // len(text) + 1))[:600_000]
    started = time.perf_counter()
    found = capture_text(prepare(ReadText("many", "many.txt", text, "")))
    taken = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"600,000 characters: {taken:.1f} s, {memory:.0f} MB at most, {len(found.findings):,} findings"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--speed", action="store_true")
    given = parser.parse_args()
    if given.speed:
        print(speed())
        return
    errors: list[str] = []
    for score in measure(given.files or sorted(REPORTS.glob("*-20*.*")), errors):
        print(score)
    if given.errors:
        print("\n".join(errors))


if __name__ == "__main__":
    sys.exit(main())
