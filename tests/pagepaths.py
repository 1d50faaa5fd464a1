"""The answers of the command's search, written as the page writes its own: what both must agree on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wenmai.errors import LimitReached, NoPath
from wenmai.paths import find
from wenmai.rendering.lane import others_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wenmai.model import Path
    from wenmai.sources import Memory


def paths_of(source: Memory, a: str, b: str, **filters: Any) -> list[list[Any]]:
    """Each path as [score, IRIs, hops as [predicate, forward, other predicates]]; none where the search finds none."""
    return answer_of(source, a, b, gather=False, **filters)["paths"]


def answer_of(source: Memory, a: str, b: str, language: str = "zh", **filters: Any) -> dict[str, Any]:
    """The paths, why each has its rank, what each stands for besides, and why there is none (``None``: not finished)."""
    try:
        found = list(find(source, a, b, language=language, **filters))
    except NoPath as none:
        return {"paths": [], "why": [], "others": [], "none": str(none)}
    except LimitReached:
        return {"paths": [], "why": [], "others": [], "none": None}
    return {
        "paths": list(map(_written, found)),
        "why": [path.why for path in found],
        "others": [others_text(path, language) for path in found],
        "none": "",
    }


def _written(path: Path) -> list[Any]:
    hops = [[hop.predicate, hop.forward, sorted(predicate for predicate, _ in hop.also)] for hop in path.hops]
    return [f"{path.score:.4f}", [node.iri for node in path.nodes], hops]


def random_bounds(
    chance: Any, nodes: list[str], predicates: Iterable[str], classes: Iterable[str], ends: tuple[str, str]
) -> dict[str, Any]:
    """Some constraints of ``wenmai path``, as the page's own are called and the command's search takes them."""
    inner = [one for one in nodes if one not in ends]
    every, kinds = sorted(predicates), sorted(classes)

    def some(items: list[str], most: int) -> list[str]:
        return chance.sample(items, min(len(items), chance.randint(1, most)))

    offers = {
        "avoid": lambda: some(inner, 2),
        "via": lambda: some(inner, 2),
        "only": lambda: some(every, 3),
        "without": lambda: some(every, 2),
        "types": lambda: some(kinds, 2),
        "directed": lambda: True,
        "max_degree": lambda: chance.randint(2, 8),
        "as_of": lambda: chance.choice(["2001", "2010-06", "2015-02-28", "2020"]),
        "max_hops": lambda: chance.randint(1, 6),
        "all_links": lambda: True,
        "ranked": lambda: False,
        "gather": lambda: False,
        "stated_only": lambda: True,
        "status": lambda: some(["urn:wenmai:term:Planned", "urn:wenmai:term:Achieved"], 2),
    }
    found = {name: offers[name]() for name in chance.sample(sorted(offers), chance.randint(0, 3))}
    if set(found.get("avoid", ())) & set(found.get("via", ())):
        del found["avoid"]
    return {name: value for name, value in found.items() if value != []}


def asked_of(bounds: dict[str, Any]) -> dict[str, Any]:
    """The constraints as arguments of the command's search."""
    from wenmai.statements.standing import Admission

    rest = {name: value for name, value in bounds.items() if name not in ("stated_only", "status")}
    return rest | {
        "admission": Admission.of(stated_only=bounds.get("stated_only", False), status=bounds.get("status", ()))
    }
