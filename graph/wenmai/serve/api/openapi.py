"""The description of the API: OpenAPI 3.1, made from the parameters of the commands."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from wenmai.serve.api.completion import KINDS, MOST
from wenmai.serve.commands import NAMES
from wenmai.serve.problems import MEDIA_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wenmai.serve.commands import Desk


def describe_api(desk: Desk, origin: str) -> dict[str, Any]:
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
        "paths": {
            **{f"/api/v1/{name}": {"get": _operation(desk, name)} for name in NAMES},
            "/api/v1/complete": {"get": _completion()},
            "/api/v1/neighbours": {"get": _neighbours()},
            "/api/v1/facets": {"get": _facets()},
            "/api/v1/passage": {"get": _passage()},
        },
        "components": {
            "schemas": {
                "Answer": _answer(),
                "Problem": _problem(),
                "Terms": _terms(),
                "Neighbours": _page(),
                "Facets": _counted(),
                "Window": _window(),
            }
        },
    }


def _operation(desk: Desk, name: str) -> dict[str, Any]:
    line, text = desk.commands.help(name)
    return {
        "operationId": name,
        "summary": line,
        "description": text,
        "parameters": [*_parameters(desk, name), _language()],
        "responses": _responses("Answer"),
    }


def _responses(schema: str) -> dict[str, Any]:
    return {
        "200": {
            "description": "the answer",
            "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
        },
        "default": {
            "description": "why there is none, in one sentence",
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        },
    }


def _completion() -> dict[str, Any]:
    """What may be written at a place of a query."""
    text = {"type": "string"}
    fields: tuple[tuple[str, dict[str, Any], str], ...] = (
        ("kind", {**text, "enum": list(KINDS)}, "what is written there"),
        ("text", text, "what was typed of it"),
        ("in", text, "the namespace that it lies in"),
        ("of", text, "the class of what a predicate is said of: its own come first"),
        ("limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": 20}, "at most so many"),
    )
    return {
        "operationId": "complete",
        "summary": "What a place of a SPARQL query may become.",
        "parameters": [
            *({"name": name, "in": "query", "required": name == "kind", "schema": schema, "description": about}
              for name, schema, about in fields),
            _language(),
        ],
        "responses": _responses("Terms"),
    }  # fmt: skip


def _neighbours() -> dict[str, Any]:
    """A page of an entity's neighbours."""
    number: dict[str, Any] = {"type": "integer", "minimum": 0}
    fields: tuple[tuple[str, dict[str, Any], str], ...] = (
        ("entity", {"type": "string"}, "any name of it, a short name or an IRI"),
        ("offset", {**number, "default": 0}, "so many come before"),
        ("limit", {**number, "default": 24}, "at most so many"),
        ("predicate", {"type": "string"}, "only those that this predicate leads to or from: an IRI"),
        ("forward", {"type": "boolean"}, "only those that it leads to, or from"),
        ("class", {"type": "string"}, "only those of this class: an IRI"),
        ("shown", {"type": "array", "items": {"type": "string"}}, "entities that links may lead to besides"),
    )
    return {
        "operationId": "neighbours",
        "summary": "A page of an entity's neighbours, the most telling first, with their links.",
        "parameters": [
            *({"name": name, "in": "query", "required": name == "entity", "schema": schema, "description": about}
              for name, schema, about in fields),
            _language(),
        ],
        "responses": _responses("Neighbours"),
    }  # fmt: skip


def _facets() -> dict[str, Any]:
    """What an entity is linked by and with, counted."""
    about = {"name": "entity", "in": "query", "required": True, "schema": {"type": "string"}}
    return {
        "operationId": "facets",
        "summary": "An entity's links counted by predicate, class, source, status and year.",
        "parameters": [{**about, "description": "any name of it, a short name or an IRI"}, _language()],
        "responses": _responses("Facets"),
    }


def _passage() -> dict[str, Any]:
    """A window of a cited document."""
    number: dict[str, Any] = {"type": "integer", "minimum": 0}
    fields: tuple[tuple[str, dict[str, Any], str], ...] = (
        ("document", {"type": "string"}, "the IRI of the document"),
        ("start", number, "where the passage begins, in code points"),
        ("end", number, "where it ends"),
        ("from", number, "where the window begins; else the passage is in its middle"),
        ("size", number, "how many code points the window has"),
    )
    return {
        "operationId": "passage",
        "summary": "A window of a cited document around a passage, where the server has its text.",
        "parameters": [
            *({"name": name, "in": "query", "required": name == "document", "schema": schema, "description": about}
              for name, schema, about in fields),
            _language(),
        ],
        "responses": _responses("Window"),
    }  # fmt: skip


def _counted() -> dict[str, Any]:
    rows = {"type": "array", "items": {"type": "object"}}
    parts: dict[str, Any] = {
        "entity": {"type": "object"}, "total": {"type": "integer"}, "counted": {"type": "integer"}, "facets": rows,
    }  # fmt: skip
    return {"type": "object", "required": list(parts), "properties": parts}


def _window() -> dict[str, Any]:
    text, number = {"type": "string"}, {"type": "integer"}
    parts: dict[str, Any] = {
        "document": text, "length": number, "from": number, "to": number, "text": text, "start": number, "end": number,
    }  # fmt: skip
    return {"type": "object", "required": list(parts), "properties": parts}


def _page() -> dict[str, Any]:
    rows = {"type": "array", "items": {"type": "object"}}
    parts: dict[str, Any] = {
        "entity": {"type": "object"}, "total": {"type": "integer"}, "offset": {"type": "integer"},
        "next": {"type": ["integer", "null"]}, "nodes": rows, "links": rows,
    }  # fmt: skip
    return {"type": "object", "required": list(parts), "properties": parts}


def _terms() -> dict[str, Any]:
    text = {"type": "string"}
    one = {
        "kind": text,
        "text": text,
        "iri": text,
        "label": text,
        "number": {"type": ["integer", "null"]},
        "name": text,
    }
    terms = {"type": "array", "items": {"type": "object", "required": list(one), "properties": one}}
    return {"type": "object", "required": ["terms"], "properties": {"terms": terms}}


def _parameters(desk: Desk, name: str) -> Iterator[dict[str, Any]]:
    for parameter in desk.commands.parameters(name):
        one: dict[str, Any] = {"type": parameter.kind, **parameter.bounds}
        if parameter.choices:
            one["enum"] = list(parameter.choices)
        found: dict[str, Any] = {
            "name": parameter.name,
            "in": "query",
            "required": parameter.required,
            "schema": {"type": "array", "items": one} if parameter.many else one,
        }
        if parameter.help:
            found["description"] = parameter.help
        yield found


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
