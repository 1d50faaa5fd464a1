"""Call a command as a function, on a graph that is open already: how the server and the assistants' tools answer.

What comes back is what the command would have printed, so that every face of wenmai says the same.
"""

from __future__ import annotations

import io
import json
import sys
import threading
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from wenmai.cli.opening import given_source
from wenmai.cli.output import NOTE_MARKS, compact_json
from wenmai.errors import InputError, LimitReached
from wenmai.languages import message_language
from wenmai.serve.commands import CommandAnswer, Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wenmai.export.choice import Choice
    from wenmai.model import Path
    from wenmai.sources import Source

HELD_BACK = frozenset(
    {
        "graph", "verbose", "base", "input_format", "skip_bad", "contexts", "profile", "raw", "help", "lang", "format", "llm",
        "llm_model",
    }
)  # fmt: skip
"""Parameters that a caller does not set: the graph is open, the language and the form are the caller's own, nothing is sent out."""


def find_command(name: str) -> click.Command:
    """The command of a name."""
    command: click.Command = getattr(import_module(f"wenmai.cli.{name}"), name)
    return command


def open_parameters(name: str) -> list[click.Parameter]:
    """The parameters of a command that a caller may set: none that names a file."""
    return [
        parameter
        for parameter in find_command(name).params
        if parameter.name not in HELD_BACK and not isinstance(parameter.type, click.Path | click.File)
    ]


_ONE_AT_A_TIME = threading.RLock()
"""Held while a command runs: there is one standard output. A command may call another."""


class Calling:
    """The commands as functions: see :class:`wenmai.serve.commands.CommandSet`."""

    def call(
        self, source: Source, name: str, values: Mapping[str, Sequence[str]], *, language: str, form: str | None = None
    ) -> CommandAnswer:
        """Call a command with ``values`` by the names of its parameters (``max-hops`` or ``max_hops``), as they would be typed.

        Raises:
            InputError: a value is unknown, missing or of the wrong kind. Else what the command raises; a limit that left
                part of the answer is in ``limit``.
        """
        arguments = typed_arguments(name, values)
        if form is not None:
            arguments = ["--format", form, *arguments]
        with _ONE_AT_A_TIME, _kept_streams() as (out, err), given_source(source), compact_json():
            status, limit = _invoke(name, ["--lang", language, *arguments], out)
        mark = NOTE_MARKS[message_language(language)]
        notes = tuple(line.removeprefix(mark) for line in err.getvalue().splitlines())
        return CommandAnswer(out.getvalue(), notes, limit, status)

    def part(self, source: Source, name: str, values: Mapping[str, Sequence[str]], *, language: str) -> Choice | None:
        """The part of the graph that a command's answer is made of, with all that its facts cite; ``None`` where it is none."""
        if name not in {"show", "around", "between", "path", "targets"}:
            return None
        from wenmai import subgraph
        from wenmai.export.choice import choose, choose_part

        if name == "targets":
            from wenmai.capture.proposing.proposed import target_figures

            found = [node for iri in target_figures(source) if (node := source.index.find(iri)) is not None]
            return choose_part(source, subgraph.among(source, found))
        answer = json.loads(self.call(source, name, values, language=language, form="json").output)
        if name == "show":
            return choose(source, entity=answer["iri"], hops=1)
        if name == "path":
            return choose(source, paths=[_read_path(one) for one in answer["paths"]])
        nodes = [source.index.require(one["iri"]) for one in answer["nodes"]]
        shown = {(one["subject"], one["predicate"], one["object"]) for one in answer["links"]}
        index, near = source.index, subgraph.among(source, nodes)
        edges = [
            e for e in near.edges if (index.iri(e.subject), index.predicates[e.predicate], index.iri(e.object)) in shown
        ]
        return choose_part(source, near._replace(edges=tuple(edges)))

    def parameters(self, name: str) -> list[Parameter]:
        """The parameters of a command that a caller may set."""
        return [_described(parameter) for parameter in open_parameters(name)]

    def help(self, name: str) -> tuple[str, str]:
        """What a command does, in a line and at length."""
        command = find_command(name)
        return command.get_short_help_str(200), (command.help or "").partition("\b")[0].strip()


KINDS = {click.INT: "integer", click.FLOAT: "number", click.BOOL: "boolean"}


def _described(parameter: click.Parameter) -> Parameter:
    kind = parameter.type
    name = "integer" if isinstance(kind, click.IntRange) else "number" if isinstance(kind, click.FloatRange) else ""
    bounds: dict[str, float] = {}
    if isinstance(kind, click.IntRange | click.FloatRange):
        if kind.min is not None:
            bounds["exclusiveMinimum" if kind.min_open else "minimum"] = kind.min
        if kind.max is not None:
            bounds["exclusiveMaximum" if kind.max_open else "maximum"] = kind.max
    return Parameter(
        str(parameter.name).replace("_", "-"),
        parameter.required,
        parameter.multiple or parameter.nargs != 1,
        name or next((known for one, known in KINDS.items() if kind is one), "string"),
        tuple(map(str, kind.choices)) if isinstance(kind, click.Choice) else (),
        bounds,
        (parameter.help or "") if isinstance(parameter, click.Option) else "",
    )


def _read_path(said: Mapping[str, Any]) -> Path:
    """A path out of its JSON, as far as its links go."""
    from wenmai.model import Entity, Hop, Path

    hops = tuple(
        Hop(
            one["subject"], one["predicate"], one["object"], one["forward"], one["time"], (),
            tuple((other["predicate"], other["forward"]) for other in one["also"]),
        )
        for one in said["hops"]
    )  # fmt: skip
    nodes = tuple(Entity(one["iri"], one["label"]) for one in said["nodes"])
    return Path(len(hops), said["score"], said["why"], nodes, hops)


def _invoke(name: str, arguments: list[str], out: io.BytesIO) -> tuple[int, str | None]:
    """Run a command; its status, and the limit that ended it after it had written something."""
    try:
        done = find_command(name).main(args=arguments, prog_name=name, standalone_mode=False)
    except click.UsageError as error:
        raise InputError(error.format_message()) from None
    except LimitReached as limit:
        sys.stdout.flush()
        if not out.tell():
            raise
        return limit.exit_status, str(limit)
    finally:
        sys.stdout.flush()
    return done if isinstance(done, int) else 0, None


@contextmanager
def _kept_streams() -> Iterator[tuple[io.BytesIO, io.StringIO]]:
    """Keep what is printed within the block: bytes of the output, text of the notes."""
    out, err = io.BytesIO(), io.StringIO()
    wrapper = io.TextIOWrapper(out, encoding="utf-8", newline="\n", write_through=True)
    with redirect_stdout(wrapper), redirect_stderr(err):
        yield out, err
    wrapper.detach()


def typed_arguments(name: str, values: Mapping[str, Sequence[str]]) -> list[str]:
    """The command line that gives a command these values.

    Raises:
        InputError: a value is none of the command's, is missing, or is given twice where one is taken.
    """
    known = {str(parameter.name).replace("_", "-"): parameter for parameter in open_parameters(name)}
    for parameter in list(known.values()):
        if isinstance(parameter, click.Option):
            known.update((option.lstrip("-"), parameter) for option in parameter.opts)
    options: list[str] = []
    arguments: dict[str | None, list[str]] = {}
    for key, given in values.items():
        parameter_of = known.get(key.replace("_", "-"))
        if parameter_of is None:
            raise InputError(f"{name} has no parameter {key!r}; it has {', '.join(sorted(known))}")
        if isinstance(parameter_of, click.Option):
            options += _option(parameter_of, given)
        else:
            arguments[parameter_of.name] = _argument(parameter_of, given)
    ordered = [value for one in open_parameters(name) for value in arguments.get(one.name, ())]
    return [*options, "--", *ordered]


def _option(option: click.Option, given: Sequence[str]) -> Iterable[str]:
    """An option as it is typed; a flag is set by ``true``, ``1``, ``yes``, ``on`` or nothing."""
    if not option.is_flag:
        _refuse_many(option, given)
        return (
            [part for value in given for part in (option.opts[-1], value)]
            if option.nargs == 1
            else [option.opts[-1], *given]
        )
    on = {"", "1", "true", "yes", "on"}
    return [option.opts[-1]] if given and given[-1].lower() in on else []


def _argument(argument: click.Parameter, given: Sequence[str]) -> list[str]:
    if argument.nargs == 1:
        _refuse_many(argument, given)
    return list(given)


def _refuse_many(parameter: click.Parameter, given: Sequence[str]) -> None:
    if len(given) > 1 and not parameter.multiple:
        raise InputError(f"{parameter.name} takes one value and is given {len(given)}")
