"""A part of a graph by where its facts stand or who says so: those of some named graphs, or those of some sources.

The facts are those of the part alone. What things are called, their classes, the statements about the facts and what is said of
the graphs come from the whole.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, cast

from wenmai.errors import AmbiguousName, InputError
from wenmai.model import Match
from wenmai.once import made_once
from wenmai.oxigraph import oxi
from wenmai.sources.match import Local, values_of
from wenmai.sources.memory import Memory
from wenmai.statements.spellings import PARTS, REIFIES, SPELLINGS
from wenmai.terms import TYPE, local_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import pyoxigraph as ox

    from wenmai.index import Index
    from wenmai.model import Evidence, Quad, Term
    from wenmai.prefixes import Prefixes
    from wenmai.sources.protocol import Source

DEFAULT = "default"
"""What the graph is called that has no name."""

DEEPEST = 4
"""How far what a statement names is followed: a reference, a value, a passage, its document."""


def choose_facts(source: Source, graphs: Iterable[str] = (), sources: Iterable[str] = ()) -> Source:
    """The facts that stand in any of some named graphs, and that any of some sources states.

    A graph goes by its IRI, ``prefix:name``, the end of its IRI or its label, and that without a name by ``default``; a source by
    the same, or by the words that name it.

    Raises:
        InputError: the graph has no such named graph, or none of its facts is stated to be from such a source.
        AmbiguousName: several named graphs go by that name.
    """
    if not isinstance(source, Local):  # an endpoint, which chooses itself
        there: Source = cast("Any", source).part(graphs, sources)
        return there
    return choose_named(source, [_named(source, name) for name in graphs], list(sources))


def choose_named(source: Local, names: Sequence[str | None], cited: Sequence[str]) -> Chosen:
    """The facts that stand in any of some named graphs, given by their IRIs, and that any of some sources states.

    Raises:
        InputError: none is stated to be from such a source.
    """
    quads = [quad for quad in source.match() if not names or quad.graph in names]
    if cited:
        quads = list(_stated(source, quads, cited))
        if not quads:
            raise InputError(f"no fact is stated to be from {', '.join(cited)}; wenmai show tells who states a fact")
    return Chosen(source, quads)


def _named(source: Local, name: str) -> str | None:
    """The named graph that a person means; ``None`` is the default graph."""
    known = [graph for graph, _ in source.graph_sizes()]
    if name == DEFAULT and None in known:
        return None
    index = source.index
    expanded = source.prefixes.expand(name)
    named = [graph for graph in known if graph is not None]
    if expanded in named:
        return expanded
    return pick_graph(name, named, lambda iri: index.term_label(iri, "en"))


def pick_graph(name: str, graphs: Sequence[str], label: Callable[[str], str]) -> str:
    """The one of some named graphs that a person means: by its IRI, the end of it, or its label.

    Raises:
        InputError: there is none. AmbiguousName: there are several.
    """
    plain = name[1:-1] if name.startswith("<") and name.endswith(">") else name
    if plain in graphs:
        return plain
    found = [graph for graph in graphs if plain in (local_name(graph), label(graph))]
    found = found or [graph for graph in graphs if graph.endswith(plain)]
    if len(found) > 1:
        raise AmbiguousName(name, [Match(one, label(one), name, "label", 100) for one in found], what="named graph")
    if not found:
        shown = ", ".join(graphs[:3]) or "none"
        raise InputError(f"there is no named graph {name!r}; there are {len(graphs)}: {shown} (wenmai stats --graphs)")
    return found[0]


def _stated(source: Local, quads: Iterable[Quad], wanted: Iterable[str]) -> Iterator[Quad]:
    """The facts that any of some sources states."""
    labels = set(wanted) | {source.prefixes.expand(name) or name for name in wanted}
    known: dict[str, bool] = {}

    def is_wanted(evidence: Evidence) -> bool:
        names = (evidence.document, evidence.said_by or "", dict(evidence.details).get("work", ""))
        return any(_is_called(source, name, labels, known) for name in names if name)

    for quad in quads:
        stated = source.statements.about(quad.subject).get((quad.predicate, quad.object), ())
        if any(is_wanted(one) for statement in stated for one in statement.evidence):
            yield quad


def _is_called(source: Local, document: str, names: set[str], known: dict[str, bool]) -> bool:
    if document not in known:
        called = {document, local_name(document), source.index.term_label(document, "en")}
        known[document] = not names.isdisjoint(called)
    return known[document]


class Chosen(Memory):
    """Some facts of a local graph."""

    def __init__(self, whole: Local, facts: Iterable[Quad]) -> None:
        super().__init__(whole.locations)
        self._whole = whole
        self._facts = list(facts)

    @made_once
    def prefixes(self) -> Prefixes:
        """The prefixes of the whole."""
        return self._whole.prefixes

    @property
    def _key(self) -> None:
        """The cache holds no part of a graph."""

    @made_once
    def _kept(self) -> list[ox.Quad]:
        return list(map(_quad, self._facts))

    @made_once
    def _graphs(self) -> frozenset[str]:
        """The named graphs that the facts stand in, and the resources that contain them (nanopublications)."""
        graphs = {quad.graph for quad in self._facts if quad.graph is not None}
        ways = {
            way[0][1:]
            for ways in self._whole.index.interpretation.evidence.values()
            for way in ways
            if way[0][0] == "^"
        }
        around = {
            quad.subject for graph in graphs for way in sorted(ways) for quad in self._whole.match(None, way, graph)
        }
        return frozenset(graphs | around)

    @made_once
    def _beside(self) -> list[Quad]:
        """Names and classes of what the facts are about, and the statements about them with all that these name."""
        whole = self._whole
        naming = whole.index.interpretation.naming | {TYPE}
        ends = {quad.subject for quad in self._facts} | {
            quad.object for quad in self._facts if isinstance(quad.object, str)
        }
        ends |= {quad.predicate for quad in self._facts}
        here = set(self._facts)
        names = [one for end in sorted(ends) for one in whole.match(end) if one.predicate in naming and one not in here]
        return [*names, *self._statements_about(here)]

    def _statements_about(self, here: set[Quad]) -> Iterator[Quad]:
        """The triples of the statements about the facts."""
        facts = {(quad.subject, quad.predicate, quad.object) for quad in here}
        stated = {quad.subject for quad in here}
        pending = [
            name
            for subject in sorted(stated)
            for fact, names in self._whole.statements.names(subject).items()
            if (subject, *fact) in facts
            for name in names
        ]
        seen: set[str] = set()
        for _ in range(DEEPEST):
            rows = [quad for name in dict.fromkeys(pending) if name not in seen for quad in self._whole.match(name)]
            seen.update(pending)
            yield from (row for row in rows if row not in here)
            pending = [row.object for row in rows if isinstance(row.object, str) and row.predicate not in SAID]
            pending = [one for one in pending if one not in stated]

    @made_once
    def index(self) -> Index:
        """The links of the facts; who states them, when they hold and what things are called by the whole."""
        from wenmai.index.builder import Builder

        about = [quad for graph in sorted(self._graphs) for quad in self._whole.match(graph)]
        about += [quad for graph in sorted(self._graphs) for quad in self._whole.match(None, None, graph)]
        own, raw = (whole._own, whole._raw) if isinstance(whole := self._whole, Memory) else (None, False)
        with Builder(own=own, folding=not raw) as builder:
            deque(builder.tap(map(_quad, [*self._facts, *self._beside])), 0)
            builder.hear(map(_quad, about))
            made = builder.finish()
        made.prefixes, made.values, made.whole = self.prefixes, values_of(self), self._whole.index
        return made

    def _stored(self, subject: object, predicate: object, value: object) -> Iterator[ox.Quad]:
        return self._known.quads_for_pattern(subject, predicate, value, None)  # type: ignore[arg-type]

    @made_once
    def _known(self) -> ox.Store:
        """The facts and what is said beside them."""
        import pyoxigraph

        store = pyoxigraph.Store()
        store.bulk_extend([*self._kept, *map(_quad, self._beside)])
        return store

    def match(
        self,
        subject: str | None = None,
        predicate: str | None = None,
        object: Term | None = None,  # noqa: A002
    ) -> Iterator[Quad]:
        """The triples that fit a pattern; of a named graph, what the whole says of it."""
        if subject in self._graphs or (subject is None and object in self._graphs):
            return self._whole.match(subject, predicate, object)
        return super().match(subject, predicate, object)

    def graph_sizes(self) -> list[tuple[str | None, int]]:
        """The named graphs that the facts stand in, and how many stand in each."""
        counts: dict[str | None, int] = {}
        for quad in self._facts:
            counts[quad.graph] = counts.get(quad.graph, 0) + 1
        return sorted(counts.items(), key=lambda item: item[0] or "") if counts.keys() - {None} else []


SAID = frozenset({TYPE, REIFIES, *PARTS, *(part for spelling in SPELLINGS for part in spelling)})


def _quad(quad: Quad) -> ox.Quad:
    import pyoxigraph as ox

    graph = ox.DefaultGraph() if quad.graph is None else oxi(quad.graph)
    return ox.Quad(oxi(quad.subject), ox.NamedNode(quad.predicate), oxi(quad.object), graph)
