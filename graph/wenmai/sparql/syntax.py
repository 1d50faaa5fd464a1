r"""Where and why a query is not SPARQL, said for a person.

The engine tells how far it read while trying every keyword it knows, which is seldom where the mistake is. So a query
that it rejects is read again here, token by token, by the grammar of SPARQL 1.1 (W3C Recommendation of 21 March 2013,
section 19.8), and the farthest token that no rule could read is reported with what the rules expected in its place.
This grammar never decides: a query that the engine accepts is not read here.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from wenmai.sparql.guard import declared, position, tokens
from wenmai.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wenmai.sparql.guard import Token

_GRAMMAR = """
Query: Prologue ( Select | Construct | Describe | Ask ) Inline?
Prologue: ( 'BASE' iri | 'PREFIX' name iri )*
Select: SelectClause From* Where Modifiers
SubSelect: SelectClause Where Modifiers Inline?
SelectClause: 'SELECT' ( 'DISTINCT' | 'REDUCED' )? ( '*' | ( var | '(' Expression 'AS' var ')' )+ )
Construct: 'CONSTRUCT' ( Template From* Where | From* 'WHERE' '{' Triples? '}' ) Modifiers
Describe: 'DESCRIBE' ( '*' | ( var | Iri )+ ) From* Where? Modifiers
Ask: 'ASK' From* Where Modifiers
From: 'FROM' 'NAMED'? Iri
Where: 'WHERE'? Group
Modifiers: GroupBy? Having? OrderBy? ( Limit Offset? | Offset Limit? )?
GroupBy: 'GROUP' 'BY' ( Call | '(' Expression ( 'AS' var )? ')' | var )+
Having: 'HAVING' Constraint+
OrderBy: 'ORDER' 'BY' ( ( 'ASC' | 'DESC' ) '(' Expression ')' | Constraint | var )+
Limit: 'LIMIT' number
Offset: 'OFFSET' number
Inline: 'VALUES' ( var Block | '(' var* ')' Blocks )
Block: '{' ( Data )* '}'
Blocks: '{' ( '(' Data* ')' )* '}'
Data: Iri | Literal | 'UNDEF'
Group: '{' ( SubSelect | Patterns ) '}'
Patterns: TriplesBlock? ( Pattern '.'? TriplesBlock? )*
TriplesBlock: Triple ( '.' Triple? )*
Triples: Triple ( '.' Triple? )*
Pattern: Group ( 'UNION' Group )* | 'OPTIONAL' Group | 'MINUS' Group | 'GRAPH' VarOrIri Group \
 | 'SERVICE' 'SILENT'? VarOrIri Group | 'FILTER' Constraint | 'BIND' '(' Expression 'AS' var ')' | Inline
Constraint: '(' Expression ')' | Call
Template: '{' Triples? '}'
Triple: Node Properties | Nested Properties?
Properties: Predicate Objects ( ';' ( Predicate Objects )? )*
Objects: Object ( ',' Object )*
Object: Node | Nested
Nested: '(' Object+ ')' | '[' Properties ']'
Node: var | Iri | Literal | blank | '(' ')' | '[' ']'
Predicate: var | Path
Path: Steps ( '|' Steps )*
Steps: Step ( '/' Step )*
Step: '^'? Primary ( '?' | '*' | '+' )?
Primary: Iri | 'a' | '!' ( Negated | '(' ( Negated ( '|' Negated )* )? ')' ) | '(' Path ')'
Negated: '^'? ( Iri | 'a' )
VarOrIri: var | Iri
Expression: And ( '||' And )*
And: Compared ( '&&' Compared )*
Compared: Sum ( ( '=' | '!=' | '<' | '>' | '<=' | '>=' ) Sum | 'NOT'? 'IN' List )?
Sum: Product ( ( '+' | '-' ) Product )*
Product: Unary ( ( '*' | '/' ) Unary )*
Unary: ( '!' | '+' | '-' )? Operand
Operand: '(' Expression ')' | Call | Iri | Literal | var
Call: 'NOT'? 'EXISTS' Group | Aggregate | function Arguments | Iri Arguments
Aggregate: aggregate '(' 'DISTINCT'? ( '*' | Expression ) ( ';' 'SEPARATOR' '=' string )? ')'
Arguments: '(' ( 'DISTINCT'? Expression ( ',' Expression )* )? ')'
List: '(' ( Expression ( ',' Expression )* )? ')'
Iri: iri | name
Literal: string ( lang | '^^' Iri )? | ( '+' | '-' )? number | 'true' | 'false'
"""
_SPOKEN = {
    "Arguments": "'('",
    "Data": "a term",
    "Expression": "an expression",
    "Group": "'{'",
    "Node": "a term",
    "Object": "a term",
    "Pattern": "a pattern",
    "Predicate": "a predicate",
    "Triple": "a triple",
    "VarOrIri": "a variable or an IRI",
    "Iri": "an IRI",
    "Call": "a function",
    "iri": "an IRI in <>",
    "name": "a prefix with its colon",
    "var": "a variable",
    "string": "a string",
    "number": "a number",
    "lang": "a language tag",
    "blank": "a blank node",
}
_SILENT = frozenset({"'.'", "';'", "','"})
_AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
_FUNCTIONS = """
ABS BNODE BOUND CEIL COALESCE CONCAT CONTAINS DATATYPE DAY ENCODE_FOR_URI FLOOR HOURS IF IRI ISBLANK ISIRI
ISLITERAL ISNUMERIC ISURI LANG LANGMATCHES LCASE MD5 MINUTES MONTH NOW RAND REGEX REPLACE ROUND SAMETERM
SECONDS SHA1 SHA256 SHA384 SHA512 STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLEN STRSTARTS STRUUID
SUBSTR TIMEZONE TZ UCASE URI UUID YEAR
"""
_ESCAPE = re.compile(r"\\(?:[tbnrf\"'\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})|\\.", re.DOTALL)
_OPERATORS = frozenset(map(repr, ("!=", "&&", "*", "+", "-", "/", "<", "<=", "=", ">", ">=", "||", "IN", "NOT")))


class Mistake(NamedTuple):
    """A mistake: a code point offset and a sentence."""

    offset: int
    message: str


def explain(query: str, said: str, prefixes: Mapping[str, str] = PREFIXES) -> tuple[int | None, int | None, str]:
    """The line, the column and a sentence for a query that the engine rejected, having ``said`` this.

    ``prefixes`` were declared for it.

    >>> explain("SELECT ?s { ?s ?p }", "error at 1:20: expected OPTIONAL")
    (1, 19, "line 1, column 19: expected a term, found '}'")
    """
    kept = list(tokens(query))
    faults = [*_undeclared(kept, prefixes), *_relative(kept), *_misescaped(kept), *_misplaced(query, kept)]
    if not faults:
        return None, None, _meaning(said)
    first = min(faults)
    line, column = position(query, first.offset)
    return line, column, f"line {line}, column {column}: {first.message}"


def _meaning(said: str) -> str:
    """What the engine has against a query that is well formed: its own sentence, or the usual suspects."""
    sentence = re.search(r"(?:The|This|Already) [a-zA-Z ]+|[A-Z]\w+ [a-z][\w ]+", said)
    if sentence:
        return sentence[0].strip()
    return (
        "the query is well formed but not allowed: look at the number of arguments of a function, a variable that is bound"
        " twice, a blank node that is used in two groups, or a function that does not exist"
    )


def _undeclared(kept: list[Token], prefixes: Mapping[str, str]) -> Iterator[Mistake]:
    """Prefixes that are used and not declared, in their order."""
    known = declared(kept, prefixes)
    for place, token in enumerate(kept):
        prefix = token.text.partition(":")[0]
        declaring = place and kept[place - 1].text.upper() == "PREFIX"
        if token.kind == "pname" and prefix not in known and not declaring:
            yield Mistake(token.start, f"the prefix {prefix}: is not declared; write PREFIX {prefix}: <…> first")


def _relative(kept: list[Token]) -> Iterator[Mistake]:
    """Relative IRIs where no base is declared, in their order."""
    based = any(token.text.upper() == "BASE" and token.kind == "word" for token in kept)
    for token in kept:
        if token.kind == "iri" and not based and not re.match(r"<[A-Za-z][A-Za-z0-9+.-]*:", token.text):
            yield Mistake(token.start, f"{token.text[:80]} is not an absolute IRI, and no BASE is declared")


def _misescaped(kept: list[Token]) -> Iterator[Mistake]:
    """Escapes in strings that the grammar does not have, in their order."""
    for token in kept:
        for escape in _ESCAPE.finditer(token.text) if token.kind == "string" else ():
            if len(escape[0]) == 2 and escape[0][1] not in "tbnrf\"'\\":
                yield Mistake(token.start + escape.start(), f"{escape[0]} is no escape; write two backslashes for one")


# Reading by the grammar -----------------------------------------------------------------------------------------------


def _misplaced(query: str, kept: list[Token]) -> Iterator[Mistake]:
    """The token that no rule can read, the farthest reached, and what could have stood there.

    Every way through the grammar that was tried ended at it or before: what is expected is the union of theirs.
    """
    reader = _Reader(query, kept)
    try:
        end = reader.read(_rules()["Query"], 0)
    except RecursionError:  # nested deeper than a person would look for the mistake
        return
    if end == len(kept):
        return
    offset = kept[reader.farthest].start if reader.farthest < len(kept) else len(query.rstrip())
    yield Mistake(offset, f"expected {_listed(reader.expected)}, found {reader.found(reader.farthest)}")


def _listed(expected: set[str]) -> str:
    """The expectations as a person lists them; marks that could always follow are named only when nothing else is."""
    if len(expected & _OPERATORS) > 4:
        expected = (expected - _OPERATORS) | {"an operator"}
    names = sorted(expected - _SILENT or expected, key=lambda name: (name.startswith("'"), name))
    if len(names) > 8:
        names = [*names[:7], "…"]
        return ", ".join(names)
    return " or ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else "the end of the query"


class _Reader:
    """Reads tokens by rules, and remembers the farthest token that could not be read."""

    def __init__(self, query: str, kept: list[Token]) -> None:
        self.query, self.kept = query, kept
        self.farthest = 0
        self.expected: set[str] = set()

    def read(self, rule: _Rule, place: int) -> int | None:
        """The place after what ``rule`` reads from ``place``; ``None`` when it cannot be read."""
        kind, parts = rule
        if kind == "sequence":
            for part in parts:
                after = self.read(part, place)
                if after is None:
                    return None
                place = after
            return place
        if kind == "choice":
            return next((after for part in parts if (after := self.read(part, place)) is not None), None)
        if kind in "?*+":
            return self._repeat(kind, parts[0], place)
        return self._named(kind, place) if kind in _rules() else self._token(kind, place)

    def _repeat(self, kind: str, part: _Rule, place: int) -> int | None:
        """Read a part as often as it can be, which is as often as the grammar allows: it needs no way back.

        Each turn reads at least one token, so that it ends.
        """
        count = 0
        while (after := self.read(part, place)) is not None and after > place:
            place, count = after, count + 1
            if kind == "?":
                break
        return None if kind == "+" and not count else place

    def _named(self, name: str, place: int) -> int | None:
        """Read a rule; when it fails on its very first token, its own name stands for all that it could start with."""
        before = set(self.expected) if self.farthest == place else set()
        after = self.read(_rules()[name], place)
        if name in _SPOKEN and after is None and self.farthest == place:
            self.expected = before | {_SPOKEN[name]}
        return after

    def _token(self, wanted: str, place: int) -> int | None:
        """Read one token.

        ``expected`` holds what was wanted at ``farthest``, and nothing that was wanted before it.
        """
        if place < len(self.kept) and _fits(self.kept[place], wanted):
            return place + 1
        if place > self.farthest:
            self.farthest, self.expected = place, set()
        if place == self.farthest:
            self.expected.add(_SPOKEN.get(wanted, wanted))
        return None

    def found(self, place: int) -> str:
        """What stands at ``place``, as a person sees it."""
        if place >= len(self.kept):
            return "the end of the query"
        token = self.kept[place]
        if token.kind == "other" and token.text in "'\"":
            return "a string that is not closed"
        if token.text == "<" and (iri := re.match(r"<[a-z]+:[^<>]*>", self.query[token.start :])):
            return f"an IRI with a character that none may have: {iri[0][:80]}"
        return "'" + (token.text if len(token.text) <= 40 else token.text[:39] + "…") + "'"


def _fits(token: Token, wanted: str) -> bool:
    """Whether a token is a word, a mark or of a kind that the grammar wants."""
    word = token.text.upper()
    if wanted.startswith("'"):
        return token.text == "a" if wanted == "'a'" else word == wanted[1:-1].upper() and token.kind != "string"
    if wanted in {"function", "aggregate"}:
        return token.kind == "word" and word in (_FUNCTIONS.split() if wanted == "function" else _AGGREGATES)
    return token.kind == {"name": "pname"}.get(wanted, wanted)


_Rule = tuple[str, tuple["_Rule", ...]]


@cache
def _rules() -> dict[str, _Rule]:
    """The grammar as nested tuples, read once."""
    lines = (line.partition(": ") for line in _GRAMMAR.strip().splitlines())
    return {name: _choice(re.findall(r"'[^']+'|\w+|[()|?*+]", body)) for name, _, body in lines}


def _choice(words: list[str]) -> _Rule:
    """Read ``a b | c`` up to a closing parenthesis, which is left in place.

    What ``words`` has lost is what the rule given has; an alternative that is alone is given as itself.
    """
    options = [_sequence(words)]
    while words and words[0] == "|":
        words.pop(0)
        options.append(_sequence(words))
    return options[0] if len(options) == 1 else ("choice", tuple(options))


def _sequence(words: list[str]) -> _Rule:
    """Read ``a (b | c)? d`` up to a bar or a closing parenthesis, which is left in place.

    Every part read so far is whole: a sign of repetition behind it has been taken into it.
    """
    parts: list[_Rule] = []
    while words and words[0] not in {"|", ")"}:
        word = words.pop(0)
        part: _Rule = (word, ())
        if word == "(":
            part = _choice(words)
            words.pop(0)
        if words and words[0] in {"?", "*", "+"}:
            part = (words.pop(0), (part,))
        parts.append(part)
    return ("sequence", tuple(parts))
