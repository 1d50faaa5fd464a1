"""What is said about a fact, as a reader sees it: short marks that need no legend, columns for tables, and JSON.

*planned*, *says Liu He*, *inferred*, *among others*, *role: engineer*: whoever shows a fact shows these with it, in the
reader's language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wenmai.evidence.citations import source_label, source_link
from wenmai.folding.forms import say_predicate
from wenmai.languages import message_language
from wenmai.model import Literal, Triple
from wenmai.terms import WM
from wenmai.times.reader import is_temporal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from wenmai.model import Evidence, Statement, Term

    Label = Callable[[str], str]

DONE = WM + "Achieved"
"""The status that goes without saying: what is stated and not said to be planned is taken as so."""

COLUMNS = ("status", "saidBy", "inferred", "listOpen", "note", "qualifiers", "graph", "statements")
"""The columns of a table of facts that tell what is said about each.

``statements`` has each statement as JSON, where several speak of one fact: which says what is in no other column.
"""

_WORDS = {
    "zh": {"says": "据{}", "inferred": "推断", "open": "等(未列全)", "graph": "在图{}中", "note": "说明"},
    "en": {"says": "says {}", "inferred": "inferred", "open": "among others", "graph": "in graph {}", "note": "note"},
}


def word(name: str, language: str) -> str:
    """A word of the marks, in Chinese or English."""
    return _WORDS[message_language(language)][name]


def cell(term: Term, label: Label) -> str:
    """A term as a table shows it: a label, a literal's text, a triple term by its labels."""
    if isinstance(term, Triple):
        return f"<<( {label(term.subject)} {label(term.predicate)} {cell(term.object, label)} )>>"
    return term.value if isinstance(term, Literal) else label(term)


def marks(statement: Statement, label: Label, language: str) -> tuple[str, ...]:
    """The marks of one statement, in the order in which a reader needs them.

    >>> from wenmai.model import Statement
    >>> marks(Statement(status=WM + "Planned", inferred=True), lambda iri: iri.rpartition(":")[2].lower(), "en")
    ('planned', 'inferred')
    """
    found = [word("graph", language).format(label(statement.graph))] if statement.graph else []
    found += [label(statement.status)] if statement.status and statement.status != DONE else []
    found += [word("says", language).format(label(speaker)) for speaker in statement.speakers]
    found += [word("inferred", language)] * statement.inferred + [word("open", language)] * statement.list_open
    found += [
        f"{label(predicate)}: {cell(value, label)}"
        for predicate, value in statement.qualifiers
        if not (statement.time and is_temporal(predicate))
    ]
    return tuple(found)


def told_predicate(predicate: str, statements: Iterable[Statement], label: Label, language: str) -> str:
    """The label of a fact's predicate, in the form in which a folded node says it: *has topping some*."""
    return say_predicate(label(predicate), form_of(statements), label, language)


def form_of(statements: Iterable[Statement]) -> str:
    """The form in which a folded node says a fact; ``""`` where none does."""
    return next((statement.form for statement in statements if statement.form), "")


def notes(statements: Iterable[Statement], language: str) -> tuple[str, ...]:
    """The remarks of some statements in a reader's language, or in another where there is none in it; each once."""
    found: dict[str, None] = {}
    for statement in statements:
        wanted = [note for note in statement.notes if note.language.split("-")[0] == language] or statement.notes
        found.update((note.value, None) for note in wanted)
    return tuple(found)


def remarked(statements: Iterable[Statement], label: Label, language: str) -> str:
    """What is said about a fact in one text: its marks, then its notes."""
    every = tuple(statements)
    told = dict.fromkeys(mark for one in every for mark in marks(one, label, language))
    return "; ".join(filter(None, (", ".join(told), *notes(every, language))))


def when_text(time: str | None, statements: Iterable[Statement]) -> str:
    """When a fact holds, for its line; where statements give several times, each is told with its statement."""
    return f"  {time}" if time and not times_differ(statements) else ""


def times_differ(statements: Iterable[Statement]) -> bool:
    """Whether statements of one fact give several times."""
    return len({one.time for one in statements if one.time and one.name}) > 1


def columns(statements: Sequence[Statement], label: Label, language: str) -> dict[str, str]:
    """What is said about a fact under :data:`COLUMNS`, several values parted by semicolons; only what is said."""
    found: dict[str, list[str]] = {
        "status": [label(one.status) for one in statements if one.status],
        "saidBy": [label(speaker) for one in statements for speaker in one.speakers],
        "inferred": ["true" for one in statements if one.inferred],
        "listOpen": ["true" for one in statements if one.list_open],
        "note": list(notes(statements, language)),
        "qualifiers": [f"{label(key)}: {cell(value, label)}" for one in statements for key, value in one.qualifiers],
        "graph": [one.graph for one in statements if one.graph],
        "statements": _several(statements, label),
    }
    return {name: "; ".join(dict.fromkeys(values)) for name, values in found.items() if values}


def _several(statements: Sequence[Statement], label: Label) -> list[str]:
    named = [one for one in statements if one.name]
    if len(named) < 2:
        return []
    import json

    return [json.dumps([statement_json(one, label) for one in named], ensure_ascii=False)]


def evidence_json(evidence: Evidence, label: Label | None = None) -> dict[str, Any]:
    """A citation as the JSON contract has it; ``saidBy``, ``inferred`` and what a reference says only where they say something.

    With ``label``, a source that is no position in a document has what it is called and where it leads.
    """
    found: dict[str, Any] = {"document": evidence.document, "start": evidence.start, "end": evidence.end}
    if evidence.said_by:
        found["saidBy"] = evidence.said_by
    if evidence.inferred:
        found["inferred"] = True
    if label is not None and evidence.start is None:
        found["label"] = source_label(evidence.document, label)
        link = source_link(evidence.document)
        found |= {"link": link} if link else {}
    return found | dict(evidence.details)


def statement_json(statement: Statement, label: Label) -> dict[str, Any]:
    """A statement as the JSON contract has it: only what it says."""
    found: dict[str, Any] = {
        "status": statement.status and {"iri": statement.status, "label": label(statement.status)},
        "saidBy": [{"iri": iri, "label": label(iri)} for iri in statement.speakers],
        "time": statement.time,
        "inferred": statement.inferred,
        "listOpen": statement.list_open,
        "notes": {note.language: note.value for note in statement.notes},
        "worded": statement.worded,
        "surface": statement.surface,
        "qualifiers": [_qualifier_json(*pair, label) for pair in statement.qualifiers],
        "graph": statement.graph,
        "form": statement.form,
        "node": statement.name if statement.form else "",
        "evidence": [evidence_json(one, label) for one in statement.evidence],
    }
    return {name: value for name, value in found.items() if value}


def _qualifier_json(predicate: str, value: Term, label: Label) -> dict[str, Any]:
    found = {"predicate": predicate, "predicateLabel": label(predicate)}
    if isinstance(value, Literal):
        kind = {"language": value.language} if value.language else {"datatype": value.datatype}
        return {**found, "value": value.value, **kind}
    return {**found, "value": str(value), "valueLabel": cell(value, label)}
