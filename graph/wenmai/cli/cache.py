"""``wenmai cache``: what files that were opened once left behind."""

from __future__ import annotations

import time

import click

from wenmai.cli.options import OneCommand
from wenmai.cli.output import emit, emit_rows, tell


@click.command(cls=OneCommand)
@click.option("--clear", is_flag=True, help="Remove all of it; files are read again when they are next opened.")
@click.option("--format", type=click.Choice(["table", "csv"]), default="table", show_default=True)
def cache(clear: bool, format: str) -> None:
    """List the graphs of the cache: a file that was opened once opens like a store the second time.

    Of an endpoint there is what holds of it as a whole, such as how many links each predicate has (--fresh asks again).

    It is in WENMAI_CACHE (a folder, or off), else in the platform's folder for caches. The least recently used go when
    all have more than 1 GiB.

    \b
    Example: wenmai cache
             wenmai cache --clear
    """
    from wenmai.sources import cache as kept

    place = kept.cache_folder()
    if place is None:
        tell("the cache is off")
    elif clear:
        gone, staying = kept.clear(place)
        gone += kept.clear_learnt(place)
        emit(f"{place}: {_graphs(gone)} removed" + (f", {staying} are being read and stay" if staying else ""))
    else:
        held = [(_files(one.folder), one.size, one.used) for one in kept.entries(place)]
        held += [(one.server, one.size, one.written) for one in kept.list_learnt(place)]
        rows = [(what, f"{size:,}" if format == "table" else str(size), _day(used)) for what, size, used in held]
        if rows or format == "csv":
            emit_rows(("files", "bytes", "used"), rows, format)
        if format == "table":
            emit(f"{place}: {_graphs(len(held))}, {sum(size for _, size, _ in held):,} bytes")


def _files(folder: str) -> str:
    from wenmai.errors import StoreError
    from wenmai.sources.cache.triples import open_triples

    try:
        return ", ".join(open_triples(folder, None).table("location"))
    except StoreError:
        return f"{folder} (damaged)"


def _day(seconds: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))


def _graphs(number: int) -> str:
    return f"{number:,} graph{'s' * (number != 1)}"
