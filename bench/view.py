"""How fast is the page, at 200, 1,000, 5,000 and 20,000 entities, against pyvis as it comes?

    python bench/view.py [--sizes 200 1000] [--pyvis 200] [--out docs/bench-view.txt]

Each page is opened in headless Chromium with an empty cache. *First draw* is from the start of the navigation to the first
frame with the graph in it; *blocked* is the time until then during which the page could answer nobody (long tasks, less
50 ms each); *zoom* is frames a second over two seconds of zooming with the wheel; *select* is from a click to the painted
panel and highlight; *find* is one search through all names. pyvis is given the same nodes and links by its own calls.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
WATCH = """
window.blocked = 0;
new PerformanceObserver((list) => { for (const task of list.getEntries()) window.blocked += Math.max(0, task.duration - 50); })
    .observe({ type: "longtask", buffered: true });
"""
FRAMES = """async () => {
    let count = 0;
    const begin = performance.now();
    while (performance.now() - begin < 2000) { await new Promise(requestAnimationFrame); count++; }
    return count / 2;
}"""


class Measured(NamedTuple):
    """Milliseconds, but ``zoom`` in frames a second and ``size`` in bytes; ``None`` where it never came to that."""

    name: str
    size: int
    write: float
    first: float | None
    blocked: float | None
    zoom: float | None
    select: float | None
    find: float | None


def quads(count: int) -> list[Any]:
    """An invented graph: three links for each entity, mostly to earlier ones that already have many, in a few classes."""
    import pyoxigraph as ox

    chance = random.Random(count)
    name = [ox.NamedNode(f"urn:bench:{number:05}") for number in range(count)]
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    found = []
    for number, one in enumerate(name):
        found.append(ox.Quad(one, label, ox.Literal(f"实体{number}号", language="zh")))
        found.append(ox.Quad(one, label, ox.Literal(f"entity {number}", language="en")))
        found.append(ox.Quad(one, kind, ox.NamedNode(f"urn:bench:class{number % 8}")))
        for _ in range(3 if number else 0):
            other = name[int(number * chance.random() ** 1.6)]
            found.append(ox.Quad(one, ox.NamedNode(f"urn:bench:link{chance.randrange(12)}"), other))
    return found


def ours(file: Path, count: int) -> float:
    from graph.source import Memory
    from graph.view import page

    source = Memory.of(quads(count))
    begin = time.perf_counter()
    page(source, language="zh").save(file)
    return (time.perf_counter() - begin) * 1000


def report(file: Path) -> float:
    from graph.source import open_source
    from graph.view import page

    begin = time.perf_counter()
    page(open_source(), language="zh").save(file)
    return (time.perf_counter() - begin) * 1000


def pyvis(file: Path, count: int) -> float:
    """The same graph by pyvis's own calls, as its documentation shows them; the page keeps its scripts in line."""
    from pyvis.network import Network

    rows = quads(count)
    begin = time.perf_counter()
    network = Network(directed=True, cdn_resources="in_line")
    labels = {row.subject.value: row.object.value for row in rows if getattr(row.object, "language", "") == "zh"}
    network.add_nodes(list(labels), label=list(labels.values()))
    for row in rows:
        if row.predicate.value.startswith("urn:bench:link"):
            network.add_edge(row.subject.value, row.object.value, title=row.predicate.value)
    file.write_text(network.generate_html(), encoding="utf-8")
    return (time.perf_counter() - begin) * 1000


def measure(browser: Any, name: str, file: Path, write: float, *, plain: bool, patience: int) -> Measured:
    """Open a page and act on it."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    context.add_init_script(WATCH)
    tab = context.new_page()
    tab.set_default_timeout(patience * 1000)
    size = file.stat().st_size
    try:
        tab.goto(file.as_uri(), wait_until="commit")
        first = _first_frame(tab, plain=plain)
        blocked = tab.evaluate("window.blocked")
        zoom = _zoom(tab, plain=plain)
        select = None if plain else _select(tab)
        find = (
            None
            if plain
            else tab.evaluate(
                "(() => { const t = performance.now(); wenmai.names.search('号9'); return performance.now() - t; })()"
            )
        )
        return Measured(name, size, write, first, blocked, zoom, select, find)
    except Exception as error:  # noqa: BLE001 - a page that never answers is a measurement
        print(f"{name}: {str(error).splitlines()[0]}", file=sys.stderr)
        return Measured(name, size, write, None, None, None, None, None)
    finally:
        context.close()


def _first_frame(tab: Any, *, plain: bool) -> float:
    """Ours says when it is ready. pyvis's hides its canvas behind a bar until it is settled: that is its first use."""
    hidden = "((bar) => !bar || getComputedStyle(bar).display === 'none')(document.querySelector('#loadingBar'))"
    settled = f"typeof network !== 'undefined' && (network.physics.stabilized || {hidden})"
    if plain:
        tab.wait_for_function(settled, polling=20)
    else:
        tab.locator("html[data-ready=yes]").wait_for(state="attached")
    return float(
        tab.evaluate(
            "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"
        )
    )


def _zoom(tab: Any, *, plain: bool) -> float:
    box = tab.locator("#mynetwork" if plain else "#picture").bounding_box()
    tab.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    tab.evaluate(
        """(where) => { const target = document.querySelector(where + ' canvas'); let turn = 0;
            window.turning = setInterval(() => { const box = target.getBoundingClientRect();
                target.dispatchEvent(new WheelEvent('wheel', { deltaY: turn++ % 20 < 10 ? -60 : 60, bubbles: true, cancelable: true,
                    clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 })); }, 16); }""",
        "#mynetwork" if plain else "#picture",
    )
    frames = float(tab.evaluate(FRAMES))
    tab.evaluate("clearInterval(window.turning)")
    return frames


def _select(tab: Any) -> float:
    """The middle of five: from the click to the frame in which the panel and the highlight are painted."""
    times = tab.evaluate(
        """async () => { const times = []; const { shown } = wenmai.picture;
            for (const node of shown.order.slice(3, 8)) {
                const begin = performance.now(); wenmai.clicked({ node });
                await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
                times.push(performance.now() - begin);
                await new Promise((done) => setTimeout(done, 120));
            }
            return times.sort((a, b) => a - b); }"""
    )
    return float(times[2])


def table(rows: list[Measured]) -> str:
    """The measurements as Markdown."""

    def number(value: float | None, form: str = "{:,.0f}") -> str:
        return "never" if value is None else form.format(value)

    lines = [
        "| page | file | written in | first draw | blocked | zoom | select | find |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        plain = row.name.startswith("pyvis")
        cells = [
            row.name,
            f"{row.size / 1e6:.2f} MB",
            f"{row.write / 1000:.1f} s",
            number(row.first) + (" ms" if row.first else ""),
        ]
        cells += [number(row.blocked) + (" ms" if row.blocked is not None else ""), number(row.zoom, "{:.0f} fps")]
        cells += ["–", "–"] if plain else [number(row.select) + " ms", number(row.find, "{:.1f} ms")]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--sizes", type=int, nargs="+", default=[200, 1000, 5000, 20000])
    options.add_argument("--pyvis", type=int, nargs="*", default=[200, 1000, 5000], help="sizes to give pyvis")
    options.add_argument("--patience", type=int, default=60, help="seconds to wait for a first draw")
    options.add_argument("--out", type=Path, help="a file for the table")
    given = options.parse_args()
    from playwright.sync_api import sync_playwright

    rows = []
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as folder:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        file = Path(folder) / "page.html"
        rows.append(measure(browser, "wenmai, the report", file, report(file), plain=False, patience=given.patience))
        for count in given.sizes:
            write = ours(file, count)
            rows += [measure(browser, f"wenmai, {count:,}", file, write, plain=False, patience=given.patience)]
        for count in given.pyvis:
            write = pyvis(file, count)
            rows += [measure(browser, f"pyvis, {count:,}", file, write, plain=True, patience=given.patience)]
        version = browser.version
        browser.close()
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    head = f"Chromium {version}, headless, no GPU; {machine}."
    text = f"{head}\n\n{table(rows)}\n"
    print(text)
    if given.out:
        given.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
