"""The same graph in a file, in a store and behind a server: every command prints the same, whatever vocabulary it is in."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest

import servers

GRAPHS = Path(__file__).parent / "graphs"

GRAPH = {
    "thesaurus": ("wickerwork", "loom"),
    "register": ("Ada Moor", "Bo Lind"),
    "museum": ("Jar with herons", "Bowl"),
    "statements": ("Mira Stone", "Lowtown"),
    "nanopub": ("ABC1", "GHI3"),
}
"""Two things of each graph, by a name that its owner uses."""

WHERE = ("file", "store", "endpoint", "endpoint of named graphs")


class Places(NamedTuple):
    """Where one graph is: a location for each of :data:`WHERE`."""

    name: str
    at: dict[str, str]


@contextmanager
def placed(name: str, folder: Path, wenmai):
    """A graph of this folder in each place; N-Quads declare no prefixes, as an endpoint tells none."""
    file = folder / f"{name}.nq"
    with file.open("wb") as out:
        ox.serialize(ox.parse(path=str(GRAPHS / f"{name}.trig")), out, ox.RdfFormat.N_QUADS)
    store = folder / f"{name}.store"
    assert wenmai("load", str(file), "--into", str(store)).status == 0
    with servers.oxigraph(file) as address, servers.oxigraph(file, union=True) as united:
        yield Places(name, dict(zip(WHERE, (str(file), str(store), address, united), strict=True)))


@pytest.fixture(params=GRAPH)
def places(request, tmp_path, wenmai):
    """One graph in each place."""
    with placed(request.param, tmp_path, wenmai) as found:
        yield found


def commands(one: str, other: str) -> list[tuple[str, ...]]:
    """What a person asks of a graph."""
    return [
        ("show", one),
        ("show", one, "--format", "json"),
        ("show", other, "--lang", "fr,en"),
        ("show", one, "--raw"),
        ("path", one, other),
        ("path", one, other, "--all-links", "--format", "json"),
        ("path", one, other, "--raw", "-k", "1"),
        ("between", one, other),
        ("compare", one, other),
        ("around", one),
        ("around", other, "--format", "csv"),
        ("search", one[:4]),
        ("timeline", one),
        ("timeline",),
        ("figures", one),
        ("stats",),
        ("stats", "--graphs"),
        ("profile",),
        ("analyze",),
        ("export", one, "-o", "-", "--format", "nt"),
    ]


def test_every_command_prints_what_it_prints_of_the_file(places, wenmai, copied):
    told = {}
    for command in commands(*GRAPH[places.name]):
        for where, at in places.at.items():
            ran = wenmai(*command, "-g", at)
            for place in places.at.values():
                ran = ran._replace(out=ran.out.replace(place, "GRAPH"), err=ran.err.replace(place, "GRAPH"))
            told.setdefault(command, {})[where] = ran
    for command, ran in told.items():
        for where in WHERE[1:]:
            assert ran[where].out == ran["file"].out, (command, where, ran[where].err)
            assert ran[where].status == ran["file"].status, (command, where)
    assert sum(ran["file"].status == 0 for ran in told.values()) > len(told) // 2


WHOLE = (("analyze",), ("timeline",))
"""What needs all of a graph at once."""


def test_every_command_prints_what_it_prints_of_the_file_where_an_endpoint_is_not_copied(places, wenmai):
    file, address = places.at["file"], places.at["endpoint"]
    for command in commands(*GRAPH[places.name]):
        here, there = (wenmai(*command, "-g", at) for at in (file, address))
        if command in WHOLE:
            assert "not read as a whole" in there.err
            continue
        assert there.out == here.out.replace(file, address), (command, there.err)
        assert there.status == here.status, command


OPTIONS = {
    "in a named graph": ("nanopub", ("show", "DEF2", "--in", "other")),
    "in a named graph, counted": ("nanopub", ("stats", "--in", "other")),
    "from a source": ("nanopub", ("show", "DEF2", "--source-of", "https://doi.org/10.9999/example.1")),
    "a label of one's own": ("register", ("show", "http://example.org/register/ada", "--label", "familyName")),
    "a profile of one's own": ("register", ("show", "http://example.org/register/ada", "--profile", "PROFILE")),
}
PROFILE = """[profile]
name = "own"
[prefixes]
foaf = "http://xmlns.com/foaf/0.1/"
[names]
labels = ["foaf:familyName"]
"""


def with_profile(command, folder):
    """The words of a command, with a file that holds the profile where one is asked for."""
    profile = folder / "own.toml"
    profile.write_text(PROFILE, encoding="utf-8")
    return [str(profile) if word == "PROFILE" else word for word in command]


@pytest.mark.parametrize("name", OPTIONS)
def test_what_is_chosen_and_how_it_is_understood_holds_there_too(name, tmp_path, wenmai, copied):
    graph, command = OPTIONS[name]
    asked = with_profile(command, tmp_path)
    with placed(graph, tmp_path, wenmai) as places:
        here, there = (wenmai(*asked, "-g", places.at[where]) for where in ("file", "endpoint"))
        plain = wenmai(*asked[: -2 if asked[-2].startswith("--") else None], "-g", places.at["endpoint"])
    assert (there.status, there.out) == (here.status, here.out), there.err
    assert there.out != plain.out


@pytest.mark.parametrize("name", OPTIONS)
def test_what_is_chosen_holds_where_an_endpoint_is_not_copied(name, tmp_path, wenmai):
    graph, command = OPTIONS[name]
    asked = with_profile(command, tmp_path)
    with placed(graph, tmp_path, wenmai) as places:
        here, there = (wenmai(*asked, "-g", places.at[where]) for where in ("file", "endpoint"))
    assert (there.status, there.out) == (here.status, here.out), there.err
