"""Random graphs as the page has them, with the answers of the command's search: one JSON line a graph.

    python tests/script/reference.py 40 7                    (40 graphs, seed 7)
    python tests/script/reference.py 40 7 constrained        (questions with every constraint, and whole answers)

The node tests run this, so that the page's search is compared with an independent one.
"""

from __future__ import annotations

import json
import random
import sys
import warnings
from pathlib import Path

import pyoxigraph as ox

from wenmai.errors import NoPath
from wenmai.sources import Memory
from wenmai.subgraph import between
from wenmai.terms import RDF, RDFS, WM, XSD
from wenmai.view import data

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from pagepaths import answer_of, asked_of, paths_of, random_bounds


def random_graph(chance: random.Random) -> Memory:
    """A multigraph of up to 24 entities with parallel links, links to themselves, and parts that nothing joins.

    Some have a class and a first day, some links connect nothing, and of some it is said since when or until when they hold,
    that they are planned, or that they are inferred.
    """
    count = chance.randint(2, 24)
    nodes = [ox.NamedNode(f"urn:n:{chance.choice('azｚ😀')}{number}") for number in range(count)]
    predicates = [ox.NamedNode(f"urn:p:{number}") for number in range(chance.randint(1, 5))]
    predicates += [ox.NamedNode(RDFS + "seeAlso")] * (chance.random() < 0.3)
    links = sorted(
        {
            (chance.choice(nodes), chance.choice(predicates), chance.choice(nodes))
            for _ in range(chance.randint(1, 3 * count))
        },
        key=str,
    )
    quads = [ox.Quad(*link) for link in links]
    for node in nodes:
        if chance.random() < 0.5:
            quads.append(ox.Quad(node, ox.NamedNode(RDF + "type"), ox.NamedNode(f"urn:c:{chance.randint(0, 2)}")))
        if chance.random() < 0.2:
            quads.append(ox.Quad(node, ox.NamedNode(WM + "begins"), _day(chance)))
    for number, link in enumerate(links):
        if chance.random() < 0.4:
            quads += _statement(chance, ox.NamedNode(f"urn:s:{number}"), link)
    return Memory.of(quads)


def _day(chance: random.Random) -> ox.Literal:
    year = chance.randint(1998, 2022)
    return ox.Literal(f"{year}-{chance.randint(1, 12):02}-15", datatype=ox.NamedNode(XSD + "date"))


def _statement(chance: random.Random, name: ox.NamedNode, link: tuple) -> list[ox.Quad]:
    rows = [(RDF + "type", ox.NamedNode(RDF + "Statement"))]
    rows += zip((RDF + "subject", RDF + "predicate", RDF + "object"), link, strict=True)
    kind = chance.randint(0, 4)
    if kind in (0, 1):
        rows.append((WM + ("since", "when")[kind], _day(chance)))
    if kind in (1, 2):
        rows.append((WM + "until", _day(chance)))
    if kind == 3:
        rows.append((WM + "status", ox.NamedNode(WM + "Planned")))
    if kind == 4:
        rows.append((WM + "inferred", ox.Literal("true", datatype=ox.NamedNode(XSD + "boolean"))))
    return [ox.Quad(name, ox.NamedNode(predicate), value) for predicate, value in rows]


def main(count: str, seed: str, constrained: str = "") -> None:
    """Print the graphs."""
    warnings.simplefilter("ignore")  # notices: what is left aside, and that a search went on
    chance = random.Random(int(seed))
    for _ in range(int(count)):
        source = random_graph(chance)
        held = data.everything(source.index)
        iris = [source.index.iri(node) for node in held]
        ask = constrained_answer if constrained else plain_answer
        asked = [ask(chance, source, iris) for _ in range(12 if len(iris) > 1 else 0)]
        page = data.gather(source, data.PageEntities(held, True))
        joined = [joined_answer(chance, source, iris) for _ in range(0 if constrained or len(iris) < 2 else 4)]
        print(json.dumps({"data": page, "constrained" if constrained else "asked": asked, "joined": joined}))


def plain_answer(chance: random.Random, source: Memory, iris: list[str]) -> list:
    """A question within some hops that avoids an entity, and its paths."""
    a, b = chance.sample(iris, 2)
    avoid = [one for one in chance.sample(iris, chance.choice([0, 0, 1])) if one not in (a, b)]
    k, hops = chance.randint(1, 8), chance.randint(1, 7)
    return [a, b, k, hops, avoid, paths_of(source, a, b, k=k, max_hops=hops, avoid=avoid)]


def joined_answer(chance: random.Random, source: Memory, iris: list[str]) -> list:
    """Some entities, and the pairs that the part which joins them links; none where two cannot be joined."""
    wanted = chance.sample(iris, min(len(iris), chance.randint(2, 5)))
    index = source.index
    try:
        part = between(source, wanted)
    except NoPath:
        return [wanted, None]
    pairs = {tuple(sorted((index.iri(edge.subject), index.iri(edge.object)))) for edge in part.edges}
    return [wanted, sorted(pairs)]


def constrained_answer(chance: random.Random, source: Memory, iris: list[str]) -> list:
    """A question with any constraints, and its whole answer in both languages."""
    a, b = chance.sample(iris, 2)
    index = source.index
    bounds = random_bounds(chance, iris, index.predicates, index.classes(), (a, b)) | {"k": chance.randint(1, 8)}
    answers = {words: answer_of(source, a, b, words, **asked_of(bounds)) for words in ("zh", "en")}
    return [a, b, bounds, answers]


if __name__ == "__main__":
    main(*sys.argv[1:])
