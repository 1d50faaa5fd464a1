"""Pages with charts: safe with any name, offline, the same bytes each time, readable without seeing the picture."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

import needs
import town
from bench import growth
from wenmai.analysis import analyze
from wenmai.charts import analysis_page, figures_page
from wenmai.charts.svg import cut
from wenmai.facts.figures import list_figures

needs.library("matplotlib")

pytestmark = pytest.mark.slow  # each page takes a second of Matplotlib's time


class Elements(HTMLParser):
    """Every element of a page with its attributes, and the text of titles in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.append(data)

    def ids(self):
        return [attributes["id"] for _, attributes in self.found if "id" in attributes]


def page_of(source, language="en"):
    return analysis_page(analyze(source, language=language), source)


@pytest.fixture(scope="module")
def pages(report):
    return {"analysis": page_of(report, "zh"), "figures": figures_page(list_figures(report), language="zh")}


@pytest.mark.parametrize("name", ["analysis", "figures"])
def test_a_page_needs_no_network_and_no_script(pages, name):
    page = Elements(pages[name])
    assert not [tag for tag, _ in page.found if tag in ("script", "link", "img", "iframe", "object")]
    assert not re.findall(r"(?:src|href)=[\"'](?!#)", re.sub(r"xmlns:xlink=\S+", "", pages[name]))
    assert "default-src 'none'" in pages[name]


@pytest.mark.parametrize("name", ["analysis", "figures"])
def test_ids_are_unique_among_charts_and_references_resolve(pages, name):
    page = Elements(pages[name])
    defined = [one for one in page.ids() if not one.endswith("-name")]
    shared = {one for one in defined if defined.count(one) > 1}
    assert not shared
    assert set(re.findall(r"(?:href=\"|url\()#([^\")]+)", pages[name])) <= set(defined)


@pytest.mark.parametrize("name", ["analysis", "figures"])
def test_charts_are_named_and_marks_have_tooltips(pages, name):
    page = Elements(pages[name])
    charts = [attributes for tag, attributes in page.found if tag == "svg"]
    assert charts
    assert all(attributes["role"] == "img" and attributes["aria-label"] for attributes in charts)
    assert len([tag for tag, _ in page.found if tag == "title"]) > 1 + len(charts)


def test_colours_are_the_themes(pages):
    charts = "".join(re.findall(r"<svg.*?</svg>", pages["analysis"], flags=re.DOTALL))
    assert "var(--c0)" in charts
    assert set(re.findall(r"#[0-9a-f]{6}\b", charts)) <= {"#ffffff", "#000000"}


def test_names_stand_in_the_page_as_text(pages):
    assert "西城区" in Elements(pages["analysis"]).text
    assert "北京市" in pages["figures"]


@pytest.mark.parametrize("make", [page_of, lambda source: figures_page(list_figures(source))])
def test_a_hostile_name_stays_text(make):
    source = town.hostile()
    more = town.quads("f:3 a wm:Figure ; wm:about <urn:bad> ; wm:indicator <urn:bad> ; wm:value 3 ; wm:unit wm:家 .")
    source = type(source).of([*source._kept, *more])
    page = Elements(make(source))
    assert "script" not in {tag for tag, _ in page.found}
    assert "alert(1)" in "".join(page.text)
    assert "\x01" not in make(source)


def test_a_name_of_dollars_is_not_taken_for_mathematics():
    source = town.memory('x:a rdfs:label "$\\\\frac{$" ; wm:locatedIn x:b , x:c . x:b wm:locatedIn x:c .')
    assert "$\\frac{$" in "".join(Elements(page_of(source)).text)


def test_an_empty_graph_has_a_page():
    assert "<svg" not in page_of(town.memory(""))
    assert "</html>" in figures_page(list_figures(town.memory("")))


def test_the_same_graph_gives_the_same_page_in_another_process(tmp_path):
    turtle = tmp_path / "town.ttl"
    turtle.write_text(town.PREFIXES + town.TOWN, encoding="utf-8")
    script = (
        "import sys; from wenmai.sources import open_source; from wenmai.analysis import analyze\n"
        "from wenmai.charts import analysis_page, figures_page; from wenmai.facts.figures import list_figures\n"
        "source = open_source(sys.argv[1]); sys.stdout.reconfigure(encoding='utf-8')\n"
        "print(analysis_page(analyze(source), source), figures_page(list_figures(source)))"
    )
    made = []
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent.parent)}
        made.append(
            subprocess.run(
                [sys.executable, "-c", script, turtle], check=True, env=environment, capture_output=True
            ).stdout
        )
    assert made[0] == made[1]
    assert b"<svg" in made[0]


@pytest.mark.parametrize(
    ("text", "most", "shown"), [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("金融街", 6, "金融街"), ("金融街", 5, "金融…")]
)
def test_names_are_cut_by_the_room_they_take(text, most, shown):
    assert cut(text, most) == shown


def test_the_chart_of_growth_is_what_its_table_says():
    for theme in growth.THEMES:
        picture = (growth.PICTURES / f"growth-{theme}.svg").read_text(encoding="utf-8")
        assert picture == growth.draw(growth.TABLE.read_text(encoding="utf-8"), theme)
    table = growth.TABLE.read_text(encoding="utf-8")
    assert growth.write(growth.read(table)) == table
