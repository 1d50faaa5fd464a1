"""The options and arguments that commands share."""

from __future__ import annotations

import functools
import os
import time
from copy import copy
from typing import TYPE_CHECKING, Any

import click

from wenmai.cli.opening import open_graph
from wenmai.cli.output import say_note, say_work
from wenmai.cli.reader import locale_language, reader_language
from wenmai.errors import InputError, WenmaiError
from wenmai.languages import is_ranges
from wenmai.notices import collect_notices
from wenmai.terminal.safety import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wenmai.sources import Source
    from wenmai.statements.standing import Admission

    Admitting = Callable[[Source], Admission]
    """What a command asks which facts of its source it takes."""

    Command = Callable[..., Any]


INPUT_FORMATS = (
    "turtle", "ntriples", "nquads", "trig", "rdfxml", "jsonld", "table", "graphml", "gexf", "json", "obo", "functional",
    "manchester", "owlxml", "html",
)  # fmt: skip
"""What ``--input-format`` takes, written out so that help loads no reader: the keys of ``wenmai.reading.detect.FORMATS``."""


class Location(click.ParamType):  # type: ignore[type-arg,unused-ignore] # generic since click 8.4
    """An RDF file, ``-``, a store folder or an endpoint's address."""

    name = "graph"

    def split_envvar_value(self, rv: str) -> Sequence[str]:
        """Split ``WENMAI_GRAPH`` as PATH is split; an address is one graph."""
        return [rv] if "://" in rv else [part for part in rv.split(os.pathsep) if part]


class LanguageRanges(click.ParamType):  # type: ignore[type-arg,unused-ignore] # generic since click 8.4
    """A language of labels, or several with commas between them, the best first."""

    name = "languages"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The ranges, without spaces."""
        wanted = str(value).replace(" ", "").replace("_", "-")
        if not is_ranges(wanted):
            self.fail(f"{value!r} is no language; give a tag such as zh, de or pt-BR, or several: de,fr,*", param, ctx)
        return wanted


def refuse_repeats(command: click.Command, context: click.Context, arguments: Sequence[str]) -> None:
    """Refuse an option that takes one value and is given two: click would keep the last and say nothing.

    Raises:
        InputError: with the option's name. click.UsageError: the arguments are no command line, as click says later.
    """
    _, _, given = command.make_parser(context).parse_args(args=list(arguments))
    for option in dict.fromkeys(given):
        if isinstance(option, click.Option) and _takes_one(option) and given.count(option) > 1:
            raise InputError(
                f"{option.opts[-1]} is given {given.count(option)} times and takes one value; give it once"
            )


class OneCommand(click.Command):
    """A command whose options of one value are given once."""

    def make_parser(self, ctx: click.Context) -> Any:
        """Click's parser, which knows a short option at once; else it takes it for a misspelt long one and looks for the nearest."""
        parser = super().make_parser(ctx)
        parser._long_opt.update(parser._short_opt)
        return parser

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help in the reader's language."""
        from wenmai.chinese.translation import translate_help

        language = reader_language()
        told = copy(self)
        told.help = translate_help(self.help, language) if self.help else self.help
        shown = [*self.params, *filter(None, [self.get_help_option(ctx)])]
        told.params, told.add_help_option = [_told_option(one, language) for one in shown], False
        super(OneCommand, told).format_help(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        """A line of help, as the list of commands has it."""
        from wenmai.chinese.translation import translate_help

        first = (self.help or "").partition("\n\n")[0]
        told = translate_help(first, reader_language())
        return super().get_short_help_str(limit) if told == first else told

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments that are left."""
        if not ctx.resilient_parsing:
            refuse_repeats(self, ctx, args)
        return super().parse_args(ctx, args)


def _told_option(parameter: click.Parameter, language: str) -> click.Parameter:
    """A parameter with its help in a language."""
    if not isinstance(parameter, click.Option) or not parameter.help:
        return parameter
    from wenmai.chinese.translation import translate_help

    told = copy(parameter)
    told.help = translate_help(parameter.help, language)
    return told


def _takes_one(option: click.Option) -> bool:
    return not (option.multiple or option.is_flag or option.count)


def own_or_group(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
    """The value given to the command, else the one given before its name: ``wenmai -g my.ttl search …``.

    Raises:
        InputError: there are both.
    """
    given = context.find_root().meta.get(f"wenmai.{parameter.name}")
    own = context.get_parameter_source(str(parameter.name)) is click.core.ParameterSource.COMMANDLINE
    if own and given is not None and not getattr(parameter, "is_flag", False):
        raise InputError(f"{parameter.opts[-1]} is given before and after the command's name; give it in one place")
    return value if own or given is None else given


def keep_for_commands(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
    """Remember an option given before the command's name."""
    if context.get_parameter_source(str(parameter.name)) is click.core.ParameterSource.COMMANDLINE:
        context.meta[f"wenmai.{parameter.name}"] = value
    return value


def language_option(callback: Command, metavar: str, told: str) -> Command:
    """``--lang``, with what it is the language of."""
    return click.option(
        "--lang",
        type=LanguageRanges(),
        metavar=metavar,
        default=locale_language,
        envvar="WENMAI_LANG",
        callback=callback,
        help=told,
    )


def shared_options(callback: Command) -> Command:
    """``-g``, ``--lang`` and ``--verbose``, before or after the command's name."""

    def decorate(command: Command) -> Command:
        for option in (
            click.option(
                "--verbose", is_flag=True, callback=callback, help="Say what was done and how long it took (on stderr)."
            ),
            language_option(
                callback,
                "TAG[,TAG]",
                "Language of labels: zh, de, pt-BR …, or several, best first: de,fr,* (default: the locale's).",
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
    """The options of every command that reads a graph; ``verbose``, and the notices of the answer, are dealt with here."""

    @functools.wraps(command)
    def run(*args: Any, verbose: bool, raw: bool, fresh: bool, graphs_in: Any, source_of: Any, **options: Any) -> Any:
        keep_reading(options)
        opened = {"wenmai.raw": raw, "wenmai.fresh": fresh, "wenmai.part": (graphs_in, source_of)}
        click.get_current_context().meta.update(opened)
        started = time.perf_counter()
        with collect_notices() as notices:
            try:
                return command(*args, **options)
            except InputError:
                notices.clear()  # of an answer that there is not
                raise
            finally:
                for sentence in notices:
                    say_note(sentence, str(options.get("lang") or reader_language()))
                if verbose:
                    say_work(time.perf_counter() - started)

    shared: Command = reading_options(shared_options(own_or_group)(part_options(raw_option(run))))
    return shared


def part_options(command: Command) -> Command:
    """``--in`` and ``--source-of``: only the facts of some named graphs, or of some sources."""
    for option in (
        click.option(
            "--source-of",
            multiple=True,
            metavar="SOURCE",
            help="Only the facts that this source is the source of: a document, an agent, a reference.",
        ),
        click.option(
            "--in",
            "graphs_in",
            multiple=True,
            metavar="GRAPH",
            help="Only the facts that stand in this named graph (listed by stats --graphs); may be repeated.",
        ),
    ):
        command = option(command)
    return command


def raw_option(command: Command) -> Command:
    """``--raw``: nothing is folded. ``--fresh``: nothing that is kept of an endpoint is believed."""
    for option in (
        click.option("--fresh", is_flag=True, help="Ask an endpoint again what is kept of it in the cache."),
        click.option(
            "--raw", is_flag=True, help="Show the triples as they are: lists, restrictions, statements are not folded."
        ),
    ):
        command = option(command)
    return command


def reading_options(command: Command) -> Command:
    """``--base``, ``--input-format``, ``--skip-bad``, ``--context``: how files are read; ``--profile``, ``--label``: as what."""
    for option in (
        click.option(
            "--label",
            "labels",
            multiple=True,
            metavar="PROPERTY",
            help="Name things by this property first: an IRI, prefix:name, or the end of an IRI.",
        ),
        click.option(
            "--profile",
            type=click.Path(),
            envvar="WENMAI_PROFILE",
            help="A file that says what the graph's terms mean (see wenmai profile).",
        ),
        click.option(
            "--context",
            "contexts",
            multiple=True,
            metavar="ADDRESS=FILE",
            help="Take a JSON-LD context from a file; remote ones are never fetched.",
        ),
        click.option(
            "--skip-bad", is_flag=True, help="Leave bad statements and terms out; they are counted and listed."
        ),
        click.option(
            "--input-format",
            type=click.Choice(INPUT_FORMATS),
            help="Format of the input (default: by its content and its name).",
        ),
        click.option("--base", metavar="IRI", help="Resolve relative IRIs against this one, not the file's address."),
    ):
        command = option(command)
    return command


def keep_reading(options: dict[str, Any]) -> None:
    """Take the options of reading out of a command's, for :func:`~wenmai.cli.opening.read_options` to find."""
    kept = {name: options.pop(name) for name in ("base", "input_format", "skip_bad", "contexts", "profile", "labels")}
    click.get_current_context().meta["wenmai.reading"] = kept


def format_option(*formats: str) -> Command:
    """``--format``, the first of ``formats`` being the default."""
    option: Command = click.option(
        "--format", type=click.Choice(formats), default=formats[0], show_default=True, help="Form of the output."
    )
    return (lambda command: option(bom_option(command))) if "csv" in formats else option


def bom_option(command: Command) -> Command:
    """``--bom``: what is written as CSV begins with a byte order mark; :func:`wenmai.cli.output.take_bom` asks for it."""

    def remember(context: click.Context, _: click.Parameter, wanted: bool) -> None:
        context.meta["wenmai.bom"] = wanted

    return click.option(
        "--bom",
        is_flag=True,
        expose_value=False,
        callback=remember,
        help="Begin CSV with a byte order mark, for spreadsheets.",
    )(command)


def source_option(command: Command) -> Command:
    """``--source``: the document whose passages are shown."""
    return click.option(
        "--source",
        "document",
        type=click.Path(),
        envvar="WENMAI_SOURCE",
        help="The cited document (plain text): prints each passage with its span marked.",
    )(command)


def admission_options(command: Command) -> Command:
    """``--as-of``, ``--status`` and ``--stated-only``: which facts an answer takes; the command gets an ``admission``."""

    @functools.wraps(command)
    def run(*args: Any, as_of: str | None, status: tuple[str, ...], stated_only: bool, **options: Any) -> Any:
        def admission(source: Source) -> Admission:
            from wenmai.names.lookup import find_status
            from wenmai.statements.standing import Admission

            statuses = [find_status(source, name) for name in status]
            return Admission.of(as_of=as_of, status=statuses, stated_only=stated_only)

        return command(*args, admission=admission, **options)

    found: Command = run
    for option in (
        click.option("--stated-only", is_flag=True, help="Leave out what is only inferred."),
        click.option(
            "--status",
            multiple=True,
            metavar="STATUS",
            help="Take only what has this status: achieved, underway, planned, targeted, or another of the graph; "
            "what has none is achieved.",
        ),
        click.option("--as-of", metavar="DATE", help="Take only what held then: 2019, 2019-05 or 2019-05-31."),
    ):
        found = option(found)
    return found


def roles_option(command: Command) -> Command:
    """``--all-links``: not only those whose role connects."""
    return click.option(
        "--all-links",
        is_flag=True,
        help="Follow every link; those to schemes, editors, licences, pages and the like are left aside otherwise.",
    )(command)


def filter_options(command: Command) -> Command:
    """The constraints of a path."""
    for option in (
        click.option("--max-links", default=200_000, show_default=True, help="Read at most so many links."),
        click.option("--max-degree", type=int, metavar="N", help="Pass through no entity with more links than N."),
        click.option("--directed", is_flag=True, help="Follow links from subject to object only."),
        click.option(
            "--type", "types", multiple=True, metavar="CLASS", help="Pass only through entities of this class."
        ),
        click.option("--except", "without", multiple=True, metavar="PREDICATE", help="Do not follow this predicate."),
        click.option("--only", multiple=True, metavar="PREDICATE", help="Follow no other predicate."),
        click.option("--via", multiple=True, metavar="ENTITY", help="Pass through this entity."),
        click.option("--avoid", multiple=True, metavar="ENTITY", help="Do not touch this entity."),
        click.option(
            "--max-hops", type=int, help="The longest path wanted (default: 6, or more if there is no such path)."
        ),
    ):
        command = option(command)
    return roles_option(command)


def complete_entity(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[Any]:
    """Entity names for the shell, from the graph the command line names so far."""
    from click.shell_completion import CompletionItem

    try:
        with collect_notices():  # the shell shows names alone
            source = open_graph(context.params.get("graph") or ())
            language = context.params.get("lang") or locale_language()
            matches = source.names.search(incomplete, limit=20, language=language) if incomplete else []
    except WenmaiError:
        return []
    told = [(match.name if safe(match.name) == match.name else match.iri, safe(match.label)) for match in matches]
    return [CompletionItem(name, help=label) for name, label in told if safe(name) == name]
