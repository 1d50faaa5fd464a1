"""Tables that are joined by keys: which column identifies the rows of each, and which name rows of another.

There are no marks for this in CSV, so names and values tell it together, as a person would read them:

* A key is a column whose name ends in a word for one (:data:`KEY_WORDS`) and whose values are all there and all different; of
  several, the one that is called as its table is.
* A link is a column whose name ends as that of another table or of its key (``supplierID``, ``evolves_from_species_id``,
  ``Reports to Senior Post``) and whose values are keys there; or a column of texts that all are keys of one other table.

Where metadata of *Tabular Data on the Web* (W3C 2015, ``primaryKey`` and ``foreignKeys``) are at hand, they go before.
"""

from __future__ import annotations

import csv
import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from wenmai.reading.networks.columnnames import WORD, common, named_key, stem_of, words
from wenmai.reading.networks.columns import IDS
from wenmai.reading.networks.elements import looks_like

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MOST_HEAD = 1 << 22
"""How many bytes of a table are looked at for its keys."""

MOST_ROWS = 20_000
"""How many of its rows."""

MOST_TABLES = 1_000

MOSTLY = 0.9
"""In how many of the rows a key stands at least."""

UNIQUE = 0.99
"""How many of its values are different at least: tables have rows that were entered twice."""

PARTLY = 0.5
"""How many of the values of a link are keys of the other table at least, where all its keys were seen."""

_SELF = frozenset(
    {
        "parent",
        "manager",
        "report",
        "boss",
        "supervisor",
        "superior",
        "predecessor",
        "successor",
        "previous",
        "next",
        "broader",
        "上级",
        "父级",
        "父节点",
        "上位",
        "父类",
    }
)
"""Words of a column that names another row of the same table."""

_NAME_WORDS = ("name", "title", "label", "term", "identifier", "description")
_OTHERS = frozenset(
    {"contact", "file", "user", "ship", "first", "last", "middle", "given", "family", "billing", "short", "sur"}
)
_FULL_NAMES = ("name", "label", "姓名", "名称", "名字", "名前", "标签")
_GIVEN, _FAMILY = ("first", "given", "fore"), ("last", "family", "sur")
_LETTER = re.compile(r"[^\W\d_]")
_NUMBER = re.compile(r"-?\d+")
_NOTHING = ("", "NULL", "\\N", "null", "NaN")


class Head(NamedTuple):
    """The beginning of a table: its name, its text, and whether that is all of it."""

    name: str
    text: str
    whole: bool


class KeyedTable(NamedTuple):
    """How the rows of a table are read. Columns are given by their places.

    ``kind`` is what a row is, ``key`` the column that identifies it (``None``: a row says something of what it links), ``labels``
    are the columns of its name, ``links`` those that name a row of another table (place, relation, its kind), ``rest`` all others.
    ``abouts`` are the IRIs of rows, by their kind, with ``{}`` for the key.
    """

    delimiter: str
    kind: str
    key: int | None
    labels: tuple[int, ...]
    links: tuple[tuple[int, str, str], ...]
    rest: tuple[tuple[int, str], ...]
    abouts: tuple[tuple[str, str], ...] = ()


class DescribedTable(NamedTuple):
    """What metadata say of a table: its key, and for columns that are links, the other table.

    ``about`` is the IRI of a row with ``{}`` for its key, ``predicates`` are the IRIs of columns.
    """

    key: str = ""
    links: Mapping[str, str] = {}
    about: str = ""
    predicates: Mapping[str, str] = {}


class _Candidate:
    """A table being looked at."""

    def __init__(self, name: str, delimiter: str, header: list[str], rows: list[list[str]], *, whole: bool) -> None:
        self.name, self.delimiter, self.header, self.rows, self.whole = name, delimiter, header, rows, whole
        self.file = words(re.split(r"[/\\!]", name)[-1].partition(".")[0])
        self.names = [words(one) for one in header]
        self.key: int | None = None
        self.keys: frozenset[str] = frozenset()

    def values(self, place: int) -> list[str]:
        return [value for row in self.rows if place < len(row) and (value := row[place].strip()) not in _NOTHING]

    def identify(self, place: int | None) -> None:
        self.key = place
        self.keys = frozenset(self.values(place)) if place is not None else frozenset()

    @property
    def stem(self) -> tuple[str, ...]:
        """What its rows are called: by its key (``productID``), or else by its file."""
        stem = stem_of(self.names[self.key]) if self.key is not None else ()
        return stem or self.file


def find_keys(heads: Iterable[Head], declared: Mapping[str, DescribedTable] | None = None) -> dict[str, KeyedTable]:
    r"""How tables that are opened together are read, by their names: those that have keys, or links to such.

    >>> product = Head("products.csv", "productID,productName,supplierID\\n1,Tea,7\\n2,Rice,7\\n", True)
    >>> found = find_keys([product, Head("suppliers.csv", "supplierID,companyName\\n7,Exotic\\n", True)])
    >>> found["products.csv"].links
    ((2, 'supplier', 'supplier'),)
    """
    declared = declared or {}
    tables = [table for head in islice(heads, MOST_TABLES) if (table := _looked_at(head)) is not None]
    for table in tables:
        table.identify(_key(table, declared.get(table.name)))
    _give_way(tables)
    for table in tables if len(tables) > 1 else ():
        if table.key is None:
            table.identify(_key_by_name(table))
    kinds = _kinds(tables)
    found = {table.name: _read_as(table, tables, kinds, declared) for table in tables}
    return {name: one for name, one in found.items() if one.key is not None or one.links}


def _looked_at(head: Head) -> _Candidate | None:
    """A table with a header; ``None`` for any other text."""
    text = head.text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not head.whole:
        text = text.rpartition("\n")[0]
    first = text.partition("\n")[0]
    best: _Candidate | None = None
    for delimiter in (",", "\t", ";", "|"):
        if delimiter not in first and (best is not None or delimiter != "," or "\t" in first):
            continue
        try:
            rows = list(islice(csv.reader(text.splitlines(keepends=True), delimiter=delimiter), MOST_ROWS))
        except csv.Error:
            continue
        rows = [row for row in rows if any(row)]
        header = [cell.strip() for cell in rows[0]] if rows else []
        while header and not header[-1]:
            header.pop()
        if _is_header(header) and _is_regular(rows, len(header)) and (best is None or len(header) > len(best.header)):
            best = _Candidate(head.name, delimiter, header, rows[1:], whole=head.whole and len(rows) < MOST_ROWS)
    return best


def _is_header(header: list[str]) -> bool:
    return (
        bool(header)
        and len(set(header)) == len(header)
        and all(
            len(name) <= 80 and _LETTER.search(name) and not name.startswith(("http:", "https:")) for name in header
        )
        and not any(looks_like([name]) != "string" for name in header)
    )


def _is_regular(rows: list[list[str]], width: int) -> bool:
    fitting = sum(width - 1 <= len(row) <= width + 1 for row in rows)
    return fitting >= 0.95 * len(rows)


def _key(table: _Candidate, declared: DescribedTable | None) -> int | None:
    """The column that identifies a row, by metadata, or by its name and its values."""
    if declared is not None and declared.key in table.header:
        return table.header.index(declared.key)
    places = [place for place, name in enumerate(table.names) if named_key(name) and _is_unique(table, place)]
    plain = [place for place in places if table.header[place].lower() in IDS]
    own = [place for place in places if common(stem_of(table.names[place]), table.file)]
    first = [place for place in places if place == 0]
    return next(iter((*plain, *own, *first, *(places if len(places) == 1 else ()))), None)


def _is_unique(table: _Candidate, place: int) -> bool:
    values = table.values(place)
    return 0 < len(values) >= MOSTLY * len(table.rows) and len(set(values)) >= UNIQUE * len(values)


def _key_by_name(table: _Candidate) -> int | None:
    """The first column, where it is the name of what a row is."""
    name = table.names[0]
    called = (
        table.header[0].lower() in _FULL_NAMES or name[-1:] == ("name",) or name == table.file or len(table.header) == 1
    )
    values = table.values(0)
    short = sum(map(len, values)) <= 60 * len(values)
    return 0 if called and short and _is_unique(table, 0) else None


def _give_way(tables: list[_Candidate]) -> None:
    """A key that is called as another table is, whose own key it holds, is no key but a link: rows say more of the same."""
    for table in tables:
        if table.key is None or common(stem_of(table.names[table.key]), table.file):
            continue
        stem = stem_of(table.names[table.key])
        for other in tables:
            own = other.key is not None and (common(other.stem, other.file) or len(other.keys) > len(table.keys))
            if own and other is not table and _means(stem, other) and _held(table, table.key, other):
                table.identify(None)
                break


def _means(stem: tuple[str, ...], other: _Candidate) -> int:
    """How well the name of a column means the rows of a table; 0 for not at all."""
    if other.key is None or not stem:
        return 0
    names = [name for name in (stem_of(other.names[other.key]), other.file) if name]
    best = max(common(stem, name) for name in names)
    return 2 * best + (stem in names) if best else 0


def _held(table: _Candidate, place: int, other: _Candidate) -> bool:
    """Whether the values of a column are keys of another table, as far as that can be seen."""
    values = set(table.values(place))
    if not values:
        return not table.rows or other.whole
    return not other.whole or len(values & other.keys) >= PARTLY * len(values)


def _kinds(tables: list[_Candidate]) -> dict[str, str]:
    """What the rows of each table with a key are called, no two alike."""
    kinds: dict[str, str] = {}
    for table in tables:
        if table.key is not None:
            stem = " ".join(_called(table))
            kinds[table.name] = stem if stem not in kinds.values() else " ".join(table.file) or table.name
    return kinds


def _called(table: _Candidate) -> tuple[str, ...]:
    """Its stem as it is written, but for the plural of a file's name."""
    assert table.key is not None
    if not stem_of(table.names[table.key]):
        return table.file
    written = [word.lower() for word in WORD.findall(table.header[table.key])]
    return tuple(written[: len(stem_of(table.names[table.key]))])


def _read_as(
    table: _Candidate, tables: list[_Candidate], kinds: dict[str, str], all_declared: Mapping[str, DescribedTable]
) -> KeyedTable:
    declared = all_declared.get(table.name)
    links = []
    for place in range(len(table.header)):
        if place == table.key:
            continue
        other = _linked(table, place, tables, declared)
        if other is not None:
            relation = declared.predicates.get(table.header[place], "") if declared is not None else ""
            links.append((place, relation or _relation(table, place), kinds[other.name]))
    used = {table.key, *(place for place, _, _ in links)}
    labels = _labels(table, used) if table.key is not None else ()
    predicates = declared.predicates if declared is not None else {}
    rest = tuple(
        (place, predicates.get(name, name))
        for place, name in enumerate(table.header)
        if place not in used and place not in labels
    )
    kind = kinds.get(table.name) or " ".join(table.file)
    abouts = tuple((kinds[name], one.about) for name, one in all_declared.items() if one.about and name in kinds)
    return KeyedTable(table.delimiter, kind, table.key, labels, tuple(links), rest, abouts)


def _linked(
    table: _Candidate, place: int, tables: list[_Candidate], declared: DescribedTable | None
) -> _Candidate | None:
    """The table whose rows a column names."""
    keyed = [other for other in tables if other.key is not None]
    if declared is not None and table.header[place] in declared.links:
        return next((other for other in keyed if other.name == declared.links[table.header[place]]), None)
    name, values = table.names[place], set(table.values(place))
    stem = stem_of(name)
    fitting = [(_means(stem, other), other) for other in keyed if _held(table, place, other)]
    if named_key(name) or not table.rows or any(value for value in values if not _NUMBER.fullmatch(value)):
        best = max((fit for fit, _ in fitting), default=0)
        said = [other for fit, other in fitting if fit == best > 0]
        if said and (named_key(name) or _shares_name(stem, said[0]) or (values and said[0].whole)):
            return said[0]
    if table.key is not None and _SELF & set(name) and values and len(values & table.keys) >= PARTLY * len(values):
        return table
    texts = len(values) > 1 and not any(map(_NUMBER.fullmatch, values))
    holding = [other for other in keyed if other.whole and texts and values <= other.keys and other is not table]
    return holding[0] if len(holding) == 1 and named_key(name) else None


def _shares_name(stem: tuple[str, ...], other: _Candidate) -> bool:
    return other.key is not None and other.names[other.key] == stem


def _relation(table: _Candidate, place: int) -> str:
    """What a link is called: its column without the word for a key."""
    written = WORD.findall(table.header[place])
    kept = written[: len(stem_of(table.names[place]))] or written
    return " ".join(word if word.isupper() else word.lower() for word in kept)


def _labels(table: _Candidate, used: set[int | None]) -> tuple[int, ...]:
    """The columns of a row's name: one that is called name or title, best as the table is; or given and family name."""
    free = [place for place in range(len(table.header)) if place not in used and table.values(place)]
    full = [place for place in free if table.header[place].lower() in _FULL_NAMES]
    own = [place for place in free if table.names[place] in (table.stem, table.file) and _are_names(table, place)]
    if full or own:
        return ((*full, *own)[0],)
    stems = (table.stem, table.file)
    for word in _NAME_WORDS:
        ending = [place for place in free if table.names[place][-1:] == (word,)]
        own = [place for place in ending if any(common(table.names[place][:-1], stem) for stem in stems)]
        long = [place for place in ending if "long" in table.names[place] or table.names[place][:-1] in stems]
        others = [place for place in ending if not _OTHERS & set(table.names[place]) and _are_all_named(table, place)]
        if best := [place for place in long or own if _are_names(table, place)] or others:
            return (best[0],)
        if word == "name" and (person := _person(table, free)):
            return person
    different = [place for place in free if _are_names(table, place) and _is_unique(table, place)]
    return tuple(different[:1])


def _are_all_named(table: _Candidate, place: int) -> bool:
    return _are_names(table, place) and len(table.values(place)) >= MOSTLY * len(table.rows)


def _are_names(table: _Candidate, place: int) -> bool:
    values = table.values(place)
    lettered = sum(_LETTER.search(value) is not None for value in values)
    return sum(map(len, values)) <= 60 * len(values) and lettered >= 0.9 * len(values) > 0


def _person(table: _Candidate, free: Sequence[int]) -> tuple[int, ...]:
    def found(parts: tuple[str, ...]) -> int | None:
        return next((place for place in free if table.names[place] in [(part, "name") for part in parts]), None)

    given, family = found(_GIVEN), found(_FAMILY)
    return (given, family) if given is not None and family is not None else ()
