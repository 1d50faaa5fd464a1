"""New facts as Turtle behind what a person wrote: not a byte of that changes but where prefixes are declared."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from wenmai.audit.tidy import arrange
from wenmai.audit.turtle import DIRECTIVES, tokens
from wenmai.capture.merging.selecting import is_statement
from wenmai.capture.proposing.naming import escape
from wenmai.capture.proposing.terms import PREFIXES
from wenmai.capture.review.proposedfinding import CALENDAR
from wenmai.capture.review.statedgraph import short_name, text_of_term
from wenmai.errors import InputError
from wenmai.terms import LABEL, TYPE, WM, XSD
from wenmai.writing.short import Short

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wenmai.capture.merging.selecting import Facts
    from wenmai.capture.review.statedgraph import StatedGraph

HEAD = """\
# 由 wenmai merge 写入的事实,每条附出处。可以手工修改;再次合并只补上新的。
# Facts that wenmai merge wrote, each with its passage. Edit them by hand; merging again only adds what is new.
"""
MOST_ARRANGED = 3_000_000
"""Characters of a file up to which a file in the one layout is kept in it."""

_OF_DOCUMENTS = {"figure": "fig", "passage": "p", "statement": "s"}
_BARE = {XSD + "integer": r"[+-]?\d+", XSD + "decimal": r"[+-]?\d*\.\d+", XSD + "boolean": "true|false"}


def compose(text: str, graph: StatedGraph, subjects: Mapping[str, Facts]) -> str:
    """The text of a graph with some subjects behind it; in the one layout where it was in it before."""
    told = _told_apart(graph, subjects)
    prefixes = _prefixes(graph, told)
    short = Short(_iris(told), prefixes)
    body = "\n\n".join(_sections(told, short))
    declared = {name: space for name, space in sorted(short.used.items()) if name not in graph.prefixes}
    addition = arrange(
        "".join(f"@prefix {name}: <{space}> .\n" for name, space in sorted(short.used.items())) + "\n" + body + "\n"
    )
    addition = re.sub(r"\A(?:@prefix [^\n]*\n)*\n*", "", addition)
    before = text if text.strip() else HEAD
    joined = _declare(before, declared).rstrip("\n") + "\n\n" + addition
    if "\r\n" in text:
        joined = joined.replace("\r\n", "\n").replace("\n", "\r\n")
    return _kept_tidy(before, joined)


def _kept_tidy(before: str, joined: str) -> str:
    """In the one layout, if what was there before is."""
    if len(joined) > MOST_ARRANGED:
        return joined
    try:
        return arrange(joined) if arrange(before) == before or before == HEAD else joined
    except InputError:
        return joined


def _prefixes(graph: StatedGraph, subjects: Mapping[str, Facts]) -> dict[str, str]:
    """The prefixes of the graph, and new ones for the namespaces that have none; those of a document have one number."""
    prefixes = dict(graph.prefixes)
    spaces = {iri.rpartition(":")[0] + ":" for iri in _iris(subjects) if iri.startswith("urn:wenmai:")}
    spaces |= {space for space in PREFIXES.values() if not space.startswith("urn:wenmai:")}
    numbers: dict[str, int] = {}
    for space in sorted(spaces - set(prefixes.values())):
        usual = next((name for name, iri in PREFIXES.items() if iri == space), "") or _usual(space, prefixes, numbers)
        name, number = usual, 2
        while name in prefixes:
            name, number = f"{usual}-{number}", number + 1
        prefixes[name] = space
    return prefixes


def _usual(space: str, prefixes: Mapping[str, str], numbers: dict[str, int]) -> str:
    """The prefix of a namespace of wenmai's: ``fig1`` of the figures of a document, ``c`` of what was captured, else its name."""
    _, _, kind, *document = space.rstrip(":").split(":")
    if not document:
        return "c" if kind == "captured" else re.sub(r"[^\w-]", "", kind) or "n"
    name = ":".join(document)
    if name not in numbers:
        numbers[name] = _number(prefixes, set(numbers.values()))
    return f"{_OF_DOCUMENTS.get(kind, kind)}{numbers[name]}"


def _number(prefixes: Mapping[str, str], taken: set[int]) -> int:
    number = 1
    while number in taken or any(f"{name}{number}" in prefixes for name in _OF_DOCUMENTS.values()):
        number += 1
    return number


def _declare(text: str, declared: Mapping[str, str]) -> str:
    """The text with prefixes declared after the first run of declarations, or after the comments it begins with."""
    lines = "".join(f"@prefix {name}: <{space}> .\n" for name, space in declared.items())
    if not lines:
        return text
    at, offset, inside = 0, 0, False
    for token in tokens(text):
        offset += len(token.text)
        if token.kind == "comment" and not inside and not at:
            continue
        if token.text.lower() in DIRECTIVES:
            inside = True
        elif inside and (token.text == "." or token.kind == "iri"):
            at, inside = offset, token.kind == "iri"
        elif not inside and token.kind not in ("space", "comment", "mark"):
            break
    head = text[:at]
    if at:
        line_end = text.find("\n", at)
        at = len(text) if line_end < 0 else line_end + 1
        head = text[:at] if line_end >= 0 else text + "\n"
        return head + lines + text[at:]
    comments = re.match(r"(?:\ufeff)?(?:[ \t]*#[^\n]*\n|[ \t]*\n)*", text)
    end = comments.end() if comments else 0
    return (
        f"{text[:end].rstrip()}\n\n{lines}\n{text[end:]}"
        if text[:end].strip()
        else f"{text[:end]}{lines}\n{text[end:]}"
    )


# Labels ---------------------------------------------------------------------------------------------------------------


def _told_apart(graph: StatedGraph, subjects: Mapping[str, Facts]) -> dict[str, Facts]:
    """The subjects with labels that no other entity of the graph has."""
    from pyoxigraph import Literal

    taken = {
        _name(term) for iri in graph.subjects for way in (LABEL, WM + "shortName") for term in graph.terms(iri, way)
    }
    made: dict[str, Facts] = {}
    for iri, facts in subjects.items():
        labels = facts.get(LABEL, [])
        if not labels or _is("Passage", facts):
            made[iri] = facts
            continue
        apart, kept = _apart(iri, labels), []
        for label in labels:
            text, number = label.value, 2
            while _name(Literal(text, language=label.language) if label.language else Literal(text)) in taken:
                text = f"{label.value} [{apart}]" if number == 2 else f"{label.value} [{apart}, {number}]"
                number += 1
            kept.append(Literal(text, language=label.language) if label.language else Literal(text))
            taken.add(_name(kept[-1]))
        made[iri] = {**facts, LABEL: kept}
    return made


def _apart(iri: str, labels: list[Any]) -> str:
    """What tells an entity from another of its name: of a figure where it stands, of another its Chinese name."""
    if iri.startswith("urn:wenmai:figure:"):
        place = re.search(r":figure:(.+):.*?-(\d+-\d+)$", iri)
        return f"{place[1]}:{place[2]}" if place else short_name(iri)
    return next((one.value for one in labels if one.language == "zh"), short_name(iri))


def _name(term: Any) -> tuple[str, str]:
    return term.language or "", unicodedata.normalize("NFKC", term.value).casefold()


def _is(kind: str, facts: Facts) -> bool:
    return any(text_of_term(term) == WM + kind for term in facts.get(TYPE, ()))


# Blocks ---------------------------------------------------------------------------------------------------------------


def _sections(subjects: Mapping[str, Facts], short: Short) -> Iterator[str]:
    """What documents share first; then each document with its passages, figures, links and statements."""
    shared: dict[str, list[str]] = {"times": [], "units": [], "names": []}
    documents: dict[str, dict[str, list[str]]] = {}
    heads: dict[str, str] = {}
    for iri in sorted(subjects):
        facts = subjects[iri]
        document = _document_of(iri, facts, subjects)
        if document or TYPE not in facts:
            part = _part(facts)
            owner = document or (iri if iri.startswith("urn:wenmai:document:") else "")
            documents.setdefault(owner, {}).setdefault(part, []).append(iri)
        else:
            shared[_shared(facts)].append(iri)
        if _is("Document", facts):
            heads[iri] = next((term.value for term in facts.get(LABEL, ()) if term.language == "zh"), short_name(iri))
    for group in shared.values():
        yield from (_block(iri, subjects[iri], short) for iri in sorted(group, key=_ordered))
    for document in sorted(documents):
        if document in heads:
            yield f"# ══ {' '.join(heads[document].split())}"
        parts = documents[document]
        for part in ("document", "passages", "figures", "links", "statements"):
            key = _placed if part == "figures" else _ordered
            blocks = [_block(iri, subjects[iri], short) for iri in sorted(parts.get(part, ()), key=key)]
            if part in ("document", "figures"):
                yield from blocks
            elif blocks:
                yield "\n".join(blocks)


def _document_of(iri: str, facts: Facts, subjects: Mapping[str, Facts]) -> str:
    """The document that a subject is of; nothing for what documents share."""
    if _is("Document", facts):
        return iri
    passages = [iri] if _is("Passage", facts) else [text_of_term(term) for term in facts.get(WM + "evidence", ())]
    if not passages:
        return ""
    document = subjects.get(passages[0], {}).get(WM + "document")
    return text_of_term(document[0]) if document else passages[0].replace(":passage:", ":document:").rpartition(":")[0]


def _part(facts: Facts) -> str:
    if _is("Document", facts):
        return "document"
    if _is("Passage", facts):
        return "passages"
    return "statements" if is_statement(facts) else "figures" if TYPE in facts else "links"


def _shared(facts: Facts) -> str:
    if any(_is(kind, facts) for kind in CALENDAR):
        return "times"
    return "units" if _is("Unit", facts) or _is("CountingWord", facts) else "names"


def _ordered(iri: str) -> tuple[object, ...]:
    """By name, numbers within by their size."""
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", iri))


def _placed(iri: str) -> tuple[object, ...]:
    """By the passage that a figure is named by."""
    place = re.search(r"-(\d+)-(\d+)$", iri)
    return (*(map(int, place.groups()) if place else (0, 0)), iri)


def _block(iri: str, facts: Facts, short: Short) -> str:
    """A subject with its predicates; it is laid out afterwards."""
    parts = []
    for way, terms in facts.items():
        told = " , ".join(_term(term, short) for term in terms)
        if told:
            parts.append(f"{'a' if way == TYPE else short(way)} {told}")
    if is_statement(facts) or _is("Passage", facts) or len(parts) == 1:
        return f"{short(iri)} {' ; '.join(parts)} ."
    return f"{short(iri)}\n    " + " ;\n    ".join(parts) + " ."


def _term(term: Any, short: Short) -> str:
    if not hasattr(term, "datatype"):
        return short(term.value) if not str(term).startswith("_:") else str(term)
    kind = term.datatype.value
    if kind in _BARE and re.fullmatch(_BARE[kind], term.value):
        return str(term.value)
    quoted = f'"{escape(term.value)}"'
    if term.language:
        return f"{quoted}@{term.language}"
    return quoted if kind == XSD + "string" else f"{quoted}^^{short(kind)}"


def _iris(subjects: Mapping[str, Facts]) -> Iterator[str]:
    """Every IRI that is written."""
    for iri, facts in subjects.items():
        yield iri
        for way, terms in facts.items():
            if way != TYPE:
                yield way
            for term in terms:
                if not hasattr(term, "datatype"):
                    yield term.value
                elif not term.language and term.datatype.value not in (XSD + "string", *_BARE):
                    yield term.datatype.value
