"""The command line: find the command, run it, and leave with its exit status.

Each module of :mod:`wenmai.cli` is loaded when one of its commands is called. Only the commands print, and only those that
say so write files.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from errno import ENOSPC
from importlib import import_module
from io import StringIO
from typing import Any

import click

from wenmai.cli import ending
from wenmai.cli.options import OneCommand, keep_for_commands, shared_options
from wenmai.cli.output import say, tell
from wenmai.cli.reader import reader_language
from wenmai.errors import AmbiguousName, LimitReached, StoreError, WenmaiError
from wenmai.terminal.safety import Escaped

COMMANDS = (
    "analyze",
    "around",
    "ask",
    "between",
    "cache",
    "capture",
    "check",
    "compare",
    "conflicts",
    "export",
    "figures",
    "instances",
    "load",
    "mcp",
    "merge",
    "path",
    "profile",
    "query",
    "review",
    "search",
    "serve",
    "show",
    "stats",
    "targets",
    "tidy",
    "timeline",
    "verify",
    "view",
)
"""The commands, each in the module of its name."""


FAULT = 70
"""The exit status when wenmai itself is at fault: ``EX_SOFTWARE`` of BSD."""

MOST_SAID = 300
"""So many characters of an error that was not foreseen are told."""


class ClosedPipe(Exception):
    """Nobody reads the output any more."""


class Commands(OneCommand, click.Group):
    """Loads a command when it is called, and names a closed pipe by a name of our own.

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
        from wenmai.notices import collect_notices

        with collect_notices():
            emit(summary.welcome(open_graph(graph), lang))


def run() -> int:
    """Run the command line and return its exit status; every foreseen failure is one sentence on stderr.

    While it runs, nothing reaches standard error raw, nor standard output when that is a terminal.
    """
    gc.set_threshold(50_000, 20, 100)  # a search makes many small tuples and no cycles: a seventh of its time
    before = sys.stdout, sys.stderr
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name) or os.fdopen(
            os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"
        )  # closed: ``>&-``
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
        setattr(sys, name, Escaped(stream) if name == "stderr" or stream.isatty() else stream)
    try:
        return _status()
    finally:
        sys.stdout, sys.stderr = before


def _call() -> Any:
    """Run the command that was typed, and see to it that all it printed is written, or that this fails."""
    ending.raise_interrupts()
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
    except (KeyboardInterrupt, click.Abort):
        tell("stopped")
        return ending.STOPPED
    except (BrokenPipeError, ClosedPipe):
        return 141
    except (SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # noqa: BLE001 - what a library in Rust raises is no Exception
        return _told(error)
    return status if isinstance(status, int) else 0


def _told(error: BaseException) -> int:
    """Say what went wrong, and give the exit status."""
    if ending.out_of_memory(error) and not isinstance(error, LimitReached):  # which names its bound
        tell(ending.memory_sentence())
        return ending.OUT_OF_MEMORY
    if isinstance(error, WenmaiError):
        return _tell(error)
    if isinstance(error, click.ClickException):
        usage = StringIO()
        error.show(usage)
        for line in usage.getvalue().splitlines():
            say(line)
        return 2
    if isinstance(error, ModuleNotFoundError) and not str(error.name).startswith("wenmai"):
        _say_wrong(f"this needs {error.name}, which is not installed: pip install {_what_brings(str(error.name))}")
        return 2
    if isinstance(error, OSError):
        named = f": {error.filename}" if error.filename else ""
        tried = "the result cannot be written" if error.errno == ENOSPC and not named else "cannot read or write"
        _say_wrong(f"{tried}: {error.strerror or error}{named}")
        return 2
    return _tell_fault(error)


def _what_brings(module: str) -> str:
    """What to install for a missing module: the smallest extra of wenmai that has it, else the module itself."""
    import re
    from importlib.metadata import requires

    wanted = module.partition(".")[0].lower()
    extras: dict[str, set[str]] = {}
    for line in requires("wenmai") or ():
        if found := re.match(r"([\w.-]+).*extra == ['\"](?!all|dev|docs)([\w-]+)['\"]", line):
            extras.setdefault(found[2], set()).add(found[1].lower().replace("-", "_"))
    having = [(len(held), extra) for extra, held in extras.items() if wanted in held]
    return f"'wenmai[{min(having)[1]}]'" if having else module


def _tell_fault(error: BaseException) -> int:
    """Say that wenmai is at fault, and how that is reported; the trace is for who asks for it."""
    if "--verbose" in sys.argv:
        from traceback import format_exception

        for line in "".join(format_exception(error)).splitlines():
            say(line)
    what = " ".join(f"{type(error).__name__}: {error}".split())
    how = "this trace" if "--verbose" in sys.argv else "what the same command says under --verbose"
    _say_wrong(
        f"{what[:MOST_SAID]}: this is a fault of wenmai, not of what you asked; please report it{_place()}, with {how}"
    )
    return FAULT


def _place() -> str:
    """Where faults are reported, if what is installed says so."""
    from importlib.metadata import metadata

    named = (line.partition(", ") for line in metadata("wenmai").get_all("Project-URL") or ())
    return next((f" at {address}" for label, _, address in named if label == "Issues"), "")


def _tell(error: WenmaiError) -> int:
    if isinstance(error, AmbiguousName):
        _say_wrong(f"{error.summary}; give the IRI of the one you mean:")
        for match in error.candidates:
            say(f"  {match.label}  {match.iri}")
    else:
        _say_wrong(str(error))
    return error.exit_status


def _say_wrong(sentence: str) -> None:
    """Say what went wrong, in the reader's language."""
    from wenmai.chinese.translation import translate

    say(f"wenmai: {translate(sentence, reader_language())}")
