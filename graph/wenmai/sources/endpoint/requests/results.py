"""SPARQL results as servers send them, read by their content: JSON, XML or TSV, whatever the header calls it.

A reader checks as much as is used later, so that what comes out has the shape of the standard. IRIs are left as they came:
servers hold invalid ones, and a person should see them. XML is read by the standard library's expat and not by pyoxigraph
(0.5), which refuses a whole answer for one invalid IRI, for Virtuoso's names of blank nodes, and for any encoding but UTF-8.
"""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from wenmai.model import XSD_STRING, Literal, Term, Triple
from wenmai.sources.endpoint.requests.results_xml import Unreadable, read_xml
from wenmai.terms import RDF

Binding = dict[str, Any]
"""A term as the SPARQL results JSON has it: ``type``, ``value``, and ``xml:lang`` or ``datatype``."""

MOST_MARKS = 8_000_000
"""Separators that an answer may have: each becomes an object at worst, of ten times its size in memory."""

LANG_STRING = RDF + "langString"
DIR_LANG_STRING = RDF + "dirLangString"
_SURROGATE = re.compile(r"[\ud800-\udfff]+")
_STANDARD = {"http://www.openlinksw.com/schemas/virtrdf#Geometry": "http://www.opengis.net/ont/geosparql#wktLiteral"}
"""Datatypes of a server's own, and what they stand for: Virtuoso makes its own of places that it reads."""

_CHARSET = re.compile(r"(?i)iso-?8859|latin|windows-125|cp125|gb|big5|euc-|shift_?jis|koi8|us-ascii|utf-")
_PAGE = re.compile(rb"(?i)<(!doctype\s+html|html|head|body)\b")


__all__ = [
    "CUT_SHORT",
    "Binding",
    "Results",
    "Unreadable",
    "is_cut_short",
    "is_page",
    "is_partial",
    "read_results",
    "read_term",
    "write_json",
]


class Results(NamedTuple):
    """The rows of a ``SELECT``, each by variable, or the ``boolean`` of an ``ASK``."""

    variables: tuple[str, ...]
    rows: list[dict[str, Binding]]
    boolean: bool | None = None


def is_page(body: bytes) -> bool:
    """Whether a body is a web page for people."""
    head = body[:1000].replace(b"\0", b"")
    return bool(_PAGE.search(head)) and b"sparql-results" not in head


def read_results(body: bytes, charset: str = "") -> Results:
    """The results in a body; ``charset`` is what its header says, which is heeded where the text is not UTF-8.

    Raises:
        Unreadable: there are none in it.
    """
    if sum(map(body.count, (b"{", b"[", b",", b"<"))) > MOST_MARKS:
        raise Unreadable(f"they have more than {MOST_MARKS:,} parts; ask for less, with LIMIT")
    start = body[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1]
    try:
        if start == b"<":
            return _checked(*read_xml(body, charset if _CHARSET.match(charset) else ""))
        return _from_json(_from_tsv(body) if start == b"?" else _decoded(body, charset))
    except RecursionError:
        raise Unreadable("they nest too deep") from None


def _decoded(body: bytes, charset: str) -> str:
    try:
        return body.decode(json.detect_encoding(body))
    except UnicodeDecodeError as error:
        if _CHARSET.match(charset):
            try:
                return body.decode(charset)
            except (LookupError, UnicodeError):
                pass
        raise Unreadable(f"the byte at offset {error.start:,} is not {error.encoding}") from None


def _from_tsv(body: bytes) -> str:
    from pyoxigraph import QueryResultsFormat, parse_query_results

    try:
        found = parse_query_results(body, format=QueryResultsFormat.TSV)
        return (found.serialize(format=QueryResultsFormat.JSON) or b"").decode()
    except (SyntaxError, ValueError) as error:
        raise Unreadable(str(error)) from None


def _from_json(text: str) -> Results:
    try:
        found = json.loads(text)
    except ValueError:
        raise Unreadable("it ends early or is damaged") from None
    if isinstance(found, dict) and "boolean" in found:
        found = found["boolean"]
        if not isinstance(found, bool):
            raise Unreadable("its yes or no is neither")
    if isinstance(found, bool):
        return Results((), [], found)
    try:
        return _checked(found["head"]["vars"], found["results"]["bindings"])
    except (LookupError, TypeError, AttributeError):
        raise Unreadable("its JSON is not a table of results") from None


def _checked(variables: Any, rows: Any, boolean: bool | None = None) -> Results:
    if not isinstance(variables, list) or not isinstance(rows, list):
        raise Unreadable("its JSON is not a table of results")
    if not all(isinstance(name, str) for name in variables):
        raise Unreadable("the name of a variable is no text")
    try:
        table = [{_whole(name): _plain(binding) for name, binding in row.items()} for row in rows]
    except (LookupError, TypeError, AttributeError):
        raise Unreadable("its JSON is not a table of results") from None
    return Results(tuple(map(_whole, variables)), table, boolean)


def _plain(binding: Any) -> Binding:
    """A binding checked, and as today's standard writes it where an older one or a server's own habit came."""
    kind, text = binding["type"], binding["value"]
    if kind == "triple":
        return {"type": kind, "value": {part: _plain(text[part]) for part in ("subject", "predicate", "object")}}
    if not isinstance(text, str) or kind not in {"uri", "bnode", "literal", "typed-literal"}:
        raise TypeError
    if kind == "bnode" or text.startswith("nodeID://"):
        return {"type": "bnode", "value": re.sub(r"\W", "_", text, flags=re.ASCII)}
    if kind == "uri":
        return {"type": kind, "value": _whole(text)}
    made = {"type": "literal", "value": _whole(text)}
    for name in ("xml:lang", "datatype", "its:dir"):
        if binding.get(name) is not None:
            made[name] = _STANDARD.get(binding[name]) or _whole(binding[name])
    return made


def _whole(text: str) -> str:
    """A text with each half of a character replaced by U+FFFD, which no IRI holds."""
    if text.isascii() or _SURROGATE.search(text) is None:
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def read_term(binding: Binding) -> Term:
    """The term of a checked binding: a blank node as ``_:id``."""
    kind, text = binding["type"], binding["value"]
    if kind == "triple":
        subject, predicate, value = (read_term(text[part]) for part in ("subject", "predicate", "object"))
        return Triple(str(subject), str(predicate), value)
    if kind == "uri":
        return str(text)
    if kind == "bnode":
        return f"_:{text}"
    language, direction = binding.get("xml:lang", "").lower(), binding.get("its:dir", "")
    plain = DIR_LANG_STRING if direction else LANG_STRING
    return Literal(text, language, plain if language else binding.get("datatype", XSD_STRING), direction)


def write_json(found: Results) -> bytes:
    """Results in the SPARQL results JSON format."""
    if found.boolean is not None:
        whole: dict[str, Any] = {"head": {}, "boolean": found.boolean}
    else:
        whole = {"head": {"vars": found.variables}, "results": {"bindings": found.rows}}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def is_partial(headers: dict[str, str]) -> bool:
    """Whether a server says that it gave only a part of its answer (Virtuoso does, by time and by rows)."""
    return is_cut_short(headers) or "x-sparql-maxrows" in headers


CUT_SHORT = {"x-sql-state": "S1TAT"}
"""The field of an answer that Virtuoso broke off when its time was up: what it counted until then is less than there is."""


def is_cut_short(headers: dict[str, str]) -> bool:
    """Whether a server says that its time was up before it had gone through everything."""
    return headers.items() >= CUT_SHORT.items()
