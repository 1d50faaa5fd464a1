"""What the server needs of the commands, whose answers it gives: they are handed to it, and it prints nothing itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from wenmai.export.choice import Choice
    from wenmai.model import Evidence
    from wenmai.sources import Source

NAMES = ("analyze", "around", "ask", "between", "compare", "figures", "path", "search", "show", "stats", "targets",
         "timeline")  # fmt: skip
"""The commands that read a graph and nothing else."""


class CommandAnswer(NamedTuple):
    """What a command said: its output, its notes, the limit that cut its answer short, and its exit status."""

    output: bytes
    notes: tuple[str, ...]
    limit: str | None
    status: int


class Parameter(NamedTuple):
    """A parameter of a command. ``kind`` is that of JSON Schema; ``bounds`` are its keywords for numbers."""

    name: str
    required: bool
    many: bool
    kind: str
    choices: tuple[str, ...]
    bounds: Mapping[str, float]
    help: str


class CommandSet(Protocol):
    """The commands, as functions of an open graph."""

    def call(
        self, source: Source, name: str, values: Mapping[str, Sequence[str]], *, language: str, form: str | None = None
    ) -> CommandAnswer:
        """Call a command with ``values`` by the names of its parameters, as they would be typed.

        Raises:
            InputError: a value is unknown, missing or of the wrong kind. Else what the command raises; a limit that left
                part of the answer is in ``limit``.
        """

    def part(self, source: Source, name: str, values: Mapping[str, Sequence[str]], *, language: str) -> Choice | None:
        """The part of the graph that a command's answer is made of; ``None`` where it is none."""

    def parameters(self, name: str) -> list[Parameter]:
        """The parameters of a command that a caller may set."""

    def help(self, name: str) -> tuple[str, str]:
        """What a command does, in a line and at length."""


class Desk(NamedTuple):
    """What a request is answered from: an open graph, the commands, the cited passages and the text where the document was given.

    ``reviewed`` where the graph is a proposal that is reviewed at ``/review``.
    """

    source: Source
    commands: CommandSet
    quote: Callable[[Evidence], str | None] | None = None
    reviewed: bool = False
    text_of: Callable[[str], str | None] | None = None
