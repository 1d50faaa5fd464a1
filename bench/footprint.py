"""What an installation brings: each package with its size and its licence.

    python -m bench.footprint [--extras check,fast] [--only NAME,NAME]

Reads the installed metadata: wenmai's requirements, those of these, and so on; sizes are those of the files on this disk.
"""

from __future__ import annotations

import argparse
import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def closure(name: str, extras: set[str]) -> dict[str, Distribution]:
    """A package and all that it requires, by canonical name."""
    found: dict[str, Distribution] = {}
    waiting = [(name, frozenset(extras))]
    while waiting:
        package, wanted = waiting.pop()
        key = canonicalize_name(package)
        try:
            one = distribution(package)
        except PackageNotFoundError:
            continue  # for another system
        if key in found and not wanted:
            continue
        found[key] = one
        for text in one.requires or ():
            need = Requirement(text)
            if need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in ("", *wanted)):
                waiting.append((need.name, frozenset(need.extras)))
    return found


def size(one: Distribution) -> int:
    """The bytes of a package's files, compiled copies left out."""
    files = [file for file in one.files or () if "__pycache__" not in str(file)]
    return sum(path.stat().st_size for file in files if (path := one.locate_file(file)) and path.is_file())  # type: ignore[attr-defined]


def licence(one: Distribution) -> str:
    """The licence in few words, as the package says it."""
    said = one.metadata
    named = [row.rpartition(" :: ")[2] for row in said.get_all("Classifier") or () if row.startswith("License ::")]
    text = said.get("License-Expression") or ", ".join(named) or (said.get("License") or "").split("\n")[0]
    return re.sub(r" ?License", "", text) or "?"


def main() -> None:
    """Print the table and the sum."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--extras", default="")
    parser.add_argument("--only", default="", help="these packages alone, without what they require")
    options = parser.parse_args()
    if options.only:
        found = {canonicalize_name(name): distribution(name) for name in options.only.split(",")}
    else:
        found = closure("wenmai", set(filter(None, options.extras.split(","))))
        found.pop("wenmai", None)
    sizes = {name: size(one) / 1e6 for name, one in found.items()}
    for name in sorted(found, key=lambda one: -sizes[one]):
        print(f"{name:25} {sizes[name]:6.1f} MB  {licence(found[name])}")
    print(f"{len(found)} packages, {sum(sizes.values()):.0f} MB")


if __name__ == "__main__":
    main()
