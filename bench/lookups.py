"""What a lookup costs as a whole process, beside Python that does nothing.

    python -m bench.lookups [--triples 100000] [--runs 15]

`path`, `show` and `search` on the packaged report, on a file that is in the cache, and on
a store of it. Each run starts all of them in turn, so that what else the machine does falls on all alike; printed are the middle
processor time in milliseconds and the middle of the ratios to bare Python, run by run.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench import generate
from bench.measure import once

BARE = [sys.executable, "-c", "pass"]
WENMAI = [str(Path(sys.executable).parent / "wenmai")]
REPORT = {"path": ["path", "北交所", "北京金融法院"], "show": ["show", "北交所"], "search": ["search", "bjs"]}
ENDS = ("http://example.org/entity/77", "http://example.org/entity/1100")
MADE = {"path": ["path", *ENDS], "show": ["show", ENDS[0]], "search": ["search", "North"]}


def spent(command: list[str]) -> float:
    """The processor seconds of a command; the clock of :mod:`bench.measure` is too coarse for a bare interpreter."""
    from resource import RUSAGE_CHILDREN, getrusage

    before = getrusage(RUSAGE_CHILDREN)
    once(command)
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--triples", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        os.environ["WENMAI_CACHE"] = f"{name}/cache"
        file = generate.write(Path(name) / "made.nt", options.triples)
        store = Path(name) / "made.store"
        once([*WENMAI, "load", str(file), "--into", str(store)])
        commands = {("bare Python", ""): BARE}
        commands |= {("packaged report", what): [*WENMAI, *words] for what, words in REPORT.items()}
        for where, place in ((f"file of {options.triples:,} triples", file), ("store of it", store)):
            commands |= {(where, what): [*WENMAI, *words, "-g", str(place)] for what, words in MADE.items()}
        first = {key: spent(command) for key, command in commands.items()}
        runs = [{key: spent(command) for key, command in commands.items()} for _ in range(options.runs)]
    bare = ("bare Python", "")
    for key in commands:
        ratio = median(run[key] / run[bare] for run in runs)
        middle = median(run[key] for run in runs)
        print(
            f"{' '.join(key):<36} {middle * 1000:6.0f} ms  {ratio:5.1f} times bare  (first run {first[key] * 1000:.0f} ms)"
        )


if __name__ == "__main__":
    main()
