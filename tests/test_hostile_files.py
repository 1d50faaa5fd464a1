"""Files made to hurt their reader: each is read or refused with its reason, in bounded memory and time."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from hostile import mutate
from wenmai.reading.detect import detect_format

ROOT = Path(__file__).resolve().parent.parent
RDFXML = '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="urn:x:">%s</r:RDF>'


@pytest.mark.slow
def test_damaged_files_are_read_or_refused_with_their_place() -> None:
    tally = mutate.attack(count=400, seed=20211220)
    assert tally.bad == []
    assert sum(tally.outcomes.values()) == 400


def test_the_tally_sees_what_must_not_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that falls over in the middle is noticed, and the files after it are read all the same."""
    monkeypatch.setattr(mutate, "READ", mutate.READ.replace("try:", "if name == 'b': os._exit(9)\n    try:"))
    assert mutate.read([("a", b""), ("b", b""), ("a", b"")]) == ["read", "CRASH 9 ", "read"]


def wenmai(folder: Path, *arguments: str, gigabytes: float = 1.5) -> subprocess.CompletedProcess[str]:
    """Run a command within a bound of memory; no answer within a minute is a failure of the test."""

    def bound() -> None:
        size = int(gigabytes * (1 << 30))
        resource.setrlimit(resource.RLIMIT_AS, (size, size))

    return subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *arguments],
        cwd=folder,
        preexec_fn=bound,
        capture_output=True,
        timeout=300,
        check=False,
        encoding="utf-8",
    )


def entity_bomb() -> str:
    entities = "".join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 10}">' for i in range(12))
    return f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e0 "lol">{entities}]>' + RDFXML % '<r:Description x:p="&e12;"/>'


def nested_json(depth: int) -> str:
    return '{"urn:p":' * depth + "1" + "}" * depth


def deep_xml(depth: int) -> str:
    return RDFXML % ("<r:Description><x:p>" * depth + "</x:p></r:Description>" * depth)


REFUSED = {
    "entity-bomb.rdf": (entity_bomb(), "entity bomb"),
    "quadratic-entity.rdf": (
        f'<!DOCTYPE r [<!ENTITY e "{"x" * 100_000}">]>'
        + RDFXML % f"<r:Description><x:p>{'&e;' * 10_000}</x:p></r:Description>",
        "entity bomb",
    ),
    "encoding.rdf": ('<?xml version="1.0" encoding="UTG-8"?>' + RDFXML % "", "declares the encoding UTG-8"),
    "encoding7.rdf": ('<?xml version="1.0" encoding="UTF-7"?>' + RDFXML % "", "convert it to UTF-8"),
    "gbk.rdf": (
        ('<?xml version="1.0" encoding="GBK"?>' + RDFXML % "<!--中文-->").encode("gbk") + b"\xff",
        "not in the encoding that its XML declares",
    ),
    "deep.jsonld": (nested_json(10_000), "nests JSON deeper than 500 levels"),
    "deep-list.jsonld": ('{"urn:p":' + "[" * 100_000 + "]" * 100_000 + "}", "nests JSON deeper than 500 levels"),
    "deep-context.jsonld": (
        '{"@context":' + '{"a":{"@id":"urn:a","@context":' * 10_000,
        "nests JSON deeper than 500 levels",
    ),
    "deep.rdf": (deep_xml(10_000), "nests XML deeper than 500 levels"),
    "deep.ttl": ("<urn:a> <urn:b> " + "<<( <urn:a> <urn:b> " * 10_000, "nests triple terms deeper than 500 levels"),
    "spaces.ttl": ("<urn:a> <urn:b> <http://a b> .", ":1:"),
    "surrogate.ttl": ('<urn:a> <urn:b> "\\uD800" .', ":1:"),
    "surrogate.nt": ('<urn:a> <urn:b> "\\uD800" .', ":1:"),
    "gbk.ttl": ('<urn:a> <urn:b> "北京证券交易所" .'.encode("gb18030"), "iconv -f GB18030 -t UTF-8"),
    "utf16.ttl": ('<urn:a> <urn:b> "北京" .'.encode("utf-16"), "looks like UTF-16"),
    "page.ttl": ("<!DOCTYPE html><html><body>Not found</body></html>", "is a web page, not RDF"),
    "archive.ttl": (b"PK\x03\x04" + b"\0" * 100, "zip archive"),
    "cut.ttl.gz": (gzip.compress(b"<urn:a> <urn:b> <urn:c> .\n" * 1000)[:-20], "damaged or cut off"),
    "line.ttl": ("<urn:a> <urn:b> <urn:c> .\n" * 99_999 + "oops", ":100000:"),
}
"""Files and a piece of what is said of them."""


@pytest.mark.slow
@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_with_its_reason(tmp_path: Path, name: str) -> None:
    content, reason = REFUSED[name]
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    ran = wenmai(tmp_path, "stats", "-g", name)
    assert ran.returncode == 2, ran.stderr
    assert ran.stdout == ""
    assert reason in ran.stderr
    assert name in ran.stderr
    assert ran.stderr.startswith("wenmai: ")
    assert ran.stderr.count("\n") == 1


READ = {
    "marked.ttl": "\ufeff<urn:a> <urn:b> <urn:c> .",
    "brackets.ttl": "<urn:a> <urn:b> " + "[ <urn:p> " * 400 + "1" + "]" * 400 + " .",
    "lists.ttl": "<urn:a> <urn:b> " + "(" * 400 + ")" * 400 + " .",
    "cycle.ttl": "".join(f"<urn:{i}> <urn:next> <urn:{(i + 1) % 5000}> .\n" for i in range(5000)),
    "self.ttl": "<urn:a> <urn:a> <urn:a> . <urn:a> a <urn:a> . <urn:a> <http://www.w3.org/2000/01/rdf-schema#label> <urn:a> .",
    "list-cycle.ttl": "@prefix r: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . _:a r:first _:a ; r:rest _:a . <urn:x> <urn:y> _:a .",
    "class-cycle.ttl": "@prefix s: <http://www.w3.org/2000/01/rdf-schema#> . <urn:a> s:subClassOf <urn:b> . <urn:b> s:subClassOf <urn:a> .",
    "blank-storm.ttl": "".join(f"[] <urn:p> [ <urn:q> _:b{i % 7} ] .\n" for i in range(6_000)),
    "long-literal.ttl": f'<urn:a> <http://www.w3.org/2000/01/rdf-schema#label> "{"很长" * 500_000}" .',
    "long-iri.ttl": f"<urn:{'a' * 1_000_000}> <urn:p> <urn:b> .",
    "ill-typed.ttl": '@prefix x: <http://www.w3.org/2001/XMLSchema#> . <urn:a> <urn:p> "x"^^x:integer, "2021-13-45"^^x:date, "maybe"^^x:boolean .',
    "script.ttl": '<javascript:alert(1)> <http://www.w3.org/2000/01/rdf-schema#label> "x" ; <urn:p> <data:text/html,x> .',
    "many-classes.ttl": "".join(f"<urn:a> a <urn:c{i}> .\n" for i in range(6_000)),
    "controls.ttl": '<urn:a> <http://www.w3.org/2000/01/rdf-schema#label> "a\\u001b[31m\\u202e\\u0007" ; <urn:p> <urn:b> .',
}
"""Files that are hard, and yet a graph."""


@pytest.mark.slow
@pytest.mark.parametrize("name", READ)
def test_a_hard_file_is_read_and_shown_safely(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(READ[name], "utf-8")
    for command in (["stats"], ["show", "urn:a"], ["view", "-o", "x.html"]):
        ran = wenmai(tmp_path, *command, "-g", name)
        answered = ran.returncode == 0 or re.search("is not an entity of this graph|a page holds 20,000", ran.stderr)
        assert answered, ran.stderr
        assert "Traceback" not in ran.stderr
        assert not set(ran.stdout + ran.stderr) & {"\x1b", "\u202e", "\x07"}


@pytest.mark.slow
def test_a_compression_bomb_is_read_as_a_stream(tmp_path: Path) -> None:
    """A gigabyte of one repeated line, in a megabyte: read in bounded memory, and refused at its last line."""
    line = b"<urn:a> <urn:b> <urn:c> .\n" * 40_000
    for name, module in (("bomb.nt.gz", gzip), ("bomb.nt.bz2", bz2), ("bomb.nt.xz", lzma)):
        with module.open(tmp_path / name, "wb") as file:  # type: ignore[attr-defined]
            for _ in range(40):
                file.write(b"# " + b" " * 1_000_000 + b"\n")
            file.write(line[:2600] + b"oops")
        ran = wenmai(tmp_path, "stats", "-g", name, gigabytes=1)
        assert ran.returncode == 2
        assert "141" in ran.stderr, ran.stderr


def test_json_of_a_hostile_graph_is_json(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(READ["controls.ttl"], "utf-8")
    ran = wenmai(tmp_path, "show", "urn:a", "-g", "a.ttl", "--format", "json")
    assert json.loads(ran.stdout)["labels"] == {"": "a\x1b[31m\u202e\x07"}


@pytest.mark.parametrize(
    ("head", "form"),
    [
        (b"# a\n" + b" \n" * 5000 + b"<urn:a> <urn:b> <urn:c> .", "TURTLE"),
        (b"<!-- a -->\n" * 5000 + b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>", "RDF_XML"),
        (b"<!DOCTYPE rdf:RDF [<!ENTITY a 'urn:a'>]>\n" + b"<!-- a -->\n" * 5000 + b"<rdf:RDF/>", "RDF_XML"),
        (b"! a\n\n" * 5000 + b"[Term]\nid: A:1\n", "OBO"),
        (b"ontology: go/extensions\n\n[Term]\nid: GO:1\n", "OBO"),
        (b"Ontology: <urn:a>\nClass: <urn:b>\n", "OWL_MANCHESTER"),
    ],
)
def test_a_long_beginning_costs_no_time_exponential_in_its_length(head: bytes, form: str) -> None:
    assert detect_format("a.ttl", head) == form
