"""The cache: the same answers as from the files, whatever happens to the files, to the cache, and to who writes it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from wenmai.model import Literal, Triple
from wenmai.sources import cache, open_source
from wenmai.sources.cache import entry, folder, seen

PREFIXES = """\
@prefix ex: <http://example.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix wm: <urn:wenmai:term:> .
"""
TOWN = (
    PREFIXES
    + """
ex:ada a ex:Person ; rdfs:label "Ada"@en, "艾达"@zh ; ex:knows ex:bob {| ex:since "01"^^xsd:integer ; wm:saidBy ex:bob |} ;
  ex:weight 1.10, 1.1, "1.100"^^xsd:decimal ; ex:height "060"^^xsd:integer ; ex:at <here> ; ex:says "a\\u0000b", "-- "@ar--rtl .
ex:bob rdfs:label "Bob" ; ex:lives [ rdfs:label "a house" ] .
ex:said a rdf:Statement ; rdf:subject ex:ada ; rdf:predicate ex:weight ; rdf:object "1.1"^^xsd:decimal ; wm:status wm:Planned .
ex:r rdf:reifies <<( ex:ada ex:height 60 )>> ; wm:saidBy ex:bob .
"""
)
GRAPHS = (
    PREFIXES
    + """
ex:ada rdfs:label "Ada" . ex:g1 { ex:ada ex:knows ex:bob . ex:ada ex:age 030 . } ex:g2 { ex:ada ex:knows ex:bob . }
ex:g1 rdfs:label "first" ; wm:evidence ex:report . _:g { ex:bob ex:knows ex:cy . }
"""
)
FILES = {"town.ttl": TOWN, "graphs.trig": GRAPHS}


@pytest.fixture
def held(tmp_path, monkeypatch):
    """A cache of the test's own; its folder."""
    place = tmp_path / "cache"
    monkeypatch.setenv("WENMAI_CACHE", str(place))
    return place


@pytest.fixture(params=FILES)
def file(request, tmp_path):
    """A file that uses all of RDF 1.2, or named graphs."""
    made = tmp_path / request.param
    made.write_text(FILES[request.param], "utf-8")
    return made


def origin(*places):
    """How a graph was opened."""
    source = open_source(*map(str, places))
    assert source.index.node_count
    return source.origin


def kept(held):
    return sorted(path.name for path in held.iterdir())


COMMANDS = [
    ("path", "ex:ada", "ex:bob", "--format", "json"),
    ("path", "ex:ada", "Bob"),
    ("show", "ex:ada"),
    ("show", "ex:ada", "--format", "json"),
    ("show", "ex:bob"),
    ("search", "a"),
    ("search", "aida"),
    ("around", "ex:ada"),
    ("between", "ex:ada", "ex:bob"),
    ("compare", "ex:ada", "ex:bob"),
    ("timeline",),
    ("figures",),
    ("stats",),
    ("analyze",),
    ("check",),
    ("query", "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o", "--format", "csv"),
    ("query", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"),
    ("export", "-o", "out.nq"),
    ("export", "-o", "out.ttl"),
    ("view", "-o", "out.html"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_answers_the_same(held, file, wenmai, monkeypatch, tmp_path, command):
    monkeypatch.chdir(tmp_path)
    found = []
    for place in ("off", str(held), str(held)):
        monkeypatch.setenv("WENMAI_CACHE", place)
        ran = wenmai(*command, "-g", file.name)
        written = sorted((path.name, path.read_bytes()) for path in tmp_path.glob("out.*"))
        found.append((ran.status, ran.out, ran.err, written))
        for path in tmp_path.glob("out.*"):
            path.unlink()
    assert found[0] == found[1] == found[2]


def test_every_pattern_finds_the_same(held, file):
    assert origin(file) == "read, and kept in the cache"
    source = open_source(str(file))
    assert source.index
    assert source.origin == "from the cache"
    quads = list(ox_free(file).match())
    assert list(source.match()) == quads
    for quad in quads:
        for subject in (None, quad.subject):
            for predicate in (None, quad.predicate):
                for value in (None, quad.object, Literal("1.10", "", "http://www.w3.org/2001/XMLSchema#decimal")):
                    pattern = subject, predicate, value
                    assert list(source.match(*pattern)) == list(ox_free(file).match(*pattern)), pattern
    missing = Triple("urn:no", "urn:no", Literal("01", "", "http://www.w3.org/2001/XMLSchema#integer"))
    assert list(source.match(None, None, missing)) == list(source.match("urn:no")) == []
    assert list(source.quads()) == list(ox_free(file).quads())


_FREE = {}


def ox_free(file):
    """The graph of a file as its triples were found before there was a cache."""
    if file not in _FREE:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("WENMAI_CACHE", "off")
            _FREE[file] = open_source(str(file))
            assert _FREE[file].origin == "read"
            _ = _FREE[file].index
    return _FREE[file]


def test_a_changed_file_is_read_again(held, tmp_path):
    file = tmp_path / "a.nt"
    file.write_text("<urn:a> <urn:p> <urn:b> .\n")
    stamp = file.stat()
    assert (origin(file), origin(file)) == ("read, and kept in the cache", "from the cache")
    file.write_text("<urn:a> <urn:p> <urn:c> .\n")  # as long, and at the same time
    os.utime(file, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert open_source(str(file)).index.find("urn:c") is not None
    assert open_source(str(file)).index.find("urn:b") is None
    file.write_text("<urn:a> <urn:p> <urn:b> .\n")
    assert origin(file) == "from the cache"


def test_a_file_that_changes_while_it_is_read_is_not_kept(held, tmp_path):
    file = tmp_path / "a.nt"
    file.write_text("<urn:a> <urn:p> <urn:b> .\n")
    source = open_source(str(file))
    assert source._found is None  # its content is known by now
    file.write_text("<urn:a> <urn:p> <urn:c> .\n")
    assert source.index.find("urn:c") is not None
    assert not held.exists()


def test_a_base_an_option_and_a_place_make_another_entry(held, file, tmp_path, wenmai):
    for extra in ((), ("--base", "http://b/"), ("--skip-bad",)):
        wenmai("show", "ex:ada", "-g", str(file), *extra)
    other = tmp_path / "other" / file.name
    other.parent.mkdir()
    shutil.copy(file, other)
    assert origin(other) == "read, and kept in the cache"
    assert len(kept(held)) == 4


def test_several_files_a_folder_and_an_archive(held, tmp_path):
    several = tmp_path / "several"
    several.mkdir()
    for name, text in FILES.items():
        (several / name).write_text(text, "utf-8")
    archive = shutil.make_archive(str(tmp_path / "packed"), "zip", several)
    for places in ([several / name for name in FILES], [several], [archive]):
        assert (origin(*places), origin(*places)) == ("read, and kept in the cache", "from the cache")
    (several / "more.nt").write_text("<urn:a> <urn:p> <urn:b> .\n")
    assert origin(several) == "read, and kept in the cache"


def test_standard_input_and_a_pipe_are_not_kept(held, file, tmp_path):
    command = [sys.executable, "-m", "wenmai", "search", "Ada", "-g", "-", "--base", "http://b/", "--verbose"]
    with file.open("rb") as stream:
        ran = subprocess.run(command, stdin=stream, capture_output=True, text=True, check=True)
    assert "(memory, read)" in ran.stderr
    assert not held.exists()


def test_notices_are_said_again(held, tmp_path, wenmai):
    bad, first, second = (tmp_path / f"{name}.ttl" for name in ("bad", "b", "c"))
    bad.write_text("<http://b/a> <urn:p> <urn:b> , <bad iri> .")
    first.write_text("@prefix ex: <http://b/> . ex:a ex:p ex:b .")
    second.write_text("@prefix ex: <http://c/> . ex:a ex:p ex:b .")
    for options, sentence in (
        (("-g", str(bad), "--skip-bad"), "left out"),
        (("-g", str(first), "-g", str(second)), "means <http://b/>"),
    ):
        told = [wenmai("show", "http://b/a", *options) for _ in range(3)]
        assert told[0] == told[1] == told[2]
        assert sentence in told[0].err
    assert len(kept(held)) == 2


def test_the_folder_is_private_and_may_be_off(held, file, monkeypatch, tmp_path):
    assert origin(file) == "read, and kept in the cache"
    assert held.stat().st_mode & 0o777 == 0o700
    monkeypatch.setenv("WENMAI_CACHE", "off")
    assert (origin(file), cache.cache_folder()) == ("read", None)
    monkeypatch.delenv("WENMAI_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    if sys.platform == "linux":
        assert cache.cache_folder() == str(tmp_path / "xdg" / "wenmai")
        monkeypatch.setenv("XDG_CACHE_HOME", "relative")
        assert cache.cache_folder() == str(Path("~/.cache/wenmai").expanduser())


@pytest.mark.parametrize("way", ["a file stands there", "in a file", "others may write"])
def test_a_cache_that_cannot_be_used_is_no_failure(held, file, way, monkeypatch):
    if way == "others may write":
        held.mkdir()
        held.chmod(0o777)
    else:
        held.write_text("")
        monkeypatch.setenv("WENMAI_CACHE", str(held / "below" if way == "in a file" else held))
    assert (origin(file), origin(file)) == ("read", "read")


@pytest.mark.parametrize("name", ["paths.index", "names.index", "triples.index"])
@pytest.mark.parametrize("damage", ["cut", "changed", "gone"])
def test_a_damaged_entry_is_replaced(held, file, name, damage):
    assert origin(file) == "read, and kept in the cache"
    place = held / kept(held)[0] / name
    whole = place.read_bytes()
    if damage == "gone":
        place.unlink()
    else:
        place.write_bytes(whole[:-9] if damage == "cut" else whole[:80] + bytes([whole[80] ^ 255]) + whole[81:])
    assert (origin(file), origin(file)) == ("read, and kept in the cache", "from the cache")
    assert place.read_bytes() == whole


def test_the_same_file_makes_the_same_bytes(held, file, monkeypatch, tmp_path):
    origin(file)
    monkeypatch.setenv("WENMAI_CACHE", str(tmp_path / "second"))
    origin(file)
    (name,) = kept(held)
    for path in (held / name).iterdir():
        assert path.read_bytes() == (tmp_path / "second" / name / path.name).read_bytes(), path.name


def test_processes_at_once_leave_one_entry(held, file):
    command = [sys.executable, "-m", "wenmai", "search", "Ada", "-g", str(file)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
    told = {(one.communicate(), one.returncode) for one in started}
    assert len(told) == 1
    assert len(kept(held)) == 1
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: origin(file), range(8))) == {"from the cache"}


SLOW = """\
import sys, time
from wenmai.sources import open_source
from wenmai.sources.cache import triples
def stop(*_):
    print("here", flush=True)
    time.sleep(60)
triples.write_triples = stop
open_source(sys.argv[1]).index
"""


def test_a_killed_process_leaves_nothing_that_is_believed(held, file):
    writing = subprocess.Popen([sys.executable, "-c", SLOW, str(file)], stdout=subprocess.PIPE)
    assert writing.stdout.readline() == b"here\n"
    (partial,) = kept(held)
    assert partial.startswith(".partial-")
    assert origin(file) == "read, and kept in the cache"
    assert partial in kept(held)  # it is still being written
    writing.send_signal(signal.SIGKILL)
    writing.communicate()
    assert origin(file) == "from the cache"
    folder.evict(str(held))
    assert len(kept(held)) == 1
    assert not kept(held)[0].startswith(".partial-")


def test_the_least_recently_used_go_first(held, tmp_path):
    files = [tmp_path / f"{name}.nt" for name in "abc"]
    for number, file in enumerate(files):
        file.write_text(f"<urn:{file.stem}> <urn:p> <urn:b> .\n")
        origin(file)
        os.utime(held / f"{entry.hash_files((str(file),), None)}.graph", (1000 + number,) * 2)
    assert origin(files[0]) == "from the cache"  # which makes it the newest
    sizes = [one.size for one in cache.entries(str(held))]
    folder.evict(str(held), most=sum(sizes) - 1)
    assert [origin(file) for file in (files[0], files[2])] == ["from the cache"] * 2
    assert len(kept(held)) == 2


def test_what_is_being_read_stays(held, file):
    assert origin(file) == "read, and kept in the cache"
    source = open_source(str(file))
    assert source.index.node_count
    assert cache.clear(str(held)) == (0, 1)
    assert source.names.search("Ada")
    del source
    assert cache.clear(str(held)) == (1, 0)
    assert kept(held) == []


def test_the_command_lists_and_clears(held, file, wenmai):
    (held.parent / "cache").mkdir(mode=0o700)
    (held / "mine.txt").write_text("not the cache's")
    wenmai("search", "Ada", "-g", str(file))
    told = wenmai("cache", "--format", "csv")
    assert told.out.splitlines()[0] == "files,bytes,used"
    assert told.out.splitlines()[1].startswith(f"{file},")
    assert wenmai("cache").out.splitlines()[-1].startswith(f"{held}: 1 graph, ")
    assert wenmai("cache", "--clear").out == f"{held}: 1 graph removed\n"
    assert kept(held) == ["mine.txt"]
    assert "(memory, read, and kept in the cache)" in wenmai("search", "Ada", "-g", str(file), "--verbose").err
    assert "(memory, from the cache)" in wenmai("search", "Ada", "-g", str(file), "--verbose").err


def test_a_lookup_loads_no_engine(held, file):
    origin(file)
    script = "import sys; from wenmai.cli.entry import run; run(); print('pyoxigraph' in sys.modules)"
    for command in (["search", "Ada"], ["path", "ex:ada", "ex:bob"], ["show", "ex:bob"]):
        ran = subprocess.run(
            [sys.executable, "-c", script, *command, "-g", str(file)], capture_output=True, text=True, check=True
        )
        assert ran.stdout.splitlines()[-1] == "False", command


def test_what_nobody_can_read_is_said_as_before(held, tmp_path, wenmai):
    bad = tmp_path / "bad.ttl"
    bad.write_text("<urn:a> <urn:p> .")
    for place in (bad, tmp_path / "missing.ttl"):
        told = [wenmai("search", "a", "-g", str(place)) for _ in range(2)]
        assert told[0] == told[1]
        assert told[0].status
        assert str(place) in told[0].err
    assert not held.exists() or kept(held) == []


def test_a_large_file_that_has_settled_is_not_hashed_again_until_it_changes(held, tmp_path, monkeypatch):
    file = tmp_path / "large.nt"
    file.write_text("<urn:a> <urn:p> <urn:b> .\n" + "# filler\n" * 200_000)
    monkeypatch.setattr(seen, "SETTLED", 1 << 62)
    assert origin(file) == "read, and kept in the cache"
    assert origin(file) == "from the cache"
    assert not list(held.glob("*.seen"))  # it changed just now
    monkeypatch.setattr(seen, "SETTLED", 0)
    assert origin(file) == "from the cache"
    (note,) = held.glob("*.seen")
    about = file.stat()
    with file.open("r+") as stream:  # as long, in place, with the time it had
        stream.write("<urn:a> <urn:p> <urn:c> .\n")
    os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert open_source(str(file)).index.find("urn:c") is not None
    assert open_source(str(file)).index.find("urn:b") is None
    note.write_text("no note")
    assert origin(file) == "from the cache"
    cache.clear(str(held))
    assert kept(held) == []
