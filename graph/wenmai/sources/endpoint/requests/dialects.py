"""Which engine answers at an endpoint, where that matters to how it is asked.

An engine is told by the fields of its answers, by what it publishes of itself, or by the words of its errors; one that is none of
these is asked as the standard has it. Nothing is believed that can be tried: what the default graph holds is found by looking.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Dialect(NamedTuple):
    """An engine, and what of it matters.

    ``splits``: all links are counted sooner in two rounds, for it takes long to tell a literal from a resource. ``counts``: it may
    be asked to count all links at all; a service that ends such questions after a while is not. ``unites``: what is joined with a
    union is looked up for each row, so that it need not be asked for branch by branch.
    """

    name: str
    splits: bool = False
    counts: bool = True
    unites: bool = False


UNKNOWN = Dialect("", splits=True)
VIRTUOSO = Dialect("Virtuoso", unites=True)
QLEVER = Dialect("QLever")
GRAPHDB = Dialect("GraphDB", splits=True)
NEPTUNE = Dialect("Neptune", splits=True)
BLAZEGRAPH = Dialect("Blazegraph", splits=True)
WIKIDATA = Dialect("Blazegraph of Wikimedia", counts=False)
STARDOG = Dialect("Stardog", splits=True)
OXIGRAPH = Dialect("Oxigraph", splits=True, unites=True)
FUSEKI = Dialect("Fuseki", splits=True)

DIALECTS = {
    one.name: one for one in (VIRTUOSO, QLEVER, GRAPHDB, NEPTUNE, BLAZEGRAPH, WIKIDATA, STARDOG, OXIGRAPH, FUSEKI)
}

_SERVERS = (
    (r"virtuoso", VIRTUOSO),
    (r"oxigraph", OXIGRAPH),
    (r"graphdb|owlim", GRAPHDB),
    (r"stardog", STARDOG),
    (r"qlever", QLEVER),
    (r"fuseki", FUSEKI),
    (r"blazegraph|bigdata|nanosparql", BLAZEGRAPH),
    (r"neptune", NEPTUNE),
)
"""What the field ``Server`` holds."""

_FIELDS = (
    (r"x-served-by", r"wdqs", WIKIDATA),
    (r"x-bigdata-[\w-]+", r"", BLAZEGRAPH),
    (r"x-first-solution-millis", r"", BLAZEGRAPH),
    (r"x-sparql-default-graph|x-sql-(state|message)", r"", VIRTUOSO),
    (r"sd-error-code|sd-[\w-]+", r"", STARDOG),
    (r"fuseki-request-id", r"", FUSEKI),
)
"""Names of other fields, and what they hold."""

_WORDS = (
    (r"Virtuoso \d{5} Error", VIRTUOSO),
    (r"\"code\"\s*:\s*\"\w+Exception\".*\"detailedMessage\"|\"detailedMessage\".*\"code\"\s*:", NEPTUNE),
    (r"\"exception\"\s*:.*\"status\"\s*:\s*\"ERROR\"|\"status\"\s*:\s*\"ERROR\".*\"exception\"", QLEVER),
    (r"SPARQL-QUERY: queryStr=|com\.bigdata\.|bigdata\.rdf", BLAZEGRAPH),
    (r"com\.complexible\.stardog|\"code\"\s*:\s*\"Q[A-Z0-9]{4}\"", STARDOG),
    (r"com\.ontotext|graphdb", GRAPHDB),
)
"""Words of errors."""

_PUBLISHED = (
    (r"http://www\.bigdata\.com/rdf#", BLAZEGRAPH),
    (r"tag:stardog:api:", STARDOG),
    (r"http://www\.ontotext\.com/", GRAPHDB),
    (r"http://www\.openlinksw\.com/", VIRTUOSO),
)
"""IRIs in a service description."""


def tell_dialect(headers: Mapping[str, str], words: str = "", published: str = "") -> Dialect | None:
    """The engine that an answer is from: ``headers`` are in lower case, ``words`` are those of an error.

    >>> tell_dialect({"server": "Oxigraph/0.5.1"}).name, tell_dialect({"server": "nginx"})
    ('Oxigraph', None)
    """
    for field, held, dialect in _FIELDS[:1]:
        if re.search(held, headers.get(field, "")):
            return dialect
    for pattern, dialect in _SERVERS:
        if re.search(pattern, headers.get("server", ""), re.I):
            return dialect
    for field, held, dialect in _FIELDS[1:]:
        if any(re.fullmatch(field, name) and re.search(held, headers[name]) for name in headers):
            return dialect
    for text, patterns in ((words, _WORDS), (published, _PUBLISHED)):
        for pattern, dialect in patterns:
            if text and re.search(pattern, text, re.S | re.I):
                return dialect
    return None
