"""The triples of a page's answer: what the command found, with all that its facts cite."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from wenmai.serve.problems import HttpRefusal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wenmai.serve.commands import Desk
    from wenmai.serve.messages import WebResponse

FORMATS = {".ttl": "turtle", ".jsonld": "jsonld"}


def write_triples(
    desk: Desk, command: str, values: Mapping[str, Sequence[str]], language: str, ending: str, response: WebResponse
) -> None:
    """Write the part of the graph that an answer is made of.

    Raises:
        HttpRefusal: the answer is no part of a graph. WenmaiError: what the command raises.
    """
    from wenmai.export import write

    choice = desk.commands.part(desk.source, command, values, language=language)
    if choice is None:
        raise HttpRefusal(404, f"what {command} answers is no part of the graph; it is there as .json and .csv")
    out = io.BytesIO()
    write(out, choice, FORMATS[ending], language=language)
    response.write(out.getvalue())
