"""``wenmai tidy``: hand-kept Turtle in one layout."""

from __future__ import annotations

import click

from wenmai.cli.options import OneCommand
from wenmai.cli.output import emit, tell


@click.command(cls=OneCommand)
@click.argument("files", nargs=-1, required=True, type=click.Path())
@click.option("--check", "only_check", is_flag=True, help="Change nothing; show what would change and exit with 1.")
def tidy(files: tuple[str, ...], only_check: bool) -> int:
    """Lay out hand-kept Turtle files in one way, comments and graph unchanged.

    \b
    Example: wenmai tidy --check data/triples.ttl
    """
    from wenmai.audit import tidy as layout

    if only_check:
        changes = [layout.diff(file) for file in files]
        emit("".join(changes), end="")
        return 1 if any(changes) else 0
    for file in files:
        if layout.rewrite(file):
            tell(f"laid out {file}")
    return 0
