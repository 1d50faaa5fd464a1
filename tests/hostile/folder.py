"""A folder full of modules with the names of others; each that is imported leaves a file behind.

    python tests/hostile/folder.py

Every command is called in it, as the script that is installed and as ``python -m wenmai``, with hostile ``PYTHON…`` variables,
with fork and with spawn, and with a load that starts processes of its own. Prints what was run.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection

ROOT = Path(__file__).resolve().parent.parent.parent
TRIPLES = 160_000
"""Enough N-Triples for a load to start processes: more than 4 MB."""

LEAVES_WORD = (
    "open({word!r}, 'a').write(__name__ + '\\n')\nraise ImportError(__name__ + ' of the current folder was run')\n"
)
COMMANDS = {
    "search": ["search", "北交所"],
    "show": ["show", "北交所"],
    "path": ["path", "北交所", "西城区"],
    "around": ["around", "北交所"],
    "between": ["between", "北交所", "西城区"],
    "query table": ["query", "SELECT * { ?s ?p ?o } LIMIT 2"],
    "query turtle": ["query", "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 2"],
    "query wrong": ["query", "SELECT * { ?s ?p }"],
    "stats": ["stats"],
    "timeline": ["timeline"],
    "figures": ["figures", "--html", "figures.html"],
    "compare": ["compare", "北交所", "西城区"],
    "analyze": ["analyze", "--html", "analysis.html"],
    "check": ["check", "--part"],
    "check shapes": ["check", "--shapes", "shapes.ttl", "-g", "data.ttl", "--part"],
    "verify": ["verify", "--source", "text.txt"],
    "tidy": ["tidy", "--check", "data.ttl"],
    "view": ["view", "-o", "page.html"],
    "export json": ["export", "-o", "out.jsonld"],
    "export gexf": ["export", "-o", "out.gexf"],
    "export graphml": ["export", "-o", "out.graphml"],
    "view query": ["view", "-o", "page.html", "--query", "made.rq"],
    "export query": ["export", "-o", "out.ttl", "--query", "made.rq"],
    "load": ["load", "big.nt", "--into", "big.store"],
    "search store": ["search", "5", "-g", "big.store"],
    "query store": ["query", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "-g", "big.store"],
    "cache": ["cache"],
    "traditional": ["search", "區"],
    "endpoint": ["stats", "-g", "http://127.0.0.1:1/sparql"],
}
FILES = {
    "data.ttl": '@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n<urn:a> rdfs:label "a" .\n',
    "shapes.ttl": "@prefix sh: <http://www.w3.org/ns/shacl#> .\n<urn:s> a sh:NodeShape ; sh:targetNode <urn:a> ; sh:nodeKind sh:IRI .\n",
    "made.rq": "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 9",
    "text.txt": "text",
    "t2s.json": "{",
    "matplotlibrc": "backend: module://hostile\ntext.usetex: True\nsvg.fonttype: none\naxes.facecolor: ff0000\n",
    ".netrc": "machine 127.0.0.1 login hostile password hostile\n",
    "hostile-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: hostile\nVersion: 1.0\n",
    "hostile-1.0.dist-info/entry_points.txt": "".join(
        f"[{group}]\nhostile = hostile\n"
        for group in (
            "rdf.plugins.store",
            "rdf.plugins.parser",
            "networkx.backends",
            "networkx.backend_info",
            "matplotlib.backend",
        )
    ),
}


class Folder(NamedTuple):
    """A hostile folder, and the file in which its modules leave word."""

    path: Path
    word: Path

    def ran(self) -> set[str]:
        """The modules that were run."""
        return set(self.word.read_text("utf-8").split()) if self.word.exists() else set()


def names() -> set[str]:
    """Modules of the standard library, of everything installed, and of what a careless program might import."""
    return {
        *sys.stdlib_module_names,
        *packages_distributions(),
        "graph",
        "cli",
        "hostile",
        "sitecustomize",
        "usercustomize",
    }


def early_names() -> set[str]:
    """What Python imports before wenmai's first line, and wenmai before it has left the current folder."""
    ask = "import re, runpy, sys, wenmai.system.processes; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-P", "-c", ask], capture_output=True, text=True, check=True).stdout
    return {name.partition(".")[0] for name in loaded.split()} | {"__future__", "sitecustomize", "usercustomize"}


def make_folder(path: Path, *, without: Collection[str] = ()) -> Folder:
    """Fill a folder, as modules and as packages, and with files that libraries read where they are."""
    folder = Folder(path, path.parent / "ran")
    for number, name in enumerate(sorted(filter(str.isidentifier, names().difference(without)))):
        text = LEAVES_WORD.format(word=str(folder.word))
        place = path / name / "__init__.py" if number % 3 == 0 else path / f"{name}.py"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    for name, text in FILES.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text, "utf-8")
    (path / "big.nt").write_text("".join(f"<urn:a{i}> <urn:p> <urn:b{i}> .\n" for i in range(TRIPLES)), "utf-8")
    return folder


def variables(folder: Folder) -> dict[str, str]:
    """Variables that make Python run something, but for those that do so before wenmai's first line."""
    startup = str(folder.path / "hostile.py")
    return {
        "PYTHONSTARTUP": startup,
        "PYTHONINSPECT": "1",
        "PYTHONBREAKPOINT": "hostile.main",
        "PYTHONWARNINGS": "default",
        "WENMAI_LANG": "zh",
        "PYTHONOPTIMIZE": "1",
        "PYTHONCASEOK": "1",
        "MPLBACKEND": "module://hostile",
        "BROWSER": f"{sys.executable} {startup}",
    }


def call(folder: Folder, way: str, command: list[str]) -> subprocess.CompletedProcess[str]:
    """Call a command in the folder, in one of the ways to start it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "WENMAI"))}
    return subprocess.run(
        [*WAYS[way], *command],
        cwd=folder.path,
        env=environment | variables(folder) | ({"PYTHONPATH": "."} if way == "path" else {}),
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=300,
        check=False,
    )


SPAWN = """
import sys
sys.argv[0] = "wenmai"
from wenmai.sparql import worker
worker.run.__kwdefaults__["method"] = "spawn"
from wenmai.__main__ import main
main()
"""
"""The command line with the worker spawned, as elsewhere than on Linux."""


WAYS = {
    "script": [str(Path(sys.executable).parent / "wenmai")],
    "spawn": [sys.executable, "-P", "-c", SPAWN],
    "path": [sys.executable, "-m", "wenmai"],
}
"""Ways to start the command line; in the last one Python itself looks in the current folder until it is told not to."""


def main() -> int:
    """Call every command in every way; 1 when something of the folder was run."""
    ran: set[str] = set()
    with tempfile.TemporaryDirectory() as place:
        for way in WAYS:
            folder = make_folder(Path(place) / way / "data", without=early_names() if way == "path" else ())
            for name, command in COMMANDS.items():
                ended = call(folder, way, command)
                print(
                    f"{way}, {name}: status {ended.returncode}{' TRACEBACK' * ('Traceback' in ended.stderr)}",
                    flush=True,
                )
            ran |= folder.ran()
    print("run:", ", ".join(sorted(ran)) or "nothing")
    return 1 if ran else 0


if __name__ == "__main__":
    sys.exit(main())
