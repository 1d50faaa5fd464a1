"""Print the oldest versions that ``pyproject.toml`` allows, as pip constraints, so that they can be tested.

python tests/oldest.py > oldest.txt
python -m venv oldest && oldest/bin/pip install -c oldest.txt -e '.[dev-full]'
oldest/bin/python -m pytest -W ignore::DeprecationWarning

Old libraries call what newer ones beside them deprecate; those warnings are theirs.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def bounds(project: dict[str, object]) -> dict[str, str]:
    """Each dependency, of wenmai itself and of what users add, with its lower bound; the highest where several are given.

    >>> bounds({"dependencies": ["click>=8.1", "rich"], "optional-dependencies": {"all": ["wenmai[check]", "click>=8.2,<9"]}})
    {'click': '8.2'}
    """
    extras: dict[str, list[str]] = dict(project.get("optional-dependencies", {}))  # type: ignore[call-overload]
    for ours in ("dev", "dev-full", "docs"):
        extras.pop(ours, None)
    found: dict[str, str] = {}
    for line in [*project.get("dependencies", []), *(line for lines in extras.values() for line in lines)]:  # type: ignore[misc]
        match = re.match(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?\s*>=\s*([0-9][0-9A-Za-z.]*)", line)
        if match and (match[1] not in found or key(match[2]) > key(found[match[1]])):
            found[match[1]] = match[2]
    return dict(sorted(found.items()))


def key(version: str) -> tuple[int, ...]:
    """A version by its numbers."""
    return tuple(int(part) for part in re.findall(r"\d+", version))


def main() -> None:
    """Print one constraint a line."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for name, version in bounds(project).items():
        sys.stdout.write(f"{name}=={version}\n")


if __name__ == "__main__":
    main()
