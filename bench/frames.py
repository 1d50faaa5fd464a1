"""How many frames a second does the page paint while it is zoomed and moved, at 1,000, 5,000 and 20,000 entities, all of them drawn?

    python -m bench.frames [--sizes 1000 20000] [--seconds 4]

Headless Chromium without a GPU, so that what is measured is what a slow machine has: a window of 1440 by 900 on the map of
communities, which draws all entities that a page holds. The wheel is turned at each frame, in and out, then the picture is dragged to and
fro; frames are those in which the page's own painting was shown, counted by ``requestAnimationFrame``. *Longest* is the longest
time from one frame to the next, *painting* the middle of how long one painting anew of the whole takes.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

RUN = """async ([way, seconds]) => {
    const picture = document.querySelector("#picture"), box = picture.getBoundingClientRect();
    const middle = { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 };
    const at = { ...middle, bubbles: true, cancelable: true, pointerId: 1, isPrimary: true };
    const turn = (kind, more) => picture.dispatchEvent(new (kind === "wheel" ? WheelEvent : PointerEvent)(kind, { ...at, ...more }));
    const begin = performance.now(), gaps = [];
    picture.setPointerCapture = () => {};
    let last = begin, count = 0;
    if (way === "drag") turn("pointerdown", { button: 0, buttons: 1 });
    while (performance.now() - begin < 1000 * seconds) {
        const wave = Math.sin(count / 12);
        if (way === "zoom") turn("wheel", { deltaY: 60 * wave });
        else turn("pointermove", { buttons: 1, clientX: at.clientX + 160 * wave, clientY: at.clientY + 90 * wave });
        await new Promise(requestAnimationFrame);
        const now = performance.now();
        gaps.push(now - last);
        last = now;
        count++;
    }
    if (way === "drag") turn("pointerup", {});
    return { frames: count / seconds, longest: Math.max(...gaps) };
}"""
PAINT = """() => {
    const times = [];
    for (let i = 0; i < 9; i++) {
        const begin = performance.now();
        wenmai.picture.paint();
        wenmai.picture.canvas.getContext("2d").getImageData(0, 0, 1, 1);
        times.push(performance.now() - begin);
    }
    return times.sort((a, b) => a - b)[4];
}"""


def measured(tab: Any, file: Path, seconds: float) -> list[str]:
    """One size's figures as cells."""
    tab.goto(file.as_uri() + "#map=all")
    tab.locator("html[data-ready=yes]").wait_for(state="attached")
    tab.wait_for_timeout(1500)
    drawn = tab.evaluate("wenmai.picture.shown.nodes.size")
    zoom, drag = (tab.evaluate(RUN, [way, seconds]) for way in ("zoom", "drag"))
    return [
        f"{drawn:,}",
        f"{zoom['frames']:.0f} fps",
        f"{zoom['longest']:.0f} ms",
        f"{drag['frames']:.0f} fps",
        f"{drag['longest']:.0f} ms",
        f"{tab.evaluate(PAINT):.0f} ms",
    ]


def main() -> None:
    from playwright.sync_api import sync_playwright

    from bench.table import markdown
    from bench.view import FLAGS, ours

    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 5000, 20000], help="how many entities")
    parser.add_argument("--seconds", type=float, default=4, help="how long each movement is")
    given = parser.parse_args()
    chromium = os.environ.get("WENMAI_CHROMIUM") or shutil.which("chromium")
    rows: list[list[str]] = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        tab = browser.new_page(viewport={"width": 1440, "height": 900})
        for size in given.sizes:
            file = Path(folder) / f"{size}.html"
            ours(file, size)
            rows.append(measured(tab, file, given.seconds))
        print(f"{platform.platform()}, {os.cpu_count()} processors, Chromium {browser.version}, no GPU\n")
        browser.close()
    print(markdown(["entities", "zoom", "longest", "drag", "longest", "painting"], rows))


if __name__ == "__main__":
    main()
