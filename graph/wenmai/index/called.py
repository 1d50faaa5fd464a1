"""The names of nodes as the interpretation reads them: by one predicate, along a way of several, or put together."""

from __future__ import annotations

from array import array
from functools import cached_property
from itertools import accumulate, product
from typing import TYPE_CHECKING

from wenmai.index.layout import MOST_NAMING, NONE
from wenmai.index.sections import release

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wenmai.index.assembly import Assembly
    from wenmai.profiles import Way

    Said = dict[int, list[tuple[int, bytes]]]
    """The language and the text of names, by resource."""


class Called:
    """Every name in columns: the resource, the kind (a place among labels and aliases), the language; and its text.

    Those that were met while the graph was read come first, in their order; those made from them follow. A text that names
    nothing is of a resource that ``number``, the numbers of nodes, gives none.
    """

    def __init__(self, assembly: Assembly) -> None:
        self._assembly = assembly
        texts, meaning = assembly.builder.texts, assembly.meaning
        self.nodes: array[int] = texts.nodes
        self.kinds: array[int] = texts.kinds
        self.languages: array[int] = texts.languages
        self._source, self._sizes = texts.blob(), texts.sizes
        self._instances: dict[str, set[int]] = {}
        self._count, self._made = len(self.nodes), list[bytes]()
        self.number = assembly.number
        named = assembly.builder.predicates.named
        namings = (*meaning.labels, *meaning.aliases)[:MOST_NAMING]
        others = {kind: naming for kind, naming in enumerate(namings) if len(naming) > 1 or len(naming[0]) > 1}
        met = self._met({named.index(way[-1]) for naming in others.values() for way in naming if way[-1] in named})
        direct = {naming[0][0]: kind for kind, naming in enumerate(namings) if kind not in others}
        for predicate, language in meaning.languages.items():
            if predicate in named:
                self._speak(named.index(predicate), texts.tags[language.encode()], texts.tags[b""])
        self._renumber([direct.get(predicate, MOST_NAMING) for predicate in named])
        for kind, naming in others.items():
            ways = [self._along(way, met) for way in naming]
            self._add(kind, ways[0] if len(ways) == 1 else put_together(ways))

    @cached_property
    def _at(self) -> array[int]:
        """Where each text begins."""
        return array("Q", accumulate(self._sizes, initial=0))

    def text(self, place: int) -> bytes:
        """The text of a name."""
        if place >= self._count:
            return self._made[place - self._count]
        return bytes(self._source[self._at[place] : self._at[place + 1]])

    def some(self, places: Sequence[int]) -> list[bytes]:
        """The texts of some names."""
        at, source = self._at, self._source
        if self._made:
            return list(map(self.text, places))
        return [bytes(source[at[place] : at[place + 1]]) for place in places]

    def release(self) -> None:
        """Let go of the memory in which texts were read: what is in a file stays there."""
        release(self._source)

    def _met(self, wanted: set[int]) -> dict[str, Said]:
        """What was met of some predicates, by predicate."""
        named = self._assembly.builder.predicates.named
        met: dict[str, Said] = {named[place]: {} for place in wanted}
        if wanted:
            for place, kind in enumerate(self.kinds):
                if kind in wanted:
                    row = met[named[kind]].setdefault(self.nodes[place], [])
                    row.append((self.languages[place], self.text(place)))
        return met

    def _renumber(self, kinds: list[int]) -> None:
        """Give what was met the kinds it has in the interpretation; what names nothing there loses its resource."""
        dropped = [place for place, kind in enumerate(kinds) if kind == MOST_NAMING]
        if dropped:
            gone, nobody = set(dropped), len(self.number)
            self.number = self.number + array("I", [NONE])
            self.nodes = array(
                "I", [nobody if kind in gone else node for node, kind in zip(self.nodes, self.kinds, strict=True)]
            )
        table = bytes([*kinds, *range(len(kinds), 256)])
        self.kinds = array("B", self.kinds.tobytes().translate(table))

    def _speak(self, kind: int, tag: int, none: int) -> None:
        """Give the texts of a predicate that have no language its own."""
        for place, known in enumerate(self.kinds):
            if known == kind and self.languages[place] == none:
                self.languages[place] = tag

    def _along(self, way: Way, met: dict[str, Said]) -> Said:
        """The texts at the end of a way, by the resource where it begins."""
        found = met.get(way[-1], {})
        for step in reversed(way[:-1]):
            found = self._before(step, found)
        return found

    def _before(self, step: str, found: Said) -> Said:
        """The texts of the resources that a step leads to, by the resources it leads from."""
        builder = self._assembly.builder
        predicate, _, kind = step.removeprefix("^").partition(" ")
        number = builder.predicates.get(predicate.encode())
        if number is None or not found:
            return {}
        starts, ends = self._assembly.sort.ends_of(self._assembly.columns, number)
        if step.startswith("^"):
            starts, ends = ends, starts
        if kind:
            found = self._of_class(kind, found)
        gathered: Said = {}
        for start, end in zip(starts, ends, strict=True):
            if end in found:
                gathered.setdefault(start, []).extend(found[end])
        return gathered

    def _of_class(self, kind: str, found: Said) -> Said:
        """The texts of those resources that are of a class; with ``!`` before it, of the others."""
        wanted = kind.removeprefix("!")
        if wanted not in self._instances:
            types, name = self._assembly.types, self._assembly.name
            classes = {one for one in set(types[1]) if name(one) == wanted}
            self._instances[wanted] = {one for one, of in zip(*types, strict=True) if of in classes}
        inside = self._instances[wanted]
        return {one: texts for one, texts in found.items() if (one in inside) != kind.startswith("!")}

    def _add(self, kind: int, found: Said) -> None:
        rows = [(node, *name) for node in sorted(found) for name in sorted(set(found[node]))]
        self.nodes.extend(node for node, _, _ in rows)
        self.kinds.extend(kind for _ in rows)
        self.languages.extend(language for _, language, _ in rows)
        self._made += [text for _, _, text in rows]


def put_together(parts: Iterable[Said]) -> Said:
    """Names of several texts with a space between them, of the resources that have them all.

    >>> put_together([{7: [(0, b"Ada")]}, {7: [(0, b"Lovelace")], 8: [(0, b"Babbage")]}])
    {7: [(0, b'Ada Lovelace')]}
    """
    every = list(parts)
    whole = set(every[0]).intersection(*every[1:])
    return {node: list(_joined([part[node] for part in every])) for node in sorted(whole)}


def _joined(texts: list[list[tuple[int, bytes]]]) -> Iterator[tuple[int, bytes]]:
    """Texts of one language put together; the language of the first holds where they have several."""
    same = [row for row in product(*texts) if len({language for language, _ in row}) == 1]
    for row in same or [tuple(one[0] for one in texts)]:
        yield row[0][0], b" ".join(text for _, text in row)
