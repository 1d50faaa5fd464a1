"""Which format a file is in: by its name, else by its first bytes."""

from __future__ import annotations

import re

from wenmai.errors import InputError
from wenmai.reading.decompress import COMPRESSIONS

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

_LINE = re.compile(
    rb'\s*(?:<[^>\n]*>|_:\S+)\s+<[^>\n]*>\s+(?:<[^>\n]*>|_:\S+|"(?:[^"\\\n]|\\.)*"(?:@[\w-]+|\^\^<[^>\n]*>)?)'
    rb"\s*(?:<[^>\n]*>|_:\S+)?\s*\.\s*(?:#.*)?"
)
_XML = re.compile(rb"<\?xml[\s?]|<!DOCTYPE\s|<!--|<(?:[\w.-]+:)?(?:RDF|Description)[\s>]", re.IGNORECASE)
_HTML = re.compile(rb"<!DOCTYPE\s+html|<html[\s>]", re.IGNORECASE)
_JSON = re.compile(rb'\{\s*(?:"|\}\s*\Z)|\[\s*(?:\{\s*["}]|\]\s*\Z)')


def detect_format(location: str, head: bytes) -> str:
    """The format of a file, by its name, else by its first bytes; a key of :data:`NAMES`.

    >>> detect_format("data.nq.gz", b"")
    'N_QUADS'
    >>> detect_format("data", b'{"@id": "urn:a"}')
    'JSON_LD'
    """
    parts = location.lower().replace("\\", "/").rsplit("/", 1)[-1].split(".")
    if len(parts) > 1 and parts[-1] in COMPRESSIONS:
        parts.pop()
    known = EXTENSIONS.get(parts[-1]) if len(parts) > 1 else None
    text = head.lstrip()
    if _HTML.match(text):
        raise InputError(f"{location} is a web page, not RDF; look on it for a download")
    if known in ("RDF_XML", "JSON_LD") and parts[-1] in ("xml", "json") and text and text[:1] not in b"<{[":
        known = None
    return known or _sniff(text)


def _sniff(text: bytes) -> str:
    if _JSON.match(text):
        return "JSON_LD"
    if _XML.match(text):
        return "RDF_XML"
    lines = [line for line in text.split(b"\n")[:20] if line.strip() and not line.lstrip().startswith(b"#")]
    # N-Quads holds N-Triples, and TriG holds Turtle: the wider of each pair reads both.
    return "N_QUADS" if lines and all(_LINE.fullmatch(line) for line in lines[:10]) else "TRIG"
