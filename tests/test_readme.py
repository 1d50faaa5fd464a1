"""What the documentation shows is what the commands print."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import needs
import sessions

PAGES = [page for page in sessions.pages() if "```console" in page.read_text(encoding="utf-8")]


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(sessions.ROOT)))
def test_every_session_prints_what_the_page_shows(page):
    text = page.read_text(encoding="utf-8")
    if sessions.needs_source(text):
        needs.report()
    assert sessions.run(page) == text


def test_both_readmes_show_the_same_commands():
    shown = [
        [
            command.line
            for block in sessions.BLOCK.findall((sessions.ROOT / name).read_text(encoding="utf-8"))
            if block[0] == "console"
            for command in sessions.commands(block[2])
        ]
        for name in ("README.md", "README.zh.md")
    ]
    assert shown[0] == shown[1]
    assert len(shown[0]) >= 5
