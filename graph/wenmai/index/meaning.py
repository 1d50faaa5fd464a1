"""What the terms of a graph that was collected mean: the profiles that apply to them, and what is guessed of the rest."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from wenmai.index.layout import MOST_NAMING, NONE
from wenmai.index.seen import SeenTerms, is_common
from wenmai.index.sorting import LARGE, blocks
from wenmai.profiles.guessing import guess_names, unread
from wenmai.profiles.merging import interpret
from wenmai.profiles.shipped import shipped_profiles
from wenmai.terms import RDFS, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wenmai.index.builder import Builder
    from wenmai.index.sorting import Columns, SortedLinks, Sorter
    from wenmai.profiles import Interpretation

    Ends = tuple[array[int], array[int]]

ABOVE = RDFS + "subPropertyOf"


def resource_name(node: object) -> bytes:
    """The name by which a builder knows a resource of pyoxigraph's."""
    from pyoxigraph import NamedNode

    value: str = node.value  # type: ignore[attr-defined]
    return (value if isinstance(node, NamedNode) else f"_:{value}").encode()


def most_shared(links: SortedLinks, counts: Sequence[int], nodes: int) -> dict[int, tuple[int, int, int]]:
    """Of common predicates, by number: links, how many lead to one object, and which. Nothing of a large graph without NumPy."""
    found = {}
    for number, count in enumerate(counts):
        if is_common(count, nodes):
            shared = _shared(links, number, count)
            if shared is not None:
                found[number] = shared
    return found


def _shared(links: SortedLinks, predicate: int, count: int) -> tuple[int, int, int] | None:
    if len(links.key) < LARGE:
        from collections import Counter

        objects = Counter(key & NONE for key in links.key if key >> 32 == predicate)
        most = max(objects.values())
        return count, most, min(one for one, times in objects.items() if times == most)
    try:
        import numpy as np
    except ImportError:
        return None
    keys = np.frombuffer(links.key, np.uint64)  # type: ignore[call-overload]
    parts = (keys[block] for block in blocks(len(keys)))
    times = np.bincount(
        np.concatenate([part[part >> np.uint64(32) == predicate].astype(np.uint32) for part in parts]).astype(np.int64)
    )
    return count, int(times.max()), int(times.argmax())


class Meaning:
    """Finds out what terms mean, and what was ``seen`` of them. It holds all names: who keeps it keeps these."""

    def __init__(self, builder: Builder, columns: Columns, sort: Sorter, names: Sequence[bytes]) -> None:
        self._builder, self._columns, self._sort, self._names = builder, columns, sort, names
        self.seen = SeenTerms([], [], {})

    def interpret(self, classes: Iterable[int]) -> Interpretation:
        """What the terms of the graph mean; ``classes`` are the resources that are objects of ``rdf:type``."""
        used = [self._names[kind].decode() for kind in classes]
        predicates = [one for one in map(bytes.decode, self._builder.predicates) if used or one != TYPE]
        seen = SeenTerms(sorted(predicates), sorted(used), {})
        known = self._builder.meaning
        if known is not None:
            self.seen = seen._replace(usage=self._usage(set(self._builder.predicates.named)))
            return known
        profiles = shipped_profiles()
        found = interpret(predicates, used, profiles, self._builder.own)
        spaces = tuple(space for profile in profiles for space in profile.namespaces)
        named = {way[-1] for naming in (*found.labels, *found.aliases) for way in naming}
        unknown = [one for one in self._builder.predicates.named if one not in named and not one.startswith(spaces)]
        below = list(self._sub_properties())
        self._read_again(unread(found, named.union(unknown), below).intersection(predicates))
        self.seen = seen._replace(usage=self._usage({*unknown, *(lower for lower, _ in below)}))
        return guess_names(found, self.seen.usage, below)

    def types(self, meaning: Interpretation, types: Ends) -> Ends:
        """Instances and their classes, by whatever predicate of that role they have them."""
        subjects, objects = (array("I", column) for column in types)
        for predicate, role in meaning.roles.items():
            if role == "class" and predicate.encode() in self._builder.predicates:
                more = self._sort.ends_of(self._columns, self._builder.predicates[predicate.encode()])
                subjects.extend(more[0])
                objects.extend(more[1])
        return subjects, objects

    def _sub_properties(self) -> Iterator[tuple[str, str]]:
        number = self._builder.predicates.get(ABOVE.encode())
        if number is not None:
            for lower, upper in zip(*self._sort.ends_of(self._columns, number), strict=True):
                yield self._names[lower].decode(), self._names[upper].decode()

    def _read_again(self, wanted: frozenset[str]) -> None:
        """Collect the texts of some predicates that were taken for nothing when they were met."""
        from pyoxigraph import Literal

        builder = self._builder
        wanted = frozenset(sorted(wanted)[: MOST_NAMING - len(builder.predicates.named)])
        if not wanted or builder.again is None:
            return
        number = {name: place for place, name in enumerate(self._names)}
        for predicate in sorted(wanted):
            builder.predicates.collect(predicate)
        for quad in builder.again(wanted):
            target = quad.object
            if isinstance(target, Literal) and quad.predicate.value in wanted:
                kind = builder.predicates.named.index(quad.predicate.value)
                subject = number[resource_name(quad.subject)]
                builder.texts.take((subject,), (kind,), ((target.language or "").encode(),), (target.value.encode(),))

    def _usage(self, predicates: set[str]) -> dict[str, tuple[int, int]]:
        """Of some predicates: how many resources have texts by each, and how many have several in a language."""
        builder = self._builder
        kinds = {kind: one for kind, one in enumerate(builder.predicates.named) if one in predicates}
        seen: dict[str, dict[int, set[int]]] = {one: {} for one in kinds.values()}
        several: dict[str, set[int]] = {one: set() for one in kinds.values()}
        if not kinds:
            return {}
        texts = builder.texts
        for node, kind, language in zip(texts.nodes, texts.kinds, texts.languages, strict=True):
            if kind in kinds:
                tags = seen[kinds[kind]].setdefault(node, set())
                if language in tags:
                    several[kinds[kind]].add(node)
                tags.add(language)
        return {one: (len(seen[one]), len(several[one])) for one in kinds.values() if seen[one]}
