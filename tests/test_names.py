"""Finding entities by what a person types: exact, in part, in pinyin, in another script, with a slip of the pen."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import nullcontext

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

import servers
from wenmai import index, names
from wenmai.errors import AmbiguousName, NameNotFound, StoreError
from wenmai.index.assembly import BLANK
from wenmai.names.folding import fold, fold_all, simplify, simplify_all
from wenmai.names.pinyin import dictionary, readings, spell
from wenmai.terms import LABEL, SKOS

DATA = f"""
@prefix : <urn:x:> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <{SKOS}> .
:street rdfs:label "金融街"@zh, "Financial Street"@en ; skos:altLabel "北京金融街"@zh .
:exchange rdfs:label "北京证券交易所"@zh, "Beijing Stock Exchange"@en ; skos:altLabel "北交所"@zh ; :in :street .
:bank rdfs:label "臺灣銀行"@zh ; :in :street .
:district rdfs:label "西城区"@zh ; skos:altLabel "西城"@zh .
:park rdfs:label "ＣＢＤ商务区"@zh ; :in :district .
:city rdfs:label "重庆"@zh . :wall rdfs:label "长城"@zh . :line rdfs:label "行"@zh .
:one rdfs:label "Apple" . :two rdfs:label "apple" ; :in :one .
:中国人民银行 :in :street . :Ada_Lovelace :in :street .
"""


@pytest.fixture(scope="module")
def known():
    return names.build(index.build(parse(DATA, RdfFormat.TURTLE)))


@pytest.fixture(scope="module", params=["memory", "disk"])
def either(request, known, tmp_path_factory):
    if request.param == "memory":
        return known
    path = tmp_path_factory.mktemp("names") / "names"
    return names.build(index.build(parse(DATA, RdfFormat.TURTLE)), str(path), store="mine")


def found(known, text, **options):
    return [(match.iri.removeprefix("urn:x:"), match.how) for match in known.search(text, **options)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("金融街", ("street", "label")),
        ("北京金融街", ("street", "alias")),
        ("北交所", ("exchange", "alias")),
        ("北京证券", ("exchange", "prefix")),
        ("证", ("exchange", "substring")),
        ("交易", ("exchange", "substring")),
        ("financial STREET", ("street", "label")),
        ("《金融街》", ("street", "label")),
        ("北京證券交易所", ("exchange", "label")),
        ("台湾银行", ("bank", "label")),
        ("臺灣", ("bank", "prefix")),
        ("cbd", ("park", "prefix")),
        ("CBD 商务区", ("park", "label")),
        ("jinrongjie", ("street", "pinyin")),
        ("jin rong jie", ("street", "pinyin")),
        ("zhengquan", ("exchange", "pinyin")),
        ("jrj", ("street", "initials")),
        ("bjs", ("exchange", "initials")),
        ("chongqing", ("city", "pinyin")),
        ("changcheng", ("wall", "pinyin")),
        ("xing", ("line", "pinyin")),
        ("taiwanyinhang", ("bank", "pinyin")),
        ("cbdshangwuqu", ("park", "pinyin")),
        ("中国人民银行", ("中国人民银行", "iri")),
        ("Ada Lovelace", ("Ada_Lovelace", "iri")),
        ("Beijing Stok Exchange", ("exchange", "fuzzy")),
        ("urn:x:street", ("street", "iri")),
    ],
)
def test_a_name_is_found_however_it_is_written(either, text, first):
    assert found(either, text)[0] == first


def test_pinyin_is_matched_from_a_syllable_on_and_nowhere_else(either):
    assert ("street", "pinyin") in found(either, "rongjie")
    assert found(either, "ongjie") == []


def test_matches_are_ranked_by_how_then_degree_then_iri(either):
    assert found(either, "北京") == [("street", "prefix"), ("exchange", "prefix")]
    assert found(either, "西城") == [("district", "alias")]
    assert [match.score for match in either.search("北")] == sorted(
        (m.score for m in either.search("北")), reverse=True
    )


def test_an_entity_is_listed_once_under_its_best_name(either):
    matches = either.search("金融街")
    assert [match.iri for match in matches] == ["urn:x:street"]
    assert (matches[0].label, matches[0].name) == ("金融街", "金融街")
    assert either.search("金融街", language="en")[0].label == "Financial Street"


def test_limit(either):
    assert len(either.search("e", limit=2)) == 2
    assert either.search("金融街", limit=0) == []


@pytest.mark.parametrize("text", ["", " ", "《》", "\n", "\ud800", "?" * 5000, "(.*)+$", "\\", "\0", "zzzzqq"])
def test_what_names_nothing_finds_nothing(either, text):
    assert either.search(text) == []
    with pytest.raises(NameNotFound):
        either.resolve(text)


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        ("金融街", "urn:x:street"),
        ("北交所", "urn:x:exchange"),
        ("Apple", "urn:x:one"),
        ("apple", "urn:x:two"),
        ("street", "urn:x:street"),
        ("北京证", "urn:x:exchange"),
        ("商务", "urn:x:park"),
        ("bjzqjys", "urn:x:exchange"),
        ("臺灣", "urn:x:bank"),
        ("<urn:x:anything>", "urn:x:anything"),
        ("skos:note", SKOS + "note"),
    ],
)
def test_a_name_is_resolved(either, text, iri):
    assert either.resolve(text) == iri


def test_homonyms_are_offered_and_never_guessed(either):
    with pytest.raises(AmbiguousName) as caught:
        either.resolve("APPLE")
    assert [match.iri for match in caught.value.candidates] == ["urn:x:one", "urn:x:two"]
    with pytest.raises(AmbiguousName):
        either.resolve("银行")


@pytest.mark.parametrize(("sharing", "said"), [(20, "20"), (21, "more than 20"), (50, "more than 20")])
def test_of_many_homonyms_it_is_said_that_there_are_more(sharing, said):
    quads = [Quad(NamedNode(f"urn:x:{number:02}"), NamedNode(LABEL), Literal("同名")) for number in range(sharing)]
    with pytest.raises(AmbiguousName, match=f"names {said} entities") as caught:
        names.build(index.build(quads)).resolve("同名")
    assert [match.iri for match in caught.value.candidates] == [f"urn:x:{number:02}" for number in range(20)]


def test_an_unknown_name_offers_the_nearest(either):
    with pytest.raises(NameNotFound) as caught:
        either.resolve("金融路")
    assert caught.value.nearest[0].iri == "urn:x:street"


def test_without_pinyin_a_store_does_not_offer_it(tmp_path):
    bare = names.build(index.build(parse(DATA, RdfFormat.TURTLE)), str(tmp_path / "names"), store="mine", pinyin=False)
    assert bare.search("jrj") == []
    assert found(bare, "金融街")[0] == ("street", "label")


def test_names_of_another_store_are_noticed(tmp_path):
    graph = index.build(parse(DATA, RdfFormat.TURTLE))
    names.build(graph, str(tmp_path / "names"), store="mine")
    with pytest.raises(StoreError, match="another store"):
        names.open_names(str(tmp_path / "names"), graph, "yours")


@pytest.mark.slow
def test_changed_bytes_never_crash_a_search(tmp_path):
    graph, path = index.build(parse(DATA, RdfFormat.TURTLE)), tmp_path / "names"
    names.build(graph, str(path), store="mine")
    whole = path.read_bytes()
    for place in range(0, len(whole), 3):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            broken = names.open_names(str(path), graph, "mine")
            for text in ("金融街", "北", "jinrong", "bjs", "Stok Exchange"):
                broken.search(text)
        except StoreError:
            continue
    path.write_bytes(whole)
    assert names.open_names(str(path), graph, "mine").search("北交所")


LABELS = st.lists(st.text("ab 中文北京éß臺", min_size=1, max_size=5), min_size=1, max_size=8)


@given(LABELS, st.text("ab 中文北京臺", min_size=1, max_size=2))
def test_a_search_finds_exactly_the_names_that_hold_the_text(labels, text):
    """Beside pinyin and likeness, which are offered only when nothing holds the text."""
    quads = [Quad(NamedNode(f"urn:n:{n}"), NamedNode(LABEL), Literal(label)) for n, label in enumerate(labels)]
    matches = names.build(index.build(quads)).search(text, limit=20)
    wanted = simplify(fold(text))
    holding = {f"urn:n:{n}" for n, label in enumerate(labels) if wanted and wanted in simplify(fold(label))}
    by_text = {match.iri for match in matches if match.how in ("label", "prefix", "substring")}
    assert by_text == holding or (simplify(fold(text)) != fold(text) and by_text <= holding)
    for match in matches:
        if match.how == "label":
            assert simplify(fold(labels[int(match.iri[6:])])) == wanted


@pytest.mark.slow
@given(st.lists(st.text(max_size=6), max_size=6))
def test_folding_many_is_folding_each(texts):
    assert fold_all(texts) == [fold(text) for text in texts]


@given(st.lists(st.text("臺灣銀行后後台湾ab乾", max_size=5), max_size=5))
def test_simplifying_many_is_simplifying_each_that_is_traditional(texts):
    for one, text in zip(simplify_all(list(texts)), texts, strict=True):
        assert one in (text, simplify(text))
        assert "灣" not in one


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("银行", "YinHang"),
        ("重庆", "ChongQing"),
        ("重要", "ZhongYao"),
        ("长安街", "ChangAnJie"),
        ("会计", "KuaiJi"),
        ("行", "Xing"),
        ("绿色", "LvSe"),
        ("a股市场", "AGuShiChang"),
        ("中国人民银行营业管理部", "ZhongGuoRenMinYinHangYingYeGuanLiBu"),
        ("无伤无臭", "WuShangWuXiu"),
    ],
)
def test_a_name_is_read_as_its_phrases_are(name, first):
    assert readings(name)[0] == first


READ_OTHERWISE = sorted(dictionary().phrases)[::40]


@given(
    st.lists(st.lists(st.sampled_from([*READ_OTHERWISE, *"银行长城都大重庆会乐单解aB 1é"]), max_size=4).map("".join))
)
def test_names_are_spelt_together_as_each_is_alone(several):
    parts = dict(spell(several))
    expected = [(entry, way) for entry, name in enumerate(several) if name for way in readings(name)]
    capitals = bytes(parts["capitals"]).decode().splitlines()[1:]
    assert list(zip(parts["spelt.entry"], capitals, strict=True)) == expected
    assert bytes(parts["spelt"]).decode().splitlines()[1:] == [way.lower() for _, way in expected]
    initials = ["".join(filter(str.isupper, way)).lower() for _, way in expected]
    assert bytes(parts["initials"]).decode().splitlines()[1:] == initials


def test_names_without_chinese_characters_have_no_pinyin():
    assert readings("abc") == readings("") == readings("1 + 1") == []


def test_a_chinese_search_loads_neither_opencc_nor_pypinyin(tmp_path):
    path = tmp_path / "data.ttl"
    path.write_text(DATA.replace("臺灣銀行", "台湾银行"), encoding="utf-8")
    code = (
        "import sys; from wenmai.sources import open_source; found = open_source(sys.argv[1]).names.search('金融');"
        "sys.exit(len({'opencc', 'pypinyin', 'rapidfuzz', 'numpy'} & set(sys.modules)) + (not found))"
    )
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == 0


def test_a_short_name_is_also_found_by_a_second_reading():
    assert readings("行") == ["Xing", "Hang"]


def test_what_counts_as_a_blank_name() -> None:
    """White space as Unicode has it, and what has no width; nothing that can be seen."""
    without_width = {0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF}
    points = [point for point in range(0x110000) if not 0xD800 <= point < 0xE000]
    blank = {point for point in points if BLANK.fullmatch(chr(point).encode())}
    assert blank == {point for point in points if chr(point).isspace()} | without_width
    assert BLANK.fullmatch("\u3000 \t\u200b\n".encode())
    assert not BLANK.fullmatch("\u3000 \t文\n".encode())


BLANKS = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<urn:x:ada> rdfs:label "" ; skos:prefLabel "Ada" ; <urn:x:knows> <urn:x:bob> , <urn:x:cid> .
<urn:x:bob> rdfs:label " \\t\\n"@en , "\u3000"@zh ; <urn:x:knows> <urn:x:cid> .
<urn:x:cid> rdfs:label "\u200b"@en , "席德"@zh ; skos:altLabel "" .
<urn:x:knows> rdfs:label "  " .
"""


@pytest.mark.parametrize("form", ["ttl", "nt", "store", "endpoint"])
def test_a_blank_label_is_passed_over(wenmai, tmp_path, form: str) -> None:
    """For the next label, for that of another language, or for what the IRI calls it; in every output."""
    file, store = tmp_path / "a.ttl", str(tmp_path / "store")
    file.write_text(BLANKS, encoding="utf-8")
    places = {"ttl": str(file), "nt": str(tmp_path / "a.nt"), "store": store}
    serialize(parse(path=file), tmp_path / "a.nt", RdfFormat.N_TRIPLES)
    wenmai("load", str(file), "--into", store)
    with servers.oxigraph(file) if form == "endpoint" else nullcontext(places.get(form)) as place:
        for lang in ("en", "zh"):
            ran = wenmai("path", "Ada", "席德", "-g", place, "--format", "json", lang=lang)
            (direct, around) = json.loads(ran.out)["paths"]
            assert [node["label"] for node in direct["nodes"]] == ["Ada", "席德"]
            assert [node["label"] for node in around["nodes"]] == ["Ada", "bob", "席德"]
            assert {hop["predicateLabel"] for hop in around["hops"]} == {"knows"}
        shown = json.loads(wenmai("show", "bob", "-g", place, "--format", "json").out)
        assert (shown["iri"], shown["labels"]) == ("urn:x:bob", {})
        assert wenmai("show", "urn:x:cid", "-g", place).out.startswith("席德")
        assert "also called" not in wenmai("show", "urn:x:cid", "-g", place).out
    if form != "endpoint":
        wenmai("export", "-g", place, "-o", str(tmp_path / "a.graphml"))
        written = networkx.read_graphml(tmp_path / "a.graphml")
        assert {data["label"] for _, data in written.nodes(data=True)} == {"Ada", "bob", "席德", "knows"}
        assert wenmai("view", "-g", place, "-o", str(tmp_path / "a.html")).status == 0


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Sala de auditoría", "auditoria"),
        ("Łódź", "lodz"),
        ("Łódź", "łódź"),
        ("Hors d'œuvre", "oeuvre"),
        ("Jürgen Müller", "jurgen muller"),
        ("Jurgen Muller", "Jürgen Müller"),
        ("Hauptstraße", "hauptstrasse"),
        ("Øresund", "oresund"),
        ("Đà Nẵng", "da nang"),
        ("Diyarbakır", "diyarbakir"),
        ("İstanbul", "istanbul"),
        ("Nguyễn Thị Ánh", "NGUYEN THI ANH"),
        ("Ærø", "aero"),
        ("Αθήνα", "αθηνα"),
    ],
)
def test_a_name_is_found_without_its_accents(name, typed):
    graph = names.build(index.build([Quad(NamedNode("urn:x:a"), NamedNode(LABEL), Literal(name))]))
    assert [match.how for match in graph.search(typed)] in (["label"], ["prefix"], ["substring"])
    assert graph.resolve(typed) == "urn:x:a"


def test_accents_matter_where_they_are_typed_and_both_names_are_there():
    quads = [
        Quad(NamedNode(f"urn:x:{at}"), NamedNode(LABEL), Literal(name)) for at, name in enumerate(("Müller", "Muller"))
    ]
    graph = names.build(index.build(quads))
    assert (graph.resolve("Müller"), graph.resolve("Muller")) == ("urn:x:0", "urn:x:1")
    with pytest.raises(AmbiguousName):
        graph.resolve("muller")


def test_marks_that_make_another_letter_of_other_scripts_stay():
    assert (fold("がく"), fold("йод"), fold("한글")) == ("がく", "йод", "한글")


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("朝阳", "chaoyang"),
        ("朝阳", "zhaoyang"),
        ("北京市朝阳区人民政府", "chaoyangqu"),
        ("大栅栏街道", "dashilan"),
        ("大栅栏", "dsl"),
        ("什刹海", "shichahai"),
        ("单田芳", "shantianfang"),
        ("单霁翔", "shan ji xiang"),
        ("尉迟恭", "yuchigong"),
        ("吕梁", "luliang"),
        ("吕梁", "lvliang"),
        ("吕梁", "lyuliang"),
        ("吕梁", "lüliang"),
        ("女儿河", "nuerhe"),
        ("绿地", "lvdi"),
        ("鲁迅", "luxun"),
        ("曲阜", "qvfu"),
        ("六安", "luan"),
    ],
)
def test_chinese_names_are_found_by_each_of_their_readings(name, typed):
    graph = names.build(index.build([Quad(NamedNode("urn:x:a"), NamedNode(LABEL), Literal(name, language="zh"))]))
    assert [match.how for match in graph.search(typed)] in (["pinyin"], ["initials"])


@pytest.mark.parametrize("written", ["http://x.org/Caf%C3%A9_%E8%A5%BF", "http://x.org/Café_西"])
@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("cafe 西", ""),
        *(
            (typed, label)
            for label in ("", "Coffee")
            for typed in ("Café_西", "http://x.org/Café_西", "http://x.org/Caf%C3%A9_%E8%A5%BF")
        ),
    ],
)
def test_an_iri_is_found_with_its_characters_in_percent_or_not(written, typed, label):
    quads = [Quad(NamedNode(written), NamedNode("urn:p"), NamedNode("urn:o"))]
    quads += [Quad(NamedNode(written), NamedNode(LABEL), Literal(label))] if label else []
    assert names.build(index.build(quads)).resolve(typed) == written


def test_a_label_in_other_letters_goes_before_the_end_of_an_iri_that_only_reads_so():
    text = """<urn:own:Gene> <http://www.w3.org/2000/01/rdf-schema#label> "gene" ; <urn:p:match> <https://other.example.org/Gene> .
        <https://other.example.org/Gene> <urn:p:match> <urn:own:x> ."""
    made = names.build(index.build(parse(text, RdfFormat.TURTLE)))
    assert made.resolve("Gene") == "urn:own:Gene"
