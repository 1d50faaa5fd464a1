"""How files are to be read, as a person may say it: base, format, what to do with bad terms, contexts at hand."""

from __future__ import annotations

from os import fspath
from typing import TYPE_CHECKING, NamedTuple

from wenmai.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from os import PathLike


class ReadOptions(NamedTuple):
    """How files are read.

    ``base`` resolves relative IRIs, in place of each file's own address. ``form`` is the format, a key of
    :data:`~wenmai.reading.detect.NAMES`, whatever name and content say. ``skip_bad`` leaves bad statements and terms out,
    and counts them. ``contexts`` are pairs of the address of a JSON-LD context and the file that holds it here. ``profile`` is
    the file of a person's own profile (:mod:`wenmai.profiles`), ``labels`` are predicates that name things before all others.
    """

    base: str | None = None
    form: str | None = None
    skip_bad: bool = False
    contexts: tuple[tuple[str, str], ...] = ()
    profile: str | None = None
    labels: tuple[str, ...] = ()


DEFAULTS = ReadOptions()


def read_options(
    base: str | None,
    input_format: str | None,
    *,
    skip_bad: bool,
    contexts: Mapping[str, str | PathLike[str]],
    profile: str | PathLike[str] | None = None,
    labels: Iterable[str] = (),
) -> ReadOptions | None:
    """How a person says that files are to be read; ``None`` when all is as usual.

    Raises:
        InputError: ``base`` is no absolute IRI, or no format has the name ``input_format``.
    """
    labels = tuple(labels)
    if not (base or input_format or skip_bad or contexts or profile or labels):
        return None
    from wenmai.reading.detect import FORMATS

    if input_format is not None and input_format not in FORMATS:
        raise InputError(f"there is no input format {input_format!r}; it is one of {', '.join(FORMATS)}")
    held = tuple((address, fspath(file)) for address, file in contexts.items())
    form = FORMATS[input_format] if input_format else None
    return ReadOptions(_absolute(base), form, skip_bad, held, fspath(profile) if profile else None, labels)


def _absolute(base: str | None) -> str | None:
    from pyoxigraph import NamedNode

    try:
        return base if base is None else NamedNode(base).value
    except ValueError as error:
        raise InputError(f"the base {base!r} is no absolute IRI: {error}") from None
