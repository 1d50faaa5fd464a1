"""The SPARQL results XML format, read by expat: rows as the JSON format has them.

No document type is read: results never have one, and without it there are neither entities that multiply nor entities from
elsewhere.
"""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

LANGUAGE, DIRECTION = "http://www.w3.org/XML/1998/namespace lang", "http://www.w3.org/2005/11/its dir"
TERMS = frozenset({"uri", "bnode", "literal"})
PARTS = frozenset({"subject", "predicate", "object"})


class Unreadable(ValueError):
    """It is no SPARQL result, or a damaged one; the text is a phrase that says why."""


def read_xml(body: bytes, charset: str = "") -> tuple[list[str], list[dict[str, Any]], bool | None]:
    """The variables, the rows, and the yes or no (``None`` where it is a table).

    ``charset`` goes before the encoding that the document declares, as HTTP has it.

    Raises:
        Unreadable: it is not well-formed, has a document type, or is something else.
    """
    reader = _TableHandler()
    parser = expat.ParserCreate(charset or None, namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = reader.read, _refuse
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise Unreadable(f"its XML is damaged ({error})") from None
    except (KeyError, LookupError, ValueError) as error:
        raise Unreadable(str(error) if isinstance(error, Unreadable) else "its XML is not a table of results") from None
    if not reader.seen:
        raise Unreadable("its XML is something else")
    return reader.variables, reader.rows, reader.boolean


def _refuse(*_: object) -> None:
    raise Unreadable("its XML has a document type, which results do not")


class _TableHandler:
    """Takes what the parser finds."""

    def __init__(self) -> None:
        self.variables: list[str] = []
        self.rows: list[dict[str, Any]] = []
        self.boolean: bool | None = None
        self.seen = False
        self._text: list[str] = []
        self._holders: list[tuple[dict[str, Any], str]] = []
        """What is being filled, the innermost last: a row or a triple, and the name of the next term in it."""
        self._term: dict[str, Any] = {}

    def start(self, qualified: str, given: dict[str, str]) -> None:
        name = qualified.rpartition(" ")[2]
        self._text.clear()
        if name == "sparql":
            self.seen = True
        elif name == "variable":
            self.variables.append(given["name"])
        elif name == "result":
            self.rows.append({})
        elif name == "binding":
            self._holders = [(self.rows[-1], given["name"])]
        elif name == "triple":
            self._holders.append(({}, ""))
        elif name in PARTS:
            self._holders[-1] = (self._holders[-1][0], name)
        elif name in TERMS:
            wanted = {"xml:lang": LANGUAGE, "datatype": "datatype", "its:dir": DIRECTION}
            self._term = {"type": name} | {key: given[label] for key, label in wanted.items() if label in given}

    def read(self, text: str) -> None:
        self._text.append(text)

    def end(self, qualified: str) -> None:
        name, text = qualified.rpartition(" ")[2], "".join(self._text)
        if name in TERMS:
            self._give(self._term | {"value": text if name == "literal" else text.strip()})
        elif name == "triple":
            whole, _ = self._holders.pop()
            self._give({"type": "triple", "value": whole})
        elif name == "boolean":
            if text.strip() not in {"true", "false"}:
                raise Unreadable("its yes or no is neither")
            self.boolean = text.strip() == "true"

    def _give(self, term: dict[str, Any]) -> None:
        holder, name = self._holders[-1]
        holder[name] = term
