"""Communities as areas and as a map to go into, colours and sizes by what is chosen, and how the picture is painted while it moves."""

from __future__ import annotations

WHEEL = """(steps) => {
    const picture = document.querySelector("#picture");
    for (let i = 0; i < steps; i++)
        picture.dispatchEvent(new WheelEvent("wheel", { deltaY: -240, clientX: 700, clientY: 400, bubbles: true, cancelable: true }));
}"""
LABELS = (
    "page.picture.layLabels(document.createElement('canvas').getContext('2d'), page.picture.canvas.clientWidth,"
    " page.picture.canvas.clientHeight)"
)


def test_a_large_graph_opens_on_a_map_that_is_gone_into_and_out_of(visit):
    reader = visit("many", address="")
    assert reader.look("page.state.map") == -1
    assert reader.look("page.picture.shown.nodes.size") == 1500
    circles = reader.look("page.picture.scene.zone.circles.map(({ x, y, r }) => [x, y, r])")
    for number, (x, y, r) in enumerate(circles):
        for other_x, other_y, other_r in circles[:number]:
            assert (x - other_x) ** 2 + (y - other_y) ** 2 >= (r + other_r) ** 2, "circles do not cover one another"
    sizes = reader.look("page.picture.scene.zone.circles.map((_, region) => page.regions.members(region).length)")
    assert sum(sizes) == 1500
    first = reader.tab.locator("[data-key=region-0]")
    first.focus()
    reader.tab.keyboard.press("Enter")
    reader.settle()
    assert reader.look("page.state.map") == 0
    assert reader.look("page.picture.shown.nodes.size") == sizes[0]
    assert "map=" in reader.tab.url
    reader.tab.reload()
    reader.tab.locator("html[data-ready=yes]").wait_for(state="attached")
    assert reader.look("page.picture.shown.nodes.size") == sizes[0]
    reader.tab.locator("[data-key=chip-region]").click()
    assert reader.look("page.state.map") == -1
    reader.tab.locator("#map-of-regions").click()
    assert reader.look("page.state.map") is None
    assert reader.look("page.picture.shown.nodes.size") == 300


def test_a_circle_that_is_clicked_is_gone_into(visit):
    reader = visit("many", address="map=all&window=0,0,90000,60000")
    assert reader.look(f"{LABELS}.every((label) => label.zone)"), "from afar regions alone are named"
    x, y = reader.look(
        "(({ x, y }, { scale, left, top }) => [x * scale + left, y * scale + top])(page.picture.scene.zone.circles[1], page.picture.scene.view)"
    )
    box = reader.tab.locator("#picture").bounding_box()
    reader.tab.mouse.click(box["x"] + x, box["y"] + y)
    reader.settle()
    assert reader.look("page.state.map") == 1
    reader.tab.locator("#picture").focus()
    reader.tab.keyboard.press("Backspace")
    assert reader.look("page.state.map") == -1


def test_communities_are_areas_with_names_and_counts(visit):
    reader = visit("town")
    reader.tab.locator("#hulls").check()
    areas = reader.look("page.picture.scene.zone.areas.map((some) => some.map((node) => page.regions.of(node)))")
    assert any(areas)
    assert all(region == number for number, some in enumerate(areas) for region in some)
    named = reader.look(f"{LABELS}.filter((label) => label.zone).map((label) => label.lines)")
    assert named
    assert {int(lines[-1]) for lines in named} <= {len(some) for some in areas}
    assert "regions=1" in reader.tab.url


def test_colour_and_size_by_a_number_have_a_legend(visit):
    reader = visit("cities")
    keys = reader.look("[...document.querySelectorAll('#shade-colour option')].map((one) => one.value)")
    number = next(key for key in keys if key.startswith("number "))
    reader.tab.locator("#shade-colour").select_option(number)
    reader.tab.locator("#shade-size").select_option(number)
    rows = reader.look("page.look.shade.rows.map(({ colour, count }) => [colour, count])")
    assert sum(count for _, count in rows) == reader.look("page.graph.count")
    worn = reader.look("[...page.picture.shown.nodes].map((node) => page.look.styleOf(node).colour)")
    assert set(worn) <= {colour for colour, _ in rows}
    assert reader.tab.locator("#key .legend li").count() == len(rows)
    assert reader.tab.locator("#key .rounds").is_visible()
    of = "page.graph.data.facets.numbers.find(([iri]) => value.startsWith('number ' + iri))[5]"
    values = reader.look(of, number)
    known = {values[place]: values[place + 1] for place in range(0, len(values), 3)}
    least, most = min(known, key=known.get), max(known, key=known.get)
    assert reader.look("page.picture.radius(value)", most) > reader.look("page.picture.radius(value)", least)
    address = reader.tab.url
    reader.tab.goto("about:blank")
    reader.tab.goto(address)
    reader.tab.locator("html[data-ready=yes]").wait_for(state="attached")
    assert reader.look("page.state.colour") == reader.look("page.state.size") == number


def test_links_wear_the_colour_of_their_kind(visit):
    reader = visit("town")
    reader.tab.locator("#shade-colour").select_option("predicate")
    pairs = reader.look(
        "[...page.picture.shown.links].map((link) => [page.graph.predicate[link], page.look.shade.link(link)])"
    )
    worn = dict(pairs)
    assert all(worn[predicate] == colour for predicate, colour in pairs)
    assert len(set(worn.values())) > 3


def test_what_an_address_does_not_know_is_left_as_it_was(visit):
    reader = visit("town", address="colour=number+x&size=class&map=urn%3Anone&regions=2")
    assert reader.look("[page.state.colour, page.state.size, page.state.hulls, page.state.map]") == [
        "class",
        "degree",
        False,
        -1,
    ]


def test_hits_found_in_the_grid_are_those_of_looking_at_all(visit):
    reader = visit("many")
    found = reader.look("""[...page.picture.shown.nodes].slice(0, 80).map((node) => {
        const { x, y } = page.picture.screen(node);
        const gap = (other) => {
            const spot = page.picture.screen(other);
            return Math.hypot(spot.x - x, spot.y - y) - page.picture.radius(other) * page.picture.scene.view.scale;
        };
        const least = Math.min(...[...page.picture.shown.nodes].map(gap));
        return Math.abs(gap(page.picture.at(x, y)) - least);
    })""")
    assert max(found) < 0.02


def test_the_spot_under_the_wheel_stays_where_it_is(visit):
    reader = visit("many", address="map=all")
    box = reader.tab.locator("#picture").bounding_box()
    at = "(({ scale, left, top }) => [(value[0] - left) / scale, (value[1] - top) / scale])(page.picture.scene.view)"
    spot = [700 - box["x"], 400 - box["y"]]
    before = reader.look(at, spot)
    reader.tab.evaluate(WHEEL, 3)
    after = reader.look(at, spot)
    assert all(abs(one - other) < 1e-6 * max(1, abs(one)) + 1e-3 for one, other in zip(before, after, strict=True))
    reader.settle()
    assert not reader.look("page.picture.scene.moving")
