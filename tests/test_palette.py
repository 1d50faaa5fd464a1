"""The colours of the page and of the charts can be told apart by everybody."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import palette
from wenmai.charts import svg

PACKAGE = Path(svg.__file__).parent.parent
SHEETS = {"page": PACKAGE / "view" / "style.css", "charts": PACKAGE / "charts" / "page.css"}
NAMED = re.compile(r"--([a-z]+\d?): (#[0-9a-f]{6})")


def themes(sheet: str) -> list[dict[str, str]]:
    """The colours of the light and of the dark theme, by name."""
    rules = re.findall(r"\{[^{}]*--ground[^{}]*\}", SHEETS[sheet].read_text("utf-8"))
    return [dict(NAMED.findall(rule)) for rule in rules]


def hues(colours: dict[str, str]) -> list[str]:
    return [colour for name, colour in colours.items() if re.fullmatch(r"c\d", name)]


def test_the_measure_is_that_of_the_paper() -> None:
    """Pairs 1, 7, 17 and 25 of the test data of Sharma, Wu and Dalal 2005."""
    for one, two, expected in (
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ):
        assert palette.ciede2000(one, two) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("vision", palette.VISIONS)
@pytest.mark.parametrize("dark", [0, 1])
def test_no_two_classes_look_alike(sheet: str, vision: str, dark: int) -> None:
    """A difference of 12 is seen at a glance, also of small shapes that are not side by side."""
    colours = hues(themes(sheet)[dark])
    assert len(colours) >= 8
    assert palette.least_difference(colours, vision) >= 12


@pytest.mark.parametrize("dark", [0, 1])
def test_shapes_and_links_stand_out(dark: int) -> None:
    """WCAG 2.2, 1.4.11: 3 to 1 for what is needed to understand the picture."""
    colours = themes("page")[dark]
    for colour in [*hues(colours), colours["thread"]]:
        assert palette.contrast(colour, colours["ground"]) >= 3
        assert palette.contrast(colour, colours["raised"]) >= 3


@pytest.mark.parametrize("vision", palette.VISIONS)
@pytest.mark.parametrize("dark", [0, 1])
def test_the_scale_of_numbers_goes_one_way_and_is_told_apart(vision: str, dark: int) -> None:
    colours = themes("page")[dark]
    scale = [colour for name, colour in sorted(colours.items()) if re.fullmatch(r"s\d", name)]
    assert len(scale) == 4
    assert palette.least_difference(scale, vision) >= 12
    lights = [palette.contrast(colour, colours["ground"]) for colour in scale]
    assert lights == sorted(lights), "the more, the further from the ground"
    assert all(palette.contrast(colour, colours[ground]) >= 3 for colour in scale for ground in ("ground", "raised"))


def test_the_charts_are_drawn_in_the_colours_of_their_page() -> None:
    assert list(svg.HUES) == hues(themes("charts")[0])
