"""What people have instead of RDF: each known by how it begins, and opened, or named with the way to convert it.

A row of :data:`FOREIGN` has the words for it, how it begins, and either the form by which it is read (a key of
:data:`wenmai.reading.others.FORMS`) or what to do. The first that fits counts.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_TABLE = "make triples of its rows, for example with Tarql or rdflib"
_NAMED = "--input-format table reads one whose header names two ends, or an id; else " + _TABLE
_DRAWN = (
    "write it as GraphML, which is opened, for example with NetworkX: nx.write_graphml(nx.read_…(FILE), 'FILE.graphml')"
)
_PROV = "convert it: prov-convert -f rdf FILE FILE.ttl (the Python package prov)"
_WIKIDATA = (
    rb'\s*(?:\{\s*"entities"\s*:\s*\{\s*"[QPL]\d+"|\[?\s*\{\s*"type"\s*:\s*"(?:item|property|lexeme)"'
    rb'|\[?\s*\{[^{}]{0,400}"(?:labels|descriptions|aliases)"\s*:\s*\{\s*"[\w-]+"\s*:\s*[\[{]+\s*"language")'
)
_PROV_JSON = (
    rb'\s*\{\s*(?:"prefix"\s*:\s*\{[^{}]*\}\s*,\s*)?"(?:entity|activity|agent|bundle|was\w+|used|hadMember)"\s*:\s*\{'
)
_OBO_GRAPHS = rb'\s*\{\s*"graphs"\s*:\s*\[\s*\{(?!.{0,8000}?"(?:source"|nodes"\s*:\s*\{))'
_MARC = "convert it: marc2bibframe2.xsl makes BIBFRAME in RDF/XML of it, with any XSLT processor"
_ENTITY_DATA = "open the same as RDF: https://www.wikidata.org/wiki/Special:EntityData/Q42.ttl is one entity, a dump in .nt or .ttl all"
_SHAPES = "make a table of its features, with a column for their id, for example with ogr2ogr -f CSV"
_UNPACK = "unpack it, and open the RDF files in it"
_ASK = "ask with CONSTRUCT, which gives triples"


class Foreign(NamedTuple):
    """A kind of file that is not RDF: its name in a sentence, how its content begins, what to do, or the form it is read by."""

    name: str
    begins: re.Pattern[bytes]
    advice: str
    form: str = ""


def _kind(name: str, pattern: bytes, advice: str, form: str = "") -> Foreign:
    return Foreign(name, re.compile(pattern, re.IGNORECASE | re.DOTALL), advice, form)


# All that may be repeated is possessive (*+) or atomic (?>…): tried another way, a file of many comments or blank lines would
# cost time exponential in their number.
_PROLOGUE = rb"\s*+(?:(?><\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*+(?:\[.*?\]\s*)?>)\s*+)*+"
_COMMENTS = rb"(?:\s++|#[^\n]*+\n|//[^\n]*+\n)*+"
_QUERY = rb"(?:PREFIX\s+[\w.-]*:\s*<[^>]*>\s*)*(?:SELECT|ASK|CONSTRUCT|DESCRIBE)\b[^.]*[{]"


def _root(name: str, element: bytes, advice: str, form: str = "") -> Foreign:
    return _kind(name, _PROLOGUE + rb"<(?:[\w.-]+:)?" + element, advice, form)


FOREIGN = (
    _kind("a Git LFS pointer, not the file itself", rb"version https://git-lfs", "fetch the file with 'git lfs pull'"),
    _kind("a SQLite database", rb"SQLite format 3\0", _TABLE),
    _kind("HDT, a compressed form of RDF", rb"\$HDT", "convert it: hdt2rdf FILE FILE.nt (hdt-cpp or hdt-java)"),
    _kind("a Parquet file, which is a table", rb"PAR1", _TABLE),
    _kind("an Arrow file, which is a table", rb"ARROW1", _TABLE),
    _kind("a PDF", rb"%PDF-", "RDF cannot be had from it; look where it was published for a download"),
    _kind("an image", rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF....WEBP|II\*\0|MM\0\*", "choose another file"),
    _kind("an Office document of the old kind (.xls, .doc)", rb"\xd0\xcf\x11\xe0", "save its table as CSV; " + _TABLE),
    _kind("a 7z archive", rb"7z\xbc\xaf", _UNPACK),
    _kind("a RAR archive", rb"Rar!\x1a", _UNPACK),
    _kind("a web page", rb"\s*+(?:(?><\?.*?\?>|<!--.*?-->)\s*+)*+(?:<!DOCTYPE\s+html|<html[\s>])", "", "HTML"),
    _root("MARC 21 (MARCXML)", rb"(?:collection|record)\b(?=[^>]*MARC21)", _MARC),
    _root("GraphML", rb"graphml[\s/>]", "", "GRAPHML"),
    _root("GEXF", rb"gexf[\s/>]", "", "GEXF"),
    _root("OWL/XML", rb"Ontology\b[^>]*(?:ontologyIRI|xmlns)\s*=\s*[\"'][^>]*owl#[\"'>]", "", "OWL_XML"),
    _root("OWL/XML", rb"Ontology\b[^>]*\bontologyIRI\s*=", "", "OWL_XML"),
    _root("TriX", rb"TriX[\s>]", "convert it: riot --output=trig FILE > FILE.trig (Apache Jena)"),
    _root("PROV-XML", rb"document\b[^>]*w3\.org/ns/prov#", _PROV),
    _root("the result of a SPARQL query", rb"sparql[\s>]", _ASK),
    _root("an image", rb"svg[\s>]", "choose another file"),
    _kind("metadata of tables", rb'\s*\{[^{}]*?"@context"\s*:\s*(?:\[\s*)?"http://www\.w3\.org/ns/csvw"', "", "CSVW"),
    _kind("the result of a SPARQL query", rb'\s*\{\s*"head"\s*:\s*\{[^{}]*\}\s*,\s*"(?:results|boolean)"', _ASK),
    _kind("Wikidata's JSON", _WIKIDATA, _ENTITY_DATA),
    _kind("PROV-JSON", _PROV_JSON, _PROV),
    _kind("OBO Graphs (JSON)", _OBO_GRAPHS, "convert it: robot convert --input FILE --output FILE.owl (ROBOT)"),
    _kind("GeoJSON, shapes on a map", rb'\s*\{\s*"type"\s*:\s*"FeatureCollection"', _SHAPES),
    _kind("OWL in functional syntax", _COMMENTS + rb"(?:Prefix|Ontology)\s*\(", "", "OWL_FUNCTIONAL"),
    _kind("OWL in Manchester syntax", _COMMENTS + rb"(?:Prefix:\s+[\w.-]*:\s*<|(?-i:Ontology):\s)", "", "OWL_MANCHESTER"),
    _kind("an OBO file", rb"(?:\s++|![^\n]*+\n)*+(?:(?:format-version|ontology|data-version|default-namespace):\s|\[Term\])", "", "OBO"),
    _kind("a Graphviz drawing", _COMMENTS + rb"(?:strict\s+)?(?:di)?graph\b[^{<]*\{\s", _DRAWN),
    _kind("GML", rb"(?:\s++|#[^\n]*+\n|(?:Creator|Version|Comment)\s[^\n]*+\n)*+graph\s*\[", "", "GML"),
    _kind("a Pajek network", rb"(?:\s++|[#%][^\n]*+\n)*+\*(?:Network|Vertices)\b", "", "PAJEK"),
    _kind("a Matrix Market file", rb"%%MatrixMarket", _DRAWN),
    _kind("a SPARQL query", _COMMENTS + _QUERY, "run it: wenmai query --file FILE -g GRAPH"),
)  # fmt: skip

_RDF = b"http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_ELEMENT = re.compile(_PROLOGUE + rb"<((?:[\w.-]+:)?[\w.-]+)[\s/>]", re.DOTALL)
_STATEMENT = re.compile(r"^\s*[<{\[@_]|^\s*(?:a|[\w.-]*:[^\s,;]*)\s+(?:a|<|[\w.-]*:\S)|\s[.;]\s*$")
"""A line that a person has meant as RDF, were it ever so broken: its first words are terms, or it ends as a statement does."""
_ENDINGS = {"csv": "CSV", "tsv": "TSV", "tab": "TSV"}


def find_foreign(head: bytes) -> Foreign | None:
    """The kind of a file that begins with ``head`` and surely is no RDF; ``None`` for all others."""
    return next((kind for kind in FOREIGN if kind.begins.match(head)), None)


def other_xml(head: bytes) -> tuple[str, str] | None:
    """The same for XML of a kind that is not in the table: it nowhere says that it is about RDF."""
    root = _ELEMENT.match(head)
    if root is None or _RDF in head or root[1].endswith(b"RDF"):
        return None
    return f"XML of another kind, of the element <{root[1].decode()}>", "make RDF/XML of it, for example with XSLT"


def likely_text(location: str, head: bytes) -> tuple[str, str] | None:
    """The same for text without a mark of its own, which a parser of RDF should have tried where it may be RDF."""
    ending = location.lower().rpartition(".")[2]
    lines = [line for line in head.decode("utf-8", "replace").splitlines()[:12] if line.strip()][:10]
    for separator, name in (("\t", "TSV"), (",", "CSV"), (";", "CSV")):
        counts = {line.count(separator) for line in lines}
        rows = len(lines) > 1 and len(counts) == 1 and counts != {0} and not any(map(_STATEMENT.search, lines))
        if ending in _ENDINGS or rows:
            return f"a table ({_ENDINGS.get(ending, name)}), not RDF", _NAMED
    if ending in ("txt", "md", "text", "log") or (lines and not re.search(r"[<>@{}\"]|\w:\S", " ".join(lines))):
        return (
            "plain text, not RDF",
            "choose an RDF file; --input-format says the format of one whose name tells nothing",
        )
    return None
