"""Opening a graph by where it is: RDF files, standard input, a store folder, or a SPARQL endpoint."""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING

from wenmai.errors import InputError

if TYPE_CHECKING:
    from wenmai.sources.protocol import Source


def open_source(*locations: str) -> Source:
    """Open the graph at ``locations``: the packaged one when there is none.

    A location is an RDF file (compressed or not), ``-`` for standard input, a store folder made by ``wenmai load``, or
    the ``http(s)`` address of a SPARQL endpoint. Several files make one graph; a store or an endpoint stands alone.

    Raises:
        InputError: a location does not exist or cannot be combined with the others.
    """
    places = locations or _packaged()
    lone = [place for place in places if _is_address(place) or _is_folder(place)]
    if not lone:
        from wenmai.sources.memory import Memory

        return Memory(places)
    if len(places) > 1:
        raise InputError(f"{lone[0]} is a store or an endpoint and cannot be combined with other graphs; open it alone")
    if _is_address(lone[0]):
        from wenmai.sources import endpoint

        return endpoint.connect(lone[0])
    from wenmai.sources import store

    return store.open_store(lone[0])


def _packaged() -> tuple[str, ...]:
    from wenmai import packaged

    return (str(packaged.triples()),)


def _is_folder(place: str) -> bool:
    return os.path.isdir(place)  # noqa: PTH112 - pathlib takes longer to load than a lookup takes


def _is_address(place: str) -> bool:
    return place.startswith(("http://", "https://"))
