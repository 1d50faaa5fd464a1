"""What the server holds: mixed clients for a time, workers that are killed, queries that run away, pages by their weight.

Called by ``python -m bench.serve --hold SECONDS``.
"""

from __future__ import annotations

import contextlib
import gzip
import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from bench import generate

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

HOST, PORT = "127.0.0.1", 7491
RUNAWAY = "SELECT (COUNT(*) AS ?n) { " + " ".join(
    f"VALUES ?{name} {{ {' '.join(map(str, range(20)))} }}" for name in "abcdefghij"
) + " }"  # fmt: skip
PAGES = (
    "/",
    "/search?text=entity",
    "/stats",
    "/query",
    "/e/{}",
    "/around?entity={}",
    "/timeline?entity={}",
    "/static/page.js",
)


class Client:
    """One connection that is kept."""

    def __init__(self) -> None:
        self._connection = http.client.HTTPConnection(HOST, PORT, timeout=90)

    def ask(self, path: str, body: str | None = None) -> tuple[int, bytes, float]:
        """The status, the body and the milliseconds of an answer; status 0 where the connection broke."""
        start = time.perf_counter()
        try:
            headers = {"content-type": "application/sparql-query"} if body else {}
            self._connection.request("POST" if body else "GET", path, body, headers)
            answer = self._connection.getresponse()
            found = answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            found = 0, b""
        return *found, 1000 * (time.perf_counter() - start)


def entity(chance: random.Random, entities: int) -> str:
    return f"http://example.org/entity/{chance.randrange(entities)}"


def name(chance: random.Random) -> str:
    """The beginning of many names."""
    start = chance.randrange(len(generate.PLACES) - 2)
    return generate.PLACES[start : start + 2] + chance.choice(generate.TRADES)


def requests(chance: random.Random, entities: int) -> Iterator[tuple[str, str]]:
    """Kinds of requests and their addresses, as a person, a program and an assistant would ask them at once."""
    kinds = ["point"] * 12 + ["path"] * 3 + ["around", "neighbours", "search", "page"]
    while True:
        kind = chance.choice(kinds)
        one, other = quote(entity(chance, entities), ""), quote(entity(chance, entities), "")
        query = urlencode({"query": f"SELECT ?p ?o {{ <{entity(chance, entities)}> ?p ?o }}"})
        yield kind, {
            "point": f"/sparql?{query}", "path": f"/api/v1/path?a={one}&b={other}", "around": f"/api/v1/around?entity={one}",
            "neighbours": f"/api/v1/neighbours?entity={one}", "search": f"/api/v1/search?text={quote(name(chance))}",
            "page": f"/e/{one}",
        }[kind]  # fmt: skip


def mixed(process: subprocess.Popen[bytes], entities: int, seconds: int, clients: int = 32) -> None:
    """Clients of every kind at once: what failed, how long it took, how much memory all processes have together."""
    statuses: Counter[str] = Counter()
    taken: dict[str, list[float]] = {}
    end, lock, most = time.monotonic() + seconds, threading.Lock(), 0

    def work(number: int) -> None:
        client = Client()
        for kind, path in requests(random.Random(number), entities):
            if time.monotonic() > end:
                return
            status, body, milliseconds = client.ask(path)
            good = status == 200 or (kind == "path" and (b"NoPath" in body or b"a path needs two" in body))
            with lock:
                statuses["good" if good else f"{kind} {status} {body[:200]!r}"] += 1
                taken.setdefault(kind, []).append(milliseconds)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    begun = memory(process.pid)
    while time.monotonic() < end:
        time.sleep(0.5)
        most = max(most, memory(process.pid))
    for thread in threads:
        thread.join()
    good = statuses.pop("good", 0)
    print(f"{clients} mixed clients, {seconds} s: {good} answers, {sum(statuses.values())} errors {dict(statuses)}")
    print(
        f"memory of all processes: {begun >> 20} MB at first, {most >> 20} MB at most, {memory(process.pid) >> 20} MB at the end"
    )
    for kind, times in sorted(taken.items()):
        print(f"  {kind:7} median {median(times):7.1f} ms  p99 {sorted(times)[int(0.99 * (len(times) - 1))]:8.1f} ms")


def family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for one in found:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{one}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found


def memory(pid: int) -> int:
    """Bytes that processes have, what they share counted once."""
    total = 0
    for one in family(pid):
        with contextlib.suppress(OSError):
            said = re.search(r"^Pss_Anon:\s+(\d+)", Path(f"/proc/{one}/smaps_rollup").read_text(), re.MULTILINE)
            total += 1024 * int(said[1]) if said else 0
    return total


def killed(process: subprocess.Popen[bytes], entities: int, kills: int = 200) -> None:
    """Workers are killed while clients ask: every answer is right, or one sentence says why there is none."""
    known = f"<{entity(random.Random(1), entities)}>"
    query = "/sparql?" + urlencode({"query": f"SELECT (COUNT(*) AS ?n) {{ {known} ?p ?o }}"})
    right = json.loads(Client().ask(query)[1])["results"]["bindings"]
    found: Counter[str] = Counter()
    stop = threading.Event()

    def work() -> None:
        client = Client()
        while not stop.is_set():
            status, body, _ = client.ask(query)
            said = json.loads(body) if body else {}
            if status == 200:
                found["right" if said["results"]["bindings"] == right else "wrong"] += 1
            else:
                found["told" if isinstance(said.get("detail"), str) else f"missing {status}"] += 1

    threads = [threading.Thread(target=work) for _ in range(16)]
    for thread in threads:
        thread.start()
    done = 0
    while done < kills:
        time.sleep(0.05)
        workers = family(process.pid)[2:]
        if workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(random.choice(workers), signal.SIGKILL)
                done += 1
    stop.set()
    for thread in threads:
        thread.join()
    print(f"{done} workers killed: {dict(found)}")


def runaways(entities: int, many: int = 6, seconds: int = 15) -> None:
    """Queries that never end and are asked again as soon as they are refused or stopped, beside point queries."""
    chance = random.Random(3)
    alone, beside = point_times(chance, entities, seconds // 3), list[float]()
    stop = threading.Event()

    def work(number: int) -> None:
        client = Client()
        while not stop.is_set():
            client.ask("/sparql", f"{RUNAWAY} # {number} {time.monotonic()}")

    for number in range(many):
        threading.Thread(target=work, args=(number,), daemon=True).start()
    time.sleep(2)
    beside = point_times(chance, entities, seconds)
    stop.set()
    print(f"{many} retrying runaways: median {median(beside):.2f} ms beside them, {median(alone):.2f} ms alone, "
          f"{median(beside) / median(alone):.2f} times")  # fmt: skip


def point_times(chance: random.Random, entities: int, seconds: int) -> list[float]:
    client, end, found = Client(), time.monotonic() + seconds, list[float]()
    while time.monotonic() < end:
        query = urlencode({"query": f"SELECT ?p ?o {{ <{entity(chance, entities)}> ?p ?o }}"})
        status, _, taken = client.ask(f"/sparql?{query}")
        if status != 200:
            raise SystemExit(f"a point query got {status}")
        found.append(taken)
    return found


def leaving(process: subprocess.Popen[bytes]) -> None:
    """A client leaves while its query runs: how long the worker goes on."""
    body = f"{RUNAWAY} # leaves".encode()
    head = f"POST /sparql HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/sparql-query\r\nContent-Length: {len(body)}\r\n\r\n"
    found = []
    for _ in range(5):
        with socket.create_connection((HOST, PORT)) as client:
            client.sendall(head.encode() + body)
            time.sleep(1.2)
            worker = max(family(process.pid)[2:], key=_ticks)
        start = time.monotonic()
        while Path(f"/proc/{worker}").exists() and time.monotonic() - start < 20:
            time.sleep(0.01)
        found.append(time.monotonic() - start)
    print(f"a client leaves: its worker ends after {median(found):.2f} s, {max(found):.2f} s at most")


def _ticks(pid: int) -> int:
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])
    return 0


def weights(entities: int) -> None:
    """Bytes of each page, compressed, with all that it loads from the server."""
    client, one = Client(), quote(entity(random.Random(5), entities), "")
    for page in PAGES:
        known: dict[str, int] = {}
        queue = [quote(page.format(one), "/?=&%")]
        for path in queue:
            _, body, _ = client.ask(path)
            known[path] = len(gzip.compress(body, 6))
            queue += [link for link in loaded(path, body.decode("utf-8", "replace")) if link not in queue]
        print(f"  {page:24} {sum(known.values()) / 1000:6.1f} kB in {len(known)} requests")


def loaded(path: str, text: str) -> list[str]:
    """What a page or a module loads."""
    if path.startswith("/static/"):
        folder = path.rpartition("/")[0]
        return [os.path.normpath(f"{folder}/{name}") for name in re.findall(r'from "(\.[^"]+)"', text)]
    return re.findall(r'(?:src|href)="(/static/[^"]+)"', text)


def measure(options: argparse.Namespace) -> None:
    """Start the server on a store and measure all of it."""
    entities = options.triples * 3 // 25
    with tempfile.TemporaryDirectory() as name:
        program, store = Path(sys.executable).parent / "wenmai", options.store or Path(name) / "made.store"
        if options.store is None:
            file = generate.write(Path(name) / "made.nt", options.triples)
            subprocess.run([program, "load", file, "--into", store], check=True, capture_output=True)
        call: list[Any] = [program, "serve", "-g", store, "--port", PORT, "--no-browser"]
        from bench.serve import running

        start = time.monotonic()
        with running([str(part) for part in call], f"http://{HOST}:{PORT}/healthz") as process:
            print(f"ready after {time.monotonic() - start:.2f} s")
            weights(entities)
            leaving(process)
            mixed(process, entities, options.hold)
            killed(process, entities)
            runaways(entities)
