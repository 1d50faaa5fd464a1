"""How Sphinx builds this documentation, offline: ``sphinx-build -W -n --keep-going docs site``."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pygments.lexers.rdf import TurtleLexer
from pygments.lexers.shell import BashSessionLexer

if TYPE_CHECKING:
    from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "graph"))

project = "wenmai"
author = "the wenmai contributors"
html_title = "wenmai 文脉"
html_theme = "furo"
html_copy_source = False
html_show_copyright = False
html_show_sphinx = False

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["**/.ipynb_checkpoints"]
nitpicky = True
suppress_warnings = ["myst.header"]  # a page may go from its title to a third level
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "html_image"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
python_maximum_signature_line_length = 100
nitpick_ignore_regex = [
    # Names of the standard library and of other libraries: their documentation is not on this machine.
    (
        r"py:.*",
        r"(collections|pathlib|typing|types|os|sqlite3|IPython|pyoxigraph|rdflib|networkx|nx|pandas|polars)\b.*",
    ),
    (r"py:.*", r"(Any|Callable|Iterable|Iterator|Literal|Mapping|Path|Sequence|TextIO|BinaryIO|PathLike)"),
    # What the functions take and give, told in words on the page; its modules are no part of what this site documents.
    (
        r"py:class",
        r"(Source|Analysis|Answer|Page|Term|File|Rows|Figure|Moment|Comparison|Stats|Loaded|Progress|Exported|Network"
        r"|Verification|ValidationReport|Estimate|Edge|Subgraph)",
    ),
    # Modules that docstrings lead a reader of the code to, but that are no part of what this site documents.
    (r"py:(mod|func|class|meth|data|attr|obj)", r"wenmai\.(?!model\b|errors\b).*"),
]

_SANS = (
    '-apple-system, BlinkMacSystemFont, "Segoe UI", Helvetica, Arial, "PingFang SC", "Microsoft YaHei", '
    '"Noto Sans CJK SC", "Noto Sans SC", sans-serif'
)
_MONO = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "Sarasa Mono SC", "Noto Sans Mono CJK SC", monospace'
html_theme_options = {
    "light_css_variables": {
        "font-stack": _SANS,
        "font-stack--monospace": _MONO,
        "color-brand-primary": "#9a3412",
        "color-brand-content": "#9a3412",
    },
    "dark_css_variables": {"color-brand-primary": "#fdba74", "color-brand-content": "#fdba74"},
}


class Session(BashSessionLexer):
    """A session whose commands begin with ``$``: a line with ``#`` is what a command printed."""

    _ps1rgx = re.compile(r"^()(\$ )(.*\n?)")


def name_language(_app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    """Say that the pages below ``zh/`` are Chinese, so that a browser picks the right glyphs and a reader the right voice."""
    if page.startswith("zh/"):
        context["language"] = "zh-CN"


def leave_out_field_numbers(_app: Sphinx, _what: str, _name: str, obj: Any, _skip: bool, _options: Any) -> bool | None:
    """Leave out ``Alias for field number 0``: the class says what its fields mean."""
    return True if (getattr(obj, "__doc__", "") or "").startswith("Alias for field number") else None


def setup(app: Sphinx) -> None:
    """Connect the habits above."""
    app.add_lexer("console", Session)
    app.add_lexer("trig", TurtleLexer)
    app.connect("html-page-context", name_language)
    app.connect("autodoc-skip-member", leave_out_field_numbers)
