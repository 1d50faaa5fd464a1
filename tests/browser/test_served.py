"""The server's pages in a browser: for everyone, by keyboard alone, under their own content policy, with no request to another."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from serve.conftest import serving

PAGES = {
    "home": "/?lang={}",
    "search": "/search?text=金融&lang={}",
    "entity": "/e/金科新区?lang={}",
    "path": "/path?a=北交所&b=北京金融法院&lang={}",
    "around": "/around?entity=北交所&lang={}",
    "timeline": "/timeline?entity=北交所&lang={}",
    "figures": "/figures?entity=金科新区&lang={}",
    "compare": "/compare?a=北交所&b=北京金融法院&lang={}",
    "stats": "/stats?lang={}",
    "query": "/query?lang={}",
    "ask": "/ask?question=谁创办了京报&lang={}",
    "several": "/e/bjs?lang={}",
}


@pytest.fixture(scope="module")
def served():
    with serving() as server:
        yield server


@pytest.fixture
def opened(browser, served):
    """Opens pages of the server and gathers what the browser complains of, and whom it asks."""
    contexts = []

    def visit(path, *, dark=False, width=1280, axe=False):
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light", bypass_csp=axe
        )
        contexts.append(context)
        page = context.new_page()
        page.complaints, page.asked = [], set()
        page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda request: page.asked.add(urlsplit(request.url).netloc))
        page.goto(served.address + path)
        return page

    yield visit
    for context in contexts:
        context.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_any_page(opened, name, lang):
    from axe_playwright_python.sync_playwright import Axe

    for dark, width in ((False, 1280), (True, 390)):
        page = opened(PAGES[name].format(lang), dark=dark, width=width, axe=True)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the screen"


@pytest.mark.parametrize("name", PAGES)
def test_pages_keep_their_policy_and_ask_nobody_else(opened, served, name):
    page = opened(PAGES[name].format("en"))
    page.wait_for_load_state("networkidle")
    told = [one for one in page.complaints if "409" not in one]  # a name of several is told with that status
    assert not told
    assert page.asked == {urlsplit(served.address).netloc}


def test_a_path_is_found_by_keyboard_alone(opened):
    page = opened("/?lang=en")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.locator("input[name=a]").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("北交所")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("北京金融法院")
    page.keyboard.press("Enter")
    page.wait_for_selector("ol.lane")
    assert "Beijing Financial Court" in page.text_content("ol.lane")


def test_names_are_offered_while_one_types(opened):
    page = opened("/?lang=en")
    page.locator("input[name=text]").fill("金科")
    page.wait_for_selector("#names option", state="attached")
    assert "金科新区" in page.eval_on_selector_all("#names option", "all => all.map((one) => one.value)")


def test_a_query_shows_its_rows_and_its_fault(opened):
    page = opened("/query?lang=en")
    page.fill("#text", "SELECT ?where { xc:北京证券交易所 wm:locatedIn ?where }")
    page.click("form.query button")
    page.wait_for_selector("#result table")
    assert "西城区" in page.text_content("#result")
    page.fill("#text", "SELECT * { ?s ?p }")
    page.click("form.query button")
    page.wait_for_selector("#result .error")
    assert "line 1" in page.text_content("#result")


def test_a_picture_is_drawn_in_a_frame_that_can_do_nothing_else(opened):
    page = opened("/e/金科新区?lang=en")
    page.click("details.picture summary")
    frame = page.wait_for_selector("iframe").content_frame()
    frame.wait_for_selector("canvas")
    assert frame.evaluate("origin") == "null"
    assert "entities" in frame.text_content("body")
