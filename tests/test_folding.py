"""Folding against a reference that folds by SPARQL alone: property paths over the triples, an entity being what is left.

Random graphs hold lists, class expressions, restrictions, memberships (by a profile of one's own) and nameless nodes, nested
in each other. Their links must be those that CONSTRUCT gives, and their paths those of the brute-force search over them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat

import test_paths
import wenmai
from wenmai import index
from wenmai.errors import NoPath
from wenmai.facts.describe import describe_entity
from wenmai.folding.forms import say_predicate
from wenmai.names.labels import Labels
from wenmai.paths import find
from wenmai.profiles.toml import parse_profile
from wenmai.rendering.marks import told_predicate
from wenmai.sources import Memory

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wenmai.model import Description

PREFIXES = """
@prefix : <urn:n:> . @prefix p: <urn:p:> . @prefix x: <urn:x:> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

CLUBS = parse_profile(
    """
[profile]
name = "clubs"
source = "made for this test"
[prefixes]
x = "urn:x:"
[[nodes]]
kind = "relation"
classes = ["x:Membership"]
subject = ["x:member"]
object = ["x:club"]
begin = ["x:since"]
""",
    "clubs.toml",
)

NODES = [f":{number}" for number in range(7)]
PROPERTIES = ["p:0", "p:1"]
node, property_ = st.sampled_from(NODES), st.sampled_from(PROPERTIES)


def lists(members: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(members, min_size=1, max_size=3).map(lambda found: f"( {' '.join(found)} )")


restriction = st.builds(
    "[ a owl:Restriction ; owl:onProperty {} ; owl:{} {} ]".format,
    property_,
    st.sampled_from(["someValuesFrom", "allValuesFrom", "hasValue"]),
    node,
)
expression = st.recursive(
    node | restriction,
    lambda inner: st.one_of(
        st.builds("[ owl:{} {} ]".format, st.sampled_from(["unionOf", "intersectionOf", "oneOf"]), lists(inner)),
        st.builds("[ owl:complementOf {} ]".format, inner),
    ),
    max_leaves=4,
)
filled = st.builds("[ a owl:Restriction ; owl:onProperty {} ; owl:someValuesFrom {} ]".format, property_, node | st.builds(
    "[ owl:unionOf {} ]".format, lists(node)))  # fmt: skip
nameless = st.recursive(
    st.builds("[ {} {} ]".format, property_, node),
    lambda inner: st.builds("[ {} {} ; {} {} ; p:text 'text' ]".format, property_, inner, property_, node),
    max_leaves=3,
)
membership = st.builds("[] a x:Membership ; x:member {} ; x:club {} .".format, node, node)
shared = st.builds(
    "{0} {1} _:shared . {2} {3} _:shared . _:shared p:0 {4} .".format, node, property_, node, property_, node
)
sentence = st.one_of(
    st.builds("{} {} {} .".format, node, property_, node),
    st.builds("{} {} {} .".format, node, property_, lists(node)),
    st.builds("{} rdfs:subClassOf {} .".format, node, expression),
    st.builds("{} rdfs:subClassOf {} .".format, node, filled),
    st.builds("{} {} {} .".format, node, property_, nameless),
    st.builds("{} owl:disjointWith {} .".format, node, node),
    st.builds("[] a owl:AllDisjointClasses ; owl:members {} .".format, lists(node)),
    membership,
)
graphs = st.tuples(st.lists(sentence, min_size=1, max_size=7), st.one_of(st.just(""), shared)).map(
    lambda parts: "\n".join([PREFIXES, *parts[0], parts[1]])
)

HEAD = "\n".join(
    f"PREFIX {line.removeprefix('@prefix ')}"
    for line in PREFIXES.strip().replace(" . @", "\n@").replace(" .", "").split("\n")
)
MARK = """
INSERT { ?n x:is x:folded } WHERE {
  { ?n rdf:first ?any } UNION { ?n owl:onProperty ?any } UNION { ?n a x:Membership } UNION { ?n a owl:AllDisjointClasses }
  UNION { ?n owl:unionOf|owl:intersectionOf|owl:oneOf|owl:complementOf ?any }
  UNION { ?s ?p ?n FILTER isBlank(?n) FILTER NOT EXISTS { ?s2 ?p2 ?n FILTER(?s2 != ?s || ?p2 != ?p) } }
  UNION { VALUES ?n { rdf:nil } }
}
"""
"""Nodes that are no entities: of kinds that only write something down, or nameless in one place."""

RULES = [
    # what leads to a list leads to its members, what leads to a class expression to its operands
    "INSERT { ?s ?p ?o } WHERE { ?s ?p ?n . ?n x:is x:folded ; rdf:rest*/rdf:first ?o FILTER(?p != rdf:rest) }",
    "INSERT { ?s ?p ?o } WHERE { ?s ?p ?n . ?n owl:unionOf|owl:intersectionOf|owl:oneOf|owl:complementOf ?o }",
    # a restriction has its property with what it restricts it to
    "INSERT { ?n ?p ?o } WHERE { ?n owl:onProperty ?p ; owl:someValuesFrom|owl:allValuesFrom|owl:hasValue ?o }",
    "INSERT { ?s x:Membership ?o } WHERE { ?m a x:Membership ; x:member ?s ; x:club ?o FILTER(?s != ?o) }",
    # what a folded node has is had by what leads to it
    "INSERT { ?s ?q ?o } WHERE { ?s ?p ?n . ?n x:is x:folded ; ?q ?o VALUES ?q { p:0 p:1 } }",
]
LINKS = """
SELECT DISTINCT ?s ?p ?o {
  ?s ?p ?o VALUES ?p { p:0 p:1 rdfs:subClassOf x:Membership }
  FILTER NOT EXISTS { ?s x:is x:folded } FILTER NOT EXISTS { ?o x:is x:folded } FILTER(!isLiteral(?o))
}
"""


def reference_links(quads: Iterable[pyoxigraph.Quad]) -> set[tuple[str, str, str]]:
    """The links of a graph: its triples with those that rules add until there is nothing to add."""
    store = pyoxigraph.Store()
    store.extend(quads)
    store.update(f"{HEAD} {MARK}")
    size = 0
    while len(store) > size:
        size = len(store)
        for rule in RULES:
            store.update(f"{HEAD} {rule}")
    return {(str(row["s"]), row["p"].value, str(row["o"])) for row in store.query(f"{HEAD} {LINKS}")}


def opened(turtle: str) -> Memory:
    source = Memory.of(pyoxigraph.parse(turtle, RdfFormat.TURTLE))
    made = index.build(source.quads(), own=CLUBS)
    source.__dict__["index"] = made
    made.values = source.statements.values
    return source


def links_of(made: index.Index) -> set[tuple[str, str, str]]:
    return {
        (written(made.iri(one)), made.predicates[way], written(made.iri(other)))
        for one in range(made.node_count)
        for other, way, forward, _ in made.links(one)
        if forward
    }


def written(iri: str) -> str:
    return iri if iri.startswith("_:") else str(NamedNode(iri))


@given(graphs)
@settings(max_examples=300, deadline=None)
def test_links_are_those_that_construct_gives(turtle):
    source = opened(turtle)
    assert links_of(source.index) == reference_links(source.quads())


@given(graphs, st.integers(0, 1 << 30))
@settings(max_examples=200, deadline=None)
def test_paths_are_those_of_every_simple_path_over_folded_links(turtle, seed):
    source = opened(turtle)
    terms = {iri: number for number, iri in enumerate(source.index.predicates)}
    named = [(s, p, o) for s, p, o in links_of(source.index) if not (s + o).count("_:")]
    if len(named) < source.index.link_count or len(terms) > 4:
        return  # the brute-force search knows eight numbered nodes and four predicates
    links = {(int(s[7:-1]), terms[p], int(o[7:-1])) for s, p, o in named}
    ends = sorted({end for s, _, o in links for end in (s, o)})
    if len(ends) < 2:
        return
    a, b = ends[seed % len(ends)], ends[(seed + 1 + seed % (len(ends) - 1)) % len(ends)]
    if a == b:
        return
    wanted = {"k": 4, "max_hops": 5, "avoid": [], "via": [], "only": [], "without": [], "types": [], "max_degree": None}
    question = test_paths.Question(links, {}, a, b, {**wanted, "directed": False, "ranked": True})
    try:
        found = test_paths.ways(find(source, f"urn:n:{a}", f"urn:n:{b}", k=4, max_hops=5, gather=False))
    except NoPath:
        found = []
    assert found == [way for _, way in test_paths.reference(question)[:4]]


def test_the_graphs_that_are_drawn_do_fold():
    """Else the comparisons would hold of nothing."""
    kinds = set()

    @given(graphs)
    @settings(max_examples=200, deadline=None, derandomize=True, database=None)
    def draw(turtle):
        made = opened(turtle).index
        folds = [fold for link in range(made.link_count) for fold in made.folds.of_link(link)]
        kinds.update(word for fold in folds for word in fold.form.split(" "))

    draw()
    assert {"member", "some", "only", "value", "and", "or", "not", "fact", "through", "urn:p:0"} <= kinds


TOWN = f"""{PREFIXES}
:0 rdfs:label "Pie" ; rdfs:subClassOf :1 , [ a owl:Restriction ; owl:onProperty p:0 ; owl:someValuesFrom :2 ] ,
    [ a owl:Restriction ; owl:onProperty p:0 ; owl:minQualifiedCardinality 2 ; owl:onClass :3 ] ;
  owl:equivalentClass [ owl:intersectionOf ( :1 [ owl:unionOf ( :2 :3 ) ] [ owl:complementOf :4 ] ) ] ;
  p:1 ( :3 :2 "text" ) , [ a x:Place ; p:street "1 Elm Street" ; p:city :5 ] .
:1 rdfs:label "Food" . :2 rdfs:label "Apple" . :3 rdfs:label "Pear" . :4 rdfs:label "Soup" . :5 rdfs:label "Town" .
p:0 rdfs:label "has" . p:1 rdfs:label "of" .
:m a x:Membership ; x:member :2 ; x:club :5 ; x:rank "chief" ; x:since "2001-05-01"^^xsd:date .
:n a x:Membership ; rdfs:label "the post" ; x:member :3 ; x:club :5 .
:o a x:Membership ; x:member :4 ; x:club :5 . :4 p:0 :o .
"""


def described(iri: str, language: str = "en") -> list[tuple[str, str]]:
    """What a description says, each fact by its words."""
    source = opened(TOWN)
    label = Labels(source.index, language).label
    found: Description = describe_entity(source, iri, language)
    return [
        (
            told_predicate(fact.predicate, fact.statements, label, language),
            label(end) if isinstance(end, str) else end.value,
        )
        for fact in found.facts
        for end in [fact.object if fact.forward else fact.subject]
    ]


def test_a_description_tells_what_folded_nodes_say_in_their_place():
    told = described("urn:n:0")
    assert ("rdfs:subClassOf", "has some Apple") in told
    assert ("rdfs:subClassOf", "has min 2 Pear") in told
    assert ("owl:equivalentClass", "Food and (Apple or Pear) and (not Soup)") in told
    of = [end for predicate, end in told if predicate == "of"]
    assert "Place: city Town; street 1 Elm Street" in of
    assert [end for end in of if not end.startswith("Place")] == ["Pear", "Apple", "text"]
    assert ("rdfs:subClassOf", "has 有些 Apple") in described("urn:n:0", "zh")
    assert ("has some", "Pie") in described("urn:n:2")
    assert ("of › city", "Pie") in described("urn:n:5")


def test_a_membership_is_one_link_with_what_it_says_besides():
    source = opened(TOWN)
    (path, *_) = find(source, "urn:n:2", "urn:n:5", k=1)
    (hop,) = path.hops
    assert (hop.subject, hop.predicate, hop.object) == ("urn:n:2", "urn:x:Membership", "urn:n:5")
    (statement,) = hop.statements
    assert (statement.name, statement.form) == ("urn:n:m", "fact")
    assert ("urn:x:rank", "chief") in [(predicate, value.value) for predicate, value in statement.qualifiers]
    assert statement.time == hop.time == "2001-05-01/.."


def test_a_membership_with_a_name_or_of_which_something_else_speaks_stays_an_entity():
    made = opened(TOWN).index
    assert made.find("urn:n:m") is None
    assert made.find("urn:n:n") is not None
    assert made.find("urn:n:o") is not None


def test_raw_shows_the_triples_as_they_are(tmp_path):
    file = tmp_path / "town.ttl"
    file.write_text(TOWN)
    raw, folded = Memory((str(file),), raw=True), Memory((str(file),))
    assert raw.index.find("urn:n:m") is not None
    assert not raw.index.folds
    assert len(list(raw.match("urn:n:0"))) == len(list(folded.match("urn:n:0")))
    assert {way for _, way, _ in links_of(raw.index)} >= {
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest",
        "http://www.w3.org/2002/07/owl#someValuesFrom",
    }


@pytest.mark.parametrize(
    ("form", "en", "zh"),
    [
        ("", "has", "has"),
        ("member", "has", "has"),
        ("some", "has some", "has 有些"),
        ("min 2", "has min 2", "has 至少 2"),
        ("through urn:of urn:by", "of › by › has", "of › by › has"),
        ("some or", "has some either", "has 有些 或"),
        ("urn:of some only", "of some has only", "of 有些 has 仅"),
    ],
)
def test_forms_are_said_in_words(form, en, zh):
    for language, words in (("en", en), ("zh", zh)):
        assert say_predicate("has", form, lambda iri: iri.removeprefix("urn:"), language) == words


def test_a_part_is_exported_with_the_nodes_that_its_links_were_folded_from():
    from wenmai.export.choice import choose

    source = opened(TOWN)
    for entity, expected in (("urn:n:2", {"urn:n:m", "urn:n:0", "urn:n:5"}), ("urn:n:1", {"urn:n:0"})):
        quads = choose(source, entity=entity).quads()
        again = Memory.of(quads)
        made = again.__dict__["index"] = index.build(quads, own=CLUBS)
        part = {link for link in links_of(source.index) if entity in (link[0][1:-1], link[2][1:-1])}
        assert {link for link in links_of(made) if entity in (link[0][1:-1], link[2][1:-1])} == part
        assert expected <= {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}


def test_a_period_with_a_name_that_is_the_time_of_nothing_is_an_entity():
    source = opened(
        """
        @prefix time: <http://www.w3.org/2006/time#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        @prefix ex: <urn:example:> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        ex:clay a time:ProperInterval ; rdfs:label "Clay Age" ; time:hasEnd [ time:inXSDgYear "-1200"^^xsd:gYear ] ;
            time:intervalMeets ex:tin .
        ex:tin a time:Interval ; rdfs:label "Tin Age" ; time:hasBeginning [ time:inXSDgYear "-1200"^^xsd:gYear ] .
        ex:stay a time:Interval ; rdfs:label "his stay" ; time:hasBeginning [ time:inXSDgYear "1815"^^xsd:gYear ] .
        ex:ada ex:lived ex:town ; time:hasTime ex:stay .
        """
    )
    found = {source.index.iri(node).rpartition(":")[2] for node in range(source.index.node_count)}
    assert {"clay", "tin", "ada", "town"} <= found
    assert "stay" not in found
    moments = [(moment.subject.label, moment.time) for moment in wenmai.timeline(source)]
    assert ("Clay Age", "-1200") in moments or ("Clay Age", "Y-1200") in moments, moments


def test_an_association_that_names_its_predicate_is_a_link_by_that(tmp_path):
    place = tmp_path / "a.ttl"
    place.write_text(
        "@prefix ex: <urn:example:> . @prefix dc: <http://purl.org/dc/elements/1.1/> . @prefix oban: <http://purl.org/oban/> .\n"
        "ex:a1 a oban:association ; oban:association_has_subject ex:gene ; oban:association_has_predicate ex:causes ;\n"
        "    oban:association_has_object ex:illness ; dc:source ex:paper .\n"
    )
    source = wenmai.open(str(place))
    hop = wenmai.find_paths(source, "gene", "illness", k=1)[0].hops[0]
    assert hop.predicate == "urn:example:causes"
    assert [one.document for one in hop.statements[0].evidence] == ["urn:example:paper"]
