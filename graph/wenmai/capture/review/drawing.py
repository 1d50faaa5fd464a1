"""The screen of a review in lines: pieces of text with a style each, cut and folded to the columns there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.capture.review.fields import FIGURE_FIELDS
from wenmai.capture.review.showing import place_of, reasons_in, told, word
from wenmai.languages import is_chinese
from wenmai.terminal.fitting import cells
from wenmai.terminal.safety import safe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wenmai.capture.review.engine import ReviewedFinding
    from wenmai.capture.review.screen import ReviewScreen

Piece = tuple[str, str]
Line = list[Piece]

MARKS = {"open": " ", "accepted": "✓", "rejected": "✗", "edited": "~", "disputed": "!"}

_HELP = (
    ("↑ ↓ PgUp PgDn", "移动", "move"),
    ("a", "采用", "accept as read"),
    ("r", "否决", "reject"),
    ("e", "改正:按数字选一栏,回车记下", "edit: a number chooses a field, enter records"),
    ("m", "合并名称", "merge a name with another"),
    ("u", "撤销上一步", "undo your last step"),
    ("A  R", "采用、否决这条规则的全部待定", "accept, reject all open findings of the rule"),
    ("/", "查找", "find"),
    ("f", "按状态筛选", "filter by state"),
    ("k", "按种类筛选", "filter by kind"),
    ("o", "按疑问或按原文排序", "order by doubt or by text"),
    ("j", "跳到", "go to"),
    ("q", "退出(所有决定都已存好)", "quit (all decisions are kept)"),
)


def clip(text: str, width: int) -> str:
    """A text cut to so many columns, with a sign where something is cut.

    >>> clip("地区生产总值", 7), clip("abc", 3)
    ('地区生…', 'abc')
    """
    if cells(text) <= width:
        return text
    while text and cells(text) > width - 1:
        text = text[:-1]
    return f"{text}…" if width > 0 else ""


def pad(text: str, width: int) -> str:
    """A text in exactly so many columns."""
    shown = clip(text, width)
    return shown + " " * (width - cells(shown))


def draw(screen: ReviewScreen, width: int, height: int) -> list[Line]:
    """The whole screen, ``height`` lines of at most ``width`` columns."""
    width = max(width, 20)
    if screen.mode == "help":
        lines = [[("class:bar", pad(" wenmai review", width))], *_help(screen, width)]
        return _filled(lines, height)
    detail = _about(screen, width, height)
    room = max(1, height - len(detail) - 4)
    lines = [_bar(screen, width), *_filled(_list(screen, width, room), room)]
    lines += [[("class:rule", "─" * width)], *detail]
    lines = _filled(lines, max(0, height - 2))
    shown = [
        *lines,
        [("class:wrong" if screen.wrong else "class:said", clip(safe(screen.message), width))],
        _keys(screen, width),
    ]
    return shown[:height]


def rows_shown(screen: ReviewScreen, width: int, height: int) -> int:
    """How many rows of the list are on the screen: a page."""
    return max(1, height - len(_about(screen, max(width, 20), height)) - 4)


def _about(screen: ReviewScreen, width: int, height: int) -> list[Line]:
    """What is told of the finding at hand, in at most half of the screen or what there is of it."""
    return _detail(screen, width, max(3, height // 2))[: max(0, height - 5)]


def _filled(lines: list[Line], height: int) -> list[Line]:
    return [*lines[: max(0, height)], *([] for _ in range(height - len(lines)))]


def _bar(screen: ReviewScreen, width: int) -> Line:
    """How far the review is, and what is shown."""
    one, language = screen.progress, screen.language
    counts = f"{one.decided}/{one.total} {MARKS['accepted']}{one.accepted} {MARKS['edited']}{one.edited} {MARKS['rejected']}{one.rejected}"
    if one.disputed:
        counts += f" {MARKS['disputed']}{one.disputed}"
    shown = [word(name, language) for name in (*screen.wanted.states, *screen.wanted.kinds)]
    shown += [part for part in (screen.wanted.rule, screen.wanted.document, screen.wanted.text) if part]
    ordered = ("按疑问" if screen.order == "doubt" else "按原文") if is_chinese(language) else f"by {screen.order}"
    right = " ".join([*shown, ordered, f"{screen.at + 1 if screen.rows else 0}/{len(screen.rows)} "])
    left = pad(f" {screen.review.proposal.name}  {counts}  {screen.review.reviewer}", max(0, width - cells(right) - 1))
    return [("class:bar", pad(safe(f"{left} {right}"), width))]


def _list(screen: ReviewScreen, width: int, room: int) -> list[Line]:
    """The rows around the one at hand."""
    if not screen.rows:
        none = "  没有符合的内容" if is_chinese(screen.language) else "  there is no such finding"
        return [[("class:said", clip(none, width))]]
    screen.top = max(min(screen.top, screen.at), screen.at - room + 1, 0)
    return [_row(screen, at, width) for at in range(screen.top, min(screen.top + room, len(screen.rows)))]


def _row(screen: ReviewScreen, at: int, width: int) -> Line:
    one = screen.review.finding(screen.rows[at])
    place = clip(safe(place_of(one)), width // 4)
    head = f"{'›' if at == screen.at else ' '} {MARKS[one.state]} {one.doubt:.2f} "
    text = pad(safe(told(one.fields, screen.language)), width - cells(head) - cells(place) - 1)
    return [("class:here" if at == screen.at else f"class:{one.state}", f"{head}{text} {place}")]


def _detail(screen: ReviewScreen, width: int, most: int) -> list[Line]:
    """The finding at hand: the rule, why it is doubted, its sentence, its fields, what others said."""
    one = screen.here
    if one is None:
        return []
    lines: list[Line] = [
        [
            (
                "class:dim",
                clip(safe(f"{one.id}  {one.proposed.rule}  {one.proposed.confidence:g}  {place_of(one)}"), width),
            )
        ]
    ]
    if one.reasons:
        lines.append([("class:doubt", clip(reasons_in(one.reasons, screen.language), width))])
    fields = _fields(screen, one, width)
    others = _others(screen, one, width)
    room = max(1, most - len(lines) - len(fields) - len(others))
    return [*lines, *_sentence(screen, one, width, room), *fields, *others]


def _sentence(screen: ReviewScreen, one: ReviewedFinding, width: int, room: int) -> list[Line]:
    """The sentence with its clause, number and time marked; of a long one what stands around the clause."""
    context = screen.review.context(one.id)
    roles = [""] * len(context.text)
    for start, end, role in context.marks:
        roles[start:end] = [role] * (end - start)
    first = next((at for at, role in enumerate(roles) if role), 0)
    if cells(context.text) > width * room:
        cut = max(0, first - width // 4)
        text, roles = context.text[cut:], roles[cut:]
    else:
        text = context.text
    lines: list[Line] = [[]]
    used = 0
    for char, role in zip(text, roles, strict=True):
        shown = safe(" " if char in "\n\t" else char)
        size = cells(shown)
        if used + size > width:
            if len(lines) == room:
                break
            lines.append([])
            used = 0
        used += size
        style = f"class:{role}" if role else ""
        if lines[-1] and lines[-1][-1][0] == style:
            lines[-1][-1] = (style, lines[-1][-1][1] + shown)
        else:
            lines[-1].append((style, shown))
    return lines


def _fields(screen: ReviewScreen, one: ReviewedFinding, width: int) -> list[Line]:
    """The fields, packed into lines; while one edits, with their numbers, and those that change marked."""
    editing = bool(screen.draft)
    shown = screen.draft if editing else one.fields
    names = screen.editable if editing else [name for name in (*FIGURE_FIELDS, *one.fields) if name in one.fields]
    lines: list[Line] = [[]]
    used = 0
    for number, name in enumerate(dict.fromkeys(names), 1):
        value = shown.get(name, "")
        told_value = word(value, screen.language) if name in ("bound", "status", "measure", "position") else value
        label = f"{number % 10} " if editing else ""
        head, text = f"{label}{word(name, screen.language)} ", clip(safe(told_value) or "–", width - 16)
        size = cells(head) + cells(text) + 2
        if used + size > width and lines[-1]:
            lines.append([])
            used = 0
        changed = value != one.proposed.fields.get(name, "")
        lines[-1] += [("class:dim", head), ("class:changed" if changed else "class:value", text), ("", "  ")]
        used += size
    return lines


def _others(screen: ReviewScreen, one: ReviewedFinding, width: int) -> list[Line]:
    """What each reviewer decided, where somebody else did, or somebody gave a reason."""
    made = one.settled.decisions
    if all(decision.by == screen.review.reviewer and not decision.note for decision in made):
        return []
    parts = [f"{decision.by}: {decision.action}{f' ({decision.note})' if decision.note else ''}" for decision in made]
    return [[("class:dim", clip(safe("  ".join(parts)), width))]]


def _keys(screen: ReviewScreen, width: int) -> Line:
    zh = is_chinese(screen.language)
    if screen.mode == "edit":
        return [
            (
                "class:keys",
                clip("数字 选一栏  回车 记下  Esc 放弃" if zh else "number: field  enter: record  esc: give up", width),
            )
        ]
    if screen.mode == "confirm":
        return [("class:keys", "y n")]
    said = "a采用 r否决 e改正 m合并 u撤销 A全规则 /查找 f状态 k种类 o排序 j跳 ?帮助 q退出"
    if not zh:
        said = "a accept r reject e edit m merge u undo A rule / find f state k kind ? help q"
    return [("class:keys", clip(said, width))]


def _help(screen: ReviewScreen, width: int) -> Iterable[Line]:
    column = 2 if not is_chinese(screen.language) else 1
    yield []
    for row in _HELP:
        yield [("class:value", f"  {pad(row[0], 16)}"), ("", clip(row[column], width - 18))]
