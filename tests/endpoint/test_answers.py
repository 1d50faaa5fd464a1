"""An endpoint answers as the file does: the same hits, facts, paths and parts, in the same order."""

from __future__ import annotations

import random

import pytest

from wenmai.errors import AmbiguousName, NameNotFound, NoPath, WenmaiError
from wenmai.facts import describe, summary
from wenmai.paths import find
from wenmai.subgraph import around, between

REPORT_NAMES = (
    "北交所",
    "金融",
    "西城",
    "bjs",
    "beijing",
    "Beijing",
    "jrj",
    "法院",
    "xicheng",
    "2021",
    "xc:北京证券交易所",
)
XC = "urn:wenmai:xicheng:"


def linked(index, first=1000):
    """The nodes of the power-law graph, from a number on, that have few links but some, and those that have none."""
    nodes = [
        (f"urn:ex:n{number}", index.degree(index.find(f"urn:ex:n{number}"))) for number in range(first, first + 500)
    ]
    return [iri for iri, degree in nodes if 0 < degree < 4], [iri for iri, degree in nodes if not degree]


def said(question):
    """An answer, or the class and the sentence of the error: both must be the same."""
    try:
        return question()
    except WenmaiError as error:
        return type(error), str(error)


@pytest.mark.parametrize("name", REPORT_NAMES)
def test_search_finds_what_it_finds_in_the_file(report_pair, name):
    found = report_pair.remote().names.search(name)
    assert found
    assert found == report_pair.local().names.search(name)


@pytest.mark.parametrize("name", ["北交所", "西城", "金科新区", "bjzqjys", "没有这个名字的实体", "年会"])
def test_resolve_means_what_it_means_in_the_file(report_pair, name):
    remote, local = report_pair.remote(), report_pair.local()
    assert said(lambda: remote.names.resolve(name)) == said(lambda: local.names.resolve(name))


@pytest.mark.parametrize("name", ["北京证券交易所", "西城区", "金科新区", "习近平"])
def test_show_gives_the_same_facts_times_and_evidence(report_pair, name):
    found = describe.describe_entity(report_pair.remote(), XC + name, "zh")
    assert any(fact.evidence for fact in found.facts)
    assert found == describe.describe_entity(report_pair.local(), XC + name, "zh")


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"k": 8, "max_hops": 5},
        {"ranked": False},
        {"avoid": [XC + "西城区"]},
        {"via": [XC + "金融科技"]},
        {"as_of": "2019"},
        {"directed": True},
        {"max_degree": 10},
        {"types": ["urn:wenmai:term:Place"]},
    ],
    ids=str,
)
def test_paths_of_the_report(report_pair, options):
    ends = XC + "北京证券交易所", XC + "金科新区"
    remote, local = report_pair.remote(), report_pair.local()
    assert said(lambda: list(find(remote, *ends, **options))) == said(lambda: list(find(local, *ends, **options)))


@pytest.mark.parametrize(
    "command", [("path", "北交所", "金科新区"), ("show", "北交所"), ("around", "北交所"), ("stats",)]
)
def test_commands_print_the_same_json(report_pair, wenmai, command):
    remote = wenmai(*command, "--format", "json", "-g", report_pair.address)
    local = wenmai(*command, "--format", "json", "-g", str(report_pair.file))
    assert remote.status == local.status == 0
    assert remote.out.replace(report_pair.address, str(report_pair.file)) == local.out


@pytest.mark.parametrize("command", [("timeline", "北交所"), ("figures", "西城区"), ("compare", "北交所", "金科新区")])
def test_commands_about_an_entity_print_the_same(report_pair, wenmai, command):
    remote, local = (wenmai(*command, "-g", graph) for graph in (report_pair.address, str(report_pair.file)))
    assert local.out
    assert remote == local


@pytest.mark.parametrize("ending", ["ttl", "graphml"])
def test_an_exported_neighbourhood_is_the_same_file(report_pair, wenmai, tmp_path, ending):
    files = []
    for number, graph in enumerate((report_pair.address, str(report_pair.file))):
        files.append(tmp_path / f"{number}.{ending}")
        assert wenmai("export", "北交所", "-o", str(files[-1]), "-g", graph).status == 0
    remote, local = (file.read_bytes() for file in files)
    assert remote.replace(b'"1"^^xsd:boolean', b"true") == local  # Virtuoso writes booleans as numbers


def test_a_page_draws_a_neighbourhood_and_refuses_the_whole(report_pair, wenmai, tmp_path):
    file = tmp_path / "page.html"
    assert wenmai("view", "北交所", "--hops", "1", "-o", str(file), "-g", report_pair.address).status == 0
    assert "北京证券交易所" in file.read_text(encoding="utf-8")
    refused = wenmai("view", "-o", str(file), "-g", report_pair.address)
    assert refused.status == 2
    assert "drawn in part" in refused.err


def parts(part):
    """What a part holds, by names."""
    return part.entities(), list(part.links()), part.left_out


def test_parts_of_the_report(report_pair):
    remote, local = report_pair.remote(), report_pair.local()
    wanted = [XC + name for name in ("北京证券交易所", "北京金融法院", "金科新区")]
    assert parts(around(remote, wanted[0], hops=2, limit=30)) == parts(around(local, wanted[0], hops=2, limit=30))
    assert parts(between(remote, wanted)) == parts(between(local, wanted))


@pytest.mark.slow
def test_the_whole_is_counted_alike(large_pair):
    assert summary.count_terms(large_pair.remote())[1:] == summary.count_terms(large_pair.local())[1:]


@pytest.mark.parametrize("name", ["Item 77", "item 12", "天地", "urn:ex:n5", "n5"])
def test_search_scans_the_labels_of_a_graph_too_large_to_read(large_pair, name):
    found = large_pair.remote().names.search(name)[:3]
    assert found
    assert found == large_pair.local().names.search(name)[:3]


@pytest.mark.slow
@pytest.mark.parametrize(
    "options",
    [{}, {"ranked": False}, {"max_degree": 20}, {"types": ["urn:ex:C1", "urn:ex:C2"]}, {"directed": True}],
    ids=str,
)
def test_paths_through_hubs(large_pair, options):
    remote, local = large_pair.remote(), large_pair.local()
    dice, outcomes = random.Random(3), []
    leaves, _ = linked(local.index)
    for _ in range(3):
        ends = dice.sample(leaves, 2)
        here = said(lambda ends=ends: list(find(local, *ends, **options)))
        assert said(lambda ends=ends: list(find(remote, *ends, **options))) == here
        outcomes.append(isinstance(here, list))
    assert options or any(outcomes)


@pytest.mark.slow
def test_a_hub_is_shown_and_walked_around(large_pair):
    remote, local = large_pair.remote(), large_pair.local()
    assert describe.describe_entity(remote, "urn:ex:n0") == describe.describe_entity(local, "urn:ex:n0")
    assert parts(around(remote, "urn:ex:n50", hops=2, limit=50)) == parts(around(local, "urn:ex:n50", hops=2, limit=50))


def test_a_frontier_is_fetched_together(large_pair):
    """A path costs requests by the batch, not one for each of the hundreds of nodes that it looks at."""
    source = large_pair.remote()
    asked = []
    ask = source.client.ask
    source.client.ask = lambda *given, **options: asked.append(given) or ask(*given, **options)
    leaves, _ = linked(large_pair.local().index)
    assert list(find(source, leaves[0], leaves[-1]))
    assert len(source.index.fetcher.degrees) > 10 * len(asked)


def test_pinyin_that_is_not_searched_is_said(large_pair, notices):
    source = large_pair.remote()
    assert source.names.search("tiandi") == []
    assert large_pair.local().names.search("tiandi")
    assert notices == ["pinyin and initials are not searched here: the endpoint has too many names to fetch them all"]


def test_names_that_nothing_has(large_pair):
    names = large_pair.remote().names
    with pytest.raises(NameNotFound) as error:
        names.resolve("Itms zzzz")
    assert error.value.name == "Itms zzzz"
    with pytest.raises(AmbiguousName) as several:
        names.resolve("tem 7")
    assert len(several.value.candidates) == 20


def test_no_path_says_why(large_pair):
    leaves, alone = linked(large_pair.local().index)
    with pytest.raises(NoPath, match="没有任何链接"):
        list(find(large_pair.remote(), leaves[0], alone[0]))
