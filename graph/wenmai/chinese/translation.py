"""What wenmai says in English, in Chinese: sentences, help and click's own words, each found again in a table.

The sentences are written in English where they arise, as f-strings; what is read of the tables (``*.toml`` beside this file) is a
template of each, with ``{}`` for its facts. A program gets the English one, whose facts are in the error's attributes; a person
whose language is Chinese is told the other, at the door where it is printed.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from wenmai.languages import is_chinese

if TYPE_CHECKING:
    from collections.abc import Sequence

FEWEST = 5
"""A template with fewer letters of its own fits too much."""

_HOLE = re.compile(r"\{\d*\}")


def translate(sentence: str, language: str) -> str:
    """A sentence of wenmai for a reader of ``language``: in Chinese where that is theirs and the sentence is known.

    A sentence of several clauses is translated clause by clause where it is not known as a whole; a fact in one that is itself
    known (a class of things, what a system says of a file) is translated too.

    >>> translate("x.ttl does not exist; check the path", "zh-Hans")
    'x.ttl不存在;请检查路径'
    >>> translate("no entity is called '火星'", "zh"), translate("no entity is called '火星'", "de")
    ("没有叫'火星'的实体", "no entity is called '火星'")
    """
    return _in_chinese(sentence) if is_chinese(language) else sentence


def _in_plural(sentence: str) -> str:
    """A sentence with the nouns of the templates, which say a number of things in the plural (:func:`~wenmai.languages.counted`)."""
    return _ONE.sub(lambda found: f"1 {_PLURALS[found[1]]}", sentence)


_PLURALS = {
    "entity": "entities", "link": "links", "name": "names", "triple": "triples", "hop": "hops", "file": "files", "node": "nodes",
    "row": "rows", "line": "lines", "value": "values", "figure": "figures", "document": "documents",
}  # fmt: skip
_ONE = re.compile(rf"(?<![\d,.])1 ({'|'.join(_PLURALS)})\b")


def translate_help(text: str, language: str) -> str:
    """A text of the commands' help: its paragraphs one by one, its examples as they are."""
    if not is_chinese(language):
        return text
    from inspect import cleandoc

    return "\n\n".join(map(_paragraph, cleandoc(text).split("\n\n")))


def translate_click(message: str) -> str:
    """A message of click, with click's placeholders, in Chinese; as it is where it is not known."""
    return _tables()["click"].get(message, message)


@cache
def _tables() -> dict[str, dict[str, str]]:
    import tomllib
    from importlib.resources import files

    found: dict[str, dict[str, str]] = {}
    for name in ("help.toml", "sentences.toml"):
        found |= tomllib.loads((files("wenmai.chinese") / name).read_text("utf-8"))
    return found


def templates() -> Sequence[str]:
    """The English templates of sentences that are known."""
    return list(_tables()["said"])


def helps() -> Sequence[str]:
    """The English texts of help that are known, their spaces folded."""
    return list(_tables()["help"])


def letters(template: str) -> int:
    """How many letters a template has beside its holes."""
    return sum(map(str.isalpha, _HOLE.sub("", template)))


def _in_chinese(sentence: str) -> str:
    known = _whole(sentence)
    if known is not None:
        return known
    for mark in ("; ", ": "):
        first, found, rest = sentence.rpartition(mark)
        if found:
            told = [_in_chinese(part) for part in (first, rest)]
            if told != [first, rest]:
                return mark.strip().join(told)
    return sentence


def _whole(sentence: str) -> str | None:
    """The sentence by the template that fits it with the most letters of its own."""
    tables, sentence = _tables(), _in_plural(sentence)
    if sentence in tables["words"]:
        return tables["words"][sentence]
    fitting = [(letters(one), one) for one in tables["said"] if _may_fit(one, sentence)]
    for count, template in sorted(fitting, reverse=True):
        match = _pattern(template).fullmatch(sentence)
        if match and count >= FEWEST:
            return tables["said"][template].format(*(_in_chinese(fact) for fact in match.groups()))
    return None


def _may_fit(template: str, sentence: str) -> bool:
    """Whether what a template writes itself stands in the sentence: a look that spares most patterns."""
    parts = template.split("{}")
    return sentence.startswith(parts[0]) and sentence.endswith(parts[-1]) and all(part in sentence for part in parts)


@cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(map(re.escape, template.split("{}"))), re.DOTALL)


def _paragraph(text: str) -> str:
    r"""A paragraph in Chinese; one that is laid out (click's ``\b``) keeps its lines from the examples on."""
    if not text.lstrip().startswith("\b"):
        return _tables()["help"].get(" ".join(text.split()), text)
    said, _, example = text.partition("Example: ")
    folded = " ".join(said.replace("\b", "").split())
    told = _tables()["help"].get(folded, folded)
    lines = [f"\b\n{told}" if told else "\b", f"{_tables()['help']['Example: ']}{example}" if example else ""]
    return "\n".join(line for line in lines if line)
