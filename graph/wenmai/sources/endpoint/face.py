"""rdflib's face to an endpoint: its ``SPARQLStore``, with requests that go through :mod:`wenmai.sources.endpoint.transport`."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.query import Result

from wenmai.errors import EndpointError
from wenmai.sources.endpoint.passing import GRAPHS
from wenmai.sources.endpoint.transport import RESULTS
from wenmai.sparql.guard import form

if TYPE_CHECKING:
    from wenmai.sources.endpoint.transport import Client


class BoundedStore(SPARQLStore):
    """A ``SPARQLStore`` whose requests have time-outs, retries and a size limit, and never leave the endpoint's host."""

    def __init__(self, client: Client) -> None:
        super().__init__(client.shown, method="POST_FORM", returnFormat="json")
        self._client = client

    def _query(self, query: str, *_: Any, **__: Any) -> Result:
        """Called by every reading method of ``SPARQLStore``; in place of ``SPARQLConnector.query``."""
        answer = self._client.ask(query, GRAPHS if form(query) in {"CONSTRUCT", "DESCRIBE"} else RESULTS)
        try:
            return Result.parse(BytesIO(answer.body), content_type=answer.media_type)
        except Exception as error:  # rdflib's parsers have no common error
            raise EndpointError(f"{self._client.shown} answered with what rdflib cannot read: {error}") from error


def graph(client: Client) -> rdflib.Graph:
    """A read-only rdflib graph over a connection."""
    return rdflib.Graph(BoundedStore(client), bind_namespaces="none")
