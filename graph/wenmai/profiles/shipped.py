"""The profiles that come with wenmai, a file each in ``vocabularies/``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from wenmai.profiles.toml import read_profile
from wenmai.system.packaged import profile_paths

if TYPE_CHECKING:
    from wenmai.profiles.profile import Profile


@cache
def shipped_profiles() -> tuple[Profile, ...]:
    """The profiles in the order in which their names are taken, each read once."""
    return tuple(sorted(map(read_profile, profile_paths()), key=lambda one: (one.order, one.name)))


@cache
def naming_predicates() -> frozenset[str]:
    """The predicates whose literals may be names, by any of them."""
    return frozenset().union(*(profile.naming_predicates() for profile in shipped_profiles()))
