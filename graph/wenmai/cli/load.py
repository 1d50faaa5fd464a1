"""``wenmai load``: files into a store."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from wenmai.cli.opening import read_options
from wenmai.cli.options import OneCommand, keep_reading, reading_options
from wenmai.cli.output import emit, emit_json, say_note, show_progress
from wenmai.cli.reader import reader_language
from wenmai.errors import InputError
from wenmai.languages import counted

if TYPE_CHECKING:
    from wenmai.sources.store import Progress


@click.command(cls=OneCommand)
@click.argument("files", nargs=-1, required=True, metavar="FILES...")
@click.option("--into", required=True, type=click.Path(), metavar="STORE", help="The folder of the store.")
@click.option("--add", is_flag=True, help="Keep what the store holds and add to it; without this it is replaced.")
@click.option("--remove", is_flag=True, help="Take the triples of FILES out of what the store holds.")
@click.option("--no-pinyin", is_flag=True, help="Leave the pinyin of Chinese names out; a little faster and smaller.")
@click.option("--links-only", is_flag=True, help="Keep links and names only; --sparql says who has the triples.")
@click.option("--sparql", "engine", metavar="ADDRESS", help="The SPARQL endpoint that has the same triples.")
@click.option("--format", type=click.Choice(["table", "json"]), default="table", show_default=True)
@reading_options
def load(
    files: tuple[str, ...],
    into: str,
    add: bool,
    remove: bool,
    no_pinyin: bool,
    links_only: bool,
    engine: str | None,
    format: str,
    **reading: Any,
) -> None:
    """Load RDF files into a store on disk, which then opens at once, whatever its size.

    Turtle, N-Triples, N-Quads, TriG, RDF/XML and JSON-LD, plain or compressed (gz, bz2, xz, zst); folders, zip and tar
    archives of them; - is stdin. All is loaded or nothing: after a fault, Ctrl-C or a full disk the store is as it was.

    \b
    Example: wenmai load report.ttl --into report.store
             zcat big.nt.gz | wenmai load - --into big.store
             wenmai load all.nt.zst --into x.store --links-only
                         --sparql https://example.org/sparql
    """
    from wenmai.sources import store

    if add and remove:
        raise click.UsageError("--add and --remove exclude each other; load the files one after the other")
    if links_only != (engine is not None):
        raise InputError(
            "--links-only and --sparql go together: one leaves the triples out, the other says who has them"
        )
    keep_reading(reading)
    bar = LoadBar()
    try:
        done = store.load(
            files,
            into,
            add=add,
            remove=remove,
            pinyin=not no_pinyin,
            options=read_options(),
            engine=engine or "",
            progress=bar.show,
        )
    finally:
        bar.wipe()
    if format == "json":
        emit_json(done._asdict())
    else:
        out = f", took out {done.removed:,}" if remove else ""
        from wenmai.chinese.translation import translate

        told = (
            f"{into}: read {counted(done.quads, 'triples')}{out}; "
            f"holds {counted(done.nodes, 'entities')}, {counted(done.links, 'links')}, {counted(done.names, 'names')}"
        )
        emit(translate(told, reader_language()))
    for notice in done.notices:
        say_note(notice)


class LoadBar:
    """One line on a terminal that says how far a load is; nothing elsewhere."""

    def __init__(self) -> None:
        self._shown = False

    def show(self, progress: Progress) -> None:
        """Rewrite the line."""
        if not sys.stderr.isatty():
            return
        self._shown = True
        share = f"{100 * progress.read // progress.total:3d} %" if progress.total else f"{progress.read / 1e6:,.0f} MB"
        left = (
            ""
            if progress.left is None
            else f", {int(progress.left) // 60}:{int(progress.left) % 60:02d} of reading left"
        )
        if progress.stage != "reading":
            share, left = progress.stage, ""
        show_progress(f"{share}  {counted(progress.quads, 'triples')}  {progress.rate:,.0f}/s{left}")

    def wipe(self) -> None:
        """Take the line away."""
        if self._shown:
            show_progress("")
