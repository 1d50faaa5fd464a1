"""The named graphs of a graph: how large each is, what it is called, and what it says of its own source."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wenmai.languages import is_chinese
from wenmai.names.labels import Labels
from wenmai.rendering.sheet import Rows, Sheet

if TYPE_CHECKING:
    from wenmai.model import Evidence
    from wenmai.sources import Source


class NamedGraph(NamedTuple):
    """A named graph: ``triples`` stand in it, and ``evidence`` is what is said to be its source, ``speakers`` whose it is.

    ``iri`` is ``None`` for the default graph.
    """

    iri: str | None
    label: str
    triples: int
    speakers: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


def list_graphs(source: Source, language: str = "zh") -> Rows[NamedGraph]:
    """The named graphs, the largest first; before them the triples that stand in none, if there are both."""
    labels = Labels(source.index, language)
    found = []
    for iri, triples in source.graph_sizes():
        if iri is None:
            found.append(NamedGraph(None, labels.say("(默认图)", "(default graph)"), triples))
            continue
        said = source.statements.of_graph(iri)
        found.append(
            NamedGraph(iri, labels.label(iri), triples, tuple(map(labels.label, said.speakers)), said.evidence)
        )
    return Rows(sorted(found, key=lambda row: (row.iri is not None, -row.triples, row.iri or "")))


def sheet(rows: Rows[NamedGraph], language: str) -> Sheet:
    """The named graphs as a table to read."""
    from wenmai.rendering.render import cite

    zh = is_chinese(language)
    header = ("图", "三元组", "谁", "出处") if zh else ("graph", "triples", "by", "source")
    cells = ((row.label, row.triples, "; ".join(row.speakers), "; ".join(map(cite, row.evidence))) for row in rows)
    return Sheet("命名图" if zh else "Named graphs", "", header, tuple(cells))
