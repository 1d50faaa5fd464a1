"""Build the wheel and the sdist, install each in a fresh environment, and use it from another folder, as a program and as a library.

python tests/release.py                          # both are built, tried and thrown away
python tests/release.py --tag v0.1.0 --keep dist # a release: the tag must be the version; what was built is kept
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
import tomllib
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAME_NAMES = ("graph", "cli", "commands")
"""Names that other distributions install at the top level."""

CONSUMER = """\
import wenmai
from wenmai.errors import NameNotFound
from wenmai.model import Description, Match, Path

source: wenmai.Source = wenmai.open()
try:
    matches: list[Match] = wenmai.search(source, "北交所", limit=3)
    found: list[Path] = wenmai.find_paths(source, matches[0].iri, "北京金融法院", k=1)
    described: Description = wenmai.describe(source, "北交所", language="zh")
    part: wenmai.Subgraph = wenmai.around(source, "北交所", limit=3)
except NameNotFound as error:
    raise SystemExit(error.exit_status) from error
print(found[0].length + len(described.facts), [hop.predicate for hop in found[0].hops], len(part.entities()))
"""
"""A program that uses wenmai as its own ``mypy --strict`` wants it."""

MISTAKES = {
    "wenmai.search(wenmai.open(), 3)": "arg-type",
    "wenmai.search(wenmai.open(), 'a', limit='3')": "arg-type",
    "wenmai.search(wenmai.open(), 'a')[0].lable": "attr-defined",
    "wenmai.find_paths(wenmai.open(), 'a')": "call-arg",
    "wenmai.describe(wenmai.open(), 'a').facts[0].object.upper()": "union-attr",
    "wenmai.opne()": "attr-defined",
    "wenmai.query(wenmai.open(), 'ASK {}', timeuot=3)": "call-arg",
    "wenmai.find_paths(wenmai.open(), 'a', 'b', k='1')": "arg-type",
    "wenmai.page(wenmai.open(), path=('a',))": "arg-type",
    "wenmai.analyze(wenmai.open(), include=3)": "arg-type",
}
"""What such a program may get wrong, and how mypy must call it: it sees whole signatures, not ``Any``."""


def main() -> None:
    """Build both and try both; the first failure ends the run with its output."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--tag", help="the tag of the release, v and the version")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep what was built there")
    options = parser.parse_args()
    if options.tag:
        check_version(options.tag)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        built = build(folder, options.keep or folder / "dist")
        for path in built:
            begun = time.monotonic()
            python = environment(folder / f"try{path.suffix}", str(path))
            check_top_level(python)
            try_out(python, folder)
            print(f"{path.name}: installed and used from another folder ({time.monotonic() - begun:.0f} s)", flush=True)
        check_contents(built[0])
        check_types(python, folder)
        print("a consumer's mypy --strict sees whole signatures, and its mistakes")
        check_beside_others(python, folder)
        print(f"works beside other distributions' {', '.join(SAME_NAMES)}")
        check_editable(folder)
        print("installed editable: nothing but wenmai at the top level")


def build(folder: Path, out: Path) -> list[Path]:
    """The wheel and the sdist, in this order."""
    builder = environment(folder / "builder", "build")
    run(builder, "-m", "build", "--outdir", str(out), str(ROOT))
    built = sorted(out.iterdir(), key=lambda path: path.suffix, reverse=True)
    assert [path.suffix for path in built] == [".whl", ".gz"], built
    return built


def check_version(tag: str) -> None:
    """The tag, the project, the citation and the newest section of the changelog name one version."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    cited = re.search(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text("utf-8"), re.M)
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert cited
    assert newest
    if {tag, f"v{cited[1]}", f"v{newest[1]}"} != {f"v{version}"}:
        sys.exit(f"the tag is {tag}, pyproject.toml says {version}, CITATION.cff {cited[1]}, CHANGELOG.md {newest[1]}")


def environment(folder: Path, *packages: str) -> Path:
    """A fresh environment with ``packages``; its interpreter."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    run(python, "-m", "pip", "install", "-q", *packages)
    return python


def check_contents(wheel: Path) -> None:
    """At its top the wheel holds the package and what describes it; the package is whole, and says that it is typed."""
    names = zipfile.ZipFile(wheel).namelist()
    tracked = run("git", "ls-files", "graph/wenmai", cwd=ROOT).split()
    assert tracked
    missing = {path.removeprefix("graph/") for path in tracked} - set(names)
    assert not missing, missing
    version = wheel.name.split("-")[1]
    assert {name.partition("/")[0] for name in names} == {"wenmai", f"wenmai-{version}.dist-info"}
    assert "wenmai/py.typed" in names
    indexes = {name.rpartition("/")[2] for name in names if ".graph/" in name}
    assert indexes == {"names.index", "paths.index", "quads.nq", "triples.index"}, indexes
    described = zipfile.ZipFile(wheel).read(f"wenmai-{version}.dist-info/METADATA").decode()
    assert ("Project-URL: Source, " in described) == ("GITHUB_REPOSITORY" in os.environ), described


def check_top_level(python: Path) -> None:
    """Installed, too, there is nothing else: the script is beside the interpreter."""
    script = "from importlib.metadata import files; print(*sorted({p.parts[0] for p in files('wenmai')}))"
    top = run(python, "-P", "-c", script).split()
    assert [name for name in top if name != ".." and not name.endswith(".dist-info")] == ["wenmai"], top


def try_out(python: Path, elsewhere: Path) -> None:
    """The packaged graph, vocabulary, questions and page must be found far from the source."""
    wenmai = python.parent / "wenmai"
    path = run(wenmai, "path", "北交所", "北京金融法院", "--lang", "zh", cwd=elsewhere)
    assert "北京证券交易所" in path, path
    run(wenmai, "query", "opened-in-2021", cwd=elsewhere)
    said = subprocess.run(
        [wenmai, "search", "bjs", "--verbose"], cwd=elsewhere, capture_output=True, text=True, check=True
    )
    assert "from its packaged index" in said.stderr, said.stderr
    run(wenmai, "view", "-o", "page.html", cwd=elsewhere)
    assert (elsewhere / "page.html").stat().st_size > 100_000


def check_types(python: Path, elsewhere: Path) -> None:
    """A consumer's program passes ``mypy --strict`` and runs; each mistake is found at its line."""
    run(python, "-m", "pip", "install", "-q", "mypy")
    (elsewhere / "consumer.py").write_text(CONSUMER, encoding="utf-8")
    run(python, "-m", "mypy", "--strict", "consumer.py", cwd=elsewhere)
    assert run(python, "consumer.py", cwd=elsewhere).strip()
    (elsewhere / "mistaken.py").write_text("\n".join(["import wenmai", *MISTAKES]), encoding="utf-8")
    command = [str(python), "-m", "mypy", "--strict", "mistaken.py"]
    said = subprocess.run(command, cwd=elsewhere, capture_output=True, text=True, check=False).stdout
    found = dict(re.findall(r"^mistaken\.py:(\d+): error: .*\[([a-z-]+)\]$", said, re.M))
    assert found == {str(line): kind for line, kind in enumerate(MISTAKES.values(), 2)}, said


def check_beside_others(python: Path, elsewhere: Path) -> None:
    """Other distributions that install such names neither break wenmai nor are they seen by it."""
    packages = Path(run(python, "-P", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    for name in SAME_NAMES:
        (packages / name).mkdir()
        (packages / name / "__init__.py").write_text(f"raise RuntimeError('{name} of another distribution')", "utf-8")
    script = f"import sys, wenmai; wenmai.open().index; sys.exit(bool({{*{SAME_NAMES}}} & set(sys.modules)))"
    run(python, "-P", "-c", script, cwd=elsewhere)
    try_out(python, elsewhere)


def check_editable(folder: Path) -> None:
    """An editable install puts one folder on the path, and in it is one package."""
    python = environment(folder / "editable", "--no-deps", "-e", str(ROOT))
    script = "import sys; print(*[path for path in sys.path if 'packages' not in path and 'lib' not in path])"
    assert run(python, "-P", "-c", script).split() == [str(ROOT / "graph")]
    assert [path.name for path in (ROOT / "graph").iterdir() if path.name != "__pycache__"] == ["wenmai"]


def run(*command: object, cwd: Path | None = None) -> str:
    """Run a command; its output, or an end with its output."""
    words = [str(part) for part in command]
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        sys.exit(f"{' '.join(words)} failed with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
