"""A graph that another machine serves: any SPARQL 1.1 endpoint, read as if it were a file.

::

    source.index   links, labels, evidence: fetched in batches as a search goes on   links.py over fetching.py, cards.py,
                                                                                     notes.py, tally.py
    source.names   what did the person mean: SPARQL finds candidates, names.py ranks   naming.py
    source.match   the triples of one resource, as ``show`` prints them                triples.py
    source.rdflib  an rdflib graph over the same connection, for other libraries       face.py
    answer         a query of the person's own, passed on                              passing.py
    all of these   for an endpoint that holds little: its triples, copied              copying.py

Links are fetched with degrees (weighing.py), what two nodes share is asked (common.py). What holds as a whole is counted (census.py,
used.py, published.py), kept (kept.py) and checked (checking.py); engines are told apart (dialects.py).

All of them ask through one :class:`~wenmai.sources.endpoint.dataset.Dataset`, which hides what the endpoint calls its default
graph and checks each row (columns.py), over one :class:`~wenmai.sources.endpoint.requests.transport.Client`, which bounds time and
size (exchange.py), keeps secrets (address.py, credentials.py) and asks again. Answers are read by content (results.py).
Nothing is ever written to an endpoint.
"""

from wenmai.sources.endpoint.requests.transport import Limits
from wenmai.sources.endpoint.source import Endpoint, connect

__all__ = ["Endpoint", "Limits", "connect"]
