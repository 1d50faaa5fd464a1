"""The path index against a brute-force reading of the same quads, in memory, on disk, sorted plainly and by NumPy."""

from __future__ import annotations

from array import array
from collections import Counter, deque
from math import log2
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

import needs
from wenmai import index
from wenmai.errors import StoreError
from wenmai.index import columns, sections, sorting
from wenmai.index.builder import Builder
from wenmai.index.layout import weight_of
from wenmai.index.lines import PlainLines
from wenmai.model import Evidence
from wenmai.system import packaged
from wenmai.terms import APPARATUS_TYPES, LABEL, RDFS, STRUCTURAL, TYPE, WM

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PREFIXES = """
@prefix : <urn:x:> . @prefix wm: <urn:wenmai:term:> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""

SPELLINGS = """
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix dc: <http://purl.org/dc/elements/1.1/> .
:a :p :b {| wm:evidence :here ; wm:saidBy :c, :d |} ; :q :b, :c, "text" .
:s rdf:subject :a ; rdf:predicate :q ; rdf:object :b ; dc:source "a book", :here ; wm:inferred true .
:t rdf:subject :a ; rdf:predicate :q ; rdf:object "text" ; wm:evidence :there .
:u rdf:subject :a ; rdf:predicate :q ; rdf:object :b, :c ; wm:evidence :elsewhere .
:v a owl:Axiom ; owl:annotatedSource :a ; owl:annotatedProperty :q ; owl:annotatedTarget :c ; prov:wasQuotedFrom :there .
:here a wm:Passage ; wm:document :e, :f ; wm:start 3 ; wm:end 9 . :there wm:document :f ; wm:start 1, 2 ; wm:end "many" .
:b :r :c ; wm:evidence :here ; wm:saidBy :a . :g { :a :p :b . :c :p :a } :h { :c :p :a } :g prov:hadPrimarySource :there .
"""
"""Every way of saying who says so, sound and unsound."""

THINGS = [f"urn:x:{name}" for name in "abcdé中"]
CLASSES = ["urn:x:Class", *sorted(APPARATUS_TYPES)]
PREDICATES = ["urn:x:p", "urn:x:q", "urn:x:r", RDFS + "domain", WM + "unit"]
links = st.builds(Quad, *(st.sampled_from(list(map(NamedNode, pool))) for pool in (THINGS, PREDICATES, THINGS)),
                  st.sampled_from([DefaultGraph(), NamedNode("urn:x:g"), NamedNode("urn:x:h")]))  # fmt: skip
types = st.builds(Quad, st.sampled_from(list(map(NamedNode, THINGS))), st.just(NamedNode(TYPE)),
                  st.sampled_from(list(map(NamedNode, CLASSES))))  # fmt: skip
labels = st.builds(Quad, st.sampled_from(list(map(NamedNode, THINGS))), st.just(NamedNode(LABEL)),
                   st.builds(Literal, st.text("ab中\n\"\\", max_size=3), language=st.sampled_from(["zh", "en"])))  # fmt: skip
quads = st.lists(st.one_of(links, links, types, labels), max_size=40)


def read(turtle: str) -> index.Index:
    return index.build(parse(PREFIXES + turtle, RdfFormat.TRIG))


@pytest.fixture(scope="module", params=["plain", "frames"])
def reader(request):
    """What reads the lines: plain Python, or Polars where it is installed."""
    if request.param == "plain":
        return PlainLines
    needs.library("polars")
    from wenmai.index.frames import FrameLines

    return FrameLines


def indexed(text: bytes, reader: type[PlainLines], folder: Path | None = None) -> index.Index:
    """The index of lines of N-Triples, taken some at a time; a parser gets those that need one, and some others."""
    with Builder(folder and str(folder)) as made:
        taker, lines, step = reader(made), text.split(b"\n"), 2 if len(text) < 10_000 else 500
        for start in range(0, len(lines), step):
            piece = b"\n".join(lines[start : start + step])
            rest = [piece] if start % (3 * step) == step else taker.take(piece)
            deque(made.tap(parse(b"\n".join(rest), RdfFormat.N_TRIPLES)), 0)
        return made.finish()


def parts(found: index.Index) -> dict[str, bytes]:
    return {name: bytes(part) for name, part in found._data._parts.items()}


def link_of(found: index.Index, subject: str, predicate: str, other: str) -> int:
    node, target = found.find(f"urn:x:{subject}"), found.find(f"urn:x:{other}")
    names = found.predicates
    return next(
        link
        for far, way, out, link in found.links(node)
        if far == target and out and names[way] == f"urn:x:{predicate}"
    )


def brute(data: list[Quad]) -> tuple[set[str], set[tuple[str, str, str]], dict[tuple[str, str, str], set[str]]]:
    """Nodes, links, and the named graphs of each link, by definition."""
    hidden = {
        quad.subject.value for quad in data if quad.predicate.value == TYPE and quad.object.value in APPARATUS_TYPES
    }
    nodes, triples, graphs = set(), set(), {}
    for quad in data:
        subject, predicate = quad.subject.value, quad.predicate.value
        if subject in hidden:
            continue
        if isinstance(quad.object, Literal) or predicate == TYPE:
            nodes.add(subject)
        elif predicate not in STRUCTURAL and quad.object.value not in hidden:
            triple = (subject, predicate, quad.object.value)
            triples.add(triple)
            nodes |= {subject, quad.object.value}
            if quad.graph_name != DefaultGraph():
                graphs.setdefault(triple, set()).add(quad.graph_name.value)
    return nodes, triples, graphs


def sourced(data: list[Quad]) -> list[Quad]:
    """The data with a statement about each of its named graphs, which says what its source is."""
    graphs = {quad.graph_name.value for quad in data if quad.graph_name != DefaultGraph()}
    return data + [
        Quad(NamedNode(graph), NamedNode("http://purl.org/dc/terms/source"), NamedNode(f"{graph}/source"))
        for graph in sorted(graphs)
    ]


def agrees(found: index.Index, data: list[Quad]) -> None:
    nodes, triples, graphs = brute(data)
    assert [found.iri(node) for node in range(found.node_count)] == sorted(nodes)
    assert found.link_count == len(triples)
    assert Counter(t[1] for t in triples) == {p: found.predicate_count(n) for n, p in enumerate(found.predicates)}
    seen = set()
    for node in range(found.node_count):
        iri = found.iri(node)
        assert found.find(iri) == node
        rows = found.links(node)
        assert rows == sorted(rows, key=lambda row: (row[0], row[1], not row[2]))
        assert found.degree(node) == len(rows) == sum((t[0] == iri) + (t[2] == iri) for t in triples)
        assert found.neighbours(node) == [row[0] for row in rows]
        for other, predicate, forward, link in rows:
            ends = (iri, found.iri(other)) if forward else (found.iri(other), iri)
            triple = (ends[0], found.predicates[predicate], ends[1])
            seen.add(triple)
            assert {one.document for one in found.evidence(link)} == {f"{g}/source" for g in graphs.get(triple, ())}
        wanted: dict[str, set[str]] = {}
        for quad in data:
            if quad.subject.value == iri and quad.predicate.value == LABEL and quad.object.value.strip():
                line = " ".join(quad.object.value.split())  # a name is one line
                wanted.setdefault(quad.object.language or "", set()).add(line)
        assert found.labels(node) == {tag: min(texts, key=str.encode) for tag, texts in sorted(wanted.items())}
        kinds = {q.object.value for q in data if q.subject.value == iri and q.predicate.value == TYPE}
        assert found.types(node) == tuple(sorted(kinds))
    assert seen == triples
    assert found.find("urn:x:nobody") is None


@pytest.mark.slow
@given(quads)
def test_index_is_what_the_quads_say(data):
    data = sourced(data)
    agrees(index.build(data), data)


@pytest.mark.slow
@given(quads)
@settings(max_examples=60)
def test_numpy_sorts_as_plain_python_does(data):
    needs.library("numpy")
    with pytest.MonkeyPatch.context() as patch:
        plain = index.build(data)
        patch.setattr(sorting, "LARGE", 0)
        patch.setattr(sorting, "BLOCK", 4)
        fast = index.build(data)
    assert plain._data.facts == fast._data.facts
    assert parts(plain) == parts(fast)


@given(quads)
def test_the_ends_of_links_weigh_what_their_degrees_say(data):
    built = index.build(data)
    for node in range(built.node_count):
        ends = built.neighbours(node)
        expected = [round(1000 * log2(built.degree(end))) for end in ends]
        assert built.weights(node) == expected == list(map(weight_of, built.degrees(ends)))


@given(st.lists(st.tuples(*[st.integers(2**29, 2**31)] * 3), min_size=1, max_size=30))
def test_numpy_sorts_links_too_wide_for_one_number(triples):
    needs.library("numpy")
    numbers = array("I", sorted({value for triple in triples for value in triple}))
    place = {value: at for at, value in enumerate(numbers)}
    columns = tuple(array("I", [place[triple[end]] for triple in triples]) for end in range(3))
    plain = sorting.Plain().links(columns, numbers, numbers)
    fast = sorting.Fast().links(columns, numbers, numbers)
    assert (list(plain.subject), list(plain.key)) == (list(fast.subject), list(fast.key))


@pytest.mark.slow
@given(quads)
@example([Quad(NamedNode("urn:x:a"), NamedNode(LABEL), Literal('b" . <urn:x:a> <urn:x:p> <urn:x:b'))])
def test_lines_of_ntriples_are_read_as_a_parser_reads_them(reader, data):
    plain = [Quad(quad.subject, quad.predicate, quad.object) for quad in data]
    agrees(indexed(serialize(plain, format=RdfFormat.N_TRIPLES), reader), plain)


@pytest.mark.slow
def test_lines_are_indexed_in_a_folder_as_quads_in_memory(reader, tmp_path, monkeypatch):
    quads = list(parse(packaged.triples().read_bytes(), RdfFormat.TURTLE))
    monkeypatch.setattr(columns, "SPILL", 1000)
    text = serialize((Triple(*list(quad)[:3]) for quad in quads), format=RdfFormat.N_TRIPLES)
    in_folder = {
        name: part for name, part in parts(indexed(text, reader, tmp_path)).items() if not name.startswith("seen.")
    }
    assert in_folder == parts(index.build(quads)), "but for what a store keeps so that a change need not read it whole"


@pytest.mark.parametrize(
    "line",
    [
        "<urn:a>\t<urn:p>\t<urn:b>\t.",
        "<urn:a><urn:p><urn:b>.",
        "  <urn:a> <urn:p> <urn:b> .  # said by nobody",
        "<urn:a> <urn:p> <urn:b> .\r",
        "_:a <urn:p> _:b .",
        "<urn:\\u0061> <urn:p> <urn:b> .",
        '<urn:a> <urn:p> "<urn:b> <urn:c> <urn:d> ." .',
        f'<urn:a> <{LABEL}> "x"@en--ltr .',
        f'<urn:a> <{LABEL}> "x"@zh-Hans .',
        "# <urn:a> <urn:p> <urn:b> .",
    ],
)
def test_unusual_lines_are_read_as_a_parser_reads_them(reader, line):
    assert parts(indexed(line.encode(), reader)) == parts(index.build(parse(line, RdfFormat.N_TRIPLES)))


TERMS = [b"<urn:a>", b"<urn:p>", b"<%b>" % LABEL.encode(), b"_:b", b'"x"', b'"x"@en', b'"x"^^<urn:d>', b'"\\u4e2d\\n"']
MARKS = [b"", b" ", b"\n", b"\r", b"\r\n", b"\t", b"<", b">", b'"', b"\\", b".", b":", b"%", b"@", b"#", b"\0", b"\xff", b"\xc3",
         b"\xee\x80\x80", b"//[", b"^^", b"\\u0020", b"\\uD800", b"-toolonglanguage", b"<<(", b")>>",
         b"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>"]  # fmt: skip
lines = st.lists(st.sampled_from(TERMS), min_size=3, max_size=3).map(lambda terms: b" ".join([*terms, b".\n"]))


@st.composite
def damaged(draw) -> bytes:
    """Lines of N-Triples, in some places of which something else was written."""
    text = b"".join(draw(st.lists(lines, min_size=1, max_size=3)))
    for _ in range(draw(st.integers(0, 2))):
        start = draw(st.integers(0, len(text)))
        text = text[:start] + draw(st.sampled_from(MARKS)) + text[start + draw(st.integers(0, 2)) :]
    return text


def accepts(read: Callable[[], object]) -> bool:
    try:
        read()
    except (SyntaxError, ValueError):
        return False
    return True


@pytest.mark.slow
@given(damaged())
@example(b'<urn:a> <urn:p> "x\ny" .\n')
@example(b'<urn:a> <urn:p> "x\ry" .\r\n')
@example(b"<urn:a> <urn:p> <urn:a\nurn:b> .\n")
@example(b'<urn:a> <urn:p> "x"@en-toolonglanguage .\n')
@example(b'<urn:a> <urn:p> "x"^^<urn:%> .\n')
@example(b"<urn:a> <urn:%> <urn:b> .\n")
@example(b'<urn:a> <urn:p> "\xff" .\n')
@example(b"#\xff<urn:a> <urn:a> <urn:a> .\n")
@settings(max_examples=1000)
def test_a_lenient_parser_and_the_index_refuse_what_a_strict_parser_refuses(reader, text):
    right = accepts(lambda: list(parse(text, RdfFormat.N_TRIPLES)))
    stored = accepts(lambda: list(parse(text, RdfFormat.N_TRIPLES, lenient=True)))
    assert (stored and accepts(lambda: indexed(text, reader))) == right
    if right:
        assert parts(indexed(text, reader)) == parts(index.build(parse(text, RdfFormat.N_TRIPLES)))


def test_evidence_and_time_of_a_cited_link():
    found = read(
        """
        :a :p :b ; :q :b .
        :s a rdf:Statement ; rdf:subject :a ; rdf:predicate :p ; rdf:object :b ; wm:evidence :here, :there ;
           wm:saidBy :c ; wm:inferred true ; wm:since :november .
        :here a wm:Passage ; wm:document :d ; wm:start 3 ; wm:end 9 .
        :there a wm:Passage ; wm:document :d ; wm:start 12 ; wm:end 20 .
        :november wm:begins "2020-11-01"^^xsd:date ; wm:ends "2020-11-30"^^xsd:date .
        """
    )
    link = link_of(found, "a", "p", "b")
    assert found.evidence(link) == (
        Evidence("urn:x:d", 3, 9, "urn:x:c", True),
        Evidence("urn:x:d", 12, 20, "urn:x:c", True),
    )
    assert found.time(link) == "2020-11/.."
    assert found.span(link) == ("2020-11-01", None)
    assert found.node_span(found.find("urn:x:november")) == ("2020-11-01", "2020-11-30")
    bare = link_of(found, "a", "q", "b")
    assert (found.evidence(bare), found.time(bare), found.span(bare)) == ((), None, (None, None))
    assert {found.iri(node) for node in range(found.node_count)} == {"urn:x:a", "urn:x:b", "urn:x:november"}


def test_what_a_subject_cites_goes_for_all_its_facts():
    found = read(
        """
        :figure wm:about :a ; :p :b ; wm:evidence :here ; wm:period :year .
        :here a wm:Passage ; wm:document :d ; wm:start 0 ; wm:end 4 .
        :year wm:begins "2020-01-01"^^xsd:date ; wm:ends "2020-12-31"^^xsd:date .
        :a :p :figure .
        """
    )
    passage = (Evidence("urn:x:d", 0, 4),)
    assert found.evidence(link_of(found, "figure", "p", "b")) == passage
    assert found.time(link_of(found, "figure", "p", "b")) == "2020"
    assert found.node_evidence(found.find("urn:x:figure")) == passage
    assert found.evidence(link_of(found, "a", "p", "figure")) == ()


def test_one_triple_of_several_graphs_is_one_link_with_several_sources():
    found = read(":g { :a :p :b } :h { :a :p :b } { :a :p :b . :s a rdf:Statement ; rdf:subject :a ;"
                 "rdf:predicate :p ; rdf:object :b ; prov:wasDerivedFrom :i }")  # fmt: skip
    assert found.link_count == 1
    assert [one.document for one in found.evidence(0)] == [
        "urn:x:i"
    ]  # in a graph is where a link stands, not who says so


def test_the_reified_triples_of_rdf_1_2_are_statements():
    found = read(":a :p :b . _:r rdf:reifies <<( :a :p :b )>> ; prov:wasDerivedFrom :d .")
    assert found.evidence(link_of(found, "a", "p", "b")) == (Evidence("urn:x:d"),)
    assert found.find("_:r") is None


def test_one_reifier_of_two_triples_cites_both():
    found = read(":a :p :b ; :q :c . _:r rdf:reifies <<( :a :p :b )>>, <<( :a :q :c )>> ; prov:wasDerivedFrom :d .")
    assert [found.evidence(link) for link in range(found.link_count)] == [(Evidence("urn:x:d"),)] * 2


def test_an_axiom_of_owl_is_a_statement_and_no_entity():
    found = read(
        "@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix dct: <http://purl.org/dc/terms/> . :a :p :b . [] a owl:Axiom ;"
        "owl:annotatedSource :a ; owl:annotatedProperty :p ; owl:annotatedTarget :b ; dct:source :d ; wm:when '1999' ."
    )
    assert (found.evidence(0), found.time(0), found.cited_count()) == ((Evidence("urn:x:d"),), "1999", 1)
    assert {found.iri(node) for node in range(found.node_count)} == {"urn:x:a", "urn:x:b"}


def test_what_a_named_graph_cites_goes_for_the_facts_in_it():
    found = read(":g { :a :p :b } :g prov:wasDerivedFrom :paper .")
    assert [one.document for one in found.evidence(link_of(found, "a", "p", "b"))] == ["urn:x:paper"]
    assert found.cited_count() == 1  # what is said of the graph stands in none itself


@pytest.mark.parametrize("data", ["packaged", "spellings"])
def test_the_index_and_the_statements_read_the_same_evidence(data, tmp_path):
    """What a link cites in the index, read in one pass, is what its statements cite, each looked up by itself.

    What a resource says of its facts goes in the index for its time too, which has a field of its own in a statement.
    """
    from wenmai.sources import open_source
    from wenmai.statements.reader import OWN, evidence_of

    path = tmp_path / "spellings.trig"
    path.write_text(PREFIXES + SPELLINGS, encoding="utf-8")
    source = open_source(str(path if data == "spellings" else packaged.triples()))
    found, cited = source.index, 0
    for node in range(found.node_count):
        for other, predicate, forward, link in found.links(node):
            if forward and found.predicates[predicate] not in OWN:
                fact = (found.iri(node), found.predicates[predicate], found.iri(other))
                assert found.evidence(link) == evidence_of(source.statements.of(*fact)), fact
                cited += bool(found.evidence(link))
    assert cited


def test_a_statement_about_something_else_cites_nothing():
    found = read(
        ":a :p :b . :s a rdf:Statement ; rdf:subject :a ; rdf:predicate :p ; rdf:object :c ; wm:evidence :d ."
        ":t a rdf:Statement ; rdf:subject :a ; rdf:predicate :p ; wm:evidence :d ."
    )
    assert found.evidence(link_of(found, "a", "p", "b")) == ()


def test_labels_fall_back_to_what_there_is():
    found = read(':a rdfs:label "Ah"@en, "啊"@zh-Hans ; skos:altLabel "x" . :b rdfs:label "B" . :c a :K .')
    assert [found.label(found.find("urn:x:a"), tag) for tag in ("zh", "en", "fr")] == ["啊", "Ah", "Ah"]
    assert found.label(found.find("urn:x:b"), "zh") == "B"
    assert found.label(found.find("urn:x:c"), "zh") == "c"
    assert found.term_label("urn:x:nobody", "zh") == "nobody"
    assert found.term_label("urn:x:a", "en") == "Ah"


def test_the_order_of_quads_makes_no_difference():
    lines = [f"<urn:x:{a}> <urn:x:p{a % 3}> <urn:x:{a * 7 % 11}> ." for a in range(11)]
    indexes = [index.build(parse("\n".join(order), RdfFormat.TURTLE)) for order in (lines, lines[::-1])]
    contents = [{name: bytes(part) for name, part in one._data._parts.items()} for one in indexes]
    assert contents[0] == contents[1]


DATA = f'<urn:x:a> <urn:x:p> <urn:x:b> ; <{LABEL}> "甲"@zh ; a <urn:x:K> . <urn:x:b> <urn:x:q> <urn:x:a> .'


@pytest.fixture
def stored(tmp_path):
    builder = Builder(str(tmp_path))
    for _ in builder.tap(parse(DATA, RdfFormat.TURTLE)):
        pass
    builder.finish("mine")
    return tmp_path / index.FILE


def test_an_index_on_disk_is_the_one_in_memory(stored):
    found, memory = index.open_index(str(stored.parent), "mine"), index.build(parse(DATA, RdfFormat.TURTLE))
    assert found.link_count == memory.link_count == 2
    assert [found.links(node) for node in (0, 1)] == [memory.links(node) for node in (0, 1)]
    assert found.labels(0) == memory.labels(0) == {"zh": "甲"}
    found.verify()


def test_the_index_of_another_store_is_noticed(stored):
    with pytest.raises(StoreError, match="belongs to another store"):
        index.open_index(str(stored.parent), "yours")


def test_a_cut_index_is_noticed(stored):
    whole = stored.read_bytes()
    for size in range(0, len(whole), 7):
        stored.write_bytes(whole[:size])
        with pytest.raises(StoreError):
            index.open_index(str(stored.parent), "mine")


def use(found: index.Index) -> None:
    for node in range(found.node_count):
        found.iri(node)
        for other, predicate, _, link in found.links(node):
            found.degree(other)
            found.label(other, "zh")
            found.types(other)
            found.predicate_count(predicate)
            found.evidence(link)
            found.span(link)
    found.find("urn:x:a")


@pytest.fixture
def large(monkeypatch):
    """Files count as large: they are not read whole when opened."""
    monkeypatch.setattr(sections, "READ_WHOLE", 0)


def changed(stored, flip):
    """The file with each of its bytes changed in turn."""
    whole = stored.read_bytes()
    for place in range(len(whole)):
        stored.write_bytes(whole[:place] + bytes([whole[place] ^ flip]) + whole[place + 1 :])
        yield place
    stored.write_bytes(whole)


@pytest.mark.slow
@pytest.mark.parametrize("flip", [0x01, 0x80, 0xFF])
def test_a_changed_byte_of_a_large_index_is_an_error_or_another_answer_but_never_a_crash(stored, large, flip):
    """The table fails its checksum; data may read differently, but nothing else is raised."""
    whole, found = stored.read_bytes(), 0
    for _ in changed(stored, flip):
        try:
            use(index.open_index(str(stored.parent), "mine"))
        except StoreError:
            found += 1
    assert found >= len(whole) - whole.rindex(b"kind ")


@pytest.mark.slow
def test_a_changed_byte_of_a_small_index_is_an_error(stored):
    """Of every byte but those that only fill a section up to eight."""
    sizes = [len(part) for part in index.open_index(str(stored.parent), "mine")._data._parts.values()]
    unnoticed = 0
    for _ in changed(stored, 0x01):
        try:
            index.open_index(str(stored.parent), "mine")
            unnoticed += 1
        except StoreError:
            pass
    filling = sum(-size % 8 for size in sizes)
    assert unnoticed <= filling + 7 + 1  # and those that fill up the first line


def test_verification_finds_what_a_lookup_cannot(stored, large):
    whole = stored.read_bytes()
    place = whole.index("甲".encode())
    stored.write_bytes(whole[:place] + "乙".encode() + whole[place + 3 :])
    found = index.open_index(str(stored.parent), "mine")
    assert found.labels(0) == {"zh": "乙"}
    with pytest.raises(StoreError, match="fails its checksum"):
        found.verify()


def test_a_missing_index_is_told(tmp_path):
    with pytest.raises(StoreError, match="cannot be read"):
        index.open_index(str(tmp_path))


def test_reading_needs_the_standard_library_alone(stored):
    import subprocess
    import sys

    code = (
        "import sys; from wenmai import index; found = index.open_index(sys.argv[1], 'mine'); found.links(0);"
        "found.evidence(0); heavy = {'numpy', 'pyoxigraph', 'rdflib', 'networkx'} & set(sys.modules); sys.exit(len(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(stored.parent)], check=False)
    assert done.returncode == 0


def test_wm_terms_are_those_the_index_reads():
    from wenmai.index.said import ROLES

    assert {WM + name for name in ("evidence", "document", "start", "end", "when", "since", "until")} <= set(ROLES)


def test_a_name_by_which_a_vocabulary_also_says_a_time_is_read_from_every_format():
    text = """@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> .
    :made a crm:E12_Production ; crm:P108_has_produced :vase ; crm:P14_carried_out_by :ada ; crm:P4_has_time-span :span .
    :span a crm:E52_Time-Span ; crm:P78_is_identified_by :name . :name a crm:E41_Appellation ; rdfs:label "1889" .
    :vase rdfs:label "A vase"@en ."""
    quads = list(parse(PREFIXES + text, RdfFormat.TURTLE))
    lines = serialize(quads, format=RdfFormat.N_TRIPLES) or b""
    for found in (index.build(quads), indexed(lines, PlainLines)):
        assert [found.time(link) for _, _, _, link in found.links(found.find("urn:x:vase"))] == ["1889"]
