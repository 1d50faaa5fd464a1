"""The commands analyze, timeline, figures, compare and export as a person types them."""

from __future__ import annotations

import csv
import io
import json

import pytest

import needs
import town


@pytest.fixture
def graph(tmp_path):
    file = tmp_path / "town.ttl"
    file.write_text(town.PREFIXES + town.TOWN, encoding="utf-8")
    return str(file)


def test_analyze_prints_sections_with_what_they_mean_and_notes_aside(wenmai, graph):
    ran = wenmai("analyze", "-g", graph)
    assert ran.status == 0
    assert "Central entities\nWho matters, by several measures side by side" in ran.out
    assert "note: measured: 5 of 14 entities, 5 of 14 links; left aside: documents 1, figures 2, times 5, " in ran.err


def test_analyze_as_json_and_csv(wenmai, graph):
    found = json.loads(wenmai("analyze", "-g", graph, "--format", "json").out)
    assert found["central"][0]["label"] == "Town"
    assert found["central"][0]["ties"][0]["predicateLabel"]
    text = wenmai("analyze", "-g", graph, "--format", "csv").out
    assert "# Size\nmeasure,value\nentities,5\n" in text


def test_analyze_writes_a_page(wenmai, graph, tmp_path):
    needs.library("matplotlib")
    ran = wenmai("analyze", "-g", graph, "--html", str(tmp_path / "page.html"), lang="zh")
    assert (ran.status, ran.out) == (0, "")
    assert '<html lang="zh-Hans">' in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_analyze_refuses_an_engine_it_does_not_know(wenmai, graph):
    assert wenmai("analyze", "-g", graph, "--engine", "abacus").status == 2


def test_timeline_of_an_entity_within_bounds(wenmai, graph):
    rows = list(
        csv.DictReader(
            io.StringIO(wenmai("timeline", "Bank", "-g", graph, "--since", "2021-11", "--format", "csv").out)
        )
    )
    assert [(row["time"], row["subject"]) for row in rows] == [
        ("2017/2021", "147家"),
        ("2021-11-15/..", "Bank"),
        ("2021-11-15", "Opening"),
    ]


def test_timeline_refuses_what_is_no_date(wenmai, graph):
    ran = wenmai("timeline", "-g", graph, "--until", "yesterday")
    assert ran.status == 2
    assert "--until 'yesterday' is not a date" in ran.err


def test_figures_of_an_indicator(wenmai, graph):
    found = json.loads(wenmai("figures", "firms", "-g", graph, "--format", "json").out)
    assert [one["value"] for one in found] == [147, 7]
    shown = wenmai("figures", "firms", "-g", graph).out
    assert "nearly 147 " in shown
    assert "from 91,000 to 70,000" in shown
    assert "establishment" not in shown


def test_a_graph_without_figures_says_so(wenmai, tmp_path):
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
    ran = wenmai("figures", "-g", str(tmp_path / "a.ttl"))
    assert (ran.status, ran.out) == (0, "")
    assert "nothing of the kind" in ran.err


def test_compare_sets_two_side_by_side(wenmai, graph):
    ran = wenmai("compare", "Bank", "Court", "-g", graph)
    assert all(title in ran.out for title in ("Shared", "Only Bank", "Only Court", "Same indicator"))
    assert json.loads(wenmai("compare", "Bank", "Court", "-g", graph, "--format", "json").out)[
        "alike"
    ] == pytest.approx(0.3333)


def test_export_writes_a_file_and_says_what_it_lost(wenmai, graph, tmp_path):
    ran = wenmai("export", "Bank", "-g", graph, "-o", str(tmp_path / "bank.gexf"))
    assert (ran.status, ran.out) == (0, "")
    assert "no language tags" in ran.err
    assert "Bank" in (tmp_path / "bank.gexf").read_text(encoding="utf-8")


def test_export_of_paths_and_of_a_query(wenmai, graph, tmp_path):
    assert wenmai("export", "--path", "Bank", "Street", "-g", graph, "-o", str(tmp_path / "path.nt")).status == 0
    assert town.STREET in (tmp_path / "path.nt").read_text(encoding="utf-8")
    (tmp_path / "q.rq").write_text("CONSTRUCT WHERE { ?a wm:locatedIn ?b }")
    wenmai("export", "--query", str(tmp_path / "q.rq"), "-g", graph, "-o", str(tmp_path / "q.nt"))
    assert len((tmp_path / "q.nt").read_text(encoding="utf-8").splitlines()) == 2


def test_export_refuses_an_ending_that_means_nothing_and_leaves_no_file(wenmai, graph, tmp_path):
    ran = wenmai("export", "-g", graph, "-o", str(tmp_path / "a.docx"))
    assert ran.status == 2
    assert "does not tell its format" in ran.err
    assert not (tmp_path / "a.docx").exists()
