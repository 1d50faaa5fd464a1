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
