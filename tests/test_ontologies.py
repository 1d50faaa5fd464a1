"""OBO, OWL in other syntaxes, web pages and packaged contexts: read as RDF, compared with what others make of the same."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

import needs
from wenmai.errors import InputError
from wenmai.notices import collect_notices
from wenmai.reading import ReadOptions, quads
from wenmai.reading.contexts import CONTEXTS, known_context
from wenmai.sources import Memory
from wenmai.terms import LABEL, OWL, RDFS, TYPE

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared/corpus"
OBO = "http://purl.obolibrary.org/obo/"
OIO = "http://www.geneontology.org/formats/oboInOwl#"


def put(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def triples(location, **options):
    return {
        (quad.subject.value, quad.predicate.value, getattr(quad.object, "value", ""))
        for quad in quads(location, options=ReadOptions(**options))
    }


STANZAS = r"""format-version: 1.2
ontology: demo
idspace: X http://example.org/x#

[Term]
id: GO:0000001 ! a comment
name: mitochondrion inheritance \{by cells\}
namespace: biological_process
def: "The \"passing on\", as seen." [PMID:10873824, GOC:mcc "curated"]
synonym: "mitochondrial inheritance" EXACT [ISBN:1]
xref: Wikipedia:Mitochondrion "page"
is_a: GO:0048308 {source="x"} ! organelle inheritance
relationship: part_of GO:0000002 ! other
intersection_of: GO:0000003
intersection_of: has_part X:7
property_value: http://purl.org/dc/terms/date "2020-01-02" xsd:date
is_obsolete: true

[Typedef]
id: part_of
name: part of
is_transitive: true
"""


def test_obo_as_its_mapping_to_owl_has_it(tmp_path):
    found = triples(put(tmp_path, "a.obo", STANZAS))
    term = OBO + "GO_0000001"
    expected = {
        (term, TYPE, OWL + "Class"),
        (term, LABEL, "mitochondrion inheritance {by cells}"),
        (term, OBO + "IAO_0000115", 'The "passing on", as seen.'),
        (term, OIO + "hasExactSynonym", "mitochondrial inheritance"),
        (term, OIO + "hasDbXref", "Wikipedia:Mitochondrion"),
        (term, OIO + "hasOBONamespace", "biological_process"),
        (term, OIO + "id", "GO:0000001"),
        (term, RDFS + "subClassOf", OBO + "GO_0048308"),
        (term, "http://purl.org/dc/terms/date", "2020-01-02"),
        (term, OWL + "deprecated", "true"),
        (OBO + "BFO_0000050", TYPE, OWL + "TransitiveProperty"),
        (OBO + "demo.owl", TYPE, OWL + "Ontology"),
    }
    assert expected <= found
    values = {(predicate, value) for _, predicate, value in found}
    assert {(OWL + "someValuesFrom", OBO + "GO_0000002"), (OWL + "someValuesFrom", "http://example.org/x#7")} <= values
    assert {(OIO + "hasDbXref", one) for one in ("PMID:10873824", "GOC:mcc", "ISBN:1")} <= values
    assert (OWL + "onProperty", OBO + "BFO_0000051") in values


def test_who_cites_a_definition_is_its_evidence(wenmai, tmp_path):
    shown = wenmai("show", "GO_0000001", "-g", put(tmp_path, "a.obo", STANZAS), "--format", "json")
    assert "PMID:10873824" in shown.out


def test_obo_against_the_same_ontology_in_owl():
    """Names, parents and properties of the relation ontology's core are those of its OWL edition."""
    if not CORPUS.exists():
        needs.missing("other people's graphs are not here")
    mine, owl = triples(str(CORPUS / "ro-core.obo")), triples(str(CORPUS / "ro.owl"))
    wanted = {LABEL, RDFS + "subPropertyOf", OBO + "IAO_0000115", OWL + "inverseOf"}
    parts = [triple for triple in mine if triple[1] in wanted and triple[0].startswith(OBO + "BFO_")]
    shared = [triple for triple in parts if triple in owl]
    assert len(shared) > 0.6 * len(parts)
    assert len(parts) > 30


SYNTAXES = {
    "a.ofn": "Prefix(:=<urn:x#>)\nPrefix(owl:=<http://www.w3.org/2002/07/owl#>)\n"
    "Ontology(<urn:x>\nDeclaration(Class(:Pizza))\nSubClassOf(:Pizza :Food)\n)",
    "a.omn": "Prefix: : <urn:x#>\nOntology: <urn:x>\n\nClass: Food\n\nClass: Pizza\n    SubClassOf: Food\n",
    "a.owx": '<?xml version="1.0"?><Ontology xmlns="http://www.w3.org/2002/07/owl#" ontologyIRI="urn:x">'
    '<Declaration><Class IRI="urn:x#Pizza"/></Declaration>'
    '<SubClassOf><Class IRI="urn:x#Pizza"/><Class IRI="urn:x#Food"/></SubClassOf></Ontology>',
}


@pytest.mark.parametrize("name", SYNTAXES)
@pytest.mark.parametrize("ending", ["", ".owl"])
def test_owl_in_its_other_syntaxes(tmp_path, name, ending):
    needs.library("pyhornedowl")
    found = triples(put(tmp_path, name + ending, SYNTAXES[name]))
    assert ("urn:x#Pizza", RDFS + "subClassOf", "urn:x#Food") in found
    assert ("urn:x#Pizza", TYPE, OWL + "Class") in found


def test_entities_of_owl_xml_are_written_out(tmp_path):
    needs.library("pyhornedowl")
    text = SYNTAXES["a.owx"].replace('"urn:x#', '"&x;')
    text = text.replace("?><Ont", "?>\n<!DOCTYPE Ontology [<!ENTITY x 'urn:x#'>]>\n<Ont")
    assert ("urn:x#Pizza", RDFS + "subClassOf", "urn:x#Food") in triples(put(tmp_path, "a.owx", text))


@pytest.mark.parametrize("name", SYNTAXES)
def test_without_the_library_the_converter_is_named(tmp_path, monkeypatch, name):
    monkeypatch.setitem(__import__("sys").modules, "pyhornedowl", None)
    with pytest.raises(InputError, match=r"OWL.*wenmai\[formats\].*robot convert"):
        triples(put(tmp_path, name, SYNTAXES[name]))


@pytest.mark.parametrize("name", ["a.ofn", "a.omn"])
def test_broken_ontologies_end_in_a_sentence(tmp_path, name):
    needs.library("pyhornedowl")
    with pytest.raises(InputError, match="horned-owl") as caught:
        triples(put(tmp_path, name, SYNTAXES[name].replace("Pizza", "Pi(zz:a", 1)))
    assert "\n" not in str(caught.value)


PAGE = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html><head><title>Ada</title><meta property="og:title" content="Ada"/>
<script type="application/ld+json">{{"@context": "https://schema.org", "@id": "#ada", "@type": "Person", "name": "Ada",
 "birthDate": "1815-12-10", "url": "https://example.org/ada", "knows": {{"name": "Babbage"}}}}</script>
<script type="application/ld+json">[{{"@context": {{"@vocab": "urn:v:"}}, "@id": "urn:b", "knows": {{"name": "Byron"}}}}]</script>
</head><body>{}</body></html>"""


def test_json_ld_in_a_page(tmp_path):
    location = put(tmp_path, "a.html", PAGE.format("text < text & more"))
    ada = f"{Path(location).as_uri()}#ada"
    with collect_notices() as notices:
        source = Memory((location,))
        found = {(q.subject.value, q.predicate.value, getattr(q.object, "value", "")) for q in source.quads()}
    assert {
        (ada, TYPE, "http://schema.org/Person"),
        (ada, "http://schema.org/name", "Ada"),
        (ada, "http://schema.org/birthDate", "1815-12-10"),
        (ada, "http://schema.org/url", "https://example.org/ada"),
    } <= found
    blank = {
        subject
        for subject, predicate, _ in found
        if predicate in ("http://schema.org/name", "urn:v:name") and subject != ada
    }
    assert len(blank) == 2  # Babbage and Byron are nobody's alias
    assert notices is not None


def test_rdfa_in_a_page(tmp_path):
    needs.library("pyRdfa")
    body = '<div vocab="http://schema.org/" typeof="Person" resource="urn:ada"><b property="name">Ada</b></div>'
    found = triples(put(tmp_path, "a.html", PAGE.format(body)))
    assert {("urn:ada", TYPE, "http://schema.org/Person"), ("urn:ada", "http://schema.org/name", "Ada")} <= found
    assert ("urn:b", "urn:v:knows") in {triple[:2] for triple in found}


def test_pages_without_rdf_are_told_so(tmp_path):
    with pytest.raises(InputError, match="neither JSON-LD nor RDFa"):
        triples(put(tmp_path, "a.html", "<!DOCTYPE html><html><meta property='og:title' content='x'></html>"))
    with pytest.raises(InputError, match=r"a\.html:1: its JSON-LD|not JSON"):
        triples(put(tmp_path, "a.html", '<html><script type="application/ld+json">{"a": </script></html>'))


@pytest.mark.parametrize("known", CONTEXTS, ids=lambda known: known.vocabulary)
def test_packaged_contexts_are_valid_and_go_by_their_addresses(tmp_path, known):
    for address in known.addresses:
        for form in (f"https://{address}", f"http://{address}/"):
            assert known_context(form) == known
    document = {"@context": f"https://{known.addresses[0]}", "id": "urn:a", "type": "Thing", "name": "A"}
    found = triples(put(tmp_path, "a.jsonld", json.dumps(document)))
    assert {subject for subject, _, _ in found} == {"urn:a"}
    assert "A" in {value for _, _, value in found}
    assert any(predicate == TYPE for _, predicate, _ in found)


def test_a_context_of_ones_own_goes_before_the_packaged_one(wenmai, tmp_path):
    own = put(tmp_path, "own.jsonld", '{"@context": {"name": "urn:own:name"}}')
    location = put(tmp_path, "a.jsonld", '{"@context": "http://schema.org/", "@id": "urn:a", "name": "A"}')
    assert triples(location) == {("urn:a", "http://schema.org/name", "A")}
    assert triples(location, contexts=(("http://schema.org/", own),)) == {("urn:a", "urn:own:name", "A")}
    done = wenmai("show", "A", "-g", location)
    assert "schema.org 30.0, in part; --context" in done.err


def test_lines_of_json_ld_with_a_packaged_context(tmp_path):
    lines = "".join(
        json.dumps({"@context": "https://schema.org", "@id": f"urn:{n}", "name": f"N{n}"}) + "\n" for n in range(3)
    )
    assert triples(put(tmp_path, "a.jsonl", lines)) == {
        (f"urn:{n}", "http://schema.org/name", f"N{n}") for n in range(3)
    }


def test_quads_of_all_are_of_rdf(tmp_path):
    """What is read can be written as N-Triples and read again."""
    for name, text in {"a.obo": STANZAS, "a.html": PAGE.format(""), **SYNTAXES}.items():
        if name[2:] in ("ofn", "omn", "owx"):
            needs.library("pyhornedowl")
        found = [quad.triple for quad in quads(put(tmp_path, name, text))]
        written = ox.serialize(found, format=ox.RdfFormat.N_TRIPLES)
        assert len(list(ox.parse(written, format=ox.RdfFormat.N_TRIPLES))) == len(found)


def test_relations_without_typedefs_go_by_their_names(wenmai, tmp_path):
    place = tmp_path / "a.obo"
    place.write_text("[Term]\nid: P:1\nname: paw\nrelationship: part_of P:2\n\n[Term]\nid: P:2\nname: cat\n")
    assert "part of some" in wenmai("path", "paw", "cat", "-g", str(place), "--lang", "en").out
