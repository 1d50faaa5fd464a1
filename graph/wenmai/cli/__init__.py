"""The command line: click only; each module is loaded when one of its commands is called: parse, call, print."""

from wenmai.cli.entry import cli, main, run

__all__ = ["cli", "main", "run"]
