"""Matplotlib figures as SVG that belongs into a page: text stays text, colours follow the theme, marks have tooltips.

Text is laid out with the font that Matplotlib brings, so that a figure's bytes are the same on every machine; the browser
then draws it in the page's own font, Chinese included. Labels are anchored where their true width does not matter.
"""

from __future__ import annotations

import io
import re
import warnings
from html import escape
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from wenmai.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

INK, SOFT, LINE, GROUND = "#23211d", "#5d584f", "#e2ded5", "#fbfaf7"
HUES = ("#0054e4", "#d86c18", "#0c6054", "#a84884", "#6c4800", "#3c90c0", "#483078", "#846c48")
GREY = "#a9a499"

VARIABLES = {INK: "ink", SOFT: "soft", LINE: "line", GROUND: "ground", GREY: "grey"} | {
    hue: f"c{number}" for number, hue in enumerate(HUES)
}
"""The colours that charts are drawn in, and the CSS variable that takes the place of each."""

_COLOUR = re.compile("|".join(VARIABLES))
_GROUP = re.compile(r'<g id="(tip[0-9]+)">')
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SETTINGS: Any = {
    "svg.fonttype": "none",
    "font.family": ["DejaVu Sans"],
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": LINE,
    "axes.labelcolor": SOFT,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.labelsize": 9,
    "ytick.labelsize": 9,
    "text.color": INK,
    "text.parse_math": False,
}


class Chart:
    """A figure under way, ``width`` by ``height`` CSS pixels; tooltips are given by :meth:`tip`."""

    def __init__(self, name: str, width: int, height: int) -> None:
        self.name, self.width, self.height = name, width, height
        self._tips: list[str] = []

    def tip(self, artist: Any, text: str) -> None:
        """Give a drawn thing a tooltip, which is its name for a screen reader too."""
        artist.set_gid(f"tip{len(self._tips)}")
        self._tips.append(text)

    def svg(self, draw: Callable[[Any], None], label: str) -> str:
        """Draw on a fresh figure and give its SVG, named ``label`` for those who do not see it."""
        try:
            from matplotlib import rc_context, rcdefaults, rcParams
            from matplotlib.backends.backend_svg import FigureCanvasSVG
            from matplotlib.figure import Figure
        except ImportError as error:
            raise InputError("matplotlib is not installed; pip install 'wenmai[charts]' brings it") from error
        stream = io.StringIO()
        with rc_context(), warnings.catch_warnings():
            rcdefaults()  # whatever a matplotlibrc says, which may be in the current folder
            rcParams.update({**_SETTINGS, "svg.hashsalt": self.name})
            warnings.filterwarnings("ignore", message="Glyph .* missing from font")
            figure = Figure(figsize=(self.width / 72, self.height / 72), dpi=72)
            FigureCanvasSVG(figure)
            draw(figure)
            figure.savefig(
                stream, format="svg", transparent=True, metadata=dict.fromkeys(("Date", "Creator", "Format", "Type"))
            )
        return self._fitted(stream.getvalue(), label)

    def _fitted(self, text: str, label: str) -> str:
        """The SVG as it is embedded in HTML: no prologue, no fixed size, ids of its own, tooltips, theme colours."""
        body = text[text.index("<svg") :]
        inside = body[body.index(">") + 1 : body.rindex("</svg>")]
        inside = re.sub(r"<metadata>.*?</metadata>", "", inside, flags=re.DOTALL)
        inside = _GROUP.sub(self._titled, inside)
        inside = re.sub(r"(id=\"|#)([A-Za-z])", rf"\g<1>{self.name}-\g<2>", _hide_colours(inside))
        inside = re.sub(r"font: [^;\"]*?([0-9.]+)px[^;\"]*", r"font-size: \1px", inside)
        inside = re.sub("%([0-9a-f]{6})%", lambda found: f"var(--{VARIABLES['#' + found[1]]})", inside)
        head = f'<svg viewBox="0 0 {self.width} {self.height}" role="img" aria-label="{escape(fit(label))}">'
        return f"{head}{inside.strip()}</svg>"

    def _titled(self, found: re.Match[str]) -> str:
        return f"{found[0]}<title>{escape(fit(self._tips[int(found[1][3:])]))}</title>"


def _hide_colours(text: str) -> str:
    """Take the theme's colours out of the way of what rewrites ids."""
    return _COLOUR.sub(lambda found: f"%{found[0][1:]}%", text)


def fit(text: str) -> str:
    """Text without what neither XML nor a page can show: control characters become U+FFFD."""
    return _UNFIT.sub("\ufffd", text)


def columns(text: str) -> int:
    """How many columns a text takes, a Chinese character taking two."""
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)


def cut(text: str, most: int) -> str:
    """Text cut to so many columns.

    >>> cut("金融街论坛年会", 10)
    '金融街论…'
    """
    text = " ".join(fit(text).split())
    if columns(text) <= most:
        return text
    while columns(text) > most - 1:
        text = text[:-1]
    return text + "…"
