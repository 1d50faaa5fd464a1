"""Markdown tables of what was measured, with ratios."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

Results = dict[str, dict[str, dict[str, Any]]]


def tables(
    results: Results,
    graphs: Sequence[str],
    machine: str,
    versions: str,
    searches: Sequence[str],
    queries: Sequence[str],
) -> str:
    """All tables, one below the other."""
    parts = [f"Measured on {machine}; {versions}."]
    told: tuple[tuple[str, str, str, Callable[[Any], str]], ...] = (
        ("Loading: seconds, and the most memory", "load", "pyoxigraph", seconds_and_memory),
        ("One path by a process started for it: milliseconds, and memory", "cold", "bare Python", cold),
        (
            "From an imported library to the first answer: milliseconds",
            "opening",
            "pyoxigraph",
            lambda f: ms(f["milliseconds"]),
        ),
        ("100,000 rows as CSV by a process started for it: milliseconds, and memory", "query", "pyoxigraph", cold),
        ("Paths by a process that has the graph: median (p99), milliseconds", "warm", "NetworkX", warm),
    )
    for title, task, base, show in told:
        parts += [f"### {title}", grid(results, graphs, task, base, show)]
    for title, task, names in (
        ("Searching", "search", searches),
        ("SPARQL, the whole answer as CSV", "sparql", queries),
    ):
        for graph in graphs:
            if task in results.get(graph, {}):
                parts += [f"### {title}, {graph}: milliseconds", each(results[graph][task], names, "pyoxigraph")]
    return "\n\n".join(parts) + "\n"


def grid(results: Results, graphs: Sequence[str], task: str, base: str, show: Callable[[Any], str]) -> str:
    """Engines down, graphs across, each figure with its ratio to ``base``."""
    engines = dict.fromkeys(engine for graph in graphs for engine in results.get(graph, {}).get(task, {}))
    rows = [
        [engine, *(cell(results.get(graph, {}).get(task, {}), engine, base, show) for graph in graphs)]
        for engine in engines
    ]
    return markdown(["", *graphs], rows)


def cell(found: dict[str, Any], engine: str, base: str, show: Callable[[Any], str]) -> str:
    figures = found.get(engine)
    if figures is None:
        return "–"
    if "failed" in figures:
        return "failed"
    other = found.get(base, {})
    ratio = ""
    if engine != base and other and "failed" not in other:
        ratio = f", {times(main_figure(figures) / main_figure(other))}"
    return show(figures) + ratio


def main_figure(figures: Any) -> float:
    """The figure that a ratio compares: what the process itself took, else the whole process."""
    return float(figures.get("median") or figures.get("milliseconds") or figures["seconds"])


def each(found: dict[str, Any], names: Sequence[str], base: str) -> str:
    """Engines across, queries down."""
    engines = list(found)
    rows = []
    for name in names:
        row = [name]
        for engine in engines:
            figure, other = found[engine].get(name), found.get(base, {}).get(name)
            if figure is None:
                row.append("failed" if "failed" in found[engine] else "–")
            else:
                row.append(ms(figure) + (f", {times(figure / other)}" if other and engine != base else ""))
        rows.append(row)
    return markdown(["", *engines], rows)


def seconds_and_memory(figures: Any) -> str:
    return f"{figures['seconds']:.1f} s, {figures['memory']:,.0f} MB"


def cold(figures: Any) -> str:
    return f"{figures['seconds'] * 1000:,.0f} ms, {figures['memory']:,.0f} MB"


def warm(figures: Any) -> str:
    return f"{figures['median']:.2f} ({figures['p99']:.1f})"


def ms(value: float) -> str:
    return f"{value:,.2f}" if value < 100 else f"{value:,.0f}"


def times(ratio: float) -> str:
    """A ratio as a person reads it.

    >>> times(0.25), times(3), times(120)
    ('0.25×', '3.0×', '120×')
    """
    return f"{ratio:.0f}×" if ratio >= 100 else f"{ratio:.1f}×" if ratio >= 1 else f"{ratio:.2g}×"


def markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def give(*parts: str, out: Path | None) -> None:
    """Print what was measured, and write it into a file where one is named."""
    text = "\n".join(parts) + "\n"
    print(text)
    if out:
        out.write_text(text, encoding="utf-8")
