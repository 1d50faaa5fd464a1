"""N-Triples as :mod:`graph.index.lines` takes them, a block as the columns of a frame: with Polars, for large files.

Terms get the codes of a categorical column, which costs a fraction of what a dictionary does. What has to go through a
parser is numbered by the builder as ever; :meth:`Coded.join` brings both together in the end.
"""

from __future__ import annotations

from array import array
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from polars import Categories

from graph.index.builder import CODED, Blob
from graph.index.lines import PlainLines, check_iris

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.index.builder import Builder
    from graph.index.sorting import Column

    Numbers = np.ndarray[tuple[int], np.dtype[np.uint32]]

STEP = 1 << 20
"""How many numbers are replaced at once."""

NONE = 0xFF
"""Marks a predicate that names nothing in a column of kinds."""

_IRI = r"<(?P<%s>[^<> \\]+)>"
TRIPLE = (
    rf"^{_IRI} {_IRI} (?:{_IRI}|" % ("subject", "predicate", "resource")
    + r'"(?P<text>[^"\\\r]*)"(?P<suffix>@[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*|\^\^<[^<> \\]+>)?) \.\r?$'
)
"""A line as it is usually written, without escapes."""


class FrameLines(PlainLines):
    """Gives the triples of lines to an index builder."""

    size = 1 << 22

    def __init__(self, builder: Builder) -> None:
        super().__init__(builder)
        self._predicates, self._numbers = Codes(), list[int]()
        self._suffixes, self._written = Codes(), list[bytes]()
        if builder.coded is None:
            builder.coded = Coded(builder.folder)
        self._number = builder.coded.number

    def take(self, block: bytes) -> list[bytes]:
        """Take whole lines; return those that need a parser.

        Raises:
            ValueError: an IRI, a datatype or a language tag is not a valid one.
        """
        try:
            text = pl.Series([block.removesuffix(b"\n")], dtype=pl.Binary).cast(pl.String)
        except pl.exceptions.PolarsError as error:
            raise ValueError("the text is not UTF-8") from error
        lines = text.str.split("\n").explode()
        triples = lines.str.extract_groups(TRIPLE).struct.unnest()
        unusual = triples["subject"].is_null()
        if unusual.any():
            triples = triples.filter(~unusual)
        self._take(triples)
        return [line.encode() for line in lines.filter(unusual) if line]

    def _take(self, triples: pl.DataFrame) -> None:
        builder = self._builder
        builder.triples += len(triples)
        subjects, predicates = self._number(triples["subject"]), self._predicate(triples["predicate"])
        linking = triples["resource"].is_not_null().to_numpy()
        resources = self._number(triples["resource"].drop_nulls())
        builder.links.append([column.tobytes() for column in (subjects[linking], predicates[linking], resources)])
        described, literals = subjects[~linking], triples.filter(~linking)
        builder.described.frombytes(described.tobytes())
        self._name(described, predicates[~linking], literals["text"], literals["suffix"].fill_null(""))
        noted = np.isin(predicates, list(builder.predicates.roles))
        if noted.any():
            self._notes(self._rows(triples.filter(noted), predicates[noted]))

    def _predicate(self, predicates: pl.Series) -> Numbers:
        codes, new = self._predicates.number(predicates)
        check_iris(new)
        self._numbers += [self._builder.predicates[iri.encode()] for iri in new]
        return np.array(self._numbers, np.uint32)[codes]

    def _name(self, nodes: Numbers, predicates: Numbers, texts: pl.Series, suffixes: pl.Series) -> None:
        """Take those literals that name their subject."""
        builder = self._builder
        codes, new = self._suffixes.number(suffixes)
        self._written += [suffix.encode() for suffix in new]
        self._languages.check(self._written[len(self._written) - len(new) :])
        kinds, tags = np.full(len(builder.predicates), NONE, np.uint8), np.zeros(len(self._written), np.uint16)
        for predicate, kind in builder.predicates.kinds.items():
            kinds[predicate] = kind
        naming = kinds[predicates] != NONE
        for code in np.unique(codes[naming]):
            tags[code] = builder.texts.tags[self._languages[self._written[code]]]
        named = texts.filter(naming)
        columns = nodes[naming], kinds[predicates[naming]], tags[codes[naming]], named.str.len_bytes().to_numpy()
        builder.texts.append([column.tobytes() for column in columns], named.str.join("").item().encode())

    def _rows(self, triples: pl.DataFrame, predicates: Numbers) -> Iterator[tuple[int, int, bytes, bytes]]:
        """Triples as :meth:`_notes` takes them."""
        ids, columns = self._builder.ids, triples.select("subject", "resource", "text")
        for (subject, resource, text), predicate in zip(columns.iter_rows(), predicates, strict=True):
            yield ids[subject.encode()], int(predicate), (resource or "").encode(), b'"' + (text or "").encode()


class Codes:
    """The numbers of terms, in the order in which they are met."""

    def __init__(self) -> None:
        self._kind = pl.Categorical(Categories.random())
        self._held = pl.Series([], dtype=self._kind)  # codes last as long as there is a column of their kind
        self._count = 0

    def number(self, terms: pl.Series) -> tuple[Numbers, list[str]]:
        """The number of each term, and those terms that were not met before."""
        codes = terms.cast(self._kind).to_physical()
        new = codes >= self._count
        if not new.any():
            return codes.to_numpy(), []
        met = pl.DataFrame([codes.alias("code"), terms.alias("term")]).filter(new).unique("code").sort("code")
        self._count += len(met)
        assert met["code"][-1] == self._count - 1, "codes are given one after the other"
        return codes.to_numpy(), met["term"].to_list()


class Coded:
    """Resources by their code, which is marked with :data:`~graph.index.builder.CODED` among the builder's own numbers."""

    def __init__(self, folder: str | None) -> None:
        self._codes = Codes()
        self._iris, self._sizes = Blob(folder), array("I")

    def number(self, iris: pl.Series) -> Numbers:
        """The number of each IRI.

        Raises:
            ValueError: one is not an absolute IRI.
        """
        codes, new = self._codes.number(iris)
        check_iris(new)
        self._keep(new)
        marked: Numbers = codes | np.uint32(CODED)
        return marked

    def _keep(self, new: list[str]) -> None:
        texts = [iri.encode() for iri in new]
        self._sizes.extend(map(len, texts))
        self._iris.append(b"".join(texts))

    def join(self, builder: Builder) -> list[bytes]:
        """Give all resources numbers of one kind, those of a builder too; their IRIs in that order."""
        place, new = self._codes.number(pl.Series([iri.decode() for iri in builder.ids], dtype=pl.String))
        self._keep(new)
        for column in (*builder.links.columns()[::2], builder.described, builder.texts.nodes):
            _replace(column, place, CODED)
        for column in (builder.graphs[1], *(column for columns in builder.roles.values() for column in columns)):
            _replace(column, place, 0)
        blob = self._iris.whole()
        names = [blob[start:end] for start, end in pairwise(accumulate(self._sizes, initial=0))]
        self._iris.close()
        return names


def _replace(column: Column, place: Numbers, mark: int) -> None:
    """Replace numbers by what is at their place, but for those that are marked, which only lose ``mark``."""
    numbers = np.frombuffer(column, np.uint32)
    for start in range(0, len(numbers), STEP):
        part = numbers[start : start + STEP]
        marked = part >= CODED
        part[marked] ^= np.uint32(mark)
        part[~marked] = place[part[~marked]]
