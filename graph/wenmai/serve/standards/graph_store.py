"""``/rdf-graphs``: reading by the SPARQL 1.1 Graph Store HTTP Protocol (https://www.w3.org/TR/sparql11-http-rdf-update/).

``?default`` is the default graph as the data has it, ``?graph=IRI`` a named one; nothing is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from wenmai.serve.problems import HttpRefusal
from wenmai.serve.standards.negotiation import GRAPHS, choose_type
from wenmai.sparql.job import Job

if TYPE_CHECKING:
    from wenmai.serve.messages import WebRequest, WebResponse
    from wenmai.serve.standards.protocol import Run
    from wenmai.sources import Source


def answer_graph(source: Source, request: WebRequest, response: WebResponse, run: Run) -> None:
    """Write one graph of the dataset."""
    import pyoxigraph

    if request.method not in {"GET", "HEAD"}:
        raise HttpRefusal(405, "the graphs are read only; use GET or HEAD", allow="GET, HEAD")
    fields = parse_qs(request.query, keep_blank_values=True)
    if ("default" in fields) == ("graph" in fields) or len(fields.get("graph", [""])) > 1:
        raise HttpRefusal(400, "name one graph: ?default, or ?graph=IRI")
    media_type = choose_type(request.headers.get("accept", ""), GRAPHS)
    if media_type is None:
        raise HttpRefusal(406, f"a graph can be {', '.join(GRAPHS)}; the request accepts none of these")
    dataset = None
    if "graph" in fields:
        try:
            name = pyoxigraph.NamedNode(fields["graph"][0])
        except ValueError:
            raise HttpRefusal(400, f"{fields['graph'][0]!r} is no absolute IRI") from None
        if not source.store.contains_named_graph(name):
            raise HttpRefusal(404, f"there is no graph {name}")
        dataset = ((name.value,), ())
    response.headers["content-type"] = media_type
    text = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    run(Job(text, media_type, union=False, prefixes=source.prefixes.namespaces, dataset=dataset), response)
