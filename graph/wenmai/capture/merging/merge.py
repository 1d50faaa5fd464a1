"""Merging: plan what a graph file gets of a proposal, look at it, write it whole or not at all.

Every new fact is held against the texts as ``verify`` does; one that does not hold is left out and told. The file is written only
if it is still the one that was read.
"""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wenmai.capture.merging.composing import compose
from wenmai.capture.merging.editing import with_edits
from wenmai.capture.merging.matching import EntityMatcher, NameClash
from wenmai.capture.merging.proof import failing_facts
from wenmai.capture.merging.selecting import FactSelector, MergeSelection
from wenmai.capture.review.statedgraph import StatedGraph
from wenmai.errors import InputError
from wenmai.system.files import replacing
from wenmai.system.locks import flock

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wenmai.capture.review.engine import Review
    from wenmai.capture.review.proposedfinding import ProposedFinding

ENDINGS = (".ttl", ".turtle")

__all__ = ["MergePlan", "NameClash", "UnmergedFinding", "plan_merge", "write_merge"]


class UnmergedFinding(NamedTuple):
    """An accepted finding that is not written, and why: ``unproved`` (``detail`` is the sentence of ``verify``) or ``otherwise``.

    ``otherwise``: the graph says something else of the same number, in the figure ``detail``.
    """

    finding: ProposedFinding
    why: str
    detail: str


class MergePlan(NamedTuple):
    """What a merge would do: the file's text before and after; how many findings are written, were there, are left out.

    ``undecided`` counts open and disputed findings, ``rejected`` those; ``retracted`` are figures and statements of the graph that were
    rejected since; ``clashes`` must be settled before anything is written; ``renamed`` are documents of a name that was taken.
    """

    file: Path
    before: bytes | None
    after: str
    written: int
    there: int
    undecided: int
    rejected: int
    left_out: tuple[UnmergedFinding, ...]
    retracted: tuple[str, ...]
    clashes: tuple[NameClash, ...]
    renamed: Mapping[str, str]

    @property
    def changes(self) -> bool:
        """Whether the file would be another."""
        return (self.before or b"").decode("utf-8", "replace") != self.after

    def diff(self) -> str:
        """What would change, as a unified diff."""
        before = (self.before or b"").decode("utf-8", "replace")
        lines = difflib.unified_diff(
            before.splitlines(keepends=True),
            self.after.splitlines(keepends=True),
            str(self.file),
            f"{self.file} (merged)",
        )
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def plan_merge(
    review: Review, graph: str | Path, *, same: Mapping[str, str] | None = None, only: str = ""
) -> MergePlan:
    """What of a reviewed proposal a graph file gets; ``same`` says more of names, ``only`` takes the decisions of one reviewer.

    Raises:
        InputError: the file cannot be read or is no Turtle file, or has nothing of an IRI in ``same``.
    """
    file = Path(graph)
    before = _read(file)
    target = StatedGraph(before or b"", str(file))
    settled = [(one, review.settled(one, only)) for one in review.proposed]
    accepted = [(one, state) for one, state in settled if state.state in ("accepted", "edited")]
    proposal = with_edits(review.graph, [(one, state.fields) for one, state in accepted])
    names = _said_names(review.same_names(), same or {}, target, file)
    left_out: list[UnmergedFinding] = []
    wanted = [one for one, _ in accepted]
    while True:
        matched = EntityMatcher(proposal, target, names)
        chosen = FactSelector(proposal, target, matched, review.texts).select(wanted)
        text = (before or b"").decode("utf-8")
        after = compose(text, target, chosen.subjects) if chosen.subjects else text
        failing = failing_facts(after, set(chosen.written.values()), review.texts) if chosen.written else {}
        if not failing:
            break
        by_iri = {chosen.written[one.id]: one for one in wanted if one.id in chosen.written}
        left_out += [UnmergedFinding(by_iri[iri], "unproved", why) for iri, why in sorted(failing.items())]
        wanted = [one for one in wanted if chosen.written.get(one.id) not in failing]
    left_out += [UnmergedFinding(one, "otherwise", iri) for one, iri in chosen.otherwise]
    rejected = [one for one, state in settled if state.state == "rejected"]
    return MergePlan(
        file=file,
        before=before,
        after=after,
        written=len(chosen.written),
        there=len(chosen.there),
        undecided=len(settled) - len(accepted) - len(rejected),
        rejected=len(rejected),
        left_out=tuple(left_out),
        retracted=_retracted(review, target, matched, rejected),
        clashes=tuple(matched.clashes[name] for name in sorted(matched.clashes)),
        renamed=matched.renamed,
    )


def _said_names(kept: Mapping[str, str], same: Mapping[str, str], target: StatedGraph, file: Path) -> dict[str, str]:
    """What is said of names: what the log keeps, but for IRIs of another graph, and what is said now.

    Raises:
        InputError: the graph has nothing of an IRI that is said now.
    """
    for name, other in same.items():
        if ":" in other and other not in target:
            raise InputError(f"--as {name}={other}: {file} says nothing of <{other}>")
    return {name: other for name, other in kept.items() if ":" not in other or other in target} | dict(same)


def _retracted(
    review: Review, target: StatedGraph, matched: EntityMatcher, rejected: list[ProposedFinding]
) -> tuple[str, ...]:
    """What a graph has of findings that are rejected now: an earlier merge, or a person, wrote it."""
    chosen: MergeSelection = FactSelector(review.graph, target, matched, review.texts).select(rejected)
    return tuple(sorted(matched(one.iri) for one in chosen.there))


def write_merge(plan: MergePlan) -> None:
    """Write the graph of a plan, whole or not at all; a plan without changes writes nothing.

    Raises:
        InputError: names clash, the file was changed since it was read, or it cannot be written.
    """
    if plan.clashes:
        raise InputError(f"{plan.clashes[0].name!r} names something in {plan.file} already; say whether it is the same")
    if not plan.changes:
        return
    content = plan.after.encode("utf-8")
    if plan.before is None:
        _unchanged(plan)
        with replacing(plan.file) as (stream,):
            stream.write(content)
        return
    try:
        with plan.file.open("rb") as held:
            if not flock(held.fileno(), exclusive=True):
                raise InputError(f"{plan.file} is being written by another program; try again")
            with replacing(plan.file) as (stream,):
                stream.write(content)
                stream.flush()
                _unchanged(plan)
    except OSError as error:
        raise InputError(f"{plan.file} cannot be written: {error.strerror or error}") from error


def _unchanged(plan: MergePlan) -> None:
    """See that the file is the one that was read."""
    if _read(plan.file) != plan.before:
        raise InputError(f"{plan.file} was changed while this merge was made, and is left as it is; merge again")


def _read(file: Path) -> bytes | None:
    """The content of a Turtle file; ``None`` where there is none yet."""
    if file.suffix.lower() not in ENDINGS:
        raise InputError(f"{file} is not a Turtle file (.ttl): comments and order are kept in no other format")
    try:
        content = file.read_bytes()
        content.decode("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is not UTF-8 text: the byte at offset {error.start} does not fit") from error
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror or error}") from error
    return content
