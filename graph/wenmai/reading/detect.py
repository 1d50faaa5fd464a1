"""Which format a file is in: by its content where that is plain, else by its name."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder

from wenmai.errors import InputError
from wenmai.reading.decompress import COMPRESSIONS
from wenmai.reading.encoding import guess_encoding
from wenmai.reading.foreign import find_foreign, likely_text, other_xml

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
}
"""The format that a file name's last part stands for, after a compression's own."""

NAMES = {
    "TURTLE": "Turtle",
    "N_TRIPLES": "N-Triples",
    "N_QUADS": "N-Quads",
    "TRIG": "TriG",
    "RDF_XML": "RDF/XML",
    "JSON_LD": "JSON-LD",
}

FORMATS = {name.lower().replace("/", "").replace("-", ""): form for form, name in NAMES.items()}
"""The format that a person means by ``--input-format``: turtle, ntriples, nquads, trig, rdfxml, jsonld."""

_NODE = rb"(?:<[^>\n]*>|_:\S+)"
_LINE = re.compile(
    rb"\s*" + _NODE + rb'\s+<[^>\n]*>\s+(?:<[^>\n]*>|_:\S+|"(?:[^"\\\n]|\\.)*"(?:@[\w-]+|\^\^<[^>\n]*>)?)'
    rb"\s*(" + _NODE + rb")?\s*\.\s*(?:#.*)?"
)
_XML = re.compile(
    rb"<\?xml[\s?]|<!DOCTYPE\s|<!--|<(?:[\w.-]+:)?(?:RDF|Description)[\s>]|<[\w.:-]+\s[^<>]*\bxmlns[:=]", re.IGNORECASE
)
_JSON = re.compile(rb'\{\s*(?:"|\}\s*\Z)|\[\s*(?:\{\s*["}]|\]\s*\Z)')
_DIRECTIVE = re.compile(rb"(?:\s+|#[^\n]*\n)*(?:@prefix\s|@base\s|PREFIX\s+[\w.-]*:\s*<|BASE\s+<)", re.IGNORECASE)
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
    known = known_format(location)
    text = head.lstrip()
    if (foreign := find_foreign(head)) or (
        foreign := other_xml(head) if _XML.match(text) and not location.lower().endswith((".rdf", ".owl")) else None
    ):
        raise InputError(foreign_sentence(location, foreign))
    if b"\0" in head[:4096] and not guess_encoding(head) and not (known and _is_text(head[:4096])):
        raise InputError(foreign_sentence(location, ("binary data, not RDF", "look for a text format of RDF")))
    found = _plain_format(text)
    if known in ("TURTLE", "TRIG") and found in ("TURTLE", None):
        return "TRIG" if known == "TRIG" or _has_graphs(text) else "TURTLE"
    if found == "TURTLE" and known in ("N_TRIPLES", "N_QUADS") and not _DIRECTIVE.match(text):
        return known  # so that a fault in its first line is told as its own
    if found == "TURTLE" or (found == "N_TRIPLES" and known in (None, "RDF_XML", "JSON_LD")):
        found = "N_QUADS" if found == "N_TRIPLES" else "TRIG"  # the wider of each pair reads both
    if found in (None, "N_TRIPLES") and known and not (known in ("RDF_XML", "JSON_LD") and text[:1] not in b"<{["):
        return known
    if found is None and text and (foreign := likely_text(location, text)):
        raise InputError(foreign_sentence(location, foreign))
    return found or known or "TRIG"


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
