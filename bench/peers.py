"""What is measured, each in a process of its own: ``python -m bench.peers TASK ENGINE FILE STORE`` prints JSON.

Every engine answers the same question on the same file. Reading N-Triples is done by pyoxigraph for all but rdflib and
kglab, which read themselves: it is the fastest reader a user of the others could choose.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
NAMES = {LABEL, "http://www.w3.org/2004/02/skos/core#altLabel"}
BASE = "http://example.org/"
PAIRS, WARM = 200, 5

QUERIES = {
    "one entity": "SELECT ?p ?o { <http://example.org/entity/5> ?p ?o }",
    "by label": f'SELECT ?s {{ ?s <{LABEL}> "顺义基金交易所0"@zh }}',
    "two hops": "SELECT ?b ?c { <http://example.org/entity/5> ?p ?b . ?b ?q ?c . FILTER(ISIRI(?c)) }",
    "count by class": f"SELECT ?k (COUNT(*) AS ?n) {{ ?s <{TYPE}> ?k }} GROUP BY ?k ORDER BY ?k",
    "100,000 rows": f"SELECT ?s ?l {{ ?s <{LABEL}> ?l }} LIMIT 100000",
    "property path": f"SELECT ?c {{ <{BASE}entity/5> (<{BASE}predicate/p0>|<{BASE}predicate/p1>) ?b . "
    f"?b <{BASE}predicate/p0>+ ?c }} LIMIT 100",
    "optional, ordered": f"SELECT ?s ?y ?l {{ ?s <{BASE}predicate/founded> ?y OPTIONAL {{ ?s <{LABEL}> ?l "
    'FILTER(LANG(?l) = "en") } } ORDER BY ?y ?s LIMIT 100',
    "filter": f"SELECT (COUNT(*) AS ?n) {{ ?s <{BASE}predicate/founded> ?y FILTER(?y > 2000) }}",
}

SEARCHES = ("银行", "信托公司", "银", "Harbour", "数据研究院9", "zzqx")
"""Two characters, four, one; a word; a rare name; nothing."""


def links(file: str) -> Iterator[tuple[str, str, str]]:
    """The triples between resources, types left out."""
    import pyoxigraph as ox

    node = ox.NamedNode
    for quad in ox.parse(path=file, format=ox.RdfFormat.N_TRIPLES):
        if type(quad.object) is node and quad.predicate.value != TYPE:
            yield quad.subject.value, quad.predicate.value, quad.object.value


def pairs(file: str) -> list[tuple[str, str]]:
    """Ends of paths, always the same for the same file."""
    subjects: dict[str, None] = {}
    with Path(file).open(encoding="utf-8") as lines:
        for line in lines:
            subjects.setdefault(line[1 : line.index(">")])
            if len(subjects) == 10_000:
                break
    rng, pool = random.Random(11), list(subjects)
    return [tuple(rng.sample(pool, 2)) for _ in range(PAIRS)]  # type: ignore[misc]


def networkx_graph(file: str) -> Any:
    import networkx as nx

    graph = nx.Graph()
    graph.add_edges_from((a, b) for a, _, b in links(file))
    return graph


def numbered(file: str) -> tuple[dict[str, int], list[tuple[int, int]]]:
    ids: dict[str, int] = {}
    edges = [(ids.setdefault(a, len(ids)), ids.setdefault(b, len(ids))) for a, _, b in links(file)]
    return ids, edges


Route = "Callable[[str, str], object]"


def router(engine: str, file: str, store: str) -> Callable[[str, str], object]:
    """A function from two IRIs to a path, its graph loaded."""
    return ROUTERS[engine](file, store)


def by_networkx(file: str, _: str) -> Callable[[str, str], object]:
    import networkx as nx

    graph = networkx_graph(file)

    def route(a: str, b: str) -> object:
        try:
            return nx.bidirectional_shortest_path(graph, a, b)
        except (nx.NetworkXNoPath, nx.NodeNotFound):
            return None

    return route


def by_igraph(file: str, _: str) -> Callable[[str, str], object]:
    import igraph

    ids, edges = numbered(file)
    graph = igraph.Graph(n=len(ids), edges=edges)
    return lambda a, b: graph.get_shortest_path(ids[a], ids[b], output="vpath") if a in ids and b in ids else None


def by_networkit(file: str, _: str) -> Callable[[str, str], object]:
    import networkit as nk

    ids, edges = numbered(file)
    graph = nk.Graph(len(ids))
    for a, b in edges:
        graph.addEdge(a, b)

    def route(a: str, b: str) -> object:
        if a not in ids or b not in ids:
            return None
        search = nk.distance.BidirectionalBFS(graph, ids[a], ids[b], True)
        search.run()
        return search.getPath()

    return route


def by_pyoxigraph(_: str, store: str) -> Callable[[str, str], object]:  # noqa: C901 - two loops in one
    """A lazy two-ended search that asks the store for the links of each node."""
    import pyoxigraph as ox

    graph = ox.Store.read_only(store)

    def around(node: Any) -> Iterator[Any]:
        for quad in graph.quads_for_pattern(node, None, None):
            if type(quad.object) is ox.NamedNode and quad.predicate.value != TYPE:
                yield quad.object
        for quad in graph.quads_for_pattern(None, None, node):
            if quad.predicate.value != TYPE:
                yield quad.subject

    def route(a: str, b: str) -> object:
        sides = [{ox.NamedNode(a): None}, {ox.NamedNode(b): None}]
        edges = [list(sides[0]), list(sides[1])]
        while edges[0] and edges[1]:
            side = 0 if len(edges[0]) <= len(edges[1]) else 1
            found = []
            for node in edges[side]:
                for other in around(node):
                    if other not in sides[side]:
                        sides[side][other] = node
                        found.append(other)
                        if other in sides[1 - side]:
                            return other
            edges[side] = found
        return None

    return route


def by_wenmai(_: str, store: str, *, k: int = 1, ranked: bool = False) -> Callable[[str, str], object]:
    from wenmai.errors import LimitReached, NameNotFound, NoPath
    from wenmai.paths import find
    from wenmai.sources import open_source

    source = open_source(store)

    def route(a: str, b: str) -> object:
        try:
            return list(find(source, a, b, k=k, ranked=ranked))
        except (NoPath, NameNotFound, LimitReached):
            return None

    return route


def by_wenmai_nodes(_: str, store: str) -> Callable[[str, str], object]:
    """The nodes alone, which is all that the peers answer: no labels, evidence, times or reasons."""
    from wenmai.paths.costs import Filters, Walk
    from wenmai.paths.shortest import fewest
    from wenmai.sources import open_source

    index = open_source(store).index

    def route(a: str, b: str) -> object:
        start, goal = index.find(a), index.find(b)
        if start is None or goal is None:
            return None
        nodes = fewest(Walk(index, Filters(), (start, goal), ranked=False), start, goal, 200_000).nodes
        return nodes and list(map(index.iri, nodes))

    return route


ROUTERS: dict[str, Callable[[str, str], Callable[[str, str], object]]] = {
    "wenmai": by_wenmai,
    "wenmai, nodes only": by_wenmai_nodes,
    "wenmai, ranked, k=3": lambda file, store: by_wenmai(file, store, k=3, ranked=True),
    "NetworkX": by_networkx,
    "igraph": by_igraph,
    "networkit": by_networkit,
    "pyoxigraph": by_pyoxigraph,
}


def cold(engine: str, file: str, store: str) -> dict[str, float]:
    """One path by a process that has done nothing before."""
    a, b = pairs(file)[0] if engine != "wenmai" else ("", "")
    router(engine, file, store)(a, b)
    return {}


def spread(times: list[float]) -> dict[str, float]:
    return {"median": median(times) * 1000, "p99": quantiles(times, n=100)[98] * 1000}


def warm(engine: str, file: str, store: str) -> dict[str, float]:
    """Milliseconds of many paths by one process, after a few."""
    route, ends = router(engine, file, store), pairs(file)
    for a, b in ends[:WARM]:
        route(a, b)
    times = []
    for a, b in ends:
        started = time.perf_counter()
        route(a, b)
        times.append(time.perf_counter() - started)
    return spread(times)


def search(engine: str, file: str, store: str) -> dict[str, float]:
    """Milliseconds of each search, the median of three."""
    ask = SEARCHERS[engine](file, store)
    return {text: of_three(ask, text) for text in SEARCHES}


def of_three(ask: Callable[[str], object], text: str) -> float:
    """Milliseconds that an answer takes, the median of three."""
    times = []
    for _ in range(3):
        started = time.perf_counter()
        ask(text)
        times.append(time.perf_counter() - started)
    return median(times) * 1000


def search_wenmai(_: str, store: str) -> Callable[[str], object]:
    from wenmai.sources import open_source

    names = open_source(store).names
    return names.search


def contains(text: str) -> str:
    return f'SELECT ?s ?l {{ ?s <{LABEL}> ?l FILTER CONTAINS(LCASE(STR(?l)), "{text.lower()}") }} LIMIT 10'


def contains_all(text: str) -> str:
    """What a ranked answer needs: all hits."""
    return contains(text).removesuffix(" LIMIT 10")


def search_pyoxigraph(_: str, store: str) -> Callable[[str], object]:
    import pyoxigraph as ox

    graph = ox.Store.read_only(store)
    return lambda text: list(graph.query(contains_all(text)))


def search_rdflib(file: str, _: str) -> Callable[[str], object]:
    graph = rdflib_graph(file)
    return lambda text: list(graph.query(contains_all(text)))


SEARCHERS = {"wenmai": search_wenmai, "pyoxigraph": search_pyoxigraph, "rdflib": search_rdflib}


def rdflib_graph(file: str) -> Any:
    import rdflib

    return rdflib.Graph().parse(file, format="nt")


def sparql(engine: str, file: str, store: str) -> dict[str, float]:
    """Milliseconds of each query, its whole answer as CSV, the median of three."""
    ask = ASKERS[engine](file, store)
    found = {}
    for name, query in QUERIES.items():
        ask(query)
        found[name] = of_three(ask, query)
    return found


def ask_wenmai(_: str, store: str) -> Callable[[str], object]:
    from tempfile import TemporaryFile

    from wenmai.sources import open_source
    from wenmai.sparql import write

    source = open_source(store)
    sink = TemporaryFile()  # noqa: SIM115 - lives as long as the process
    return lambda query: write(source, query, "csv", sink)


def ask_pyoxigraph(_: str, store: str) -> Callable[[str], object]:
    import pyoxigraph as ox

    graph = ox.Store.read_only(store)
    return lambda query: graph.query(query).serialize(format=ox.QueryResultsFormat.CSV)  # type: ignore[union-attr]


def query(engine: str, file: str, store: str) -> dict[str, float]:
    """One query of 100,000 rows, its whole answer as CSV on standard output, by a script written for it."""
    text = QUERIES["100,000 rows"]
    if engine == "pyoxigraph":
        import pyoxigraph as ox

        found = ox.Store.read_only(store).query(text)
        found.serialize(output=sys.stdout.buffer, format=ox.QueryResultsFormat.CSV)  # type: ignore[union-attr]
    else:
        sys.stdout.buffer.write(ASKERS[engine](file, store)(text))  # type: ignore[arg-type]
    return {}


def ask_rdflib(file: str, _: str) -> Callable[[str], object]:
    graph = rdflib_graph(file)
    return lambda query: graph.query(query).serialize(format="csv")


def ask_oxrdflib(_: str, store: str) -> Callable[[str], object]:
    import oxrdflib
    import pyoxigraph as ox
    import rdflib

    graph = rdflib.Graph(
        store=oxrdflib.OxigraphStore(store=ox.Store.read_only(store)),
        identifier=rdflib.graph.DATASET_DEFAULT_GRAPH_ID,
    )
    return lambda query: graph.query(query).serialize(format="csv")


ASKERS = {"wenmai": ask_wenmai, "pyoxigraph": ask_pyoxigraph, "rdflib": ask_rdflib, "oxrdflib": ask_oxrdflib}


def opening(engine: str, _: str, store: str) -> dict[str, float]:
    """Milliseconds from an imported library to the first answer about one entity."""
    if engine == "wenmai":
        from wenmai import index as _  # noqa: F401 - imported before the clock starts
        from wenmai.sources import open_source

        started = time.perf_counter()
        index = open_source(store).index
        index.links(index.find(f"{BASE}entity/5") or 0)
    else:
        import pyoxigraph as ox

        started = time.perf_counter()
        next(iter(ox.Store.read_only(store).quads_for_pattern(ox.NamedNode(f"{BASE}entity/5"), None, None)), None)
    return {"milliseconds": (time.perf_counter() - started) * 1000}


def load(engine: str, file: str, store: str) -> dict[str, float]:
    """Read a file; into ``store`` for those that keep one on disk."""
    import shutil

    shutil.rmtree(store, ignore_errors=True)
    LOADERS[engine](file, store)
    return {}


def load_pyoxigraph(file: str, store: str) -> object:
    import pyoxigraph as ox

    graph = ox.Store(store)
    graph.bulk_load(path=file, format=ox.RdfFormat.N_TRIPLES)
    return graph.flush()


def load_wenmai(file: str, store: str) -> object:
    from wenmai.sources.store import load as into_store

    return into_store([file], store, pinyin=False)


def load_wenmai_plain(file: str, store: str) -> object:
    """As where the extra ``wenmai[fast]`` is not installed: in the processes of the load, its libraries cannot be imported."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        for missing in ("numpy", "polars"):
            Path(folder, f"{missing}.py").write_text("raise ImportError\n", encoding="utf-8")
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (folder, os.environ.get("PYTHONPATH"))))
        return load_wenmai(file, store)


def load_wenmai_pinyin(file: str, store: str) -> object:
    from wenmai.sources.store import load as into_store

    return into_store([file], store)


def load_kglab(file: str, _: str) -> object:
    import kglab

    return kglab.KnowledgeGraph().load_rdf(file, format="nt")


LOADERS: dict[str, Callable[[str, str], object]] = {
    "wenmai": load_wenmai,
    "wenmai, without [fast]": load_wenmai_plain,
    "wenmai, with pinyin": load_wenmai_pinyin,
    "pyoxigraph": load_pyoxigraph,
    "rdflib": lambda file, _: rdflib_graph(file),
    "NetworkX": lambda file, _: networkx_graph(file),
    "igraph": by_igraph,
    "kglab": load_kglab,
}

TASKS = {
    "load": load,
    "opening": opening,
    "cold": cold,
    "warm": warm,
    "search": search,
    "sparql": sparql,
    "query": query,
}

if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]](*sys.argv[2:5]), ensure_ascii=False))
