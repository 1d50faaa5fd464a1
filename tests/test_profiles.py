"""Profiles: their files, which of them apply, and what they say together."""

from __future__ import annotations

import pyoxigraph
import pytest

import wenmai
from wenmai import index
from wenmai.errors import InputError
from wenmai.languages import pick
from wenmai.profiles import CONNECTING, NODE_KINDS, ROLES, read_interpretation
from wenmai.profiles.merging import interpret
from wenmai.profiles.patterns import expand, rewrite
from wenmai.profiles.shipped import shipped_profiles
from wenmai.profiles.toml import parse_profile
from wenmai.profiles.written import write_profile

SKOS = "http://www.w3.org/2004/02/skos/core#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XL = "http://www.w3.org/2008/05/skos-xl#"


def indexed(turtle: str, own=None):
    head = f"@prefix : <urn:x:> . @prefix rdfs: <{RDFS}> . @prefix skos: <{SKOS}> . @prefix skosxl: <{XL}> .\n"
    return index.build(pyoxigraph.parse(head + turtle, pyoxigraph.RdfFormat.TURTLE), own=own)


def label(made, iri: str, language: str = "en") -> str:
    return made.label(made.require(iri), language)


@pytest.mark.parametrize("profile", shipped_profiles(), ids=lambda profile: profile.name)
def test_a_shipped_profile_says_where_its_terms_are_from_and_names_each_once(profile):
    assert profile.source
    assert profile.namespaces or profile.terms
    given = [term for terms in profile.roles.values() for term in terms]
    assert len(given) == len(set(given))
    assert set(profile.roles) <= set(ROLES)
    assert {node.kind for node in profile.nodes} <= set(NODE_KINDS)


def test_profiles_apply_by_the_terms_that_occur():
    found = interpret([SKOS + "broader", "urn:x:knows"], [], shipped_profiles())
    assert [reason.what for reason in found.reasons] == ["SKOS"]
    assert found.role(SKOS + "broader") == "taxonomy"
    assert found.role("urn:x:knows") == "domain"
    assert not found.labels


def test_an_own_profile_goes_before_the_others():
    own = parse_profile(
        '[prefixes]\nex = "urn:x:"\n[names]\nlabels = ["ex:called"]\n[roles]\nadministrative = ["skos:broader"]',
        "own.toml",
    )
    made = indexed(':a :called "Called"; rdfs:label "Labelled"; skos:broader :b .', own)
    assert label(made, "urn:x:a") == "Called"
    assert made.interpretation.role(SKOS + "broader") == "administrative"


def test_an_index_keeps_its_interpretation():
    made = indexed(":a skos:broader :b . :a skosxl:prefLabel :l . :l skosxl:literalForm 'Granite'@en .")
    meant = made.interpretation
    assert read_interpretation(meant.write()) == meant
    roles = dict(zip(made.predicates, map(made.role, range(len(made.predicates))), strict=True))
    assert roles == {SKOS + "broader": "taxonomy"}
    assert roles[SKOS + "broader"] in CONNECTING


def test_a_name_may_be_two_predicates_away_and_its_node_is_no_entity():
    made = indexed(":a skosxl:prefLabel :l . :l skosxl:literalForm 'Granite'@en, 'Granit'@de . :a skos:broader :b .")
    assert label(made, "urn:x:a") == "Granite"
    assert label(made, "urn:x:a", "de") == "Granit"
    assert made.find("urn:x:l") is None


def test_names_are_put_together_of_those_that_have_all_parts():
    own = parse_profile('[prefixes]\nex = "urn:x:"\n[names]\nlabels = ["ex:given + ex:family"]', "own.toml")
    made = indexed(":a :given 'Ada'; :family 'Lovelace' . :b :given 'Bob'; :knows :a .", own)
    assert label(made, "urn:x:a") == "Ada Lovelace"
    assert label(made, "urn:x:b") == "b"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("[names", "is no TOML"),
        ("[name]", "name is not known; a profile has"),
        ("[names]\nlabel = []", "names.label is not known; names has labels"),
        ("[names]\nlabels = ['ex:a']", "whose prefix is not declared under"),
        ("[names]\nlabels = ['skos:prefLabel//']", "which is no way"),
        ("[[nodes]]\nkind = 'tree'", "is 'tree', not one of statement"),
        ("[[nodes]]\nkind = 'time'\nvalue = []", "nodes[0].value is not known"),
        ("[nodes]\nkind = 'time'", "write [[nodes]]"),
        ("[roles]\ndomain = [1]", "roles.domain is no list of texts"),
    ],
)
def test_what_is_wrong_in_a_profile_is_told_in_one_sentence(text, wrong):
    with pytest.raises(InputError) as told:
        parse_profile(text, "own.toml")
    assert "the profile own.toml" in str(told.value)
    assert wrong in str(told.value)
    assert "\n" not in str(told.value)


def test_patterns():
    assert expand("urn:p:*/x", ["urn:p:1/x", "urn:p:1/y"]) == ("urn:p:1/x",)
    assert rewrite("urn:p:1/x", "urn:p:*/x", "urn:q:*") == "urn:q:1"
    assert rewrite("urn:r:1", "urn:p:*", "urn:q:*") is None


def test_what_no_profile_knows_is_guessed_and_said():
    own = indexed(
        ":a :companyName 'Mill'; :jobTitle 'Boss'; :x :b . :b :companyName 'Pond'; :note 'long' ."
        ":lbl rdfs:subPropertyOf rdfs:label . :p :givenName 'Ada'; :familyName 'King' ."
    )
    assert [label(own, f"urn:x:{name}") for name in "abp"] == ["Mill", "Pond", "Ada King"]
    assert {reason.what for reason in own.interpretation.reasons} >= {"urn:x:companyName"}
    assert "urn:x:jobTitle" not in str(own.interpretation.labels)


@pytest.mark.parametrize("order", [1, -1])
def test_sub_properties_of_a_label_name_things_wherever_the_graph_says_so(order, tmp_path):
    triples = [
        "<urn:x:a> <urn:x:lbl> 'Copper'@en .",
        "<urn:x:lbl> <%ssubPropertyOf> <urn:x:mid> ." % RDFS,  # noqa: UP031
        "<urn:x:mid> <%ssubPropertyOf> <%slabel> ." % (RDFS, RDFS),  # noqa: UP031
    ]
    file = tmp_path / "a.ttl"
    file.write_text("\n".join(triples[::order]), encoding="utf-8")
    wenmai.load([file], tmp_path / "store")
    for place in (file, tmp_path / "store"):
        assert [found.label for found in wenmai.search(wenmai.open(place), "copper")] == ["Copper"]


def test_a_property_of_ones_own_names_things(tmp_path):
    file = tmp_path / "a.ttl"
    file.write_text("@prefix ex: <urn:x:> . ex:a ex:kennung 'Amber' ; a ex:T . ex:b ex:knows ex:a .", encoding="utf-8")
    for said in ("urn:x:kennung", "ex:kennung", "kennung"):
        assert [found.label for found in wenmai.search(wenmai.open(file, labels=[said]), "amber")] == ["Amber"]
        wenmai.load([file], tmp_path / "store", labels=[said])
        assert [found.label for found in wenmai.search(wenmai.open(tmp_path / "store"), "amber")] == ["Amber"]


def test_a_name_may_be_of_nodes_of_a_class_alone():
    own = parse_profile(
        '[prefixes]\nex = "urn:x:"\n[names]\nlabels = ["ex:by[!ex:Id]/ex:says"]\naliases = ["ex:by[ex:Id]/ex:says"]',
        "own.toml",
    )
    made = indexed(":a :by :i, :n . :i a :Id ; :says 'X-1' . :n a :Title ; :says 'Night' .", own)
    assert label(made, "urn:x:a") == "Night"
    assert [text for *_, text, _ in made.texts(made.require("urn:x:a"))] == ["Night", "X-1"]


def test_a_predicate_goes_by_the_name_of_its_property():
    wikibase, wd = "http://wikiba.se/ontology#", "http://www.wikidata.org/"
    made = indexed(
        f"<{wd}entity/P26> rdfs:label 'spouse'@en ; <{wikibase}directClaim> <{wd}prop/direct/P26> ."
        f":a <{wd}prop/direct/P26> :b ; <{wd}prop/direct/P22> :c . <{wd}entity/P22> rdfs:label 'father'@en ."
    )
    assert made.term_label(f"{wd}prop/direct/P26", "en") == "spouse"
    assert made.term_label(f"{wd}prop/direct/P22", "en") == "father"


def test_classes_that_say_nothing_are_told_only_alone():
    owl = "http://www.w3.org/2002/07/owl#"
    made = indexed(f":a a :Bank, <{owl}NamedIndividual> . :b a <{owl}NamedIndividual> .")
    assert made.types(made.require("urn:x:a")) == ("urn:x:Bank",)
    assert made.types(made.require("urn:x:b")) == (owl + "NamedIndividual",)


LABELS = {"de": "Wien", "en": "Vienna", "zh-Hans": "维也纳", "fr": "Vienne", "": "Vindobona"}


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("de", "Wien"),
        ("de-AT,fr", "Wien"),
        ("it,fr,*", "Vienne"),
        ("zh", "维也纳"),
        ("zh-Hans-CN", "维也纳"),
        ("zh-Hant", "维也纳"),
        ("it", "Vindobona"),
        ("*", "Vindobona"),
        ("EN_us", "Vienna"),
    ],
)
def test_a_label_is_looked_up_by_ranges(language, shown):
    assert pick(LABELS, language) == shown


def test_the_wanted_language_goes_before_the_order_of_properties():
    made = indexed(":a rdfs:label 'Americana'@pt ; skos:prefLabel 'American'@en .")
    assert label(made, "urn:x:a", "en") == "American"
    assert label(made, "urn:x:a", "pt") == "Americana"


def test_what_nearly_everything_is_linked_with_connects_nothing():
    rows = "".join(f":n{n} :inCollection :whole ; :next :n{n + 1} ." for n in range(80))
    made = indexed(rows + ":n1 :inCollection :other .")
    assert made.interpretation.role("urn:x:inCollection") == "administrative"
    assert made.interpretation.role("urn:x:next") == "domain"
    assert any("80 of its 81 links lead to one thing" in reason.why for reason in made.interpretation.reasons)


def test_what_was_understood_is_written_and_taken_back():
    turtle = (
        ":a :kennung 'K' ; skosxl:prefLabel :l ; skos:broader :b ; :p :c . :l skosxl:literalForm 'Granite'@en ."
        "<http://www.wikidata.org/entity/Q1> <http://www.wikidata.org/prop/P1> :s . :s a <http://wikiba.se/ontology#Statement> ;"
        "<http://www.wikidata.org/prop/statement/P1> :a . :a a <http://www.w3.org/2006/time#Instant> ; :name 'x', 'y' ."
    )
    own = parse_profile(
        '[prefixes]\nex = "urn:x:"\n[names]\nlabels = ["ex:by[!ex:Id]/ex:kennung", "ex:kennung"]', "own.toml"
    )
    first = indexed(turtle, own).interpretation
    text = write_profile(first, {"ex": "urn:x:", "skos": SKOS}, ["urn:x:p"])
    second = indexed(turtle, parse_profile(text, "again.toml")).interpretation
    assert second.labels == first.labels
    assert {**first.roles, "urn:x:p": "domain"} == second.roles
    assert [node.kind for node in first.nodes] == [node.kind for node in second.nodes[: len(first.nodes)]]
    assert first.nodes == second.nodes[: len(first.nodes)]


def test_a_store_keeps_its_profile_when_more_is_added(tmp_path):
    own, first, second = (tmp_path / name for name in ("own.toml", "a.ttl", "b.ttl"))
    own.write_text('[prefixes]\nex = "urn:x:"\n[names]\nlabels = ["ex:kennung"]', encoding="utf-8")
    first.write_text("<urn:x:a> <urn:x:kennung> 'Amber' .", encoding="utf-8")
    second.write_text("<urn:x:b> <urn:x:kennung> 'Beryl' .", encoding="utf-8")
    wenmai.load([first], tmp_path / "store", profile=own)
    own.unlink()
    wenmai.load([second], tmp_path / "store", add=True)
    store = wenmai.open(tmp_path / "store")
    assert [found.label for name in ("amber", "beryl") for found in wenmai.search(store, name)] == ["Amber", "Beryl"]


def test_a_profile_that_is_not_there_is_told(tmp_path):
    file = tmp_path / "a.ttl"
    file.write_text("<urn:x:a> <urn:x:p> 'Amber' .", encoding="utf-8")
    with pytest.raises(InputError, match=r"the profile .*none\.toml cannot be read"):
        wenmai.stats(wenmai.open(file, profile=tmp_path / "none.toml"))
    with pytest.raises(InputError, match=r"the profile .*none\.toml cannot be read"):
        wenmai.load([file], tmp_path / "store", profile=tmp_path / "none.toml")
