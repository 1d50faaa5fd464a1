"""What people have instead of RDF: tables, GraphML, GEXF, JSON of nodes and edges; NetworkX and what wenmai writes as peers."""

from __future__ import annotations

import csv
import gzip
import json
import random
from contextlib import suppress
from inspect import signature
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import needs
import wenmai
from wenmai import network
from wenmai.errors import InputError
from wenmai.notices import collect_notices
from wenmai.reading import ReadOptions, quads
from wenmai.reading.networks import NAMED
from wenmai.reading.networks.elements import quote_name
from wenmai.sources import Memory
from wenmai.subgraph import whole
from wenmai.terms import LABEL, RDF, TYPE, XSD, local_name, unlabelled

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared/corpus"
FORMATS = {"graphml": "a.graphml", "gexf": "a.gexf", "cytoscape": "a.cyjs", "csv": "csv", "neo4j": "neo4j"}
many = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def put(folder, name, content):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def facts(location, **options):
    """The links and literals of a file by local names; what is said about links apart."""
    found = set()
    for quad in quads(str(location), options=ReadOptions(**options)):
        if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.Triple):
            continue
        value = quad.object.value if isinstance(quad.object, ox.Literal) else local_name(quad.object.value)
        found.add((local_name(quad.subject.value), local_name(quad.predicate.value), value))
    return found


def said(location):
    """What is said about each link: (source, target) → {what: value}."""
    found, values = {}, {}
    for quad in quads(str(location)):
        if isinstance(quad.object, ox.Triple):
            ends = quad.object.subject.value, quad.object.object.value
            found[quad.subject.value] = tuple(map(local_name, ends))
        elif isinstance(quad.subject, ox.BlankNode):
            values.setdefault(quad.subject.value, {})[local_name(quad.predicate.value)] = quad.object.value
    return {ends: values[statement] for statement, ends in found.items()}


LINKS = {("Ada", "wrote", "Notes"), ("Babbage", "designed", "Engine")}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "source,relation,target\nAda,wrote,Notes\nBabbage,designed,Engine\n"),
        ("a.csv", "\ufeffSource;Target;Label\r\nAda;Notes;wrote\r\nBabbage;Engine;designed\r\n"),
        ("a.tsv", "from\tto\ttype\nAda\tNotes\twrote\nBabbage\tEngine\tdesigned\n"),
        ("a.txt", "subject,predicate,object\nAda,wrote,Notes\nBabbage,designed,Engine\n"),
        ("a.csv", "src|dst|rel\nAda|Notes|wrote\nBabbage|Engine|designed\n"),
        ("a.csv", "头实体,关系,尾实体\nAda,wrote,Notes\nBabbage,designed,Engine\n"),
        ("a.csv", ":START_ID,:END_ID,:TYPE\nAda,Notes,wrote\nBabbage,Engine,designed\n"),
        (
            "a.csv",
            "Source,Target,Type,Id,Label,timeset,Weight\nAda,Notes,Directed,0,wrote,,1.0\nBabbage,Engine,Directed,1,designed,,1.0\n",
        ),
        ("a.csv", 'source,target,relation,note\nAda,Notes,wrote,"two\nlines, ""quoted"""\nBabbage,Engine,designed,\n'),
        ("a.tsv", "Ada\twrote\tNotes\nBabbage\tdesigned\tEngine\n"),
        ("a.csv.gz", gzip.compress(b"source,relation,target\nAda,wrote,Notes\nBabbage,designed,Engine\n", mtime=0)),
        ("a.csv", "source,relation,target\nAda,wrote,Notes\nBabbage,designed,Engine\n".encode("utf-16")),
        ("a.data", "source,relation,target\nAda,wrote,Notes\nBabbage,designed,Engine\n"),
        ("a.csv", "Source,Target,Type,Label\rAda,Notes,Undirected,wrote\rBabbage,Engine,Undirected,designed\r"),
        ("a.txt", "entity1###relation###entity2\nAda###wrote###Notes\nBabbage###designed###Engine\n"),
        ("a.csv", "实体,属性,值\nAda,wrote,Notes\nBabbage,designed,Engine\n"),
        (
            "a.json",
            '{"head": "Ada", "relation": "wrote", "tail": "Notes"}\n{"head": "Babbage", "relation": "designed", "tail": "Engine"}\n',
        ),
        (
            "a.json",
            '[{"from": "Ada", "label": "wrote", "to": "Notes"}, {"from": "Babbage", "label": "designed", "to": "Engine"}]',
        ),
    ],
)
def test_tables_of_edges_by_their_headers_delimiters_and_encodings(tmp_path, name, text):
    assert facts(put(tmp_path, name, text)) == LINKS


KIN = [
    ("贾代化", "贾敬", "儿子"), ("贾敬", "贾代化", "父亲"), ("贾敬", "贾珍", "儿子"), ("贾珍", "贾敬", "父亲"), ("贾珍", "贾蓉", "儿子"),
    ("贾蓉", "贾珍", "父亲"), ("贾蓉", "秦氏", "妻子"), ("秦氏", "贾蓉", "丈夫"),
]  # fmt: skip


@pytest.mark.parametrize("delimiter", ["\t", ",", "###", "||"])
@pytest.mark.parametrize("middle", [True, False])
@pytest.mark.parametrize("header", [(), ("甲", "乙", "称呼")])
def test_a_list_of_named_relations_is_read_by_what_stands_in_its_columns(tmp_path, delimiter, middle, header):
    rows = [*([header] if header else []), *KIN]
    text = "\n".join(delimiter.join((a, c, b) if middle else (a, b, c)) for a, b, c in rows)
    assert facts(put(tmp_path, "a.txt", text)) == {(a, c, b) for a, b, c in KIN}
    with collect_notices() as notices:
        assert Memory([put(tmp_path, "a.txt", text)]).index.node_count == 5
    assert any(f"column {2 if middle else 3} as the relation" in notice for notice in notices)


def test_measurements_without_a_header_are_no_relations(tmp_path):
    rows = "".join(f"station {place},{place * 3}.5,{place % 3} m\n" for place in range(9))
    with pytest.raises(InputError, match="CSV"):
        facts(put(tmp_path, "a.txt", rows))


def test_a_value_is_no_thing(tmp_path):
    text = '实体,属性,值\n胡歌,代表作品,琅琊榜\n胡歌,描述,"胡歌，演员，在上海出生。"\n胡歌,出生日期,1982年9月20日\n胡歌,身高,185cm\n'
    index = Memory([put(tmp_path, "a.csv", text)]).index
    assert sorted(unlabelled(index.iri(node)) for node in range(index.node_count)) == ["琅琊榜", "胡歌"]


def test_a_table_of_a_chinese_spreadsheet(tmp_path):
    text = "源,关系,目标\n埃达,写了,笔记\n"
    for encoding in ("gb18030", "utf-8-sig", "utf-16"):
        assert facts(put(tmp_path, f"{encoding}.csv", text.encode(encoding))) == {("埃达", "写了", "笔记")}


def test_nodes_with_labels_classes_and_columns_of_types(tmp_path):
    text = "id,name,type,born,height,postcode,site\nada,Ada L.,Person,1815-12-10,1.6,01067,\nbob,Bob,Person,1820-01-02,2,10115,x\n"
    location = put(tmp_path, "nodes.csv", text)
    assert facts(location) == {
        ("ada", "label", "Ada L."), ("bob", "label", "Bob"), ("ada", "type", "Person"), ("bob", "type", "Person"),
        ("ada", "born", "1815-12-10"), ("bob", "born", "1820-01-02"), ("ada", "height", "1.6"), ("bob", "height", "2"),
        ("ada", "postcode", "01067"), ("bob", "postcode", "10115"), ("bob", "site", "x"),
    }  # fmt: skip
    kinds = {
        local_name(q.predicate.value): q.object.datatype.value
        for q in quads(location)
        if isinstance(q.object, ox.Literal)
    }
    assert kinds["born"] == XSD + "date"
    assert kinds["height"] == XSD + "decimal"
    assert kinds["postcode"] == XSD + "string"


def test_names_of_two_tables_are_the_same_entities(wenmai, tmp_path):
    put(tmp_path, "g/nodes.csv", "id,label,type\n1,Ada,Person\n2,Notes,Text\n")
    put(tmp_path, "g/edges.csv", "source,target,relation\n1,2,wrote\n")
    done = wenmai("path", "Ada", "Notes", "-g", str(tmp_path / "g"))
    assert "Ada (Person) ──wrote─▶ Notes (Text)" in done.out


def test_one_table_of_neo4j_with_nodes_and_relationships(tmp_path):
    text = '_id,_labels,name,_start,_end,_type,since\n0,":Person",Ada,,,,\n1,":Text",Notes,,,,\n,,,0,1,wrote,1843\n'
    location = put(tmp_path, "apoc.csv", text)
    assert {("0", "label", "Ada"), ("1", "type", "Text"), ("0", "wrote", "1")} < facts(location)
    assert said(location) == {("0", "1"): {"since": "1843"}}


@pytest.mark.parametrize(
    "text", ["1 2 0.5\n2 3 7\n", "# of roads\n1\t2\t0.5\n2\t3\t7\n", "1 2 {'weight': 0.5}\n2 3 {'weight': 7}\n"]
)
def test_weights_are_said_of_links(tmp_path, text):
    location = put(tmp_path, "a.edgelist", text)
    assert facts(location) == {("1", "linked with", "2"), ("2", "linked with", "3")}
    assert said(location) == {("1", "2"): {"weight": "0.5"}, ("2", "3"): {"weight": "7"}}


def test_the_middle_of_three_is_a_relation_where_it_is_of_another_kind(tmp_path):
    assert facts(put(tmp_path, "wn.tsv", "001\t_hypernym\t002\n003\t_part_of\t004\n")) == {
        ("001", "_hypernym", "002"),
        ("003", "_part_of", "004"),
    }


graphs = st.builds(
    lambda nodes, edges: (nodes, edges),
    st.dictionaries(
        st.text("abcé 洛/#:%?\"'<&", min_size=1, max_size=5).filter(lambda name: name.strip() == name and name != "node"),
        st.dictionaries(st.sampled_from(["age", "note", "good"]), st.one_of(st.integers(0, 99), st.sampled_from(["x y", "é", "洛"])), max_size=2),
        min_size=1,
        max_size=5,
    ),
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.sampled_from([0.5, 2.25, 7.0])), max_size=6),
)  # fmt: skip


def drawn(nodes, edges):
    made, names = nx.DiGraph(), list(nodes)
    for name, values in nodes.items():
        kinds = {
            key: str(value) if key != "age" else (value if isinstance(value, int) else 0)
            for key, value in values.items()
        }
        made.add_node(name, **kinds)
    for a, b, weight in edges:
        made.add_edge(names[a % len(names)], names[b % len(names)], weight=weight)
    return made


CALLED = {"edges": "links"} if "edges" in signature(nx.node_link_data).parameters else {}
"""NetworkX before 3.4 calls them so anyway."""


@many
@given(graphs)
def test_what_networkx_writes_is_read_whole(tmp_path_factory, graph):
    made = drawn(*graph)
    folder = tmp_path_factory.mktemp("nx")
    nx.write_graphml(made, folder / "a.graphml")
    nx.write_gexf(made, folder / "a.gexf")
    (folder / "a.json").write_text(json.dumps(nx.node_link_data(made, **CALLED)), "utf-8")
    (folder / "a.cyjs").write_text(json.dumps(nx.cytoscape_data(made)), "utf-8")
    for name in ("a.graphml", "a.gexf", "a.json", "a.cyjs"):
        found = facts(folder / name)
        assert {(a, b) for a, p, b in found if p == "linked with"} == set(made.edges), name
        for node, values in made.nodes(data=True):
            for key, value in values.items():
                if value != "":
                    assert (node, key, str(value)) in found, name
        weights = {ends: float(values["weight"]) for ends, values in said(folder / name).items()}
        assert weights == {(a, b): weight for a, b, weight in made.edges(data="weight")}, name


@many
@given(graphs)
def test_edge_lists_of_networkx(tmp_path_factory, graph):
    made = nx.relabel_nodes(drawn(*graph), {name: f"n{number}" for number, name in enumerate(graph[0])})
    made.remove_nodes_from(list(nx.isolates(made)))
    folder = tmp_path_factory.mktemp("el")
    for name, write in (("a.edgelist", nx.write_edgelist), ("b.edgelist", nx.write_weighted_edgelist)):
        write(made, folder / name)
        if made.number_of_edges():
            assert {(a, b) for a, _, b in facts(folder / name)} == set(made.edges)
            weights = {ends: float(values["weight"]) for ends, values in said(folder / name).items()}
            assert weights == {(a, b): weight for a, b, weight in made.edges(data="weight")}


def rows(source):
    """The nodes and links of a graph, with all that is said about each."""
    part = whole(source)
    nodes = {
        (node.iri, node.label, node.types, node.literals) for node in network.node_rows(source, part, language="en")
    }
    links = {
        (
            one.subject,
            one.predicate,
            one.object,
            one.label,
            one.time,
            tuple(map(network.citation, one.evidence)),
            one.said,
        )
        for one in network.link_rows(source, part, language="en")
    }
    return nodes, links


@pytest.mark.parametrize("form", FORMATS)
def test_the_report_comes_back_whole_with_its_statements(tmp_path, form):
    source = wenmai.open()
    wenmai.export_graph(source, tmp_path / FORMATS[form], format=form, language="en")
    nodes, links = rows(source)
    again = rows(wenmai.open(tmp_path / FORMATS[form]))
    assert {node[:3] for node in again[0]} == {node[:3] for node in nodes}
    assert again[1] == links


iris = st.sampled_from([f"urn:ex:{name}" for name in ("ada", "bob%2Fx", "洛", "e-f")])
predicates = st.sampled_from(["urn:ex:knows", "http://xmlns.com/foaf/0.1/made", "urn:ex:p:q"])
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8).filter(
    lambda text: text.strip() == text
)
statements = st.lists(
    st.one_of(
        st.builds(lambda s, p, o: (s, p, ox.NamedNode(o)), iris, predicates, iris),
        st.builds(lambda s, t: (s, LABEL, ox.Literal(t)), iris, texts),
        st.builds(lambda s, t: (s, TYPE, ox.NamedNode(t)), iris, st.sampled_from(["urn:ex:C", "urn:ex:D"])),
        st.builds(lambda s, t: (s, "urn:ex:note", ox.Literal(t)), iris, texts),
        st.builds(lambda s, n: (s, "urn:ex:size", ox.Literal(n)), iris, st.integers(-5, 10**6)),
    ),
    min_size=1,
    max_size=12,
    unique=True,
)


@many
@given(statements, st.sampled_from(sorted(FORMATS)))
def test_what_export_writes_is_read_again(tmp_path_factory, given_facts, form):
    source = Memory.of([ox.Quad(ox.NamedNode(s), ox.NamedNode(p), o) for s, p, o in given_facts])
    if not source.index.node_count:
        return
    target = tmp_path_factory.mktemp("x") / FORMATS[form]
    wenmai.export_graph(source, target, format=form, language="en")
    nodes, links = rows(source)
    found = rows(wenmai.open(target))
    assert {node[:3] for node in found[0]} == {node[:3] for node in nodes}
    assert {link[:4] for link in found[1]} == {link[:4] for link in links}
    values = {(node[0], local_name(p), v.value) for node in nodes for p, v in node[3]}
    lone = {value for value in values if sum(one[:2] == value[:2] for one in values) == 1}
    read = {(node[0], local_name(p).replace("urn_ex_", ""), v.value) for node in found[0] for p, v in node[3]}
    assert lone <= read


def test_yed_draws_labels_and_groups(tmp_path):
    text = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
    <key for="node" id="d6" yfiles.type="nodegraphics"/><key for="edge" id="d9" yfiles.type="edgegraphics"/>
    <graph edgedefault="directed"><node id="n0"><data key="d6"><y:ShapeNode><y:NodeLabel>Article</y:NodeLabel></y:ShapeNode></data>
    <graph id="n0:"><node id="n0::n1"><data key="d6"><y:NodeLabel>Part\n of it</y:NodeLabel></data></node></graph></node>
    <edge id="e0" source="n0" target="n0::n1"><data key="d9"><y:PolyLineEdge><y:EdgeLabel>cites</y:EdgeLabel></y:PolyLineEdge></data>
    </edge></graph></graphml>"""
    assert facts(put(tmp_path, "a.graphml", text)) == {
        ("n0", "label", "Article"),
        ("n0::n1", "label", "Part of it"),
        ("n0", "contains", "n0::n1"),
        ("n0", "cites", "n0::n1"),
    }


def test_gexf_of_gephi_with_kinds_defaults_and_times(tmp_path):
    text = """<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2"><graph defaultedgetype="directed">
    <attributes class="node"><attribute id="0" title="url" type="string"/><attribute id="1" title="indegree" type="integer">
    <default>3</default></attribute></attributes>
    <nodes><node id="0" label="Gephi"><attvalues><attvalue for="0" value="http://gephi.org"/></attvalues></node>
    <node id="1" label="Webatlas" pid="0"/></nodes>
    <edges><edge id="0" source="0" target="1" kind="links to" weight="2.4" start="2009" end="2011"/></edges></graph></gexf>"""
    location = put(tmp_path, "a.gexf", text)
    assert facts(location) == {
        ("0", "label", "Gephi"), ("1", "label", "Webatlas"), ("0", "url", "http://gephi.org"), ("0", "indegree", "3"),
        ("1", "indegree", "3"), ("0", "contains", "1"), ("0", "links to", "1"),
    }  # fmt: skip
    assert said(location) == {("0", "1"): {"weight": "2.4", "since": "2009", "until": "2011"}}


APOC = [
    {"type": "node", "id": "0", "labels": ["Person"], "properties": {"name": "Ada", "born": 1815, "tags": ["a", "b"]}},
    {"type": "node", "id": "1", "labels": ["Text", "Work"], "properties": {"title": "Notes"}},
    {"type": "relationship", "id": "9", "label": "WROTE", "properties": {"since": 1843},
     "start": {"id": "0", "labels": ["Person"]}, "end": {"id": "1", "labels": ["Text"]}},
]  # fmt: skip


@pytest.mark.parametrize("lines", [True, False])
def test_json_of_neo4j(tmp_path, lines):
    text = "\n".join(map(json.dumps, APOC)) if lines else json.dumps(APOC)
    location = put(tmp_path, "a.json", text)
    assert facts(location) == {
        ("0", "type", "Person"), ("0", "label", "Ada"), ("0", "name", "Ada"), ("0", "born", "1815"), ("0", "tags", "a\nb"),
        ("1", "type", "Text"), ("1", "type", "Work"), ("1", "label", "Notes"), ("1", "title", "Notes"), ("0", "WROTE", "1"),
    }  # fmt: skip
    assert said(location) == {("0", "1"): {"since": "1843"}}


ADA = {"identity": 7, "labels": ["Person"], "properties": {"name": "Ada", "born": 1815}, "elementId": "7"}
TEXT = {"identity": 8, "labels": ["Text"], "properties": {"title": "Notes"}, "elementId": "8"}
WROTE = {"identity": 3, "start": 7, "end": 8, "type": "WROTE", "properties": {"since": 1843}}


@pytest.mark.parametrize(
    "value",
    [
        [{"n": ADA, "r": WROTE, "m": TEXT}],
        [
            {
                "p": {
                    "start": ADA,
                    "end": TEXT,
                    "segments": [{"start": ADA, "relationship": WROTE, "end": TEXT}],
                    "length": 1.0,
                }
            }
        ],
        [{"n": ADA}, {"n": TEXT}, {"r": WROTE}, {"r": WROTE}],
    ],
)
def test_records_of_neo4js_browser(tmp_path, value):
    location = put(tmp_path, "a.json", json.dumps(value, indent=2))
    assert facts(location) == {
        ("7", "type", "Person"), ("7", "label", "Ada"), ("7", "name", "Ada"), ("7", "born", "1815"),
        ("8", "type", "Text"), ("8", "label", "Notes"), ("8", "title", "Notes"), ("7", "WROTE", "8"),
    }  # fmt: skip
    assert said(location) == {("7", "8"): {"since": "1843"}}


@pytest.mark.parametrize(
    "value",
    [
        {"data": [{"name": "a"}, {"name": "b"}], "links": [{"source": 0, "target": 1, "value": "knows"}]},
        [{"data": {"id": "a"}}, {"data": {"id": "b"}}, {"data": {"source": "a", "target": "b", "label": "knows"}}],
        [
            {"group": "nodes", "data": {"id": "a"}},
            {"group": "edges", "data": {"source": "a", "target": "b", "label": "knows"}},
        ],
        {"nodes": [{"id": "a"}, {"id": "b"}], "links": [{"source": "a", "target": "b", "type": "knows"}]},
        {"nodes": [{"name": "a"}, {"name": "b"}], "links": [{"source": 0, "target": 1, "label": "knows"}]},
        {"nodes": [{"id": "a"}, {"id": "b"}], "edges": [{"from": "a", "to": "b", "label": "knows"}]},
        {
            "elements": [
                {"data": {"id": "a"}},
                {"data": {"id": "b"}},
                {"data": {"source": "a", "target": "b", "label": "knows"}},
            ]
        },
        {"nodes": [{"key": "a"}], "edges": [{"source": "a", "target": "b", "attributes": {"label": "knows"}}]},
    ],
)
def test_json_of_nodes_and_links_as_programs_write_it(tmp_path, value):
    assert ("a", "knows", "b") in facts(put(tmp_path, "a.json", json.dumps(value)))


def test_an_id_that_is_an_iri_is_that_and_a_base_gives_others_theirs(tmp_path):
    location = put(tmp_path, "a.csv", "source,relation,target\nhttp://example.org/a,rdfs:seeAlso,b c\n")
    (quad,) = quads(location)
    assert quad.subject.value == "http://example.org/a"
    assert quad.predicate.value == "http://www.w3.org/2000/01/rdf-schema#seeAlso"
    assert quad.object.value == NAMED + "b%20c"
    (quad,) = quads(location, options=ReadOptions(base="http://example.org/"))
    assert quad.object.value == "http://example.org/b%20c"
    drawing = put(tmp_path, "a.graphml", "<graphml><graph><edge source='x' target='y'/></graph></graphml>")
    (quad,) = quads(drawing)
    assert quad.subject.value == f"{Path(drawing).as_uri()}#x"


@given(st.text(min_size=1, max_size=12))
def test_a_name_is_the_end_of_its_iri_again(name):
    iri = ox.NamedNode(NAMED + quote_name(name)).value
    assert local_name(iri) == name.encode("utf-8", "replace").decode()


BOMB = '<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.graphml", f"{BOMB}<graphml><graph><node id='&b;'/></graph></graphml>", "entity bomb"),
        ("a.gexf", f"{BOMB}<gexf><graph/></gexf>", "entity bomb"),
        ("a.owx", f'{BOMB}<Ontology xmlns="http://www.w3.org/2002/07/owl#" ontologyIRI="urn:x"/>', "entity bomb"),
        ("a.graphml", '<!DOCTYPE g SYSTEM "http://127.0.0.1:9/g.dtd"><graphml/>', "never reaches out"),
        ("a.graphml", "<graphml>" + "<graph>" * 600, "deeper than 500"),
        ("a.graphml", "<graphml><graph></node>", r"a\.graphml:1:.*mismatched tag"),
        ("a.gexf", b"<gexf><graph>\xff\xfe</graph></gexf>", r"a\.gexf:1:"),
        ("a.csv", "source,target\na,b\nc\n", "1 columns, where 2 are needed"),
        ("a.csv", "source,target\na\0b,c\n", "NUL"),
        ("a.csv", b"source,target\na,b\n" * 30000 + b"\xff,\xfe\n", "not in one encoding|ISO-8859-1|GB18030"),
        ("a.csv", "source,target\n" + "x" * (17 << 20), "more than 16 MiB"),
        ("a.csv", "first,second\nx,y\n", "names neither two ends"),
        ("a.tsv", "height\tweight\n1\t2\n", "names neither two ends"),
        ("a.cyjs", '{"elements": {"nodes": [}', "this is not JSON"),
        ("a.cyjs", '{"elements": {}}', "without nodes and edges"),
        ("a.cyjs", "[" * 600, "deeper than 500"),
        ("a.json", '{"nodes": [], "links": [{"source": "a"}]}', "without a source or a target"),
    ],
)
def test_what_could_hurt_or_does_not_fit_is_one_sentence(tmp_path, name, content, reason):
    with pytest.raises(InputError, match=reason) as caught:
        list(quads(put(tmp_path, name, content)))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("seed", range(3))
def test_files_cut_off_or_changed_anywhere_end_in_a_sentence_or_open(tmp_path, seed):
    chance = random.Random(seed)
    made = drawn({"a": {"age": 1}, "b": {"note": "x"}}, [(0, 1, 0.5)])
    nx.write_graphml(made, tmp_path / "a.graphml")
    nx.write_gexf(made, tmp_path / "a.gexf")
    (tmp_path / "a.cyjs").write_text(json.dumps(nx.cytoscape_data(made)), "utf-8")
    (tmp_path / "a.csv").write_text("source,target\na,b\n", "utf-8")
    for name in ("a.graphml", "a.gexf", "a.cyjs", "a.csv"):
        content = (tmp_path / name).read_bytes()
        for number in range(40):
            broken = bytearray(content)
            for _ in range(chance.randint(1, 3)):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            location = put(tmp_path, f"{number}-{name}", bytes(broken[: chance.randint(1, len(broken))]))
            with suppress(InputError):  # anything else fails
                list(quads(location))


def test_large_tables_need_little_memory(tmp_path):
    import tracemalloc

    def peak(count):
        with (tmp_path / "big.csv").open("w", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["source", "target", "weight"])
            writer.writerows([f"n{number}", f"n{number + 1}", number] for number in range(count))
        tracemalloc.start()
        found = sum(1 for _ in quads(str(tmp_path / "big.csv")))
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found, used

    small, large = peak(2_000), peak(40_000)
    assert (small[0], large[0]) == (6_000, 120_000)
    assert large[1] < 4 * small[1] + (8 << 20)


def test_real_drawings_and_lists(wenmai):
    if not CORPUS.exists():
        needs.missing("other people's graphs are not here")
    done = wenmai("show", "biro:BibligraphicReference", "-g", str(CORPUS / "opencitations-core.graphml"))
    assert "biro:references" in done.out, done.err
    stats = json.loads(wenmai("stats", "-g", str(CORPUS / "lanl-routes.edgelist"), "--format", "json").out)
    peer = nx.read_weighted_edgelist(CORPUS / "lanl-routes.edgelist")
    assert stats["entities"] == peer.number_of_nodes()


def test_reified_links_are_told_with_their_attributes(wenmai, tmp_path):
    location = put(tmp_path, "a.csv", "source,relation,target,role,time\nAda,worksFor,Guild,engineer,2017/..\n")
    out = wenmai("show", "Ada", "-g", location, "--lang", "en").out
    assert "works for ▶ Guild  2017/.." in out
    assert "role: engineer" in out
    assert RDF + "reifies" in {quad.predicate.value for quad in quads(location)}


def test_csv_for_spreadsheets_begins_with_a_mark_and_is_read_again(wenmai, tmp_path):
    location = put(tmp_path, "a.csv", "源,关系,目标\n埃达,写了,笔记\n")
    for command in (["query", "SELECT ?s { ?s ?p ?o }"], ["show", "埃达"], ["stats"], ["around", "埃达"], ["timeline"]):
        marked = wenmai(*command, "-g", location, "--format", "csv", "--bom").out
        assert marked == "\ufeff" + wenmai(*command, "-g", location, "--format", "csv").out
    assert wenmai("export", "-g", location, "--format", "csv", "--bom", "-o", str(tmp_path / "x")).status == 0
    assert all(file.read_bytes().startswith(b"\xef\xbb\xbf") for file in (tmp_path / "x").iterdir())
    assert "写了" in wenmai("path", "埃达", "笔记", "-g", str(tmp_path / "x")).out
