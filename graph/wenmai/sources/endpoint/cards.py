"""The names and classes of an endpoint's resources, read for many of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wenmai.sources.endpoint.columns import resource, term
from wenmai.sources.endpoint.notes import assemble
from wenmai.sources.endpoint.sparql import is_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wenmai.index import Index
    from wenmai.sources.endpoint.dataset import Dataset, Row
    from wenmai.sources.endpoint.learning.tally import Tally
    from wenmai.sources.endpoint.sparql import Part

FIRST = 2
"""So many entities by whose name a predicate may go are looked at."""

AT_ONCE = 256
"""How many resources one request reads the names of."""


class Card(NamedTuple):
    """The classes of a resource, its names as (kind, language, text), the best kind first, and its best labels by language."""

    types: tuple[str, ...] = ()
    texts: tuple[tuple[int, str, str], ...] = ()
    labels: dict[str, str] = {}  # noqa: RUF012 - never changed


class Cards:
    """A card for each resource that was read; one that says nothing has an empty card."""

    def __init__(self, dataset: Dataset, tally: Tally) -> None:
        self.dataset, self.tally = dataset, tally
        self._cards: dict[str, Card] = {}
        self._terms: dict[str, None] = {}
        """Classes and predicates that were met: when one is named, all are read."""
        self._entities: dict[str, list[str]] = {}

    def __contains__(self, iri: str) -> bool:
        return iri in self._cards

    def __getitem__(self, iri: str) -> Card:
        return self._cards[iri]

    def read(self, iris: Iterable[str], terms: Iterable[str] = ()) -> None:
        """Fetch the names and classes of resources, the names of the classes, and those of further terms."""
        wanted = list(dict.fromkeys(iris))
        if not wanted:
            return
        wanted += [one for one in terms if one not in self._cards and is_iri(one)]
        for batch, found in self.dataset.select_batches(
            wanted, AT_ONCE, self._reading, resource("n"), resource("p"), term("o")
        ):
            inside = set(batch)
            classes = [o for n, p, o in found if n in inside and p in self.tally.classing and isinstance(o, str)]
            self.keep(dict.fromkeys((*batch, *(one for one in classes if one not in self._cards))), found)

    def _reading(self, iris: Sequence[str]) -> Part:
        return self.tally.names.reading(iris)

    def keep(self, iris: Iterable[str], triples: Iterable[Row]) -> None:
        """Take the names and classes that triples give to resources."""
        meaning = self.tally.understood.meaning
        index = assemble(((n, p, o) for n, p, o in triples), meaning=meaning)
        kinds = self._kinds(index) if meaning is None else dict(enumerate(range(len(self.tally.naming.every))))
        for iri in iris:
            node = index.find(iri)
            if node is None:
                self._cards[iri] = Card()
                continue
            texts = tuple(
                (kinds[kind], language, text) for kind, language, text, _ in index.texts(node) if kind in kinds
            )
            self._cards[iri] = Card(index.types(node), texts, index.labels(node))
            self._terms.update(dict.fromkeys(index.types(node)))

    def _kinds(self, index: Index) -> dict[int, int]:
        """The kinds of names in the endpoint by those in an index of a few of its triples, which uses fewer predicates."""
        places = {naming[0][0]: place for place, naming in enumerate(self.tally.naming.every)}
        namings = (*index.interpretation.labels, *index.interpretation.aliases)
        return {kind: places[naming[0][0]] for kind, naming in enumerate(namings) if naming[0][0] in places}

    def of_term(self, iri: str, others: Iterable[str]) -> Card:
        """The card of a class or predicate; ``others`` are read with it, and classes that were met."""
        if iri not in self._cards and is_iri(iri):
            self._terms.update(dict.fromkeys((*others, iri)))
            missing = [one for one in self._terms if one not in self._cards and is_iri(one) and one != iri]
            self.read([iri, *missing[: AT_ONCE - 1]])
        card = self._cards.get(iri, Card())
        return card if card.labels else self._entity_of(iri) or card

    def _entity_of(self, iri: str) -> Card | None:
        """The card of the entity by whose name a predicate goes, as the profiles say (``…/prop/direct/P31``, ``…/entity/P31``)."""
        meaning = self.tally.understood.meaning
        same = meaning.same if meaning is not None else ()
        if not same:
            return None
        if iri not in self._entities:
            terms = [
                one for one in self._terms if one not in self._entities and not self._cards.get(one, Card()).labels
            ]
            named = {one: entities_of(one, same) for one in dict.fromkeys((iri, *terms))}
            first = [one for ones in named.values() for one in ones[:FIRST]]
            self.read(one for one in dict.fromkeys(first) if one not in self._cards and is_iri(one))
            self._entities.update(named)
        cards = (self._cards.get(one, Card()) for one in self._entities[iri])
        return next((card for card in cards if card.labels), None)


def entities_of(predicate: str, same: Sequence[str]) -> list[str]:
    """What goes by the same name as a predicate, by the first of several patterns that it fits.

    >>> entities_of("http://x.org/prop/direct/P1", ("*/entity/P*", "*/prop/direct/P*", "*/prop/P*"))
    ['http://x.org/entity/P1', 'http://x.org/prop/P1']
    """
    from wenmai.profiles.patterns import rewrite

    for pattern in same:
        found = [rewrite(predicate, pattern, into) for into in same]
        if any(one is not None for one in found):
            return [one for one in found if one is not None and one != predicate]
    return []
