"""Where a text occurs among names: sorted places against a plain scan, and searches with the one against the other."""

from __future__ import annotations

import sys
from array import array

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenmai import index, names
from wenmai.index import sections
from wenmai.index.columns import Lines
from wenmai.names import occurrences
from wenmai.names.occurrences import Occurrences, sorted_lines

LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
PIECES = (
    "金融",
    "街",
    "银行",
    "北京",
    "北",
    "京",
    "a",
    "ab",
    "bank",
    "banking",
    "Ω",
    "é",
    "12",
    "123456789",
    " ",
    " ",
    "𠮷",
    "カ",
)
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map(
    lambda pieces: " ".join("".join(pieces).split()) or "a"
)
NEEDLES = st.one_of(TEXTS, st.text("ab金融街银行北京12 ", min_size=1, max_size=5).map(lambda text: text.strip() or "b"))


def occurring(texts: list[str]) -> Occurrences:
    lines = Lines()
    lines.take([text.encode() for text in texts])
    data = sections.hold("names", {}, sorted_lines(lines, "folded", "entry", inner=True))
    return Occurrences(data, "folded", data.numbers("entry.at", "Q"))


@pytest.fixture
def sorted_always(monkeypatch):
    """Places are sorted however small the blob is."""
    monkeypatch.setattr(occurrences, "LARGE", 0)
    return monkeypatch


@settings(deadline=None, max_examples=300)
@given(texts=st.lists(TEXTS, min_size=1, max_size=12), needle=NEEDLES, often=st.sampled_from((1, 3, 4096)))
def test_places_find_what_a_scan_finds(texts: list[str], needle: str, often: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(occurrences, "LARGE", 0)
        patch.setattr(occurrences, "OFTEN", often)
        found = occurring(texts)
        assert list(found.beginning(needle.encode())) == [n for n, text in enumerate(texts) if text.startswith(needle)]
        inside = [n for n, text in enumerate(texts) if needle in text and not text.startswith(needle)]
        assert list(found.inside(needle.encode())) == inside


@given(texts=st.lists(TEXTS, max_size=12))
def test_numpy_sorts_as_plain_python_does(texts: list[str]) -> None:
    pytest.importorskip("numpy")
    lines = Lines()
    lines.take([text.encode() for text in texts])
    (_, blob), (_, starts) = lines.sections("folded", "entry")

    def both() -> tuple[list[int], ...]:
        inner = sorted(place for places in occurrences._inner(blob).values() for place in places)
        found = occurrences._inner(blob), {0: array("I", starts[:-1])}
        return inner, *(list(memoryview(occurrences._sorted(blob, one, None))) for one in found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(occurrences, "PIECE", 8)
        patch.setattr(occurrences, "GROUP", 2)
        with_numpy = both()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "numpy", None)
        assert both() == with_numpy


@settings(deadline=None, max_examples=60)
@given(texts=st.lists(TEXTS, min_size=1, max_size=12), queries=st.lists(NEEDLES, min_size=1, max_size=5))
def test_a_search_by_places_answers_as_one_by_a_scan(texts: list[str], queries: list[str]) -> None:
    quads = [ox.Quad(ox.NamedNode(f"urn:n:{number}"), LABEL, ox.Literal(text)) for number, text in enumerate(texts)]

    def answers() -> list[object]:
        # Pinyin is spelt when it is first asked for.
        held = names.build(index.build(quads))
        return [
            held.search(query, limit=limit)
            for query in [*queries, "jinrong", "yin", "bj", "jr"]
            for limit in (1, 4, 20)
        ]

    scanned = answers()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(occurrences, "LARGE", 0)
        assert answers() == scanned


def test_a_store_keeps_its_places(tmp_path, sorted_always):
    quads = [ox.Quad(ox.NamedNode(f"urn:n:{n}"), LABEL, ox.Literal(f"金融街{n}号")) for n in range(30)]
    held = names.build(index.build(quads), str(tmp_path / "names.index"))
    assert [match.label for match in held.search("街17")] == ["金融街17号"]
    assert len(held.search("jinrongjie", limit=50)) == 30
