"""The texts that were read, kept beside a proposal: what its citations count their code points in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wenmai.files import folder, replacing

if TYPE_CHECKING:
    from wenmai.capture.captured import Captured


def keep_texts(captured: Captured, proposal: str) -> Path:
    """Write each document's text to the folder ``PROPOSAL.texts``, and give the folder.

    Raises:
        InputError: a text cannot be written.
    """
    kept = folder(Path(proposal).with_suffix(".texts"))
    for one in captured.documents:
        with replacing(kept / f"{one.subject.read.name}.txt") as (stream,):
            stream.write(one.subject.read.text.encode("utf-8", "replace"))
    return kept
