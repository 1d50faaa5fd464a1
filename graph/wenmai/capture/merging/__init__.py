"""Merge: what reviewers accepted of a proposal, written into a graph that people keep by hand."""

from __future__ import annotations

from wenmai.capture.merging.merge import MergePlan, NameClash, UnmergedFinding, plan_merge, write_merge

__all__ = ["MergePlan", "NameClash", "UnmergedFinding", "plan_merge", "write_merge"]
