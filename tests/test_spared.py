"""What short commands are spared: nothing that they do without is loaded, and what is asked for is there all the same."""

from __future__ import annotations

import gettext
import inspect
import os
import pickle
import re
import subprocess
import sys
import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenmai.cli.spared import Gettext, Inspect
from wenmai.names import folding
from wenmai.once import pattern
from wenmai.records import NamedTuple

LEFT_OUT = (
    "ast",
    "dis",
    "difflib",
    "locale",
    "uuid",
    "tokenize",
    "_hashlib",
    "numpy",
    "rich",
    "pyoxigraph",
    "rdflib",
    "networkx",
)


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
    assert Inspect("inspect").cleandoc(text) == inspect.cleandoc(text)


def test_the_stand_in_gives_all_of_inspect():
    stand_in = Inspect("inspect")
    assert stand_in.signature is inspect.signature
    with pytest.raises(AttributeError):
        _ = stand_in.nothing_of_the_kind


@given(st.text("aZ09é ß金融ー々Å－_", max_size=8))
def test_a_plain_text_folds_without_patterns_as_with_them(text):
    assert folding.fold(text) == folding.fold_all([text])[0]


def test_what_click_was_spared_is_the_real_module_for_others():
    script = """if True:
        from wenmai.cli.spared import StandIn, spare
        spare()
        import sys, click
        assert isinstance(click.types.uuid, StandIn)
        from gettext import dgettext, ngettext
        from uuid import UUID
        import uuid
        assert UUID is uuid.UUID and isinstance(uuid.uuid4(), UUID)
        assert click.UUID.convert("0" * 32, None, None) == UUID(int=0)"""
    subprocess.run([sys.executable, "-c", script], check=True)


@given(st.text(), st.text(), st.integers(0, 3))
def test_the_stand_in_says_click_s_sentences_as_gettext_does(one, several, number):
    assert Gettext("gettext").gettext(one) == one
    assert Gettext("gettext").ngettext(one, several, number) == gettext.NullTranslations().ngettext(
        one, several, number
    )


class Plain(typing.NamedTuple):
    """Two."""

    first: int
    second: tuple[str, ...] = ()

    @property
    def both(self) -> str:
        return f"{self.first} {self.second}"


class Light(NamedTuple):
    """Two."""

    first: int
    second: tuple[str, ...] = ()

    @property
    def both(self) -> str:
        return f"{self.first} {self.second}"


def test_a_light_named_tuple_is_what_typing_makes():
    made = Light(3, ("a",))
    assert made == Plain(3, ("a",)) == (3, ("a",))
    assert repr(made).replace("Light", "Plain") == repr(Plain(3, ("a",)))
    assert (made.both, Light(1), made._replace(first=4)) == (Plain(3, ("a",)).both, (1, ()), (4, ("a",)))
    assert (Light._fields, Light._field_defaults, Light.__doc__) == (Plain._fields, Plain._field_defaults, "Two.")
    assert typing.get_type_hints(Light) == typing.get_type_hints(Plain)
    assert (Light.__module__, Light.__qualname__) == (__name__, "Light")
    assert pickle.loads(pickle.dumps(made)) == made
    with pytest.raises(TypeError):
        Light()


def test_a_pattern_is_compiled_when_it_is_first_used():
    lazy, known = pattern(r"(\d)x", re.IGNORECASE), re.compile(r"(\d)x", re.IGNORECASE)
    assert "search" not in vars(lazy)
    for text in ("1X", "a2xb", "x"):
        assert bool(lazy.search(text)) == bool(known.search(text))
        assert lazy.sub(r"<\1>", text) == known.sub(r"<\1>", text)
    assert lazy.pattern == known.pattern
    with pytest.raises(re.error):
        pattern("(").match("")
