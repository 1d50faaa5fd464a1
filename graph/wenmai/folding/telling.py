"""What a folded node says, in words, where it stands: nested, and bounded.

A list shows its members, a restriction reads as the Manchester syntax of OWL 2 writes it, a label or a note is its text, any
other node its class and what is said of it, as ``[ … ]`` in Turtle.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from wenmai.folding.forms import COUNTS, form_word
from wenmai.folding.shapes import JUNCTIONS, compile_shapes
from wenmai.model import Literal, Triple
from wenmai.terms import RDF, TYPE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from wenmai.folding.shapes import NodeShape, Step
    from wenmai.folding.valuing import ValueTeller
    from wenmai.model import Term
    from wenmai.profiles import Interpretation

    Values = Mapping[str, Sequence[Term]]
    Label = Callable[[str], str]

DEEPEST = 4
"""How deep what is nested is told."""

MOST = 12
"""How many members of a list, or facts of a node, are told."""

LONGEST = 40
"""How many nodes one text tells, the nested ones included."""

NIL = RDF + "nil"
WITHDRAWN = "http://wikiba.se/ontology#DeprecatedRank"
"""A rank of statements that are kept but not held to be true (Wikibase data model, 4.2)."""

TEXTS = frozenset({"label", "note", "identifier"})
"""Kinds of nodes that are told by their text alone."""


class Teller:
    """Tells what nodes say; ``values`` gives what is said of a resource, ``folded`` whether it is a node that is folded."""

    def __init__(self, meaning: Interpretation, values: Callable[[str], Values], folded: Callable[[str], bool]) -> None:
        self._shapes = compile_shapes(meaning.nodes, str, str)
        self._values, self._folded, self._meaning = values, folded, meaning

    def text(self, node: str, label: Label, language: str) -> str:
        """What a node says, in the words of ``label``; ``""`` where nothing is said of it."""
        return OneNode(self, label, language).tell(node, 0)

    @cached_property
    def valuing(self) -> ValueTeller:
        """How times and quantities are told."""
        from wenmai.folding.valuing import ValueTeller

        return ValueTeller(self._meaning, self._values)

    def members(self, node: str) -> list[Term] | None:
        """The members of a list in order; ``None`` for what is no list."""
        if node == NIL:
            return []
        shape = self.shape(node)
        if shape is None or shape.kind != "list":
            return None
        found: list[Term] = []
        seen: set[str] = set()
        while node not in seen:
            seen.add(node)
            found += self.ends(node, shape, "first", "member")
            node = next((str(one) for one in self.ends(node, shape, "rest") if isinstance(one, str)), node)
        return found

    def shape(self, node: str) -> NodeShape | None:
        """The surest kind of a node, by its classes and its own predicates."""
        values = self._values(node)
        types = values.get(TYPE, ())
        return next(
            (
                shape
                for shape in self._shapes
                if not shape.classes.isdisjoint(map(str, types)) or not shape.marks.isdisjoint(values)
            ),
            None,
        )

    def fact_of(self, lead: str, node: str) -> tuple[str, Term | None] | None:
        """The fact that a statement is about, by what leads to it; no value where the statement is withdrawn."""
        for shape in self._shapes:
            if shape.kind == "statement" and lead in shape.led:
                values = self._values(node)
                withdrawn = any(WITHDRAWN in every for every in values.values())
                ends = [] if withdrawn else self.ends(node, shape, "object")
                return shape.led[lead], next(iter(ends), None)
        return None

    def ends(self, node: str, shape: NodeShape, *parts: str) -> list[Term]:
        """The values at the ends of the ways to some parts, ``rdf:_2`` before ``rdf:_10``; no step is followed back."""
        ways, values = shape.ways(*parts), self._values(node)
        chosen = sorted(ways.forward.intersection(values), key=lambda predicate: (len(predicate), predicate))
        found = [value for predicate in chosen for value in values[predicate]]
        return list(dict.fromkeys([*found, *(end for way in ways.long for end in self._follow(node, way))]))

    def _follow(self, node: str, way: Iterable[Step]) -> Iterator[Term]:
        """What a way leads to: the nodes after each step are all reached from those before; steps back lead nowhere here."""
        found: list[Term] = [node]
        for predicate, back in way:
            found = [
                value
                for one in found
                if isinstance(one, str) and not back
                for value in self._values(one).get(predicate, ())
            ]
        yield from found

    def is_folded(self, term: Term) -> bool:
        """Whether a term is a node that is folded, and of which something is said."""
        return isinstance(term, str) and self._folded(term)

    def values(self, node: str) -> Values:
        """What is said of a node."""
        return self._values(node)


class OneNode:
    """Tells one node in one language."""

    def __init__(self, telling: Teller, label: Label, language: str) -> None:
        self._telling, self._label, self._language = telling, label, language
        self._left = LONGEST

    def tell(self, term: Term, depth: int) -> str:
        """A term in words: a literal's text, an entity's label, what a folded node says."""
        if isinstance(term, Triple):
            return f"<<( {self._label(term.subject)} {self._label(term.predicate)} {self.tell(term.object, depth)} )>>"
        if isinstance(term, Literal):
            return term.value
        if not self._telling.is_folded(term):
            return self._label(term)
        self._left -= 1
        return self._node(term, depth) if depth < DEEPEST and self._left > 0 else "…"

    def _node(self, node: str, depth: int) -> str:
        """A folded node in words; ``depth`` falls at each step inwards, so nodes that hold each other end."""
        members = self._telling.members(node)
        if members is not None:
            return self._joined(members, ", ", depth)
        shape = self._telling.shape(node)
        if shape is not None and shape.kind == "restriction":
            return self._restriction(node, shape, depth)
        if shape is not None and shape.kind == "expression":
            return self._expression(node, shape, depth)
        if shape is not None and shape.kind in TEXTS and (texts := self._telling.ends(node, shape, "text")):
            return self._joined(self._in_language(texts), "; ", depth)
        value = self._telling.valuing.tell(node, shape.kind, self._label) if shape is not None else ""
        return value or self._facts(node, depth)

    def _joined(self, terms: Sequence[Term], between: str, depth: int) -> str:
        texts = [self.tell(term, depth + 1) for term in terms[:MOST]]
        return between.join([*texts, f"… (+{len(terms) - MOST})"] if len(terms) > MOST else texts)

    def _restriction(self, node: str, shape: NodeShape, depth: int) -> str:
        """*has topping some Mozzarella*, *has part min 2 Wheel*."""
        values, ends = self._telling.values(node), self._telling.ends
        inverse = ends(node, shape, "inverse")
        name = self._joined(inverse or ends(node, shape, "property"), ", ", depth)
        lead = f"{self._word('inverse')} {name}" if inverse else name
        of = self._operands(ends(node, shape, "class"), depth)
        counts = [
            f"{lead} {self._word(word)} {self.tell(number, depth)} {of}".rstrip()
            for predicate, word in COUNTS.items()
            for number in values.get(predicate, ())
        ]
        said = [
            f"{lead} {self._word(word)} {self._operands([value], depth)}"
            for part, word in (("some", "some"), ("all", "only"), ("value", "value"))
            for value in ends(node, shape, part)
        ]
        said += [f"{lead} {self._word('self')}"] * bool(ends(node, shape, "self"))
        return "; ".join(said + counts) or lead

    def _expression(self, node: str, shape: NodeShape, depth: int) -> str:
        """*Wine and (has colour value Red)*, *Pie or Soup*, *not Dessert*, *{Red, White}*."""
        said = list[str]()
        for part in JUNCTIONS:
            for value in self._telling.ends(node, shape, part):
                members = self._telling.members(value) if isinstance(value, str) else None
                terms = [value] if members is None else members
                if part == "one":
                    said.append("{" + self._joined(terms, ", ", depth) + "}")
                elif part == "not":
                    said.append(f"{self._word('not')} {self._operands(terms, depth)}")
                else:
                    said.append(self._operands(terms, depth, f" {self._word(part + ' all')} "))
        return "; ".join(said)

    def _operands(self, terms: Sequence[Term], depth: int, between: str = " ") -> str:
        """Terms, those in brackets that are sentences themselves."""
        texts = [self.tell(term, depth + 1) for term in terms[:MOST]]
        told = [
            f"({text})" if self._telling.is_folded(term) and " " in text and text[0] not in "({" else text
            for term, text in zip(terms, texts, strict=False)
        ]
        return between.join([*told, "…"] if len(terms) > MOST else told)

    def _facts(self, node: str, depth: int) -> str:
        """*Address: street 12 Elm Street; city Sometown*; one text is told alone."""
        values = self._telling.values(node)
        types = [self._label(str(kind)) for kind in values.get(TYPE, ()) if not self._telling.is_folded(kind)]
        kinds = ", ".join(dict.fromkeys(types))
        said: dict[Term, str] = {}  # a text that two predicates give is told once
        for predicate in values:
            for value in self._in_language(values[predicate]) if predicate != TYPE else ():
                said.setdefault(value, predicate)
        pairs = [(predicate, value) for value, predicate in said.items()]
        if len(pairs) == 1 and isinstance(pairs[0][1], Literal):
            return pairs[0][1].value
        told = [f"{self._label(predicate)} {self.tell(value, depth + 1)}" for predicate, value in pairs[:MOST]]
        text = "; ".join([*told, "…"] if len(pairs) > MOST else told)
        inner = f"{kinds}: {text}" if kinds and text else kinds or text
        return f"({inner})" if depth and len(pairs) > 1 else inner

    def _in_language(self, terms: Sequence[Term]) -> Sequence[Term]:
        """Texts in the reader's language where there are some, else all."""
        wanted = [
            term
            for term in terms
            if isinstance(term, Literal) and term.language.lower().split("-")[0] == self._language.split("-")[0]
        ]
        return wanted or terms

    def _word(self, word: str) -> str:
        return form_word(word, self._language) or word
