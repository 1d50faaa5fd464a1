"""Links from a store, facts from an endpoint: the answers of both together, and what is said when they differ."""

from __future__ import annotations

from pathlib import Path

import pytest
from relay import relay

import servers
from conftest import opened
from serve.conftest import serving
from wenmai.errors import EndpointError, InputError
from wenmai.facts import describe
from wenmai.notices import collect_notices
from wenmai.paths import find
from wenmai.sources import open_source, sidecar, store

ENDS = "urn:ex:n1003", "urn:ex:n1200"
XC = "urn:wenmai:xicheng:"


@pytest.fixture
def held(tmp_path, monkeypatch):
    """A cache of the test's own: what was found to differ is kept there."""
    monkeypatch.setenv("WENMAI_CACHE", str(tmp_path / "cache"))


@pytest.fixture(scope="module")
def served(power_law_file):
    """The power-law graph on an Oxigraph server."""
    with servers.oxigraph(power_law_file) as address:
        yield address


@pytest.fixture
def beside(served, power_law_file, tmp_path):
    """A way to the server, and a store of links beside it."""
    with relay(served) as way:
        folder = str(tmp_path / "links.store")
        store.load([str(power_law_file)], folder, engine=way.address)
        yield way, folder


def size(folder):
    return sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())


def test_paths_and_names_come_from_the_store_and_facts_from_the_endpoint(beside, power_law_file, tmp_path):
    way, folder = beside
    whole = str(tmp_path / "whole.store")
    store.load([str(power_law_file)], whole)
    here, both = open_source(whole), open_source(folder)
    assert list(find(both, *ENDS)) == list(find(here, *ENDS))
    assert both.names.search("天地") == here.names.search("天地")
    compared = len(way.asked)
    assert list(find(both, *reversed(ENDS))) == list(find(here, *reversed(ENDS)))
    assert len(way.asked) == compared
    assert describe.describe_entity(both, "urn:ex:n7") == describe.describe_entity(here, "urn:ex:n7")
    assert len(way.asked) > compared
    assert size(folder) < size(whole) / 2
    assert not list(Path(folder).rglob("*.sst"))


def test_evidence_of_the_report_is_that_of_the_whole(tmp_path):
    from wenmai.system import packaged

    file = str(packaged.triples())
    with servers.oxigraph(file) as address:
        folder, whole = str(tmp_path / "links.store"), str(tmp_path / "whole.store")
        store.load([file], folder, engine=address)
        store.load([file], whole)
        ends = XC + "北京证券交易所", XC + "金科新区"
        found = list(find(open_source(folder), *ends))
        assert found == list(find(open_source(whole), *ends))
        assert any(hop.evidence for path in found for hop in path.hops)


def test_commands_on_a_store_of_links(beside, wenmai):
    way, folder = beside
    counted = wenmai("query", "SELECT (COUNT(*) AS ?n) { ?s <urn:ex:p0> ?o }", "-g", folder, "--format", "json")
    assert counted.status == 0
    assert '"n"' in counted.out
    assert wenmai("stats", "-g", folder).out.startswith("4,000 entities")
    checked = wenmai("stats", "--verify", "-g", folder)
    assert checked.status == 0
    assert way.address in checked.err
    assert wenmai("around", "urn:ex:n7", "-g", folder).status == 0


def test_refusals_name_a_store_of_links(beside, wenmai, tmp_path):
    way, folder = beside
    asked = (
        ["timeline"],
        ["figures"],
        ["export", "-o", str(tmp_path / "x.ttl")],
        ["view", "-o", str(tmp_path / "x.html")],
    )
    for command in (*asked, ["check"]):
        refused = wenmai(*command, "-g", folder)
        assert refused.status == 2
        assert f"a store of links, whose triples are at {way.address}, is " in refused.err
        assert refused.err.count("\n") == 1
    assert not list(tmp_path.glob("x.*"))


def test_an_analysis_needs_the_links_alone(tmp_path, wenmai):
    from wenmai.system import packaged

    file = str(packaged.triples())
    folder = str(tmp_path / "links.store")
    store.load([file], folder, engine="http://localhost:1/sparql")
    both = [wenmai("analyze", "--format", "json", "-g", where) for where in (folder, file)]
    assert [ran.status for ran in both] == [0, 0]
    assert both[0].out == both[1].out
    assert "the facts are not to be had now" in both[0].err


@pytest.mark.slow
def test_a_server_passes_queries_on(tmp_path):
    """Its workers have the links; what they are asked in SPARQL goes to the endpoint."""
    from wenmai.system import packaged

    file = str(packaged.triples())
    with servers.oxigraph(file) as address:
        folder = str(tmp_path / "links.store")
        store.load([file], folder, engine=address)
        ends = {"a": XC + "北京证券交易所", "b": XC + "金科新区"}
        query = "SELECT (COUNT(*) AS ?c) { ?s <" + XC + "x> ?o }"
        with serving("-g", folder) as here, serving("-g", file) as whole:
            assert here.ask("/api/v1/path", ends).json["answer"] == whole.ask("/api/v1/path", ends).json["answer"]
            shown = [one.ask("/api/v1/show", {"entity": ends["a"]}).json["answer"] for one in (here, whole)]
            assert shown[0] == shown[1]
            counted = here.ask("/sparql", {"query": query})
            assert counted.status == 200
            assert counted.json["results"] == whole.ask("/sparql", {"query": query}).json["results"]
            refused = here.ask("/sparql", {"query": "ASK {}", "default-graph-uri": "urn:g"})
            assert refused.status == 400
            assert "name them in it (FROM)" in refused.json["detail"]
            assert "refused the query" in here.ask("/sparql", {"query": "SELECT"}).json["detail"]


def test_an_endpoint_that_fails_holds_no_path_up(tmp_path, held):
    """What is only said beside a path is asked for once; then the endpoint is let be for a while."""
    from wenmai.system import packaged

    file = str(packaged.triples())
    folder, ends = str(tmp_path / "links.store"), (XC + "北京证券交易所", XC + "金科新区")
    with servers.oxigraph(file) as address, relay(address) as way:
        store.load([file], folder, engine=way.address)
        told = open_source(folder)
        assert told.index
        way.target = None
        before = len(way.asked)
        with collect_notices() as notices:
            found = list(find(told, *ends))
        assert [path.nodes for path in found] == [path.nodes for path in find(opened(Path(file)), *ends)]
        assert len(way.asked) - before <= 6
        assert any("is not known now, but for their evidence" in sentence for sentence in notices)
        way.target = address
        with collect_notices() as notices:
            again = list(find(open_source(folder), *ends))
        assert notices == []
        assert again == list(find(opened(Path(file)), *ends))


def test_an_endpoint_that_is_slow_holds_no_path_up(tmp_path, held, monkeypatch):
    """When it has taken its time it is asked no more for a while, and what it told until then is told."""
    from wenmai.system import packaged

    file = str(packaged.triples())
    folder, ends = str(tmp_path / "links.store"), (XC + "北京证券交易所", XC + "金科新区")
    with servers.oxigraph(file) as address, relay(address) as way:
        store.load([file], folder, engine=way.address)
        asked, paths, said = [], [], []
        for slow in (sidecar.SLOW, 0.0):
            monkeypatch.setattr(sidecar, "SLOW", slow)
            told = open_source(folder)
            assert told.index
            before = len(way.asked)
            with collect_notices() as notices:
                paths.append([path.nodes for path in find(told, *ends)])
            asked.append(len(way.asked) - before)
            said.append(any("took more than 0 s" in sentence for sentence in notices))
    assert said == [False, True]
    assert asked[1] < asked[0]
    assert paths[0] == paths[1]


def test_what_differs_is_noticed(beside, power_law_file, tmp_path, held, wenmai):
    way, folder = beside
    fewer = tmp_path / "fewer.nt"
    lines = power_law_file.read_text("utf-8").splitlines(keepends=True)
    fewer.write_text("".join(line for number, line in enumerate(lines) if number % 3), "utf-8")
    with collect_notices() as notices:
        assert open_source(folder).index
    assert notices == []
    with servers.oxigraph(fewer) as address:
        way.target = address
        with collect_notices() as notices:
            assert open_source(folder).index  # compared less than an hour ago
        assert notices == []
        for fresh in (True, False):
            with collect_notices() as notices:
                assert list(find(open_source(folder, fresh=fresh), *ENDS))
            (sentence,) = notices
            assert "of 20 links of it are not there" in sentence
            assert "load what it holds now" in sentence
        refused = wenmai("stats", "--verify", "-g", folder)
        assert refused.status != 0
        assert "differs from what" in refused.err


def test_paths_answer_while_the_endpoint_does_not(beside, power_law_file, wenmai, held):
    way, folder = beside
    way.target = None
    with collect_notices() as notices:
        assert list(find(open_source(folder), *ENDS))
    (sentence,) = notices
    assert "the facts are not to be had now, paths are" in sentence
    with pytest.raises(EndpointError):
        list(open_source(folder).match("urn:ex:n7"))
    shown = wenmai("path", *ENDS, "-g", folder)
    assert shown.status == 0
    assert "not to be had now" in shown.err


def test_an_address_is_kept_without_what_is_secret_in_it(power_law_file, tmp_path, wenmai):
    folder = str(tmp_path / "links.store")
    address = "http://someone:hunter2@localhost:1/sparql?apikey=abcdef&default-graph-uri=urn:g"
    loaded = wenmai("load", str(power_law_file), "--links-only", "--into", folder, "--sparql", address)
    assert loaded.status == 0
    assert "WENMAI_USER" in loaded.err
    assert "WENMAI_HEADER" in loaded.err
    for file in Path(folder).rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        assert not any(secret in content for secret in (b"hunter2", b"someone", b"abcdef"))
    assert store.read_meta(folder).engine == "http://localhost:1/sparql?default-graph-uri=urn:g"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--links-only"], "go together"),
        (["--sparql", "http://localhost:1/"], "go together"),
        (["--links-only", "--sparql", "ftp://localhost/"], "is not the http(s) address"),
        (["--links-only", "--sparql", "http://localhost:1/", "--add"], "load all files again"),
    ],
)
def test_what_makes_no_store_of_links(words, sentence, power_law_file, tmp_path, wenmai):
    refused = wenmai("load", str(power_law_file), "--into", str(tmp_path / "x.store"), *words)
    assert refused.status == 2
    assert sentence in refused.err
    assert not (tmp_path / "x.store").exists()


def test_nothing_is_added_to_links_alone(beside, power_law_file, wenmai):
    _, folder = beside
    before = store.read_meta(folder)
    refused = wenmai("load", str(power_law_file), "--into", folder, "--add")
    assert refused.status == 2
    assert "load all files again" in refused.err
    assert store.read_meta(folder) == before
    with pytest.raises(InputError, match="--raw needs the triples"):
        open_source(folder, raw=True)
    assert wenmai("load", str(power_law_file), "--into", folder).status == 0
    assert open_source(folder).enumerable


def test_a_fault_in_the_dump_is_told_with_its_line(tmp_path, wenmai):
    dump = tmp_path / "dump.nt"
    dump.write_text("<urn:a> <urn:p> <urn:b> .\n<urn:a> oops .\n", "utf-8")
    folder = tmp_path / "links.store"
    refused = wenmai("load", str(dump), "--links-only", "--into", str(folder), "--sparql", "http://localhost:1/")
    assert refused.status == 2
    assert "dump.nt:2" in refused.err
    assert not folder.exists()
