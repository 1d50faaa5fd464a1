"""The server behind a reverse proxy that offers it under a path: every address begins with the path, and either kind of proxy will do."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

import needs
from serve.conftest import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from serve.conftest import Running

needs.library("starlette")

PAGES = [
    "/?lang=en",
    "/e/Ada?lang=zh",
    "/path?a=Ada&b=Bob",
    "/search?text=Ada",
    "/query",
    "/stats",
    "/nowhere",
    "/ask?question=Ada",
]


@pytest.fixture(scope="module")
def rooted(trig: Path) -> Iterator[Running]:
    with serving("-g", str(trig), "--path", "/graph/") as server:
        server.address = server.address.removesuffix("/graph")
        yield server


@pytest.mark.parametrize("page", PAGES)
def test_pages_lead_nowhere_else(rooted: Running, page: str) -> None:
    kept, stripped = rooted.ask(f"/graph{page}"), rooted.ask(page)
    assert (kept.status, kept.body) == (stripped.status, stripped.body)
    led = re.findall(r'(?:href|src|action|data-picture)="(/[^"]*)"', kept.text)
    assert [one for one in led if not one.startswith("/graph/")] == []
    assert led or kept.status == 404


def test_entities_are_looked_up_under_the_path(rooted: Running) -> None:
    answer = rooted.ask("/graph/id/Ada", headers={"accept": "text/turtle"})
    assert (answer.status, answer.headers["location"]) == (303, "/graph/e/Ada.ttl")
    assert rooted.ask(answer.headers["location"]).status == 200
    described = json.loads(rooted.ask("/graph/api/v1/openapi.json", headers={"x-forwarded-proto": "https"}).body)
    assert described["servers"] == [{"url": f"https://127.0.0.1:{rooted.port}/graph"}]


def test_who_may_ask_does_not_hang_on_what_a_proxy_says(rooted: Running) -> None:
    forwarded = {"x-forwarded-host": "evil.example", "x-forwarded-for": "203.0.113.9"}
    assert rooted.ask("/graph/stats", headers=forwarded).status == 200
    assert "evil" not in rooted.ask("/graph/api/v1/openapi.json", headers=forwarded).text
    assert rooted.ask("/graph/stats", headers={"host": "evil.example"}).status == 421
    posted = {"origin": "http://evil.example", "content-type": "application/sparql-query"}
    assert rooted.ask("/graph/sparql", method="POST", body=b"ASK {}", headers=posted).status == 403


def test_a_path_that_is_none_is_one_sentence(wenmai, tmp_path: Path) -> None:
    said = wenmai("serve", "--path", '/a"b', "--no-browser")
    assert (said.status, "--path is a path" in said.err) == (2, True)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--path", "/a/../b"], "--path is a path"),
        (["--host-name", "a b"], "--host-name is a host"),
        (["--timeout", "nan"], "--timeout is a number"),
        (["--memory", "inf"], "--memory is a number"),
    ],
)
def test_an_option_that_cannot_be_is_refused_before_the_graph_is_read(
    wenmai, options: list[str], sentence: str
) -> None:
    said = wenmai("serve", *options, "--no-browser", "-g", "/nonexistent.ttl")
    assert (said.status, sentence in said.err, "does not exist" in said.err) == (2, True, False)
