"""The sentences that the package says, found in its code: templates with ``{}`` for what a formatted string puts in."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

from wenmai import errors

if TYPE_CHECKING:
    from collections.abc import Iterator

TOLD = {
    **{name: 0 for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, errors.WenmaiError)},
    "GraphSyntaxError": 1,
    "HttpRefusal": 1,
    "Unreadable": 0,
    "notice": 0,
    "refusal": 0,
    "say_note": 0,
    "tell": 0,
}
"""What is called to say something to a person, and which of its arguments the sentence is."""

CHINESE = re.compile("[\u3400-\u9fff]")


def sentences(package: Path) -> Iterator[tuple[str, str]]:
    """Each sentence with its place, where it is written as one string; those of the tables of Chinese are none."""
    for path in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                at = TOLD.get(called)
                if at is not None and len(node.args) > at and (text := template(node.args[at])):
                    yield " ".join(text.split()), f"{path.relative_to(package)}:{node.lineno}"


def template(node: ast.expr) -> str | None:
    """The template of a string, written alone or with facts; ``None`` for what is made elsewhere."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) and not CHINESE.search(node.value) else None
    if isinstance(node, ast.JoinedStr):
        text = "".join(str(part.value) if isinstance(part, ast.Constant) else _hole(part) for part in node.values)
        return None if CHINESE.search(text) else text
    return None


def _hole(part: ast.expr) -> str:
    """A fact; of a number of things (``counted``) the things are the sentence's own, in the plural."""
    value = part.value if isinstance(part, ast.FormattedValue) else None
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "counted":
        noun = value.args[1]
        return f"{{}} {noun.value}" if isinstance(noun, ast.Constant) else "{}"
    return "{}"
