"""The Model Context Protocol (https://modelcontextprotocol.io): the tools for assistants, on stdio or HTTP, by the official SDK."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import mcp.types as protocol
from mcp.server import Server

from wenmai.serve.assistants.tools import TOOLS, ToolReply, run_tool, schema
from wenmai.sparql import questions

if TYPE_CHECKING:
    from wenmai.serve.commands import Desk

Use = Callable[[str, dict[str, Any]], Awaitable[ToolReply]]
"""Uses a tool with its arguments."""

INSTRUCTIONS = (
    "A knowledge graph with who says so. Start with search or vocabulary. Names are taken in any language; where one means "
    "several things the candidates come back: use their IRIs. Cite as the answers do: document and position. What is marked "
    "planned, inferred or said by somebody is no plain fact."
)


def create_server(use: Use) -> Server[Any]:
    """A server of the tools, and of the named questions as prompts."""

    async def list_tools(_context: Any, _params: Any) -> protocol.ListToolsResult:
        reads = protocol.ToolAnnotations(read_only_hint=True, open_world_hint=False)
        tools = [
            protocol.Tool(name=name, description=tool.about, input_schema=schema(tool), annotations=reads)
            for name, tool in TOOLS.items()
        ]
        return protocol.ListToolsResult(tools=tools)

    async def call_tool(_context: Any, params: protocol.CallToolRequestParams) -> protocol.CallToolResult:
        reply = await use(params.name, dict(params.arguments or {}))
        return protocol.CallToolResult(content=[protocol.TextContent(text=reply.text)], is_error=reply.failed)

    async def list_prompts(_context: Any, _params: Any) -> protocol.ListPromptsResult:
        return protocol.ListPromptsResult(
            prompts=[protocol.Prompt(name=one.name, description=f"{one.en} {one.zh}") for one in questions()]
        )

    async def get_prompt(_context: Any, params: protocol.GetPromptRequestParams) -> protocol.GetPromptResult:
        from wenmai.sparql import question

        text = (
            f"Use the tool query with this SPARQL and say what it answers, with its sources:\n\n{question(params.name)}"
        )
        message = protocol.PromptMessage(role="user", content=protocol.TextContent(text=text))
        return protocol.GetPromptResult(messages=[message])

    return Server(
        "wenmai",
        version=version("wenmai"),
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_prompts=list_prompts,
        on_get_prompt=get_prompt,
    )


def run_stdio(desk: Desk, language: str, ask: Callable[[str], str]) -> None:
    """Speak MCP on standard input and output until the other side closes; ``ask`` answers SPARQL as text."""
    import anyio
    from mcp.server.stdio import stdio_server

    async def use(name: str, arguments: dict[str, Any]) -> ToolReply:
        return await anyio.to_thread.run_sync(lambda: run_tool(desk, name, arguments, language, ask))

    async def speak() -> None:
        server = create_server(use)
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    anyio.run(speak)


def http_app(use: Use) -> Any:
    """The same over HTTP: an ASGI application, and the context within which it runs.

    Who may ask is seen to before; each request stands for itself, so that no session is kept.
    """
    from mcp.server.transport_security import TransportSecuritySettings

    server = create_server(use)
    open_to_the_guarded = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    app = server.streamable_http_app(
        streamable_http_path="/mcp", json_response=True, stateless_http=True, transport_security=open_to_the_guarded
    )
    return app, server.session_manager.run


def read_reply(status: int, body: bytes) -> ToolReply:
    """A reply out of what a worker answered."""
    text = body.decode("utf-8", "replace")
    if status == 200:
        said = json.loads(text)
        return ToolReply(said["text"], said["failed"])
    try:
        return ToolReply(str(json.loads(text)["detail"]), failed=True)
    except (ValueError, KeyError, TypeError):
        return ToolReply(text[:300], failed=True)
