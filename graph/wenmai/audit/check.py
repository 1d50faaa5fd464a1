"""Is a graph well made? SHACL shapes, and for a cited graph the rules of :mod:`wenmai.audit.rules`.

Every fault has a rule's name, a sentence, and the file and line where the matter is written. This is the one border to
pyshacl (``pip install 'wenmai[check]'``).
"""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from wenmai import packaged
from wenmai.audit import rules
from wenmai.audit.turtle import Places
from wenmai.errors import InputError
from wenmai.model import Fault
from wenmai.terms import OWL, RDF, RDFS, SH, TYPE, WM, local_name, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyoxigraph
    import rdflib

    from wenmai.sources import Source

RULES = {
    "vacuous-shape": (
        "形状 {shape} 没有可检查的实例:{target}",
        "the shape {shape} has nothing to check: no {target}",
    ),
    "class-without-shape": ("用到的类 {term} 没有形状", "the class {term} is used but no shape is for it"),
}
"""The rules about shapes themselves, each with its sentence in zh and en."""

UNCITED = "urn:wenmai:shape:uncited"
"""Marks, in the packaged shapes, a property that needs no citation."""

_TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
_REACHING_OUT = re.compile(r"\b(SERVICE|FROM)\b", re.IGNORECASE)


class Report(NamedTuple):
    """What ``check`` found: of so many ``triples`` held against so many named rules of so many ``shapes``."""

    triples: int
    shapes: int
    faults: tuple[Fault, ...]

    @property
    def passed(self) -> bool:
        """Whether there is no fault."""
        return not self.faults


def check(source: Source, *, shapes: str | Path | None = None, partial: bool = False, language: str = "en") -> Report:
    """Hold a graph against SHACL shapes: its own in ``shapes``, else the packaged ones with the rules of a cited graph.

    ``partial``: the graph is a part of a larger one, so that a shape may find nothing to check.

    Raises:
        InputError: pyshacl is not installed, the shapes cannot be read or used, or the packaged shapes are asked of a
            graph that uses no term of their vocabulary.
    """
    file = packaged.shapes() if shapes is None else Path(shapes)
    triples = [_plain(quad) for quad in source.store if _is_plain(quad)]
    terms = [_plain(quad) for quad in _read(packaged.vocabulary())] if shapes is None else []
    form = _shapes(file)
    data = _rdflib([*triples, *terms])
    teller = _Teller([*source.locations, *([packaged.vocabulary()] if terms else []), file], language)
    faults = {teller.result(result) for result in _validate(data, form, file)}
    if not partial:
        faults |= {teller.vacuous(shape, target) for shape, target in _vacuous(data, form)}
    if shapes is None:
        uncited = [str(one) for one in form.subjects(_iri(UNCITED))]
        faults |= _own(rules.Record(triples, terms, uncited=uncited, closed=_closed()), form, teller)
    order = sorted(faults, key=lambda one: (one.file or "", one.line or 0, one.rule, one.focus, one.sentence))
    return Report(len(set(triples)), len({shape for shape, _, _ in _targets(form)}), tuple(order))


def rule_names() -> tuple[str, ...]:
    """The names of all rules that ``check`` holds a cited graph against, sorted."""
    form = _shapes(packaged.shapes())
    named = form.subjects(_iri(TYPE), _iri(SH + "PropertyShape"))
    return tuple(sorted({local_name(str(shape)) for shape in named} | {*RULES, *rules.RULES}))


def _own(record: rules.Record, form: rdflib.Graph, teller: _Teller) -> set[Fault]:
    """The faults that SHACL cannot see."""
    if not any(term.startswith(WM) for triple in record.triples for term in (triple[1], rules.text(triple[2]))):
        raise InputError(
            "this graph uses no term of wenmai's vocabulary: name the shapes that it should have with --shapes FILE"
        )
    shaped = {str(target) for _, kind, target in _targets(form) if kind == "targetClass"}
    faults = {teller.breach(breach) for breach in rules.broken(record)}
    for subject, predicate, value in record.triples:
        term = rules.text(value)
        if predicate == TYPE and term not in shaped and term.startswith(WM):
            shaped.add(term)
            faults.add(teller.breach(rules.Breach("class-without-shape", subject, {"term": shorten(term)}, TYPE, term)))
    return faults


# Reading --------------------------------------------------------------------------------------------------------------


def _read(file: Path) -> list[pyoxigraph.Quad]:
    from wenmai import reading

    return list(reading.quads(str(file)))


def _is_plain(quad: pyoxigraph.Quad) -> bool:
    """Whether no triple stands within the triple: SHACL and rdflib know none such."""
    from pyoxigraph import Triple

    return not isinstance(quad.subject, Triple) and not isinstance(quad.object, Triple)


def _plain(quad: pyoxigraph.Quad) -> rules.Triple:
    return rules.text(quad.subject), quad.predicate.value, quad.object


def _iri(text: str) -> rdflib.URIRef:
    from rdflib import URIRef

    return URIRef(text)


def _rdflib(triples: Iterable[rules.Triple]) -> rdflib.Graph:
    """The triples as rdflib has them, literals as they are written."""
    from rdflib import BNode, Graph, Literal, URIRef

    def node(text: str) -> rdflib.URIRef | rdflib.BNode:
        return BNode(text[2:]) if text.startswith("_:") else URIRef(text)

    def term(value: Any) -> rdflib.term.Node:
        if not rules.is_literal(value):
            return node(rules.text(value))
        kind = None if value.language else URIRef(value.datatype.value)
        return Literal(value.value, lang=value.language or None, datatype=kind, normalize=False)

    graph = Graph(bind_namespaces="none")
    with _quiet():
        for subject, predicate, value in triples:
            graph.add((node(subject), URIRef(predicate), term(value)))
    return graph


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


def _shapes(file: Path) -> rdflib.Graph:
    """The shapes in a file.

    Raises:
        InputError: when it cannot be read, has no shape, or would have a query reach out of this machine.
    """
    form = _rdflib(_plain(quad) for quad in _read(file) if _is_plain(quad))
    for keyword in ("select", "ask", "construct"):
        for query in form.objects(None, _iri(SH + keyword)):
            if _REACHING_OUT.search(str(query)):
                raise InputError(f"{file}: a rule's query uses SERVICE or FROM; shapes may read this graph only")
    if not _targets(form):
        raise InputError(f"{file} has no SHACL shape with a target, so there is nothing to check")
    return form


def _targets(form: rdflib.Graph) -> list[tuple[rdflib.term.Node, str, rdflib.term.Node]]:
    """Each shape with the kind of its target and the target; a class that is a shape is its own target."""
    found = [(shape, kind, target) for kind in _TARGETS for shape, target in form.subject_objects(_iri(SH + kind))]
    shapes = set(form.subjects(_iri(TYPE), _iri(SH + "NodeShape")))
    classes = set(form.subjects(_iri(TYPE), _iri(RDFS + "Class"))) | set(form.subjects(_iri(TYPE), _iri(OWL + "Class")))
    return sorted([*found, *((shape, "targetClass", shape) for shape in shapes & classes)], key=str)


def _closed() -> Mapping[str, frozenset[str]]:
    """Published vocabularies and the terms they have, as rdflib lists them."""
    from rdflib import namespace as known

    spaces = (known.RDF, known.RDFS, known.OWL, known.XSD, known.SKOS, known.SH, known.DCTERMS, known.FOAF, known.SDO)
    more = (known.PROV, known.ORG, known.TIME, known.QB, known.GEO)
    return {str(space): frozenset(map(str, dir(space))) | {RDF + "reifies"} for space in (*spaces, *more)}


# Validating -----------------------------------------------------------------------------------------------------------


class _Result(NamedTuple):
    """One validation result of SHACL."""

    focus: str
    path: str | None
    value: Any
    shape: str
    component: str
    messages: tuple[Any, ...]


def _validate(data: rdflib.Graph, form: rdflib.Graph, file: Path) -> list[_Result]:
    """What pyshacl finds; nothing is imported, inferred or fetched."""
    try:
        import pyshacl
        from pyshacl.errors import ConstraintLoadError, ReportableRuntimeError, RuleLoadError, ShapeLoadError
    except ImportError as error:
        raise InputError(
            "checking shapes needs pyshacl, which is not installed: pip install 'wenmai[check]'"
        ) from error
    try:
        with _quiet():
            _, found, told = pyshacl.validate(data, shacl_graph=form, inference="none", inplace=True, js=False)
    except (ConstraintLoadError, ReportableRuntimeError, RuleLoadError, ShapeLoadError) as error:
        raise InputError(f"{file}: these shapes cannot be used: {' '.join(str(error).split())}") from error
    if not hasattr(found, "subjects"):
        raise InputError(f"{file}: these shapes cannot be used: {' '.join(str(told).split())}")
    return [_result(found, node) for node in found.subjects(_iri(TYPE), _iri(SH + "ValidationResult"))]


def _result(found: rdflib.Graph, node: rdflib.term.Node) -> _Result:
    def one(name: str) -> Any:
        return found.value(node, _iri(SH + name))

    path = one("resultPath")
    messages = tuple(found.objects(node, _iri(SH + "resultMessage")))
    return _Result(
        _named(one("focusNode")),
        str(path) if hasattr(path, "toPython") and not _named(path).startswith("_:") else None,
        one("value"),
        _named(one("sourceShape")),
        str(one("sourceConstraintComponent")),
        messages,
    )


def _named(term: Any) -> str:
    from rdflib import BNode

    return f"_:{term}" if isinstance(term, BNode) else str(term)


def _vacuous(data: rdflib.Graph, form: rdflib.Graph) -> Iterator[tuple[str, str]]:
    """Shapes that find nothing to check, each with the target that is missing."""
    typed = set(data.objects(None, _iri(TYPE)))
    for shape, kind, target in _targets(form):
        if kind == "targetClass":
            classes = set(data.transitive_subjects(_iri(RDFS + "subClassOf"), target)) | {target}
            filled = bool(classes & typed)
        elif kind == "targetNode":
            filled = (target, None, None) in data or (None, None, target) in data
        else:
            filled = (None, target, None) in data
        if not filled:
            yield _named(shape), _named(target)


# Telling --------------------------------------------------------------------------------------------------------------


class _Teller:
    """Puts what was found into sentences and finds the lines."""

    def __init__(self, files: Iterable[str | Path], language: str) -> None:
        self.places = Places(files)
        self.language = "zh" if language.startswith("zh") else "en"

    def result(self, result: _Result) -> Fault:
        """The fault of a SHACL result: its rule is the property shape's name, else the constraint's."""
        shape = result.shape
        rule = (
            local_name(result.component).removesuffix("ConstraintComponent")
            if shape.startswith("_:")
            else local_name(shape)
        )
        value = None if result.value is None else _named(result.value)
        sentence = self._message(result)
        if value is not None and value != result.focus:
            sentence += f" ({shorten(value) if _named(result.value).startswith(('urn:', 'http')) else f'“{value}”'})"
        return self._fault(rule, result.focus, sentence, result.path, value)

    def _message(self, result: _Result) -> str:
        """The message in the asked language, else without one, else the first."""
        order = {self.language: 0, None: 1, "en": 2}
        ranked = sorted(result.messages, key=lambda one: (order.get(getattr(one, "language", None), 3), str(one)))
        return " ".join(str(ranked[0]).split()) if ranked else local_name(result.component)

    def breach(self, breach: rules.Breach) -> Fault:
        """The fault of a broken rule."""
        sentences = (RULES | rules.RULES)[breach.rule]
        sentence = sentences[self.language == "en"].format(**breach.facts)
        return self._fault(breach.rule, breach.focus, sentence, breach.predicate, breach.value)

    def vacuous(self, shape: str, target: str) -> Fault:
        """The fault of a shape that has nothing to check."""
        facts = {"shape": local_name(shape), "target": shorten(target)}
        return self.breach(rules.Breach("vacuous-shape", shape, facts))

    def _fault(self, rule: str, focus: str, sentence: str, predicate: str | None, value: str | None) -> Fault:
        place = self.places.find(focus, predicate, value)
        return Fault(rule, focus, sentence, place.file, place.line)
