"""The documentation builds offline without a warning, is complete, and its examples run."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import click
import pytest

import sessions
from wenmai import cli
from wenmai.cli import entry

DOCS = sessions.ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
PYTHON = re.compile(r"^```pycon\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
COMMANDS = [(name, cli.cli.get_command(click.Context(cli.cli), name)) for name in sorted(entry.COMMANDS)]

sys.path.insert(0, str(DOCS))


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    out = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-W", "-n", "--keep-going", "-q", "-E", str(DOCS), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return out


class Assets(HTMLParser):
    """What a page makes a browser fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag in {"script", "img", "iframe", "source", "video", "audio", "embed", "object"}:
            self.found += [named.get("src") or named.get("data") or "", named.get("srcset") or ""]
        elif tag == "link":
            self.found.append(named.get("href") or "")


@pytest.mark.slow
def test_the_site_builds_without_a_warning_and_holds_every_page(site):
    built = {path.relative_to(site).with_suffix("") for path in site.rglob("*.html")}
    assert {page.relative_to(DOCS).with_suffix("") for page in PAGES} <= built


def test_no_page_fetches_anything_from_elsewhere(site):
    pages = list(site.rglob("*.html"))
    for page in pages:
        assets = Assets()
        assets.feed(page.read_text(encoding="utf-8"))
        assert assets.found, page
        assert [url for url in assets.found if re.match(r"(https?:)?//", url)] == [], page


def test_every_picture_and_script_of_a_page_is_in_the_site(site):
    for page in site.rglob("*.html"):
        assets = Assets()
        assets.feed(page.read_text(encoding="utf-8"))
        local = [url.partition("?")[0] for url in assets.found if url and not url.startswith(("data:", "#"))]
        assert [url for url in local if not url.endswith(".html") and not (page.parent / url).exists()] == [], page


def test_no_style_or_script_fetches_anything_from_elsewhere(site):
    files = [*site.rglob("*.css"), *site.rglob("*.js")]
    assert files
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert (
            re.findall(r"(?:url\(\s*[\"']?|@import\s+[\"']|import\(\s*[\"']|fetch\(\s*[\"'])(?:https?:)?//", text) == []
        ), file


def test_the_pages_below_zh_say_that_they_are_chinese(site):
    assert '<html class="no-js" lang="zh-CN"' in (site / "zh" / "tutorial.html").read_text(encoding="utf-8")
    assert '<html class="no-js" lang="en"' in (site / "tutorial.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(DOCS)))
def test_no_page_links_to_what_is_not_there(page):
    links = LINK.findall(page.read_text(encoding="utf-8"))
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_the_reference_shows_each_command_with_each_option(name, command):
    text = (DOCS / "cli.md").read_text(encoding="utf-8")
    shown = re.search(rf"^\$ wenmai {name} --help\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert shown is not None
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            assert any(option in shown[1] for option in parameter.opts), parameter.name


@pytest.mark.slow
@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if PYTHON.search(page.read_text(encoding="utf-8"))],
    ids=lambda page: str(page.relative_to(DOCS)),
)
def test_the_python_examples_of_a_page_run(page):
    examples = "".join(PYTHON.findall(page.read_text(encoding="utf-8")))
    test = doctest.DocTestParser().get_doctest(examples, {}, page.name, str(page), 0)
    said: list[str] = []
    failures = doctest.DocTestRunner(verbose=False).run(test, out=said.append)
    assert failures.attempted > 0
    assert "".join(said) == ""


def test_the_page_of_terms_is_the_vocabulary_of_now():
    import terms

    assert terms.PAGE.read_text(encoding="utf-8") == terms.page(), "run: python docs/terms.py"


def test_the_pictures_are_those_that_are_drawn_now():
    import diagrams

    kept = {name: (diagrams.FOLDER / name).read_text(encoding="utf-8") for name in diagrams.drawn()}
    assert kept == diagrams.drawn(), "run: python docs/diagrams.py"


def test_every_picture_is_shown_on_some_page():
    text = "".join(page.read_text(encoding="utf-8") for page in [*PAGES, *sessions.ROOT.glob("README*.md")])
    unused = [path.name for path in (DOCS / "pictures").glob("*") if path.name not in text]
    assert unused == []


def test_the_chinese_tutorial_asks_what_the_english_one_asks():
    def asked(page: Path) -> list[str]:
        blocks = [
            body for kind, _, body in sessions.BLOCK.findall(page.read_text(encoding="utf-8")) if kind == "console"
        ]
        return [command.line for block in blocks for command in sessions.commands(block)]

    english, chinese = asked(DOCS / "tutorial.md"), asked(DOCS / "zh" / "tutorial.md")
    assert english
    assert english == chinese
