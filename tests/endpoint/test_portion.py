"""A part of a large endpoint, by named graph or by source, is that of the file."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

import servers
from wenmai.sources.endpoint.copied import portion

GRAPHS = Path(__file__).parent / "graphs"

MODELS = (GRAPHS / "models.trig").read_text("utf-8").replace(":g {", ':letter rdfs:label "Letter to E" .\n:g {', 1)

FROM = ["book", "<http://example.org/book>", "letter", "Letter to E", "A nameless note", "Census"]

MODEL = [
    *(("show", "A", "--source-of", source) for source in FROM),
    ("stats", "--source-of", "letter"),
    ("stats", "--source-of", "nobody"),
]
IN = [
    ("show", "A", "--source-of", "http://example.org/register"),
    ("show", "A", "--in", "g"),
    ("show", "A", "--in", "g", "--source-of", "register"),
    ("show", "A", "--in", "h", "--source-of", "register"),
    ("path", "A", "E", "--in", "g"),
    ("stats", "--in", "default"),
    ("show", "A", "--in", "default"),
    ("stats", "--in", "nowhere"),
]
STATEMENTS = [
    ("show", "Mira Stone", "--source-of", "Book of people"),
    ("path", "Mira Stone", "Jon Hill", "--source-of", "https://example.org/stones"),
    ("stats", "--source-of", "https://example.org/stones"),
]


def in_quads(folder, name: str, text: str | None = None) -> Path:
    """A graph as N-Quads, which declare no prefixes, as an endpoint tells none."""
    file = folder / f"{name}.nq"
    quads = ox.parse(text, ox.RdfFormat.TRIG) if text else ox.parse(path=str(GRAPHS / f"{name}.trig"))
    with file.open("wb") as out:
        ox.serialize(quads, out, ox.RdfFormat.N_QUADS)
    return file


def check(wenmai, file: Path, address: str, commands) -> None:
    """Each command prints of the endpoint what it prints of the file."""
    for command in commands:
        here, there = (wenmai(*command, "-g", at) for at in (str(file), address))
        assert (there.status, there.out) == (here.status, here.out.replace(str(file), address)), (command, there.err)
    assert here.out or here.err


@pytest.mark.parametrize("server", sorted(servers.SERVERS))
def test_the_facts_of_a_source_are_those_of_the_file(server, tmp_path, wenmai):
    for name, text, commands in (("models", MODELS.partition(":g {")[0], MODEL), ("statements", None, STATEMENTS)):
        file = in_quads(tmp_path, name, text)
        with servers.SERVERS[server](file) as address:
            check(wenmai, file, address, commands)


def test_the_facts_of_a_named_graph_are_those_of_the_file_with_names_from_everywhere(tmp_path, wenmai):
    file = in_quads(tmp_path, "models", MODELS)
    with servers.oxigraph(file) as address:
        check(wenmai, file, address, [*MODEL, *IN])


def test_a_graph_of_too_many_facts_is_seen_without_what_stands_elsewhere(tmp_path, wenmai, monkeypatch):
    monkeypatch.setattr(portion, "MOST_FACTS", 0)
    with servers.oxigraph(in_quads(tmp_path, "models", MODELS)) as address:
        ran = wenmai("show", "http://example.org/a", "--in", "g", "-g", address)
        assert (ran.status, "r ▶ e" in ran.out) == (0, True)
        assert "names that stand elsewhere are not seen" in ran.err
        assert wenmai("stats", "--in", "default", "-g", address).status == 2


def test_what_is_left_out_is_said(tmp_path, wenmai, monkeypatch):
    monkeypatch.setattr(portion, "MOST_SUBJECTS", 0)
    monkeypatch.setattr(portion, "MOST_SOURCES", 3)
    with servers.oxigraph(in_quads(tmp_path, "models", MODELS)) as address:
        ran = wenmai("show", "A", "--source-of", "http://example.org/register", "-g", address)
    assert "only the facts of the first are told" in ran.err
    assert "give the IRI of one" in ran.err
