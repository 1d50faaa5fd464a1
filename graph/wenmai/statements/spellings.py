"""How a graph names the fact that a statement is about: every spelling that wenmai reads, in one place.

* ``rdf:subject``, ``rdf:predicate`` and ``rdf:object`` (RDF 1.1 Semantics, D.1);
* ``owl:annotatedSource``, ``owl:annotatedProperty`` and ``owl:annotatedTarget`` (OWL 2 Mapping to RDF Graphs, 3.2.2);
* ``rdf:reifies`` with a triple term (RDF 1.2 Concepts, 3.4.2).

What is said about the fact is read by :mod:`wenmai.statements.reader`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wenmai.records import NamedTuple
from wenmai.terms import OWL, RDF

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Reification(NamedTuple):
    """How a vocabulary writes a statement: the predicates that lead to the three parts of the fact it is about."""

    subject: str
    predicate: str
    object: str


SPELLINGS = (
    Reification(RDF + "subject", RDF + "predicate", RDF + "object"),
    Reification(OWL + "annotatedSource", OWL + "annotatedProperty", OWL + "annotatedTarget"),
)
REIFIES = RDF + "reifies"

PARTS = frozenset({REIFIES, *(part for spelling in SPELLINGS for part in spelling)})
"""Predicates by which a statement names the fact that it is about."""


def facts_of(values: Mapping[str, Sequence[Any]]) -> list[tuple[Any, Any, Any]]:
    """The facts that a resource with these ``values`` is a statement about, each as its three terms, whoever's terms they are.

    A spelling that lacks one of its three parts, or has one twice, names no fact.

    >>> facts_of(dict(zip(SPELLINGS[0], (["urn:a"], ["urn:p"], ["urn:b"]))))
    [('urn:a', 'urn:p', 'urn:b')]
    """
    spelt = [[values.get(part, ()) for part in spelling] for spelling in SPELLINGS]
    found = [(one[0], two[0], three[0]) for one, two, three in spelt if len(one) == len(two) == len(three) == 1]
    terms = [term for term in values.get(REIFIES, ()) if hasattr(term, "predicate")]
    return found + [(term.subject, term.predicate, term.object) for term in terms]
