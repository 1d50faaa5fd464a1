"""Requests to an endpoint and its answers: over HTTP, in bounded time and size, as the engine takes them."""
