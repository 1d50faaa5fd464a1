"""The profile that a person gives: a file, predicates that name things, or both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.profiles.profile import Profile
from wenmai.profiles.toml import read_profile
from wenmai.terms import PREFIXES, is_absolute

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

GIVEN = "--label"
"""What the profile of a person who gives no file is called."""


def given_profile(
    path: str | None, labels: Sequence[str] = (), prefixes: Mapping[str, str] = PREFIXES
) -> Profile | None:
    """The profile of a file with ``labels`` before its own; ``None`` when neither is given.

    Raises:
        InputError: the file is no profile.
    """
    if not path and not labels:
        return None
    profile = read_profile(path) if path else Profile(GIVEN)
    first = tuple(((predicate,),) for label in labels for predicate in label_predicates(label, prefixes))
    return profile._replace(labels=(*first, *profile.labels))


def label_predicates(text: str, prefixes: Mapping[str, str] = PREFIXES) -> Iterable[str]:
    """The predicates that a person may mean: an IRI, ``prefix:name``, or the end of an IRI.

    >>> label_predicates("skos:notation"), label_predicates("code")
    (('http://www.w3.org/2004/02/skos/core#notation',), ('*#code', '*/code', '*:code'))
    """
    plain = text.removeprefix("<").removesuffix(">")
    prefix, colon, name = plain.partition(":")
    if colon and prefix in prefixes:
        return (prefixes[prefix] + name,)
    if colon and (name.startswith("//") or prefix == "urn") and is_absolute(plain):
        return (plain,)
    return tuple(f"*{mark}{name or prefix}" for mark in "#/:")
