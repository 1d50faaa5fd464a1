"""Run the W3C suites against wenmai's reader, queries and export.

    python tests/standards/run.py --rdf-tests FOLDER --json-ld-api FOLDER [--suite NAME] [--failed | --markdown]

``FOLDER`` are copies of the GitHub repositories ``w3c/rdf-tests`` and ``w3c/json-ld-api``. Every case goes through what
a command goes through: ``wenmai.reading`` (every command that reads), ``wenmai.sparql`` (``wenmai query``) and
``wenmai.export`` (``wenmai export``), not through the library underneath.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import tempfile
from collections import Counter
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import suites
from reasons import reason

from wenmai import reading
from wenmai.errors import InputError, QueryError, WenmaiError
from wenmai.export import choice as chosen
from wenmai.export import write as export
from wenmai.oxigraph import oxi
from wenmai.sources import Memory
from wenmai.sparql import Table, Triples, run, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from suites import Case

    from wenmai.sparql import Answer

RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
PASSED = ""


class Outcome(NamedTuple):
    """A case and why it failed: ``""`` when it passed."""

    case: Case
    reason: str


# Reading --------------------------------------------------------------------------------------------------------------


@cache
def read(path: str, base: str) -> tuple[ox.Quad, ...]:
    """A file through wenmai's reader."""
    return tuple(reading.quads(path, base=base))


def same_graph(one: Iterable[ox.Quad], other: Iterable[ox.Quad]) -> bool:
    """Whether two sets of quads differ in the names of blank nodes only."""
    datasets = [ox.Dataset(one), ox.Dataset(other)]
    for dataset in datasets:
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return datasets[0] == datasets[1]


def stored(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Quads as a store keeps them: typed literals by value."""
    store = ox.Store()
    store.extend(quads)
    return list(store)


def read_case(case: Case, form: str) -> str:
    """A syntax test; whatever is read must also come back from ``export``."""
    negative = "Negative" in case.kind
    try:
        found = read(case.action, case.base)
    except InputError as error:
        return PASSED if negative else f"refused: {error}"
    if negative:
        return "read, though it is wrong"
    if case.kind.endswith("C14N"):
        lines, wanted = (
            sorted(text.splitlines()) for text in (exported(found, form)[0], Path(case.result).read_bytes())
        )
        return PASSED if lines == wanted else "not the canonical bytes"
    if case.result and not same_graph(found, expected(case, form)):
        return "another graph"
    return round_trip(found, form)


def expected(case: Case, form: str) -> tuple[ox.Quad, ...]:
    """The quads of the result file, which are in N-Triples or N-Quads."""
    kind = ox.RdfFormat.N_QUADS if form in {"trig", "nquads", "jsonld"} else ox.RdfFormat.N_TRIPLES
    return tuple(ox.parse(path=case.result, format=kind))


def exported(found: tuple[ox.Quad, ...], form: str) -> tuple[bytes, tuple[str, ...]]:
    """What ``export`` writes, and what it says that the format cannot hold."""
    out = BytesIO()
    done = export(out, chosen.choose(Memory.of(found)), form)
    return out.getvalue(), done.notices


def round_trip(found: tuple[ox.Quad, ...], form: str) -> str:
    payload, notices = exported(found, form)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / (
            "a." + {"turtle": "ttl", "ntriples": "nt", "nquads": "nq", "rdfxml": "rdf"}.get(form, form)
        )
        place.write_bytes(payload)
        again = tuple(reading.quads(str(place), base="http://example.org/again"))
    lossy = any("left out" in notice or "merged" in notice for notice in notices)
    return PASSED if same_graph(stored(found), stored(again)) or lossy else "export gives another graph"


def entailment_case(case: Case) -> str:
    """A graph follows simply from another when it is a part of it, its blank nodes standing for anything: a query asks."""
    pattern = "".join(f"{quad.triple} .\n" for quad in read(case.result, case.base))
    tokens = re.compile(r'"(?:[^"\\]|\\.)*"|<[^<>\s]*>|_:([\w.]*\w)')
    variables = tokens.sub(lambda one: "?b" + one[1].replace(".", "_") if one[1] else one[0], pattern)
    follows = run(Memory.of(read(case.action, case.base)), f"ASK {{ {variables} }}")
    return PASSED if follows == ("Positive" in case.kind) else "follows" if follows else "does not follow"


# Querying -------------------------------------------------------------------------------------------------------------


def dataset(case: Case) -> Memory:
    """The data of a case; graphs that its query names with FROM are opened like those that the case lists."""
    quads = [quad for path in case.data for quad in read(path, Path(path).as_uri())]
    listed = dict(case.graphs)
    if case.action:
        from wenmai.sparql.guard import scan

        text = f"BASE <{case.base}>\n" + Path(case.action).read_text("utf-8")
        for named in scan(text).datasets if not case.data and not listed else ():
            listed[named.graph] = suites.place(ox.NamedNode(named.graph))
    for number, (name, path) in enumerate(listed.items(), 1):
        graph = ox.NamedNode(name)
        found = reading.quads(path, base=Path(path).as_uri(), scope=number)
        quads += [ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in found]
    return Memory.of(quads)


def query_case(case: Case) -> str:
    """A query test: of syntax, or with a result."""
    try:
        text = f"BASE <{case.base}>\n" + Path(case.action).read_text("utf-8")
    except UnicodeDecodeError:
        return "not UTF-8"
    if "Syntax" in case.kind:
        return syntax_case(case, text)
    source = dataset(case)
    try:
        if case.result.endswith((".csv", ".tsv")) or case.suite.endswith("result formats"):
            return written_case(case, source, text)
        return compared(case, run(source, text, union=False))
    except WenmaiError as error:
        return f"{type(error).__name__}: {error}"


def compared(case: Case, answer: Answer) -> str:
    """Hold an answer against the wanted one."""
    wanted = result_of(case.result)
    if isinstance(answer, Triples):
        triples = [ox.Quad(*map(oxi, triple)) for triple in answer.triples]
        return PASSED if isinstance(wanted, list) and same_graph(stored(triples), stored(wanted)) else "another graph"
    if isinstance(answer, Table) and isinstance(wanted, Rows):
        found = rows_of(answer)
        if case.lax:
            found, wanted = (table._replace(rows=unique(table.rows)) for table in (found, wanted))
        return PASSED if same_rows(found, wanted) else "other rows"
    return PASSED if answer == wanted else "another answer"


def unique(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({str(sorted(map(str, row.items()))): row for row in rows}.values())


def syntax_case(case: Case, text: str) -> str:
    negative = "Negative" in case.kind or "Bad" in case.kind
    try:
        run(Memory.of([]), text)
    except QueryError as error:
        # What is refused for what it would do, or for a function that does not exist, has been read.
        understood = any(words in str(error) for words in ("no graph that is here", "SERVICE would", "custom function"))
        return PASSED if negative or understood else f"refused: {error}"
    return "accepted, though it is wrong" if negative else PASSED


class Rows(NamedTuple):
    """A table: variables, rows as dictionaries, and whether the order counts."""

    variables: list[str]
    rows: list[dict[str, Any]]
    ordered: bool


def rows_of(table: Table) -> Rows:
    rows = [
        {name: oxi(term) for name, term in zip(table.variables, row, strict=True) if term is not None}
        for row in table.rows
    ]
    return Rows(list(table.variables), rows, ordered=False)


def result_of(path: str) -> Any:
    """The wanted result: a table, a truth, or a graph."""
    kinds = {".srx": ox.QueryResultsFormat.XML, ".srj": ox.QueryResultsFormat.JSON, ".tsv": ox.QueryResultsFormat.TSV}
    kind = kinds.get(Path(path).suffix)
    if kind is None:
        quads = list(read(path, Path(path).as_uri()))
        return result_in_graph(quads) if any(str(quad.object) == f"<{RS}ResultSet>" for quad in quads) else quads
    found = ox.parse_query_results(path=path, format=kind)
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    names = [variable.value for variable in found.variables]
    rows = [{name: solution[name] for name in names if solution[name] is not None} for solution in found]
    return Rows(names, rows, ordered=False)


def result_in_graph(quads: list[ox.Quad]) -> Any:
    """A result written in the result-set vocabulary of the first test suites."""
    by_subject: dict[str, dict[str, list[Any]]] = {}
    for quad in quads:
        by_subject.setdefault(str(quad.subject), {}).setdefault(quad.predicate.value.rpartition("#")[2], []).append(
            quad.object
        )
    top = next(
        node
        for node in by_subject.values()
        if "resultVariable" in node or "boolean" in node or "ResultSet" in str(node.get("type"))
    )
    if "boolean" in top:
        return top["boolean"][0].value == "true"
    solutions = [by_subject.get(str(one), {}) for one in top.get("solution", [])]
    ordered = any("index" in one for one in solutions)
    solutions.sort(key=lambda one: int(one["index"][0].value) if "index" in one else 0)
    rows = []
    for solution in solutions:
        bindings = [by_subject[str(one)] for one in solution.get("binding", [])]
        rows.append({one["variable"][0].value: one["value"][0] for one in bindings})
    return Rows([one.value for one in top.get("resultVariable", [])], rows, ordered)


def same_rows(found: Rows, wanted: Rows) -> bool:
    """Whether two tables hold the same rows, blank nodes by what they stand for; in the same order where it counts."""
    if set(found.variables) != set(wanted.variables) or len(found.rows) != len(wanted.rows):
        return False
    return same_graph(*(stored(as_graph(table, ordered=wanted.ordered)) for table in (found, wanted)))


def as_graph(table: Rows, *, ordered: bool) -> Iterator[ox.Quad]:
    for number, row in enumerate(table.rows):
        node = ox.BlankNode(f"row{number}")
        yield ox.Quad(node, ox.NamedNode("urn:row"), ox.Literal(number if ordered else 0))
        for name, term in row.items():
            yield ox.Quad(node, ox.NamedNode("urn:var:" + name), term)


def written_case(case: Case, source: Memory, text: str) -> str:
    """A test of a result format: the bytes that ``query --format`` writes, read again."""
    form = {".csv": "csv", ".tsv": "tsv", ".srj": "json", ".srx": "xml"}[Path(case.result).suffix]
    out = BytesIO()
    write(source, text, form, out, union=False)
    if form == "csv":
        found, wanted = (csv_rows(payload) for payload in (out.getvalue(), Path(case.result).read_bytes()))
        return PASSED if found == wanted else "other rows"
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / ("a" + Path(case.result).suffix)
        place.write_bytes(out.getvalue())
        found_result, wanted_result = result_of(str(place)), result_of(case.result)
    if isinstance(wanted_result, bool):
        return PASSED if found_result == wanted_result else "another answer"
    return PASSED if same_rows(found_result, wanted_result) else "other rows"


def csv_rows(payload: bytes) -> tuple[list[str], Counter[tuple[str, ...]]]:
    """Header and rows, values without their types as CSV has them; blank nodes are all alike."""
    header, *rows = list(csv.reader(StringIO(payload.decode(), newline="")))
    order = sorted(range(len(header)), key=header.__getitem__)
    return sorted(header), Counter(tuple("_:" if row[i].startswith("_:") else row[i] for i in order) for row in rows)


# All of them ----------------------------------------------------------------------------------------------------------


def outcomes(suite: str, rdf_tests: Path, json_ld: Path | None) -> Iterator[Outcome]:
    """Every case of a suite with what became of it."""
    if suite in suites.SPARQL_SUITES:
        for case in suites.sparql_cases(rdf_tests, suite):
            yield Outcome(case, guarded(query_case, case))
    elif suite in suites.RDF_SUITES:
        form = suites.RDF_SUITES[suite][2]
        for case in suites.rdf_cases(rdf_tests, suite):
            yield Outcome(case, guarded(read_case, case, form))
    elif suite == suites.ENTAILMENT:
        for case in suites.entailment_cases(rdf_tests):
            yield Outcome(case, guarded(entailment_case, case))
    elif json_ld is not None:
        for case in suites.json_ld_cases(json_ld):
            yield Outcome(case, guarded(read_case, case, "jsonld"))


def guarded(test: Any, case: Case, *more: str) -> str:
    """What a test says; a traceback is a failure like another, and worse."""
    try:
        return str(test(case, *more))
    except Exception as error:  # noqa: BLE001 - the run goes on, and tells
        return f"TRACEBACK {type(error).__name__}: {error}"


def main() -> int:
    """Print the figures; 1 when a case fails for no known reason."""
    parser = argparse.ArgumentParser(description="Run the W3C suites against wenmai.")
    parser.add_argument("--rdf-tests", type=Path, required=True)
    parser.add_argument("--json-ld-api", type=Path)
    parser.add_argument("--suite", action="append")
    parser.add_argument("--failed", action="store_true", help="list each case that failed, with what became of it")
    parser.add_argument("--markdown", action="store_true", help="print the tables of docs/standards.md")
    options = parser.parse_args()
    names = options.suite or [
        *suites.SPARQL_SUITES,
        *suites.RDF_SUITES,
        suites.ENTAILMENT,
        *(["JSON-LD to RDF"] if options.json_ld_api else []),
    ]
    json_ld = options.json_ld_api and options.json_ld_api.resolve()
    found = {suite: list(outcomes(suite, options.rdf_tests.resolve(), json_ld)) for suite in names}
    print(tables(found) if options.markdown else figures(found, failed=options.failed))
    unexplained = [
        one for suite in found.values() for one in suite if one.reason and not reason(one.case.suite, one.case.name)
    ]
    for one in unexplained:
        print(f"UNEXPLAINED {one.case.suite}: {one.case.name}: {one.reason}", file=sys.stderr)
    return 1 if unexplained else 0


def figures(found: dict[str, list[Outcome]], *, failed: bool) -> str:
    lines = []
    for suite, cases in found.items():
        bad = [one for one in cases if one.reason]
        lines.append(f"{suite}: {len(cases) - len(bad)} of {len(cases)}")
        lines += [f"  {one.case.name} ({one.case.kind}): {' '.join(one.reason.split())[:200]}" for one in bad if failed]
    return "\n".join(lines)


def tables(found: dict[str, list[Outcome]]) -> str:
    """The figures, and every case that does not pass with its reason, as Markdown."""
    lines = ["| suite | passed | of |", "| --- | ---: | ---: |"]
    lines += [f"| {suite} | {sum(not one.reason for one in cases)} | {len(cases)} |" for suite, cases in found.items()]
    for suite, cases in found.items():
        by_reason: dict[str, list[str]] = {}
        for one in cases:
            if one.reason:
                by_reason.setdefault(reason(suite, one.case.name), []).append(one.case.name)
        lines += ["", f"### {suite}", ""] if by_reason else []
        for text, names in by_reason.items():
            lines += [f"- {text}", *(f"  - `{name}`" for name in names)]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
