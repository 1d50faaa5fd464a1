"""One layout for Turtle that people keep by hand, so that a change shows only what changed.

- Prefixes are sorted and aligned.
- An entity stands on its own lines, one predicate a line, predicates in one fixed order, objects in one column; a list
  of objects that was broken over lines stays broken. A statement, a passage and whatever has one predicate only take
  one line; the subjects of such lines of one class that follow each other are aligned.
- One blank line before an entity (its comments go with it), two at most before a section's heading (``# ──`` or
  ``# ══``), one at most elsewhere. No trailing space, one final newline.

Comments stay with what they stand by. The graph is never changed: that is verified before a file is written.
"""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING

from wenmai.audit.pieces import WrittenItem, WrittenProperty, items
from wenmai.audit.turtle import read, tokens
from wenmai.errors import GraphSyntaxError, InputError
from wenmai.system.files import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_HEAD = (
    "a",
    "rdf:type",
    "rdfs:label",
    "rdfs:comment",
    "wm:shortName",
    "wm:externalAlias",
    "skos:altLabel",
    "rdf:subject",
    "rdf:predicate",
    "rdf:object",
    "wm:document",
    "wm:start",
    "wm:end",
    "wm:begins",
    "wm:ends",
    "wm:about",
    "wm:indicator",
    "wm:value",
    "wm:from",
    "wm:to",
    "wm:unit",
    "wm:bound",
    "wm:position",
    "wm:measure",
    "wm:scope",
    "wm:period",
    "sh:path",
    "sh:targetClass",
    "sh:targetObjectsOf",
    "sh:targetSubjectsOf",
    "sh:minCount",
    "sh:maxCount",
)
"""Predicates that come first, in this order; those in neither list stand between, in alphabetical order."""

_TAIL = (
    "wm:sha256",
    "wm:length",
    "wm:saidBy",
    "wm:saidIn",
    "wm:status",
    "wm:includes",
    "wm:inferred",
    "wm:listOpen",
    "wm:approximate",
    "wm:surface",
    "wm:worded",
    "wm:wordedAt",
    "wm:note",
    "wm:evidence",
    "sh:property",
    "sh:message",
)
"""Predicates that come last, in this order."""

_RANK = {name: (group, place, "") for group, names in ((0, _HEAD), (2, _TAIL)) for place, name in enumerate(names)}
_ONE_LINE = frozenset({"rdf:Statement", "wm:Passage"})
_INDENT = "    "


def arrange(text: str) -> str:
    r"""The same Turtle in the one layout.

    Raises:
        GraphSyntaxError: when the text is not Turtle.

    >>> print(arrange('@prefix x: <urn:x:> .\nx:a x:c x:d ;\n a x:B.'), end="")
    @prefix x: <urn:x:> .
    <BLANKLINE>
    x:a
        a   x:B ;
        x:c x:d .
    """
    before = _graph(text, "text")
    arranged = _render([_closed(item._replace(properties=tuple(_ordered(item.properties)))) for item in items(text)])
    if _graph(arranged, "arranged text") != before or _remarks(arranged) != _remarks(text):
        raise InputError(
            "this Turtle uses a construct that cannot be laid out without changing it; it is left as it is"
        )
    return arranged


def diff(file: str | Path) -> str:
    """What :func:`rewrite` would change in a file, as a unified diff; empty when it is tidy.

    Raises:
        InputError: when the file cannot be read.
        GraphSyntaxError: when it is not Turtle.
    """
    text = _read(file)
    old, new = (part.splitlines(keepends=True) for part in (text, _arranged(text, file)))
    lines = difflib.unified_diff(old, new, f"{file}", f"{file} (tidy)")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def rewrite(file: str | Path) -> bool:
    """Lay a file out, all at once or not at all; whether that changed it.

    Raises:
        InputError: when the file cannot be read or written.
        GraphSyntaxError: when it is not Turtle.
    """
    text = _read(file)
    arranged = _arranged(text, file)
    if arranged == text:
        return False
    with replacing(Path(file)) as (stream,):
        stream.write(arranged.encode())
    return True


def _read(file: str | Path) -> str:
    if Path(file).suffix.lower() not in (".ttl", ".turtle"):
        raise InputError(f"{file} is not a Turtle file (.ttl): no other format is laid out")
    return read(file)


def _arranged(text: str, file: str | Path) -> str:
    try:
        return arrange(text.removeprefix("\ufeff"))  # a byte order mark says nothing in UTF-8
    except GraphSyntaxError as error:
        raise GraphSyntaxError(str(file), error.message, line=error.line, column=error.column) from error
    except InputError as error:
        raise InputError(f"{file}: {error}") from error


def _graph(text: str, name: str) -> object:
    """The triples of a text, in a form that two texts with the same graph share."""
    from pyoxigraph import RdfFormat, parse

    from wenmai.writing.blank import name_blanks, rename_blanks

    try:
        quads = list(parse(text.encode(), format=RdfFormat.TURTLE))
    except SyntaxError as error:
        raise GraphSyntaxError(name, error.msg, line=error.lineno, column=error.offset) from error
    names = name_blanks(quads)
    return {rename_blanks(quad, names) for quad in quads}


def _remarks(text: str) -> list[str]:
    return sorted(token.text.rstrip() for token in tokens(text) if token.kind == "comment")


def _closed(item: WrittenItem) -> WrittenItem:
    """The remark of the last object ends the block's last line; where the block has its own, the first goes above."""
    if not item.properties or not item.properties[-1].objects[-1].remark:
        return item
    last = item.properties[-1]
    own = last.objects[-1].remark
    if item.remark:
        last.above.append(own)
    last.objects[-1] = last.objects[-1]._replace(remark="")
    return item._replace(remark=item.remark or own)


def _render(items: Sequence[WrittenItem]) -> str:
    """The lines of all items: neighbours of one style and class are laid out together, and their order stays."""
    lines: list[str] = []
    run: list[WrittenItem] = []
    for item, blanks in zip(items, _blanks(items), strict=True):
        kind = _style(item), _classes(item)
        if run and (blanks or kind != (_style(run[0]), _classes(run[0])) or kind[0] in ("comment", "entity")):
            lines += _lines(run)
            run = []
        lines += [""] * blanks
        run.append(item)
    return "".join(f"{line}\n" for line in [*lines, *_lines(run)])


def _style(item: WrittenItem) -> str:
    """How a piece is written: ``comment``, ``directive``, ``line`` (a block on one line) or ``entity``."""
    if item.kind != "block":
        return item.kind
    remarked = any(one.above or any(thing.remark for thing in one.objects) for one in item.properties)
    broken = any(thing.broken for one in item.properties for thing in one.objects)
    short = len(item.properties) < 2 or bool(_classes(item) & _ONE_LINE)
    return "line" if short and not remarked and not broken else "entity"


def _classes(item: WrittenItem) -> frozenset[str]:
    return frozenset(thing.text for one in item.properties if one.name in ("a", "rdf:type") for thing in one.objects)


def _blanks(items: Sequence[WrittenItem]) -> list[int]:
    """The blank lines before each piece."""
    blanks = [min(item.blank, 2 if item.text.startswith(("# ──", "# ══")) else 1) for item in items]
    for place, item in enumerate(items):
        first = place
        while first and items[first - 1].kind == "comment" and not items[first].blank:
            first -= 1
        after_prefix = first > 0 and items[first - 1].kind == "directive" and item.kind == "block"
        if item.kind == "directive" and place and items[place - 1].kind == "directive":
            blanks[place] = 0
        elif _style(item) == "entity" or after_prefix:
            blanks[first] = max(1, blanks[first])
    return [0, *blanks[1:]] if items else []


def _lines(run: Sequence[WrittenItem]) -> list[str]:
    """The lines of a run, whose items have one style and one class."""
    if not run:
        return []
    style = _style(run[0])
    if style == "comment":
        return [item.text for item in run]
    if style == "directive":
        return _directives(run)
    return _one_liners(run) if style == "line" else [line for item in run for line in _entity(item)]


def _directives(run: Sequence[WrittenItem]) -> list[str]:
    """Prefixes by name, their IRIs in one column; where a base or a version stands among them the order is kept."""
    words = [item.text.split(" ") for item in run]
    if any(first.lower().endswith(("base", "version")) for first, *_ in words):
        return [item.text + _after(item.remark) for item in run]
    width = max(len(parts[1]) for parts in words)
    rows = []
    for at in sorted(range(len(run)), key=lambda at: words[at][1]):
        first, name, *rest = words[at]
        rows.append(" ".join([first, name.ljust(width), *rest]) + _after(run[at].remark))
    return rows


def _one_liners(run: Sequence[WrittenItem]) -> list[str]:
    width = max(len(item.text) for item in run)
    return [
        (f"{item.text.ljust(width)} {_inline(item)}" if item.properties else item.text) + f" .{_after(item.remark)}"
        for item in run
    ]


def _inline(item: WrittenItem) -> str:
    return " ; ".join(
        f"{one.name} {' , '.join(thing.text for thing in one.objects)}" for one in _ordered(item.properties)
    )


def _entity(item: WrittenItem) -> list[str]:
    """A subject on its own line, then a line for each predicate."""
    width = max((len(one.name) for one in item.properties), default=0)
    rows = [item.text]
    for place, one in enumerate(item.properties):
        rows += [_INDENT + comment for comment in one.above]
        rows += _property(one, width, "." if place + 1 == len(item.properties) else ";")
    return [*rows[:-1], rows[-1] + _after(item.remark)]


def _property(one: WrittenProperty, width: int, end: str) -> list[str]:
    """The lines of one predicate: a new line where an object spans several or a remark ends one."""
    rows, line = [], f"{_INDENT}{one.name.ljust(width)}"
    for place, thing in enumerate(one.objects):
        last = place + 1 == len(one.objects)
        if place and (thing.broken or one.objects[place - 1].remark):
            rows.append(line + _after(one.objects[place - 1].remark))
            line = " " * (len(_INDENT) + width)
        line += f" {thing.text} {end if last else ','}"
    return [*rows, line + _after(one.objects[-1].remark)]


def _after(remark: str) -> str:
    return f"  {remark}" if remark else ""


def _ordered(properties: Iterable[WrittenProperty]) -> list[WrittenProperty]:
    return sorted(properties, key=lambda one: _RANK.get(one.name, (1, 0, one.name)))
