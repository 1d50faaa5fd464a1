"""Merge: what reviewers accepted of a proposal, written into a graph that people keep by hand."""

from __future__ import annotations

from wenmai.capture.merging.merge import LeftOut, MergePlan, NameClash, plan_merge, write_merge

__all__ = ["LeftOut", "MergePlan", "NameClash", "plan_merge", "write_merge"]
