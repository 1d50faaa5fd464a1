"""The pictures of the documentation, drawn as SVG: ``python docs/diagrams.py`` writes them to ``docs/pictures``.

Each picture is drawn twice, for a light and for a dark page. Same input, same bytes.
"""

from __future__ import annotations

from html import escape
from math import hypot
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import east_asian_width

from terms import RDFS, WM, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = Path(__file__).resolve().parent / "pictures"
FONT = "-apple-system, 'Segoe UI', Helvetica, Arial, 'Noto Sans CJK SC', sans-serif"

THEMES = {
    "light": {
        "line": "#52525b",
        "text": "#18181b",
        "faint": "#52525b",
        "page": "#ffffff",
        "entity": "#fff7ed",
        "entity-edge": "#c2410c",
        "source": "#eff6ff",
        "source-edge": "#1d4ed8",
        "value": "#f4f4f5",
        "value-edge": "#71717a",
    },
    "dark": {
        "line": "#a1a1aa",
        "text": "#f4f4f5",
        "faint": "#a1a1aa",
        "page": "#131416",
        "entity": "#431407",
        "entity-edge": "#fb923c",
        "source": "#172554",
        "source-edge": "#93c5fd",
        "value": "#27272a",
        "value-edge": "#a1a1aa",
    },
}


class Box(NamedTuple):
    """A box around its centre: an ``entity``, a ``source`` or a ``value``; the first line is its name, unless it is a list."""

    x: float
    y: float
    lines: tuple[str, ...]
    kind: str = "entity"
    is_list: bool = False

    def size(self, number: int) -> int:
        """How large the letters of a line are."""
        return 14 if number == 0 and not self.is_list else 12

    @property
    def width(self) -> float:
        """Wide enough for its longest line."""
        return max(_width(line, self.size(number)) for number, line in enumerate(self.lines)) + 28

    @property
    def height(self) -> float:
        """High enough for its lines."""
        return 20 * len(self.lines) + 14

    def edge(self, x: float, y: float) -> tuple[float, float]:
        """Where the line from the centre towards a point leaves the box."""
        dx, dy = x - self.x, y - self.y
        across = min(self.width / 2 / abs(dx) if dx else 9e9, self.height / 2 / abs(dy) if dy else 9e9)
        return self.x + dx * across, self.y + dy * across

    def draw(self, theme: dict[str, str]) -> str:
        """The box and its text."""
        left, top = self.x - self.width / 2, self.y - self.height / 2
        body = (
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{self.width:.1f}" height="{self.height:.1f}" rx="8" '
            f'fill="{theme[self.kind]}" stroke="{theme[self.kind + "-edge"]}" stroke-width="1.5"/>'
        )
        lines = [
            _text(
                self.x,
                top + 22 + 20 * number,
                line,
                theme["text" if number == 0 or self.is_list else "faint"],
                self.size(number),
            )
            for number, line in enumerate(self.lines)
        ]
        return "\n".join([body, *lines])


class Arrow(NamedTuple):
    """An arrow from one box or point to another, with a label in its middle."""

    start: Box | tuple[float, float]
    end: Box | tuple[float, float]
    label: str = ""
    dashed: bool = False
    kind: str = "line"

    def draw(self, theme: dict[str, str]) -> str:
        """The arrow and its label."""
        (x1, y1), (x2, y2) = self._ends()
        colour = theme["line"] if self.kind == "line" else theme[self.kind + "-edge"]
        dash = ' stroke-dasharray="5 4"' if self.dashed else ""
        tail = _shortened(x1, y1, x2, y2)
        parts = [
            f'<path d="M{x1:.1f} {y1:.1f}L{tail[0]:.1f} {tail[1]:.1f}" stroke="{colour}" stroke-width="1.5"{dash}/>',
            f'<path d="{_head(x1, y1, x2, y2)}" fill="{colour}"/>',
        ]
        if self.label:
            x, y, wide = (x1 + x2) / 2, (y1 + y2) / 2, _width(self.label, 12) + 8
            parts.append(
                f'<rect x="{x - wide / 2:.1f}" y="{y - 9:.1f}" width="{wide:.1f}" height="18" fill="{theme["page"]}"/>'
            )
            parts.append(_text(x, y + 4, self.label, theme["text"], 12))
        return "\n".join(parts)

    def middle(self) -> tuple[float, float]:
        """The middle of the arrow."""
        (x1, y1), (x2, y2) = self._ends()
        return (x1 + x2) / 2, (y1 + y2) / 2

    def _ends(self) -> tuple[tuple[float, float], tuple[float, float]]:
        centres = [(one.x, one.y) if isinstance(one, Box) else one for one in (self.start, self.end)]
        start = self.start.edge(*centres[1]) if isinstance(self.start, Box) else self.start
        end = self.end.edge(*centres[0]) if isinstance(self.end, Box) else self.end
        return start, end


def _shortened(x1: float, y1: float, x2: float, y2: float) -> tuple[float, float]:
    """The end of the line, left free for the head."""
    length = hypot(x2 - x1, y2 - y1) or 1
    return x2 - (x2 - x1) * 8 / length, y2 - (y2 - y1) * 8 / length


def _head(x1: float, y1: float, x2: float, y2: float) -> str:
    length = hypot(x2 - x1, y2 - y1) or 1
    dx, dy = (x2 - x1) / length, (y2 - y1) / length
    left, right = (x2 - 9 * dx - 4.5 * dy, y2 - 9 * dy + 4.5 * dx), (x2 - 9 * dx + 4.5 * dy, y2 - 9 * dy - 4.5 * dx)
    return f"M{x2:.1f} {y2:.1f}L{left[0]:.1f} {left[1]:.1f}L{right[0]:.1f} {right[1]:.1f}Z"


def _width(text: str, size: int) -> float:
    """About how wide a text is: a Chinese character is a square, a Latin letter a little more than half of one."""
    return sum(size if east_asian_width(letter) in "WF" else size * 0.56 for letter in text)


def _text(x: float, y: float, text: str, colour: str, size: int) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" text-anchor="middle">{escape(text)}</text>'
    )


class Picture(NamedTuple):
    """A drawing of boxes and arrows; arrows lie below boxes."""

    width: int
    height: int
    title: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]

    def svg(self, theme: str) -> str:
        """The picture for a light or a dark page."""
        colours = THEMES[theme]
        parts = [arrow.draw(colours) for arrow in self.arrows] + [box.draw(colours) for box in self.boxes]
        return "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
                f'width="{self.width}" height="{self.height}" role="img" font-family="{FONT}">',
                f"<title>{escape(self.title)}</title>",
                *parts,
                "</svg>\n",
            ]
        )


# The pictures ---------------------------------------------------------------------------------------------------------


def link() -> Picture:
    """A link, the statement that cites it, the passage and the document."""
    exchange = Box(90, 50, ("北京证券交易所", "an entity"))
    place = Box(660, 50, ("西城区", "an entity"))
    fact = Arrow(exchange, place, "wm:locatedIn")
    statement = Box(389, 160, ("statement s:…", "subject, predicate, object of the link"), "source")
    when = Box(690, 160, ("t:2021-11-15", "a time"), "value")
    passage = Box(389, 280, ("passage p:1141-1155", "wm:start 1141 · wm:end 1155"), "source")
    document = Box(690, 280, ("document", "wm:sha256 · wm:length"), "source")
    arrows = (
        fact,
        Arrow(statement, (fact.middle()[0], fact.middle()[1] + 10), "states", dashed=True, kind="source"),
        Arrow(statement, when, "wm:since"),
        Arrow(statement, passage, "wm:evidence", kind="source"),
        Arrow(passage, document, "wm:document", kind="source"),
    )
    boxes = (exchange, place, statement, when, passage, document)
    return Picture(790, 320, "A link is cited by a statement that names a passage of a document", boxes, arrows)


def figure() -> Picture:
    """A figure and everything that makes a number mean something."""
    middle = Box(390, 190, ("a figure", "147家"))
    around = (
        ("wm:about", Box(110, 60, ("金科新区", "what it is about"))),
        ("wm:indicator", Box(390, 40, ("an indicator", "what is measured"))),
        ("wm:scope", Box(670, 60, ("金科新区", "the place it counts for"))),
        ("wm:period", Box(680, 190, ("until 2021-12-20", "a time"), "value")),
        ("wm:value, wm:unit", Box(100, 190, ("147 wm:家", "number and unit"), "value")),
        ("wm:bound", Box(130, 320, ("wm:Exactly", "over, nearly, within …"), "value")),
        ("wm:measure", Box(320, 340, ("wm:Stock", "flow, rate, rank …"), "value")),
        ("wm:status", Box(500, 340, ("wm:Achieved", "targeted, planned …"), "value")),
        ("wm:evidence", Box(670, 320, ("p:1626-1650", "a passage"), "source")),
    )
    arrows = tuple(
        Arrow(middle, box, label, kind="source" if label == "wm:evidence" else "line") for label, box in around
    )
    boxes = (middle, *(box for _, box in around))
    return Picture(
        780,
        380,
        "A figure has a subject, an indicator, a value with unit and bound, a scope and a period",
        boxes,
        arrows,
    )


def classes() -> Picture:
    """The classes that have classes below them, each with those."""
    vocabulary = Vocabulary.read()
    below: dict[str, list[str]] = {}
    for term in vocabulary.instances(RDFS + "Class"):
        for parent in vocabulary.values(term, RDFS + "subClassOf"):
            if parent.startswith("wm:"):
                below.setdefault(parent, []).append(vocabulary.short(term))
    boxes, arrows, bottom = [], [], 0.0
    for place, parent in enumerate(sorted(below)):
        column, row = place % 4, place // 4
        top = 40 + 250 * row
        head = Box(110 + 190 * column, top, (parent, vocabulary.text(WM + parent[3:], "label", "zh")))
        boxes.append(head)
        lines = tuple(sorted(below[parent]))
        child = Box(head.x, top + 60 + 10 * len(lines) + 17, lines, "value", is_list=True)
        boxes.append(child)
        arrows.append(Arrow((child.x, child.y - child.height / 2), head))
        bottom = max(bottom, child.y + child.height / 2)
    return Picture(780, int(bottom) + 20, "Classes and the classes below them", tuple(boxes), tuple(arrows))


def ranking() -> Picture:
    """The small graph of the page on ranking, with its costs."""
    ann, bob = Box(90, 140, ("Ann",)), Box(690, 140, ("Bob",))
    club = Box(390, 50, ("Chess Club", "3 links: +1.585"))
    town = Box(390, 230, ("Town", "6 links: +2.585"))
    rest = (Box(170, 310, ("Cid",)), Box(390, 330, ("Dee",)), Box(610, 310, ("School",)))
    arrows = (
        Arrow(ann, club, "founded 1.000"),
        Arrow(bob, club, "chairs 1.000"),
        Arrow(ann, town, "lives in 1.667"),
        Arrow(bob, town, "lives in 1.667"),
        Arrow(club, town, "located in 1.333"),
        Arrow(rest[0], town, "lives in"),
        Arrow(rest[1], town, "lives in"),
        Arrow(rest[2], town, "located in"),
    )
    return Picture(
        780,
        360,
        "Ann and Bob are connected through the chess club and through the town",
        (ann, bob, club, town, *rest),
        arrows,
    )


PICTURES: dict[str, Callable[[], Picture]] = {
    "model-link": link,
    "model-figure": figure,
    "model-classes": classes,
    "ranking": ranking,
}


def drawn() -> dict[str, str]:
    """Every file name with its content."""
    return {f"{name}-{theme}.svg": draw().svg(theme) for name, draw in PICTURES.items() for theme in THEMES}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, content in drawn().items():
        (FOLDER / name).write_text(content, encoding="utf-8")
