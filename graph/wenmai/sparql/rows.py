"""Rows as CSV where a cell may be a triple term (RDF 1.2): in the brackets that it has in TSV, ``<<( … )>>``.

The engine writes the three terms of one without any, which no reader can tell from a text. Everything else is as the engine
writes it: SPARQL 1.1 Query Results CSV, section 3.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from wenmai.statements.spellings import REIFIES

if TYPE_CHECKING:
    from typing import BinaryIO

    import pyoxigraph

_SPECIAL = re.compile(r'[",\r\n]')
_MADE = re.compile(r"(?i)<<|\btriple\s*\(")

LOOKED_AT = 2_000
"""So many triples are looked at for one that has a triple term, beside those of ``rdf:reifies``, which nearly all of them are."""


def may_have_triples(store: pyoxigraph.Store, text: str) -> bool:
    """Whether a query may give triple terms: it makes some, or the graph has some."""
    return _MADE.search(text) is not None or _holds_triples(store)


def _holds_triples(store: pyoxigraph.Store) -> bool:
    """Whether a graph has triple terms, as far as a look tells that takes no time beside the query."""
    import pyoxigraph

    said = store.quads_for_pattern(None, pyoxigraph.NamedNode(REIFIES), None, None)
    some = islice(store.quads_for_pattern(None, None, None, None), LOOKED_AT)
    return any(True for _ in said) or any(isinstance(quad.object, pyoxigraph.Triple) for quad in some)


def write_csv(solutions: Any, out: BinaryIO) -> None:
    """Write the rows of a query as CSV, as they come."""
    names = [variable.value for variable in solutions.variables]
    out.write((",".join(map(_quoted, names)) + "\r\n").encode())
    for row in solutions:
        out.write((",".join(_cell(row[name]) for name in names) + "\r\n").encode())


def _cell(term: Any) -> str:
    import pyoxigraph

    if term is None:
        return ""
    if isinstance(term, pyoxigraph.Triple):
        return _quoted(f"<<( {_turtle(term)} )>>")
    return str(term) if isinstance(term, pyoxigraph.BlankNode) else _quoted(term.value)


def _turtle(triple: pyoxigraph.Triple) -> str:
    """The terms of a triple in the syntax of N-Triples."""
    import pyoxigraph

    value = triple.object
    last = f"<<( {_turtle(value)} )>>" if isinstance(value, pyoxigraph.Triple) else str(value)
    return f"{triple.subject} {triple.predicate} {last}"


def _quoted(text: str) -> str:
    """A text as it stands in CSV (RFC 4180).

    >>> print(_quoted('5" by 3, or so'), _quoted("plain"))
    "5"" by 3, or so" plain
    """
    return '"' + text.replace('"', '""') + '"' if _SPECIAL.search(text) else text
