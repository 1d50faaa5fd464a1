"""The database being filled: from quads, or by its own reader from the bytes of a file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, cast

from wenmai.errors import InputError
from wenmai.sources.store.database import TRIPLES, UNION, clone, note
from wenmai.sources.store.job import UncheckedFault

if TYPE_CHECKING:
    import pyoxigraph

    from wenmai.reading import Input
    from wenmai.reading.pages import Pages


class Database:
    """The database being filled; its faults are told as one sentence."""

    def __init__(self, folder: str, name: str = TRIPLES) -> None:
        import pyoxigraph

        self._store = pyoxigraph.Store(os.path.join(folder, name))

    def __enter__(self) -> pyoxigraph.Store:
        return self._store

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if error is None:
            try:
                self._store.flush()
            except OSError as failure:
                error = failure
        del self._store
        if isinstance(error, OSError):
            raise InputError(f"the triples cannot be written: {error}") from error


def complete(folder: str) -> None:
    """Add the union of the graphs where they share triples, and write down the files of the databases."""
    import pyoxigraph

    from wenmai.sparql.union import add_union, shares_triples

    if shares_triples(pyoxigraph.Store.read_only(os.path.join(folder, TRIPLES))):
        clone(os.path.join(folder, TRIPLES), os.path.join(folder, UNION))
        with Database(folder, UNION) as store:
            add_union(store)
        del store  # which closes it
    note(folder)


def load_bytes(store: pyoxigraph.Store, source: Input) -> bool:
    """Load a file without making an object of every quad, nor the checks that indexing it makes; false if it has blank nodes.

    Those would get random names here. What was loaded until the first came is then loaded again: the same quads, so the
    same set.
    """
    import pyoxigraph

    fault: Exception | None = None
    pages = source.pages()
    with Feed(pages) as feed:
        try:
            form = getattr(pyoxigraph.RdfFormat, source.form)
            store.bulk_load(path=f"/dev/fd/{feed.end}", format=form, lenient=True)
        except (SyntaxError, EOFError, ValueError, MemoryError) as error:
            fault = error
    if feed.fault is not None:
        raise feed.fault
    if fault is not None and not pages.blank:
        raise UncheckedFault from fault
    return not pages.blank


class Feed:
    """Hands pages to the database's own reader through a pipe, until one may hold a blank node.

    It would ask an object of Python for two kilobytes at a time, and wait for each. ``fault`` is what ended the reading.
    """

    def __init__(self, pages: Pages) -> None:
        from threading import Thread

        self._pages, self.fault = pages, cast("Exception | None", None)
        self.end, self._start = os.pipe()
        self._thread = Thread(target=self._run, daemon=True)

    def __enter__(self) -> Feed:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.end)
        self._thread.join()

    def _run(self) -> None:
        """Write every page whole before the next is asked for: the bytes in the pipe are the file's, in order.

        Whatever ends the reading closes the pipe, so that the database's reader ends too.
        """
        try:
            with os.fdopen(self._start, "wb", buffering=0) as pipe:
                while (piece := self._pages.rest()) and not self._pages.blank:
                    left = memoryview(piece)
                    while left:
                        left = left[pipe.write(left) :]
        except BrokenPipeError:
            pass  # the reader has met a fault, which it tells itself
        except Exception as error:  # noqa: BLE001 - raised again where the load is waited for
            self.fault = error
