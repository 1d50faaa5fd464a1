"""The pages, their data and the API say what the commands say."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph as ox
import pytest

import needs
from serve.conftest import serving
from wenmai import serve
from wenmai.system import packaged

if TYPE_CHECKING:
    from serve.conftest import Running

needs.library("starlette")

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8", "accept-language": "zh-CN,zh;q=0.9"}
PATH = {"a": "北交所", "b": "北京金融法院"}
CALLS = [
    ("search", {"text": "金融"}, ["金融"]),
    ("show", {"entity": "北交所"}, ["北交所"]),
    ("path", {**PATH, "k": "2", "avoid": "西城区"}, ["北交所", "北京金融法院", "-k", "2", "--avoid", "西城区"]),
    ("around", {"entity": "金科新区", "hops": "2"}, ["金科新区", "--hops", "2"]),
    ("between", {"entities": ["北交所", "北京金融法院"]}, ["北交所", "北京金融法院"]),
    ("timeline", {"entity": "北交所", "since": "2021"}, ["北交所", "--since", "2021"]),
    ("figures", {"entity": "金科新区"}, ["金科新区"]),
    ("compare", PATH, ["北交所", "北京金融法院"]),
    ("stats", {}, []),
    ("targets", {}, ["-g", str(packaged.triples())]),
    ("ask", {"question": "谁创办了京报"}, ["谁创办了京报"]),
]


def command(name: str, arguments: list[str], form: str) -> str:
    """What a command prints."""
    call = [sys.executable, "-P", "-m", "wenmai", name, "--lang", "en", "--format", form, "--", *arguments]
    options = [one for one in arguments if one.startswith("-")]
    if options:
        call = [sys.executable, "-P", "-m", "wenmai", name, "--lang", "en", "--format", form, *arguments]
    return subprocess.run(call, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(("name", "fields", "arguments"), CALLS)
def test_the_api_says_what_the_command_says(
    report: Running, name: str, fields: dict[str, str], arguments: list[str]
) -> None:
    answer = report.ask(f"/api/v1/{name}", {**fields, "lang": "en"})
    assert answer.status == 200
    assert answer.json["answer"] == json.loads(command(name, arguments, "json"))
    assert answer.json["command"] == name


@pytest.mark.parametrize(
    ("name", "fields", "arguments"), [call for call in CALLS if call[0] not in {"show", "compare", "ask"}]
)
def test_pages_have_their_tables(report: Running, name: str, fields: dict[str, str], arguments: list[str]) -> None:
    assert report.ask(f"/{name}.csv", {**fields, "lang": "en"}).text == command(name, arguments, "csv")


class Structure(HTMLParser):
    """The tags of a page, as a check that what was written is closed again, and what it links to."""

    VOID = frozenset({"meta", "link", "input", "br"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not any(name.startswith("on") or name == "style" for name, _ in attrs)
        self.links += [value for name, value in attrs if name in {"href", "src"} and value]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("name", "fields", "arguments"), [*CALLS, ("query", {}, []), ("", {}, []), ("analyze", {"top": "3"}, [])]
)
def test_pages_are_whole_and_reach_out_to_nobody(
    report: Running, name: str, fields: dict[str, str], arguments: list[str], lang: str
) -> None:
    page = {"show": "e"}.get(name, name)
    answer = report.ask(f"/{page}", {**fields, "lang": lang})
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    found = Structure(answer.text)
    assert not found.open
    assert all(link.startswith(("/", "?", "#")) for link in found.links)
    assert f'<html lang="{lang}">' in answer.text


def test_a_path_shows_its_reason_its_marks_and_its_sources(report: Running) -> None:
    text = report.ask("/path", {**PATH, "lang": "en"}).text
    best = report.ask("/api/v1/path", {**PATH, "lang": "en"}).json["answer"]["paths"][0]
    assert best["why"].split(";")[0] in text
    assert "planned" in text
    for hop in best["hops"]:
        for evidence in hop["evidence"]:
            assert f"{evidence['start']}–{evidence['end']}" in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_analysis_is_told_in_tables_whose_entities_lead_to_their_pages(report: Running, lang: str) -> None:
    text = unescape(report.ask("/analyze", {"top": "3", "lang": lang}).text)
    found = report.ask("/api/v1/analyze", {"top": "3", "lang": lang}).json["answer"]
    entities = [*found["central"], *found["brokers"], *found["components"][0]["entities"]]
    pairs = [(row[end], row[f"{end}Label"]) for row in found["missing"] for end in ("a", "b")]
    for iri, label in [(one["iri"], one["label"]) for one in entities] + pairs:
        assert f'href="/e/{quote(iri, safe=":")}?lang={lang}">{label}</a>' in text
    assert "{" not in text.partition("<main")[2]
    assert all(found["meanings"][name] in text for name in ("central", "communities", "bridges", "years"))


@pytest.mark.parametrize("page", ["timeline", "figures", "analyze", "stats"])
def test_a_large_graph_is_gone_through_for_an_entity_alone(monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    from wenmai.serve.pages import writing
    from wenmai.sources import open_source

    source = open_source()
    assert writing.why_not_whole(source, page, {}) is None
    monkeypatch.setattr(writing, "MOST_WHOLE", source.index.node_count - 1)
    whole = writing.why_not_whole(source, page, {"entity": [""]})
    assert (whole is None) == (page == "stats")
    assert whole is None or f"{source.index.node_count} entities" in whole
    assert writing.why_not_whole(source, page, {"entity": ["北交所"]}) is None


def test_a_name_of_many_is_offered(report: Running) -> None:
    answer = report.ask("/e/bjs", {"lang": "en"})
    assert answer.status == 409
    assert quote("urn:wenmai:xicheng:北京市", safe=":") in answer.text


def test_no_path_is_said_with_its_reason(server: Running) -> None:
    answer = server.ask("/path", {"a": "Ada", "b": "Bob", "max-hops": "1", "avoid": "Bob"})
    assert answer.status in {400, 404}
    assert 'class="problem"' in answer.text


def test_entities_can_be_looked_up(server: Running) -> None:
    for accept, ending in (
        ("text/html", ""),
        ("text/turtle", ".ttl"),
        ("application/ld+json", ".jsonld"),
        ("text/csv", ".csv"),
    ):
        answer = server.ask("/id/http://example.org/ada", headers={"accept": accept})
        assert (answer.status, answer.headers["location"]) == (303, "/e/http:%2F%2Fexample.org%2Fada" + ending)
        found = server.ask(answer.headers["location"])
        assert found.status == 200
    turtle = server.ask("/e/http:%2F%2Fexample.org%2Fada.ttl")
    triples = {str(quad.triple) for quad in ox.parse(turtle.body, ox.RdfFormat.TURTLE)}
    assert any("knows" in triple and "bob" in triple for triple in triples)


def test_targets_come_as_triples(report: Running) -> None:
    body = report.ask("/targets.ttl").body
    stated = {
        str(quad.object) for quad in ox.parse(body, ox.RdfFormat.TURTLE) if quad.predicate.value.endswith(":status")
    }
    assert "<urn:wenmai:term:Targeted>" in stated


def test_targets_are_offered_where_there_may_be_some(report: Running, server: Running) -> None:
    assert "/targets?" in report.ask("/").text
    assert "/targets?" not in server.ask("/").text
    assert server.ask("/targets").status == 200


def test_a_path_comes_as_triples(server: Running) -> None:
    answer = server.ask("/path.ttl", {"a": "Ada", "b": "A book", "k": "1"})
    triples = {quad.predicate.value.rpartition("/")[2] for quad in ox.parse(answer.body, ox.RdfFormat.TURTLE)}
    assert "about" in triples


@pytest.mark.parametrize(
    "path",
    ["/api/v1/show", "/api/v1/show?entity=Ada&nonsense=1", "/api/v1/path?a=Ada&b=Bob&k=many", "/api/v1/nothing",
     "/api/v2/show", "/nowhere", "/e/", "/e/Nobody", "/path.csv", "/api/v1/show?entity=Ada&source=/etc/passwd",
     "/api/v1/analyze?html=/tmp/x", "/api/v1/show?entity=Ada&entity=Bob", "/%ff", "/e/x%00y", "/picture?entity=Ada&hops=99",
     "/api/v1/stats?graph=/etc/passwd", "/api/v1/ask?question=x&llm=http://127.0.0.1:9/v1", "/api/v1/around?entity=Ada&hops=-1", "/static/../app.py", "/static/nothing"],
)  # fmt: skip
def test_what_cannot_be_answered_is_one_sentence(server: Running, path: str) -> None:
    answer = server.ask(path)
    assert (400 <= answer.status < 500) or (path == "/e/" and answer.status == 200)
    assert "Traceback" not in answer.text


def test_hostile_data_is_text(server: Running, tmp_path: object) -> None:
    answer = server.ask("/search", {"text": "<script>alert(1)</script>"})
    assert "<script>alert" not in answer.text


def test_the_picture_is_the_page_that_view_writes(server: Running) -> None:
    answer = server.ask("/picture", {"entity": "Ada", "hops": "1"})
    assert answer.status == 200
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-own-policy"] is None
    assert "<canvas" in answer.text or "vis" in answer.text


def test_the_api_describes_itself_and_keeps_to_it(server: Running) -> None:
    described = server.ask("/api/v1/openapi.json").json
    assert described["openapi"].startswith("3.1")
    for path, operations in described["paths"].items():
        required = {one["name"] for one in operations["get"]["parameters"] if one["required"]}
        assert server.ask(path).status == (400 if required else 200), path


def test_the_api_has_no_fault_that_a_fuzzer_finds(server: Running) -> None:
    """Each operation with what its description allows and what it does not (schemathesis): no 5xx, nothing undescribed."""
    checks = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
    program = [sys.executable, "-P", "-c", "from schemathesis.cli import schemathesis; schemathesis()"]
    address = f"{server.address}/api/v1/openapi.json"
    call = [
        *program,
        "run",
        address,
        "--max-examples",
        "3",
        "--seed",
        "7",
        "--checks",
        checks,
        "--exclude-path",
        "/api/v1/analyze",
    ]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize(
    ("fields", "first"),
    [
        ({"kind": "class", "text": "per"}, "http://example.org/Person"),
        ({"kind": "predicate", "text": "kno"}, "http://example.org/knows"),
        ({"kind": "predicate", "text": "bor"}, "http://example.org/born"),
        (
            {"kind": "predicate", "of": "http://example.org/Book", "in": "http://example.org/"},
            "http://example.org/about",
        ),
        ({"kind": "entity", "text": "艾"}, "http://example.org/ada"),
        ({"kind": "entity", "text": "bo", "in": "http://example.org/"}, "http://example.org/bob"),
        ({"kind": "prefix", "text": "ex"}, "http://example.org/"),
    ],
)
def test_a_query_is_completed_from_the_graph(server: Running, fields: dict[str, str], first: str) -> None:
    terms = server.ask("/api/v1/complete", fields).json["terms"]
    assert terms[0]["iri"] == first
    written = {"prefix": "PREFIX {} <urn:x:> ASK {{}}", "predicate": "ASK {{ ?s {} ?o }}"}
    for term in terms:
        text = written.get(fields["kind"], "ASK {{ {} ?p ?o }}").format(term["text"])
        assert server.query(text).status == 200


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "kind"), ({"kind": "thing"}, "'thing'"), ({"kind": "class", "limit": "many"}, "limit"), ({"kind": "class", "x": "1"}, "'x'"),
    ],
)  # fmt: skip
def test_a_wrong_completion_is_one_sentence(server: Running, fields: dict[str, str], said: str) -> None:
    answer = server.ask("/api/v1/complete", fields)
    assert (answer.status, said in answer.json["detail"]) == (400, True)


def test_completions_are_bounded(report: Running) -> None:
    assert len(report.ask("/api/v1/complete", {"kind": "entity", "text": "区", "limit": "500"}).json["terms"]) <= 50
    assert len(report.ask("/api/v1/complete", {"kind": "predicate", "limit": "3"}).json["terms"]) == 3


def test_neighbours_come_in_pages_that_are_all_of_them(report: Running) -> None:
    around = report.ask("/api/v1/around", {"entity": "北京市", "limit": "500"}).json["answer"]
    seen: list[str] = []
    offset: int | None = 0
    while offset is not None:
        page = report.ask("/api/v1/neighbours", {"entity": "北京市", "offset": offset, "limit": 5, "lang": "en"}).json
        assert len(page["nodes"]) <= 5
        seen += [node["iri"] for node in page["nodes"]]
        ends = {page["entity"]["iri"], *(node["iri"] for node in page["nodes"])}
        assert all({link["subject"], link["object"]} <= ends for link in page["links"])
        offset = page["next"]
    assert [around["nodes"][0]["iri"], *seen] == [node["iri"] for node in around["nodes"]]
    assert len(seen) == page["total"]


def test_neighbours_are_linked_with_what_is_shown(report: Running) -> None:
    fields = {"entity": "北京金融法院", "limit": 1, "lang": "en"}
    page = report.ask("/api/v1/neighbours", {**fields, "shown": ["urn:wenmai:xicheng:西城区", "urn:nobody"]}).json
    links = {(link["subject"], link["object"]) for link in page["links"]}
    first = page["nodes"][0]["iri"]
    stated = report.query(f"ASK {{ {{ <{first}> ?p xc:西城区 }} UNION {{ xc:西城区 ?p <{first}> }} }}").json["boolean"]
    assert any("urn:wenmai:xicheng:西城区" in ends for ends in links) == stated


@pytest.mark.parametrize(
    "fields", [{}, {"entity": "nobody at all"}, {"entity": "北京市", "limit": "-1"}, {"entity": "北京市", "x": "1"}]
)
def test_neighbours_of_nothing_are_one_sentence(report: Running, fields: dict[str, str]) -> None:
    answer = report.ask("/api/v1/neighbours", fields)
    assert (400 <= answer.status < 500, "Traceback" in answer.text, bool(answer.json["detail"])) == (True, False, True)


def test_rows_are_bounded_where_the_client_wants(server: Running) -> None:
    everything = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"
    assert len(server.query(everything, rows="2").json["results"]["bindings"]) == 3, (
        "one more tells that there are more"
    )
    assert len(server.query(everything).json["results"]["bindings"]) > 3
    assert server.query("ASK {}", rows="2").json["boolean"]
    assert server.query(everything, rows="two").status == 400


def test_the_first_page_tells_a_path_with_its_citations_and_names_the_classes(report: Running) -> None:
    page = report.ask("/", {"lang": "zh"}).text
    a, b = re.findall(r'name="[ab]" [^>]*value="([^"]+)"', page)
    paths = report.ask("/api/v1/path", {"a": a, "b": b, "k": "1", "lang": "zh"}).json["answer"]["paths"]
    assert all(hop["predicateLabel"] in page and hop["evidence"] for hop in paths[0]["hops"])
    assert page.count('class="cite"') == sum(len(hop["evidence"]) for hop in paths[0]["hops"])
    most = report.ask("/api/v1/stats", {"lang": "zh"}).json["answer"]["classes"][0]
    assert f'{most["label"]}</a> <span class="number">{most["count"]:,}</span>' in page


def test_the_page_of_queries_begins_with_what_its_address_says(report: Running) -> None:
    assert "?founder" in report.ask("/query", {"question": "who-founded-jingbao"}).text
    missing = report.ask("/query", {"question": "who-founded-jingba", "lang": "en"})
    assert missing.status == 404
    assert "who-founded-jingbao" in missing.text
    assert "ASK { &lt;urn:a&gt; }" in report.ask("/query", {"query": "ASK { <urn:a> }"}).text


def test_the_editor_is_small_and_brings_its_licences() -> None:
    folder = Path(serve.__file__).with_name("static")
    script = (folder / "codemirror.js").read_bytes()
    assert len(gzip.compress(script, 9)) <= 150_000
    named = re.findall(r"([@\w/.-]+) \d+\.\d+\.\d+", script[:1000].decode().partition("\n")[0])
    licences = (folder / "codemirror.LICENSE").read_text("utf-8")
    assert len(named) > 10
    assert all(name in licences for name in named)


def test_passages_stand_with_their_links(tmp_path: Path) -> None:
    text = "Ada wrote the notes. Bob read them."
    (tmp_path / "text.txt").write_text(text, "utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    (tmp_path / "graph.ttl").write_text(
        f"""@prefix wm: <urn:wenmai:term:> . @prefix ex: <urn:ex:> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
        ex:ada rdfs:label "Ada" ; ex:wrote ex:notes . ex:notes rdfs:label "Notes" .
        ex:doc a wm:Document ; wm:sha256 "{digest}" .
        ex:st a rdf:Statement ; rdf:subject ex:ada ; rdf:predicate ex:wrote ; rdf:object ex:notes ;
          wm:evidence [ a wm:Passage ; wm:document ex:doc ; wm:start 0 ; wm:end 20 ] .""",
        "utf-8",
    )
    with serving("-g", str(tmp_path / "graph.ttl"), "--source", str(tmp_path / "text.txt")) as server:
        assert "wrote the notes" in server.ask("/path", {"a": "Ada", "b": "Notes"}).text


def test_an_unknown_address_is_a_page_for_people_and_a_problem_for_programs(report: Running) -> None:
    page = report.ask("/nothing", headers=BROWSER)
    assert page.status == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "没有页面 /nothing" in page.text
    assert '<a href="/path?lang=zh">' in page.text
    assert "Not found" in report.ask("/nothing?lang=en", headers=BROWSER).text
    for path, headers in (("/nothing", {}), ("/nothing", {"accept": "*/*"}), ("/api/v1/nothing", BROWSER)):
        problem = report.ask(path, headers=headers)
        assert problem.headers["content-type"] == "application/problem+json", (path, headers)
        assert problem.json["status"] == 404
    refused = report.ask("/path", method="POST", headers=BROWSER)
    assert (refused.status, refused.headers["allow"]) == (405, "GET, HEAD")
    assert "<main" in report.ask("/" + "x" * 20_000, headers=BROWSER).text
