"""When things hold and who says so, read from an endpoint.

The triples that say it are fetched for many links or nodes at once, and a local :class:`~wenmai.index.Index` of just those
triples reads them: the rules are in one place.
"""

from __future__ import annotations

from functools import cached_property, partial
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from wenmai.index.said import ROLES, source_terms
from wenmai.model import Evidence, Literal
from wenmai.model import Triple as TripleTerm
from wenmai.sources.endpoint.columns import resource, term
from wenmai.sources.endpoint.sparql import fill, is_iri, is_language, listed, rows
from wenmai.sources.endpoint.triples import BESIDE, own_name
from wenmai.statements.spellings import REIFIES, SPELLINGS, Reification
from wenmai.statements.standing import PLAIN
from wenmai.terms import RDFS, TYPE, WM

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyoxigraph

    from wenmai.index import Index, Span
    from wenmai.model import Term
    from wenmai.profiles import Interpretation
    from wenmai.sources.endpoint.dataset import Dataset
    from wenmai.sources.endpoint.sparql import Part
    from wenmai.statements.standing import Standing

Link = tuple[str, str, str]
Triple = tuple[str, str, "Term"]

OWN = tuple(WM + name for name in ("evidence", "when", "since", "until", "period", "saidBy", "inferred", "status"))
"""Predicates by which a resource speaks of itself."""

DATES = tuple(WM + name for name in ("begins", "ends", "approximate"))
LEADS = (*(WM + name for name in ("evidence", "when", "since", "until", "period")), *sorted(source_terms()))
"""Predicates that lead on to a passage or a time."""

ASSERTION = "http://www.nanopub.org/nschema#hasAssertion"
"""Leads from a nanopublication to the named graph of what it asserts."""

BATCH = 128
"""Links asked about at once."""


class Note(NamedTuple):
    """What is known of a link."""

    evidence: tuple[Evidence, ...]
    time: str | None
    span: Span
    lives: list[Span]
    standing: Standing = PLAIN


class About(NamedTuple):
    """What a node says of itself."""

    evidence: tuple[Evidence, ...]
    time: str | None
    span: Span


NOTHING = Note((), None, (None, None), [])
SILENT = About((), None, (None, None))


class Notes:
    """Fetches notes; ``roles`` are the predicates of :data:`~wenmai.index.said.ROLES` that the endpoint has at all."""

    def __init__(self, dataset: Dataset, roles: Iterable[str]) -> None:
        self.dataset, self.roles = dataset, frozenset(roles)
        self._answers = count()
        self._own: dict[str, list[Triple]] = {}

    @property
    def _stated(self) -> bool:
        return REIFIES in self.roles or any(spelling.subject in self.roles for spelling in SPELLINGS)

    @cached_property
    def _reified(self) -> dict[Link, list[Triple]]:
        """What reifiers (RDF 1.2) say of links, as statements: asked for once, without the syntax of triple terms.

        Where they lead is read with the statements themselves: here it is when links hold and how they stand.
        """
        if REIFIES not in self.roles:
            return {}
        query = self.dataset.query("SELECT ?t ?p ?o { {{?t $reifies ?x}} {{?t ?p ?o}} }", reifies=REIFIES)
        said: dict[str, list[Triple]] = {}
        facts: dict[str, list[Link]] = {}
        for t, p, o in self.dataset.select(query, resource("t"), resource("p"), term("o")):
            if p == REIFIES and isinstance(o, TripleTerm) and isinstance(o.object, str):
                facts.setdefault(t, []).append((o.subject, o.predicate, o.object))
            elif p != REIFIES and not (p in LEADS and isinstance(o, str)):
                said.setdefault(t, []).append((t, p, o))
        found: dict[Link, list[Triple]] = {}
        for t, links in facts.items():
            for link in links:
                parts = zip(SPELLINGS[0], link, strict=True)
                found.setdefault(link, []).extend([*((t, part, end) for part, end in parts), *said.get(t, ())])
        return found

    @property
    def _selves(self) -> bool:
        return bool(self.roles.intersection(OWN) | self.roles.intersection(DATES))

    @property
    def needless(self) -> bool:
        """Whether nothing in the endpoint says when a link holds or who states it."""
        return not (self._stated or self._selves) and self.dataset.union == "default"

    def links(self, links: Sequence[Link]) -> list[Note]:
        """The notes of links, in their order."""
        if self.needless:
            return [NOTHING] * len(links)
        found: list[Note] = []
        for start in range(0, len(links), BATCH):
            found += self._links(links[start : start + BATCH])
        return found

    def nodes(self, iris: Sequence[str]) -> list[About]:
        """What nodes say of themselves, in their order."""
        if not self._selves:
            return [SILENT] * len(iris)
        self._read_own(iris)
        kinds: list[Triple] = [
            (iri, TYPE, RDFS + "Resource") for iri in iris
        ]  # makes each a node, whatever else it has
        index = assemble([*kinds, *(triple for iri in iris for triple in self._own[iri])])
        return [_about(index, iri) for iri in iris]

    def _links(self, links: Sequence[Link]) -> list[Note]:
        subjects = list(dict.fromkeys(link[0] for link in links))
        triples: list[Triple] = list(links)
        if self._selves:
            self._read_own(subjects)
            triples += [triple for subject in subjects for triple in self._own[subject]]
        if self._stated:
            triples += self._statements(links)
            triples += [triple for link in links for triple in self._reified.get(link, ())]
        graphs = self._graphs(links) if self.dataset.union != "default" else []
        triples += self._about_graphs(sorted({graph for _, graph in graphs if is_iri(graph)}))
        index = assemble(triples, graphs)
        return [_note(index, link) for link in links]

    def _read_own(self, iris: Sequence[str]) -> None:
        """Fetch the triples by which resources speak of themselves, and those of the passages and times they lead to."""
        missing = [iri for iri in dict.fromkeys(iris) if iri not in self._own]
        own: dict[str, list[Triple]] = {iri: [] for iri in missing}
        columns = resource("n"), resource("p"), term("o")
        for _, found in self.dataset.select_batches(missing, 2 * BATCH, self._speaking, *columns):
            for n, p, o in found:
                if n in own and not _leads_blank(p, o):
                    own[n].append((n, p, o))
        ahead = resource("n"), resource("l"), resource("s"), resource("p"), term("o")
        for _, found in self.dataset.select_batches(missing, 2 * BATCH, self._leading, *ahead):
            for n, lead, s, p, o in found:
                if n in own:
                    own[n] += [(n, lead, s), (s, p, o)]
        self._own.update(own)

    def _speaking(self, iris: Sequence[str]) -> Part:
        return self.dataset.query(
            "SELECT ?n ?p ?o { VALUES ?n { $nodes } {{?n ?p ?o}} FILTER(?p IN ($roles)) }",
            nodes=rows(iris),
            roles=listed((*OWN, *DATES)),
        )

    def _leading(self, iris: Sequence[str]) -> Part:
        return self.dataset.query(
            "SELECT ?n ?l ?s ?p ?o { VALUES ?n { $nodes } {{?n ?l ?s}} {{?s ?p ?o}}"
            " FILTER(?l IN ($leads)) FILTER(?p IN ($roles)) }",
            nodes=rows(iris),
            leads=listed(LEADS),
            roles=listed(ROLES),
        )

    def _statements(self, links: Sequence[Link]) -> list[Triple]:
        """The statements about links, with what they name and what is said of that: passages, times, references.

        All of a statement comes in one answer, within which a blank node has one name.
        """
        triples: list[Triple] = []
        for spelling in SPELLINGS:
            if spelling.subject not in self.roles:
                continue
            columns = (*(resource(name) for name in "tabcp"), term("o"), *BESIDE)
            asking = partial(self._stating, spelling)
            for _, some in self.dataset.select_batches(links, BATCH, asking, *columns):
                answer = next(self._answers)
                for row in some:
                    t, a, b, c, p, o, q, v, r, w = (own_name(one, answer) for one in row)
                    triples += [
                        (t, spelling.subject, a),
                        (t, spelling.predicate, b),
                        (t, spelling.object, c),
                        (t, p, o),
                    ]
                    triples += [(o, q, v)] * (q is not None) + [(v, r, w)] * (r is not None)
        return list(dict.fromkeys(triples))

    def _stating(self, spelling: Reification, links: Sequence[Link]) -> Part:
        return self.dataset.query(
            "SELECT ?t ?a ?b ?c ?p ?o ?q ?v ?r ?w { VALUES (?a ?b ?c) { $links }"
            " {{?t $subject ?a}} {{?t $predicate ?b}} {{?t $object ?c}} {{?t ?p ?o}}"
            " OPTIONAL { {{?o ?q ?v}} FILTER(isBlank(?o) || ?p IN ($leads))"
            " OPTIONAL { {{?v ?r ?w}} FILTER(isBlank(?v)) } } }",
            links=rows(links),
            leads=listed(LEADS),
            **spelling._asdict(),
        )

    def _graphs(self, links: Sequence[Link]) -> list[tuple[Triple, str]]:
        columns = (resource(name) for name in "spog")
        found = self.dataset.select_batches(links, BATCH, self._naming_graphs, *columns)
        return [((s, p, o), g) for _, some in found for s, p, o, g in some]

    def _about_graphs(self, graphs: Sequence[str]) -> list[Triple]:
        """What is said to be the source of named graphs, by themselves or by what contains them (nanopublications)."""
        columns = resource("s"), resource("p"), term("o")
        found = self.dataset.select_batches(graphs, BATCH, self._sourcing, *columns)
        return [(s, p, o) for _, some in found for s, p, o in some]

    def _sourcing(self, graphs: Sequence[str]) -> Part:
        return self.dataset.query(
            "SELECT DISTINCT ?s ?p ?o { VALUES ?g { $graphs }"
            " { { {{?g ?p ?o}} FILTER(?p IN ($leads)) BIND(?g AS ?s) } UNION { {{?s $assertion ?g}} {{?s ?p ?o}} } } }",
            graphs=rows(graphs),
            leads=listed(LEADS),
            assertion=ASSERTION,
        )

    def _naming_graphs(self, links: Sequence[Link]) -> Part:
        return fill("SELECT ?s ?p ?o ?g { VALUES (?s ?p ?o) { $links } GRAPH ?g { ?s ?p ?o } }", links=rows(links))


def _leads_blank(predicate: str, value: Term) -> bool:
    """Whether a triple leads to a blank node, whose name holds within one answer only: the answer ahead has it too."""
    return predicate in LEADS and isinstance(value, str) and value.startswith("_:")


def assemble(
    triples: Iterable[Triple], graphs: Iterable[tuple[Triple, str]] = (), *, meaning: Interpretation | None = None
) -> Index:
    """A local index of triples; those with terms that no RDF library takes are left out.

    With a ``meaning`` for their terms nothing is folded: what is an entity has been decided.
    """
    from wenmai import index
    from wenmai.index.builder import build_part

    plain = (quad for triple in dict.fromkeys(triples) if (quad := quad_of(triple)) is not None)
    named = (quad for triple, graph in graphs if (quad := quad_of(triple, graph)) is not None)
    if meaning is not None:
        return build_part([*plain, *named], meaning, folding=False)
    return index.build([*plain, *named])


def quad_of(triple: Triple, graph: str = "") -> pyoxigraph.Quad | None:
    """A triple, in a named graph where one is given, as pyoxigraph has it; ``None`` where no RDF library takes one of its terms."""
    from pyoxigraph import NamedNode, Quad

    from wenmai.oxigraph import oxi

    subject, predicate, value = triple
    usable = all(_usable(term) for term in (*triple, *([graph] if graph else [])))
    if not usable or not is_iri(predicate):
        return None
    if isinstance(value, Literal) and value.language:
        tagged = is_language(value.language)
        value = value._replace(datatype="") if tagged else Literal(value.value)
    return Quad(oxi(subject), NamedNode(predicate), oxi(value), *([oxi(graph)] if graph else []))


def _usable(term: Term) -> bool:
    if isinstance(term, TripleTerm):
        return _usable(term.subject) and is_iri(term.predicate) and _usable(term.object)
    if isinstance(term, Literal):
        return bool(term.language) or is_iri(term.datatype)
    return isinstance(term, str) and (is_iri(term) or term.startswith("_:"))


def _note(index: Index, link: Link) -> Note:
    number = _link_number(index, link)
    if number is None:
        return NOTHING
    when = index.time(number), index.span(number), index.lives(number)
    return Note(index.evidence(number), *when, index.standing(number))


def _link_number(index: Index, link: Link) -> int | None:
    subject, other = index.find(link[0]), index.find(link[2])
    if subject is None or other is None:
        return None
    return next(
        (
            number
            for end, predicate, forward, number in index.links(subject)
            if forward and end == other and index.predicates[predicate] == link[1]
        ),
        None,
    )


def _about(index: Index, iri: str) -> About:
    node = index.find(iri)
    if node is None:
        return SILENT
    return About(index.node_evidence(node), index.node_time(node), index.node_span(node))
