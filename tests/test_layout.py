"""Text for people in terminals of every width, and for scripts in a pipe."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from wenmai.terminal.fitting import cells
from wenmai.terminal.safety import takes_links

COMMANDS = {
    "search": ("search", "bjs"),
    "show": ("show", "金科新区"),
    "path": ("path", "北交所", "北京金融法院"),
    "around": ("around", "金科新区", "-n", "8"),
    "between": ("between", "北交所", "北京金融法院", "金科新区"),
    "compare": ("compare", "北京证券交易所", "北京金融法院"),
    "timeline": ("timeline", "西城区"),
    "undated": ("timeline", "北京金融法院", "--undated"),
    "figures": ("figures", "西城区"),
    "stats": ("stats",),
    "query": ("query", "every-figure-of-the-district"),
}


HEAD_OF_A_TABLE = re.compile(r"^.*\n─+$", re.MULTILINE)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize("name", COMMANDS)
def test_no_line_is_wider_than_the_terminal(wenmai, monkeypatch, name, width, lang):
    monkeypatch.setenv("WENMAI_WIDTH", str(width))
    done = wenmai(*COMMANDS[name], lang=lang)
    lines = done.out.split("\n")
    assert done.status == 0
    assert len(lines) > 3
    assert [line for line in lines if cells(line) > width] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_what_a_narrow_terminal_shows_is_what_a_pipe_gets(wenmai, monkeypatch, name):
    """Every word of the output for scripts is on the screen too, whatever the layout, but for the heads of tables."""
    piped = HEAD_OF_A_TABLE.sub("", wenmai(*COMMANDS[name]).out)
    monkeypatch.setenv("WENMAI_WIDTH", "70")
    shown = "".join(wenmai(*COMMANDS[name]).out.split())
    marks = str.maketrans("", "", "─│▼▲▶◀")
    words = [word.translate(marks) for word in piped.split()]
    assert [word for word in words if word not in shown.translate(marks)] == []


def test_a_path_is_a_lane_on_a_screen_and_a_line_a_hop_in_a_pipe(wenmai, monkeypatch):
    ends = ("path", "北交所", "北京金融法院", "-k", "1")
    piped = wenmai(*ends).out.split("\n")
    assert sum("─▶" in line or "◀─" in line for line in piped) == 2
    monkeypatch.setenv("WENMAI_WIDTH", "80")
    lane = wenmai(*ends).out.rstrip("\n").split("\n")
    names = [line for line in lane[1:] if line[3:4] not in "│▼▲ "]
    assert [name.strip().partition(" (")[0] for name in names] == [
        "Beijing Stock Exchange",
        "building up the function of national financial management centre",
        "Beijing Financial Court",
    ]
    rails = ["".join(line[3] for line in lane if line[3:4] in "│▼▲")]
    assert rails == ["│▼▲│"], "the first link is walked as it is stated, the second against its direction"


@pytest.mark.parametrize("width", ["", "0", "wide", "-3", "7"])
def test_a_width_that_is_none_leaves_lines_whole(wenmai, monkeypatch, width):
    monkeypatch.setenv("WENMAI_WIDTH", width)
    assert wenmai("path", "北交所", "北京金融法院").status == 0


@pytest.mark.parametrize(
    ("environment", "linked"),
    [
        ({"TERM": "xterm-256color", "VTE_VERSION": "7600"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "4800"}, False),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, True),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "xterm-256color", "FORCE_HYPERLINK": "1"}, True),
        ({"TERM": "xterm-kitty", "FORCE_HYPERLINK": "0"}, False),
        ({"TERM": "xterm-kitty", "NO_COLOR": "1"}, False),
        ({"TERM": "dumb", "FORCE_HYPERLINK": "1"}, False),
        ({}, False),
    ],
)
def test_hyperlinks_are_for_terminals_that_take_them(environment, linked):
    assert takes_links(environment) is linked


GRAPH = """
@prefix ex: <http://example.org/> . @prefix wm: <urn:wenmai:term:> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
ex:a ex:knows ex:b .
[] a rdf:Statement ; rdf:subject ex:a ; rdf:predicate ex:knows ; rdf:object ex:b ;
    wm:evidence [ a wm:Passage ; wm:document <http://example.org/re"port> ; wm:start 3 ; wm:end 9 ] .
""".replace('re"port', "re%22port")
LINK = "\x1b]8;;http://example.org/re%22port#char=3,9\x1b\\"


def on_a_terminal(command: list[str], environment: dict[str, str]) -> str:
    pty = pytest.importorskip("pty") if sys.platform == "win32" else __import__("pty")
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        found = bytearray()
        while True:
            try:
                piece = os.read(ours, 4096)
            except OSError:
                break
            if not piece:
                break
            found += piece
        process.wait(20)
    os.close(ours)
    return found.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
@pytest.mark.parametrize(("more", "linked"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_a_citation_is_a_hyperlink_on_a_terminal_and_never_in_a_pipe(tmp_path, more, linked):
    path = tmp_path / "g.ttl"
    path.write_text(GRAPH, encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_HYPERLINK")}
    environment = {
        **kept,
        "TERM": "xterm-kitty",
        "WENMAI_LANG": "en",
        "WENMAI_CACHE": "off",
        "WENMAI_WIDTH": "80",
        **more,
    }
    command = [sys.executable, "-m", "wenmai", "path", "ex:a", "ex:b", "-g", str(path)]
    assert (LINK in on_a_terminal(command, environment)) is linked
    piped = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=environment, check=True
    ).stdout
    assert "\x1b" not in piped
    assert "3-9" in piped
