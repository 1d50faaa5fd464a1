"""The arrows between the rooms, held by reading every import in the source."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from wenmai import cli
from wenmai.cli import entry

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "graph" / "wenmai"
COMMANDS = sorted((PACKAGE / "cli").glob("*.py"))
MODULES = [path for path in sorted(PACKAGE.rglob("*.py")) if path not in COMMANDS and path.name != "__main__.py"]
HOT = (
    "errors.py",
    "model.py",
    "terms.py",
    "sources/__init__.py",
    "index/__init__.py",
    "index/sections.py",
    "names/__init__.py",
    "paths/__init__.py",
    "paths/breadth.py",
    "paths/walk.py",
)
"""Modules that every lookup loads: they may import the standard library and one another at the top, nothing else."""

BORDERS = {
    "pyvis": ("graph/wenmai/view/",),
    "pyshacl": ("graph/wenmai/audit/",),
    "networkx": ("graph/wenmai/network.py", "graph/wenmai/analysis", "graph/wenmai/view/", "graph/wenmai/export"),
}
"""A library and the places that may import it."""


def imports(path: Path, *, top_level: bool = False) -> set[str]:
    """The modules a file imports; ``top_level``: only those loaded with it, TYPE_CHECKING blocks aside."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = ast.walk(tree) if not top_level else iter(tree.body)
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def roots(names: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_graph_knows_nothing_of_the_command_line(path):
    assert not roots(imports(path)) & {"click"}
    assert not {name for name in imports(path) if name.startswith("wenmai.cli")}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_library_stays_behind_its_border(path):
    place = str(path.relative_to(ROOT))
    for library, allowed in BORDERS.items():
        if library in roots(imports(path)):
            assert place.startswith(allowed), f"{place} imports {library}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_graph_prints_nothing(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    assert "print" not in calls


@pytest.mark.parametrize("name", HOT)
def test_hot_modules_load_the_standard_library_only(name):

    loaded = roots(imports(PACKAGE / name, top_level=True))
    assert loaded <= sys.stdlib_module_names | {"wenmai"}


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.stem)
def test_the_commands_load_click_and_errors_only(path):
    loaded = imports(path, top_level=True)
    assert roots(loaded) <= sys.stdlib_module_names | {"click", "wenmai"}
    assert {name for name in loaded if name.startswith("wenmai.") and name.count(".") == 1} <= {
        "wenmai.cli",
        "wenmai.errors",
    }


def test_a_command_is_where_it_is_said_to_be():
    import click

    assert set(entry.COMMANDS) <= {path.stem for path in COMMANDS}
    for name in entry.COMMANDS:
        found = cli.cli.get_command(click.Context(cli.cli), name)
        assert isinstance(found, click.Command)
        assert found.name == name
