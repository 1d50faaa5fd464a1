"""Reading the passage that a fact cites."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenmai.audit.passages import Document, Passages, documents, mark, passage, read_document
from wenmai.errors import InputError
from wenmai.model import Evidence
from wenmai.sources import open_source

BROKEN = Path(__file__).parent / "broken"
VALID, DOCUMENT = BROKEN / "valid.ttl", BROKEN / "document.txt"
IRI = "urn:example:document:甲县年报"
TEXT = "甲开市。乙在西城,丙也在。“丁来了!”戊走了\n己是下一段。"


@pytest.fixture
def source():
    return open_source(str(VALID))


@pytest.mark.parametrize(
    ("start", "end", "marked"),
    [
        (0, 1, "【甲】开市。"),
        (4, 5, "【乙】在西城,丙也在。"),
        (4, 8, "【乙在西城】,丙也在。"),
        (8, 13, "乙在西城【,丙也在。】"),
        (14, 15, "“【丁】来了!”"),
        (19, 20, "【戊】走了"),
        (23, 24, "【己】是下一段。"),
        (4, 20, "【乙在西城,丙也在。“丁来了!”戊】走了"),
        (21, 24, "戊走【了 己】是下一段。"),
    ],
)
def test_a_passage_is_shown_within_its_sentence(start, end, marked):
    assert mark(passage(TEXT, start, end)) == marked


def test_the_context_can_be_the_paragraph_or_nothing():
    assert mark(passage(TEXT, 4, 5, "paragraph")) == "甲开市。【乙】在西城,丙也在。“丁来了!”戊走了"
    assert mark(passage(TEXT, 4, 5, "none"), "<", ">") == "<乙>"


@given(
    st.text("甲。!”\n ,", max_size=30),
    st.integers(-3, 33),
    st.integers(-3, 33),
    st.sampled_from(["sentence", "paragraph"]),
)
def test_a_passage_and_its_context_are_one_stretch_of_the_text(text, start, end, context):
    found = passage(text, start, end, context)
    assert found.text == text[found.start : found.end]
    assert (
        text[found.start - len(found.before) : found.end + len(found.after)] == found.before + found.text + found.after
    )


def test_the_graph_records_its_documents(source):
    text, sha256 = read_document(DOCUMENT)
    assert documents(source) == (Document(IRI, sha256, len(text), "2021-12-20"),)


def test_a_cited_position_is_quoted(source, notices):
    quote = Passages(source, DOCUMENT).quote
    assert quote(Evidence(IRI, 19, 22)) == "【乙街道】、丙片区、丁市场、戊园区、己大街、庚胡同和辛湖都在甲县。"
    assert notices == []


@pytest.mark.parametrize(
    "evidence",
    [Evidence(IRI), Evidence("urn:other", 0, 4), Evidence(IRI, 0, 10**6), Evidence(IRI, 9, 3), Evidence(IRI, -3, 3)],
)
def test_what_is_no_position_in_this_document_is_not_quoted(source, evidence):
    assert Passages(source, DOCUMENT).quote(evidence) is None


def test_a_changed_document_is_never_quoted_and_that_is_said(source, tmp_path, notices):
    changed = tmp_path / "document.txt"
    changed.write_text("!" + DOCUMENT.read_text(encoding="utf-8"), encoding="utf-8")
    assert Passages(source, changed).quote(Evidence(IRI, 19, 22)) is None
    (notice,) = notices
    assert "was changed" in notice
    assert "not quoted" in notice


def test_a_graph_that_records_no_document_is_left_in_peace(tmp_path, notices):
    data = tmp_path / "a.ttl"
    data.write_text("<urn:a> <urn:b> <urn:c> .\n", encoding="utf-8")
    source = open_source(str(data))
    assert Passages(source, DOCUMENT).quote(Evidence(IRI, 19, 22)) is None
    assert notices == []


def test_line_ends_count_as_they_are(tmp_path):
    file = tmp_path / "a.txt"
    file.write_bytes("a\r\n中".encode())
    assert read_document(file)[0] == "a\r\n中"


def test_a_document_that_cannot_be_read_is_one_sentence(tmp_path):
    with pytest.raises(InputError, match="cannot read the source"):
        read_document(tmp_path / "none.txt")
    (tmp_path / "gbk.txt").write_bytes("中".encode("gbk"))
    with pytest.raises(InputError, match="not UTF-8 text: the byte at offset 0"):
        read_document(tmp_path / "gbk.txt")
