"""The story that a page opens on: steps with names and captions, each the state of the page as an address has it.

A page saves it as JSON: ``format`` and ``version``, the ``graph`` that it was told of, a ``title`` and the ``steps``. It is read as
``script/story.js`` reads it: whatever is in it is text, and a state names entities by IRI, of which unknown ones are left out.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs

from wenmai.errors import InputError
from wenmai.notices import notice

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT, VERSION = "wenmai-story", 1
MOST_CHARACTERS, MOST_STEPS = 1_000_000, 200
_MOST = {"name": 300, "caption": 5_000, "state": 60_000}
_NAMING = ("select", "from", "to", "among", "via", "ticked", "kept", "pinned")
"""The parameters of a state that name entities."""


class Story(NamedTuple):
    """A story, and the mark of the graph that it was told of."""

    title: str
    steps: tuple[dict[str, str], ...]
    graph: str


def read_story(text: str, name: str = "the story") -> Story:
    """Read a story's file; ``name`` is what it is called in a message.

    Raises:
        InputError: it is no story, or one of another version.
    """
    if len(text) > MOST_CHARACTERS:
        raise InputError(f"{name} is larger than 1 MB and no story of the page")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise InputError(
            f"{name} is not JSON and no story of the page; save one on the page (Story, Save as a file)"
        ) from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise InputError(f"{name} is no story of the page; save one on the page (Story, Save as a file)")
    if found.get("version") != VERSION or isinstance(found["version"], bool):
        told = str(found.get("version"))[:20]
        raise InputError(
            f"{name} is a story of format {told}, and this wenmai reads format {VERSION}; use the one that wrote it"
        )
    steps = found.get("steps")
    if not isinstance(steps, list) or not 0 < len(steps) <= MOST_STEPS:
        raise InputError(f"{name} does not have 1 to {MOST_STEPS} steps")
    for number, step in enumerate(steps, 1):
        if not isinstance(step, dict) or not all(_is_text(step.get(key), most) for key, most in _MOST.items()):
            raise InputError(f"{name}: step {number} lacks its name, caption or state, or is too long")
    title, graph = found.get("title"), found.get("graph")
    return Story(
        title if isinstance(title, str) and _is_text(title, _MOST["name"]) else "",
        tuple({key: step[key] for key in _MOST} for step in steps),
        str(graph.get("hash")) if isinstance(graph, dict) else "",
    )


def _is_text(value: object, most: int) -> bool:
    return isinstance(value, str) and len(value) <= most


def check_story(story: Story, held: Mapping[str, Any]) -> None:
    """Say it where a story was told of another version of the graph.

    Raises:
        InputError: it is of another graph: the page has none of the entities that it names.
    """
    if story.graph == graph_mark(held):
        return
    known, named = set(held["nodes"]["iri"]), _named(story)
    missing = len(named - known)
    if named and missing == len(named):
        raise InputError(
            f"the story is of another graph: this one has none of the {len(named)} entities that it names; give its graph with -g"
        )
    left = f"of the {len(named)} entities that it names {missing} are not here and are left out" if missing else ""
    notice(f"the story was told of another version of the graph; {left or 'all entities that it names are here'}")


def _named(story: Story) -> set[str]:
    """The entities that a story's states name."""
    named = set()
    for step in story.steps:
        parts = parse_qs(step["state"])
        for key in _NAMING:
            iris = parts.get(key, [""])[0].split()
            named.update(iris[:1] if key == "select" else iris)
    return named


def graph_mark(held: Mapping[str, Any]) -> str:
    """A mark of the graph that a page holds: the same for the same entities and links, whatever the language and what is drawn."""
    iris, links = held["nodes"]["iri"], held["links"]
    predicates = [held["terms"][row[0]][0] for row in held["predicates"]]
    rows = zip(links["subject"], links["predicate"], links["object"], strict=True)
    lines = [f"{iris[a]} {predicates[p]} {iris[b]}" for a, p, b in rows]
    return hashlib.sha256("\n".join([*sorted(iris), "", *sorted(lines)]).encode("utf-8", "surrogatepass")).hexdigest()[
        :16
    ]
