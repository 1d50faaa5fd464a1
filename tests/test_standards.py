"""The runner of the W3C suites sees what passes and what does not; the suites themselves are run by hand."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from standards import lexical, reasons
from standards import run as runner

MANIFEST = """@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix : <http://example.org/manifest#> .
@prefix mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> . @prefix t: <http://www.w3.org/ns/rdftest#> .
@prefix qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#> .
<> a mf:Manifest ; mf:entries ( ENTRIES ) .
"""
TURTLE = """:good a t:TestTurtleEval ; mf:name "good" ; mf:action <good.ttl> ; mf:result <good.nt> .
:other a t:TestTurtleEval ; mf:name "other" ; mf:action <good.ttl> ; mf:result <other.nt> .
:bad a t:TestTurtleNegativeSyntax ; mf:name "bad" ; mf:action <bad.ttl> .
:notbad a t:TestTurtleNegativeSyntax ; mf:name "notbad" ; mf:action <good.ttl> .
:broken a t:TestTurtlePositiveSyntax ; mf:name "broken" ; mf:action <bad.ttl> ."""
SPARQL = """:rows a mf:QueryEvaluationTest ; mf:name "rows" ; mf:action [ qt:query <q.rq> ; qt:data <good.ttl> ] ; mf:result <r.srj> .
:none a mf:QueryEvaluationTest ; mf:name "none" ; mf:action [ qt:query <q.rq> ; qt:data <bad.nt> ] ; mf:result <r.srj> .
:true a mf:QueryEvaluationTest ; mf:name "true" ; mf:action [ qt:query <ask.rq> ; qt:data <good.ttl> ] ; mf:result <no.srj> .
:bad a mf:NegativeSyntaxTest11 ; mf:name "bad" ; mf:action <bad.ttl> .
:notbad a mf:NegativeSyntaxTest11 ; mf:name "notbad" ; mf:action <q.rq> ."""
FILES = {
    "good.ttl": "<a> <urn:p> _:x . _:x <urn:p> 01 .",
    "good.nt": "<https://w3c.github.io/rdf-tests/BASE/a> <urn:p> _:y .\n"
    '_:y <urn:p> "01"^^<http://www.w3.org/2001/XMLSchema#integer> .\n',
    "other.nt": "<urn:a> <urn:p> _:y .\n",
    "bad.ttl": "<a> <urn:p> .",
    "bad.nt": "<urn:a> <urn:other> <urn:b> .",
    "q.rq": "SELECT ?o { ?s <urn:p> ?o FILTER(isLiteral(?o)) }",
    "ask.rq": "ASK { ?s ?p ?o }",
    "r.srj": '{"head":{"vars":["o"]},"results":{"bindings":[{"o":{"type":"literal","value":"1",'
    '"datatype":"http://www.w3.org/2001/XMLSchema#integer"}}]}}',
    "no.srj": '{"head":{},"boolean":false}',
}


def lay_out(root: Path, manifest: str, entries: str) -> None:
    folder = root / Path(manifest).parent
    folder.mkdir(parents=True)
    names = " ".join(line.split()[0] for line in entries.splitlines() if line.startswith(":"))
    (root / manifest).write_text(MANIFEST.replace("ENTRIES", names) + entries, "utf-8")
    for name, text in FILES.items():
        (folder / name).write_text(text.replace("BASE", str(Path(manifest).parent)), "utf-8")


def test_the_runner_tells_good_from_bad_readers(tmp_path: Path) -> None:
    lay_out(tmp_path, runner.suites.RDF_SUITES["Turtle"][0][0], TURTLE)
    found = {one.case.name: one.reason for one in runner.outcomes("Turtle", tmp_path, None)}
    assert found.pop("broken").startswith("refused: ")
    assert found == {"good": "", "other": "another graph", "bad": "", "notbad": "read, though it is wrong"}


def test_the_runner_tells_good_from_bad_answers(tmp_path: Path) -> None:
    lay_out(tmp_path, runner.suites.SPARQL_SUITES["SPARQL 1.1 query"][0], SPARQL)
    found = {one.case.name.split("/")[1]: one.reason for one in runner.outcomes("SPARQL 1.1 query", tmp_path, None)}
    assert found == {
        "rows": "",
        "none": "other rows",
        "true": "another answer",
        "bad": "",
        "notbad": "accepted, though it is wrong",
    }


def test_a_deviation_without_a_reason_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lay_out(tmp_path, runner.suites.RDF_SUITES["Turtle"][0][0], TURTLE)
    monkeypatch.setattr(sys, "argv", ["run.py", "--rdf-tests", str(tmp_path), "--suite", "Turtle"])
    assert runner.main() == 1
    assert capsys.readouterr().out == "Turtle: 2 of 5\n"


def test_reasons_are_found_by_pattern() -> None:
    assert reasons.reason("SPARQL 1.0", "expr-builtin/sameTerm-eq") == reasons.BY_VALUE
    assert reasons.reason("Turtle", "anything") == ""


@pytest.mark.parametrize(("kind", "text"), lexical.WRITTEN)
def test_the_docs_say_how_a_store_writes_literals(kind: str, text: str) -> None:
    docs = (Path(__file__).resolve().parent.parent / "docs/standards.md").read_text("utf-8")
    assert f"| `xsd:{kind}` | `{text}` | `{lexical.kept(kind, text)}` |" in docs
