"""Every citation of a graph, held against the documents themselves.

A *citation* is one fact (a statement, a figure, or any resource that carries ``wm:evidence``) with one passage. It
holds when the document is the one that was cited and its words say what the fact claims: see :mod:`wenmai.audit.claims`.
Nothing is passed silently: what no rule can test is counted and listed as unchecked.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wenmai.audit.cited import CitedFacts, ComparedDocument
from wenmai.audit.claims import RULES, Examined, Problem, examine
from wenmai.audit.passages import Document, Passage, documents, passage, read_document
from wenmai.audit.turtle import Places
from wenmai.errors import InputError
from wenmai.languages import is_chinese
from wenmai.model import Fault
from wenmai.terms import WM, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from wenmai.sources import Source

_WORDLESS = re.compile(r"[\W_]+")


class Checked(NamedTuple):
    """A document and the file it was held against; ``same`` when the file is the document that was cited."""

    document: str
    file: str | None
    same: bool


class Verification(NamedTuple):
    """What ``verify`` found: of ``citations``, ``holding`` do; ``unchecked`` are claims that no rule could test."""

    documents: tuple[Checked, ...]
    citations: int
    holding: int
    faults: tuple[Fault, ...]
    unchecked: tuple[Fault, ...]

    @property
    def passed(self) -> bool:
        """Whether there was a citation to check and every one holds in an unchanged document."""
        return not self.faults and 0 < self.citations == self.holding


def verify(source: Source, *files: str | Path, language: str = "en") -> Verification:
    """Check every citation of a graph against the documents in ``files``.

    A file is taken for the document whose SHA-256 it has, else for the one whose name it bears, else (one of each being
    left) for the other.

    Raises:
        InputError: when a file cannot be read.
    """
    record = CitedFacts(source)
    held = _match(documents(source), [(str(file), *read_document(file)) for file in files])
    examined = [examine(record, fact, held) for fact in record.facts()]
    teller = _Teller(source, language)
    faults = [teller.fault(iri, problem) for iri, found in held.items() for problem in _changed(iri, found, examined)]
    faults += _by_place(teller.fault(one.fact, problem) for one in examined for problem in one.problems)
    unchecked = _by_place(teller.fault(one.fact, problem) for one in examined for problem in one.unknown)
    checked = tuple(Checked(iri, found.file, found.same) for iri, found in held.items())
    holding = sum(one.holding for one in examined)
    return Verification(checked, sum(len(one.spans) for one in examined), holding, tuple(faults), tuple(unchecked))


def _by_place(faults: Iterable[Fault]) -> list[Fault]:
    return sorted(faults, key=lambda one: (one.file or "", one.line or 0, one.rule, one.focus, one.sentence))


class Coverage(NamedTuple):
    """How much of a document the facts cite: ``covered`` of ``length`` code points, and the stretches between."""

    covered: int
    length: int
    gaps: tuple[Passage, ...]


def coverage(source: Source, file: str | Path) -> Coverage:
    """What the facts of a graph cite of the document in ``file``, and what they leave.

    A gap is told in its sentence; gaps without a letter or digit are left out.

    Raises:
        InputError: when the file cannot be read, or is no document that the graph cites.
    """
    record = CitedFacts(source)
    held = _match(documents(source), [(str(file), *read_document(file))])
    text = next((found.text for found in held.values() if found.text is not None), None)
    if text is None:
        raise InputError(f"{file} is not a document that this graph cites")
    spans = [span for fact in record.facts() for span in record.cited(fact, held) if span.text is not None]
    cited = [(span.start, span.end) for span in spans if span.start is not None and span.end is not None]
    covered = {place for start, end in cited for place in range(max(0, start), min(end, len(text)))}
    left = tuple(passage(text, start, end) for start, end in gaps(text, cited))
    return Coverage(len(covered), len(text), left)


def gaps(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches of a text between spans, without the punctuation at their ends.

    >>> gaps("甲乙,丙丁。", [(0, 1), (3, 4)])
    [(1, 2), (4, 5)]
    """
    found, reached = [], 0
    for start, end in [*sorted(spans), (len(text), len(text))]:
        inner = text[reached:start]
        if _WORDLESS.sub("", inner):
            left, right = (len(inner) - len(_strip(part)) for part in (inner, inner[::-1]))
            found.append((reached + left, start - right))
        reached = max(reached, end)
    return found


def _strip(text: str) -> str:
    opening = _WORDLESS.match(text)
    return text[opening.end() :] if opening else text


# Documents and files --------------------------------------------------------------------------------------------------


def _match(recorded: Sequence[Document], files: list[tuple[str, str, str]]) -> dict[str, ComparedDocument]:
    """Each document with its file: by SHA-256, else by name, else the one that is left."""
    left, held = list(files), {}
    waiting = list(recorded)
    rules: list[Callable[[Document, tuple[str, str, str]], bool]] = [
        lambda document, file: document.sha256 == file[2],
        lambda document, file: document.iri.endswith(Path(file[0]).stem),
        lambda _document, _file: len(waiting) == len(left) == 1,
    ]
    for rule in rules:
        for document in list(waiting):
            fit = next((file for file in left if rule(document, file)), None)
            if fit:
                held[document.iri] = ComparedDocument(document, fit[0], fit[1], document.sha256 == fit[2])
                waiting.remove(document)
                left.remove(fit)
    held |= {document.iri: ComparedDocument(document, None, None, False) for document in waiting}
    return dict(sorted(held.items()))


def _changed(iri: str, held: ComparedDocument, examined: Sequence[Examined]) -> Iterator[Problem]:
    """A document without a file, or with a file that is another: since where, as far as citations can tell."""
    facts: dict[str, object] = {"document": shorten(iri), "file": held.file}
    if held.text is None:
        yield Problem("source-missing", facts, WM + "sha256")
    elif not held.same:
        found, recorded = len(held.text), held.document.length
        failing = [span.start for one in examined if one.problems for span in one.spans if span.document == iri]
        first = min((start for start in failing if start is not None), default=None)
        facts |= {
            "found": found,
            "length": "?" if recorded is None else recorded,
            "first": "—" if first is None else first,
        }
        yield Problem("source-changed", facts, WM + "sha256")


# The sentences --------------------------------------------------------------------------------------------------------


class _Teller:
    """Puts a problem into a sentence and finds its line."""

    def __init__(self, source: Source, language: str) -> None:
        self.places = Places(source.locations)
        self.column = 0 if is_chinese(language) else 1

    def fault(self, focus: str, problem: Problem) -> Fault:
        """The fault of a problem."""
        sentence = RULES[problem.rule][self.column].format(**problem.facts)
        place = self.places.find(focus, problem.predicate, problem.value)
        return Fault(problem.rule, focus, sentence, place.file, place.line)
