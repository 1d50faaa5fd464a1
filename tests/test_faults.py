"""A small dose of every fault; ``tests/faults/run.py`` gives the large ones."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from faults import run as breaking

COUNTS = {"kills": 6, "several": 1, "damage": 4, "strangers": 1, "outputs": 2, "interrupts": 2}
MOUNTING = {"full", "readonly"}
"""These need the right to mount a disk; ``test_store.py`` fills one up where that is granted, and else bounds files."""


def test_every_fault_has_its_dose() -> None:
    assert set(COUNTS) | MOUNTING == set(breaking.FAULTS)


@pytest.mark.slow
@pytest.mark.parametrize("name", COUNTS)
def test_nothing_is_lost(name: str) -> None:
    found = breaking.FAULTS[name](COUNTS[name], random.Random(20211220))
    assert found.bad == []
    assert sum(found.outcomes.values()) >= COUNTS[name]


@pytest.mark.slow
def test_what_is_lost_is_seen(tmp_path: Path) -> None:
    """The judge of kills tells an acknowledged load that is not there, and a damaged store."""
    found = breaking.Found(breaking.Counter(), [])
    folder = breaking.fresh()
    old = breaking.content(folder / "st")
    breaking._judge_kill(found, "load", folder, "st", (old, "something else"), acknowledged=True)
    assert found.outcomes == {"load: lost": 1}
    (folder / "st" / "wenmai.store").write_bytes(b"?")
    breaking._judge_kill(found, "load", folder, "st", (old, "something else"), acknowledged=False)
    assert found.outcomes == {"load: lost": 1, "load: damaged": 1}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent otherwise there")
@pytest.mark.parametrize("module", ["click.types", "wenmai.cli.options", "wenmai.cli.entry", "wenmai.sources"])
def test_an_interrupt_while_a_module_is_loaded_ends_in_one_word(module: str) -> None:
    """Python says each import as it ends, so that the moment is the same on any machine."""
    started = [sys.executable, "-X", "importtime", "-P", "-m", "wenmai", "analyze"]
    with subprocess.Popen(started, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stderr is not None
        assert any(line.split("|")[-1].strip() == module for line in process.stderr)
        process.send_signal(signal.SIGINT)
        said = [line for line in process.stderr if not line.startswith("import time:")]
    assert process.returncode == 130
    assert "".join(said).strip() == "stopped"
