"""IRIs that wenmai knows by heart, and how an IRI is shortened for a person.

The prefixes here are declared for every query, so that ``wm:locatedIn`` can be written without a ``PREFIX`` line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.once import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    "u": "urn:wenmai:unit:",
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

NAMED = LABELS + ALIASES
"""The predicates by which an endpoint is asked for names; a name's kind is its position here."""

APPARATUS_TYPES = frozenset({RDF + "Statement", OWL + "Axiom", OWL + "Annotation", WM + "Passage"})
"""Classes whose instances say where a fact comes from: never nodes of a path or of the view."""

STRUCTURAL = frozenset(
    {
        TYPE,
        RDF + "subject",
        RDF + "predicate",
        RDF + "object",
        RDF + "reifies",
        OWL + "annotatedSource",
        OWL + "annotatedProperty",
        OWL + "annotatedTarget",
        WM + "evidence",
        WM + "unit",
        WM + "bound",
        WM + "status",
        WM + "measure",
        WM + "position",
        WM + "notStated",
    }
)
"""Predicates that are read (types, evidence, a figure's qualities) but never walked."""


_IRI = pattern(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*")
_IN_PARTS = pattern(r"[/?#\s]")


def shorten(iri: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Write an IRI as a person would: ``prefix:name`` where a prefix fits, else whole in brackets.

    The longest namespace that fits is taken, and of two that are the same the first. What is left of the IRI has to be a
    name: no path, query or fragment.

    >>> shorten("urn:wenmai:term:locatedIn")
    'wm:locatedIn'
    >>> shorten("http://example.org/a/b", {"ex": "http://example.org/"})
    '<http://example.org/a/b>'
    """
    if iri.startswith("_:"):
        return iri
    best = max((space for space in prefixes.values() if iri.startswith(space)), key=len, default=None)
    if best is None or _IN_PARTS.search(iri, len(best)):
        return f"<{iri}>"
    return next(f"{prefix}:{iri[len(best) :]}" for prefix, space in prefixes.items() if space == best)


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


def encodings(iri: str) -> list[str]:
    """An IRI with its characters as they are and with those beyond ASCII in percent, as two tools may write the same one.

    >>> encodings("http://example.org/Caf%C3%A9")
    ['http://example.org/Café', 'http://example.org/Caf%C3%A9']
    """
    from urllib.parse import quote, unquote

    return [unquote(iri), quote(unquote(iri), safe="/:#?&=;,+~!$'()*@[]%", errors="replace")]


_VERSION = pattern(r"v?\d+(\.\d+)+")
"""The end of an IRI that only says which version it is of what stands before it."""

_CODE = pattern(r"[A-Z]{1,3}\d+[a-z]?_(?=[A-Za-z])")
_HUMP = pattern(r"(?<=[a-z])(?=[A-Z][a-z])|(?<=[a-z]{2})(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})")
_OPAQUE = pattern(r"[A-Za-z]{0,8}[-_.]?\d[\w.:-]*|[0-9A-Fa-f]{8}-[0-9A-Fa-f-]+|.*[?&=].*")


def humanise(name: str) -> str:
    """The last part of an IRI as a person would write it; what is a code stays as it is.

    >>> [humanise(name) for name in ("The_Beatles", "hasTopping", "ZinfandelGrape", "BFO_0000050", "hasDNATest", "R306_x")]
    ['The Beatles', 'has topping', 'Zinfandel Grape', 'BFO_0000050', 'has DNA test', 'R306_x']
    """
    if _OPAQUE.fullmatch(name):
        return name
    words = _HUMP.sub(" ", name.replace("_", " ")).split()
    if not words:
        return name
    if words[0][0].islower() and "_" not in name:
        words = [word if len(word) > 1 and word[1:2].isupper() else word[0].lower() + word[1:] for word in words]
    return " ".join(words)


_SHOUTED = pattern(r"[A-Z]{5,}|[A-Z]+(?: [A-Z]+)+")


def spoken(name: str) -> str:
    """What a relation or a class is called in small letters where capitals are only a habit, as of Neo4j; short words may be acronyms.

    >>> spoken("ACTED IN"), spoken("DIRECTED"), spoken("ISBN"), spoken("has DNA test")
    ('acted in', 'directed', 'ISBN', 'has DNA test')
    """
    return name.lower() if _SHOUTED.fullmatch(name) else name


def unlabelled(iri: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """What a resource without a label is called: ``prefix:name`` where a prefix fits, else the last part of its IRI.

    >>> unlabelled("urn:wenmai:term:locatedIn"), unlabelled("http://example.org/people#Ada_Byron")
    ('wm:locatedIn', 'Ada Byron')
    >>> unlabelled("http://www.cidoc-crm.org/cidoc-crm/P108i_was_produced_by")
    'was produced by'
    >>> unlabelled("https://creativecommons.org/licenses/by-sa/4.0/")
    'by-sa 4.0'
    >>> unlabelled("data:image/png;base64,iVBORw0KGgoAAAANSUhEUg")  # an address that holds what it leads to (RFC 2397)
    'data:image/png;base64,…'
    """
    if iri.startswith("data:"):
        return f"{iri[:40].partition(',')[0]},…"
    short = shorten(iri, prefixes)
    if not short.startswith("<"):
        return short
    name = local_name(iri)
    if _VERSION.fullmatch(name):
        return f"{humanise(local_name(iri.rstrip('#/:').rpartition('/')[0]))} {name}"
    if is_numbered(iri):
        name = _CODE.sub("", name, count=1)  # P108i_was_produced_by: CIDOC-CRM numbers its terms
    return humanise(name) or short


def is_numbered(iri: str) -> bool:
    """Whether an IRI is of a vocabulary that numbers its terms, as CIDOC-CRM and those that extend it do.

    >>> is_numbered("http://iflastandards.info/ns/fr/frbr/frbroo/F51_Pursuit"), is_numbered("urn:x:R306_x")
    (True, False)
    """
    return not iri.startswith("_:") and any(family in iri.lower() for family in ("crm", "frbr", "lrmoo", "doremus"))


def is_absolute(text: str) -> bool:
    """Whether a text can be an IRI of some scheme.

    >>> is_absolute("mailto:ada@example.org"), is_absolute("Ada"), is_absolute("Note: one")
    (True, False, False)
    """
    return _IRI.fullmatch(text) is not None
