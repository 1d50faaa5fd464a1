"""A Turtle file cut into the pieces that people wrote: comment lines, prefixes, subjects with their properties, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wenmai.audit.turtle import CLOSING, DIRECTIVES, OPENING, TurtleToken, tokens
from wenmai.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator


class WrittenObject(NamedTuple):
    """An object as written; ``broken`` when it began a new line, ``remark`` the comment at its line's end."""

    text: str
    broken: bool
    remark: str


class WrittenProperty(NamedTuple):
    """A predicate with its objects; ``above`` are the comment lines before it."""

    name: str
    objects: list[WrittenObject]
    above: list[str]


class WrittenItem(NamedTuple):
    """A piece of the file: a comment line, a prefix, or a subject with its properties.

    ``blank`` is the number of blank lines before it, ``remark`` the comment after its final dot.
    """

    kind: str
    blank: int
    text: str
    properties: tuple[WrittenProperty, ...] = ()
    remark: str = ""


def items(text: str) -> Iterator[WrittenItem]:
    """Cut a text into its pieces."""
    pieces = TurtlePieces(text)
    while pieces.here is not None:
        blank = pieces.blank
        if pieces.here.kind == "comment":
            yield WrittenItem("comment", blank, pieces.take().text.rstrip())
        elif pieces.here.text.lower() in DIRECTIVES:
            yield _directive(pieces, blank)
        else:
            yield _block(pieces, blank)


class TurtlePieces:
    """The tokens without white space, each knowing how many line ends stood before it."""

    def __init__(self, text: str) -> None:
        self._rest = self._spaced(text)
        self.here: TurtleToken | None = None
        self.breaks = 0
        self.take_next()

    @staticmethod
    def _spaced(text: str) -> Iterator[tuple[TurtleToken, int]]:
        """The tokens, each with the line breaks before it; white space itself is left out."""
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
        """Move on to the next token."""
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


def _directive(pieces: TurtlePieces, blank: int) -> WrittenItem:
    """A prefix, base or version; ``text`` is its words, the closing dot only where it has one."""
    first = pieces.take()
    words = [first.text]
    while pieces.here is not None and words[-1] != "." and not (first.kind == "word" and words[-1][0] in "<\"'"):
        words.append(pieces.take().text)
    return WrittenItem("directive", blank, " ".join(words), remark=pieces.remark())


def _block(pieces: TurtlePieces, blank: int) -> WrittenItem:
    """A subject with its properties, up to the full stop; each comment stays above what it stood above."""
    subject, properties = pieces.term(), []
    above = pieces.comments()
    while pieces.here is not None and pieces.here.text != ".":
        name = pieces.take().text
        above += pieces.comments()
        objects, below = _objects(pieces)
        properties.append(WrittenProperty(name, objects, above))
        above = below + pieces.comments()
    if pieces.here is not None:
        pieces.take()
    if properties:
        properties[-1].above.extend(above)
    return WrittenItem("block", blank, subject, tuple(properties), pieces.remark())


def _objects(pieces: TurtlePieces) -> tuple[list[WrittenObject], list[str]]:
    """The objects up to ``;`` or ``.``, and the comment lines that stood after them."""
    objects: list[WrittenObject] = []
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
        objects.append(WrittenObject(text, broken, remark or second))
        if mark != ",":
            return objects, below
        if below or (pieces.here is not None and pieces.here.kind == "comment"):
            raise InputError(
                "a comment line between the objects of one predicate cannot be laid out; move it above them"
            )
    return objects, []
