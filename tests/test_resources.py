"""The names of resources by number, in one text: they are ordered and found as those of a list are."""

from __future__ import annotations

from array import array
from itertools import accumulate

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wenmai.index import resources
from wenmai.index.layout import NONE
from wenmai.index.resources import Resources, blank_ones, called, in_order, some_of
from wenmai.index.texts import rows_of

np = pytest.importorskip("numpy")

MARK = b"/.well-known/genid/"
PIECES = (
    "http://x.org/",
    "http://x.org/entity/",
    "urn:x:",
    "_:",
    "a",
    "b",
    "10",
    "1234567",
    "金融街",
    "é",
    MARK.decode(),
    "#",
)
NAMES = st.lists(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map(lambda some: "".join(some).encode()),
    unique=True,
    max_size=14,
)


def together(names: list[bytes]) -> Resources:
    return Resources(b"".join(names), np.array(list(accumulate(map(len, names), initial=0)), np.uint64))


@settings(deadline=None)
@given(names=NAMES, data=st.data())
@example(names=[b"x/.well-known/genid", b"/.well-known/genid/1"], data=None)
def test_names_in_one_text_are_as_those_in_a_list(names: list[bytes], data: st.DataObject | None) -> None:
    found = together(names)
    flags = st.lists(st.integers(0, 1), min_size=len(names), max_size=len(names))
    chosen = bytes(data.draw(flags) if data else [1] * len(names))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resources, "STEP", 3)
        assert list(found) == names
        assert in_order(found, chosen) == in_order(names, chosen)
        assert blank_ones(found, MARK) == blank_ones(names, MARK)
        assert called(found, names[1:3]) == called(names, names[1:3])
        assert some_of(found, [*range(len(names))][::-1]) == names[::-1]


@settings(deadline=None)
@given(
    texts=st.lists(st.lists(st.text(max_size=4).map(str.encode), max_size=3), max_size=6),
    order=st.lists(st.integers(0, 5), max_size=8),
)
def test_numpy_finds_the_names_of_many_nodes_as_plain_python_does(texts: list[list[bytes]], order: list[int]) -> None:
    nodes = [node for node in order if node < len(texts)]
    flat = [text for some in texts for text in some]
    rows = memoryview(array("I", accumulate(map(len, texts), initial=0)))
    at, blob = memoryview(array("Q", accumulate(map(len, flat), initial=0))), memoryview(b"".join(flat))
    owners, numbers, found = rows_of(nodes, rows, at, blob)
    assert [(a, bytes(b)) for a, b in zip(owners, found, strict=True)] == [
        (node, text) for node in nodes for text in texts[node] or [b""]
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("wenmai.index.texts.MANY", 0)
        again = rows_of(nodes, rows, at, blob)
    assert (owners, numbers, list(map(bytes, found))) == (again[0], again[1], list(map(bytes, again[2])))
    assert all((number == NONE) == (not texts[node]) for node, number in zip(owners, numbers, strict=True))
