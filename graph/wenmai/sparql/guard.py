r"""What is looked at before a query reaches the engine: its length, its nesting, writes, and the graphs that it names.

The engine reads SPARQL by recursive descent and ends the whole process when a query nests too deeply for the stack, so
absurd nesting is refused here by counting brackets and operators. Measured with the 512 MB stack that
:mod:`wenmai.sparql.worker` gives a query: 40,000 nested brackets and 20,000 chained operators run; the bounds below keep a
margin of 2 to 40.

Tokens of a query that the engine reads are the engine's: names, variables and comments end where its grammar has
them end. The engine has no scanner of its own, though: what a
character means depends on where its grammar stands (``<'>`` is an IRI or a comparison with a string). Tokens are
good enough to count brackets by; whether a query reaches out is not read off them (:mod:`wenmai.sparql.services`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from wenmai.errors import QueryRefused
from wenmai.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MAX_CHARACTERS = 10_000_000
"""Longer queries are refused; a ``VALUES`` list of 100,000 IRIs has some 5,000,000."""

MAX_NESTING = 1_000
"""Brackets of any kind that may be open at once."""

MAX_LINKS = 10_000
"""Operators, patterns and keywords that chain: each costs the engine stack, and quadratic time."""

_LETTER = r"[^\x00-\x40\x5B-\x60\x7B-\x7F]"  # what is not ASCII too: outside strings and such, only names may hold it
_VAR = r"[^\x00-\x2F\x3A-\x40\x5B-\x5E\x60\x7B-\x7F]"  # and digits, and _
_NAME = r"[^\x00-\x2C\x2E\x2F\x3A-\x40\x5B-\x5E\x60\x7B-\x7F]"  # and -
_LOCAL = rf"(?:{_NAME}|:|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?\#@%])"
_GLUED = r"FROM(?=NAMED\b) | (?:CONSTRUCT|ASK)(?=WHERE\b|FROM) | SELECT(?=(?:DISTINCT|REDUCED)\b) | (?:LIMIT|OFFSET)(?=[0-9])"
"""Keywords that end where the next begins, as the grammar has it: white space between them is not needed."""
_TOKEN = re.compile(
    rf"""
      (?P<space>  [ \t\r\n]+ | \#[^\r\n]* )
    | (?P<string> '''(?:'{{0,2}}(?:[^'\\]|\\.))*+''' | \"\"\"(?:"{{0,2}}(?:[^"\\]|\\.))*+\"\"\"
                | '(?:[^'\\\r\n]|\\.)*+'             | "(?:[^"\\\r\n]|\\.)*+" )
    | (?P<iri>    <(?:[^<>"{{}}|^`\\\x00-\x20]|\\u[0-9a-fA-F]{{4}}|\\U[0-9a-fA-F]{{8}})*+> )
    | (?P<var>    [?$]{_VAR}++ )
    | (?P<blank>  _:{_VAR}{_NAME}*+(?:\.++{_NAME}++)*+ )
    | (?P<lang>   @[A-Za-z]+(?:-[A-Za-z0-9]+)*+(?:--[A-Za-z]+)? )
    | (?P<pname>  (?:{_LETTER}{_NAME}*+(?:\.++{_NAME}++)*+)?:(?:(?!-){_LOCAL}++(?:\.++{_LOCAL}++)?+)? )
    | (?P<number> (?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]+ | [0-9]*\.[0-9]+ | [0-9]+ )
    | (?P<word>   (?i:{_GLUED}) | [^\W\d]\w* )
    | (?P<open>   <<\(? | [{{(\[] )
    | (?P<close>  \)?>> | [}})\]] )
    | (?P<mark>   \^\^ | \|\| | && | [!<>]= | [-+*/|^!=<>;.,?~] )
    | (?P<other>  . )
    """,
    re.VERBOSE | re.DOTALL,
)
_CHAINING = frozenset(
    {"AS", "BIND", "EXISTS", "FILTER", "GRAPH", "LATERAL", "MINUS", "OPTIONAL", "SELECT", "SERVICE", "UNION", "VALUES"}
)
_UPDATES = frozenset({"ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"})


class Token(NamedTuple):
    """A piece of a query: what it is, what it says, and where it starts (a code point offset)."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset just after it."""
        return self.start + len(self.text)


class DatasetClause(NamedTuple):
    """A graph that ``FROM`` or (``named``) ``FROM NAMED`` asks for, and where the query says so."""

    graph: str
    start: int
    named: bool


class Scan(NamedTuple):
    """What a query is and touches.

    ``form`` is its upper-case first keyword after the prologue (``""`` when there is none), ``datasets`` the graphs of
    ``FROM`` and ``FROM NAMED``, ``tail`` the tokens after the outermost group, ``end`` the end of
    the last token, ``star`` the place of the ``*`` of a ``SELECT *``.
    """

    form: str
    datasets: tuple[DatasetClause, ...]
    tail: tuple[Token, ...]
    end: int
    star: int | None


def tokens(query: str) -> Iterator[Token]:
    """Cut a query into tokens; white space and comments are left out. Never fails.

    >>> [token.text for token in tokens("ASK { ?s a 'x' } # done")]
    ['ASK', '{', '?s', 'a', "'x'", '}']
    """
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup or "other"
        if kind != "space":
            yield Token(kind, match[0], match.start())


def position(query: str, offset: int) -> tuple[int, int]:
    r"""The line and the column, both from 1, of a code point offset.

    >>> position("ASK {\n  oops", 8)
    (2, 3)
    """
    before = query[:offset].replace("\r\n", " \n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def scan(query: str, prefixes: Mapping[str, str] = PREFIXES) -> Scan:
    """Refuse a query that writes or nests absurdly; say what the others touch.

    ``prefixes`` are declared for the query.

    Raises:
        QueryRefused: with the reason, and the line and column of what is refused.
    """
    if len(query) > MAX_CHARACTERS:
        raise QueryRefused(
            f"the query has {len(query):,} characters; at most {MAX_CHARACTERS:,} are read: load long lists as a graph"
        )
    kept = list(tokens(query))
    _refuse_depth(query, kept)
    body = _after_prologue(kept)
    word = _form(kept)
    if word in _UPDATES:
        raise refusal(query, kept[body].start, f"{word} would change the graph, and a query only reads")
    _refuse_glued(query, kept, body, declared(kept, prefixes))
    return Scan(word, tuple(_datasets(kept, prefixes)), _tail(kept), kept[-1].end if kept else 0, _star(kept))


def refusal(query: str, offset: int, reason: str) -> QueryRefused:
    """The error that says where, in lines and columns, something is refused, and why."""
    line, column = position(query, offset)
    return QueryRefused(f"line {line}, column {column}: {reason}", line=line, column=column)


# Nesting --------------------------------------------------------------------------------------------------------------


def _refuse_depth(query: str, kept: list[Token]) -> None:
    """Refuse what would fill the engine's stack, before it reads any of it.

    ``depth`` is the number of brackets open at a token, never below 0; ``links`` the operators and patterns met so far, those
    of inline data left out: a query within both bounds is read with the stack that it is given.
    """
    depth = links = 0
    listed = _inline_data(kept)
    for place, token in enumerate(kept):
        if token.kind == "open":
            depth += 1
        elif token.kind == "close":
            depth = max(0, depth - 1)
        if place not in listed:
            links += _links(token)
        if depth > MAX_NESTING:
            raise refusal(query, token.start, f"brackets nest more than {MAX_NESTING:,} deep")
        if links > MAX_LINKS:
            raise refusal(query, token.start, f"the query chains more than {MAX_LINKS:,} operators and patterns")


def _links(token: Token) -> int:
    """How much a token adds to a chain; a comparison without spaces may pass for an IRI, so its insides count too."""
    if token.kind == "iri":
        return sum(map(token.text.count, "(|&!^*+")) if len(token.text) > 200 else 0
    if token.kind == "word":
        return token.text.upper() in _CHAINING
    return token.kind == "open" or (token.kind == "mark" and token.text not in {",", "^^"})


def _inline_data(kept: list[Token]) -> set[int]:
    """The places of tokens within the braces of ``VALUES``: long lists, but flat ones."""
    inside: set[int] = set()
    depth = start = 0
    for place, token in enumerate(kept):
        if token.kind == "word" and token.text.upper() == "VALUES":
            start, depth = place, 0
        elif start and token.text == "{":
            depth += 1
        elif start and token.text == "}":
            inside.update(range(start + 1, place + 1))
            start = 0
        elif start and not depth and token.kind not in {"var", "open", "close"}:
            start = 0
    return inside


# The prologue, the dataset and the solution modifiers -----------------------------------------------------------------


def _after_prologue(kept: list[Token]) -> int:
    """The place after the declarations, each of a fixed length: none of their tokens is taken for the query."""
    place = 0
    length = {"BASE": 2, "PREFIX": 3, "VERSION": 2}
    while place < len(kept) and (step := length.get(kept[place].text.upper())):
        place += step
    return place


def _star(kept: list[Token]) -> int | None:
    """Where the ``*`` of ``SELECT *`` stands; ``None`` for any other projection or form."""
    place = _after_prologue(kept) + 1
    if not _form(kept).startswith("SELECT"):
        return None
    while place < len(kept) and kept[place].text.upper() in {"DISTINCT", "REDUCED"}:
        place += 1
    return kept[place].start if place < len(kept) and kept[place].text == "*" else None


def _form(kept: list[Token]) -> str:
    """The keyword at which the query begins, after its declarations."""
    place = _after_prologue(kept)
    return kept[place].text.upper() if place < len(kept) and kept[place].kind == "word" else ""


_RUN_IN = re.compile("(PREFIX|SELECT|CONSTRUCT|DESCRIBE|ASK)[^:]*:|(FROM)[^:]*:", re.IGNORECASE)


def _refuse_glued(query: str, kept: list[Token], body: int, prefixes: Mapping[str, str]) -> None:
    """Refuse a keyword that runs into a prefixed name: ``FROMex:g`` is one name in SPARQL, and two words to the engine."""
    depth = groups = 0
    for place, token in enumerate(kept[body:]):
        depth += (token.kind == "open") - (token.kind == "close")
        groups += token.text == "{" and depth == 1
        glued = _RUN_IN.match(token.text) if token.kind == "pname" and not depth else None
        if glued is None or bool(glued[1]) != (place == 0):
            continue
        word = glued[1] or glued[2]
        name = token.text.partition(":")[0]
        expected = groups < 1 + (_form(kept) == "CONSTRUCT") and _form(kept) != "DESCRIBE"
        if glued[1] or expected or name not in prefixes:
            raise refusal(query, token.start, f"{token.text} is one name; put a space after {word}")


def form(query: str) -> str:
    """The upper-case first keyword after the prologue; ``""`` when there is none."""
    return _form(list(tokens(query)))


def declared(kept: list[Token], beforehand: Mapping[str, str]) -> dict[str, str]:
    """The prefixes in force: those declared ``beforehand``, and those that the query declares."""
    prefixes = dict(beforehand)
    for first, second, third in zip(kept, kept[1:], kept[2:], strict=False):
        if first.text.upper() == "PREFIX" and second.kind == "pname" and third.kind == "iri":
            prefixes[second.text[:-1]] = third.text[1:-1]
    return prefixes


def chosen_graphs(found: Scan) -> tuple[list[str], list[str]]:
    """The graphs of ``FROM``, and those of ``FROM NAMED``."""
    default, named = ([one.graph for one in found.datasets if one.named is kind] for kind in (False, True))
    return default, named


def _datasets(kept: list[Token], prefixes: Mapping[str, str]) -> Iterator[DatasetClause]:
    """The dataset clauses in their order: ``FROM`` as a word is in no other place of the grammar."""
    for place, token in enumerate(kept):
        if token.kind != "word" or token.text.upper() != "FROM":
            continue
        named = place + 1 < len(kept) and kept[place + 1].text.upper() == "NAMED"
        following = kept[place + 1 + named : place + 2 + named]
        if following and following[0].kind in {"iri", "pname"}:
            yield DatasetClause(_resolved(kept, following[0].text, prefixes), following[0].start, named)


def _resolved(kept: list[Token], written: str, prefixes: Mapping[str, str]) -> str:
    """The IRI that ``written`` stands for after the prologue, which Turtle shares with SPARQL and reads in the same way."""
    import pyoxigraph

    prologue = [*(f"PREFIX {prefix}: <{iri}>" for prefix, iri in prefixes.items())]
    prologue += [token.text for token in kept[: _after_prologue(kept)]]
    turtle = " ".join((*prologue, "<urn:a> <urn:a>", written, "."))
    try:
        (quad,) = pyoxigraph.parse(turtle, format=pyoxigraph.RdfFormat.TURTLE)
    except SyntaxError:  # the engine will say what is wrong, with its place
        return written
    return str(quad.object.value)


def _tail(kept: list[Token]) -> tuple[Token, ...]:
    """The tokens after the outermost group that no bracket holds, closing brackets included."""
    depth, after, found = 0, False, []
    for token in kept:
        depth += (token.kind == "open") - (token.kind == "close")
        if after and depth <= 0:
            found.append(token)
        after = after or (token.text == "}" and depth <= 0)
    return tuple(found)


def spelled_out(query: str, found: Scan, variables: Iterable[str]) -> str:
    """The same ``SELECT *`` with its variables in the order in which the query first names them.

    >>> text = "SELECT * { ?s ?p ?o }"
    >>> spelled_out(text, scan(text), ["o", "p", "s"])
    'SELECT ?s ?p ?o { ?s ?p ?o }'
    """
    if found.star is None:
        return query
    places: dict[str, int] = {}
    for token in tokens(query):
        if token.kind == "var":
            places.setdefault(token.text[1:], token.start)
    names = sorted(variables, key=lambda name: (places.get(name, len(query)), name))
    rest = query[found.star + 1 :]
    apart = " " if rest[:1].isalnum() else ""  # *WHERE
    return query[: found.star] + " ".join(f"?{name}" for name in names) + apart + rest if names else query


def window(query: str, found: Scan, skip: int, rows: int) -> str:
    """The same ``SELECT`` narrowed to at most ``rows`` rows after its first ``skip``; any other form as it is.

    Nothing before the solution modifiers moves, so that the position of a syntax error stays true.

    >>> text = "SELECT * { ?s ?p ?o } LIMIT 50"
    >>> window(text, scan(text), 10, 20)
    'SELECT * { ?s ?p ?o } OFFSET 10 LIMIT 20'
    """
    if not found.form.startswith("SELECT"):
        return query
    numbers = {"LIMIT": rows + skip, "OFFSET": 0}
    for word, number in zip(found.tail, found.tail[1:], strict=False):
        if word.text.upper() in numbers and number.kind == "number":
            numbers[word.text.upper()] = int(number.text)
            query = query[: word.start] + " " * (number.end - word.start) + query[number.end :]
    left = max(0, min(rows, numbers["LIMIT"] - skip))
    place = next((token.start for token in found.tail if token.text.upper() == "VALUES"), found.end)
    offset = numbers["OFFSET"] + skip
    clauses = f" OFFSET {offset} LIMIT {left} " if offset else f" LIMIT {left} "
    return (query[:place].rstrip() + clauses + query[place:]).rstrip()
