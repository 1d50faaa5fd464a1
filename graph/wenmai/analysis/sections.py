"""An analysis as titled tables, in the language of the analysis: for a terminal, a page, CSV or Jupyter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.languages import is_chinese
from wenmai.rendering.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wenmai.analysis.findings import Analysis, Mark, Tie
    from wenmai.model import Entity
    from wenmai.rendering.sheet import Cell

TITLES = {
    "size": ("规模", "Size"),
    "components": ("连通块", "Components"),
    "degrees": ("邻居数的分布", "How many neighbours"),
    "central": ("最要紧的实体", "Central entities"),
    "communities": ("群体", "Communities"),
    "brokers": ("中间人", "Brokers"),
    "bridges": ("桥", "Bridges"),
    "cores": ("内核", "Cores"),
    "roles": ("角色相似的实体", "Similar roles"),
    "missing": ("可能缺失的链接", "Links that may be missing"),
    "years": ("逐年变化", "Change by year"),
}

COLUMNS = {
    "entity": ("实体", "entity"),
    "iri": ("IRI", "iri"),
    "type": ("类型", "type"),
    "neighbours": ("邻居", "neighbours"),
    "links": ("链接", "links"),
    "betweenness": ("中介度", "betweenness"),
    "pagerank": ("PageRank", "pagerank"),
    "harmonic": ("接近度", "harmonic"),
    "core": ("内核层", "core"),
    "community": ("群体", "community"),
    "why": ("由于", "because of"),
    "number": ("号", "number"),
    "size": ("实体数", "entities"),
    "share": ("占比", "share"),
    "leading": ("以何为首", "led by"),
    "name": ("名", "name"),
    "within": ("内部", "within"),
    "across": ("对外", "across"),
    "kinds": ("特有类型", "marked by classes"),
    "predicates": ("特有链接", "marked by links"),
    "participation": ("跨群", "participation"),
    "constraint": ("约束", "constraint"),
    "effective": ("有效规模", "effective size"),
    "by": ("凭", "by"),
    "cuts_off": ("断开实体数", "cuts off"),
    "joins": ("连接的群体", "joins"),
    "a": ("甲", "a"),
    "b": ("乙", "b"),
    "similarity": ("相似", "similarity"),
    "same_neighbours": ("同邻", "same neighbours"),
    "shared": ("共有", "shared"),
    "allocation": ("资源分配", "resource allocation"),
    "adamic": ("Adamic–Adar", "adamic–adar"),
    "suggested": ("或许是", "perhaps"),
    "year": ("年", "year"),
    "facts": ("事实", "facts"),
    "events": ("事件", "events"),
    "figures": ("数据", "figures"),
    "spanning": ("跨年", "spanning"),
    "mostly": ("主要是", "mostly"),
    "measure": ("项", "measure"),
    "value": ("值", "value"),
    "k": ("k", "k"),
    "count": ("实体数", "entities"),
}

SIZES = {
    "entities": ("实体", "entities"),
    "all_entities": ("连未计入的在内", "with those left aside"),
    "links": ("链接", "links"),
    "all_links": ("连未计入的在内", "with those left aside"),
    "pairs": ("邻居对", "pairs of neighbours"),
    "predicates": ("谓词", "predicates"),
    "classes": ("类", "classes"),
    "isolated": ("无链接的实体", "isolated entities"),
    "components": ("连通块(含孤立)", "components (isolated ones too)"),
    "density": ("密度", "density"),
    "mean_neighbours": ("平均邻居数", "mean neighbours"),
    "median_neighbours": ("邻居数中位数", "median neighbours"),
    "most_neighbours": ("最多邻居数", "most neighbours"),
}


def tables(analysis: Analysis) -> tuple[Sheet, ...]:
    """Every section that has rows, in reading order."""
    made = (section(analysis, name) for name in TITLES)
    return tuple(sheet for sheet in made if sheet.rows)


def section(analysis: Analysis, name: str) -> Sheet:
    """One section as a sheet."""
    columns, rows = _SECTIONS[name](analysis)
    place = 0 if is_chinese(analysis.language) else 1
    header = tuple(COLUMNS[column][place] for column in columns)
    return Sheet(TITLES[name][place], analysis.meanings[name], header, tuple(map(tuple, rows)))


def _size(found: Analysis) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
    place = 0 if is_chinese(found.language) else 1
    whole = {"all_entities", "all_links"} if not found.size.aside else set()
    rows = [(words[place], getattr(found.size, name)) for name, words in SIZES.items() if name not in whole]
    return ("measure", "value"), rows


def _components(found: Analysis) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
    return ("number", "size", "share", "leading"), [
        (one.number, one.size, one.share, _names(one.entities, found.language)) for one in found.components
    ]


def _degrees(found: Analysis) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
    return ("neighbours", "count"), found.degrees


def _central(found: Analysis) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
    columns = ("entity", "neighbours", "betweenness", "pagerank", "harmonic", "core", "community", "why")
    return columns, [
        (
            one.label,
            _ranked(one.neighbours, one.ranks[0]),
            _ranked(one.betweenness, one.ranks[1]),
            _ranked(one.pagerank, one.ranks[2]),
            _ranked(one.harmonic, one.ranks[3]),
            one.core,
            one.community or None,
            "; ".join(tie_text(tie, found.language, examples=False) for tie in one.ties[:3]),
        )
        for one in found.central
    ]


def _ranked(value: float, rank: int) -> str:
    return f"{value:.3g} #{rank}" if isinstance(value, float) else f"{value} #{rank}"


def tie_text(tie: Tie, language: str, *, examples: bool = True) -> str:
    """A kind of links in one phrase: direction, predicate, how many, and to whom."""
    arrow = f"{tie.predicate.label} ▶" if tie.forward else f"◀ {tie.predicate.label}"
    ends = f" {_names(tie.others, language)}" if examples and tie.others else ""
    return f"{arrow} ×{tie.links}{ends}"


def _list(words: Iterable[str], language: str) -> str:
    return ("、" if is_chinese(language) else ", ").join(words)


def _names(entities: Iterable[Entity], language: str) -> str:
    return _list((entity.label for entity in entities), language)


def _marks(marks: Iterable[Mark], language: str) -> str:
    return _list((f"{mark.entity.label} ×{mark.times}" for mark in marks), language)


def _communities(found: Analysis) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
    columns = ("number", "name", "size", "within", "across", "kinds", "predicates", "leading")
    return columns, [
        (
            one.number, one.name, one.size, one.within, one.across,
            _marks(one.kinds, found.language), _marks(one.predicates, found.language), _names(one.members[:6], found.language),
        )
        for one in found.communities
    ]  # fmt: skip


def _brokers(found: Analysis) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
    columns = ("entity", "betweenness", "neighbours", "participation", "constraint", "effective", "cuts_off", "joins")
    return columns, [
        (
            one.label, one.betweenness, one.neighbours, one.participation, one.constraint,
            one.effective_size, one.cuts_off, "; ".join(one.joins[:4]),
        )
        for one in found.brokers
    ]  # fmt: skip


def _bridges(found: Analysis) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
    return ("a", "by", "b", "cuts_off"), [
        (one.a.label, _names(one.predicates, found.language), one.b.label, one.cuts_off) for one in found.bridges
    ]


def _cores(found: Analysis) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
    return ("k", "size", "leading"), [(one.k, one.size, _names(one.entities, found.language)) for one in found.cores]


def _roles(found: Analysis) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
    return ("a", "b", "similarity", "same_neighbours", "shared"), [
        (
            one.a.label,
            one.b.label,
            one.similarity,
            one.same_neighbours,
            "; ".join(tie_text(tie, found.language) for tie in one.shared),
        )
        for one in found.roles
    ]


def _missing(found: Analysis) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
    return ("a", "b", "allocation", "adamic", "shared", "suggested"), [
        (
            one.a.label,
            one.b.label,
            one.resource_allocation,
            one.adamic_adar,
            _names(one.shared, found.language),
            " ".join(entity.label for entity in one.suggested),
        )
        for one in found.missing
    ]


def _years(found: Analysis) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
    return ("year", "facts", "events", "figures", "spanning", "mostly"), [
        (
            one.year,
            one.facts,
            one.events,
            one.figures,
            one.spanning,
            _list((f"{count.entity.label} ×{count.times}" for count in one.predicates), found.language),
        )
        for one in found.years
    ]


_SECTIONS = {
    "size": _size,
    "components": _components,
    "degrees": _degrees,
    "central": _central,
    "communities": _communities,
    "brokers": _brokers,
    "bridges": _bridges,
    "cores": _cores,
    "roles": _roles,
    "missing": _missing,
    "years": _years,
}
