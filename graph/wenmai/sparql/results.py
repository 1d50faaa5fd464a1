"""What a query gives, as Python objects: a table, a graph, or true or false; read from what its process wrote."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from wenmai.errors import InputError
from wenmai.model import XSD_STRING, Literal, Triple
from wenmai.prefixes import OWN
from wenmai.terms import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd
    import polars as pl
    import rdflib

    from wenmai.model import Term
    from wenmai.prefixes import Prefixes

LANG_STRING, DIR_LANG_STRING = RDF + "langString", RDF + "dirLangString"

Value = str | int | float | bool | None


class Table(NamedTuple):
    """The solutions of a ``SELECT``: one row each, one term for each variable, ``None`` where it is not bound.

    A triple that is itself a term (RDF 1.2) is the string ``<<( subject predicate object )>>``.
    """

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def values(self) -> Iterator[tuple[Value, ...]]:
        """The rows as Python values: numbers and booleans by their datatype, everything else as text.

        >>> next(Table(("n",), ((Literal("7", datatype=XSD + "integer"),),)).values())
        (7,)
        """
        return (tuple(map(value, row)) for row in self.rows)

    def to_pandas(self) -> pd.DataFrame:
        """A pandas data frame of the values; pandas is imported here."""
        import pandas as pd

        return pd.DataFrame(list(self.values()), columns=list(self.variables))

    def to_polars(self) -> pl.DataFrame:
        """A polars data frame of the values; polars is imported here."""
        import polars as pl

        return pl.DataFrame(list(self.values()), schema=list(self.variables), orient="row", infer_schema_length=None)

    def _repr_html_(self) -> str:
        """The first 100 rows as an HTML table, for notebooks."""
        from html import escape

        head = "".join(f"<th>{escape(name)}</th>" for name in self.variables)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(shown(term))}</td>" for term in row) + "</tr>" for row in self.rows[:100]
        )
        left = len(self.rows) - 100
        note = f"<p>{left:,} more rows</p>" if left > 0 else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}"


class Triples(NamedTuple):
    """The graph of a ``CONSTRUCT`` or ``DESCRIBE``, in the order that the engine gives."""

    triples: tuple[tuple[str, str, Term], ...]

    def to_rdflib(self) -> rdflib.Graph:
        """An rdflib graph of the triples; rdflib is imported here.

        Raises:
            InputError: a triple holds what RDF 1.1, and so rdflib, does not: a triple term, a base direction.
        """
        import rdflib

        graph = rdflib.Graph(bind_namespaces="none")
        for subject, predicate, thing in self.triples:
            graph.add((_rdflib_term(subject), rdflib.URIRef(predicate), _rdflib_term(thing)))
        return graph


Answer = Table | Triples | bool
"""What a query gives: ``SELECT`` a table, ``CONSTRUCT`` and ``DESCRIBE`` a graph, ``ASK`` true or false."""


def value(term: Term | None) -> Value:
    """A term as a Python value: integers, floats and booleans by datatype, everything else as its text.

    >>> value(Literal("0.5", datatype=XSD + "decimal"))
    0.5
    """
    if not isinstance(term, Literal):
        return str(term) if isinstance(term, Triple) else term
    convert: Callable[[str], Value] = _CONVERT.get(term.datatype, str)
    try:
        return convert(term.value)
    except ValueError:  # ill-typed, such as "abc"^^xsd:integer: its text is all there is
        return term.value


def _boolean(text: str) -> bool:
    """A boolean by its lexical form; ValueError for what is none."""
    if text not in {"true", "1", "false", "0"}:
        raise ValueError(text)
    return text in {"true", "1"}


_INTEGERS = ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger")

_CONVERT: dict[str, Callable[[str], Value]] = {
    **{XSD + name: int for name in (*_INTEGERS, "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort")},
    **{XSD + name: float for name in ("decimal", "double", "float")},
    XSD + "boolean": _boolean,
}


def shown(term: Term | None, prefixes: Prefixes = OWN) -> str:
    """A term as a table for a person has it: an IRI shortened, a literal's text, nothing for ``None``."""
    if term is None:
        return ""
    if isinstance(term, Triple):
        return f"<<( {' '.join(map(shown, term))} )>>"
    return term.value if isinstance(term, Literal) else prefixes.shorten(term)


def read_answer(kind: str, payload: bytes) -> Answer:
    """The result that a query's process wrote, as JSON or (``kind`` is ``graph``) N-Triples."""
    if kind == "graph":
        return Triples(tuple(_triples(payload)))
    answer = json.loads(payload)
    return bool(answer["boolean"]) if kind == "boolean" else _table(answer)


def _table(answer: dict[str, Any]) -> Table:
    """SPARQL results JSON as a table.

    Every row has one term or ``None`` for each variable, in the order of the head.
    """
    variables = tuple(answer["head"]["vars"])
    kept: dict[str, str] = {}  # an IRI is met many times; one string each
    rows = tuple(
        tuple(None if (found := row.get(name)) is None else _term(found, kept) for name in variables)
        for row in answer["results"]["bindings"]
    )
    return Table(variables, rows)


def _term(found: dict[str, Any], kept: dict[str, str]) -> Term:
    """A term of SPARQL results JSON; equal IRIs are one string, which ``kept`` holds."""
    text, kind = found["value"], found["type"]
    if kind == "literal":
        language, direction = found.get("xml:lang", ""), found.get("its:dir", "")
        kind = found.get("datatype", XSD_STRING) if not language else DIR_LANG_STRING if direction else LANG_STRING
        return Literal(text, language, kept.setdefault(kind, kind), direction)
    if kind == "triple":
        subject, predicate, value = (_term(text[part], kept) for part in ("subject", "predicate", "object"))
        return Triple(str(subject), str(predicate), value)
    return kept.setdefault(text, text) if kind == "uri" else "_:" + text


def _triples(payload: bytes) -> Iterator[tuple[str, str, Term]]:
    """The triples of N-Triples, in their order."""
    import pyoxigraph

    from wenmai.oxigraph import term

    for quad in pyoxigraph.parse(payload, format=pyoxigraph.RdfFormat.N_TRIPLES):
        yield str(term(quad.subject)), quad.predicate.value, term(quad.object)


def _rdflib_term(term: Term) -> rdflib.term.Identifier:
    """A term as rdflib's, its lexical form unchanged; InputError for what RDF 1.1 does not have."""
    import rdflib

    if isinstance(term, Literal) and term.direction:
        raise InputError("rdflib has no base directions of texts; ask for ntriples or turtle instead")
    if isinstance(term, Literal):
        datatype = None if term.language or term.datatype == XSD_STRING else rdflib.URIRef(term.datatype)
        return rdflib.Literal(term.value, lang=term.language or None, datatype=datatype, normalize=False)
    if isinstance(term, Triple):
        raise InputError("rdflib has no triple terms; ask for ntriples or turtle instead")
    return rdflib.BNode(term[2:]) if term.startswith("_:") else rdflib.URIRef(term)
