"""The ontology's README says what the vocabulary and the questions say."""

from __future__ import annotations

import re
from functools import cache

import pyoxigraph

from wenmai import packaged
from wenmai.terms import LABEL, PREFIXES, RDF, RDFS, TYPE, WM, shorten

README = (packaged.vocabulary().parent / "README.md").read_text("utf-8")
CLASS, PROPERTY = RDFS + "Class", RDF + "Property"


@cache
def vocabulary() -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load(path=str(packaged.vocabulary()))
    return store


def values(subject: str, predicate: str) -> list[pyoxigraph.NamedNode | pyoxigraph.Literal]:
    found = vocabulary().quads_for_pattern(pyoxigraph.NamedNode(subject), pyoxigraph.NamedNode(predicate), None)
    return [quad.object for quad in found]


def row(term: str) -> str:
    labels = {label.language: label.value for label in values(term, LABEL)}
    kinds = {kind.value for kind in values(term, TYPE)}
    aligned = RDFS + ("subClassOf" if CLASS in kinds else "subPropertyOf")
    third = values(term, TYPE if not kinds & {CLASS, PROPERTY} else aligned)
    links = ", ".join(f"`{link}`" for link in sorted(shorten(node.value) for node in third))
    return f"| `{shorten(term)}` | {labels['zh']} | {labels['en']} | {links} |"


def terms() -> set[str]:
    subjects = {quad.subject.value for quad in vocabulary().quads_for_pattern(None, pyoxigraph.NamedNode(LABEL), None)}
    return subjects - {WM}


def test_the_term_table_is_the_vocabulary() -> None:
    written = {line for line in README.splitlines() if line.startswith("| `wm:") and line.count("|") == 5}
    assert written == {row(term) for term in terms()}


def test_the_prefixes_are_those_that_wenmai_declares() -> None:
    written = dict(re.findall(r"^\| `(\w+):` \| `(urn:[^`]+)` \|", README, re.MULTILINE))
    assert written == {prefix: PREFIXES[prefix] for prefix in ("wm", "xc", "t", "doc", "p", "s", "fig")}


def test_the_queries_shown_are_questions_that_run() -> None:
    shown = re.findall(r"```sparql\n(.+?)```", README, re.DOTALL)
    questions = [path.read_text("utf-8") for path in packaged.questions().glob("*.rq")]
    assert shown
    assert all(any(question.endswith(query) for question in questions) for query in shown)


def test_the_examples_are_lines_of_the_graph() -> None:
    """Statements and passages stand in the README as they stand in data/triples.ttl, alignment aside."""
    kept = {" ".join(line.split()) for line in packaged.triples().read_text("utf-8").splitlines()}
    shown = re.findall(r"^[sp]:\d.+$|^fig:[^\s]+$|^    wm:.+ [;.]$", README, re.MULTILINE)
    assert shown
    assert [line for line in shown if " ".join(line.split()) not in kept] == []
