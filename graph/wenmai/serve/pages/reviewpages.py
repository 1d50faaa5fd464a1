"""The pages of a review: the list of findings, one finding in its sentence, and how often each rule was right."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from wenmai.languages import is_chinese
from wenmai.serve.pages.words import words
from wenmai.serve.pages.writing import templates
from wenmai.serve.problems import HttpRefusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Protocol

    from wenmai.capture.review import Review, ReviewedFinding, ReviewFilter

    class Served(Protocol):
        """What the pages need of the server."""

        key: str
        offered: list[str]


Fields = dict[str, list[str]]

PAGE = 50
"""Findings on a page of the list."""

STATES = ("open", "accepted", "rejected", "edited", "disputed")
KINDS = ("figure", "time", "name", "link")


class ReviewAnswer(NamedTuple):
    """An answer: its body, its status, its media type."""

    body: bytes
    status: int = 200
    media_type: str = "text/html"


def filter_of(fields: Mapping[str, list[str]]) -> ReviewFilter:
    """Which findings an address asks for."""
    from wenmai.capture.review import ReviewFilter

    def last(name: str) -> str:
        return (fields.get(name) or [""])[-1]

    states = tuple(one for one in fields.get("state", ()) if one)
    return ReviewFilter(
        states, tuple(one for one in fields.get("kind", ()) if one), last("rule"), last("document"), last("text")
    )


def show_list(
    review: Review, fields: Fields, language: str, served: Served, ending: str, problem: Any = None
) -> ReviewAnswer:
    """The findings that an address asks for, the most doubtful first."""
    order = (fields.get("order") or ["doubt"])[-1]
    if order not in {"doubt", "text"}:
        raise HttpRefusal(400, f"order is doubt or text, not {order!r}")
    found = review.findings(filter_of(fields), order=order)
    if ending == ".json":
        return _json({"findings": [one.to_json() for one in found]})
    if ending == ".csv":
        from wenmai.capture.review.showing import finding_csv

        return _csv(*finding_csv(found))
    number = (fields.get("page") or ["1"])[-1]
    pages = max(1, -(-len(found) // PAGE))
    at = min(pages, max(1, int(number))) if number.isascii() and number.isdigit() and len(number) < 8 else 1
    return page(
        "review.html", fields, language, served, problem=problem, progress=review.progress(), found=len(found),
        rows=[_row(one, language) for one in found[(at - 1) * PAGE : at * PAGE]], at=at, pages=pages,
        documents=sorted({one.document for one in review.proposed}), states=STATES, kinds=KINDS,
    )  # fmt: skip


def show_finding(
    review: Review, name: str, fields: Fields, language: str, served: Served, problem: Any = None
) -> ReviewAnswer:
    """One finding in its sentence, with what can be decided about it."""
    from wenmai.capture.review import EDITED, TERMS

    if name.endswith(".json"):
        return _json(review.finding(name.removesuffix(".json")).to_json())
    one = review.finding(name)
    context = review.context(one.id)
    names = review.entity_names()
    terms = {field: [term.lower() for term in known] for field, known in TERMS.items()}
    return page(
        "finding.html", fields, language, served, problem=problem, progress=review.progress(), one=_row(one, language),
        parts=list(segments(context.text, context.marks)), editable=EDITED[one.proposed.kind], terms=terms,
        known=sorted({text for text in one.fields.values() if text in names}), names=sorted(names)[:2000],
        decisions=one.to_json()["decisions"], read=one.proposed.fields,
    )  # fmt: skip


def show_rules(review: Review, fields: Fields, language: str, served: Served, ending: str) -> ReviewAnswer:
    """How often each rule was right, by the decisions so far."""
    rows = review.precision()
    if ending == ".json":
        return _json({"rules": [one._asdict() for one in rows]})
    if ending == ".csv":
        from wenmai.capture.review.showing import rule_csv

        return _csv(*rule_csv(rows))
    return page("rules.html", fields, language, served, progress=review.progress(), rules=rows)


def segments(text: str, marks: Iterable[tuple[int, int, str]]) -> Iterable[tuple[str, str]]:
    """A text in pieces with their roles, "" for what is not marked.

    >>> list(segments("abcd", [(1, 2, "number")]))
    [('a', ''), ('b', 'number'), ('cd', '')]
    """
    at = 0
    for start, end, role in marks:
        if start > at:
            yield text[at:start], ""
        yield text[start:end], role
        at = end
    if at < len(text):
        yield text[at:], ""


def _row(one: ReviewedFinding, language: str) -> dict[str, Any]:
    from wenmai.capture.review.showing import place_of, reasons_in, told

    return {
        **one.to_json(),
        "told": told(one.fields, language),
        "why": reasons_in(one.reasons, language),
        "place": place_of(one),
    }


def page(template: str, fields: Fields, language: str, served: Served, status: int = 200, **shown: Any) -> ReviewAnswer:
    """A page from its template."""
    from wenmai.capture.review.showing import word

    kept = {name: fields[name] for name in ("state", "kind", "rule", "document", "text", "order") if fields.get(name)}
    asked = {name: values for name, values in fields.items() if name not in {"key", "done", "count", "do"}}
    known: dict[str, Any] = {
        "page": "review", "fields": fields, "lang": language, "words": words(language), "query": urlencode(asked, doseq=True),
        "offered": served.offered, "key": served.key, "kept": kept, "answer": True, "notes": [], "done": _done(fields, language),
        "limit": None, "self_address": {}, "problem": None, "term": lambda name: word(name, language),
    }  # fmt: skip
    text = templates().get_template(template).render({**known, **shown})
    return ReviewAnswer(text.encode("utf-8", "replace"), status)


DONE = {
    "accept": ("采用 {} 条", "accepted {}"), "reject": ("否决 {} 条", "rejected {}"), "edit": ("改正 {} 条", "edited {}"),
    "accept-rule": ("采用 {} 条", "accepted {}"), "reject-rule": ("否决 {} 条", "rejected {}"),
    "same": ("合并 {} 个名称", "merged {} names"), "undo": ("撤销 {} 条", "undid {}"),
}  # fmt: skip
"""What was done, as the page after it says."""


def _done(fields: Fields, language: str) -> list[str]:
    done, count = (fields.get("done") or [""])[-1], (fields.get("count") or [""])[-1]
    known = done in DONE and count.isascii() and count.isdigit() and len(count) < 10
    return [DONE[done][0 if is_chinese(language) else 1].format(count)] if known else []


def _json(value: Any) -> ReviewAnswer:
    return ReviewAnswer(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"), 200, "application/json")


def _csv(header: Sequence[str], cells: Sequence[Sequence[str]]) -> ReviewAnswer:
    import csv
    import io

    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *cells])
    return ReviewAnswer(out.getvalue().encode("utf-8", "replace"), 200, "text/csv")
