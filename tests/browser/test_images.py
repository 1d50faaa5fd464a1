"""Images that the data has as addresses are drawn in place of their entities' marks; nothing else is shown as one, nothing is fetched."""

from __future__ import annotations

import base64
import struct
import zlib
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from wenmai.model import Literal
from wenmai.sources import Memory
from wenmai.view import page
from wenmai.view.images import MOST, place_image

SVG = "{http://www.w3.org/2000/svg}"
FOAF, RED = "http://xmlns.com/foaf/0.1/", (200, 40, 40)


def png(colour: tuple[int, int, int], side: int = 24) -> str:
    """The address of a square of one colour."""
    rows = b"".join(b"\0" + bytes(colour) * side for _ in range(side))
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n" + body).decode()


@pytest.mark.parametrize(
    "text",
    [
        "data:image/svg+xml;base64,PHN2Zz4=",
        "data:text/html;base64,PHN2Zz4=",
        'data:image/png;base64,iVBO"onerror=alert(1)',
        "data:image/png,%89PNG",
        "https://example.org/a.png",
        "data:image/png;base64," + "A" * MOST,
    ],
)
def test_what_is_no_small_raster_image_of_the_data_is_none(text: str) -> None:
    assert place_image([("urn:x:image", text)]) is None
    assert place_image([("urn:x:image", Literal(text)), ("urn:x:image", png(RED))]) == 1


def test_an_entity_is_drawn_with_its_image_and_nothing_is_fetched(browser, tmp_path) -> None:
    ann, bob = ox.NamedNode("urn:x:ann"), ox.NamedNode("urn:x:bob")
    source = Memory.of(
        [
            ox.Quad(ann, ox.NamedNode(FOAF + "name"), ox.Literal("Ann")),
            ox.Quad(bob, ox.NamedNode(FOAF + "name"), ox.Literal("Bob")),
            ox.Quad(ann, ox.NamedNode(FOAF + "knows"), bob),
            ox.Quad(ann, ox.NamedNode(FOAF + "depiction"), ox.NamedNode(png(RED))),
            ox.Quad(bob, ox.NamedNode(FOAF + "depiction"), ox.NamedNode("https://example.org/bob.png")),
        ]
    )
    file = tmp_path / "page.html"
    file.write_text(str(page(source)), "utf-8")
    tab = browser.new_page(viewport={"width": 1000, "height": 700})
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url[:5]))
    tab.goto(file.as_uri())
    tab.locator("html[data-ready=yes]").wait_for(state="attached")
    tab.wait_for_function("wenmai.picture.scene.images.size === 1")
    tab.wait_for_function(
        """() => {
            const { scene, canvas } = wenmai.picture, node = wenmai.graph.find("urn:x:ann"), { scale, left, top } = scene.view;
            const size = canvas.width / canvas.clientWidth;
            const at = [(scene.x[node] * scale + left) * size, (scene.y[node] * scale + top) * size].map(Math.round);
            return [...canvas.getContext("2d").getImageData(at[0], at[1], 1, 1).data].slice(0, 3).join() === "200,40,40";
        }"""
    )
    held = [
        one.get("href") for one in ElementTree.fromstring(tab.evaluate("wenmai.exports.make.svg()")).iter(f"{SVG}image")
    ]
    assert held == [png(RED)], "a file of the picture has them, too"
    tab.evaluate("wenmai.actions.select({ node: wenmai.graph.find('urn:x:ann') })")
    assert tab.locator(".portrait").evaluate("(one) => one.naturalWidth") == 24
    assert set(asked) <= {"file:", "data:"}
    tab.close()
