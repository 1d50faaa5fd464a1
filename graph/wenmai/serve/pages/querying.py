"""What the page of queries begins with: a query to start from, examples made of the graph's own terms, and the named questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wenmai.languages import is_chinese
from wenmai.names import vocabulary
from wenmai.serve.api.completion import usage
from wenmai.serve.pages.words import words
from wenmai.sources.endpoint.sparql import fill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wenmai.sources import Source

FIRST = "SELECT ?subject ?predicate ?object WHERE {\n  ?subject ?predicate ?object .\n}\nLIMIT 20"

SAID = ("running", "rows", "nothing", "yes", "no", "table", "picture", "map", "chart", "timeline", "look_as", "unshown", "more_rows",
        "stopped", "go_there", "editor_keys")  # fmt: skip
"""The words that the page's script says."""


def begin_query(source: Source, fields: dict[str, list[str]], language: str) -> dict[str, Any]:
    """The text to begin with, the prefixes that need no declaration, examples, questions, and the words of the script.

    Raises:
        NameNotFound: the address names a question that does not exist.
    """
    from wenmai.sparql import question, questions

    zh, known = is_chinese(language), words(language)
    named = fields.get("question")
    text = fields["query"][-1] if fields.get("query") else question(named[-1]) if named else FIRST
    return {
        "text": text,
        "prefixes": source.prefixes.namespaces,
        "words": {key: known[key] for key in SAID},
        "examples": list(_examples(source, zh=zh)),
        "questions": [{"name": one.name, "asks": one.zh if zh else one.en} for one in questions()]
        if packaged(source)
        else [],
    }


def packaged(source: Source) -> bool:
    """Whether the graph is the packaged report, which the named questions ask."""
    from wenmai.system import packaged as files

    return source.locations == (str(files.triples()),)


def _examples(source: Source, *, zh: bool) -> Iterator[dict[str, str]]:
    """Queries that have an answer in this graph: instances, links, counts."""
    used = usage(source)
    if used.classes:
        most = max(used.classes, key=lambda iri: (used.classes[iri], iri))
        name = vocabulary.label(source.index, most, "zh" if zh else "en")
        count = "SELECT ?class (COUNT(?one) AS ?count) WHERE {\n  ?one a ?class .\n}\nGROUP BY ?class\nORDER BY DESC(?count)\nLIMIT 20"
        yield {"asks": "各类有多少" if zh else "How many there are of each class", "text": count}
        yield {"asks": f"{name}的实例" if zh else f"Instances of {name}", "text": fill(_INSTANCES, kind=most).text}
    counted = {iri: count for iri, count in used.predicates.items() if count}
    if counted:
        most = max(counted, key=lambda iri: (counted[iri], iri))
        name = vocabulary.label(source.index, most, "zh" if zh else "en")
        yield {"asks": f"“{name}”连接了什么" if zh else f"What “{name}” links", "text": fill(_LINKED, link=most).text}


_INSTANCES = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?one ?name WHERE {
  ?one a $kind ;
    rdfs:label ?name .
}
LIMIT 50"""

_LINKED = """CONSTRUCT { ?one $link ?other } WHERE {
  ?one $link ?other .
}
LIMIT 40"""
