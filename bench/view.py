"""How fast is the page, at 200, 1,000, 5,000 and 20,000 entities, against pyvis as it comes?

    python bench/view.py [--sizes 200 1000] [--pyvis 200] [--rounds 7] [--out docs/bench-view.txt]

Each page is opened in headless Chromium, each time in a new context with an empty cache, from a file. *First draw* is from the
start of the navigation until a frame with the whole page, its graph and its key, has been painted and the page has answered a
message posted to it after that frame: it could then answer a click. It is the middle of several rounds (and the least and the
most), and each round opens every page once, so that what else the machine does falls on all alike. *In a new browser* is the
same for the very first page that a browser opens, the middle of three browsers: it also waits for the browser's own start.
A page of one line with nothing to load or run stands first: what is left when a page costs nothing.

*Blocked* is the time until the first draw during which the page could answer nobody (long tasks, less 50 ms each). *Zoom* is
frames a second over two seconds of zooming with the wheel; *select* is from a click to the painted panel and highlight; *find*
is one search through all names: each once, in the last round. pyvis is given the same nodes and links by its own calls, and
opened once: its first use is when it takes away the bar that hides its picture until that has settled.
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
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
NEW_BROWSERS = 3
BARE = """<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><title>bare</title><p>One line.
<script>document.documentElement.dataset.ready = "yes";</script></html>
"""
WATCH = """
window.blocked = 0;
new PerformanceObserver((list) => { for (const task of list.getEntries()) window.blocked += Math.max(0, task.duration - 50); })
    .observe({ type: "longtask", buffered: true });
"""
READY = """
window.drawn = new Promise((done) => {
    const answered = new MessageChannel();
    answered.port1.onmessage = () => done({ first: performance.now(), blocked: window.blocked });
    const painted = () => answered.port2.postMessage("");
    new MutationObserver((_, observer) => {
        observer.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(painted));
    }).observe(document, { subtree: true, attributeFilter: ["data-ready"] });
});
"""
FRAMES = """async () => {
    let count = 0;
    const begin = performance.now();
    while (performance.now() - begin < 2000) { await new Promise(requestAnimationFrame); count++; }
    return count / 2;
}"""


class Opening(NamedTuple):
    """One opening of a page, in milliseconds."""

    first: float
    blocked: float


class Acts(NamedTuple):
    """Acting on a page: frames a second, and milliseconds; ``None`` for what pyvis does not have."""

    zoom: float
    select: float | None = None
    find: float | None = None


@dataclass
class Subject:
    """A page to measure, and what was measured: nothing where it never came to that."""

    name: str
    file: Path
    written: float | None = None
    fresh: list[Opening] = field(default_factory=list)
    opened: list[Opening] = field(default_factory=list)
    acts: Acts | None = None


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
    from wenmai.sources import Memory
    from wenmai.view import page

    source = Memory.of(quads(count))
    begin = time.perf_counter()
    page(source, language="zh").save(file)
    return (time.perf_counter() - begin) * 1000


def report(file: Path) -> float:
    from wenmai.sources import open_source
    from wenmai.view import page

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


def measure(driver: Any, subjects: list[Subject], rounds: int) -> str:
    """Open each of our pages as the first of new browsers, then all in rounds; return the browser's version."""
    for subject in subjects:
        for _ in range(NEW_BROWSERS):
            browser = _launch(driver)
            with _tab(browser, WATCH, READY) as tab:
                subject.fresh.append(_open(tab, subject.file))
            browser.close()
    browser = _launch(driver)
    with _tab(browser) as tab:
        tab.goto(subjects[0].file.as_uri())
    for number in range(rounds):
        for subject in subjects:
            with _tab(browser, WATCH, READY) as tab:
                subject.opened.append(_open(tab, subject.file))
                if number == rounds - 1 and subject.written is not None:
                    subject.acts = Acts(_zoom(tab, "#picture"), _select(tab), _find(tab))
    version = str(browser.version)
    browser.close()
    return version


def measure_pyvis(driver: Any, subject: Subject, patience: int) -> None:
    """Open a page of pyvis's and zoom; a page that never answers is a measurement too."""
    browser = _launch(driver)
    try:
        with _tab(browser, WATCH) as tab:
            tab.set_default_timeout(patience * 1000)
            subject.opened.append(_open_pyvis(tab, subject.file))
            subject.acts = Acts(_zoom(tab, "#mynetwork"))
    except Exception as error:  # noqa: BLE001
        print(f"{subject.name}: {str(error).splitlines()[0]}", file=sys.stderr)
    finally:
        browser.close()


def _launch(driver: Any) -> Any:
    return driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)


@contextmanager
def _tab(browser: Any, *scripts: str) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    for script in scripts:
        context.add_init_script(script)
    yield context.new_page()
    context.close()


def _open(tab: Any, file: Path) -> Opening:
    tab.goto(file.as_uri(), wait_until="commit")
    return Opening(**tab.evaluate("window.drawn"))


def _open_pyvis(tab: Any, file: Path) -> Opening:
    hidden = "((bar) => !bar || getComputedStyle(bar).display === 'none')(document.querySelector('#loadingBar'))"
    tab.goto(file.as_uri(), wait_until="commit")
    tab.wait_for_function(f"typeof network !== 'undefined' && (network.physics.stabilized || {hidden})", polling=20)
    frames = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"
    return Opening(float(tab.evaluate(frames)), float(tab.evaluate("window.blocked")))


def _zoom(tab: Any, picture: str) -> float:
    box = tab.locator(picture).bounding_box()
    tab.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    tab.evaluate(
        """(where) => { const target = document.querySelector(where + ' canvas'); let turn = 0;
            window.turning = setInterval(() => { const box = target.getBoundingClientRect();
                target.dispatchEvent(new WheelEvent('wheel', { deltaY: turn++ % 20 < 10 ? -60 : 60, bubbles: true, cancelable: true,
                    clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 })); }, 16); }""",
        picture,
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


def _find(tab: Any) -> float:
    return float(
        tab.evaluate(
            "(() => { const t = performance.now(); wenmai.names.search('号9'); return performance.now() - t; })()"
        )
    )


def table(subjects: list[Subject]) -> str:
    """The measurements as Markdown."""
    lines = [
        "| page | file | written in | first draw | least – most | in a new browser | blocked | zoom | select | find |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    return "\n".join(lines + [f"| {' | '.join(_row(subject))} |" for subject in subjects])


def _row(subject: Subject) -> list[str]:
    def shown(value: float | None, form: str = "{:,.0f} ms") -> str:
        return "–" if value is None else form.format(value)

    first = sorted(opening.first for opening in subject.opened)
    acts = subject.acts
    return [
        subject.name,
        f"{subject.file.stat().st_size / 1e6:.2f} MB",
        shown(subject.written and subject.written / 1000, "{:.1f} s"),
        shown(median(first)) if first else "never",
        f"{first[0]:,.0f} – {first[-1]:,.0f}" if len(first) > 1 else "–",
        shown(median(opening.first for opening in subject.fresh) if subject.fresh else None),
        shown(median(opening.blocked for opening in subject.opened)) if first else "never",
        shown(acts and acts.zoom, "{:.0f} fps"),
        shown(acts and acts.select),
        shown(acts and acts.find, "{:.1f} ms"),
    ]


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--sizes", type=int, nargs="+", default=[200, 1000, 5000, 20000])
    options.add_argument("--pyvis", type=int, nargs="*", default=[200, 1000, 5000], help="sizes to give pyvis")
    options.add_argument("--rounds", type=int, default=7, help="how often to open each page")
    options.add_argument("--patience", type=int, default=60, help="seconds to wait for pyvis")
    options.add_argument("--out", type=Path, help="a file for the table")
    given = options.parse_args()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver, tempfile.TemporaryDirectory() as folder:
        pages = [_bare(Path(folder)), _written("wenmai, the report", Path(folder), report)]
        pages += [_written(f"wenmai, {count:,}", Path(folder), ours, count) for count in given.sizes]
        version = measure(driver, pages, given.rounds)
        theirs = [_written(f"pyvis, {count:,}", Path(folder), pyvis, count) for count in given.pyvis]
        for subject in theirs:
            measure_pyvis(driver, subject, given.patience)
        rows = table(pages + theirs)
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    text = f"Chromium {version}, headless, no GPU; {machine}; {given.rounds} rounds.\n\n{rows}\n"
    print(text)
    if given.out:
        given.out.write_text(text, encoding="utf-8")


def _bare(folder: Path) -> Subject:
    file = folder / "bare.html"
    file.write_text(BARE, encoding="utf-8")
    return Subject("one line of text", file)


def _written(name: str, folder: Path, write: Callable[..., float], *size: int) -> Subject:
    file = folder / f"{name}.html"
    return Subject(name, file, write(file, *size))


if __name__ == "__main__":
    main()
