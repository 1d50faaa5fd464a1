"""Blank nodes whose names depend on the file alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyoxigraph

MARKS: dict[str, tuple[bytes, ...]] = {
    "TURTLE": (b"_:", b"[", b"(", b"<<", b"{|"),
    "N_TRIPLES": (b"_:",),
    "N_QUADS": (b"_:",),
    "TRIG": (b"_:", b"[", b"(", b"<<", b"{|"),
    "RDF_XML": (b"",),
    "JSON_LD": (b"",),
}
"""What a piece of a file holds if it can hold a blank node."""

_RANDOM = re.compile(r"[0-9a-f]{20,32}")
_SCOPED = re.compile(r"f[0-9]+[-.]")


class Renaming:
    """Gives blank nodes names that depend on the file alone.

    Those without a label (``[]``) get a random name from the parser; here they are numbered by appearance. Labels are
    kept in the first file and marked with the file's number in the others.
    """

    def __init__(self, scope: int, form: str) -> None:
        from pyoxigraph import BlankNode, NamedNode, Quad, Triple

        self._scope = scope
        self._kinds = BlankNode, NamedNode, Quad, Triple
        # Every blank node of these has a label, so none needs to be numbered.
        self._labelled = form in ("N_TRIPLES", "N_QUADS")
        self._numbers: dict[str, str] = {}

    def __call__(self, quad: pyoxigraph.Quad) -> pyoxigraph.Quad:
        """The quad with its blank nodes renamed."""
        blank, named, quads, _ = self._kinds
        subject, target, graph = quad.subject, quad.object, quad.graph_name
        plain = isinstance(subject, named)
        if plain and isinstance(target, named) and not isinstance(graph, blank):
            return quad
        return quads(
            self._term(subject),
            quad.predicate,
            self._term(target),
            blank(self._label(graph.value)) if isinstance(graph, blank) else graph,
        )

    def _term(self, term: Any) -> Any:
        blank, _, _, triples = self._kinds
        if isinstance(term, blank):
            return blank(self._label(term.value))
        if isinstance(term, triples):
            return self._triple(term)
        return term

    def _triple(self, term: pyoxigraph.Triple) -> pyoxigraph.Triple:
        return self._kinds[3](self._term(term.subject), term.predicate, self._term(term.object))

    def _label(self, label: str) -> str:
        if not self._labelled and _RANDOM.fullmatch(label):
            return self._numbers.setdefault(label, f"f{self._scope}.{len(self._numbers)}")
        return f"f{self._scope}-{label}" if self._scope or _SCOPED.match(label) else label
