"""Break things while wenmai works, many times, and count what was lost.

    python tests/faults/run.py kills --count 500 --seed 1
    python tests/faults/run.py full --count 50          (needs the right to mount a tmpfs)
    python tests/faults/run.py damage --count 200
    python tests/faults/run.py all --count 10

Each fault prints one line a kind: how often it was tried, what came of it, and what must not be. The status is 1 when
anything must not be. The same seed injures the same places; only the scheduler decides how far a killed command came.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from processes import PATIENCE, at_work, interrupt, wait_until  # noqa: E402 - found by the line above
from wenmai.errors import WenmaiError  # noqa: E402
from wenmai.sources.store import open_store  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMAND = [sys.executable, str(ROOT / "cli.py")]
SIZE = 400
"""Entities in each of the two test files."""


class Found(NamedTuple):
    """What came of a kind of fault: outcomes counted, and a line for each that must not be."""

    outcomes: Counter[str]
    bad: list[str]

    def add(self, outcome: str, *, bad: str = "") -> None:
        self.outcomes[outcome] += 1
        if bad:
            self.bad.append(f"{outcome}: {bad}")


def turtle(letter: str, size: int = SIZE) -> str:
    """A connected graph with names of its own; not laid out, so that ``tidy`` has work to do."""
    facts = (
        f"<urn:{letter}:{i}>   <urn:p:knows> <urn:{letter}:{(i * 7 + 1) % size}> ,   <urn:{letter}:{i // 2}> ;\n"
        f'  a <urn:c:{i % 5}> ; <http://www.w3.org/2000/01/rdf-schema#label>   "{letter}甲{i}"@zh .\n'
        for i in range(size)
    )
    return "".join(facts)


def wenmai(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    """Run a command to its end."""
    return subprocess.run([*COMMAND, *arguments], cwd=cwd, capture_output=True, timeout=120, check=False)


def content(folder: Path) -> str:
    """What a store holds, in one word: its triples, and whether both indexes belong to them."""
    opened = open_store(str(folder))
    quads = sorted(str(quad) for quad in opened.store)
    labelled = sum("rdf-schema#label" in quad for quad in quads)
    assert opened.index.node_count >= labelled, "the path index does not belong to the triples"
    for letter in ("a", "b"):
        if any(f"urn:{letter}:7>" in quad for quad in quads):
            assert opened.names.search(f"{letter}甲7", limit=1, language="zh")[0].iri == f"urn:{letter}:7"
    return hashlib.sha256("\n".join(quads).encode()).hexdigest()[:12]


def strays(folder: Path) -> list[str]:
    """What lies in a store that does not belong to it."""
    kept = {"wenmai.store", ".lock", next(iter(sorted(folder.glob("g-*")))).name} if list(folder.glob("g-*")) else set()
    return sorted({one.name for one in folder.iterdir()} - kept)


@cache
def workshop() -> Path:
    """A folder with two files, a store of the first, and what each command makes when nothing goes wrong."""
    folder = Path(tempfile.mkdtemp(prefix="wenmai-faults-"))
    for letter in ("a", "b"):
        (folder / f"{letter}.ttl").write_text(turtle(letter), "utf-8")
    for name, arguments in {"old": ["load", "a.ttl"], "new": ["load", "b.ttl"]}.items():
        assert wenmai(*arguments, "--into", name, cwd=folder).returncode == 0
    shutil.copytree(folder / "old", folder / "both")
    assert wenmai("load", "b.ttl", "--add", "--into", "both", cwd=folder).returncode == 0
    return folder


# kill -9 --------------------------------------------------------------------------------------------------------------

WRITERS: dict[str, tuple[list[str], str]] = {
    "load": (["load", "b.ttl", "--into", "st"], "st"),
    "load --add": (["load", "b.ttl", "--add", "--into", "st"], "st"),
    "export": (["export", "-g", "a.ttl", "-o", "out.nt"], "out.nt"),
    "export tables": (["export", "-g", "a.ttl", "--format", "csv", "-o", "out"], "out"),
    "view": (["view", "-g", "a.ttl", "-o", "out.html"], "out.html"),
    "tidy": (["tidy", "t.ttl"], "t.ttl"),
    "analyze --html": (["analyze", "-g", "a.ttl", "--html", "out.html"], "out.html"),
}
"""Commands that write, and where."""

WEIGHTS = (8, 8, 2, 1, 1, 2, 1)
"""How often each of them is killed: most often the one that has most to lose."""


def fresh() -> Path:
    """A folder in which nothing has gone wrong yet."""
    folder = Path(tempfile.mkdtemp(prefix="wenmai-kill-"))
    for name in ("a.ttl", "b.ttl"):
        shutil.copy(workshop() / name, folder / name)
    shutil.copy(workshop() / "a.ttl", folder / "t.ttl")
    shutil.copytree(workshop() / "old", folder / "st")
    for name in ("out.nt", "out.html"):
        (folder / name).write_text("what stood here before\n", "utf-8")
    return folder


def state(folder: Path, target: str) -> str:
    """What a command's target holds, in one word."""
    place = folder / target
    if target == "st":
        return content(place)
    files = sorted(place.glob("*")) if place.is_dir() else [place] if place.exists() else []
    return hashlib.sha256(b"".join(file.name.encode() + file.read_bytes() for file in files)).hexdigest()[:12]


@cache
def undisturbed(name: str) -> tuple[str, str, float]:
    """The state before a command, the state after it, and how long it takes."""
    folder, (arguments, target) = fresh(), WRITERS[name]
    before, started = state(folder, target), time.monotonic()
    assert wenmai(*arguments, cwd=folder).returncode == 0
    took = time.monotonic() - started
    after = state(folder, target)
    shutil.rmtree(folder)
    return before, after, took


def kills(count: int, chance: random.Random) -> Found:
    """Kill each writing command at a random moment: what it writes to is as before or complete, never between."""
    found = Found(Counter(), [])
    for name in chance.choices(list(WRITERS), WEIGHTS, k=count):
        before, after, took = undisturbed(name)
        folder, (arguments, target) = fresh(), WRITERS[name]
        process = subprocess.Popen(
            [*COMMAND, *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        )
        try:
            process.wait(chance.uniform(0, took * 1.2))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        _judge_kill(found, name, folder, target, (before, after), acknowledged=process.returncode == 0)
        shutil.rmtree(folder)
    return found


def _judge_kill(
    found: Found, name: str, folder: Path, target: str, states: tuple[str, str], *, acknowledged: bool
) -> None:
    before, after = states
    try:
        now = state(folder, target)
    except (WenmaiError, AssertionError, OSError) as error:
        found.add(f"{name}: damaged", bad=str(error))
        return
    if name == "export tables":  # several files, each of them whole, take their places one after another
        partial = (
            [file for file in (folder / target).glob("*.csv") if not file.read_bytes().endswith(b"\n")]
            if now not in states
            else []
        )
        found.add(f"{name}: whole files", bad=str(partial) if partial else "")
    elif now == after:
        found.add(f"{name}: complete")
    elif now == before and not acknowledged:
        found.add(f"{name}: as before")
    else:
        found.add(f"{name}: lost", bad=f"acknowledged={acknowledged}, {now} is neither {before} nor {after}")
    _judge_orphans(found, name, folder, target)


def _judge_orphans(found: Found, name: str, folder: Path, target: str) -> None:
    """The next start of the command leaves nothing of the killed one behind."""
    again = wenmai(*WRITERS[name][0], cwd=folder) if target != "st" else wenmai("stats", "-g", "st", cwd=folder)
    if again.returncode != 0:
        found.add(f"{name}: next start fails", bad=again.stderr.decode()[-300:])
    left = strays(folder / "st") + [one.name for one in folder.rglob("*.part*")]
    if left:
        found.add(f"{name}: orphans after the next start", bad=str(left))


# A full disk, a read-only one -----------------------------------------------------------------------------------------


@contextmanager
def disk(size: int) -> Iterator[Path]:
    """A small file system of so many bytes, in memory."""
    place = Path(tempfile.mkdtemp(prefix="wenmai-disk-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)
        place.rmdir()


def weight(folder: Path) -> int:
    return sum(one.stat().st_blocks * 512 for one in folder.rglob("*") if one.is_file())


def full(count: int, chance: random.Random) -> Found:
    """Load, export and draw onto disks of many sizes: it works, or what was there stays and the message says why."""
    found, old = Found(Counter(), []), content(workshop() / "old")
    least = weight(workshop() / "old") + (1 << 16)
    for number in range(count):
        size = least + (least * 3 * number // max(1, count - 1)) + chance.randrange(4096)
        for name in ("load", "load --add", "export", "view"):
            with disk(size) as place:
                shutil.copytree(workshop() / "old", place / "st")
                for letter in ("a", "b"):
                    (place / f"{letter}.ttl").symlink_to(workshop() / f"{letter}.ttl")
                _fill(found, name, place, old)
    return found


def _fill(found: Found, name: str, place: Path, old: str) -> None:
    arguments, target = WRITERS[name]
    if target != "st":  # a disk with no room but for a little
        free = os.statvfs(place)
        (place / "filler").write_bytes(b"\0" * max(0, free.f_bavail * free.f_frsize - 8192))
    ran = wenmai(*arguments, cwd=place)
    said = ran.stderr.decode()
    if "Traceback" in said or ran.returncode not in {0, 2}:
        found.add(f"{name}: status {ran.returncode}", bad=said[-300:])
    elif ran.returncode == 0:
        found.add(f"{name}: fits")
    elif "space" not in said.lower():
        found.add(f"{name}: says something else", bad=said)
    else:
        now = content(place / "st")
        found.add(f"{name}: refused, old data whole", bad="" if now == old else f"{now} is not {old}")
        left = strays(place / "st") + [one.name for one in place.rglob("*.part*")]
        if left:
            found.add(f"{name}: orphans", bad=str(left))


def readonly(count: int, chance: random.Random) -> Found:
    """Everything that reads works on a file system that cannot be written; what writes says that it cannot."""
    found = Found(Counter(), [])
    with disk(64 << 20) as place:
        shutil.copytree(workshop() / "old", place / "st")
        for letter in ("a", "b"):
            shutil.copy(workshop() / f"{letter}.ttl", place)
        subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
        for arguments in (
            ["stats"],
            ["search", "a甲7"],
            ["path", "a甲7", "a甲9"],
            ["query", "ASK { ?s ?p ?o }"],
            ["show", "a甲7"],
        ):
            ran = wenmai(*arguments, "-g", "st", cwd=place)
            found.add(f"{arguments[0]}: status {ran.returncode}", bad=ran.stderr.decode() if ran.returncode else "")
        for arguments in (
            ["load", "b.ttl", "--into", "st"],
            ["load", "b.ttl", "--into", "new"],
            ["export", "-g", "a.ttl", "-o", "x.nt"],
            ["view", "-g", "a.ttl", "-o", "x.html"],
            ["tidy", "a.ttl"],
        ):
            ran = wenmai(*arguments, cwd=place)
            said = ran.stderr.decode()
            clear = ran.returncode == 2 and "read-only" in said.lower() and "Traceback" not in said
            found.add(f"{arguments[0]}: refused", bad="" if clear else f"{ran.returncode} {said}")
    return found


# Several at once ------------------------------------------------------------------------------------------------------


def several(count: int, chance: random.Random) -> Found:
    """Two loads at once: one wins, the other says so or waits its turn; readers see the old store or the new one."""
    found = Found(Counter(), [])
    states = {content(workshop() / name) for name in ("old", "new")}
    for _ in range(count):
        folder = fresh()
        loads = [
            subprocess.Popen(
                [*COMMAND, "load", "b.ttl", "--into", "st"], cwd=folder, stderr=subprocess.PIPE, stdout=subprocess.PIPE
            )
            for _ in range(2)
        ]
        while any(load.poll() is None for load in loads):
            try:
                now = content(folder / "st")
                found.add("read meanwhile", bad="" if now in states else now)
            except (WenmaiError, AssertionError) as error:
                found.add("reading failed", bad=str(error))
            time.sleep(chance.uniform(0, 0.1))
        for load in loads:
            said = load.communicate()[1].decode()
            waits = load.returncode == 2 and "another load into st is under way" in said
            found.add(
                "loaded" if load.returncode == 0 else "told to wait", bad="" if waits or load.returncode == 0 else said
            )
        if content(folder / "st") != content(workshop() / "new"):
            found.add("lost", bad="the store does not hold what was loaded")
        shutil.rmtree(folder)
    return found


# Damage ---------------------------------------------------------------------------------------------------------------

ASKED = [
    ["stats"],
    ["search", "a甲7"],
    ["show", "a甲7"],
    ["path", "a甲7", "a甲9"],
    ["query", "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o", "--format", "csv"],
]


@cache
def answers() -> tuple[bytes, ...]:
    """What an undamaged store answers."""
    return tuple(wenmai(*arguments, "-g", "old", cwd=workshop()).stdout for arguments in ASKED)


def damage(count: int, chance: random.Random) -> Found:
    """Flip a byte, cut or remove a file of a store: the right answer or a clear error, never a crash or a wrong answer."""
    found = Found(Counter(), [])
    files = sorted(one.relative_to(workshop() / "old") for one in (workshop() / "old").rglob("*") if one.is_file())
    files = [one for one in files if (workshop() / "old" / one).stat().st_size]
    for number in range(count):
        name = files[number % len(files)]
        kind = ("flipped", "cut", "removed")[chance.choice([0, 0, 0, 1, 2])]
        folder = Path(tempfile.mkdtemp(prefix="wenmai-damage-"))
        shutil.copytree(workshop() / "old", folder / "old")
        injure(folder / "old" / name, kind, chance)
        for arguments, right in zip(ASKED, answers(), strict=True):
            ran = wenmai(*arguments, "-g", "old", cwd=folder)
            said, what = ran.stderr.decode("utf-8", "replace"), f"{name.name.partition('-')[0]} {kind}"
            if "Traceback" in said or ran.returncode < 0 or ran.returncode not in {0, 1, 2, 3, 4, 5}:
                found.add(f"{what}: crash", bad=f"{arguments[0]} {ran.returncode} {said[-400:]}")
            elif ran.stdout == right and ran.returncode == 0:
                found.add(f"{what}: right answer")
            elif ran.returncode == 2 and said.startswith("wenmai: ") and "Traceback" not in said:
                found.add(f"{what}: clear error")
            else:
                found.add(f"{what}: WRONG ANSWER", bad=f"{arguments[0]} {ran.returncode} {said[-200:]}")
        shutil.rmtree(folder)
    return found


def injure(place: Path, kind: str, chance: random.Random) -> None:
    data = bytearray(place.read_bytes())
    if kind == "removed":
        place.unlink()
    elif kind == "cut":
        place.write_bytes(data[: chance.randrange(len(data))])
    else:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        place.write_bytes(data)


def strangers(count: int, chance: random.Random) -> Found:
    """Folders that are no store are refused and left exactly as they are."""
    found = Found(Counter(), [])
    for kind in ("empty", "files", "another database", "a newer store"):
        folder = Path(tempfile.mkdtemp(prefix="wenmai-stranger-"))
        place = folder / "st"
        place.mkdir()
        if kind == "files":
            (place / "letter.txt").write_text("mine", "utf-8")
        elif kind == "another database":
            import pyoxigraph

            pyoxigraph.Store(str(place)).flush()
        elif kind == "a newer store":
            shutil.copytree(workshop() / "old", place, dirs_exist_ok=True)
            mark = place / "wenmai.store"
            mark.write_bytes(re.sub(rb"^wenmai store \d+", b"wenmai store 99", mark.read_bytes()))
        shutil.copy(workshop() / "b.ttl", folder)
        before = {one: one.read_bytes() for one in place.rglob("*") if one.is_file()}
        commands = [
            ["stats", "-g", "st"],
            ["load", "b.ttl", "--add", "--into", "st"],
            *(
                [["load", "b.ttl", "--into", "st"]] if kind in ("files", "another database") else []
            ),  # a store is loaded over
        ]
        for arguments in commands:
            ran = wenmai(*arguments, cwd=folder)
            same = before == {one: one.read_bytes() for one in place.rglob("*") if one.is_file()}
            said = ran.stderr.decode()
            clear = ran.returncode == 2 and "Traceback" not in said and same
            found.add(
                f"{kind}, {arguments[0]}: refused, untouched",
                bad="" if clear else f"{ran.returncode} same={same} {said}",
            )
        shutil.rmtree(folder)
    return found


# Outputs --------------------------------------------------------------------------------------------------------------

LOCALES = {
    "C": {"LC_ALL": "C"},
    "C, no coercion": {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    "POSIX": {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "C.UTF-8": {"LC_ALL": "C.UTF-8"},
    "zh_CN.UTF-8": {"LC_ALL": "zh_CN.UTF-8", "WENMAI_LANG": "zh"},
    "GBK": {"PYTHONIOENCODING": "gbk", "WENMAI_LANG": "zh"},
    "ASCII": {"PYTHONIOENCODING": "ascii", "WENMAI_LANG": "zh"},
    "Latin-1": {"PYTHONIOENCODING": "latin-1"},
}
PRINTERS = [
    ["search", "甲"], ["show", "a甲7"], ["path", "a甲7", "a甲9"], ["around", "a甲7"], ["between", "a甲7", "a甲9"], ["stats"],
    ["show", "a甲7", "--format", "json"], ["search", "甲", "--format", "csv"], ["query", "SELECT * { ?s ?p ?o }"],
    ["query", "SELECT * { ?s ?p ?o }", "--format", "csv"], ["query", "CONSTRUCT WHERE { ?s ?p ?o }"], ["timeline"],
    ["compare", "a甲7", "a甲9"], ["analyze"], ["show", "nobody"], ["query", "nonsense {"],
]  # fmt: skip


def outputs(count: int, chance: random.Random) -> Found:
    """Every command in many locales, into a closed pipe, and onto a full device: a status, never a traceback."""
    found = Found(Counter(), [])
    cases = [
        (place, settings, command, way)
        for place, settings in LOCALES.items()
        for command in PRINTERS
        for way in ("pipe", "closed", "full")
    ]
    for place, settings, command, way in chance.sample(cases, min(count * 10, len(cases))):
        environment = os.environ | settings
        line = [*COMMAND, *command, "-g", "a.ttl"]
        if way == "full":
            with Path("/dev/full").open("wb") as device:
                ran = subprocess.run(
                    line,
                    cwd=workshop(),
                    env=environment,
                    stdout=device,
                    stderr=subprocess.PIPE,
                    check=False,
                    timeout=60,
                )
        elif way == "closed":
            process = subprocess.Popen(
                line, cwd=workshop(), env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
            process.stdout.close()  # type: ignore[union-attr]
            with process.stderr:  # type: ignore[union-attr]
                ran = subprocess.CompletedProcess(line, 0, b"", process.stderr.read())  # type: ignore[union-attr]
            ran.returncode = process.wait()
        else:
            ran = subprocess.run(line, cwd=workshop(), env=environment, capture_output=True, check=False, timeout=60)
        said = ran.stderr.decode("utf-8", "replace")
        # 0 and 1 on a full device only where nothing is printed there.
        silent = command == ["timeline"] or ran.returncode == 1
        allowed = {"pipe": {0, 1, 2, 3, 5}, "closed": {0, 1, 2, 3, 141}, "full": {0, 1, 2, 3} if silent else {2, 3}}[
            way
        ]
        wrong = "Traceback" in said or "Exception ignored" in said or ran.returncode not in allowed
        found.add(f"{way}: status {ran.returncode}", bad=f"{place} {command} {said[-300:]}" if wrong else "")
    return found


def interrupts(count: int, chance: random.Random) -> Found:
    """Ctrl-C ends any command, with status 130 and one word; what ends by itself, or at its deadline, has another."""
    found = Found(Counter(), [])
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    (workshop() / "large.ttl").write_text(turtle("l", 60_000), "utf-8")
    commands = [
        ["query", slow, "-g", "a.ttl"],
        ["query", slow, "--format", "csv", "-g", "old"],
        ["load", "large.ttl", "--into", "never"],
        ["stats", "-g", "large.ttl"],
        ["analyze", "-g", "large.ttl"],
        ["view", "-g", "large.ttl", "--map", "-o", "x.html"],
        ["export", "-g", "large.ttl", "-o", "x.ttl"],
    ]
    for number in range(count):
        command = commands[number % len(commands)]
        process = subprocess.Popen(
            [*COMMAND, *command], cwd=workshop(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        )
        wait_until(lambda process=process: at_work(process.pid), "the command did not start")  # type: ignore[misc]
        time.sleep(chance.uniform(0, 2))
        if not interrupt(process):
            found.add(f"{command[0]}: ended by itself")
            process.communicate()
            continue
        said = process.communicate(timeout=PATIENCE)[1].decode()
        clear = process.returncode == 130 and "Traceback" not in said
        found.add(f"{command[0]}: stopped", bad="" if clear else f"{process.returncode}: {said[-300:]}")
    if list(workshop().glob("never*")):
        found.add("load: orphans", bad=str(list((workshop() / "never").iterdir())))
    return found


FAULTS: dict[str, Callable[[int, random.Random], Found]] = {
    "kills": kills,
    "full": full,
    "readonly": readonly,
    "several": several,
    "damage": damage,
    "strangers": strangers,
    "outputs": outputs,
    "interrupts": interrupts,
}


def main() -> int:
    """Print what came of each fault."""
    parser = argparse.ArgumentParser(description="Break things while wenmai works.")
    parser.add_argument("fault", choices=[*FAULTS, "all"])
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # a shell's background job ignores it, and its children would
    bad = 0
    for name in FAULTS if options.fault == "all" else [options.fault]:
        started = time.monotonic()
        found = FAULTS[name](options.count, random.Random(options.seed))
        print(
            f"{name}: {sum(found.outcomes.values()):,} outcomes, {len(found.bad)} that must not be, {time.monotonic() - started:.0f} s"
        )
        for outcome, number in sorted(found.outcomes.items()):
            print(f"  {number:6,}  {outcome}")
        for line in found.bad:
            print("  BAD ", " ".join(line.split())[:600])
        sys.stdout.flush()
        bad += len(found.bad)
    shutil.rmtree(workshop())
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
