"""What a table says before its header: the prefixes of its names, as SSSOM and its kind write them in remarks.

*A Simple Standard for Sharing Ontological Mappings* (Matentzoglu and others 2022): lines that begin with ``#`` hold YAML, of which
``curie_map`` and its entries are read here, and what is said of all rows (``mapping_set_id``, ``mapping_provider``, ``license`` …).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_SAID = 10_000
"""How many lines of remarks are read."""

_ENTRY = re.compile(r"#\s{1,8}([A-Za-z][\w.-]*)\s*:\s*[\"']?(https?://[^\s\"']+)[\"']?\s*")
_SAID = re.compile(r"#\s?([A-Za-z]\w*)\s*:\s*[\"']?(.*?)[\"']?\s*")
_SOURCES = ("mapping_provider", "mapping_source", "mapping_set_source")
_MAP = re.compile(r"#\s*(?:curie_map|prefixes|prefix_map)\s*:\s*")
_CURIE = re.compile(r"([A-Za-z][\w.-]*):(\S+)")


class Preamble(NamedTuple):
    """What stands before a table: IRIs by their prefixes, and who says all of it."""

    prefixes: Mapping[str, str] = {}
    source: str = ""

    def expanded(self, name: str) -> str:
        """A name as an IRI, where its prefix is declared.

        >>> Preamble({"HP": "http://purl.obolibrary.org/obo/HP_"}).expanded("HP:0000175")
        'http://purl.obolibrary.org/obo/HP_0000175'
        """
        found = _CURIE.fullmatch(name) if self.prefixes and ":" in name else None
        return self.prefixes[found[1]] + found[2] if found and found[1] in self.prefixes else name


def read_preamble(text: str) -> Preamble:
    """The preamble of a table that begins with ``text``."""
    prefixes: dict[str, str] = {}
    source, inside = "", False
    for line in map(str.rstrip, text.split("\n", MOST_SAID)[:MOST_SAID]):
        if not line.startswith("#"):
            break
        if _MAP.fullmatch(line):
            inside = True
        elif inside and (entry := _ENTRY.fullmatch(line)):
            prefixes[entry[1]] = entry[2]
        elif (said := _SAID.fullmatch(line)) is not None:
            inside = False
            source = said[2] if said[1] in _SOURCES and said[2] else source
    return Preamble(prefixes, source)
