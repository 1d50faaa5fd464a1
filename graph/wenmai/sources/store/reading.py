"""The quads of all files of a load, counted, with progress."""

from __future__ import annotations

import time
from hashlib import blake2b
from typing import TYPE_CHECKING

from wenmai.sources.store.job import Progress, sizes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pyoxigraph

    from wenmai.reading import Input
    from wenmai.sources.store.job import LoadJob

EVERY = 0.1
"""Seconds between two reports of progress."""


class Reading:
    """The quads of all files of a job, counted, with progress."""

    def __init__(self, job: LoadJob, progress: Callable[[Progress], None] | None, *, hashed: bool = True) -> None:
        self.job, self.progress, self.hashed = job, progress, hashed
        self.files: list[tuple[str, int, str]] = []
        self.prefixes: list[tuple[str, Mapping[str, str]]] = []
        self.notices: list[str] = []
        self.quads = 0
        self._began = self._told = time.monotonic()
        self._read = 0
        self.total = sizes(job.files)

    def inputs(self) -> Iterator[tuple[int, Input]]:
        """Every file with its scope, opened."""
        from wenmai.reading import open_inputs

        opened = open_inputs(self.job.files, self.job.options, watch=self._watch, hashed=self.hashed)
        for scope, source in enumerate(opened, self.job.scope):
            yield scope, source
            self._read += source.position
            self.files.append((source.location, source.position, source.digest()))
            self.prefixes.append((source.name, source.prefixes))
            self.notices += source.notices

    def all(self) -> Iterator[pyoxigraph.Quad]:
        """Every quad, file by file."""
        for scope, source in self.inputs():
            for quad in source.quads(scope=scope):
                self.quads += 1
                yield quad

    def _watch(self, source: Input) -> None:
        """Report progress, at most once in :data:`EVERY` seconds."""
        now = time.monotonic()
        if self.progress is not None and now - self._told > EVERY:
            self._told = now
            self.tell(self._read + source.position)

    def tell(self, read: int, stage: str = "reading") -> None:
        """Report progress."""
        if self.progress is not None:
            self.progress(Progress(read, self.total, self.quads, time.monotonic() - self._began, stage))

    def _said(self) -> list[str]:
        """The options that may change what is read; the base always, the others where they were given."""
        base, *others = self.job.options
        return [base or "", *(f"{other}" for other in others if other), self._profile()]

    def _profile(self) -> str:
        """The hash of a person's own profile."""
        if not self.job.options.profile:
            return ""
        with open(self.job.options.profile, "rb") as file:
            return blake2b(file.read(), digest_size=12).hexdigest()

    def id(self) -> str:
        """The id of the store: a hash of what it was loaded from."""
        told = [self.job.before, *self._said(), str(self.job.scope), *(digest for _, _, digest in self.files)]
        told += ["removed"] * self.job.remove
        return blake2b("\n".join(told).encode(), digest_size=12).hexdigest()
