"""What is in a graph: counts by class and predicate, and a welcome with three things to try."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from wenmai.facts.graphs import list_graphs
from wenmai.languages import counted, is_chinese
from wenmai.names import vocabulary
from wenmai.rendering.marks import evidence_json
from wenmai.terms import WM

if TYPE_CHECKING:
    from wenmai.facts.graphs import NamedGraph
    from wenmai.index import Index
    from wenmai.sources import Source

ASIDE = frozenset(
    {
        WM + name
        for name in ("Year", "Month", "Day", "Period", "Figure", "Target", "Indicator", "Document", "Jurisdiction")
    }
)
"""Classes whose instances are poor examples of what to ask about."""


class Count(NamedTuple):
    """How many entities a class has, or how many links a predicate."""

    kind: str
    iri: str
    label: str
    number: int


class Stats(NamedTuple):
    """The size of a graph: ``cited`` facts name their source, ``cited_values`` of them are literals and the others links.

    The most frequent terms come first; ``graphs`` are the named graphs with what is said of each.
    """

    locations: tuple[str, ...]
    entities: int
    links: int
    cited: int
    classes: tuple[Count, ...]
    predicates: tuple[Count, ...]
    graphs: tuple[NamedGraph, ...] = ()
    cited_values: int = 0


def count_terms(source: Source, language: str = "zh") -> Stats:
    """Count a graph's entities and links, by class and by predicate."""
    index = source.index
    classes, values = index.class_counts(), index.cited_values()
    predicates = {iri: index.predicate_count(number) for number, iri in enumerate(index.predicates)}
    return Stats(
        source.locations,
        index.node_count,
        index.link_count,
        index.cited_count() + values,
        _counts(index, "class", classes, language),
        _counts(index, "predicate", predicates, language),
        tuple(list_graphs(source, language)),
        values,
    )


def _counts(index: Index, kind: str, counts: dict[str, int], language: str) -> tuple[Count, ...]:
    rows = [Count(kind, iri, vocabulary.label(index, iri, language), count) for iri, count in counts.items()]
    return tuple(sorted(rows, key=lambda row: (-row.number, row.iri)))


def welcome(source: Source, language: str = "zh") -> str:
    """What is open, and three commands worth trying on it, with names it really has."""
    import shlex

    zh = is_chinese(language)
    lines = [f"{'已打开' if zh else 'open'}: {opened(source, language)}", "", "试试:" if zh else "try:"]
    examples = [name if name.isalnum() else shlex.quote(name) for name in example_names(source.index, language)]
    if len(examples) < 2:
        return lines[0]
    first, second = examples[:2]
    lines += [f"  wenmai show {first}", f"  wenmai path {first} {second}", "  wenmai view -o graph.html", ""]
    return "\n".join([*lines, "全部命令: wenmai --help" if zh else "all commands: wenmai --help"])


def opened(source: Source, language: str = "zh") -> str:
    """What is open and how large it is, in a few words."""
    index, zh = source.index, is_chinese(language)
    name = _name(source.locations, "随附的报告" if zh else "the packaged report")
    if zh:
        return f"{name} ({index.node_count:,}个实体、{index.link_count:,}条链接)"
    return f"{name} ({counted(index.node_count, 'entities')}, {counted(index.link_count, 'links')})"


def _name(locations: tuple[str, ...], packaged_report: str) -> str:
    from wenmai.system import packaged

    return packaged_report if locations == (str(packaged.triples()),) else ", ".join(locations)


def example_names(index: Index, language: str, most: int = 2) -> list[str]:
    """Short names of well-connected entities that are no years or figures and not the biggest hub; ``most`` at most."""
    from itertools import islice

    found = []
    for node in islice(index.nodes_by_degree(), 1, 500):
        name = index.label(node, language)
        if not ASIDE.intersection(index.types(node)) and index.labels(node) and len(name) <= 30:
            found.append(name)
        if len(found) == most:
            break
    return found


COUNT_HEADER = ("kind", "iri", "label", "count")


def stats_json(stats: Stats) -> dict[str, Any]:
    """The size of a graph as plain objects."""
    found = stats._asdict()
    for key in ("classes", "predicates"):
        found[key] = [{"iri": row.iri, "label": row.label, "count": row.number} for row in found[key]]
    found["citedValues"] = found.pop("cited_values")
    found["graphs"] = [
        {**row._asdict(), "speakers": list(row.speakers), "evidence": [evidence_json(one) for one in row.evidence]}
        for row in stats.graphs
    ]
    return found


def stats_text(stats: Stats, language: str) -> str:
    """The size of a graph in a line, and how many named graphs there are in another."""
    cited = stats.cited - stats.cited_values
    share = f"{cited / stats.links:.0%}" if stats.links else "–"
    named = sum(graph.iri is not None for graph in stats.graphs)
    zh, values = is_chinese(language), ""
    if stats.cited_values:
        values = f";{stats.cited_values:,}个值有出处" if zh else f"; {counted(stats.cited_values, 'values')} cited"
    if zh:
        counts = f"{stats.entities:,}个实体,{stats.links:,}条链接,其中{cited:,}条({share})有出处{values}\n"
        return counts + (f"{named:,}个命名图(stats --graphs 列出)\n" if named else "")
    counts = f"{counted(stats.entities, 'entities')}, {counted(stats.links, 'links')}, {cited:,} of them ({share}) cited{values}\n"
    return counts + (
        f"{named:,} named {'graph' if named == 1 else 'graphs'} (listed by stats --graphs)\n" if named else ""
    )
