"""For everyone: no axe-core violation in any state, a phone's width, and targets a finger can hit."""

from __future__ import annotations

import pytest

NODE = "page.names.search('{}')[0].node"
LIBRARY, FAIR, NORTH, STREET, ISLE = (NODE.format(name) for name in ("云溪图书馆", "云溪书会", "陈北", "南街", "孤岛"))
PATH = "page.connect.restore({{a: {}, b: {}, k: 3, maxHops: 6, avoid: []}})"
TYPED = "const find = document.querySelector('#find'); find.focus(); find.value = '云'; find.dispatchEvent(new Event('input'))"
STATES = {
    "still": "",
    "entity": f"page.select({{node: {LIBRARY}}})",
    "link": f"page.select({{link: page.graph.linksOf({FAIR})[0]}})",
    "paths": PATH.format(NORTH, STREET),
    "nopath": PATH.format(ISLE, STREET),
    "table": "page.toggleTable()",
    "tree": "(page.toggleTable(), document.querySelector('#table [data-key=tree]').click())",
    "charts": "(page.toggleTable(), document.querySelector('#table [data-key=figures]').click())",
    "rows": "document.querySelector('#time-button').click()",
    "facets": "page.actions.change({ facets: new Map([['degree', ['1', '3']], ['cited', ['cited']]]), asOf: '2020' })",
    "results": f"(() => {{ {TYPED} }})()",
    "key": "document.querySelector('#key details').open = true",
    "help": "document.querySelector('#help').showModal()",
    "save": "document.querySelector('#save-button').click()",
    "ticked": "(page.ticking.all(), page.toggleTable())",
    "story": f"(page.select({{node: {LIBRARY}}}), page.telling.keep())",
    "played": "(page.telling.keep(), page.telling.edit(0, { caption: 'one' }), page.telling.play(true))",
    "between": f"(page.ticking.add([{NORTH}, {STREET}, {FAIR}]), page.ticking.between())",
    "cites": f"(page.select({{node: {LIBRARY}}}), document.querySelectorAll('#panel .cite').forEach((one) => one.click()))",
}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_axe_finds_nothing(visit, dark, phone):
    from axe_playwright_python.sync_playwright import Axe

    found = {}
    for state, script in STATES.items():
        if state in ("link", "cites", "help"):
            continue
        reader = visit("town", dark=dark, phone=phone)
        if script:
            reader.look(f"({script}, 0)")
            reader.settle()
        results = Axe().run(reader.tab)
        found[state] = [
            (one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in results.response["violations"]
        ]
        reader.tab.close()
    assert found == {state: [] for state in found}


@pytest.mark.parametrize("state", ["link", "cites", "help"])
def test_axe_finds_nothing_in_what_opens(visit, state):
    from axe_playwright_python.sync_playwright import Axe

    reader = visit("town")
    reader.look(f"({STATES[state]}, 0)")
    reader.settle()
    assert [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(reader.tab).response["violations"]] == []


@pytest.mark.parametrize(
    "state",
    [
        "still",
        "entity",
        "paths",
        "table",
        "tree",
        "charts",
        "rows",
        "facets",
        "cites",
        "key",
        "ticked",
        "story",
        "played",
        "between",
    ],
)
def test_a_phone_shows_it_all(visit, state):
    reader = visit("town", phone=True)
    if state == "key":
        reader.tab.locator("#key-button").click()
    if STATES[state]:
        reader.look(f"({STATES[state]}, 0)")
    reader.settle()
    assert reader.look("[document.documentElement.scrollWidth, document.body.scrollWidth]") == [390, 390]
    small = reader.look(
        """[...document.querySelectorAll("button, input, select, summary, [role=option]")]
            .filter((one) => one.checkVisibility({visibilityProperty: true}))
            .map((one) => [one, (one.closest("label") || one).getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24)
            .map(([one, box]) => [one.outerHTML.slice(0, 80), box.width, box.height])"""
    )
    assert small == []


def test_labels_are_drawn_on_a_phone(visit):
    reader = visit("report", phone=True)
    labels = reader.look(
        """(() => {
            const { clientWidth, clientHeight } = page.picture.canvas;
            const pen = document.createElement("canvas").getContext("2d");
            return page.picture.layLabels(pen, clientWidth, clientHeight).map((one) => one.text);
        })()"""
    )
    most = reader.look("page.picture.shown.order.slice(0, 10).map(page.graph.label)")
    # what stands in the thick of it is named when it is pointed at: no name covers an entity
    assert any(name.startswith(label.rstrip("…")) for label in labels for name in most)
    assert len(labels) >= 10


LABELS = """(() => {
    const { scene, shown, canvas } = page.picture;
    const pen = document.createElement("canvas").getContext("2d");
    const labels = page.picture.layLabels(pen, canvas.clientWidth, canvas.clientHeight).filter((one) => !one.link);
    const boxes = labels.map((one) => [one.left, one.top - one.height / 2, one.left + one.width, one.top + one.height / 2]);
    const meet = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
    const centres = [...shown.nodes].map((node) => page.picture.screen(node)), { left, top } = canvas.getBoundingClientRect();
    const over = [...document.querySelectorAll(".shown, .zoom, .tick-bar, #chips > li")].map((one) => one.getBoundingClientRect()).filter((box) => box.width);
    return {
        under: centres.filter(({ x, y }) => over.some((box) => x + left > box.left && x + left < box.right && y + top > box.top && y + top < box.bottom)).length,
        meeting: boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => meet(a, b))).length,
        covered: centres.filter(({ x, y }) => boxes.some((box) => x > box[0] && x < box[2] && y > box[1] && y < box[3])).length,
        nodes: centres.length, count: labels.length, cut: labels.filter((one) => one.text.endsWith("…")).length,
    };
})()"""


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_no_name_lies_under_the_line_that_counts(visit, phone):
    reader = visit("report", phone=phone, address="")
    reader.look("(page.ticking.add([...page.picture.shown.nodes].slice(0, 3)), 0)")
    reader.settle()
    under = reader.look(
        """(() => {
            const { canvas } = page.picture, frame = canvas.getBoundingClientRect();
            const pen = document.createElement("canvas").getContext("2d");
            const over = ["shown", "ticks", "zoom"].map((id) => document.getElementById(id).getBoundingClientRect());
            return page.picture.layLabels(pen, canvas.clientWidth, canvas.clientHeight).filter((one) => !one.link).filter((one) => over.some((box) => {
                const left = box.left - frame.left, top = box.top - frame.top, { height, width } = one;
                return one.left < left + box.width && one.left + width > left && one.top - height / 2 < top + box.height && one.top + height / 2 > top;
            })).map((one) => one.text);
        })()"""
    )
    assert under == []


def test_labels_never_cover_one_another(visit):
    for name in ("report", "many"):
        assert visit(name).look(LABELS)["meeting"] == 0


def test_labels_cover_no_entity_and_hardly_lose_their_ends(visit):
    found = visit("report").look(LABELS)
    assert found["count"] > 20
    assert found["covered"] == 0
    assert found["cut"] < 0.1 * found["count"]
    town = visit("town").look(LABELS)
    assert (town["covered"], town["cut"]) == (0, 0)
    assert (town["count"], town["under"]) == (town["nodes"], 0), "all have names"


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("address", ["", "whole"])
def test_nothing_lies_over_what_the_picture_is_fitted_to(visit, phone, address):
    reader = visit("report", phone=phone, address=address)
    path = "page.store.state.connection.found?.paths[0].nodes ?? [...page.picture.shown.nodes]"
    for _ in range(2):
        under = reader.look(
            f"""(() => {{
                const {{ left, top, width, height }} = page.picture.canvas.getBoundingClientRect();
                const over = ["shown", "ticks", "zoom", "lanes"].map((id) => document.getElementById(id).getBoundingClientRect());
                return ({path}).map((node) => page.picture.screen(node)).filter(({{ x, y }}) => x < 0 || y < 0 || x > width || y > height
                    || over.some((box) => x + left > box.left && x + left < box.right && y + top > box.top && y + top < box.bottom)).length;
            }})()"""
        )
        assert under == 0
        reader.look(
            "(page.ticking.add([...page.picture.shown.nodes].slice(0, 3)), 0)"
        )  # then a bar of what can be done with them
        reader.settle()


def test_three_tab_stops_to_the_picture(visit):
    """The find field, the bar (walked by arrow keys), the picture."""
    reader = visit("report")
    stops = []
    for _ in range(3):
        reader.tab.keyboard.press("Tab")
        stops.append(reader.look("document.activeElement.id"))
    assert stops == ["find", "connect-button", "picture"]
    reader.tab.keyboard.press("Shift+Tab")
    reader.tab.keyboard.press("ArrowRight")
    reader.tab.keyboard.press("End")
    assert reader.look("document.activeElement.id") == "help-button"
    reader.tab.keyboard.press("ArrowRight")
    assert reader.look("document.activeElement.id") == "connect-button"
    reader.tab.keyboard.press("Tab")
    assert reader.look("document.activeElement.id") == "picture"


def test_every_class_differs_in_shape_and_colour_together(visit):
    reader = visit("report")
    styles = reader.look(
        "page.look.families.flatMap(([, kinds]) => kinds).map((kind) => JSON.stringify(page.look.style(kind)))"
    )
    assert len(set(styles)) == len(styles) > 20


def test_colours_stand_out_from_the_ground(visit):
    """WCAG 1.4.11: what carries meaning keeps 3:1 against what is beside it."""
    for dark in (False, True):
        reader = visit("town", dark=dark)
        ground, palette = reader.look("[page.look.colours.ground, [...page.look.palette, page.look.colours.accent]]")
        assert min(contrast(ground, colour) for colour in palette) >= 3


def contrast(one: str, two: str) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` as WCAG defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_what_changes_is_said(visit):
    reader = visit("town")
    said = reader.tab.locator("#said")
    assert said.get_attribute("aria-live") == "polite"
    reader.find("北山")
    assert reader.told() == "已选 北山"
    assert reader.tab.locator("#picture").get_attribute("aria-label").startswith("知识图谱图画")


def test_outcomes_are_seen_as_well_as_heard(visit):
    reader = visit("town")
    toast = reader.tab.locator("#toast")
    assert not toast.is_visible()
    reader.find("云溪图书馆")
    assert not toast.is_visible(), "the panel shows what is selected"
    reader.tab.locator("#expand").click()
    assert toast.inner_text() == reader.told()
    assert "云溪图书馆" in toast.inner_text()
    reader.tab.keyboard.press("Control+z")
    assert toast.inner_text() == "已撤销" == reader.told()


def test_nothing_is_called_undefined(visit):
    reader = visit("town")
    reader.tab.locator("#key summary").first.click()
    reader.find("云溪图书馆")
    assert "undefined" not in reader.text("body")
