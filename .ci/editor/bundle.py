"""Make the editor's libraries into one file of the package, the same bytes each time.

    python .ci/editor/bundle.py          # writes static/codemirror.js and its licences
    python .ci/editor/bundle.py --check  # says whether they are what would be written

What is bundled stands in package.json beside this file, every package with its version; one that is not named there is refused.
It needs npm and is run when a version changes: what is shipped, and who installs it, needs neither.
"""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
STATIC = HERE.parents[1] / "graph" / "wenmai" / "serve" / "static"
MOST = 150_000
"""Bytes of the file when it is compressed."""


def make(folder: Path) -> tuple[str, str]:
    """The bundle and the licences of what is in it, made in a scratch folder."""
    for name in ("package.json", "entry.js"):
        shutil.copy(HERE / name, folder / name)
    run = ["npm", "install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(run, cwd=folder, check=True)
    named = json.loads((folder / "package.json").read_text("utf-8"))["dependencies"]
    found = installed(folder / "node_modules")
    if wrong := {name for name, version in found.items() if named.get(name) != version}:
        raise SystemExit(f"package.json does not name these in the version that came: {', '.join(sorted(wrong))}")
    made = folder / "made.js"
    build = ["node_modules/.bin/esbuild", "entry.js", "--bundle", "--minify", "--format=esm", "--target=es2022",
             "--charset=utf8", "--legal-comments=none", f"--outfile={made}", "--log-level=error"]  # fmt: skip
    subprocess.run(build, cwd=folder, check=True)
    found.pop("esbuild")
    head = f"/* {', '.join(f'{name} {version}' for name, version in found.items())}: see codemirror.LICENSE */\n"
    return head + made.read_text("utf-8"), licences(folder / "node_modules", found)


def installed(folder: Path) -> dict[str, str]:
    """The packages that were installed, with their versions; esbuild's own programs are left out."""
    found = {}
    for file in sorted([*folder.glob("*/package.json"), *folder.glob("@*/*/package.json")]):
        said = json.loads(file.read_text("utf-8"))
        if not said["name"].startswith("@esbuild/"):
            found[said["name"]] = said["version"]
    return dict(sorted(found.items()))


def licences(folder: Path, names: dict[str, str]) -> str:
    """The licences, each once, below the names of what stands under it."""
    texts: dict[str, list[str]] = {}
    for name in names:
        text = (folder / name / "LICENSE").read_text("utf-8").strip()
        texts.setdefault(text, []).append(name)
    return "\n\n".join(f"{', '.join(who)}\n\n{text}" for text, who in texts.items()) + "\n"


def main() -> None:
    """Write the files, or compare them."""
    with tempfile.TemporaryDirectory() as name:
        script, said = make(Path(name))
    size = len(gzip.compress(script.encode(), 9, mtime=0))
    if size > MOST:
        raise SystemExit(f"the bundle has {size:,} bytes compressed, more than {MOST:,}")
    for file, text in (("codemirror.js", script), ("codemirror.LICENSE", said)):
        if "--check" not in sys.argv:
            (STATIC / file).write_text(text, "utf-8", newline="\n")
        elif (STATIC / file).read_text("utf-8") != text:
            raise SystemExit(f"{file} is not what would be made; run this without --check")
    print(f"codemirror.js: {size:,} bytes compressed")


if __name__ == "__main__":
    main()
