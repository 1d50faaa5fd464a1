"""No command runs what lies in the current folder, however it is started and whatever is called like it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from hostile import folder as hostile
from hostile.folder import COMMANDS, Folder

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parent.parent
STATUSES = {"query wrong": 2, "verify": 1, "tidy": 1, "traditional": 0, "endpoint": 6}
QUERYING = [name for name in COMMANDS if "query" in name]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return hostile.make_folder(tmp_path_factory.mktemp("hostile") / "data")


@pytest.fixture(scope="module")
def late_folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A folder without the names that Python imports before wenmai's first line."""
    return hostile.make_folder(tmp_path_factory.mktemp("late") / "data", without=hostile.early_names())


def check(folder: Folder, way: str, name: str) -> None:
    """The command does its work, and nothing of the folder was run."""
    ended = hostile.call(folder, way, COMMANDS[name])
    assert folder.ran() == set()
    assert ended.returncode == STATUSES.get(name, 0), ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_module_of_the_folder_that_is_imported_leaves_word(tmp_path: Path) -> None:
    folder = hostile.make_folder(tmp_path / "data")
    for name in ("hashlib", "graph", "click"):
        subprocess.run([sys.executable, "-c", f"import {name}"], cwd=folder.path, capture_output=True, check=False)
    assert folder.ran() == {"hashlib", "graph", "click"}


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_runs_what_lies_beside_the_data(folder: Folder, name: str) -> None:
    check(folder, "script", name)


@pytest.mark.parametrize("name", [*QUERYING, "load", "query store"])
def test_no_query_does_where_its_process_is_spawned(folder: Folder, name: str) -> None:
    check(folder, "spawn", name)


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_does_though_python_was_told_to_look_there(late_folder: Folder, name: str) -> None:
    check(late_folder, "path", name)


@pytest.mark.parametrize(
    ("name", "written"), [("figures", "figures.html"), ("analyze", "analysis.html"), ("traditional", "")]
)
def test_no_library_takes_settings_from_there(folder: Folder, tmp_path: Path, name: str, written: str) -> None:
    elsewhere = Folder(tmp_path, tmp_path / "ran")
    told = [hostile.call(one, "script", COMMANDS[name]).stdout for one in (folder, elsewhere)]
    assert told[0] == told[1]
    if written:
        assert (folder.path / written).read_bytes() == (tmp_path / written).read_bytes()


def test_what_it_starts_does_not_where_wenmai_is_a_library_of_a_program_that_looks_there(folder: Folder) -> None:
    ended = start_from(
        "import subprocess, sys, wenmai.system.processes; sys.path.insert(0, '')",
        "import hashlib, resource, click; print('fine')",
        folder.path,
    )
    assert ended.stdout == "fine\n"
    assert folder.ran() == set()


@pytest.mark.parametrize("kind", ["zip", "folder", "in the current folder"])
def test_what_it_starts_finds_wenmai_wherever_it_was_imported_from(tmp_path: Path, kind: str) -> None:
    """As by ``PYTHONPATH``, from a zip file, and installed into the folder that one works in."""
    place = tmp_path / ("a.zip" if kind == "zip" else "lib")
    if kind == "zip":
        with zipfile.ZipFile(place, "w") as archive:
            for path in (ROOT / "graph").rglob("*.py"):
                archive.write(path, path.relative_to(ROOT / "graph"))
    else:
        place.symlink_to(ROOT / "graph")
    where = place if kind == "in the current folder" else tmp_path
    ended = start_from(
        "import wenmai; print(wenmai.__file__, flush=True)", "import wenmai; print(wenmai.__file__)", where, str(place)
    )
    here, there = ended.stdout.splitlines()
    assert here == there
    assert here.startswith(str(place))


def test_what_it_starts_reads_no_variable(folder: Folder) -> None:
    ended = start_from("import sys", "import hashlib; print('fine')", folder.path, str(folder.path), "-E")
    assert ended.stdout == "fine\n"
    assert folder.ran() == set()


def start_from(first: str, child: str, where: Path, path: str = "", *flags: str) -> subprocess.CompletedProcess[str]:
    """Run ``first`` in an interpreter, and ``child`` in one that wenmai starts from there."""
    script = f"""{first}
from wenmai.system.processes import start_python
start_python("builtins:exec", {child!r}).wait()
"""
    return subprocess.run(
        [sys.executable, "-P", *flags, "-c", script],
        cwd=where,
        env={"PYTHONPATH": path, "PYTHONINSPECT": "1", "PYTHONWARNINGS": "error::hostile.Fault"}
        if flags
        else {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
