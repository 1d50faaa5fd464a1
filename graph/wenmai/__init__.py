"""wenmai 文脉: how are these things connected, and who says so?

>>> import wenmai
>>> report = wenmai.open()
>>> [match.label for match in wenmai.search(report, "北交所")]
['北京证券交易所']

Wherever a function asks for an entity, a predicate or a class it takes what a person would write: a label in any language, an
alias, the pinyin of one of them or its initials, ``prefix:name`` with the graph's own prefixes, or an IRI. An entity is also
found by a part of its name; a notice says for what it was taken. A name that means several things is never guessed.

Answers are frozen tuples of strings and numbers (:mod:`wenmai.model`). Every failure that is foreseen is a
:class:`~wenmai.errors.WenmaiError`; NameNotFound and AmbiguousName, which any name may bring about, are not repeated below.
What was left out of an answer is a :class:`~wenmai.notices.Notice`: a warning, unless
:func:`~wenmai.notices.collect_notices` gathers it. ``language`` is that of labels and sentences, ``zh`` or ``en``.

Length: one function for each thing that wenmai does, each with its whole signature; none does more than call.
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing takes a while to load, and the command line has not provided for Ctrl-C yet
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from os import PathLike

    from wenmai.analysis import Analysis, Estimate
    from wenmai.audit.check import ValidationReport
    from wenmai.audit.verify import Verification
    from wenmai.export import Exported
    from wenmai.facts.compare import Comparison
    from wenmai.facts.figures import Figure
    from wenmai.facts.moments import Moment
    from wenmai.facts.summary import Stats
    from wenmai.model import Description, Entity, Evidence, Fact, Hop, Literal, Match, Path, Statement, Triple
    from wenmai.network import Network
    from wenmai.notices import Notice, collect_notices
    from wenmai.paths.cheapest import State
    from wenmai.rendering.sheet import Rows
    from wenmai.sources import Source
    from wenmai.sources.store import Loaded, Progress
    from wenmai.sparql import Answer
    from wenmai.statements.standing import Admission
    from wenmai.subgraph import Subgraph
    from wenmai.view import Page

    File = str | PathLike[str]

__all__ = [
    "Admission", "Description", "Entity", "Evidence", "Fact", "Hop", "Literal", "Match", "Notice", "Path", "Source", "Statement",
    "Subgraph", "Triple", "analyze", "around", "between", "check", "collect_notices", "compare", "describe",
    "export_graph", "figures", "find_entity", "find_paths", "load", "open", "page", "part", "query", "search", "stats",
    "timeline", "to_networkx", "verify",
]  # fmt: skip

_TYPES = {
    "Admission": "wenmai.statements.standing",
    "Notice": "wenmai.notices",
    "Source": "wenmai.sources",
    "Subgraph": "wenmai.subgraph",
    "collect_notices": "wenmai.notices",
} | dict.fromkeys(
    ("Description", "Entity", "Evidence", "Fact", "Hop", "Literal", "Match", "Path", "Statement", "Triple"),
    "wenmai.model",
)
"""Where the types of answers are; each is loaded when it is asked for."""

if not TYPE_CHECKING:  # to a type checker, a name that is not there shall be one

    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name not in _TYPES:
            raise AttributeError(f"module 'wenmai' has no attribute {name!r}")
        return getattr(import_module(_TYPES[name]), name)


def _or_every(admission: Admission | None) -> Admission:
    """What an answer takes; everything when nobody said."""
    from wenmai.statements.standing import EVERY

    return EVERY if admission is None else admission


def open(  # noqa: A001 - wenmai.open reads as it should
    *locations: File,
    base: str | None = None,
    input_format: str | None = None,
    skip_bad: bool = False,
    contexts: Mapping[str, File] | None = None,
    raw: bool = False,
    profile: File | None = None,
    labels: Iterable[str] = (),
    fresh: bool = False,
) -> Source:
    """Open RDF files, a folder or an archive of them, a store, or a SPARQL endpoint; the packaged report when none is named.

    Args:
        locations: files, plain or compressed (gz, bz2, xz, zst), which make one graph; ``-`` is standard input; or one
            store that :func:`load` made; or the http(s) address of one endpoint.
        base: the IRI against which relative IRIs are resolved; each file's own address when not given.
        input_format: ``turtle``, ``ntriples``, ``nquads``, ``trig``, ``rdfxml``, ``jsonld``, ``table``, ``graphml``, ``gexf``,
            ``json`` (of nodes and edges), ``obo``, ``functional``, ``manchester``, ``owlxml`` or ``html``, whatever name and
            content say.
        skip_bad: leave bad statements and terms out, with a notice, rather than refuse the file.
        contexts: files that hold JSON-LD contexts, by the contexts' addresses; remote ones are never fetched.
        raw: fold nothing: list cells, restrictions, statements and memberships are entities, as the triples have them.
        profile: a file of TOML that says what the graph's terms mean; it goes before the profiles that come with wenmai.
        labels: predicates that name things before all others: IRIs, ``prefix:name``, or the ends of IRIs.
        fresh: ask an endpoint again what the cache keeps of it.

    Raises:
        InputError: a location does not exist or cannot be combined with the others. What is wrong inside a file is found
            when it is read, by the first question: then GraphSyntaxError gives the file and the line.

    >>> open().locations[0].rpartition("/")[2]
    'triples.ttl'
    """
    from os import fspath

    from wenmai.reading.options import read_options
    from wenmai.sources import open_source

    options = read_options(
        base, input_format, skip_bad=skip_bad, contexts=contexts or {}, profile=profile, labels=labels
    )
    return open_source(*[fspath(place) for place in locations], options=options, raw=raw, fresh=fresh)


def part(source: Source, *, graphs: Iterable[str] = (), sources: Iterable[str] = ()) -> Source:
    """The facts that stand in some named graphs, and that some sources state, as a graph of their own.

    What things are called, their classes and what is said of the graphs come from the whole.

    Args:
        source: an open graph.
        graphs: named graphs: IRIs, ``prefix:name``, ends of IRIs, labels; ``default`` is the graph without a name.
        sources: documents, agents, references that state a fact: IRIs, ends of IRIs, labels, or the words that name one.

    Raises:
        InputError: there is no such graph, or no fact is stated to be from such a source.
        AmbiguousName: several named graphs go by a name.

    >>> report = open()
    >>> stated = part(report, sources=[report.index.evidence(0)[0].document])
    >>> 0 < stated.index.link_count <= report.index.link_count
    True
    """
    from wenmai.sources.chosen import choose_facts as run

    return run(source, graphs, sources)


def load(
    files: Iterable[File],
    into: File,
    *,
    add: bool = False,
    remove: bool = False,
    pinyin: bool = True,
    base: str | None = None,
    input_format: str | None = None,
    skip_bad: bool = False,
    contexts: Mapping[str, File] | None = None,
    profile: File | None = None,
    labels: Iterable[str] = (),
    engine: str = "",
    progress: Callable[[Progress], None] | None = None,
) -> Loaded:
    """Load RDF files into a store: a folder that then opens at once, whatever its size. All is loaded, or nothing.

    Args:
        files: what :func:`open` takes as files.
        into: the folder of the store; made if it is not there.
        add: keep what the store holds and add to it; else it is replaced once the new content is complete.
        remove: take the triples of the files out of what the store holds.
        pinyin: let Chinese names be found by their pinyin; without it the store is a little smaller.
        base: as :func:`open` has it, and so the next three.
        input_format: the format, whatever name and content say.
        skip_bad: leave bad statements and terms out; the answer's ``notices`` say so.
        contexts: files that hold JSON-LD contexts, by address.
        profile: as :func:`open` has it; the store keeps what it was loaded with.
        labels: predicates that name things before all others.
        engine: the address of a SPARQL endpoint that has the same triples: then the store holds links and names only.
        progress: told now and then how far the load is.

    Raises:
        InputError: a file cannot be read, the disk is full, ``into`` cannot be written, or ``add`` and ``remove`` are both asked for.
        GraphSyntaxError: a file breaks its format's grammar; its line is told.
        StoreError: ``into`` holds something that is no store, or another load into it is under way.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     done = load(open().locations, folder + "/report.store")
    ...     done.links == open(folder + "/report.store").index.link_count
    True
    """
    from os import fspath

    from wenmai.reading.options import read_options
    from wenmai.sources import store

    options = read_options(
        base, input_format, skip_bad=skip_bad, contexts=contexts or {}, profile=profile, labels=labels
    )
    named = [fspath(file) for file in files]
    return store.load(
        named, fspath(into), add=add, remove=remove, pinyin=pinyin, options=options, engine=engine, progress=progress
    )


def search(source: Source, text: str, *, limit: int = 10, values: bool = False, language: str = "zh") -> list[Match]:
    """At most ``limit`` entities by name, alias, part of a name, pinyin, initials or, failing these, likeness; best first.

    Where no name holds ``text``, or ``values`` says so, what is said of things is searched too; a notice says so.

    >>> [(match.label, match.how) for match in search(open(), "beijiaosuo", language="en")]
    [('Beijing Stock Exchange', 'pinyin')]
    """
    from wenmai.facts.search import search_all as run

    return run(source, text, limit=limit, values=values, language=language)


def find_entity(source: Source, name: str, *, language: str = "zh") -> str:
    """The IRI of the one entity that ``name`` means; an IRI is given back as it is, known or not.

    Raises:
        AmbiguousName: several entities share the name; ``candidates`` has them.
        NameNotFound: none has it; ``nearest`` has what is most like it.

    >>> find_entity(open(), "北交所")
    'urn:wenmai:xicheng:北京证券交易所'
    """
    from wenmai.names.lookup import find_entity as run

    return run(source, name, language)


def describe(source: Source, name: str, *, admission: Admission | None = None, language: str = "zh") -> Description:
    """Everything the graph says about an entity: names, classes, facts in both directions with who says so.

    Raises:
        InputError: the graph has no such IRI.

    >>> describe(open(), "北交所").labels["en"]
    'Beijing Stock Exchange'
    """
    from wenmai.facts.describe import describe_entity as run
    from wenmai.names.lookup import find_described

    return run(source, find_described(source, name, language), language, _or_every(admission))


def find_paths(
    source: Source,
    a: str,
    b: str,
    *,
    k: int = 3,
    max_hops: int | None = None,
    avoid: Iterable[str] = (),
    via: Iterable[str] = (),
    only: Iterable[str] = (),
    without: Iterable[str] = (),
    types: Iterable[str] = (),
    directed: bool = False,
    max_degree: int | None = None,
    as_of: str | None = None,
    admission: Admission | None = None,
    all_links: bool = False,
    gather: bool = True,
    max_links: int = 200_000,
    ranked: bool = True,
    progress: Callable[[State], object] | None = None,
    language: str = "zh",
) -> list[Path]:
    """The ``k`` best-ranked paths between two entities, best first.

    A path is ``proven`` to be the next best, unless ``max_links`` were read first: then it is the best that was found, no path
    that was left out scores above ``unseen``, and a notice says so.

    Args:
        source: an open graph.
        a: the entity to start from.
        b: the entity to reach.
        k: how many paths at most.
        max_hops: the longest path wanted, in hops; when not given, 6, or more if there is no such path.
        avoid: entities that no path may touch.
        via: entities that every path must pass, in any order; at most four.
        only: predicates; no other is followed.
        without: predicates that are not followed.
        types: classes; every entity in between is of one of them.
        directed: follow links from subject to object only.
        max_degree: pass through no entity with more links than this.
        as_of: a day, month or year (``2019-05-31``, ``2019-05``, ``2019``); only what held then is followed.
        admission: which links are followed: :class:`~wenmai.statements.standing.Admission` says so by their status, whether they are
            inferred, and when.
        all_links: follow links of every role, those to schemes, editors, licences and pages as well.
        gather: of paths that differ in one entity only, give the first, which says through how many ``others`` it goes.
        max_links: how many links may be read before the search stops.
        ranked: ``False`` orders by the number of hops alone.
        progress: told again and again how far the search is.
        language: of labels and of each path's ``why``.

    Raises:
        NoPath: there is none; ``reason`` names the filter or the gap.
        LimitReached: ``max_links`` were read, and no path was found until then.
        InputError: the options exclude one another, or an IRI is not in the graph.

    >>> best = find_paths(open(), "北交所", "北京金融法院", k=1)[0]
    >>> best.length, [node.label for node in best.nodes]
    (2, ['北京证券交易所', '国家金融管理中心功能建设', '北京金融法院'])
    """
    from wenmai.names.lookup import find_class, find_predicate
    from wenmai.paths import find

    def entity(name: str) -> str:
        return find_entity(source, name, language=language)

    source.expect((a, b), ranked=ranked)
    return list(
        find(
            source,
            entity(a),
            entity(b),
            k=k,
            max_hops=max_hops,
            avoid=map(entity, avoid),
            via=map(entity, via),
            only=[find_predicate(source, name) for name in only],
            without=[find_predicate(source, name) for name in without],
            types=[find_class(source, name) for name in types],
            directed=directed,
            max_degree=max_degree,
            as_of=as_of,
            admission=_or_every(admission),
            all_links=all_links,
            gather=gather,
            max_links=max_links,
            ranked=ranked,
            progress=progress,
            language=language,
        )
    )


def around(
    source: Source,
    name: str,
    *,
    hops: int = 1,
    limit: int | None = 200,
    max_links: int | None = None,
    admission: Admission | None = None,
    all_links: bool = False,
    language: str = "zh",
) -> Subgraph:
    """What lies around an entity: entities within ``hops``, the ``limit`` of least cost (``None``: all), and all links among them.

    Links whose role connects nothing are followed where ``all_links`` says so.

    Raises:
        InputError: ``hops`` is below 0, ``limit`` below 1, or the graph has no such IRI.
        LimitReached: more than ``max_links`` links would have to be read.

    >>> near = around(open(), "北交所", limit=3)
    >>> near.entities()[0].label, len(near.nodes), near.left_out > 0
    ('北京证券交易所', 4, True)
    """
    from wenmai.subgraph import around as run

    iri = find_entity(source, name, language=language)
    taken = _or_every(admission)
    return run(source, iri, hops=hops, limit=limit, max_links=max_links, admission=taken, all_links=all_links)


def between(
    source: Source,
    names: Iterable[str],
    *,
    max_hops: int | None = None,
    max_links: int = 200_000,
    admission: Admission | None = None,
    all_links: bool = False,
    language: str = "zh",
) -> Subgraph:
    """A small subgraph that connects all of two to twelve entities: an approximate Steiner tree over their best paths.

    ``max_hops`` is the longest path between two of them; when not given, 6, or more if there is no such path. At most
    ``max_links`` links are read for each pair. ``all_links`` follows those whose role connects nothing, too.

    Raises:
        NoPath: two of them cannot be connected.
        LimitReached: ``max_links`` were read first.
        InputError: fewer than two different entities, or more than twelve.

    >>> part = between(open(), ["北交所", "北京金融法院", "金融街论坛年会"])
    >>> len(part.edges) == len(part.nodes) - 1
    True
    """
    from wenmai.subgraph import between as run

    iris = [find_entity(source, name, language=language) for name in names]
    return run(
        source,
        iris,
        max_hops=max_hops,
        max_links=max_links,
        admission=_or_every(admission),
        all_links=all_links,
        language=language,
    )


def compare(
    source: Source,
    a: str,
    b: str,
    *,
    admission: Admission | None = None,
    all_links: bool = False,
    language: str = "zh",
) -> Comparison:
    """What two entities share (classes, neighbours, figures of one indicator), and where they differ.

    Links whose role connects nothing count where ``all_links`` says so.

    Raises:
        InputError: both names mean the same entity, or an IRI is not in the graph.

    >>> [one.label for one in compare(open(), "北交所", "北京金融法院").types]
    ['机构']
    """
    from wenmai.facts.compare import compare_entities as run

    ends = (find_entity(source, name, language=language) for name in (a, b))
    return run(source, *ends, admission=_or_every(admission), all_links=all_links, language=language)


def timeline(
    source: Source,
    name: str | None = None,
    *,
    since: str | None = None,
    until: str | None = None,
    within: str | None = None,
    undated: bool = False,
    admission: Admission | None = None,
    language: str = "zh",
) -> Rows[Moment]:
    """Everything dated, or what is dated of an entity, in order of time.

    What overlaps the time from ``since`` to ``until`` is in it; with ``within``, only what begins and ends in that time. All three
    are times of EDTF: ``2019``, ``2019-05``, ``2019-05-31``; ``within`` may be ``2019/2021``.
    ``undated`` lists the facts that nothing dates.

    Raises:
        InputError: a time is none, the graph has no such IRI, or an endpoint is asked for everything.

    >>> timeline(open(), "北交所", since="2021-11-15")[0].begin
    '2021-11-15'
    """
    from wenmai.facts.timeline import list_moments as run

    iri = None if name is None else find_entity(source, name, language=language)
    bounds = {"since": since, "until": until, "within": within}
    return run(source, iri, undated=undated, admission=_or_every(admission), language=language, **bounds)


def figures(
    source: Source, name: str | None = None, *, admission: Admission | None = None, language: str = "zh"
) -> Rows[Figure]:
    """The figures about an entity, within a scope, of an indicator or of a keyword; of the whole graph without a name.

    In a graph without wenmai's figures these are its numeric literals, and a notice says so.

    Raises:
        InputError: the graph has no such IRI, or an endpoint is asked for everything.

    >>> [(one.value, one.unit.label) for one in figures(open(), "金科新区") if one.value]
    [(1000, '亿元'), (147, '家')]
    """
    from wenmai.facts.figures import list_figures
    from wenmai.facts.keywords import find_figures

    taken = _or_every(admission)
    if name is None:
        return list_figures(source, admission=taken, language=language)
    return find_figures(source, name, admission=taken, language=language)


def stats(source: Source, *, language: str = "zh") -> Stats:
    """How many entities and links a graph has, by class and by predicate, and how many links name who states them.

    >>> found = stats(open())
    >>> 0 < found.cited <= found.links, found.classes[0].kind
    (True, 'class')
    """
    from wenmai.facts.summary import count_terms as run

    return run(source, language)


def query(
    source: Source,
    sparql: str,
    *,
    timeout: float | None = 30.0,
    max_rows: int = 1_000_000,
    memory: int = 2 << 30,
    allow_service: Iterable[str] = (),
    union: bool = True,
) -> Answer:
    """Ask SPARQL 1.1; the graph's prefixes are declared. The query only reads, in a process of its own.

    Args:
        source: an open graph.
        sparql: a SELECT (the answer is a table), a CONSTRUCT or DESCRIBE (triples), or an ASK (true or false).
        timeout: seconds; ``None`` for no limit.
        max_rows: how many rows or triples at most.
        memory: bytes.
        allow_service: hosts that ``SERVICE`` may ask; no other host is reached.
        union: the default graph is the union of all graphs; ``False``: only what is in no named graph.

    Raises:
        QueryError: it is not SPARQL; ``line`` and ``column`` say where. QueryRefused: it would write or reach out.
        QueryTimeout: the deadline passed.
        LimitReached: it needs more memory, or has more rows; then ``partial`` has the first ones.

    >>> list(query(open(), "SELECT (COUNT(*) AS ?years) { ?year a wm:Year }").values())[0][0] > 2
    True
    """
    from wenmai.sparql import run

    return run(
        source,
        sparql,
        timeout=timeout,
        max_rows=max_rows,
        memory=memory,
        allow_service=allow_service,
        union=union,
    )


def analyze(
    source: Source,
    *,
    top: int = 10,
    include: Collection[str] = (),
    engine: str = "auto",
    pivots: int | None = None,
    seed: int = 20211220,
    language: str = "zh",
    memory: int = 4 << 30,
    progress: Callable[[str, int, int], None] | None = None,
    announce: Callable[[Estimate], None] | None = None,
) -> Analysis:
    """What matters in a graph: central entities, communities, brokers, bridges, missing links, change by year.

    Args:
        source: an open graph; an endpoint cannot be read as a whole.
        top: how many rows each section gives at most.
        include: kinds of nodes to be measured too: ``figures``, ``times``, ``documents``, ``terms``.
        engine: ``networkx``, ``fast`` (igraph and SciPy, if installed) or ``auto``.
        pivots: how many sources betweenness and harmonic closeness are sampled from; 0 takes them all, however long.
        seed: of every random choice.
        language: of labels and sentences.
        memory: how many bytes it may take. Of a graph that needs more, the entities with the most links are measured, as many as
            fit, and what links them; notes say so.
        progress: called with the name of the measure, what is done and how much there is.
        announce: called once, before the measures, with how many seconds they will take, and how much memory.

    Raises:
        InputError: the graph is an endpoint, an option is not one of those above, ``fast`` is not installed, or nothing fits the memory.

    >>> found = analyze(open(), top=1)
    >>> found.size.entities > found.size.components
    True
    """
    from wenmai.analysis import analyze as run

    return run(
        source,
        top=top,
        include=include,
        engine=engine,
        pivots=pivots,
        seed=seed,
        language=language,
        memory=memory,
        progress=progress,
        announce=announce,
    )


def page(
    source: Source,
    *,
    focus: str | None = None,
    hops: int | None = None,
    path: tuple[str, str] | None = None,
    construct: str | None = None,
    communities: bool = False,
    admission: Admission | None = None,
    all_links: bool = False,
    language: str = "zh",
    theme: str = "auto",
    passages: Mapping[str, str] | None = None,
    story: str | None = None,
) -> Page:
    """One HTML page that draws the graph, or a part of it, and is explored in any browser with no network.

    The page is a string with a method ``save(file)``; in a notebook it shows itself.

    Args:
        source: an open graph.
        focus: an entity; only what lies within ``hops`` of it is drawn.
        hops: how far around ``focus``; 2 when not given.
        path: two entities; only what the best paths between them pass is drawn.
        construct: a SPARQL CONSTRUCT or DESCRIBE query; the graph that it makes is drawn.
        communities: open on the map of the communities, as a graph that no page holds does of itself.
        admission: which facts the page holds.
        all_links: follow links of every role, those to schemes, editors, licences and pages as well.
        language: the language that the page opens in.
        theme: ``light``, ``dark`` or ``auto`` (the reader's own setting).
        passages: texts of cited documents by the documents' IRIs; evidence then shows the words it cites.
        story: the text of a story's file, saved on a page of this graph: the page opens on it.

    Raises:
        InputError: the story is none, or of another graph; the graph is larger than a page can hold and no part was
            asked for, or the options exclude one another.
        NoPath: there is no path between the two.

    >>> page(open(), focus="北交所", hops=1).startswith("<!DOCTYPE html>")
    True
    """
    from wenmai.view import page as run
    from wenmai.view import read_story

    def entity(name: str) -> str:
        return find_entity(source, name, language=language)

    return run(
        source,
        focus=None if focus is None else entity(focus),
        hops=hops,
        path=None if path is None else (entity(path[0]), entity(path[1])),
        construct=construct,
        communities=communities,
        admission=_or_every(admission),
        all_links=all_links,
        language=language,
        theme=theme,
        passages=passages,
        story=None if story is None else read_story(story),
    )


def export_graph(
    source: Source,
    target: File,
    *,
    format: str | None = None,  # noqa: A002 - the user's word for it
    entity: str | None = None,
    hops: int = 1,
    paths: Iterable[Path] | None = None,
    construct: str | None = None,
    admission: Admission | None = None,
    all_links: bool = False,
    bom: bool = False,
    language: str = "zh",
) -> Exported:
    """Write a graph, or a part of it, for another program, whole or not at all; the same graph gives the same bytes.

    Args:
        source: an open graph.
        target: the file, or the folder for ``csv``, ``neo4j`` and ``parquet``, which have several files.
        format: one of :data:`wenmai.export.FORMATS`; by the ending of ``target`` when not given.
        entity: write the neighbourhood of this entity.
        hops: how far the neighbourhood reaches.
        paths: write what these paths pass, as :func:`find_paths` gives them.
        construct: write what this SPARQL CONSTRUCT or DESCRIBE query makes.
        admission: which facts are written.
        all_links: the neighbourhood reaches over links of every role.
        bom: the files of ``csv`` begin with a byte order mark, by which spreadsheets know UTF-8.
        language: of the labels in formats that have room for one.

    Raises:
        InputError: the format, the part or the target cannot be used.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     export_graph(open(), folder + "/near.gexf", entity="北交所").format
    'gexf'
    """
    from os import fspath

    from wenmai.export import export as run

    return run(
        source,
        fspath(target),
        format=format,
        entity=None if entity is None else find_entity(source, entity, language=language),
        hops=hops,
        paths=paths,
        construct=construct,
        admission=_or_every(admission),
        all_links=all_links,
        bom=bom,
        language=language,
    )


def to_networkx(graph: Source | Subgraph, *, language: str = "zh") -> Network:
    """A graph, or a part that :func:`around` or :func:`between` gave, for NetworkX.

    Nodes are keyed by IRI and carry ``label``, ``type`` and literals; edges go from subject to object, are keyed by predicate,
    and carry ``predicate``, ``label`` and, where known, ``time`` (EDTF) and ``evidence``.

    Warns:
        LargeNetwork: there are more than 200,000 links; NetworkX keeps about a kilobyte for each.

    >>> to_networkx(around(open(), "北交所", limit=3)).number_of_nodes()
    4
    """
    from wenmai.network import network, subgraph_network
    from wenmai.subgraph import Subgraph

    if isinstance(graph, Subgraph):
        return subgraph_network(graph.source, graph, language=language)
    return network(graph, language=language)


def verify(source: Source, *documents: File, language: str = "zh") -> Verification:
    """Hold every citation of a graph against the cited documents, which are plain text in UTF-8.

    A file is taken for the document whose SHA-256 it has, else for the one whose name it bears. ``passed`` says whether every
    citation holds; ``faults`` has each that does not, and ``unchecked`` what no rule could test.

    Raises:
        InputError: a file cannot be read.

    >>> verify(open()).passed  # no document, nothing holds
    False
    """
    from os import fspath

    from wenmai.audit.verify import verify as run

    return run(source, *[fspath(file) for file in documents], language=language)


def check(
    source: Source,
    *,
    shapes: File | Iterable[File] = (),
    partial: bool = False,
    fail_on: str = "violation",
    language: str = "zh",
) -> ValidationReport:
    """Hold a graph against SHACL shapes; without any, against the packaged ones and the rules of a cited graph.

    Args:
        source: an open graph.
        shapes: a file of shapes, or several.
        partial: the graph is a part of a larger one, so that a shape of ``shapes`` may find nothing to check.
        fail_on: the mildest severity that makes the check fail: ``info``, ``warning`` or ``violation``.
        language: of the messages.

    Raises:
        InputError: pyshacl is not installed, or the shapes cannot be read or used.

    >>> check(open()).passed
    True
    """
    from os import PathLike, fspath

    from wenmai.audit.check import check as run

    files = [shapes] if isinstance(shapes, str | PathLike) else shapes
    return run(source, shapes=[fspath(file) for file in files], partial=partial, fail_on=fail_on, language=language)
