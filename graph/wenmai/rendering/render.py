"""Results as text for a person, or as JSON or CSV for a program; nothing here prints.

Text that came from a graph is made safe for a terminal first (:mod:`wenmai.terminal.safety`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from wenmai.evidence.citations import MOST, details_text, more_text, source_label, source_link
from wenmai.model import XSD_STRING, Literal
from wenmai.rendering.marks import (
    COLUMNS,
    cell,
    columns,
    evidence_json,
    marks,
    notes,
    statement_json,
    times_differ,
    told_predicate,
    when_text,
    word,
)
from wenmai.terminal.safety import safe
from wenmai.terms import local_name, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from wenmai.model import Description, Entity, Evidence, Fact, Hop, Match, Path, Statement
    from wenmai.subgraph import LeftOut

    Label = Callable[[str], str]
    Quote = Callable[[Evidence], str | None]
    Introduce = Callable[[str], Entity | None]


class Paint(Protocol):
    """Paints a text by its role; a terminal that takes links makes it one to ``target``, an address."""

    def __call__(self, text: str, role: str, target: str = "") -> str:
        """The text painted."""


def plain(text: str, role: str, target: str = "") -> str:  # noqa: ARG001 - the painter that paints nothing
    """A painter that leaves text as it is."""
    return text


def to_json(value: Any, *, ascii_only: bool = False, compact: bool = False) -> str:
    """JSON, indented unless it is ``compact``, in the order given; Chinese is written as itself unless ``ascii_only``."""
    import json

    return json.dumps(value, ensure_ascii=ascii_only, indent=None if compact else 2)


def to_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """CSV (RFC 4180, but with bare line feeds): a header, then the rows; a cell with a carriage return is quoted."""
    import csv
    from io import StringIO

    lines = []
    for row in (header, *rows):
        out = StringIO()
        csv.writer(out, lineterminator="\r\n").writerow(["" if cell is None else cell for cell in row])  # quotes both
        lines.append(out.getvalue().removesuffix("\r\n"))
    return "\n".join(lines)


# Evidence -------------------------------------------------------------------------------------------------------------


def cite(evidence: Evidence) -> str:
    """A citation in one word: ``document:start–end``."""
    document = evidence.document
    if evidence.start is None and not document.startswith("urn:"):
        return safe(source_label(document, _short))
    name = document.rpartition(":")[2] if document.startswith("urn:") else shorten(document)
    return safe(name if evidence.start is None else f"{name}:{evidence.start}-{evidence.end}")


def _short(iri: str) -> str:
    """An IRI under a known prefix, else the end of it."""
    short = shorten(iri)
    return local_name(iri) if short.startswith("<") else short


def said_text(
    evidence: Sequence[Evidence], statements: Sequence[Statement], label: Label, language: str, paint: Paint
) -> str:
    """What is said about a fact, for the end of its line: marks, then citations in brackets.

    Where several statements say different things, the marks of each stand behind what it cites.
    """
    named = [statement for statement in statements if statement.name]
    shared = [mark for one in statements if not one.name for mark in marks(one, label, language)]
    differ = times_differ(named)
    each = {(marks(one, label, language), one.time if differ else None) for one in named}
    if len(each) <= 1:
        shared = [*next(iter(each), ((), None))[0], *shared]
        cites = [_cite(one, label, language, paint) for one in evidence]
    else:
        known = {one for statement in named for one in statement.evidence}
        cites = [_marked(statement, label, language, paint, dated=differ) for statement in named]
        cites += [_cite(one, label, language, paint) for one in evidence if one not in known]
    told = paint(", ".join(map(safe, dict.fromkeys(shared))), "mark") if shared else ""
    cites = list(filter(None, cites))
    if len(cites) > MOST + 1:
        cites = [*cites[:MOST], more_text(len(cites) - MOST, language)]
    return "  ".join(filter(None, (told, f"[{'; '.join(cites)}]" if cites else "")))


def _marked(statement: Statement, label: Label, language: str, paint: Paint, *, dated: bool) -> str:
    """What one of several statements cites, its marks behind it, its time before them where they are ``dated`` differently."""
    when = [statement.time] if dated and statement.time else []
    told = ", ".join(map(safe, (*when, *marks(statement, label, language))))
    cites = ", ".join(_cite(one, label, language, paint) for one in statement.evidence)
    return f"{cites} ({told})" if told and cites else cites or told


def _cite(evidence: Evidence, label: Label, language: str, paint: Paint) -> str:
    """A citation in one word; a source without a position by its label, and what its reference says besides."""
    if evidence.start is not None:
        return paint(cite(evidence), "evidence", target(evidence))
    told = details_text(evidence, label, language)
    text = source_label(evidence.document, label) + (f", {told}" if told else "")
    return paint(safe(text), "evidence", target(evidence))


def target(evidence: Evidence) -> str:
    """Where a citation leads: the address of its document, with the position in it (RFC 5147)."""
    place = "" if evidence.start is None or "#" in evidence.document else f"#char={evidence.start},{evidence.end}"
    return (source_link(evidence.document) or evidence.document) + place


def remark_lines(statements: Iterable[Statement], language: str, paint: Paint, indent: str) -> Iterator[str]:
    """The notes of statements, a line each."""
    for note in notes(statements, language):
        yield indent + paint(f"{word('note', language)}: {safe(note)}", "evidence")


def quote_lines(evidence: Iterable[Evidence], quote: Quote | None, paint: Paint, indent: str) -> Iterator[str]:
    """The passages that are cited, a line each; none where no document was given."""
    for one in evidence if quote else ():
        passage = quote(one) if quote else None
        if passage:
            yield indent + paint("│ " + safe(passage), "quote")


# Search ---------------------------------------------------------------------------------------------------------------


def matches_json(matches: Iterable[Match]) -> list[dict[str, Any]]:
    """Matches as plain objects."""
    return [match._asdict() for match in matches]


MATCH_HEADER = ("label", "matched", "how", "type", "iri")


def matches_rows(
    matches: Iterable[Match], types: Callable[[str], Iterable[str]], shorten: Callable[[str], str] = shorten
) -> list[tuple[Any, ...]]:
    """Matches as rows under ``MATCH_HEADER``; ``types`` gives the labels of an entity's classes, ``shorten`` short IRIs."""
    return [
        (
            match.label,
            match.name,
            match.how if match.how != "fuzzy" else f"fuzzy {match.score}%",
            ", ".join(types(match.iri)),
            shorten(match.iri),
        )
        for match in matches
    ]


# Paths ----------------------------------------------------------------------------------------------------------------


def path_json(path: Path, label: Label, introduce: Introduce | None = None) -> dict[str, Any]:
    """One path as the JSON contract has it, each node with the class that ``introduce`` gives it."""
    return {
        "length": path.length,
        "score": path.score,
        "why": path.why,
        "nodes": [_node_json(node, introduce) for node in path.nodes],
        "hops": [_hop_json(hop, label) for hop in path.hops],
        "proven": path.proven,
        "unseen": path.unseen,
        "others": [
            {
                "place": one.place,
                "total": one.total,
                "type": one.kind and {"iri": one.kind.iri, "label": one.kind.label},
            }
            for one in path.others
        ],
    }


def _node_json(node: Entity, introduce: Introduce | None) -> dict[str, Any]:
    kind = introduce(node.iri) if introduce else None
    return {"iri": node.iri, "label": node.label, "type": kind and {"iri": kind.iri, "label": kind.label}}


def _hop_json(hop: Hop, label: Label) -> dict[str, Any]:
    return {
        "subject": hop.subject,
        "subjectLabel": label(hop.subject),
        "predicate": hop.predicate,
        "predicateLabel": label(hop.predicate),
        "object": hop.object,
        "objectLabel": label(hop.object),
        "forward": hop.forward,
        "time": hop.time,
        "evidence": [evidence_json(one, label) for one in hop.evidence],
        "statements": [statement_json(one, label) for one in hop.statements],
        "also": [
            {"predicate": predicate, "predicateLabel": label(predicate), "forward": forward}
            for predicate, forward in hop.also
        ],
    }


PATH_HEADER = ("path", "hop", "score", "subject", "predicate", "object", "forward", "time", "evidence", *COLUMNS)


def _columns(statements: Sequence[Statement], label: Label, language: str) -> list[str | None]:
    said = columns(statements, label, language)
    return [said.get(name) for name in COLUMNS]


def path_rows(number: int, path: Path, label: Label, language: str = "en") -> list[tuple[Any, ...]]:
    """One path as CSV rows under ``PATH_HEADER``, one row a hop, terms by their labels."""
    return [
        (
            number,
            place,
            path.score,
            label(hop.subject),
            told_predicate(hop.predicate, hop.statements, label, language),
            label(hop.object),
            str(hop.forward).lower(),
            hop.time,
            "; ".join(map(cite, hop.evidence)),
            *_columns(hop.statements, label, language),
        )
        for place, hop in enumerate(path.hops, 1)
    ]


# Descriptions ---------------------------------------------------------------------------------------------------------


def description_json(description: Description, label: Label) -> dict[str, Any]:
    """Everything about one entity, as the JSON contract has it."""
    known = description.instances
    instances = (
        {}
        if known is None
        else {
            "instances": {
                "total": known.total,
                "first": [{"iri": one.iri, "label": one.label} for one in known.entities],
            }
        }
    )
    return {
        "iri": description.iri,
        "labels": description.labels,
        "aliases": list(description.aliases),
        "types": [{"iri": kind.iri, "label": kind.label} for kind in description.types],
        **({"amount": description.amount} if description.amount else {}),
        "summary": [fact_json(fact, label) for fact in description.summary],
        "facts": [fact_json(fact, label) for fact in description.facts],
        **instances,
    }


def fact_json(fact: Fact, label: Label) -> dict[str, Any]:
    """One fact as the JSON contract has it; a literal object carries its language or datatype beside it."""
    found: dict[str, Any] = {
        "subject": fact.subject,
        "subjectLabel": label(fact.subject),
        "predicate": fact.predicate,
        "predicateLabel": label(fact.predicate),
    }
    if isinstance(fact.object, Literal):
        found["object"] = fact.object.value
        if fact.object.language:
            found["language"] = fact.object.language
        elif fact.object.datatype != XSD_STRING:
            found["datatype"] = fact.object.datatype
    else:
        found["object"] = str(fact.object)
        found["objectLabel"] = cell(fact.object, label)
    found["forward"] = fact.forward
    found["time"] = fact.time
    found["evidence"] = [evidence_json(one, label) for one in fact.evidence]
    found["statements"] = [statement_json(one, label) for one in fact.statements]
    return found


FACT_HEADER = ("subject", "predicate", "object", "forward", "time", "evidence", *COLUMNS)


def fact_rows(facts: Iterable[Fact], label: Label, language: str = "en") -> list[tuple[Any, ...]]:
    """Facts as rows under ``FACT_HEADER``, terms by their labels."""
    return [
        (
            label(fact.subject),
            told_predicate(fact.predicate, fact.statements, label, language),
            cell(fact.object, label),
            str(fact.forward).lower(),
            fact.time,
            "; ".join(map(cite, fact.evidence)),
            *_columns(fact.statements, label, language),
        )
        for fact in facts
    ]


# Parts ----------------------------------------------------------------------------------------------------------------


def part_json(
    nodes: Iterable[Entity], links: Iterable[Hop], left_out: int, left_out_by: Iterable[LeftOut], label: Label
) -> dict[str, Any]:
    """A part of a graph: its nodes, and its links as the hops of a path are written."""
    return {
        "nodes": [{"iri": node.iri, "label": node.label} for node in nodes],
        "links": [_hop_json(link, label) for link in links],
        "leftOut": left_out,
        "leftOutBy": [
            {
                "predicate": one.predicate,
                "predicateLabel": label(one.predicate),
                "forward": one.forward,
                "count": one.number,
            }
            for one in left_out_by
        ],
    }


LINK_HEADER = ("subject", "predicate", "object", "time", "evidence", *COLUMNS)


def link_rows(links: Iterable[Hop], label: Label, language: str = "en") -> list[tuple[Any, ...]]:
    """Links as rows under ``LINK_HEADER``, terms by their labels."""
    return [
        (
            label(link.subject),
            told_predicate(link.predicate, link.statements, label, language),
            label(link.object),
            link.time,
            "; ".join(map(cite, link.evidence)),
            *_columns(link.statements, label, language),
        )
        for link in links
    ]


def part_text(
    nodes: Iterable[Entity], links: Iterable[Hop], label: Label, *, language: str = "en", paint: Paint = plain
) -> str:
    """A part of a graph for a terminal, a line a link."""
    lines = []
    for link in links:
        ends = [paint(safe(label(iri)), "entity") for iri in (link.subject, link.object)]
        name = paint(safe(told_predicate(link.predicate, link.statements, label, language)), "predicate")
        when = when_text(link.time, link.statements)
        said = said_text(link.evidence, link.statements, label, language, paint)
        lines.append(f"{ends[0]} ──{name}─▶ {ends[1]}{when}  {said}".rstrip())
        lines += remark_lines(link.statements, language, paint, "  ")
    return "\n".join(lines) if lines else "\n".join(safe(node.label) for node in nodes)
