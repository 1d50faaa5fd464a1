"""Paths as text: a line a hop for scripts, a lane for a screen, with a line for each entity and the links between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.languages import is_chinese
from wenmai.rendering.marks import told_predicate, when_text
from wenmai.rendering.render import plain, quote_lines, remark_lines, said_text
from wenmai.terminal.fitting import cells, fold_line
from wenmai.terminal.safety import safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wenmai.model import Entity, Hop, Path
    from wenmai.rendering.render import Introduce, Label, Paint, Quote

BAR = "│ "
"""What a passage begins with, in each of its lines."""


def path_text(
    number: int,
    path: Path,
    label: Label,
    *,
    language: str = "en",
    paint: Paint = plain,
    quote: Quote | None = None,
    introduce: Introduce | None = None,
) -> str:
    """One path for a terminal: a heading with the reason of its rank, then a line a hop, its passage below it.

    The label of a class that ``introduce`` gives stands in brackets behind an entity.
    """
    lines = [paint(f"{number}. {path.score:.4f}", "score") + "  " + paint(why_text(path, language), "why")]
    for node, following, hop in zip(path.nodes, path.nodes[1:], path.hops, strict=False):
        name = paint(safe(told_predicate(hop.predicate, hop.statements, label, language)), "predicate")
        arrow = f"──{name}─▶" if hop.forward else f"◀─{name}──"
        ends = [introduced(end, introduce, paint) for end in (node, following)]
        lines.append(f"   {ends[0]} {arrow} {ends[1]}{hop_text(hop, label, language, paint)}")
        lines += remark_lines(hop.statements, language, paint, "     ")
        lines += quote_lines(hop.evidence, quote, paint, "     ")
    lines += [f"   {line}" for line in others_text(path, language)]
    return "\n".join(lines)


def others_text(path: Path, language: str) -> list[str]:
    """Through how many others a path may go in the place of an entity, a line for each such place."""
    lines = []
    for one in path.others:
        name, kind = safe(path.nodes[one.place].label), safe(one.kind.label) if one.kind else ""
        if is_chinese(language):
            lines.append(f"另有{one.total:,}条:{name}换作其他{kind or '实体'}")
        else:
            lines.append(f"and {one.total:,} more through {_other(kind, one.total)} in place of {name}")
    return lines


def _other(kind: str, count: int) -> str:
    if not kind:
        return "another" if count == 1 else "others"
    return f"another ({kind})" if count == 1 else f"others ({kind})"


def introduced(entity: Entity, introduce: Introduce | None, paint: Paint) -> str:
    """An entity with its class in brackets, if it is introduced."""
    kind = introduce(entity.iri) if introduce else None
    return paint(safe(entity.label), "entity") + (f" ({safe(kind.label)})" if kind else "")


def why_text(path: Path, language: str) -> str:
    """The reason of a path's rank, and what is not proven of it."""
    if path.unseen is None:
        return safe(path.why)
    if is_chinese(language):
        return f"{safe(path.why)};尚未证明最优:未列出的得分不超过{path.unseen:.4f}"
    return f"{safe(path.why)}; not proven best: none left out scores above {path.unseen:.4f}"


def hop_text(hop: Hop, label: Label, language: str, paint: Paint) -> str:
    """When a hop holds and what is said about it, for the end of its line."""
    said = said_text(hop.evidence, hop.statements, label, language, paint)
    also = [f"{'' if forward == hop.forward else '◀ '}{safe(label(predicate))}" for predicate, forward in hop.also]
    joint, more = ("、", "另有:") if is_chinese(language) else (", ", "also: ")
    beside = f"  ({more}{joint.join(also)})" if also else ""
    return f"{when_text(hop.time, hop.statements)}{beside}  {said}".rstrip()


def lane_text(
    number: int,
    path: Path,
    label: Label,
    width: int,
    *,
    language: str = "en",
    paint: Paint = plain,
    quote: Quote | None = None,
    introduce: Introduce | None = None,
) -> str:
    """One path in ``width`` columns: a heading with the reason of its rank, then the lane, the passages in it."""
    score = f"{number}. {path.score:.4f}  "
    lines = fold_line(paint(score, "score") + paint(why_text(path, language), "why"), width, " " * cells(score))
    for place, node in enumerate(path.nodes):
        lines += fold_line("   " + introduced(node, introduce, paint), width, "     ")
        if place < len(path.hops):
            hop = path.hops[place]
            inside = list(_hop_lines(hop, label, width - 6, language, paint, quote))
            rail = ["│"] * len(inside)
            rail[-1 if hop.forward else 0] = "▼" if hop.forward else "▲"
            lines += [f"   {mark}  {line}" for mark, line in zip(rail, inside, strict=True)]
    for line in others_text(path, language):
        lines += fold_line(f"   {line}", width, "   ")
    return "\n".join(lines)


def _hop_lines(hop: Hop, label: Label, width: int, language: str, paint: Paint, quote: Quote | None) -> Iterator[str]:
    """What stands beside the rail: the predicate, when and by whom; then the remarks and the passages."""
    said = [
        paint(safe(told_predicate(hop.predicate, hop.statements, label, language)), "predicate")
        + hop_text(hop, label, language, paint)
    ]
    for line in (*said, *remark_lines(hop.statements, language, paint, "")):
        yield from fold_line(line, width)
    for line in quote_lines(hop.evidence, quote, paint, ""):
        yield from fold_line(line, width, BAR)
