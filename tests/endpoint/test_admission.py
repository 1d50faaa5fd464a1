"""Which links a search of an endpoint takes by what statements say of them, in every spelling."""

from __future__ import annotations

import pytest

import servers
from wenmai.errors import NoPath
from wenmai.paths import find
from wenmai.sources.endpoint import connect
from wenmai.statements.standing import Admission

HEAD = """
@prefix ex: <http://example.org/> . @prefix wm: <urn:wenmai:term:> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
ex:bob ex:at ex:firm .
"""
SAID = 'ex:from "2001-01-01"^^xsd:date ; ex:to "2005-12-31"^^xsd:date ; wm:status wm:Planned'
SPELLINGS = {
    "annotation": f"ex:annotation ex:at ex:firm {{| {SAID} |}} .",
    "statement": f"ex:s a rdf:Statement ; rdf:subject ex:statement ; rdf:predicate ex:at ; rdf:object ex:firm ; {SAID} .",
    "axiom": "_:a a owl:Axiom ; owl:annotatedSource ex:axiom ; owl:annotatedProperty ex:at ; owl:annotatedTarget ex:firm ; "
    f"{SAID} .",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    file = tmp_path_factory.mktemp("graphs") / "said.ttl"
    links = "".join(f"ex:{name} ex:at ex:firm .\n" for name in SPELLINGS)
    file.write_text(HEAD + links + "\n".join(SPELLINGS.values()), encoding="utf-8")
    with servers.oxigraph(file) as found:
        yield found


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, True),
        ({"as_of": "2003"}, True),
        ({"as_of": "2010"}, False),
        ({"status": ["achieved"]}, False),
        ({"status": ["achieved", "planned"]}, True),
        ({"stated_only": True}, True),
    ],
)
def test_an_endpoint_takes_the_links_that_the_file_takes(address, spelling, asked, found):
    ends = f"http://example.org/{spelling}", "http://example.org/bob"
    try:
        paths = list(find(connect(address), *ends, admission=Admission.of(**asked)))
    except NoPath:
        paths = []
    assert bool(paths) is found
