"""What the server does under load, beside Oxigraph's server on the same triples, in one run.

    python -m bench.serve [--triples 1000000] [--seconds 8] [--store STORE]
    python -m bench.serve --hold 60 --store STORE --triples 10000000    # ours alone, for a minute under all that may come

The first needs `wrk`. Both servers run at once, and are asked in turn: point queries of 8 clients, each for another entity; ranked paths
of one client; point queries while a query runs away. Printed are requests a second and milliseconds, and ratios. The second is
`bench.holding`.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING
from urllib.parse import quote

from bench import generate

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPT = """local n = 0
request = function()
  n = (n * 1103515245 + 12345) % ENTITIES
  local text = "SELECT%20%3Fp%20%3Fo%20%7B%20%3Chttp%3A%2F%2Fexample.org%2Fentity%2F" .. n .. "%3E%20%3Fp%20%3Fo%20%7D"
  return wrk.format("GET", PATH .. "?query=" .. text)
end
"""
RUNAWAY = "SELECT (COUNT(*) AS ?n) { " + " ".join(
    f"VALUES ?{name} {{ {' '.join(map(str, range(20)))} }}" for name in "abcdefghij"
) + " }"  # fmt: skip


@contextlib.contextmanager
def running(command: list[str], ready: str) -> Iterator[subprocess.Popen[bytes]]:
    """A server that answers at the address ``ready``; ended by its number."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(ready)
            yield process
        finally:
            process.terminate()


def wait_for(address: str) -> float:
    """Seconds until an address answers."""
    start = time.monotonic()
    while time.monotonic() - start < 60:
        try:
            urllib.request.urlopen(address, timeout=5).read()
        except urllib.error.HTTPError:
            break
        except OSError:
            time.sleep(0.01)
        else:
            break
    return time.monotonic() - start


def load(address: str, path: str, entities: int, seconds: int, folder: Path) -> tuple[float, float, float]:
    """Requests a second, and the median and 99th percentile in milliseconds, of 8 clients."""
    script = folder / "point.lua"
    script.write_text(SCRIPT.replace("ENTITIES", str(entities)).replace("PATH", json.dumps(path)), "utf-8")
    call = ["wrk", "-t1", "-c8", f"-d{seconds}s", "--latency", "-s", str(script), address]
    said = subprocess.run(call, capture_output=True, text=True, check=True).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])  # type: ignore[index]
    if "Non-2xx" in said:
        raise SystemExit(f"some requests failed: {said}")
    return rate, *(_milliseconds(re.search(rf"{part}%\s+([\d.]+)(us|ms|s)", said)) for part in ("50", "99"))


def _milliseconds(found: re.Match[str] | None) -> float:
    assert found is not None
    return float(found[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[found[2]]


def paths(address: str, entities: int, count: int) -> list[float]:
    """Milliseconds of ranked paths between random entities, one client."""
    chance, taken = random.Random(7), []
    for _ in range(count):
        a, b = (f"http://example.org/entity/{chance.randrange(entities)}" for _ in range(2))
        start = time.perf_counter()
        with contextlib.suppress(urllib.error.HTTPError):
            urllib.request.urlopen(f"{address}/api/v1/path?a={quote(a, '')}&b={quote(b, '')}", timeout=60).read()
        taken.append(1000 * (time.perf_counter() - start))
    return taken


def runaway(address: str, number: int) -> threading.Thread:
    """A query that would not end, asked in a thread."""

    def ask() -> None:
        with contextlib.suppress(OSError):
            request = urllib.request.Request(
                f"{address}/sparql", f"{RUNAWAY} # {number}".encode(), {"content-type": "application/sparql-query"}
            )
            urllib.request.urlopen(request, timeout=60).read()

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    return thread


def main() -> None:
    """Measure and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--paths", type=int, default=200)
    parser.add_argument("--store", type=Path, help="a store of the same triples, already loaded")
    parser.add_argument(
        "--hold", type=int, metavar="SECONDS", help="mixed clients, killed workers, runaways, weight of pages"
    )
    options = parser.parse_args()
    if options.hold:
        from bench import holding

        holding.measure(options)
        return
    if shutil.which("wrk") is None:
        raise SystemExit("this needs wrk (Debian: apt install wrk)")
    programs, entities = Path(sys.executable).parent, options.triples * 3 // 25
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = options.store or folder / "made.store"
        file = generate.write(folder / "made.nt", options.triples)
        if options.store is None:
            subprocess.run([programs / "wenmai", "load", file, "--into", store], check=True, capture_output=True)
        subprocess.run(
            [programs / "oxigraph", "load", "-l", folder / "ox", "-f", file], check=True, capture_output=True
        )
        ours = [str(programs / "wenmai"), "serve", "-g", str(store), "--port", "7491", "--no-browser"]
        theirs = [str(programs / "oxigraph"), "serve-read-only", "-l", str(folder / "ox"), "-b", "127.0.0.1:7492"]
        start = time.monotonic()
        with running(ours, "http://127.0.0.1:7491/healthz"), running(theirs, "http://127.0.0.1:7492/"):
            print(f"both ready after {time.monotonic() - start:.2f} s")
            measure(options, entities, folder)


def measure(options: argparse.Namespace, entities: int, folder: Path) -> None:
    """Ask both servers in turn."""
    places = {"wenmai": ("http://127.0.0.1:7491", "/sparql"), "Oxigraph": ("http://127.0.0.1:7492", "/query")}
    rounds: dict[str, list[tuple[float, float, float]]] = {"wenmai": [], "Oxigraph": []}
    for _ in range(options.rounds):
        for name, (address, path) in places.items():
            rounds[name].append(load(address, path, entities, options.seconds, folder))
    for name, found in rounds.items():
        rate, middle, late = (median(one[place] for one in found) for place in range(3))
        print(f"point queries, 8 clients: {name:9} {rate:8.0f}/s  median {middle:6.2f} ms  p99 {late:6.2f} ms")
    print(f"ratio {median(o[0] / w[0] for o, w in zip(rounds['Oxigraph'], rounds['wenmai'], strict=True)):.1f}")
    ours = places["wenmai"][0]
    taken = paths(ours, entities, options.paths)
    print(f"ranked paths, one client: median {median(taken):.1f} ms  p99 {quantiles(taken, n=100)[98]:.1f} ms")
    alone = median(one[1] for one in rounds["wenmai"])
    for many in (1, 6):
        threads = [runaway(ours, many * 10 + number) for number in range(many)]
        time.sleep(1)
        with_them = load(ours, "/sparql", entities, options.seconds, folder)[1]
        print(f"median beside {many} runaway: {with_them:.2f} ms, {with_them / alone:.2f} times")
        for thread in threads:
            thread.join()


if __name__ == "__main__":
    main()
