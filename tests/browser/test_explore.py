"""What a person does on the page: find, read, follow, filter, expand, undo, export, come back by an address."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from wenmai.view import data
from wenmai.view.parts import KEPT_LEAVES

WM = "urn:wenmai:term:"


@pytest.mark.parametrize("hanging", [False, True])
def test_opens_without_a_network(visit, hanging):
    reader = visit("town", hanging=hanging)
    assert "云溪图书馆" in reader.shown()
    assert reader.tab.title() == "云溪纪事 · wenmai 文脉"
    assert "default-src 'none'" in reader.tab.locator("meta[http-equiv]").get_attribute("content")


def test_nodes_and_links_are_those_of_the_data(visit, town):
    reader = visit("town")
    reader.button("全选", "#key section[aria-label='实体类型']").click()
    index = town.index
    held = set(data.everything(index))
    nodes = set(reader.look("[...page.picture.shown.nodes].map(page.graph.iri)"))
    links = reader.look(
        "[...page.picture.shown.links].map((link) => { const { graph } = page;"
        " return [graph.iri(graph.subject[link]), graph.predicateIri(graph.predicate[link]), graph.iri(graph.object[link])]; })"
    )
    every = [
        (predicate, [index.iri(node), index.predicates[predicate], index.iri(other)])
        for node in held
        for other, predicate, forward, _ in index.links(node)
        if forward
    ]
    expected = sorted(link for predicate, link in every if predicate not in index.aside)
    assert nodes == {index.iri(node) for node in held}
    assert sorted(links) == expected
    between = [row for row in links if row[0].endswith("林溪") and row[2].endswith("图书馆")]
    assert len(between) == 2, "parallel links are all there"
    left = index.node_count - len(nodes)
    assert left, "terms and documents that nothing links to"
    assert reader.text("#shown").startswith(
        f"显示 {len(nodes)} / {index.node_count} 个实体 · {len(links)} / {len(every)} 条链接 · 未计入:术语与无链接的文件 {left}"
    )


def test_drawing_is_the_same_in_pyvis(town):
    from wenmai.view.drawing import PageNetwork

    held = data.gather(town, data.PageEntities(data.everything(town.index), True))
    drawing = PageNetwork(held, language="zh", theme="auto", title={}, begin="")
    drawing.draw(range(len(held["nodes"]["iri"])))
    assert drawing.num_nodes() == len(drawing.nodes)
    assert {edge["from"] for edge in drawing.edges} <= set(drawing.get_nodes())


@pytest.mark.parametrize(
    "typed",
    [
        "云溪图书馆",
        "书屋",
        "library",
        "yunxitushuguan",
        "yxtsg",
        "圖書館",
        "Yunxi  Library",
        "urn:wenmai:xicheng:图书馆",
    ],
)
def test_finds_by_every_kind_of_name(visit, typed):
    reader = visit("town")
    reader.find(typed)
    assert reader.selected() == "云溪图书馆"
    x, y = reader.spot("云溪图书馆")
    box = reader.tab.locator("#stage").bounding_box()
    assert box["x"] < x < box["x"] + box["width"]
    assert box["y"] < y < box["y"] + box["height"]


def test_find_by_keyboard_alone(visit):
    reader = visit("town")
    keyboard = reader.tab.keyboard
    keyboard.press("/")
    keyboard.type("云溪")
    options = reader.tab.locator("#found [role=option]")
    assert options.count() > 3
    keyboard.press("ArrowDown")
    assert options.nth(1).get_attribute("aria-selected") == "true"
    assert reader.tab.locator("#find").get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
    wanted = options.nth(1).locator("span").first.inner_text()
    keyboard.press("Enter")
    assert reader.selected() == wanted
    assert not reader.tab.locator("#found").is_visible()
    keyboard.press("/")
    keyboard.type("没有这样的名字")
    assert "没有" in reader.told()


def test_a_first_visit_is_told_a_path_and_offered_others(visit):
    reader = visit("report", address="")
    ends = "(({ a, b }) => [page.graph.label(a), page.graph.label(b)])(page.store.state.connection)"
    first = reader.look(ends)
    assert reader.tab.locator("#paths .path.on .hop").count() >= 2
    others = reader.tab.locator(".suggested button")
    assert others.count() == 2
    asked = others.first.inner_text()
    others.first.click()
    second = reader.look(ends)
    assert not set(first) & set(second)
    assert all(name in asked for name in second)
    assert first[0] in others.first.inner_text(), "the first can be asked again"


def test_links_that_connect_nothing_are_drawn_when_asked_for(visit):
    reader = visit("town")
    links = reader.look("page.picture.shown.links.size")
    assert "未画出:1 种" in reader.text("#shown")
    reader.tab.locator("#key summary").filter(has_text="链接类型").click()
    reader.tab.locator("[data-key='all-links']").click()
    assert reader.look("page.picture.shown.links.size") > links
    assert "unlinked=" in reader.tab.url
    reader.tab.reload()
    reader.tab.locator("html[data-ready=yes]").wait_for(state="attached")
    assert reader.look("page.picture.shown.links.size") > links


def test_the_search_box_takes_a_path_a_class_and_years(visit):
    reader = visit("town")
    reader.find("书屋 → 云溪")
    assert "云溪图书馆" in reader.text("#connect")
    assert reader.look("page.store.state.connection.found.paths.length") > 0
    reader.find("class:机构")
    kinds = "[...page.picture.shown.nodes].filter((node) => !page.store.state.connection.found?.paths[0].nodes.includes(node)).map(page.look.typeName)"
    assert set(reader.look(kinds)) == {"机构"}
    reader.find("year: 2019-2020")
    assert reader.look("page.state.years") == [2019, 2020]


def test_expands_by_one_link_type(visit):
    reader = visit("many")
    reader.find("entity 0")
    before = reader.shown()
    group = reader.tab.locator("#panel .unseen [aria-label='Expand by link'] button").first
    *_, number = group.inner_text().split("+")
    group.click()
    brought = reader.shown() - before
    assert len(brought) == min(40, int(number.replace(",", "")))
    reader.tab.locator("#undo").click()
    assert reader.shown() == before


def test_reads_an_entity_its_figures_and_its_evidence(visit):
    reader = visit("town")
    reader.click_node("云溪图书馆")
    panel = reader.text("#panel")
    for part in (
        "云溪图书馆",
        "Yunxi Library",
        "机构",
        "云图 · 书屋",
        "超3万册",
        "4万册",
        "藏书量",
        "已实现",
        "目标",
        "2019年",
        "2001-05-01",
        "位于",
        "属于",
    ):
        assert part in panel
    assert "已选 云溪图书馆" in reader.told()
    first = reader.tab.locator("#panel .figure").filter(has_text="2019年藏书逾").get_by_role("button", name="1 处出处")
    first.click()
    quote = reader.tab.locator("#panel .cites:visible").first
    assert "云溪纪事" in quote.inner_text()
    assert "第 30–52 字" in quote.inner_text()
    text = (Path(__file__).parent / "town.txt").read_text("utf-8")
    assert quote.locator("mark").inner_text() == text[30:52]


def test_reads_a_link_with_its_times_speaker_and_words(visit):
    reader = visit("town")
    reader.find("云溪书会")
    reader.tab.locator("#panel").get_by_role("button", name="链接: 举办地").click()
    panel = reader.text("#panel")
    for part in (
        "举办地",
        "云溪书会",
        "云溪图书馆",
        "2019",
        "第 12–30 字",
        "第 30–52 字",
        "转述:林溪",
        "那一年",
        "书会",
    ):
        assert part in panel
    assert reader.tab.locator("#panel mark").count() == 2
    reader.find("林溪")
    reader.tab.locator("#panel").get_by_role("button", name="链接: 创办").first.click()
    panel = reader.text("#panel")
    assert "推断" in panel
    assert "由上文推断" in panel
    assert "2019/.." in panel
    assert "同一对实体间的其他链接" in panel


def test_follow_and_back(visit):
    reader = visit("town")
    reader.find("云溪图书馆")
    reader.tab.locator("#panel .follow", has_text="林溪").first.click()
    assert reader.selected() == "林溪"
    reader.tab.locator("#panel .follow", has_text="溪畔茶社").first.click()
    assert reader.selected() == "溪畔茶社"
    reader.tab.locator("#back").click()
    assert reader.selected() == "林溪"
    reader.tab.go_back()
    reader.settle()
    assert reader.selected() == "溪畔茶社", "the browser's own back undoes the last step too"


def test_filters_by_type_and_by_link(visit):
    reader = visit("town")
    before = reader.shown()
    reader.tab.locator("#key").get_by_role("checkbox", name="人物").uncheck()
    assert before - reader.shown() == {"林溪", "陈北"}
    assert "筛选后显示" in reader.told()
    reader.tab.locator("#key").get_by_role("checkbox", name="数据").check()
    assert "2019年藏书逾3万册" in reader.shown()
    reader.tab.locator("#key summary").first.click()
    row = reader.tab.locator("#key li", has=reader.tab.get_by_text("位于", exact=True))
    counted = int(row.locator(".count").inner_text())
    links = reader.look("page.picture.shown.links.size")
    row.get_by_role("checkbox").uncheck()
    assert reader.look("page.picture.shown.links.size") == links - counted
    reader.tab.locator("#reset").click()
    assert reader.shown() == before


def test_only_one_type(visit):
    reader = visit("town")
    reader.tab.locator("#key").get_by_role("button", name="仅显示 事件").focus()
    reader.tab.keyboard.press("Enter")
    assert reader.shown() == {"云溪书会", "观星夜", "春茶会"}


def test_years_dim_what_is_not_dated_in_them(visit):
    reader = visit("town")
    slider = reader.tab.locator("#years-from")
    slider.focus()
    assert (reader.text("#time-lane .begin"), reader.text("#time-lane .end")) == ("2001", "2021"), (
        "the library's date of opening is a literal"
    )
    for _ in range(20):
        reader.tab.keyboard.press("ArrowRight")
    assert (reader.text("#time-lane .begin"), reader.text("#time-lane .end")) == ("2021", "2021")
    read = "[...page.picture.shown.nodes].filter(page.isDimNode).map(page.graph.label)"
    dim = set(reader.look(read))
    assert "云溪书会" in dim
    assert "观星夜" not in dim
    assert "北山" not in dim, "what is undated is kept"
    assert "2021" in reader.told()
    reader.tab.locator("#keep-undated").uncheck()
    assert set(reader.look(read)) == dim | set(reader.look("[...page.picture.shown.nodes].map(page.graph.label)")) - {
        "观星夜"
    } - dated(reader)
    reader.tab.locator("[data-key='years-all']").click()
    assert reader.look("[...page.picture.shown.nodes].some(page.isDimNode)") is False


def dated(reader) -> set[str]:
    """The entities that are dated in 2021, by themselves or by a link."""
    return set(
        reader.look(
            """[...page.picture.shown.nodes].filter((node) => {
                const within = ([begin, end]) => (begin || end) && (!begin || begin < "2022") && (!end || end >= "2021");
                return within(page.graph.nodeSpan(node)) || page.graph.linksOf(node).some((link) => within(page.graph.span(link)));
            }).map(page.graph.label)"""
        )
    )


def test_hubs_are_muted_until_asked(visit):
    reader = visit("report")
    assert reader.look("page.hubs.map(page.graph.label)")[0] == "西城区"
    muted = "[...page.picture.shown.links].filter(page.isMuted).length"
    assert reader.look(muted) > 20
    reader.tab.locator("#mute").uncheck()
    assert reader.look(muted) == 0


def test_expand_collapse_hide_undo_redo(visit):
    reader = visit("many")
    assert reader.text("#shown").startswith("Showing 300 of 1,500 entities")
    reader.find("entity 0")
    before = reader.shown()
    reader.tab.locator("#expand").click()
    more = reader.shown() - before
    assert len(more) == 40
    assert "40 more entities" in reader.told()
    reader.tab.locator("#collapse").click()
    assert not more & reader.shown()
    reader.tab.locator("#undo").click()
    assert more <= reader.shown()
    reader.tab.locator("#undo").click()
    assert reader.shown() == before
    reader.tab.locator("#redo").click()
    assert more <= reader.shown()
    reader.tab.locator("#hide").click()
    assert "entity 0" not in reader.shown()
    reader.tab.keyboard.press("Control+z")
    assert "entity 0" in reader.shown()


def test_all_that_is_held_is_found_and_connected(visit):
    reader = visit("many")
    drawn = reader.shown()
    hidden = next(f"entity {number}" for number in range(1499, 0, -1) if f"entity {number}" not in drawn)
    reader.find(hidden)
    assert reader.selected() == hidden
    assert hidden in reader.shown()


def test_double_click_expands_and_drag_moves(visit):
    reader = visit("many")
    reader.find("entity 3")
    before = len(reader.shown())
    reader.tab.mouse.dblclick(*reader.spot("entity 3"))
    reader.settle()
    assert len(reader.shown()) > before
    x, y = reader.spot("entity 3")
    reader.tab.mouse.move(x, y)
    reader.tab.mouse.down()
    reader.tab.mouse.move(x + 30, y + 20, steps=4)
    reader.tab.mouse.move(x + 60, y + 40, steps=4)
    reader.tab.mouse.up()
    moved = reader.spot("entity 3")
    assert (moved[0] - x, moved[1] - y) == pytest.approx((60, 40), abs=8)
    reader.tab.keyboard.press("Control+z")
    assert reader.spot("entity 3") == pytest.approx((x, y), abs=2)


def test_a_finger_drags_one_entity_after_the_other(visit):
    reader = visit("town", phone=True)
    touch = reader.tab.context.new_cdp_session(reader.tab)

    def drag(label, steps):
        x, y = reader.spot(label)
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for step in range(1, steps + 1):
            point = {"x": x + 40 * step / steps, "y": y + 30 * step / steps}
            touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        reader.settle()
        return x, y

    begun = {label: drag(label, 6) for label in ("云溪图书馆", "南街")}
    for label, (x, y) in begun.items():
        assert reader.spot(label) == pytest.approx((x + 40, y + 30), abs=8)
    drag("云溪图书馆", 1)
    assert reader.spot("南街") == pytest.approx((begun["南街"][0] + 40, begun["南街"][1] + 30), abs=8)
    assert reader.selected() is None


def test_keyboard_reaches_everything(visit):
    reader = visit("town")
    keyboard = reader.tab.keyboard
    reader.tab.locator("#picture").focus()
    keyboard.press("Home")
    first = reader.selected()
    assert first in ("云溪图书馆", "云溪镇")
    seen = {first}
    for key in ("ArrowLeft", "ArrowDown", "ArrowRight", "ArrowUp") * 3:
        keyboard.press(key)
        seen.add(reader.selected())
    assert len(seen) > 4
    keyboard.press("Enter")
    assert reader.look("document.activeElement.id") == "panel"
    reader.tab.locator("#picture").focus()
    keyboard.press("Backspace")
    scale = reader.look("page.picture.scene.view.scale")
    keyboard.press("+")
    reader.settle()
    assert reader.look("page.picture.scene.view.scale") > scale
    keyboard.press("t")
    assert reader.tab.locator("#table").is_visible()
    keyboard.press("Escape")
    assert reader.selected() is None
    reader.button("键盘与帮助").focus()
    keyboard.press("Enter")
    assert reader.tab.locator("#help").is_visible()
    keyboard.press("Escape")
    assert not reader.tab.locator("#help").is_visible()


def test_table_holds_the_same_content(visit):
    reader = visit("town")
    reader.tab.locator("#table-button").click()
    rows = reader.tab.locator("#table tbody tr")
    assert rows.count() == len(reader.shown())
    names = {rows.nth(number).locator("td:not(.tick)").first.inner_text() for number in range(rows.count())}
    assert "云溪图书馆" in names
    reader.button("链接 (24)", "#table").click()
    assert rows.count() == 24
    reader.button("时间", "#table").click()
    reader.tab.locator("#table tbody .follow", has_text="主办方").first.click()
    assert "主办方" in reader.text("#panel h2")
    assert reader.tab.locator("#table tr.on").count() == 1


def test_language_and_theme_switch(visit):
    reader = visit("town")
    reader.find("云溪图书馆")
    reader.tab.locator("#language").click()
    assert reader.text("#panel h2") == "Yunxi Library"
    assert reader.text("#shown").startswith("Showing")
    assert reader.look("document.documentElement.lang") == "en"
    assert "located in" in reader.text("#panel")
    ground = reader.look("getComputedStyle(document.body).backgroundColor")
    reader.tab.locator("#theme").click()
    assert reader.look("getComputedStyle(document.body).backgroundColor") != ground


def test_opens_in_the_language_asked(visit):
    assert visit("english").text("#shown").startswith("Showing")


def test_address_restores_all_in_a_new_tab(visit):
    reader = visit("town")
    reader.tab.locator("#key").get_by_role("checkbox", name="事件").uncheck()
    reader.tab.locator("#key").get_by_role("checkbox", name="年").check()
    reader.tab.locator("#years-to").focus()
    reader.tab.keyboard.press("ArrowLeft")
    reader.find("陈北")
    reader.button("由此连接").click()
    reader.tab.locator("#path-b").fill("南街")
    reader.tab.keyboard.press("Enter")
    reader.tab.locator("#path-go").click()
    reader.tab.locator("#paths .headline").nth(1).click()
    address = reader.tab.url.partition("#")[2]
    assert "陈北" not in address, "an address is plain ASCII"
    again = visit("town", address=address)
    read = (
        "[[...page.state.hiddenKinds].sort(), page.state.years, page.connect.wish(), page.selection(),"
        " [...page.picture.shown.links].sort()]"
    )
    assert again.look(read) == reader.look(read)
    assert again.text("#paths .path.on") == reader.text("#paths .path.on")
    assert again.tab.url.partition("#")[2] == address


def test_address_of_nonsense_is_harmless(visit):
    reader = visit(
        "town", address="select=nothing&from=a&to=%00&years=9-1&hops=999999&added=x%20y%20z&without=__proto__&k=-1"
    )
    assert "云溪图书馆" in reader.shown()
    assert reader.selected() is None


def download(reader, kind: str) -> bytes:
    reader.tab.locator("#save-button").click()
    with reader.tab.expect_download() as caught:
        reader.tab.locator(f"#save [data-format={kind}]").click()
    assert caught.value.suggested_filename == f"wenmai.{kind}"
    return Path(caught.value.path()).read_bytes()


def test_png_is_a_picture_that_is_not_blank(visit, tmp_path):
    reader = visit("town")
    content = download(reader, "png")
    assert content.startswith(b"\x89PNG")
    colours = reader.tab.evaluate(
        """async (bytes) => {
            const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
            const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
            const pen = canvas.getContext("2d");
            pen.drawImage(bitmap, 0, 0);
            const { data } = pen.getImageData(0, 0, bitmap.width, bitmap.height);
            const seen = new Set();
            for (let i = 0; i < data.length; i += 4) seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
            return [seen.size, bitmap.width];
        }""",
        list(content),
    )
    assert colours[0] > 50
    assert colours[1] >= 2 * reader.look("page.picture.canvas.clientWidth")


def test_svg_has_the_legend_the_title_and_the_source(visit):
    content = download(visit("town"), "svg").decode()
    assert "云溪纪事" in content
    texts = re.findall(r">([^<>]+)</text>", content)
    assert any(text.startswith("来源:") for text in texts)
    assert any(re.fullmatch(r"机构 \d+", text) for text in texts), "the legend counts what is shown"
    assert any("2026-" in text or re.search(r"20\d\d-", text) for text in texts)


def test_dragged_places_are_kept_when_the_page_is_opened_again(visit):
    reader = visit("town")
    x, y = reader.spot("云溪图书馆")
    reader.tab.mouse.move(x, y)
    reader.tab.mouse.down()
    reader.tab.mouse.move(x + 40, y + 30, steps=4)
    reader.tab.mouse.move(x + 80, y + 60, steps=4)
    reader.tab.mouse.up()
    place = "[...page.state.moved].map(([node, at]) => [page.graph.label(node), at.map(Math.round), [page.picture.x[node], page.picture.y[node]].map(Math.round)])"
    moved = reader.look(place)
    assert [row[0] for row in moved] == ["云溪图书馆"]
    reader.tab.reload()
    reader.tab.locator("html[data-ready=yes]").wait_for(state="attached")
    assert reader.look(place) == moved
    phone = visit("town", phone=True, address=reader.look("location.hash.slice(1)"))
    ((_, _, turned),) = phone.look(place)
    assert turned == moved[0][2][::-1], "an upright screen turns the layout, and what was moved with it"


def test_svg_is_well_formed_and_holds_the_labels(visit):
    import xml.etree.ElementTree as Tree

    root = Tree.fromstring(download(visit("town"), "svg"))
    texts = {element.text for element in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"云溪图书馆", "林溪"} <= texts
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {
        "svg",
        "rect",
        "defs",
        "marker",
        "path",
        "title",
        "text",
    }


def test_turtle_holds_the_shown_triples(visit, town):
    content = download(visit("town"), "ttl")
    graph = {(quad.subject, quad.predicate, quad.object) for quad in ox.parse(content, ox.RdfFormat.TURTLE)}
    whole = {(quad.subject, quad.predicate, quad.object) for quad in town.store}
    assert {row for row in graph if isinstance(row[0], ox.NamedNode)} <= whole
    links = {row for row in graph if row[1].value == WM + "locatedIn"}
    assert len(links) == 6


def test_turtle_says_who_says_so(visit, town):
    """What the export says of each link, read by wenmai itself, is what the graph says."""
    from wenmai.sources import Memory

    again = Memory.of(list(ox.parse(download(visit("town"), "ttl"), ox.RdfFormat.TURTLE)))

    def evidence(source) -> dict:
        index = source.index
        rows = [
            (index.iri(node), index.predicates[predicate], index.iri(other), index.evidence(link))
            for node in range(index.node_count)
            for other, predicate, forward, link in index.links(node)
            if forward and index.evidence(link)
        ]
        return {row[:3]: sorted(map(str, row[3])) for row in rows}

    expected = evidence(town)
    assert len(expected) >= 3
    assert {key: found for key, found in evidence(again).items() if key in expected} == {
        key: found for key, found in expected.items() if key in evidence(again)
    }
    assert {key[2].rpartition(":")[2] for key in evidence(again)} >= {"云溪", "图书馆"}


def test_csv_and_json_hold_the_shown_links(visit):
    reader = visit("town")
    rows = list(csv.DictReader(io.StringIO(download(reader, "csv").decode())))
    found = json.loads(download(reader, "json"))
    assert len(rows) == len(found["links"]) == 24
    assert {node["label"] for node in found["nodes"]} == reader.shown()
    held = next(row for row in rows if row["predicate"] == WM + "heldAt" and row["subject"].endswith("书会"))
    assert held["evidence"] == "urn:wenmai:document:town#char=12,30 urn:wenmai:document:town#char=30,52"


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    """A star of 200 leaves around a hub, an entity with three links to itself, and dates of the common kind."""
    from wenmai.sources import Memory
    from wenmai.view import page

    xsd = "http://www.w3.org/2001/XMLSchema#"
    hub, ring = ox.NamedNode("urn:odd:hub"), ox.NamedNode("urn:odd:ring")
    quads = [ox.Quad(ox.NamedNode(f"urn:odd:leaf{n:03}"), ox.NamedNode("urn:odd:of"), hub) for n in range(200)]
    quads += [ox.Quad(ring, ox.NamedNode(f"urn:odd:self{n}"), ring) for n in range(3)]
    quads += [ox.Quad(ring, ox.NamedNode("urn:odd:of"), hub)]
    for n, (kind, text) in enumerate(
        [("date", "1850-03-01"), ("gYear", "1900"), ("dateTime", "1950-01-01T00:00:00Z"), ("string", "1066")]
    ):
        value = ox.Literal(text, datatype=ox.NamedNode(xsd + kind))
        quads.append(ox.Quad(ox.NamedNode(f"urn:odd:leaf{n:03}"), ox.NamedNode("urn:odd:when"), value))
    file = tmp_path_factory.mktemp("odd") / "odd.html"
    page(Memory.of(quads), language="en").save(file)
    return file


@pytest.fixture
def at_odd(browser, odd):
    tab = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    tab.goto(odd.as_uri())
    tab.locator("html[data-ready=yes]").wait_for(state="attached")
    yield tab
    tab.close()


def test_a_star_is_a_few_rays_and_a_number_that_opens(at_odd):
    rays = "wenmai.picture.shown.nodes.size - 1"
    assert at_odd.evaluate(rays) == KEPT_LEAVES
    assert f">+{201 - KEPT_LEAVES}</text>" in at_odd.evaluate("wenmai.exports.make.svg()")
    at_odd.locator("#find").fill("hub")
    at_odd.keyboard.press("Enter")
    brought = 0
    while (of := at_odd.locator("#panel .unseen button")).count():
        left = 201 - KEPT_LEAVES - brought
        assert of.inner_text().split() == ["←", "of", f"+{left}"]
        of.focus()
        at_odd.keyboard.press("Enter")
        assert at_odd.evaluate(rays) - KEPT_LEAVES - brought == min(40, left)
        brought += min(40, left)
        assert at_odd.evaluate("[...wenmai.picture.shown.links].filter(wenmai.isMuted).length") == 0
    assert brought == 201 - KEPT_LEAVES
    at_odd.locator("#undo").click()
    assert at_odd.evaluate(rays) < 201


def test_links_of_one_entity_to_itself_are_apart(at_odd):
    centres = at_odd.evaluate(
        """(() => {
            const node = wenmai.graph.find("urn:odd:ring");
            const { bends } = wenmai.picture.shown;
            return wenmai.graph.linksOf(node).filter((link) => wenmai.graph.object[link] === node).map((link) => bends.get(link));
        })()"""
    )
    assert len(set(centres)) == 3
    assert at_odd.evaluate("wenmai.exports.make.svg()").count("a") > 0
    rings = at_odd.evaluate("wenmai.exports.make.svg().match(/ring · self\\d · ring/g)")
    assert sorted(rings) == [f"ring · self{n} · ring" for n in range(3)]


def test_dates_of_the_common_kind_are_on_the_years(at_odd):
    assert at_odd.locator("#time-lane .ends").inner_text().split() == ["1850", "1950"]
    slider = at_odd.locator("#years-from")
    slider.focus()
    for _ in range(60):
        at_odd.keyboard.press("ArrowRight")
    dim = "[...wenmai.picture.shown.nodes].filter(wenmai.isDimNode).map(wenmai.graph.iri)"
    assert {"urn:odd:leaf000", "urn:odd:leaf001"} <= set(at_odd.evaluate(dim))
    assert "urn:odd:leaf003" not in at_odd.evaluate(dim), "it is undated"
    assert "urn:odd:leaf002" not in at_odd.evaluate(dim)
