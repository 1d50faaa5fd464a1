"""The nodes of a large endpoint that only write something down, copied with all that is said of them, and indexed as a file is.

A membership, a statement, a production, a label with a history, a time: what folds into what is decided by what is around such nodes
(:mod:`wenmai.folding`), so all triples around them are fetched with one question, by the terms of the profiles that the endpoint uses,
and the same builder that indexes files decides about them and derives the links that they stand for. Links between entities stay where
they are: what is asked of those is corrected by what is known here. Where there are too many such nodes they stay entities, which is said.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from wenmai.sources.cache.entry import hash_text
from wenmai.sources.endpoint.columns import maybe, resource, term
from wenmai.sources.endpoint.copied.copying import Copied, told_once
from wenmai.sources.endpoint.notes import quad_of
from wenmai.sources.endpoint.requests.transport import Failed, Unavailable
from wenmai.sources.endpoint.sparql import Part, is_iri, joined, rows
from wenmai.statements.spellings import SPELLINGS
from wenmai.terms import APPARATUS_TYPES, TYPE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import pyoxigraph

    from wenmai.index import Index
    from wenmai.index.folded import Fold
    from wenmai.model import Quad, Term
    from wenmai.profiles import Interpretation
    from wenmai.sources.endpoint.dataset import Dataset, Row

    Fact = tuple[str, str, str]

MOST_TRIPLES = 100_000
"""How many triples about nodes that fold are copied."""

PATIENCE = 30.0
"""Seconds allowed for them, with retries."""

AT_ONCE = 2000
"""Of so many derived links one question tells which are stated, too."""


class Apart(Copied):
    """The triples around such nodes."""

    def __init__(self, shown: str, meaning: Interpretation, key: str | None) -> None:
        super().__init__((shown,), key=key)
        self.meaning = meaning


class Doubtful(NamedTuple):
    """How many hidden resources an endpoint counts among its entities; and resources of which more has to be asked.

    Of each: whether it is counted for its links to what is hidden, whether it is an entity by what folds, and how many such links it
    has: one that has no other fact or link is counted wrongly, where the first two are not the same.
    """

    hidden: int
    uncertain: dict[str, tuple[bool, bool, int]]


class Apparatus:
    """What is known of nodes that fold, from the triples around them.

    ``walked`` tells whether the triples of a predicate are links.
    """

    def __init__(self, triples: Apart, walked: Callable[[str], bool]) -> None:
        self.triples, self._walked = triples, walked

    @cached_property
    def index(self) -> Index:
        """The nodes, and the links that they stand for, as the index of a file has them."""
        return self.triples.index

    def hides(self, iri: str) -> bool:
        """Whether a resource is no entity."""
        return iri in self.index.folds or self._is_apparatus(iri)

    def _is_apparatus(self, iri: str) -> bool:
        if iri not in self._known:
            types = (quad.object for quad in self.triples.match(iri, TYPE))
            self._known[iri] = any(one in APPARATUS_TYPES for one in types)
        return self._known[iri]

    @cached_property
    def _known(self) -> dict[str, bool]:
        return {}

    @cached_property
    def blank(self) -> bool:
        """Whether some blank nodes are entities."""
        return any(self.index.iri(node).startswith("_:") for node in range(self.index.node_count))

    @cached_property
    def unnamed(self) -> frozenset[str]:
        """The records that are hidden and have IRIs: questions name them, for what leads to them was not fetched."""
        records = (
            {one for kind in self.triples.meaning.kinds("record") for one in kind.classes}
            if self.triples.meaning
            else set()
        )
        reached = (
            {one for kind in self.triples.meaning.kinds("record") for one in kind.reached}
            if self.triples.meaning
            else set()
        )
        found = {quad.subject for one in sorted(records) for quad in self.triples.match(None, TYPE, one)}
        found |= {str(quad.object) for one in sorted(reached) for quad in self.triples.match(None, one, None)}
        return frozenset(one for one in found if is_iri(one) and self.hides(one))

    def beside(self, iri: str) -> list[tuple[str, str, bool]]:
        """The derived links of a resource that are not stated: other end, predicate, whether it is the subject."""
        return [half for half, stated in self._derived(iri) if not stated]

    def derived(self, iri: str) -> list[tuple[str, str, bool]]:
        """All derived links of a resource."""
        return [half for half, _ in self._derived(iri)]

    def _derived(self, iri: str) -> Iterator[tuple[tuple[str, str, bool], bool]]:
        index, node = self.index, self.index.find(iri)
        for other, predicate, forward, link in index.links(node) if node is not None else ():
            if index.folds.of_link(link):
                half = index.iri(other), index.predicates[predicate], forward
                subject, value = (iri, half[0]) if forward else (half[0], iri)
                yield half, any(True for _ in self.triples.match(subject, half[1], value))

    def more(self, iri: str) -> int:
        """How many links a resource has more than the endpoint counts: those derived, without those to what is hidden."""
        return len(self.beside(iri)) - self._hidden_links(iri)

    def _hidden_links(self, iri: str) -> int:
        outs = {(quad.predicate, quad.object) for quad in self.triples.match(iri)}
        ins = {(quad.subject, quad.predicate) for quad in self.triples.match(None, None, iri)}
        ends = [(one, value) for one, value in outs if isinstance(value, str)]
        ends += [(one, subject) for subject, one in ins]
        return sum(self._walked(predicate) and self._counts(end) for predicate, end in ends)

    def _counts(self, end: str) -> bool:
        """Whether links to a resource are to be taken from what the endpoint counts."""
        return end not in self.unnamed and self.hides(end)

    def more_by_predicate(self) -> Counter[str]:
        """The same for all links, by predicate; what is taken from a count is below zero."""
        found: Counter[str] = Counter()
        for subject, predicate, value in self._links():
            if not self.unnamed.isdisjoint((subject, value)):
                continue
            if self._walked(predicate) and (self.hides(subject) or self.hides(value)):
                found[predicate] -= 1
        index = self.index
        for node in range(index.node_count):
            iri = index.iri(node)
            found.update(predicate for _, predicate, forward in self.beside(iri) if forward)
        return found

    def _links(self) -> set[Fact]:
        return {
            (quad.subject, quad.predicate, quad.object) for quad in self.triples.match() if isinstance(quad.object, str)
        }

    def classes(self) -> Counter[str]:
        """The classes of what is hidden, by how many."""
        predicates = (TYPE, *(one for one, role in self.index.interpretation.roles.items() if role == "class"))
        pairs = {
            (quad.subject, str(quad.object))
            for predicate in dict.fromkeys(predicates)
            for quad in self.triples.match(None, predicate)
            if self._counts(quad.subject)
        }
        return Counter(kind for _, kind in pairs)

    def doubtful(self, classing: frozenset[str]) -> Doubtful:
        """What is hidden though the endpoint counts it, and entities of which what is here does not tell whether it does."""
        there, linked = set[str](), Counter[str]()
        for quad in self.triples.match():
            subject, predicate, value = quad.subject, quad.predicate, quad.object
            if not isinstance(value, str) or predicate in classing:
                there.add(subject)
            elif self._walked(predicate) and self.unnamed.isdisjoint((subject, value)):
                for end, other in ((subject, value), (value, subject)):
                    (linked.update((end,)) if self.hides(other) else there.add(end))
        hidden = {one for one in (*there, *linked) if self._counts(one)}
        index = self.index
        nodes = {index.iri(node) for node in range(index.node_count)}
        open_ = {one for one in (*linked, *nodes) if one not in there and not self.hides(one)}
        return Doubtful(
            len(hidden),
            {one: (one in linked, one in nodes, linked[one]) for one in open_ if (one in linked) != (one in nodes)},
        )

    def link(self, subject: str, predicate: str, value: str) -> int | None:
        """The number of a link in :attr:`index`, where it is among its links."""
        index = self.index
        node, other = index.find(subject), index.find(value)
        if node is None or other is None:
            return None
        return next(
            (
                link
                for _, way, forward, link in index.links_between(node, other)
                if forward and index.predicates[way] == predicate
            ),
            None,
        )

    def folds_of(self, subject: str, predicate: str, value: str) -> tuple[Fold, ...]:
        """The nodes that a link was folded from."""
        return self.index.folds.of(subject, predicate, value)

    def match(self, subject: str) -> list[Quad] | None:
        """What is said of a hidden resource, or of a blank node; ``None`` of any other."""
        return list(self.triples.match(subject)) if subject.startswith("_:") or self.hides(subject) else None


def copy_apparatus(
    dataset: Dataset,
    meaning: Interpretation,
    predicates: frozenset[str],
    walked: Callable[[str], bool],
    *,
    private: bool,
) -> Apparatus | None:
    """The nodes of an endpoint that fold; ``None`` where it has none, too many, or does not give them, which is said.

    ``predicates`` are all that it uses. What is ``private`` is not kept in the cache.
    """
    if not (meaning.nodes or predicates):
        return None
    asking = _Asking(dataset, meaning, predicates)
    kept = dataset.kept.known("apparatus", lambda value: None if value is None else str(value))
    if kept is not None and not private:
        found = Apart(dataset.client.shown, meaning, kept)
        if found.known:
            return Apparatus(found, walked)
    if dataset.kept.known("apparatus is large", bool):
        asking.tell_left("")
        return None
    try:
        quads, body = asking.fetch()
    except Unavailable:
        raise
    except Failed as failure:
        asking.tell_left(f": {dataset.client.shown} {failure.reason}")
        return None
    if quads is None:
        dataset.kept.keep("apparatus is large", True)
        asking.tell_left("")
        return None
    stated = asking.stated(quads)
    key = None if private else hash_text(b"\0".join((body, repr(stated).encode(), meaning.write().encode())), None)
    copied = Apart(dataset.client.shown, meaning, key)
    if not copied.known:
        copied.take([*quads, *stated])
    if key is not None:
        dataset.kept.keep("apparatus", key)
    return Apparatus(copied, walked)


class _Asking:
    """Asks an endpoint for the triples around nodes that may fold."""

    def __init__(self, dataset: Dataset, meaning: Interpretation, predicates: frozenset[str]) -> None:
        self.dataset, self.meaning, self.predicates = dataset, meaning, predicates

    def tell_left(self, why: str) -> None:
        """Say that nodes that fold are left as entities."""
        self.dataset.notice(
            f"what only writes something down (statements, memberships, events, labels with a history) is shown as entities of their"
            f" own: {self.dataset.client.shown} holds more than {MOST_TRIPLES:,} triples about it; from files or a store it is folded"
            if not why
            else "what only writes something down (statements, memberships, events, labels with a history) is shown as entities of"
            f" their own, since it could not be read{why}"
        )

    def fetch(self) -> tuple[list[pyoxigraph.Quad] | None, bytes]:
        """The triples, and the answer that held them; no triples where they are too many."""
        query = self.dataset.query(
            "SELECT DISTINCT ?s ?p ?o ?g { { $subjects $triples } UNION { $objects $triples } $records } LIMIT $most",
            subjects=self._candidates("?s", records=False),
            objects=self._candidates("?o", records=False),
            records=self._records(),
            triples=self._triples(),
            most=MOST_TRIPLES + 1,
        )
        answer = self.dataset.client.ask(query.text, timeout=PATIENCE, within=PATIENCE)
        found = self.dataset.read(answer, resource("s"), resource("p"), term("o"), maybe(resource("g")))
        if len(found) > MOST_TRIPLES:
            return None, b""
        return self._quads(found), answer.body

    def _quads(self, found: Sequence[Row]) -> list[pyoxigraph.Quad]:
        once = told_once(found) if self.dataset.union == "union" else list(dict.fromkeys(found))
        made = (quad_of((s, p, o), g or "") for s, p, o, g in once)
        return [quad for quad in made if quad is not None]

    def _triples(self) -> Part:
        if self.dataset.union == "default":
            return self.dataset.query("?s ?p ?o")
        return self.dataset.query("{ ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } }")

    def _records(self) -> Part:
        """Records are asked for apart, without what leads to them: that may be everything."""
        candidates = self._candidates("?s", records=True)
        if not candidates.text:
            return candidates
        return self.dataset.query("UNION { $candidates $triples }", candidates=candidates, triples=self._triples())

    def _candidates(self, thing: str, *, records: bool) -> Part:
        """The pattern of nodes that may fold."""
        kinds = [kind for kind in self.meaning.nodes if (kind.kind == "record") == records]
        classes, reached, marks = (
            sorted({one for kind in kinds for one in getattr(kind, name)}) for name in ("classes", "reached", "marks")
        )
        if not records:
            classes = sorted({*classes, *APPARATUS_TYPES})
        node = Part(thing)
        branches = [
            self.dataset.query(
                "{ VALUES ?t { $classes } {{$node $type ?t}} }", node=node, type=TYPE, classes=rows(classes)
            )
        ] * bool(classes)
        branches += [
            self.dataset.query(
                "{ VALUES ?r { $reached } {{?z ?r $node}} FILTER(!isLiteral($node)) }", node=node, reached=rows(reached)
            )
        ] * bool(reached)
        branches += [
            self.dataset.query("{ VALUES ?m { $marks } {{$node ?m ?z}} }", node=node, marks=rows(marks))
        ] * bool(marks)
        if not records:
            branches.append(self.dataset.query("{ {{$node ?m ?z}} FILTER(isBlank($node)) }", node=node))
        if not branches:
            return Part("")
        return self.dataset.query(
            "{ SELECT DISTINCT $node { $branches } }", node=node, branches=joined(branches, " UNION ")
        )

    def stated(self, quads: list[pyoxigraph.Quad]) -> list[pyoxigraph.Quad]:
        """Those facts that nodes stand for, or are statements about, which the endpoint states, too."""
        from wenmai.oxigraph import term as read

        plain = {(str(read(quad.subject)), quad.predicate.value, read(quad.object)) for quad in quads}
        facts = sorted({*self._derived(quads), *_spelt(plain)} - plain)
        wanted = [fact for fact in facts if fact[1] in self.predicates and all(map(is_iri, fact))]
        found: list[pyoxigraph.Quad] = []
        columns = resource("s"), resource("p"), term("o"), maybe(resource("g"))
        for _, some in self.dataset.select_batches(wanted, AT_ONCE, self._stating, *columns):
            found += self._quads(some)
        return found

    def _stating(self, facts: Sequence[Fact]) -> Part:
        return self.dataset.query(
            "SELECT DISTINCT ?s ?p ?o ?g { VALUES (?s ?p ?o) { $facts } $triples }",
            facts=rows(facts),
            triples=self._triples(),
        )

    def _derived(self, quads: list[pyoxigraph.Quad]) -> Iterator[Fact]:
        from wenmai.index.builder import build_part

        index = build_part(quads, self.meaning)
        folded = set(index.folds.links())
        for node in range(index.node_count) if folded else ():
            for other, predicate, forward, link in index.links(node):
                if forward and link in folded:
                    yield index.iri(node), index.predicates[predicate], index.iri(other)


def _spelt(triples: Iterable[tuple[str, str, Term]]) -> Iterator[Fact]:
    """The facts between resources that statements name."""
    ends: dict[tuple[str, int], dict[str, str]] = {}
    places = {part: number for number, spelling in enumerate(SPELLINGS) for part in spelling}
    for subject, predicate, value in triples:
        if predicate in places and isinstance(value, str):
            ends.setdefault((subject, places[predicate]), {})[predicate] = value
    for (_, number), parts in ends.items():
        if len(parts) == len(SPELLINGS[number]):
            subject, predicate, value = (parts[part] for part in SPELLINGS[number])
            yield subject, predicate, value
