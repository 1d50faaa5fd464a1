"""N-Triples as :mod:`wenmai.index.lines` takes them, a block as the columns of a frame: with Polars, for large files.

Terms get the codes of a categorical column, which costs a fraction of what a dictionary does. What has to go through a
parser is numbered by the builder as ever; :meth:`Coded.join` brings both together in the end.
"""

from __future__ import annotations

from array import array
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import polars as pl
from polars import Categories

from wenmai.index.columns import Blob
from wenmai.index.layout import CODED
from wenmai.index.lines import PlainLines, check_iris

if TYPE_CHECKING:
    from collections.abc import Callable

    from wenmai.index.builder import Builder
    from wenmai.index.sorting import Column

    Numbers: TypeAlias = np.ndarray[tuple[int], np.dtype[np.uint32]]

STEP = 1 << 20
"""How many numbers are replaced at once."""

UNNAMED = 0xFF
"""The kind of a predicate that names nothing."""

PARTS = ["subject", "predicate", "rest"]

TERMS = pl.all_horizontal(
    pl.col(column).str.starts_with("<") & pl.col(column).str.ends_with(">") for column in PARTS[:2]
)
LINK = TERMS & pl.col("rest").str.contains(r"^<[^<> ]+> \.$")
LITERAL = r'^"(?P<text>[^"]*)"(?P<suffix>@[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*|\^\^<[^<> ]+>)? \.$'
"""Lines as they are usually written. What is in brackets is checked when it is numbered, without a regular
expression: where a line can be read in another way, it does not end in a resource or a literal."""


class FrameLines(PlainLines):
    """Gives the triples of lines to an index builder."""

    size = 1 << 20

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
        if b"\r" in block:
            return super().take(block)
        try:
            text = pl.Series([block.removesuffix(b"\n")], dtype=pl.Binary).cast(pl.String)
        except pl.exceptions.PolarsError:  # not UTF-8, which only a comment may be
            return super().take(block)
        lines = text.str.split("\n").explode().alias("line").to_frame()
        lines = lines.with_columns(pl.col("line").str.splitn(" ", 3).struct.rename_fields(PARTS).alias("parts"))
        lines = lines.unnest("parts").with_columns(pl.lit(value=True).alias("usual"))
        if b"\\" in block:
            lines = lines.with_columns(~pl.col("line").str.contains("\\", literal=True).alias("usual"))
        lines = lines.with_columns((LINK & pl.col("usual")).fill_null(value=False).alias("linking"))
        self._link(lines.filter("linking"))
        others = (
            lines.filter(~pl.col("linking")).with_columns(pl.col("rest").str.extract_groups(LITERAL)).unnest("rest")
        )
        literal = others.select(
            (TERMS & pl.col("usual") & pl.col("text").is_not_null()).fill_null(value=False)
        ).to_series()
        self._describe(others.filter(literal))
        return [line.encode() for line in others["line"].filter(~literal) if line]

    def _link(self, triples: pl.DataFrame) -> None:
        """Take triples whose object is a resource."""
        builder = self._builder
        builder.triples += len(triples)
        subjects, predicates = self._number(triples["subject"]), self._predicate(triples["predicate"])
        resources = triples["rest"].str.strip_suffix(" .")
        columns = subjects, predicates, self._number(resources)
        builder.links.append([column.tobytes() for column in columns])
        self._note(subjects, predicates, resources, lambda iri: builder.ids[bare(iri).encode()])

    def _describe(self, triples: pl.DataFrame) -> None:
        """Take triples whose object is a literal."""
        builder, texts = self._builder, triples["text"]
        builder.triples += len(triples)
        subjects, predicates = self._number(triples["subject"]), self._predicate(triples["predicate"])
        builder.described.frombytes(subjects.tobytes())
        suffixes = self._suffix(triples["suffix"].fill_null(""))
        kinds, tags = np.full(len(builder.predicates), UNNAMED, np.uint8), np.zeros(len(self._written), np.uint16)
        for predicate, kind in builder.predicates.kinds.items():
            kinds[predicate] = kind
        naming = kinds[predicates] != UNNAMED
        for suffix in np.unique(suffixes[naming]):
            tags[suffix] = builder.texts.tags[self._languages[self._written[suffix]]]
        names = texts.filter(naming)
        columns = subjects[naming], kinds[predicates[naming]], tags[suffixes[naming]], names.str.len_bytes().to_numpy()
        builder.texts.append([column.tobytes() for column in columns], names.str.join("").item().encode())
        self._note(subjects, predicates, texts, builder.literal)

    def _note(self, subjects: Numbers, predicates: Numbers, objects: pl.Series, number: Callable[[str], int]) -> None:
        """Take what says who states a fact and when it holds; qualifiers may be as many as dates are, so columns are kept."""
        builder, roles = self._builder, self._builder.predicates.roles
        for predicate in np.intersect1d(predicates, np.array(list(roles), np.uint32)).tolist():
            noted = predicates == predicate
            about, values = builder.roles[roles[predicate]]
            about.frombytes(subjects[noted].tobytes())
            values.extend(map(number, objects.filter(noted)))

    def _predicate(self, predicates: pl.Series) -> Numbers:
        """The numbers of predicates."""
        codes, new = self._predicates.number(predicates)
        check_iris(map(bare, new))
        self._numbers += [self._builder.predicates[bare(iri).encode()] for iri in new]
        return np.array(self._numbers, np.uint32)[codes]

    def _suffix(self, suffixes: pl.Series) -> Numbers:
        """The places of suffixes in the list of those that were met."""
        codes, new = self._suffixes.number(suffixes)
        written = [suffix.encode() for suffix in new]
        self._languages.check(written)
        self._written += written
        return codes


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
    """Resources by their code, which is marked with :data:`~wenmai.index.layout.CODED` among the builder's own numbers."""

    def __init__(self, folder: str | None) -> None:
        self._codes = Codes()
        self._iris, self._sizes = Blob(folder), array("I")

    def number(self, iris: pl.Series) -> Numbers:
        """The number of each IRI, which is in brackets.

        Raises:
            ValueError: one is not an absolute IRI.
        """
        codes, new = self._codes.number(iris)
        check_iris(map(bare, new))
        self._keep(new)
        marked: Numbers = codes | np.uint32(CODED)
        return marked

    def _keep(self, new: list[str]) -> None:
        texts = [bare(iri).encode() for iri in new]
        self._sizes.extend(map(len, texts))
        self._iris.append(b"".join(texts))

    def join(self, builder: Builder) -> list[bytes]:
        """Give all resources numbers of one kind, those of a builder too; their IRIs in that order."""
        place, new = self._codes.number(pl.Series([f"<{iri.decode()}>" for iri in builder.ids], dtype=pl.String))
        self._keep(new)
        about, values = ([columns[side] for columns in builder.roles.values()] for side in (0, 1))
        for column in (*builder.links.columns()[::2], builder.described, builder.texts.nodes, *about):
            _replace(column, place, CODED)
        for column in (builder.graphs[1], *values, *builder.reified):
            _replace(column, place, 0)
        builder.quoted = {(int(place[reifier]), text): None for reifier, text in builder.quoted}
        builder.valued.update({int(place[graph]): builder.valued.pop(graph) for graph in list(builder.valued)})
        blob = self._iris.whole()
        names = [blob[start:end] for start, end in pairwise(accumulate(self._sizes, initial=0))]
        self._iris.close()
        return names


def bare(iri: str) -> str:
    """An IRI without the brackets around it."""
    return iri[1:-1]


def _replace(column: Column, place: Numbers, mark: int) -> None:
    """Replace numbers by what is at their place, but for those that are marked, which only lose ``mark``."""
    numbers = np.frombuffer(column, np.uint32)
    for start in range(0, len(numbers), STEP):
        part = numbers[start : start + STEP]
        marked = part >= CODED
        part[marked] ^= np.uint32(mark)
        part[~marked] = place[part[~marked]]
