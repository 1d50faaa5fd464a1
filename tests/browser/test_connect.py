"""Connect: the page's paths are the command's, in the same order, and it says why there is none."""

from __future__ import annotations

import io
import random
import re

import pytest

from pagepaths import answer_of, asked_of, paths_of, random_bounds
from wenmai.paths import find
from wenmai.view import data

PAGE_PATHS = """value.map(([a, b]) => page.paths.find(page.graph.find(a), page.graph.find(b), {k: 3}).paths.map((path) => [
    path.score, path.nodes.map(page.graph.iri),
    path.hops.map((hop) => [page.graph.predicateIri(page.graph.predicate[hop.link]), hop.forward,
        hop.also.map((link) => page.graph.predicateIri(page.graph.predicate[link])).sort()]),
]))"""


@pytest.mark.parametrize(("name", "count"), [("town", 200), ("report", 60), ("many", 40)])
def test_paths_are_those_of_the_command(visit, name, count, request):
    source = request.getfixturevalue(name)
    held = [source.index.iri(node) for node in data.everything(source.index)]
    chance = random.Random(count)
    pairs = [chance.sample(held, 2) for _ in range(count)]
    reader = visit(name)
    expected = [answer_of(source, a, b)["paths"] for a, b in pairs]
    assert sum(map(len, expected)) > count / 2, "the sample has paths to compare"
    assert reader.look(PAGE_PATHS, pairs) == expected


def connect(reader, a: str, b: str) -> None:
    reader.tab.locator("#connect-button").click()
    for side, name in (("a", a), ("b", b)):
        reader.tab.locator(f"#path-{side}").fill(name)
        reader.tab.keyboard.press("Enter")
    reader.tab.locator("#path-go").click()
    reader.settle()


def test_lists_and_lights_the_paths_hop_by_hop(visit, town):
    reader = visit("town")
    connect(reader, "陈北", "南街")
    cards = reader.tab.locator("#paths .path")
    best = next(find(town, "urn:wenmai:xicheng:陈北", "urn:wenmai:xicheng:南街"))
    assert cards.count() == 3
    assert cards.first.locator(".node .follow").all_inner_texts() == [node.label for node in best.nodes]
    arrows = [text[0] for text in cards.first.locator(".hop .follow").all_inner_texts()]
    assert arrows == ["↓" if hop.forward else "↑" for hop in best.hops]
    assert f"评分 {best.score:.4f}" in cards.first.inner_text()
    assert reader.look("page.picture.lit().links.size") == best.length
    assert "找到 3 条路径" in reader.told()
    cards.nth(1).locator(".headline").click()
    assert reader.look("[...page.picture.lit().nodes.keys()].map(page.graph.label).sort()") == sorted(
        cards.nth(1).locator(".node .follow").all_inner_texts()
    )


def test_a_path_may_pass_what_is_not_drawn(visit):
    reader = visit("town")
    connect(reader, "云溪图书馆", "藏书量")
    assert any("藏书" in label and "册" in label for label in reader.shown()), "the figure between them is drawn"


def test_avoids_and_clears(visit):
    reader = visit("town")
    connect(reader, "陈北", "南街")
    first = reader.tab.locator("#paths .path").first.locator(".node")
    passed = first.nth(1).locator(".follow").inner_text()
    first.nth(1).get_by_role("button", name=f"避开 {passed}").click()
    assert passed not in reader.text("#paths")
    assert f"避开 {passed}" in reader.text("#path-ask"), "the line of what is asked tells the constraints"
    reader.tab.locator("#path-ask").click()
    reader.tab.locator("#path-swap").click()
    assert reader.tab.locator("#path-a").input_value() == "南街"
    reader.tab.locator("#path-clear").click()
    assert reader.look("page.picture.lit()") is None


def test_clicks_in_the_picture_choose_the_ends(visit):
    reader = visit("town")
    reader.tab.locator("#connect-button").click()
    reader.click_node("北山")
    reader.click_node("观星夜")
    assert reader.tab.locator("#paths .path").count() > 0
    reader.tab.locator("#path-ask").click()
    assert reader.tab.locator("#path-a").input_value() == "北山"


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        ("孤岛", "云溪镇", "没有任何链接"),
        ("云溪镇", "云溪镇", "同一个实体"),
    ],
)
def test_says_why_there_is_no_path(visit, a, b, reason):
    reader = visit("town")
    connect(reader, a, b)
    assert reason in reader.text("#no-path")
    assert reason in reader.told()


def test_says_which_bound_forbids_the_path(visit):
    reader = visit("town")
    connect(reader, "陈北", "春茶会")
    hops = len(reader.tab.locator("#paths .path").first.locator(".hop").all())
    assert hops > 2
    reader.tab.locator("#path-ask").click()
    reader.tab.locator("#path-hops").select_option("2")
    assert f"最多跳数({hops}跳)" in reader.text("#no-path")


def test_links_that_connect_nothing_are_followed_when_asked_for(visit, town):
    a, b = "https://example.org/town/%22%3E%3Cscript%3E", "urn:wenmai:xicheng:云溪"
    assert not paths_of(town, a, b)
    reader = visit("town")
    reader.look(
        "page.connect.restore({a: page.graph.find(value[0]), b: page.graph.find(value[1]), k: 3, maxHops: 6, avoid: []})",
        [a, b],
    )
    assert "不表示联系" in reader.text("#no-path")
    assert "参见" in reader.text("#path-aside") or "seeAlso" in reader.text("#path-aside")
    reader.tab.locator("#bounds").click()
    reader.tab.locator("#path-all").click()
    found = reader.look("page.store.state.connection.found.paths.map((path) => path.nodes.map(page.graph.iri))")
    assert found == [nodes for _, nodes, _ in answer_of(town, a, b, all_links=True)["paths"]]
    assert found
    assert "links=all" in reader.look("location.hash")
    reader.tab.reload()
    assert "也走不表示联系的链接" in reader.text("#path-ask")
    assert reader.tab.locator("#paths .path").count() == len(found)


def test_page_of_a_path_opens_on_it(browser, town, tmp_path):
    from wenmai.view import page

    file = tmp_path / "path.html"
    page(town, path=("urn:wenmai:xicheng:陈北", "urn:wenmai:xicheng:南街"), language="en").save(file)
    tab = browser.new_page()
    tab.goto(file.as_uri())
    tab.locator("#paths .path").first.wait_for()
    assert tab.locator("#paths .path").count() == 3
    tab.close()


def test_passages_of_the_path_are_seen_without_a_click(visit):
    reader = visit("town")
    connect(reader, "云溪书会", "观星夜")
    quotes = reader.tab.locator("#paths .path.on .hop blockquote")
    assert quotes.count() >= 2
    side = reader.tab.locator("#side").bounding_box()
    box = quotes.first.bounding_box()
    assert box["y"] + box["height"] <= side["y"] + side["height"]
    assert reader.tab.locator("#paths .path:not(.on) blockquote").count() == 0
    reader.tab.locator("#paths .path.on .hop .follow").first.click()
    reader.settle()
    box = reader.tab.locator("#panel h2").bounding_box()
    assert side["y"] <= box["y"] < side["y"] + side["height"], "what is read comes into sight"


def test_a_path_is_printed_on_one_page(visit, tmp_path):
    reader = visit("town", dark=True)
    connect(reader, "云溪书会", "观星夜")
    reader.tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    reader.tab.emulate_media(media="print")
    assert reader.tab.locator("#paths .path:visible").count() == 1
    assert reader.tab.locator("#paths blockquote:visible").count() >= 2
    assert not reader.tab.locator("#tools").is_visible()
    assert reader.text("#printed").startswith("云溪纪事 · wenmai 文脉 · 来源:云溪纪事 · 显示")
    assert reader.look("document.documentElement.dataset.theme") == "light"
    reader.tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert reader.look("document.documentElement.dataset.theme") == "dark"
    for paper in ("A4", "Letter"):
        assert len(printed(reader, paper)) == 1


def printed(reader, paper: str) -> list[str]:
    """The text of each page that the browser prints."""
    import unicodedata

    from pypdf import PdfReader

    content = reader.tab.pdf(format=paper, print_background=True)
    texts = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(content)).pages]
    return ["".join(unicodedata.normalize("NFKC", text).split()) for text in texts]


def test_a_printed_path_has_its_picture_hops_passages_source_and_day(visit):
    reader = visit("town")
    connect(reader, "云溪书会", "观星夜")
    (text,) = printed(reader, "A4")
    for part in ("云溪书会", "观星夜", "举办地", "书会那一年办在图书馆", "来源:云溪纪事", "第12–30字", "链接计"):
        assert part in text, part
    assert re.search(r"20\d\d-\d\d-\d\d", text)
    assert reader.look("document.querySelector('#plate').width") == 0, "nothing is kept of it"


def test_the_longest_path_of_the_report_is_printed_on_one_page(visit, report):
    held = [report.index.iri(node) for node in data.everything(report.index)]
    chance = random.Random(3)
    reader = visit("report")
    longest = (0, "", "")
    for _ in range(40):
        a, b = chance.sample(held, 2)
        paths = answer_of(report, a, b, k=1)["paths"]
        longest = max(longest, (len(paths[0][1]) if paths else 0, a, b))
    assert longest[0] > 5
    reader.look("page.connect.restore({a: page.graph.find(value[1]), b: page.graph.find(value[2])})", list(longest))
    for paper in ("A4", "Letter"):
        assert len(printed(reader, paper)) == 1


def written_out(text: str) -> str:
    """A text as the page shows it: controls of direction by their names."""
    controls = "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
    return re.sub(controls, lambda one: f"⟨U+{ord(one.group()):04X}⟩", text)


CONSTRAINTS = """(() => {
    const { graph } = page;
    const bounds = {
        k: 3, avoid: new Set((value.avoid ?? []).map(graph.find)), via: (value.via ?? []).map(graph.find), directed: Boolean(value.directed),
        maxDegree: value.max_degree ?? 0, asOf: value.as_of ?? "", maxHops: value.max_hops ?? 0, allLinks: Boolean(value.all_links),
        shortest: value.ranked === false, near: value.gather === false, statedOnly: Boolean(value.stated_only), statuses: new Set(value.status ?? []),
        only: numbers(value.only, graph.data.predicates), without: numbers(value.without, graph.data.predicates), types: numbers(value.types, graph.data.classes),
    };
    function numbers(iris, rows) { return new Set(rows.flatMap((row, i) => (iris ?? []).includes(graph.termIri(row[0])) ? [i] : [])); }
    page.connect.restore({a: graph.find(value.a), b: graph.find(value.b), ...bounds});
    const { found } = page.store.state.connection;
    return [found.paths.map((path) => [path.score, path.nodes.map(graph.iri)]), document.querySelector("#no-path")?.textContent ?? "",
        [...document.querySelectorAll("#paths .reason")].map((one) => one.textContent)];
})()"""


@pytest.mark.parametrize(("name", "count"), [("town", 50), ("report", 25)])
def test_under_constraints_the_page_answers_as_the_command(visit, name, count, request):
    """Every constraint of the command, as of a day too, on a graph with statements, classes and dates."""
    source = request.getfixturevalue(name)
    held = [source.index.iri(node) for node in data.everything(source.index)]
    chance = random.Random(count)
    reader = visit(name)
    classes = reader.look("page.graph.data.classes.map((row) => page.graph.termIri(row[0]))")
    met: set[str] = set()
    for _ in range(count):
        a, b = chance.sample(held, 2)
        bounds = random_bounds(chance, held, source.index.predicates, classes, (a, b))
        expected = answer_of(source, a, b, **asked_of(bounds))
        paths, none, why = reader.look(CONSTRAINTS, {"a": a, "b": b, **bounds})
        assert paths == [[score, nodes] for score, nodes, _ in expected["paths"]], bounds
        assert why == list(map(written_out, expected["why"]))
        assert bool(none) == (not expected["paths"])
        met |= bounds.keys() if paths else set()
    assert len(met) >= 5, "the sample has paths under several constraints"


def test_constraints_are_asked_for_in_the_form(visit):
    reader = visit("town")
    connect(reader, "陈北", "南街")
    reader.tab.locator("#path-ask").click()
    reader.tab.locator("#bounds").click()
    reader.tab.locator("#bound-via").fill("图书馆")
    reader.tab.keyboard.press("Enter")
    assert "云溪图书馆" in reader.tab.locator("#paths .path.on .node .follow").all_inner_texts()
    reader.tab.locator("#bound-without").select_option("主办方")
    reader.tab.locator("#bound-asOf").fill("2018")
    reader.tab.keyboard.press("Enter")
    told = reader.text("#path-ask")
    for part in ("经过 云溪图书馆", "不走 主办方", "截至 2018"):
        assert part in told
    address = reader.look("location.hash.slice(1)")
    again = visit("town", address=address)
    assert again.text("#path-ask") == told
    reader.tab.locator("#bound-asOf").fill("May")
    reader.tab.keyboard.press("Enter")
    assert "2019-05" in reader.text("#no-path"), "how a day is written"
    reader.button("去掉云溪图书馆").click()
    assert "经过" not in reader.text("#path-ask")


def test_paths_stand_side_by_side_with_what_they_share_in_one_column(visit):
    reader = visit("town")
    reader.tab.set_viewport_size({"width": 1700, "height": 900})
    connect(reader, "陈北", "南街")
    lanes = reader.tab.locator("#lanes .lane")
    assert lanes.count() == reader.tab.locator("#paths .path").count() == 3
    places = reader.look(
        "[...document.querySelectorAll('#lanes .stop')].map((one) => [one.innerText, Math.round(one.getBoundingClientRect().left)])"
    )
    for end in ("陈北", "南街"):
        assert len({left for text, left in places if text == end}) == 1
    for row in range(3):
        stops = lanes.nth(row).locator(".stop").all_inner_texts()
        lefts = (
            lanes.nth(row).locator(".stop").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().left)")
        )
        assert lefts == sorted(lefts)
        assert (stops[0], stops[-1]) == ("陈北", "南街")
    lanes.nth(1).locator(".number").click()
    assert reader.look("page.store.state.connection.chosen") == 1
    reader.tab.locator("#lanes-button").click()
    assert not reader.tab.locator("#lanes").is_visible()


def test_what_is_planned_claimed_or_inferred_is_marked_on_its_hop(visit):
    reader = visit("town")
    connect(reader, "林溪", "云溪书会")
    assert "据林溪" in reader.tab.locator("#paths .badge").all_inner_texts()
    reader = visit("report")
    connect(reader, "北京证券交易所", "北京金融法院")
    assert "已安排" in reader.tab.locator("#paths .planned .badge").all_inner_texts()
    assert reader.tab.locator("#lanes .arrow.planned").count() >= 1
    assert "推断" in reader.tab.locator("#lanes .arrow.inferred .badge").all_inner_texts()


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_first_passage_of_a_path_is_in_the_window(visit, phone):
    reader = visit("town", phone=phone)
    reader.look(
        "page.connect.restore({a: page.names.search('云溪书会')[0].node, b: page.names.search('观星夜')[0].node})"
    )
    reader.settle()
    box = reader.tab.locator("#paths .path.on blockquote").first.bounding_box()
    assert box["y"] + box["height"] <= reader.look("innerHeight")


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_lanes_fold_where_there_is_no_room_for_columns(visit, width):
    reader = visit("report", address="")
    reader.tab.set_viewport_size({"width": width, "height": 850})
    reader.settle()
    if not reader.tab.locator("#lanes").is_visible():
        reader.tab.locator("#lanes-button").click()
    else:
        reader.tab.keyboard.press("1")
    wide = reader.look(
        "(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth])(document.querySelector('#lanes'))"
    )
    assert wide[0] <= wide[1]
    assert reader.tab.locator("#lanes .stop").count() >= 6
