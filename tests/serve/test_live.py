"""What a picture that is opened step by step asks for: facets, neighbours of a kind, windows of a text, each within its bound."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

import needs
from serve.conftest import serving
from wenmai.serve.api import facets, neighbours, reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from serve.conftest import Running

needs.library("starlette")

XICHENG = "urn:wenmai:xicheng:西城区"
TEXT = "甲𠮷wrote the notes.\n" * 500


def test_facets_count_the_links(report: Running) -> None:
    told = report.ask("/api/v1/facets", {"entity": "西城区", "lang": "en"}).json
    counts = {(one["value"], one["forward"]): one["count"] for one in told["facets"][0]["values"]}
    assert told["facets"][0]["name"] == "predicate"
    for name in ("locatedIn", "carriedOutBy", "targetOf"):
        predicate = f"urn:wenmai:term:{name}"
        stated = report.query(f"SELECT (COUNT(*) AS ?n) {{ ?s <{predicate}> <{XICHENG}> }}").json["results"]["bindings"]
        assert counts[predicate, False] == int(stated[0]["n"]["value"])
    assert (
        told["counted"]
        == told["total"]
        == sum(one["count"] for one in told["facets"][0]["values"]) + told["facets"][0]["others"]
    )
    assert [one for one in told["facets"] if one["name"] == "source"]


def test_neighbours_of_a_kind_are_those_that_the_graph_states(report: Running) -> None:
    located = "urn:wenmai:term:locatedIn"
    seen: list[str] = []
    offset: int | None = 0
    while offset is not None:
        fields = {"entity": XICHENG, "predicate": located, "forward": "false", "offset": offset, "limit": 7}
        page = report.ask("/api/v1/neighbours", fields).json
        seen += [node["iri"] for node in page["nodes"]]
        offset = page["next"]
    rows = report.query(f"SELECT ?x {{ ?x <{located}> <{XICHENG}> }}").json["results"]["bindings"]
    assert len(seen) == page["total"] == len(set(seen))
    assert set(seen) == {row["x"]["value"] for row in rows}
    streets = report.ask("/api/v1/neighbours", {"entity": XICHENG, "class": "urn:wenmai:term:Street"}).json
    assert {node["kinds"][0] for node in streets["nodes"]} <= {"街", "街道", "street", "道路"}
    assert streets["total"]


@pytest.fixture(scope="module")
def wordy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A hub whose neighbours have names, addresses and notes of thousands of characters, and a document that is cited."""
    folder: Path = tmp_path_factory.mktemp("wordy")
    (folder / "text.txt").write_text(TEXT, "utf-8")
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    lines = [
        "@prefix wm: <urn:wenmai:term:> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .",
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .",
        f'<urn:ex:doc> a wm:Document ; wm:sha256 "{digest}" . <urn:ex:hub> rdfs:label "hub" .',
    ]
    for number in range(90):
        long = "名" * 3000
        lines.append(
            f'<urn:ex:{number}{"n" * 2000}> rdfs:label "{number}{long}" ; a <urn:ex:kind{number}{"k" * 1500}> . '
            f"<urn:ex:hub> <urn:ex:p{number % 45}{'p' * 1500}> <urn:ex:{number}{'n' * 2000}> ."
        )
    (folder / "graph.ttl").write_text("\n".join(lines), "utf-8")
    with serving("-g", str(folder / "graph.ttl"), "--source", str(folder / "text.txt")) as server:
        yield server


def test_answers_keep_within_their_bounds(wordy: Running) -> None:
    seen: set[str] = set()
    offset: int | None = 0
    while offset is not None:
        answer = wordy.ask("/api/v1/neighbours", {"entity": "urn:ex:hub", "limit": neighbours.MOST, "offset": offset})
        assert len(answer.body) <= neighbours.MOST_BYTES
        seen |= {node["iri"] for node in answer.json["nodes"]}
        offset = answer.json["next"]
    assert len(seen) == 90
    told = wordy.ask("/api/v1/facets", {"entity": "urn:ex:hub"})
    assert len(told.body) <= facets.MOST_BYTES
    assert told.json["facets"] == [] or all(len(one["values"]) <= facets.MOST_VALUES for one in told.json["facets"])


def test_windows_are_the_whole_text(wordy: Running) -> None:
    read, start = "", 0
    while start < len(TEXT):
        answer = wordy.ask("/api/v1/passage", {"document": "urn:ex:doc", "from": start, "size": 10**6})
        assert len(answer.body) <= reader.MOST_BYTES
        assert answer.json["from"] <= start
        read = read[: answer.json["from"]] + answer.json["text"]
        start = answer.json["to"]
    assert read == TEXT
    middle = wordy.ask("/api/v1/passage", {"document": "urn:ex:doc", "start": 2000, "end": 2003}).json
    assert (middle["from"] < 2000, middle["to"] > 2003, len(middle["text"])) == (True, True, reader.WINDOW)


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("passage", {"document": "urn:ex:other"}, 404),
        ("passage", {}, 400),
        ("passage", {"document": "urn:ex:doc", "start": "-1"}, 400),
        ("passage", {"document": "urn:ex:doc", "x": "1"}, 400),
        ("facets", {}, 400),
        ("facets", {"entity": "nobody at all"}, 404),
        ("neighbours", {"entity": "urn:ex:hub", "predicate": "urn:ex:p0", "forward": "perhaps"}, 400),
    ],
)
def test_what_cannot_be_shown_is_one_sentence(wordy: Running, path: str, fields: dict[str, str], status: int) -> None:
    answer = wordy.ask(f"/api/v1/{path}", fields)
    assert (answer.status, bool(answer.json["detail"])) == (status, True)
