"""What grows with a graph and what does not: loads, changes and lookups on stores from a hundred thousand triples on.

    python -m bench.growth --sizes 0.1 1 10 --out docs/bench-growth.txt   # about half an hour, 6 GB of disk
    python -m bench.growth --store 100 100M.store --loaded 1500           # lookups on a store that is loaded: some minutes
    python -m bench.growth --draw                                         # the chart, from that table alone

Processor seconds of whole processes. Lookups and bare Python are run in turn and the middle of each is taken; a change adds, or takes
out, a thousand triples, a tenth of them about things that are new. A store that is loaded already gives the table one more column, of its
lookups alone, and says how many times bare Python each takes. Same table, same bytes of the chart.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
from html import escape
from math import log10
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from bench import generate
from bench.lookups import BARE, MADE, WENMAI, spent
from bench.measure import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

Found: TypeAlias = "dict[str, dict[float, float]]"
"""The seconds of each line, by millions of triples; what was not measured is left out."""

CHANGED = 1000
TABLE = ROOT / "docs" / "bench-growth.txt"
PICTURES = ROOT / "docs" / "pictures"
LOADS = ("load", "add 1,000 triples", "remove 1,000 triples")
LOOKUPS = ("path, k=3", "search", "show", "bare Python")
HUES = {
    "load": ("#c2410c", "#fb923c"),
    "add 1,000 triples": ("#1d4ed8", "#93c5fd"),
    "remove 1,000 triples": ("#0f766e", "#5eead4"),
    "path, k=3": ("#c2410c", "#fb923c"),
    "search": ("#1d4ed8", "#93c5fd"),
    "show": ("#0f766e", "#5eead4"),
    "bare Python": ("#52525b", "#a1a1aa"),
}
"""Each line on a light and on a dark page, in the colours of the other pictures of the documentation."""

THEMES = {"light": ("#ffffff", "#18181b", "#52525b", "#d4d4d8"), "dark": ("#131416", "#f4f4f5", "#a1a1aa", "#3f3f46")}
"""Page, text, faint text and grid."""

FONT = "-apple-system, 'Segoe UI', Helvetica, Arial, sans-serif"


class Panel(NamedTuple):
    """One of the two charts: where it stands, what it shows."""

    left: int
    title: str
    names: tuple[str, ...]


PANELS = (Panel(62, "Loading and changing", LOADS), Panel(452, "Looking up, whole commands", LOOKUPS))
WIDTH, HEIGHT, TOP, BOTTOM, ACROSS = 840, 330, 48, 286, 190


def measure(sizes: list[float], runs: int) -> Found:
    """The seconds of each line, by size."""
    found: Found = {name: {} for name in (*LOADS, *LOOKUPS)}
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            for what, seconds in _of_size(Path(name), round(size * 1_000_000), runs):
                found[what][size] = seconds
    return found


def _of_size(folder: Path, count: int, runs: int) -> Iterator[tuple[str, float]]:
    file, store = generate.write(folder / "made.nt", count), folder / "made.store"
    yield "load", spent([*WENMAI, "load", str(file), "--into", str(store)])
    yield from _lookups(store, runs)
    yield from _changes(folder, file, store, count)


def _lookups(store: Path, runs: int) -> Iterator[tuple[str, float]]:
    commands = {"bare Python": BARE}
    for name, words in zip(LOOKUPS, (MADE["path"], MADE["search"], MADE["show"]), strict=False):
        commands[name] = [*WENMAI, *words, "-g", str(store)]
    for command in commands.values():
        spent(command)
    rounds = [{name: spent(command) for name, command in commands.items()} for _ in range(runs)]
    for name in LOOKUPS:
        yield name, median(one[name] for one in rounds)
        print(f"{name}: {median(one[name] / one['bare Python'] for one in rounds):.1f} times bare Python", flush=True)


def _changes(folder: Path, file: Path, store: Path, count: int) -> Iterator[tuple[str, float]]:
    some = _sample(file, folder / "some.nt", count)
    changed = folder / "changed.store"
    times: dict[str, list[float]] = {"add": [], "remove": []}
    for _ in range(3):
        shutil.rmtree(changed, ignore_errors=True)
        shutil.copytree(store, changed)
        for what, taken in times.items():
            taken.append(
                spent(
                    [
                        *WENMAI,
                        "load",
                        str(some if what == "add" else folder / "gone.nt"),
                        "--into",
                        str(changed),
                        f"--{what}",
                    ]
                )
            )
    for what, taken in times.items():
        yield f"{what} 1,000 triples", median(taken)


def _sample(file: Path, target: Path, count: int) -> Path:
    """A thousand triples to add, between things that are there and some that are not; another thousand, to take out, beside it."""
    rng, entities = random.Random(11), max(10, count * 3 // 25)
    with target.open("w", encoding="utf-8") as out:
        for number in range(CHANGED // 10):
            out.writelines(generate.about(entities + number, entities, rng))
    lines = target.read_text(encoding="utf-8").splitlines(keepends=True)[:CHANGED]
    target.write_text("".join(lines), encoding="utf-8")
    wanted = set(rng.sample(range(count), CHANGED))
    with file.open(encoding="utf-8") as all_lines, (file.parent / "gone.nt").open("w", encoding="utf-8") as out:
        out.writelines(line for number, line in enumerate(all_lines) if number in wanted)
    return target


def write(found: Found) -> str:
    """The table, in Markdown."""
    sizes = sorted({size for line in found.values() for size in line})
    rows = [["processor time, s", *(f"{size:g}M triples" for size in sizes)], ["---"] * (len(sizes) + 1)]
    rows += [
        [name, *(f"{found[name][size]:.3f}" if size in found[name] else "" for size in sizes)]
        for name in (*LOADS, *LOOKUPS)
    ]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def read(text: str) -> Found:
    """What a table says that :func:`write` wrote."""
    rows = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in text.splitlines() if line]
    sizes = [float(cell.partition("M")[0]) for cell in rows[0][1:]]
    lines = {name: zip(sizes, cells, strict=True) for name, *cells in rows[2:]}
    return {name: {size: float(cell) for size, cell in line if cell} for name, line in lines.items()}


def draw(text: str, theme: str) -> str:
    """The chart of a table, for a light or a dark page."""
    page, _, faint, _ = THEMES[theme]
    found = read(text)
    sizes = sorted({size for line in found.values() for size in line})
    below = "triples; processor time; both scales are logarithmic"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{FONT}" font-size="12" role="img">',
        "<title>Processor time of loads, changes and lookups by the size of the graph</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{page}"/>',
    ]
    for panel in PANELS:
        parts += _panel(panel, sizes, {name: found[name] for name in panel.names}, theme)
    parts.append(_text(WIDTH / 2, HEIGHT - 8, below, faint, "middle"))
    return "\n".join([*parts, "</svg>\n"])


def _panel(panel: Panel, sizes: list[float], found: Found, theme: str) -> Iterator[str]:
    _, ink, faint, grid = THEMES[theme]
    values = [seconds for line in found.values() for seconds in line.values()]
    low, high = _floor(min(values)), _floor(max(values)) + 1

    def across(size: float) -> float:
        return panel.left + ACROSS * log10(size / sizes[0]) / (log10(sizes[-1] / sizes[0]) or 1)

    def down(seconds: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * (log10(seconds) - low) / (high - low)

    yield _text(panel.left, 24, panel.title, ink, "start", ' font-weight="600"')
    for power in range(low, high + 1):
        y = down(10.0**power)
        yield f'<line x1="{panel.left}" y1="{y:.1f}" x2="{panel.left + ACROSS}" y2="{y:.1f}" stroke="{grid}"/>'
        yield _text(panel.left - 8, y + 4, _time(10.0**power), faint, "end")
    for size in sizes:
        yield _text(across(size), BOTTOM + 20, f"{size:g}M", faint, "middle")
    labels = _spread({name: down(line[max(line)]) for name, line in found.items()})
    for name, line in found.items():
        hue = HUES[name][theme == "dark"]
        points = [(across(size), down(seconds)) for size, seconds in sorted(line.items())]
        way = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        yield f'<polyline points="{way}" fill="none" stroke="{hue}" stroke-width="2"/>'
        for x, y in points:
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{hue}"/>'
        yield _text(across(max(line)) + 10, labels[name] + 4, name, hue, "start")


def _text(x: float, y: float, words: str, hue: str, anchor: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{hue}" text-anchor="{anchor}"{more}>{escape(words)}</text>'


def _floor(value: float) -> int:
    return int(log10(value) // 1)


def _time(seconds: float) -> str:
    return f"{seconds:,.0f} s" if seconds > 0.99 else f"{seconds * 1000:.0f} ms"


def _spread(places: dict[str, float]) -> dict[str, float]:
    """Places of labels, from the top down, none nearer to the one above than a line of text."""
    found: dict[str, float] = {}
    last = -100.0
    for name, place in sorted(places.items(), key=lambda item: item[1]):
        last = found[name] = max(place, last + 15)
    return found


def main() -> None:
    """Measure and write the table; draw the chart."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=float, nargs="+", default=[0.1, 1, 10], help="millions of triples")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--out", type=Path, default=TABLE)
    parser.add_argument("--draw", action="store_true", help="only draw what the table says")
    parser.add_argument(
        "--store", nargs=2, metavar=("M", "STORE"), help="only the lookups, on a store of M million triples"
    )
    parser.add_argument(
        "--loaded", type=float, metavar="SECONDS", help="the processor seconds of its load, as it was measured"
    )
    options = parser.parse_args()
    if options.store:
        found, size = read(options.out.read_text(encoding="utf-8")), float(options.store[0])
        for name, seconds in _lookups(Path(options.store[1]), options.runs):
            found[name][size] = seconds
        if options.loaded:
            found["load"][size] = options.loaded
        options.out.write_text(write(found), encoding="utf-8")
    elif not options.draw:
        options.out.write_text(write(measure(options.sizes, options.runs)), encoding="utf-8")
    for theme in THEMES:
        picture = draw(options.out.read_text(encoding="utf-8"), theme)
        (PICTURES / f"growth-{theme}.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
