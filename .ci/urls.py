"""Where the project is, told by whoever builds it: hatchling asks this file (``tool.hatch.metadata.hooks.custom``).

The hosting service says in ``GITHUB_SERVER_URL`` and ``GITHUB_REPOSITORY`` where the workflow runs; a build elsewhere has no
addresses, rather than wrong ones.
"""

from __future__ import annotations

import os
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class Urls(MetadataHookInterface):
    """Adds ``Project-URL`` lines to what is built."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Name the repository and what stands in it."""
        server, repository = os.environ.get("GITHUB_SERVER_URL"), os.environ.get("GITHUB_REPOSITORY")
        metadata["urls"] = addresses(f"{server}/{repository}") if server and repository else {}


def addresses(home: str) -> dict[str, str]:
    """The addresses of a repository, by what is there."""
    return {
        "Source": home,
        "Issues": f"{home}/issues",
        "Documentation": f"{home}/blob/main/docs/index.md",
        "Changelog": f"{home}/blob/main/CHANGELOG.md",
    }
