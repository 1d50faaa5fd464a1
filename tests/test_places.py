"""Targets across places: one table of many, sorted, counted, chosen and drawn."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

import needs
from wenmai.capture.captured import capture_files
from wenmai.capture.targets.listing import name_cells
from wenmai.capture.targets.places import choose_targets, compare_places, sort_places, sort_targets, summarize_places
from wenmai.capture.targets.targets import list_targets
from wenmai.errors import InputError

PLACES = {
    "甲山省": ("6", "6.4", "40"),
    "乙山省": ("7", "5.1", "55"),
    "丙山省": ("5.5", "", "9"),
    "丁山省": ("5", "4.8", "100"),
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("places")
    for number, (place, (aim, came, jobs)) in enumerate(PLACES.items()):
        first = f"政府工作报告\n——2023年1月10日在{place}第十四届人民代表大会第一次会议上\n一、2023年工作安排\n今年主要预期目标是：地区生产总值增长{aim}%左右；城镇新增就业{jobs}万人。\n"
        told = f"地区生产总值增长{came}%" if came else "各项事业取得进步"
        second = (
            f"政府工作报告\n——2024年1月12日在{place}第十四届人民代表大会第二次会议上\n一、2023年工作回顾\n{told}。\n"
        )
        (folder / f"{number}-2023.txt").write_text(first, encoding="utf-8")
        (folder / f"{number}-2024.txt").write_text(second, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def rows(reports):
    found = capture_files([reports])
    return list_targets(found.findings, found.orders)


def test_an_indicator_is_chosen_in_all_places_by_any_of_its_names(rows):
    for name in ("GDP", "地区生产总值", "生产总值"):
        assert {row.place for row in choose_targets(rows, indicator=name)} == set(PLACES)
    assert {row.indicator for row in choose_targets(rows, indicator="GDP")} == {"地区生产总值增长"}
    assert [row.place for row in choose_targets(rows, indicator="GDP", met=["no"])] == ["乙山省"]
    assert choose_targets(rows, indicator="森林") == []


@pytest.mark.parametrize(
    ("column", "places"),
    [
        ("achieved", ["丁山省", "乙山省", "甲山省", "丙山省"]),
        ("-achieved", ["甲山省", "乙山省", "丁山省", "丙山省"]),
        ("target", ["丁山省", "丙山省", "甲山省", "乙山省"]),
        ("met", ["甲山省", "丁山省", "乙山省", "丙山省"]),
        ("-place", sorted(PLACES, reverse=True)),
    ],
)
def test_targets_are_sorted_by_what_they_say_not_by_its_spelling(rows, column, places):
    growth = choose_targets(rows, indicator="GDP")
    assert [row.place for row in sort_targets(growth, column)] == places


def test_jobs_are_sorted_as_numbers(rows):
    jobs = choose_targets(rows, indicator="城镇新增就业")
    assert [row.target for row in sort_targets(jobs, "target")] == ["9", "40", "55", "100"]
    assert [row.place for row in sort_targets(jobs, "year")] == [row.place for row in jobs]
    with pytest.raises(InputError, match="is no column: give place"):
        sort_targets(jobs, "colour")


def test_places_are_counted_and_nothing_is_counted_twice(rows):
    counted = summarize_places(rows)
    assert sum(one.targets for one in counted) == len(rows)
    assert all(sum(one[2:7]) == one.targets for one in counted)
    share = {one.place: one.share for one in counted}
    assert share == {"甲山省": 1.0, "乙山省": 0.0, "丙山省": None, "丁山省": 1.0}
    assert [one.place for one in sort_places(counted, "-share")][-1] == "丙山省"


def test_places_are_compared_where_they_count_in_one_unit(rows):
    compared = compare_places(rows)
    assert [(one.indicator, one.unit, len(one.rows)) for one in compared] == [
        ("地区生产总值增长", "%", 4),
        ("城镇新增就业", "万人", 4),
    ]
    assert compare_places(rows, least=5) == []


def run(*words):
    return subprocess.run(
        [sys.executable, "-P", "-m", "wenmai", "targets", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_command_sorts_chooses_and_counts(reports):
    done = run(str(reports), "--indicator", "GDP", "--sort", "-achieved", "--format", "json")
    told = json.loads(done.stdout)["targets"]
    assert [one["achieved"] for one in told] == ["6.4%", "5.1%", "4.8%", ""]
    done = run(str(reports), "--summary", "--sort", "-no", "--format", "csv")
    assert done.stdout.splitlines()[:2] == [
        "place,targets,yes,about,no,not_comparable,not_reported,share",
        "乙山省,2,0,0,1,0,1,0.0",
    ]
    done = run(str(reports), "--indicator", "森林", "--lang", "en")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, "these documents set no such target")
    done = run(str(reports), "--sort", "colour")
    assert (done.returncode, "is no column" in done.stderr) == (2, True)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_draws_every_place_and_is_the_same_each_time(reports, rows, language):
    needs.library("matplotlib")
    from wenmai.charts import targets_page

    cells = name_cells(capture_files([reports]).findings)
    page = targets_page(rows, cells, language=language)
    assert page == targets_page(rows, cells, language=language)
    assert page.count("<svg") == 3
    for place in PLACES:
        assert page.count(f">{place}</") >= 3
    assert len(re.findall(r"<title[^>]*>[^<]*6\.4%", page)) == 1
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert "<script" not in page
