"""The order in which the facts about an entity are told: what tells most about it comes first.

One rule for every graph, wherever it is: it reads the facts of this one entity, no counts over the graph, and has no number
to tune.

1. One type: of the vocabulary that the entity speaks most, the class that its other facts speak of by name most often.
2. One label, in the reader's language.
3. The rest in rounds of one value for each predicate and direction. The groups come in this order: descriptions; what no
   other fact says in more words; outgoing facts, with the incoming ones whose predicate is named as the class is; the
   entity's own vocabulary; fewest values; shortest name. Identifiers, images, pages and what keeps the record (by the role
   that a profile gives a predicate, or by its name) are the last of each round. Within a group the longest value comes first.
4. What says again what was said (the same other end, the same text, a text in another language), then the other types.

Sources:

* Rounds over predicates: Sydow, Pikuła and Schenkel 2013, *The notion of diversity in graphical entity summarisation on
  semantic knowledge graphs* (DIVERSUM); Wei, Gao, Liu, Liu and Huang 2018, *MPSUM: entity summarization with predicate-based matching*.
* Types apart from the other facts: Kroll, Nagel and Balke 2018, *BAFREC: balancing frequency and rarity for entity
  characterization in open linked data*.
* A class that other facts speak of: Cheng, Tran and Qu 2011, *RELIN: relatedness and informativeness-based centrality for
  entity summarization*.
* Nothing twice: Carbonell and Goldstein 1998, *The use of MMR*; Gunaratna, Thirunarayan and Sheth 2015, *FACES:
  diversity-aware entity summarization using incremental hierarchical conceptual clustering*.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import zip_longest
from typing import TYPE_CHECKING

from wenmai.model import Literal, Triple
from wenmai.once import pattern
from wenmai.profiles.interpretation import Interpretation
from wenmai.records import NamedTuple
from wenmai.rendering.marks import form_of
from wenmai.terms import LABELS, OWL, RDF, RDFS, TYPE, local_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from wenmai.model import Fact, Term
    from wenmai.profiles.profile import Naming

    Label = Callable[[str], str]

SUMMARY = 10
"""How many facts a summary has: as many as a screen shows beside its heading, and as summaries are measured with."""

ASIDE = frozenset({"administrative", "provenance", "identifier", "structural", "opposite"})
"""Roles of predicates that say something of the record, or where else the thing is, not of the thing."""

UNKNOWN = Interpretation()

_LANGUAGE_OF_GRAPHS = (RDF, RDFS, OWL)
_DESCRIBING = pattern(r"(short)?(description|comment|abstract|definition|scopenote|summary|biography)", re.IGNORECASE)
_IDENTIFYING = frozenset(
    {"id", "ids", "identifier", "identifiers", "isbn", "issn", "guid", "uuid", "code", "notation", "sameas", "seealso"}
    | {"exactmatch", "closematch", "isdefinedby"}
)
_SHOWING = frozenset(
    {"image", "images", "depiction", "thumbnail", "photo", "photos", "picture", "logo", "icon", "page", "homepage"}
    | {"website", "site", "url", "uri", "link", "links"}
)
_IMAGE = pattern(r"\.(jpe?g|png|gif|svg|tiff?|webp|bmp)(\?.*)?$", re.IGNORECASE)
_CODE = pattern(r"\S*\d\S*")
_WORD = pattern(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^\W\d_a-zA-Z]+")
_PLAIN = pattern(r"[^\W_]+")
_LETTER = pattern(r"[^\W\d_]")


class Group(NamedTuple):
    """The facts of one predicate in one direction by number, the most telling first; ``repeated`` are in other languages."""

    predicate: str
    forward: bool
    facts: list[int]
    repeated: list[int]


def rank_facts(
    facts: Sequence[Fact], label: Label, language: str, meanings: Interpretation = UNKNOWN
) -> tuple[Fact, ...]:
    """All ``facts`` of one entity, types and labels included, the most telling first.

    ``label`` names an entity or a class; ``language`` is the reader's; ``meanings`` says which predicates name and describe a
    thing, and which ones only keep its record.
    """
    said = _Said(facts, label, language, meanings)
    order = dict.fromkeys((*said.types[:1], *said.labels[:1], *said.in_rounds(), *said.types))
    return tuple(facts[number] for number in order)


def rank_types(
    facts: Sequence[Fact], label: Label, language: str, meanings: Interpretation = UNKNOWN
) -> tuple[str, ...]:
    """The classes of an entity from its outgoing ``facts``, the one that introduces it first."""
    return tuple(str(facts[number].object) for number in _Said(facts, label, language, meanings).types)


class _Said:
    """The facts of one entity by their numbers, each with its text and its other end."""

    def __init__(self, facts: Sequence[Fact], label: Label, language: str, meanings: Interpretation) -> None:
        self.meanings = meanings
        self.naming = single_predicates(meanings.labels) or LABELS
        self.describing = frozenset(single_predicates(meanings.descriptions))
        self.facts, self.label, self.language = facts, label, language.lower()
        self.ends: list[Term] = [fact.object if fact.forward else fact.subject for fact in facts]
        self.texts = [self._text(end) for end in self.ends]
        self.own = _own_vocabulary(facts)
        self.types, self.labels = self._types(), self._labels()
        literals = (n for n, fact in enumerate(facts) if fact.forward and isinstance(fact.object, Literal))
        self._literals = [f" {_plain(self.texts[n])} " for n in literals]
        self._all_literals = "\n".join(self._literals)

    def _text(self, end: Term) -> str:
        if isinstance(end, Literal):
            return end.value
        return str(end) if isinstance(end, Triple) else self.label(end)

    def _types(self) -> list[int]:
        """The types, the best first."""
        found = [n for n, fact in enumerate(self.facts) if fact.predicate == TYPE and fact.forward]
        told = [n for n, fact in enumerate(self.facts) if fact.forward and fact.predicate != TYPE]
        others = [_words(self.texts[n]) for n in told] if len(found) > 1 else []

        def order(n: int) -> tuple[bool, bool, int, int, str]:
            iri = str(self.ends[n])
            space, names = _namespace(iri), {local_name(iri), self.texts[n]}
            echo = max(_echoes(_words(name), others) for name in names)
            return space != self.own, space in _LANGUAGE_OF_GRAPHS, -echo, -len(local_name(iri)), iri

        return sorted(found, key=order)

    def _labels(self) -> list[int]:
        """The labels, the reader's language and the best property first."""
        found = [n for n, fact in enumerate(self.facts) if fact.predicate in self.naming and fact.forward]
        places = {
            n: (self._foreignness(n), self.naming.index(self.facts[n].predicate), str(self.ends[n])) for n in found
        }
        return sorted(found, key=places.__getitem__)

    def _foreignness(self, number: int) -> tuple[bool, bool, bool, str]:
        """How far a literal's language is from the reader's: as :func:`wenmai.index.adjacency.pick` has it."""
        end = self.ends[number]
        tag = end.language.lower() if isinstance(end, Literal) else ""
        return tag != self.language, not tag.startswith(self.language + "-"), tag != "", tag if tag != "en" else ""

    def in_rounds(self) -> list[int]:
        """All but the types, one of each group in turn; what was said already comes after what was not."""
        groups = sorted(self._groups(), key=self._group_order)
        new, again = list[int](), list[int]()
        ends: set[Term] = set()
        texts = {self.texts[n] for n in (*self.types[:1], *self.labels[:1])}
        waiting = [list(reversed(group.facts)) for group in groups]
        while waiting:
            for group in waiting:
                while group:
                    number = group.pop()
                    end, text = self.ends[number], self.texts[number]
                    if end in ends or (text in texts and isinstance(end, Literal) and _LETTER.search(text)):
                        again.append(number)
                        continue
                    ends.add(end)
                    texts.add(text)
                    new.append(number)
                    break
            waiting = [group for group in waiting if group]
        repeated = zip_longest(*(group.repeated for group in groups))
        return [*new, *again, *(number for row in repeated for number in row if number is not None)]

    def _groups(self) -> Iterator[Group]:
        """The facts by predicate and direction: each number but the chosen type and label is in one group, kept or repeated."""
        found: defaultdict[tuple[str, bool], list[int]] = defaultdict(list)
        apart = {*self.types, *self.labels[:1]}
        for number, fact in enumerate(self.facts):
            if number not in apart:
                found[fact.predicate, fact.forward].append(number)
        for (predicate, forward), numbers in found.items():
            if not any(form_of(self.facts[n].statements) == "member" for n in numbers):  # a list has its own order
                numbers.sort(key=lambda n: (-len(self.texts[n]), str(self.ends[n])))
            named = forward and predicate in self.naming  # the label was chosen: those in other languages say it again
            best = min(map(self._foreignness, self.labels[:1] if named else numbers))
            kept, repeated = list[int](), list[int]()
            for number in numbers:
                (repeated if self._is_tagged(number) and self._foreignness(number) != best else kept).append(number)
            yield Group(predicate, forward, kept, repeated)

    def _is_tagged(self, number: int) -> bool:
        end = self.ends[number]
        return isinstance(end, Literal) and end.language != ""

    def _group_order(self, group: Group) -> tuple[object, ...]:
        """What groups are sorted by; predicate and direction come last, so that no two groups tie."""
        name = local_name(group.predicate)
        kind = local_name(str(self.ends[self.types[0]])) if self.types else None
        return (
            not (group.forward and (group.predicate in self.describing or _DESCRIBING.fullmatch(name))),
            self._is_aside(group, _words(name)),
            all(map(self._is_said_elsewhere, group.facts)),
            not group.forward and name != kind,
            _namespace(group.predicate) != self.own,
            len(group.facts),
            len(name),
            group.predicate,
            not group.forward,
        )

    def _is_aside(self, group: Group, words: Sequence[str]) -> bool:
        """Whether values keep its record, identify the entity, show it, or lead to a page about it."""
        if self.meanings.role(group.predicate) in ASIDE:
            return True
        if words and (words[-1] in _IDENTIFYING | _SHOWING or "".join(words) in _IDENTIFYING):
            return True
        texts = [self.texts[number] for number in group.facts]
        if words and words[-1].endswith("id") and all(not text or _CODE.fullmatch(text) for text in texts):
            return True
        ends = (end.value if isinstance(end, Literal) else str(end) for end in (self.ends[n] for n in group.facts))
        return (group.forward and all(map(_IMAGE.search, ends))) or not any(map(str.strip, texts))

    def _is_said_elsewhere(self, number: int) -> bool:
        """Whether a literal is a part of a longer one, as a year is of a date, or is the label once more."""
        fact, found = self.facts[number], self.texts[number]
        if not fact.forward or not isinstance(fact.object, Literal):
            return False
        if fact.predicate in self.naming and any(self.texts[label] == found for label in self.labels[:1]):
            return True
        text = f" {_plain(found)} "
        return text in self._all_literals and any(text in longer for longer in self._literals if longer != text)


def single_predicates(namings: Iterable[Naming]) -> tuple[str, ...]:
    """The predicates that name or describe by themselves, the best first; what is put together of several is no fact."""
    return tuple(naming[0][0] for naming in namings if len(naming) == 1 and len(naming[0]) == 1)


def _own_vocabulary(facts: Iterable[Fact]) -> str | None:
    """The namespace of most of the predicates of which an entity is the subject, RDF's own apart."""
    counts: defaultdict[str, int] = defaultdict(int)
    for predicate in {fact.predicate for fact in facts if fact.forward}:
        if (space := _namespace(predicate)) not in _LANGUAGE_OF_GRAPHS:
            counts[space] += 1
    return min(counts, key=lambda space: (-counts[space], space), default=None)


def _namespace(iri: str) -> str:
    """An IRI without its last part.

    >>> _namespace("http://example.org/a#b"), _namespace("urn:example:a")
    ('http://example.org/a#', 'urn:example:')
    """
    return iri[: max(map(iri.rfind, "/#:")) + 1]


def _words(text: str) -> list[str]:
    """The words of a text or of a name in camel case, in lower case.

    >>> _words("HollywoodCartoon"), _words("births_1970")
    (['hollywood', 'cartoon'], ['births', '1970'])
    """
    return [word.lower() for word in _WORD.findall(text)]


def _plain(text: str) -> str:
    return " ".join(_PLAIN.findall(text.lower()))


def _echoes(words: Sequence[str], others: Iterable[Sequence[str]]) -> int:
    """How many of ``others`` have all the ``words``, or longer forms of them."""
    return sum(bool(words) and all(any(_is_form(one, word) for one in other) for word in words) for other in others)


def _is_form(found: str, word: str) -> bool:
    """Whether a word is a form of another; where words are not parted by spaces, whether it holds it."""
    return found.startswith(word) or (not word.isascii() and word in found)
