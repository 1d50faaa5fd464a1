r"""Does a query reach out? The engine itself is asked, so that no other reading of the query can differ from its own.

``SERVICE`` is the one word that makes the engine open a connection. Where the letters stand for the word, and where they
are a part of a name, a string, an IRI or a comment, is a matter of the engine's grammar, which reads no tokens:
``trueSERVICEex:a{`` is a call, and so is ``ex:SERVICE <http://h/>{`` where the IRI of ``ex:`` ends in ``//h:``.

So the seven letters are replaced wherever they stand, by seven others that the query has nowhere, and the engine parses
what results. A name, a string, an IRI or a comment is still one, under another name. A call is none any more, and nothing
else may stand in its place, so that the whole query cannot be parsed. A query that still can be calls no service.
Only where the letters are followed by the plain address of an allowed host are they left as they are.

A query without the letters is not parsed for this, which is nearly every query.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

from wenmai.errors import QueryRefused
from wenmai.sparql.guard import refusal, tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_WORD = "service"
_LETTERS = re.compile(_WORD, re.IGNORECASE | re.ASCII)

_WORDS = tuple("q" + "".join(rest) for rest in product("kj", repeat=len(_WORD) - 1))
"""What may stand for the letters. No keyword of the engine has a part of one. None begins as it ends, so that it cannot lie
across another or across what stands beside it: two names that differ still differ."""

_ESCAPE = r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})"
_BLANK = r"(?:[ \t\r\n]++|#[^\r\n]*+)*+"
_HOST = r"(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::[0-9]+)?"
_PLAIN = rf"(?ai){_WORD}(?={_BLANK}(?:silent{_BLANK})?<https?://({_HOST})(?:[/?#][^>\\]*)?>)"
_CALL = rf"(?i){_WORD}(?=({_BLANK})(silent)?{_BLANK}(<[^>]*>|[^\s{{<#]+))"
_REACH = 16
"""The engine reports a word that it cannot read at most so many characters after it begins: its longest keyword, and two."""


def refuse_services(query: str, prefixes: Mapping[str, str], allowed: Collection[str] = ()) -> None:
    """Refuse a query in which the engine would call a service of another host than those ``allowed``.

    ``prefixes`` are those that the engine will be given with the query; a host is written ``dbpedia.org`` or
    ``localhost:7878``, in small letters.

    Raises:
        QueryRefused: the query calls a service, with the line and column of the call.
        SyntaxError: it is no query, whether or not the letters call a service; what the engine said.
    """
    if not _LETTERS.search(query):
        return
    kept = {call.start() for call in re.finditer(_PLAIN, query) if call[1].lower() in allowed}
    said = _parsed(query, prefixes, kept)
    if said:
        raise _called(query, prefixes, said, kept, allowed) or SyntaxError(said)


def refuse_passed_services(query: str, allowed: Collection[str] = ()) -> None:
    """The same for a query that an endpoint will run: read in tokens, as the standard has it, escapes first.

    What it calls is in the endpoint's hands, and no other engine's grammar is known here.

    Raises:
        QueryRefused: as :func:`refuse_services` does.
    """
    query = re.sub(_ESCAPE, lambda found: chr(min(int(found[1] or found[2], 16), 0x10FFFF)), query)
    kept = [*tokens(query)]
    for token, following, after in zip(kept, [*kept[1:], None], [*kept[2:], None, None], strict=False):
        if token.kind != "word" or token.text.lower() != _WORD:
            continue
        plain = re.match(_PLAIN, query[token.start :])
        if not plain or plain[1].lower() not in allowed:
            target = after if following and following.text.lower() == "silent" else following
            why = _why(plain[1].lower() if plain else "", target.text if target else "", allowed)
            raise refusal(query, token.start, why)


def _parsed(query: str, prefixes: Mapping[str, str], kept: Collection[int]) -> str:
    """What the engine says of the query with other letters; nothing if it can be parsed."""
    word = _unused([query, *prefixes])
    if not word:
        raise QueryRefused(
            "the query has the letters of SERVICE, and every word that could stand for them to see whether it calls one"
        )
    renamed = {_renamed(name, word): iri for name, iri in prefixes.items()}
    return parse_error(_renamed(query, word, kept), renamed)


def _unused(texts: Collection[str]) -> str:
    """A word that none of the texts has."""
    lowered = "\n".join(texts).lower()
    return next((word for word in _WORDS if word not in lowered), "")


def _renamed(text: str, word: str, kept: Collection[int] = ()) -> str:
    """The text with ``word`` for the letters but at the places ``kept``; large letters stay large."""

    def other(found: re.Match[str]) -> str:
        if found.start() in kept:
            return found[0]
        return "".join(new.upper() if old.isupper() else new for old, new in zip(found[0], word, strict=True))

    return _LETTERS.sub(other, text)


def parse_error(query: str, prefixes: Mapping[str, str]) -> str:
    """What the engine says of a query that it cannot parse; nothing if it can. The query is not run.

    The engine has no call that only parses. It does parse first, though, and then refuses two options that exclude each
    other. A version that looks at the options first would accept what is no query; one that reads escapes in keywords would
    find the word where no letters are. Neither is believed.

    Raises:
        QueryRefused: it is such a version. ValueError: a prefix stands for no IRI.
    """
    if not _is_known():
        raise QueryRefused(
            "this version of pyoxigraph cannot be asked whether a query calls a SERVICE; install the one that wenmai names"
        )
    return _said(query, prefixes)


@cache
def _is_known() -> bool:
    """Whether the engine parses first, and takes an escape for no part of a keyword."""
    return not _said("ASK {}", {}) and all(_said(wrong, {}) for wrong in ("ASK {", r"\u0041SK {}"))


def _said(query: str, prefixes: Mapping[str, str]) -> str:
    """What the engine says of a text that it only parses; ``""`` where it finds no fault.

    Two options exclude each other, which it sees after parsing and before it runs anything: nothing is ever evaluated here.
    """
    import pyoxigraph

    try:
        pyoxigraph.Store().query(
            query,
            prefixes=dict(prefixes),
            use_default_graph_as_union=True,
            default_graph=pyoxigraph.DefaultGraph(),
        )
    except SyntaxError as error:
        return str(error)
    except ValueError as error:
        if "should not be set at the same time" not in str(error):
            raise
        return ""
    return "the engine ran what it was to parse"


# What is said of it ---------------------------------------------------------------------------------------------------


def _called(
    query: str, prefixes: Mapping[str, str], said: str, kept: Collection[int], allowed: Collection[str]
) -> QueryRefused | None:
    """The refusal of the call at which the engine could not go on; ``None`` where it found another fault.

    It is a call if the engine gets further with ``GRAPH`` in its place, which takes the same.
    """
    end = _offset(query, said)
    for call in re.finditer(_CALL, query):
        if call.start() in kept or not call.start() <= end <= call.start() + _REACH:
            continue
        other = (
            f"{query[: call.start()]}GRAPH  {call[1]}{' ' * len(call[2] or '')}{query[call.end(2 if call[2] else 1) :]}"
        )
        further = _parsed(other, prefixes, kept)
        if not further or _offset(other, further) > end:
            plain = re.match(_PLAIN, query[call.start() :])
            return refusal(query, call.start(), _why(plain[1].lower() if plain else "", call[3], allowed))
    return None


def _offset(query: str, said: str) -> int:
    """The place in the query of a ``line:column`` that the engine said; its lines end with a line feed."""
    place = re.search(r"(\d+):(\d+)", said)
    line, column = (int(place[1]), int(place[2])) if place else (1, 1)
    return sum(len(one) + 1 for one in query.split("\n", line - 1)[: line - 1]) + column - 1


def _why(host: str, target: str, allowed: Collection[str]) -> str:
    """Why a service is refused, and what would allow it."""
    if host:
        return f"SERVICE would send a part of the query to {host}; allow it with --allow-service {host}"
    if allowed:
        return f"SERVICE {target} is refused; write the http address of an allowed host in full, in <>"
    return "SERVICE would send a part of the query to another machine and is refused"
