"""From what a person typed to an open graph, an entity, a label, a passage."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

import click

from wenmai.cli.output import say_note
from wenmai.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from wenmai.audit.passages import Passages
    from wenmai.model import Evidence
    from wenmai.reading import ReadOptions
    from wenmai.sources import Source


_given: ContextVar[Source | None] = ContextVar("wenmai_given_source", default=None)


@contextmanager
def given_source(source: Source) -> Iterator[None]:
    """Within the block commands ask ``source``, whatever their command line names."""
    token = _given.set(source)
    try:
        yield
    finally:
        _given.reset(token)


def has_given() -> bool:
    """Whether a source is given already."""
    return _given.get() is not None


def open_graph(locations: Sequence[str]) -> Source:
    """Open what ``-g`` named, unless a source is given already."""
    source, context = _given.get(), click.get_current_context(silent=True)
    if source is None:
        from wenmai.sources import open_source

        raw, fresh = (context is not None and context.meta.get(f"wenmai.{name}", False) for name in ("raw", "fresh"))
        source = open_source(*locations, options=read_options(), raw=raw, fresh=fresh)
    chosen = context.meta.get("wenmai.part") if context is not None else None
    if chosen and any(chosen):
        from wenmai.sources.chosen import choose_facts

        source = choose_facts(source, *chosen)
    if context is not None:
        context.meta["wenmai.source"] = source
    return source


def read_options() -> ReadOptions | None:
    """How files are to be read, as the command's options say; ``None`` when they say nothing."""
    context = click.get_current_context(silent=True)
    said = context.meta.get("wenmai.reading") if context is not None else None
    if not said or not any(said.values()):  # nothing, and the readers need not be loaded
        return None
    from wenmai.reading.options import read_options as read

    contexts = dict(map(_pair, said["contexts"]))
    return read(
        said["base"],
        said["input_format"],
        skip_bad=said["skip_bad"],
        contexts=contexts,
        profile=said["profile"],
        labels=said["labels"],
    )


def _pair(context: str) -> tuple[str, str]:
    address, _, file = context.rpartition("=")
    if not address:
        raise InputError(
            f"--context {context!r} is not ADDRESS=FILE, as in --context https://schema.org=schemaorg.jsonld"
        )
    return address, file


def resolve(source: Source, name: str, lang: str) -> str:
    """The IRI of the entity a person means by ``name``; says on stderr what it took a partial name for."""
    from wenmai.names.lookup import find_entity

    return find_entity(source, name, lang, tell=lambda sentence: say_note(sentence, lang))


def resolve_described(source: Source, name: str, lang: str) -> str:
    """The IRI of the entity, or of the class, that a person means by ``name``, as :func:`resolve` does."""
    from wenmai.names.lookup import find_described

    return find_described(source, name, lang, tell=lambda sentence: say_note(sentence, lang))


def labeller(source: Source, lang: str) -> Callable[[str], str]:
    """A function from IRI to label in ``lang``."""
    from wenmai.names.labels import Labels

    return Labels(source.index, lang).label


def typist(source: Source, lang: str) -> Callable[[str], list[str]]:
    """A function from IRI to the labels of its classes in ``lang``."""
    label = labeller(source, lang)

    def types(iri: str) -> list[str]:
        node = source.index.find(iri)
        return [] if node is None else [label(kind) for kind in source.index.types(node)]

    return types


def quoter(source: Source, document: str | None) -> Callable[[Evidence], str | None] | None:
    """A function from evidence to its passage with the span marked, when a document was given."""
    found = passages_of(source, document)
    return None if found is None else found.quote


def passages_of(source: Source, document: str | None) -> Passages | None:
    """The passages of a document that was given; its links then lead to the file."""
    if document is None:
        return None
    from wenmai.audit.passages import Passages

    found = Passages(source, document)
    context = click.get_current_context(silent=True)
    if context is not None:
        from pathlib import Path

        context.meta["wenmai.texts"] = dict.fromkeys(found.cited, Path(document).resolve().as_uri())
    return found


def read_text(file: str) -> str:
    """The text of a file, or of stdin for ``-``."""
    with click.open_file(file, "rb") as stream:
        content: bytes = stream.read()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is not UTF-8 text: the byte at offset {error.start} does not fit") from error


def cited_texts(source: Source, files: Iterable[str]) -> dict[str, str]:
    """The texts of cited documents by the IRIs that the graph knows them by."""
    texts: dict[str, str] = {}
    for file in files:
        from wenmai.audit.passages import Passages

        found = Passages(source, file)
        texts |= dict.fromkeys(sorted(found.cited), found.text)
    return texts
