"""Run the W3C's SHACL suite against ``wenmai check``: every report as RDF, compared with the expected one.

    python tests/standards/shacl.py --data-shapes FOLDER [--markdown]

``FOLDER`` is a copy of the GitHub repository ``w3c/data-shapes`` (branch ``gh-pages``). Each case goes through the command:
its report is read again from N-Triples and compared by focus, path, value, severity, source shape and constraint component.
The run ends with status 1 when a case fails for a reason that is not known.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "graph"))

from rdflib import RDF, BNode, Graph, Namespace, URIRef

from wenmai.audit.check import check
from wenmai.errors import InputError
from wenmai.sources import open_source

if TYPE_CHECKING:
    from collections.abc import Iterator

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SH = Namespace("http://www.w3.org/ns/shacl#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")

SUITES = {"SHACL Core": "core", "SHACL-SPARQL": "sparql"}
FOLDER = "data-shapes-test-suite/tests"

REASONS = {
    "core/property/datatype-ill-formed": "A store keeps small integer types as `xsd:integer`: the report has the value so.",
    "core/property/uniqueLang-002": 'pyshacl takes `"1"^^xsd:boolean` for true; `sh:uniqueLang` means `true` alone.',
    "sparql/pre-binding/shapesGraph-001": "pyshacl does not bind `$shapesGraph` (optional in the standard); it is refused.",
}
"""Why a case does not pass, by the path of its file."""


class Case(NamedTuple):
    """A test: ``report`` is the node of the expected report in ``graph``, ``None`` where the shapes are to be refused."""

    suite: str
    name: str
    data: Path
    shapes: Path
    graph: Graph
    report: Any


def cases(folder: Path) -> Iterator[Case]:
    """All cases of both suites."""
    for suite, part in SUITES.items():
        yield from _included(suite, folder, folder / FOLDER / part / "manifest.ttl")


def _included(suite: str, folder: Path, manifest: Path) -> Iterator[Case]:
    graph = Graph().parse(manifest, publicID=manifest.as_uri())
    for entry in sorted(graph.subjects(RDF.type, SHT.Validate)):
        action, result = graph.value(entry, MF.action), graph.value(entry, MF.result)
        name = str(manifest.relative_to(folder / FOLDER)).removesuffix(".ttl")
        files = [_file(graph.value(action, SHT[kind])) for kind in ("dataGraph", "shapesGraph")]
        yield Case(suite, name, *files, graph, None if result == SHT.Failure else result)
    for other in sorted(graph.objects(None, MF.include)):
        yield from _included(suite, folder, _file(other))


def _file(address: Any) -> Path:
    return Path(str(address).removeprefix("file://"))


def passes(case: Case) -> str:
    """``""`` when the case passes, else what is different."""
    with tempfile.TemporaryDirectory() as folder:
        data, shapes = (
            _with_base(file, Path(folder) / name) for file, name in ((case.data, "d.ttl"), (case.shapes, "s.ttl"))
        )
        try:
            report = check(open_source(str(data)), shapes=shapes, partial=True)
        except InputError as error:
            return "" if case.report is None else str(error)
    if case.report is None:
        return "the shapes are not refused"
    found = Graph().parse(data=report.rdf("ntriples"), format="nt")
    node = found.value(predicate=RDF.type, object=SH.ValidationReport)
    given, wanted = _results(found, node, case.graph), _results(case.graph, case.report, case.graph)
    if found.value(node, SH.conforms) != case.graph.value(case.report, SH.conforms):
        return "sh:conforms differs"
    if report.passed and any(one[3] == str(SH.Violation) for one in wanted):
        return "passed, though there are violations"
    return "" if given == wanted else f"missing {wanted - given}, too many {given - wanted}"


def _with_base(file: Path, copy: Path) -> Path:
    """A copy of a file that says where it comes from, so that its relative IRIs are those of the manifest."""
    copy.write_text(f"@base <{file.as_uri()}> .\n{file.read_text('utf-8')}", encoding="utf-8")
    return copy


def _results(graph: Graph, report: Any, data: Graph) -> Counter[tuple[str, ...]]:
    """The results of a report; a blank node is told by what is said of it in the data, a path by its structure."""

    def told(node: Any, depth: int = 4) -> str:
        if not isinstance(node, BNode):
            return "" if node is None else node.n3() if not isinstance(node, URIRef) else str(node)
        parts = graph.predicate_objects(node) if depth else ()
        return "[" + " ".join(sorted(f"{predicate} {told(value, depth - 1)}" for predicate, value in parts)) + "]"

    def name(node: Any) -> str:
        return "[]" if isinstance(node, BNode) else told(node)

    found: Counter[tuple[str, ...]] = Counter()
    for result in graph.objects(report, SH.result):
        focus, path, value, severity, component, shape = (
            graph.value(result, SH[part])
            for part in (
                "focusNode",
                "resultPath",
                "value",
                "resultSeverity",
                "sourceConstraintComponent",
                "sourceShape",
            )
        )
        found[name(focus), told(path), name(value), str(severity), str(component), name(shape)] += 1
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-shapes", type=Path, required=True)
    parser.add_argument("--markdown", action="store_true", help="print the table of docs/standards.md")
    arguments = parser.parse_args()
    passed, total, unknown = Counter[str](), Counter[str](), 0
    for case in cases(arguments.data_shapes.resolve()):
        total[case.suite] += 1
        problem = passes(case)
        passed[case.suite] += not problem
        if problem:
            reason = REASONS.get(case.name)
            unknown += not reason
            print(f"{case.suite}: {case.name}: {reason or 'UNKNOWN: ' + problem[:1500]}", file=sys.stderr)
    for suite in SUITES:
        print(
            f"| {suite} | {passed[suite]} | {total[suite]} |"
            if arguments.markdown
            else f"{suite}: {passed[suite]} of {total[suite]}"
        )
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
