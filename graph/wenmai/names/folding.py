"""Folding: the form in which names are compared.

Width and compatibility forms are made one (Unicode NFKC), case is folded, Latin and Greek letters lose their accents,
traditional characters are simplified (OpenCC), and punctuation and spaces become one space between Latin words and nothing
beside Chinese characters.
"""

from __future__ import annotations

import os
import re
from functools import cache
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Iterable

_HAN = r"\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PUNCTUATION = (
    r"[\x00-\x09\x0b-\x1f!\"&'()*,\-./:;?@\[\\\]_{}\x7f-\xa1\xa7\xab\xb6\xb7\xbb\xbf"
    r"\u1680\u180e\u2000-\u206f\u2e00-\u2e7f\u3000-\u3003\u3008-\u3011\u3014-\u301f\u30fb\ufe00-\ufe4f\ufeff]+"
)
_BESIDE_HAN = f" (?:(?<=[{_HAN}] )|(?=[{_HAN}]))"
_ANY_HAN = f"[{_HAN}]"

_ACCENTED = r"[\xdf-\u02af\u0300-\u03ff\u1e00-\u1fff]"
_ACCENTS = r"([A-Za-z\u0370-\u03ff])[\u0300-\u036f]+"
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ß": "ss"}
)
"""Letters with a stroke, ligatures and others that Unicode does not take apart."""

SHORT = 64
"""Up to so many characters a text is looked at one by one before a pattern is compiled for it."""

_compiled = cache(re.compile)
"""Compiled on first use: a lookup by IRI folds nothing, and the compiling takes longer than the lookup."""


def has_han(text: str) -> bool:
    """Whether a text holds Chinese characters (or kana)."""
    if text.isascii():
        return False
    if "\u4e00" <= text[0] <= "\u9fff":
        return True
    return _compiled(_ANY_HAN).search(text) is not None


def fold(text: str) -> str:
    """A name as it is compared, its traditional characters left as they are.

    >>> fold("《北京》 Stock－Exchange")
    '北京stock exchange'
    """
    plain = _plain(text)
    return fold_all([text])[0] if plain is None else plain


def _plain(text: str) -> str | None:
    """The folded text where that needs no pattern: Chinese characters, Latin letters without accents and digits."""
    if len(text) > SHORT:
        return None
    folded = text.lower()
    same = all("a" <= char <= "z" or "0" <= char <= "9" or "\u4e00" <= char <= "\u9fff" for char in folded)
    return folded if same and len(folded) == len(text) else None


def fold_all(texts: Iterable[str]) -> list[str]:
    """Fold many names at once."""
    plain = [text.replace("\n", " ") if "\n" in text else text for text in texts]
    return fold_lines("\n".join(plain)) if plain else []


def fold_lines(names: str) -> list[str]:
    """Fold the names on the lines of a text: one pass over them all."""
    spaced = _compiled(_PUNCTUATION).sub(" ", without_accents(normalize("NFKC", names).casefold()))
    while "  " in spaced:
        spaced = spaced.replace("  ", " ")
    folded = [text.strip() for text in _compiled(_BESIDE_HAN).sub("", spaced).split("\n")]
    if "" in folded:
        # A name of punctuation alone is compared as it stands.
        plain = names.split("\n")
        folded = [text or normalize("NFKC", plain[place]).casefold().strip() for place, text in enumerate(folded)]
    return folded


def without_accents(text: str) -> str:
    """A text in lower case, its Latin and Greek letters as a keyboard without them has them.

    >>> without_accents("łódź œuvre jürgen øresund đà nẵng ılık")
    'lodz oeuvre jurgen oresund da nang ilik'
    """
    if _compiled(_ACCENTED).search(text) is None:
        return text
    return normalize("NFC", _compiled(_ACCENTS).sub(r"\1", normalize("NFD", text.translate(_LETTERS))))


def simplify(text: str) -> str:
    """Write traditional characters as simplified ones."""
    return _converter().convert(text) if has_han(text) else text


def simplify_all(folded: list[str]) -> list[str]:
    """Simplify those names that hold traditional characters; OpenCC is not loaded when none does.

    A character may be traditional if it is not in GB 2312, which has the simplified ones.
    """
    joined = "\n".join(folded)
    if _simplified(joined):
        return folded
    suspects = "".join(sorted(char for char in set(joined) if char >= "\u3400" and not _simplified(char)))
    if not suspects:
        return folded
    changed = {
        char for char, simple in zip(suspects, map(_converter().convert, suspects), strict=True) if char != simple
    }
    if not changed:
        return folded
    any_changed = re.compile(f"[{''.join(map(re.escape, sorted(changed)))}]")
    places = [place for place, name in enumerate(folded) if any_changed.search(name)]
    simple = _converter().convert("\n".join(folded[place] for place in places)).split("\n")
    result = list(folded)
    for place, name in zip(places, simple, strict=True):
        result[place] = name
    return result


def _simplified(text: str) -> bool:
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _converter() -> opencc.OpenCC:
    global _opencc  # noqa: PLW0603 - one converter for the process: loading its tables takes 50 ms
    if _opencc is None:
        _opencc = open_converter("t2s")
    return _opencc


def open_converter(name: str) -> opencc.OpenCC:
    """One of OpenCC's conversions: ``t2s`` to simplified characters, ``s2t`` to traditional ones.

    By its name alone OpenCC would first look for it in the current folder, which may be anybody's.
    """
    import opencc

    own = os.path.join(os.path.dirname(opencc.__file__), "clib", "share", "opencc", f"{name}.json")
    return opencc.OpenCC(own)


_opencc: opencc.OpenCC | None = None

if TYPE_CHECKING:
    import opencc
