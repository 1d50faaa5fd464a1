"""JSON-LD beside the parser: one document a line, contexts kept in files, and what a reader is to be told."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from wenmai.errors import GraphSyntaxError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LINES = re.compile(rb"\s*(?:\{[^\n]*\}|\[[^\n]*\])[ \t\r]*\n\s*[\[{]")

NOTHING = (
    "{name} holds no RDF that can be read: in JSON-LD an @context says which IRIs its keys stand for; "
    "write one into the file"
)


def is_lines(head: bytes) -> bool:
    r"""Whether JSON that begins with ``head`` is one document a line.

    >>> is_lines(b'{"a": 1}\\n{"a": 2}\\n'), is_lines(b'{"a":\\n {}}\\n')
    (True, False)
    """
    return _LINES.match(head) is not None


def read_documents(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Every document with the number of its line."""
    number = 1
    for block in lines:
        for line in block.split(b"\n"):
            if line.strip():
                yield number, line
            number += 1
        number -= 1


_NAMED = re.compile(rb'"@context"\s*:\s*(?:\[[^\]]*)?"[^"]')

PACKAGED = (
    "the context {address} is read as wenmai has it: {vocabulary}, in part; --context {address}=FILE takes another"
)


def names_context(head: bytes) -> bool:
    """Whether a document that begins with ``head`` names a context by its address.

    >>> names_context(b'{"@context": "https://schema.org"}'), names_context(b'{"@context": {"a": "urn:a"}}')
    (True, False)
    """
    return _NAMED.search(head) is not None


class Contexts:
    """Contexts that lie in files, by their addresses, then those that come with wenmai; ``notices`` says which of these it took."""

    def __init__(self, pairs: Iterable[tuple[str, str]], notices: list[str] | None = None) -> None:
        self._files = dict(pairs)
        self._read: dict[str, Any] = {}
        self._notices = [] if notices is None else notices

    def embed(self, text: bytes, name: str, base: str | None) -> bytes:
        """A document with the contexts that it names written into it, as far as they are at hand."""
        try:
            found = json.loads(text)
        except ValueError as error:
            line, column = getattr(error, "lineno", None), getattr(error, "colno", None)
            raise GraphSyntaxError(name, f"this is not JSON: {error}", line=line, column=column) from error
        return json.dumps(self._within(found, base or "", ()), ensure_ascii=False).encode()

    def _within(self, value: Any, base: str, seen: tuple[str, ...]) -> Any:
        if isinstance(value, list):
            return [self._within(item, base, seen) for item in value]
        if not isinstance(value, dict):
            return value
        return {
            key: self._context(item, base, seen) if key == "@context" else self._within(item, base, seen)
            for key, item in value.items()
        }

    def _context(self, value: Any, base: str, seen: tuple[str, ...]) -> Any:
        if isinstance(value, list):
            flat = [self._context(item, base, seen) for item in value]
            return [item for part in flat for item in (part if isinstance(part, list) else [part])]
        if not isinstance(value, str):
            return self._within(value, base, seen)
        address = urljoin(base, value)
        file = self._files.get(address) or self._files.get(address.rstrip("/")) or self._files.get(address + "/")
        if address in seen:
            return value
        if file is None:
            return self._packaged(address, value)
        return self._context(self._load(file), address, (*seen, address))

    def _packaged(self, address: str, value: str) -> Any:
        from wenmai.reading.contexts import known_context

        known = known_context(address)
        if known is None:
            return value
        sentence = PACKAGED.format(address=address, vocabulary=known.vocabulary)
        if sentence not in self._notices:
            self._notices.append(sentence)
        return known.context

    def _load(self, file: str) -> Any:
        if file not in self._read:
            try:
                with open(file, encoding="utf-8") as stream:
                    self._read[file] = json.load(stream)["@context"]
            except (OSError, ValueError, KeyError, TypeError) as error:
                raise InputError(f"{file} cannot be read as a JSON-LD context: {error}") from error
        return self._read[file]
