"""What a wheel gets when it is built: the indexes of the packaged report, so that it opens without being parsed.

They are an entry of the cache, which is known by the report's content; the same files make the same bytes. An editable
install has none: there the report goes into the cache when it is first opened.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class IndexHook(BuildHookInterface):
    """Makes the indexes in a folder beside the build, which goes with it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Read the report, and add what the cache holds of it."""
        if version == "editable":
            return
        self.folder = os.environ["WENMAI_CACHE"] = mkdtemp()
        sys.path.insert(0, str(Path(self.root, "graph")))
        from wenmai.sources import open_source

        assert open_source().index.node_count
        (made,) = Path(self.folder).glob("*.graph")
        build_data["force_include"][str(made)] = f"wenmai/packaged_files/{made.name}"

    def finalize(self, version: str, *_: object) -> None:
        """Remove the folder."""
        from shutil import rmtree

        if version != "editable":
            rmtree(self.folder)
