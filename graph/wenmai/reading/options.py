"""How files are to be read, as a person may say it: base, format, what to do with bad terms, contexts at hand."""

from __future__ import annotations

from typing import NamedTuple


class ReadOptions(NamedTuple):
    """How files are read.

    ``base`` resolves relative IRIs, in place of each file's own address. ``form`` is the format, a key of
    :data:`~wenmai.reading.detect.NAMES`, whatever name and content say. ``skip_bad`` leaves bad statements and terms out,
    and counts them. ``contexts`` are pairs of the address of a JSON-LD context and the file that holds it here.
    """

    base: str | None = None
    form: str | None = None
    skip_bad: bool = False
    contexts: tuple[tuple[str, str], ...] = ()


DEFAULTS = ReadOptions()
