"""Names on an endpoint: candidates are fetched with SPARQL, then a local name index of just those decides.

SPARQL finds a label exactly as written, or any label that contains a text, slowly. So the exact labels are asked for in
the ways they may be written and tagged; only if none fits are all labels scanned, within a time limit. What the endpoint
gives is folded and ranked by :mod:`graph.names`, the same as a file. Pinyin finds a name only among the candidates: no
endpoint knows it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import normalize

from graph.endpoint.sparql import Part, is_iri, joined, listed, rows
from graph.endpoint.transport import TimedOut
from graph.errors import NameNotFound
from graph.folding import fold, has_han, simplify
from graph.index import NAMED, Index
from graph.names import Names
from graph.results import Literal
from graph.terms import PREFIXES, expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.endpoint.dataset import Dataset
    from graph.endpoint.links import Links
    from graph.results import Match

TAGS = ("", "zh", "en", "zh-cn", "zh-hans", "zh-hant", "zh-tw", "en-us", "en-gb")
"""The language tags under which a label is asked for as written."""

SCANNED = 500
"""How many labels that contain a text are looked at."""

PATIENCE = 15.0
"""Seconds allowed for a scan of all labels."""

_WORD = re.compile(r"\w+")


class EndpointNames(Names):
    """Names.search and Names.resolve over an endpoint."""

    def __init__(self, dataset: Dataset, links: Links) -> None:
        # Names.__init__ is not called: it reads sections, and here are none.
        self.dataset, self._links = dataset, links

    def search(self, text: str, *, limit: int = 10, language: str = "zh") -> list[Match]:
        """The entities that ``text`` may name, the best first."""
        iri = expand(text)
        if iri is not None and self._links.find(iri) is not None:
            return self._among([iri]).search(text, limit=limit, language=language)
        exact = self._called(text)
        if len(exact) < limit:
            exact += self._containing(text)
        return self._among(exact or self._near(text)).search(text, limit=limit, language=language)

    def resolve(self, text: str, language: str = "zh") -> str:
        """The IRI of the one entity that ``text`` names.

        Raises:
            AmbiguousName: several entities share the name; all are offered (up to 20).
            NameNotFound: none has it; the nearest that could be found are offered.
        """
        iri = expand(text)
        if iri is not None:
            return iri
        for candidates in self._candidates_for(text):
            if candidates:
                return self._among(candidates).resolve(text, language)
        raise NameNotFound(text, self._among(self._near(text)).search(text, limit=3, language=language))

    def _candidates_for(self, text: str) -> Iterator[list[str]]:
        yield self._called(text)
        yield self._containing(text)

    def _among(self, iris: Iterable[str]) -> Names:
        """A name index of some entities, as connected as they are in the endpoint."""
        from graph import names

        return names.build(Candidates(self._links, dict.fromkeys(iris)))

    def _called(self, text: str) -> list[str]:
        """The entities with this name as a label or alias in some usual way of writing it, or as their local name."""
        wanted = [Literal(form, tag) for form in written(text) for tag in TAGS]
        if not wanted:
            return []
        query = self.dataset.query(
            "SELECT DISTINCT ?n { VALUES ?l { $labels } {{?n ?p ?l}} FILTER(?p IN ($naming)) $visible } LIMIT $most",
            labels=rows(wanted),
            naming=listed(NAMED),
            visible=self._links.tally.visible("?n"),
            most=SCANNED,
        )
        return self._seen(self.dataset.select(query, "n")) or self._ending(text)

    def _ending(self, text: str) -> list[str]:
        """Entities whose IRI ends in ``text``, in the namespaces that wenmai and a sample of the endpoint use."""
        name = text.strip()
        spaces = dict.fromkeys((*PREFIXES.values(), *namespaces(self._links.tally.some(SCANNED))))
        wanted = [iri for space in spaces if is_iri(iri := space + name)] if name else []
        if not wanted:
            return []
        query = self.dataset.query(
            "SELECT DISTINCT ?n { { VALUES ?n { $nodes } {{?n ?p ?o}} } UNION { VALUES ?n { $nodes } {{?s ?p ?n}} } }",
            nodes=rows(wanted),
        )
        return [iri for iri in self._seen(self.dataset.select(query, "n")) if self._links.find(iri) is not None]

    def _containing(self, text: str) -> list[str]:
        """Entities one of whose names contains every word of ``text``."""
        words = dict.fromkeys(word for form in {fold(text), simplify(fold(text))} for word in form.split())
        if not words or not fold(text):
            return []
        forms = [fold(text).split()]
        if simplify(fold(text)) != fold(text):
            forms.append(simplify(fold(text)).split())
        tests = [joined([self._contains(word) for word in form], " && ") for form in forms]
        return self._scan(joined([Part(f"({test.text})") for test in tests], " || "), text)

    def _contains(self, word: str) -> Part:
        return self.dataset.query("CONTAINS(LCASE(STR(?l)), $word)", word=Literal(word))

    def _near(self, text: str) -> list[str]:
        """Entities whose names share a piece with ``text``, to offer when nothing has the name."""
        folded = fold(text)
        if has_han(folded):
            pieces = [folded[start : start + 2] for start in range(max(1, len(folded) - 1))]
        else:
            pieces = [word[:4] for word in _WORD.findall(folded) if len(word) > 2]
        wanted = list(dict.fromkeys(piece for piece in pieces if piece.strip()))[:8]
        return self._scan(joined(map(self._contains, wanted), " || "), text) if wanted else []

    def _scan(self, test: Part, text: str) -> list[str]:
        query = self.dataset.query(
            "SELECT DISTINCT ?n { {{?n ?p ?l}} FILTER(?p IN ($naming)) FILTER($test) $visible } LIMIT $most",
            naming=listed(NAMED),
            visible=self._links.tally.visible("?n"),
            test=test,
            most=SCANNED,
        )
        try:
            found = self.dataset.select(query, "n", timeout=PATIENCE, retries=0)
        except TimedOut:
            self.dataset.notice(f"looking through all labels for {text!r} took too long; only exact names are found here")
            return []
        if len(found) == SCANNED:
            self.dataset.notice(f"more than {SCANNED} entities have {text!r} in a name; only the first were looked at")
        return self._seen(found)

    def _seen(self, found: Sequence[tuple[str, ...]]) -> list[str]:
        return sorted({row[0] for row in found if is_iri(row[0])})


class Candidates(Index):
    """An index of a few entities of an endpoint, numbered in the order of their IRIs: their names, and how connected they are."""

    def __init__(self, links: Links, iris: Iterable[str]) -> None:
        # Index.__init__ is not called: it reads sections, and here are none.
        self._links, self._listed = links, sorted(set(iris))
        self.node_count = len(self._listed)
        self._there = links.meet(self._listed)

    def find(self, iri: str) -> int | None:
        """The node of an IRI, if it is a candidate."""
        return self._listed.index(iri) if iri in self._listed else None

    def iri(self, node: int) -> str:
        """The IRI of a node."""
        return self._listed[node]

    def label(self, node: int, language: str) -> str:
        """A node's label."""
        return self._links.label(self._there[node], language)

    def texts(self, node: int) -> list[tuple[int, str, str, int]]:
        """The names of a node."""
        return self._links.texts(self._there[node])

    def text(self, number: int) -> tuple[int, str, str]:
        """A name, by number."""
        return self._links.text(number)

    def nodes_by_degree(self) -> Iterator[int]:
        """The candidates, the most connected first."""
        degree = self._links.degree
        return iter(sorted(range(self.node_count), key=lambda node: (-degree(self._there[node]), node)))


def written(text: str) -> list[str]:
    """The usual ways of writing a name that was typed.

    >>> written("beijing")
    ['beijing', 'Beijing', 'BEIJING']
    """
    plain = " ".join(normalize("NFKC", text).split())
    forms = (text.strip(), plain, simplify(plain), plain.lower(), plain.title(), plain.capitalize(), plain.upper())
    usable = (form for form in forms if form and not re.search(r"[\ud800-\udfff]", form))
    return list(dict.fromkeys(usable))


def namespaces(iris: Iterable[str]) -> list[str]:
    """What comes before the local name in some IRIs.

    >>> namespaces(["http://example.org/a#b"])
    ['http://example.org/a#']
    """
    return sorted({found[0] for iri in iris if (found := re.match(r".*[#/:](?=.)", iri))})
