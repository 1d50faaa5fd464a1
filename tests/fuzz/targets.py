"""What is fuzzed: each target takes bytes and may raise only what wenmai foresees."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from wenmai import reading
from wenmai.errors import GraphSyntaxError, InputError, QueryRefused
from wenmai.prefixes import OWN
from wenmai.sources import Memory
from wenmai.sparql import guard, syntax
from wenmai.sparql.services import refuse_services
from wenmai.terms import LABEL, shorten

if TYPE_CHECKING:
    from collections.abc import Callable

_FOLDER = Path(tempfile.mkdtemp(prefix="wenmai-fuzz-"))
_EMPTY = ox.Store()
_NAMES = Memory.of(
    [
        ox.Quad(ox.NamedNode(f"urn:x:{number}"), ox.NamedNode(LABEL), ox.Literal(text))
        for number, text in enumerate(
            ["北京证券交易所", "北京金融法院", "Beijing Stock Exchange", "a", "É", "（全角）", "2021"]
        )
    ]
)


def _reader(name: str) -> Callable[[bytes], None]:
    place = _FOLDER / name

    def read(data: bytes) -> None:
        place.write_bytes(data)
        try:
            for quad in reading.quads(str(place), base="http://base/"):
                str(quad)
        except InputError as error:
            one_line = "\n" not in str(error) and (not isinstance(error, GraphSyntaxError) or (error.line or 1) >= 1)
            if not one_line or name not in str(error):
                raise AssertionError(f"not one line that names its file: {error}") from error

    return read


def query(data: bytes) -> None:
    """The guard never fails; the engine's complaints can all be explained."""
    text = data.decode("utf-8", "replace")
    try:
        found = guard.scan(text)
    except QueryRefused:
        return
    guard.window(text, found, 1, 5)
    guard.spelled_out(text, found, ["a", "b"])
    line, column, message = syntax.explain(text, "error at 1:1: expected nothing")
    assert message
    assert (line is None) == (column is None)


def service(data: bytes) -> None:
    """What is let through calls no service, whatever the engine takes for a token."""
    text, prefixes = data.decode("utf-8", "replace"), {"e": "http://127.0.0.1:1/"}
    try:
        refuse_services(text, prefixes)
        _EMPTY.query(text, prefixes=prefixes)
    except (QueryRefused, SyntaxError, ValueError, RuntimeError):
        return
    except OSError as error:  # the engine tried to reach port 1
        raise AssertionError(f"a service was called by {text!r}") from error


def names(data: bytes) -> None:
    """Any text can be looked for."""
    text = data.decode("utf-8", "surrogateescape")
    for match in _NAMES.names.search(text, limit=3, language="zh"):
        assert 0 <= match.score <= 100
    iri = OWN.expand(text)
    if iri is not None:
        shorten(iri)


TARGETS: dict[str, Callable[[bytes], None]] = {
    **{ending: _reader(f"fuzz.{ending}") for ending in ("ttl", "trig", "nt", "nq", "rdf", "jsonld", "ttl.gz", "nq.xz")},
    "unnamed": _reader("fuzz"),
    "query": query,
    "service": service,
    "names": names,
}
DICTIONARIES = {
    "query": [
        "SELECT",
        "CONSTRUCT",
        "WHERE",
        "SERVICE",
        "FILTER",
        "OPTIONAL",
        "VALUES",
        "LIMIT",
        "'''",
        '"""',
        "<urn:a>",
        "?x",
        "{",
        "}",
        "#",
    ],
    "service": [
        "SERVICE",
        "SILENT",
        "<http://127.0.0.1:1/>",
        "e:",
        "?x",
        "ASK{",
        "}",
        "'",
        '"""',
        "'''",
        "#\n",
        "<'>",
        "1<",
        "true",
        "FILTER(",
        "PREFIX",
        "\\u0053",
    ],
}
SEEDS = {
    "service": [
        b"ASK{SERVICE <http://127.0.0.1:1/> {?s ?p ?o}}",
        b"ASK{FILTER(1<'>')}",
        b"ASK{?s ?p '''x'''}",
        b"ASK{?s e:SERVICE ?x{}}",
    ],
    "query": [
        b"SELECT * { ?s ?p ?o } LIMIT 3",
        b"PREFIX a: <urn:a> SELECT (COUNT(*) AS ?n) { ?s a:b 'x' FILTER(?s < 3) } GROUP BY ?s",
    ],
    "names": ["北交所".encode(), b"bjs", "ＡＢ１".encode()],
}
