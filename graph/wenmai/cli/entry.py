"""The command line: find the command, run it, and leave with its exit status.

Each module of :mod:`wenmai.cli` is loaded when one of its commands is called. Only the commands print, and only those that
say so write files.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any

import click

from wenmai.cli.options import keep_for_commands, refuse_repeats, shared_options
from wenmai.cli.output import say
from wenmai.errors import AmbiguousName, LimitReached, StoreError, WenmaiError
from wenmai.limits import memory_bound, say_bound

COMMANDS = (
    "analyze",
    "around",
    "between",
    "check",
    "compare",
    "export",
    "figures",
    "load",
    "path",
    "query",
    "search",
    "show",
    "stats",
    "tidy",
    "timeline",
    "verify",
    "view",
)
"""The commands, each in the module of its name."""


class ClosedPipe(Exception):
    """Nobody reads the output any more."""


class Commands(click.Group):
    """Loads a command when it is called, refuses an option that is given twice, and names a closed pipe by a name of our own.

    Click would leave with 1 then, which here means *no*.
    """

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        names: dict[str, Any] = dict.fromkeys(COMMANDS)
        self.commands.update(names)  # for help, and for the nearest to a misspelt one

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """A command, its module loaded; ``None`` for an unknown name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"wenmai.cli.{cmd_name}"), cmd_name)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments after the options that stand before the command's name."""
        if not ctx.resilient_parsing:
            refuse_repeats(self, ctx, args)
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command's name, the command, and its own arguments."""
        name, command, rest = super().resolve_command(ctx, args)
        if command is not None and not ctx.resilient_parsing:
            refuse_repeats(command, click.Context(command, parent=ctx, info_name=name), rest)
        return name, command, rest

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
        from wenmai.cli.opening import open_graph
        from wenmai.cli.output import emit
        from wenmai.facts import summary

        emit(summary.welcome(open_graph(graph), lang))


def main() -> None:
    """Run the command line and leave with its exit status, at once.

    What a search has gathered, and Python itself, would be taken apart piece by piece first, which takes a short command a
    twentieth of its time. Nothing waits for that: files are closed where they are written, and what was printed is flushed.
    """
    os._exit(run())


def run() -> int:
    """Run the command line and return its exit status; every foreseen failure is one sentence on stderr."""
    gc.set_threshold(50_000, 20, 100)  # a search makes many small tuples and no cycles: a seventh of its time
    if memory_bound() is not None:  # each thread of NumPy's library takes memory for itself, and dies without it
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by who started this: ``>&-``
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))
        if hasattr(getattr(sys, name), "reconfigure"):
            getattr(sys, name).reconfigure(errors="backslashreplace")
    try:
        return _status()
    except (MemoryError, ImportError) as error:
        if isinstance(error, ImportError) and memory_bound() is None:
            raise
        say(f"wenmai: this needs more memory{say_bound()}; allow more, or ask about less")  # no module more is loaded
        return LimitReached.exit_status


def _call() -> Any:
    """Run the command that was typed, and see to it that all it printed is written, or that this fails."""
    try:
        return cli.main(args=[_typed(argument) for argument in sys.argv[1:]], prog_name="wenmai", standalone_mode=False)
    except RuntimeError as error:
        if "Corruption" in str(error):  # what the database calls a block that fails its checksum
            raise StoreError(f"the store is damaged ({error}); load it again") from error
        raise
    finally:
        sys.stdout.flush()


def _typed(argument: str) -> str:
    """An argument as it was typed: what the locale could not read is taken as UTF-8."""
    try:
        argument.encode()
    except UnicodeEncodeError:
        with suppress(UnicodeError):
            return os.fsencode(argument).decode()
    return argument


def _status() -> int:
    try:
        status = _call()
    except WenmaiError as error:
        return _tell(error)
    except click.ClickException as error:
        error.show()
        return 2
    except (KeyboardInterrupt, click.Abort):
        say("stopped")
        return 130
    except (BrokenPipeError, ClosedPipe):
        return 141
    except OSError as error:
        say(
            f"wenmai: cannot read or write: {error.strerror or error}"
            + (f": {error.filename}" if error.filename else "")
        )
        return 2
    return status if isinstance(status, int) else 0


def _tell(error: WenmaiError) -> int:
    from wenmai.render import safe

    if isinstance(error, AmbiguousName):
        say(f"wenmai: {safe(error.name)!r} names {error.count} entities; give the IRI of the one you mean:")
        for match in error.candidates:
            say(f"  {safe(match.label)}  {safe(match.iri)}")
    else:
        say(f"wenmai: {safe(str(error))}")
    return error.exit_status
