"""The patterns by which an endpoint is asked for names: by one predicate, along a way of several, or put together of several texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.model import Literal
from wenmai.sources.endpoint.sparql import Part, joined, listed, rows
from wenmai.terms import TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wenmai.model import Term
    from wenmai.profiles import Way
    from wenmai.sources.endpoint.copied.meaning import NamePredicates
    from wenmai.sources.endpoint.dataset import Dataset


class NamePatterns:
    """Patterns of the names of an endpoint."""

    def __init__(self, dataset: Dataset, naming: NamePredicates, classing: Sequence[str]) -> None:
        self.dataset, self.naming, self.classing = dataset, naming, classing
        self._ways = [naming[0] for naming in naming.every if len(naming) == 1 and len(naming[0]) > 1]
        self._composed = [naming for naming in naming.every if len(naming) > 1]
        self._direct = naming.direct
        last = [way[-1] for way in (*self._ways, *(way for one in self._composed for way in one))]
        self.texts = tuple(dict.fromkeys((*self._direct, *last)))
        """The predicates whose literals are names, or parts of names."""
        self.apart = bool(self._ways or self._composed)
        """Whether some names are not said by one predicate."""

    def spoken(self, wanted: Iterable[Literal] = (), *, classes: bool = False) -> Part:
        """The pattern of things (?n) with a name (?l): one of those ``wanted``, or any; with ``classes``, these as well."""
        texts = list(wanted)
        given = self.dataset.query("VALUES ?l { $texts }", texts=rows(texts)) if texts else Part("")
        known = (*self.classing, *self._direct) if classes else self._direct
        plain = self.dataset.query("$given {{?n ?p ?l}} FILTER(?p IN ($naming))", given=given, naming=listed(known))
        if not self.apart:
            return plain
        branches = [plain, *(joined((given, self._along(way, "?l"))) for way in self._ways)]
        branches += [self._put_together(naming, texts) for naming in self._composed]
        return joined((self.dataset.query("{ $one }", one=branch) for branch in branches if branch.text), " UNION ")

    def _along(self, way: Way, end: str) -> Part:
        """The triples of a way from ?n to a variable, the last first."""
        names = ["?n", *(f"{end}{place}" for place in range(1, len(way))), end]
        ends = [Part(variable) for variable in names]
        parts = list[Part]()
        for place in reversed(range(len(way))):
            predicate, _, kind = way[place].removeprefix("^").partition(" ")
            start, stop = ends[place], ends[place + 1]
            if way[place].startswith("^"):
                start, stop = stop, start
            parts.append(self.dataset.query("{{$start $p $stop}}", start=start, p=predicate, stop=stop))
            if kind:
                parts.append(self._of_class(ends[place + 1], kind))
        return joined(parts)

    def _of_class(self, thing: Part, kind: str) -> Part:
        holes: dict[str, Term | int | Part] = {"thing": thing, "type": TYPE, "kind": kind.removeprefix("!")}
        if kind.startswith("!"):
            return self.dataset.query("FILTER NOT EXISTS { {{$thing $type $kind}} }", **holes)
        return self.dataset.query("FILTER EXISTS { {{$thing $type $kind}} }", **holes)

    def _put_together(self, naming: Sequence[Way], wanted: Sequence[Literal]) -> Part:
        """The pattern of names of several texts with a space between them; empty where none of those ``wanted`` has so many words."""
        ends = [f"?l{letter}" for letter in "abcdef"[: len(naming)]]
        given = Part("")
        if wanted:
            splits = {split for text in wanted for split in _split(text, len(naming))}
            if not splits:
                return given
            given = self.dataset.query(
                "VALUES ($ends) { $splits }",
                ends=joined(Part(variable) for variable in ends),
                splits=rows(sorted(splits)),
            )
        said = joined((Part(f"STR({variable})") for variable in ends), ', " ", ')
        whole = self.dataset.query("BIND(CONCAT($said) AS ?l)", said=said)
        return joined((given, *(self._along(way, end) for way, end in zip(naming, ends, strict=True)), whole))

    def reading(self, nodes: Sequence[str]) -> Part:
        """The question for the triples (?n, ?p, ?o) that name resources and say their classes; those that name the classes, too."""
        naming = listed((*self.classing, *self.texts))
        return self.dataset.query(
            "SELECT DISTINCT ?n ?p ?o { { VALUES ?n { $nodes } {{?n ?p ?o}} FILTER(?p IN ($naming)) }"
            " UNION { VALUES ?m { $nodes } {{?m ?c ?n}} FILTER(?c IN ($classing)) {{?n ?p ?o}} FILTER(?p IN ($naming)) } $apart }",
            nodes=rows(nodes),
            classing=listed(self.classing),
            naming=naming,
            apart=self.steps(self.dataset.query("VALUES ?m { $nodes }", nodes=rows(nodes))),
        )

    def every(self) -> Part:
        """The pattern of all triples (?n, ?p, ?o) that name something or say its class."""
        plain = self.dataset.query("{{?n ?p ?o}} FILTER(?p IN ($naming))", naming=listed((*self.classing, *self.texts)))
        return joined((self.dataset.query("{ $plain }", plain=plain), self.steps(Part("")))) if self.apart else plain

    def steps(self, given: Part) -> Part:
        """Branches for the triples of ways that begin at ?m: what leads to nodes that have names, and what these say."""
        ways = set(self._ways) | {way for one in self._composed for way in one if len(way) > 1}
        branches = list[Part]()
        for way in sorted({way[:-1] for way in ways}):
            last = listed([TYPE, *sorted({one[-1] for one in ways if one[:-1] == way})])
            walked = list[Part]()
            ends = [Part(variable) for variable in ("?m", *(f"?m{place}" for place in range(1, len(way) + 1)))]
            for place, step in enumerate(way):
                predicate = step.removeprefix("^").partition(" ")[0]
                start, stop = ends[place : place + 2]
                if step.startswith("^"):
                    start, stop = stop, start
                walked.append(self.dataset.query("{{$start $p $stop}}", start=start, p=predicate, stop=stop))
                said = self.dataset.query(
                    "BIND($start AS ?n) BIND($p AS ?p) BIND($stop AS ?o)", start=start, p=predicate, stop=stop
                )
                branches.append(joined((given, *walked, said)))
            end = self.dataset.query("{{$end ?p ?o}} FILTER(?p IN ($last)) BIND($end AS ?n)", end=ends[-1], last=last)
            branches.append(joined((given, *walked, end)))
        return joined(self.dataset.query("UNION { $one }", one=branch) for branch in branches)


def _split(text: Literal, parts: int) -> Iterable[tuple[Literal, ...]]:
    """A text in so many parts as there are names put together, at each of its spaces.

    >>> [tuple(part.value for part in split) for split in _split(Literal("Ada de Moor"), 2)]
    [('Ada', 'de Moor'), ('Ada de', 'Moor')]
    """
    from itertools import combinations, pairwise

    words = text.value.split()
    for places in combinations(range(1, len(words)), parts - 1):
        cuts = (0, *places, len(words))
        yield tuple(text._replace(value=" ".join(words[start:end])) for start, end in pairwise(cuts))
