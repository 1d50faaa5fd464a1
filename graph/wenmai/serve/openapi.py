"""The description of the API: OpenAPI 3.1, made from the parameters of the commands."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import click

from wenmai.cli.calling import find_command, open_parameters
from wenmai.serve.api import COMMANDS
from wenmai.serve.problems import MEDIA_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = {click.INT: "integer", click.FLOAT: "number", click.BOOL: "boolean"}


def describe_api(origin: str) -> dict[str, Any]:
    """The whole description, as plain objects; ``origin`` is the server's address."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "wenmai",
            "version": version("wenmai"),
            "summary": "How are these things connected, and who says so?",
            "description": "Each answer is that of the command of its name under --format json, with the notes of it. "
            "An entity, a predicate or a class is given by any name, a short name or an IRI.",
        },
        "servers": [{"url": origin}],
        "paths": {f"/api/v1/{name}": {"get": _operation(name)} for name in COMMANDS},
        "components": {"schemas": {"Answer": _answer(), "Problem": _problem()}},
    }


def _operation(name: str) -> dict[str, Any]:
    command = find_command(name)
    text = (command.help or "").partition("\b")[0].strip()
    return {
        "operationId": name,
        "summary": command.get_short_help_str(200),
        "description": text,
        "parameters": [*_parameters(name), _language()],
        "responses": {
            "200": {
                "description": "the answer",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Answer"}}},
            },
            "default": {
                "description": "why there is none, in one sentence",
                "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            },
        },
    }


def _parameters(name: str) -> Iterator[dict[str, Any]]:
    for parameter in open_parameters(name):
        many = parameter.multiple or parameter.nargs != 1
        one = _schema(parameter)
        found: dict[str, Any] = {
            "name": str(parameter.name).replace("_", "-"),
            "in": "query",
            "required": parameter.required,
            "schema": {"type": "array", "items": one} if many else one,
        }
        if isinstance(parameter, click.Option) and parameter.help:
            found["description"] = parameter.help
        yield found


def _schema(parameter: click.Parameter) -> dict[str, Any]:
    kind = parameter.type
    if isinstance(kind, click.Choice):
        return {"type": "string", "enum": list(kind.choices)}
    if isinstance(kind, click.IntRange | click.FloatRange):
        found: dict[str, Any] = {"type": "integer" if isinstance(kind, click.IntRange) else "number"}
        if kind.min is not None:
            found["exclusiveMinimum" if kind.min_open else "minimum"] = kind.min
        if kind.max is not None:
            found["exclusiveMaximum" if kind.max_open else "maximum"] = kind.max
        return found
    return {"type": next((name for known, name in KINDS.items() if kind is known), "string")}


def _language() -> dict[str, Any]:
    return {
        "name": "lang",
        "in": "query",
        "required": False,
        "description": "Language of labels and notes; else that of Accept-Language.",
        "schema": {"type": "string", "enum": ["zh", "en"]},
    }


def _answer() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["command", "answer", "notes", "limit"],
        "properties": {
            "command": {"type": "string"},
            "answer": {"description": "what the command prints under --format json"},
            "notes": {"type": "array", "items": {"type": "string"}},
            "limit": {"type": ["string", "null"], "description": "the limit that cut the answer short"},
        },
    }


def _problem() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["title", "status", "detail"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
        },
    }
