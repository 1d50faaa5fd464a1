"""The server's pages in a browser: for everyone, by keyboard alone, under their own content policy, with no request to another."""

from __future__ import annotations

import subprocess
import sys
from urllib.parse import urlencode, urlsplit

import pytest

import needs
from serve.conftest import serving
from serve.test_review_pages import REPORT

PAGES = {
    "home": "/?lang={}",
    "search": "/search?text=金融&lang={}",
    "entity": "/e/金科新区?lang={}",
    "path": "/path?a=北交所&b=北京金融法院&lang={}",
    "around": "/around?entity=北交所&lang={}",
    "timeline": "/timeline?entity=北交所&lang={}",
    "figures": "/figures?entity=金科新区&lang={}",
    "targets": "/targets?lang={}",
    "compare": "/compare?a=北交所&b=北京金融法院&lang={}",
    "stats": "/stats?lang={}",
    "between": "/between?entities=北交所&entities=北京金融法院&entities=金科新区&lang={}",
    "analyze": "/analyze?lang={}",
    "unasked": "/path?lang={}",
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


def editing(page, text):
    """Write a query as a person does, over what is there."""
    page.wait_for_selector("html[data-ready=yes]", state="attached")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    page.wait_for_timeout(400)  # what is offered has come


def test_a_query_shows_its_rows_and_its_fault_in_its_place(opened):
    page = opened("/query?lang=en")
    editing(page, "SELECT ?where { xc:北京证券交易所 wm:locatedIn ?where }")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#result table")
    assert "西城区" in page.text_content("#result")
    assert "SELECT+%3Fwhere" in page.url
    editing(page, "SELECT * {\n?s wm:x ; ?y . }")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#result .error")
    assert "line 2" in page.text_content("#result")
    assert page.text_content(".cm-fault") == ";"
    page.reload()
    page.wait_for_selector("#asked li")
    assert "locatedIn" in page.text_content("#asked")
    page.click("#forget")
    assert page.locator("#asked li").count() == 0
    assert page.evaluate("Object.keys(localStorage).length") == 0
    assert [one for one in page.complaints if "400" not in one] == []


def test_the_graph_completes_a_query(opened):
    page = opened("/query?lang=en")
    editing(page, "SELECT * { ?x a wm:Instit")
    page.wait_for_selector(".cm-tooltip-autocomplete li")
    assert "wm:Institution" in page.text_content(".cm-tooltip-autocomplete")
    page.wait_for_timeout(150)  # for so long CodeMirror takes no Enter, lest one accept what has just come
    page.keyboard.press("Enter")
    page.keyboard.type(" ; loca")
    page.wait_for_selector(".cm-tooltip-autocomplete li")
    page.wait_for_timeout(150)
    page.keyboard.press("Enter")
    assert page.evaluate("document.getElementById('text').value").startswith(
        "SELECT * { ?x a wm:Institution ; wm:locatedIn"
    )
    assert page.complaints == []


def test_the_editor_is_left_by_keyboard(opened):
    page = opened("/query?lang=en")
    editing(page, "ASK {?x a wm:Inst")
    page.keyboard.press("Escape")
    assert page.locator(".cm-tooltip-autocomplete").count() == 0, "the first closes what is offered"
    editing(page, "ASK {}")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "go"
    page.locator(".cm-content").click()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "go"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#result .truth")
    assert page.text_content("#result") == "yes"


QUERIES = {
    "chart": "SELECT ?c (COUNT(?x) AS ?n) { ?x a ?c } GROUP BY ?c ORDER BY DESC(?n) LIMIT 5",
    "timeline": "SELECT ?b ?e { ?x wm:when ?t ; rdfs:label ?e . ?t wm:begins ?b }",
    "map": 'SELECT ?n ?p { VALUES (?n ?p) { ("北京" "POINT(116.4 39.9)") ("上海" "POINT(121.47 31.23)") } }',
    "picture": "CONSTRUCT { ?a wm:locatedIn ?b } { ?a wm:locatedIn ?b } LIMIT 9",
    "table": "SELECT ?a ?b ?c ?d ?e { ?a ?b ?c . ?c ?d ?e } LIMIT 5",
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("view", QUERIES)
def test_an_answer_is_shown_by_its_shape_and_for_everyone(opened, view, lang):
    from axe_playwright_python.sync_playwright import Axe

    for dark, width, axe in ((False, 1280, False), (True, 390, True)):
        page = opened(f"/query?lang={lang}&{urlencode({'query': QUERIES[view]})}", dark=dark, width=width, axe=axe)
        page.wait_for_selector("#view > *")
        pressed = page.locator("[aria-pressed=true]")
        assert (
            pressed.count() == 0
            if view == "table" and not pressed.count()
            else pressed.get_attribute("data-view") == view
        )
        assert page.locator("#view tr, #view li, #view .point").count() > 1
        assert page.complaints == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if axe:
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()


def test_an_answer_is_saved_in_every_format(opened, served):
    page = opened(f"/query?lang=en&{urlencode({'query': 'SELECT ?x { ?x a wm:Institution }'})}")
    page.wait_for_selector("#result table")
    links = page.eval_on_selector_all("#save a", "all => all.map((one) => one.getAttribute('href'))")
    assert [served.ask(link).status for link in links] == [200] * 4
    with page.expect_download() as saved:
        page.click("#save a")
    assert saved.value.suggested_filename == "answer.csv"


def test_queries_are_asked_without_a_script(browser, served):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.address}/query?lang=en&question=who-founded-jingbao")
    assert "?founder" in page.input_value("#text")
    assert page.locator("[data-scripted]:visible").count() == 0
    with page.expect_response("**/sparql?*") as answered:
        page.select_option("select[name=format]", "json")
        page.click("#go")
    assert answered.value.status == 200
    context.close()


def test_a_picture_grows_by_keyboard_and_asks_for_what_it_shows(opened):
    page = opened("/around?entity=北京市&lang=en")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_selector(".node.chosen")
    first = page.locator(".node").count()
    assert 1 < first <= 25
    page.locator(".node.chosen").focus()
    page.keyboard.press("ArrowRight")
    with page.expect_response("**/api/v1/neighbours?*") as answered:
        page.keyboard.press("Enter")
    brought = answered.value.json()
    page.wait_for_function("(count) => document.querySelectorAll('.node').length >= count", arg=first)
    assert len(brought["nodes"]) <= 24
    assert page.locator(".node").count() <= first + len(brought["nodes"])
    assert page.locator(".told a").first.text_content() == brought["entity"]["label"]
    assert len([url for url in asked if "neighbours" in url]) <= 2
    assert page.complaints == []


@pytest.fixture(scope="module")
def sourced():
    """A server of the report that has its text."""
    with serving("--source", str(needs.report())) as server:
        yield server


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_kinds_are_opened_and_hidden_and_passages_are_read(browser, sourced, lang):
    from axe_playwright_python.sync_playwright import Axe

    from wenmai.serve.api import facets, neighbours, reader

    bounds = {"neighbours": neighbours.MOST_BYTES, "facets": facets.MOST_BYTES, "passage": reader.MOST_BYTES}
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page, asked = context.new_page(), []
    page.on("response", lambda answer: asked.append(answer) if "/api/v1/" in answer.url else None)
    page.goto(f"{sourced.address}/around?entity=西城区&lang={lang}")
    page.wait_for_selector(".node.chosen")
    first = page.locator(".node").count()
    page.locator("[data-kinds] summary").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-facet=predicate] button")
    page.locator("[data-facet=predicate] button").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("(count) => document.querySelectorAll('.node').length > count", arg=first)
    page.click(".shown summary")
    links = page.locator(".drawing .link").count()
    page.locator(".shown input").first.uncheck()
    assert page.locator(".drawing .link").count() < links
    page.locator(".shown input").first.check()
    assert page.locator(".drawing .link").count() == links
    page.locator(".told .cite button").first.click()
    page.wait_for_selector(".reader mark")
    assert page.text_content(".reader mark") in page.text_content(".reader .text")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    sizes = [(one.url.partition("?")[0].rpartition("/")[2], len(one.body())) for one in asked]
    assert {name for name, _ in sizes} == set(bounds)
    assert all(size <= bounds[name] for name, size in sizes)
    context.close()


def test_what_takes_long_is_told_and_can_be_stopped(opened):
    page = opened("/around?entity=西城区&lang=en")
    page.wait_for_selector(".node.chosen")
    first = page.locator(".node").count()
    page.route("**/api/v1/facets?*", lambda route: None)  # the answer does not come
    page.click("[data-kinds] summary")
    page.wait_for_function("() => / 1 s/.test(document.querySelector('[role=status]').textContent)")
    page.click("[data-stop]")
    page.wait_for_function("() => document.querySelector('[role=status]').textContent === 'stopped'")
    assert page.locator(".node").count() == first


def test_a_picture_is_drawn_in_a_frame_that_can_do_nothing_else(opened):
    page = opened("/e/金科新区?lang=en")
    page.click("details.picture:has([data-picture]) summary")
    frame = page.wait_for_selector("iframe").content_frame()
    frame.wait_for_selector("canvas")
    assert frame.evaluate("origin") == "null"
    assert "entities" in frame.text_content("body")


@pytest.fixture(scope="module")
def proposed(tmp_path_factory):
    """A server of a proposal."""
    folder = tmp_path_factory.mktemp("proposed")
    (folder / "2023.txt").write_text(REPORT, "utf-8")
    call = [sys.executable, "-P", "-m", "wenmai", "capture", "2023.txt", "-o", "proposal.ttl"]
    subprocess.run(call, cwd=folder, capture_output=True, check=True)
    with serving("-g", str(folder / "proposal.ttl")) as server:
        yield server


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_proposal_is_reviewed_by_everyone_and_by_keyboard(browser, proposed, lang):
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": 390, "height": 800}, color_scheme="dark", bypass_csp=True)
    page = context.new_page()
    for path in ("/review", "/review/rules"):
        page.goto(f"{proposed.address}{path}?lang={lang}")
        assert Axe().run(page).violations_count == 0
    page.goto(f"{proposed.address}/review?lang={lang}&state=open&kind=figure")
    page.locator("tbody a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("mark.number")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    first = page.url
    page.locator("button[value=accept]").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".done")
    assert page.url != first
    page.locator("button[value=undo]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "done=undo" in url)
    assert page.url.partition("?")[0] == first.partition("?")[0]
    context.close()
