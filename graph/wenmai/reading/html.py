"""RDF in web pages: JSON-LD in scripts, and RDFa by pyRdfa (W3C licence, ``pip install 'wenmai[formats]'``). Nothing is fetched."""

from __future__ import annotations

import importlib
import re
from html.parser import HTMLParser
from io import BytesIO
from typing import TYPE_CHECKING, Any

from wenmai.errors import GraphSyntaxError, InputError
from wenmai.reading.encoding import guess_encoding
from wenmai.reading.jsonld import Contexts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyoxigraph

    from wenmai.reading.options import ReadOptions

MOST_PAGE = 1 << 27
"""How long a page may be, in bytes."""

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_SOCIAL = ("og:", "fb:", "twitter:", "article:", "al:")
"""Properties for previews in social networks: no reason to look for RDFa."""


class _Page(HTMLParser):
    """What a page holds: the texts of its scripts of JSON-LD with their lines, and whether it has RDFa."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[tuple[int, str]] = []
        self.rdfa = False
        self.base: str | None = None
        self._inside: list[str] | None = None
        self._line = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "base" and self.base is None:
            self.base = said.get("href")
        if tag == "script" and said.get("type", "").partition(";")[0].strip().lower() == "application/ld+json":
            self._inside, self._line = [], self.getpos()[0]
        named = said.get("property", "")
        self.rdfa = self.rdfa or bool(
            {"typeof", "vocab", "about", "resource"} & said.keys() or (named and not named.startswith(_SOCIAL))
        )

    def handle_data(self, data: str) -> None:
        if self._inside is not None:
            self._inside.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._inside is not None:
            self.scripts.append((self._line, "".join(self._inside)))
            self._inside = None


def read_html(pieces: Iterable[bytes], name: str, base: str | None, options: ReadOptions) -> Iterator[pyoxigraph.Quad]:
    """The quads of a page: those of its JSON-LD, then those of its RDFa.

    Raises:
        InputError: it has neither, or RDFa and nothing that reads it. GraphSyntaxError: a script is no JSON-LD.
    """
    data = _whole(pieces, name)
    page = _Page()
    page.feed(_text(data))
    page.close()
    if not page.scripts and not page.rdfa:
        raise InputError(f"{name} is a web page, not RDF: it holds neither JSON-LD nor RDFa; look on it for a download")
    library = _library() if page.rdfa else None
    if library is None and not page.scripts:
        raise InputError(f"{name} is a web page with RDFa; pip install 'wenmai[formats]' brings what reads it")
    for number, (line, script) in enumerate(page.scripts):
        yield from _script(script, number, line, name, page.base or base, options)
    if library is not None:
        yield from _rdfa(library, data, name, base)


def _whole(pieces: Iterable[bytes], name: str) -> bytes:
    found, size = [], 0
    for piece in pieces:
        size += len(piece)
        if size > MOST_PAGE:
            raise InputError(f"{name} is a web page of more than 128 MiB, which no page is")
        found.append(piece)
    return b"".join(found)


def _text(data: bytes) -> str:
    declared = _CHARSET.search(data[:4096])
    for encoding in (declared[1].decode() if declared else "utf-8", guess_encoding(data) or "utf-8"):
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("utf-8", "replace")


def _script(
    text: str, number: int, line: int, name: str, base: str | None, options: ReadOptions
) -> Iterator[pyoxigraph.Quad]:
    import pyoxigraph

    text = (
        text.strip().removeprefix("<!--").removesuffix("-->").strip().removeprefix("//<![CDATA[").removesuffix("//]]>")
    )
    if not text:
        return
    embedded = Contexts(options.contexts).embed(
        text.encode("utf-8", "replace"), f"{name}, the script in line {line},", base
    )
    try:
        for quad in pyoxigraph.parse(embedded, pyoxigraph.RdfFormat.JSON_LD, base_iri=base, lenient=True):
            yield _apart(quad, number)
    except SyntaxError as error:
        raise GraphSyntaxError(name, f"its JSON-LD cannot be read: {error.msg}", line=line, column=None) from error


def _apart(quad: pyoxigraph.Quad, number: int) -> pyoxigraph.Quad:
    """The quad of one of several scripts: their blank nodes are different."""
    from pyoxigraph import BlankNode, Quad

    def name(term: Any) -> Any:
        return BlankNode(f"s{number}-{term.value}") if isinstance(term, BlankNode) else term

    return Quad(name(quad.subject), quad.predicate, name(quad.object), name(quad.graph_name)) if number else quad


def _library() -> Any:
    try:
        return importlib.import_module("pyRdfa")
    except ImportError:
        return None


def _rdfa(library: Any, data: bytes, name: str, base: str | None) -> Iterator[pyoxigraph.Quad]:
    """The quads of RDFa 1.1. What the library takes for a warning is left out; its own faults are a sentence."""
    import pyoxigraph
    import rdflib

    graph, warnings = rdflib.Graph(), rdflib.Graph()
    try:
        options = library.options.Options(output_processor_graph=False, vocab_expansion=False)
        processor = library.pyRdfa(options, base=base or "", media_type="text/html")
        processor.graph_from_source(BytesIO(data), graph=graph, pgraph=warnings)
    except Exception as error:  # whatever a page may make of it
        raise InputError(f"the RDFa of {name} cannot be read: {' '.join(str(error).split())[:200]}") from error
    text = "\n".join(sorted(graph.serialize(format="nt", encoding="utf-8").decode().splitlines()))
    yield from pyoxigraph.parse(text.encode(), pyoxigraph.RdfFormat.N_TRIPLES, lenient=True)
