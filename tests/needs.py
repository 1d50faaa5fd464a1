"""What a test needs beside wenmai and ``[dev]``: where it is missing the test is skipped and says so, but never in CI."""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

import sessions

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType


def library(name: str) -> ModuleType | Any:
    """A library of ``[dev-full]``; called at the top of a module, it is for all its tests."""
    if os.environ.get("CI"):
        return importlib.import_module(name)
    return pytest.importorskip(name, reason=f"{name} is not installed (pip install -e '.[dev-full]')")


def report() -> Path:
    """The report that the packaged graph cites, which is no part of the project; ``WENMAI_SOURCE=none``: do without."""
    if str(sessions.SOURCE) == "none":
        pytest.skip("WENMAI_SOURCE is none")
    if not sessions.SOURCE.exists():
        missing(f"the report is not at {sessions.SOURCE}; set WENMAI_SOURCE")
    return sessions.SOURCE


def missing(reason: str) -> NoReturn:
    """Something else is not here."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason}, and in CI it must be")
    pytest.skip(reason)
