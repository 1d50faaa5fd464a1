"""A little added to a store, or taken out of it, at the cost of what changes.

The database is that of the generation before, its tables linked, with some quads more or fewer. The indexes stay as they were
built, linked too; beside them, in ``changes/``, is what they tell otherwise now: always all that has changed since they were
built, so that a lookup has one table to look into. When that has become much, or when what changed bears on what terms mean
or on more triples than are worth reading, the indexes are built anew.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from wenmai.index.changed import open_base, open_changed
from wenmai.index.differing import Difference, tabulate
from wenmai.index.layout import CHANGES, FILE
from wenmai.index.sections import read, write
from wenmai.index.seen import OccurringTerms, Seen, reinterpret
from wenmai.sources.store import database
from wenmai.sources.store.database import TRIPLES, UNION
from wenmai.sources.store.filling import Database
from wenmai.sources.store.nearby import Nearby, TooFar
from wenmai.statements.reader import SPOKEN
from wenmai.terms import RDFS, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyoxigraph

    from wenmai.index import Index
    from wenmai.names import Names
    from wenmai.profiles import Interpretation, Profile

    Quads = dict[pyoxigraph.Quad, None]

SHARE = 0.02
"""Up to this part of a store may have changed since its indexes were built."""

LITTLE = 50_000
"""The indexes of a store with fewer triples are built anew: that takes a second."""

ABOVE = RDFS + "subPropertyOf"


class Changes(NamedTuple):
    """What is otherwise than when the indexes were built: the quads that were added and those that were removed."""

    added: Quads
    removed: Quads

    def __len__(self) -> int:
        return len(self.added) + len(self.removed)

    def more(self, quads: Iterable[pyoxigraph.Quad], *, remove: bool) -> Changes:
        """These and others; what was removed and is added again has not changed."""
        added, removed = dict(self.added), dict(self.removed)
        to, away = (removed, added) if remove else (added, removed)
        for quad in quads:
            if quad in away:
                del away[quad]
            else:
                to[quad] = None
        return Changes(added, removed)


def most_changes(store: int) -> int:
    """How many changes to a store of so many quads are told beside its indexes."""
    return int(store * SHARE) if store >= LITTLE else 0


def kept_changes(generation: str, store: str) -> Changes:
    """What has changed in a generation since its indexes were built."""
    from pyoxigraph import RdfFormat, parse

    path = os.path.join(generation, CHANGES, f"{CHANGES}.index")
    if not os.path.exists(path):
        return Changes({}, {})
    data = read(path, CHANGES, store)
    added, removed = (dict.fromkeys(parse(bytes(data.bytes(name)), RdfFormat.N_QUADS)) for name in ("added", "removed"))
    return Changes(added, removed)


def change_database(old: str, new: str, quads: Iterable[pyoxigraph.Quad], *, remove: bool) -> list[pyoxigraph.Quad]:
    """Make the databases of the generation ``new`` from those of ``old`` and some quads; those by which they differ."""
    database.clone(os.path.join(old, TRIPLES), os.path.join(new, TRIPLES))
    with Database(new) as store:
        changed = _change(store, quads, remove=remove)
    del store  # which closes it
    if database.holds_union(old):
        database.clone(os.path.join(old, UNION), os.path.join(new, UNION))
        with Database(new, UNION) as united:
            _change_union(_opened(new), united, changed, remove=remove)
        del united
        database.note(new, old)
    elif database.holds_union(old) is None or (not remove and _shares(_opened(new), changed)):
        from wenmai.sources.store.filling import complete

        complete(new)
    else:
        database.note(new, old)
    return changed


def _opened(generation: str) -> pyoxigraph.Store:
    import pyoxigraph

    return pyoxigraph.Store.read_only(os.path.join(generation, TRIPLES))


def _change(store: pyoxigraph.Store, quads: Iterable[pyoxigraph.Quad], *, remove: bool) -> list[pyoxigraph.Quad]:
    """Add or remove quads; those that were not there, or were, as the database writes them."""
    from pyoxigraph import DefaultGraph

    wanted = [quad for quad in dict.fromkeys(quads) if (quad in store) == remove]
    if not remove:
        store.extend(wanted)
    changed = [next(iter(store.quads_for_pattern(*quad))) for quad in wanted]
    if remove:
        for quad in changed:
            store.remove(quad)
        for graph in {quad.graph_name for quad in changed}:
            if not isinstance(graph, DefaultGraph) and not any(
                True for _ in store.quads_for_pattern(None, None, None, graph)
            ):
                store.remove_graph(graph)
    return list(dict.fromkeys(changed))


def _change_union(
    store: pyoxigraph.Store, united: pyoxigraph.Store, changed: list[pyoxigraph.Quad], *, remove: bool
) -> None:
    """Change the database in which the default graph is the union of all."""
    from pyoxigraph import Quad

    for quad in changed:
        if not remove:
            united.extend([quad, Quad(*quad.triple)])
            continue
        united.remove(quad)
        if not any(True for _ in store.quads_for_pattern(quad.subject, quad.predicate, quad.object)):
            united.remove(Quad(*quad.triple))
        else:
            united.add(Quad(*quad.triple))


def _shares(store: pyoxigraph.Store, added: list[pyoxigraph.Quad]) -> bool:
    """Whether a triple that was added stands in another graph too."""
    return any(len(list(store.quads_for_pattern(quad.subject, quad.predicate, quad.object))) > 1 for quad in added)


def write_changes(
    generation: str, old: str, changes: Changes, own: Profile | None, ids: tuple[str, str], *, pinyin: bool
) -> tuple[Index, Names] | None:
    """Write what the indexes tell otherwise beside them; ``None`` where they have to be built anew.

    ``ids`` are those of the store that they were built for, and of what it becomes.
    """
    from wenmai import names
    from wenmai.names.changed import build_changed

    base, store = open_base(old, ids[0]), _opened(generation)
    if not Seen(base).is_known or any(quad.predicate.value == ABOVE for part in changes for quad in part):
        return None
    folder = os.path.join(generation, CHANGES)
    os.makedirs(folder, exist_ok=True)
    try:
        change = _difference(base, Nearby(store, base, changes.added, changes.removed), own, folder, ids[1])
    except TooFar:
        return None
    terms = _terms(store, Seen(base), changes)
    meaning = reinterpret(change, terms, own)
    if meaning is None:
        return None
    said = [*([""] if _has_graphs(store, base, changes) else []), *sorted(SPOKEN.intersection(terms.predicates))]
    _write(os.path.join(folder, f"{CHANGES}.index"), change, meaning, said, changes, ids)
    for name in (FILE, names.FILE):
        database.link(os.path.join(old, name), os.path.join(generation, name))
    opened = open_changed(generation, ids[1])
    return opened, build_changed(generation, opened, store=ids[1], pinyin=pinyin)


def _write(
    path: str, change: Difference, meaning: Interpretation, said: list[str], changes: Changes, ids: tuple[str, str]
) -> None:
    from pyoxigraph import RdfFormat, serialize

    table = tabulate(change, meaning, said)
    quads = [
        (name, serialize(sorted(part, key=str), format=RdfFormat.N_QUADS) or b"")
        for name, part in zip(("added", "removed"), changes, strict=True)
    ]
    write(path, CHANGES, {**table.facts, "base": ids[0], "store": ids[1]}, [*table.parts, *quads])


def _difference(base: Index, nearby: Nearby, own: Profile | None, folder: str, store: str) -> Difference:
    """What an index of what is near a change tells otherwise, after all that bears on that has been read."""
    while True:
        before = _index(nearby.before(), base.interpretation, own)
        after = _index(nearby.after(), base.interpretation, own, folder, store)
        change = Difference(base, before, after, nearby.described, nearby.ends())
        if not nearby.complete(change.links):
            return change


def _index(
    quads: list[pyoxigraph.Quad],
    meaning: Interpretation,
    own: Profile | None,
    folder: str | None = None,
    store: str = "",
) -> Index:
    from wenmai.index.builder import Builder

    with Builder(folder, own, meaning=meaning) as builder:
        for _ in builder.tap(quads):
            pass
        return builder.finish(store)


def _terms(store: pyoxigraph.Store, seen: Seen, changes: Changes) -> OccurringTerms:
    """The predicates and classes that occur now."""
    from pyoxigraph import Literal, NamedNode

    def occurs(predicate: str, value: Any = None) -> bool:
        return any(True for _ in store.quads_for_pattern(None, NamedNode(predicate), value, None))

    gone = {quad.predicate.value for quad in changes.removed}
    predicates = seen.predicates.union(quad.predicate.value for quad in changes.added)
    predicates = predicates - {one for one in gone if not occurs(one)}
    gone_classes = {_class(quad): quad.object for quad in _typing(changes.removed)}
    classes = seen.classes.union(map(_class, _typing(changes.added)))
    classes = classes - {one for one, term in gone_classes.items() if not occurs(TYPE, term)}
    pairs = store.quads_for_pattern(None, NamedNode(ABOVE), None, None) if ABOVE in predicates else ()
    below = {
        (_term_name(quad.subject), _term_name(quad.object)) for quad in pairs if not isinstance(quad.object, Literal)
    }
    return OccurringTerms(predicates if classes else predicates - {TYPE}, classes, sorted(below))


def _typing(quads: Iterable[pyoxigraph.Quad]) -> Iterator[Any]:
    """The quads that give a resource a class."""
    from pyoxigraph import BlankNode, NamedNode

    return (quad for quad in quads if quad.predicate.value == TYPE and isinstance(quad.object, NamedNode | BlankNode))


def _class(quad: Any) -> str:
    return _term_name(quad.object)


def _term_name(term: Any) -> str:
    from pyoxigraph import NamedNode

    return str(term.value) if isinstance(term, NamedNode) else f"_:{term.value}"


def _has_graphs(store: pyoxigraph.Store, base: Index, changes: Changes) -> bool:
    """Whether a triple between resources stands in a named graph."""
    if any(_is_named(quad) for quad in changes.added):
        return True
    if not base.occurs("") or not any(_is_named(quad) for quad in changes.removed):
        return base.occurs("")
    graphs = store.named_graphs()
    return any(_is_named(quad) for graph in graphs for quad in store.quads_for_pattern(None, None, None, graph))


def _is_named(quad: Any) -> bool:
    from pyoxigraph import BlankNode, DefaultGraph, NamedNode

    return not isinstance(quad.graph_name, DefaultGraph) and isinstance(quad.object, NamedNode | BlankNode)
