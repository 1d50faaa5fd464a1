"""What short commands are spared: nothing that they do without is loaded, and what is asked for is there all the same."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenmai.cli.spared import Inspect
from wenmai.names import folding

LEFT_OUT = ("ast", "dis", "tokenize", "_hashlib", "numpy", "rich", "pyoxigraph", "rdflib", "networkx")


@pytest.mark.parametrize(
    "words", [("path", "北交所", "北京金融法院"), ("search", "北交所"), ("show", "北交所")], ids=str
)
def test_a_lookup_loads_nothing_that_it_does_without(words, tmp_path):
    script = f"""if True:
        import os, sys
        leave = os._exit
        os._exit = lambda status: (sys.stderr.write(" ".join(sys.modules)), sys.stderr.flush(), leave(status))
        sys.argv = ["wenmai", *{words!r}]
        from wenmai.cli import main
        main()"""
    environment = os.environ | {"WENMAI_CACHE": str(tmp_path / "cache")}
    for _ in range(2):  # the first time, the report may have to be read
        done = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
            env=environment,
        )
    assert not set(LEFT_OUT) & set(done.stderr.splitlines()[-1].split())


@given(st.text("ab \t\n", max_size=20))
def test_the_stand_in_cleans_a_text_as_inspect_does(text):
    assert Inspect().cleandoc(text) == inspect.cleandoc(text)


def test_the_stand_in_gives_all_of_inspect():
    stand_in = Inspect()
    assert stand_in.signature is inspect.signature
    with pytest.raises(AttributeError):
        _ = stand_in.nothing_of_the_kind


@given(st.text("aZ09é ß金融ー々Å－_", max_size=8))
def test_a_plain_text_folds_without_patterns_as_with_them(text):
    assert folding.fold(text) == folding.fold_all([text])[0]
