"""Names on an endpoint: candidates are fetched with SPARQL, then a local name index of just those decides.

SPARQL finds a label exactly as written, or any label that contains a text, slowly. So the exact labels are asked for in
the ways they may be written and tagged; only if none fits are all labels scanned, within a time limit. What the endpoint
gives is folded and ranked by :mod:`wenmai.names`, the same as a file. No endpoint knows pinyin, initials or likeness: they
find a name where there are few enough names to fetch them all, and else only among the candidates.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING
from unicodedata import normalize

from wenmai.errors import EndpointError, NameNotFound
from wenmai.index import Index
from wenmai.model import Literal
from wenmai.names import Names
from wenmai.names.folding import fold, has_han, simplify
from wenmai.profiles import Interpretation
from wenmai.sources.endpoint.columns import number, resource, term
from wenmai.sources.endpoint.fetching import COUNTED
from wenmai.sources.endpoint.notes import assemble
from wenmai.sources.endpoint.requests.transport import Failed, Unavailable
from wenmai.sources.endpoint.sparql import Part, fill, is_iri, joined, listed, rows
from wenmai.terms import RDFS, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wenmai.model import Match
    from wenmai.sources.endpoint.dataset import Dataset
    from wenmai.sources.endpoint.links import Links
    from wenmai.sources.endpoint.namings import NamePatterns
    from wenmai.sources.endpoint.notes import Triple

TAGS = ("", "zh", "en", "zh-cn", "zh-hans", "zh-hant", "zh-tw", "en-us", "en-gb")
"""The language tags under which a label is asked for as written."""

SCANNED = 500
"""How many labels that contain a text are looked at."""

FEW = 10_000
"""An endpoint with fewer names and classes than this is asked for all of them, once: Virtuoso sorts no more rows."""

PATIENCE = 15.0
"""Seconds allowed for a scan of all labels."""

_WORD = re.compile(r"\w+")


class EndpointNames(Names):
    """Names.search and Names.resolve over an endpoint."""

    def __init__(self, dataset: Dataset, links: Links) -> None:
        # Names.__init__ is not called: it reads sections, and here are none.
        self.dataset = dataset
        self._index = self._links = links
        self._doubt: EndpointError | None = None
        """Why a *no* of this endpoint is not to be passed on."""
        self._expected: dict[str, list[str]] = {}

    def search(self, text: str, *, limit: int = 10, language: str = "zh") -> list[Match]:
        """The entities that ``text`` may name, the best first."""
        iri = self._read(text)
        if iri is not None and self._links.find(iri) is not None:
            return self._among([iri]).search(text, limit=limit, language=language)
        if self._everyone is not None:
            return self._everyone.search(text, limit=limit, language=language)
        exact = self._called(text)
        if len(exact) < limit:
            exact += self._containing(text, needed=not exact)
        found = self._among(exact or self._near(text)).search(text, limit=limit, language=language)
        if not found and self._doubt is not None:
            raise self._doubt
        if not found and not has_han(text):
            self.dataset.notice(
                "pinyin and initials are not searched here: the endpoint has too many names to fetch them all"
            )
        return found

    def resolve(self, text: str, language: str = "zh") -> str:
        """The IRI of the one entity that ``text`` names.

        Raises:
            AmbiguousName: several entities share the name; all are offered (up to 20).
            NameNotFound: none has it; the nearest that could be found are offered.
        """
        iri = self._read(text)
        if iri is not None:
            return iri
        exact = self._called(text)
        if exact:
            return self._among(exact).resolve(text, language)
        if self._everyone is not None:
            return self._everyone.resolve(text, language)
        candidates = self._containing(text, needed=True)
        if candidates:
            return self._among(candidates).resolve(text, language)
        raise NameNotFound(text, self._among(self._near(text)).search(text, limit=3, language=language))

    @property
    def _patterns(self) -> NamePatterns:
        return self._links.tally.names

    @cached_property
    def _everyone(self) -> Names | None:
        """All names of an endpoint that has few: then pinyin, initials and likeness find what they find in a file."""
        if self._size() >= FEW:
            return None
        try:
            return self._fetched()
        except Unavailable:
            raise
        except Failed as failure:
            self.dataset.notice(
                f"not all names could be fetched: {self.dataset.client.shown} {failure.reason}; names are found by what"
                " they contain"
            )
            return None

    def _fetched(self) -> Names:
        found = list(
            self.dataset.pages(
                "SELECT DISTINCT ?n ?p ?o { $names $visible } ORDER BY ?n ?p ?o LIMIT $limit OFFSET $offset",
                resource("n"),
                resource("p"),
                term("o"),
                most=FEW,
                names=self._patterns.every(),
                visible=self._links.tally.visible("?n"),
            )
        )
        iris = self._seen(found)
        self._links.cards.keep(iris, found)
        return self._among(iris)

    def _size(self) -> int:
        """How many names and classes of entities there are, as far as a little more than a few."""
        try:
            return self.dataset.kept.recall("names", self._counted, int)
        except Unavailable:
            raise
        except Failed as failure:
            # a refusal to count is honest, a wrong answer is not
            self._doubt = failure if failure.status == 200 else None
            return FEW + 1

    def _counted(self) -> int:
        query = self.dataset.query(
            "SELECT (COUNT(*) AS ?c) { SELECT ?n { $names } LIMIT $most }",
            names=self._patterns.every(),
            most=FEW + 1,
        )
        found = self.dataset.select(query, number("c"), within=PATIENCE)
        if not found:
            raise self.dataset.client.failure("answered a count with no number, so that its *no* is not believed")
        return int(found[0][0])

    def _among(self, iris: Iterable[str]) -> Names:
        """A name index of some entities, as connected as they are in the endpoint."""
        from wenmai import names

        return names.build(Candidates(self._links, dict.fromkeys(iris)))

    def expect(self, texts: Sequence[str]) -> list[str]:
        """Look for the entities with each of some names, with one question; those that are the only ones with theirs."""
        forms = {form: text for text in reversed(texts) for form in written(text)}
        if not forms or len(forms) < len({*texts}):
            return []
        query = self.dataset.query(
            "SELECT DISTINCT ?n ?l { $names $visible } LIMIT $most",
            names=self._patterns.spoken(Literal(form, tag) for form in forms for tag in TAGS),
            visible=self._links.tally.visible("?n"),
            most=SCANNED,
        )
        found = self.dataset.select(query, resource("n"), term("l"))
        if len(found) >= SCANNED:
            return []
        for text in texts:
            own = set(written(text))
            named = self._seen([(n,) for n, label in found if isinstance(label, Literal) and label.value in own])
            if named:
                self._expected[text] = named
        every = [iri for named in self._expected.values() for iri in named]
        self._links.cards.read([iri for iri in dict.fromkeys(every) if iri not in self._links.cards])
        return [named[0] for named in self._expected.values() if len(named) == 1]

    def _called(self, text: str) -> list[str]:
        """The entities with this name as a label or alias in some usual way of writing it, or as their local name."""
        if text in self._expected:
            return self._expected[text]
        wanted = [Literal(form, tag) for form in written(text) for tag in TAGS]
        if not wanted:
            return []
        query = self.dataset.query(
            "SELECT DISTINCT ?n { $names $visible } LIMIT $most",
            names=self._patterns.spoken(wanted),
            visible=self._links.tally.visible("?n"),
            most=SCANNED,
        )
        return self._seen(self.dataset.select(query, resource("n"))) or self._ending(text)

    def _ending(self, text: str) -> list[str]:
        """Entities whose IRI ends in ``text``, in the namespaces that wenmai and a sample of the endpoint use."""
        name = text.strip()
        spaces = dict.fromkeys(
            (*self._links.prefixes.namespaces.values(), *namespaces(self._links.tally.some(SCANNED)))
        )
        wanted = [iri for space in spaces if is_iri(iri := space + name)] if name else []
        if not wanted:
            return []
        query = self.dataset.query(
            "SELECT DISTINCT ?n { { VALUES ?n { $nodes } {{?n ?p ?o}} } UNION { VALUES ?n { $nodes } {{?s ?p ?n}} } }",
            nodes=rows(wanted),
        )
        return [
            iri for iri in self._seen(self.dataset.select(query, resource("n"))) if self._links.find(iri) is not None
        ]

    def _containing(self, text: str, *, needed: bool) -> list[str]:
        """Entities one of whose names contains ``text``; else those that have all its words in one name.

        Raises:
            Failed: the endpoint did not look, and it is ``needed``: without it a *no* would be no answer.
        """
        folded = fold(text)
        if not folded:
            return []
        whole = dict.fromkeys((plain(text).lower(), folded, simplify(folded)))
        words = dict.fromkeys(tuple(form.split()) for form in (plain(text).lower(), folded, simplify(folded)))
        found = self._scan(joined(map(self._contains, whole), " || "), text, needed=needed)
        if found or all(len(form) < 2 for form in words):
            return found
        every = (fill("($words)", words=joined(map(self._contains, form), " && ")) for form in words)
        return self._scan(joined(every, " || "), text, needed=needed)

    def _contains(self, word: str) -> Part:
        return self.dataset.query("CONTAINS(LCASE(STR(?l)), $word)", word=Literal(word))

    def _near(self, text: str) -> list[str]:
        """Entities whose names share a piece with ``text``, to offer when nothing has the name."""
        folded = fold(text)
        if has_han(folded):
            pieces = [folded[start : start + 2] for start in range(max(1, len(folded) - 1))]
        else:
            pieces = [word[:4] for word in _WORD.findall(f"{plain(text).lower()} {folded}") if len(word) > 2]
        wanted = list(dict.fromkeys(piece for piece in pieces if piece.strip()))[:8]
        return self._scan(joined(map(self._contains, wanted), " || "), text, needed=False) if wanted else []

    def _scan(self, test: Part, text: str, *, needed: bool) -> list[str]:
        query = self.dataset.query(
            "SELECT DISTINCT ?n { $names FILTER($test) $visible } LIMIT $most",
            names=self._patterns.spoken(),
            visible=self._links.tally.visible("?n"),
            test=test,
            most=SCANNED,
        )
        try:
            found = self.dataset.select(query, resource("n"), within=PATIENCE)
        except Failed as failure:
            if needed or isinstance(failure, Unavailable):
                raise
            self.dataset.notice(
                f"not all labels could be looked through for {text!r}: {self.dataset.client.shown} {failure.reason};"
                " only exact names are found here"
            )
            return []
        if len(found) >= SCANNED:
            self.dataset.notice(f"more than {SCANNED} entities have {text!r} in a name; only the first were looked at")
        return self._seen(found)

    def _seen(self, found: Sequence[tuple[str, ...]]) -> list[str]:
        hides = self._links.tally.folds.hides
        return sorted(iri for iri in {row[0] for row in found} if is_iri(iri) and not hides(iri))


class Candidates(Index):
    """A local index of the names of a few entities of an endpoint, each as connected as it is there."""

    def __init__(self, links: Links, iris: Iterable[str]) -> None:
        super().__init__(named(links, sorted(set(iris)))._data)
        there = links.meet(map(self.iri, range(self.node_count)))
        self._degrees = [links.degree(node) for node in there]

    def nodes_by_degree(self) -> Iterator[int]:
        """The candidates, the most connected first."""
        return iter(sorted(range(self.node_count), key=lambda node: (-self._degrees[node], node)))


def named(links: Links, iris: Sequence[str]) -> Index:
    """A local index of the names that entities have in an endpoint."""
    links.cards.read([iri for iri in iris if iri not in links.cards])
    naming, known = links.tally.naming, links.tally.understood.meaning
    triples: list[Triple] = [(iri, TYPE, RDFS + "Resource") for iri in iris]  # a node, even without a name
    if known is None:
        predicates, meaning = [one[0][0] for one in naming.every], None
    else:  # a name may be of several predicates: each kind goes by one of its own
        predicates = [f"urn:wenmai:name:{kind}" for kind in range(len(naming.every))]
        kinds = tuple(((one,),) for one in predicates)
        labels, aliases = kinds[: len(naming.labels)], kinds[len(naming.labels) :]
        meaning = Interpretation(labels=labels, aliases=aliases, nodes=known.nodes)
        triples += [(iri, TYPE, kind) for iri in iris for kind in links.cards[iri].types]
        triples += leading(links, iris)
    for iri in iris:
        triples += [(iri, predicates[kind], Literal(text, tag)) for kind, tag, text in links.cards[iri].texts]
    return assemble(triples, meaning=meaning)


def leading(links: Links, iris: Sequence[str]) -> list[Triple]:
    """What leads to some resources by predicates that lead to no things, where such nodes are shown as they are."""
    reached = sorted({one for kind in links.interpretation.nodes for one in kind.reached})
    if not links.tally.folds.raw or len(iris) < 2 or not reached:
        return []

    def asking(some: Sequence[str]) -> Part:
        return links.dataset.query(
            "SELECT DISTINCT ?n ?p { VALUES ?n { $nodes } {{?x ?p ?n}} FILTER(?p IN ($reached)) }",
            nodes=rows(some),
            reached=listed(reached),
        )

    found = links.dataset.select_batches(iris, COUNTED, asking, resource("n"), resource("p"))
    return [(n, p, n) for _, some in found for n, p in some]


def plain(text: str) -> str:
    """A text with compatibility forms and runs of blanks made plain."""
    return " ".join(normalize("NFKC", text).split())


def written(text: str) -> list[str]:
    """The usual ways of writing a name that was typed.

    >>> written("beijing")
    ['beijing', 'Beijing', 'BEIJING']
    """
    usual = plain(text)
    forms = (text.strip(), usual, simplify(usual), usual.lower(), usual.title(), usual.capitalize(), usual.upper())
    usable = (form for form in forms if form and not re.search(r"[\ud800-\udfff]", form))
    return list(dict.fromkeys(usable))


def namespaces(iris: Iterable[str]) -> list[str]:
    """What comes before the local name in some IRIs.

    >>> namespaces(["http://example.org/a#b"])
    ['http://example.org/a#']
    """
    return sorted({found[0] for iri in iris if (found := re.match(r".*[#/:](?=.)", iri))})
