"""Read thousands of damaged files: each is read, or refused with its place, in a process that must not fall over.

    python tests/hostile/mutate.py --count 10000 --seed 1

Each batch of files is read by a process of its own with bounds of memory and time, so that a crash, a hang or a
traceback is seen and its file kept.
"""

from __future__ import annotations

import argparse
import base64
import bz2
import gzip
import json
import lzma
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent
BATCH = 100

TURTLE = """@prefix ex: <http://example.org/> . @base <http://example.org/b/> .
ex:甲 a ex:Person ; ex:name "甲"@zh , 'A'@en-GB , \"\"\"long "one" \\u00e9\"\"\" ; ex:age 42, 1.5, 1e3, true .
<rel> ex:knows [ ex:name "nested" ; ex:list ( 1 2 [] _:b ) ] , _:b . # a comment
ex:q ex:says <<( ex:a ex:b "c" )>> .
"""
SEEDS = {
    "a.ttl": TURTLE.encode(),
    "a.trig": (TURTLE + "ex:g { ex:s ex:p ex:o . } GRAPH _:g { ex:s ex:p 1 }").encode(),
    "a.nt": b'<urn:a> <urn:b> "x\\ny"@en .\n_:a <urn:c> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n# c\n' * 3,
    "a.nq": "<urn:甲> <urn:b> <urn:c> <urn:g> .\n<urn:a> <urn:b> _:x _:g .\n".encode() * 3,
    "a.rdf": """<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE r [<!ENTITY ex "http://example.org/">]>
<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="http://example.org/" xml:base="http://b/">
 <ex:Person r:about="&ex;甲" ex:age="3"><ex:name xml:lang="zh">甲 &amp; 乙</ex:name>
 <ex:knows r:parseType="Resource"><ex:n r:datatype="http://www.w3.org/2001/XMLSchema#int">1</ex:n></ex:knows>
 <ex:list r:parseType="Collection"><r:Description r:nodeID="b"/></ex:list><ex:x r:parseType="Literal"><b>x</b></ex:x>
 </ex:Person></r:RDF>""".encode(),
    "a.jsonld": json.dumps(
        {
            "@context": {
                "ex": "http://example.org/",
                "name": {"@id": "ex:name", "@language": "zh"},
                "list": {"@id": "ex:l", "@container": "@list"},
            },
            "@graph": [
                {
                    "@id": "ex:甲",
                    "@type": "ex:P",
                    "name": "甲",
                    "ex:age": 3,
                    "list": [1, {"@value": "x", "@type": "ex:t"}],
                },
                {"@id": "_:b", "ex:f": 1.5e300, "ex:n": None},
            ],
        },
        ensure_ascii=False,
    ).encode(),
}
SEEDS |= {
    "a.ttl.gz": gzip.compress(SEEDS["a.ttl"], mtime=0),
    "a.nq.bz2": bz2.compress(SEEDS["a.nq"]),
    "a.nt.xz": lzma.compress(SEEDS["a.nt"]),
    "a": SEEDS["a.ttl"],
}
TOKENS = [
    b"<", b">", b'"', b"'''", b'"""', b"\\", b"\\u", b"\\uD800", b"\\U00110000", b"@", b"^^", b"_:", b"<<(", b")>>", b"[", b"]",
    b"(", b")", b"{", b"}", b".", b";", b",", b"#", b"\x00", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r", b"\n",
    b"&", b"&lt;", b"&#0;", b"&#x110000;", b"<!--", b"]]>", b"<![CDATA[", b"<?x", b"xml:lang=''", b"null", b"1e999", b"-0", b"@id",
    b"@context", b"@list", b"@reverse", b"@base <> .", b"@prefix : <x> .", b"a" * 5000, b"[" * 300, b"(" * 300, b"{" * 300, b"<<(" * 300,
    "\u202e".encode(), "中".encode("gbk"), "中".encode("utf-16"),
]  # fmt: skip


class Tally(NamedTuple):
    """What became of the files: counts by outcome, and those that must not be."""

    outcomes: Counter[str]
    bad: list[tuple[str, bytes, str]]


def mutate(seed: bytes, chance: random.Random) -> bytes:
    """A few random injuries."""
    data = bytearray(seed)
    for _ in range(chance.choice([1, 1, 1, 2, 3, 8])):
        place = chance.randrange(len(data) + 1)
        end = min(len(data), place + chance.choice([1, 1, 2, 5, 20, 200]))
        kind = chance.randrange(6)
        if kind == 0 and place < len(data):
            data[place] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del data[place:end]
        elif kind == 2:
            data[place:place] = chance.choice(TOKENS)
        elif kind == 3:
            data[place:place] = data[place:end] * chance.choice([1, 2, 50])
        elif kind == 4:
            del data[place:]
        else:
            data[place:end] = chance.choice(TOKENS)
    return bytes(data)


READ = """
import base64, json, resource, sys, tempfile, os
sys.path.insert(0, {root!r})
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
from wenmai import reading
from wenmai.errors import GraphSyntaxError, InputError
folder = tempfile.mkdtemp()
for line in sys.stdin:
    name, data = json.loads(line)
    place = os.path.join(folder, name)
    open(place, "wb").write(base64.b64decode(data))
    try:
        for _ in reading.quads(place):
            pass
        print("read", flush=True)
    except GraphSyntaxError as error:
        where = "with its line" if error.line else "WITHOUT A LINE: " + str(error).replace("\\n", " ")
        print("refused " + where if "\\n" not in str(error) else "TWO LINES", flush=True)
    except InputError as error:
        print("refused as a whole" if place in str(error) else "NO FILE NAME: " + str(error).replace("\\n", " "), flush=True)
    except BaseException as error:
        print("TRACEBACK " + repr(error).replace("\\n", " "), flush=True)
"""
"""Reads what it is given, one file a line, and says what became of it."""


def read(files: list[tuple[str, bytes]], timeout: float = 60) -> list[str]:
    """What became of each file; a process that ends early is started again after the file that ended it."""
    outcomes: list[str] = []
    while len(outcomes) < len(files):
        rest = files[len(outcomes) :]
        given = "".join(json.dumps([name, base64.b64encode(data).decode()]) + "\n" for name, data in rest)
        command = [sys.executable, "-c", READ.format(root=str(ROOT))]
        try:
            ended = subprocess.run(command, input=given, capture_output=True, text=True, timeout=timeout, check=False)
            said, status = ended.stdout.splitlines(), f"CRASH {ended.returncode} {ended.stderr[-200:]}"
        except subprocess.TimeoutExpired as hung:
            said, status = (hung.stdout or b"").decode().splitlines(), "HANG"
        outcomes += said
        if len(said) < len(rest):
            outcomes.append(status)
    return outcomes


def attack(count: int, seed: int) -> Tally:
    """Read ``count`` damaged files."""
    chance = random.Random(seed)
    names = sorted(SEEDS)
    outcomes: Counter[str] = Counter()
    bad = []
    for start in range(0, count, BATCH):
        files = [
            (name := names[chance.randrange(len(names))], mutate(SEEDS[name], chance))
            for _ in range(start, min(count, start + BATCH))
        ]
        for (name, data), outcome in zip(files, read(files), strict=True):
            kind = name.split(".", 1)[-1] if "." in name else "no ending"
            outcomes[f"{kind}: {outcome if outcome.islower() else outcome.split(':')[0]}"] += 1
            if not outcome.islower():
                bad.append((name, data, outcome))
    return Tally(outcomes, bad)


def main() -> int:
    """Print what became of the files; keep those that must not be."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    started = time.monotonic()
    tally = attack(options.count, options.seed)
    for outcome, number in sorted(tally.outcomes.items()):
        print(f"{number:7,}  {outcome}")
    print(
        f"{options.count:7,}  files in {time.monotonic() - started:.0f} s, seed {options.seed}; {len(tally.bad)} that must not be"
    )
    if tally.bad:
        folder = Path(tempfile.mkdtemp(prefix="wenmai-bad-"))
        for number, (name, data, outcome) in enumerate(tally.bad):
            (folder / f"{number}-{name}").write_bytes(data)
            print(folder / f"{number}-{name}", outcome)
    return 1 if tally.bad else 0


if __name__ == "__main__":
    sys.exit(main())
