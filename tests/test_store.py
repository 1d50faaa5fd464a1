"""A store keeps its word: all of a load or nothing, whatever happens to it."""

from __future__ import annotations

import gzip
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Triple, parse, serialize

from wenmai.errors import GraphSyntaxError, InputError, LimitReached, StoreError
from wenmai.index import sections
from wenmai.reading import ReadOptions
from wenmai.sources import open_source, store
from wenmai.sources.store import database, loading, passes, team
from wenmai.sources.store.folder import is_leftover, lock_folder
from wenmai.sources.store.job import LoadJob

LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
OLD = f'<urn:old> {LABEL} "旧的"@zh ; <urn:p> <urn:x> .\n'
NEW = f'<urn:new> {LABEL} "新的"@zh ; <urn:p> <urn:x> , [ <urn:q> _:y ] .\n'
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def files(tmp_path):
    (tmp_path / "old.ttl").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.ttl").write_text(NEW, encoding="utf-8")
    return tmp_path


def triples(folder) -> set[str]:
    return {str(quad) for quad in open_source(str(folder)).quads()}


def holds(folder, name: str) -> bool:
    """Whether a store knows an entity in all three of its parts."""
    opened = open_source(str(folder))
    found = [match.iri for match in opened.names.search("旧的" if name == "old" else "新的")]
    iri = f"urn:{name}"
    known = [
        iri in found,
        opened.index.find(iri) is not None,
        any(str(quad.subject.value) == iri for quad in opened.store),
    ]
    assert len(set(known)) == 1, known
    return known[0]


def lines(count: int, start: int = 0) -> str:
    made = (
        f'<urn:e:{n}> <urn:p{n % 5}> <urn:e:{n * 7 % 997}> .\n<urn:e:{n}> {LABEL} "实体{n}"@zh .\n'
        for n in range(start, start + count)
    )
    return "".join(made)


def big(path: Path, count: int = 60_000) -> Path:
    """A file that is loaded by processes: an entity called 新的 and more."""
    path.write_text(f'<urn:new> {LABEL} "新的"@zh .\n' + lines(count), encoding="utf-8")
    assert path.stat().st_size > loading.SMALL
    return path


def test_a_store_answers_as_the_files_do(files):
    done = store.load([str(files / "old.ttl"), str(files / "new.ttl")], str(files / "s"))
    memory, stored = open_source(str(files / "old.ttl"), str(files / "new.ttl")), open_source(str(files / "s"))
    assert triples(files / "s") == {str(quad) for quad in memory.quads()}
    assert (done.quads, done.nodes, done.links) == (6, memory.index.node_count, memory.index.link_count)
    assert stored.kind == "store"
    assert stored.names.search("xin de") == memory.names.search("xin de") != []


def test_a_load_replaces_and_add_adds(files):
    into = str(files / "s")
    store.load([str(files / "old.ttl")], into)
    store.load([str(files / "new.ttl")], into)
    assert (holds(into, "old"), holds(into, "new")) == (False, True)
    store.load([str(files / "old.ttl")], into, add=True)
    assert (holds(into, "old"), holds(into, "new")) == (True, True)
    meta = store.read_meta(into)
    assert [Path(file.location).name for file in meta.files] == ["new.ttl", "old.ttl"]
    assert meta.quads == 6


def test_blank_nodes_of_an_added_file_are_new_ones(files):
    into = str(files / "s")
    store.load([str(files / "new.ttl")], into)
    once = len(triples(into))
    store.load([str(files / "new.ttl")], into, add=True)
    assert len(triples(into)) == once + 2


def test_the_same_files_make_the_same_store(files):
    for name in ("s", "t"):
        store.load([str(files / "new.ttl")], str(files / name))
    for part in ("wenmai.store", "g-1/paths.index", "g-1/names.index"):
        assert (files / "s" / part).read_bytes() == (files / "t" / part).read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["nt", "ttl"])
def test_processes_load_what_one_pass_does(tmp_path, monkeypatch, ending):
    text = lines(300) + '_:a <urn:p> _:b .\n_:f0-x <urn:p> "a\\tb" .\n# a remark\n<urn:s><urn:p><urn:o>.\n'
    path = tmp_path / f"data.{ending}"
    path.write_text(text, encoding="utf-8")
    store.load([str(path), str(path)], str(tmp_path / "one"))
    monkeypatch.setattr(loading, "SMALL", 0)
    told = []
    store.load([str(path), str(path)], str(tmp_path / "two"), progress=told.append)
    assert triples(tmp_path / "one") == triples(tmp_path / "two")
    for part in ("wenmai.store", "g-1/paths.index", "g-1/names.index"):
        assert (tmp_path / "one" / part).read_bytes() == (tmp_path / "two" / part).read_bytes()


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="one process loads there")
def test_a_file_that_changes_under_a_load_is_noticed(files):
    into, path = str(files / "s"), big(files / "big.nt")
    store.load([str(files / "old.ttl")], into)
    changed = []

    def change(_: object) -> None:
        if not changed:
            changed.append(path.write_text(path.read_text("utf-8").replace("新的", "新新"), encoding="utf-8"))

    with pytest.raises(InputError, match="changed while it was being loaded"):
        store.load([str(path)], into, progress=change)
    assert changed
    assert holds(into, "old")


def test_polars_indexes_files_as_plain_python_does(tmp_path, monkeypatch):
    text = lines(3_000) + '_:a <urn:p> _:b .\n<urn:s> <urn:p> "a\\tb" .\n# a remark\n<urn:s><urn:p><urn:o>.\n'
    (tmp_path / "a.nt").write_text(text, encoding="utf-8")
    (tmp_path / "b.nt.gz").write_bytes(gzip.compress((text + lines(10, 5_000)).encode()))
    (tmp_path / "c.ttl").write_text(NEW, encoding="utf-8")
    for name, large in (("plain", passes.LARGE), ("frames", 0)):
        monkeypatch.setattr(passes, "LARGE", large)
        (tmp_path / name).mkdir()
        files = tuple(str(tmp_path / file) for file in ("a.nt", "b.nt.gz", "c.ttl"))
        found = passes.read_indexes(LoadJob(files, str(tmp_path / name), 0, ReadOptions(), True, "", ""), None)
        assert found.quads == 2 * (6_000 + 3) + 20 + 4
    for part in ("paths.index", "names.index"):
        assert (tmp_path / "frames" / part).read_bytes() == (tmp_path / "plain" / part).read_bytes()


@pytest.mark.slow
def test_added_by_processes_as_in_one_pass(tmp_path, monkeypatch):
    (tmp_path / "a.nt").write_text(lines(50) + "_:a <urn:p> _:b .\n", encoding="utf-8")
    (tmp_path / "b.nt").write_text(lines(50, 40) + "_:a <urn:p> _:b .\n", encoding="utf-8")
    for name, small in (("one", loading.SMALL), ("two", 0)):
        monkeypatch.setattr(loading, "SMALL", small)
        store.load([str(tmp_path / "a.nt")], str(tmp_path / name))
        store.load([str(tmp_path / "b.nt")], str(tmp_path / name), add=True)
    assert triples(tmp_path / "one") == triples(tmp_path / "two")
    assert (tmp_path / "one/g-2/paths.index").read_bytes() == (tmp_path / "two/g-2/paths.index").read_bytes()


@pytest.mark.slow
def test_standard_input_is_loaded_by_a_process(tmp_path):
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), "load", "-", "--into", str(tmp_path / "s")],
        input=NEW.encode(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert holds(tmp_path / "s", "new")


@pytest.mark.parametrize("small", [loading.SMALL, 0])
@pytest.mark.parametrize("add", [False, True])
def test_a_fault_in_the_last_line_leaves_the_old_store_and_says_the_line(files, monkeypatch, small, add):
    into = str(files / "s")
    store.load([str(files / "old.ttl")], into)
    before = sorted((path, path.read_bytes()) for path in Path(into).rglob("*") if path.is_file())
    (files / "bad.nt").write_text(lines(500) + "_:x <urn:p> .\n", encoding="utf-8")
    monkeypatch.setattr(loading, "SMALL", small)
    with pytest.raises(GraphSyntaxError) as caught:
        store.load([str(files / "new.ttl"), str(files / "bad.nt")], into, add=add)
    assert caught.value.line == 1001
    assert sorted((path, path.read_bytes()) for path in Path(into).rglob("*") if path.is_file()) == before
    assert holds(into, "old")


FAULTS = {
    "iri": "<urn:a> <urn:p> <urn:b c> .",
    "relative": "<urn:a> <urn:p> <b> .",
    "language": '<urn:a> <urn:p> "x"@toolonglanguage .',
    "datatype": '<urn:a> <urn:p> "x"^^<urn:d e> .',
    "langString": '<urn:a> <urn:p> "x"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString> .',
    "line end": '<urn:a> <urn:p> "x\ny" .',
    "open": '<urn:a> <urn:p> "x .',
    "nesting": "<urn:a> <urn:p> " + "<<( " * 100_000,
    "UTF-8": '<urn:a> <urn:p> "\udcff" .',
}


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="one process loads there")
@pytest.mark.parametrize("fault", FAULTS)
def test_processes_say_of_a_fault_what_one_pass_says(files, monkeypatch, fault):
    into, bad = str(files / "s"), files / "bad.nt"
    store.load([str(files / "old.ttl")], into)
    text = lines(200) + FAULTS[fault] + "\n" + lines(50)
    bad.write_bytes(text.encode("utf-8", "surrogateescape"))
    (files / "worse.ttl").write_text("nonsense", encoding="utf-8")
    said = []
    for small, others in ((loading.SMALL, []), (0, []), (0, ["worse.ttl"])):
        monkeypatch.setattr(loading, "SMALL", small)
        with pytest.raises(InputError) as caught:
            store.load([str(bad), *(str(files / name) for name in others)], into)
        said.append(str(caught.value))
    assert len(set(said)) == 1, said
    assert str(bad) in said[0]
    assert holds(into, "old")


def test_a_failed_first_load_leaves_nothing(files):
    (files / "bad.nt").write_text("nonsense", encoding="utf-8")
    for location in ("bad.nt", "nowhere.nt"):
        with pytest.raises(InputError):
            store.load([str(files / location)], str(files / "s"))
        assert not (files / "s").exists()


def test_a_folder_that_is_no_store_is_never_touched(files):
    (files / "mine").mkdir()
    (files / "mine" / "letter.txt").write_text("dear", encoding="utf-8")
    before = sorted(files.rglob("*"))
    for attempt in (
        lambda: store.load([str(files / "old.ttl")], str(files / "mine")),
        lambda: store.load([str(files / "old.ttl")], str(files / "mine"), add=True),
        lambda: store.open_store(str(files / "mine")),
        lambda: store.open_store(str(files / "old.ttl")),
    ):
        with pytest.raises(StoreError, match="is not a wenmai store"):
            attempt()
    assert sorted(files.rglob("*")) == before


def test_another_version_is_named(files):
    store.load([str(files / "old.ttl")], str(files / "s"))
    mark = files / "s" / store.MARK
    mark.write_text(mark.read_text().replace("wenmai store 3", "wenmai store 99"), encoding="utf-8")
    with pytest.raises(StoreError, match="format 99, this one reads 3"):
        store.open_store(str(files / "s"))


def test_every_changed_byte_of_the_mark_is_noticed(files):
    store.load([str(files / "old.ttl")], str(files / "s"))
    mark = files / "s" / store.MARK
    whole = mark.read_bytes()
    for place in range(len(whole)):
        mark.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(StoreError):
            store.open_store(str(files / "s"))


@pytest.mark.parametrize("mark", ["wenmai store 1\nid x\n", "wenmai store 2\nnodes 9\n", "", "\0" * 80], ids=repr)
def test_a_store_that_cannot_be_read_is_loaded_over(files, mark):
    old, new, into = str(files / "old.ttl"), str(files / "new.ttl"), str(files / "s")
    store.load([old], into)
    (files / "s" / store.MARK).write_text(mark, encoding="utf-8")
    with pytest.raises(StoreError):
        store.load([new], into, add=True)
    with pytest.raises(InputError):
        store.load([str(files / "missing.ttl")], into)
    assert (files / "s" / store.MARK).read_text(encoding="utf-8") == mark  # a load that fails changes nothing
    assert (files / "s/g-1/paths.index").exists()
    store.load([new], into)
    assert (triples(into), leftovers(Path(into))) == (triples(new), [])


@pytest.mark.slow
def test_the_names_of_thousands_of_files_reach_the_processes(tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "SMALL", 0)
    names = []
    for number in range(1200):
        names.append(str(tmp_path / f"{'n' * 200}{number:05d}.nt"))
        Path(names[-1]).write_text(f"<urn:{number}> <urn:p> <urn:b> .\n", encoding="utf-8")
    assert store.load(names, str(tmp_path / "s")).links == 1200


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no ulimit")
@pytest.mark.parametrize(
    "command", [("load", "many.nt", "--into", "s"), ("analyze",), ("view", "-o", "v.html"), ("export", "-o", "e.ttl")]
)
def test_a_bound_on_memory_from_outside_is_one_sentence(tmp_path, command):
    (tmp_path / "many.nt").write_text(lines(9_000), encoding="utf-8")
    run = [sys.executable, "-P", "-m", "wenmai", *command]
    for bound in (90_000, 200_000):
        done = subprocess.run(
            ["bash", "-c", f'ulimit -v {bound}; exec "$@"', "x", *run],
            capture_output=True, check=False, cwd=tmp_path, encoding="utf-8",
        )  # fmt: skip
        assert done.returncode in (0, 5), done.stderr
        assert done.returncode == 0 or re.fullmatch(r"wenmai: .* MiB are allowed .*\n", done.stderr), done.stderr
    assert command[0] != "load" or not (tmp_path / "s/.partial").exists()


@pytest.mark.slow
@pytest.mark.parametrize("part", ["paths.index", "names.index", "triples/CURRENT"])
@pytest.mark.parametrize("fault", ["missing", "cut", "foreign"])
def test_a_damaged_part_is_named_and_never_half_read(files, part, fault):
    store.load([str(files / "old.ttl")], str(files / "s"))
    store.load([str(files / "new.ttl")], str(files / "t"))
    path = files / "s/g-1" / part
    if fault == "missing":
        path.unlink()
    elif fault == "cut":
        path.write_bytes(path.read_bytes()[:-7])
    elif part.endswith("index"):
        path.write_bytes((files / "t/g-1" / part).read_bytes())
    else:
        path.write_bytes(b"MANIFEST-999999\n")
    with pytest.raises(StoreError):
        holds(files / "s", "old")


def test_every_changed_or_missing_file_of_the_database_is_named(files):
    store.load([str(files / "old.ttl")], str(files / "s"))
    generation = files / "s/g-1"
    kept = [one for one in sorted((generation / "triples").iterdir()) if not one.name.startswith("LO")]
    assert {one.name.partition("-")[0] for one in kept} >= {"CURRENT", "MANIFEST"}
    for path in (*kept, generation / "triples.list"):
        whole = path.read_bytes()
        damaged = [whole[: len(whole) // 2], whole[:-1] + bytes([whole[-1] ^ 1])] if whole else [b"?"]
        for content in (*damaged, None):
            path.unlink() if content is None else path.write_bytes(content)
            with pytest.raises(StoreError, match=path.name):
                store.open_store(str(files / "s")).store  # noqa: B018 - opens it
        path.write_bytes(whole)
    assert holds(files / "s", "old")


def test_a_block_that_fails_its_checksum_is_told_in_one_sentence(tmp_path, monkeypatch):
    """What happens to a large table, whose bytes are not all read when the store is opened."""
    (tmp_path / "a.nt").write_text(lines(2_000), encoding="utf-8")
    store.load([str(tmp_path / "a.nt")], str(tmp_path / "s"))
    monkeypatch.setattr(database, "READ_WHOLE", 0)
    tables = sorted((tmp_path / "s/g-1/triples").glob("*.sst"), key=lambda path: path.stat().st_size)
    for path in tables:
        data = bytearray(path.read_bytes())
        data[len(data) // 3] ^= 0x10
        path.write_bytes(data)
    with pytest.raises(StoreError, match="load it again"):
        list(open_source(str(tmp_path / "s")).match())


def test_verification_reads_both_indexes(files, monkeypatch):
    monkeypatch.setattr(sections, "READ_WHOLE", 0)  # what a large index is: not read whole when opened
    store.load([str(files / "old.ttl")], str(files / "s"))
    store.open_store(str(files / "s")).verify()
    for part in ("paths.index", "names.index"):
        path = files / "s/g-1" / part
        whole = path.read_bytes()
        path.write_bytes(whole.replace("旧".encode(), "新".encode()))
        with pytest.raises(StoreError, match=f"{part} is damaged.*checksum"):
            store.open_store(str(files / "s")).verify()
        path.write_bytes(whole)


def test_the_command_verifies_a_store_and_nothing_else(files):
    store.load([str(files / "old.ttl")], str(files / "s"))
    command = [sys.executable, str(ROOT / "cli.py"), "stats", "--verify", "-g"]
    done = subprocess.run([*command, str(files / "s")], capture_output=True, encoding="utf-8", check=True)
    assert "all checksums hold" in done.stderr
    refused = subprocess.run([*command, str(files / "old.ttl")], capture_output=True, encoding="utf-8", check=False)
    assert refused.returncode == 2
    assert "is no store" in refused.stderr


FORMS = {
    "ttl": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="one process loads there")
@pytest.mark.parametrize("blank", [False, True], ids=["named", "blank"])
@pytest.mark.parametrize("ending", [*FORMS, "ttl.gz", "nt.gz"])
def test_two_processes_load_every_format_as_one_does(tmp_path, monkeypatch, ending, blank):
    quads = list(parse(lines(300) + ("<urn:e:1> <urn:p1> _:x .\n" if blank else ""), RdfFormat.TURTLE))
    written = serialize((Triple(*list(quad)[:3]) for quad in quads), format=FORMS[ending.removesuffix(".gz")])
    file = tmp_path / f"a.{ending}"
    file.write_bytes(gzip.compress(written) if ending.endswith("gz") else written)
    store.load([str(file)], str(tmp_path / "one"))
    monkeypatch.setattr(loading, "SMALL", 0)
    store.load([str(file)], str(tmp_path / "two"))
    assert triples(tmp_path / "two") == triples(tmp_path / "one")
    assert len(triples(tmp_path / "two")) == len({str(quad) for quad in quads})
    for part in (store.MARK, "g-1/paths.index", "g-1/names.index"):
        assert (tmp_path / "two" / part).read_bytes() == (tmp_path / "one" / part).read_bytes()


def test_two_processes_read_one_store(files):
    store.load([str(files / "old.ttl")], str(files / "s"))
    here = open_source(str(files / "s"))
    code = "import sys; from wenmai.sources import open_source; print(len(list(open_source(sys.argv[1]).store)))"
    there = subprocess.run([sys.executable, "-c", code, str(files / "s")], capture_output=True, check=True, cwd=ROOT)
    assert int(there.stdout) == len(list(here.store)) == 2


def test_a_store_that_is_open_stays_what_it_was(files):
    store.load([str(files / "old.ttl")], str(files / "s"))
    here = open_source(str(files / "s"))
    assert len(list(here.store)) == 2
    assert here.names.search("旧的")
    store.load([str(files / "new.ttl")], str(files / "s"))
    assert here.index.find("urn:old") is not None
    assert holds(files / "s", "new")


def test_one_load_at_a_time(files):
    store.load([str(files / "old.ttl")], str(files / "s"))
    with lock_folder(str(files / "s")), pytest.raises(StoreError, match="another load"):
        store.load([str(files / "new.ttl")], str(files / "s"))
    assert holds(files / "s", "old")


def test_a_read_only_store_can_be_read(files):
    store.load([str(files / "old.ttl")], str(files / "s"))
    (files / "s" / ".partial-1").mkdir()
    for path in (files / "s").rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    (files / "s").chmod(0o555)
    assert holds(files / "s", "old")
    for path in [files / "s", *(files / "s").rglob("*")]:
        path.chmod(0o755)


def leftovers(folder: Path) -> list[str]:
    meta = store.read_meta(str(folder)) if (folder / store.MARK).exists() else None
    return [path.name for path in folder.iterdir() if is_leftover(path.name, meta)]


def process_group(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, str(ROOT / "cli.py"), *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


@pytest.mark.slow
@pytest.mark.parametrize("add", [False, True])
def test_kill_9_at_any_moment_leaves_the_old_store_or_the_new_one(tmp_path, add):
    """CI runs a few moments with a fixed seed; ``WENMAI_KILLS`` asks for more."""
    (tmp_path / "old.ttl").write_text(OLD, encoding="utf-8")
    data, into, rng = str(big(tmp_path / "new.nt")), tmp_path / "s", random.Random(20211220)
    started = time.monotonic()
    store.load([data], str(into))
    whole = time.monotonic() - started
    for _ in range(int(os.environ.get("WENMAI_KILLS", "3"))):
        store.load([str(tmp_path / "old.ttl")], str(into))
        load = process_group("load", data, "--into", str(into), *(["--add"] if add else []))
        time.sleep(rng.uniform(0, 1.5 * whole))
        load.send_signal(signal.SIGKILL)
        killed = load.wait() == -signal.SIGKILL
        after = until_unlocked(into)
        kept, came = holds(into, "old"), holds(into, "new")
        assert (kept, came) in ([(True, False), (add, True)] if killed else [(add, True)])
        assert leftovers(into) == [], after


def until_unlocked(folder: Path) -> float:
    """Wait for the processes of a killed load to notice and end: they do so by themselves."""
    started = time.monotonic()
    while time.monotonic() - started < 30:
        try:
            with lock_folder(str(folder)):
                return time.monotonic() - started
        except StoreError:
            time.sleep(0.02)
    raise AssertionError("the processes of a killed load live on")


def test_ctrl_c_ends_a_load_within_a_second_and_leaves_nothing(tmp_path):
    data, into = str(big(tmp_path / "new.nt", 200_000)), tmp_path / "s"
    load = process_group("load", data, "--into", str(into))
    deadline = time.monotonic() + 30
    while not list(into.glob(".partial-*/triples/*")) and time.monotonic() < deadline:
        time.sleep(0.01)
    load.send_signal(signal.SIGINT)
    assert load.wait(timeout=20) == 130
    assert not into.exists()


def test_the_death_of_a_process_is_told_in_one_sentence(tmp_path, monkeypatch):
    data = str(big(tmp_path / "new.nt"))
    monkeypatch.setattr(team.Team, "_hear", lambda self, role: self._members[role].kill() or False)
    with pytest.raises(LimitReached, match="ended by signal 9"):
        store.load([data], str(tmp_path / "s"))
    assert not (tmp_path / "s").exists()


@pytest.fixture
def small_disk(tmp_path):
    """A file system of a few megabytes, where one may be mounted (as root); else a limit on the size of files."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "none", str(place)], check=False, capture_output=True
    )
    yield place, mounted.returncode == 0
    if mounted.returncode == 0:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.slow
def test_a_full_disk_leaves_the_old_store(tmp_path, small_disk):
    place, mounted = small_disk
    (tmp_path / "old.ttl").write_text(OLD, encoding="utf-8")
    into = place / "s"
    store.load([str(tmp_path / "old.ttl")], str(into))
    limit = "" if mounted else "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000));"
    ignore = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
    code = f"import sys; {ignore} {limit} from wenmai.sources import store; store.load([sys.argv[1]], sys.argv[2])"
    for count in (15_000, 60_000):
        data = tmp_path / "new.nt"
        data.write_text(f'<urn:new> {LABEL} "新的"@zh .\n' + lines(count), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-c", code, str(data), str(into)], capture_output=True, check=False, cwd=ROOT
        )
        assert done.returncode == 1
        assert b"InputError" in done.stderr, done.stderr
        assert (holds(into, "old"), leftovers(into)) == (True, [])


def test_the_load_command_tells_what_it_did(wenmai, files):
    done = wenmai("load", str(files / "old.ttl"), "--into", str(files / "s"))
    assert (done.status, done.err) == (0, "")
    assert "read 2 triples; holds 2 entities, 1 link, 2 names" in done.out
    assert wenmai("load", str(files / "new.ttl"), "--into", str(files / "s"), "--add", "--format", "json").status == 0
    assert wenmai("load", str(files / "nowhere.ttl"), "--into", str(files / "s")).status == 2
    assert "旧的" in wenmai("search", "旧", "-g", str(files / "s"), lang="zh").out


def test_what_a_file_costs_does_not_grow_with_their_number(tmp_path, monkeypatch):
    looked: list[str] = []
    monkeypatch.setattr(
        loading.os, "stat", lambda *given, stat=os.stat, **more: looked.append("") or stat(*given, **more)
    )
    counts = []
    for number in (10, 20):
        files = tuple(str(tmp_path / f"{number}-{name}.nt") for name in range(number))
        for name in files:
            Path(name).write_text(f"<urn:{name[-6:]}> <urn:k> <urn:b> .\n", "utf-8")
        looked.clear()
        (tmp_path / f"store{number}").mkdir()
        job = LoadJob(files, str(tmp_path / f"store{number}"), 0, ReadOptions(), True, "", "")
        passes.read_indexes(job, None)
        counts.append(len(looked))
    assert counts[1] <= 3 * counts[0], counts


@pytest.mark.skipif(os.name != "posix", reason="Windows has locks of another kind")
def test_a_disk_without_locks_is_not_another_load(files, monkeypatch):
    import errno
    import fcntl

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))  # as a network file system does whose server has none

    monkeypatch.setattr(fcntl, "flock", refuse)
    assert store.load([str(files / "old.ttl")], str(files / "s")).quads
