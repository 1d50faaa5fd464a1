"""What reaches a terminal: every command over a hostile graph, hostile file names and hostile queries, byte by byte."""

from __future__ import annotations

import ast
import os
import re
import signal
import socket
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenmai.cli import entry
from wenmai.terminal import safety

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "graph/wenmai"

# What is shown and what is left ---------------------------------------------------------------------------------------

FINE = {
    "Persian": "می\u200cخواهم",
    "Persian letter by itself": "ه\u200d",
    "Devanagari": "क\u094d\u200dष",
    "Malayalam": "ന\u0d4d\u200d",
    "Sinhala": "ශ\u0dca\u200dරී",
    "Mongolian": "ᠭ\u180b",
    "family": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "firefighter of a skin tone": "\U0001f469\U0001f3fd\u200d\U0001f692",
    "heart on fire": "\u2764\ufe0f\u200d\U0001f525",
    "keycap": "1\ufe0f\u20e3",
    "Scotland": "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "ideograph's variant": "葛\U000e0100城",
    "wide and no-break spaces": "甲\u3000乙\u00a0丙",
    "accents": "e\u0301 Ø ß",
}
HIDDEN = {
    "escape": "\x1b[31m",
    "C1": "\x9b31m",
    "delete": "a\x7f",
    "carriage return": "a\rb",
    "line separator": "a\u2028b\u2029",
    "override": "\u202egnirts\u202c",
    "isolate": "\u2066x\u2069",
    "marks of direction": "a\u200e\u200f\u061c",
    "zero-width space": "pay\u200bpal",
    "word joiner": "pay\u2060pal",
    "joiner between Latin letters": "pay\u200dpal\u200c",
    "joiner after Han": "北\u200d京",
    "joiner after an emoji, and no emoji then": "\U0001f600\u200dx",
    "two joiners in Persian": "می\u200c\u200cخ",
    "byte order mark": "\ufeffa",
    "soft hyphen": "so\u00adft",
    "combining grapheme joiner": "a\u034fb",
    "fillers": "\u115f\u1160\u3164\uffa0",
    "tags": "a\U000e0061\U000e0062\U000e007f",
    "a flag that is none": "\U0001f3f4\U000e0078\U000e0078\U000e007f",
    "selector after a letter": "a\ufe0fb\ufe00",
    "digit and no keycap": "1\ufe0f",
    "bytes in selectors": "\u2600\ufe0f\U000e0150\U000e0151",
    "two selectors of an ideograph": "葛\U000e0100\U000e0101",
    "surrogate": "a\ud800",
    "annotation": "\ufff9a\ufffab\ufffb",
    "language tag": "\U000e0001",
}


def unseen(text: str) -> list[str]:
    """What steers or hides, by what Unicode says of each character, and of nothing around it."""
    extra = {0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10)}
    extra |= set(range(0xE0000, 0xE1000))
    return [one for one in text if unicodedata.category(one) in {"Cc", "Cf", "Cs", "Zl", "Zp"} or ord(one) in extra]


@pytest.mark.parametrize("name", FINE)
def test_what_people_write_is_left(name):
    assert safety.safe(FINE[name]) == FINE[name]


@pytest.mark.parametrize("name", HIDDEN)
def test_what_steers_or_hides_is_shown(name):
    shown = safety.safe(HIDDEN[name])
    kept = {
        "two joiners in Persian": "\u200c",
        "selector after a letter": "",
        "bytes in selectors": "\ufe0f",
        "two selectors of an ideograph": "\U000e0100",
    }
    assert unseen(shown) == list(kept.get(name, ""))
    assert re.search(r"\\[uU][0-9a-f]{4}", shown)
    assert shown.encode("ascii", "ignore").decode("unicode_escape").strip() or name == "fillers"


@given(st.text(st.characters(), max_size=20))
def test_what_is_shown_stands_for_what_is_there(text):
    shown = safety.safe(text)
    back = re.sub(r"\\u([0-9a-f]{4})|\\U([0-9a-f]{8})", lambda one: chr(int(one[1] or one[2], 16)), shown)
    there = re.sub(r"\\u([0-9a-f]{4})|\\U(00[01][0-9a-f]{5})", lambda one: chr(int(one[1] or one[2], 16)), text)
    assert back == there or "\\" in text
    assert safety.safe(shown) == shown
    assert not set(unseen(shown)) & {"\x1b", "\n", "\u202e", "\u2028", "\u200b", "\ufeff", "\xad", "\ud800"}


def test_only_wenmais_own_sequences_come_through():
    text = safety.styled("a\x1b[31m", "1")
    assert safety.shown(text, sequences=True) == "\x1b[1ma\\u001b[31m\x1b[0m"
    assert safety.shown(text, sequences=False) == "a\\u001b[31m"


# The one place --------------------------------------------------------------------------------------------------------

PRINTERS = {
    "cli/output.py": "prints",
    "cli/entry.py": "makes the streams safe",
    "cli/ending.py": "has a signal handler, which writes a word",
    "capture/review/log.py": "writes decisions to a file",
    "cli/start.py": "passes on what libraries wrote",
    "sources/store/team.py": "a process of a load answers its parent",
    "sparql/job.py": "writes a result to the descriptor that was asked for",
    "workers/forked.py": "a worker says what ended it, and answers",
    "workers/frames.py": "asks a worker",
    "workers/nursery.py": "a worker says what ended it",
    "workers/spawned.py": "a worker says what ended it",
    "workers/working.py": "a worker writes a result to the descriptor that was asked for",
}


def printing(tree: ast.Module) -> bool:
    """Whether a module names a way to print."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"print", "os.write"}:
            return True
        if isinstance(node, ast.Attribute):
            named = ast.unparse(node)
            if named in {
                "click.echo",
                "click.secho",
                "click.style",
                "click.confirm",
                "sys.__stdout__",
                "sys.__stderr__",
            }:
                return True
            if re.match(r"sys\.std(out|err)\.(write|buffer|writelines)\b", named):
                return True
    return False


def test_one_module_prints():
    found = {
        str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.py") if printing(ast.parse(path.read_text("utf-8")))
    }
    assert found - {"workers/confinement.py"} <= PRINTERS.keys()
    assert "cli/output.py" in found


# Every command --------------------------------------------------------------------------------------------------------

EVIL = "".join(HIDDEN[name] for name in HIDDEN if name != "surrogate") + "\n\t" + "".join(FINE.values())
NAME = "b\u202e\x1b]0;PWN\x07\u200b\n.ttl"
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:S> a sh:NodeShape ; sh:targetClass <urn:K> ; sh:property [ sh:path <urn:says> ; sh:maxCount 0 ; sh:message %s ] .
"""

REPORT = """政府工作报告
——2023年1月10日在白榆县第十五届人民代表大会第二次会议上
各位代表：
一、2022年工作回顾
全县地区\u2066生产总值增长4.6%。全县地区生产总值增长5.6%。
二、2023年工作安排
今年主要预期目标是：地区生产总值\u200b增长6%左右；居民人均可支配收入增长5%；新建\u202e幼儿园3所。
"""
PROFILE = '[names]\nlabels = ["urn:\\u202e", "urn:says"]\nnone = 1\n'

RUNS = {
    "ask": [["ask", "How are urn:a and urn:c connected?"], ["ask", "What is Ada\u202e?"], ["ask", EVIL]],
    "instances": [["instances", "urn:K"], ["instances", EVIL]],
    "profile": [["profile", "--format", "json"], ["profile"], ["profile", "--profile", NAME + ".toml"]],
    "capture": [["capture", NAME + ".report.txt", "-o", NAME + ".proposal.ttl"], ["capture", f"no{NAME}"]],
    "targets": [["targets", NAME + ".report.txt"], ["targets", f"no{NAME}"], ["targets"]],
    "conflicts": [["conflicts", NAME + ".report.txt"], ["conflicts", f"no{NAME}"]],
    "review": [
        ["review", NAME + ".proposal.ttl", "--list"],
        ["review", NAME + ".proposal.ttl", "--accept", EVIL],
        ["review", NAME + ".proposal.ttl", "--by", EVIL, "--accept-rule", "*"],
        ["review", NAME + ".proposal.ttl", "--rules"],
        ["review", f"no{NAME}", "--list"],
    ],
    "merge": [
        ["merge", NAME + ".proposal.ttl", NAME + ".merged.ttl", "--diff"],
        ["merge", NAME + ".proposal.ttl", NAME + ".merged.ttl", "--as", EVIL],
        ["merge", NAME + ".proposal.ttl", NAME + ".merged.ttl"],
        ["merge", NAME + ".proposal.ttl", "broken" + NAME],
        ["merge", f"no{NAME}", NAME],
    ],
    "serve": [  # as it serves: below
        ["serve", "--host", EVIL],
        ["serve", "--port", EVIL],
        ["serve", "--source", f"no{NAME}"],
    ],
    "mcp": [["mcp"], ["mcp", EVIL]],
    "search": [["search", "thing"], ["search", EVIL]],
    "show": [["show", "urn:a"], ["show", EVIL], ["show", "thing"]],
    "path": [["path", "urn:a", "urn:c"], ["path", "urn:a", EVIL], ["path", "urn:a", "urn:c", "--avoid", "urn:b"]],
    "around": [["around", "urn:a"], ["around", "urn:a", "--limit", "1"]],
    "between": [["between", "urn:a", "urn:b", "urn:c"]],
    "query": [
        ["query", "SELECT * { ?s ?p ?o }"],
        ["query", f"SELECT * {{ ?s ?p '''{EVIL}''' "],
        ["query", "SELECT ?" + EVIL + " {}"],
        ["query", "CONSTRUCT WHERE { ?s ?p ?o }"],
        ["query"],
    ],
    "view": [["view", "-o", NAME + ".html"], ["view", "-o", f"no/{NAME}"]],
    "timeline": [["timeline"], ["timeline", EVIL]],
    "figures": [["figures"], ["figures", EVIL]],
    "compare": [["compare", "urn:a", "urn:c"]],
    "analyze": [["analyze"]],
    "stats": [["stats"], ["stats", "--" + EVIL]],
    "check": [["check", "--shapes", "shapes.ttl"], ["check"], ["check", "--shapes", f"no{EVIL}"]],
    "verify": [["verify", "--source", NAME + ".txt"], ["verify", "--source", f"no{NAME}"]],
    "tidy": [["tidy", "--check", NAME], ["tidy", f"no{NAME}"], ["tidy", "broken" + NAME]],
    "load": [["load", NAME, "--into", NAME + ".store"], ["load", "broken" + NAME, "--into", "s"]],
    "cache": [["cache"], ["cache", "--clear"]],
    "export": [["export", "-o", NAME + ".graphml"], ["export", "-o", f"no/{NAME}"]],
}
"""Every command, over what is hostile; a new command belongs here."""

OTHER = [["-h"], [EVIL], ["-g", f"no{EVIL}", "stats"]]
WITHOUT_GRAPH = {"tidy", "load", "cache", "capture", "targets", "conflicts", "review", "merge"}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A folder with a hostile graph in a file of a hostile name, and what goes with it."""
    from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

    folder = tmp_path_factory.mktemp("hostile")
    iri = NamedNode
    label, says = iri("http://www.w3.org/2000/01/rdf-schema#label"), iri("urn:says")
    odd = iri("urn:odd\u202e\u200b\u2028\u00ad")
    quads = [Quad(iri(f"urn:{one}"), label, Literal(f"thing {one} {EVIL}")) for one in "abc"]
    quads += [
        Quad(iri(f"urn:{one}"), iri("http://www.w3.org/2004/02/skos/core#altLabel"), Literal(EVIL)) for one in "ab"
    ]
    quads += [
        Quad(iri("urn:a"), says, iri("urn:b")),
        Quad(iri("urn:b"), odd, iri("urn:c")),
        Quad(iri("urn:c"), says, odd),
    ]
    quads += [Quad(says, label, Literal(f"says {EVIL}")), Quad(iri("urn:a"), says, Literal(EVIL))]
    quads += [Quad(iri("urn:c"), label, Literal("Ada\u202e"))]
    kind = iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    quads += [Quad(iri("urn:a"), kind, iri("urn:K")), Quad(iri("urn:K"), label, Literal(f"kind {EVIL}"))]
    quads += [Quad(iri("urn:a"), iri("urn:wenmai:term:evidence"), odd)]
    serialize((quad.triple for quad in quads), str(folder / NAME), format=RdfFormat.TURTLE)
    text = Literal(f"no {EVIL}")
    (folder / "shapes.ttl").write_text(SHAPES % text, encoding="utf-8")
    (folder / ("broken" + NAME)).write_text(f"<urn:a> <urn:b> '{EVIL[:40]} \n {EVIL}", encoding="utf-8")
    (folder / (NAME + ".report.txt")).write_text(REPORT, encoding="utf-8")
    propose = settings(folder, ["capture", NAME + ".report.txt", "-o", NAME + ".proposal.ttl"])  # for review and merge
    subprocess.run(**propose, capture_output=True, check=True)
    (folder / (NAME + ".toml")).write_text(PROFILE, encoding="utf-8")
    (folder / (NAME + ".txt")).write_text(f"{EVIL} thing", encoding="utf-8")
    return folder


def judged(written: bytes, *, on_terminal: bool) -> list[str]:
    """What of some bytes would steer a terminal or hide in it: wenmai's own sequences and what people write are left out."""
    text = written.decode()
    if on_terminal:
        text = re.sub("\x1b\\[[0-9;]*m|\r\x1b\\[K|\r\n", "\n", text)
    for fine in sorted(FINE.values(), key=len, reverse=True):
        text = text.replace(fine, "")
    text = (
        text.replace("\u2600\ufe0f", "").replace("\u2764\ufe0f", "").replace("葛\U000e0100", "").replace("می\u200c", "")
    )
    return sorted({f"U+{ord(one):04X}" for one in unseen(text)} - {"U+000A", "U+0009"})


def settings(hostile, arguments):
    chosen = [] if arguments[0] in WITHOUT_GRAPH or arguments in OTHER else ["-g", NAME]
    command = [sys.executable, "-P", "-m", "wenmai", *arguments, *chosen]
    environment = {**os.environ, "WENMAI_LANG": "en", "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"}
    environment.pop("NO_COLOR", None)
    return {"args": command, "cwd": hostile, "env": environment}


def piped(hostile, arguments) -> bytes:
    ran = subprocess.run(**settings(hostile, arguments), capture_output=True, check=False)
    assert b"Traceback" not in ran.stderr
    assert ran.returncode in range(6)
    return ran.stdout + ran.stderr


def on_terminal(hostile, arguments) -> bytes:
    """What a terminal gets that is both standard output and standard error."""
    outer, inner = os.openpty()
    process = subprocess.Popen(**settings(hostile, arguments), stdin=subprocess.DEVNULL, stdout=inner, stderr=inner)
    os.close(inner)
    found = b""
    while True:
        try:
            piece = os.read(outer, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        found += piece
    os.close(outer)
    assert process.wait() in range(6)
    return found


def test_every_command_is_tried():
    assert RUNS.keys() == set(entry.COMMANDS)


CASES = [arguments for runs in RUNS.values() for arguments in runs] + OTHER


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="needs pseudo-terminals and such file names")
@pytest.mark.parametrize(
    "number",
    range(len(CASES)),
    ids=lambda number: f"{number}-{CASES[number][0]}"[:20].encode("ascii", "replace").decode(),
)
def test_no_command_writes_what_steers_or_hides(hostile, number):
    arguments = CASES[number]
    if "CONSTRUCT WHERE { ?s ?p ?o }" not in arguments:  # data, in a pipe
        assert judged(piped(hostile, arguments), on_terminal=False) == []
    assert judged(on_terminal(hostile, arguments), on_terminal=True) == []


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="needs pseudo-terminals and such file names")
@pytest.mark.parametrize("form", ["json", "csv"])
@pytest.mark.parametrize(
    "command", ["show urn:a", "path urn:a urn:c", "query SELECT*{?s?p?o}", "check --shapes shapes.ttl"]
)
def test_data_is_left_in_a_pipe_and_shown_safe_on_a_terminal(hostile, command, form):
    arguments = [*command.split(" ", 2), "--format", form]
    assert "\u200b" in piped(hostile, arguments).decode()
    assert judged(on_terminal(hostile, arguments), on_terminal=True) == []


@pytest.mark.skipif(os.name != "posix", reason="needs such file names")
def test_completion_offers_no_name_that_steers(hostile):
    setting = settings(hostile, ["stats"])
    setting["args"] = setting["args"][:4]
    words = {
        "_WENMAI_COMPLETE": "zsh_complete",
        "COMP_WORDS": "wenmai show thing",
        "COMP_CWORD": "2",
        "WENMAI_GRAPH": NAME,
    }
    ran = subprocess.run(**{**setting, "env": setting["env"] | words}, capture_output=True, check=True)
    assert "urn\\:a" in ran.stdout.decode()
    assert judged(ran.stdout + ran.stderr, on_terminal=False) == []


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="needs pseudo-terminals and such file names")
def test_a_server_says_safely_what_it_was_asked(hostile):
    outer, inner = os.openpty()
    served = settings(hostile, ["serve", "--port", "0", "--no-browser", "--access-log", "--workers", "1"])
    process = subprocess.Popen(**served, stdin=subprocess.DEVNULL, stdout=inner, stderr=inner)
    os.close(inner)
    written = b""
    try:
        while not (found := re.search(rb"http://[\d.]+:(\d+)\S*\s", written)):
            written += os.read(outer, 65536)
        asked = "".join(f"%{one:02X}" for one in EVIL.encode())
        with socket.create_connection(("127.0.0.1", int(found[1])), timeout=60) as stream:
            stream.sendall(f"GET /{asked}?q={asked} HTTP/1.0\r\n\r\n".encode())
            assert stream.recv(64).startswith(b"HTTP/1")
        while b"GET" not in written:
            written += os.read(outer, 65536)
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(60) in {0, 130}
        os.close(outer)
    assert judged(written, on_terminal=True) == []
    assert rb"\u001b" not in written  # of the server's library, which would colour its lines
