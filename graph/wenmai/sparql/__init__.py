"""SPARQL: ask a graph and get a table, a graph, or yes or no.

Queries only read. They run in a process of their own (:mod:`wenmai.sparql.worker`) within bounds of time, memory and rows,
after :mod:`wenmai.sparql.guard` has looked at them. The prefixes of the graph are declared for every query, and wenmai's own
beside them; the default graph is the union of all graphs, unless the query chooses with ``FROM``.
"""

from wenmai.sparql.asking import FORMATS, MAX_ROWS, form, run, write
from wenmai.sparql.catalogue import Question, question, questions
from wenmai.sparql.results import Answer, Table, Triples, Value, shown, value

__all__ = [
    "FORMATS",
    "MAX_ROWS",
    "Answer",
    "Question",
    "Table",
    "Triples",
    "Value",
    "form",
    "question",
    "questions",
    "run",
    "shown",
    "value",
    "write",
]
