"""One real browser for all tests, pages to open in it, and a driver that acts as a person does.

Chromium is Debian's, headless; Playwright drives it and downloads nothing. Without a browser the tests are skipped with the
reason, but never in CI.
"""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

import needs
from wenmai.sources import Memory, open_source
from wenmai.view import page

HERE = Path(__file__).resolve().parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DOCUMENT = "urn:wenmai:document:town"
TEXT = (HERE / "town.txt").read_text("utf-8")


@pytest.fixture(scope="session")
def browser():
    """Chromium, started once."""
    command = os.environ.get("WENMAI_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)
    if command is None:
        needs.missing(f"no browser found (looked for {', '.join(NAMES)})")
    with needs.library("playwright.sync_api").sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=command, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def town():
    """The invented town, hostile strings and all."""
    return open_source(str(HERE / "town.ttl"))


@pytest.fixture(scope="session")
def many():
    """An invented graph of 1,500 entities: more than are drawn at once."""
    import pyoxigraph as ox

    chance = random.Random(7)
    name = [ox.NamedNode(f"urn:many:{number:04}") for number in range(1500)]
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    linked = [ox.NamedNode(f"urn:many:links{number}") for number in range(4)]
    quads = [ox.Quad(one, label, ox.Literal(f"entity {number}")) for number, one in enumerate(name)]
    for number in range(1, 1500):
        quads += [
            ox.Quad(name[number], chance.choice(linked), name[int(number * chance.random() ** 2)]) for _ in range(2)
        ]
    return Memory.of(quads)


@pytest.fixture(scope="session")
def pages(tmp_path_factory, town, report, many):
    """Pages by name, written when first asked for."""
    folder = tmp_path_factory.mktemp("pages")
    makers = {
        "town": lambda: page(town, passages={DOCUMENT: TEXT}),
        "english": lambda: page(town, language="en"),
        "report": lambda: page(report),
        "many": lambda: page(many, language="en"),
        "cities": lambda: page(open_source(str(HERE / "cities.ttl")), language="en"),
    }

    def path(name: str) -> Path:
        file = folder / f"{name}.html"
        if not file.exists():
            makers[name]().save(file)
        return file

    return path


class Reader:
    """A person before the page: looks, types, clicks. ``look`` reads what the page shows, and changes nothing."""

    def __init__(self, tab) -> None:
        self.tab = tab

    def look(self, script: str, argument=None):
        return self.tab.evaluate(f"(value) => {{ const page = window.wenmai; return {script}; }}", argument)

    def find(self, text: str) -> None:
        """Search, and take the first result."""
        self.tab.locator("#find").fill(text)
        self.tab.locator("#found [role=option]").first.wait_for()
        self.tab.keyboard.press("Enter")
        self.settle()

    def click_node(self, label: str, **options) -> None:
        self.tab.mouse.click(*self.spot(label), **options)
        self.settle()

    def spot(self, label: str) -> tuple[float, float]:
        """Where an entity is on the screen."""
        box = self.tab.locator("#picture").bounding_box()
        at = self.look(
            "page.picture.screen([...page.picture.shown.nodes].find((node) => page.graph.label(node) === value))", label
        )
        return box["x"] + at["x"], box["y"] + at["y"]

    def settle(self) -> None:
        """Let movement end."""
        self.tab.wait_for_timeout(420)

    def shown(self) -> set[str]:
        return set(self.look("[...page.picture.shown.nodes].map(page.graph.label)"))

    def selected(self) -> str | None:
        return self.look(
            "page.selection() && (page.selection().node === undefined ? 'link' : page.graph.label(page.selection().node))"
        )

    def told(self) -> str:
        """What the live region says."""
        self.tab.wait_for_timeout(60)
        return self.tab.locator("#said").inner_text()

    def text(self, where: str) -> str:
        return self.tab.locator(where).inner_text()

    def button(self, name: str, within: str = "body"):
        return self.tab.locator(within).get_by_role("button", name=name, exact=True)


@pytest.fixture
def visit(browser, pages):
    """Open a page as a reader; afterwards no request may have left it and no error been logged.

    The address asks for nothing but the picture; an empty one is a first visit, which a large graph begins with a path.
    """
    contexts, requests, errors = [], [], []

    def go(
        name: str, *, address: str = "whole", dark: bool = False, phone: bool = False, hanging: bool = False
    ) -> Reader:
        context = browser.new_context(
            viewport={"width": 390, "height": 844} if phone else {"width": 1280, "height": 800},
            device_scale_factor=2 if phone else 1,
            is_mobile=phone,
            has_touch=phone,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        contexts.append(context)
        if hanging:
            context.route(lambda url: not url.startswith("file:"), lambda route: None)
        else:
            context.set_offline(True)
        context.on("request", lambda request: requests.append(request.url))
        context.on(
            "console", lambda message: errors.append(message.text) if message.type in ("error", "warning") else None
        )
        context.on("weberror", lambda error: errors.append(str(error.error)))
        tab = context.new_page()
        tab.goto(pages(name).as_uri() + (f"#{address}" if address else ""))
        tab.locator("html[data-ready=yes]").wait_for(state="attached")
        return Reader(tab)

    yield go
    for context in contexts:
        context.close()
    assert [url for url in requests if not url.startswith(("file:", "blob:"))] == []
    assert errors == []
