"""The command line: click only; each module is loaded when one of its commands is called: parse, call, print.

``main`` is ready before anything else is loaded (:mod:`wenmai.cli.start`); ``run`` and ``cli`` load click.
"""

from wenmai.cli.start import main

__all__ = ["cli", "main", "run"]


def __getattr__(name: str) -> object:
    if name not in {"cli", "run"}:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from wenmai.cli import entry

    return getattr(entry, name)
