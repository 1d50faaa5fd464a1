"""New facts held against the texts before they are written: by the rules of ``verify``, and the tenses of ``check``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wenmai.audit.claims import Problem


def failing_facts(text: str, facts: set[str], texts: Mapping[str, str]) -> dict[str, str]:
    """Why facts of a graph do not hold, by their IRIs: a sentence each; those that hold are left out.

    ``texts`` are those of the documents, by their hashes.
    """
    from pyoxigraph import RdfFormat, parse

    from wenmai.audit.cited import CitedFacts, ComparedDocument
    from wenmai.audit.claims import examine
    from wenmai.audit.passages import documents
    from wenmai.sources.memory import Memory

    source = Memory.of(parse(text.encode("utf-8"), format=RdfFormat.TURTLE))
    record = CitedFacts(source)
    held = {
        one.iri: ComparedDocument(one, one.iri, texts[one.sha256], True)
        for one in documents(source)
        if one.sha256 is not None and one.sha256 in texts
    }
    found: dict[str, str] = {}
    for fact in sorted(facts):
        problems = examine(record, fact, held).problems
        if problems:
            found[fact] = _sentence(problems[0])
        elif early := _too_early(record.values, fact):
            found[fact] = early
    return found


def _sentence(problem: Problem) -> str:
    from wenmai.audit.claims import RULES

    return RULES[problem.rule][1].format(**problem.facts)


def _too_early(values: object, fact: str) -> str:
    """What is achieved lies in no time after its document (``achieved-later`` of ``check``)."""
    from wenmai.terms import WM

    def value(subject: str, name: str) -> str:
        return next(iter(values(subject, WM + name)), "") if callable(values) and subject else ""

    document = value(value(fact, "evidence"), "document")
    begins, written = value(value(fact, "period"), "begins"), value(value(document, "when"), "ends")
    if value(fact, "status") == WM + "Achieved" and written and begins > written:
        return f"it is recorded as achieved, in a period that begins after its document was written ({written})"
    return ""
