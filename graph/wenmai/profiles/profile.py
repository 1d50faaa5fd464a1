"""A profile: what the terms of one vocabulary mean, as a frozen value.

A term is an IRI, or a pattern in which ``*`` stands for any characters (``http://www.wikidata.org/prop/direct/*``). A *way* is
a sequence of predicates from a node to a value, as a property path of SPARQL 1.1 (9.1) has it with ``/`` and ``^`` alone: a step
that begins with ``^`` is followed from object to subject. In a name, the node that a step leads to may have to be of a class
(``P1_is_identified_by[E42_Identifier]``) or of any other (``[!E42_Identifier]``): the step then holds the class, or ``!`` and the
class, behind a space.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

Way = tuple[str, ...]
"""Steps, each the IRI of a predicate, or a pattern of such; with ``^`` before it, the step goes from object to subject."""

Naming = tuple[Way, ...]
"""How a name is read: by one way, or by several whose texts are joined by a space (given name and family name)."""

DOMAIN, TAXONOMY = "domain", "taxonomy"
ROLES = {
    DOMAIN: "says something about the subject matter",
    TAXONOMY: "puts one thing above another: broader, subclass, part",
    "class": "says of what class a thing is",
    "administrative": "says who keeps the record and in which scheme, licence or language it is",
    "provenance": "says where a fact is from",
    "identifier": "leads to the same thing, or a page about it, elsewhere",
    "structural": "is how the format or the model writes something down",
    "opposite": "says that two things are apart or differ",
    "naming": "leads to a name or a description",
}
"""The roles that a predicate may have, and what each means; :data:`DOMAIN` is that of a predicate which nobody knows."""

CONNECTING = frozenset({DOMAIN, TAXONOMY})
"""The roles by which two things are connected."""

NEVER = frozenset({"structural", "opposite", "naming"})
"""The roles by which no path ever goes, whatever is asked for."""

EVIDENCE = (
    "document", "url", "retrieved", "page", "quote", "title", "published", "publisher", "agent", "author", "method", "confidence",
)  # fmt: skip
"""What may be said of a source, each by its ways from a statement, a reference or a named graph."""

NODE_KINDS: dict[str, tuple[str, ...]] = {
    "statement": ("subject", "predicate", "object", "qualifier", *EVIDENCE),
    "relation": ("subject", "predicate", "object", "role", "begin", "end", "at"),
    "event": ("subject", "object", "role", "begin", "end", "at", "place"),
    "time": ("begin", "end", "at", "precision"),
    "quantity": ("value", "unit", "lower", "upper", "about", "indicator"),
    "list": ("first", "rest", "member"),
    "label": ("text",),
    "note": ("text",),
    "geometry": ("text",),
    "identifier": ("text", "scheme", "at"),
    "restriction": ("property", "inverse", "some", "all", "value", "self", "exactly", "least", "most", "class"),
    "expression": ("and", "or", "not", "one"),
    "reference": (),
    "record": ("about",),
    "page": ("about",),
}
"""Kinds of nodes that are not things of their own, and the parts that a way may lead to from each.

A *relation* links two things with a role and a time (a membership), an *event* is one that only links (a birth, a production),
a *record* is about another node's record, a *page* about a thing; the parts of a *reference* are those of :data:`EVIDENCE`.
"""


TIMES = ("begin", "end", "at")
"""When a thing begins, ends, or is."""


class NodeKind(NamedTuple):
    """Nodes of one kind: how they are known, and which ways lead to their parts.

    A node is of the kind when it is an instance of one of ``classes``, an object of one of ``reached`` or a subject of one of
    ``marks``. ``parts`` has the ways by part, in order; ``rewrite`` are pairs of patterns, of the predicate that leads to a
    statement and of the one that the statement is about (``…/prop/P*`` and ``…/prop/direct/P*``).
    """

    kind: str
    classes: tuple[str, ...] = ()
    reached: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    parts: Mapping[str, tuple[Way, ...]] = {}
    rewrite: tuple[tuple[str, str], ...] = ()


class Profile(NamedTuple):
    """What the terms of one vocabulary mean.

    A graph uses the vocabulary when one of its predicates or classes is in ``namespaces`` or among ``terms``. ``order`` says
    which of several profiles names a thing first, the lowest. ``labels``, ``aliases`` and ``descriptions`` are the namings,
    best first; ``roles`` give the terms of each role. A predicate goes by the name of the entity from which one of ``declares``
    leads to it (``wikibase:directClaim``), or of what fits another pattern of ``same`` with the same text for ``*``.
    ``languages`` are those of namings whose texts have no tag (``nameZh``). ``generic`` classes say nothing where there is
    another; ``times`` are the ways from a thing to its beginning, its end, or the time at which it is.
    """

    name: str
    order: int = 50
    source: str = ""
    namespaces: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    prefixes: Mapping[str, str] = {}
    labels: tuple[Naming, ...] = ()
    aliases: tuple[Naming, ...] = ()
    descriptions: tuple[Naming, ...] = ()
    roles: Mapping[str, tuple[str, ...]] = {}
    nodes: tuple[NodeKind, ...] = ()
    evidence: Mapping[str, tuple[Way, ...]] = {}
    declares: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    languages: Mapping[str, str] = {}
    generic: tuple[str, ...] = ()
    times: Mapping[str, tuple[Way, ...]] = {}

    def naming_predicates(self) -> frozenset[str]:
        """The predicates whose literals are names: the last step of each way of labels and aliases."""
        return frozenset(way[-1].partition(" ")[0] for naming in (*self.labels, *self.aliases) for way in naming)
