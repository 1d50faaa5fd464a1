"""Which format a file is in: by its content where that is plain, else by its name."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder

from wenmai.errors import InputError
from wenmai.reading.decompress import COMPRESSIONS
from wenmai.reading.encoding import guess_encoding
from wenmai.reading.foreign import Foreign, find_foreign, likely_text, other_xml
from wenmai.reading.networks.marks import is_network, is_table

EXTENSIONS = {
    "ttl": "TURTLE",
    "turtle": "TURTLE",
    "nt": "N_TRIPLES",
    "ntriples": "N_TRIPLES",
    "nq": "N_QUADS",
    "nquads": "N_QUADS",
    "trig": "TRIG",
    "rdf": "RDF_XML",
    "owl": "RDF_XML",
    "rdfs": "RDF_XML",
    "xml": "RDF_XML",
    "jsonld": "JSON_LD",
    "json": "JSON_LD",
    "jsonl": "JSON_LD",
    "ndjson": "JSON_LD",
    "csv": "TABLE",
    "tsv": "TABLE",
    "tab": "TABLE",
    "edgelist": "TABLE",
    "edges": "TABLE",
    "graphml": "GRAPHML",
    "gexf": "GEXF",
    "gml": "GML",
    "paj": "PAJEK",
    "cyjs": "NETWORK_JSON",
    "obo": "OBO",
    "ofn": "OWL_FUNCTIONAL",
    "omn": "OWL_MANCHESTER",
    "owx": "OWL_XML",
    "html": "HTML",
    "htm": "HTML",
    "xhtml": "HTML",
}
"""The format that a file name's last part stands for, after a compression's own."""

NAMES = {
    "TURTLE": "Turtle",
    "N_TRIPLES": "N-Triples",
    "N_QUADS": "N-Quads",
    "TRIG": "TriG",
    "RDF_XML": "RDF/XML",
    "JSON_LD": "JSON-LD",
    "TABLE": "a table of edges or nodes",
    "GRAPHML": "GraphML",
    "GEXF": "GEXF",
    "GML": "GML",
    "PAJEK": "a Pajek network",
    "NETWORK_JSON": "JSON of nodes and edges",
    "OBO": "OBO",
    "OWL_FUNCTIONAL": "OWL in functional syntax",
    "OWL_MANCHESTER": "OWL in Manchester syntax",
    "OWL_XML": "OWL/XML",
    "HTML": "HTML",
    "CSVW": "metadata of tables",
}

FORMATS = {
    "turtle": "TURTLE", "ntriples": "N_TRIPLES", "nquads": "N_QUADS", "trig": "TRIG", "rdfxml": "RDF_XML", "jsonld": "JSON_LD",
    "table": "TABLE", "graphml": "GRAPHML", "gexf": "GEXF", "gml": "GML",
    "pajek": "PAJEK", "json": "NETWORK_JSON", "obo": "OBO", "functional": "OWL_FUNCTIONAL",
    "manchester": "OWL_MANCHESTER", "owlxml": "OWL_XML", "html": "HTML",
}  # fmt: skip
"""The format that a person means by ``--input-format``."""

RDF_FORMS = ("TURTLE", "N_TRIPLES", "N_QUADS", "TRIG", "RDF_XML", "JSON_LD")
"""The formats of RDF, which the parser of the engine reads."""

_NODE = rb"(?:<[^>\n]*>|_:\S+)"
_LINE = re.compile(
    rb"\s*" + _NODE + rb'\s+<[^>\n]*>\s+(?:<[^>\n]*>|_:\S+|"(?:[^"\\\n]|\\.)*"(?:@[\w-]+|\^\^<[^>\n]*>)?)'
    rb"\s*(" + _NODE + rb")?\s*\.\s*(?:#.*)?"
)
_XML = re.compile(
    rb"<\?xml[\s?]|<!DOCTYPE\s|<!--|<(?:[\w.-]+:)?(?:RDF|Description)[\s>]|<[\w.:-]+\s[^<>]*\bxmlns[:=]", re.IGNORECASE
)
_JSON = re.compile(rb'\{\s*(?:"|\}\s*\Z)|\[\s*(?:\{\s*["}]|\]\s*\Z)')
_DIRECTIVE = re.compile(rb"(?:\s++|#[^\n]*+\n)*+(?:@prefix\s|@base\s|PREFIX\s+[\w.-]*:\s*<|BASE\s+<)", re.IGNORECASE)
_STATEMENT = re.compile(rb"<[^>\s]*>\s+(?:<[^>\s]+>|a|[\w-]*:[\w-]+)\s+[^\s>]")
_HIDDEN = re.compile(
    rb'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    rb"|<[^<>\s]*>|#[^\n]*",
    re.DOTALL,
)
_GRAPH = re.compile(rb"(?:\A|[.}])\s*(?:GRAPH\s+)?(?:IRI|[\w.-]*:[\w.-]*)?\s*\{(?!\|)", re.IGNORECASE)
SAMPLE = 1 << 14
"""How many bytes of a file are looked at for a graph among its statements."""


def detect_format(location: str, head: bytes) -> str:
    """The format of a file by its first bytes, else by its name; a key of :data:`NAMES`.

    Raises:
        InputError: it is surely no RDF; the sentence says what it is, and how to convert it.

    >>> detect_format("data.nq.gz", b"")
    'N_QUADS'
    >>> detect_format("data.ttl", b'{"@id": "urn:a"}')
    'JSON_LD'
    """
    known, text = known_format(location), head.lstrip()
    other = find_foreign(head)
    if other is not None and other.form:
        return other.form
    _refuse_foreign(location, head, other, known)
    found = _plain_format(text)
    if found == "JSON_LD" and is_network(text):
        return "NETWORK_JSON"
    if found is not None and known not in (None, *RDF_FORMS):
        known = None  # its content shows another format than its name
    named = _by_both(text, found, known)
    return named or _by_sight(location, head, text)


def _refuse_foreign(location: str, head: bytes, other: Foreign | None, known: str | None) -> None:
    """Raise the sentence for what is surely not opened."""
    foreign = (other.name, other.advice) if other is not None else None
    if foreign is None and _XML.match(head.lstrip()) and not location.lower().endswith((".rdf", ".owl")):
        foreign = other_xml(head)
    if foreign is None and b"\0" in head[:4096] and not guess_encoding(head) and not (known and _is_text(head[:4096])):
        foreign = ("binary data, not RDF", "look for a text format of RDF")
    if foreign is not None:
        raise InputError(foreign_sentence(location, foreign))


def _by_both(text: bytes, found: str | None, known: str | None) -> str | None:
    """The format by what the content shows (``found``) and the name says (``known``); ``None`` where neither tells it."""
    if known in ("TURTLE", "TRIG") and found in ("TURTLE", None):
        return "TRIG" if known == "TRIG" or _has_graphs(text) else "TURTLE"
    if found == "TURTLE" and known in ("N_TRIPLES", "N_QUADS") and not _DIRECTIVE.match(text):
        return known  # so that a fault in its first line is told as its own
    if found == "TURTLE" or (found == "N_TRIPLES" and known in (None, "RDF_XML", "JSON_LD")):
        found = "N_QUADS" if found == "N_TRIPLES" else "TRIG"  # the wider of each pair reads both
    if found in (None, "N_TRIPLES") and known and not (known in ("RDF_XML", "JSON_LD") and text[:1] not in b"<{["):
        return known
    return found or (known if not text else None)


def _by_sight(location: str, head: bytes, text: bytes) -> str:
    """The format of text that has no mark of its own."""
    if text and is_table(location, head):
        return "TABLE"
    if text and (foreign := likely_text(location, text)):
        raise InputError(foreign_sentence(location, foreign))
    return known_format(location) or "TRIG"


def _is_text(head: bytes) -> bool:
    """Whether bytes are UTF-8, but for a character that is cut at their end: a NUL may stand in a text of Turtle."""
    try:
        getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def archive_kind(head: bytes) -> str | None:
    """``zip`` or ``tar``, by the first bytes of a decompressed file; ``None`` for any other."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    return "tar" if head[257:262] == b"ustar" else None


def known_format(location: str) -> str | None:
    """The format that the name of a file stands for."""
    parts = location.lower().replace("\\", "/").rsplit("/", 1)[-1].split(".")
    if len(parts) > 1 and parts[-1] in COMPRESSIONS:
        parts.pop()
    return EXTENSIONS.get(parts[-1]) if len(parts) > 1 else None


def foreign_sentence(location: str, foreign: tuple[str, str]) -> str:
    """That a file is something else, and what to do."""
    name, advice = foreign
    return f"{location} is {name}; {advice}"


def _plain_format(text: bytes) -> str | None:
    """The format that the content shows; ``None`` where several would do."""
    if _JSON.match(text):
        return "JSON_LD"
    if _XML.match(text):
        return "RDF_XML"
    lines = [line for line in text.split(b"\n")[:20] if line.strip() and not line.lstrip().startswith(b"#")][:10]
    matches = [_LINE.fullmatch(line) for line in lines]
    if lines and all(matches):
        return "N_QUADS" if any(match[1] for match in matches if match) else "N_TRIPLES"
    if _DIRECTIVE.match(text) or _STATEMENT.match(text):
        return "TURTLE"
    return None


def _has_graphs(text: bytes) -> bool:
    """Whether Turtle is TriG, going by its beginning."""
    sample = text[:SAMPLE]
    if b"{" not in sample:
        return False
    shown = _HIDDEN.sub(lambda found: b"IRI" if found[0][:1] == b"<" else b" ", sample)
    return _GRAPH.search(shown) is not None
