"""The terms of the ontology that a proposal is written in, and what of a finding each stands for."""

from __future__ import annotations

import re

PREFIXES = {
    "doc": "urn:wenmai:document:",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "t": "urn:wenmai:time:",
    "u": "urn:wenmai:unit:",
    "wm": "urn:wenmai:term:",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The prefixes of a proposal, beside those of its documents."""

BOUNDS = {
    "exact": "Exactly",
    "approx": "About",
    "nearly": "Nearly",
    "over": "Over",
    "atleast": "AtLeast",
    "atmost": "Within",
    "range": "Between",
}
"""Bounds of findings and of the ontology."""

_SHARPER = (
    ("over", re.compile("突破|大关|迈上|跃上"), "Breaks"),
    ("atmost", re.compile(r"低于|少于|不到|不足|小于|<|\b(?:[Ll]ess than|[Ff]ewer than|[Uu]nder|[Bb]elow)\b"), "Under"),
)


def bound_term(bound: str, surface: str) -> str:
    """The bound's term, by the words that make it: 突破 and 不到 have their own."""
    if "不低于" in surface or "不少于" in surface:
        return BOUNDS[bound]
    return next((term for kind, words, term in _SHARPER if bound == kind and words.search(surface)), BOUNDS[bound])


STATUSES = {"achieved": "Achieved", "estimated": "Estimated", "targeted": "Targeted", "planned": "Planned"}
MEASURES = {"growth": "Growth", "share": "Rate", "completion": "Rate", "rank": "Rank"}
POSITIONS = {
    ("instep", ""): "InStep",
    ("quota", ""): "MeetsRequirement",
    ("words", "yes"): "MeetsRequirement",
    ("words", "no"): "FallsShort",
}
OUTPACES = "Outpaces"

READ_BOUNDS = {term: bound for bound, term in BOUNDS.items()} | {"Breaks": "over", "Under": "atmost"}
READ_STATUSES = {term: status for status, term in STATUSES.items()} | {"Underway": "planned"}
READ_POSITIONS = {
    "InStep": ("instep", ""),
    OUTPACES: ("instep", ""),
    "MeetsRequirement": ("words", "yes"),
    "FallsShort": ("words", "no"),
}

WRITTEN_UNITS = {
    "%": "百分比",
}
"""Signs that stand for a unit of the vocabulary by another name."""
