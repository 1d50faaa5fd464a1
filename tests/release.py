"""Build the wheel and the sdist, install each in a fresh environment, and use it from another folder.

python tests/release.py
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Build both and try both; the first failure ends the run with its output."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        builder = environment(folder / "builder", "build")
        run(builder, "-m", "build", "--outdir", str(folder / "dist"), str(ROOT))
        built = sorted((folder / "dist").iterdir())
        assert [path.suffix for path in built] == [".whl", ".gz"] or [path.suffix for path in built] == [".gz", ".whl"]
        for path in built:
            try_out(environment(folder / f"try{path.suffix}", str(path)), folder)
            print(f"{path.name}: installed and used from another folder")


def environment(folder: Path, *packages: str) -> Path:
    """A fresh environment with ``packages``; its interpreter."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    run(python, "-m", "pip", "install", "-q", *packages)
    return python


def try_out(python: Path, elsewhere: Path) -> None:
    """The packaged graph, vocabulary, questions and page must be found far from the source."""
    wenmai = python.parent / "wenmai"
    path = run(wenmai, "path", "北交所", "北京金融法院", "--lang", "zh", cwd=elsewhere)
    assert "北京证券交易所" in path, path
    run(wenmai, "query", "opened-in-2021", cwd=elsewhere)
    run(wenmai, "view", "-o", "page.html", cwd=elsewhere)
    assert (elsewhere / "page.html").stat().st_size > 100_000


def run(*command: object, cwd: Path | None = None) -> str:
    """Run a command; its output, or an end with its output."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
