"""The command line: parse, call :mod:`graph`, print. Nothing is computed here.

Only this module prints, and only the commands that say so write files.
"""

from __future__ import annotations

import functools
import gc
import os
import sys
import time
from typing import TYPE_CHECKING, Any

import click

from graph.errors import AmbiguousName, InputError, LimitReached, WenmaiError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from graph.paths.neighbourhood import Part
    from graph.results import Evidence, Path
    from graph.source import Source
    from graph.store import Progress

    Command = Callable[..., Any]


# Shared options -------------------------------------------------------------------------------------------------------


class Location(click.ParamType):  # type: ignore[type-arg,unused-ignore] # generic since click 8.4
    """An RDF file, ``-``, a store folder or an endpoint's address."""

    name = "graph"

    def split_envvar_value(self, rv: str) -> Sequence[str]:
        """Split ``WENMAI_GRAPH`` as PATH is split; an address is one graph."""
        return [rv] if "://" in rv else [part for part in rv.split(os.pathsep) if part]


def locale_language() -> str:
    """``zh`` in a Chinese locale, else ``en``."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def own_or_group(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
    """The value given to the command, else the one given before its name: ``wenmai -g my.ttl search …``."""
    given = context.find_root().meta.get(f"wenmai.{parameter.name}")
    own = context.get_parameter_source(str(parameter.name)) is click.core.ParameterSource.COMMANDLINE
    return value if own or given is None else given


def keep_for_commands(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
    """Remember an option given before the command's name."""
    if context.get_parameter_source(str(parameter.name)) is click.core.ParameterSource.COMMANDLINE:
        context.meta[f"wenmai.{parameter.name}"] = value
    return value


def shared_options(callback: Command) -> Command:
    """``-g``, ``--lang`` and ``--verbose``, before or after the command's name."""

    def decorate(command: Command) -> Command:
        for option in (
            click.option(
                "--verbose", is_flag=True, callback=callback, help="Say what was done and how long it took (on stderr)."
            ),
            click.option(
                "--lang",
                type=click.Choice(["zh", "en"]),
                default=locale_language,
                envvar="WENMAI_LANG",
                callback=callback,
                help="Language of labels (default: the locale's).",
            ),
            click.option(
                "-g",
                "--graph",
                type=Location(),
                multiple=True,
                envvar="WENMAI_GRAPH",
                callback=callback,
                help="RDF file (any usual format; may be repeated), - for stdin, a store folder, or a SPARQL endpoint's "
                "address (default: the packaged report).",
            ),
        ):
            command = option(command)
        return command

    return decorate


def graph_options(command: Command) -> Command:
    """The options of every command that reads a graph; ``verbose`` is dealt with here."""

    @functools.wraps(command)
    def run(*args: Any, verbose: bool, **options: Any) -> Any:
        if not verbose:
            return command(*args, **options)
        started = time.perf_counter()
        try:
            return command(*args, **options)
        finally:
            say_work(time.perf_counter() - started)

    shared: Command = shared_options(own_or_group)(run)
    return shared


def format_option(*formats: str) -> Command:
    """``--format``, the first of ``formats`` being the default."""
    option: Command = click.option(
        "--format", type=click.Choice(formats), default=formats[0], show_default=True, help="Form of the output."
    )
    return option


def source_option(command: Command) -> Command:
    """``--source``: the document whose passages are shown."""
    return click.option(
        "--source",
        "document",
        type=click.Path(),
        envvar="WENMAI_SOURCE",
        help="The cited document (plain text): prints each passage with its span marked.",
    )(command)


def filter_options(command: Command) -> Command:
    """The constraints of a path."""
    for option in (
        click.option("--max-links", default=200_000, show_default=True, help="Read at most so many links."),
        click.option("--as-of", metavar="DATE", help="Follow only what held then: 2019, 2019-05 or 2019-05-31."),
        click.option("--max-degree", type=int, metavar="N", help="Pass through no entity with more links than N."),
        click.option("--directed", is_flag=True, help="Follow links from subject to object only."),
        click.option(
            "--type", "types", multiple=True, metavar="CLASS", help="Pass only through entities of this class."
        ),
        click.option("--except", "without", multiple=True, metavar="PREDICATE", help="Do not follow this predicate."),
        click.option("--only", multiple=True, metavar="PREDICATE", help="Follow no other predicate."),
        click.option("--via", multiple=True, metavar="ENTITY", help="Pass through this entity."),
        click.option("--avoid", multiple=True, metavar="ENTITY", help="Do not touch this entity."),
        click.option("--max-hops", default=6, show_default=True, help="The longest path wanted."),
    ):
        command = option(command)
    return command


# What the commands share ----------------------------------------------------------------------------------------------


def complete_entity(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[Any]:
    """Entity names for the shell, from the graph the command line names so far."""
    from click.shell_completion import CompletionItem

    try:
        source = open_graph(context.params.get("graph") or ())
        language = context.params.get("lang") or locale_language()
        matches = source.names.search(incomplete, limit=20, language=language) if incomplete else []
    except WenmaiError:
        return []
    return [CompletionItem(match.name, help=match.label) for match in matches]


def open_graph(locations: Sequence[str]) -> Source:
    """Open what ``-g`` named."""
    from graph.source import open_source

    source = open_source(*locations)
    context = click.get_current_context(silent=True)
    if context is not None:
        context.meta["wenmai.source"] = source
    return source


def resolve(source: Source, name: str, lang: str) -> str:
    """The IRI a person means by ``name``; says on stderr what it took a partial name for."""
    from graph.facts import is_called
    from graph.terms import expand

    iri = source.names.resolve(name, language=lang)
    if expand(name) is None and not is_called(source.index, iri, name):
        say(f"note: {name!r} is taken for {source.index.term_label(iri, lang)}")
    return iri


def labeller(source: Source, lang: str) -> Callable[[str], str]:
    """A function from IRI to label in ``lang``."""
    from graph.labels import Labels

    labels = Labels(source.index, lang)
    return lambda iri: labels.term(iri).label


def typist(source: Source, lang: str) -> Callable[[str], list[str]]:
    """A function from IRI to the labels of its classes in ``lang``."""
    label = labeller(source, lang)

    def types(iri: str) -> list[str]:
        node = source.index.find(iri)
        return [] if node is None else [label(kind) for kind in source.index.types(node)]

    return types


def quoter(source: Source, document: str | None) -> Callable[[Evidence], str | None] | None:
    """A function from evidence to its passage with the span marked, when a document was given."""
    if document is None:
        return None
    from graph.evidence import Passages

    return Passages(source, document).quote


def emit(text: str) -> None:
    """Print a result."""
    click.echo(text)


def emit_json(value: Any) -> None:
    """Print a result as JSON, in ASCII where the output cannot hold more."""
    from graph import render

    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower()
    emit(render.to_json(value, ascii_only="utf" not in encoding))


def say(text: str) -> None:
    """Print a note for the person beside the result."""
    click.echo(text, err=True)


def say_work(seconds: float) -> None:
    """Print what was opened and how long the command took."""
    source = click.get_current_context().meta.get("wenmai.source")
    if source is not None:
        say(
            f"opened {', '.join(source.locations)} ({source.kind}): {source.index.node_count:,} entities, "
            f"{source.index.link_count:,} links"
        )
    say(f"took {seconds:.3f} s")


def say_notices(source: Source) -> None:
    """Print the limits that were met."""
    for notice in source.notices:
        say(f"note: {notice}")


def paint(text: str, role: str) -> str:
    """Colour for a terminal; click drops it in a pipe, and NO_COLOR does everywhere."""
    if os.environ.get("NO_COLOR"):
        return text
    styles: dict[str, dict[str, Any]] = {
        "entity": {"bold": True},
        "predicate": {"fg": "cyan"},
        "evidence": {"dim": True},
        "quote": {"fg": "yellow"},
        "score": {"fg": "green"},
        "iri": {"dim": True},
        "why": {},
    }
    return click.style(text, **styles.get(role, {}))


def emit_rows(header: Sequence[str], rows: Sequence[Sequence[Any]], form: str) -> None:
    """Print rows as a table or as CSV."""
    from graph import render

    if form == "csv":
        emit(render.to_csv(header, rows))
    else:
        width = os.get_terminal_size().columns if sys.stdout.isatty() else None
        emit(render.to_table(header, rows, width=width))


QUERY_FORMATS = (
    "table", "csv", "tsv", "json", "xml", "turtle", "ntriples", "nquads", "trig", "rdfxml", "jsonld",
)  # fmt: skip


# Commands -------------------------------------------------------------------------------------------------------------


class ClosedPipe(Exception):
    """Nobody reads the output any more."""


class Commands(click.Group):
    """Passes a closed pipe on by a name of our own: click would leave with 1, which here means *no*."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise ClosedPipe from error


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="wenmai", message="%(prog)s %(version)s")
@shared_options(keep_for_commands)
@click.pass_context
def cli(context: click.Context, graph: tuple[str, ...], lang: str, verbose: bool) -> None:  # noqa: ARG001
    """Wenmai 文脉: how are these things connected, and who says so?"""
    if context.invoked_subcommand is None:
        from graph import summary

        emit(summary.welcome(open_graph(graph), lang))


@cli.command()
@click.argument("text", shell_complete=complete_entity)
@click.option("-n", "--limit", default=10, show_default=True, help="At most so many matches.")
@format_option("table", "json", "csv")
@graph_options
def search(text: str, limit: int, format: str, graph: tuple[str, ...], lang: str) -> None:
    """Find entities by name, alias, part of a name, pinyin or initials.

    \b
    Example: wenmai search 金融
             wenmai search bjs
    """
    from graph import render

    source = open_graph(graph)
    matches = source.names.search(text, limit=limit, language=lang)
    if format == "json":
        emit_json(render.matches_json(matches))
    elif matches or format == "csv":
        emit_rows(render.MATCH_HEADER, render.matches_rows(matches, typist(source, lang)), format)
    else:
        say(f"nothing is called {text!r}")
    say_notices(source)


@cli.command()
@click.argument("entity", shell_complete=complete_entity)
@source_option
@format_option("table", "json", "csv")
@graph_options
def show(entity: str, document: str | None, format: str, graph: tuple[str, ...], lang: str) -> None:
    """Show everything about an entity: names, facts in and out, figures, dates, evidence.

    \b
    Example: wenmai show 北交所
             wenmai show 金科新区 --format json
    """
    from graph import facts, render

    source = open_graph(graph)
    found = facts.describe(source, resolve(source, entity, lang), lang)
    label = labeller(source, lang)
    if format == "json":
        emit_json(render.description_json(found, label))
    elif format == "csv":
        emit_rows(render.FACT_HEADER, render.fact_rows(found.facts, label), format)
    else:
        emit(render.description_text(found, label, language=lang, paint=paint, quote=quoter(source, document)))
    say_notices(source)


@cli.command()
@click.argument("a", shell_complete=complete_entity)
@click.argument("b", shell_complete=complete_entity)
@click.option("-k", default=3, show_default=True, help="How many paths.")
@filter_options
@click.option("--shortest", is_flag=True, help="Order by the number of hops alone.")
@source_option
@format_option("table", "json", "csv")
@graph_options
def path(
    a: str,
    b: str,
    k: int,
    shortest: bool,
    document: str | None,
    format: str,
    graph: tuple[str, ...],
    lang: str,
    **filters: Any,
) -> None:
    """Show how two entities are connected, the most telling paths first.

    \b
    Example: wenmai path 北交所 北京金融法院
             wenmai path 北交所 金融街论坛年会 --avoid 西城区 -k 5
    """
    from graph import render
    from graph.paths import find

    source = open_graph(graph)
    ends = resolve(source, a, lang), resolve(source, b, lang)
    wanted = resolve_filters(source, filters, lang)
    found = find(source, *ends, k=k, ranked=not shortest, language=lang, **wanted)
    label = labeller(source, lang)
    if format == "json":
        every, limit = _until_limit(found)
        emit_json({"source": ends[0], "target": ends[1], "paths": [render.path_json(one, label) for one in every]})
    elif format == "csv":
        every, limit = _until_limit(found)
        rows = [row for number, one in enumerate(every, 1) for row in render.path_rows(number, one, label)]
        emit_rows(render.PATH_HEADER, rows, format)
    else:
        limit = _stream_paths(source, found, lang, quoter(source, document))
    say_notices(source)
    if limit:
        raise limit


def _stream_paths(source: Source, found: Any, lang: str, quote: Any) -> LimitReached | None:
    from graph import render

    label = labeller(source, lang)
    try:
        for number, one in enumerate(found, 1):
            emit(render.path_text(number, one, label, paint=paint, quote=quote))
    except LimitReached as limit:
        return limit
    return None


def _until_limit(found: Any) -> tuple[list[Path], LimitReached | None]:
    """All paths, or those before the bound was met, with the bound."""
    every: list[Path] = []
    try:
        every.extend(found)
    except LimitReached as limit:
        return every, limit
    return every, None


def resolve_filters(source: Source, filters: dict[str, Any], lang: str) -> dict[str, Any]:
    """The filters of a path with names turned into IRIs."""
    from graph import vocabulary

    wanted = dict(filters)
    for option in ("avoid", "via"):
        wanted[option] = [resolve(source, name, lang) for name in filters[option]]
    for option in ("only", "without"):
        wanted[option] = [vocabulary.find_predicate(source.index, name) for name in filters[option]]
    wanted["types"] = [vocabulary.find_class(source.index, name) for name in filters["types"]]
    return wanted


@cli.command()
@click.argument("entity", shell_complete=complete_entity)
@click.option("--hops", default=1, show_default=True, help="How far to go.")
@click.option("-n", "--limit", default=50, show_default=True, help="At most so many entities, the most telling first.")
@format_option("table", "json", "csv")
@graph_options
def around(entity: str, hops: int, limit: int, format: str, graph: tuple[str, ...], lang: str) -> None:
    """Show what lies around an entity, the most telling first.

    \b
    Example: wenmai around 金科新区 --hops 2
    """
    from graph.paths.neighbourhood import around as find

    source = open_graph(graph)
    emit_part(source, find(source, resolve(source, entity, lang), hops=hops, limit=limit, language=lang), format, lang)


@cli.command()
@click.argument("entities", nargs=-1, required=True, shell_complete=complete_entity)
@click.option("--max-hops", default=6, show_default=True, help="The longest path between two of them.")
@click.option("--max-links", default=200_000, show_default=True, help="Read at most so many links for each pair.")
@format_option("table", "json", "csv")
@graph_options
def between(
    entities: tuple[str, ...],
    max_hops: int,
    max_links: int,
    format: str,
    graph: tuple[str, ...],
    lang: str,
) -> None:
    """Show the smallest telling part of the graph that connects several entities.

    \b
    Example: wenmai between 北交所 北京金融法院 金科新区
    """
    from graph.paths.neighbourhood import between as find

    source = open_graph(graph)
    iris = [resolve(source, name, lang) for name in entities]
    emit_part(source, find(source, iris, max_hops=max_hops, max_links=max_links, language=lang), format, lang)


@cli.command()
@click.option("--verify", is_flag=True, help="Of a store: read its indexes whole first and compare their checksums.")
@format_option("table", "json", "csv")
@graph_options
def stats(verify: bool, format: str, graph: tuple[str, ...], lang: str) -> None:
    """Count what is in the graph: entities by class, links by predicate, how many links are cited.

    \b
    Example: wenmai stats -g my.ttl
             wenmai stats -g big.store --verify
    """
    from graph import render, summary

    source = open_graph(graph)
    if verify:
        verify_store(source)
    found = summary.stats(source, lang)
    if format == "json":
        emit_json(render.stats_json(found))
        return
    if format == "table":
        emit(render.stats_text(found, lang))
    emit_rows(render.COUNT_HEADER, [*found.classes, *found.predicates], format)
    say_notices(source)


def verify_store(source: Source) -> None:
    """Compare the checksums of a store's indexes, and say that they hold."""
    from graph.store import Stored

    if not isinstance(source, Stored):
        raise InputError(f"{source.locations[0]} is no store; --verify compares the checksums of a store's indexes")
    source.verify()
    say("the checksums of both indexes hold")


@cli.command()
@click.argument("sparql", metavar="[SPARQL | QUESTION]", required=False)
@click.option("-f", "--file", type=click.Path(), metavar="FILE", help="Read the query from a file; - is stdin.")
@click.option("--timeout", type=click.FloatRange(0, min_open=True), default=30.0, show_default=True, metavar="SECONDS")
@click.option("--max-rows", type=click.IntRange(1), metavar="N", help="At most so many rows; a table shows 1,000 else.")
@click.option("--memory", type=click.FloatRange(0, min_open=True), default=2.0, show_default=True, metavar="GB")
@click.option("--allow-service", multiple=True, metavar="HOST", help="Let SERVICE ask this host (and no other).")
@click.option("--format", type=click.Choice(QUERY_FORMATS), help="Form of the result (default: table, or turtle).")
@graph_options
def query(
    sparql: str | None,
    file: str | None,
    timeout: float,
    max_rows: int | None,
    memory: float,
    allow_service: tuple[str, ...],
    format: str | None,
    graph: tuple[str, ...],
    lang: str,
) -> None:
    """Ask SPARQL 1.1, or a named question; prefixes are declared for you. Without a query, list the questions.

    \b
    A query only reads, and reaches out to nobody.
    Example: wenmai query 'SELECT ?who ?where { ?who wm:locatedIn ?where }'
             wenmai query -f question.rq --format csv > answer.csv
             wenmai query 'DESCRIBE xc:北京证券交易所'
    """
    from graph.query import form as kind_of

    text = query_text(sparql, file)
    if text is None:
        list_questions(lang)
        return
    bounds: dict[str, Any] = {
        "timeout": timeout,
        "memory": int(memory * (1 << 30)),
        "allow_service": [host.lower() for host in allow_service],
    }
    source = open_graph(graph)
    if (format or "table") == "table" and kind_of(text) not in {"CONSTRUCT", "DESCRIBE"}:
        show_answer(source, text, max_rows or 1000, bounds)
    else:
        write_answer(source, text, format if format and format != "table" else "turtle", max_rows, bounds)
    say_notices(source)


def query_text(sparql: str | None, file: str | None) -> str | None:
    """The SPARQL that was given: as it is, in a file, or by a question's name."""
    from graph.query import question

    if file is not None:
        if sparql is not None:
            raise InputError("give a query or a file that holds one, not both")
        return read_text(file)
    if sparql is None or not sparql.replace("-", "").replace("_", "").isalnum():
        return sparql
    return question(sparql)


def list_questions(lang: str) -> None:
    """Print the named questions."""
    from graph.query import questions

    emit_rows(("question", "asks"), [(one.name, one.zh if lang == "zh" else one.en) for one in questions()], "table")


def show_answer(source: Source, text: str, max_rows: int, bounds: dict[str, Any]) -> None:
    """Print a table, or true or false; of a table that is cut, what there is of it before the error says so."""
    from graph.query import Table, run, shown

    try:
        answer = run(source, text, max_rows=max_rows, **bounds)
    except LimitReached as error:
        if not isinstance(error.partial, Table):
            raise
        show_table(error.partial, shown)
        said = f"only the first {max_rows:,} rows are shown; --max-rows N shows more, --format csv all"
        raise LimitReached(said) from None
    if isinstance(answer, Table):
        show_table(answer, shown)
    else:
        emit(str(answer).lower())


def show_table(table: Any, shown: Callable[[Any], str]) -> None:
    """Print a query's table; no rows are said in words."""
    emit_rows(table.variables, [tuple(map(shown, row)) for row in table.rows], "table")
    if not table.rows:
        say("no rows")


def write_answer(source: Source, text: str, form: str, max_rows: int | None, bounds: dict[str, Any]) -> None:
    """Write a query's result as a file to stdout; what a terminal would obey is escaped when it is one."""
    from graph.query import write
    from graph.render import safe_lines

    if not sys.stdout.isatty():
        report = write(source, text, form, sys.stdout.buffer, max_rows=max_rows, **bounds)
    else:
        from io import BytesIO

        kept = BytesIO()
        try:
            report = write(source, text, form, kept, max_rows=max_rows, **bounds)
        finally:
            click.echo(safe_lines(kept.getvalue().decode("utf-8", "replace")), nl=False)
    if click.get_current_context().params.get("verbose"):
        say(f"the query's process had {'no network' if report.isolation else 'the network of this machine'}")


@cli.command()
@click.argument("entity", required=False, shell_complete=complete_entity)
@click.option(
    "--hops", type=click.IntRange(1), metavar="N", help="How far around the entity to draw; 2 when not given."
)
@click.option("--path", "ends", nargs=2, metavar="A B", help="Draw the best paths between two entities.")
@click.option("--query", "question", metavar="FILE", help="Draw what a SPARQL CONSTRUCT gives; - is stdin.")
@click.option("--map", "communities", is_flag=True, help="Draw communities, each as one circle: for large graphs.")
@click.option("-o", "--output", default="wenmai.html", show_default=True, metavar="FILE", help="The page; - is stdout.")
@click.option("--theme", type=click.Choice(["auto", "light", "dark"]), default="auto", show_default=True)
@source_option
@graph_options
def view(
    entity: str | None,
    hops: int | None,
    ends: tuple[str, str] | None,
    question: str | None,
    communities: bool,
    output: str,
    theme: str,
    document: str | None,
    graph: tuple[str, ...],
    lang: str,
) -> None:
    """Write one HTML page that draws the graph, or a part of it, and is explored in any browser with no network.

    \b
    Example: wenmai view
             wenmai view 北交所 --hops 1 -o exchange.html
             wenmai view --path 北交所 北京金融法院 --source report.txt
    """
    from graph.view import page

    source = open_graph(graph)
    made = page(
        source,
        focus=resolve(source, entity, lang) if entity else None,
        hops=hops,
        path=(resolve(source, ends[0], lang), resolve(source, ends[1], lang)) if ends else None,
        construct=read_text(question) if question else None,
        communities=communities,
        language=lang,
        theme=theme,
        passages=cited_texts(source, document),
    )
    if output == "-":
        sys.stdout.buffer.write(made.encode())
    else:
        made.save(output)
        say(f"wrote {output}")
    say_notices(source)


def read_text(file: str) -> str:
    """The text of a file, or of stdin for ``-``."""
    with click.open_file(file, "rb") as stream:
        content: bytes = stream.read()
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is not UTF-8 text: the byte at offset {error.start} does not fit") from error


def cited_texts(source: Source, document: str | None) -> dict[str, str]:
    """The text of a cited document by the IRIs that the graph knows it by."""
    if document is None:
        return {}
    from graph.evidence import Passages

    found = Passages(source, document)
    return dict.fromkeys(sorted(found.cited), found.text)


@cli.command()
@click.option("--shapes", type=click.Path(), metavar="FILE", help="SHACL shapes to hold the graph against.")
@click.option("--part", is_flag=True, help="The graph is a part: a shape may find nothing to check.")
@format_option("table", "json", "csv")
@graph_options
def check(shapes: str | None, part: bool, format: str, graph: tuple[str, ...], lang: str) -> int:
    """Check a graph against SHACL shapes; without --shapes, also that every fact is cited and every term defined.

    \b
    Each fault is one line: file, line, what is wrong, the rule. The exit status is 1 when there is one.
    Example: wenmai check
             wenmai check -g my.ttl --shapes my-shapes.ttl
    """
    from graph.check import check as hold
    from graph.check import faults

    report = hold(open_graph(graph), shapes=shapes, partial=part, language=lang)
    emit_report(format, faults.check_json(report), faults.rows(report.faults), faults.check_lines(report, lang))
    return 0 if report.passed else 1


@cli.command()
@click.option(
    "--source",
    "sources",
    type=click.Path(),
    multiple=True,
    required=True,
    envvar="WENMAI_SOURCE",
    show_envvar=True,
    help="A cited document (plain text, UTF-8); may be repeated.",
)
@click.option("--uncovered", is_flag=True, help="Also list what no fact cites of the (first) document.")
@format_option("table", "json", "csv")
@graph_options
def verify(sources: tuple[str, ...], uncovered: bool, format: str, graph: tuple[str, ...], lang: str) -> int:
    """Hold every citation against the cited document: hash, position, words, numbers and times.

    \b
    Each citation that does not hold is one line, and the exit status is then 1.
    Example: wenmai verify --source report.txt
    """
    from graph.check import faults
    from graph.evidence.verify import coverage
    from graph.evidence.verify import verify as hold

    source = open_graph(graph)
    report = hold(source, *sources, language=lang)
    covered = coverage(source, sources[0]) if uncovered else None
    lines = [*faults.verify_lines(report, lang), *(faults.coverage_lines(covered, lang) if covered else ())]
    rows = faults.rows([*report.faults, *report.unchecked])
    emit_report(format, faults.verify_json(report, covered), rows, lines)
    return 0 if report.passed else 1


@cli.command()
@click.argument("files", nargs=-1, required=True, metavar="FILES...")
@click.option("--into", required=True, type=click.Path(), metavar="STORE", help="The folder of the store.")
@click.option("--add", is_flag=True, help="Keep what the store holds and add to it; without this it is replaced.")
@click.option("--base", metavar="IRI", help="Resolve relative IRIs against this one.")
@click.option("--no-pinyin", is_flag=True, help="Leave the pinyin of Chinese names out; a little faster and smaller.")
@click.option("--format", type=click.Choice(["table", "json"]), default="table", show_default=True)
def load(files: tuple[str, ...], into: str, add: bool, base: str | None, no_pinyin: bool, format: str) -> None:
    """Load RDF files into a store on disk, which then opens at once, whatever its size.

    Turtle, N-Triples, N-Quads, TriG, RDF/XML and JSON-LD, plain or compressed (gz, bz2, xz, zst); - is stdin. All is
    loaded or nothing: after a fault, Ctrl-C or a full disk the store is as it was.

    \b
    Example: wenmai load report.ttl --into report.store
             zcat big.nt.gz | wenmai load - --into big.store
    """
    from graph import store

    bar = LoadBar()
    try:
        done = store.load(files, into, add=add, pinyin=not no_pinyin, base=base, progress=bar.show)
    finally:
        bar.wipe()
    if format == "json":
        emit_json(done._asdict())
    else:
        emit(
            f"{into}: read {done.quads:,} triples; holds {done.nodes:,} entities, {done.links:,} links, {done.names:,} names"
        )


class LoadBar:
    """One line on a terminal that says how far a load is; nothing elsewhere."""

    def __init__(self) -> None:
        self._shown = False

    def show(self, progress: Progress) -> None:
        """Rewrite the line."""
        if not sys.stderr.isatty():
            return
        self._shown = True
        share = f"{100 * progress.read // progress.total:3d} %" if progress.total else f"{progress.read / 1e6:,.0f} MB"
        left = "" if progress.left is None else f", {int(progress.left) // 60}:{int(progress.left) % 60:02d} left"
        if progress.stage != "reading":
            share, left = progress.stage, ""
        click.echo(f"\r\x1b[K{share}  {progress.quads:,} triples  {progress.rate:,.0f}/s{left}", err=True, nl=False)

    def wipe(self) -> None:
        """Take the line away."""
        if self._shown:
            click.echo("\r\x1b[K", err=True, nl=False)


@cli.command()
@click.argument("files", nargs=-1, required=True, type=click.Path())
@click.option("--check", "only_check", is_flag=True, help="Change nothing; show what would change and exit with 1.")
def tidy(files: tuple[str, ...], only_check: bool) -> int:
    """Lay out hand-kept Turtle files in one way, comments and graph unchanged.

    \b
    Example: wenmai tidy --check data/triples.ttl
    """
    from graph import tidy as layout

    if only_check:
        changes = [layout.diff(file) for file in files]
        click.echo("".join(changes), nl=False)
        return 1 if any(changes) else 0
    for file in files:
        if layout.rewrite(file):
            say(f"laid out {file}")
    return 0


def emit_report(form: str, value: dict[str, Any], rows: Sequence[Sequence[Any]], lines: Iterable[str]) -> None:
    """Print what a check found."""
    from graph.check import faults

    if form == "json":
        emit_json(value)
    elif form == "csv":
        emit_rows(faults.HEADER, rows, form)
    else:
        for line in lines:
            emit(line)


def emit_part(source: Source, part: Part, form: str, lang: str) -> None:
    """Print a part of a graph."""
    from graph import render

    label = labeller(source, lang)
    if form == "json":
        emit_json(render.part_json(part, label))
    elif form == "csv":
        emit_rows(render.LINK_HEADER, render.link_rows(part.links, label), form)
    else:
        emit(render.part_text(part, label, paint=paint))
    if part.left_out:
        say(f"note: {part.left_out:,} further entities within reach are left out; raise --limit to see more")
    say_notices(source)


@cli.command()
@click.option("-n", "--top", default=10, show_default=True, help="At most so many rows in each section.")
@click.option(
    "--include",
    type=click.Choice(["documents", "figures", "terms", "times"]),
    multiple=True,
    help="Measure these too; they are left aside otherwise.",
)
@click.option("--engine", type=click.Choice(["auto", "networkx", "fast"]), default="auto", show_default=True)
@click.option("--sample", type=click.IntRange(1), metavar="N", help="Estimate from N sources instead of all or 256.")
@click.option("--exact", is_flag=True, help="Take every entity as a source, however long it takes.")
@click.option("--seed", default=20211220, show_default=True, help="Of every random choice.")
@click.option("--html", "page", type=click.Path(), metavar="FILE", help="Write a page with charts instead.")
@format_option("table", "json", "csv")
@graph_options
def analyze(
    top: int,
    include: tuple[str, ...],
    engine: str,
    sample: int | None,
    exact: bool,
    seed: int,
    page: str | None,
    format: str,
    graph: tuple[str, ...],
    lang: str,
) -> None:
    """Say what matters in a graph: central entities, communities, brokers, bridges, missing links, change by year.

    \b
    Example: wenmai analyze
             wenmai analyze --html analysis.html
    """
    from graph.analysis import analyze as measure

    source = open_graph(graph)
    with progress_bar() as progress:
        found = measure(
            source,
            top=top,
            include=include,
            engine=engine,
            pivots=0 if exact else sample,
            seed=seed,
            language=lang,
            progress=progress,
            announce=say_estimate,
        )
    if page is not None:
        from graph.charts import analysis_page

        write_text(page, analysis_page(found, source))
    elif format == "json":
        emit_json(found.to_json())
    else:
        emit_sheets(found.tables(), format)
    for note in found.notes if format == "table" and page is None else ():
        say(f"note: {note}")
    say_notices(source)


def progress_bar() -> Any:
    """A context that gives a function to report progress to: a line on a terminal's stderr, nothing elsewhere."""
    from graph.progress import line

    return line(sys.stderr)


def say_estimate(found: Any) -> None:
    """Say how long a long analysis will take, before it starts."""
    if found.seconds >= 5:
        how = f"{found.pivots} sampled sources" if found.pivots else "every entity as a source"
        say(f"{found.entities:,} entities, {found.pairs:,} pairs: about {found.seconds:,.0f} s ({found.engine}, {how})")


def emit_sheets(sheets: Iterable[Any], form: str) -> None:
    """Print titled tables: one below the other, or as CSV with a title line above each."""
    width = os.get_terminal_size().columns if sys.stdout.isatty() else None
    for number, sheet in enumerate(sheets):
        if number:
            emit("")
        emit(f"# {sheet.title}\n{sheet.csv()}" if form == "csv" else sheet.text(width=width))


def write_text(file: str, text: str) -> None:
    """Write a file whole, or to stdout for ``-``; say so."""
    if file == "-":
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        return
    from pathlib import Path

    from graph.files import replacing

    with replacing(Path(file)) as (stream,):
        stream.write(text.encode("utf-8", "replace"))
    say(f"wrote {file}")


@cli.command()
@click.argument("entity", required=False, shell_complete=complete_entity)
@click.option("--since", metavar="DATE", help="From here on: 2019, 2019-05 or 2019-05-31.")
@click.option("--until", metavar="DATE", help="Up to here.")
@format_option("table", "json", "csv")
@graph_options
def timeline(
    entity: str | None, since: str | None, until: str | None, format: str, graph: tuple[str, ...], lang: str
) -> None:
    """Show everything dated, or what is dated of an entity, in order of time.

    \b
    Example: wenmai timeline 金融街论坛年会
             wenmai timeline --since 2021 --until 2021
    """
    from graph.timeline import sheet
    from graph.timeline import timeline as find

    source = open_graph(graph)
    rows = find(source, resolve(source, entity, lang) if entity else None, since=since, until=until, language=lang)
    emit_list(source, rows, sheet(rows, lang), format)


@cli.command()
@click.argument("entity", required=False, shell_complete=complete_entity)
@click.option("--html", "page", type=click.Path(), metavar="FILE", help="Write a page with a chart instead.")
@format_option("table", "json", "csv")
@graph_options
def figures(entity: str | None, page: str | None, format: str, graph: tuple[str, ...], lang: str) -> None:
    """Show the figures of an entity or of an indicator: value, unit, period, scope, status, evidence.

    \b
    Example: wenmai figures 金科新区
             wenmai figures --html figures.html
    """
    from graph.figures import figures as find
    from graph.figures import sheet

    source = open_graph(graph)
    rows = find(source, resolve(source, entity, lang) if entity else None, language=lang)
    if page is not None:
        from graph.charts import figures_page

        write_text(page, figures_page(rows, language=lang))
        say_notices(source)
        return
    emit_list(source, rows, sheet(rows, lang), format)


def emit_list(source: Source, rows: Any, sheet: Any, form: str) -> None:
    """Print results as a table to read, as JSON, or as CSV with every field."""
    if form == "json":
        emit_json(rows.to_json())
    elif form == "csv":
        emit(rows.sheet().csv())
    elif rows:
        emit_rows(sheet.header, sheet.rows, form)
    else:
        say("nothing of the kind is in this graph")
    say_notices(source)


@cli.command()
@click.argument("a", shell_complete=complete_entity)
@click.argument("b", shell_complete=complete_entity)
@format_option("table", "json", "csv")
@graph_options
def compare(a: str, b: str, format: str, graph: tuple[str, ...], lang: str) -> None:
    """Show what two entities share and where they differ.

    \b
    Example: wenmai compare 北京证券交易所 北京金融法院
    """
    from graph.compare import compare as hold
    from graph.compare import sheets
    from graph.sheet import plain

    source = open_graph(graph)
    found = hold(source, resolve(source, a, lang), resolve(source, b, lang), language=lang)
    if format == "json":
        emit_json(plain(found))
    else:
        emit_sheets(sheets(found, lang), format)
    say_notices(source)


EXPORT_FORMATS = (
    "turtle", "ntriples", "nquads", "trig", "rdfxml", "jsonld",
    "graphml", "gexf", "cytoscape", "csv", "neo4j", "parquet",
)  # fmt: skip


@cli.command()
@click.argument("entity", required=False, shell_complete=complete_entity)
@click.option("--hops", default=1, show_default=True, help="How far the neighbourhood reaches.")
@click.option("--path", "ends", nargs=2, metavar="A B", help="Write the best paths between two entities.")
@click.option("--query", "question", metavar="FILE", help="Write what a SPARQL CONSTRUCT gives; - is stdin.")
@click.option(
    "--format",
    type=click.Choice(EXPORT_FORMATS),
    help="Form of the output; by the ending of FILE when not given.",
)
@click.option("-o", "--output", required=True, type=click.Path(), metavar="FILE", help="The file, or the folder.")
@graph_options
def export(
    entity: str | None,
    hops: int,
    ends: tuple[str, str] | None,
    question: str | None,
    format: str | None,
    output: str,
    graph: tuple[str, ...],
    lang: str,
) -> None:
    """Write the graph, a neighbourhood, paths or a query's graph for another program.

    \b
    csv, neo4j and parquet write several files into the folder FILE.
    Example: wenmai export -o report.gexf
             wenmai export 金科新区 --hops 2 -o zone.ttl
             wenmai export --format neo4j -o import/
    """
    from graph.export import export as write
    from graph.paths import find

    source = open_graph(graph)
    if ends:
        ends = resolve(source, ends[0], lang), resolve(source, ends[1], lang)
    done = write(
        source,
        output,
        format=format,
        entity=resolve(source, entity, lang) if entity else None,
        hops=hops,
        paths=find(source, *ends, language=lang) if ends else None,
        construct=read_text(question) if question else None,
        language=lang,
    )
    count = f"{done.triples:,} triples" if done.triples is not None else f"{done.nodes:,} nodes, {done.links:,} links"
    say(f"wrote {', '.join(done.files)}: {count}")
    for notice in done.notices:
        say(f"note: {notice}")
    say_notices(source)


# The way out ----------------------------------------------------------------------------------------------------------


def main() -> None:
    """Run the command line and leave with its exit status; every foreseen failure is one sentence on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    status = _run()
    gc.freeze()  # what is left ends with the process; sorting it out first takes a tenth of a short command's time
    sys.exit(status)


def _run() -> int:
    try:
        status = cli.main(prog_name="wenmai", standalone_mode=False)
        sys.stdout.flush()
    except WenmaiError as error:
        return _tell(error)
    except click.ClickException as error:
        error.show()
        return 2
    except (KeyboardInterrupt, click.Abort):
        say("stopped")
        return 130
    except (BrokenPipeError, ClosedPipe):
        _drop_output()
        return 141
    except OSError as error:
        _drop_output()
        say(
            f"wenmai: cannot read or write: {error.strerror or error}"
            + (f": {error.filename}" if error.filename else "")
        )
        return 2
    return status if isinstance(status, int) else 0


def _tell(error: WenmaiError) -> int:
    from graph.render import safe

    if isinstance(error, AmbiguousName):
        say(f"wenmai: {safe(error.name)!r} names {len(error.candidates)} entities; give the IRI of the one you mean:")
        for match in error.candidates:
            say(f"  {safe(match.label)}  {safe(match.iri)}")
    else:
        say(f"wenmai: {safe(str(error))}")
    return error.exit_status


def _drop_output() -> None:
    """Let nothing more be written to a stdout that cannot take it, not even when Python shuts down."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)


if __name__ == "__main__":
    main()
