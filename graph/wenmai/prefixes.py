"""The prefixes of a graph: what a short name such as ``ex:ada`` stands for, and how an IRI is written short.

Those that the graph's own files declare come first, then wenmai's own (:data:`wenmai.terms.PREFIXES`). They are a value that
an open graph offers, not a setting: two graphs that are open at once may each mean something else by ``ex:``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai import terms
from wenmai.once import pattern
from wenmai.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

MOST_TOLD = 3
"""How many prefixes that files declare differently are told one by one."""

_NAME = pattern(r"(?P<prefix>[^\W\d_][\w.-]*)?:(?!//)[^\s<>]*")


_NUMBER = pattern(r"[/#:][A-Za-z]?\d{2,}$")
"""The end of an IRI that is a number, perhaps with a letter before it."""

_ADDRESS = pattern(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s<>]+$")
"""An IRI of any scheme that has an authority: no name is written so."""


class Prefixes:
    """A mapping both ways: ``declared`` by the graph's files, and ``namespaces`` with wenmai's own beside them.

    Both have prefixes without their colon. A prefix that is declared otherwise than wenmai's means what was declared.

    >>> prefixes = Prefixes({"ex": "http://example.org/", "schema": "http://schema.org/"})
    >>> prefixes.expand("ex:ada"), prefixes.shorten("http://schema.org/name")
    ('http://example.org/ada', 'schema:name')
    """

    def __init__(self, declared: Mapping[str, str] | None = None) -> None:
        self.declared = dict(sorted((declared or {}).items(), key=lambda item: (not item[0], item[0])))
        self._own = {prefix: space for prefix, space in PREFIXES.items() if self.declared.get(prefix, space) == space}
        self.namespaces = self.declared | {
            prefix: space for prefix, space in self._own.items() if prefix not in self.declared
        }

    def shorten(self, iri: str) -> str:
        """``prefix:name`` under the longest namespace that fits, the graph's own before wenmai's; else ``<iri>``.

        >>> Prefixes({"ex": "http://example.org/"}).shorten("http://example.org/ada")
        'ex:ada'
        """
        return terms.shorten(iri, self.namespaces)

    def name_of(self, iri: str) -> str:
        """What a resource without a label is called: the last part of its IRI, as words.

        It is ``prefix:name`` in wenmai's own words, and where the last part is a bare number, which nobody knows anything by.

        >>> prefixes = Prefixes({"ex": "http://example.org/"})
        >>> prefixes.name_of("http://example.org/ada"), prefixes.name_of("http://example.org/p14160")
        ('ada', 'ex:p14160')
        """
        if _NUMBER.search(iri):
            short = self.shorten(iri)
            if not short.startswith(("<", ":")):
                return short
        return terms.unlabelled(iri, self._own)

    def expand(self, text: str) -> str | None:
        """The IRI that ``text`` is short for; ``None`` when it has no prefix that is known.

        >>> Prefixes().expand("wm:locatedIn"), Prefixes().expand("金融街")
        ('urn:wenmai:term:locatedIn', None)
        """
        found = _NAME.fullmatch(text)
        space = self.namespaces.get(found["prefix"] or "") if found else None
        return None if space is None else space + text.partition(":")[2]

    def read(self, text: str, exists: Callable[[str], bool]) -> str | None:
        """The IRI that ``text`` writes out, short or in full; ``None`` when it is a name.

        ``exists`` tells whether the graph has an IRI: ``tag:a`` may be short, or an IRI of any scheme.

        >>> Prefixes().read("doi:10.1/x", {"doi:10.1/x"}.__contains__)
        'doi:10.1/x'
        >>> Prefixes().read("doi:10.1/x", {"urn:a"}.__contains__) is None
        True
        """
        if text.startswith("<") and text.endswith(">"):
            return text[1:-1]
        if text.startswith("_:") or _ADDRESS.match(text):
            return text
        expanded = self.expand(text)
        if text.startswith("urn:") and expanded is None:
            return text
        if expanded is not None and exists(expanded):
            return expanded
        return text if terms.is_absolute(text) and exists(text) else expanded

    def unknown(self, text: str) -> str | None:
        """The prefix of ``text`` if it is written like a short name and nobody has declared it; else ``None``.

        Only what looks like a prefix by its Latin letters does: a name may have a colon in it.

        >>> Prefixes().unknown("unit:M"), Prefixes().unknown("wm:locatedIn"), Prefixes().unknown("北京:下")
        ('unit', None, None)
        """
        found = _NAME.fullmatch(text)
        prefix = (found["prefix"] or "") if found else None
        return prefix if prefix is not None and prefix.isascii() and prefix not in self.namespaces else None


OWN = Prefixes()
"""wenmai's own, of a graph that declares none."""


def gather_prefixes(files: Iterable[tuple[str, Mapping[str, str]]]) -> tuple[Prefixes, list[str]]:
    """The prefixes that files declare, and one sentence for each that two of them declare differently.

    What the first file means holds.

    >>> prefixes, said = gather_prefixes([("a.ttl", {"ex": "urn:1:"}), ("b.ttl", {"ex": "urn:2:"})])
    >>> prefixes.expand("ex:a"), said
    ('urn:1:a', ['ex: means <urn:1:>, as a.ttl has it; b.ttl declares it as <urn:2:>'])
    """
    declared: dict[str, tuple[str, str]] = {}
    said: dict[str, str] = {}
    for file, prefixes in files:
        for prefix, space in prefixes.items():
            first, meant = declared.setdefault(prefix, (file, space))
            if meant != space:
                said.setdefault(
                    prefix, f"{prefix}: means <{meant}>, as {first} has it; {file} declares it as <{space}>"
                )
    told = list(said.values())
    more = len(told) - MOST_TOLD
    if more > 0:
        told[MOST_TOLD:] = [f"{more} more prefixes are declared differently; what the first file means holds"]
    return Prefixes({prefix: space for prefix, (_, space) in declared.items()}), told
