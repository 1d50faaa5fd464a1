"""Reading RDF files: which format, which compression, and every quad in turn.

Turtle, N-Triples, N-Quads, TriG, RDF/XML and JSON-LD, plain or compressed with gzip, bzip2, xz or zstd, from a file or
standard input. Reading streams: memory does not grow with the file, compressed or not. What a file could use to hurt
its reader is refused before it is parsed: absurd nesting, external entities, remote contexts.
"""

from __future__ import annotations

import re
import sys
from codecs import getincrementaldecoder
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, cast

from wenmai.errors import GraphSyntaxError, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO, Any, BinaryIO, Protocol

    import pyoxigraph

    class Readable(Protocol):
        """What bytes can be read from."""

        def read(self, size: int = ..., /) -> bytes:
            """At most ``size`` bytes; nothing at the end."""

    class Guard(Protocol):
        """What looks at every piece of a file before the parser does."""

        def feed(self, data: bytes, /) -> None:
            """Look at the next piece; raises :class:`~wenmai.errors.InputError` to refuse the file."""


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
COMPRESSIONS = {"gz": b"\x1f\x8b", "bz2": b"BZh", "xz": b"\xfd7zXZ\x00", "zst": b"\x28\xb5\x2f\xfd"}

MAX_NESTING = 500
"""How deep JSON-LD, triple terms and RDF/XML may nest; real data stays under 50."""

CHUNK = 1 << 18

_LINE = re.compile(
    rb'\s*(?:<[^>\n]*>|_:\S+)\s+<[^>\n]*>\s+(?:<[^>\n]*>|_:\S+|"(?:[^"\\\n]|\\.)*"(?:@[\w-]+|\^\^<[^>\n]*>)?)'
    rb"\s*(?:<[^>\n]*>|_:\S+)?\s*\.\s*(?:#.*)?"
)
_XML = re.compile(rb"<\?xml[\s?]|<!DOCTYPE\s|<!--|<(?:[\w.-]+:)?(?:RDF|Description)[\s>]", re.IGNORECASE)
_HTML = re.compile(rb"<!DOCTYPE\s+html|<html[\s>]", re.IGNORECASE)
_JSON = re.compile(rb'\{\s*(?:"|\}\s*\Z)|\[\s*(?:\{\s*["}]|\]\s*\Z)')
_RANDOM = re.compile(r"[0-9a-f]{20,32}")
_SCOPED = re.compile(r"f[0-9]+[-.]")


def quads(location: str, *, scope: int = 0, base: str | None = None) -> Iterator[pyoxigraph.Quad]:
    """Every quad of a file, or of standard input when ``location`` is ``-``, in the order they are written.

    ``scope`` numbers the file among those read together: blank nodes of different scopes are different, and the same
    file in the same scope always gives the same blank nodes. ``base`` resolves relative IRIs.

    Raises:
        GraphSyntaxError: the file breaks its format's grammar, with line and column.
        InputError: the file is missing, unreadable, of no known format, or refused.
    """
    with Input(location) as source:
        yield from source.quads(scope=scope, base=base)


class Input:
    """An RDF file (or standard input) being read.

    ``size`` is its length in bytes (``None`` for a stream), ``position`` how many of them were read, ``digest()`` a
    hash of those, if they are ``hashed``.
    """

    def __init__(self, location: str, *, watch: Callable[[], None] | None = None, hashed: bool = True) -> None:
        self.location, self._hashed = location, hashed
        self.name = "standard input" if location == "-" else location
        self.size: int | None = None
        self._watch = watch
        self._raw = self._open()
        self._hash = sha256()
        self.position = 0

    def __enter__(self) -> Input:
        return self

    def __exit__(self, *_: object) -> None:
        if self.location != "-":
            self._raw.close()

    def _open(self) -> BinaryIO:
        if self.location == "-":
            return sys.stdin.buffer
        try:
            file = open(self.location, "rb", buffering=0)  # noqa: SIM115 - closed by __exit__
            self.size = file.seek(0, 2) if file.seekable() else None
            if self.size is not None:
                file.seek(0)
        except FileNotFoundError:
            raise InputError(f"{self.location} does not exist; check the path") from None
        except IsADirectoryError:
            raise InputError(f"{self.location} is a folder; name the RDF files in it") from None
        except (OSError, ValueError) as error:
            raise InputError(f"{self.location!r} cannot be read: {_reason(error)}") from error
        return file

    def digest(self) -> str:
        """The SHA-256 of the bytes read so far, as most machines have it in hardware and on the command line."""
        return self._hash.hexdigest()

    def read(self, size: int = CHUNK) -> bytes:
        """Raw bytes, counted and hashed."""
        try:
            data = self._raw.read(size)
        except OSError as error:
            raise InputError(f"{self.name} cannot be read: {_reason(error)}") from error
        self.position += len(data)
        if self._hashed:
            self._hash.update(data)
        if self._watch is not None:
            self._watch()
        return data

    @cached_property
    def _pages(self) -> Pages:
        return Pages(self)

    @cached_property
    def form(self) -> str:
        """The format: a key of :data:`NAMES`."""
        return detect(self.location, self._pages.head)

    def quads(self, *, scope: int = 0, base: str | None = None) -> Iterator[pyoxigraph.Quad]:
        """Every quad, as :func:`quads` promises."""
        import pyoxigraph

        pages, rename = self.pages(), Renaming(scope, self.form)
        try:
            for quad in pyoxigraph.parse(
                cast("IO[bytes]", pages), getattr(pyoxigraph.RdfFormat, self.form), base_iri=base
            ):
                yield rename(quad) if pages.blank else quad
        except InputError:
            raise
        except (SyntaxError, EOFError, OSError, ValueError) as error:
            raise self.explain(error) from error

    def pages(self) -> Pages:
        """The decompressed bytes, guarded, for a parser to read; see :meth:`explain` for its faults."""
        pages = self._pages
        pages.prepare(self.form)
        return pages

    def explain(self, error: Exception) -> InputError:
        """The error to raise for one that reading :meth:`pages` ended with: one sentence with its place."""
        if isinstance(error, SyntaxError):
            return _explain(error, self._pages, self.name, self.form)
        return InputError(f"{self.name} cannot be read: {_reason(error)}")

    def restart(self) -> None:
        """Begin again from the first byte."""
        self._raw.close()
        self._raw, self._hash, self.position = self._open(), sha256(), 0
        self.__dict__.pop("_pages", None)

    def parse(self, text: bytes, *, scope: int = 0) -> Iterator[pyoxigraph.Quad]:
        """The quads of some lines of this input; what breaks the grammar is a ``SyntaxError`` without its place."""
        import pyoxigraph

        for guard in GUARDS[self.form]:
            guard().feed(text)
        rename = Renaming(scope, self.form)
        for quad in pyoxigraph.parse(text, getattr(pyoxigraph.RdfFormat, self.form)):
            yield rename(quad)

    def blocks(self, size: int = 0) -> Iterator[bytes]:
        """The text in pieces of whole lines, for formats of one statement a line; :meth:`parse` takes those that need it.

        A piece has ``size`` bytes or more, but for the last.
        """
        pages, pieces, length = self._pages, list[bytes](), 0
        while piece := pages.rest():
            whole, end, tail = piece.rpartition(b"\n")
            length += len(piece)
            if not end or length < size:
                pieces.append(piece)
                continue
            yield b"".join((*pieces, whole, end))
            pieces, length = [tail], len(tail)
        if rest := b"".join(pieces):
            yield rest


def _reason(error: BaseException) -> str:
    return (error.strerror if isinstance(error, OSError) and error.strerror else str(error)).rstrip(".").lower()


class Pages:
    """The decompressed bytes of an input as the parser asks for them, passed through the guards of its format.

    ``blank`` becomes true before the first blank node comes; ``lines`` counts the lines handed out, which places the
    errors of parsers that give no position.
    """

    def __init__(self, source: Input) -> None:
        self._stream, self._name = _decompress(source), source.name
        self._page = self._stream.read(CHUNK)
        if self._page.startswith(b"\xef\xbb\xbf"):
            self._page = self._page[3:]
        self._before = b""
        self._at = 0
        self._guards: list[Guard] = []
        self._marks: tuple[bytes, ...] = ()
        self._by_line = False
        self._tail = b""
        self._ended = True
        self.blank = False
        self.lines = 0

    @property
    def head(self) -> bytes:
        """The first bytes, for sniffing."""
        return self._page

    @property
    def page(self) -> bytes:
        """The piece being read and the one before, for finding out what is wrong with them: a reader may lag behind."""
        return self._before + self._page

    def prepare(self, form: str) -> None:
        """Set the guards of a format and check the first piece."""
        self._by_line = form in ("RDF_XML", "JSON_LD")
        self._guards = [guard() for guard in GUARDS[form]]
        self._marks = MARKS[form]
        self._check()

    def _check(self) -> None:
        page = self._page
        if not self.blank:
            seam = self._tail + page[:2]
            # A single byte is found many times faster than two.
            self.blank = any((mark[:1] in page and mark in page) or mark in seam for mark in self._marks)
        self._tail = page[-2:]
        try:
            for guard in self._guards:
                guard.feed(page)
        except InputError as error:
            raise InputError(f"{self._name} is refused: {error}") from None

    def rest(self) -> bytes:
        """What is left of the piece being read, else the next piece; nothing at the end."""
        if self._at == len(self._page):
            self._before, self._page, self._at = self._page, self._stream.read(CHUNK), 0
            self._check()
        piece, self._at = self._page[self._at :], len(self._page)
        return piece

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes, for the parser; one line at most where lines are counted."""
        if self._at == len(self._page):
            self._before, self._page, self._at = self._page, self._stream.read(CHUNK), 0
            self._check()
        end = min(self._at + size, len(self._page))
        if self._by_line:
            end = self._page.find(b"\n", self._at, end) + 1 or end
            self.lines += self._ended and end > self._at
            self._ended = self._page[end - 1 : end] == b"\n"
        piece = self._page[self._at : end]
        self._at = end
        return piece


def _decompress(source: Input) -> Readable:
    """The bytes of ``source``, decompressed piece by piece, whatever its name says."""
    head = source.read(CHUNK)
    while 0 < len(head) < 8 and (more := source.read(CHUNK)):
        head += more
    stream = _Joined(head, source)
    if head.startswith(COMPRESSIONS["gz"]):
        import gzip

        return _Unpacked(gzip.GzipFile(fileobj=stream), source.name)
    if head.startswith(COMPRESSIONS["bz2"]):
        import bz2

        return _Unpacked(bz2.BZ2File(stream), source.name)
    if head.startswith(COMPRESSIONS["xz"]):
        import lzma

        return _Unpacked(lzma.LZMAFile(cast("IO[bytes]", stream)), source.name)
    if head.startswith(COMPRESSIONS["zst"]):
        return _Unpacked(_zstd(stream, source.name), source.name)
    if head.startswith(b"PK\x03\x04"):
        raise InputError(f"{source.name} is a zip archive; unpack it and load the RDF files in it")
    return stream


def _zstd(stream: _Joined, name: str) -> Readable:
    try:
        import zstandard
    except ImportError:
        raise InputError(f"{name} is compressed with zstd; install wenmai[zstd], or decompress it first") from None
    return _Zstd(stream, zstandard.ZstdDecompressor)


class _Zstd:
    """Decompresses zstd frame by frame, and sees when the last is cut off, which the library's own reader does not."""

    FED = 512
    """Bytes given at once: four of them may stand for 128 KiB."""

    def __init__(self, stream: _Joined, decompressor: Callable[[], Any]) -> None:
        self._stream, self._new = stream, decompressor
        self._frame = decompressor().decompressobj()
        self._started = False
        self._left = b""

    def read(self, size: int = CHUNK) -> bytes:
        """About ``size`` bytes."""
        pieces, length = [], 0
        while length < size:
            self._left = self._left or self._stream.read(CHUNK)
            if not self._left:
                if self._started and not self._frame.eof:
                    raise EOFError("compressed data ended before its end marker")
                break
            fed, self._left = self._left[: self.FED], self._left[self.FED :]
            if self._frame.eof:
                self._frame = self._new().decompressobj()
            self._started = True
            piece = self._frame.decompress(fed)
            self._left = self._frame.unused_data + self._left
            pieces.append(piece)
            length += len(piece)
        return b"".join(pieces)


class _Joined:
    """What was read ahead, then the rest."""

    def __init__(self, head: bytes, rest: Input) -> None:
        self._head, self._rest = head, rest

    def read(self, size: int = CHUNK) -> bytes:
        """At most ``size`` bytes."""
        if self._head:
            piece = self._head if size < 0 else self._head[:size]
            self._head = self._head[len(piece) :]
            return piece
        return self._rest.read(CHUNK if size < 0 else size)

    def seekable(self) -> bool:
        """No: a stream. The decompressors of the standard library ask before they read."""
        return False

    def readable(self) -> bool:
        """Yes."""
        return True

    def seek(self, *_: int) -> int:
        """Not possible."""
        raise OSError("a stream cannot be rewound")


class _Unpacked:
    """A decompressor whose faults are told as one sentence."""

    def __init__(self, stream: Readable, name: str) -> None:
        self._stream, self._name = stream, name

    def read(self, size: int = CHUNK) -> bytes:
        """At most ``size`` decompressed bytes."""
        try:
            return self._stream.read(size)
        except InputError:
            raise
        except Exception as error:  # each decompressor has errors of its own
            raise InputError(f"{self._name} is damaged or cut off: {_reason(error)}") from error


def detect(location: str, head: bytes) -> str:
    """The format of a file, by its name, else by its first bytes; a key of :data:`NAMES`.

    >>> detect("data.nq.gz", b"")
    'N_QUADS'
    >>> detect("data", b'{"@id": "urn:a"}')
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


class Renaming:
    """Gives blank nodes names that depend on the file alone.

    Those without a label (``[]``) get a random name from the parser; here they are numbered by appearance. Labels are
    kept in the first file and marked with the file's number in the others.
    """

    def __init__(self, scope: int, form: str) -> None:
        self._scope = scope
        # Every blank node of these has a label, so none needs to be numbered.
        self._labelled = form in ("N_TRIPLES", "N_QUADS")
        self._numbers: dict[str, str] = {}

    def __call__(self, quad: pyoxigraph.Quad) -> pyoxigraph.Quad:
        """The quad with its blank nodes renamed."""
        from pyoxigraph import BlankNode, NamedNode, Quad

        subject, target, graph = quad.subject, quad.object, quad.graph_name
        plain = isinstance(subject, NamedNode)
        if plain and isinstance(target, NamedNode) and not isinstance(graph, BlankNode):
            return quad
        return Quad(
            self._term(subject),
            quad.predicate,
            self._term(target),
            BlankNode(self._label(graph.value)) if isinstance(graph, BlankNode) else graph,
        )

    def _term(self, term: Any) -> Any:
        from pyoxigraph import BlankNode, Triple

        if isinstance(term, BlankNode):
            return BlankNode(self._label(term.value))
        if isinstance(term, Triple):
            return self._triple(term)
        return term

    def _triple(self, term: pyoxigraph.Triple) -> pyoxigraph.Triple:
        from pyoxigraph import Triple

        return Triple(self._term(term.subject), term.predicate, self._term(term.object))

    def _label(self, label: str) -> str:
        if not self._labelled and _RANDOM.fullmatch(label):
            return self._numbers.setdefault(label, f"f{self._scope}.{len(self._numbers)}")
        return f"f{self._scope}-{label}" if self._scope or _SCOPED.match(label) else label


class JsonDepth:
    """Refuses JSON that nests too deep, before a parser recurses into it."""

    _STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
    _REST = re.compile(rb'[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
    _OTHER = bytes(set(range(256)) - set(b'{}[]"\\'))

    def __init__(self) -> None:
        self._depth = 0
        self._inside = False
        self._escape = b""

    def feed(self, data: bytes) -> None:
        """Look at the next piece."""
        data, self._escape = self._escape + data, b""
        if self._inside:
            end = self._REST.match(data)
            if end is None:
                self._open_end(data)
                return
            data, self._inside = data[end.end() :], False
        data = self._STRING.sub(b"", data)
        data, quote, rest = data.partition(b'"')
        if quote:
            self._inside = True
            self._open_end(rest)
        for mark in data.translate(None, self._OTHER):
            self._depth += (mark in b"{[") - (mark in b"}]")
            if self._depth > MAX_NESTING:
                raise InputError(f"it nests JSON deeper than {MAX_NESTING} levels, which no real data does")

    def _open_end(self, data: bytes) -> None:
        slashes = len(data) - len(data.rstrip(b"\\"))
        self._escape = b"\\" * (slashes % 2)


class TermDepth:
    """Refuses triple terms (``<<( … )>>``) that nest too deep."""

    # A full stop or a semicolon that ends a line never stands inside a triple term, but often inside a long text.
    _TOKEN = re.compile(rb'"[^"\\\n]*(?:\\.[^"\\\n]*)*"|<<|>>|[.;]\s*?\n')

    def __init__(self) -> None:
        self._depth = 0

    def feed(self, data: bytes) -> None:
        """Look at the next piece."""
        if b"<<" not in data and not self._depth:
            return
        for token in self._TOKEN.findall(data):
            self._depth = 0 if token[:1] in b".;" else max(0, self._depth + (token == b"<<") - (token == b">>"))
            if self._depth > MAX_NESTING:
                raise InputError(f"it nests triple terms deeper than {MAX_NESTING} levels, which no real data does")


class XmlGuard:
    """Follows the XML beside the RDF parser: refuses entities that reach out or multiply, and absurd nesting."""

    def __init__(self) -> None:
        from xml.parsers.expat import ParserCreate

        self._depth = 0
        self._broken = False
        self._parser = ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.EntityDeclHandler = self._entity

    def feed(self, data: bytes) -> None:
        """Look at the next piece."""
        from xml.parsers.expat import ExpatError

        if self._broken:
            return
        try:
            self._parser.Parse(data, not data)
        except InputError:
            raise
        except (LookupError, ValueError) as error:
            raise InputError(f"its XML declares an encoding that is not read ({error}); convert it to UTF-8") from None
        except ExpatError as error:
            # The RDF parser will come to the same place; what it reads until then is fine.
            self._broken = True
            self.fault: tuple[int, int, str] | None = (error.lineno, error.offset + 1, str(error).split(":")[0])

    def _start(self, *_: object) -> None:
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise InputError(f"it nests XML deeper than {MAX_NESTING} levels, which no real data does")

    def _end(self, _: str) -> None:
        self._depth -= 1

    def _doctype(self, _: str, system: str | None, public: str | None, __: bool) -> None:
        if system or public:
            raise InputError("it names an external DTD, and wenmai never reaches out; remove the DOCTYPE's address")

    def _entity(self, name: str, parameter: bool, value: str | None, *rest: str | None) -> None:
        if parameter or value is None or any(rest[1:]):
            raise InputError(f"its entity {name!r} lies outside the file, and wenmai never reaches out; remove it")
        if "&" in value or len(value) > 4096:
            raise InputError(
                f"its entity {name!r} is built from others or very long, as in an entity bomb; write it out"
            )


GUARDS: dict[str, tuple[Callable[[], Guard], ...]] = {
    "TURTLE": (TermDepth,),
    "N_TRIPLES": (TermDepth,),
    "N_QUADS": (TermDepth,),
    "TRIG": (TermDepth,),
    "RDF_XML": (XmlGuard,),
    "JSON_LD": (JsonDepth,),
}
MARKS: dict[str, tuple[bytes, ...]] = {
    "TURTLE": (b"_:", b"[", b"(", b"<<", b"{|"),
    "N_TRIPLES": (b"_:",),
    "N_QUADS": (b"_:",),
    "TRIG": (b"_:", b"[", b"(", b"<<", b"{|"),
    "RDF_XML": (b"",),
    "JSON_LD": (b"",),
}
"""What a piece of a file holds if it can hold a blank node."""


def _explain(error: SyntaxError, pages: Pages, name: str, form: str) -> GraphSyntaxError:
    """Turn the parser's complaint into one sentence with its place, and a hint where the cause is known."""
    line, column = error.lineno, error.offset
    message = re.sub(
        r"^Parser error at line \d+ (?:column \d+|between columns? \d+ and (?:line \d+ column )?\d+): ",
        "",
        str(error.msg),
    )
    for guard in pages._guards:
        fault = getattr(guard, "fault", None)
        if fault is not None:
            line, column, message = fault
    if line is None and pages.lines:  # the parser gave no place; it has been given the file line by line
        line, column = pages.lines, None
    message = " ".join(message.split())
    message = message if len(message) <= 400 else message[:399] + "…"
    return GraphSyntaxError(name, message.rstrip(".") + _hint(message, pages.page, form), line=line, column=column)


def _hint(message: str, page: bytes, form: str) -> str:
    encoding = _encoding(page)
    if encoding:
        return f"; the file looks like {encoding}, and RDF is UTF-8: convert it with 'iconv -f {encoding} -t UTF-8'"
    if "No scheme found" in message:
        return "; a relative IRI needs an @base in the file"
    if "LoadDocumentCallback" in message:
        return "; a remote JSON-LD context is never fetched: write the context into the file"
    return f" (read as {NAMES[form]})"


def _encoding(page: bytes) -> str:
    """The encoding that bytes which are not UTF-8 are likely to be in, or ``""``."""
    for mark, name in ((b"\xff\xfe\0\0", "UTF-32"), (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16")):
        if page.startswith(mark):
            return name
    if page[:200].count(0) > len(page[:200]) // 4:
        return "UTF-16"
    # A piece of a file may begin and end within a character.
    start = next((at for at in range(min(3, len(page))) if not 0x80 <= page[at] < 0xC0), 0)
    try:
        getincrementaldecoder("utf-8")().decode(page[start:])
    except UnicodeDecodeError as error:
        return _legacy(page[start + error.start :][:4000])
    return ""


def _legacy(around: bytes) -> str:
    for size in range(4):
        try:
            around[: len(around) - size].decode("gb18030")
        except UnicodeDecodeError:
            continue
        return "GB18030"
    return "ISO-8859-1"
