"""In the process of a query: ask the engine, write the result, and say how it went."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from wenmai.errors import QueryError, QueryRefused
from wenmai.sparql.failures import describe_failure
from wenmai.sparql.job import Job

if TYPE_CHECKING:
    from typing import BinaryIO

    import pyoxigraph

    from wenmai.sparql.job import Graph
    from wenmai.sparql.union import QueryDataset

MOST_LAID_OUT = 20_000
"""Triples of a result that are sorted and laid out."""


def answer_message(graph: Graph, message: bytes, out: BinaryIO, isolation: str) -> bytes:
    """Run the job that a message holds, its result into ``out``; how it went, in JSON."""
    return json.dumps(answer_job(graph, Job(*json.loads(message)), out, isolation)).encode()


def answer_job(graph: Graph, job: Job, out: BinaryIO, isolation: str) -> dict[str, Any]:
    """Run the job and write its result; a failure becomes the facts of an error."""
    from wenmai.sparql import guard
    from wenmai.sparql.union import choose_graphs, open_dataset

    try:
        found = guard.scan(job.text, job.prefixes)
        dataset = open_dataset(graph, union=job.union)
        if job.dataset is not None:
            dataset = choose_graphs(dataset.store, *job.dataset)
        elif found.datasets:
            _refuse_foreign_graphs(dataset.store, job.text, found)
            dataset = choose_graphs(dataset.store, *guard.chosen_graphs(found))
        kind, more, notices = _serialize(dataset, job, found, out)
        out.flush()
    except MemoryError:
        raise  # nothing more can be said from here; the asker knows it by the last words
    except Exception as error:  # noqa: BLE001 - whatever the engine raises must reach the asker as a sentence
        return describe_failure(error, job)
    return {"kind": kind, "more": more, "isolation": isolation, "notices": notices}


def _refuse_foreign_graphs(store: pyoxigraph.Store, text: str, found: Any) -> None:
    """``FROM`` chooses among the graphs that are here; a query that names another expects it to be fetched."""
    import pyoxigraph

    from wenmai.sparql import guard

    for dataset in found.datasets:
        try:
            here = store.contains_named_graph(pyoxigraph.NamedNode(dataset.graph))
        except ValueError:
            continue  # not an absolute IRI: the engine says so better, with its place
        if not here:
            line, column = guard.position(text, dataset.start)
            reason = f"FROM <{dataset.graph}> names no graph that is here, and nothing is fetched; open it with -g"
            raise QueryRefused(f"line {line}, column {column}: {reason}", line=line, column=column)


def _serialize(dataset: QueryDataset, job: Job, found: Any, out: BinaryIO) -> tuple[str, bool, list[str]]:
    """Write the result; its kind, whether rows were left out (by asking for one more), and what a format cannot hold."""
    import pyoxigraph

    from wenmai.sparql import guard
    from wenmai.sparql.union import QueryDataset

    text = job.text if job.max_rows is None else guard.window(job.text, found, 0, job.max_rows + job.spare)
    if found.star is not None and not job.allow_service:
        # An empty store tells the variables without the work of the query; a service would be asked twice.
        variables = _query(QueryDataset(pyoxigraph.Store(), {}), text, job).variables
        text = guard.spelled_out(text, found, [variable.value for variable in variables])
    results = _query(dataset, text, job)
    kind = {"QueryBoolean": "boolean", "QuerySolutions": "solutions"}.get(type(results).__name__, "graph")
    if kind == "graph":
        return kind, False, _write_graph(results, _format(job.format, kind), out, job)
    _write_rows(results, _format(job.format, kind), out, dataset.store, text)
    if job.max_rows is None or job.spare:
        return kind, False, []
    one_more = guard.window(job.text, found, job.max_rows, 1)
    return kind, kind == "solutions" and any(True for _ in cast("Any", _query(dataset, one_more, job))), []


def _write_rows(results: Any, form: Any, out: BinaryIO, store: pyoxigraph.Store, text: str) -> None:
    """Write rows, or yes or no, by the engine; CSV in which triple terms may be by :mod:`wenmai.sparql.rows`."""
    import pyoxigraph

    from wenmai.sparql.rows import may_have_triples, write_csv

    is_csv = form == pyoxigraph.QueryResultsFormat.CSV and isinstance(results, pyoxigraph.QuerySolutions)
    if is_csv and may_have_triples(store, text):
        write_csv(results, out)
    else:
        results.serialize(output=out, format=form)


def _write_graph(triples: Any, form: Any, out: BinaryIO, job: Job) -> list[str]:
    """Write a graph as ``export`` does, or what nobody would read whole as it comes; what the format could not hold.

    RDF/XML and JSON-LD cannot hold everything, so that all their triples are looked at; a caller who named no format gets
    the triples as they come.
    """
    from itertools import chain, islice

    import pyoxigraph

    from wenmai.writing.order import ordered
    from wenmai.writing.rdf import WRITERS

    streamed = form not in (pyoxigraph.RdfFormat.RDF_XML, pyoxigraph.RdfFormat.JSON_LD)
    first = list(islice(triples, MOST_LAID_OUT + 1 if streamed else None)) if job.format else []
    notices: list[str] = []
    if not job.format:
        triples.serialize(output=out, format=form)
    elif len(first) <= MOST_LAID_OUT or not streamed:
        quads = ordered(pyoxigraph.Quad(*triple) for triple in first)
        WRITERS[form.name.lower().replace("-", "").replace("/", "")](out, quads, notices, dict(job.prefixes))
    else:
        pyoxigraph.serialize(chain(first, triples), out, form, prefixes=dict(job.prefixes))
    return notices


def _query(dataset: QueryDataset, text: str, job: Job) -> Any:
    """Hand a text to the engine: here and nowhere else, after it was seen to call no service."""
    from wenmai.sparql.services import refuse_services

    refuse_services(text, job.prefixes, job.allow_service)
    return dataset.store.query(text, base_iri=job.base, prefixes=dict(job.prefixes), **dataset.options)


def _format(media_type: str, kind: str) -> Any:
    """The engine's format for a media type and a kind of result; QueryError where the one cannot hold the other."""
    import pyoxigraph

    family = pyoxigraph.RdfFormat if kind == "graph" else pyoxigraph.QueryResultsFormat
    found = family.from_media_type(media_type or ("application/n-triples" if kind == "graph" else "application/json"))
    if found is None:
        asked = {
            "graph": "CONSTRUCT or DESCRIBE, which give a graph; ask for turtle, ntriples, nquads, trig, rdfxml or jsonld",
            "boolean": "ASK, which gives true or false; ask for json or xml",
            "solutions": "SELECT, which gives a table; ask for csv, tsv, json or xml",
        }
        raise QueryError(f"{media_type} cannot hold the result of {asked[kind]}")
    return found
