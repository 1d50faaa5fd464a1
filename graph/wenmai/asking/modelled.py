"""A query for a question by a language model that a person named: it is shown, guarded and run as any other, and never believed.

What is sent: the question, the classes and predicates that the graph uses most, and the entities that the question names. Nothing of
what the graph says is sent, nor anything that the query finds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wenmai.asking.mentions import find_mentions, read_terms
from wenmai.chat import ChatMessage
from wenmai.languages import is_chinese
from wenmai.names import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wenmai.chat import LanguageModel
    from wenmai.sources import Source

CLASSES, PREDICATES = 40, 80
"""So many terms are told, the most frequent ones."""

SCHEMA = {
    "type": "object",
    "properties": {
        "sparql": {"type": "string", "maxLength": 8000},
        "understood": {"type": "string", "maxLength": 500},
    },
    "required": ["sparql", "understood"],
    "additionalProperties": False,
}

SYSTEM = (
    'You write SPARQL 1.1 for one graph. Answer with JSON: "sparql", one SELECT, ASK or CONSTRUCT query that answers the '
    'question, and "understood", the question as the query takes it, in its language. Use only the prefixes and terms that are '
    "listed; entities are found by rdfs:label unless their IRI is listed. Give labels beside IRIs. No SERVICE, no update. "
    "Add LIMIT 100."
)


class ProposedQuery(NamedTuple):
    """A query that a model wrote, and what it says that the query asks."""

    sparql: str
    understood: str


def propose_query(source: Source, question: str, model: LanguageModel, *, language: str = "zh") -> ProposedQuery:
    """Have a model write a query for a question.

    Raises:
        ModelError: it does not answer, or not in the form that is asked for. InputError: too much is to be sent.
    """
    told = "\n".join(_told(source, question, language))
    said = model.ask([ChatMessage("system", SYSTEM), ChatMessage("user", told)], SCHEMA)
    return ProposedQuery(said["sparql"].strip(), " ".join(said["understood"].split()))


def _told(source: Source, question: str, language: str) -> Iterable[str]:
    """What the model is told of the graph."""
    index, prefixes = source.index, source.prefixes

    def lines(title: str, counts: dict[str, int], most: int) -> Iterable[str]:
        yield title
        for iri in sorted(counts, key=lambda iri: (-counts[iri], iri))[:most]:
            yield f"{prefixes.shorten(iri)} {vocabulary.label(index, iri, language)} ({counts[iri]})"

    yield "Prefixes (declared already):"
    yield from (f"{prefix}: <{space}>" for prefix, space in list(prefixes.namespaces.items())[:60])
    yield from lines("Classes:", index.class_counts(), CLASSES)
    counts = {iri: index.predicate_count(number) for number, iri in enumerate(index.predicates)}
    yield from lines("Predicates of links:", counts, PREDICATES)
    yield "Entities of the question:"
    for one in find_mentions(source, question, read_terms(source)):
        if one.kind == "entity":
            yield f"{question[one.start : one.end]}: <{one.iri}>"
    yield f"Question ({'zh' if is_chinese(language) else 'en'}): {question}"
