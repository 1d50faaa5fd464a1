"""N-Triples as they are usually written, taken far faster than a parser would: blocks of lines, column by column.

It need not find faults: whoever stores the same lines does. In a file without faults no expression here can run past
the end of a line and still match: no IRI or literal holds a line end, and every one of them is closed.
"""

from __future__ import annotations

import re
from itertools import compress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.index.builder import Builder

    Column = list[bytes]
    """``None`` stands in the places of triples that have no such part."""

FIELDS = 6
"""Groups of a pattern: subject, predicate, a resource, a literal with its first quotation mark (so that none is empty), its
language, and a line that needs a parser."""


def _pattern(escapes: bytes) -> re.Pattern[bytes]:
    iri, text = b"<([^>%b]+)>" % escapes, b'("[^"%b]*)"' % escapes
    tag, datatype = rb"@([A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)", rb"\^\^<[^>]+>"
    return re.compile(rb"%b %b (?:%b|%b(?:%b|%b)?) \.\r?\n|(.*)\n" % (iri, iri, iri, text, tag, datatype))


PLAIN, ESCAPED = _pattern(b""), _pattern(rb"\\")
"""For blocks without a backslash, where one character ends each part (twice as fast), and for the others."""


class PlainLines:
    """Gives the triples of lines to an index builder."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder

    def take(self, block: bytes) -> list[bytes]:
        """Take whole lines; return those that need a parser."""
        if not block.endswith(b"\n"):
            block += b"\n"
        found = (ESCAPED if b"\\" in block else PLAIN).split(block)
        subjects, *others, rest = (found[group :: FIELDS + 1] for group in range(1, FIELDS + 1))
        unusual = list(filter(None, rest))
        if None in subjects:
            others = [list(compress(column, subjects)) for column in others]
            subjects = list(filter(None, subjects))
        self._columns(subjects, *others)
        return unusual

    def _columns(self, subjects: Column, predicates: Column, resources: Column, texts: Column, tags: Column) -> None:
        """Take triples, of which each has a resource or a text."""
        builder = self._builder
        number, kinds = builder.ids.__getitem__, builder.predicates.kinds
        nodes, numbers = list(map(number, subjects)), list(map(builder.predicates.__getitem__, predicates))
        builder.triples += len(nodes)
        subject, predicate, target = builder.links.tails
        subject.extend(compress(nodes, resources))
        predicate.extend(compress(numbers, resources))
        target.extend(map(number, filter(None, resources)))
        builder.links.spill()
        described, stated = list(compress(nodes, texts)), list(compress(numbers, texts))
        builder.described.extend(described)
        naming = list(map(kinds.__contains__, stated))
        builder.texts.take(
            compress(described, naming),
            map(kinds.__getitem__, compress(stated, naming)),
            compress(compress(tags, texts), naming),
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
