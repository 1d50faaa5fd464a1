"""rdflib's face to an endpoint: its ``SPARQLStore``, with requests that go through :mod:`wenmai.sources.endpoint.requests.transport`."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.query import Result

from wenmai.sources.endpoint.requests.results import read_results, write_json
from wenmai.sources.endpoint.requests.transport import GRAPHS, JSON, RESULTS
from wenmai.sparql.guard import form

if TYPE_CHECKING:
    from wenmai.sources.endpoint.requests.transport import Client


class BoundedStore(SPARQLStore):
    """A ``SPARQLStore`` whose requests have time-outs, retries and a size limit, and never leave the endpoint's host."""

    def __init__(self, client: Client) -> None:
        super().__init__(client.shown, method="POST_FORM", returnFormat="json")
        self._client = client

    def _query(self, query: str, *_: Any, **__: Any) -> Result:
        """Called by every reading method of ``SPARQLStore``; in place of ``SPARQLConnector.query``."""
        makes_graph = form(query) in {"CONSTRUCT", "DESCRIBE"}
        answer = self._client.ask(query, GRAPHS if makes_graph else RESULTS)
        try:
            if makes_graph:
                return Result.parse(BytesIO(answer.body), content_type=answer.media_type)
            return Result.parse(BytesIO(write_json(read_results(answer.body, answer.charset))), content_type=JSON)
        except Exception as error:  # rdflib's parsers have no common error
            raise self._client.failure(f"answered with what rdflib cannot read: {error}") from error


def graph(client: Client) -> rdflib.Graph:
    """A read-only rdflib graph over a connection."""
    return rdflib.Graph(BoundedStore(client), bind_namespaces="none")
