"""N-Triples as :mod:`wenmai.index.lines` takes them, a block as the columns of a frame: with Polars, for large files.

Terms get the codes of a categorical column, which costs a fraction of what a dictionary does. What has to go through a
parser is numbered by the builder as ever; :meth:`Coded.join` brings both together in the end.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import polars as pl
from polars import Categories

from wenmai.index.columns import Blob
from wenmai.index.layout import CODED
from wenmai.index.lines import PlainLines, check_iris
from wenmai.index.resources import Resources

if TYPE_CHECKING:
    from collections.abc import Callable

    from wenmai.index.builder import Builder
    from wenmai.index.sorting import Column

    Numbers: TypeAlias = np.ndarray[tuple[int], np.dtype[np.uint32]]

STEP = 1 << 20
"""How many numbers are replaced at once."""

UNNAMED = 0xFF
"""The kind of a predicate that names nothing."""

PARTS = ["subject", "predicate", "object", "end"]
QUOTED = ["before", "text", "suffix"]


def _in_brackets(column: str) -> pl.Expr:
    return pl.col(column).str.starts_with("<") & pl.col(column).str.ends_with(">")


TERMS = _in_brackets("subject") & _in_brackets("predicate")
LINK = TERMS & _in_brackets("object") & (pl.col("end") == ".")
SUFFIX = r"^(?:@[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*|\^\^<[^<> ]+>)? \.$"
LITERAL = TERMS & pl.col("object").str.starts_with('"') & pl.col("suffix").str.contains(SUFFIX)
"""Lines as they are usually written, cut at spaces, those of literals at quotation marks too. What is in brackets is checked
when it is numbered: where a line can be read in another way, it does not end in a resource or a literal."""

USUAL = r"^<[a-z]+://[A-Za-z0-9\x{4E00}-\x{9FFF}._~/-]+(?:#[A-Za-z0-9\x{4E00}-\x{9FFF}._~/-]*)?>$"
"""IRIs that need no closer look: scheme, host and path of letters, digits and marks that stand for themselves (RFC 3987)."""


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
        if b"\r" in block:
            return super().take(block)
        try:
            text = pl.Series([block.removesuffix(b"\n")], dtype=pl.Binary).cast(pl.String)
        except pl.exceptions.PolarsError:  # not UTF-8, which only a comment may be
            return super().take(block)
        lines = text.str.split("\n").explode().alias("line").to_frame()
        lines = lines.with_columns(pl.col("line").str.splitn(" ", 4).struct.rename_fields(PARTS).alias("parts"))
        lines = lines.unnest("parts")
        usual = ~pl.col("line").str.contains("\\", literal=True) if b"\\" in block else pl.lit(value=True)
        linking = lines.select((LINK & usual).fill_null(value=False)).to_series()
        self._link(lines.filter(linking))
        others = lines.filter(~linking)
        others = others.with_columns(pl.col("line").str.splitn('"', 3).struct.rename_fields(QUOTED).alias("parts"))
        others = others.unnest("parts")
        literal = others.select((LITERAL & usual).fill_null(value=False)).to_series()
        self._describe(others.filter(literal))
        return [line.encode() for line in others["line"].filter(~literal) if line]

    def _link(self, triples: pl.DataFrame) -> None:
        """Take triples whose object is a resource."""
        builder = self._builder
        builder.triples += len(triples)
        subjects, predicates = self._number(triples["subject"]), self._predicate(triples["predicate"])
        resources = triples["object"]
        columns = subjects, predicates, self._number(resources)
        builder.links.append([column.tobytes() for column in columns])
        self._note(subjects, predicates, resources, lambda iri: builder.ids[bare(iri).encode()])

    def _describe(self, triples: pl.DataFrame) -> None:
        """Take triples whose object is a literal."""
        builder, texts = self._builder, triples["text"]
        builder.triples += len(triples)
        subjects, predicates = self._number(triples["subject"]), self._predicate(triples["predicate"])
        builder.described.frombytes(subjects[_changes(subjects)].tobytes())
        suffixes = self._suffix(triples["suffix"].str.strip_suffix(" ."))
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
        used = np.bincount(predicates, minlength=len(builder.predicates))
        for predicate in sorted(roles):
            if not used[predicate]:
                continue
            noted = predicates == predicate
            about, values = builder.roles[roles[predicate]]
            about.frombytes(subjects[noted].tobytes())
            values.extend(map(number, objects.filter(noted)))

    def _predicate(self, predicates: pl.Series) -> Numbers:
        """The numbers of predicates."""
        codes, met = self._predicates.number(predicates)
        new = met.to_list()
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

    def number(self, terms: pl.Series) -> tuple[Numbers, pl.Series]:
        """The number of each term, and those terms that were not met before."""
        codes = terms.cast(self._kind).to_physical().to_numpy()
        places = np.flatnonzero(codes >= self._count)
        # Codes are given one after the other, so a term is new where its code is greater than all before.
        highest = np.maximum.accumulate(codes[places])
        new = places[_changes(highest)]
        self._count += len(new)
        assert not len(new) or codes[new[-1]] == self._count - 1, "codes are given one after the other"
        return codes, terms[new]


def _changes(numbers: Numbers) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Where a number is another than the one before."""
    new = np.ones(len(numbers), bool)
    new[1:] = numbers[1:] != numbers[:-1]
    return new


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
        check_iris(map(bare, new.filter(~new.str.contains(USUAL))))
        self._keep(new)
        marked: Numbers = codes | np.uint32(CODED)
        return marked

    def _keep(self, new: pl.Series) -> None:
        if not len(new):
            return
        iris = new.str.strip_prefix("<").str.strip_suffix(">")
        self._sizes.frombytes(iris.str.len_bytes().to_numpy().tobytes())
        self._iris.append(iris.str.join("").item().encode())

    def join(self, builder: Builder) -> Resources:
        """Give all resources numbers of one kind, those of a builder too; their IRIs in that order. The codes are gone then."""
        place, new = self._codes.number(pl.Series([f"<{iri.decode()}>" for iri in builder.ids], dtype=pl.String))
        self._keep(new)
        del self._codes
        about, values = ([columns[side] for columns in builder.roles.values()] for side in (0, 1))
        for column in (*builder.links.columns()[::2], builder.described, builder.texts.nodes, *about):
            _replace(column, place, CODED)
        for column in (builder.graphs[1], *values, *builder.reified):
            _replace(column, place, 0)
        builder.links.release()
        builder.quoted = {(int(place[reifier]), text): None for reifier, text in builder.quoted}
        builder.valued.update({int(place[graph]): builder.valued.pop(graph) for graph in list(builder.valued)})
        at = np.zeros(len(self._sizes) + 1, np.uint64)
        np.cumsum(np.frombuffer(self._sizes, np.uint32), out=at[1:])
        blob = self._iris.whole()
        self._iris.close()
        return Resources(blob, at)


def bare(iri: str) -> str:
    """An IRI without the brackets around it."""
    return iri[1:-1]


def _replace(column: Column, place: Numbers, mark: int) -> None:
    """Replace numbers by what is at their place, but for those that are marked, which only lose ``mark``."""
    numbers = np.frombuffer(column, np.uint32)
    for start in range(0, len(numbers), STEP):
        part = numbers[start : start + STEP]
        marked = part >= CODED
        if marked.all():
            part ^= np.uint32(mark)
            continue
        part[marked] ^= np.uint32(mark)
        part[~marked] = place[part[~marked]]
