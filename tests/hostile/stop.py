"""Ask every query of :mod:`hostile.queries`, and say how each was stopped.

    python tests/hostile/stop.py

A catastrophe ends at its deadline or its bound of memory, a stack bomb is refused, and the next query is answered; Ctrl-C
ends the command. How late each was is told: on a quiet machine, less than a second. Only what a busy machine does not
explain is judged to be late.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent.parent
DEADLINE, MEMORY, GRACE = 2.0, 256 << 20, 30.0
"""Seconds, bytes, and the seconds that stopping may take on a machine however busy: the queries would take years."""


class Tally:
    """What became of the queries of one kind."""

    def __init__(self, kind: str) -> None:
        self.kind, self.outcomes, self.bad = kind, Counter[str](), list[str]()
        self.slowest = self.next_slowest = 0.0

    def add(self, name: str, outcome: str, seconds: float, next_seconds: float = 0.0, *, limit: float) -> None:
        """Count one, and note when it or the next was late."""
        self.outcomes[outcome] += 1
        self.slowest, self.next_slowest = max(self.slowest, seconds), max(self.next_slowest, next_seconds)
        if outcome.isupper() or seconds > limit or next_seconds > GRACE:
            self.bad.append(f"{name}: {outcome} after {seconds:.2f} s, the next answered after {next_seconds:.2f} s")

    def tell(self) -> None:
        """Print it."""
        told = ", ".join(f"{number} {outcome}" for outcome, number in sorted(self.outcomes.items()))
        print(f"{self.kind}: {told}")
        print(
            f"  the slowest {self.slowest:.2f} s, the next query at most {self.next_slowest:.2f} s; {len(self.bad)} bad"
        )
        for line in self.bad:
            print("  BAD ", line)


def timed(work: Callable[[], str]) -> tuple[str, float]:
    """What work returns, and the seconds it took."""
    started = time.monotonic()
    return work(), time.monotonic() - started


def ask(source: object, text: str) -> str:
    """How a query ended."""
    from wenmai.errors import LimitReached, QueryRefused, QueryTimeout
    from wenmai.sparql import run

    try:
        run(source, text, timeout=DEADLINE, memory=MEMORY, max_rows=100_000_000)  # type: ignore[arg-type]
    except QueryTimeout:
        return "stopped at the deadline"
    except LimitReached as error:
        return "stopped at the bound of memory" if "memory" in str(error) else f"stopped: {error}"
    except QueryRefused:
        return "refused"
    return "ANSWERED"


def in_process() -> list[Tally]:
    """Catastrophes and bombs, each followed by a small query."""
    from hostile import queries
    from hostile.graphs import memory

    source = memory(queries.GRAPH)
    tallies = []
    for kind, texts in (("catastrophes", queries.CATASTROPHES), ("stack bombs", queries.STACK_BOMBS)):
        tally = Tally(kind)
        for name, text in texts.items():
            outcome, seconds = timed(lambda text=text: ask(source, queries.PREFIX + text))  # type: ignore[misc]
            answer, later = timed(lambda: ask(source, queries.PREFIX + "ASK { ex:e1 ex:label ?l }"))
            tally.add(
                name,
                outcome if answer == "ANSWERED" else "NEXT " + answer.upper(),
                seconds,
                later,
                limit=DEADLINE + GRACE,
            )
        tallies.append(tally)
    return tallies


def interrupted() -> Tally:
    """Every catastrophe as a command, and Ctrl-C at some moment."""
    from hostile import queries
    from processes import at_work, interrupt, wait_until

    tally, chance = Tally("Ctrl-C"), random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / "g.ttl"
        graph.write_text(queries.GRAPH, "utf-8")
        for name, text in queries.CATASTROPHES.items():
            command = [sys.executable, str(ROOT / "cli.py"), "query", queries.PREFIX + text, "-g", str(graph)]
            process = subprocess.Popen(
                [*command, "--timeout", "60"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
            )
            wait_until(lambda process=process: at_work(process.pid), "the command did not start")  # type: ignore[misc]
            time.sleep(chance.uniform(0, 1))
            if not interrupt(process):
                process.communicate()
                tally.add(name, f"ended by itself with status {process.returncode}", 0.0, limit=GRACE)
                continue
            said, seconds = timed(lambda process=process: process.communicate()[1].decode())  # type: ignore[misc]
            clear = process.returncode == 130 and "Traceback" not in said
            tally.add(name, "stopped" if clear else f"STATUS {process.returncode}", seconds, limit=GRACE)
    return tally


def main() -> int:
    """Print what became of the queries."""
    tallies = in_process()
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    tallies.append(interrupted())
    print(f"deadline {DEADLINE:.0f} s, bound of memory {MEMORY >> 20} MB; the largest process held {largest:.0f} MB")
    for tally in tallies:
        tally.tell()
    return 1 if any(tally.bad for tally in tallies) else 0


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    sys.exit(main())
