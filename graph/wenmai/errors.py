"""What can go wrong, each as one sentence a person can act on.

::

    WenmaiError (ValueError)          exit status
     ├─ InputError                    2   a file, a folder or an option that cannot be used
     │   ├─ GraphSyntaxError          2   an RDF file that breaks its format's grammar: file, line, column
     │   ├─ StoreError                2   a store that is damaged, foreign, locked or of another version
     │   └─ QueryError                2   SPARQL that cannot be parsed or is refused
     │       └─ QueryRefused          2   a query that would reach out, write, or nest absurdly
     ├─ NoAnswer                      1   the question was understood; the honest answer is no
     │   └─ NoPath                    1   no path, with the filter or the gap that caused it
     ├─ NameNotFound                  3   no entity of that name: the nearest are offered
     ├─ AmbiguousName                 4   several entities of that name: the candidates are offered
     └─ LimitReached                  5   a bound on time, memory, rows or links was met
         └─ QueryTimeout              5   the deadline of a query passed
     EndpointError (InputError)       6   a remote endpoint did not answer, or answered wrongly
     ModelError (InputError)          6   a language model did not answer, or answered what is of no use

Each error carries its facts as attributes, so that a program need not parse the sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wenmai.model import Match


MOST_QUOTED = 200
"""How many characters of what a person wrote a sentence gives back."""


def quoted(text: str) -> str:
    """What a person wrote, as a sentence quotes it; of a long text the beginning.

    >>> quoted("北交所"), len(quoted("x" * 50_000)) < 210
    ("'北交所'", True)
    """
    return repr(text if len(text) <= MOST_QUOTED else text[:MOST_QUOTED] + "…")


class WenmaiError(ValueError):
    """Any failure that wenmai foresees; ``str()`` is one sentence for a person."""

    exit_status = 2


class InputError(WenmaiError):
    """A file, folder or option that cannot be used."""


class GraphSyntaxError(InputError):
    """An RDF file that breaks its format's grammar.

    ``line`` and ``column`` count from 1 and are ``None`` only where the parser gives no position.
    """

    def __init__(self, file: str, message: str, *, line: int | None = None, column: int | None = None) -> None:
        self.file, self.message, self.line, self.column = file, message, line, column
        place = "".join(f":{number}" for number in (line, column) if number is not None)
        super().__init__(f"{file}{place}: {message}")


class StoreError(InputError):
    """A store folder that is damaged, foreign, locked or of another version."""


class QueryError(InputError):
    """SPARQL that cannot be parsed; ``line`` and ``column`` count from 1 where known."""

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        self.message, self.line, self.column = message, line, column
        super().__init__(message)


class QueryRefused(QueryError):
    """A query that is not run at all: it would write, reach out, or nest absurdly."""


class EndpointError(InputError):
    """A remote SPARQL endpoint that did not answer, or answered with an error."""

    exit_status = 6


class ModelError(InputError):
    """A language model that did not answer, or answered what is of no use."""

    exit_status = 6


class NoAnswer(WenmaiError):
    """The question was understood and the honest answer is no."""

    exit_status = 1


class NoPath(NoAnswer):
    """No path between two entities; ``reason`` names the filter, the gap or the bound that caused it."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class NameNotFound(WenmaiError):
    """No entity (``what``) is called ``name``; ``nearest`` are the closest matches, best first.

    ``prefix`` is the one of ``name`` that nobody has declared, if it is written like ``prefix:name``.
    """

    exit_status = 3

    def __init__(
        self, name: str, nearest: Sequence[Match] = (), *, what: str = "entity", prefix: str | None = None
    ) -> None:
        self.name, self.nearest, self.what, self.prefix = name, tuple(nearest), what, prefix
        undeclared = "" if prefix is None else f", and neither the graph nor wenmai declares the prefix {prefix}:"
        offer = ", ".join(match.label for match in self.nearest)
        super().__init__(f"no {what} is called {quoted(name)}{undeclared}" + (f"; nearest: {offer}" if offer else ""))


class AmbiguousName(WenmaiError):
    """Several entities (``what``) are called ``name``; ``candidates`` are the first ``OFFERED`` of those that were found.

    ``count`` says how many there are, in words: there may be more; ``summary`` is the sentence without the candidates.
    """

    exit_status = 4
    OFFERED = 20

    def __init__(self, name: str, found: Sequence[Match], *, what: str = "entity") -> None:
        self.name, self.candidates, self.what = name, tuple(found[: self.OFFERED]), what
        plural = {"entity": "entities", "class": "classes"}.get(what, f"{what}s")
        self.count = f"more than {self.OFFERED}" if len(found) > self.OFFERED else str(len(found))
        self.summary = f"{quoted(name)} names {self.count} {plural}"
        offer = ", ".join(f"{match.label} <{match.iri}>" for match in self.candidates)
        super().__init__(f"{self.summary}: {offer}; give the IRI of the one you mean")


class LimitReached(WenmaiError):
    """A bound on time, memory, rows or links was met; what was done until then is in the sentence.

    ``partial`` is what was found within the bound, where that can be used.
    """

    exit_status = 5

    def __init__(self, message: str, *, partial: object = None) -> None:
        self.partial = partial
        super().__init__(message)


class QueryTimeout(LimitReached):
    """The deadline of a query passed."""
