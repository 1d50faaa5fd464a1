"""Writing the page: pyvis's network and our own template, style and script, in one file that fetches nothing."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from pyvis.network import Network

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_HERE = Path(__file__).resolve().parent
HUB_SHARE, HUB_LEAST = 0.08, 16
"""An entity linked with this share of all that are drawn, and at least so many, is a hub: its links may be muted."""

OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "edges": {"smooth": False},
    "nodes": {"labelHighlightBold": False},
    "interaction": {"hover": False, "keyboard": False, "multiselect": False, "selectable": False, "zoomSpeed": 0.7},
}
"""What pyvis's own page would need to show the same: no forces, no names in bold. The page of wenmai reads none of it."""


class PageNetwork(Network):  # type: ignore[misc]
    """A pyvis network whose page is ours: nothing fetched, everything escaped, a policy that lets nothing else run."""

    def __init__(
        self, held: dict[str, Any], *, language: str, theme: str, title: Mapping[str, str], begin: str
    ) -> None:
        super().__init__(directed=True, cdn_resources="in_line")
        self.options = OPTIONS
        self.held, self.language, self.theme, self.title, self.begin = held, language, theme, dict(title), begin
        self.quiet: list[int] = []
        self.aside: list[int] = []
        self.hubs: list[int] = []
        self.suggested: list[list[int]] = []
        self.unlinked: list[int] = []
        self.mark = ""
        self.story: dict[str, Any] | None = None
        self.regions: dict[str, Any] | None = None

    def draw(self, wanted: Sequence[int]) -> None:
        """Draw these of the held entities, and every link among them.

        Quiet ones (figures, times) are left to the reader to switch on, and what is linked with those alone waits for
        them; links of ``unlinked`` predicates are left to the reader too. All nodes and edges are set at once: pyvis's
        ``add_node`` compares each with all before it.
        """
        loud = [node for node in wanted if not self._quiet(node)] or list(wanted)
        links = self._links(set(loud))
        met = {end for _, a, b in links for end in (a, b)}
        self.aside = [node for node in loud if node not in met and self.held["nodes"]["degree"][node]] if met else []
        inside = set(loud) - set(self.aside)
        loud = sorted(inside)
        self.quiet = sorted(set(wanted) - inside)
        self.hubs = _hubs(inside, links)
        self.nodes = self._placed(loud, links)
        self.edges = [{"id": f"e{link}", "from": f"n{a}", "to": f"n{b}", "arrows": "to"} for link, a, b in links]
        self.node_ids = [node["id"] for node in self.nodes]
        self.node_map = {node["id"]: node for node in self.nodes}

    def _quiet(self, node: int) -> bool:
        kinds = self.held["nodes"]["types"][node]
        return bool(kinds) and all(self.held["classes"][kind][2] for kind in kinds)

    def _links(self, inside: set[int]) -> list[tuple[int, int, int]]:
        held, aside = self.held["links"], set(self.unlinked)
        rows = enumerate(zip(held["subject"], held["predicate"], held["object"], strict=True))
        return [
            (link, a, b) for link, (a, predicate, b) in rows if a in inside and b in inside and predicate not in aside
        ]

    def _placed(self, nodes: Sequence[int], links: Sequence[tuple[int, int, int]]) -> list[dict[str, Any]]:
        from wenmai.view.layout import positions

        place = {node: number for number, node in enumerate(nodes)}
        hubs = set(self.hubs)
        edges = [(place[a], place[b]) for _, a, b in links]
        points = positions(len(nodes), edges, weak=[a in hubs or b in hubs for _, a, b in links])
        names = self.held["nodes"]["zh"]
        return [
            {"id": f"n{node}", "label": names[node], "shape": "dot", "x": x, "y": y}
            for node, (x, y) in zip(nodes, points, strict=True)
        ]

    def generate_html(self, name: str = "", local: bool = True, notebook: bool = False) -> str:  # noqa: ARG002
        """The page. The arguments are pyvis's and change nothing: the page is always whole, local and its own."""
        words = json.loads(_read("words.json"))
        network: dict[str, Any] = {
            "nodes": [{key: node[key] for key in ("id", "label", "x", "y")} for node in self.nodes],
            "title": self.title,
        }
        network |= {"quiet": self.quiet, "aside": self.aside, "hubs": self.hubs, "begin": self.begin}
        network |= {"suggested": self.suggested, "unlinked": self.unlinked}
        network |= {"hash": self.mark, "story": self.story, "regions": self.regions}
        style, script = _read("style.css"), _script()
        html: str = (
            _environment()
            .get_template("template.html")
            .render(
                language="en" if self.language == "en" else "zh-CN",
                theme=self.theme,
                title=self.title.get(self.language, ""),
                noscript={"zh": "此页需要 JavaScript。", "en": "This page needs JavaScript."}[self.language],
                policy=policy([style], [script]),
                style=Markup(style),  # noqa: S704 - our own files, and JSON that `block` made inert
                script=Markup(script),  # noqa: S704
                network=block(network),
                graph=block(self.held),
                words=block(words),
            )
        )
        return html


def _hubs(inside: set[int], links: Sequence[tuple[int, int, int]]) -> list[int]:
    """Entities linked with so many of the others that their links hide the rest, the most linked first."""
    near: dict[int, set[int]] = {}
    for _, a, b in links:
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    least = max(HUB_LEAST, HUB_SHARE * len(inside))
    return sorted(
        (node for node, others in near.items() if len(others) >= least), key=lambda node: (-len(near[node]), node)
    )


@cache
def _read(name: str) -> str:
    return (_HERE / name).read_text("utf-8")


@cache
def _script() -> str:
    from wenmai.view.bundle import bundle

    return bundle(lambda name: _read(f"script/{name}.js"), "main")


@cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )


def block(value: Any) -> Markup:
    r"""JSON that can stand in a script element: nothing in it can end the element or open a comment.

    >>> block({"label": "</script>"})
    Markup('{"label":"\\u003c/script\\u003e"}')
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    text = (
        "".join(f"\\u{ord(one):04x}" if 0xD800 <= ord(one) <= 0xDFFF else one for one in text) if _lone(text) else text
    )
    return Markup(text)  # noqa: S704 - the replacements above are what makes it safe


def _lone(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def policy(styles: Sequence[str], scripts: Sequence[str]) -> str:
    """A Content-Security-Policy that runs these styles and scripts and nothing else, makes no markup of text, and reaches nowhere."""
    allowed = [" ".join(f"'sha256-{_hash(text)}'" for text in texts) for texts in (scripts, styles)]
    return (
        f"default-src 'none'; script-src {allowed[0]}; style-src {allowed[1]}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
