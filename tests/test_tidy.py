"""The one layout: idempotent, and never a change of the graph or of a comment."""

from __future__ import annotations

import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenmai.audit import tidy
from wenmai.errors import GraphSyntaxError, InputError
from wenmai.system import packaged

PREFIX = "@prefix wm: <urn:wenmai:term:> .\n@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
HAND_KEPT = [packaged.triples(), packaged.vocabulary(), packaged.shapes()]

LAID_OUT = """\
# heading

@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix wm:  <urn:wenmai:term:> .

# ── section ──

# about a
wm:a
    a          wm:B ;  # a class
    # why this link
    wm:long    wm:x , wm:y ;
    wm:note    "n"@en ,
               "m"@zh ;
    wm:listed  [ wm:p wm:q ; wm:r ( 1 2 ) ] ;
    wm:evidence wm:e .
rdf:s1  a rdf:Statement ; rdf:subject wm:a ; wm:evidence wm:e .  # first
rdf:s22 a rdf:Statement ; rdf:subject wm:a ; wm:evidence wm:e .

wm:b wm:c wm:d .
"""


def arrange(body: str) -> str:
    """The layout of a body, without the prefixes."""
    return tidy.arrange(PREFIX + body).split("\n", 3)[3]


@pytest.mark.parametrize("file", HAND_KEPT, ids=lambda file: file.name)
def test_the_hand_kept_files_are_tidy(file):
    assert tidy.diff(file) == ""


@pytest.mark.parametrize(
    ("body", "laid_out"),
    [
        ("wm:a wm:z 1;a wm:B.", "wm:a\n    a    wm:B ;\n    wm:z 1 .\n"),
        ("wm:a wm:b wm:c.", "wm:a wm:b wm:c .\n"),
        ("wm:p\n a wm:Passage;\n wm:start 1.", "wm:p a wm:Passage ; wm:start 1 .\n"),
        (
            "wm:a wm:b 1;wm:c 2.\nwm:d wm:b 1;wm:c 2.",
            "wm:a\n    wm:b 1 ;\n    wm:c 2 .\n\nwm:d\n    wm:b 1 ;\n    wm:c 2 .\n",
        ),
        ("wm:a wm:b wm:c .\n\n\n\n# x\n\n\n\nwm:d wm:b wm:c .", "wm:a wm:b wm:c .\n\n# x\n\nwm:d wm:b wm:c .\n"),
        ("wm:a wm:b wm:c .\n\n\n\n# ── x\n\nwm:d wm:b wm:c .", "wm:a wm:b wm:c .\n\n\n# ── x\n\nwm:d wm:b wm:c .\n"),
        ("wm:a wm:b 1;wm:c 2. # end\n", "wm:a\n    wm:b 1 ;\n    wm:c 2 .  # end\n"),
        ("wm:a wm:b 1; # one\n # two\n wm:c 2.", "wm:a\n    wm:b 1 ;  # one\n    # two\n    wm:c 2 .\n"),
        ("wm:a wm:b 1;\n wm:c 2;\n # last\n .", "wm:a\n    wm:b 1 ;\n    # last\n    wm:c 2 .\n"),
        ("wm:a # one\n wm:b 1; # two\n wm:c 2.", "wm:a\n    # one\n    wm:b 1 ;  # two\n    wm:c 2 .\n"),
        ("wm:a wm:b 1 ,\n 2 ; wm:c 3 .", "wm:a\n    wm:b 1 ,\n         2 ;\n    wm:c 3 .\n"),
        ('wm:a wm:b "x"@en , "1"^^wm:t ; wm:c () .', 'wm:a\n    wm:b "x"@en , "1"^^wm:t ;\n    wm:c ( ) .\n'),
        ("[] wm:b wm:c ; wm:d [ a wm:E ;] .", "[ ]\n    wm:b wm:c ;\n    wm:d [ a wm:E ; ] .\n"),
        ("wm:a\twm:b\twm:c  .  \r\n", "wm:a wm:b wm:c .\n"),
    ],
)
def test_a_body_is_laid_out(body, laid_out):
    assert arrange(body) == laid_out


def test_predicates_come_in_the_fixed_order():
    order = "wm:note 1 ; wm:zeta 1 ; wm:evidence 1 ; wm:alpha 1 ; wm:about 1 ; a wm:B ; wm:surface 1"
    names = [line.split()[0] for line in arrange(f"wm:s {order} .").splitlines()[1:]]
    assert names == ["a", "wm:about", "wm:alpha", "wm:zeta", "wm:surface", "wm:note", "wm:evidence"]


def test_prefixes_are_sorted_and_aligned():
    text = "@prefix long: <urn:b:> .\nPREFIX a: <urn:a:>\n<urn:x> long:p a:q .\n"
    assert tidy.arrange(text) == "PREFIX a:    <urn:a:>\n@prefix long: <urn:b:> .\n\n<urn:x> long:p a:q .\n"


def test_prefixes_about_a_base_keep_their_order():
    text = "PREFIX b: <urn:b:>\n@base <http://example.org/> .\n@prefix a: <a#> .\n\n<x> b:p a:q .\n"
    assert tidy.arrange(text) == text


def test_the_layout_of_everything_at_once():
    once = tidy.arrange(LAID_OUT)
    assert tidy.arrange(once) == once
    assert [line for line in once.splitlines() if "#" in line and "<http" not in line] == [
        "# heading",
        "# ── section ──",
        "# about a",
        "    a           wm:B ;  # a class",
        "    # why this link",
        "rdf:s1  a rdf:Statement ; rdf:subject wm:a ; wm:evidence wm:e .  # first",
    ]


RDF_1_2 = """\
VERSION "1.2"
PREFIX wm: <urn:wenmai:term:>

wm:a
    wm:p wm:b {| wm:q "x"@en--ltr ; wm:r 1 , 2 |} ~ wm:s ~ , <<( wm:b a <<( _:c wm:p wm:d )>> )>> ;  # a source
    wm:q "y"^^wm:t {| wm:k 1 |} .
<< wm:a wm:p wm:b ~ _:r >> wm:says "so" .
<< wm:a wm:p wm:b >> .
"""


def test_rdf_1_2_is_laid_out():
    crowded = """VERSION   "1.2"
PREFIX wm:   <urn:wenmai:term:>
wm:a wm:q "y"^^wm:t{|wm:k 1|};
   wm:p wm:b{|wm:q "x"@en--ltr;wm:r 1,2|}~wm:s~,<<(wm:b a<<(_:c wm:p wm:d)>>)>>. # a source
<<wm:a wm:p wm:b~_:r>>wm:says "so". <<wm:a wm:p wm:b>>.
"""
    assert tidy.arrange(crowded).replace("  # a source", "") == RDF_1_2.replace("  # a source", "")
    assert tidy.arrange(RDF_1_2) == RDF_1_2
    assert tidy.arrange(
        '@version   "1.2" .\nwm:a   wm:b 1 .\n'.replace("wm:", "urn:")
        .replace("urn:a", "<urn:a>")
        .replace("urn:b", "<urn:b>")
    ) == ('@version "1.2" .\n\n<urn:a> <urn:b> 1 .\n')


def test_a_long_list_of_equal_members_is_laid_out_at_once():
    text = PREFIX + f"wm:a   wm:b ( {'0 ' * 3000}) .\n"
    assert "wm:a wm:b ( 0" in tidy.arrange(text)


names = st.sampled_from(["wm:a", "wm:b", "rdf:value", "<urn:x>", "wm:中文"])
things = st.one_of(
    names,
    st.sampled_from(['"x"@en', '"1"^^wm:t', "1.5", "[ wm:p wm:q ]", "( 1 2 )", "true", '"""a\n"""', '"x"@he--rtl']),
    # RDF 1.2: triple terms, reified triples, reifiers and annotations.
    st.sampled_from(
        [
            "<<( wm:a a <<( _:b wm:p 1 )>> )>>",
            "<<wm:a wm:p [] ~ _:r>>",
            "wm:a ~ wm:r {|wm:p 1, 2|}",
            "5 {| wm:p [] |} ~",
        ]
    ),
)
gaps = st.sampled_from([" ", "\n", "\n\n\n", " # note\n", "\n# own line\n", "\t"])


@st.composite
def texts(draw):
    """Turtle with comments and white space in every place where a person might put them."""
    blocks = []
    for _ in range(draw(st.integers(1, 4))):
        lines = []
        for _ in range(draw(st.integers(1, 3))):
            objects = draw(st.lists(things, min_size=1, max_size=3))
            lines.append(f"{draw(names)} {' , '.join(objects)}")
        end = draw(st.sampled_from(["", " ;", " ; # end\n", " ;\n# end\n"]))
        blocks.append(f"{draw(names)}{draw(gaps)}" + f" ;{draw(gaps)}".join(lines) + f"{end} .{draw(gaps)}")
    return PREFIX + draw(gaps).join(blocks)


@given(texts())
def test_any_turtle_keeps_its_graph_and_comments_and_settles_at_once(text):
    once = tidy.arrange(text)  # arrange itself refuses to change the graph or a comment
    assert tidy.arrange(once) == once
    assert not [line for line in once.splitlines() if line != line.rstrip() and '"""' not in text]


def test_what_cannot_be_laid_out_is_left_and_said(tmp_path):
    file = tmp_path / "a.ttl"
    file.write_text(PREFIX + "wm:a wm:b [ wm:c 1 ; # inside\n wm:d 2 ] .\n", encoding="utf-8")
    before = file.read_bytes()
    with pytest.raises(InputError, match=r"a\.ttl: line 3: a comment within brackets"):
        tidy.rewrite(file)
    assert file.read_bytes() == before


def test_a_comment_between_objects_is_refused():
    with pytest.raises(InputError, match="between the objects"):
        tidy.arrange(PREFIX + "wm:a wm:b 1 ,\n # why\n 2 .\n")


def test_a_syntax_error_names_file_and_line(tmp_path):
    file = tmp_path / "a.ttl"
    file.write_text(PREFIX + "wm:a wm:b .\n", encoding="utf-8")
    with pytest.raises(GraphSyntaxError, match=r"a\.ttl:3:"):
        tidy.diff(file)


def test_only_turtle_is_laid_out(tmp_path):
    with pytest.raises(InputError, match="not a Turtle file"):
        tidy.rewrite(tmp_path / "a.nt")


def test_rewriting_keeps_the_mode_and_leaves_nothing_behind(tmp_path):
    file = tmp_path / "a.ttl"
    file.write_text(PREFIX + "wm:a wm:b wm:c.", encoding="utf-8")
    file.chmod(0o640)
    assert tidy.rewrite(file) is True
    assert tidy.rewrite(file) is False
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["a.ttl"]


def test_the_command_shows_what_it_would_change_and_changes_it(wenmai, tmp_path):
    file = tmp_path / "a.ttl"
    file.write_text(PREFIX + "wm:a wm:b wm:c.\n", encoding="utf-8")
    checked = wenmai("tidy", "--check", str(file))
    assert (checked.status, "+wm:a wm:b wm:c .\n" in checked.out) == (1, True)
    assert wenmai("tidy", str(file)).status == 0
    assert wenmai("tidy", "--check", str(file)) == (0, "", "")


def test_a_byte_order_mark_is_laid_out_away(tmp_path):
    from wenmai.audit import tidy as layout

    file = tmp_path / "mark.ttl"
    file.write_bytes("\ufeff<urn:a>   <urn:b> <urn:c> .\n".encode())
    assert layout.rewrite(file)
    assert file.read_bytes() == b"<urn:a> <urn:b> <urn:c> .\n"
    assert not layout.rewrite(file)


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff"])
def test_a_file_that_says_nothing_is_laid_out_as_nothing(tmp_path, text):
    (tmp_path / "a.ttl").write_text(text, "utf-8")
    tidy.rewrite(str(tmp_path / "a.ttl"))
    assert (tmp_path / "a.ttl").read_text("utf-8") == ""
    assert not tidy.rewrite(str(tmp_path / "a.ttl"))


def test_a_difference_says_that_the_last_line_has_no_end(tmp_path):
    (tmp_path / "a.ttl").write_text("<urn:a>  <urn:p> <urn:b> .", "utf-8")
    lines = tidy.diff(tmp_path / "a.ttl").splitlines()
    assert lines[-3:] == ["-<urn:a>  <urn:p> <urn:b> .", "\\ No newline at end of file", "+<urn:a> <urn:p> <urn:b> ."]
