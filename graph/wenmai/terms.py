"""IRIs that wenmai knows by heart, and how an IRI is shortened for a person.

The prefixes here are declared for every query, so that ``wm:locatedIn`` can be written without a ``PREFIX`` line.
"""

from __future__ import annotations

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SCHEMA = "https://schema.org/"
DCTERMS = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
SH = "http://www.w3.org/ns/shacl#"

WM = "urn:wenmai:term:"
"""The vocabulary (``ontology/vocabulary.ttl``)."""

PREFIXES = {
    "wm": WM,
    "xc": "urn:wenmai:xicheng:",
    "t": "urn:wenmai:time:",
    "doc": "urn:wenmai:document:",
    "p": "urn:wenmai:passage:xicheng-2021-12-20:",
    "s": "urn:wenmai:statement:xicheng-2021-12-20:",
    "fig": "urn:wenmai:figure:xicheng-2021-12-20:",
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "schema": SCHEMA,
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "sh": SH,
    "prov": "http://www.w3.org/ns/prov#",
    "org": "http://www.w3.org/ns/org#",
    "time": "http://www.w3.org/2006/time#",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "qb": "http://purl.org/linked-data/cube#",
    "qudt": "http://qudt.org/schema/qudt/",
    "oa": "http://www.w3.org/ns/oa#",
}

TYPE = RDF + "type"
LABEL = RDFS + "label"

LABELS = (LABEL, SKOS + "prefLabel", SCHEMA + "name", "http://schema.org/name", FOAF + "name", DCTERMS + "title")
"""Predicates whose literals are an entity's label, the best first."""

ALIASES = (
    SKOS + "altLabel",
    WM + "shortName",
    WM + "externalAlias",
    SCHEMA + "alternateName",
    "http://schema.org/alternateName",
    SKOS + "hiddenLabel",
)
"""Predicates whose literals are further names of an entity."""

APPARATUS_TYPES = frozenset({RDF + "Statement", WM + "Passage"})
"""Classes whose instances say where a fact comes from: never nodes of a path or of the view."""

STRUCTURAL = frozenset(
    {
        TYPE,
        RDF + "subject",
        RDF + "predicate",
        RDF + "object",
        RDF + "reifies",
        RDFS + "isDefinedBy",
        RDFS + "domain",
        RDFS + "range",
        WM + "evidence",
        WM + "unit",
        WM + "bound",
        WM + "status",
        WM + "measure",
        WM + "position",
    }
)
"""Predicates that are read (types, evidence, a figure's qualities) but never walked."""


def shorten(iri: str) -> str:
    """Write an IRI as a person would: ``prefix:name`` where a prefix fits, else its last segment in full brackets.

    >>> shorten("urn:wenmai:term:locatedIn")
    'wm:locatedIn'
    >>> shorten("http://example.org/a")
    '<http://example.org/a>'
    """
    if iri.startswith("_:"):
        return iri
    best = ""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(namespace) > len(PREFIXES.get(best, "")):
            best = prefix
    return f"{best}:{iri[len(PREFIXES[best]) :]}" if best else f"<{iri}>"


def local_name(iri: str) -> str:
    """The last part of an IRI.

    >>> local_name("http://example.org/people#Ada_Lovelace")
    'Ada_Lovelace'
    """
    name = iri.rstrip("#/:").replace("#", "/").replace(":", "/").rpartition("/")[2]
    if "%" in name:
        from urllib.parse import unquote

        name = unquote(name)
    return name


def unlabelled(iri: str) -> str:
    """What a resource without a label is called: ``prefix:name`` where a prefix fits, else the last part of its IRI.

    >>> unlabelled("urn:wenmai:term:locatedIn"), unlabelled("http://example.org/people#Ada")
    ('wm:locatedIn', 'Ada')
    """
    short = shorten(iri)
    return (local_name(iri) or short) if short.startswith("<") else short


def expand(text: str) -> str | None:
    """The IRI that ``text`` writes out (``<…>``, ``prefix:name`` or an absolute IRI), or ``None`` when it is a name.

    >>> expand("wm:locatedIn")
    'urn:wenmai:term:locatedIn'
    >>> expand("金融街") is None
    True
    """
    if text.startswith("<") and text.endswith(">"):
        return text[1:-1]
    if text.startswith(("_:", "http://", "https://", "urn:")):
        return text
    prefix, colon, name = text.partition(":")
    if colon and prefix in PREFIXES and " " not in name:
        return PREFIXES[prefix] + name
    return None
