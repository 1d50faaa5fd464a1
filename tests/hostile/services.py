"""Does the guard let a query through in which the engine calls a service? Held against the engine itself.

    python tests/hostile/services.py --queries 1000000

Queries are made by a grammar that puts the word wherever it can stand (as a call, in names, strings, IRIs and comments),
with spaces, comments, capitals, escapes and characters that only the engine's grammar allows there, and then most of them
are damaged by a few edits. What the guard lets through is run by the engine with nothing between it and two listeners
on loopback: one whose host is allowed, and one that must hear nothing. A query of the grammar that calls no service and that
the engine can read must be let through.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import socket
import struct
import sys
from collections import Counter
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = "<urn:s> <urn:p> <urn:o>, 1, 'service' . <urn:g> { <urn:s> <urn:p> <urn:o> }"
PREFIXES = {"e": "urn:", "service": "urn:service:", "SERVICE": "urn:x:", "silent": "urn:y:"}
"""What the engine is given with every query."""

SPACES = ("", " ", " ", "\n", "\t", "\r", "# c\n", "#\u00a0'\r", "#<'>\n", ' #"""\n', "# service <http://EVIL/> {\n")
NAMES = (
    "qservice",
    "serviceq",
    "kservice",
    "qkkkkkk",
    "h",
    "service",
    "Service",
    "h\u00b7",
    "h\u203f",
    "h\u0301",
    "服务",
    "service\u00b7",
    "from",
    "_",
    "0",
    "SERVICESILENT",
)
LOCALS = ("a", "service", "a.b", "a\u00b7", "%41", "\\-", "a\\.", "服务", "service:a", ":", "")
ODD = (
    "\u00a0",
    "\u2003",
    "\ufeff",
    "\u00b7",
    "\u0301",
    "\u200d",
    "ſ",
    "\\u0053",
    "\\U00000073",
    "\x00",
    "\U00020bb7",
    "\u2028",
)
PIECES = (
    *SPACES, *NAMES, *ODD, "SERVICE", "service", "SILENT", "SERVICE SILENT", "<http://EVIL/>", "<http://GOOD/>", "h:", "h:a", "e:",
    "?h", "$h", "serviceq:x", "SERVICEqk:x", "service:x", "~", "{", "}", "(", ")", ".", ";", ",", "'", '"', "'''", '"""', "#", "\n", "<", ">", "<'>", "<<", ">>", "<<(", ")>>", "{|",
    "|}", "~", "true", "1e5", "1.", "a", "@en", "@service", "^^", "FILTER", "EXISTS", "NOT", "LATERAL", "OPTIONAL", "GRAPH", "UNION",
    "MINUS", "BIND", "AS", "VALUES", "SELECT", "WHERE", "FROM", "BASE <http://EVIL/>", "PREFIX h: <http://EVIL:>", "\\", "&&", "!", "*",
)  # fmt: skip
"""What damage puts into a query."""


class Made(NamedTuple):
    """A query, and whether it calls a service as it was made: ``""``, ``"good"`` (an allowed host alone) or ``"evil"``."""

    text: str
    calls: str


class Maker:
    """Makes queries from a seed; ``EVIL`` and ``GOOD`` stand for hosts."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.calls: set[str] = set()

    def query(self) -> Made:
        """A query that is read by the engine, but for rare accidents of its pieces."""
        self.calls = set()
        body = self.group(self.chance.choice((1, 2, 3)))
        near = self.pick("q", "k", "qk", "")
        prologue = (
            f"PREFIX{self.gap()}h:{self.gap()}<http://{self.chance.choice(('EVIL/', 'GOOD/', 'EVIL:', 'service/'))}>\n"
            f"PREFIX {near}:<http://EVIL/>PREFIX {self.pick(f'{near}service', f'service{near}x', 'x')}:<urn:x>\n"
        )
        head = self.pick(
            "SELECT * ",
            "ASK",
            "SELECT (1 AS ?x) WHERE",
            "SELECT (COUNT(*) AS ?n)",
            "CONSTRUCT { ?s ?p ?o } WHERE",
            "SELECT ?service ?o",
        )
        tail = self.pick("", "", " LIMIT 5", " ORDER BY ?service", "# service ?x {")
        kind = "evil" if self.calls - {"good"} else "good" if self.calls else ""
        return Made(prologue + head + self.gap() + body + tail, kind)

    def pick(self, *choices: str) -> str:
        return self.chance.choice(choices)

    def gap(self) -> str:
        """Space that may be nothing."""
        return "".join(self.pick(*SPACES) for _ in range(self.chance.choice((0, 1, 1, 2))))

    def word(self) -> str:
        """The word, in any capitals."""
        return (
            self.pick("service", "SERVICE")
            if self.chance.random() < 0.5
            else "".join(self.chance.choice((letter, letter.upper())) for letter in "service")
        )

    def group(self, depth: int) -> str:
        return (
            "{"
            + self.gap()
            + self.gap().join(self.item(depth) for _ in range(self.chance.choice((1, 1, 2, 3))))
            + self.gap()
            + "}"
        )

    def item(self, depth: int) -> str:
        """A pattern of a group."""
        inner = (lambda: self.group(depth - 1)) if depth else (lambda: "{" + self.triple() + "}")
        return self.chance.choice((
            self.triple, self.triple, self.triple,
            lambda: self.call(inner()),
            lambda: "?s ?p ?o " + self.call(inner()),
            lambda: self.run_together(inner()),
            lambda: self.pick("FILTER EXISTS", "FILTER NOT EXISTS", "OPTIONAL", "MINUS", "LATERAL", "") + self.gap() + inner(),
            lambda: inner() + "UNION" + inner(),
            lambda: "GRAPH" + self.gap() + self.pick("?service", "service:g", "<urn:g>") + self.gap() + inner(),
            lambda: "{SELECT" + self.gap() + "*" + inner() + "}",
            lambda: f"BIND(EXISTS{self.gap()}{inner()} AS ?{self.pick(*NAMES)}{self.chance.randrange(99)})",
            lambda: f"VALUES ?{self.pick('h', 'h·', 'h‿', 'service')} {{ <http://EVIL/> }}",
        ))()  # fmt: skip

    def triple(self) -> str:
        """Triples that may hold the letters anywhere."""
        subject = self.pick("?s", "?service", "<urn:s>", "e:s", "_:service", "[]")
        thing = self.pick(
            "?o", f"?{self.pick(*NAMES)}", f"'{self.word()} <http://EVIL/> {{'", f'"""{self.word()}\n{{"""', f"<urn:{self.word()}#>", "'a'@service",
            f"service:{self.pick(*LOCALS)}", f"e:{self.pick(*LOCALS)}", "1", "true", "'\\u0073ervice'", "<urn:\\u0073ervice>",
        )  # fmt: skip
        verb = self.pick("?p", "<urn:p>", "e:p", "a", "service:p", "?service")
        path = self.pick("e:p/service:p", "^e:service", "(e:p|service:p)*", "!(a|^service:p)")
        note = self.pick(
            "", f"#{self.word()} ?x {{\n", "{| e:service 1 |}", "{|service:p ?service|}", "~", "~ e:service"
        )
        return f"{subject} {verb} {thing} {note} ." if self.chance.random() < 0.8 else f"{subject} {path} {thing} ."

    def call(self, inner: str) -> str:
        """A call of a service."""
        target = self.chance.choice((
            "<http://EVIL/>", "<http://GOOD/>", "<http://GOOD/?x#y>", "<http://GOOD@EVIL/>", "<\\u0068ttp://EVIL/>", "<http://GOOD\\u002eEVIL/>",
            "h:", "h:a", "q:x", "k:x", ":x", f"h:{self.pick(*LOCALS)}", "e:x", f"?{self.pick(*NAMES)}", f"${self.pick(*NAMES)}",
        ))  # fmt: skip
        self.calls.add("good" if target.startswith("<http://GOOD") and "EVIL" not in target else "evil")
        return self.word() + self.gap() + self.pick("", "SILENT", "silent") + self.gap() + target + self.gap() + inner

    def run_together(self, inner: str) -> str:
        """A call that could be a name, where a name may stand and need not."""
        self.calls.add("evil")
        return f"?s ?p ?o ~ {self.word()}{self.pick('q', 'k', 'qk')}:x{inner}"

    def damage(self, text: str) -> str:
        """The text after a few edits."""
        for _ in range(self.chance.choice((1, 1, 2, 3, 5))):
            start = self.chance.randrange(len(text) + 1)
            end = start + self.chance.choice((0, 0, 0, 1, 2, 8))
            text = text[:start] + self.chance.choice((*PIECES, text[end : end + 12])) + text[end:]
        return text


class Listeners:
    """Two listeners on loopback that count who comes, and hang up."""

    def __init__(self) -> None:
        self.sockets = {name: socket.create_server(("127.0.0.1", 0), backlog=64) for name in ("EVIL", "GOOD")}
        self.hosts = {name: f"127.0.0.1:{one.getsockname()[1]}" for name, one in self.sockets.items()}
        self.heard = {name: multiprocessing.get_context("fork").Value("L", 0) for name in self.sockets}

    def fill(self, text: str) -> str:
        for name, host in self.hosts.items():
            text = text.replace(name, host)
        return text

    def count(self, name: str) -> int:
        return int(self.heard[name].value)

    def listen(self, name: str) -> None:
        """Count before hanging up, so that the count is there when the engine goes on."""
        while True:
            connection, _ = self.sockets[name].accept()
            self.heard[name].value += 1
            with suppress(OSError):
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                connection.close()


@contextmanager
def listening() -> Iterator[Listeners]:
    """Listeners in processes of their own, since the engine may hold the interpreter while it waits."""
    found = Listeners()
    processes = [
        multiprocessing.get_context("fork").Process(target=found.listen, args=(name,), daemon=True)
        for name in found.sockets
    ]
    try:
        for process in processes:
            process.start()
        yield found
    finally:
        for process in processes:
            process.kill()
            process.join()
        for one in found.sockets.values():
            one.close()


def engine(store: ox.Store, text: str) -> str:
    """How the engine takes a query: ``read``, or why not."""
    try:
        found = store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
        if not isinstance(found, ox.QueryBoolean):
            list(islice(found, 20))
    except SyntaxError:
        return "no query"
    except (OSError, RuntimeError, ValueError):
        return "read"  # and then failed, as where a listener hangs up
    return "read"


def guard(text: str, allowed: str) -> str:
    """What the guard says of a query."""
    from wenmai.errors import QueryRefused
    from wenmai.sparql.services import refuse_services

    try:
        refuse_services(text, PREFIXES, (allowed,))
    except QueryRefused:
        return "refused"
    except SyntaxError:
        return "no query"
    return "let through"


def run(queries: int, seed: int, tally: Counter[str]) -> list[str]:
    """Ask so many queries; what was wrong, one line each."""
    maker, store, wrong = Maker(seed), ox.Store(), []
    store.load(DATA.encode(), format=ox.RdfFormat.TRIG)
    with listening() as listeners:
        for _ in range(queries):
            made = maker.query()
            whole = maker.chance.random() < 0.3
            text = listeners.fill(made.text if whole else maker.damage(made.text))
            said = guard(text, listeners.hosts["GOOD"])
            evil, good = listeners.count("EVIL"), listeners.count("GOOD")
            harmless = whole and made.calls != "evil"
            took = engine(store, text) if said == "let through" or harmless else "not asked"
            tally[f"{said}, {took}"] += 1
            tally["the allowed host was called"] += listeners.count("GOOD") > good
            if said == "let through" and listeners.count("EVIL") > evil:
                wrong.append(f"BYPASS {text!r}")
            if said == "let through" and took == "read" and whole and not harmless:
                wrong.append(f"UNSEEN {text!r}")
            if said != "let through" and took == "read":
                wrong.append(f"REFUSED {text!r}")
    return wrong


def main() -> int:
    """Print what became of the queries; 1 when one was let through that reached out, or refused for nothing."""
    parser = argparse.ArgumentParser(description="Hold the guard against the engine.")
    parser.add_argument("--queries", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    tally: Counter[str] = Counter()
    wrong = run(options.queries, options.seed, tally)
    for outcome, number in tally.most_common():
        print(f"{number:9,} {outcome}")
    for line in wrong[:50]:
        print(line)
    print(f"{options.queries:,} queries, {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "graph")]
    sys.exit(main())
