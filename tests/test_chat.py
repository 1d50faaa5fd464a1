"""Questions to a language model, held against a real server on loopback that answers well, badly, late, or without end."""

from __future__ import annotations

import json
import resource
import socket
import sys
import time

import pytest

from chatserver import Endless, Raw, chat_server, completion
from wenmai.chat import ChatLimits, ChatMessage, misfit, open_model
from wenmai.errors import InputError, ModelError

SCHEMA = {
    "type": "object",
    "properties": {"found": {"type": "array", "maxItems": 3, "items": {"type": "string", "maxLength": 9}}},
    "required": ["found"],
    "additionalProperties": False,
}
ASKED = [ChatMessage("system", "Find names."), ChatMessage("user", "白榆县在哪里?")]
QUICK = ChatLimits(seconds=2.0, most_bytes=20_000, retries=1, most_sent=500)


@pytest.fixture
def played():
    with chat_server() as server:
        yield server


def ask(server, *answers, limits=QUICK):
    server.answers = list(answers)
    return open_model(server.address, "one", limits).ask(ASKED, SCHEMA)


@pytest.mark.parametrize(
    "words",
    [
        {"found": ["白榆县"]},
        '```json\n{"found": ["白榆县"]}\n```',
        '<think>The user {asks} …</think>\n{"found": ["白榆县"]}',
        '<think>\n</think>\n```\n{"found": ["白榆县"]}\n```\n',
    ],
)
def test_an_answer_is_json_whatever_stands_around_it(played, words):
    assert ask(played, words) == {"found": ["白榆县"]}


def test_the_question_goes_as_the_protocol_has_it(played, monkeypatch):
    monkeypatch.setenv("WENMAI_LLM_KEY", "sk-secret")
    assert ask(played, {"found": []}) == {"found": []}
    path, fields, body = played.requests[0]
    assert (path, fields["Authorization"], body["model"]) == ("/v1/chat/completions", "Bearer sk-secret", "one")
    assert body["messages"] == [one._asdict() for one in ASKED]
    assert body["response_format"]["json_schema"]["schema"] == SCHEMA


def test_the_first_model_that_is_listed_is_taken_where_none_is_named(played):
    played.answers = [{"found": []}]
    model = open_model(played.address + "/chat/completions?api-version=2")
    model.ask(ASKED, SCHEMA)
    assert model.name == "replayed"
    assert [path for path, *_ in played.requests] == ["/v1/models?api-version=2", "/v1/chat/completions?api-version=2"]


def test_a_server_without_schemas_is_asked_without(played):
    def answer(body):
        return Raw(b'{"error": "unknown field"}', 400) if "response_format" in body else {"found": ["东"]}

    played.answers = [answer]
    model = open_model(played.address, "one")
    assert model.ask(ASKED, SCHEMA) == model.ask(ASKED, SCHEMA) == {"found": ["东"]}
    assert len(played.requests) == 3


def test_an_answer_that_does_not_fit_is_asked_for_once_more(played):
    assert ask(played, {"names": []}, {"found": ["西"]}) == {"found": ["西"]}
    assert "has no found" in played.requests[1][2]["messages"][-1]["content"]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("I cannot help with that.", "is no JSON"),
        ({"found": "白榆县"}, "it.found is no array"),
        ({"found": ["a", "b", "c", "d"]}, "too many items"),
        ({"found": ["a very long name"]}, r"it.found\[0\] is too long"),
        ({"found": [], "command": "rm"}, "has more than found"),
        ({"found": [True]}, "is no string"),
        ("[" * 5000, "is no JSON"),
        ('{"found": NaN}', "is no JSON"),
        ('{"found": ' + "9" * 6000 + "}", "is no JSON"),
        (Raw(b"<html>hello</html>"), "answered what is no JSON"),
        (Raw(b'{"choices": []}'), "without the words of a completion"),
        (Raw(b'{"choices": [{"message": {"content": null}}]}'), "without the words of a completion"),
        (Raw(b"\xff\xfe\x00{"), "answered what is no JSON"),
        (Raw(b"no such model", 404), "HTTP 404: no such model"),
        (Raw(b"", 503), "answered with HTTP 503"),
        (Raw(b"", 401), "asks for a key"),
        (Raw(b"x" * 40_000), "more than 20,000 bytes"),
        (Endless(b" " * 4096), "more than 20,000 bytes"),
        (Raw(b" " * 900, pause=0.2), "did not answer within 2 s"),
    ],
)
def test_a_bad_answer_is_one_sentence(played, answer, said):
    with pytest.raises(ModelError, match=said) as raised:
        ask(played, answer)
    assert "\n" not in str(raised.value)
    assert raised.value.exit_status == 6


def test_a_redirect_is_not_followed(played):
    with chat_server() as other:
        other.answers = [{"found": ["stolen"]}]
        for status in (301, 302, 303, 307, 308):
            with pytest.raises(ModelError, match="redirects to http"):
                ask(played, Raw(b"", status, Location=other.address + "/chat/completions"))
        assert not other.requests


def test_the_key_is_never_shown(played, monkeypatch):
    monkeypatch.setenv("WENMAI_LLM_KEY", "sk-secret")
    with pytest.raises(ModelError) as raised:
        ask(played, Raw(b"bad key sk-secret", 418))
    assert "sk-secret" not in str(raised.value)
    assert "***" in str(raised.value)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://example.org/v1", "unencrypted"),
        ("http://10.0.0.1/v1", "unencrypted"),
        ("http://localhost.example.org/v1", "unencrypted"),
        ("ftp://127.0.0.1/v1", "no http"),
        ("http://me:sesame@127.0.0.1/v1", "no user or password"),
        ("127.0.0.1:8080", "no http"),
        ("http://127.0.0.1:99999/v1", "no http"),
        ("", "no http"),
    ],
)
def test_an_address_is_https_or_of_this_machine(address, said):
    with pytest.raises(InputError, match=said) as raised:
        open_model(address)
    assert "sesame" not in str(raised.value)


@pytest.mark.parametrize("address", ["https://api.example.org/v1", "http://[::1]:8080", "http://localhost:1/v1"])
def test_such_addresses_may_be_given(address):
    assert open_model(address).shown == address


def test_nobody_at_the_address_is_one_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(ModelError, match="cannot be reached"):
        open_model(f"http://127.0.0.1:{port}/v1", "one", QUICK).ask(ASKED, SCHEMA)


def test_a_busy_server_is_asked_again(played):
    assert ask(played, Raw(b"", 429), {"found": ["南"]}) == {"found": ["南"]}


def test_no_more_is_sent_than_allowed(played):
    with pytest.raises(InputError, match="more than 500 characters"):
        open_model(played.address, "one", QUICK).ask([ChatMessage("user", "字" * 501)], SCHEMA)
    assert not played.requests


def test_half_a_character_is_sent_as_a_question_mark(played):
    played.answers = [{"found": []}]
    open_model(played.address, "one").ask([ChatMessage("user", "a\ud800")], SCHEMA)
    assert played.requests[0][2]["messages"][0]["content"] == "a?"


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured in kilobytes on Linux")
def test_a_huge_answer_costs_little_memory(played):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ModelError):
        ask(played, Endless(b" " * (1 << 16)))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


def test_a_packed_answer_is_read_and_bounded(played):
    import gzip

    good = gzip.compress(json.dumps(completion({"found": ["北"]})).encode())
    assert ask(played, Raw(good, Content_Encoding="gzip")) == {"found": ["北"]}
    with pytest.raises(ModelError, match="more than 20,000 bytes"):
        ask(played, Raw(gzip.compress(b" " * 50_000_000), Content_Encoding="gzip"))


def test_the_clock_bounds_all_retries(played):
    started = time.monotonic()
    with pytest.raises(ModelError):
        ask(played, Raw(b"", 500), limits=ChatLimits(seconds=1.0, retries=50))
    assert len(played.requests) < 10
    assert time.monotonic() - started < 60


def test_what_fits_a_schema():
    assert not misfit({"found": []}, SCHEMA)
    assert misfit(3, {"type": "boolean"})
    assert misfit("c", {"type": "string", "enum": ["a", "b"]}) == "does not fit: it is none of a, b"
