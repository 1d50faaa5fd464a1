"""The arrows between the rooms, held by reading every import in the source."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import structure
from wenmai import cli
from wenmai.cli import entry

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = structure.PACKAGE
COMMANDS = sorted((PACKAGE / "cli").glob("*.py"))
MODULES = [path for path in sorted(PACKAGE.rglob("*.py")) if path not in COMMANDS and path.name != "__main__.py"]
HOT = (
    "errors.py",
    "model.py",
    "terms.py",
    "sources/__init__.py",
    "index/__init__.py",
    "index/adjacency.py",
    "index/layout.py",
    "index/sections.py",
    "names/__init__.py",
    "names/search.py",
    "paths/__init__.py",
    "paths/shortest.py",
    "paths/costs.py",
)
"""Modules that every lookup loads: they may import the standard library and one another at the top, nothing else."""


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


def test_no_two_files_of_tests_have_one_name():
    """Folders without an ``__init__`` give their files as modules of the top level, of which pytest takes one."""
    files = [path for path in (ROOT / "tests").rglob("test_*.py") if not (path.parent / "__init__.py").exists()]
    assert len({path.name for path in files}) == len(files)


@pytest.mark.parametrize("rule", structure.RULES)
def test_no_rule_is_broken_but_where_it_is_known(rule):
    """What is mended leaves ``breaches.txt`` with it: ``python tests/structure.py --shrink``."""
    breaches, known = structure.found(rule), structure.known()[rule]
    assert not [breaches[line] for line in sorted(breaches.keys() - known)], f"new: {rule}"
    assert not sorted(known - breaches.keys()), f"mended: {rule}; run python tests/structure.py --shrink"


SAMPLES = {
    "class name twice": (
        {"facts/a.py": "class Table: ...", "view/b.py": "def f():\n    class Table: ..."},
        ["Table, number 2: facts/a.py, view/b.py"],
    ),
    "import circle": (
        {
            "index/a.py": "def f():\n    from house.index import b",
            "index/b.py": "import house.names.c",
            "names/c.py": "from house.index.a import f",
            "names/d.py": "if TYPE_CHECKING:\n    from house.names.e import g",
            "names/e.py": "from house.names import d",
        },
        [
            "house.index.a -> house.index.b -> house.names.c -> house.index.a",
            "house.index.b -> house.names.c -> house.index.a -> house.index.b",
            "house.names.c -> house.index.a -> house.index.b -> house.names.c",
        ],
    ),
    "room circle": (
        {
            "index/a.py": "from house.names import c",
            "names/c.py": "",
            "names/d.py": "from house.index import e",
            "index/e.py": "",
        },
        ["index -> names -> index", "names -> index -> names"],
    ),
    "upward import": (
        {"sources/a.py": "def f():\n    import house.view.b", "view/b.py": "from house.sources import a"},
        ["house.sources.a -> house.view.b"],
    ),
    "long door": ({"view/__init__.py": "x = 1\n" * 61, "names/__init__.py": "x = 1\n" * 60}, ["view/__init__.py"]),
    "long module": (
        {
            "names/a.py": "x = 1\n" * 401,
            "names/b.py": '"""Names.\n\nLength: one table of names.\n"""\n' + "x = 1\n" * 401,
            "names/c.py": "x = 1\n" * 400,
        },
        ["names/a.py"],
    ),
    "border": (
        {
            "cli/a.py": "import click",
            "paths/b.py": "def f():\n    from networkx.algorithms import approximation",
            "analysis/c.py": "import networkx as nx",
            "network.py": "import networkx",
        },
        ["paths/b.py imports networkx"],
    ),
    "shadowed module": (
        {
            "paths/__init__.py": "from house.paths.costs import costs, Cost\nfrom house.paths import shortest\ndef bound(): ...",
            "paths/costs.py": "",
            "paths/shortest.py": "",
            "paths/bound.py": "",
        },
        ["house.paths.bound", "house.paths.costs"],
    ),
    "kind of source": (
        {
            "facts/a.py": "from house.sources import Memory\nisinstance(x, (str, Memory)), isinstance(x, str)",
            "facts/b.py": "if self._source.kind == 'store' or token.kind == 'word': ...",
            "facts/c.py": "getattr(index, 'prefetch', None), getattr(row, 'prefetch'), print(source.kind)",
            "facts/d.py": "from house.sources.store import Stored\nmatch x:\n    case Stored(): ...",
            "sources/e.py": "source.kind == 'store'",
        },
        [
            "facts/a.py: isinstance(x, (str, Memory))",
            "facts/b.py: self._source.kind == 'store'",
            "facts/c.py: getattr(index, 'prefetch', None)",
            "facts/d.py: Stored()",
        ],
    ),
    "vague signature": (
        {"__init__.py": "def ask(a: str, *, b: int = 1, **options: Any) -> Answer: ...\ndef _own(a: Any): ..."},
        ["ask options: Any"],
    ),
}
"""For each rule a package that breaks it, beside what only looks so, and what must be found."""


@pytest.mark.parametrize("rule", structure.RULES)
def test_each_rule_finds_what_breaks_it(rule, tmp_path):
    files, expected = SAMPLES[rule]
    for name, text in files.items():
        path = tmp_path / "house" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        (path.parent / "__init__.py").touch()
    (tmp_path / "house" / "__init__.py").touch()
    assert structure.RULES[rule](tmp_path / "house") == expected


def test_every_room_stands_on_one_floor():
    rooms = [room for floor in structure.FLOORS for room in floor]
    assert len(rooms) == len(set(rooms))
    assert {structure.room(module) for module in structure.graph(PACKAGE)} <= set(rooms)


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
        "wenmai.languages",
        "wenmai.notices",
        "wenmai.system",
        "wenmai.terminal",
    }


def test_a_command_is_where_it_is_said_to_be():
    import click

    assert set(entry.COMMANDS) <= {path.stem for path in COMMANDS}
    for name in entry.COMMANDS:
        found = cli.cli.get_command(click.Context(cli.cli), name)
        assert isinstance(found, click.Command)
        assert found.name == name
