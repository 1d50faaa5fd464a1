"""Networks as plain text and tables of their own kind: GML and Pajek beside NetworkX, JSON Graph Format, SSSOM, KGTK."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx
import pytest

import wenmai
from wenmai.errors import GraphSyntaxError

if TYPE_CHECKING:
    from pathlib import Path

GML = """Creator "a person"
graph [
  directed 1
  node [ id 1 label "Ann &amp; Co." population 12 graphics [ x 1.0 y 2.0 fill "#ffaa00" ] ]
  node [ id 2 label "Old
Mill" X 4.0 ]
  node [ id 3 ]
  edge [ source 1 target 2 label "runs" since 1842 ]
  edge [ source 2 target 3 value 2.5 ]
]
"""
PAJEK = """% a network
*Vertices 3
1 "Ann Lee" 0.1 0.2 0.5 ic Red
2 Mill
3 "Guild"
*Arcs :2 "works for"
1 3 4
*Edgeslist
2 1 3
"""


def opened(folder: Path, name: str, text: str) -> wenmai.Source:
    place = folder / name
    place.write_text(text, encoding="utf-8")
    return wenmai.open(str(place))


def labels(source: wenmai.Source) -> set[tuple[str, str, str]]:
    table = wenmai.query(
        source,
        "SELECT ?s ?p ?o WHERE { ?x ?p ?y . ?x <http://www.w3.org/2000/01/rdf-schema#label> ?s . "
        "?y <http://www.w3.org/2000/01/rdf-schema#label> ?o }",
    )
    return {tuple(str(getattr(term, "value", term)).rpartition(":")[2] for term in row) for row in table.rows}  # type: ignore[misc]


def test_gml_has_the_nodes_and_edges_that_networkx_reads(tmp_path: Path) -> None:
    source = opened(tmp_path, "a.gml", GML)
    theirs = networkx.parse_gml(GML.replace("Old\nMill", "Mill"), label="id")
    stats = wenmai.stats(source)
    assert (stats.entities, stats.links) == (theirs.number_of_nodes(), theirs.number_of_edges())
    assert ("Ann & Co.", "runs", "Old Mill") in {
        tuple(" ".join(part.split()) for part in row) for row in labels(source)
    }
    told = {fact.predicate.rpartition(":")[2] for fact in wenmai.describe(source, "Ann & Co.").facts}
    assert "population" in told
    assert not told & {"X", "x", "graphics", "fill"}


def test_pajek_has_names_kinds_and_weights(tmp_path: Path) -> None:
    source = opened(tmp_path, "a.net", PAJEK)
    assert ("Ann Lee", "works%20for", "Guild") in labels(source)
    assert wenmai.stats(source).links == 3


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.gml", "graph [ node [ id 1 ]", "has no end"),
        ("a.gml", 'graph [ node [ id 1 label "x ]\n', "has no end"),
        ("a.gml", "graph [ node [ label 1 ] ]", "no id"),
        ("a.gml", "graph [ ] ]", "ends nothing"),
        ("a.gml", "graph [ " * 2000, "nested"),
        ("a.net", "*Vertices 2\none two\n", "no vertex"),
        ("a.net", "*Vertices 1\n1 a\n*Arcs\n1 b\n", "two vertices"),
    ],
)
def test_what_is_broken_is_told_with_its_line(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(GraphSyntaxError, match=said):
        wenmai.stats(opened(tmp_path, name, text))


def test_json_graph_format_has_nodes_by_their_ids(tmp_path: Path) -> None:
    text = """{"graphs": [{"nodes": {"a": {"label": "Ann", "metadata": {"born": 1815, "x": 3, "y": 4}}, "b": {"label": "Bob"}},
               "edges": [{"source": "a", "target": "b", "relation": "knows", "metadata": {"since": "1842"}}]}]}"""
    source = opened(tmp_path, "a.json", text)
    assert {one[1] for one in labels(source)} == {"knows"}
    assert {fact.predicate.rpartition(":")[2] for fact in wenmai.describe(source, "Ann").facts} == {"born", "knows"}


def test_a_mapping_says_who_made_it(tmp_path: Path) -> None:
    text = (
        "# curie_map:\n#   A: https://example.org/a/\n#   B: https://example.org/b/\n# mapping_set_id: https://example.org/set\n"
        "subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tauthor_id\tconfidence\n"
        "A:1\tapple\tskos:exactMatch\tB:7\tApple (whole)\torcid:0000-0001\t0.95\n"
    )
    source = opened(tmp_path, "a.sssom.tsv", text)
    path = wenmai.find_paths(source, "apple", "Apple (whole)", k=1)[0]
    assert [node.iri for node in path.nodes] == ["https://example.org/a/1", "https://example.org/b/7"]
    assert any("orcid" in str(one) for one in path.hops[0].statements[0].evidence)


def test_edges_of_kgtk_say_something_of_edges(tmp_path: Path) -> None:
    text = (
        "id\tnode1\tlabel\tnode2\ne1\tann\tlabel\t'Ann'@en\ne2\tann\tborn\t^1815-12-10T00:00:00Z/11\n"
        'e3\tann\twrote\tnotes\ne4\te3\trole\t"author"\ne5\tann\theight\t165centimetre\ne6\tann\tinstance_of\tperson\n'
    )
    source = opened(tmp_path, "a.tsv", text)
    assert [(moment.subject.label, moment.time) for moment in wenmai.timeline(source)] == [("Ann", "1815-12-10")]
    told = {fact.predicate.rpartition(":")[2]: fact for fact in wenmai.describe(source, "Ann", language="en").facts}
    assert "author" in str(told["wrote"])
    assert [figure.unit.label for figure in wenmai.figures(source, "Ann") if figure.unit] == ["centimetre"]
