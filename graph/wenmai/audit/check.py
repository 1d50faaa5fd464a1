"""Is a graph well made? SHACL shapes, and for a cited graph the rules of :mod:`wenmai.audit.rules`.

Every result has a rule's name, a message, a severity, and the file and line where the matter is written.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from wenmai.audit import report, rules
from wenmai.audit import shapes as shacl
from wenmai.audit.turtle import Places
from wenmai.errors import InputError
from wenmai.languages import message_language
from wenmai.model import Literal, ValidationResult
from wenmai.system import packaged
from wenmai.terms import RDF, SH, TYPE, WM, local_name, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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

MILD = frozenset({"cites-nothing"})
"""Rules of which a breach is a warning."""

UNCITED = "urn:wenmai:shape:uncited"
"""Marks, in the packaged shapes, a property that needs no citation."""


class ValidationReport(NamedTuple):
    """What ``check`` found: of so many ``triples`` held against so many named rules of so many ``shapes``.

    ``results`` at least as grave as ``fail_on`` are faults. ``unused`` says in words what the shapes ask for and nothing
    runs. ``graph`` is the report as pyshacl wrote it.
    """

    triples: int
    shapes: int
    results: tuple[ValidationResult, ...]
    unused: tuple[str, ...]
    fail_on: str
    graph: rdflib.Graph

    @property
    def faults(self) -> tuple[ValidationResult, ...]:
        """The results that make the check fail."""
        least = report.gravity(self.fail_on)
        return tuple(one for one in self.results if report.gravity(one.severity) >= least)

    @property
    def passed(self) -> bool:
        """Whether there is no fault."""
        return not self.faults

    def rdf(self, form: str) -> str:
        """The report in one of :data:`wenmai.audit.report.FORMATS`."""
        return report.report_rdf(self.results, self.graph, form)


def check(
    source: Source,
    *,
    shapes: str | Path | Sequence[str | Path] = (),
    partial: bool = False,
    fail_on: str = "violation",
    language: str = "en",
) -> ValidationReport:
    """Hold a graph against SHACL shapes: those in all the files, else the packaged ones with the rules of a cited graph.

    A shape of these files that finds nothing to check is a fault, unless the graph is ``partial``: a part of a larger one.
    The packaged shapes have one shape for each class of the vocabulary, and no graph needs all classes. ``fail_on``: the mildest
    severity (``info``, ``warning``, ``violation``) that makes the check fail.

    Raises:
        InputError: pyshacl is not installed, the shapes cannot be read or used, or the packaged shapes are asked of a
            graph that uses no term of their vocabulary.
    """
    named = [Path(shapes)] if isinstance(shapes, str | Path) else [Path(file) for file in shapes]
    files = named or [packaged.shapes()]
    triples = [quad for quad in source.store if shacl.is_plain(quad)]
    terms = [] if named else list(shacl.plain_quads(packaged.vocabulary()))
    form = shacl.read_shapes(files)
    data = shacl.rdflib_graph([*triples, *terms])
    found = shacl.validate_graph(data, form, files)
    teller = _Placed([*source.locations, *([] if named else [packaged.vocabulary()]), *files], language)
    results = {teller.placed(result) for result in report.read_results(found, form, teller.language)}
    if named and not partial:
        results |= {teller.vacuous(*one) for one in shacl.vacuous_targets(data, form)}
    if not named:
        uncited = [str(one) for one in form.subjects(shacl.iri(UNCITED))]
        record = rules.GraphTriples(
            map(_texts, source.store), [_texts(quad) for quad in terms], uncited=uncited, closed=_closed()
        )
        results |= _own(record, form, teller)
    count = len({(quad.subject, quad.predicate, quad.object) for quad in triples})
    shape_count = len({shape for shape, _, _ in shacl.targets(form)})
    ordered = tuple(sorted(results, key=_order))
    return ValidationReport(count, shape_count, ordered, tuple(shacl.unused_features(form)), fail_on, found)


def rule_names() -> tuple[str, ...]:
    """The names of all rules that ``check`` holds a cited graph against, sorted."""
    form = shacl.read_shapes([packaged.shapes()])
    named = form.subjects(shacl.iri(TYPE), shacl.iri(SH + "PropertyShape"))
    return tuple(sorted({local_name(str(shape)) for shape in named} | {*RULES, *rules.RULES}))


def _order(one: ValidationResult) -> tuple[Any, ...]:
    return one.file or "", one.line or 0, one.rule, one.focus, one.message, one.path or "", str(one.value)


def _texts(quad: pyoxigraph.Quad) -> rules.Triple:
    return rules.text(quad.subject), quad.predicate.value, quad.object


def _own(record: rules.GraphTriples, form: rdflib.Graph, teller: _Placed) -> set[ValidationResult]:
    """What SHACL cannot see."""
    if not any(term.startswith(WM) for triple in record.triples for term in (triple[1], rules.text(triple[2]))):
        raise InputError(
            "this graph uses no term of wenmai's vocabulary: name the shapes that it should have with --shapes FILE"
        )
    shaped = {str(target) for _, kind, target in shacl.targets(form) if kind == "targetClass"}
    results = {teller.breach(breach) for breach in rules.broken(record)}
    for subject, predicate, value in record.triples:
        term = rules.text(value)
        if predicate == TYPE and term not in shaped and term.startswith(WM):
            shaped.add(term)
            results.add(
                teller.breach(rules.Breach("class-without-shape", subject, {"term": shorten(term)}, TYPE, term))
            )
    return results


def _closed() -> Mapping[str, frozenset[str]]:
    """Published vocabularies and the terms they have, as rdflib lists them."""
    from rdflib import namespace as known

    spaces = (known.RDF, known.RDFS, known.OWL, known.XSD, known.SKOS, known.SH, known.DCTERMS, known.FOAF, known.SDO)
    more = (known.PROV, known.ORG, known.TIME, known.QB, known.GEO)
    return {str(space): frozenset(map(str, dir(space))) | {RDF + "reifies"} for space in (*spaces, *more)}


class _Placed:
    """Puts what was found into sentences and finds the lines."""

    def __init__(self, files: Iterable[str | Path], language: str) -> None:
        self.places = Places(files)
        self.language = message_language(language)

    def placed(self, result: ValidationResult) -> ValidationResult:
        """The result with the file and line where its matter is written."""
        value = result.value.value if isinstance(result.value, Literal) else result.value
        place = self.places.find(result.focus, result.path, None if value is None else str(value))
        return result._replace(file=place.file, line=place.line)

    def breach(self, breach: rules.Breach) -> ValidationResult:
        """The result of a broken rule."""
        message = (RULES | rules.RULES)[breach.rule][self.language == "en"].format(**breach.facts)
        place = self.places.find(breach.focus, breach.predicate, breach.value)
        component = report.RULE + breach.rule
        severity = "warning" if breach.rule in MILD else "violation"
        told = ValidationResult(breach.rule, breach.focus, message, severity, None, None, None, component)
        return told._replace(file=place.file, line=place.line)

    def vacuous(self, shape: rdflib.term.Node, target: rdflib.term.Node) -> ValidationResult:
        """The result of a shape that has nothing to check."""
        name = report.named(shape)
        facts = {"shape": local_name(name), "target": shorten(report.named(target))}
        return self.breach(rules.Breach("vacuous-shape", name, facts))
