"""Several entities at once: ticked by lasso, by shift, by key and by rows; joined, hidden, left alone, pinned."""

from __future__ import annotations

import pytest

from wenmai.subgraph import between

TICKED = "[...page.store.state.ticked].map(page.graph.label).sort()"


def ticked(reader) -> list[str]:
    return reader.look(TICKED)


def lasso(reader, corners, *, shift: bool = True) -> None:
    """Draw a line through corners of the screen."""
    mouse, keyboard = reader.tab.mouse, reader.tab.keyboard
    if shift:
        keyboard.down("Shift")
    mouse.move(*corners[0])
    mouse.down()
    for corner in [*corners[1:], corners[0]]:
        mouse.move(*corner, steps=4)
    mouse.up()
    if shift:
        keyboard.up("Shift")
    reader.settle()


def around(reader, *labels: str) -> list[tuple[float, float]]:
    """The corners of a box around entities."""
    spots = [reader.spot(label) for label in labels]
    left, right = min(x for x, _ in spots) - 12, max(x for x, _ in spots) + 12
    top, low = min(y for _, y in spots) - 12, max(y for _, y in spots) + 12
    return [(left, top), (right, top), (right, low), (left, low)]


def inside(reader, corners) -> list[str]:
    (left, top), _, (right, low), _ = corners
    box = reader.tab.locator("#picture").bounding_box()
    return reader.look(
        "[...page.picture.shown.nodes].filter((node) => { const { x, y } = page.picture.screen(node);"
        " return x > value[0] && x < value[2] && y > value[1] && y < value[3]; }).map(page.graph.label).sort()",
        [left - box["x"], top - box["y"], right - box["x"], low - box["y"]],
    )


@pytest.mark.parametrize("held", ["shift", "button"])
def test_a_lasso_ticks_what_is_inside_and_moves_nothing(visit, held):
    reader = visit("town")
    before = reader.look("page.picture.window()")
    corners = around(reader, "云溪图书馆", "陈北")
    wanted = inside(reader, corners)
    if held == "button":
        reader.tab.locator("#lasso").click()
    lasso(reader, corners, shift=held == "shift")
    assert ticked(reader) == wanted
    assert len(wanted) >= 2
    after = reader.look("page.picture.window()")
    assert [after[0], after[2]] == [before[0], before[2]]
    assert after[1] - after[3] / 2 == pytest.approx(
        before[1] - before[3] / 2
    )  # the bar of what is ticked takes its row below
    assert str(len(wanted)) in reader.text("#ticks .count")
    reader.tab.keyboard.press("Escape")
    if held == "button":
        reader.tab.keyboard.press("Escape")
    assert ticked(reader) == []


def test_shift_ticks_one_by_one_from_the_one_that_is_read(visit):
    reader = visit("town")
    reader.find("云溪图书馆")
    reader.tab.keyboard.press("0")
    reader.settle()
    reader.tab.keyboard.down("Shift")
    reader.tab.mouse.click(*reader.spot("南街"))
    reader.tab.keyboard.up("Shift")
    reader.settle()
    assert ticked(reader) == sorted(["云溪图书馆", "南街"])
    assert reader.selected() == "云溪图书馆", "what is read stays"
    reader.tab.keyboard.down("Shift")
    reader.tab.mouse.click(*reader.spot("南街"))
    reader.tab.keyboard.up("Shift")
    assert ticked(reader) == ["云溪图书馆"]


def test_keys_tick_walk_join_hide_and_undo(visit):
    reader = visit("town")
    press = reader.tab.keyboard.press
    reader.find("云溪图书馆")
    press("Space")
    press("Shift+ArrowLeft")
    press("Shift+ArrowRight")
    assert len(ticked(reader)) >= 2
    chosen = set(ticked(reader))
    press("o")
    assert reader.shown() == chosen | {reader.selected()}
    assert "kept=" in reader.tab.url
    press("Control+z")
    everything = reader.shown()
    assert everything > chosen
    press("h")
    assert reader.shown() == everything - chosen
    press("Control+z")
    assert reader.shown() == everything
    press("a")
    assert len(ticked(reader)) == len(everything)


def test_rows_are_ticked_and_all_views_keep_one_choice(visit):
    reader = visit("cities")
    reader.tab.locator("#table-button").click()
    table = reader.tab.locator("#table")
    table.locator("input[type=search]").fill("City")
    table.locator("thead input[type=checkbox]").check()
    assert ticked(reader) == ["Beijing", "Lima", "Paris", "Rouen", "Shanghai"]
    table.locator("tbody input[type=checkbox]").first.uncheck()
    left = ticked(reader)
    assert len(left) == 4
    assert reader.tab.locator("#ticks").is_visible()
    for tab, marked in (("map", ".earth .mark.ticked"), ("figures", ".chart .ticked")):
        table.locator(f"[data-key={tab}]").click()
        assert table.locator(marked).count() >= len(left) - 1
    table.locator("[data-key=entities]").click()
    assert table.locator("tbody input:checked").count() == 4
    table.locator("[data-key=tree]").click()
    item = table.locator("[role=treeitem]").first
    item.focus()
    reader.tab.keyboard.press("Space")
    assert item.get_attribute("aria-checked") == "true"


def test_between_gives_the_part_of_the_command(visit, town):
    reader = visit("town")
    names = ["陈北", "南街", "观星夜", "云溪书会"]
    reader.look(f"page.ticking.add({names}.map((name) => page.names.search(name)[0].node))")
    reader.tab.locator("#tick-between").click()
    reader.settle()
    links = reader.look(
        "page.store.state.connection.found.joined.map((link) => [page.graph.iri(page.graph.subject[link]),"
        " page.graph.iri(page.graph.object[link])].sort().join(' '))"
    )
    wanted = reader.look("page.store.state.connection.among.map(page.graph.iri)")
    part, index = between(town, wanted), town.index
    assert set(links) == {" ".join(sorted((index.iri(edge.subject), index.iri(edge.object)))) for edge in part.edges}
    assert reader.look("[...page.picture.lit().links].length") == len(links)
    assert reader.tab.locator("#paths .path").count() == len(names) - 1
    assert reader.tab.locator("#among .follow").count() == len(names)
    again = visit("town", address=reader.tab.url.partition("#")[2])
    assert again.look("page.store.state.connection.found.joined") == reader.look(
        "page.store.state.connection.found.joined"
    )
    reader.tab.keyboard.press("b")
    two = visit("town")
    two.look("page.ticking.add(['陈北', '南街'].map((name) => page.names.search(name)[0].node))")
    two.tab.locator("#tick-between").click()
    assert two.tab.locator("#paths .path").count() == 3, "two are the ends of a path"


def test_what_is_pinned_stays_where_it_is_and_is_shown(visit):
    reader = visit("town")
    reader.find("云溪图书馆")
    reader.tab.locator("#pin").click()
    assert "固定" in reader.told()
    reader.tab.keyboard.press("Escape")
    place = reader.look("[page.picture.x, page.picture.y].map((all) => all[page.names.search('云溪图书馆')[0].node])")
    x, y = reader.spot("云溪图书馆")
    reader.tab.mouse.move(x, y)
    reader.tab.mouse.down()
    reader.tab.mouse.move(x + 80, y + 40, steps=5)
    reader.tab.mouse.up()
    now = "[page.picture.x, page.picture.y].map((all) => Math.round(all[page.names.search('云溪图书馆')[0].node]))"
    assert reader.look(now) == [round(one) for one in place], "it is not dragged"
    reader.look("page.actions.change({ hiddenKinds: new Set([-1, ...page.graph.data.classes.keys()]) })")
    assert reader.shown() == {"云溪图书馆"}
    again = visit("town", address=reader.tab.url.partition("#")[2])
    assert again.shown() == {"云溪图书馆"}
    assert again.look(now) == [round(one) for one in place]
    again.tab.locator("#chips .chip", has_text="固定").click()
    assert again.shown() == set()


def test_a_finger_draws_a_lasso(visit):
    reader = visit("town", phone=True)
    reader.tab.locator("#lasso").tap()
    corners = around(reader, "云溪图书馆", "陈北")
    wanted = inside(reader, corners)
    touch = reader.tab.context.new_cdp_session(reader.tab)
    for kind, (x, y) in [("touchStart", corners[0]), *(("touchMove", one) for one in [*corners[1:], corners[0]])]:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    reader.settle()
    assert ticked(reader) == wanted
    x, y = reader.spot(wanted[0])
    reader.tab.touchscreen.tap(x, y)
    reader.settle()
    assert ticked(reader) == wanted[1:]
