"""Any label, literal or IRI, in any position, comes back as itself: from every format, every query format and every command.

``WENMAI_EXAMPLES`` raises the number of examples (each of up to 12 facts); the default is a quick look.
"""

from __future__ import annotations

import csv
import json
import os
import re
from html.parser import HTMLParser
from io import BytesIO, StringIO
from pathlib import Path

import networkx
import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wenmai import reading
from wenmai.export import choice as chosen
from wenmai.export import export as write_folder
from wenmai.export import write as export
from wenmai.facts import describe
from wenmai.facts.text import description_text
from wenmai.model import Literal
from wenmai.rendering import render
from wenmai.sources import Memory
from wenmai.sparql import Table, run, write
from wenmai.terms import LABEL, XSD

EXAMPLES = int(os.environ.get("WENMAI_EXAMPLES", "60"))
many = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--",
    "]]>",
    "&amp;&lt;",
    "\x1b[31mred\x1b]0;title\x07",
    "\u202egpj.exe\u2066",
    "'''\"\"\"",
    "\\u0041\\",
    "a\r\nb\n\tc",
    "=1+2",
    ",;\t|",
    "𠮷野家😀",
    "é vs é",
    "\ufeffmark",
    "\u2028\u2029\x85",
    "",
    " ",
]
texts = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
printable = st.one_of(
    st.sampled_from([text for text in HOSTILE if text.isprintable()]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=30),
)


def valid(iri: str) -> bool:
    try:
        ox.NamedNode(iri)
    except ValueError:
        return False
    return True


path = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp", "Co", "Cn"]), min_size=1, max_size=20)
iris = st.one_of(
    st.sampled_from(
        ["javascript:alert(1)", "data:text/html,x", "urn:a#b", "http://h/a_(b);c,d'e", "urn:文脉:%E6%96", "file:///etc"]
    ),
    path.map(lambda text: "urn:x:" + re.sub(r'[<>"{}|^`\\\[\]#%]', "-", text)),
    path.map(lambda text: "http://example.org/a?b=" + re.sub(r'[<>"{}|^`\\\[\]#%]', "_", text) + "#c"),
).filter(valid)
nodes = iris.map(ox.NamedNode)
blanks = st.from_regex(r"[a-z][a-z0-9]{0,4}", fullmatch=True).map(ox.BlankNode)
tags = st.sampled_from(["zh", "en", "zh-Hant", "sr-Latn", "x-abc"])
kinds = st.sampled_from([XSD + "integer", XSD + "date", XSD + "boolean", XSD + "double", "urn:my:type"]).map(
    ox.NamedNode
)
directions = st.sampled_from([ox.BaseDirection.LTR, ox.BaseDirection.RTL])
numbers = st.builds(
    lambda text, kind: ox.Literal(text, datatype=ox.NamedNode(XSD + kind)),
    st.sampled_from(["007", "-0", "1.10", ".5", "INF", "-INF", "NaN", "1e400", "12345678901234567890", "5."]),
    st.sampled_from(["integer", "decimal", "double", "float"]),
)


def literals(values: st.SearchStrategy[str]) -> st.SearchStrategy[ox.Literal]:
    typed = st.builds(lambda text, kind: ox.Literal(text, datatype=kind), values, kinds)
    tagged = st.builds(lambda text, tag: ox.Literal(text, language=tag), values, tags)
    directed = st.builds(lambda text, tag, way: ox.Literal(text, language=tag, direction=way), values, tags, directions)
    return st.one_of(values.map(ox.Literal), tagged, directed, typed, numbers)


def objects(values: st.SearchStrategy[str]) -> st.SearchStrategy[object]:
    """Nodes, literals and, of RDF 1.2, triples of all these, within one another too."""
    plain = st.one_of(nodes, blanks, literals(values))
    return st.recursive(plain, lambda inner: st.builds(ox.Triple, st.one_of(nodes, blanks), nodes, inner), max_leaves=3)


def triples(values: st.SearchStrategy[str]) -> st.SearchStrategy[list[ox.Quad]]:
    quad = st.builds(ox.Quad, st.one_of(nodes, blanks), nodes, objects(values))
    return st.lists(quad, min_size=1, max_size=12)


def quads(things: st.SearchStrategy[object]) -> st.SearchStrategy[list[ox.Quad]]:
    graphs = st.one_of(nodes, st.just(ox.DefaultGraph()))
    quad = st.builds(ox.Quad, st.one_of(nodes, blanks), nodes, things, graphs)
    return st.lists(quad, min_size=1, max_size=12)


def by_value(facts: list[ox.Quad]) -> ox.Dataset:
    """The facts as a store keeps them (numbers by value), blank nodes named by what is said of them."""
    store = ox.Store()
    store.extend(facts)
    found = ox.Dataset(store)
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return found


def exported(facts: list[ox.Quad], form: str) -> tuple[bytes, tuple[str, ...]]:
    out = BytesIO()
    done = export(out, chosen.choose(Memory.of(facts)), form)
    return out.getvalue(), done.notices


def read_again(payload: bytes, place: Path) -> list[ox.Quad]:
    place.write_bytes(payload)
    return list(reading.quads(str(place)))


@pytest.mark.parametrize(("form", "ending"), [("turtle", "ttl"), ("ntriples", "nt")])
@many
@given(found=triples(texts))
def test_triples_come_back_from_their_formats(tmp_path: Path, form: str, ending: str, found: list[ox.Quad]) -> None:
    payload, notices = exported(found, form)
    assert by_value(read_again(payload, tmp_path / f"a.{ending}")) == by_value(found)
    assert notices == ()


@pytest.mark.slow
@pytest.mark.parametrize(("form", "ending"), [("nquads", "nq"), ("trig", "trig")])
@many
@given(found=quads(objects(texts)))
def test_quads_come_back_from_their_formats(tmp_path: Path, form: str, ending: str, found: list[ox.Quad]) -> None:
    payload, notices = exported(found, form)
    assert by_value(read_again(payload, tmp_path / f"a.{ending}")) == by_value(found)
    assert notices == ()


@many
@given(found=quads(st.one_of(nodes, blanks, literals(texts))))
def test_quads_without_triple_terms_come_back_from_json_ld(tmp_path: Path, found: list[ox.Quad]) -> None:
    payload, notices = exported(found, "jsonld")
    assert by_value(read_again(payload, tmp_path / "a.jsonld")) == by_value(found)
    assert notices == ()


@many
@given(found=st.lists(literals(texts), min_size=1, max_size=12, unique=True))
def test_values_come_back_from_formats_of_nodes_and_links(tmp_path: Path, found: list[ox.Literal]) -> None:
    """NetworkX, the standard library and pyarrow read each node's one value, as text where its column is of text."""
    said = ox.NamedNode("urn:ex:said")
    source = Memory.of(
        quad
        for number, value in enumerate([ox.Literal("a text"), *found])
        for quad in (
            ox.Quad(ox.NamedNode(f"urn:ex:{number}"), said, value),
            ox.Quad(ox.NamedNode("urn:ex:0"), ox.NamedNode("urn:ex:link"), ox.NamedNode(f"urn:ex:{number}")),
        )
    )
    texts = {f"urn:ex:{number}": value.value for number, value in enumerate([ox.Literal("a text"), *found])}
    choice = chosen.choose(source)
    for form in ("graphml", "gexf", "cytoscape"):
        out = BytesIO()
        notices = export(out, choice, form).notices
        if form == "cytoscape":
            elements = json.loads(out.getvalue(), parse_constant=pytest.fail)["elements"]["nodes"]
            for element in elements:
                assert element["data"]["urn:ex:said"] == texts[element["data"]["id"]] or not isinstance(
                    element["data"]["urn:ex:said"], str
                )
            continue
        place = tmp_path / form
        place.write_bytes(out.getvalue())
        graph = networkx.read_graphml(place, force_multigraph=True) if form == "graphml" else networkx.read_gexf(place)
        unfit = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
        for iri, text in texts.items():
            shown = graph.nodes[iri]["urn:ex:said"]
            assert shown == unfit.sub("\ufffd", text) or text in {"INF", "-INF", "NaN", "1e400", "1", "0", "true"}, text
        assert any("U+FFFD" in notice for notice in notices) == any(unfit.search(text) for text in texts.values())
    write_folder(source, tmp_path / "csv", format="csv")
    with (tmp_path / "csv" / "nodes.csv").open(encoding="utf-8", newline="") as stream:
        assert {row["iri"]: row["urn:ex:said"] for row in csv.DictReader(stream)} == texts


@many
@given(found=triples(printable))
def test_triples_come_back_from_rdf_xml_or_it_says_which_do_not(tmp_path: Path, found: list[ox.Quad]) -> None:
    payload, notices = exported(found, "rdfxml")
    again = by_value(read_again(payload, tmp_path / "a.rdf"))
    assert again == by_value(found) or notices


def facts_about(values: list[str]) -> tuple[Memory, ox.NamedNode]:
    node = ox.NamedNode("urn:ex:it")
    said = ox.NamedNode("urn:ex:said")
    return Memory.of([ox.Quad(node, said, ox.Literal(value)) for value in values]), node


@pytest.mark.slow
@many
@given(values=st.lists(texts, min_size=1, max_size=12, unique=True))
def test_literals_come_back_from_a_query(values: list[str]) -> None:
    source, _ = facts_about(values)
    text = "SELECT ?o { ?s <urn:ex:said> ?o }"
    table = run(source, text)
    assert isinstance(table, Table)
    assert sorted(row[0].value for row in table.rows if isinstance(row[0], Literal)) == sorted(values)
    for form in ("json", "tsv", "csv"):
        out = BytesIO()
        write(source, text, form, out)
        if form == "csv":
            rows = list(csv.reader(StringIO(out.getvalue().decode(), newline="")))
            # An empty line is how the standard writes a row of one empty value.
            assert sorted(row[0] if row else "" for row in rows[1:]) == sorted(values)
            continue
        kind = ox.QueryResultsFormat.JSON if form == "json" else ox.QueryResultsFormat.TSV
        solutions = ox.parse_query_results(out.getvalue(), format=kind)
        assert sorted(solution["o"].value for solution in solutions) == sorted(values)


def one_line(name: str) -> str:
    """A name as it is kept: one that is broken into lines or laid out by tabs is one line, as any other is what it was."""
    if not re.search(r"[\t\n\r]", name):
        return name
    return re.sub(r"[\t-\r ]+", " ", name).strip(" ")


@many
@given(values=st.lists(texts.filter(str.strip), min_size=1, max_size=6, unique=True))
def test_labels_come_back_from_show_and_are_shown_safely(values: list[str]) -> None:
    node, label = ox.NamedNode("urn:ex:it"), ox.NamedNode(LABEL)
    source = Memory.of(
        [ox.Quad(node, label, ox.Literal(value, language=f"x-l{number}")) for number, value in enumerate(values)]
    )
    found = describe.describe_entity(source, "urn:ex:it", "x-l0")
    sent = json.loads(render.to_json(render.description_json(found, str)))
    assert [sent["labels"][f"x-l{number}"] for number in range(len(values))] == list(map(one_line, values))
    shown = description_text(found, str, language="x-l0")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f]", shown)


@many
@given(values=st.lists(texts.filter(str.strip), min_size=1, max_size=6, unique=True))
def test_a_name_is_found_as_itself(values: list[str]) -> None:
    label = ox.NamedNode(LABEL)
    source = Memory.of(
        [ox.Quad(ox.NamedNode(f"urn:ex:{n}"), label, ox.Literal(value)) for n, value in enumerate(values)]
    )
    for number, value in enumerate(values):
        hits = {match.iri for match in source.names.search(value, limit=len(values), language="en")}
        assert f"urn:ex:{number}" in hits or not re.search(r"\w", value)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag + "".join(f" {name}" for name, _ in attrs))


def tags_of(value: str) -> list[str]:
    from wenmai.view import page

    node, other = ox.NamedNode("urn:ex:it"), ox.NamedNode("urn:ex:other")
    source = Memory.of([ox.Quad(node, ox.NamedNode(LABEL), ox.Literal(value)), ox.Quad(node, other, other)])
    reader = _Tags()
    reader.feed(page(source).encode().decode())
    return reader.seen


@pytest.mark.slow
@pytest.mark.parametrize("value", [text for text in HOSTILE if text.strip()])
def test_no_label_becomes_a_part_of_a_page(value: str) -> None:
    assert tags_of(value) == tags_of("an ordinary label")
