"""Reading RDF files: formats, compressions, blank nodes, and faults with their place."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, RdfFormat, parse, serialize

from wenmai import reading
from wenmai.errors import GraphSyntaxError, InputError
from wenmai.reading.guard import JsonDepth

TRIPLES = '<urn:a> <urn:p> <urn:b> .\n<urn:a> <urn:p> "北京\\n" .\n'
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="urn:x:"'


def written(form: RdfFormat) -> bytes:
    return serialize(parse(TRIPLES, RdfFormat.N_TRIPLES), format=form, prefixes={"x": "urn:"})


FORMS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
EXPECTED = {str(quad) for quad in parse(TRIPLES, RdfFormat.N_TRIPLES)}


def put(folder, name: str, data: bytes | str) -> str:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return str(path)


def texts(location: str, **options) -> set[str]:
    return {str(quad) for quad in reading.quads(location, **options)}


@pytest.mark.parametrize("ending", FORMS)
@pytest.mark.parametrize("name", ["data.{}", "data", "data.txt"])
def test_every_format_is_read_by_its_name_or_by_its_beginning(tmp_path, ending, name):
    assert texts(put(tmp_path, name.format(ending), written(FORMS[ending]))) == EXPECTED


def zst(data: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor().compress(data)


@pytest.mark.parametrize(
    ("ending", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress), ("zst", zst)]
)
def test_compressed_files_are_read_whatever_they_are_called(tmp_path, ending, pack):
    packed = pack(TRIPLES.encode())
    assert texts(put(tmp_path, f"data.nt.{ending}", packed)) == EXPECTED
    assert texts(put(tmp_path, "data", packed)) == EXPECTED
    with pytest.raises(InputError, match="cut off"):
        texts(put(tmp_path, f"cut.nt.{ending}", pack(TRIPLES.encode() * 5000)[:-20]))


def test_two_gzip_members_are_one_file(tmp_path):
    lines = TRIPLES.encode().splitlines(keepends=True)
    assert texts(put(tmp_path, "data.nt.gz", b"".join(map(gzip.compress, lines)))) == EXPECTED


def test_standard_input_is_a_file(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TRIPLES.encode())))
    assert texts("-") == EXPECTED


@pytest.mark.parametrize(
    ("name", "data", "line", "column"),
    [
        ("a.ttl", "@prefix : <urn:a:> .\n:a :b :c .\n:a :b ?? .", 3, 7),
        ("a.ttl", '<urn:a> <urn:b> "中文" x .', 1, 22),
        ("a.nt", "<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b c> <urn:c> .", 2, 9),
        ("a.nq", "<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> 1 .", 2, 17),
        ("a.trig", "<urn:a> { <urn:a> <urn:b> . }", 1, 27),
        ("a.jsonld", '{"@id":"urn:a",\n"urn:b": [1,}', 2, 13),
        ("a.rdf", f"<rdf:RDF {RDF}>\n<rdf:Description>\n</rdf:RDF>", 3, 3),
        ("a.rdf", f'<rdf:RDF {RDF}>\n<rdf:Description\n rdf:about="urn:a" rdf:ID="b"/>\n</rdf:RDF>', 3, None),
    ],
)
def test_a_fault_is_told_with_its_file_line_and_column(tmp_path, name, data, line, column):
    location = put(tmp_path, name, data)
    with pytest.raises(GraphSyntaxError) as caught:
        texts(location)
    assert (caught.value.file, caught.value.line, caught.value.column) == (location, line, column)
    place = f"{location}:{line}" if column is None else f"{location}:{line}:{column}"
    assert str(caught.value).startswith(f"{place}: ")


def test_a_fault_far_down_has_its_line(tmp_path):
    data = TRIPLES * 30_000 + "nonsense\n"
    for pack, name in ((bytes, "a.nt"), (gzip.compress, "a.nt.gz")):
        with pytest.raises(GraphSyntaxError) as caught:
            texts(put(tmp_path, name, pack(data.encode())))
        assert caught.value.line == 60_001


def test_the_fault_of_rdf_xml_has_its_line_far_down(tmp_path):
    lines = [f'<rdf:Description rdf:about="urn:a"><x:p>{n}</x:p></rdf:Description>' for n in range(9000)]
    data = "\n".join([f"<rdf:RDF {RDF}>", *lines, '<rdf:Description rdf:about="urn:a" rdf:bagID="x y"/>', "</rdf:RDF>"])
    with pytest.raises(GraphSyntaxError) as caught:
        texts(put(tmp_path, "a.rdf", data))
    assert caught.value.line == 9002


@pytest.mark.parametrize(
    ("name", "data", "hint"),
    [
        ("a.ttl", '<urn:a> <urn:b> "中文的说明" .'.encode("gbk"), "GB18030"),
        ("a.ttl", '<urn:a> <urn:b> "中文" .'.encode("utf-16"), "UTF-16"),
        ("a.ttl", '<urn:a> <urn:b> "text" .'.encode("utf-16-be"), "UTF-16"),
        ("a.nt", '<urn:a> <urn:b> "caf\xe9" .'.encode("latin-1"), "ISO-8859-1"),
        ("a.jsonld", '{"@id": "urn:a", "urn:b": "中文"}'.encode("gbk"), "GB18030"),
        ("a.jsonld", '{"@context": "http://127.0.0.1:9/c", "@id": "urn:a"}', "never fetched"),
    ],
)
def test_the_likely_cause_of_a_fault_is_told(tmp_path, name, data, hint):
    with pytest.raises(GraphSyntaxError, match=hint):
        texts(put(tmp_path, name, data))


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.jsonld", '{"urn:p":' * 600 + "1" + "}" * 600, "deeper than 500"),
        (
            "a.nt",
            "<urn:a> <urn:p> " + "<<( <urn:a> <urn:p> " * 600 + "<urn:z>" + " )>>" * 600 + " .",
            "deeper than 500",
        ),
        ("a.rdf", f"<rdf:RDF {RDF}>" + "<rdf:Description><x:p>" * 400, "deeper than 500"),
        ("a.rdf", f'<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/hostname">]><rdf:RDF {RDF}/>', "never reaches out"),
        ("a.rdf", f'<!DOCTYPE r SYSTEM "http://127.0.0.1:9/r.dtd"><rdf:RDF {RDF}/>', "never reaches out"),
        ("a.rdf", f'<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><rdf:RDF {RDF}/>', "entity bomb"),
        ("a.rdf", f'<!DOCTYPE r [<!ENTITY % a "x">]><rdf:RDF {RDF}/>', "never reaches out"),
        ("a.html", "<!DOCTYPE html><html></html>", "web page"),
        ("a.csv", "name,age\nAda,36\n", r"a table \(CSV\), not RDF"),
        ("a.zip", b"PK\x03\x04rest", "zip archive, and damaged"),
    ],
)
def test_what_could_hurt_is_refused_with_its_reason(tmp_path, name, data, reason):
    with pytest.raises(InputError, match=reason) as caught:
        texts(put(tmp_path, name, data))
    assert name in str(caught.value)


def test_plain_entities_of_rdf_xml_are_read(tmp_path):
    data = (
        f'<!DOCTYPE rdf:RDF [<!ENTITY x "urn:x:">]><rdf:RDF {RDF}><rdf:Description rdf:about="&x;a" x:p="1"/></rdf:RDF>'
    )
    assert texts(put(tmp_path, "a.rdf", data)) == {'<urn:x:a> <urn:x:p> "1"'}


def test_text_that_looks_nested_is_not(tmp_path):
    code = "cout << x;\\n" * 2000
    assert len(texts(put(tmp_path, "a.ttl", f'<urn:a> <urn:p> "{code}" .'))) == 1
    assert len(texts(put(tmp_path, "b.ttl", '<urn:a> <urn:p> """' + "cout << x;\n" * 2000 + '""" .'))) == 1
    assert len(texts(put(tmp_path, "a.jsonld", '{"urn:p": "' + "[{\\\\" * 2000 + '\\""}'))) == 1


@given(st.lists(st.sampled_from(['"', "\\", "{", "}", "[", "]", "a", '\\"']), max_size=60), st.integers(1, 7))
def test_json_nesting_is_counted_the_same_however_the_text_is_cut(pieces, size):
    text = "".join(pieces).encode()
    whole, cut = JsonDepth(), JsonDepth()
    whole.feed(text)
    for start in range(0, len(text), size):
        cut.feed(text[start : start + size])
    assert (whole._depth, whole._inside) == (cut._depth, cut._inside)


@pytest.mark.parametrize(
    ("location", "reason"), [("nowhere.ttl", "does not exist"), (".", "is a folder"), ("\0", "cannot be read")]
)
def test_what_is_no_file_is_told(tmp_path, monkeypatch, location, reason):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=reason):
        texts(location)


def test_a_byte_order_mark_is_no_part_of_the_file(tmp_path):
    assert texts(put(tmp_path, "a.ttl", b"\xef\xbb\xbf" + TRIPLES.encode())) == EXPECTED


def test_an_empty_file_is_an_empty_graph(tmp_path):
    for name in ("a.ttl", "a.nt", "a"):
        assert texts(put(tmp_path, name, b"")) == set()


def test_a_relative_iri_is_resolved_against_the_base(tmp_path):
    assert texts(put(tmp_path, "a.ttl", "<a> <b> <c> ."), base="http://x/y") == {
        "<http://x/a> <http://x/b> <http://x/c>"
    }


BLANK = "[] <urn:p> [ <urn:q> (1 2) ] , _:x . _:x <urn:p> [] ."


def test_blank_nodes_get_the_same_names_every_time(tmp_path):
    location = put(tmp_path, "a.ttl", BLANK)
    first = list(reading.quads(location))
    assert first == list(reading.quads(location))
    assert BlankNode("x") in {quad.subject for quad in first}


def labels(found) -> set[str]:
    return {term.value for quad in found for term in (quad.subject, quad.object) if isinstance(term, BlankNode)}


@pytest.mark.parametrize(("name", "data"), [("a.ttl", BLANK), ("a.nt", "_:x <urn:p> _:f1-x . _:f0.1 <urn:p> _:ab .\n")])
def test_blank_nodes_of_different_files_are_different(tmp_path, name, data):
    location = put(tmp_path, name, data.replace(" . _", " .\n_"))
    scopes = [labels(reading.quads(location, scope=scope)) for scope in (0, 1, 2, 11)]
    assert len(set.union(*scopes)) == sum(map(len, scopes))


def test_a_blank_node_is_seen_where_pieces_of_the_file_meet(tmp_path, monkeypatch):
    data = "<urn:a> <urn:p> <urn:b> .\n<urn:a> <urn:p> _:x .\n"
    location = put(tmp_path, "a.nt", data)
    for size in range(1, len(data)):
        monkeypatch.setattr("wenmai.reading.pages.CHUNK", size)
        assert labels(reading.quads(location, scope=1)) == {"f1-x"}


def test_labels_that_look_random_stay_apart(tmp_path):
    label = "d9849db94e160ae8d1efbc407580ec61"
    assert labels(reading.quads(put(tmp_path, "a.nt", f"_:{label} <urn:p> <urn:q> .\n"))) == {label}
    assert len(labels(reading.quads(put(tmp_path, "a.ttl", f"_:{label} <urn:p> [] , _:{label} .")))) == 2
