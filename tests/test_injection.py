"""No SPARQL is made by pasting text together, and no text that a person gives is ever read as SPARQL."""

from __future__ import annotations

import ast
import re
import textwrap
from pathlib import Path

import pytest

from wenmai.sources import Memory

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "graph").rglob("*.py"))
SPARQL = re.compile(
    r"\b(SELECT|CONSTRUCT|DESCRIBE|ASK|INSERT|DELETE)\b[^.]*\{|\bWHERE\s*\{|\bFILTER\s*\(|\bVALUES\s*[(?]|\bGRAPH\s*[?<]"
)


def literal_text(node: ast.AST) -> str:
    """The constant parts of an expression that builds a string, the computed ones left out."""
    return "".join(one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str))


def is_pasting(node: ast.AST) -> bool:
    """Whether an expression builds a string from constants and computed parts."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Mod)):
        return not all(isinstance(one, (ast.BinOp, ast.Constant, ast.operator)) for one in ast.walk(node))
    if isinstance(node, ast.Constant) and isinstance(node.value, str):  # a template of str.format
        return bool(re.search(r"(?<!\{)\{\w*\}(?!\})", node.value)) and "{{" in node.value
    called = node.func if isinstance(node, ast.Call) else None
    return isinstance(called, ast.Attribute) and called.attr in {"format", "format_map", "join", "replace"}


def pasted_sparql(source: str) -> list[str]:
    """The places where a string that reads like SPARQL is put together."""
    return [
        f"line {node.lineno}: {literal_text(node)[:60]}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.expr) and is_pasting(node) and SPARQL.search(literal_text(node))
    ]


ALLOWED = {"graph/wenmai/sources/endpoint/dataset.py": ["{ {  } UNION { GRAPH ?graph {  } } }"]}
"""A triple of a template, which is a constant of the package, is put twice: in the default graph and in a named one."""


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_sparql_is_pasted_together(path: Path) -> None:
    pasted = [place.partition(": ")[2] for place in pasted_sparql(path.read_text("utf-8"))]
    assert pasted == ALLOWED.get(str(path.relative_to(ROOT)), [])


@pytest.mark.parametrize(
    "source",
    [
        'f"SELECT * {{ <{iri}> ?p ?o }}"',
        '"SELECT * { <" + iri + "> ?p ?o }"',
        '"ASK { ?s rdfs:label %s }" % name',
        '_TEXT = "SELECT * {{ ?s {predicate} ?o }}"',
        '"SELECT ?s WHERE { ?s ?p {} }".format(value)',
        '"CONSTRUCT { ?s ?p ?o } WHERE { NAME ?p ?o }".replace("NAME", name)',
        '" ".join(["SELECT * {", pattern, "}"])',
        'f"VALUES ?x {{ {terms} }}"',
    ],
)
def test_the_search_for_pasting_finds_it(source: str) -> None:
    assert pasted_sparql(textwrap.dedent(source))


def test_the_search_for_pasting_lets_constants_be() -> None:
    assert (
        pasted_sparql('query = "SELECT * { ?s ?p ?o }" "LIMIT 3"\nmessage = f"SELECT gives a table, {kind} does not"')
        == []
    )


PAYLOADS = [
    "x> } INSERT DATA { <urn:pwned> <urn:p> <urn:o> } #",
    "x> ?p ?o } UNION { ?s ?p ?o } #",
    '" . ?s ?p ?o } #',
    "' ) || true #",
    '"""',
    "\\",
    "\\u0022 } #",
    "?x",
    "{{s}}",
    "$term",
    "<urn:a> <urn:b>",
    "urn:a> . <urn:pwned",
    "'; DROP ALL; --",
    "*",
    "%s {0} {name}",
    "a\nb\r\nc\td",
    "\u202etxt.exe",
    "甲' \"乙",
]


TWO = """@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<urn:t:a> rdfs:label "甲" ; <urn:t:knows> <urn:t:b> . <urn:t:b> rdfs:label "乙" ."""


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize(
    "command",
    [
        ["search"],
        ["show"],
        ["path", "甲"],
        ["around"],
        ["between", "甲"],
        ["compare", "甲"],
        ["timeline"],
        ["figures"],
        ["path", "甲", "乙", "--avoid"],
        ["path", "甲", "乙", "--via"],
        ["path", "甲", "乙", "--only"],
        ["path", "甲", "乙", "--except"],
        ["path", "甲", "乙", "--type"],
        ["path", "甲", "乙", "--as-of"],
        ["query"],
    ],
    ids=lambda command: " ".join(command[:1] + command[3:]),
)
def test_a_payload_is_a_name_that_nothing_has(wenmai, tmp_path, command: list[str], payload: str) -> None:  # type: ignore[no-untyped-def]
    place = tmp_path / "two.ttl"
    place.write_text(TWO, "utf-8")
    ran = wenmai("-g", str(place), *command, *(["--"] if not command[-1].startswith("--") else []), payload)
    assert ran.status in {0, 1, 2, 3}, ran.err
    assert ran.status > 1 or command == ["search"], ran.out
    assert "Traceback" not in ran.err
    assert "\u202e" not in ran.out + ran.err
    assert ran.err.count("\n") <= 3, ran.err


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_as_a_label_is_found_by_itself_alone(payload: str) -> None:
    import pyoxigraph as ox

    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    quads = [
        ox.Quad(ox.NamedNode("urn:ex:mine"), label, ox.Literal(payload)),
        ox.Quad(ox.NamedNode("urn:ex:other"), label, ox.Literal("something else")),
    ]
    source = Memory.of(quads)
    assert source.index.label(source.index.find("urn:ex:mine"), "en") == " ".join(payload.split())  # type: ignore[arg-type]
    assert [match.iri for match in source.names.search(payload, limit=1, language="en")] in (["urn:ex:mine"], [])
