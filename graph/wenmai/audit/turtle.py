"""Turtle as text: its tokens with their lines, comments included, and where each fact is written.

Parsers give triples without positions; a person who must mend a file needs the line. This module reads the text only as
far as that takes: it neither validates nor builds a graph (pyoxigraph does). N-Triples, N-Quads and TriG are read too.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

from wenmai.errors import InputError
from wenmai.terms import TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NAME = r"(?:[\w:·‿⁀-]|%[0-9A-Fa-f]{2}|\\.|\.(?=[\w:%\\.-]))*"
_TOKEN = re.compile(
    r"(?P<space>[ \t\r\n\ufeff]+)"
    r"|(?P<comment>\#[^\r\n]*)"
    r'|(?P<string>"""(?:[^"\\]|\\.|"(?!""))*"""' + r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\r\n]|\\.)*"' + r"|'(?:[^'\\\r\n]|\\.)*')"
    r'|(?P<iri><[^\x00-\x20<>"{}|^`]*>)'
    r"|(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?)"
    rf"|(?P<blank>_:{_NAME})"
    rf"|(?P<name>(?:[^\W\d_](?:[\w.-]*[\w-])?)?:{_NAME})"
    r"|(?P<number>[+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)|\d*\.\d+|\d+))"
    r"|(?P<word>[A-Za-z]+)"
    r"|(?P<mark>\^\^|<<\(|\)>>|<<|>>|\{\||\|\}|[.;,\[\](){}~])"
    r"|(?P<other>.)",
    re.DOTALL,
)
OPENING, CLOSING = frozenset({"[", "(", "<<(", "<<", "{|"}), frozenset({"]", ")", ")>>", ">>", "|}"})
"""Brackets around what has no name of its own: nodes, lists, and of RDF 1.2 triple terms, reified triples, annotations."""

DIRECTIVES = frozenset({"@prefix", "@base", "@version", "prefix", "base", "version"})
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CONTROL = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_TURTLE_SUFFIXES = frozenset({".ttl", ".turtle", ".nt", ".nq", ".trig", ".n3"})


class TurtleToken(NamedTuple):
    """A piece of the text: ``kind`` is the name of its group above, ``line`` counts from 1."""

    kind: str
    text: str
    line: int


def tokens(text: str) -> Iterator[TurtleToken]:
    r"""Cut a text into tokens that join to the same text again, white space and comments included.

    >>> [token.text for token in tokens("xc:a a wm:B . # why")]
    ['xc:a', ' ', 'a', ' ', 'wm:B', ' ', '.', ' ', '# why']
    """
    line = 1
    for match in _TOKEN.finditer(text):
        piece = match.group()
        yield TurtleToken(match.lastgroup or "other", piece, line)
        line += piece.count("\n")


def unquote(literal: str) -> str:
    r"""The value of a quoted literal.

    >>> unquote('"two\\nlines"')
    'two\nlines'
    """
    width = 3 if literal[:3] in ('"""', "'''") else 1
    return _unescape(literal[width:-width])


def _unescape(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        short, long, plain = match.groups()
        return chr(int(short or long, 16)) if short or long else _CONTROL.get(plain, plain)

    return _ESCAPE.sub(character, text) if "\\" in text else text


class Stated(NamedTuple):
    """A triple as the text states it: IRIs, ``_:label`` or a literal's value; ``line`` is that of the object."""

    subject: str
    predicate: str
    object: str
    subject_line: int
    line: int


class _TurtleReader:
    """Walks the tokens once and yields each triple that has a named subject, with its lines.

    What stands within ``[…]`` or ``(…)`` has no name of its own and is told as the enclosing subject's.
    """

    def __init__(self) -> None:
        self.prefixes: dict[str, str] = {}
        self.root = ""
        self.directive: list[TurtleToken] = []
        self.sparql = False
        self.reset()

    def reset(self) -> None:
        self.depth = 0
        self.subject: tuple[str, int] | None = None
        self.predicate: str | None = None
        self.done = False

    def read(self, text: str) -> Iterator[Stated]:
        for token in tokens(text):
            if token.kind in ("space", "comment"):
                continue
            if not self._direct(token):
                stated = self._take(token)
                if stated:
                    yield stated

    def _direct(self, token: TurtleToken) -> bool:
        """Whether the token belongs to a PREFIX, BASE or VERSION line; such a line is remembered when complete."""
        if not self.directive:
            opens = token.text.lower() in DIRECTIVES and self.subject is None
            if opens:
                self.sparql = token.kind == "word"
                self.directive = [token]
            return opens
        if token.kind in ("name", "iri"):
            self.directive.append(token)
        if token.text == "." or (self.sparql and token.kind in ("iri", "string")):
            self._declare()
        return True

    def _declare(self) -> None:
        """Take in the prefix or base that the directive names; it holds for what is read after it."""
        words = [token.text for token in self.directive]
        if len(words) == 3:
            self.prefixes[words[1].rstrip(":")] = self._resolve(words[2][1:-1])
        elif len(words) == 2:
            self.root = words[1][1:-1]
        self.directive = []

    def _resolve(self, iri: str) -> str:
        """An IRI against the base; ``urljoin`` drops the ``#`` that ends a namespace."""
        whole = urljoin(self.root, iri) if self.root else iri
        return whole + "#" if iri.endswith("#") and not whole.endswith("#") else whole

    def _take(self, token: TurtleToken) -> Stated | None:
        """The triple that a token completes: one for each object at the outermost level, none inside brackets."""
        if token.kind == "mark":
            self._mark(token.text)
            return None
        if token.kind == "language" or self.depth:
            return None
        term = self.term(token)
        if self.subject is None:
            self.subject = (term, token.line)
        elif self.predicate is None:
            self.predicate = term
        elif not self.done:
            self.done = True
            return Stated(self.subject[0], self.predicate, term, self.subject[1], token.line)
        return None

    def _mark(self, mark: str) -> None:
        """What a mark opens, closes or ends; ``depth`` is the number of brackets that are open."""
        if mark in OPENING:
            self.depth += 1
        elif mark in CLOSING:
            self.depth -= 1
            self._nameless()
        elif self.depth:
            return
        elif mark == ",":
            self.done = False
        elif mark == ";":
            self.predicate, self.done = None, False
        elif mark in (".", "{", "}"):
            self.reset()
        elif mark == "^^":
            self.done = True

    def _nameless(self) -> None:
        """A closed bracket stands for a term without a name."""
        if self.depth:
            return
        if self.subject is None:
            self.subject = ("[]", 0)
        elif self.predicate is not None:
            self.done = True

    def term(self, token: TurtleToken) -> str:
        """The IRI, blank node label or literal value that a token writes."""
        text = token.text
        if token.kind == "iri":
            return self._resolve(_unescape(text[1:-1]))
        if token.kind == "string":
            return unquote(text)
        if token.kind == "name":
            prefix, _, name = text.partition(":")
            return self.prefixes.get(prefix, prefix + ":") + name.replace("\\", "")
        return TYPE if text == "a" and self.predicate is None else text


def statements(text: str) -> Iterator[Stated]:
    r"""The triples of a text with their lines, in its order.

    >>> list(statements("@prefix : <urn:x:> .\n:a :b :c ,\n :d ."))[1]
    Stated(subject='urn:x:a', predicate='urn:x:b', object='urn:x:d', subject_line=2, line=3)
    """
    return _TurtleReader().read(text)


class Place(NamedTuple):
    """Where something is written; ``line`` counts from 1, ``None`` when only the file is known."""

    file: str | None
    line: int | None


class Places:
    """Finds the file and line where a fact is written, in files of the Turtle family; reads them at the first question.

    Files of other formats are known by name only.
    """

    def __init__(self, files: Iterable[str | Path]) -> None:
        self.files = tuple(str(file) for file in files)
        self._lines: dict[tuple[str, ...], Place] | None = None

    def find(self, subject: str, predicate: str | None = None, value: str | None = None) -> Place:
        """The place of the triple; else of the subject with that predicate; else of the subject; else the only file."""
        if self._lines is None:
            self._lines = self._read()
        keys = [(subject, predicate, value), (subject, predicate), (subject,)]
        for key in keys:
            place = self._lines.get(tuple(part for part in key if part is not None)) if None not in key else None
            if place:
                return place
        return Place(self.files[0] if len(self.files) == 1 else None, None)

    def _read(self) -> dict[tuple[str, ...], Place]:
        """Where each subject, predicate and object stands first: a place once set is never moved."""
        lines: dict[tuple[str, ...], Place] = {}
        for file in self.files:
            if Path(file).suffix.lower() in _TURTLE_SUFFIXES:
                for stated in statements(read(file)):
                    place = Place(file, stated.line)
                    lines.setdefault((stated.subject,), Place(file, stated.subject_line))
                    lines.setdefault((stated.subject, stated.predicate), place)
                    lines.setdefault((stated.subject, stated.predicate, stated.object), place)
        return lines


def read(file: str | Path) -> str:
    """A UTF-8 text file, its line ends as they are.

    Raises:
        InputError: when it cannot be read or is not UTF-8.
    """
    try:
        return Path(file).read_bytes().decode()
    except OSError as error:
        raise InputError(f"cannot read {file}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is not UTF-8 text: the byte at offset {error.start} does not fit") from error
