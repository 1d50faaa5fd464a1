"""The glossary: complete, the same in both languages, and kept by the documentation and the help texts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import click
import pytest

import sessions
from wenmai import cli
from wenmai.cli import entry

DOCS = sessions.ROOT / "docs"
CODE = re.compile(r"^(`{3,}|:{3,})\S.*?^\1$|`[^`]*`|\]\([^)]*\)", re.MULTILINE | re.DOTALL)
CONCEPTS = """
entity link standing statement evidence passage document predicate role profile label alias store index endpoint source hop path cost
subgraph figure indicator target period status bound notice limit
"""


class Word(NamedTuple):
    """A row: the word, what it is, the words that are never used for it, and the word in the other language."""

    word: str
    means: str
    avoided: list[str]
    other: str


def glossary(path: Path) -> list[Word]:
    """The rows of the page; a word in brackets may be used for something else, and is left out."""
    rows = [line.strip("| ").split(" | ") for line in path.read_text("utf-8").splitlines() if line.startswith("| ")]
    return [
        Word(word, means, [one for one in re.split("[,、] ?", re.sub(r"\([^)]*\)", "", avoided)) if one.strip()], other)
        for word, means, avoided, other in rows
        if set(word) != {"-"} and word not in ("word", "词")
    ]


ENGLISH, CHINESE = glossary(DOCS / "glossary.md"), glossary(DOCS / "zh" / "glossary.md")
AVOIDED = sorted({word.strip() for row in ENGLISH for word in row.avoided})
PAGES = [page for page in sessions.pages() if page.name not in ("glossary.md", "CHANGELOG.md")]


def prose(page: Path) -> str:
    """A page without its code and the addresses of its links."""
    return CODE.sub(" ", page.read_text("utf-8"))


def help_texts() -> dict[str, str]:
    """What each command says of itself and its options."""
    context = click.Context(cli.cli)
    return {name: cli.cli.get_command(context, name).get_help(context) for name in entry.COMMANDS}


def test_every_concept_is_explained_in_both_languages():
    assert sorted(row.word for row in ENGLISH) == sorted(CONCEPTS.split())
    assert sorted(row.other for row in CHINESE) == sorted(CONCEPTS.split())


def test_the_languages_name_the_same_words():
    assert {(row.word, row.other) for row in ENGLISH} == {(row.other, row.word) for row in CHINESE}


@pytest.mark.parametrize("word", AVOIDED)
def test_an_avoided_word_is_in_no_page_and_no_help(word):
    found = re.compile(rf"\b{word}(?:s|es)?\b", re.IGNORECASE)
    texts = {page.name: prose(page) for page in PAGES if page.parent.name != "zh" and ".zh." not in page.name}
    assert [name for name, text in (texts | help_texts()).items() if found.search(text)] == []


def test_an_avoided_word_is_in_no_chinese_page():
    texts = {page.name: prose(page) for page in PAGES if page.parent.name == "zh" or ".zh." in page.name}
    avoided = {word.strip() for row in CHINESE for word in row.avoided}
    assert len(avoided) > 10
    assert [(name, word) for name, text in texts.items() for word in avoided if word in text] == []
