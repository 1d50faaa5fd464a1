"""Results as text: nothing a graph holds reaches a terminal as a control character."""

from __future__ import annotations

import csv
import io
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from wenmai.model import Entity, Evidence, Hop, Path
from wenmai.rendering import grid, lane, render
from wenmai.terminal.fitting import cells, fold
from wenmai.terminal.safety import linked, safe, shown, styled

ANYTHING = st.text(st.characters(), max_size=30)


@given(ANYTHING)
def test_safe_text_holds_no_control_and_no_bidirectional_character(text):
    shown = render.safe(text)
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs")]
    assert not [
        c
        for c in shown
        if unicodedata.bidirectional(c) in ("RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI", "PDI")
    ]


@given(st.lists(st.lists(ANYTHING.filter(lambda text: "\r" not in text and "\0" not in text), min_size=2, max_size=2)))
def test_csv_gives_back_every_cell(rows):
    text = render.to_csv(("a", "b"), rows)
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["a", "b"], *rows]


@given(ANYTHING, ANYTHING)
def test_a_path_is_one_line_a_hop_whatever_its_labels(label, predicate):
    hop = Hop("urn:a", "urn:p", "urn:b", False, None, (Evidence("urn:doc", 1, 2),))
    path = Path(1, 0.5, "why", (Entity("urn:b", label), Entity("urn:a", label)), (hop,))
    lines = lane.path_text(1, path, lambda _: predicate).split("\n")
    assert len(lines) == 2
    assert lines[1].endswith("[doc:1-2]")
    assert "◀─" in lines[1]


@given(ANYTHING)
def test_json_gives_back_every_string(text):
    for ascii_only in (False, True):
        encoded = render.to_json({"x": text}, ascii_only=ascii_only)
        assert json.loads(encoded) == {"x": text}
        assert encoded.isascii() or not ascii_only


def test_table_shows_every_row_uncut_without_a_width():
    long = "长" * 300
    table = grid.to_table(("name",), [(long,), ("x",)])
    assert long in table
    assert table.splitlines()[-1] == "x"


def test_a_carriage_return_in_a_cell_is_read_again():
    rows = [["a", "b"], ["x\ry", "1\r\n2"], ["", "\n"]]
    told = render.to_csv(rows[0], rows[1:])
    assert list(csv.reader(io.StringIO(told, newline=""))) == rows


CELLS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12) | st.sampled_from(
    ["", " ", "北交所", "e\u0301", "👩\u200d🔬"]
)


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1, max_size=4)))
def test_a_table_is_as_rich_lays_it_out(lines):
    lines = [[safe(cell).replace("\ufe0f", "") or "-" for cell in line] for line in lines]
    if all(cells(cell) == cell_len(cell) for line in lines for cell in line):
        table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="", show_edge=False)
        for name in lines[0]:
            table.add_column(Text(name))
        for line in lines[1:]:
            table.add_row(*map(Text, line))
        console = Console(width=1000, no_color=True, force_terminal=False)
        with console.capture() as capture:
            console.print(table, crop=False)
        expected = "\n".join(line.rstrip() for line in capture.get().rstrip("\n").split("\n"))
        assert grid.to_table(lines[0], lines[1:]).rstrip("\n") == expected.rstrip("\n")


@pytest.mark.parametrize("text", ["Beijing", "北京证券交易所", "e\u0301", "“四个中心”", "…—·", "ﬁ", "한국", "👩", "ｶﾅ"])
def test_widths_are_those_of_rich(text):
    assert cells(text) == cell_len(text)


LINES = st.lists(CELLS | st.sampled_from(["国家金融管理中心功能建设,", "(4 links, +2.0)", "x" * 50]), max_size=12).map(
    " ".join
)


@given(LINES, st.integers(20, 100))
def test_a_folded_line_is_within_the_width_and_says_the_same(text, width):
    folded = fold(safe(text), width).split("\n")
    assert all(cells(line) <= width for line in folded)
    assert "".join("".join(folded).split()) == "".join(safe(text).split())


@given(LINES, st.integers(20, 100))
def test_folding_keeps_every_sequence_for_the_terminal(text, width):
    """A style and a link take no room, and nothing breaks at them alone."""
    plain = safe(text)
    painted = linked(styled(plain, "1"), "http://example.org/a b")
    folded = fold(painted, width)
    assert shown(folded, sequences=False) == fold(plain, width)
    assert folded.count("]8;;") == 2


def test_a_picture_of_several_characters_is_not_broken():
    assert fold("(14 links, +2.0) 👩\u200d💻", 20).split("\n") == ["(14 links, +2.0)", "  👩\u200d💻"]


@pytest.mark.parametrize("width", [30, 60, 80, 120, 200])
@given(st.integers(1, 6).flatmap(lambda n: st.lists(st.lists(LINES, min_size=n, max_size=n), min_size=1, max_size=4)))
def test_a_table_in_a_terminal_is_within_its_width_and_leaves_no_value_out(width, lines):
    table = grid.to_table([f"c{place}" for place in range(len(lines[0]))], lines, width=width)
    assert all(cells(line) <= width for line in table.split("\n"))
    letters = sorted("".join(table.split()))
    for cell in (safe(cell) for line in lines for cell in line):
        for letter in "".join(cell.split()):
            letters.remove(letter)


def test_a_narrow_terminal_gets_records():
    header, row = ("who", "what", "evidence", "empty"), ("Beijing Stock Exchange", "opens " * 20, "report:12-40", "")
    assert grid.to_table(header, [row], width=40).split("\n")[:3] == [
        "Beijing Stock Exchange",
        "  what      opens opens opens opens",
        "            opens opens opens opens",
    ]
    assert "empty" not in grid.to_table(header, [row], width=40)
    assert grid.to_table(header, [row]).split("\n")[0].split() == list(header)
