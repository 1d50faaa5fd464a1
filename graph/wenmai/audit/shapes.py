"""SHACL shapes: read, looked through before they are used, and held against a graph by pyshacl.

This is the one border to pyshacl (``pip install 'wenmai[check]'``). Nothing is imported, inferred or fetched, and no
JavaScript is run. The queries of shapes are run by rdflib, so rdflib's own parser and evaluator say what they are: a
``FROM`` is refused by the parsed query, a ``SERVICE`` by it and once more where rdflib would evaluate it.
"""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from wenmai.errors import InputError
from wenmai.model import XSD_STRING
from wenmai.reading import quads as read_quads
from wenmai.terms import OWL, RDFS, SH, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pyoxigraph
    import rdflib

TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
"""The predicates of SHACL Core that give a shape its focus nodes."""

UNUSED = {
    "js": "JavaScript constraints",
    "rule": "rules",
    "target": "targets of SHACL's advanced features",
    "expression": "expression constraints",
}
"""What shapes may say beyond SHACL Core and SHACL-SPARQL, by its predicate; none of it is run."""

_QUERIES = ("select", "ask", "construct", "update")
_PREFIX = re.compile(r"[\w.-]*", re.ASCII)
_NOT_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_validating: ContextVar[bool] = ContextVar("_validating", default=False)


def iri(name: str) -> rdflib.URIRef:
    """An IRI as rdflib has it."""
    from rdflib import URIRef

    return URIRef(name)


def plain_quads(file: Path) -> Iterator[pyoxigraph.Quad]:
    """The quads of a file without those that hold triple terms: SHACL and rdflib know none such."""
    return (quad for quad in read_quads(str(file)) if is_plain(quad))


def is_plain(quad: pyoxigraph.Quad) -> bool:
    """Whether no triple stands within the triple."""
    from pyoxigraph import Triple

    return not isinstance(quad.subject, Triple) and not isinstance(quad.object, Triple)


def rdflib_graph(*parts: Iterable[pyoxigraph.Quad]) -> rdflib.Graph:
    """The triples of the parts as rdflib has them, literals as they are written.

    Blank nodes of different parts stay different.
    """
    from rdflib import BNode, Graph, Literal, URIRef

    def term(value: Any, part: int) -> rdflib.term.Node:
        if hasattr(value, "datatype"):
            plain = value.language or value.datatype.value == XSD_STRING  # rdflib's "x" is not its "x"^^xsd:string
            kind = None if plain else URIRef(value.datatype.value)
            return Literal(value.value, lang=value.language or None, datatype=kind, normalize=False)
        blank = str(value).startswith("_:")
        return BNode(value.value if not part else f"{value.value}.{part}") if blank else URIRef(value.value)

    graph = Graph(bind_namespaces="none")
    with _quiet():
        for number, part in enumerate(parts):
            for quad in part:
                graph.add((term(quad.subject, number), URIRef(quad.predicate.value), term(quad.object, number)))
    return graph


def read_shapes(files: Sequence[Path]) -> rdflib.Graph:
    """The shapes of all files as one shapes graph.

    Raises:
        InputError: a file cannot be read or has no shape with a target, or a query in it is ill-formed or would reach
            out of the graph.
    """
    parts = [list(plain_quads(file)) for file in files]
    for file, part in zip(files, parts, strict=True):
        _refuse_queries(file, part)
    merged = rdflib_graph(*parts)
    if not targets(merged):
        names = ", ".join(map(str, files))
        raise InputError(f"{names} has no SHACL shape with a target, so there is nothing to check")
    return merged


def targets(shapes: rdflib.Graph) -> list[tuple[rdflib.term.Node, str, rdflib.term.Node]]:
    """Each shape with the kind of its target and the target; a class that is a shape is its own target."""
    found = [(shape, kind, target) for kind in TARGETS for shape, target in shapes.subject_objects(iri(SH + kind))]
    nodes = {*shapes.subjects(iri(TYPE), iri(SH + "NodeShape")), *shapes.subjects(iri(TYPE), iri(SH + "PropertyShape"))}
    classes = {node for kind in (RDFS, OWL) for node in shapes.subjects(iri(TYPE), iri(kind + "Class"))}
    return sorted([*found, *((shape, "targetClass", shape) for shape in nodes & classes)], key=str)


def vacuous_targets(data: rdflib.Graph, shapes: rdflib.Graph) -> Iterator[tuple[rdflib.term.Node, rdflib.term.Node]]:
    """Shapes with a target that has nothing to check in ``data``, each with that target."""
    typed = set(data.objects(None, iri(TYPE)))
    for shape, kind, target in targets(shapes):
        if kind == "targetClass":
            classes = set(data.transitive_subjects(iri(RDFS + "subClassOf"), target)) | {target}
            filled = bool(classes & typed)
        elif kind == "targetNode":
            filled = (target, None, None) in data or (None, None, target) in data
        else:
            filled = (None, target, None) in data
        if not filled:
            yield shape, target


def named_shape(shapes: rdflib.Graph, node: rdflib.term.Node) -> rdflib.term.Node:
    """The shape, or for one without a name the first named shape that it stands in."""
    from rdflib import BNode

    seen = set()
    while isinstance(node, BNode) and node not in seen:
        seen.add(node)
        node = min(shapes.subjects(None, node), key=lambda one: (isinstance(one, BNode), str(one)), default=node)
    return node


def unused_features(shapes: rdflib.Graph) -> list[str]:
    """What the shapes say and nothing runs, in words."""
    return [words for name, words in UNUSED.items() if (None, iri(SH + name), None) in shapes]


def validate_graph(data: rdflib.Graph, shapes: rdflib.Graph, files: Sequence[Path]) -> rdflib.Graph:
    """The report of pyshacl as a graph, with one ``sh:ValidationReport``.

    Raises:
        InputError: pyshacl is not installed, or it cannot use the shapes.
    """
    try:
        import pyshacl
    except ImportError as error:
        raise InputError(
            "checking shapes needs pyshacl, which is not installed: pip install 'wenmai[check]'"
        ) from error
    names = ", ".join(map(str, files))
    _bind_declared(data, shapes)
    try:
        with _quiet(), _without_services(), _without_guesses():
            _, found, told = pyshacl.validate(
                data, shacl_graph=shapes, inference="none", inplace=True, js=False, advanced=False, do_owl_imports=False
            )
    except MemoryError:
        raise
    except Exception as error:  # other people's shapes lead pyshacl into any of Python's errors
        reason = " ".join(str(error).split()) or type(error).__name__
        raise InputError(f"{names}: these shapes cannot be used: {reason}") from error
    if not hasattr(found, "subjects"):
        raise InputError(f"{names}: these shapes cannot be used: {' '.join(str(told).split())}")
    report: rdflib.Graph = found
    return report


def _bind_declared(data: rdflib.Graph, shapes: rdflib.Graph) -> None:
    """Let every prefix that the shapes graph declares (SHACL 5.2.1) hold in its queries, imported or not."""
    for node in sorted(shapes.objects(None, iri(SH + "declare")), key=str):
        prefix, namespace = (shapes.value(node, iri(SH + name)) for name in ("prefix", "namespace"))
        if prefix is not None and namespace is not None:
            data.bind(str(prefix), iri(str(namespace)), override=False)


# Queries of shapes ----------------------------------------------------------------------------------------------------


def _refuse_queries(file: Path, shapes: Iterable[pyoxigraph.Quad]) -> None:
    """Refuse queries that are ill-formed or reach out, and prefixes that would be more than prefixes."""
    for quad in shapes:
        name = quad.predicate.value.removeprefix(SH)
        text = str(getattr(quad.object, "value", ""))
        if name in _QUERIES:
            _refuse_query(file, text)
        elif name == "prefix" and not _PREFIX.fullmatch(text):
            raise InputError(f"{file}: sh:prefix {text!r} is no prefix")
        elif name == "namespace" and _NOT_IRI.search(text):
            raise InputError(f"{file}: sh:namespace {text!r} is no IRI")


def _refuse_query(file: Path, query: str) -> None:
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        touched = set(_pattern_names(parseQuery(query)))
    except ParseBaseException as error:
        place = f"line {error.lineno}, column {error.column}"
        raise InputError(f"{file}: the query of a shape is ill-formed at its {place}: {_excerpt(query)}") from error
    except RecursionError as error:
        raise InputError(f"{file}: the query of a shape nests too deeply: {_excerpt(query)}") from error
    if touched & {"ServiceGraphPattern", "DatasetClause"}:
        raise InputError(f"{file}: a shape's query uses SERVICE or FROM; shapes may read this graph only")


def _excerpt(query: str, width: int = 60) -> str:
    words = " ".join(query.split())
    return words if len(words) <= width else words[: width - 1] + "…"


def _pattern_names(parsed: Any) -> Iterator[str]:
    """The names of everything in a query as rdflib has parsed it."""
    from rdflib.plugins.sparql.parserutils import CompValue

    waiting = [parsed]
    while waiting:
        part = waiting.pop()
        if isinstance(part, CompValue):
            yield part.name
            waiting.extend(part.values())
        elif not isinstance(part, str) and hasattr(part, "__iter__"):
            waiting.extend(part)


@contextmanager
def _without_services() -> Iterator[None]:
    """Within this, rdflib itself refuses to evaluate a ``SERVICE``, whatever a query was made of."""
    from rdflib.plugins.sparql import CUSTOM_EVALS

    CUSTOM_EVALS["wenmai: no SERVICE while shapes are checked"] = _refuse_service
    token = _validating.set(True)
    try:
        yield
    finally:
        _validating.reset(token)


@contextmanager
def _without_guesses() -> Iterator[None]:
    """Within this, pyshacl does not take a variable or a name with *service* in it for a ``SERVICE``."""
    from pyshacl.helper.sparql_query_helper import SPARQLQueryHelper

    guess = SPARQLQueryHelper.has_service_regex
    SPARQLQueryHelper.has_service_regex = re.compile(r"(?!)")
    try:
        yield
    finally:
        SPARQLQueryHelper.has_service_regex = guess


def _refuse_service(_context: Any, part: Mapping[str, Any]) -> Any:
    if _validating.get() and getattr(part, "name", "") == "ServiceGraphPattern":
        raise InputError("a shape's query uses SERVICE; shapes may read this graph only")
    raise NotImplementedError  # leaves the evaluation to rdflib


@contextmanager
def _quiet() -> Iterator[None]:
    """Let rdflib and pyshacl say nothing beside the report: what they would warn of is a fault in it."""
    loggers = [logging.getLogger(name) for name in ("rdflib.term", "pyshacl.validate", "pyshacl-shapes")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
