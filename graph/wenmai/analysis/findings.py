"""What an analysis finds: frozen tuples of strings and numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wenmai.model import Entity

if TYPE_CHECKING:
    from wenmai.rendering.sheet import Sheet


class PredicateCount(NamedTuple):
    """How many times a predicate occurs."""

    entity: Entity
    times: int


class Tie(NamedTuple):
    """Links of one kind at an entity: ``forward`` when it is their subject; ``others`` are the best connected ends."""

    predicate: Entity
    forward: bool
    links: int
    others: tuple[Entity, ...]


class Size(NamedTuple):
    """How large a graph is.

    ``pairs`` counts pairs of neighbours, ``links`` the facts that make them; ``density`` is pairs over possible pairs;
    ``mean_neighbours`` is ``2 * pairs / entities``. ``aside`` is what was left out of the measures, by kind: with it the graph
    has ``all_entities`` and ``all_links``, as the counts of a graph have it.
    """

    entities: int
    links: int
    pairs: int
    predicates: int
    classes: int
    isolated: int
    components: int
    density: float
    mean_neighbours: float
    median_neighbours: float
    most_neighbours: int
    aside: tuple[tuple[str, int], ...]
    all_entities: int
    all_links: int


class Component(NamedTuple):
    """A part of the graph without any link to the rest; ``share`` of all entities; its best connected ``entities``."""

    number: int
    size: int
    share: float
    entities: tuple[Entity, ...]


class Central(NamedTuple):
    """An entity that leads by at least one measure; ``ranks`` are its ranks in the order of :data:`MEASURES`, from 1.

    ``community`` is a number of :class:`Community` (0: none); ``ties`` are the links that make it so, the most first.
    """

    iri: str
    label: str
    types: tuple[Entity, ...]
    links: int
    neighbours: int
    betweenness: float
    pagerank: float
    harmonic: float
    core: int
    community: int
    ranks: tuple[int, ...]
    ties: tuple[Tie, ...]


MEASURES = ("neighbours", "betweenness", "pagerank", "harmonic")
"""The measures by which central entities are ranked, in the order of :attr:`Central.ranks`."""


class Community(NamedTuple):
    """Entities more linked with each other than with the rest, named by its two leading members.

    ``within`` and ``across`` count pairs of neighbours inside and over its border. ``kinds`` and ``predicates`` are
    those that mark it off, with ``lift``: how many times more frequent they are here than in the whole.
    """

    number: int
    name: str
    size: int
    within: int
    across: int
    members: tuple[Entity, ...]
    kinds: tuple[Mark, ...]
    predicates: tuple[Mark, ...]


class Mark(NamedTuple):
    """What marks a community off: a class or predicate, how often it is there, and ``lift`` over the whole graph."""

    entity: Entity
    times: int
    lift: float


class Broker(NamedTuple):
    """An entity that joins communities.

    ``participation`` (Guimerà & Amaral 2005) is 0 when all neighbours are in one community and nears 1 as they spread;
    ``constraint`` and ``effective_size`` are Burt's (1992); ``cuts_off`` is how many entities lose the main part of
    their component when it is removed.
    """

    iri: str
    label: str
    betweenness: float
    neighbours: int
    participation: float
    constraint: float
    effective_size: float
    cuts_off: int
    joins: tuple[str, ...]


class Bridge(NamedTuple):
    """A bridge: a pair of neighbours whose links alone connect ``cuts_off`` entities with the rest; ``predicates`` are those links."""

    a: Entity
    b: Entity
    cuts_off: int
    predicates: tuple[Entity, ...]


class Core(NamedTuple):
    """The *k*-core: ``size`` entities each with at least ``k`` neighbours among themselves; ``entities`` lead it."""

    k: int
    size: int
    entities: tuple[Entity, ...]


class Role(NamedTuple):
    """Two entities with the same kinds of links.

    ``similarity`` is the weighted Jaccard index of their signatures, ``shared`` what they have in common;
    ``same_neighbours`` is the Jaccard index of their neighbours, 0 when they play their roles in different places.
    """

    a: Entity
    b: Entity
    similarity: float
    same_neighbours: float
    shared: tuple[Tie, ...]


class Missing(NamedTuple):
    """Two entities without a link that share ``shared`` neighbours.

    ``suggested`` is the way in which one of them is linked to others of the other's class, as (subject, predicate,
    object), or empty when there is no such precedent.
    """

    a: Entity
    b: Entity
    resource_allocation: float
    adamic_adar: float
    shared: tuple[Entity, ...]
    suggested: tuple[Entity, ...]


class Year(NamedTuple):
    """What is dated to a year: ``facts`` between entities, ``events`` (entities with a time) and ``figures``.

    Counted is what is within the year, or begins or ends in it with the other end open; ``spanning`` counts what lasts
    over several years, this one among them. ``predicates`` are those of the facts.
    """

    year: int
    facts: int
    events: int
    figures: int
    spanning: int
    predicates: tuple[PredicateCount, ...]


class Analysis(NamedTuple):
    """What NetworkX sees in a graph.

    ``meanings`` says in one sentence, for a reader, what each section or measure means; ``notes`` what was left out,
    sampled or bounded. ``engine`` is ``networkx`` or ``fast``; ``pivots`` is 0 when every entity was a source, else the
    number of sampled sources of betweenness and harmonic closeness. ``modularity`` is that of ``communities``.
    """

    size: Size
    components: tuple[Component, ...]
    degrees: tuple[tuple[int, int], ...]
    central: tuple[Central, ...]
    modularity: float
    communities: tuple[Community, ...]
    brokers: tuple[Broker, ...]
    articulation_points: int
    bridge_count: int
    bridges: tuple[Bridge, ...]
    cores: tuple[Core, ...]
    roles: tuple[Role, ...]
    missing: tuple[Missing, ...]
    years: tuple[Year, ...]
    meanings: dict[str, str]
    notes: tuple[str, ...]
    engine: str
    pivots: int
    seed: int
    language: str

    def tables(self) -> tuple[Sheet, ...]:
        """Every section as a table with a title and a meaning, in the language of the analysis."""
        from wenmai.analysis.sections import tables

        return tables(self)

    def to_json(self) -> dict[str, object]:
        """Plain objects and lists, names in camelCase."""
        from wenmai.rendering.sheet import plain

        found: dict[str, object] = plain(self)
        return found

    def _repr_html_(self) -> str:
        return "".join(table._repr_html_() for table in self.tables())
