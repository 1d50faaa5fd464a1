"""Facets, the time lane and the views below the picture; and the tasks of the docs, by keyboard alone and by touch, in so many actions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pagepaths import paths_of
from wenmai.sources import open_source
from wenmai.view import page

TASKS = Path(__file__).resolve().parents[2] / "docs" / "tasks.md"
CITIES = {"Beijing", "Shanghai", "Paris", "Rouen", "Lima"}
PEOPLE = {"Ann", "Bob", "Eve", "Dan"}
COUNTS = "Object.fromEntries([...document.querySelectorAll(value)].map((row) => [row.querySelector('.name').textContent, Number(row.querySelector('.count').textContent)]))"


def facet(reader, name: str):
    """A facet of the key, opened."""
    summary = reader.tab.locator("#facets > summary")
    if not reader.look("document.querySelector('#facets').open"):
        summary.click()
    found = reader.tab.locator("#facets .facet").filter(
        has=reader.tab.locator("summary", has_text=re.compile(f"^{name}"))
    )
    if found.get_attribute("open") is None:
        found.locator("summary").click()
    return found


def counts(reader, where: str) -> dict[str, int]:
    return reader.look(COUNTS, where)


def test_each_facet_counts_what_the_others_leave(visit):
    reader = visit("cities")
    assert counts(reader, "#key section[aria-label='Types of entities'] .kind") == {
        "City": 5,
        "Person": 4,
        "Land": 3,
        "no type": 1,
    }
    facet(reader, "river").get_by_role("checkbox", name="Seine").check()
    assert reader.shown() == {"Paris", "Rouen"}
    assert counts(reader, "#key section[aria-label='Types of entities'] .kind") == {
        "City": 2,
        "Person": 0,
        "Land": 0,
        "no type": 0,
    }
    assert counts(reader, "#facets .facet.on .kind") == {"Seine": 2, "Yongding": 1, "Huangpu": 1}, (
        "its own choice leaves all of it"
    )
    facet(reader, "population").locator("input[type=number]").first.fill("1000000")
    reader.tab.keyboard.press("Enter")
    reader.tab.keyboard.press("Tab")
    assert reader.shown() == {"Paris"}
    assert counts(reader, "#facets .facet.on .kind") == {"Seine": 1, "Yongding": 1, "Huangpu": 1}
    reader.tab.locator("#chips .chip", has_text="river").click()
    assert reader.shown() == {"Beijing", "Shanghai", "Paris", "Lima"}


def test_what_is_on_is_in_chips_and_in_the_address(visit):
    reader = visit("cities")
    facet(reader, "river").get_by_role("checkbox", name="Seine").check()
    reader.tab.locator("#as-of").fill("2013")
    reader.tab.keyboard.press("Enter")
    chips = reader.tab.locator("#chips .chip")
    assert [text.rstrip("×").strip() for text in chips.all_inner_texts()] == ["as of 2013", "river: Seine", "Clear all"]
    again = visit("cities", address=reader.tab.url.partition("#")[2])
    assert again.shown() == reader.shown() == {"Paris", "Rouen"}
    assert again.text("#chips") == reader.text("#chips")
    again.tab.locator("#chips .chip.all").click()
    assert again.shown() >= CITIES | PEOPLE
    assert not again.tab.locator("#chips").is_visible()
    assert "facet" not in again.tab.url


def test_facets_of_links_keep_the_entities_that_they_join(visit, town):
    reader = visit("town")
    facet(reader, "有无出处").get_by_role("checkbox", name=re.compile("^标明出处")).check()
    rows = reader.look("[...page.picture.shown.links].map((link) => page.graph.evidence(link).length)")
    assert rows
    assert all(rows)
    linked = reader.look(
        "new Set([...page.picture.shown.links].flatMap((link) => [page.graph.subject[link], page.graph.object[link]])).size"
    )
    assert linked == len(reader.look("[...page.picture.shown.nodes]"))


def test_paths_heed_the_day_as_the_command_does(visit):
    source = open_source(str(Path(__file__).with_name("cities.ttl")))
    reader = visit("cities")
    node = "page.graph.find('urn:cities:{}')"
    reader.look(
        f"(page.connect.restore({{...page.store.state.connection, a: {node.format('eve')}, b: {node.format('bob')}, k: 3, chosen: 0}}), 0)"
    )
    for day in ("2005", "2011", "2013", "2020", "2011-06", ""):
        reader.tab.locator("#as-of").fill(day)
        reader.tab.locator("#as-of").blur()
        found = reader.look("page.store.state.connection.found.paths.map((path) => path.nodes.map(page.graph.iri))")
        expected = paths_of(source, "urn:cities:eve", "urn:cities:bob", k=3, **({"as_of": day} if day else {}))
        assert found == [row[1] for row in expected]
    reader.tab.locator("#as-of").fill("soon")
    reader.tab.locator("#as-of").blur()
    assert "soon is no date" in reader.text("#toast")


def test_the_lane_plays_and_its_rows_lead_to_entities(visit):
    reader = visit("cities")
    reader.tab.locator("#time-button").click()
    marks = reader.tab.locator("#time-lane .mark")
    assert marks.count() == len(PEOPLE)
    marks.first.focus()
    reader.tab.keyboard.press("ArrowRight")
    reader.tab.keyboard.press("Enter")
    assert reader.selected() == "Bob"
    reader.tab.locator("#time-play").click()
    reader.tab.wait_for_timeout(1600)
    assert reader.look("page.store.state.preview[1] < 2015")
    assert reader.look("[...page.picture.shown.nodes].some(page.isDimNode)")
    reader.tab.locator("#time-play").click()
    assert reader.look("page.state.years[0]") == 1950
    reader.tab.locator("[data-key='years-all']").click()
    assert reader.look("page.state.years") is None


def test_a_brush_is_drawn_over_the_years(visit):
    reader = visit("cities")
    bars = reader.tab.locator("#time-lane .bars").bounding_box()
    middle = bars["y"] + bars["height"] / 2
    reader.tab.mouse.move(bars["x"] + 0.5 * bars["width"], middle)
    reader.tab.mouse.down()
    reader.tab.mouse.move(bars["x"] + 0.9 * bars["width"], middle, steps=4)
    reader.tab.mouse.up()
    begin, end = reader.look("page.state.years")
    assert 1970 < begin < 1990
    assert 2000 < end < 2015
    dim = set(reader.look("[...page.picture.shown.nodes].filter(page.isDimNode).map(page.graph.label)"))
    assert dim == {"Bob"}, "Ann knew Eve within them"
    assert "Paris" not in dim, "what is undated is kept"


def test_tabs_keep_one_selection(visit):
    reader = visit("cities")
    reader.tab.locator("#table-button").click()
    table = reader.tab.locator("#table")
    table.get_by_role("button", name="Map (5)").click()
    table.locator(".mark[aria-label='Beijing']").click()
    assert reader.selected() == "Beijing"
    assert table.locator(".earth .land").count() == 1
    table.get_by_role("button", name=re.compile("^Tree")).click()
    assert table.locator("[role=treeitem].on > .row").inner_text().startswith("Beijing"), (
        "the tree is open where it stands"
    )
    table.locator("[role=treeitem].on").first.focus()
    reader.tab.keyboard.press("ArrowDown")
    reader.tab.keyboard.press("Enter")
    assert reader.selected() == "Shanghai"
    table.get_by_role("button", name=re.compile("^Charts")).click()
    assert table.locator(".chart li.on .follow").inner_text() == "Shanghai"
    table.get_by_role("button", name=re.compile("^Entities")).click()
    assert table.locator("tr.on td:not(.tick)").first.inner_text() == "Shanghai"


def test_a_circle_of_wholes_and_parts_is_opened_as_far_as_it_goes(visit):
    reader = visit("cities")
    reader.tab.locator("#table-button").click()
    reader.tab.locator("#table [data-key=tree]").click()
    for _ in range(8):
        closed = reader.tab.locator("#table [role=treeitem][aria-expanded=false] > .row .twist")
        if not closed.count():
            break
        closed.first.click()
    else:
        pytest.fail("the tree never ends")
    assert "↻" in reader.text("#table .tree")


def test_the_table_is_searched_and_has_the_numbers(visit):
    reader = visit("cities")
    reader.tab.locator("#table-button").click()
    rows = reader.tab.locator("#table tbody tr")
    assert rows.count() == len(reader.shown())
    reader.tab.locator("#table [type=search]").fill("seine")
    assert {rows.nth(number).locator("td:not(.tick)").first.inner_text() for number in range(rows.count())} == {
        "Paris",
        "Rouen",
    }
    assert "114000" in reader.text("#table")
    reader.button("population", "#table").click()
    assert rows.first.locator("td:not(.tick)").first.inner_text() == "Rouen"


class Hands:
    """Counts what a person does: a key pressed, a text typed, a tap."""

    def __init__(self, reader) -> None:
        self.reader, self.count = reader, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.reader.tab.keyboard.press(key)
            self.reader.tab.wait_for_timeout(60)
            self.count += 1

    def type(self, text: str) -> None:
        self.reader.tab.keyboard.type(text)
        self.count += 1

    def tap(self, what) -> None:
        what.tap()
        self.reader.tab.wait_for_timeout(120)
        self.count += 1


def promised(task: str) -> tuple[int, int]:
    """How many actions the docs say a task takes, by keyboard and by touch."""
    row = re.search(rf"^\| {task} \|[^|]*\| *(\d+) *\|[^|]*\| *(\d+) *\|", TASKS.read_text("utf-8"), re.M)
    return int(row.group(1)), int(row.group(2))


def test_filter_by_class_by_keyboard_and_by_touch(visit):
    reader = visit("cities")
    hands = Hands(reader)
    hands.press("/")
    hands.type("class: person")
    hands.press("Enter")
    assert reader.shown() == PEOPLE
    phone = visit("cities", phone=True)
    fingers = Hands(phone)
    fingers.tap(phone.tab.locator("#key-button"))
    fingers.tap(phone.tab.locator("#key").get_by_role("button", name="Show only Person"))
    assert phone.shown() == PEOPLE
    assert promised("filter by class") == (hands.count, fingers.count)


def test_filter_by_number_by_keyboard_and_by_touch(visit):
    reader = visit("cities")
    hands = Hands(reader)
    hands.press("Tab", "Tab", "Tab", "f", "Enter", "Tab", "Enter", "Tab", "Tab", "Tab")
    hands.type("10000000")
    hands.press("Enter")
    assert reader.shown() == {"Beijing", "Shanghai", "Lima"}
    phone = visit("cities", phone=True)
    fingers = Hands(phone)
    fingers.tap(phone.tab.locator("#key-button"))
    fingers.tap(phone.tab.locator("#facets > summary"))
    fingers.tap(phone.tab.locator("#facets .facet summary", has_text="population"))
    fingers.tap(phone.tab.locator("#facets input[type=number]").first)
    phone.tab.keyboard.press("Control+A")
    fingers.type("10000000")
    fingers.press("Enter")
    assert phone.shown() == {"Beijing", "Shanghai", "Lima"}
    assert promised("filter by number") == (hands.count, fingers.count)


def test_as_of_a_year_by_keyboard_and_by_touch(visit):
    known = "[...page.picture.shown.links].filter((link) => page.graph.linkName(link) === 'knows').length"
    reader = visit("cities")
    assert reader.look(known) == 3
    hands = Hands(reader)
    hands.press("Tab", "Tab", "Tab", "y")
    hands.type("2011")
    hands.press("Enter")
    assert reader.look(known) == 2, "Eve has not known Bob yet"
    phone = visit("cities", phone=True)
    fingers = Hands(phone)
    fingers.tap(phone.tab.locator("#time-button"))
    fingers.tap(phone.tab.locator("#as-of"))
    fingers.type("2011")
    fingers.press("Enter")
    assert phone.look(known) == 2
    assert promised("as of a year") == (hands.count, fingers.count)


DAYS = """
@prefix e: <urn:e:> . @prefix s: <http://schema.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
e:a a e:Talk ; s:name "Opening" ; s:startDate "2024-03-04"^^xsd:date ; e:room e:r .
e:b a e:Talk ; s:name "Workshop" ; s:startDate "2024-05-10"^^xsd:date ; s:endDate "2024-06-12"^^xsd:date ; e:room e:r .
e:c a e:Talk ; s:name "Closing" ; s:startDate "2024-11-20"^^xsd:date ; e:room e:r .
"""


def test_a_graph_within_one_year_has_a_lane_of_months(browser, tmp_path):
    (tmp_path / "days.ttl").write_text(DAYS)
    file = tmp_path / "days.html"
    page(open_source(str(tmp_path / "days.ttl")), language="en").save(file)
    tab = browser.new_page(reduced_motion="reduce")
    tab.goto(file.as_uri())
    tab.locator("html[data-ready=yes]").wait_for(state="attached")
    assert tab.locator(".strip .ends").inner_text().split() == ["2024-03", "2024-11"]
    slider = tab.locator("#years-from")
    slider.focus()
    for _ in range(2):
        tab.keyboard.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "2024-05"
    assert tab.url.endswith("#years=2024-05..2024-11")
    dim = "[...window.wenmai.picture.shown.nodes].filter(window.wenmai.isDimNode).map(window.wenmai.graph.label)"
    assert tab.evaluate(dim) == ["Opening"]
    tab.reload()
    tab.locator("html[data-ready=yes]").wait_for(state="attached")
    assert tab.evaluate(dim) == ["Opening"]
    tab.close()


def test_a_link_tells_its_named_graph(browser, tmp_path):
    (tmp_path / "graphs.trig").write_text(
        "<urn:e:one> { <urn:e:a> <urn:e:knows> <urn:e:b> } <urn:e:two> { <urn:e:b> <urn:e:knows> <urn:e:c> }"
    )
    file = tmp_path / "graphs.html"
    page(open_source(str(tmp_path / "graphs.trig")), language="en").save(file)
    tab = browser.new_page(reduced_motion="reduce")
    tab.goto(file.as_uri())
    tab.locator("html[data-ready=yes]").wait_for(state="attached")
    told = []
    for link in (0, 1):
        tab.evaluate("(link) => window.wenmai.select({ link })", link)
        told.append(tab.locator("#panel dt", has_text="Named graph").locator("+ dd").inner_text())
    assert told == ["one", "two"]
    tab.close()
