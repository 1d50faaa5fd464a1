"""Graphs to measure with: as many triples as asked, always the same for the same number.

Of 25 triples, 15 are links (in-degrees follow a power law: a few entities are hubs), 6 are labels (Chinese and
English), 3 are types and 1 is a number. Links use 20 predicates, common and rare.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

BASE = "http://example.org/"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
INTEGER = "<http://www.w3.org/2001/XMLSchema#integer>"

PLACES = "东城西城朝阳海淀丰台石景山门头沟房山通州顺义昌平大兴怀柔平谷密云延庆金融街月坛什刹海德胜新街口"
TRADES = (
    "银行",
    "证券",
    "基金",
    "信托",
    "保险",
    "科技",
    "数据",
    "能源",
    "交通",
    "文化",
    "医药",
    "教育",
    "建设",
    "电力",
)
FORMS = ("公司", "集团", "研究院", "中心", "协会", "委员会", "交易所", "管理局", "事务所", "学校")
WORDS = ("North", "West", "Golden", "River", "Capital", "Harbour", "Union", "Summit", "Eastern", "Silver", "Garden")
KINDS = ("Bank", "Securities", "Fund", "Trust", "Insurance", "Technology", "Data", "Energy", "Transport", "Culture")


def triples(count: int, seed: int = 7) -> Iterator[str]:
    """The lines of an N-Triples file of ``count`` triples."""
    rng = random.Random(seed)
    entities = max(10, count * 3 // 25)
    written = 0
    for number in range(entities + 1):
        for line in about(number % entities, entities, rng):
            if written == count:
                return
            written += 1
            yield line


def about(number: int, entities: int, rng: random.Random) -> Iterator[str]:
    """The triples of one entity: its type, its labels, its links."""
    me = f"<{BASE}entity/{number}>"
    yield f"{me} {TYPE} <{BASE}class/C{number * 7 % 13}> .\n"
    yield f'{me} {LABEL} "{chinese(number, rng)}"@zh .\n'
    yield f'{me} {LABEL} "{english(number, rng)}"@en .\n'
    for _ in range(5):
        other = popular(entities, rng)
        predicate = int(20 * rng.random() ** 2)
        yield f"{me} <{BASE}predicate/p{predicate}> <{BASE}entity/{other}> .\n"
    if number % 3 == 0:
        yield f'{me} <{BASE}predicate/founded> "{1900 + number % 120}"^^{INTEGER} .\n'


def popular(entities: int, rng: random.Random) -> int:
    """An entity, the hubs much more often; they are spread over all numbers."""
    return int(entities * rng.random() ** 3) * 7919 % entities


def chinese(number: int, rng: random.Random) -> str:
    start = rng.randrange(len(PLACES) - 2)
    return f"{PLACES[start : start + 2]}{rng.choice(TRADES)}{rng.choice(FORMS)}{number}"


def english(number: int, rng: random.Random) -> str:
    return f"{rng.choice(WORDS)} {rng.choice(WORDS)} {rng.choice(KINDS)} {number}"


def write(path: Path, count: int) -> Path:
    """Write ``count`` triples to ``path`` unless they are there."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".part")
        with draft.open("w", encoding="utf-8") as file:
            file.writelines(triples(count))
        draft.rename(path)
    return path


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]))
