"""Opening a graph by where it is: RDF files, standard input, a store folder, or a SPARQL endpoint."""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING

from wenmai.errors import InputError
from wenmai.notices import notice

if TYPE_CHECKING:
    from wenmai.reading import ReadOptions
    from wenmai.sources.protocol import Source


def open_source(*locations: str, options: ReadOptions | None = None, raw: bool = False, fresh: bool = False) -> Source:
    """Open the graph at ``locations``: the packaged one when there is none.

    A location is an RDF file (compressed or not), an archive or a folder of such files, ``-`` for standard input, a store
    folder made by ``wenmai load``, or the ``http(s)`` address of a SPARQL endpoint. Several files make one graph, read as
    ``options`` say; a store or an endpoint stands alone. ``raw`` folds nothing: every node that has links is an entity.

    Raises:
        InputError: a location does not exist or cannot be combined with the others.
    """
    if any(not place.strip() for place in locations):
        raise InputError("-g names nothing; give a file, a folder, a store or an address")
    places = locations or _packaged()
    lone = [place for place in places if _is_address(place) or _is_store(place)]
    if not lone:
        from wenmai.sources.memory import Memory

        return Memory(places, options, raw=raw)
    kind = "an endpoint" if _is_address(lone[0]) else "a store"
    if len(places) > 1:
        raise InputError(f"{lone[0]} is {kind} and cannot be combined with other graphs; open it alone")
    if _is_address(lone[0]):
        from wenmai.sources import endpoint

        if options is not None and any(options._replace(profile=None, labels=())):
            notice(
                f"{lone[0]} is {kind}: how files are to be read (base, format, bad terms, contexts) says nothing about it"
            )
        return endpoint.connect(lone[0], raw=raw, options=options, fresh=fresh)
    if options is not None and any(options):
        notice(
            f"{lone[0]} is {kind}: how files are to be read (base, format, bad terms, contexts, profile, labels) says nothing about it"
        )
    from wenmai.sources import store

    opened = store.open_store(lone[0], raw=raw)
    if opened.meta.engine:
        from wenmai.sources.sidecar import Sidecar

        return Sidecar(opened, fresh=fresh)
    return opened


def _packaged() -> tuple[str, ...]:
    from wenmai.system import packaged

    return (packaged.triples_path(),)


def _is_store(place: str) -> bool:
    """Whether a folder is a store, be it damaged."""
    # pathlib takes longer to load than a lookup takes
    return any(os.path.exists(os.path.join(place, part)) for part in ("wenmai.store", "g-1"))  # noqa: PTH110, PTH118


def _is_address(place: str) -> bool:
    return place.startswith(("http://", "https://"))
