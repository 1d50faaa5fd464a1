"""What a user would expect to open: folders, archives, relative IRIs, other encodings, wrong endings, bad terms, no RDF."""

from __future__ import annotations

import gzip
import io
import sqlite3
import tarfile
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import BlankNode, RdfFormat, parse
from rdflib.compare import isomorphic

from wenmai import reading
from wenmai.errors import GraphSyntaxError, InputError, LimitReached
from wenmai.notices import collect_notices
from wenmai.reading import ReadOptions
from wenmai.sources import open_source, store

RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="urn:x:"'


def put(folder: Path, name: str, data: bytes | str) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return str(path)


def texts(*locations: str, **options) -> set[str]:
    return {str(quad) for quad in open_source(*locations, options=ReadOptions(**options)).quads()}


def notices(*locations: str, **options) -> list[str]:
    with collect_notices() as found:
        list(open_source(*locations, options=ReadOptions(**options)).quads())
    return found


def feed(monkeypatch, data: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))


def by_rdflib(location: str, form: str, base: str | None = None) -> rdflib.Graph:
    return rdflib.Graph().parse(location, format=form, publicID=base)


def as_graph(location: str, base: str | None = None) -> rdflib.Graph:
    found = "\n".join(f"{quad.triple} ." for quad in reading.quads(location, base=base))
    return rdflib.Graph().parse(data=found, format="nt")


RELATIVE = {
    "a.ttl": ("turtle", "<> a <urn:O> ; <urn:k> <#x>, <../up>, <b.ttl?q#f>, <//host/p>, </root> . <#x> <urn:k> [ <urn:l> <y> ] ."),
    "a.rdf": (
        "xml",
        f'<rdf:RDF {RDF}><rdf:Description rdf:about=""><x:p rdf:resource="#a"/></rdf:Description>'
        '<rdf:Description rdf:ID="b"><x:p rdf:ID="s" rdf:resource="../c"/></rdf:Description></rdf:RDF>',
    ),
    "a b#.jsonld": ("json-ld", '{"@id": "people/x", "urn:k": [{"@id": "#y"}, {"@id": "../z"}, {"@id": ""}]}'),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph")
@pytest.mark.parametrize("base", [None, "http://example.org/dir/doc"])
@pytest.mark.parametrize("name", RELATIVE)
def test_relative_iris_are_resolved_as_rdflib_does(tmp_path, name, base):
    form, text = RELATIVE[name]
    location = put(tmp_path, name, text)
    expected = by_rdflib(location, form, base or Path(location).as_uri())
    assert len(expected) > 0
    assert isomorphic(as_graph(location, base), expected)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph")
@pytest.mark.parametrize("name", RELATIVE)
def test_standard_input_has_no_address(wenmai, tmp_path, monkeypatch, name):
    form = {"turtle": "turtle", "xml": "rdfxml", "json-ld": "jsonld"}[RELATIVE[name][0]]
    text = RELATIVE[name][1].encode()
    feed(monkeypatch, text)
    done = wenmai("stats", "-g", "-", "--input-format", form)
    assert (done.status, "--base IRI" in done.err) == (2, True), done.err
    feed(monkeypatch, text)
    done = wenmai("query", "SELECT * { ?s ?p ?o }", "--format", "csv", "-g", "-", "--base", "http://e.org/d/")
    assert done.status == 0, done.err
    assert len(done.out.splitlines()) == 1 + len(by_rdflib(put(tmp_path, name, text), RELATIVE[name][0]))


def test_an_entity_of_a_file_is_called_by_the_end_of_its_address(wenmai, tmp_path):
    location = put(tmp_path, "people.ttl", "<#Ada> <urn:knows> <#Bob> .")
    done = wenmai("show", "Ada", "-g", location)
    assert (done.status, done.out.splitlines()[0]) == (0, "Ada")
    assert f"<{Path(location).as_uri()}#Ada>" in done.out
    assert wenmai("show", f"{Path(location).as_uri()}#Ada", "-g", location).out == done.out


@pytest.mark.parametrize(
    ("declared", "codec", "text"),
    [
        ("UTF-16", "utf-16", "Café 北京"),
        (None, "utf-16", "Café 北京"),
        ("UTF-16", "utf-16-le", "北京"),
        ("UTF-16BE", "utf-16-be", "北京"),
        ("UTF-16", "utf-8", "北京"),
        ("utf-32", "utf-32", "北京"),
        ("ISO-8859-1", "latin-1", "Café"),
        ("windows-1252", "cp1252", "Café €"),
        ("GB18030", "gb18030", "北京㐀"),
        ("gb2312", "gbk", "朱镕基"),
        ("Big5", "big5", "臺北"),
        ("Shift_JIS", "shift_jis", "東京ｶﾅ"),
        ("EUC-JP", "euc_jp", "東京"),
        ("koi8-r", "koi8-r", "Москва"),
    ],
)
def test_xml_is_read_in_the_encoding_that_it_declares(tmp_path, monkeypatch, declared, codec, text):
    declaration = f'<?xml version="1.0" encoding="{declared}"?>\n' if declared else ""
    data = (
        f'{declaration}<rdf:RDF {RDF}><rdf:Description rdf:about="urn:a"><x:p>{text}</x:p></rdf:Description></rdf:RDF>'
    )
    for size in (1 << 18, 7, 8, 9):  # characters are cut at the seams of pieces
        if size > 100:
            location = put(tmp_path, "a.rdf", data.encode(codec))
        monkeypatch.setattr("wenmai.reading.encoding.CHUNK", size)
        assert {quad.object.value for quad in reading.quads(location)} == {text}
    assert {quad.object.value for quad in reading.quads(put(tmp_path, "a.gz", gzip.compress(data.encode(codec))))} == {
        text
    }


def test_turtle_in_another_encoding_comes_with_advice_that_works(tmp_path):
    text = '<urn:a> <urn:b> "北京市西城区" .'
    location = put(tmp_path, "a.ttl", text.encode("gbk"))
    with pytest.raises(GraphSyntaxError, match="iconv -f GB18030 -t UTF-8 FILE") as caught:
        texts(location)
    assert "Turtle is UTF-8" in str(caught.value)
    converted = put(tmp_path, "b.ttl", Path(location).read_bytes().decode("gb18030"))
    assert texts(converted) == {'<urn:a> <urn:b> "北京市西城区"'}


TURTLE = "@prefix e: <urn:> .\ne:a e:b e:c .\n"
TRIPLES = "<urn:a> <urn:b> <urn:c> .\n"
XML = f'<rdf:RDF {RDF}><rdf:Description rdf:about="urn:a"><y:b xmlns:y="urn:" rdf:resource="urn:c"/></rdf:Description></rdf:RDF>'
JSON = '{"@id": "urn:a", "urn:b": {"@id": "urn:c"}}'


@pytest.mark.parametrize("ending", ["ttl", "nt", "nq", "trig", "rdf", "owl", "xml", "jsonld", "json", "txt", "data"])
@pytest.mark.parametrize(
    "text", [TURTLE, "# a comment\n" + TURTLE, TRIPLES, XML, JSON, "\ufeff" + TURTLE, "\ufeff" + JSON]
)
def test_a_file_whose_ending_lies_is_read_by_its_content(tmp_path, ending, text):
    assert texts(put(tmp_path, f"a.{ending}", text)) == {"<urn:a> <urn:b> <urn:c>"}


@pytest.mark.parametrize("ending", ["ttl", "nt", "nq", "trig", "rdf"])
@pytest.mark.parametrize(
    "text", ["<urn:a> <urn:b> <urn:c> <urn:g> .\n", '@prefix e: <urn:> .\n# "{"\ne:g { e:a e:b e:c }']
)
def test_graphs_are_read_whatever_the_ending(tmp_path, ending, text):
    assert texts(put(tmp_path, f"a.{ending}", text)) == {"<urn:a> <urn:b> <urn:c> <urn:g>"}


def test_the_format_can_be_said(wenmai, tmp_path):
    location = put(tmp_path, "a.data", "<urn:a> a <urn:c> ;\n <urn:b> <urn:d> .")
    assert wenmai("stats", "-g", location, "--input-format", "turtle").status == 0
    done = wenmai("stats", "-g", location, "--input-format", "ntriples")
    assert (done.status, "read as N-Triples" in done.err) == (2, True)


def sqlite(folder: Path) -> bytes:
    with closing(sqlite3.connect(folder / "made.db")) as made:
        made.execute("create table t (a)")
    return (folder / "made.db").read_bytes()


def xlsx(member: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(member, "<x/>")
    return made.getvalue()


NOT_RDF = {
    "a.csv": ("a,b\n1,2\n", "table (CSV)"),
    "edges.ttl": ("source,target\nann,bob\n", "table (CSV)"),
    "a.tsv": ("a\tb\n1\t2\n", "table (TSV)"),
    "a.db": (sqlite, "SQLite"),
    "a.hdt": (b"$HDT\x01\0", "HDT"),
    "a.parquet": (b"PAR1\0\0", "Parquet"),
    "a.xlsx": (xlsx("xl/workbook.xml"), "Excel"),
    "a.docx": (xlsx("word/document.xml"), "Word"),
    "a.pdf": (b"%PDF-1.7\n\xff\0", "PDF"),
    "a.png": (b"\x89PNG\r\n\x1a\n\0\0\0", "image"),
    "a.svg": ('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "image"),
    "error.ttl": ("\n<!-- 404 --><html><body>Not found</body></html>", "web page"),
    "lfs.nt": ("version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "git lfs pull"),
    "trix.xml": ('<TriX xmlns="http://www.w3.org/2004/03/trix/trix-1/"/>', "TriX"),
    "r.srx": ('<sparql xmlns="http://www.w3.org/2005/sparql-results#"/>', "result of a SPARQL query"),
    "wd.json": ('{"entities": {"Q42": {"id": "Q42", "type": "item"}}}', "Special:EntityData"),
    "dump.json": ('[\n{"type": "item", "id": "Q1", "claims": {}}\n]', "Wikidata's JSON"),
    "prov.json": ('{"prefix": {"ex": "urn:x"}, "entity": {"ex:a": {}}}', "PROV-JSON; convert it: prov-convert"),
    "prov.xml": ('<prov:document xmlns:prov="http://www.w3.org/ns/prov#"/>', "PROV-XML; convert it: prov-convert"),
    "ro.json": ('{"graphs": [{"id": "urn:x", "nodes": [], "edges": []}]}', "convert it: robot convert"),
    "map.json": ('{"type": "FeatureCollection", "features": []}', "GeoJSON"),
    "r.json": ('{"head": {"vars": ["a"]}, "results": {"bindings": []}}', "result of a SPARQL query"),
    "q.rq": ("PREFIX e: <urn:>\nSELECT * { ?s ?p ?o }", "wenmai query"),
    "marc.xml": ('<m:collection xmlns:m="http://www.loc.gov/MARC21/slim"><m:record/></m:collection>', "marc2bibframe2"),
    "a.mtx": ("%%MatrixMarket matrix coordinate real general\n", "Matrix Market"),
    "a.dot": ("digraph g { a -> b }", "Graphviz"),
    "a.txt": ("Dear all, hello.\n", "plain text"),
    "pom.xml": ('<project xmlns="http://maven.apache.org/POM/4.0.0"/>', "<project>"),
    "noise.bin": (bytes(range(256)) * 4, "binary data"),
    "b.csv.gz": (gzip.compress(b"a,b\n1,2\n"), "table (CSV)"),
}


@pytest.mark.parametrize("name", NOT_RDF)
def test_what_is_no_rdf_is_named_for_what_it_is(tmp_path, name):
    content, word = NOT_RDF[name]
    location = put(tmp_path, name, content(tmp_path) if callable(content) else content)
    with pytest.raises(InputError) as caught:
        texts(location)
    said = str(caught.value).removeprefix(location)
    assert word in said
    assert not any(wrong in said for wrong in ("iconv", "UTF-16", "TriG"))


def test_json_without_a_context_says_so(tmp_path):
    assert "holds no RDF" in notices(put(tmp_path, "a.json", '{"name": "Ann"}'))[0]


LINES = [
    "<urn:a> <urn:p> <urn:b> .",
    "<urn:a> <http://e.org/{x}> <urn:c> .",
    "<urn:a> oops .",
    '<urn:a> <urn:p> "unclosed .',
    '<urn:z> <urn:p> "ok <urn:x> <urn:y> <urn:z> ." .',
    '<urn:a> <urn:p> "x"@toolonglanguage .',
    '<urn:a> <urn:p> "\\q" .',
    "_:x <urn:p> <relative> .",
    "_:x <urn:p> _:y .",
    "# a comment",
    "",
    '<urn:l> <urn:p> "last" .',
]


def sound(lines: list[bytes]) -> tuple[set[str], list[int]]:
    """What a strict parser makes of each line alone, and the lines that it refuses."""
    found, bad = set(), []
    for number, line in enumerate(lines, 1):
        try:
            found |= {str(quad) for quad in parse(line, RdfFormat.N_QUADS)}
        except SyntaxError:
            bad.append(number)
    return found, bad


@pytest.mark.parametrize("name", ["a.nt", "a.nq"])
@pytest.mark.parametrize("repeat", [1, 3000])
def test_bad_lines_are_left_out_and_no_other(tmp_path, name, repeat):
    lines = [line.encode() for line in LINES for _ in range(repeat)] + [b'<urn:a> <urn:p> "\xff" .', TRIPLES.encode()]
    location = put(tmp_path, name, b"\n".join(lines))
    expected, bad = sound(lines)
    assert texts(location, skip_bad=True) == expected
    said = notices(location, skip_bad=True)
    assert f"{len(bad):,} bad" in said[0]
    assert [int(line.removeprefix(location + ":").partition(":")[0]) for line in said[1:]] == bad[:10]
    done = store.load([location], str(tmp_path / "s"), options=ReadOptions(skip_bad=True))
    assert texts(str(tmp_path / "s")) == expected
    assert list(done.notices) == said
    with pytest.raises(GraphSyntaxError):
        texts(location)


BAD_TERMS = {
    "a.ttl": "@prefix e: <urn:> .\ne:a e:p e:b , <http://e.org/{x}> , e:c ;\n e:q \"x\"@toolonglanguage .\nno:x e:p e:b .\ne:l e:p e:m .",
    "a.rdf": f'<rdf:RDF {RDF}><rdf:Description rdf:about="urn:a"><p xmlns="urn:" rdf:resource="urn:b"/><p xmlns="urn:" '
    'rdf:resource="http://e.org/{x}"/><p xmlns="urn:" rdf:resource="urn:c"/></rdf:Description>'
    '<rdf:Description rdf:about="urn:l"><p xmlns="urn:" rdf:resource="urn:m"/></rdf:Description></rdf:RDF>',
    "a.jsonld": '[{"@id": "urn:a", "urn:p": [{"@id": "urn:b"}, {"@id": "http://e.org/{x}"}, {"@id": "urn:c"}]},'
    '{"@id": "urn:l", "urn:p": {"@id": "urn:m"}, "unmapped": 1}]',
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_TERMS)
def test_only_triples_with_a_bad_term_are_left_out(tmp_path, name):
    location = put(tmp_path, name, BAD_TERMS[name])
    good = {f"<urn:{s}> <urn:p> <urn:{o}>" for s, o in ("ab", "ac", "lm")}
    if name == "a.ttl":  # the rest of a statement goes with its bad term
        good.remove("<urn:a> <urn:p> <urn:c>")
    assert texts(location, skip_bad=True) == good
    assert any("{x}" in sentence or "'{'" in sentence for sentence in notices(location, skip_bad=True))
    store.load([location], str(tmp_path / "s"), options=ReadOptions(skip_bad=True))
    assert texts(str(tmp_path / "s")) == good


def test_jsonld_never_drops_a_fact_without_a_word(tmp_path):
    said = notices(put(tmp_path, "a.jsonld", BAD_TERMS["a.jsonld"]))
    assert said[0].endswith("1 bad statements or terms were left out")


def test_turtle_with_a_torn_text_is_refused_even_so(tmp_path):
    location = put(tmp_path, "a.ttl", '<urn:a> <urn:p> "torn .\n<urn:b> <urn:p> "in <urn:x> <urn:y> <urn:z> . text" .')
    with pytest.raises(GraphSyntaxError):
        texts(location, skip_bad=True)
    graphs = put(tmp_path, "a.trig", "<urn:g> { <urn:a> <urn:p> <http://{> . <urn:b> <urn:p> <urn:c> }")
    with pytest.raises(GraphSyntaxError):
        texts(graphs, skip_bad=True)


@pytest.mark.parametrize(("name", "text"), [("a.nt", TRIPLES), ("a.ttl", TURTLE)])
def test_more_than_sixteen_mebibytes_of_one_text_are_a_sentence(tmp_path, name, text):
    for long in (f'<urn:a> <urn:b> "{"x" * 17_000_000}" .\n', f"#{'x' * 17_000_000}\n"):
        location = put(tmp_path, name, text + long)
        with pytest.raises(LimitReached, match="16 MiB"):
            texts(location)
        with pytest.raises((LimitReached, InputError), match="16 MiB"):
            store.load([location], str(tmp_path / "s"))


FILES = {
    "b.nt": "<urn:b> <urn:p> _:x .\n",
    "a.ttl": "<> <urn:p> <#y> . [] <urn:q> <c.nt> .",
    "in/c.rdf.gz": gzip.compress(XML.encode()),
    "in/d.jsonld": JSON,
    "README.md": "# no RDF",
    "package.json": '{"name": "x"}',
    ".hidden.ttl": "broken",
}


def folder_of(place: Path) -> Path:
    for name, content in FILES.items():
        put(place / "folder", name, content)
    return place / "folder"


def pack(place: Path, ending: str) -> str:
    """An archive of the files, in the reverse of their order."""
    folder, made = folder_of(place), place / f"made.{ending}"
    names = sorted(FILES, reverse=True)
    if ending == "zip":
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                archive.write(folder / name, name)
        return str(made)
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as archive:
        for name in names:
            archive.add(folder / name, f"./{name}")
    if ending.endswith("zst"):
        made.write_bytes(pytest.importorskip("zstandard").compress(plain.getvalue()))
        return str(made)
    kind = {"tar": "w", "tar.gz": "w:gz", "tgz": "w:gz", "tar.bz2": "w:bz2", "tar.xz": "w:xz"}[ending]
    with tarfile.open(made, kind) as archive:
        for name in names:
            archive.add(folder / name, f"./{name}")
    return str(made)


def wanted(folder: Path, address: str) -> set[str]:
    """What the files say when they are named one by one, in the order of their names, as lying at another address."""
    names = ["a.ttl", "b.nt", "in/c.rdf.gz", "in/d.jsonld"]
    return {
        str(quad)
        for scope, name in enumerate(names)
        for quad in reading.quads(str(folder / name), scope=scope, base=f"{address}/{name}")
    }


def test_a_folder_is_the_files_in_it(tmp_path):
    folder = folder_of(tmp_path)
    expected = wanted(folder, folder.as_uri())
    assert texts(str(folder)) == texts(folder.as_uri()) == expected
    assert len([quad for quad in expected if "_:" in quad]) == 2
    assert "2 files" in notices(str(folder))[0]
    assert "README.md" in notices(str(folder))[0]
    store.load([str(folder)], str(tmp_path / "s"))
    assert texts(str(tmp_path / "s")) == expected
    beside = put(tmp_path, "z.nt", TRIPLES)
    assert texts(str(folder), beside) == expected | {"<urn:a> <urn:b> <urn:c>"}


@pytest.mark.parametrize("ending", ["zip", "tar", "tar.gz", "tgz", "tar.bz2", "tar.xz", "tar.zst"])
def test_an_archive_is_the_files_in_it(tmp_path, wenmai, monkeypatch, ending):
    location = pack(tmp_path, ending)
    expected = wanted(tmp_path / "folder", Path(location).as_uri() + "!")
    assert texts(location) == expected
    assert "README.md" in notices(location)[0]
    store.load([location], str(tmp_path / "s"))
    assert texts(str(tmp_path / "s")) == expected
    feed(monkeypatch, Path(location).read_bytes())
    done = wenmai("stats", "-g", "-", "--base", "http://e.org/")
    assert done.status == 0, done.err
    other = Path(location).rename(tmp_path / "unnamed.data")
    assert len(texts(str(other))) == len(expected)


def test_links_and_paths_that_lead_out_of_a_tar_are_passed_over(tmp_path):
    location = str(tmp_path / "a.tar")
    with tarfile.open(location, "w") as archive:
        for name in ("good.nt", "/absolute.nt", "../up.nt"):
            entry = tarfile.TarInfo(name)
            entry.size = len(TRIPLES)
            archive.addfile(entry, io.BytesIO(TRIPLES.encode()))
        link = tarfile.TarInfo("link.nt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    assert texts(location) == {"<urn:a> <urn:b> <urn:c>"}
    said = notices(location)[0]
    assert all(name in said for name in ("/absolute.nt", "../up.nt", "link.nt"))


def zipped(path: Path, *members: tuple[str, bytes]) -> str:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return str(path)


def encrypted(path: Path) -> str:
    data = bytearray(Path(zipped(path, ("a.nt", TRIPLES.encode()))).read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    path.write_bytes(data)
    return str(path)


def test_archives_that_cannot_be_read_are_refused_with_their_reason(tmp_path, monkeypatch):
    inner = Path(zipped(tmp_path / "inner.zip", ("a.nt", TRIPLES.encode()))).read_bytes()
    bomb = (" " * 3_000_000 + TRIPLES).encode()
    monkeypatch.setattr("wenmai.reading.archives.SMALL", 1_000_000)
    packed = tmp_path / "bomb.tar.gz"
    with tarfile.open(packed, "w:gz") as archive:
        entry = tarfile.TarInfo("a.nt")
        entry.size = len(bomb)
        archive.addfile(entry, io.BytesIO(bomb))
    for location, word in (
        (encrypted(tmp_path / "secret.zip"), "encrypted"),
        (zipped(tmp_path / "bomb.zip", ("a.nt", bomb)), "bomb"),
        (str(packed), "bomb"),
        (zipped(tmp_path / "nested.zip", ("inner.zip", inner)), "without an RDF file; it holds inner.zip"),
        (zipped(tmp_path / "disguised.zip", ("a.nt", inner)), "archive .* in an archive"),
        (zipped(tmp_path / "bad.zip", ("a.nt", b"oops")), "bad.zip!/a.nt:1:"),
        (put(tmp_path, "empty/x.md", "x") and str(tmp_path / "empty"), "folder without RDF files"),
    ):
        with pytest.raises(InputError, match=word):
            texts(location)


def test_links_to_themselves_and_long_names_are_sentences(tmp_path):
    loop = tmp_path / "loop.ttl"
    loop.symlink_to(loop)
    (tmp_path / "folder" / "deep").mkdir(parents=True)
    (tmp_path / "folder" / "deep" / "up").symlink_to(tmp_path / "folder")
    put(tmp_path, "folder/a.nt", TRIPLES)
    assert texts(str(tmp_path / "folder")) == {"<urn:a> <urn:b> <urn:c>"}
    for location in (str(loop), str(tmp_path / ("n" * 300)), str(tmp_path / "nul\0.ttl")):
        with pytest.raises(InputError):
            texts(location)
        with pytest.raises(InputError):
            store.load([location], str(tmp_path / "s"))


def test_an_address_of_a_file_is_the_file(tmp_path):
    location = put(tmp_path, "北京 a.ttl", "<> <urn:p> <urn:o> .")
    assert texts(Path(location).as_uri()) == texts(location) == {f"<{Path(location).as_uri()}> <urn:p> <urn:o>"}
    with pytest.raises(InputError, match="another machine"):
        texts("file://elsewhere.example/a.ttl")


def test_jsonld_of_one_document_a_line_keeps_their_blank_nodes_apart(tmp_path):
    lines = [f'{{"@id": "_:x", "urn:p": {{"@id": "urn:{number}"}}}}' for number in range(3)]
    location = put(tmp_path, "a.jsonl", "\n\n".join(lines) + "\n")
    found = list(reading.quads(location))
    assert {quad.object.value for quad in found} == {"urn:0", "urn:1", "urn:2"}
    assert len({quad.subject for quad in found if isinstance(quad.subject, BlankNode)}) == 3
    broken = put(tmp_path, "b.jsonl", "\n".join([*lines, '{"@id": ']))
    with pytest.raises(GraphSyntaxError, match=":4:"):
        texts(broken)
    assert len(texts(broken, skip_bad=True)) == 3


def test_a_context_is_taken_from_the_file_that_is_named(wenmai, tmp_path):
    context = put(
        tmp_path,
        "context.json",
        '{"@context": {"name": "http://schema.org/name", "k": {"@id": "urn:k", "@type": "@id"}}}',
    )
    text = (
        '{"@context": ["https://example.org/context/", {"x": "urn:x"}], "@id": "urn:a", '
        '"name": "Ann", "k": "urn:b", "x": 1}'
    )
    location = put(tmp_path, "a.jsonld", text)
    with pytest.raises(GraphSyntaxError, match="--context ADDRESS=FILE"):
        texts(location)
    expected = {'<urn:a> <http://schema.org/name> "Ann"', "<urn:a> <urn:k> <urn:b>"}
    assert expected < texts(location, contexts=(("https://example.org/context", context),))
    done = wenmai("show", "Ann", "-g", location, "--context", f"https://example.org/context={context}")
    assert (done.status, done.out.splitlines()[0]) == (0, "Ann")


@pytest.mark.parametrize(
    "text",
    [
        "ex:a ex:b ex:c, ex:d .\nex:e ex:f ex:g, ex:h .\n",
        "a ex:b 1, 2 .\na ex:f 3, 4 .\n",
        "ex:a a ex:B ; ex:k 1\nex:b a ex:B ; ex:k 2\n",
    ],
)
def test_broken_turtle_is_told_as_turtle(tmp_path, text):
    (tmp_path / "a.ttl").write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"a\.ttl:1:1: .*\(read as Turtle\)"):
        _ = open_source(str(tmp_path / "a.ttl")).index


@pytest.mark.parametrize(
    "text", ["name,knows\nAnn,Bob\n", "id;label\nhttp://x/1;b\nhttp://x/2;c\n", "ex:a,ex:b\nex:c,ex:d\n"]
)
def test_rows_of_a_table_are_told_as_a_table(tmp_path, text):
    (tmp_path / "a.ttl").write_text(text, "utf-8")
    with pytest.raises(InputError, match="is a table"):
        _ = open_source(str(tmp_path / "a.ttl")).index


def test_options_of_reading_say_nothing_about_a_store(tmp_path):
    (tmp_path / "a.nt").write_text("<urn:a> <urn:k> <urn:b> .\n", "utf-8")
    store.load([str(tmp_path / "a.nt")], str(tmp_path / "s"))
    for options, told in ((ReadOptions(), 0), (ReadOptions(skip_bad=True), 1), (ReadOptions(base="urn:x"), 1)):
        with collect_notices() as notices:
            open_source(str(tmp_path / "s"), options=options)
        assert ["says nothing about it" in one for one in notices] == [True] * told


@pytest.mark.parametrize(("name", "form"), [("a.nt", "turtle"), ("a.nq", "trig")])
def test_relative_addresses_in_lines_are_read_by_the_advice(tmp_path, name, form):
    (tmp_path / name).write_text("<a> <urn:k> <b> .\n", "utf-8")
    with pytest.raises(GraphSyntaxError, match=f"--input-format {form} resolves them"):
        _ = open_source(str(tmp_path / name)).index
    read = open_source(str(tmp_path / name), options=ReadOptions(form={"turtle": "TURTLE", "trig": "TRIG"}[form]))
    assert read.index.find((tmp_path / "b").as_uri()) is not None


@pytest.mark.parametrize("name", ["a.ttl", "a.trig", "a.nt", "a.nq"])
def test_a_control_character_in_a_text_is_no_sign_of_binary_data(tmp_path, name):
    (tmp_path / name).write_bytes(b'<urn:a> <urn:p> "\0\x01\xe2\x82\xac" .\n')
    assert [quad.object.value for quad in reading.quads(str(tmp_path / name))] == ["\0\x01\u20ac"]
