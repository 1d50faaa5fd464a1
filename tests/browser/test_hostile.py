"""Untrusted data stays data: markup, script, odd IRIs and bidirectional controls are shown as text and never run."""

from __future__ import annotations

import json
import re

import pyoxigraph as ox
import pytest

from hostile.labels import HOSTILE, IRIS, attack
from wenmai.sources import Memory
from wenmai.terms import XSD
from wenmai.view import page


@pytest.fixture(scope="module")
def hostile():
    """Every hostile string in every field: label, alias, class, predicate, literal, title, surface, note, document."""
    label, kind = (
        ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label"),
        ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
    )
    wm, rdf = "urn:wenmai:term:", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    quads = []

    def say(subject, predicate, value):
        quads.append(ox.Quad(subject, ox.NamedNode(predicate) if isinstance(predicate, str) else predicate, value))

    names = [ox.NamedNode(iri) for iri in IRIS] + [ox.NamedNode(f"urn:h:{number}") for number in range(len(HOSTILE))]
    document = ox.NamedNode("urn:doc:x")
    say(document, label, ox.Literal(HOSTILE[0]))
    for number, one in enumerate(names):
        text = HOSTILE[number % len(HOSTILE)]
        kind_of, link = ox.NamedNode(f"urn:c:{number}"), ox.NamedNode(f"urn:p:{number}")
        for subject in (one, kind_of, link):
            say(subject, label, ox.Literal(text))
        say(one, kind, kind_of)
        say(one, wm + "shortName", ox.Literal(text, language="en"))
        say(one, "urn:literal", ox.Literal(text))
        say(one, link, names[(number + 1) % len(names)])
        say(one, "urn:partOf", names[(number + 1) % len(names)])
        for measure in (f"urn:p:{number}", f"urn:p:{(number + 1) % len(names)}", "urn:lat", "urn:long"):
            say(one, measure, ox.Literal(str(number), datatype=ox.NamedNode(XSD + "integer")))
        say(one, "urn:born", ox.Literal(f"19{number % 90 + 10}-01-01", datatype=ox.NamedNode(XSD + "date")))
        statement, passage = ox.NamedNode(f"urn:s:{number}"), ox.NamedNode(f"urn:pass:{number}")
        for role, value in (("subject", one), ("predicate", link), ("object", names[(number + 1) % len(names)])):
            say(statement, rdf + role, value)
        say(statement, kind, ox.NamedNode(rdf + "Statement"))
        say(statement, wm + "evidence", passage)
        for field in ("worded", "surface", "note"):
            say(statement, wm + field, ox.Literal(text))
        say(passage, kind, ox.NamedNode(wm + "Passage"))
        say(passage, wm + "document", document)
        say(passage, wm + "start", ox.Literal("0", datatype=ox.NamedNode(XSD + "integer")))
        say(passage, wm + "end", ox.Literal("20", datatype=ox.NamedNode(XSD + "integer")))
    return Memory.of(quads)


def test_nothing_runs_whatever_is_done(browser, hostile, tmp_path):
    file = tmp_path / "hostile.html"
    page(hostile, passages={"urn:doc:x": "".join(HOSTILE)}).save(file)
    requests, errors = [], []
    context = browser.new_context(offline=True)
    context.on("request", lambda request: requests.append(request.url))
    context.on("console", lambda message: errors.append(message.text))
    context.on("weberror", lambda error: errors.append(str(error.error)))
    context.on("dialog", lambda dialog: errors.append("dialog"))
    tab = context.new_page()
    tab.goto(file.as_uri())
    tab.locator("html[data-ready=yes]").wait_for(state="attached")
    count = tab.evaluate("wenmai.graph.count")
    assert count >= len(HOSTILE) + len(IRIS)
    for node in range(count):
        tab.evaluate(
            "(node) => { wenmai.select({node}); document.querySelectorAll('#panel .cite').forEach((one) => one.click()); }",
            node,
        )
    tab.evaluate("wenmai.toggleTable()")
    for text in HOSTILE:
        tab.locator("#find").fill(text)
        tab.locator("#find").press("Enter")
    for link in range(tab.evaluate("wenmai.graph.size")):
        tab.evaluate("(link) => wenmai.select({link})", link)
        tab.mouse.move(300 + 7 * link, 200 + 5 * link)
    tab.evaluate("wenmai.connect.restore({a: 0, b: 7, k: 3, maxHops: 6, avoid: []})")
    tab.evaluate("wenmai.setLanguage('en')")
    tab.evaluate("document.querySelectorAll('#key details, #facets').forEach((one) => { one.open = true; })")
    tab.evaluate("document.querySelector('#time-button').click()")
    tab.wait_for_timeout(300)
    tab.evaluate("document.querySelectorAll('#facets .facet').forEach((one) => { one.open = true; })")
    for view in ("links", "tree", "map", "figures", "entities"):
        tab.evaluate("(view) => document.querySelector(`#table [data-key=${view}]`).click()", view)
    tab.wait_for_timeout(300)
    tab.evaluate("document.querySelectorAll('#facets .kind input').forEach((one) => one.click())")
    for kind in ("svg", "ttl", "csv", "json"):
        assert tab.evaluate("(kind) => wenmai.exports.make[kind]()", kind)
    tab.wait_for_timeout(300)
    assert tab.evaluate("window.hacked") is None
    assert [url for url in requests if not url.startswith("file:")] == []
    assert errors == []
    assert (
        tab.evaluate(
            "document.querySelectorAll('img, iframe, object, embed, body script:not([type]):not(:nth-last-child(-n+2))').length"
        )
        == 0
    )
    addresses = tab.evaluate("[...document.querySelectorAll('a')].map((one) => one.href)")
    assert all(re.match(r"https?:|mailto:", address) for address in addresses)
    context.close()


def test_labels_put_together_from_pieces_are_shown_as_text(browser):
    found = attack(browser, count=300, seed=20211220)
    assert found.bad == []
    assert found.shown == found.selected >= 300


def test_svg_export_is_inert(browser, hostile, tmp_path):
    file = tmp_path / "hostile.html"
    page(hostile).save(file)
    tab = browser.new_page()
    tab.goto(file.as_uri())
    tab.locator("html[data-ready=yes]").wait_for(state="attached")
    drawing = tab.evaluate("wenmai.exports.make.svg()")
    assert "<script" not in drawing
    assert not re.search(r"<[^>]*\son\w+=", drawing)
    turtle = tab.evaluate("wenmai.exports.make.ttl()")
    quads = {(quad.subject, quad.predicate, quad.object) for quad in ox.parse(turtle.encode(), ox.RdfFormat.TURTLE)}
    assert {row for row in quads if isinstance(row[0], ox.NamedNode)} <= {
        (quad.subject, quad.predicate, quad.object) for quad in hostile.store
    }
    tab.close()


def test_only_web_and_mail_addresses_become_links(visit):
    reader = visit("town")
    reader.find("safe")
    assert reader.tab.locator("#panel a").get_attribute("href") == "https://example.org/safe?a=1&b=2"
    assert "noopener" in reader.tab.locator("#panel a").get_attribute("rel")
    reader.find("raw")
    assert reader.tab.locator("#panel a").count() == 0
    assert "javascript:window.hacked=5" in reader.text("#panel")


def test_controls_are_written_out(visit):
    reader = visit("town")
    reader.find("hacked=1")
    panel = reader.text("#panel")
    assert "⟨U+202E⟩gnirts lortnoc⟨U+202C⟩" in panel
    assert "<img src=x onerror=window.hacked=1>" in panel


def test_the_file_has_no_markup_of_the_data(hostile):
    text = page(hostile)
    assert text.count("<script") == 4
    assert text.count("</script") == 4
    assert "<img" not in text
    body = re.search(r'id="graph-data">(.*?)</script>', text, re.S)
    assert json.loads(body.group(1))["nodes"]["iri"], "still JSON"


def test_same_bytes_twice(town, tmp_path):
    first, second = page(town), page(Memory(town.locations))
    assert first == second
    file = tmp_path / "page.html"
    first.save(file)
    assert file.read_bytes() == first.encode("utf-8")
