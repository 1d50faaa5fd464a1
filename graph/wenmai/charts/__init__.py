"""Pages with charts: one HTML file each, no network, no script, the same bytes for the same graph.

Charts are Matplotlib's (``wenmai[charts]``), as SVG whose text can be read, searched and copied. Each is above its
table, marks carry tooltips, and the page follows the reader's light or dark theme. ``pages`` puts them together,
``drawings`` are the charts, ``svg`` fits them to a page.
"""

from __future__ import annotations

from wenmai.charts.pages import analysis_page, figures_page
from wenmai.charts.targets import targets_page

__all__ = ["analysis_page", "figures_page", "targets_page"]
