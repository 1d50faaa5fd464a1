"""Make the pictures of the README and of docs/: the packaged graph's page, as Chromium shows it.

    python docs/pictures.py [FOLDER]

Each is taken at a desk (1440 by 900) or on a phone (390 by 844), in light or in dark, after the steps named here.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


class Picture(NamedTuple):
    """A picture: its name, the language and address of the page, and where it is looked at."""

    name: str
    language: str = "zh"
    address: str = ""
    phone: bool = False
    dark: bool = False
    table: bool = False
    whole: bool = False


EXCHANGE, COURT = "urn:wenmai:xicheng:北京证券交易所", "urn:wenmai:xicheng:北京金融法院"
ZONE, ROAD = "urn:wenmai:xicheng:金科新区", "urn:wenmai:xicheng:鼓楼西大街"
PICTURES = (
    Picture("desktop-light", language="en", address=f"from={EXCHANGE}&to={COURT}"),
    Picture("desktop-dark", dark=True, address=f"select={ZONE}"),
    Picture("overview", whole=True),
    Picture("table", language="en", address=f"select={ROAD}", table=True),
    Picture("phone-light", phone=True),
    Picture("phone-dark", phone=True, dark=True, address=f"select={ZONE}"),
)


def take(browser: Any, picture: Picture, page: Path, folder: Path) -> None:
    """Open the page and take one picture."""
    width, height = (390, 844) if picture.phone else (1440, 900)
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=2 if picture.phone else 1,
        is_mobile=picture.phone,
        has_touch=picture.phone,
        color_scheme="dark" if picture.dark else "light",
        reduced_motion="reduce",
        offline=True,
    )
    tab = context.new_page()
    tab.goto(page.as_uri() + (f"#{picture.address}" if picture.address else ""))
    tab.locator("html[data-ready=yes]").wait_for(state="attached")
    if picture.table:
        tab.locator("#table-button").click()
        tab.locator("#picture").focus()
    if picture.whole:  # without the path that a first visit opens on
        tab.keyboard.press("Escape")
        tab.keyboard.press("Escape")
        tab.locator("#fit").click()
        tab.mouse.move(0, 0)
    tab.wait_for_timeout(500)
    tab.screenshot(path=folder / f"{picture.name}.png")
    context.close()


def main() -> None:
    """Make all of them."""
    from playwright.sync_api import sync_playwright

    from wenmai.sources import open_source
    from wenmai.view import page

    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as driver:
        pages = {language: Path(scratch) / f"{language}.html" for language in ("zh", "en")}
        for language, file in pages.items():
            page(open_source(), language=language).save(file)
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for picture in PICTURES:
            take(browser, picture, pages[picture.language], folder)
        browser.close()


if __name__ == "__main__":
    main()
