"""Results as text: nothing a graph holds reaches a terminal as a control character."""

from __future__ import annotations

import csv
import io
import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from wenmai import grid, render
from wenmai.model import Entity, Evidence, Hop, Path
from wenmai.terminal import safe

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
    lines = render.path_text(1, path, lambda _: predicate).split("\n")
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


@given(
    st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1, max_size=4)),
    st.integers(1, 90),
)
def test_a_table_that_fits_is_as_rich_lays_it_out(lines, width):
    lines = [[safe(cell) for cell in line] for line in lines]
    found = grid.aligned(lines[0], lines[1:], width)
    assert found is None or found.rstrip("\n") == grid.folded(lines[0], lines[1:], width).rstrip("\n")
