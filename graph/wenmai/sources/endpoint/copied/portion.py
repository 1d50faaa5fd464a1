"""A part of a large endpoint, by where facts stand or who says so, copied with what belongs to it and chosen from as a file is.

What may be in the part is asked for: the facts of some named graphs, or those of which something says that they are from some source. With
them come the names and classes of what they are about, the statements about them and what these name, and what is said of their
graphs; all that folds was copied before. Which facts are in the part, and what they mean, is decided then as in a file
(:mod:`wenmai.sources.chosen`), so that a question may bring too much, and must not bring too little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.errors import InputError
from wenmai.index import pick
from wenmai.index.said import has_role, noted_terms
from wenmai.model import Literal
from wenmai.sources.chosen import DEEPEST
from wenmai.sources.endpoint.cards import entities_of
from wenmai.sources.endpoint.columns import maybe, resource, term
from wenmai.sources.endpoint.copied.copying import Copied
from wenmai.sources.endpoint.notes import quad_of
from wenmai.sources.endpoint.sparql import Part, is_iri, listed, rows
from wenmai.sources.endpoint.triples import STATING
from wenmai.statements.spellings import PARTS, REIFIES
from wenmai.terms import TYPE, local_name
from wenmai.times.reader import is_temporal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wenmai.model import Quad, Term
    from wenmai.profiles import Interpretation
    from wenmai.sources.endpoint.copied.apparatus import Apparatus
    from wenmai.sources.endpoint.dataset import Dataset
    from wenmai.sources.endpoint.source import Endpoint

MOST_FACTS = 50_000
"""How many facts of named graphs are copied."""

MOST_SOURCES = 5000
"""How many sources are looked through for those that a person means."""

MOST_SUBJECTS = 2000
"""How many things of which a source says something are read."""

AT_ONCE = 100
"""How many resources one question is about."""


class Portion(Copied):
    """The triples around a part of an endpoint."""

    def __init__(self, source: Endpoint, meaning: Interpretation, quads: Iterable[Quad]) -> None:
        super().__init__(source.locations, source.options, raw=source.raw)
        self.meaning = meaning
        made = (quad_of((quad.subject, quad.predicate, quad.object), quad.graph or "") for quad in quads)
        self.take([quad for quad in dict.fromkeys(made) if quad is not None])


def copy_portion(source: Endpoint, graphs: Sequence[str | None], names: Sequence[str]) -> Portion | None:
    """The facts of some named graphs (``None``: the graph without a name), or those that sources may state, and what belongs to them.

    ``None`` where there are too many.
    """
    asking = _Gathering(source)
    if graphs:
        facts = asking.facts_of(graphs)
        if facts is None:
            return None
    else:
        facts = asking.facts_from(names)
    return Portion(source, asking.meaning, dict.fromkeys((*facts, *asking.beside(facts))))


class _Gathering:
    """Asks for the facts of a part, and for what belongs to them."""

    def __init__(self, source: Endpoint) -> None:
        self.source = source
        self.dataset: Dataset = source.dataset
        self.tally = source.tally
        self.meaning = source.tally.understood.every
        self._graphs: set[str | None] = set()

    def facts_of(self, graphs: Sequence[str | None]) -> list[Quad] | None:
        """The facts of named graphs; ``None`` where there are too many."""
        self._graphs = set(graphs)
        named = [one for one in graphs if one is not None and is_iri(one)]
        found = list(self._quads_in(named)) if named else []
        if None in graphs:
            found += self._unnamed()
        return None if len(found) > MOST_FACTS else found

    def _quads_in(self, graphs: Sequence[str]) -> Iterator[Quad]:
        where = self.dataset.query("VALUES ?g { $graphs } GRAPH ?g { ?s ?p ?o }", graphs=rows(graphs))
        yield from self._read(where)

    def _unnamed(self) -> list[Quad]:
        return list(self._read(self.dataset.query("?s ?p ?o")))

    def _read(self, where: Part) -> Iterator[Quad]:
        from wenmai.model import Quad

        query = self.dataset.query(
            "SELECT DISTINCT ?s ?p ?o ?g { $where } LIMIT $most", where=where, most=MOST_FACTS + 1
        )
        for s, p, o, g in self.dataset.select(query, resource("s"), resource("p"), term("o"), maybe(resource("g"))):
            yield Quad(s, p, o, g)

    def facts_from(self, names: Sequence[str]) -> list[Quad]:
        """What is said of everything of which one of some sources may say something.

        Raises:
            InputError: nothing is stated to be from such a source.
        """
        wanted = self._sources(names)
        stating = self._stating(wanted) if wanted else []
        subjects = {one for row in stating for one in row if one is not None and is_iri(one)}
        if self.tally.folds.apparatus is not None:
            subjects |= self._copied_subjects(names)
        if REIFIES in self.tally.roles:
            subjects |= {triple.subject for triple in self.source.patterns.reified}
        chosen = sorted(one for one in subjects if not self.tally.folds.hides(one))
        if len(chosen) > MOST_SUBJECTS:
            self.dataset.notice(
                f"{', '.join(names)}: more than {MOST_SUBJECTS:,} things are named with it; only the facts of the first are told"
            )
        found = list(self._match_all(chosen[:MOST_SUBJECTS]))
        graphs = self._graphs_of({row[0] for row in stating})
        found += self._quads_in(graphs) if graphs else ()
        if not found:
            raise InputError(f"no fact is stated to be from {', '.join(names)}; wenmai show tells who states a fact")
        return found

    @property
    def _leads(self) -> Part:
        """The predicates by which something may lead to its source."""
        used = self.tally.understood.vocabulary[0]
        noted = noted_terms([self.meaning])
        named = (one for one in used if one in noted or has_role(one))
        return listed(sorted(one for one in named if one not in PARTS and one != TYPE and not is_temporal(one)))

    def _sources(self, names: Sequence[str]) -> list[Term]:
        """The resources and texts that a person means: by IRI, the end of it, a label, or the words themselves."""
        prefixes = self.source.prefixes
        called = {*names, *(prefixes.expand(name) or name for name in names)} | {
            one[1:-1] for one in names if one[:1] == "<"
        }
        found: list[Term] = [one for one in sorted(called) if is_iri(one)]
        if not self._leads.text:
            return found
        query = self.dataset.query(
            "SELECT DISTINCT ?x { { {{?y ?e ?x}} FILTER(?e IN ($leads)) }"
            " UNION { {{?y ?e ?b}} FILTER(?e IN ($leads)) FILTER(isBlank(?b)) {{?b ?n ?x}} FILTER(isLiteral(?x)) } } LIMIT $most",
            leads=self._leads,
            most=MOST_SOURCES,
        )
        every = [row[0] for row in self.dataset.select(query, term("x"))]
        if len(every) >= MOST_SOURCES:
            self.dataset.notice(
                f"more than {MOST_SOURCES:,} sources are named; give the IRI of one to be sure that it is found"
            )
        found += [one for one in every if isinstance(one, Literal) and one.value in called]
        iris = [one for one in every if isinstance(one, str) and is_iri(one)]
        found += [one for one in iris if local_name(one) in called]
        if len(found) > sum(map(is_iri, called)):
            return list(dict.fromkeys(found))
        return list(dict.fromkeys((*found, *self._labelled(iris, called))))

    def _labelled(self, iris: Sequence[str], called: set[str]) -> list[str]:
        cards = self.source.cards
        cards.read([one for one in iris if one not in cards])
        return [one for one in iris if pick(cards[one].labels, "en") in called]

    def _stating(self, wanted: Sequence[Term]) -> list[tuple[str, str | None]]:
        """What leads to sources, three steps back at most, and the subject of the fact that it is about, where it is a statement."""
        last = self.dataset.query("FILTER(?a IN ($leads) || isLiteral(?x))", leads=self._leads)
        steps = (
            self.dataset.query("{{?t ?a ?x}} $last", last=last),
            self.dataset.query("{{?m ?a ?x}} $last {{?t ?b ?m}} FILTER(?b IN ($leads))", last=last, leads=self._leads),
            self.dataset.query(
                "{{?l ?a ?x}} $last {{?m ?b ?l}} FILTER(?b IN ($leads)) {{?t ?c ?m}} FILTER(?c IN ($leads))",
                last=last,
                leads=self._leads,
            ),
        )
        found: list[tuple[str, str | None]] = []
        for step in steps:
            query = self.dataset.query(
                "SELECT DISTINCT ?t ?s { VALUES ?x { $wanted } $step OPTIONAL { {{?t ?k ?s}} FILTER(?k IN ($stating)) } } LIMIT $most",
                wanted=rows(wanted),
                step=step,
                stating=listed(sorted(STATING)),
                most=MOST_SOURCES,
            )
            found += self.dataset.select(query, resource("t"), maybe(resource("s")))
        return list(dict.fromkeys(found))

    def _copied_subjects(self, names: Sequence[str]) -> set[str]:
        """The things about which nodes that fold say something from one of some sources, as their triples were copied."""
        apparatus = self.tally.folds.apparatus
        if apparatus is None:
            return set()
        triples = apparatus.triples
        prefixes, cards = self.source.prefixes, self.source.cards
        called = {*names, *(prefixes.expand(name) or name for name in names)}
        ends = {quad.object for quad in triples.match()}
        cards.read([one for one in sorted(map(str, ends)) if is_iri(one) and one not in cards][:MOST_SOURCES])
        near = {
            end
            for end in ends
            if (end.value if isinstance(end, Literal) else end) in called
            or (
                isinstance(end, str)
                and (local_name(end) in called or (end in cards and pick(cards[end].labels, "en") in called))
            )
        }
        subjects: set[str] = set()
        for _ in range(DEEPEST):
            leading = {quad.subject for end in near for quad in triples.match(None, None, end)}
            subjects |= {str(quad.object) for one in leading for part in STATING for quad in triples.match(one, part)}
            subjects |= {one for one in leading if not apparatus.hides(one)}
            near = {one for one in leading if apparatus.hides(one) or one.startswith("_:")}
        return {one for one in subjects if is_iri(one)}

    def _graphs_of(self, sources: Iterable[str]) -> list[str]:
        """The named graphs that are among some resources, or that these contain (nanopublications)."""
        if self.dataset.union == "default":
            return []
        asked = sorted(filter(is_iri, set(sources)))
        ways = sorted(self._containing())
        found: set[str] = set()
        for start in range(0, len(asked), AT_ONCE):
            query = self.dataset.query(
                "SELECT DISTINCT ?g { { VALUES ?g { $asked } GRAPH ?g { ?s ?p ?o } } $contained }",
                asked=rows(some := asked[start : start + AT_ONCE]),
                contained=self.dataset.query(
                    "UNION { VALUES ?n { $asked } {{?n ?w ?g}} FILTER(?w IN ($ways)) }",
                    asked=rows(some),
                    ways=listed(ways),
                )
                if ways
                else Part(""),
            )
            found.update(row[0] for row in self.dataset.select(query, resource("g")))
        return sorted(filter(is_iri, found))

    def _containing(self) -> set[str]:
        """The predicates that lead from what contains a named graph to the graph."""
        ways = (way for ways in self.meaning.evidence.values() for way in ways)
        return {way[0][1:].partition(" ")[0] for way in ways if way[0].startswith("^")}

    def beside(self, facts: Sequence[Quad]) -> Iterator[Quad]:
        """The names and classes of what facts are about, the statements about them, what these name, and what is said of graphs."""
        ends = {one for fact in facts for one in (fact.subject, fact.predicate, fact.object) if isinstance(one, str)}
        graphs = {fact.graph for fact in facts if fact.graph is not None}
        stated = sorted({fact.subject for fact in facts if is_iri(fact.subject)})
        statements = list(self._statements_about(stated))
        yield from statements
        yield from self._about_graphs(sorted(filter(is_iri, graphs)))
        ends |= {str(quad.object) for quad in statements if isinstance(quad.object, str)}
        apparatus = self.tally.folds.apparatus
        if apparatus is not None:
            yield from apparatus.triples.match()
            ends |= self._reached(apparatus, stated)
        same = self.meaning.same
        predicates = {fact.predicate for fact in facts} | set(
            apparatus.index.predicates if apparatus is not None else ()
        )
        ends |= {one for predicate in predicates for one in entities_of(predicate, same)} if same else set()
        yield from self._named(sorted(filter(is_iri, ends)))

    def _reached(self, apparatus: Apparatus, subjects: Iterable[str]) -> set[str]:
        """What nodes that fold and stand beside some resources lead to."""
        found: set[str] = set()
        pending = set(subjects)
        for _ in range(DEEPEST):
            ends = {quad.object for one in pending for quad in apparatus.triples.match(one)}
            fresh = {one for one in ends if isinstance(one, str)} - found
            found |= fresh
            pending = {one for one in fresh if one.startswith("_:") or apparatus.hides(one)}
        return found

    def _named(self, iris: Sequence[str]) -> Iterator[Quad]:
        """The triples that name some resources and say their classes; those that name the classes, too."""
        classes: set[str] = set()
        for quad in self._naming(iris):
            if quad.predicate in self.tally.classing and isinstance(quad.object, str):
                classes.add(quad.object)
            yield quad
        yield from self._naming(sorted(filter(is_iri, classes.difference(iris))))

    def _naming(self, iris: Sequence[str]) -> Iterator[Quad]:
        known = sorted({TYPE, *self.tally.classing, *self.meaning.naming, *self.tally.names.texts})
        for start in range(0, len(iris), 2 * AT_ONCE):
            yield from self.source.patterns.read_some(iris[start : start + 2 * AT_ONCE], known)

    def _match_all(self, subjects: Sequence[str]) -> Iterator[Quad]:
        """All that is said of some resources, and of the blank nodes among what they lead to."""
        self.source.prefetch(subjects)
        for subject in subjects:
            found = list(self.source.match(subject))
            yield from found
            yield from self._nameless(found)

    def _nameless(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        for quad in quads:
            if isinstance(quad.object, str) and quad.object.startswith("_:"):
                inner = list(self.source.match(quad.object))
                yield from inner
                yield from (
                    one
                    for deeper in inner
                    if isinstance(deeper.object, str) and deeper.object.startswith("_:")
                    for one in self.source.match(deeper.object)
                )

    def _statements_about(self, subjects: Sequence[str]) -> Iterator[Quad]:
        """The triples of the statements about facts of some resources, and of what they name."""
        if not self.tally.roles.intersection(STATING) and REIFIES not in self.tally.roles:
            return
        self.source.prefetch(subjects)
        pending = [
            name for subject in subjects for names in self.source.statements.names(subject).values() for name in names
        ]
        seen = set(subjects)
        for _ in range(DEEPEST):
            wanted = [name for name in dict.fromkeys(pending) if name not in seen]
            seen.update(wanted)
            self.source.prefetch(filter(is_iri, wanted))
            found = [quad for name in wanted for quad in self.source.match(name) if not self._is_here(quad)]
            yield from found
            pending = [
                quad.object
                for quad in found
                if isinstance(quad.object, str)
                and quad.predicate not in PARTS
                and quad.predicate not in (TYPE, REIFIES)
            ]

    def _is_here(self, quad: Quad) -> bool:
        """Whether a triple about a blank node was copied with the facts, where that node has another name."""
        return quad.graph in self._graphs and "_:" in (quad.subject[:2], str(quad.object)[:2])

    def _about_graphs(self, graphs: Sequence[str]) -> Iterator[Quad]:
        """What is said of named graphs, what leads to them, and what is said of that."""
        around = set[str]()
        self.source.prefetch(graphs)
        for graph in graphs:
            yield from self.source.match(graph)
            for quad in self.source.match(None, None, graph):
                around.add(quad.subject)
                yield quad
        yield from self._match_all(sorted(filter(is_iri, around)))
