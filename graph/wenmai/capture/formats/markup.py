"""HTML: the text of its blocks, a table's row a line with tabs between cells; menus, scripts and footers left out.

Why by hand: an extractor of main content chooses what to keep, and may leave out short blocks such as a report's date line and
headings, from which the time of its figures is told. Here only that is no content of which HTML itself says so.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from wenmai.capture.formats.plain import decode
from wenmai.errors import InputError

_LEFT_OUT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "nav",
        "footer",
        "aside",
        "form",
        "button",
        "select",
        "svg",
        "iframe",
        "object",
    ]
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "table",
        "tr",
        "caption",
        "br",
        "hr",
        "header",
        "figure",
        "figcaption",
        "body",
    ]
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030"}

DEEPEST = 2_000
"""Elements may be nested so deep; more is no document."""


def read_html(content: bytes, name: str) -> str:
    """The text of a page.

    Raises:
        InputError: it is in no known encoding, or nested absurdly.
    """
    declared = _CHARSET.search(content[:4096])
    text = _decode(content, declared[1].decode("ascii").lower(), name) if declared else decode(content, name)
    reader = _Blocks(name)
    reader.feed(text)
    reader.close()
    return reader.text()


def _decode(content: bytes, encoding: str, name: str) -> str:
    if encoding in ("utf-8", "utf8"):
        return decode(content, name)
    try:
        return content.decode(_CHINESE.get(encoding, encoding))
    except (LookupError, UnicodeDecodeError, UnicodeError):
        return decode(content, name)


class _Blocks(HTMLParser):
    """Collects lines; what stands in an element that is left out is passed over."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.name = name
        self.lines: list[str] = []
        self.line: list[str] = []
        self.title: list[str] = []
        self.out = self.depth = self.cells = self.tables = 0
        self.in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.depth += 1
        if self.depth > DEEPEST * 50:
            raise InputError(
                f"{self.name} opens more than {DEEPEST * 50:,} elements without closing them: this is no document"
            )
        if tag == "title":
            self.in_title = True
        if tag in _LEFT_OUT:
            self.out += 1
        elif not self.out:
            self._open(tag)

    def _open(self, tag: str) -> None:
        if tag == "table":
            self.tables += 1
        if tag in ("td", "th"):
            if self.cells:
                self.line.append("\t")
            self.cells += 1
        elif tag in _BLOCKS and not (self.cells and tag not in ("tr", "table")):
            self._end()
            self.cells = 0
        elif tag in ("br", "p", "div") and self.cells and self.line and self.line[-1] not in ("\t", " "):
            self.line.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self.depth = max(0, self.depth - 1)
        if tag == "title":
            self.in_title = False
        if tag in _LEFT_OUT:
            self.out = max(0, self.out - 1)
        elif tag in ("tr", "table") or (tag in _BLOCKS and not self.cells):
            self._end()
            self.cells = 0

    def handle_data(self, data: str) -> None:
        if self.in_title:
            self.title.append(data)
        if not self.out:
            self.line.append(re.sub(r"[\s\x00-\x1f]+", " ", data))

    def _end(self) -> None:
        line = re.sub(r"[ \xa0]*\t[ \xa0]*", "\t", "".join(self.line)).strip(" \xa0\u3000")
        if line.strip():
            self.lines.append(line)
        self.line = []

    def text(self) -> str:
        """All lines."""
        self._end()
        return "\n".join(self.lines) + ("\n" if self.lines else "")
