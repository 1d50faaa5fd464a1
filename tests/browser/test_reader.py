"""The evidence reader: the whole text with its citations, both ways; sources without a text; several documents; a large one."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from conftest import TEXT
from wenmai.sources import Memory
from wenmai.terms import RDF, RDFS, WM, XSD
from wenmai.view import page

LIT = "[...page.picture.lit().links].map((link) => page.graph.linkName(link)).sort()"


def opened(visit, **options):
    reader = visit("town", **options)
    reader.tab.keyboard.press("r")
    reader.tab.locator("#reader-body").wait_for()
    return reader


def test_the_whole_text_stands_beside_the_picture_with_its_citations_tinted(visit):
    reader = opened(visit)
    body = reader.tab.locator("#reader-body")
    assert body.evaluate("(one) => one.textContent") == TEXT
    marked = body.locator("mark").all_text_contents()
    assert "".join(marked) == TEXT[:70]
    assert "70" in reader.text("#reader-cited")
    assert reader.text("#reader .nth").startswith("– / 4")
    assert reader.tab.locator("#key").is_hidden()
    reader.tab.keyboard.press("r")
    assert reader.tab.locator("#key").is_visible()


def test_keys_go_from_citation_to_citation_and_its_links_light_up(visit):
    reader = opened(visit)
    reader.tab.keyboard.press("n")
    assert reader.tab.locator("#reader mark.now").inner_text() == TEXT[0:12].strip()
    assert reader.look(LIT) == ["位于", "创办"]
    assert "云溪图书馆" in reader.told()
    assert reader.tab.locator("#reader .reader-foot li").count() == 3, "two links, and the day of opening"
    reader.tab.keyboard.press("n")
    assert reader.tab.locator("#reader mark.now").inner_text() == TEXT[12:30]
    reader.tab.keyboard.press("Shift+N")
    reader.tab.keyboard.press("Shift+N")
    assert reader.tab.locator("#reader mark.now").inner_text() == TEXT[52:70], "before the first comes the last"
    reader.tab.keyboard.press("n")
    reader.tab.locator("#reader-body").focus()
    reader.tab.keyboard.press("Enter")
    assert reader.selected() == "link"


def test_a_link_that_is_chosen_brings_its_sentence(visit):
    reader = opened(visit)
    reader.look(
        "page.select({link: page.graph.linksOf(page.names.search('观星夜')[0].node).find((one) => page.graph.linkName(one) === '主办方')})"
    )
    assert reader.tab.locator("#reader mark.now").inner_text() == TEXT[52:70]
    assert reader.tab.locator("#reader mark.now").is_visible()


def test_pointing_at_a_sentence_lights_its_links(visit):
    reader = opened(visit)
    assert reader.look("page.picture.lit()") is None
    reader.tab.locator("#reader mark").nth(1).hover()
    assert reader.look(LIT) == ["举办地"]
    reader.tab.mouse.move(700, 300)
    assert reader.look("page.picture.lit()") is None
    reader.tab.locator("#reader mark").nth(1).click()
    assert reader.look(LIT) == ["举办地"]
    reader.tab.mouse.move(700, 300)
    assert reader.look(LIT) == ["举办地"], "what was chosen stays"


def test_what_is_not_cited_is_listed_with_its_size(visit):
    reader = opened(visit)
    reader.tab.keyboard.press("u")
    rows = reader.tab.locator("#reader-gaps li")
    assert rows.count() == 1
    assert f"{len(TEXT[70:].strip('，。' + chr(10)))}字" in rows.first.inner_text()
    rows.first.get_by_role("button").click()
    assert reader.tab.locator("#reader mark.gap").inner_text().startswith(TEXT[71:80])
    reader.tab.keyboard.press("n")
    assert reader.tab.locator("#reader mark.gap").count() == 0


def test_a_passage_of_a_path_leads_into_the_text_and_the_address_keeps_it(visit):
    reader = visit("town")
    reader.look(
        "page.connect.restore({a: page.names.search('云溪书会')[0].node, b: page.names.search('观星夜')[0].node})"
    )
    reader.tab.locator("#paths .in-text").first.click()
    now = reader.tab.locator("#reader mark.now").inner_text()
    assert now in TEXT[12:52]
    assert reader.tab.locator("#reader mark.of").count() >= 2, "all passages of the path are underlined"
    again = visit("town", address=reader.look("location.hash.slice(1)"))
    assert again.tab.locator("#reader mark.now").inner_text() == now


def test_a_phone_reads_it_as_a_sheet(visit):
    reader = visit("town", phone=True)
    reader.tab.locator("#reader-button").tap()
    reader.tab.locator("#reader-next").tap()
    box = reader.tab.locator("#reader").bounding_box()
    assert box["width"] == 390
    assert box["y"] > 250, "the picture stays in sight above"
    assert reader.look("[document.documentElement.scrollWidth, document.body.scrollWidth]") == [390, 390]
    reader.tab.locator("#reader mark").last.tap()
    assert reader.tab.locator("#reader mark.now").inner_text() == TEXT[52:70]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_axe_finds_nothing_in_the_reader(visit, dark, phone):
    from axe_playwright_python.sync_playwright import Axe

    reader = visit("town", dark=dark, phone=phone)
    reader.look("page.connect.restore({a: page.names.search('陈北')[0].node, b: page.names.search('南街')[0].node})")
    reader.tab.locator("#path-ask").click()
    reader.tab.locator("#bounds").click()
    found = [Axe().run(reader.tab).response["violations"]]
    reader.look("(page.reading.open(null), page.reading.uncited(), page.reading.step(1))")
    reader.settle()
    found.append(Axe().run(reader.tab).response["violations"])
    assert [(one["id"], [node["html"][:160] for node in one["nodes"]]) for some in found for one in some] == []


def cited(*rows: tuple[str, str, tuple[int, int] | None]) -> list[ox.Quad]:
    """Links from one entity to the next, each with its document and its position there."""
    quads = []

    def say(subject, predicate, value):
        quads.append(ox.Quad(subject, ox.NamedNode(predicate), value))

    for number, (name, document, span) in enumerate(rows):
        a, b, statement = (ox.NamedNode(f"urn:{kind}:{number}") for kind in ("a", "b", "s"))
        link, evidence = ox.NamedNode("urn:p:leads"), ox.NamedNode(document)
        say(a, RDFS + "label", ox.Literal(name))
        say(a, link.value, b)
        for part, value in (("subject", a), ("predicate", link), ("object", b)):
            say(statement, RDF + part, value)
        if span:
            evidence = ox.NamedNode(f"urn:passage:{number}")
            say(evidence, WM + "document", ox.NamedNode(document))
            for part, place in zip(("start", "end"), span, strict=True):
                say(evidence, WM + part, ox.Literal(str(place), datatype=ox.NamedNode(XSD + "integer")))
        say(statement, WM + "evidence", evidence)
    return quads


@pytest.fixture
def read(browser, tmp_path):
    """Open a page of these links and texts; nothing may be logged."""
    errors: list[str] = []
    contexts = []

    def go(rows, texts):
        file = tmp_path / "page.html"
        page(Memory.of(cited(*rows)), language="en", passages=texts).save(file)
        context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True, reduced_motion="reduce")
        contexts.append(context)
        context.on("console", lambda message: errors.append(message.text))
        context.on("weberror", lambda error: errors.append(str(error.error)))
        tab = context.new_page()
        tab.goto(file.as_uri())
        tab.locator("html[data-ready=yes]").wait_for(state="attached")
        tab.locator("#reader-button").click()
        return tab

    yield go
    for context in contexts:
        context.close()
    assert errors == []


def test_several_documents_and_sources_without_a_text(read):
    one, two, address = "urn:doc:one", "urn:doc:two", "https://example.org/story"
    tab = read(
        [("first", one, (0, 5)), ("second", two, (4, 9)), ("third", address, None), ("fourth", "urn:doc:gone", (7, 9))],
        {one: "Early one morning.", two: "No, never again."},
    )
    choice = tab.locator("#reader-document")
    assert choice.locator("option").count() == 4
    assert tab.locator("#reader-body").inner_text() == "Early one morning."
    choice.select_option(label="two")
    assert tab.locator("#reader-body mark").inner_text() == "never"
    choice.select_option(label="example.org/story")
    assert tab.locator("#reader-body a").get_attribute("href") == address
    assert "third leads" in tab.locator("#reader-body").inner_text()
    choice.select_option(label="gone")
    assert "characters 7–9" in tab.locator("#reader-body").inner_text()
    assert "--source" in tab.locator("#reader-body").inner_text()
    tab.evaluate("wenmai.select({link: wenmai.graph.linksOf(wenmai.graph.find('urn:a:2'))[0]})")
    assert tab.locator("#reader-body a").get_attribute("href") == address, "a link that is chosen brings its source"


def test_spans_that_overlap_are_each_found(read):
    document = "urn:doc:one"
    tab = read(
        [("whole", document, (0, 20)), ("inner", document, (6, 9)), ("over", document, (8, 25))],
        {document: "Early one morning the sun was rising."},
    )
    marks = tab.locator("#reader-body mark").all_text_contents()
    assert marks == ["Early ", "on", "e", " morning th", "e sun"]
    assert tab.locator("#reader-cited").inner_text().startswith("Cited: 25 of 37")
    tab.locator("#reader-body mark", has_text="on").first.click()
    assert "inner" in tab.locator(".reader-foot").inner_text(), "of those that cover a spot the shortest is chosen"
    assert "whole" not in tab.locator(".reader-foot").inner_text()


def test_a_text_of_six_hundred_thousand_characters_is_laid_out_as_it_is_read(read):
    document = "urn:doc:one"
    text = "".join(f"第{number:06}句说了一些话，又说完了。\n" for number in range(30_000))
    assert len(text) == 600_000
    rows = [(f"e{number}", document, (20 * number, 20 * number + 15)) for number in range(0, 30_000, 20)]
    tab = read(rows, {document: text})
    filled = "[...document.querySelectorAll('#reader .block')].filter((one) => one.querySelector('mark')).length"
    blocks = tab.locator("#reader .block").count()
    assert 60 < blocks < 200
    assert tab.evaluate(filled) < 6
    tab.locator("#reader-previous").click()
    last = tab.locator("#reader mark.now")
    assert last.inner_text().startswith("第029980句")
    box, window = last.bounding_box(), tab.locator("#reader-body").bounding_box()
    assert window["y"] <= box["y"] < window["y"] + window["height"]
    assert tab.evaluate("document.querySelector('#reader-body').textContent.length") == 600_000
