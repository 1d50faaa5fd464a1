"""Taking a graph elsewhere: round trips, other programs' readers, stable bytes, whole files, hostile names."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import igraph
import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from networkx.readwrite.gexf import GEXF

import needs
import town
from wenmai.errors import InputError
from wenmai.export import FORMATS, RDF_FORMATS, TABLES, export, write
from wenmai.export.choice import choose
from wenmai.paths import find
from wenmai.sources import Memory, open_source
from wenmai.system.files import replacing
from wenmai.writing.order import ordered

OX = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}


def rows_of(file):
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def records_of(file):
    header, *rows = rows_of(file)
    return [dict(zip(header, row, strict=True)) for row in rows]


def written(source, name, **part):
    """The bytes and the notices of a format of one file."""
    stream = io.BytesIO()
    done = write(stream, choose(source, **part), name)
    return stream.getvalue(), done.notices


def read_back(data, name):
    return set(ox.parse(data, format=OX[name]))


# RDF ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", RDF_FORMATS)
def test_every_triple_comes_back(name):
    data, notices = written(town.memory(), name)
    assert read_back(data, name) == set(town.quads(town.TOWN))
    assert not notices


@pytest.mark.slow
@pytest.mark.parametrize("name", RDF_FORMATS)
def test_the_report_comes_back(name, report):
    data, _ = written(report, name)
    assert read_back(data, name) == set(report.store)


@pytest.mark.parametrize(("name", "other"), [("turtle", "turtle"), ("rdfxml", "xml"), ("ntriples", "nt")])
def test_rdflib_reads_the_same_graph(name, other):
    found = rdflib.Graph().parse(data=written(town.memory(), name)[0], format=other)
    expected = rdflib.Graph().parse(data=town.PREFIXES + town.TOWN, format="turtle")
    assert set(found) == set(expected)


RDF_1_2 = """
x:a wm:knows x:b {| wm:note "by \u202ea letter"@en--ltr ; wm:doc [ wm:note 007 ] {| wm:note "nested" |} |} ~ x:said .
x:c wm:says <<( x:a a <<( _:n wm:p "שלום"@he--rtl )>> )>> , <<( x:a wm:p "1.10"^^xsd:decimal )>> . _:n wm:note 1.10 .
"""


@pytest.mark.parametrize("name", [name for name in RDF_FORMATS if name != "jsonld"])
def test_rdf_1_2_comes_back(name):
    found, expected = (
        ox.Dataset(quads) for quads in (read_back(written(town.memory(RDF_1_2), name)[0], name), town.quads(RDF_1_2))
    )
    for dataset in (found, expected):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert set(found) == set(expected)
    assert sum(isinstance(quad.object, ox.Triple) for quad in found) == 5


def test_what_cannot_hold_rdf_1_2_says_so():
    data, notices = written(town.memory(RDF_1_2), "jsonld")
    expected = {quad for quad in ordered(town.quads(RDF_1_2)) if not isinstance(quad.object, ox.Triple)}
    assert set(ordered(read_back(data, "jsonld"))) == set(ordered(expected))
    assert notices == ("JSON-LD has no triple terms (RDF 1.2): left out: 5 triples with one",)
    assert any("older programs do not read it" in notice for notice in written(town.memory(RDF_1_2), "rdfxml")[1])
    assert written(town.memory(), "rdfxml")[1] == ()


def test_a_reified_statement_stands_with_its_subject():
    lines = (
        written(town.memory("x:a wm:knows x:b {| wm:note 'n' |} . x:z wm:note 'z' ."), "turtle")[0]
        .decode()
        .splitlines()
    )
    at = lines.index("xc:a wm:knows xc:b .")
    assert lines[at + 1] == '_:b0 rdf:reifies <<( xc:a wm:knows xc:b )>> ; wm:note "n" .'


def test_the_prefixes_of_the_graph_are_written_and_do_no_harm(tmp_path):
    file = tmp_path / "a.ttl"
    file.write_text(
        "PREFIX : <urn:n#> PREFIX a: <urn:n#a> PREFIX rdf: <urn:rdf:> PREFIX xml-x: <urn:x/> PREFIX its: <urn:i/>\n"
        ':s :p a:b , a: , xml-x:o , <a:rel> ; rdf:type its:t , "1"^^its:t ; :aq "2" ; <urn:n#a/b> 3 ; xml-x:p "x" .\n'
    )
    source = open_source(str(file))
    for name in RDF_FORMATS:
        assert read_back(written(source, name)[0], name) == set(source.store), name
    assert "@prefix :      <urn:n#> ." in written(source, "turtle")[0].decode()
    expected = rdflib.Graph().parse(data=written(source, "ntriples")[0], format="nt")
    assert set(rdflib.Graph().parse(data=written(source, "rdfxml")[0], format="xml")) == set(expected)
    pyld = needs.library("pyld")
    found = pyld.jsonld.to_rdf(json.loads(written(source, "jsonld")[0]), {"format": "application/n-quads"})
    assert read_back(found.encode(), "nquads") == set(source.store)


def test_pyld_reads_the_json_ld():
    pyld = needs.library("pyld")
    data, _ = written(town.memory(), "jsonld")
    found = pyld.jsonld.to_rdf(json.loads(data), {"format": "application/n-quads"})
    assert read_back(found.encode(), "nquads") == set(town.quads(town.TOWN))


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
IRIS = st.builds(
    lambda prefix, name: ox.NamedNode(prefix + name),
    st.sampled_from(["urn:wenmai:term:", "urn:wenmai:xicheng:", "http://example.org/", "http://example.org/a#"]),
    st.text(st.sampled_from("a街1-_.:/~%2c()'é"), min_size=1, max_size=6).filter(lambda text: "%" not in text),
)
LITERALS = st.one_of(
    st.builds(ox.Literal, NAMES),
    st.builds(lambda text: ox.Literal(text, language="zh"), NAMES),
    st.builds(
        lambda text, kind: ox.Literal(text, datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#" + kind)),
        st.sampled_from(["1", "-07", "+1.50", ".5", "5.", "1e3", "true", "x", "", "1.0"]),
        st.sampled_from(["integer", "decimal", "double", "boolean", "date"]),
    ),
)
QUADS = st.builds(
    ox.Quad,
    IRIS,
    IRIS,
    st.one_of(IRIS, LITERALS),
    st.sampled_from([ox.DefaultGraph(), ox.NamedNode("urn:g:1"), ox.NamedNode("urn:g:2")]),
)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["turtle", "trig", "nquads", "jsonld"])
@given(quads=st.lists(QUADS, max_size=12))
def test_any_terms_come_back(name, quads):
    data, notices = written(Memory.of(quads), name)
    if name == "turtle":
        assert read_back(data, name) == {ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads}
        assert bool(notices) == any(quad.graph_name != ox.DefaultGraph() for quad in quads)
    else:
        assert read_back(data, name) == set(quads)


@pytest.mark.slow
@given(quads=st.lists(QUADS, max_size=12))
def test_rdf_xml_leaves_out_only_what_it_counts(quads):
    data, notices = written(Memory.of(quads), "rdfxml")
    merged = {ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads}
    found = read_back(data, "rdfxml")
    assert found <= merged
    counted = sum(int(notice.split()[3]) for notice in notices if notice.startswith("RDF/XML cannot hold"))
    assert len(merged) - len(found) == counted


def test_an_iri_whose_scheme_is_a_prefix_is_not_taken_for_one():
    quad = ox.Quad(
        ox.NamedNode("t:not-a-time"), ox.NamedNode("urn:wenmai:term:when"), ox.NamedNode("urn:wenmai:time:2021")
    )
    for name in ("turtle", "jsonld"):
        assert read_back(written(Memory.of([quad]), name)[0], name) == {quad}


def test_blank_nodes_are_named_by_what_is_said_of_them():
    one = Memory.of(town.quads('x:a wm:note [ rdfs:label "b" ] , [ rdfs:label "c" ] .'))
    other = Memory.of(town.quads('_:z rdfs:label "c" . x:a wm:note _:z , _:y . _:y rdfs:label "b" .'))
    assert written(one, "turtle") == written(other, "turtle")


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in (*RDF_FORMATS, "parquet")])
def test_formats_of_nodes_and_links_name_blank_nodes_by_what_is_said_of_them(tmp_path, name):
    one = "x:a wm:note 'a' ; wm:knows _:p , _:q . _:p wm:knows _:q ; a _:k . _:q wm:note 'q' ."
    other = "_:b wm:knows _:a ; a _:z . x:a wm:knows _:a , _:b ; wm:note 'a' . _:a wm:note 'q' ."
    for folder, turtle in (("one", one), ("other", other)):
        (tmp_path / folder).mkdir()
        export(town.memory(turtle), tmp_path / folder / "out", format=name)
    files = [sorted(path for path in (tmp_path / folder).rglob("*") if path.is_file()) for folder in ("one", "other")]
    assert [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]
    assert any(b"_:b" in path.read_bytes() for path in files[0])


def test_turtle_keeps_a_statement_with_its_subject_and_predicates_in_order():
    lines = written(town.memory(), "turtle")[0].decode().splitlines()
    at = lines.index("xc:bank")
    assert lines[at + 1 : at + 3] == ["    a wm:Institution ;", '    rdfs:label "Bank"@en , "银行"@zh ;']
    assert lines[at + 5].startswith("<urn:s:1> a rdf:Statement ; rdf:subject xc:bank ; rdf:predicate wm:settledIn ;")


# Parts ----------------------------------------------------------------------------------------------------------------


def test_a_neighbourhood_has_its_facts_its_statements_their_passages_and_times():
    data, _ = written(town.memory(), "turtle", entity=town.COURT, hops=1)
    found = Memory.of(read_back(data, "turtle"))
    assert found.index.find(town.BANK) is None
    link = next(
        link
        for _, predicate, _, link in found.index.links(found.index.find(town.COURT))
        if found.index.predicates[predicate].endswith("settledIn")
    )
    assert found.index.time(link) == "2021"
    assert [(one.start, one.end) for one in found.index.evidence(link)] == [(6, 9)]


NEIGHBOURHOOD = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
x:ann rdfs:label "Ann" ; wm:age 041 ; wm:knows x:bob
    {| wm:from x:letter ; wm:by [ rdfs:label "clerk" ; wm:of [ rdfs:label "office" ] ] {| wm:sure 0.90 |} |} .
x:ann wm:age 041 {| wm:from x:register |} .
x:letter rdfs:label "letter 12" .
x:bob rdfs:label "Bob" .
[] a owl:Axiom ; owl:annotatedSource x:ann ; owl:annotatedProperty wm:knows ; owl:annotatedTarget x:bob ; rdfs:comment "axiom" .
s:1 a rdf:Statement ; rdf:subject x:ann ; rdf:predicate wm:age ; rdf:object 41 ; wm:evidence p:1-5 .
s:2 a rdf:Statement ; rdf:subject s:1 ; rdf:predicate wm:evidence ; rdf:object p:1-5 ; wm:saidBy x:eve .
p:1-5 a wm:Passage ; wm:document d:d ; wm:start 1 ; wm:end 5 .
d:d rdfs:label "doc" .
x:eve rdfs:label "Eve" .
x:paper wm:claims <<( x:ann wm:knows x:bob )>> .
"""
ELSEWHERE = """
x:bob wm:knows x:cid {| wm:from x:gossip |} . x:cid rdfs:label "Cid" ; wm:age 5 . x:letter wm:sent x:cid .
s:9 a rdf:Statement ; rdf:subject x:bob ; rdf:predicate wm:knows ; rdf:object x:cid ; wm:evidence p:9 .
x:paper wm:claims <<( x:bob wm:knows x:cid )>> ; rdfs:label "Paper" . x:gossip rdfs:label "gossip" .
"""


def test_a_neighbourhood_keeps_all_that_is_stated_of_its_facts_and_of_those_statements():
    source = town.memory(NEIGHBOURHOOD + ELSEWHERE)
    data, notices = written(source, "ntriples", entity="urn:wenmai:xicheng:ann")
    # The second statement of the age writes the number as 41: the same fact, as a store has it.
    assert set(ordered(read_back(data, "ntriples"))) == set(ordered(town.quads(NEIGHBOURHOOD)))
    assert notices == ()


def test_a_neighbourhood_keeps_what_is_said_of_its_named_graphs():
    said = town.quads("<urn:g> wm:from x:letter ; wm:by [ rdfs:label 'clerk' ] . x:letter rdfs:label 'letter' .")
    fact = [ox.Quad(*quad.triple, ox.NamedNode("urn:g")) for quad in town.quads("x:ann wm:knows x:bob .")]
    other = [ox.Quad(*quad.triple, ox.NamedNode("urn:h")) for quad in town.quads("x:bob wm:knows x:cid .")]
    more = town.quads("<urn:h> wm:from x:gossip .")
    data, _ = written(Memory.of([*said, *fact, *other, *more]), "nquads", entity="urn:wenmai:xicheng:ann")
    assert set(ordered(read_back(data, "nquads"))) == set(ordered([*said, *fact]))


def test_a_path_has_its_links_only():
    source = town.memory()
    found = read_back(written(source, "turtle", paths=find(source, town.BANK, town.STREET, k=1))[0], "turtle")
    links = {
        quad.predicate.value.rpartition(":")[2]
        for quad in found
        if quad.subject.value == town.COURT and isinstance(quad.object, ox.NamedNode)
    }
    assert "locatedIn" in links | {
        quad.predicate.value.rpartition(":")[2] for quad in found if quad.subject.value == town.STREET
    }
    assert not [quad for quad in found if quad.subject.value == town.OPENING]


def test_a_construct_query_makes_the_graph_that_is_written(report):
    data, _ = written(report, "ntriples", construct="CONSTRUCT WHERE { ?a wm:settledIn ?b }")
    found = read_back(data, "ntriples")
    assert found
    assert {quad.predicate.value for quad in found} == {town.WM + "settledIn"}


def test_one_part_at_a_time(report):
    with pytest.raises(InputError, match="choose one"):
        choose(report, entity=town.BANK, construct="CONSTRUCT WHERE { ?a ?b ?c }")
    with pytest.raises(InputError, match="only a CONSTRUCT"):
        choose(report, construct="ASK { ?a ?b ?c }")


# Drawing programs and tables ------------------------------------------------------------------------------------------


def test_igraph_reads_the_graphml(report, tmp_path):
    done = export(report, tmp_path / "report.graphml")
    found = igraph.Graph.Read_GraphML(done.files[0])
    assert (found.vcount(), found.ecount()) == (report.index.node_count, report.index.link_count)
    labels = dict(zip(found.vs["id"], found.vs["label"], strict=True))
    assert labels["urn:wenmai:xicheng:北京证券交易所"] == "北京证券交易所"
    values = dict(zip(found.vs["id"], found.vs["wm:value"], strict=True))
    assert 147 in values.values()


def test_networkx_reads_the_graphml_with_its_types(tmp_path):
    found = nx.read_graphml(export(town.memory(), tmp_path / "a.graphml").files[0], force_multigraph=True)
    assert found.nodes["urn:f:1"]["wm:value"] == 147
    assert found.nodes["urn:f:2"]["wm:from"] == 9.1
    assert found.nodes["urn:wenmai:time:recent"]["wm:approximate"] is True


def read_gexf(file) -> nx.Graph:
    """GEXF 1.3 as NetworkX reads it; the oldest that wenmai works with knows 1.2 alone."""
    if "1.3" not in GEXF.versions:
        needs.missing("this NetworkX reads no GEXF 1.3")
    return nx.read_gexf(file)


@pytest.mark.slow
def test_networkx_reads_the_gexf_with_colours_and_places(report, tmp_path):
    found = read_gexf(export(report, tmp_path / "report.gexf").files[0])
    node = found.nodes["urn:wenmai:xicheng:北京证券交易所"]
    assert node["label"] == "北京证券交易所"
    assert node["type"] == town.WM + "Institution"
    assert set(node["viz"]) == {"color", "size", "position"}
    places = {(at["viz"]["position"]["x"], at["viz"]["position"]["y"]) for _, at in found.nodes(data=True)}
    assert len(places) == found.number_of_nodes() == report.index.node_count
    colours = {tuple(at["viz"]["color"].values()) for _, at in found.nodes(data=True) if at.get("type") == node["type"]}
    assert len(colours) == 1


@pytest.mark.slow
def test_cytoscape_elements_have_ends_that_exist(report):
    found = json.loads(written(report, "cytoscape")[0])["elements"]
    ids = {node["data"]["id"] for node in found["nodes"]}
    assert {end for edge in found["edges"] for end in (edge["data"]["source"], edge["data"]["target"])} <= ids
    assert all("position" in node for node in found["nodes"])


def test_csv_has_a_row_for_each_node_and_link(report, tmp_path):
    export(report, tmp_path / "tables", format="csv")
    nodes, links = (records_of(tmp_path / "tables" / name) for name in ("nodes.csv", "links.csv"))
    assert (len(nodes), len(links)) == (report.index.node_count, report.index.link_count)
    assert {row["subject"] for row in links} <= {row["iri"] for row in nodes}


def test_neo4j_headers_are_typed_and_ids_resolve(tmp_path):
    export(town.memory(), tmp_path, format="neo4j")
    nodes, links = (rows_of(tmp_path / name) for name in ("nodes.csv", "relationships.csv"))
    assert nodes[0][:3] == ["iri:ID", ":LABEL", "label:string"]
    assert "wm_value:long" in nodes[0]
    assert links[0][:6] == [":START_ID", ":END_ID", ":TYPE", "predicate:string", "time:string", "evidence:string"]
    ids = {row[0] for row in nodes[1:]}
    assert len(ids) == len(nodes) - 1
    assert {end for row in links[1:] for end in row[:2]} <= ids


def test_parquet_keeps_types(tmp_path):
    pl = needs.library("polars")
    needs.library("pyarrow")
    export(town.memory(), tmp_path, format="parquet")
    nodes = pl.read_parquet(tmp_path / "nodes.parquet")
    assert nodes.schema["wm:value"] == pl.Int64
    assert nodes.filter(pl.col("iri") == "urn:f:1")["wm:value"].to_list() == [147]


def test_a_column_of_mixed_numbers_is_a_column_of_fractions(tmp_path):
    pl = needs.library("polars")
    needs.library("pyarrow")
    export(town.memory("x:a wm:value 1 . x:b wm:value 1.5 ."), tmp_path, format="parquet")
    assert pl.read_parquet(tmp_path / "nodes.parquet")["wm:value"].to_list() == [1.0, 1.5]


# Numbers --------------------------------------------------------------------------------------------------------------

NUMBERS = """x:a wm:knows x:b ; wm:i 007 ; wm:d 1.10 ; wm:f "INF"^^xsd:double ; wm:t "1"^^xsd:boolean .
x:b wm:i -0 ; wm:d .5 ; wm:f "-INF"^^xsd:float . x:c wm:knows x:a ; wm:f "NaN"^^xsd:double ; wm:i 5 ."""
A, B, C = ("urn:wenmai:xicheng:" + name for name in "abc")


def strict(text):
    def refuse(word):
        raise ValueError(word)

    return json.loads(text, parse_constant=refuse)


def test_json_has_no_infinity_and_says_so():
    data, notices = written(town.memory(NUMBERS), "cytoscape")
    found = {node["data"]["id"]: node["data"] for node in strict(data)["elements"]["nodes"]}
    assert [found[one]["wm:f"] for one in (A, B, C)] == ["INF", "-INF", "NaN"]
    assert (found[A]["wm:i"], found[A]["wm:d"], found[A]["wm:t"]) == (7, 1.1, True)
    assert "JSON has no numbers INF and NaN; as text: 3 values" in notices


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_networkx_reads_infinity_as_java_writes_it(tmp_path, name):
    file = export(town.memory(NUMBERS), tmp_path / f"a.{name}").files[0]
    found = nx.read_graphml(file, force_multigraph=True) if name == "graphml" else read_gexf(file)
    assert found.nodes[A]["wm:f"] == float("inf")
    assert found.nodes[B]["wm:f"] == float("-inf")
    assert found.nodes[C]["wm:f"] != found.nodes[C]["wm:f"]
    assert (found.nodes[A]["wm:i"], found.nodes[B]["wm:d"], found.nodes[A]["wm:t"]) == (7, 0.5, True)
    text = Path(file).read_text("utf-8")
    # java.lang.Double.parseDouble takes these words and no others.
    assert "Infinity" in text
    assert not re.search(r'[>"][+-]?(inf|INF|nan)[<"]', text)


def test_numbers_stand_in_tables_as_they_are_written(tmp_path):
    export(town.memory(NUMBERS), tmp_path / "csv", format="csv")
    found = {row["iri"]: row for row in records_of(tmp_path / "csv" / "nodes.csv")}
    assert [found[A][name] for name in ("wm:i", "wm:d", "wm:f", "wm:t")] == ["007", "1.10", "INF", "1"]
    assert [found[B][name] for name in ("wm:i", "wm:d", "wm:f")] == ["-0", ".5", "-INF"]
    export(town.memory(NUMBERS), tmp_path / "neo4j", format="neo4j")
    found = {row["iri:ID"]: row for row in records_of(tmp_path / "neo4j" / "nodes.csv")}
    assert [found[A][name] for name in ("wm_i:long", "wm_d:double", "wm_f:double")] == ["007", "1.10", "Infinity"]


def test_parquet_keeps_numbers_by_value(tmp_path):
    pl = needs.library("polars")
    export(town.memory(NUMBERS), tmp_path, format="parquet")
    frame = pl.read_parquet(tmp_path / "nodes.parquet")
    row = frame.filter(pl.col("iri") == A).select("wm:i", "wm:d", "wm:f", "wm:t").row(0)
    assert row == (7, 1.1, float("inf"), True)


# Hostile names --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_xml_holds_hostile_names_and_says_what_it_replaced(name):
    data, notices = written(town.hostile(), name)
    text = "".join(ElementTree.fromstring(data).itertext()) + " ".join(
        value for element in ElementTree.fromstring(data).iter() for value in element.attrib.values()
    )
    assert town.HOSTILE.replace("\x01", "\ufffd") in text
    assert any("became U+FFFD" in notice for notice in notices)


@pytest.mark.parametrize("name", ["turtle", "jsonld", "trig", "ntriples"])
def test_rdf_holds_hostile_names_as_they_are(name):
    values = {quad.object.value for quad in read_back(written(town.hostile(), name)[0], name)}
    assert town.HOSTILE in values


SPACES = "\r a\rb\r\nc\n\td\x85\u2028e \r"


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_xml_keeps_line_ends_and_spaces(tmp_path, name):
    note = ox.Quad(ox.NamedNode(A), ox.NamedNode(town.WM + "note"), ox.Literal(SPACES))
    file = export(Memory.of([note, *town.quads("x:a wm:knows x:b .")]), tmp_path / f"a.{name}").files[0]
    found = nx.read_graphml(file, force_multigraph=True) if name == "graphml" else read_gexf(file)
    assert found.nodes[A]["wm:note"] == SPACES


def test_rdf_xml_keeps_line_ends_for_every_parser():
    note = ox.Quad(ox.NamedNode(A), ox.NamedNode(town.WM + "note"), ox.Literal(SPACES))
    (triple,) = rdflib.Graph().parse(data=written(Memory.of([note]), "rdfxml")[0], format="xml")
    assert str(triple[2]) == SPACES


@pytest.mark.parametrize("name", ["csv", "neo4j"])
def test_tables_keep_line_ends(tmp_path, name):
    note = ox.Quad(ox.NamedNode(A), ox.NamedNode(town.WM + "note"), ox.Literal("a\rb"))
    export(Memory.of([note, *town.quads("x:a wm:knows x:b .")]), tmp_path, format=name)
    column = "wm:note" if name == "csv" else "wm_note:string"
    assert records_of(tmp_path / "nodes.csv")[0][column] == "a\rb"


def test_tables_hold_hostile_names_as_they_are(tmp_path):
    export(town.hostile(), tmp_path, format="csv")
    assert town.HOSTILE in [row["label"] for row in records_of(tmp_path / "nodes.csv")]


# Files ----------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_same_graph_gives_the_same_bytes_in_another_process(tmp_path):
    script = "from wenmai.export import export, FORMATS; from wenmai.sources import open_source; import sys\n"
    script += "for name in FORMATS: export(open_source(sys.argv[1]), f'{sys.argv[2]}/{name}', format=name)"
    turtle = tmp_path / "town.ttl"
    turtle.write_text(town.PREFIXES + town.TOWN + "x:a wm:note [ rdfs:label 'blank' ] .", encoding="utf-8")
    for seed in ("1", "2"):
        (tmp_path / seed).mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent.parent)}
        subprocess.run([sys.executable, "-c", script, turtle, tmp_path / seed], check=True, env=environment)
    files = sorted(path.relative_to(tmp_path / "1") for path in (tmp_path / "1").rglob("*") if path.is_file())
    assert len(files) == len(FORMATS) + len(TABLES)
    for file in files:
        assert (tmp_path / "1" / file).read_bytes() == (tmp_path / "2" / file).read_bytes(), file


def break_off(target):
    with replacing(target) as (stream,):
        stream.write(b"new")
        raise ZeroDivisionError


def test_a_failure_keeps_the_old_file_and_leaves_nothing_behind(tmp_path):
    target = tmp_path / "old.ttl"
    target.write_text("old")
    with pytest.raises(ZeroDivisionError):
        break_off(target)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("old.ttl", "old")]


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real.ttl").write_text("old")
    (tmp_path / "link.ttl").symlink_to("real.ttl")
    export(town.memory(), tmp_path / "link.ttl")
    assert (tmp_path / "link.ttl").is_symlink()
    assert (tmp_path / "real.ttl").read_text().startswith("@prefix")


def test_what_cannot_be_written_is_said(tmp_path):
    with pytest.raises(InputError, match="cannot be written"):
        export(town.memory(), tmp_path / "missing" / "a.ttl")
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="is a file"):
        export(town.memory(), tmp_path / "file", format="csv")
    with pytest.raises(InputError, match="does not tell its format"):
        export(town.memory(), tmp_path / "a.xyz")


def test_named_graphs_are_kept_or_their_loss_is_said():
    quads = [*town.quads("x:a wm:note 'default' ."), *(quad for quad in town.quads("x:a wm:note 'named' ."))]
    quads[1] = ox.Quad(quads[1].subject, quads[1].predicate, quads[1].object, ox.NamedNode("urn:g"))
    source = Memory.of(quads)
    assert read_back(written(source, "trig")[0], "trig") == set(quads)
    assert written(source, "turtle")[1] == ("Turtle has no named graphs: the 1 of this graph are merged into one",)


def test_formats_of_nodes_and_links_say_what_they_do_not_hold():
    assert "no language tags" in written(town.memory(), "graphml")[1][0]


def test_order_does_not_depend_on_the_order_given():
    quads = town.quads(town.TOWN)
    assert ordered(quads) == ordered(reversed(quads))
