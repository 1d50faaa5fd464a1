"""Random graphs as the page has them, with the paths that the command's search finds: one JSON line a graph.

    python tests/script/reference.py 40 7        (40 graphs, seed 7)

The node tests run this, so that the page's search is compared with an independent one.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import pyoxigraph as ox

from wenmai.sources import Memory
from wenmai.view import data

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from pagepaths import paths_of


def random_graph(chance: random.Random) -> Memory:
    """A multigraph of up to 24 entities with parallel links, links to themselves, and parts that nothing joins."""
    count = chance.randint(2, 24)
    nodes = [ox.NamedNode(f"urn:n:{chance.choice('azｚ😀')}{number}") for number in range(count)]
    predicates = [ox.NamedNode(f"urn:p:{number}") for number in range(chance.randint(1, 5))]
    quads = {
        ox.Quad(chance.choice(nodes), chance.choice(predicates), chance.choice(nodes))
        for _ in range(chance.randint(1, 3 * count))
    }
    return Memory.of(sorted(quads, key=str))


def main(count: int, seed: int) -> None:
    """Print the graphs."""
    chance = random.Random(seed)
    for _ in range(count):
        source = random_graph(chance)
        held = data.everything(source.index)
        iris = [source.index.iri(node) for node in held]
        asked = []
        for _ in range(12):
            a, b = chance.choice(iris), chance.choice(iris)
            avoid = [
                one
                for one in chance.sample(iris, chance.choice([0, 0, 1]) if len(iris) > 2 else 0)
                if one not in (a, b)
            ]
            k, hops = chance.randint(1, 8), chance.randint(1, 7)
            if a != b:
                asked.append([a, b, k, hops, avoid, paths_of(source, a, b, k=k, max_hops=hops, avoid=avoid)])
        print(json.dumps({"data": data.gather(source, data.PageEntities(held, True)), "asked": asked}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
