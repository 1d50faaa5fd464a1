"""Turtle as text: tokens that lose nothing, and the lines of facts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, parse

from wenmai.audit.turtle import Places, read, statements, tokens, unquote
from wenmai.errors import InputError
from wenmai.system import packaged

SAMPLE = r'''@prefix xc: <urn:x:> . # prefixes
PREFIX wm: <urn:w:>
xc:北京·坊 a wm:B , wm:C ;
  wm:label "a;b . # no"@zh , """x
y"""@en ; wm:n 1.5 , 3. # trailing
[] wm:q xc:c .
xc:c wm:d [ wm:e xc:f ; wm:g 3 ] ; wm:h ( 1 2 ) , "x"^^wm:t ;
  wm:i xc:z , <urn:abs\u0041> .
_:b wm:q true .
'''
W, X = "urn:w:", "urn:x:"


def test_tokens_join_to_the_text():
    assert "".join(token.text for token in tokens(SAMPLE)) == SAMPLE


@given(st.text(alphabet=st.sampled_from("ab:<>\"'\\#.,;[]() \n@^_é中1"), max_size=60))
def test_any_text_is_cut_without_loss(text):
    assert "".join(token.text for token in tokens(text)) == text


def test_statements_carry_the_lines_of_subject_and_object():
    found = [(one.predicate.removeprefix(W), one.object, one.subject_line, one.line) for one in statements(SAMPLE)]
    assert found[0][1:] == (W + "B", 3, 3)
    assert ("label", "a;b . # no", 3, 4) in found
    assert ("label", "x\ny", 3, 4) in found
    assert ("n", "1.5", 3, 5) in found
    assert ("i", X + "z", 8, 8) not in found
    assert ("i", X + "z", 7, 8) in found
    assert ("i", "urn:absA", 7, 8) in found
    assert ("h", "x", 7, 7) in found


def test_quads_and_graphs_are_read():
    text = "<urn:g> { <urn:s> <urn:p> <urn:o> . }\n<urn:s> <urn:p> <urn:o2> <urn:g> .\n"
    assert [(one.subject, one.object, one.line) for one in statements(text)] == [
        ("urn:s", "urn:o", 1),
        ("urn:s", "urn:o2", 2),
    ]


def test_lines_of_rdf_1_2_are_those_of_the_asserted_triples():
    text = """VERSION "1.2"
PREFIX x: <urn:x:>
x:a x:p x:b {| x:by x:c ;
    x:n 1 |} ~ x:r ,
  <<( x:d x:q x:e )>> ,
  "y"@he--rtl .
<< x:a x:p x:b >> x:says "so" .
x:f x:p x:g .
"""
    found = [(one.subject[6:], one.predicate[6:], one.object, one.line) for one in statements(text)]
    assert ("a", "p", "urn:x:b", 3) in found
    assert ("a", "p", "y", 6) in found
    assert ("f", "p", "urn:x:g", 8) in found
    assert not {one for one in found if one[0] == "d" or one[1] in ("by", "n", "q")}


def test_relative_iris_are_resolved_against_the_base():
    text = "@base <http://example.org/> .\n@prefix : <ns#> .\n<a> :b <c> .\n"
    (one,) = statements(text)
    assert (one.subject, one.predicate, one.object) == (
        "http://example.org/a",
        "http://example.org/ns#b",
        "http://example.org/c",
    )


@pytest.mark.parametrize("file", [packaged.triples(), packaged.vocabulary()], ids=lambda file: file.name)
def test_the_reader_sees_every_triple_that_the_parser_sees(file):
    text = file.read_text(encoding="utf-8")
    parsed = {
        (quad.subject.value, quad.predicate.value, quad.object.value)
        for quad in parse(text.encode(), format=RdfFormat.TURTLE)
        if isinstance(quad.subject, NamedNode)
    }
    assert {(one.subject, one.predicate, one.object) for one in statements(text)} == parsed


@pytest.mark.parametrize(
    ("literal", "value"), [(r'"a\"b"', 'a"b'), (r"'''a\n'''", "a\n"), (r'"\u4e2d\U0001F600"', "中😀"), ('""', "")]
)
def test_a_quoted_literal_is_unquoted(literal, value):
    assert unquote(literal) == value


def test_places_fall_back_from_triple_to_subject_to_file(tmp_path):
    file = tmp_path / "a.ttl"
    file.write_text(SAMPLE, encoding="utf-8")
    places = Places([file])
    assert places.find(X + "c", W + "i", X + "z").line == 8
    assert places.find(X + "c", W + "i", "urn:nowhere").line == 8
    assert places.find(X + "c", W + "nothing").line == 7
    assert places.find("urn:nowhere") == (str(file), None)


def test_a_place_is_in_the_file_that_has_it(tmp_path):
    first, second = tmp_path / "a.ttl", tmp_path / "b.nt"
    first.write_text("<urn:a> <urn:p> <urn:o> .\n", encoding="utf-8")
    second.write_text("\n<urn:b> <urn:p> <urn:o> .\n", encoding="utf-8")
    places = Places([first, second])
    assert places.find("urn:b") == (str(second), 2)
    assert places.find("urn:c") == (None, None)


def test_a_file_that_is_not_text_is_one_sentence(tmp_path):
    file = tmp_path / "a.ttl"
    file.write_bytes(b"ab\xff")
    with pytest.raises(InputError, match="offset 2"):
        read(file)
    with pytest.raises(InputError, match="cannot read"):
        read(tmp_path / "none.ttl")
