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
from typing import TYPE_CHECKING, NamedTuple

from wenmai.audit.turtle import CLOSING, DIRECTIVES, OPENING, TurtleToken, read, tokens
from wenmai.errors import GraphSyntaxError, InputError
from wenmai.files import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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


class _Object(NamedTuple):
    """An object as written; ``broken`` when it began a new line, ``remark`` the comment at its line's end."""

    text: str
    broken: bool
    remark: str


class _Property(NamedTuple):
    """A predicate with its objects; ``above`` are the comment lines before it."""

    name: str
    objects: list[_Object]
    above: list[str]


class _Item(NamedTuple):
    """A piece of the file: a comment line, a prefix, or a subject with its properties.

    ``blank`` is the number of blank lines before it, ``remark`` the comment after its final dot.
    """

    kind: str
    blank: int
    text: str
    properties: tuple[_Property, ...] = ()
    remark: str = ""


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
    arranged = _render(list(_items(text)))
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
    return "".join(difflib.unified_diff(old, new, f"{file}", f"{file} (tidy)"))


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


# Reading --------------------------------------------------------------------------------------------------------------


def _items(text: str) -> Iterator[_Item]:
    """Cut a text into its pieces."""
    pieces = _Pieces(text)
    while pieces.here is not None:
        blank = pieces.blank
        if pieces.here.kind == "comment":
            yield _Item("comment", blank, pieces.take().text.rstrip())
        elif pieces.here.text.lower() in DIRECTIVES:
            yield _directive(pieces, blank)
        else:
            yield _block(pieces, blank)


class _Pieces:
    """The tokens without white space, each knowing how many line ends stood before it."""

    def __init__(self, text: str) -> None:
        self._rest = self._spaced(text)
        self.here: TurtleToken | None = None
        self.breaks = 0
        self.take_next()

    @staticmethod
    def _spaced(text: str) -> Iterator[tuple[TurtleToken, int]]:
        breaks = 2
        for token in tokens(text):
            if token.kind == "space":
                breaks = token.text.count("\n")
            else:
                yield token, breaks
                breaks = 0

    @property
    def blank(self) -> int:
        """The blank lines before the token."""
        return max(0, self.breaks - 1)

    def take_next(self) -> None:
        self.here, self.breaks = next(self._rest, (None, 0))

    def take(self) -> TurtleToken:
        """The token at hand; moves on."""
        assert self.here is not None
        token = self.here
        self.take_next()
        return token

    def remark(self) -> str:
        """The comment at the end of this line, if there is one; moves past it."""
        if self.here is not None and self.here.kind == "comment" and not self.breaks:
            return self.take().text.rstrip()
        return ""

    def comments(self) -> list[str]:
        """The comment lines at hand; moves past them."""
        found = []
        while self.here is not None and self.here.kind == "comment":
            found.append(self.take().text.rstrip())
        return found

    def term(self) -> str:
        """The term at hand, brackets with all they hold, a literal with its tag; moves past it."""
        parts = [self.take().text]
        depth = int(parts[0] in OPENING)
        while self.here is not None and (depth or self._tight(parts[-1])):
            if self.here.kind == "comment":
                raise InputError(f"line {self.here.line}: a comment within brackets cannot be laid out; move it out")
            depth += (self.here.text in OPENING) - (self.here.text in CLOSING)
            parts.append(self.here.text if self._tight(parts[-1]) else f" {self.here.text}")
            self.take_next()
        return "".join(parts)

    def annotated(self) -> str:
        """The term at hand with the reifiers and annotations after it (``~ name {| … |}``, RDF 1.2); moves past them."""
        parts = [self.term()]
        while self.here is not None and self.here.text in ("~", "{|"):
            parts.append(self.take().text if self.here.text == "~" else self.term())
            if parts[-1] == "~" and self.here is not None and self.here.kind in ("iri", "name", "blank"):
                parts.append(self.term())
        return " ".join(parts)

    def _tight(self, before: str) -> bool:
        """Whether the token at hand belongs to the literal before it."""
        assert self.here is not None
        return self.here.kind == "language" or "^^" in (self.here.text, before)


def _directive(pieces: _Pieces, blank: int) -> _Item:
    """A prefix, base or version; ``text`` is its words, the closing dot only where it has one."""
    first = pieces.take()
    words = [first.text]
    while pieces.here is not None and words[-1] != "." and not (first.kind == "word" and words[-1][0] in "<\"'"):
        words.append(pieces.take().text)
    return _Item("directive", blank, " ".join(words), remark=pieces.remark())


def _block(pieces: _Pieces, blank: int) -> _Item:
    subject, properties = pieces.term(), []
    above = pieces.comments()
    while pieces.here is not None and pieces.here.text != ".":
        name = pieces.take().text
        above += pieces.comments()
        objects, below = _objects(pieces)
        properties.append(_Property(name, objects, above))
        above = below + pieces.comments()
    if pieces.here is not None:
        pieces.take()
    if properties:
        properties[-1].above.extend(above)
    return _closed(_Item("block", blank, subject, tuple(_ordered(properties)), pieces.remark()))


def _closed(item: _Item) -> _Item:
    """The remark of the last object ends the block's last line; where the block has its own, the first goes above."""
    if not item.properties or not item.properties[-1].objects[-1].remark:
        return item
    last = item.properties[-1]
    own = last.objects[-1].remark
    if item.remark:
        last.above.append(own)
    last.objects[-1] = last.objects[-1]._replace(remark="")
    return item._replace(remark=item.remark or own)


def _objects(pieces: _Pieces) -> tuple[list[_Object], list[str]]:
    """The objects up to ``;`` or ``.``, and the comment lines that stood after them."""
    objects: list[_Object] = []
    while pieces.here is not None:
        broken = pieces.breaks > 0 and bool(objects)
        text = pieces.annotated()
        remark, below = pieces.remark(), pieces.comments()
        mark = pieces.here.text if pieces.here is not None else "."
        while pieces.here is not None and pieces.here.text in (",", ";"):
            pieces.take()
            if mark == ",":
                break
        second = pieces.remark()
        below += [second] if remark and second else []
        objects.append(_Object(text, broken, remark or second))
        if mark != ",":
            return objects, below
        if below or (pieces.here is not None and pieces.here.kind == "comment"):
            raise InputError(
                "a comment line between the objects of one predicate cannot be laid out; move it above them"
            )
    return objects, []


# Writing --------------------------------------------------------------------------------------------------------------


def _render(items: Sequence[_Item]) -> str:
    lines: list[str] = []
    run: list[_Item] = []
    for item, blanks in zip(items, _blanks(items), strict=True):
        kind = _style(item), _classes(item)
        if run and (blanks or kind != (_style(run[0]), _classes(run[0])) or kind[0] in ("comment", "entity")):
            lines += _lines(run)
            run = []
        lines += [""] * blanks
        run.append(item)
    return "\n".join([*lines, *_lines(run)]) + "\n"


def _style(item: _Item) -> str:
    """How a piece is written: ``comment``, ``directive``, ``line`` (a block on one line) or ``entity``."""
    if item.kind != "block":
        return item.kind
    remarked = any(one.above or any(thing.remark for thing in one.objects) for one in item.properties)
    broken = any(thing.broken for one in item.properties for thing in one.objects)
    short = len(item.properties) < 2 or bool(_classes(item) & _ONE_LINE)
    return "line" if short and not remarked and not broken else "entity"


def _classes(item: _Item) -> frozenset[str]:
    return frozenset(thing.text for one in item.properties if one.name in ("a", "rdf:type") for thing in one.objects)


def _blanks(items: Sequence[_Item]) -> list[int]:
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
    return [0, *blanks[1:]]


def _lines(run: Sequence[_Item]) -> list[str]:
    if not run:
        return []
    style = _style(run[0])
    if style == "comment":
        return [item.text for item in run]
    if style == "directive":
        return _directives(run)
    return _one_liners(run) if style == "line" else [line for item in run for line in _entity(item)]


def _directives(run: Sequence[_Item]) -> list[str]:
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


def _one_liners(run: Sequence[_Item]) -> list[str]:
    width = max(len(item.text) for item in run)
    return [
        (f"{item.text.ljust(width)} {_inline(item)}" if item.properties else item.text) + f" .{_after(item.remark)}"
        for item in run
    ]


def _inline(item: _Item) -> str:
    return " ; ".join(
        f"{one.name} {' , '.join(thing.text for thing in one.objects)}" for one in _ordered(item.properties)
    )


def _entity(item: _Item) -> list[str]:
    """A subject on its own line, then a line for each predicate."""
    width = max((len(one.name) for one in item.properties), default=0)
    rows = [item.text]
    for place, one in enumerate(item.properties):
        rows += [_INDENT + comment for comment in one.above]
        rows += _property(one, width, "." if place + 1 == len(item.properties) else ";")
    return [*rows[:-1], rows[-1] + _after(item.remark)]


def _property(one: _Property, width: int, end: str) -> list[str]:
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


def _ordered(properties: Iterable[_Property]) -> list[_Property]:
    return sorted(properties, key=lambda one: _RANK.get(one.name, (1, 0, one.name)))
