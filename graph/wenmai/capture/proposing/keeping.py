"""What is kept beside a proposal: the texts that its citations count their code points in, the mapping of its tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wenmai.system.files import folder, replacing

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


def keep_mapping(captured: Captured, proposal: str) -> Path | None:
    """Write how the documents' tables were read beside the proposal, and give the file; ``None`` without tables.

    Raises:
        InputError: it cannot be written.
    """
    if not captured.mappings:
        return None
    from wenmai.capture.tables.mapping import write_mapping

    file = Path(proposal).with_suffix(".csv-metadata.json")
    with replacing(file) as (stream,):
        stream.write(write_mapping(captured.mappings).encode("utf-8"))
    return file
