"""``wenmai merge``: what was accepted of a proposal, written into a graph."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from wenmai.cli.options import OneCommand, language_option, own_or_group
from wenmai.cli.output import emit, say
from wenmai.cli.review import user_name
from wenmai.errors import InputError
from wenmai.languages import is_chinese

if TYPE_CHECKING:
    from wenmai.capture.merging import MergePlan, NameClash


@click.command(cls=OneCommand)
@click.argument("proposal", type=click.Path())
@click.argument("graph", type=click.Path())
@click.option(
    "--as",
    "said",
    multiple=True,
    metavar="NAME=IRI",
    help="NAME of the proposal is this entity of the graph; NAME=new: it is another than the one that bears the name there.",
)
@click.option("--diff", is_flag=True, help="Write nothing; show what would change and exit with 1.")
@click.option("--only", default="", metavar="NAME", help="Take the decisions of this reviewer alone.")
@click.option(
    "--by", envvar="WENMAI_REVIEWER", metavar="NAME", help="Who says what --as says (default: the user's name)."
)
@language_option(own_or_group, "TAG", "Language of what is told: zh or en (default: the locale's).")
def merge(proposal: str, graph: str, said: tuple[str, ...], diff: bool, only: str, by: str | None, lang: str) -> int:
    """Write what reviewers accepted of PROPOSAL into GRAPH, a Turtle file that is kept by hand; a new one is made.

    What stands in GRAPH stays as it is, comments and order too. What is there already is not written again: merging twice
    changes nothing. Each fact is held against the texts first, as verify does. What nobody decided, and what reviewers
    differ on, is left out and counted.

    \b
    Example: wenmai merge proposal.ttl graph.ttl --diff
             wenmai merge proposal.ttl graph.ttl --as 白榆县=urn:wenmai:xicheng:白榆县
    """
    from wenmai.capture.merging import plan_merge, write_merge
    from wenmai.capture.review import open_review

    found = open_review(proposal, reviewer=by or user_name())
    same = dict(map(_pair, said))
    plan = plan_merge(found, graph, same=same, only=only)
    if plan.clashes and not diff:
        same |= _ask(plan, lang)
        plan = plan_merge(found, graph, same=same, only=only)
    if diff:
        emit(plan.diff(), end="")
        _tell(plan, lang, written=False)
        return 1 if plan.changes else 0
    known = found.same_names()
    for name, other in same.items():
        if known.get(name) != other:
            found.join_names(name, other)
    write_merge(plan)
    _tell(plan, lang, written=True)
    return 0


def _pair(written: str) -> tuple[str, str]:
    name, found, other = written.partition("=")
    if not found or not name or (":" not in other and other != "new"):
        raise InputError(f"--as {written!r} is not NAME=IRI, nor NAME=new")
    return name, other


def _ask(plan: MergePlan, lang: str) -> dict[str, str]:
    """What each name that clashes is: asked in a terminal, else told with what to give.

    Raises:
        InputError: there is nobody to ask.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        clash = plan.clashes[0]
        first = clash.others[0][0]
        more = f" ({len(plan.clashes)} such names)" if len(plan.clashes) > 1 else ""
        raise InputError(
            f"{clash.name} is in {plan.file} already, as {' and '.join(f'<{iri}>' for iri, _ in clash.others)}{more}: if it is the "
            f"same give --as {clash.name}={first}, else --as {clash.name}=new"
        )
    return {clash.name: _asked(clash, lang) for clash in plan.clashes}


def _asked(clash: NameClash, lang: str) -> str:
    chinese = is_chinese(lang)
    say(f"图中已有“{clash.name}”:" if chinese else f"{clash.name} is in the graph already:")
    for number, (iri, kind) in enumerate(clash.others, 1):
        say(f"  {number}  {kind} <{iri}>")
    say("  0  " + ("另一个同名的" if chinese else "another of that name"))
    answer = click.prompt("是哪一个" if chinese else "Which is it", type=click.IntRange(0, len(clash.others)), err=True)
    return clash.others[answer - 1][0] if answer else "new"


def _tell(plan: MergePlan, lang: str, *, written: bool) -> None:
    """Say what was written, what was there, what was left out and why."""
    chinese = is_chinese(lang)
    for clash in plan.clashes:
        say(
            f"注意:图中已有“{clash.name}”,请用 --as 说明"
            if chinese
            else f"note: {clash.name} is in the graph already; say with --as whether it is the same"
        )
    for old, new in sorted(plan.renamed.items()):
        say(
            f"注意:图中另有名为 {old} 的文件,这里的写作 {new}"
            if chinese
            else f"note: the graph has another document called {old}; this one is written as {new}"
        )
    for one in plan.left_out:
        what = f"{one.finding.id} {one.finding.summary}"
        if one.why == "otherwise":
            say(
                f"未写入:{what}:图中 <{one.detail}> 说法不同"
                if chinese
                else f"left out: {what}: the graph says otherwise in <{one.detail}>"
            )
        else:
            say(f"未写入:{what}:{one.detail}" if chinese else f"left out: {what}: {one.detail}")
    for iri in plan.retracted:
        say(f"注意:已否决,但图中有 <{iri}>" if chinese else f"note: rejected, but in the graph: <{iri}>")
    verb = ("写入", "merged") if written else ("将写入", "would merge")
    zh = f"{verb[0]} {plan.written:,} 条;已有 {plan.there:,} 条,否决 {plan.rejected:,} 条,未定 {plan.undecided:,} 条"
    en = f"{verb[1]} {plan.written:,}; {plan.there:,} were there, {plan.rejected:,} rejected, {plan.undecided:,} undecided"
    say(zh if chinese else en)
