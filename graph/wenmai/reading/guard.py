"""What a file could use to hurt its reader is refused before it is parsed: absurd nesting, entities that reach out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wenmai.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    class Guard(Protocol):
        """What looks at every piece of a file before the parser does."""

        def feed(self, data: bytes, /) -> None:
            """Look at the next piece; raises :class:`~wenmai.errors.InputError` to refuse the file."""


MAX_NESTING = 500
"""How deep JSON-LD, triple terms and RDF/XML may nest; real data stays under 50."""


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
    "GRAPHML": (XmlGuard,),
    "GEXF": (XmlGuard,),
    "OWL_XML": (XmlGuard,),
    "NETWORK_JSON": (JsonDepth,),
}
