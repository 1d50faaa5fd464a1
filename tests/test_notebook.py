"""The notebook in ``docs/`` runs from its first cell to its last and shows what it says it shows."""

from __future__ import annotations

import sys
import warnings

import pytest

import needs
import sessions

sys.path.insert(0, str(sessions.ROOT / "docs"))

import notebook as source

nbformat = needs.library("nbformat")


@pytest.fixture(scope="module")
def stored():
    return nbformat.read(source.NOTEBOOK, as_version=4)


def shown(notebook):
    """What each cell shows as text; HTML is left to the libraries that make it."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    return [output["text"] if output.output_type == "stream" else output.data["text/plain"] for output in outputs]


@pytest.mark.slow
def test_the_notebook_runs_and_its_outputs_are_those_it_is_published_with(stored):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of the kernel's own libraries
        found = source.executed()
    assert shown(found) == shown(stored), "run python docs/notebook.py and look at what changed"


def test_every_code_cell_but_none_other_has_a_result(stored):
    nbformat.validate(stored)
    assert [cell.cell_type == "code" and bool(cell.outputs) for cell in stored.cells] == [
        text.startswith(">") for text in source.CELLS
    ]
