"""Terminal sessions in the documentation: run each command, compare or rewrite what it prints.

    python tests/sessions.py --write README*.md docs/*.md docs/*/*.md

A session is a ```` ```console ```` block: lines that begin with ``$ `` are commands, the lines below each are what it
prints. A ```` ```turtle title="my.ttl" ```` block (or any other with a title) is written to the folder that the commands
run in. A page named ``*.zh.md`` or below ``zh/`` is run in Chinese.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SOURCE = Path(os.environ.get("WENMAI_SOURCE", ROOT.parent / "shared/source/xicheng-2021-12-20.txt"))


class Command(NamedTuple):
    """One command of a page and the output written below it."""

    line: str
    output: str


def pages() -> list[Path]:
    """Every page that may hold sessions."""
    return sorted([*ROOT.glob("README*.md"), *(ROOT / "docs").rglob("*.md")])


def commands(block: str) -> list[Command]:
    """The commands of a session with the output below each."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    split = [part.partition("\n") for part in parts]
    return [Command(line, output.rstrip("\n")) for line, _, output in split]


def needs_source(page: str) -> bool:
    """Whether a page's sessions quote the report, which a user's clone does not have."""
    return "report.txt" in page


def environment(page: Path) -> dict[str, str]:
    """A plain environment in the page's language; ``wenmai`` is the one beside this interpreter."""
    language = "zh" if page.name.endswith(".zh.md") or "zh" in page.parent.parts[-1:] else "en"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WENMAI_")}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return kept | {
        "PATH": path,
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "WENMAI_LANG": language,
        "COLUMNS": "100",
        "WENMAI_WIDTH": "80",
        "WENMAI_CACHE": "off",
    }


def run(page: Path) -> str:
    """The page with the output of every session as it is now."""
    text = page.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for _, title, body in BLOCK.findall(text):
            if title:
                (Path(folder) / title).write_text(body, encoding="utf-8")
        if needs_source(text):
            (Path(folder) / "report.txt").write_bytes(SOURCE.read_bytes())
        return BLOCK.sub(lambda match: _rewritten(match, page, folder), text)


def _rewritten(match: re.Match[str], page: Path, folder: str) -> str:
    if match[1] != "console":
        return match[0]
    written = []
    for command in commands(match[3]):
        done = subprocess.run(
            command.line,
            shell=True,
            cwd=folder,
            env=environment(page),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=120,
            check=False,
        )
        output = done.stdout.decode("utf-8").replace("\r\n", "\n").rstrip("\n")
        written.append(f"$ {command.line}\n" + (f"{output}\n" if output else ""))
    return "```console\n" + "\n".join(written) + "```"


def main(arguments: list[str]) -> None:
    """Rewrite the outputs of the pages named."""
    for name in arguments:
        page = Path(name)
        text = run(page)
        for unfit in ("Traceback (most recent call last)", str(ROOT)):
            if unfit in text:
                raise SystemExit(f"{name} is left as it is: an output holds {unfit!r}")
        page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main([argument for argument in sys.argv[1:] if argument != "--write"])
