"""The words of the names that tables and their columns have, so that they can be compared."""

from __future__ import annotations

import re

KEY_WORDS = frozenset(
    {"id", "ids", "key", "code", "uuid", "guid", "no", "nr", "number", "ref", "reference", "iri", "uri", "identifier"}
)
_PASSED = KEY_WORDS | {"unique", "fk", "pk"}
_KEY_ENDINGS = ("编号", "编码", "代码", "代号", "序号", "标识", "学号", "工号", "番号", "コード")
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_a-zA-Z]+")


def words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case and in the singular, so that names can be compared.

    >>> words("categoryID"), words("Post Unique Reference"), words("evolves_from_species_id")
    (('category', 'id'), ('post', 'unique', 'reference'), ('evolve', 'from', 'species', 'id'))
    """
    return tuple(_singular(word.lower()) for word in WORD.findall(name))


def _singular(word: str) -> str:
    if word in ("species", "series"):
        return word
    if len(word) > 3 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes", "uses")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def stem_of(name: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a column's name before those for a key."""
    found = list(name)
    while found and found[-1] in _PASSED:
        found.pop()
    if found and (ending := next((one for one in _KEY_ENDINGS if found[-1].endswith(one)), "")):
        found[-1] = found[-1].removesuffix(ending)
    return tuple(word for word in found if word)


def named_key(name: tuple[str, ...]) -> bool:
    """Whether a column's name ends in a word for a key."""
    return bool(name) and (name[-1] in KEY_WORDS or name[-1].endswith(_KEY_ENDINGS))


def common(first: tuple[str, ...], second: tuple[str, ...]) -> int:
    """How many words two names have in common at their ends."""
    count = 0
    for one, other in zip(reversed(first), reversed(second), strict=False):
        if one != other:
            break
        count += 1
    return count
