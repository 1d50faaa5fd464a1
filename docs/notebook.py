"""Write ``docs/notebook.ipynb``: the cells below, executed, with their outputs. ``python docs/notebook.py``."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
NOTEBOOK = HERE / "notebook.ipynb"

CELLS = (
    """# wenmai in a notebook 在笔记本中使用文脉

Every result is a frozen named tuple; what is a table shows itself as one and becomes a pandas or polars data frame.""",
    """>import wenmai

report = wenmai.open()  # the packaged report; wenmai.open("mine.ttl") opens your own
[(match.label, match.how) for match in wenmai.search(report, "北交所")]""",
    """## How are two things connected, and who says so?""",
    """>for path in wenmai.find_paths(report, "北交所", "北京金融法院", k=2):
    print(path.score, " → ".join(node.label for node in path.nodes))
    for hop in path.hops:
        cited = ", ".join(f"{one.start}–{one.end}" for one in hop.evidence)
        print("   ", hop.predicate.rpartition(":")[2], hop.time or "", "code points", cited)""",
    """## Ask in SPARQL

The prefixes of the report are declared for you.""",
    """>wenmai.query(report, \"\"\"
SELECT ?name ?place WHERE {
  ?institution wm:settledIn ?where ; rdfs:label ?name .
  ?where rdfs:label ?place .
  FILTER(lang(?name) = "zh" && lang(?place) = "zh")
} ORDER BY ?name\"\"\").to_pandas()""",
    """## What is dated""",
    """>wenmai.timeline(report, "金融街论坛年会")""",
    """## What is counted""",
    """>wenmai.figures(report, "金科新区").to_polars().select("indicator", "value", "unit", "period")""",
    """## What two entities share""",
    """>shared = wenmai.compare(report, "北京证券交易所", "北京金融法院")
[(one.entity.label, one.a[0].predicate.label, one.b[0].predicate.label) for one in shared.shared]""",
    """## What matters in the whole

Each table says in one sentence what it means.""",
    """>found = wenmai.analyze(report, top=5)
found.tables()[3]""",
    """>found.tables()[4]""",
    """## On with NetworkX

Entities are nodes, facts are keyed edges; figures and times are nodes as well.""",
    """>import networkx as nx

whole = wenmai.to_networkx(report)
print(whole)
sorted(nx.k_core(nx.Graph(whole)).nodes(data="label"))[:3]""",
    """## See it

`wenmai.page(report, focus="北交所")` is a page that explores the graph; as the last line of a cell it stands in the
notebook, and `.save("page.html")` writes it.""",
)
"""The cells: one that begins with ``>`` is code, any other is text."""


def made() -> Any:
    """The notebook, not executed yet."""
    from nbformat import v4

    cells = []
    for number, text in enumerate(CELLS):
        cell = v4.new_code_cell(text[1:]) if text.startswith(">") else v4.new_markdown_cell(text)
        cell["id"] = f"cell-{number}"
        cells.append(cell)
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return v4.new_notebook(cells=cells, metadata=kernel)


def executed() -> Any:
    """The notebook with its outputs, free of what differs from run to run."""
    from nbclient import NotebookClient

    if sys.platform == "win32":
        asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())
    notebook = made()
    client = NotebookClient(
        notebook, timeout=300, record_timing=False, resources={"metadata": {"path": str(HERE.parent)}}
    )
    client.execute()
    notebook.metadata.pop("language_info", None)
    return notebook


def main() -> None:
    """Write the notebook."""
    import nbformat

    NOTEBOOK.write_text(nbformat.writes(executed()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
