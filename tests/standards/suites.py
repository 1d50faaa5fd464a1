"""The W3C test suites as lists of cases: what is given, what must come of it.

The suites are the repositories ``w3c/rdf-tests`` and ``w3c/json-ld-api`` of GitHub, in folders that the caller names.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterator

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"

SPARQL_SUITES = {
    "SPARQL 1.0": ["sparql/sparql10/manifest-evaluation.ttl", "sparql/sparql10/manifest-syntax.ttl"],
    "SPARQL 1.1 query": ["sparql/sparql11/manifest-sparql11-query.ttl"],
    "SPARQL 1.1 result formats": ["sparql/sparql11/manifest-sparql11-results.ttl"],
    "SPARQL 1.2": ["sparql/sparql12/manifest.ttl"],
}
RDF_SUITES = {
    "Turtle": (["rdf/rdf11/rdf-turtle/manifest.ttl"], "ttl", "turtle"),
    "N-Triples": (["rdf/rdf11/rdf-n-triples/manifest.ttl"], "nt", "ntriples"),
    "N-Quads": (["rdf/rdf11/rdf-n-quads/manifest.ttl"], "nq", "nquads"),
    "TriG": (["rdf/rdf11/rdf-trig/manifest.ttl"], "trig", "trig"),
    "RDF/XML": (["rdf/rdf11/rdf-xml/manifest.ttl"], "rdf", "rdfxml"),
    **{
        f"{name} 1.2": ([f"rdf/rdf12/{folder}/{part}/manifest.ttl" for part in parts], ending, form)
        for name, folder, parts, ending, form in (
            ("Turtle", "rdf-turtle", ("syntax", "eval"), "ttl", "turtle"),
            ("N-Triples", "rdf-n-triples", ("syntax", "c14n"), "nt", "ntriples"),
            ("N-Quads", "rdf-n-quads", ("syntax", "c14n"), "nq", "nquads"),
            ("TriG", "rdf-trig", ("syntax", "eval"), "trig", "trig"),
            ("RDF/XML", "rdf-xml", ("eval",), "rdf", "rdfxml"),
        )
    },
}
"""Each suite with its manifests, the ending of its files, and the name of its format for ``wenmai export``."""


ENTAILMENT = "RDF 1.2 simple entailment"


class Case(NamedTuple):
    """A test: ``kind`` is the last part of its type; paths are files, ``""`` where there is none.

    ``data`` goes into the default graph, ``graphs`` are named graphs as (IRI, file); ``base`` resolves relative IRIs;
    ``lax`` lets a row come any number of times.
    """

    suite: str
    name: str
    kind: str
    action: str
    result: str
    base: str
    data: tuple[str, ...] = ()
    graphs: tuple[tuple[str, str], ...] = ()
    lax: bool = False


class Manifest:
    """One manifest file as a graph."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.triples: dict[tuple[str, str], list[object]] = {}
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=path.as_uri()):
            self.triples.setdefault((str(quad.subject), quad.predicate.value), []).append(quad.object)

    def all(self, subject: object, predicate: str) -> list[object]:
        return self.triples.get((str(subject), predicate), [])

    def one(self, subject: object, predicate: str) -> object | None:
        return next(iter(self.all(subject, predicate)), None)

    def members(self, head: object | None) -> Iterator[object]:
        """The members of a list."""
        while head is not None and str(head) != f"<{RDF}nil>":
            member = self.one(head, RDF + "first")
            if member is not None:
                yield member
            head = self.one(head, RDF + "rest")


def value(term: object | None) -> str:
    """The text of a term."""
    return getattr(term, "value", "") if term is not None else ""


def place(term: object | None) -> str:
    """The file that an IRI of a manifest means."""
    from urllib.parse import unquote, urlsplit

    return unquote(urlsplit(value(term)).path) if value(term).startswith("file:") else ""


def included(path: Path) -> Iterator[Manifest]:
    """A manifest and those that it includes."""
    manifest = Manifest(path)
    yield manifest
    for head in (
        one for (_, predicate), found in manifest.triples.items() if predicate == MF + "include" for one in found
    ):
        for member in manifest.members(head):
            yield from included(Path(place(member)))


def entries(manifest: Manifest) -> Iterator[object]:
    for head in (
        one for (_, predicate), found in manifest.triples.items() if predicate == MF + "entries" for one in found
    ):
        yield from manifest.members(head)


def sparql_cases(root: Path, suite: str) -> Iterator[Case]:
    """The query tests of a suite; those of update are none of a reader's, as those of federation and protocol are not."""
    for start in SPARQL_SUITES[suite]:
        for manifest in included(root / start):
            cases = (_sparql_case(manifest, entry, suite) for entry in entries(manifest))
            yield from (case for case in cases if "Update" not in case.kind)


def _sparql_case(manifest: Manifest, entry: object, suite: str) -> Case:
    kind = value(manifest.one(entry, RDF + "type")).rpartition("#")[2]
    action = manifest.one(entry, MF + "action")
    query = manifest.one(action, QT + "query") or action
    graphs = []
    for graph in manifest.all(action, QT + "graphData"):
        labelled = manifest.one(graph, QT + "graph")
        source = labelled if labelled is not None else graph
        graphs.append((value(manifest.one(graph, RDFS + "label")) or value(source), place(source)))
    return Case(
        suite,
        f"{manifest.path.parent.name}/{value(manifest.one(entry, MF + 'name')) or value(entry)}",
        kind,
        place(query),
        place(manifest.one(entry, MF + "result")),
        value(query),
        tuple(place(one) for one in manifest.all(action, QT + "data")),
        tuple(graphs),
        manifest.one(entry, MF + "resultCardinality") is not None,
    )


def rdf_cases(root: Path, suite: str) -> Iterator[Case]:
    """The tests of a syntax."""
    for path in RDF_SUITES[suite][0]:
        yield from _syntax_cases(root, root / path, suite)


def _syntax_cases(root: Path, path: Path, suite: str) -> Iterator[Case]:
    manifest = Manifest(path)
    bases = [
        value(one)
        for (_, predicate), found in manifest.triples.items()
        if predicate == MF + "assumedTestBase"
        for one in found
    ]
    for entry in entries(manifest):
        action = place(manifest.one(entry, MF + "action"))
        kind = value(manifest.one(entry, RDF + "type")).rpartition("#")[2]
        base = bases[0] if bases else "https://w3c.github.io/rdf-tests/" + str(path.parent.relative_to(root)) + "/"
        inner = str(Path(action).relative_to(path.parent))
        yield Case(
            suite,
            value(manifest.one(entry, MF + "name")),
            kind,
            action,
            place(manifest.one(entry, MF + "result")),
            base + inner,
        )


def entailment_cases(root: Path) -> Iterator[Case]:
    """The tests of simple entailment of RDF 1.2, which a query can ask for; the result must, or must not, follow."""
    manifest = Manifest(root / "rdf/rdf12/rdf-semantics/manifest.ttl")
    for entry in entries(manifest):
        if value(manifest.one(entry, MF + "entailmentRegime")) == "simple":
            kind = value(manifest.one(entry, RDF + "type")).rpartition("#")[2]
            action, result = (place(manifest.one(entry, MF + role)) for role in ("action", "result"))
            yield Case(ENTAILMENT, value(manifest.one(entry, MF + "name")), kind, action, result, Path(action).as_uri())


def json_ld_cases(root: Path) -> Iterator[Case]:
    """The cases from JSON-LD 1.1 to RDF; those of another version, or of an option of an API that a file has none of, aside."""
    manifest = json.loads((root / "tests/toRdf-manifest.jsonld").read_text("utf-8"))
    for entry in manifest["sequence"]:
        option = entry.get("option", {})
        old = "json-ld-1.0" in {option.get("specVersion"), option.get("processingMode")}
        if old or "requires" in entry or {"expandContext", "rdfDirection", "produceGeneralizedRdf"} & set(option):
            continue
        kind = next(one for one in entry["@type"] if "Evaluation" in one or "Syntax" in one).rpartition(":")[2]
        base = option.get("base", manifest["baseIri"] + entry["input"])
        result = str(root / "tests" / entry["expect"]) if "expect" in entry else ""
        action = str(root / "tests" / entry["input"])
        yield Case("JSON-LD to RDF", f"{entry['@id']} {entry['name']}", kind, action, result, base)
