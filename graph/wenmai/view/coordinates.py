"""Where things are on the earth: latitude and longitude, however a graph writes them.

Basic Geo (WGS84) and whatever else calls its properties latitude and longitude (schema.org, GeoNames, DBpedia); GeoSPARQL's
WKT, also Wikidata's P625 and CIDOC-CRM's P168; GeoJSON points; ``georss:point``. They are read from the thing itself, or from
the node of its geometry.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wenmai.model import Literal
from wenmai.terms import local_name
from wenmai.units.quantities import number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wenmai.model import Term
    from wenmai.sources import Source

    Values = Mapping[str, Sequence[Term]]

LATITUDES, LONGITUDES = frozenset({"lat", "latitude"}), frozenset({"long", "lon", "lng", "longitude"})
PAIRS = frozenset({"point", "lat_long", "latlong", "coordinates"})
"""Local names of properties whose text is a latitude and a longitude."""

GEOMETRIES = frozenset(
    {"geo", "geometry", "hasgeometry", "defaultgeometry", "hasdefaultgeometry", "hascentroid", "hascoordinates", "coordinates",
     "geolocation", "location"}
)  # fmt: skip
"""Local names of properties that lead to a node with coordinates; a *location* that is a place of its own is another thing."""

_WKT = re.compile(
    r"\s*(?:<([^>]*)>)?\s*(?:SRID=(\d+);)?\s*(?:MULTI)?(?:POINT|LINESTRING|POLYGON)\s*(Z|M|ZM)?\s*(\(.*\))\s*",
    re.I | re.S,
)
_POSITION = re.compile(r"(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s+(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)[^,()]*", re.I)
_PAIR = re.compile(r"\s*(-?\d+(?:\.\d+)?)[\s,;]+(-?\d+(?:\.\d+)?)\s*")


def outlines() -> str:
    """The outlines of the land: a ring a line, its first point and the steps from each to the next, in quarters of a degree."""
    return Path(__file__).with_name("land.txt").read_text("ascii")


class Spot(NamedTuple):
    """A place in degrees, north and east positive."""

    latitude: float
    longitude: float


def spot_of(source: Source, values: Values) -> Spot | None:
    """Where a thing is by its ``values``, or by those of its geometry; ``None`` where that is not said."""
    own = _read(values)
    if own is not None:
        return own
    for predicate, ends in values.items():
        if local_name(predicate).lower() not in GEOMETRIES:
            continue
        for end in ends:
            if isinstance(end, str) and _only_places(source, predicate, end):
                found = _read(source.statements.values(end))
                if found is not None:
                    return found
    return None


def _only_places(source: Source, predicate: str, node: str) -> bool:
    """Whether a node that a property leads to says where something is, and is no place with a name of its own."""
    if local_name(predicate).lower() != "location":
        return True
    place = source.index.find(node)
    return node.startswith("_:") or place is None or not source.index.labels(place)


def _read(values: Values) -> Spot | None:
    named = {local_name(predicate).lower(): ends for predicate, ends in values.items()}
    latitude, longitude = (_first(named, names) for names in (LATITUDES, LONGITUDES))
    if latitude is not None and longitude is not None:
        return _on_earth(latitude, longitude)
    for predicate, ends in values.items():
        for end in ends:
            if isinstance(end, Literal):
                found = _text(local_name(predicate).lower(), end.value)
                if found is not None:
                    return found
    return None


def _first(named: Mapping[str, Sequence[Term]], names: frozenset[str]) -> float | None:
    texts = (number(end) for name in sorted(names & named.keys()) for end in named[name])
    return next((float(text) for text in texts if text is not None), None)


def _text(name: str, text: str) -> Spot | None:
    if name in PAIRS and (pair := _PAIR.fullmatch(text)):
        return _on_earth(float(pair[1]), float(pair[2]))
    if text.lstrip().startswith("{"):
        return _geojson(text)
    return read_wkt(text)


def read_wkt(text: str) -> Spot | None:
    """The middle of a well-known text; ``None`` for any other text, and for places by another system than WGS84.

    >>> read_wkt("Point(116.39 39.91)"), read_wkt("<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(39.91 116.39)")
    (Spot(latitude=39.91, longitude=116.39), Spot(latitude=39.91, longitude=116.39))
    >>> read_wkt("<http://www.wikidata.org/entity/Q405> Point(1 2)"), read_wkt("Point of order")
    (None, None)
    """
    found = _WKT.fullmatch(text)
    if found is None:
        return None
    system, code, _, rest = found.groups()
    turned = bool(system) and system.endswith("/4326")
    if (system and not turned and "CRS84" not in system) or (code and code != "4326"):
        return None
    pairs = [(float(x), float(y)) for x, y in _POSITION.findall(rest)]
    if not pairs:
        return None
    x, y = ((min(one) + max(one)) / 2 for one in zip(*pairs, strict=True))
    return _on_earth(x, y) if turned else _on_earth(y, x)


def _geojson(text: str) -> Spot | None:
    try:
        found = json.loads(text)
        longitude, latitude = found["coordinates"][:2]
        return _on_earth(float(latitude), float(longitude))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _on_earth(latitude: float, longitude: float) -> Spot | None:
    return Spot(latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None
