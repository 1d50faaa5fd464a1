"""Queries are made of terms: whatever a term holds, it comes back as itself and as nothing else."""

from __future__ import annotations

import ast
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_answers import said

import servers
from wenmai.facts import describe
from wenmai.model import Literal
from wenmai.sources import Memory, endpoint
from wenmai.sources.endpoint import connect
from wenmai.sources.endpoint.sparql import NotATerm, fill, is_iri, listed, rows, write

PACKAGE = Path(endpoint.__file__).parent
LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
HOSTILE = (
    '"} ; DROP ALL #',
    "\\",
    'ends in \\"',
    "\\u0022 } # \\U00000022",
    "'''",
    '"""',
    "line\nbreak\r\n\ttab",
    "$nodes ?n {{?s ?p ?o}} $l",
    "<urn:ex:0> . } INSERT DATA { <urn:x> <urn:y> <urn:z> }",
    "%22%7D 1=1",
    "@en^^<urn:x>",
    "名字”“《》·}",
    "\u202egnirts\u202c",
    "a\u0000b".replace("\u0000", "\u0001"),
    "x" * 3000,
    "0' OR '1'='1",
    "😀\U0010fffd",
)
_text = st.text(st.characters(exclude_categories=["Cs"]))


def calls(name):
    """Every call of a function or method of that name in the package, with its file, outside the module that makes parts."""
    for file in sorted(PACKAGE.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and name in (getattr(node.func, "attr", ""), getattr(node.func, "id", "")):
                yield file.name, node


@pytest.mark.parametrize("name", ["query", "fill", "pages"])
def test_every_template_is_a_constant_of_the_program(name):
    found = list(calls(name))
    assert found
    for file, call in found:
        forwarded = file == "dataset.py" and not isinstance(call.args[0], ast.Constant)
        assert isinstance(call.args[0], ast.Constant) or forwarded, f"{file}:{call.lineno}"


def test_parts_are_made_of_constants_only():
    for file, call in calls("Part"):
        if file != "sparql.py":
            names = [node.id for node in ast.walk(call.args[0]) if isinstance(node, ast.Name)]
            assert set(names) <= {"variable", "thing", "self"}, f"{file}:{call.lineno}"


@given(_text, st.sampled_from(["", "en", "zh-hans"]))
def test_a_literal_comes_back_as_itself(value, language):
    written = write(Literal(value, language))
    store = ox.Store()
    (row,) = store.query(f"SELECT ?l {{ VALUES ?l {{ {written} }} }}")
    assert (row["l"].value, row["l"].language or "") == (value, language)
    assert "\n" not in written


@given(_text)
def test_an_iri_is_written_whole_or_not_at_all(text):
    try:
        written = write("urn:" + text)
    except NotATerm:
        assert not is_iri("urn:" + text)
    else:
        assert written == f"<urn:{text}>"
        assert not set(text) & set('<>"{}|^`\\ \n\r\t')


@given(_text, _text)
def test_what_is_filled_in_is_not_read_again(first, second):
    made = fill("$a $b", a=Literal(first + "$b"), b=Literal(second)).text
    assert made == f"{write(Literal(first + '$b'))} {write(Literal(second))}"


@pytest.mark.parametrize("term", ["", "a", "_:b0", "no scheme", "urn:a> <urn:b", "urn:\ud800", "http://[", "1:a"])
def test_strings_that_are_no_iri(term):
    assert is_iri(term) == (term == "http://[")  # a strict reading of hosts is the server's business
    if not is_iri(term):
        with pytest.raises(NotATerm):
            rows([term])
        with pytest.raises(NotATerm):
            listed([term])


@pytest.mark.parametrize("literal", [Literal("\ud800"), Literal("a", "en}"), Literal("a", "", "urn:x> .")])
def test_literals_that_no_graph_can_hold(literal):
    with pytest.raises(NotATerm):
        write(literal)


@pytest.fixture(scope="module", params=sorted(servers.SERVERS))
def hostile(request, tmp_path_factory):
    """A server whose labels try everything, and the same graph as a file."""
    file = tmp_path_factory.mktemp("hostile") / "hostile.nq"
    nodes = [ox.NamedNode(f"urn:ex:{number}") for number in range(len(HOSTILE))]
    quads = [ox.Quad(node, LABEL, ox.Literal(text)) for node, text in zip(nodes, HOSTILE, strict=True)]
    quads += [ox.Quad(node, ox.NamedNode("urn:ex:next"), after) for node, after in pairwise(nodes)]
    file.write_bytes(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"")
    with servers.SERVERS[request.param](file) as address:
        yield connect(address), Memory((str(file),))


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_a_hostile_name_means_its_own_entity(hostile, number):
    remote, local = hostile
    name = HOSTILE[number]
    assert said(lambda: remote.names.resolve(name)) == said(lambda: local.names.resolve(name))
    assert remote.names.search(name) == local.names.search(name)
    assert describe.describe_entity(remote, f"urn:ex:{number}") == describe.describe_entity(local, f"urn:ex:{number}")


@pytest.mark.slow
@pytest.mark.parametrize("iri", ["urn:ex:0> ?p ?o } #", "_:b0", "urn:ex:\u0000", "<urn:ex:0"])
def test_a_hostile_iri_is_no_entity(hostile, iri):
    remote, local = hostile
    assert remote.index.find(iri) is local.index.find(iri) is None
    assert remote.match(iri, None, None) == []
    assert remote.match(None, "http://www.w3.org/1999/02/22-rdf-syntax-ns#subject", iri) == []
