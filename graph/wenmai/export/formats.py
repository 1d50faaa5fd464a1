"""Taking a graph elsewhere: RDF, drawing programs, tables. The same graph always gives the same bytes.

Files are written whole or not at all: what stood under that name stays until the new one is complete. What a format cannot
hold is said in :attr:`Exported.notices`, never dropped silently.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from wenmai.errors import InputError
from wenmai.export.choice import choose
from wenmai.statements.standing import EVERY, Admission

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wenmai.export.choice import Choice
    from wenmai.model import Path as Way
    from wenmai.sources import Source

FORMATS = {
    "turtle": (".ttl", ".turtle"),
    "ntriples": (".nt",),
    "nquads": (".nq",),
    "trig": (".trig",),
    "rdfxml": (".rdf", ".owl", ".xml"),
    "jsonld": (".jsonld",),
    "graphml": (".graphml",),
    "gexf": (".gexf",),
    "cytoscape": (".cyjs",),
    "csv": (),
    "neo4j": (),
    "parquet": (),
}
"""The formats, each with the endings of file names that mean it; the last three write several files into a folder."""

RDF_FORMATS = ("turtle", "ntriples", "nquads", "trig", "rdfxml", "jsonld")
TABLES = ("csv", "neo4j", "parquet")


class Exported(NamedTuple):
    """What was written: the files, how many nodes and links or triples, and what the format could not hold.

    ``triples`` is ``None`` for formats that hold nodes and links.
    """

    format: str
    files: tuple[str, ...]
    nodes: int
    links: int
    triples: int | None
    notices: tuple[str, ...]


def export(
    source: Source,
    target: str | Path,
    *,
    format: str | None = None,  # noqa: A002 - the user's word for it
    entity: str | None = None,
    hops: int = 1,
    paths: Iterable[Way] | None = None,
    construct: str | None = None,
    admission: Admission = EVERY,
    all_links: bool = False,
    language: str = "zh",
    bom: bool = False,
) -> Exported:
    """Write a graph, or a part of it, to a file (or a folder, for the formats with several files).

    Args:
        source: an open graph.
        target: the file, or the folder.
        format: one of :data:`FORMATS`; by the file's ending when not given.
        entity: IRI of the entity whose neighbourhood is written, with all that its facts cite.
        hops: how far the neighbourhood reaches.
        paths: paths, as :func:`wenmai.paths.find` gives them, whose nodes and links are written.
        construct: a CONSTRUCT or DESCRIBE query whose graph is written.
        admission: which facts are written.
        all_links: the neighbourhood reaches over links of every role, those to schemes, editors and licences as well.
        language: of the labels in formats that have room for one.
        bom: the files of ``csv`` begin with a byte order mark, by which spreadsheets know UTF-8.

    Raises:
        InputError: the format, the part or the target cannot be used.
    """
    place = Path(target)
    name = format_of(place, format)
    choice = choose(
        source, entity=entity, hops=hops, paths=paths, construct=construct, admission=admission, all_links=all_links
    )
    if name in TABLES:
        return _folder(choice, place, name, language, bom=bom)
    from wenmai.system.files import replacing

    with replacing(place) as (stream,):
        done = write(stream, choice, name, language=language)
    return done._replace(files=(str(place),))


def format_of(target: Path, wanted: str | None) -> str:
    """The format wanted, or the one that the target's ending means.

    >>> format_of(Path("a.gexf"), None)
    'gexf'
    """
    if wanted is not None:
        if wanted not in FORMATS:
            raise InputError(f"there is no format {wanted!r}; it is one of {', '.join(FORMATS)}")
        return wanted
    for name, endings in FORMATS.items():
        if target.suffix.lower() in endings:
            return name
    raise InputError(f"{target} does not tell its format; name one of {', '.join(FORMATS)}")


def write(stream: BinaryIO, choice: Choice, name: str, *, language: str = "zh") -> Exported:
    """Write a choice to an open stream, in one of the formats of a single file."""
    notices: list[str] = []
    triples = None
    if name in RDF_FORMATS:
        from wenmai.writing.order import ordered
        from wenmai.writing.rdf import WRITERS

        quads = ordered(choice.quads())
        triples = len(quads)
        WRITERS[name](stream, quads, notices, choice.source.prefixes.namespaces)
    else:
        from wenmai.export import drawing

        draw = {"graphml": drawing.write_graphml, "gexf": drawing.write_gexf, "cytoscape": drawing.write_cytoscape}
        draw[name](stream, choice, language, notices)
        notices += _unheld(name)
    return Exported(name, (), len(choice.part.nodes), len(choice.part.edges), triples, tuple(notices))


def _folder(choice: Choice, place: Path, name: str, language: str, *, bom: bool) -> Exported:
    from wenmai.export import tables
    from wenmai.system.files import folder, replacing

    notices: list[str] = []
    files = [folder(place) / file for file in tables.FILES[name]]
    writers = {"csv": tables.write_csv, "neo4j": tables.write_neo4j, "parquet": tables.write_parquet}
    with replacing(*files) as streams:
        for stream in streams if bom and name == "csv" else ():
            stream.write(b"\xef\xbb\xbf")
        writers[name](streams, choice, language, notices)
    notices += _unheld(name)
    part = choice.part
    return Exported(name, tuple(map(str, files)), len(part.nodes), len(part.edges), None, tuple(notices))


def _unheld(name: str) -> list[str]:
    """What no format of nodes and links holds."""
    return [
        f"{name} holds entities and links: a label in one language, evidence as text, no language tags or datatypes "
        "of literals; export Turtle to keep them"
    ]
