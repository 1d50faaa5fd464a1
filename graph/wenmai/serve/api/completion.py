"""``/api/v1/complete``: what may be written at a place of a query: prefixes, classes, predicates, and names of entities.

The editor says what it needs there (``kind``) and what was typed; it is given at most :data:`MOST` terms. Terms of a large graph are
looked up, never listed; predicates of literals, which no index counts, are those that a few instances of each class have.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from wenmai.errors import WenmaiError
from wenmai.languages import is_chinese
from wenmai.names import vocabulary
from wenmai.names.folding import fold
from wenmai.serve.problems import HttpRefusal
from wenmai.terms import TYPE, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wenmai.sources import Source

MOST = 50
"""Terms that are given at once."""

KINDS = ("prefix", "class", "predicate", "entity")

LOOKED_AT = 4
"""Instances of each class whose predicates are looked at."""

CLASSES = 300
"""Classes, the most frequent ones, whose instances are looked at."""

_LOCAL = re.compile(r"(?:[\w:]|%[0-9A-Fa-f]{2})(?:[\w.:·-]|%[0-9A-Fa-f]{2})*(?<!\.)|")
"""What may stand after a prefix without being escaped."""


class Term(NamedTuple):
    """Something to write: ``text`` stands in the query, ``iri`` is what it means, ``number`` how often the graph has it.

    ``name`` is the one of an entity's names that was typed.
    """

    kind: str
    text: str
    iri: str
    label: str
    number: int | None = None
    name: str = ""


class Usage(NamedTuple):
    """The classes and predicates of a graph with how many there are of each, and which predicates the instances of a class have."""

    classes: dict[str, int]
    predicates: dict[str, int | None]
    of_class: dict[str, frozenset[str]]


def complete(
    source: Source, kind: str, typed: str, *, language: str, space: str = "", of: str = "", most: int = 20
) -> list[Term]:
    """The terms of a kind that what was typed may become, the likeliest first.

    ``space`` is the namespace that the term must lie in; of predicates those come first that instances of the class ``of`` have.

    Raises:
        HttpRefusal: there is no such kind.
    """
    if kind not in KINDS:
        raise HttpRefusal(400, f"kind is one of {', '.join(KINDS)}, not {kind!r}")
    most = max(1, min(most, MOST))
    if kind == "prefix":
        return list(islice(_prefixes(source, typed), most))
    if kind == "entity":
        return list(islice(_entities(source, typed, language, space, most), most))
    used = usage(source)
    counts: dict[str, int | None] = dict(used.classes) if kind == "class" else used.predicates
    first = used.of_class.get(of, frozenset())
    found = _matching(source, kind, counts, typed, language, space)
    found.sort(key=lambda one: (one[0], one[1].iri not in first, -(one[1].number or 0), one[1].iri))
    return [term for _, term in found[:most]]


def short_name(source: Source, iri: str) -> str:
    """An IRI as it stands in a query: short where that is valid there.

    >>> import wenmai
    >>> short_name(wenmai.open(), "urn:wenmai:term:locatedIn"), short_name(wenmai.open(), "urn:wenmai:term:a(b")
    ('wm:locatedIn', '<urn:wenmai:term:a(b>')
    """
    short = source.prefixes.shorten(iri)
    return short if short.startswith("<") or _LOCAL.fullmatch(short.partition(":")[2]) else f"<{iri}>"


def _prefixes(source: Source, typed: str) -> Iterator[Term]:
    wanted = typed.casefold().removesuffix(":")
    for prefix, space in sorted(source.prefixes.namespaces.items()):
        if prefix.casefold().startswith(wanted):
            yield Term("prefix", f"{prefix}:", space, space)


def _entities(source: Source, typed: str, language: str, space: str, most: int) -> Iterator[Term]:
    """Entities whose IRI goes on like that, in a namespace, then those of such a name."""
    index, given = source.index, set[str]()
    found = [(iri, "") for iri in (_beginning(source, space + typed, most) if space else [])]
    if typed:
        matches = source.names.search(typed, limit=most * (4 if space else 1), language=language)
        found += [(match.iri, match.name) for match in matches]
    for iri, name in found:
        if iri not in given and iri.startswith(space) and not iri.startswith("_:"):
            given.add(iri)
            label = vocabulary.label(index, iri, language)
            yield Term("entity", short_name(source, iri), iri, label, None, name or label)


def _beginning(source: Source, start: str, most: int) -> list[str]:
    """Entities whose IRIs begin so: they are in the order of their IRIs."""
    if not source.enumerable:
        return []
    index, wanted = source.index, start.encode()
    first = bisect_left(range(index.node_count), wanted, key=lambda node: index.iri(node).encode())
    found = map(index.iri, range(first, min(index.node_count, first + most)))
    return [iri for iri in found if iri.startswith(start)]


def _matching(
    source: Source, kind: str, counts: dict[str, int | None], typed: str, language: str, space: str
) -> list[tuple[int, Term]]:
    """The terms that fit what was typed, each with how badly: 0 begins so, 1 has it within."""
    wanted, found = fold(typed), []
    for iri, count in counts.items():
        if iri.startswith(space):
            text, label = short_name(source, iri), vocabulary.label(source.index, iri, language)
            said = (iri[len(space) :],) if space else (text, local_name(iri))
            spelt = [*map(fold, (*said, label)), *map(fold, _other_names(source, iri, language))]
            if any(one.startswith(wanted) for one in spelt):
                found.append((0, Term(kind, text, iri, label, count)))
            elif any(wanted in one for one in spelt):
                found.append((1, Term(kind, text, iri, label, count)))
    return found


def _other_names(source: Source, iri: str, language: str) -> Iterable[str]:
    """What a term is called in the other language: one may think of either."""
    yield vocabulary.label(source.index, iri, "en" if is_chinese(language) else "zh")


_kept: WeakKeyDictionary[Source, Usage] = WeakKeyDictionary()


def usage(source: Source) -> Usage:
    """Classes and predicates, gathered once for an open graph."""
    if source not in _kept:
        _kept[source] = _gather(source)
    return _kept[source]


def _gather(source: Source) -> Usage:
    index = source.index
    try:
        classes = index.class_counts()
        predicates: dict[str, int | None] = {
            iri: index.predicate_count(number) for number, iri in enumerate(index.predicates)
        }
    except WenmaiError:  # an endpoint that does not tell
        return Usage({}, {}, {})
    predicates.setdefault(TYPE, None)
    if not source.enumerable:
        return Usage(classes, predicates, {})
    of_class: dict[str, frozenset[str]] = {}
    for kind, _ in Counter(classes).most_common(CLASSES):
        of_class[kind] = frozenset(_had(source, kind))
        for predicate in of_class[kind]:
            predicates.setdefault(predicate, None)
    return Usage(classes, predicates, of_class)


def _had(source: Source, kind: str) -> Iterator[str]:
    """The predicates that some instances of a class have."""
    import pyoxigraph as ox

    by = [name for name, role in source.index.interpretation.roles.items() if role == "class"] or [TYPE]
    for predicate in by:
        found = source.store.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(kind), None)
        for quad in islice(found, LOOKED_AT):
            if not isinstance(quad.subject, ox.Triple):
                for said in islice(source.store.quads_for_pattern(quad.subject, None, None, None), 500):
                    yield said.predicate.value
