"""``wenmai review``: a person's decisions about a proposal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

import click

from wenmai.cli.options import OneCommand, format_option, language_option, own_or_group
from wenmai.cli.output import emit_json, emit_rows, say
from wenmai.errors import InputError
from wenmai.languages import counted, is_chinese

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wenmai.capture.review import Review, ReviewFilter

STATES = ("open", "accepted", "rejected", "edited", "disputed")
KINDS = ("figure", "time", "name", "link")


@click.command(cls=OneCommand)
@click.argument("proposal", type=click.Path())
@click.option("--list", "listed", is_flag=True, help="List the findings instead, the most doubtful first.")
@click.option("--rules", is_flag=True, help="Show how often each rule was right, by the decisions so far.")
@click.option("--accept", multiple=True, metavar="ID", help="Accept a finding; - reads the ids from stdin.")
@click.option("--reject", multiple=True, metavar="ID", help="Reject a finding; - reads the ids from stdin.")
@click.option("--edit", metavar="ID", help="Correct a finding: what --set says, all else as it is.")
@click.option("--set", "edits", multiple=True, metavar="FIELD=TEXT", help="A field of the finding that --edit names.")
@click.option(
    "--accept-rule", multiple=True, metavar="RULE", help="Accept all open findings of a rule (plan/* of many)."
)
@click.option("--reject-rule", multiple=True, metavar="RULE", help="Reject all open findings of a rule.")
@click.option(
    "--same", nargs=2, multiple=True, metavar="NAME OTHER", help="NAME is another name of OTHER (a name or an IRI)."
)
@click.option("--undo", is_flag=True, help="Undo what you did last, all of a rule at once.")
@click.option("--state", "states", multiple=True, type=click.Choice(STATES), help="Only findings in this state.")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="Only findings of this kind.")
@click.option("--rule", default="", metavar="RULE", help="Only findings of this rule (plan/* of many).")
@click.option("--document", default="", metavar="NAME", help="Only findings of this document.")
@click.option("--text", default="", metavar="WORDS", help="Only findings with these words in a field.")
@click.option(
    "--order", type=click.Choice(("doubt", "text")), default="doubt", show_default=True, help="Order of the list."
)
@click.option("--limit", type=click.IntRange(1), metavar="N", help="List no more than so many.")
@click.option("--note", default="", metavar="TEXT", help="Say why, in the log.")
@click.option("--by", envvar="WENMAI_REVIEWER", metavar="NAME", help="The reviewer (default: the user's name).")
@format_option("table", "json", "csv")
@language_option(own_or_group, "TAG", "Language of what is shown: zh or en (default: the locale's).")
def review(
    proposal: str,
    listed: bool,
    rules: bool,
    accept: tuple[str, ...],
    reject: tuple[str, ...],
    edit: str | None,
    edits: tuple[str, ...],
    accept_rule: tuple[str, ...],
    reject_rule: tuple[str, ...],
    same: tuple[tuple[str, str], ...],
    undo: bool,
    states: tuple[str, ...],
    kinds: tuple[str, ...],
    rule: str,
    document: str,
    text: str,
    order: str,
    limit: int | None,
    note: str,
    by: str | None,
    format: str,
    lang: str,
) -> int:
    """Go through what wenmai capture proposed, sorted by doubt: accept, reject, correct it.

    Without an option it fills the terminal (? shows its keys). Decisions are kept beside the proposal, in
    PROPOSAL.decisions.jsonl, each on the disk before it is shown, and outlive a new capture. Then wenmai merge writes what was
    accepted into a graph.

    \b
    Example: wenmai review proposal.ttl
             wenmai review proposal.ttl --accept-rule plan/clause/year
             wenmai review proposal.ttl --edit 8258069f3d --set value=6.5 --set bound=about
             wenmai review proposal.ttl --list --state open --format json
    """
    from wenmai.capture.review import ReviewFilter, open_review

    found = open_review(proposal, reviewer=by or user_name())
    orders = Orders(accept, reject, edit or "", edits, accept_rule, reject_rule, same, undo, note)
    decided = _decide(found, orders, lang)
    if rules:
        _rules(found, format, lang)
    elif listed:
        return _list(found, ReviewFilter(states, kinds, rule, document, text), order, limit, format, lang)
    elif not decided:
        _screen(found, ReviewFilter(states, kinds, rule, document, text), order, lang)
    _progress(found, lang)
    return 0


class Orders(NamedTuple):
    """What is to be decided, as the options say."""

    accept: tuple[str, ...]
    reject: tuple[str, ...]
    edit: str
    edits: tuple[str, ...]
    accept_rule: tuple[str, ...]
    reject_rule: tuple[str, ...]
    same: tuple[tuple[str, str], ...]
    undo: bool
    note: str


def _decide(found: Review, orders: Orders, lang: str) -> bool:
    """Carry the orders out, in the order of the help; whether there were any."""
    if bool(orders.edit) != bool(orders.edits):
        raise InputError("--edit ID and --set FIELD=TEXT go together")
    verdicts = (("accept", orders.accept, orders.accept_rule), ("reject", orders.reject, orders.reject_rule))
    for action, names, _ in verdicts:
        if names:
            _tell(action, len(found.decide(_ids(names), action, note=orders.note)), lang)
    if orders.edit:
        _tell(
            "edit",
            len(found.decide([orders.edit], "edit", edits=dict(map(_pair, orders.edits)), note=orders.note)),
            lang,
        )
    for action, _, rules in verdicts:
        for rule in rules:
            _tell(action, len(found.decide_rule(rule, action, note=orders.note)), lang)
    for name, other in orders.same:
        found.join_names(name, other)
        _tell("same", 1, lang)
    if orders.undo:
        _tell("undo", len(found.undo()), lang)
    return any(orders[:-1])


def _screen(found: Review, wanted: ReviewFilter, order: str, lang: str) -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise InputError(
            "there is no terminal here: say what to do by --list, --rules, --accept ID, --accept-rule RULE …"
        )
    from wenmai.capture.review.terminal import run_screen

    run_screen(found, wanted, order=order, language=lang)


def user_name() -> str:
    """The name of whoever runs this."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "reviewer"


def _ids(names: Sequence[str]) -> Iterable[str]:
    for name in names:
        if name == "-":
            yield from sys.stdin.read().split()
        else:
            yield name


def _pair(written: str) -> tuple[str, str]:
    name, found, text = written.partition("=")
    if not found:
        raise InputError(f"--set {written!r} is not FIELD=TEXT, as in --set value=6.5")
    return name.strip(), text


_DONE = {
    "accept": ("采用 {} 条", "accepted {}"),
    "reject": ("否决 {} 条", "rejected {}"),
    "edit": ("改正 {} 条", "edited {}"),
    "same": ("合并 {} 个名称", "merged {} names"),
    "undo": ("撤销 {} 条", "undid {}"),
}


def _tell(action: str, number: int, lang: str) -> None:
    say(_DONE[action][0 if is_chinese(lang) else 1].format(f"{number:,}"))


def _progress(found: Review, lang: str) -> None:
    one = found.progress()
    zh = f"{one.total:,} 条中已定 {one.decided:,} 条:采用 {one.accepted:,},改正 {one.edited:,},否决 {one.rejected:,};待定 {one.open:,}"
    counts = f"{one.accepted:,} accepted, {one.edited:,} edited, {one.rejected:,} rejected; {one.open:,} open"
    en = f"{one.decided:,} of {one.total:,} decided: {counts}"
    if one.disputed:
        zh, en = f"{zh};有分歧 {one.disputed:,}", f"{en}, {one.disputed:,} disputed"
    say(zh if is_chinese(lang) else en)
    if found.log.unread:
        zh = f"注意:{found.log.file} 有 {found.log.unread:,} 行不是决定,已略过"
        en = f"note: {counted(found.log.unread, 'lines')} of {found.log.file} are no decisions and were passed over"
        say(zh if is_chinese(lang) else en)
    if one.stray:
        say(
            f"注意:{one.stray:,} 个决定所指的内容已不在提案中"
            if is_chinese(lang)
            else f"note: {one.stray:,} decisions are about findings that the proposal no longer has"
        )


def _list(found: Review, wanted: ReviewFilter, order: str, limit: int | None, format: str, lang: str) -> int:
    from wenmai.capture.review.showing import finding_csv, finding_table

    rows = found.findings(wanted, order=order, limit=limit)
    if format == "json":
        emit_json({"findings": [one.to_json() for one in rows]})
    elif format == "csv":
        emit_rows(*finding_csv(rows), format)
    elif rows:
        emit_rows(*finding_table(rows, lang), format)
    else:
        say("没有符合的内容" if is_chinese(lang) else "there is no such finding")
    return 0 if rows else 1


def _rules(found: Review, format: str, lang: str) -> None:
    from wenmai.capture.review.showing import rule_csv, rule_table

    rows = found.precision()
    if format == "json":
        emit_json({"rules": [one._asdict() for one in rows]})
    else:
        emit_rows(*(rule_csv(rows) if format == "csv" else rule_table(rows, lang)), format)
