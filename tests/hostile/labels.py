"""Labels and IRIs that would be more than text if a page or a terminal let them.

    python tests/hostile/labels.py --count 10000 --seed 1

Puts so many labels and IRIs together from dangerous pieces, draws a page of them, opens every one in a real browser
without a network, prints them in a table, and says what ran, was asked for, or came through as anything but text.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent.parent

HOSTILE = [
    "<img src=x onerror=window.hacked=1>",
    "</script><script>window.hacked=1</script>",
    "</style><style>*{display:none}</style>",
    "<!--<script>",
    '" onmouseover="window.hacked=1" x="',
    "' autofocus onfocus=window.hacked=1 '",
    "javascript:window.hacked=1",
    'href="javascript:window.hacked=1"',
    "{{ 7*7 }}{% raw %}${7*7}",
    "\u202egnirts\u202c \u2066x\u2069",
    "__proto__",
    "constructor",
    "]]>&lt;b&gt;&amp;",
    "\\u003cscript\\u003e\u2028\u2029",
    "=cmd|' /C calc'!A0",
    "\U0001f600 emoji \U0001f468\u200d\U0001f469\u200d\U0001f467",
]
IRIS = [
    "https://example.org/%22%3E%3Cscript%3E",
    "javascript:window.hacked=1",
    "data:text/html,b",
    "https://example.org/__proto__",
    "urn:x:'onload='",
]

PIECES = [
    *HOSTILE,
    "<svg/onload=window.hacked=2>",
    "<a href=javascript:window.hacked=3>x</a>",
    "<iframe srcdoc='<script>parent.hacked=4</script>'>",
    "--><script>window.hacked=5</script>",
    "`;window.hacked=6;`",
    "';window.hacked=7;//",
    '\\");window.hacked=8;//',
    "&#60;img src=x onerror=window.hacked=9&#62;",
    "\x1b[31m\x1b]0;title\x07",
    "\x00\x08\x7f\x9b31m",
    "\u200b\ufeff\u200f\u202d",
    "\r\n\t|,;",
    "甲乙丙",
    " ",
]
SCHEMES = ["javascript:", "data:text/html,", "https://example.org/", "urn:x:", "file:///", "vbscript:", "http://[::1]/"]
PARTS = [
    "%22%3E%3Cscript%3E",
    "'onload='",
    "__proto__",
    "constructor",
    "?a=1&b=2",
    "&lt;b&gt;",
    "(x)",
    ";",
    "*/",
    "//",
    "甲",
]
BATCH = 500
FORBIDDEN = "img, iframe, object, embed, svg [onload], [onerror], [onmouseover], [onfocus], a[href^='javascript' i], base, form:not([method=dialog])"


class Found(NamedTuple):
    """How many entities the page ``shown`` holds and how many were ``selected``, and a line for each thing that must not be."""

    shown: int
    selected: int
    bad: list[str]


def quads(count: int, seed: int) -> Iterator[Any]:
    """A chain of ``count`` entities, each with a hostile IRI, label, alias, class and literal."""
    import pyoxigraph as ox

    chance = random.Random(seed)
    term, label = ox.NamedNode, ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")

    def text() -> ox.Literal:
        return ox.Literal("".join(chance.choices(PIECES, k=chance.randrange(1, 5))))

    names = [term(f"{chance.choice(SCHEMES)}{''.join(chance.choices(PARTS, k=2))}{n}") for n in range(count)]
    kinds = [term(f"urn:class:{n}") for n in range(20)]
    links = [term(f"urn:link:{n}") for n in range(20)]
    for one in (*kinds, *links):
        yield ox.Quad(one, label, text())
    for number, one in enumerate(names):
        yield ox.Quad(one, label, text())
        yield ox.Quad(one, term("http://www.w3.org/2004/02/skos/core#altLabel"), text())
        yield ox.Quad(one, term("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), kinds[number % len(kinds)])
        yield ox.Quad(one, term("urn:says"), text())
        yield ox.Quad(one, links[number % len(links)], names[number * 7 // 8])


def attack(browser: Any, count: int, seed: int) -> Found:
    """Draw the page, open all it holds, and print the table."""
    from wenmai.sources import Memory
    from wenmai.view import page

    source = Memory.of(quads(count, seed))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "hostile.html"
        page(source).save(file)
        found = visit(browser, file)
    return found._replace(bad=found.bad + in_a_table(source))


def visit(browser: Any, file: Path) -> Found:
    """Select every entity of a page and look at what that made of it."""
    bad: list[str] = []
    context = browser.new_context(offline=True)
    context.on("request", lambda one: None if one.url == file.as_uri() else bad.append(f"asked for {one.url}"))
    context.on("console", lambda message: bad.append(f"console: {message.text}"))
    context.on("weberror", lambda error: bad.append(f"error: {error.error}"))
    context.on("dialog", lambda dialog: (bad.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    tab = context.new_page()
    tab.goto(f"{file.as_uri()}#whole")
    tab.locator("html[data-ready=yes]").wait_for(state="attached")
    shown = tab.evaluate("wenmai.graph.count")
    for start in range(0, shown, BATCH):
        made = tab.evaluate(SELECT, [start, min(shown, start + BATCH), FORBIDDEN])
        bad += [f"entity {node} made {what}" for node, what in made]
    if tab.evaluate("window.hacked") is not None:
        bad.append("script of the data ran")
    context.close()
    return Found(shown, shown, bad)


SELECT = """([start, end, forbidden]) => {
  const made = [];
  for (let node = start; node < end; node++) {
    wenmai.select({node});
    for (const one of document.querySelectorAll(forbidden)) made.push([node, one.outerHTML.slice(0, 200)]);
  }
  return made;
}"""


def in_a_table(source: Any) -> list[str]:
    """The labels printed for a terminal: no character that steers one."""
    from wenmai.rendering import grid

    rows = [[quad.subject.value, quad.object.value] for quad in source.store if type(quad.object).__name__ == "Literal"]
    text = grid.to_table(["entity", "label"], rows)
    steering = {character for character in text if unicodedata.category(character) in {"Cc", "Cf"}} - {"\n"}
    return [f"the table prints {character!r}" for character in sorted(steering) if character not in UNSEEN]


UNSEEN = {"\u200d"}
"""Joins the emoji of a family."""


def main() -> int:
    """Print what became of the labels."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    from playwright.sync_api import sync_playwright

    command = os.environ.get("WENMAI_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
    started = time.monotonic()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=command, args=["--no-sandbox", "--disable-gpu"])
        found = attack(browser, options.count, options.seed)
        browser.close()
    print(f"{options.count:,} hostile IRIs and labels, seed {options.seed}, {time.monotonic() - started:.0f} s:")
    print(f"  {found.shown:,} entities held, {found.selected:,} opened one by one; {len(found.bad)} that must not be")
    for line in found.bad[:20]:
        print("  BAD ", line)
    return 1 if found.bad else 0


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    sys.exit(main())
