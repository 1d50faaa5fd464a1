"""The triples of a page's answer: what the command found, with all that its facts cite."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, cast

from wenmai.cli.calling import find_command, given_source, typed_arguments
from wenmai.serve.api import OWN
from wenmai.serve.problems import Refused

if TYPE_CHECKING:
    from wenmai.export.choice import Choice
    from wenmai.serve.messages import Response
    from wenmai.sources import Source

FORMATS = {".ttl": "turtle", ".jsonld": "jsonld"}


def write_triples(
    source: Source, command: str, fields: dict[str, list[str]], language: str, ending: str, response: Response
) -> None:
    """Write the part of the graph that an answer is made of.

    Raises:
        Refused: the answer is no part of a graph. WenmaiError: what the command raises.
    """
    from wenmai.export import write

    choice = _choice(source, command, read_parameters(command, fields, language), language)
    out = io.BytesIO()
    write(out, choice, FORMATS[ending], language=language)
    response.write(out.getvalue())


def read_parameters(command: str, fields: dict[str, list[str]], language: str) -> dict[str, Any]:
    """The parameters of a command as it would get them."""
    import click

    from wenmai.errors import InputError

    arguments = typed_arguments(command, {key: value for key, value in fields.items() if key not in OWN})
    try:
        context = find_command(command).make_context(command, ["--lang", language, *arguments])
    except click.UsageError as error:
        raise InputError(error.format_message()) from None
    return context.params


def _choice(source: Source, command: str, said: dict[str, Any], language: str) -> Choice:
    from wenmai.cli.opening import resolve
    from wenmai.export.choice import choose, choose_part

    def entity(name: str) -> str:
        return resolve(source, name, language)

    if command == "show":
        return choose(source, entity=entity(said["entity"]), hops=0)
    if command == "around":
        from wenmai.subgraph import around

        return choose_part(source, around(source, entity(said["entity"]), hops=said["hops"], limit=said["limit"]))
    if command == "between":
        from wenmai.subgraph import between

        iris = [entity(name) for name in said["entities"]]
        return choose_part(
            source, between(source, iris, max_hops=said["max_hops"], max_links=said["max_links"], language=language)
        )
    if command == "path":
        return choose(source, paths=find_given_paths(source, said, language))
    raise Refused(404, f"what {command} answers is no part of the graph; it is there as .json and .csv")


def find_given_paths(source: Source, said: dict[str, Any], language: str) -> list[Any]:
    """The paths that the parameters of ``path`` ask for."""
    from wenmai.cli.opening import resolve
    from wenmai.cli.path import resolve_filters
    from wenmai.paths import find

    own = {"a", "b", "k", "shortest", "document", "format", "graph", "lang", "verbose", "base", "input_format",
           "skip_bad", "contexts", "profile"}  # fmt: skip
    filters = resolve_filters(source, {key: value for key, value in said.items() if key not in own}, language)
    ends = (resolve(source, said[end], language) for end in ("a", "b"))
    return list(
        cast("Any", find)(source, *ends, k=said["k"], ranked=not said["shortest"], language=language, **filters)
    )
