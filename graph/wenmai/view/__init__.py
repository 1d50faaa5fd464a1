"""The HTML page: one file to explore, offline.

:func:`page` is the whole of it, in ``pages``. ``data`` says what a page knows, ``parts`` what it draws, ``layout`` where
things stand, ``drawing`` writes the file; ``template.html``, ``style.css``, ``words.json`` and ``script/`` are what a
browser runs.
"""

from __future__ import annotations

from wenmai.view.pages import MOST_DRAWN, MOST_HELD, TELLING, Page, page
from wenmai.view.stories import Story, read_story

__all__ = ["MOST_DRAWN", "MOST_HELD", "TELLING", "Page", "Story", "page", "read_story"]
