"""The answers wenmai gives: plain, frozen tuples that hold strings and numbers only.

A *resource* is a string: an IRI, or ``_:id`` for a blank node. A *literal* is a :class:`Literal`.
Times are EDTF strings (ISO 8601-2, level 1): ``2021-11-15``, ``2017-11``, ``2021``, ``2017/2021``, ``2020-11/..``,
with ``~`` after an approximate one.
"""

from __future__ import annotations

from wenmai.records import NamedTuple

XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


class Literal(NamedTuple):
    """An RDF literal: lexical form, language tag (or ``""``), datatype IRI, base direction (``ltr``, ``rtl`` or ``""``)."""

    value: str
    language: str = ""
    datatype: str = XSD_STRING
    direction: str = ""


class Triple(NamedTuple):
    """A triple by itself: as a term (RDF 1.2's triple term, RDF-star's quoted triple) it is spoken of, not asserted."""

    subject: str
    predicate: str
    object: Term

    def __str__(self) -> str:
        """As N-Triples 1.2 writes it, IRIs in brackets."""
        return f"<<( {' '.join(map(written, self))} )>>"


Term = str | Literal | Triple


class Quad(NamedTuple):
    """A triple as stated, and the named graph it stands in (``None``: the default graph)."""

    subject: str
    predicate: str
    object: Term
    graph: str | None


def written(term: Term) -> str:
    r"""A term as N-Triples writes it.

    >>> written(Literal('say "x"', "en")), written("urn:a"), written("_:b")
    ('"say \\"x\\""@en', '<urn:a>', '_:b')
    >>> written(Literal("שלום", "he", direction="rtl"))
    '"שלום"@he--rtl'
    """
    if isinstance(term, Literal):
        text = term.value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
        if term.language:
            return f'"{text}"@{term.language}' + (f"--{term.direction}" if term.direction else "")
        return f'"{text}"' if term.datatype == XSD_STRING else f'"{text}"^^<{term.datatype}>'
    if isinstance(term, Triple):
        return str(term)
    return term if term.startswith("_:") else f"<{term}>"


class Evidence(NamedTuple):
    """Who says so: a position in a document, a document, an agent, or a source named in words.

    ``start`` and ``end`` count Unicode code points from 0, ``end`` exclusive; both ``None`` when only the document is known.
    ``document`` is the IRI of the source, or the text that names it. ``details`` are what a reference says besides, as
    (part, text): the ``work`` that its address belongs to (an IRI), ``retrieved``, ``published``, ``page``, ``quote``, ``title``.
    """

    document: str
    start: int | None = None
    end: int | None = None
    said_by: str | None = None
    inferred: bool = False
    details: tuple[tuple[str, str], ...] = ()


class Statement(NamedTuple):
    """What one statement says about a fact; the fact itself is the triple it is about.

    ``time`` is EDTF; ``status`` and ``speakers`` are IRIs; ``inferred``: a reader drew it from the text; ``list_open``: the
    text names some of several; ``worded`` and ``surface`` are the document's own words for the time and for the fact;
    ``notes`` are remarks for a reader; ``qualifiers`` is whatever else is said, as (predicate, value); ``graph`` is the
    named graph that states the fact; ``name`` is the IRI or ``_:id`` of the statement, ``""`` where it has none; ``ended``:
    the fact ceased when ``time`` ends, as what holds *until* a day does, where what happened on a day stays true. ``form`` is how
    a node that was folded says the fact (:mod:`wenmai.folding.linking`), ``""`` for a fact that is stated as a triple.
    """

    evidence: tuple[Evidence, ...] = ()
    speakers: tuple[str, ...] = ()
    time: str | None = None
    status: str | None = None
    inferred: bool = False
    list_open: bool = False
    notes: tuple[Literal, ...] = ()
    worded: str | None = None
    surface: str | None = None
    qualifiers: tuple[tuple[str, Term], ...] = ()
    graph: str | None = None
    name: str = ""
    ended: bool = False
    form: str = ""


class Entity(NamedTuple):
    """An entity with its best label in the asked language (its shortened IRI when it has none)."""

    iri: str
    label: str


class Match(NamedTuple):
    """One hit of a name search: ``name`` is the text that matched, ``how`` says in which way.

    ``how`` is one of ``iri``, ``label``, ``alias``, ``pinyin``, ``initials``, ``prefix``, ``substring``, ``fuzzy``, ``text``;
    ``score`` is 0 to 100, 100 for an exact name. A ``text`` is no name but something that is said.
    """

    iri: str
    label: str
    name: str
    how: str
    score: int


class Fact(NamedTuple):
    """One triple seen from an entity, with what is said about it; ``forward``: the entity is its subject."""

    subject: str
    predicate: str
    object: Term
    forward: bool
    time: str | None
    evidence: tuple[Evidence, ...]
    statements: tuple[Statement, ...] = ()


class Hop(NamedTuple):
    """One step of a path. The triple is given as it is stated; ``forward`` is false when walked from object to subject.

    ``also`` are the other predicates that link the same two nodes, as ``(predicate, forward)``; ``statements`` is what is
    said about the triple.
    """

    subject: str
    predicate: str
    object: str
    forward: bool
    time: str | None
    evidence: tuple[Evidence, ...]
    also: tuple[tuple[str, bool], ...] = ()
    statements: tuple[Statement, ...] = ()


class Others(NamedTuple):
    """Through how many other entities (``total``) a path may go in the place of its node ``place``, which is of class ``kind``."""

    place: int
    total: int
    kind: Entity | None = None


class Path(NamedTuple):
    """A way from the first node to the last: ``length`` hops, ``score`` in (0, 1], ``why`` one sentence.

    ``proven``: no better path is left out. Where the limit of links was met before that was proven, it is the best that was
    found, and no path that was left out scores above ``unseen``. ``others``: near paths that it stands for, which differ in one entity.
    """

    length: int
    score: float
    why: str
    nodes: tuple[Entity, ...]
    hops: tuple[Hop, ...]
    proven: bool = True
    unseen: float | None = None
    others: tuple[Others, ...] = ()


class Instances(NamedTuple):
    """How many instances a class has, and the first of them, the most connected first."""

    total: int
    entities: tuple[Entity, ...]


class Description(NamedTuple):
    """Everything the graph says about one entity, the most telling first.

    ``types`` are its classes, the one that introduces it first; ``facts`` is all the rest but its names; ``summary`` has the
    first ten of everything, type and label included. ``amount`` is what a figure amounts to, in words (*over 100 billion yuan*).
    ``instances`` are those of a class, ``None`` for anything else.
    """

    iri: str
    labels: dict[str, str]
    aliases: tuple[str, ...]
    types: tuple[Entity, ...]
    facts: tuple[Fact, ...]
    summary: tuple[Fact, ...] = ()
    amount: str = ""
    instances: Instances | None = None


class Fault(NamedTuple):
    """One thing that is wrong: the ``rule`` it breaks, the resource in question, a sentence, and where it is written.

    ``file`` and ``line`` (from 1) are ``None`` where unknown.
    """

    rule: str
    focus: str
    sentence: str
    file: str | None = None
    line: int | None = None


class ValidationResult(NamedTuple):
    """What a check says of one resource, the ``focus``, with the terms of SHACL 3.6.

    ``rule`` is the short name of the shape or the constraint; ``severity`` is ``violation``, ``warning`` or ``info``, or the
    IRI of another; ``path`` is a predicate's IRI or a property path of SPARQL; ``value`` is the value that breaks the rule;
    ``shape`` and ``component`` are the source shape and the constraint component. ``path``, ``value`` and ``shape`` are
    ``None`` where they do not apply, ``file`` and ``line`` (from 1) where unknown.
    """

    rule: str
    focus: str
    message: str
    severity: str
    path: str | None
    value: Term | None
    shape: str | None
    component: str
    file: str | None = None
    line: int | None = None
