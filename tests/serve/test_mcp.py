"""The Model Context Protocol, spoken with the SDK's own client: on stdio and over HTTP."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import needs

needs.library("mcp")

import anyio  # noqa: E402 - where it is there
from mcp import ClientSession, StdioServerParameters, stdio_client  # noqa: E402
from mcp.client.streamable_http import streamable_http_client  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from serve.conftest import Running

CALLS: list[tuple[str, dict[str, Any], str]] = [
    ("search", {"text": "bjs", "lang": "zh"}, "北京证券交易所"),
    ("show", {"entity": "北交所", "lang": "en"}, "Beijing Stock Exchange"),
    ("path", {"a": "北交所", "b": "北京金融法院", "k": 1, "lang": "en"}, "planned"),
    ("around", {"entity": "金科新区", "lang": "zh"}, "金科新区"),
    ("between", {"entities": ["北交所", "北京金融法院"], "lang": "zh"}, "北京金融法院"),
    ("compare", {"a": "北交所", "b": "北京金融法院", "lang": "zh"}, "机构"),
    ("timeline", {"entity": "北交所"}, "2021-11-15"),
    ("figures", {"entity": "金科新区"}, "147"),
    ("evidence", {"entity": "北交所", "other": "西城区"}, "#char="),
    ("evidence", {"entity": "北京金融法院", "lang": "zh"}, "已安排; 说明: "),
    ("targets", {"lang": "zh"}, "登记失业率"),
    ("ask", {"question": "谁创办了京报", "lang": "zh"}, "邵飘萍"),
    ("vocabulary", {}, "locatedIn"),
    ("query", {"sparql": "SELECT (COUNT(*) AS ?n) { ?s wm:locatedIn ?o }"}, "?n"),
    ("query", {"sparql": "ASK {}"}, "true"),
]
FAILURES: list[tuple[str, dict[str, Any], str]] = [
    ("show", {"entity": "bjs"}, "<urn:wenmai:xicheng:北京市>"),
    ("show", {"entity": "no such thing"}, "no entity is called"),
    ("show", {}, "entity is needed"),
    ("show", {"entity": "北交所", "source": "/etc/passwd"}, "no parameter"),
    ("show", {"entity": "北交所", "page": 99}, "no page 99"),
    ("nothing", {}, "no tool"),
    ("query", {"sparql": "SELECT * {"}, "line 1"),
    ("query", {"sparql": "DELETE WHERE { ?s ?p ?o }"}, "only reads"),
]


def in_a_thread(main: Callable[[], Awaitable[None]]) -> None:
    """Run in a thread of its own: where the tests of the browser ran before, an event loop runs in this one."""
    with ThreadPoolExecutor(1) as threads:
        threads.submit(anyio.run, main).result()


def on_stdio(talk: Callable[[ClientSession], Awaitable[None]]) -> None:
    async def main() -> None:
        server = StdioServerParameters(command=sys.executable, args=["-P", "-m", "wenmai", "mcp", "--lang", "zh"])
        async with stdio_client(server) as (reading, writing), ClientSession(reading, writing) as session:
            await session.initialize()
            await talk(session)

    in_a_thread(main)


def over_http(address: str, talk: Callable[[ClientSession], Awaitable[None]]) -> None:
    async def main() -> None:
        async with (
            streamable_http_client(address + "/mcp") as (reading, writing, *_),
            ClientSession(reading, writing) as session,
        ):
            await session.initialize()
            await talk(session)

    in_a_thread(main)


async def everything(session: ClientSession) -> None:
    tools = (await session.list_tools()).tools
    assert {call[0] for call in CALLS} == {tool.name for tool in tools}
    assert len(json.dumps([tool.model_dump(exclude_none=True) for tool in tools], ensure_ascii=False).encode()) < 6_000
    for name, arguments, expected in CALLS:
        done = await session.call_tool(name, arguments)
        text = "".join(part.text for part in done.content if part.type == "text")
        assert not done.is_error, text
        assert expected in text, (name, text[:500])
        assert len(text.encode()) <= 20_000
    for name, arguments, expected in FAILURES:
        done = await session.call_tool(name, arguments)
        text = "".join(part.text for part in done.content if part.type == "text")
        assert done.is_error
        assert expected in text, (name, text)
        assert "Traceback" not in text
    prompts = (await session.list_prompts()).prompts
    assert prompts
    prompt = await session.get_prompt(prompts[0].name)
    assert "SELECT" in str(prompt.messages[0].content)


async def pages(session: ClientSession) -> None:
    """A long answer comes in pages that together say all of it, each line once."""
    lines: list[str] = []
    for page in range(1, 100):
        done = await session.call_tool("timeline", {"page": page})
        text = "".join(part.text for part in done.content if part.type == "text")
        assert len(text.encode()) <= 20_000
        *said, last = text.splitlines()
        lines += said
        if f"page={page + 1}" not in last:
            break
    assert page > 1
    assert last == f"page {page} of {page}"
    assert len(lines) > 150


def test_on_stdio() -> None:
    on_stdio(everything)


def test_pages_on_stdio() -> None:
    on_stdio(pages)


def test_over_http(report: Running) -> None:
    over_http(report.address, everything)


def test_a_tool_is_used_by_post_alone(report: Running) -> None:
    path = "/api/v1/tools/search"
    assert report.ask(path).status == 405
    assert report.ask(path, method="POST", body=b"{}").status == 415
    kind = {"content-type": "application/json"}
    assert report.ask(path, method="POST", body=b"[1]", headers=kind).status == 400
    assert report.ask(path, method="POST", body=b"[" * 100_000, headers=kind).status == 400
    answer = report.ask(path, method="POST", body=b'{"text": "bjs"}', headers=kind)
    assert (answer.status, answer.json["failed"]) == (200, False)
