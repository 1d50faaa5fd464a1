"""What a document names and links, in Turtle: each name once, the passages that mention it, the links that sentences state."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from wenmai.capture.english_text import is_english
from wenmai.capture.names.kinds import KINDS
from wenmai.capture.names.linking import OWN, FoundLink, find_links, find_own_links, read_rules
from wenmai.capture.names.mentions import NameMention, find_mentions
from wenmai.capture.proposing.english import place_name
from wenmai.capture.proposing.naming import GivenLabels, block, escape, is_jurisdiction, local
from wenmai.capture.text.sections import sentences
from wenmai.notices import notice
from wenmai.terms import LABEL, TYPE, WM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from wenmai.capture.captured import Captured
    from wenmai.capture.documents import Subject
    from wenmai.sources import Source

MOST_TAGGED = 120_000
"""Characters of all documents together that the tagger of names reads, some 6,000 a second; the rules alone read the rest."""


NAMED_KINDS = frozenset(
    {
        *(kind for kind, _ in KINDS),
        "Honour",
        "Person",
        "Platform",
        "Mechanism",
        "Policy",
        "Brand",
        "Hutong",
        "Subdistrict",
        "Work",
        "Area",
    }
)
"""Classes whose instances are called by a name."""


_AHEAD = re.compile("力争|争取|争创|目标|计划|今后|将(?!军)|要(?!素|求)|下一步|推动|努力|确保|力求|未来")
"""Words of a sentence, in no section, that does not look back."""

PLACES = frozenset({"Jurisdiction", "Zone", "Site", "Street", "Area", "Hutong", "Subdistrict"})
"""Classes of places."""

_PLACED = frozenset({"locatedIn", "settledIn"})
"""Predicates that lead to a place."""


class NamesRead(NamedTuple):
    """The names of a document and the links between them, in the order of the text."""

    mentions: tuple[NameMention, ...]
    links: tuple[FoundLink, ...]


def read_names(
    subject: Subject, known: Mapping[str, str], rules: Path | None = None, tagged: int | None = None
) -> NamesRead:
    """The names that a document mentions and the links that it states between them.

    ``tagged`` is how many of its characters the tagger reads; all of them where it is ``None``.
    """
    flow = subject.flow
    if is_english(flow.text):
        return NamesRead((), ())
    told = [
        one
        for one in sentences(flow.text, subject.head.written, subject.head.kind)
        if "\t" not in flow.text[one.start : one.end]
    ]
    mentions = find_mentions(flow, [(one.start, one.end) for one in told], known, tagged)
    reviewed = [
        (one.start, one.end)
        for one in told
        if one.section.kind == "review"
        or (one.section.kind == "none" and not _AHEAD.search(flow.text, one.start, one.end))
    ]
    patterns, place = read_rules(rules), subject.head.place if is_jurisdiction(subject.head.place) else ""
    links = find_links(flow.text, mentions, patterns)
    taken = {one for link in links for one in (link.subject, link.object)}
    links += [
        link
        for link in find_own_links(flow.text, mentions, patterns, reviewed, place)
        if not taken & {link.subject, link.object}
    ]
    return NamesRead(tuple(mentions), tuple(links))


def read_all_names(captured: Captured, known: Mapping[str, str], rules: Path | None = None) -> dict[str, NamesRead]:
    """The names of each document; a notice tells what the tagger did not read."""
    read: dict[str, NamesRead] = {}
    left = MOST_TAGGED
    for one in captured.documents:
        read[one.subject.read.name] = read_names(one.subject, known, rules, max(left, 0))
        left -= len(one.subject.flow.text)
    if left < 0:
        notice(
            f"the tagger of names read the first {MOST_TAGGED:,} characters; in the {-left:,} after them names were found by titles, "
            "quotes, endings and the graphs given alone: capture fewer documents at once for more"
        )
    return read


def known_names(source: Source) -> dict[str, str]:
    """The names that a graph gives to things that have one, each with its class in the ontology."""
    kinds: dict[str, str] = {}
    for triple in source.match(None, TYPE):
        kind = str(triple.object).removeprefix(WM)
        if kind in NAMED_KINDS:
            kinds[triple.subject] = kind
    found: dict[str, str] = {}
    for predicate in (LABEL, WM + "shortName"):
        for triple in source.match(None, predicate):
            name = str(getattr(triple.object, "value", ""))
            if (
                triple.subject in kinds
                and len(name) > 1
                and (getattr(triple.object, "language", "") or "zh").startswith("zh")
            ):
                found.setdefault(name, kinds[triple.subject])
    return found


def _by_model(rule: str) -> str:
    """The rule of a name that a language model told, as its statement says it."""
    return f' wm:rule "{escape(rule)}" ;' if rule.startswith("llm/") else ""


class NameWriter:
    """Writes names and links: each entity once for all documents, its mentions and links with their document."""

    def __init__(self, labels: GivenLabels, indicators: set[str], places: set[str]) -> None:
        """``labels`` are those given so far; the local names of indicators are told apart from, those of places are the same."""
        self.labels, self.indicators, self.places = labels, indicators, places
        self.entities: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.awarded: set[str] = set()
        self.classes: dict[str, str] = {}

    def document(
        self,
        number: int,
        subject: Subject,
        read: NamesRead,
        places: Callable[[str], str],
        written: set[tuple[int, int]],
    ) -> list[str]:
        """The Turtle of a document's mentions and links, those of its passages included that are not ``written`` yet."""
        lines: list[str] = []
        passages: dict[tuple[int, int], None] = {}
        document = f"doc:{local(subject.read.name)}"
        said: dict[tuple[str, str, str], None] = {}
        for count, (triple, span, more) in enumerate(self._facts(document, subject, read, places), 1):
            passages[span] = None
            said[triple] = None
            text = " ; ".join(
                f"rdf:{part} {term}" for part, term in zip(("subject", "predicate", "object"), triple, strict=True)
            )
            lines.append(
                f"s{number}:n{count} a rdf:Statement ; {text} ;{more} wm:evidence p{number}:{span[0]}-{span[1]} ."
            )
        stated = [f"{one} {way} {other} ." for one, way, other in said]
        placed = [
            f"p{number}:{first}-{last} a wm:Passage ; wm:document {document} ; wm:start {first} ; wm:end {last} ."
            for first, last in sorted(passages)
            if (first, last) not in written
        ]
        return ["\n".join(block) for block in (placed, stated, lines) if block]

    def _facts(
        self, document: str, subject: Subject, read: NamesRead, places: Callable[[str], str]
    ) -> Iterator[tuple[tuple[str, str, str], tuple[int, int], str]]:
        """Each fact with its passage and what else its statement says."""
        flow = subject.flow
        seen: set[tuple[str, tuple[int, int]]] = set()
        self.awarded |= {
            flow.words(link.subject.start, link.subject.end) for link in read.links if link.predicate == "awardedTo"
        }
        for one in read.mentions:
            span = flow.span(one.start, one.end)
            if flow.original[span[0] : span[1]] != flow.words(one.start, one.end):
                continue  # a line is broken inside it: the passage does not hold the name as it is
            iri = self._entity(subject, one, places)
            if (iri, span) not in seen:
                seen.add((iri, span))
                yield (document, "wm:mentions", iri), span, _by_model(one.rule)
        for link in read.links:
            first, last = min(link.subject.start, link.object.start), max(link.subject.end, link.object.end)
            triple = (
                self._entity(subject, link.subject, places),
                f"wm:{link.predicate}",
                self._entity(subject, link.object, places),
            )
            if link.predicate in _PLACED and self.classes.get(triple[2], "Jurisdiction") not in PLACES:
                continue  # the name was met as another kind of thing before
            left_out = "wm:inferred true ; " if OWN in (link.subject.rule, link.object.rule) else ""
            if triple[0] != triple[2]:
                yield triple, flow.span(first, last), f' {left_out}wm:rule "{escape(link.rule)}" ;'

    def _entity(self, subject: Subject, mention: NameMention, places: Callable[[str], str]) -> str:
        """The entity of a name, made when it is first met."""
        if mention.rule == OWN:
            return places(mention.name)
        name = subject.flow.words(mention.start, mention.end)
        if name in self.names:
            return self.names[name]
        if mention.kind == "Jurisdiction" or local(name) in self.places:
            self.names[name] = places(name)
            return self.names[name]
        iri = local(name)
        while iri in self.indicators or iri in self.entities:
            iri += "-名"
        kind = "Designation" if mention.kind == "Honour" and name not in self.awarded else mention.kind
        lines = self.labels.lines(name, place_name(name))
        if f'"{escape(name)}"@zh' not in lines[0]:
            lines.append(f'skos:altLabel "{escape(name)}"@zh')  # its label tells it apart from an indicator
        self.entities[iri] = block(f"c:{iri}", f"wm:{kind}", lines)
        self.classes[f"c:{iri}"] = kind
        self.names[name] = f"c:{iri}"
        return self.names[name]
