"""The validation report of SHACL (3.6): from pyshacl's graph to results, and from results to RDF again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wenmai.audit.shapes import iri, named_shape
from wenmai.model import XSD_STRING, Literal, ValidationResult
from wenmai.terms import PREFIXES, RDF, SH, TYPE, XSD, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyoxigraph
    import rdflib

SEVERITIES = ("info", "warning", "violation")
"""SHACL's severities, the mildest first; a severity of one's own is as grave as a violation."""

RULE = "urn:wenmai:rule:"
"""Names, in a report, the rules of wenmai that are no SHACL constraints."""

FORMATS = ("turtle", "ntriples", "rdfxml", "jsonld")
"""The RDF formats of a report."""

_STEPS = {
    "inversePath": "^{}",
    "zeroOrMorePath": "{}*",
    "oneOrMorePath": "{}+",
    "zeroOrOnePath": "{}?",
}


def read_results(report: rdflib.Graph, shapes: rdflib.Graph, language: str) -> Iterator[ValidationResult]:
    """The results of a report, each with its message in ``language`` where it has one.

    What stands within another result (``sh:detail``) is a part of that. A source shape without a name is told by the
    named shape it stands in.
    """
    for node in report.objects(None, iri(SH + "result")):
        found = _result(report, node, language)
        source = report.value(node, iri(SH + "sourceShape"))
        yield found if source is None else found._replace(shape=named(named_shape(shapes, source)))


def _result(report: rdflib.Graph, node: rdflib.term.Node, language: str) -> ValidationResult:
    def one(name: str) -> Any:
        return report.value(node, iri(SH + name))

    shape, component, path = named(one("sourceShape")), str(one("sourceConstraintComponent")), one("resultPath")
    anonymous = shape.startswith("_:")
    return ValidationResult(
        rule=local_name(component).removesuffix("ConstraintComponent") if anonymous else local_name(shape),
        focus=named(one("focusNode")),
        message=_message(list(report.objects(node, iri(SH + "resultMessage"))), language) or local_name(component),
        severity=severity_name(str(one("resultSeverity"))),
        path=None if path is None else path_text(report, path),
        value=_value(one("value")),
        shape=shape,
        component=component,
    )


def named(term: Any) -> str:
    """The IRI, ``_:id`` or text of an rdflib term."""
    from rdflib import BNode

    return f"_:{term}" if isinstance(term, BNode) else str(term)


def severity_name(severity: str) -> str:
    """``violation``, ``warning`` or ``info``; another severity by its IRI."""
    short = severity.removeprefix(SH).lower()
    return short if short in SEVERITIES else severity


def gravity(severity: str) -> int:
    """How grave a severity is: its place in :data:`SEVERITIES`; ``sh:Debug`` and ``sh:Trace`` (SHACL 1.2) come first.

    >>> gravity("warning"), gravity("http://example.org/Fatal")
    (1, 2)
    """
    if severity in {SH + "Debug", SH + "Trace"}:
        return -1
    return SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES) - 1


def path_text(graph: rdflib.Graph, path: rdflib.term.Node) -> str:
    """A SHACL path: the IRI of a predicate, else the property path of SPARQL."""
    from rdflib import URIRef

    return str(path) if isinstance(path, URIRef) else _property_path(graph, path)


def _property_path(graph: rdflib.Graph, path: rdflib.term.Node) -> str:
    for name, form in _STEPS.items():
        inner = graph.value(path, iri(SH + name))
        if inner is not None:
            return form.format(_path_part(graph, inner))
    either = graph.value(path, iri(SH + "alternativePath"))
    members = graph.items(path if either is None else either)
    return ("/" if either is None else "|").join(_path_part(graph, member) for member in members)


def _path_part(graph: rdflib.Graph, path: rdflib.term.Node) -> str:
    from rdflib import URIRef

    return f"<{path}>" if isinstance(path, URIRef) else f"({_property_path(graph, path)})"


def _message(messages: Sequence[Any], language: str) -> str:
    """The message in the asked language, else without one, else the first."""
    order = {language: 0, None: 1, "en": 2}
    ranked = sorted(messages, key=lambda one: (order.get(getattr(one, "language", None), 3), str(one)))
    return " ".join(str(ranked[0]).split()) if ranked else ""


def _value(term: Any) -> str | Literal | None:
    if term is None or not hasattr(term, "datatype"):
        return None if term is None else named(term)
    kind = RDF + "langString" if term.language else str(term.datatype or XSD_STRING)
    return Literal(str(term), term.language or "", kind)


# As RDF ---------------------------------------------------------------------------------------------------------------


def report_rdf(results: Iterable[ValidationResult], report: rdflib.Graph, form: str) -> str:
    """The report in an RDF format: what SHACL found as it found it, then a result for each other rule that is broken.

    ``sh:conforms`` is as SHACL has it: false when there is any result, whatever its severity.
    """
    import pyoxigraph as ox

    own = [result for result in results if result.component.startswith(RULE)]
    found = list(report.objects(None, iri(SH + "result")))
    head = ox.BlankNode("report")
    conforms = ox.Literal("false" if own or found else "true", datatype=ox.NamedNode(XSD + "boolean"))
    triples = [
        ox.Triple(head, ox.NamedNode(TYPE), ox.NamedNode(SH + "ValidationReport")),
        ox.Triple(head, ox.NamedNode(SH + "conforms"), conforms),
    ]
    described = _Described(report)
    details = []
    for node in sorted(found, key=described.sort_key):
        triples.append(ox.Triple(head, ox.NamedNode(SH + "result"), described.term(node)))
        details += described.triples(node)
    for number, broken in enumerate(own, 1):
        mine = ox.BlankNode(f"rule{number}")
        triples.append(ox.Triple(head, ox.NamedNode(SH + "result"), mine))
        details += _own_triples(mine, broken)
    formats = {"turtle": "TURTLE", "ntriples": "N_TRIPLES", "rdfxml": "RDF_XML", "jsonld": "JSON_LD"}
    kind: ox.RdfFormat = getattr(ox.RdfFormat, formats[form])
    prefixes = {} if kind == ox.RdfFormat.N_TRIPLES else {name: PREFIXES[name] for name in ("sh", "xsd")}
    return (ox.serialize([*triples, *details], format=kind, prefixes=prefixes) or b"").decode()


def _own_triples(node: pyoxigraph.BlankNode, result: ValidationResult) -> Iterator[pyoxigraph.Triple]:
    import pyoxigraph as ox

    focus = ox.BlankNode(result.focus[2:]) if result.focus.startswith("_:") else ox.NamedNode(result.focus)
    values: list[tuple[str, Any]] = [
        (TYPE, ox.NamedNode(SH + "ValidationResult")),
        (SH + "focusNode", focus),
        (SH + "resultSeverity", ox.NamedNode(SH + result.severity.capitalize())),
        (SH + "sourceConstraintComponent", ox.NamedNode(result.component)),
        (SH + "resultMessage", ox.Literal(result.message)),
    ]
    return (ox.Triple(node, ox.NamedNode(predicate), value) for predicate, value in values)


class _Described:
    """The results of pyshacl's report as triples whose blank nodes are numbered in order, so that bytes repeat."""

    def __init__(self, report: rdflib.Graph) -> None:
        self.report = report
        self.names: dict[str, str] = {}

    def sort_key(self, node: rdflib.term.Node) -> tuple[str, ...]:
        """Orders results by what they say, not by the name of their node."""
        parts = ("focusNode", "resultPath", "value", "sourceConstraintComponent", "resultMessage", "sourceShape")
        return tuple(self._told(self.report.value(node, iri(SH + part))) for part in parts)

    def _told(self, term: Any) -> str:
        from rdflib import BNode

        return path_text(self.report, term) if isinstance(term, BNode) else str(term)

    def triples(self, node: rdflib.term.Node) -> list[pyoxigraph.Triple]:
        """All that the report says of a node and of the blank nodes that it leads to."""
        import pyoxigraph as ox
        from rdflib import BNode

        found, waiting = [], [node]
        while waiting:
            subject = waiting.pop()
            pairs = sorted(self.report.predicate_objects(subject), key=lambda pair: (str(pair[0]), self._told(pair[1])))
            for predicate, value in pairs:
                if isinstance(value, BNode) and str(value) not in self.names:
                    waiting.append(value)
                found.append(ox.Triple(self.term(subject), ox.NamedNode(str(predicate)), self.term(value)))
        return found

    def term(self, term: Any) -> Any:
        """A term as pyoxigraph has it, a blank node by its number."""
        import pyoxigraph as ox
        from rdflib import BNode, URIRef

        if isinstance(term, BNode):
            return ox.BlankNode(self.names.setdefault(str(term), f"b{len(self.names) + 1}"))
        if isinstance(term, URIRef):
            return ox.NamedNode(str(term))
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype or XSD_STRING)))
