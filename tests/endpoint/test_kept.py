"""What is kept of an endpoint: asked once, said, checked, never secret; the same answers with it and without."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
from relay import relay

import servers
from wenmai.notices import collect_notices
from wenmai.paths import find
from wenmai.sources import cache
from wenmai.sources.cache import learnt
from wenmai.sources.endpoint import connect
from wenmai.sources.endpoint.learning import kept
from wenmai.sources.endpoint.learning.checking import choose_predicates
from wenmai.sources.endpoint.learning.kept import Knowledge, knowledge_key, masked_address

ENDS = "urn:ex:n1003", "urn:ex:n1200"


@pytest.fixture
def held(tmp_path, monkeypatch):
    """A cache of the test's own; its folder."""
    place = tmp_path / "cache"
    monkeypatch.setenv("WENMAI_CACHE", str(place))
    return place


@pytest.fixture(scope="module")
def other_server(power_law_file, tmp_path_factory):
    """The power-law graph without a tenth of its triples, and its file."""
    file = tmp_path_factory.mktemp("graphs") / "fewer.nt"
    lines = power_law_file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(line for number, line in enumerate(lines) if number % 10), "utf-8")
    with servers.oxigraph(file) as address:
        yield address, file


def paths(address, **options):
    """The paths between two entities that few links join, and what was said."""
    source = connect(address, **options)
    with collect_notices() as notices:
        source.expect(ENDS, ranked=True)
        return list(find(source, *ENDS)), notices


def files(place):
    return sorted(place.glob("*.endpoint"))


@pytest.mark.slow
def test_what_is_kept_is_not_asked_again_and_said(large_pair, held):
    with relay(large_pair.address) as way:
        first, said_first = paths(way.address)
        cold, way.asked[:] = len(way.asked), []
        second, said_second = paths(way.address)
        warm, way.asked[:] = len(way.asked), []
        fresh, said_fresh = paths(way.address, fresh=True)
    assert first == second == fresh == list(find(large_pair.local(), *ENDS))
    assert cold <= 15
    assert warm <= cold - 3
    assert len(way.asked) == cold
    assert said_first == said_fresh == []
    (sentence,) = (one for one in said_second if "kept in the cache" in one)  # a slow server may be said besides
    assert "kept in the cache; --fresh asks again" in sentence
    assert way.address in sentence
    assert time.strftime("%Y-%m-%d") in sentence


@pytest.mark.slow
def test_a_graph_that_was_replaced_is_noticed(large_pair, other_server, held):
    address, file = other_server
    with relay(large_pair.address) as way:
        before, _ = paths(way.address)
        way.target = address
        after, said = paths(way.address)
        again, _ = paths(way.address)
    assert any("has changed since it was last asked" in sentence for sentence in said)
    from wenmai.sources import Memory

    assert after == again == list(find(Memory((str(file),)), *ENDS)) != before


def test_nothing_secret_is_written_and_only_its_owner_reads_it(report_pair, held, monkeypatch):
    monkeypatch.setenv("WENMAI_USER", "someone-known")
    monkeypatch.setenv("WENMAI_PASSWORD", "hunter2-secret")
    monkeypatch.setenv("WENMAI_HEADER", "X-API-Key: key-in-a-header")
    separator = "&" if "?" in report_pair.address else "?"
    source = connect(f"{report_pair.address}{separator}apikey=key-in-the-address")
    assert source.index.node_count
    assert source.names.search("北交所")
    (file,) = files(held)
    content = file.read_bytes()
    for secret in ("someone-known", "hunter2", "key-in-a-header", "key-in-the-address", "c29tZW9uZS1rbm93bj"):
        assert secret.encode() not in content
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(held.stat().st_mode) == 0o700


def test_accounts_do_not_share_what_is_kept():
    address = "http://localhost/sparql"
    keys = {knowledge_key(address, fields, []) for fields in ([], [("Authorization", "a")], [("Authorization", "b")])}
    keys.add(knowledge_key(f"{address}?key=1", [], []))
    keys.add(knowledge_key(f"{address}?default-graph-uri=urn:g", [], []))
    keys.add(knowledge_key(address, [], ["raw"]))
    assert len(keys) == 6
    assert masked_address("http://u:p@h/s?k=1&named-graph-uri=urn:g#f") == "http://h/s?named-graph-uri=urn:g"


def signed(text):
    body = text.encode() + b"\n"
    return body + b"%08x\n" % zlib.crc32(body)


def spoil(file, how):
    content = file.read_bytes()
    found = json.loads(content[:-10])
    if how == "cut":
        file.write_bytes(content[: len(content) // 2])
    elif how == "changed":
        file.write_bytes(content.replace(b'"union"', b'"unioN"').replace(b'"default"', b'"defaulT"'))
    elif how == "empty":
        file.write_bytes(b"")
    elif how == "of another version":
        file.write_bytes(signed(json.dumps({**found, "version": -1})))
    elif how == "of another server":
        file.write_bytes(signed(json.dumps({**found, "key": "0" * 40})))
    elif how == "of other shapes":
        facts = {name: [[{"a": None}], ["x", 3], "when"] for name in found["facts"]}
        file.write_bytes(signed(json.dumps({**found, "facts": facts})))
    elif how == "of other values":
        facts = {name: [[["?"]], [], time.time()] for name in found["facts"]}
        file.write_bytes(signed(json.dumps({**found, "facts": facts})))
    elif how == "readable by others":
        facts = {**found["facts"], "links": [{"urn:ex:p0": 7}, [], time.time()]}
        file.write_bytes(signed(json.dumps({**found, "facts": facts})))
        file.chmod(0o644)
    elif how == "a link":
        elsewhere = file.with_suffix(".elsewhere")
        facts = {**found["facts"], "links": [{"urn:ex:p0": 7}, [], time.time()]}
        elsewhere.write_bytes(signed(json.dumps({**found, "facts": facts})))
        file.unlink()
        file.symlink_to(elsewhere)


@pytest.mark.parametrize(
    "how",
    [
        "cut", "changed", "empty", "of another version", "of another server", "of other shapes", "of other values",
        pytest.param("readable by others", marks=pytest.mark.skipif(os.name != "posix", reason="POSIX modes")),
        pytest.param("a link", marks=pytest.mark.skipif(os.name != "posix", reason="symbolic links")),
    ],
)  # fmt: skip
def test_what_is_damaged_or_foreign_is_not_believed(report_pair, held, how):
    first = dict(connect(report_pair.address).tally.by_predicate)
    (file,) = files(held)
    spoil(file, how)
    assert connect(report_pair.address).tally.by_predicate == first
    assert connect(report_pair.address).tally.by_predicate == first


def test_facts_grow_old(held, monkeypatch):
    now = [1_000_000_000.0]
    monkeypatch.setattr(kept.time, "time", lambda: now[0])
    knowledge = Knowledge("http://h/", "k" * 40)
    knowledge.keep("links", {"urn:p": 3})
    knowledge.keep("entities", 5, ["http://h/ estimated it"])

    def known():
        again = Knowledge("http://h/", "k" * 40)
        return again.known("links", dict), again.known("entities", int)

    assert known() == ({"urn:p": 3}, 5)
    now[0] += kept.HOUR + 1
    assert known() == ({"urn:p": 3}, None)
    now[0] += kept.DAY
    assert known() == (None, None)
    now[0] = 1_000_000_000.0 - 2 * kept.HOUR  # a clock that was put back
    assert known() == (None, None)


def test_what_was_estimated_is_said_again(held):
    from wenmai.notices import notice

    knowledge = Knowledge("http://h/?key=secret", "k" * 40)
    for _ in range(2):
        with collect_notices() as said:
            assert knowledge.recall("entities", lambda: notice("http://h/?key=secret did not count") or 5, int) == 5
        assert said[0] == "http://h/?key=secret did not count"
        knowledge = Knowledge("http://h/?key=secret", "k" * 40)
    assert b"secret" not in files(held)[0].read_bytes()


@pytest.mark.slow
def test_two_processes_at_once_keep_the_same(report_pair, held):
    program = str(Path(sys.executable).with_name("wenmai"))
    command = [program, "path", "北交所", "金科新区", "-g", report_pair.address, "--format", "json"]
    environment = {**os.environ, "WENMAI_LANG": "en"}
    at_once = [subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) for _ in range(3)]
    found = [process.communicate(timeout=120)[0] for process in at_once]
    assert [process.returncode for process in at_once] == [0, 0, 0]
    assert len(set(found)) == 1
    assert not list(held.glob("*.endpoint.*"))


def test_the_cache_lists_and_clears_what_is_kept(report_pair, held, wenmai):
    assert connect(report_pair.address).tally.by_predicate
    told = wenmai("cache", "--format", "csv")
    assert report_pair.address.partition("?")[0] in told.out
    assert wenmai("cache", "--clear").out.startswith(f"{held}: 1 graph removed")
    assert files(held) == []
    shutil.rmtree(held)
    assert wenmai("cache").status == 0


def test_without_a_cache_nothing_is_written(report_pair, tmp_path, monkeypatch):
    monkeypatch.setenv("WENMAI_CACHE", "off")
    assert connect(report_pair.address).tally.by_predicate
    assert cache.cache_folder() is None
    open_place = tmp_path / "open"
    open_place.mkdir(mode=0o777)
    open_place.chmod(0o777)
    monkeypatch.setenv("WENMAI_CACHE", str(open_place))
    assert connect(report_pair.address).tally.by_predicate
    assert os.name != "posix" or list(open_place.iterdir()) == []


def test_the_oldest_files_go_first(held, monkeypatch):
    monkeypatch.setattr(learnt, "MOST_FILES", 3)
    for number in range(5):
        learnt.write_learnt(f"{number}" * 40, f"http://h/{number}", {})
        os.utime(held / ("0123456789"[number] * 40 + ".endpoint"), (number, number))
    assert [one.server for one in learnt.list_learnt(str(held))] == ["http://h/4", "http://h/3", "http://h/2"]


def test_another_predicate_is_counted_from_hour_to_hour():
    counts = {f"urn:p{number}": number + 1 for number in range(9)}
    chosen = [choose_predicates(counts, hour) for hour in range(7)]
    assert all({"urn:p0", "urn:p1"} <= {*one} and len(one) == 3 for one in chosen)
    assert {iri for one in chosen for iri in one} == {*counts}
    assert choose_predicates({"urn:p": 10**9}, 0) == []
