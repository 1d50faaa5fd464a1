"""Queries made of terms: a text with holes, and terms to fill them; nothing that a person wrote is ever pasted.

A *template* is a constant of this package with ``$name`` holes. A hole takes a term, a row of terms, a whole number, or
another query part made here; a bare string is an IRI. Terms are written in the narrow syntax of N-Triples, every character
that could end one being escaped or, in an IRI, refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from wenmai.model import XSD_STRING, Literal, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wenmai.model import Term

_HOLE = re.compile(r"\$([a-z]+)")
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\\x7f-\x9f\ud800-\udfff\ufffd]')
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_ESCAPED = re.compile(r'[\\"\n\r\t\x08\x0c\x00-\x1f\x7f]')


class Part(NamedTuple):
    """A piece of SPARQL that :func:`fill` or :func:`rows` made; ``text`` may stand in a query as it is."""

    text: str


class NotATerm(ValueError):
    """A string that cannot be an IRI, or a text that cannot be a literal; no graph can hold it."""


def is_iri(text: Term) -> bool:
    """Whether a term is an IRI that can be written at all.

    >>> is_iri("urn:a"), is_iri("urn:a> } DROP ALL #"), is_iri("_:b0")
    (True, False, False)
    """
    return isinstance(text, str) and bool(_ABSOLUTE.match(text)) and not _NOT_IN_IRI.search(text)


def is_language(tag: str) -> bool:
    """Whether a text is a language tag (BCP 47, as SPARQL has it).

    >>> is_language("zh-Hans"), is_language("no tag!")
    (True, False)
    """
    return bool(_LANGUAGE.fullmatch(tag))


def write(term: Term) -> str:
    r"""A term in N-Triples syntax.

    >>> write(Literal('say "hi"', "en"))
    '"say \\"hi\\""@en'

    Raises:
        NotATerm: the string is no IRI, the text holds a lone surrogate, or the language tag is none.
    """
    if isinstance(term, Triple):
        raise NotATerm(f"{term} is a triple, which SPARQL 1.1 has no term for")
    if not isinstance(term, Literal):
        if not is_iri(term):
            raise NotATerm(f"{term!r} cannot be an IRI")
        return f"<{term}>"
    if re.search(r"[\ud800-\udfff]", term.value):
        raise NotATerm(f"{term.value!r} holds half a character (a lone surrogate)")
    text = _ESCAPED.sub(lambda found: _ESCAPES.get(found[0], f"\\u{ord(found[0]):04X}"), term.value)
    if term.language:
        if not is_language(term.language):
            raise NotATerm(f"{term.language!r} is not a language tag")
        return f'"{text}"@{term.language}'
    return f'"{text}"' if term.datatype == XSD_STRING else f'"{text}"^^{write(term.datatype)}'


def fill(template: str, **holes: Term | int | Part) -> Part:
    """A template with its holes filled, each with a term, a whole number or a part; what is filled in is not read again.

    >>> fill("ASK { ?s ?p $value }", value=Literal("$value }")).text
    'ASK { ?s ?p "$value }" }'
    """

    def filled(found: re.Match[str]) -> str:
        value = holes[found[1]]
        if isinstance(value, Part):
            return value.text
        return str(int(value)) if isinstance(value, int) else write(value)

    return Part(_HOLE.sub(filled, template))


def rows(values: Iterable[Term | tuple[Term, ...]]) -> Part:
    """Terms, or rows of terms, as they stand in ``VALUES`` and in ``IN``-less lists.

    >>> rows(["urn:a", "urn:b"]).text, rows([("urn:a", Literal("x"))]).text
    ('<urn:a> <urn:b>', '(<urn:a> "x")')
    """
    return Part(" ".join(_row(value) for value in values))


def _row(value: Term | tuple[Term, ...]) -> str:
    if isinstance(value, str | Literal):
        return write(value)
    return "(" + " ".join(map(write, value)) + ")"


def listed(values: Iterable[Term]) -> Part:
    """Terms with commas, as they stand in ``IN (…)``.

    >>> listed(["urn:a", "urn:b"]).text
    '<urn:a>, <urn:b>'
    """
    return Part(", ".join(map(write, values)))


def joined(parts: Iterable[Part], separator: str = " ") -> Part:
    """Parts one after another."""
    return Part(separator.join(part.text for part in parts))
