"""A question to a language model: any OpenAI-compatible address, its answer as JSON that fits a schema, or one clear error.

Nothing is sent anywhere unless a person names the address. It is https, or a server on this machine. What a model says is
text of a stranger: it is read within bounds of size and time, never followed anywhere, and fits the schema or is refused. The
protocol is that of *chat completions* with structured outputs, which llama.cpp, Ollama, vLLM and the hosted services speak;
a server that knows no schemas is asked again without one.
"""

from __future__ import annotations

import json
import os
import re
import time
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlunsplit

from wenmai.errors import InputError, ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from urllib.parse import SplitResult

    from wenmai.sources.endpoint.requests.exchange import Reply

KEY = "WENMAI_LLM_KEY"
"""The environment variable with the key that is sent as a bearer token."""

NAME = "WENMAI_LLM_MODEL"
"""The environment variable with the model's name; where it is empty, the first that the server lists is taken."""

BUSY = frozenset({408, 429, 500, 502, 503, 504})
"""Statuses that may pass by themselves."""

NO_SCHEMAS = frozenset({400, 404, 422, 501})
"""Statuses with which servers refuse a field that they do not know."""

_TRIES = 2
"""How often an answer that does not fit may be given."""

_FENCE = re.compile(
    r"\A\s*(?:<think>.*?</think>\s*)?(?:```(?:json)?\s*\n(?P<fenced>.*?)\n?```\s*|(?P<plain>.*))\Z", re.DOTALL
)


class ChatLimits(NamedTuple):
    """What one question may cost: seconds with all retries, bytes of an answer, retries, characters that are sent."""

    seconds: float = 120.0
    most_bytes: int = 1 << 20
    retries: int = 2
    most_sent: int = 60_000


class ChatMessage(NamedTuple):
    """What is said to the model; ``role`` is ``system``, ``user`` or ``assistant``."""

    role: str
    content: str


class LanguageModel:
    """A model behind an address, connected for each question."""

    def __init__(self, parts: SplitResult, name: str, key: str, limits: ChatLimits) -> None:
        """As :func:`open_model` makes it."""
        self.parts, self.limits, self._name, self._key = parts, limits, name, key
        self.shown = urlunsplit(parts)
        self._schemas = True

    @property
    def name(self) -> str:
        """The model's name: as given, else the first that the server lists.

        Raises:
            ModelError: the server lists none.
        """
        if not self._name:
            listed = self._json("GET", "models", None, time.monotonic() + self.limits.seconds)
            models = listed.get("data") if isinstance(listed, dict) else None
            first = models[0] if isinstance(models, list) and models else None
            name = first.get("id") if isinstance(first, dict) else None
            if not isinstance(name, str) or not name or len(name) > 200 or not name.isprintable():
                raise self._failure("lists no model", f"name one with --llm-model or {NAME}")
            self._name = name
        return self._name

    def ask(self, messages: Sequence[ChatMessage], schema: Mapping[str, Any]) -> Any:
        """The model's answer, a JSON value that fits ``schema`` (of JSON Schema what :func:`misfit` knows).

        Raises:
            ModelError: nobody answered in time, or what was answered is too large, no JSON, or does not fit.
            InputError: more is to be sent than is allowed.
        """
        if sum(len(one.content) for one in messages) > self.limits.most_sent:
            raise InputError(
                f"more than {self.limits.most_sent:,} characters are to be sent to {self.shown}; give less"
            )
        end, said = time.monotonic() + self.limits.seconds, list(messages)
        fault = ""
        for _ in range(_TRIES):
            words = self._said(said, schema, end)
            value, fault = _parsed(words)
            fault = fault or misfit(value, schema)
            if not fault:
                return value
            said = [
                *messages,
                ChatMessage("assistant", words[:4000]),
                ChatMessage("user", f"That answer {fault}. Answer again, with JSON alone."),
            ]
        raise self._failure(f"answered what {fault}", "another model may do better")

    def _said(self, messages: Sequence[ChatMessage], schema: Mapping[str, Any], end: float) -> str:
        """The words of one completion."""
        body: dict[str, Any] = {
            "model": self.name,
            "messages": [one._asdict() for one in messages],
            "temperature": 0,
            "stream": False,
        }
        wanted = {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": dict(schema)}}
        answer: Any = None
        if self._schemas:
            answer = self._json("POST", "chat/completions", body | {"response_format": wanted}, end, perhaps=NO_SCHEMAS)
            self._schemas = answer is not None
        if answer is None:
            answer = self._json("POST", "chat/completions", body, end)
        try:
            words = answer["choices"][0]["message"]["content"]
        except (KeyError, IndexError, TypeError):
            words = None
        if not isinstance(words, str):
            raise self._failure("answered without the words of a completion", "is it an OpenAI-compatible address?")
        return words

    def _json(
        self, method: str, last: str, body: dict[str, Any] | None, end: float, perhaps: frozenset[int] = frozenset()
    ) -> Any:
        """The JSON of a reply; ``None`` for a status that is ``perhaps`` given."""
        reply = self._reply(method, last, body, end)
        if reply.status in perhaps:
            return None
        if reply.status != 200:
            raise self._refused(reply)
        try:
            return json.loads(reply.body.decode("utf-8"))
        except (ValueError, RecursionError):
            raise self._failure("answered what is no JSON", "is it an OpenAI-compatible address?") from None

    def _reply(self, method: str, last: str, body: dict[str, Any] | None, end: float) -> Reply:
        """A whole reply, asked for again while the server is busy and time is left."""
        from wenmai.sources.endpoint.requests.exchange import Broken, Late, Line, Request, TooLarge

        sent = None if body is None else json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        request = Request(method, self._target(last), self._headers(), sent)
        line = Line(self.parts, self.limits.most_bytes)
        for attempt in range(self.limits.retries + 1):
            trouble = ""
            try:
                reply = line.exchange(request, end)
                if reply.status not in BUSY:
                    return reply
                trouble = f"answered with HTTP {reply.status}"
            except Late:
                raise self._failure(
                    f"did not answer within {self.limits.seconds:.3g} s", "try again, or a faster model"
                ) from None
            except TooLarge:
                raise self._failure(
                    f"answered with more than {self.limits.most_bytes:,} bytes", "another model may do better"
                ) from None
            except Broken as broken:
                trouble = broken.reason
            finally:
                line.close()
            pause = 0.5 * 2**attempt
            if attempt == self.limits.retries or time.monotonic() + pause > end:
                raise self._failure(trouble, "is the server running?")
            time.sleep(pause)
        raise AssertionError

    def _target(self, last: str) -> str:
        path = self.parts.path.rstrip("/").removesuffix("/chat/completions")
        return f"{path}/{last}" + (f"?{self.parts.query}" if self.parts.query else "")

    def _headers(self) -> dict[str, str]:
        headers = {"Accept": "application/json", "Content-Type": "application/json", "User-Agent": "wenmai"}
        return headers | ({"Authorization": f"Bearer {self._key}"} if self._key else {})

    def _refused(self, reply: Reply) -> ModelError:
        """What a reply means that is no answer."""
        from wenmai.sources.endpoint.requests.exchange import excerpt

        if 300 <= reply.status < 400:
            place = excerpt(reply.headers.get("location", "nowhere").encode("latin-1", "replace"))
            return self._failure(
                f"redirects to {place}", "redirects are not followed: give that address if you trust it"
            )
        if reply.status in {401, 403}:
            advice = f"is {KEY} right?" if self._key else f"set {KEY}"
            return self._failure(f"asks for a key (HTTP {reply.status})", advice)
        words = excerpt(reply.body)
        return self._failure(
            f"answered with HTTP {reply.status}" + (f": {words}" if words else ""),
            "is it an OpenAI-compatible address?",
        )

    def _failure(self, reason: str, advice: str) -> ModelError:
        hidden = reason.replace(self._key, "***") if len(self._key) > 3 else reason
        return ModelError(f"the language model at {self.shown} {hidden}; {advice}")


def open_model(address: str, name: str = "", limits: ChatLimits = ChatLimits()) -> LanguageModel:  # noqa: B008 - a frozen tuple
    """The model at an address such as ``http://127.0.0.1:11434/v1``; nothing is sent yet.

    ``name`` goes before the environment variable ``WENMAI_LLM_MODEL``; the key is in ``WENMAI_LLM_KEY``.

    Raises:
        InputError: the address is neither https nor of this machine, holds a user or password, or the key cannot be sent.
    """
    from wenmai.sources.endpoint.requests.address import masked, split_address, without_user

    try:
        parts = split_address(address)
    except InputError:
        raise InputError(f"--llm {masked(address)!r} is no http(s) address") from None
    if parts.username is not None:
        raise InputError(f"--llm {masked(address)!r} may hold no user or password: the key goes into {KEY}")
    if parts.scheme != "https" and not is_local(str(parts.hostname)):
        raise InputError(
            f"--llm {masked(address)!r} would send texts unencrypted: give an https address, or one of this machine"
        )
    key = os.environ.get(KEY, "").strip()
    if key and not re.fullmatch(r"[\x21-\x7e]+", key):
        raise InputError(f"{KEY} is no key: it holds a space or a character beyond ASCII")
    return LanguageModel(without_user(parts), name or os.environ.get(NAME, ""), key, limits)


def is_local(host: str) -> bool:
    """Whether a host is this machine's own loopback.

    >>> is_local("127.0.0.1"), is_local("::1"), is_local("localhost"), is_local("10.0.0.1")
    (True, True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _parsed(words: str) -> tuple[Any, str]:
    """The JSON in a model's words, thoughts before it and a fence around it left out; and what is wrong, if anything."""
    match = _FENCE.match(words)
    text = (match["fenced"] or match["plain"] or "") if match else words
    try:
        return json.loads(text, parse_constant=_no_number), ""
    except (ValueError, RecursionError):
        return None, "is no JSON"


def _no_number(name: str) -> float:
    raise ValueError(name)


_KINDS: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}


def misfit(value: Any, schema: Mapping[str, Any], where: str = "it") -> str:
    """The first way in which a value does not fit a schema, as words after *answered what*; empty where it fits.

    Of JSON Schema it knows ``type``, ``enum``, ``properties``, ``required``, ``additionalProperties: false``, ``items``,
    ``maxItems`` and ``maxLength``.

    >>> misfit({"n": "x"}, {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]})
    'does not fit: it.n is no integer'
    """
    kind = schema.get("type")
    if kind is not None and (not isinstance(value, _KINDS[kind]) or (isinstance(value, bool) and kind != "boolean")):
        return f"does not fit: {where} is no {kind}"
    if "enum" in schema and value not in schema["enum"]:
        return f"does not fit: {where} is none of {', '.join(map(str, schema['enum']))}"
    if isinstance(value, str) and len(value) > schema.get("maxLength", len(value)):
        return f"does not fit: {where} is too long"
    if isinstance(value, list):
        return _misfit_list(value, schema, where)
    return _misfit_object(value, schema, where) if isinstance(value, dict) else ""


def _misfit_list(value: list[Any], schema: Mapping[str, Any], where: str) -> str:
    if len(value) > schema.get("maxItems", len(value)):
        return f"does not fit: {where} has too many items"
    inner = schema.get("items", {})
    return next((fault for number, one in enumerate(value) if (fault := misfit(one, inner, f"{where}[{number}]"))), "")


def _misfit_object(value: dict[str, Any], schema: Mapping[str, Any], where: str) -> str:
    known: Mapping[str, Any] = schema.get("properties", {})
    missing = next((name for name in schema.get("required", ()) if name not in value), None)
    if missing is not None:
        return f"does not fit: {where} has no {missing}"
    if schema.get("additionalProperties") is False and not value.keys() <= known.keys():
        return f"does not fit: {where} has more than {', '.join(known)}"
    return next(
        (
            fault
            for name, one in value.items()
            if name in known and (fault := misfit(one, known[name], f"{where}.{name}"))
        ),
        "",
    )
