"""``/api/v1``: the answers of the commands as JSON, each with its notes and the limit that cut it short.

``/api/v1/path?a=…&b=…`` answers as ``wenmai path A B --format json`` does; ``/api/v1/openapi.json`` describes all of it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from wenmai.serve.api.openapi import describe_api
from wenmai.serve.assistants.tools import run_tool
from wenmai.serve.commands import NAMES
from wenmai.serve.problems import HttpRefusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wenmai.serve.commands import CommandAnswer, Desk
    from wenmai.serve.messages import WebRequest, WebResponse
    from wenmai.serve.standards.protocol import Run

OWN = ("lang", "format")
"""Fields of a request that are not the command's."""


def read_fields(request: WebRequest) -> dict[str, list[str]]:
    """The fields of an address, each with its values; those without a value are left out.

    Raises:
        HttpRefusal: they are not UTF-8, or too many.
    """
    try:
        pairs = parse_qsl(request.query, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise HttpRefusal(400, f"the fields of the address cannot be read: {error}") from None
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def read_language(fields: Mapping[str, list[str]], request: WebRequest) -> str:
    """The language that the address asks for, else the first that the client takes: ``zh`` or ``en`` for messages."""
    if said := fields.get("lang"):
        return said[-1]
    first = request.headers.get("accept-language", "").partition(",")[0].strip().lower()
    return "zh" if first.startswith("zh") else "en"


def call(desk: Desk, name: str, fields: Mapping[str, list[str]], language: str, form: str | None) -> CommandAnswer:
    """Call a command with the fields of a request."""
    return desk.commands.call(desk.source, name, values_of(fields), language=language, form=form)


def values_of(fields: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The fields of a request that are the command's."""
    return {key: value for key, value in fields.items() if key not in OWN}


def enveloped(name: str, said: CommandAnswer) -> dict[str, Any]:
    """The answer of a command with what is said beside it."""
    answer = json.loads(said.output) if said.output.strip() else None
    return {"command": name, "answer": answer, "notes": list(said.notes), "limit": said.limit}


def write_enveloped(response: WebResponse, name: str, said: CommandAnswer) -> None:
    """Write what :func:`enveloped` gives: the answer goes out as the command wrote it, in UTF-8."""
    around = json.dumps({"notes": said.notes, "limit": said.limit}, ensure_ascii=False).encode("utf-8", "replace")
    response.headers["content-type"] = "application/json"
    response.headers["vary"] = "accept-language"
    response.write(b'{"command": "%b", "answer": ' % name.encode())
    response.write(said.output.strip() or b"null")
    response.write(b", " + around[1:])


def answer_call(desk: Desk, request: WebRequest, response: WebResponse, rest: str) -> None:
    """Answer ``/api/v1/…``.

    Raises:
        HttpRefusal: there is no such command. WenmaiError: what the command raises.
    """
    version, _, name = rest.partition("/")
    if version != "v1":
        raise HttpRefusal(404, "the addresses of the API begin with /api/v1/")
    if name in {"", "openapi.json"}:
        return write_json(response, describe_api(desk, request.origin))
    fields = read_fields(request)
    if name == "complete":
        return _complete(desk, fields, read_language(fields, request), response)
    if name == "neighbours":
        from wenmai.serve.api.neighbours import list_neighbours

        return write_json(response, list_neighbours(desk.source, fields, read_language(fields, request)))
    if name == "facets":
        from wenmai.serve.api.facets import count_facets

        return write_json(response, count_facets(desk.source, fields, read_language(fields, request)))
    if name == "passage":
        from wenmai.serve.api.reader import read_window

        return write_json(response, read_window(desk, fields))
    if name not in NAMES:
        known = ", ".join([*NAMES, "complete", "neighbours", "facets", "passage"])
        raise HttpRefusal(404, f"the API has no {name!r}; it has {known}")
    return write_enveloped(response, name, call(desk, name, fields, read_language(fields, request), "json"))


def _complete(desk: Desk, fields: Mapping[str, list[str]], language: str, response: WebResponse) -> None:
    """Answer with what a place of a query may become."""
    from wenmai.serve.api.completion import MOST, complete

    said = {name: values[-1] for name, values in fields.items()}
    if not said.get("limit", "20").isascii() or not said.get("limit", "20").isdigit():
        raise HttpRefusal(400, f"limit is a number from 1 to {MOST}, not {said['limit']!r}")
    if unknown := set(said) - {"kind", "text", "in", "of", "limit", "lang"}:
        raise HttpRefusal(400, f"complete has no parameter {min(unknown)!r}; it has kind, text, in, of, limit, lang")
    found = complete(
        desk.source, said.get("kind", ""), said.get("text", ""), language=language, space=said.get("in", ""),
        of=said.get("of", ""), most=int(said.get("limit", "20")[:9]),
    )  # fmt: skip
    return write_json(response, {"terms": [one._asdict() for one in found]})


def answer_tool(desk: Desk, request: WebRequest, response: WebResponse, run: Run) -> None:
    """Answer ``POST /api/v1/tools/NAME``, whose body has the tool's arguments: ``text``, and whether it ``failed``.

    Raises:
        HttpRefusal: the request is no use of a tool.
    """
    if request.method != "POST":
        raise HttpRefusal(405, "a tool is used by POST", allow="POST")
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise HttpRefusal(415, "the arguments of a tool are sent as application/json")
    try:
        arguments = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        raise HttpRefusal(400, "the body is not JSON") from None
    if not isinstance(arguments, dict):
        raise HttpRefusal(400, "the body is no JSON object with the tool's arguments")

    def ask(sparql: str) -> str:
        from wenmai.serve.assistants.asking import ask_here

        return ask_here(desk.source, sparql, run)

    language = read_language({}, request)
    reply = run_tool(desk, request.path.rpartition("/")[2], arguments, language, ask)
    write_json(response, reply._asdict())


def write_json(response: WebResponse, value: Any) -> None:
    """Write a value as JSON."""
    response.headers["content-type"] = "application/json"
    response.headers["vary"] = "accept-language"
    response.write(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
