"""N-Triples as they are usually written, taken far faster than a parser would: blocks of lines, column by column.

Whoever stores the same lines reads them with a lenient parser, which finds what is not UTF-8, closed or in its place. What
such a parser leaves unchecked is checked here, where each IRI, datatype and language tag need be looked at only once.
"""

from __future__ import annotations

import re
from collections import deque
from itertools import chain, compress, islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wenmai.index.builder import Builder

    Column = list[bytes]
    """``None`` where a triple has no such part."""

FIELDS = 6
"""Groups of a pattern: subject, predicate, a resource, a literal with its first quotation mark (so that none is empty), its
suffix (language or datatype), and a line that needs a parser."""


def _pattern(escapes: bytes) -> re.Pattern[bytes]:
    iri, text = b"<([^>%b]+)>" % escapes, b'("[^"%b]*)"' % escapes
    suffix = rb"(@[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*|\^\^<[^>%b]+>)?" % escapes
    return re.compile(rb"%b %b (?:%b|%b%b) \.\r?\n|(.*)\n" % (iri, iri, iri, text, suffix))


PLAIN, ESCAPED = _pattern(b""), _pattern(rb"\\")
"""For blocks without a backslash, where one character ends each part (twice as fast), and for the others."""


class PlainLines:
    """Gives the triples of lines to an index builder; ``size`` is how many bytes it likes to take at once, at least."""

    size = 0

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._languages = Languages()

    def take(self, block: bytes) -> list[bytes]:
        """Take whole lines; return those that need a parser.

        Raises:
            ValueError: an IRI, a datatype or a language tag is not a valid one.
        """
        if not block.endswith(b"\n"):
            block += b"\n"
        found = (ESCAPED if b"\\" in block else PLAIN).split(block)
        if len(found) // (FIELDS + 1) < block.count(b"\n") or block.count(b"\r") > block.count(b"\r\n"):
            return [block]  # a line end within a term, which may be a fault
        subjects, *others, rest = (found[group :: FIELDS + 1] for group in range(1, FIELDS + 1))
        unusual = list(filter(None, rest))
        if None in subjects:
            others = [list(compress(column, subjects)) for column in others]
            subjects = list(filter(None, subjects))
        self._columns(subjects, *others)
        return unusual

    def _columns(
        self, subjects: Column, predicates: Column, resources: Column, texts: Column, suffixes: Column
    ) -> None:
        """Take triples, of which each has a resource or a text."""
        builder = self._builder
        number, kinds = builder.ids.__getitem__, builder.predicates.kinds
        known = len(builder.ids), len(builder.predicates)
        nodes, numbers = list(map(number, subjects)), list(map(builder.predicates.__getitem__, predicates))
        builder.triples += len(nodes)
        subject, predicate, target = builder.links.tails
        subject.extend(compress(nodes, resources))
        predicate.extend(compress(numbers, resources))
        target.extend(map(number, filter(None, resources)))
        check_iris(map(bytes.decode, chain(_since(known[0], builder.ids), _since(known[1], builder.predicates))))
        self._languages.check(suffixes)
        builder.links.spill()
        described, stated = list(compress(nodes, texts)), list(compress(numbers, texts))
        builder.described.extend(described)
        naming = list(map(kinds.__contains__, stated))
        builder.texts.take(
            compress(described, naming),
            map(kinds.__getitem__, compress(stated, naming)),
            map(self._languages.__getitem__, compress(compress(suffixes, texts), naming)),
            [text[1:] for text in compress(filter(None, texts), naming)],
        )
        if not builder.predicates.roles.keys().isdisjoint(numbers):
            self._notes(zip(nodes, numbers, resources, texts, strict=True))

    def _notes(self, triples: Iterable[tuple[int, int, bytes, bytes]]) -> None:
        """Take what says who states a fact and when it holds."""
        builder = self._builder
        for node, way, resource, text in triples:
            role = builder.predicates.roles.get(way)
            if role is not None:
                builder.note(role, node, builder.ids[resource] if resource else builder.literal(text[1:].decode()))


def _since(count: int, numbered: dict[bytes, int]) -> Iterable[bytes]:
    """What was numbered after the first ``count``."""
    return islice(reversed(numbered), len(numbered) - count)


def check_iris(iris: Iterable[str]) -> None:
    """Raise ``ValueError`` unless all are absolute IRIs."""
    from pyoxigraph import NamedNode

    deque(map(NamedNode, iris), 0)


class Languages(dict["bytes | None", bytes]):
    """The language that the suffix of a literal says, ``b""`` where it says none; each suffix is looked at once."""

    def __init__(self) -> None:
        self[None] = b""

    def check(self, suffixes: Iterable[bytes]) -> None:
        """Raise ``ValueError`` unless all may stand there."""
        for suffix in set(suffixes):
            self[suffix]

    def __missing__(self, suffix: bytes) -> bytes:
        from pyoxigraph import RdfFormat, parse

        try:
            deque(parse(b'<urn:a> <urn:a> ""%b .' % suffix, RdfFormat.N_TRIPLES), 0)
        except SyntaxError as error:
            raise ValueError(f"{suffix!r} cannot stand behind a literal") from error
        self[suffix] = language = suffix[1:] if suffix.startswith(b"@") else b""
        return language
