"""What is guessed of predicates that no profile knows, from how they are called and used; every guess is said with its reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wenmai.profiles.interpretation import Interpretation, Reason
from wenmai.terms import LABEL, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wenmai.profiles.profile import Naming

WORDS = frozenset(
    {
        "name", "names", "label", "labels", "title", "titles", "caption", "heading", "headline", "designation",
        "bezeichnung", "benennung", "titel", "nom", "titre", "libelle", "nombre", "titulo", "etiqueta", "nome",
        "naam", "namn", "navn", "nimi", "nazwa", "imya",
    }
)  # fmt: skip
"""What a predicate that names things is called at its end, in one language or another."""

HAN = ("名称", "名稱", "名字", "姓名", "标题", "標題", "标签", "標籤", "中文名", "名")
GIVEN = frozenset({"given", "first", "fore", "givenname", "firstname", "forename", "vorname", "prenom"})
FAMILY = frozenset({"family", "last", "sur", "familyname", "lastname", "surname", "nachname"})
OTHER = frozenset(
    {
        "job",
        "file",
        "user",
        "host",
        "domain",
        "class",
        "type",
        "middle",
        "maiden",
        "honorific",
        "path",
        "table",
        "column",
        "contact",
        "ship",
        "shipping",
        "billing",
        "delivery",
    }
)
"""Words before the last by which a predicate gives the name of something else, or a part of one."""

TOLERATED = 0.1
"""Up to this share of its subjects may have several texts of a language under a predicate that is taken to name them."""

SHARED = 0.8
"""A predicate of which so many links lead to one object says nothing of what they lead from."""

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^\W\d_A-Za-z]+")


def words_of(predicate: str) -> list[str]:
    """The words of an IRI's end, in lower case.

    >>> words_of("http://cnschema.org/nameZh"), words_of("urn:x:company_name")
    (['name', 'zh'], ['company', 'name'])
    """
    return [word.lower() for word in _WORD.findall(local_name(predicate))]


def may_name(predicate: str) -> bool:
    """Whether a predicate is called as one that names its subjects, wholly or in part."""
    words = words_of(predicate)
    return bool(words) and (_names(words) or _part(words) is not None)


def _names(words: list[str]) -> bool:
    if language_of(words):
        words = words[:-1]
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    if last.endswith(HAN):
        return True
    return last in WORDS and before not in OTHER | GIVEN | FAMILY


def _part(words: list[str]) -> str | None:
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    for part, known in (("given", GIVEN), ("family", FAMILY)):
        if (last in known and last.endswith(("name", "nom"))) or (last == "name" and before in known):
            return part
    return None


def language_of(words: list[str]) -> str:
    """The language that the last of a predicate's words says that its texts are in, if it does.

    >>> language_of(["name", "zh"]), language_of(["name"])
    ('zh', '')
    """
    known = words[-1] in (
        "zh",
        "en",
        "de",
        "fr",
        "es",
        "it",
        "ja",
        "ko",
        "ru",
        "pt",
        "nl",
        "fi",
        "sv",
        "pl",
        "la",
        "ar",
    )
    return words[-1] if known and len(words) > 1 and (words[-2] in WORDS or words[-2].endswith(HAN)) else ""


def guess_names(
    known: Interpretation, usage: Mapping[str, tuple[int, int]], above: Iterable[tuple[str, str]]
) -> Interpretation:
    """An interpretation with the namings that are guessed behind those that it has.

    ``usage`` has, of each predicate that no profile knows, how many subjects have texts by it and how many have several in a
    language; ``above`` are pairs of predicates of which the first is a sub-property of the second (RDFS 3.5).
    """
    labels, aliases = dict.fromkeys(known.labels), dict.fromkeys(known.aliases)
    reasons, languages = list(known.reasons), dict(known.languages)
    for lower, upper in _closed(above):
        if lower in usage and ((lower,),) not in labels:
            place = ((upper,),)
            if place in aliases or place in labels or upper == LABEL:
                (aliases if place in aliases else labels)[((lower,),)] = None
                reasons.append(Reason(lower, f"names its subjects: a sub-property of {upper}"))
    for predicate, (subjects, several) in sorted(
        usage.items(), key=lambda item: (len(words_of(item[0])), -item[1][0], item[0])
    ):
        words = words_of(predicate)
        if ((predicate,),) in labels or not words or not _names(words) or several > TOLERATED * subjects:
            continue
        labels[((predicate,),)] = None
        reasons.append(Reason(predicate, f"names its subjects, by its own name: {subjects:,} have one text by it"))
        if language_of(words):
            languages.setdefault(predicate, language_of(words))
    for naming in _full_names(usage):
        if naming not in labels:
            labels[naming] = None
            reasons.append(Reason(" + ".join(way[0] for way in naming), "given and family name, by their own names"))
    return known._replace(labels=tuple(labels), aliases=tuple(aliases), reasons=tuple(reasons), languages=languages)


def guess_roles(known: Interpretation, shared: Mapping[str, tuple[int, int]]) -> Interpretation:
    """An interpretation in which predicates that lead nearly everything to one thing are administrative.

    ``shared`` has, of predicates that much is linked by, how many links they have and how many lead to the commonest object.
    """
    roles, reasons = dict(known.roles), list(known.reasons)
    for predicate, (links, most) in sorted(shared.items()):
        if predicate not in roles and most >= SHARED * links:
            roles[predicate] = "administrative"
            reasons.append(Reason(predicate, f"connects nothing: {most:,} of its {links:,} links lead to one thing"))
    return known._replace(roles=roles, reasons=tuple(reasons)) if len(roles) > len(known.roles) else known


def unread(known: Interpretation, collected: Iterable[str], above: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The sub-properties of naming predicates whose texts were not ``collected``, as nothing told that they name things."""
    naming = known.naming | {LABEL}
    return frozenset(lower for lower, upper in _closed(above) if upper in naming).difference(collected)


def _closed(above: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Pairs of a predicate and each one above it, however far."""
    direct: dict[str, set[str]] = {}
    for lower, upper in above:
        direct.setdefault(lower, set()).add(upper)
    found: list[tuple[str, str]] = []
    for lower in sorted(direct):
        seen, queue = {lower}, sorted(direct[lower])
        for upper in queue:
            if upper not in seen:
                seen.add(upper)
                found.append((lower, upper))
                queue += sorted(direct.get(upper, ()))
    return found


def _full_names(usage: Mapping[str, object]) -> list[Naming]:
    """Given names and family names of one namespace, as one name."""
    parts: dict[str, dict[str, str]] = {}
    for predicate in sorted(usage):
        words = words_of(predicate)
        part = _part(words) if words else None
        if part is not None:
            space = predicate[: len(predicate) - len(local_name(predicate))]
            parts.setdefault(space, {}).setdefault(part, predicate)
    return [((both["given"],), (both["family"],)) for _, both in sorted(parts.items()) if len(both) == 2]
