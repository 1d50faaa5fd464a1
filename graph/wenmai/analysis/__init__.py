"""What matters in a graph: one call takes every measure, names what it finds and says what each measure means.

``measures`` takes them, by an engine that ``engines`` chooses; ``findings`` are the answer, ``sections`` its tables.
"""

from __future__ import annotations

from wenmai.analysis.engines import EXACT_UP_TO, FAST_ABOVE, PIVOTS, Estimate
from wenmai.analysis.findings import MEASURES, Analysis
from wenmai.analysis.measures import SEED, analyze, estimate, partition
from wenmai.analysis.net import ASIDE

__all__ = [
    "ASIDE", "EXACT_UP_TO", "FAST_ABOVE", "MEASURES", "PIVOTS", "SEED", "Analysis", "Estimate", "analyze", "estimate",
    "partition",
]  # fmt: skip
