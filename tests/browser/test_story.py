"""A story: steps that are kept with captions, changed, undone, played, printed, sent in an address or a file, and files that are none."""

from __future__ import annotations

import json
import re

import pytest

from wenmai.view import page, read_story

STEPS = "page.store.state.telling.story.steps.map((step) => step.name)"
DROP = """(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([value], "a.json", { type: "application/json" }));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
})()"""


def tell(reader) -> None:
    """Three steps: an entity, a path, and a day with a passage in the text."""
    press, type_ = reader.tab.keyboard.press, reader.tab.keyboard.type
    reader.find("云溪图书馆")
    press("s")
    type_("从图书馆说起")
    press("Enter")
    reader.find("云溪书会 → 观星夜")
    press("s")
    press("Enter")
    press("Escape")
    reader.look("page.actions.change({ asOf: '2021', facets: new Map([['cited', ['cited']]]) })")
    press("r")
    press("n")
    press("s")
    reader.settle()


def save(reader) -> str:
    with reader.tab.expect_download() as told:
        reader.tab.locator("#story-save").click()
    return told.value.path().read_text("utf-8")


def drop(reader, text: str) -> None:
    reader.look(f"({DROP}, 0)", text)
    reader.settle()


def test_a_step_is_kept_with_all_that_is_seen_and_played(visit):
    reader = visit("town")
    tell(reader)
    assert reader.look(STEPS)[:2] == ["云溪图书馆", "云溪书会 → 观星夜"]
    reader.tab.locator("#picture").focus()
    last = reader.look("page.picture.window().map(Math.round)")
    reader.tab.keyboard.press("Shift+S")
    reader.settle()
    assert "从图书馆说起" in reader.text("#story")
    assert reader.selected() == "云溪图书馆"
    assert not reader.look("page.store.state.reading.open")
    assert reader.look("page.state.asOf") == ""
    reader.tab.keyboard.press("PageDown")
    assert reader.tab.locator("#paths .path.on").count() == 1
    reader.tab.locator("#story-next").click()
    reader.settle()
    assert reader.look("page.state.asOf") == "2021"
    assert reader.look("page.store.state.reading.start") >= 0
    assert reader.look("page.picture.window().map(Math.round)")[:3] == last[:3], "its height is that of the room"
    reader.tab.keyboard.press("Escape")
    assert reader.tab.locator("#story-caption").is_visible(), "it is edited again"


def test_steps_are_renamed_moved_deleted_and_all_of_it_undone(visit):
    reader = visit("town")
    tell(reader)
    reader.tab.locator("[data-key=step-0]").click()
    reader.tab.locator("#story-name").fill("起点")
    reader.tab.keyboard.press("Enter")
    reader.tab.locator("#story-behind").click()
    assert reader.look(STEPS)[:2] == ["云溪书会 → 观星夜", "起点"]
    reader.tab.locator("#story-drop").click()
    assert len(reader.look(STEPS)) == 2
    for _ in range(3):
        reader.tab.locator("#story-undo").click()
    assert reader.look(STEPS)[0] == "云溪图书馆"
    reader.tab.locator("#story-redo").focus()
    reader.tab.keyboard.press("Control+y")
    assert reader.look(STEPS)[0] == "起点"


def test_steps_walked_so_far_lead_back(visit):
    reader = visit("town")
    reader.find("云溪图书馆")
    reader.find("南街")
    reader.tab.locator("#story-button").click()
    walked = reader.tab.locator(".walked button")
    assert walked.all_inner_texts()[-2:] == ["云溪图书馆", "南街"]
    walked.nth(walked.count() - 2).click()
    reader.settle()
    assert reader.selected() == "云溪图书馆"


def test_the_address_has_the_story_and_is_short(visit):
    reader = visit("town")
    tell(reader)
    reader.tab.wait_for_function("location.hash.includes('story=')")
    reader.settle()
    url = reader.tab.url
    assert len(url) < 2000
    again = visit("town", address=url.partition("#")[2])
    again.tab.wait_for_function("window.wenmai.store.state.telling.story.steps.length === 3")
    assert again.look(STEPS) == reader.look(STEPS)
    assert again.look("page.store.state.telling.playing")
    broken = visit("town", address="story=eJxLTEoGAAJNAScA")
    assert "未能打开" in broken.told()
    assert "story=" not in broken.tab.url


def test_a_file_opens_on_another_page_and_in_the_command(visit, browser, town, tmp_path):
    reader = visit("town")
    tell(reader)
    text = save(reader)
    assert json.loads(text)["version"] == 1
    english = visit("english")
    drop(english, text)
    assert english.look(STEPS) == reader.look(STEPS)
    assert english.look("page.store.state.telling.playing")
    made = page(town, language="en", story=read_story(text))
    file = tmp_path / "told.html"
    made.save(file)
    tab = browser.new_page(reduced_motion="reduce")
    tab.goto(file.as_uri())
    tab.locator("html[data-ready=yes]").wait_for(state="attached")
    assert "从图书馆说起" in tab.locator("#story").inner_text()
    tab.locator("#story-next").click()
    assert tab.locator("#paths .path.on").count() == 1
    assert "story=" not in tab.url, "the page has it"
    assert "step=2" in tab.url
    tab.close()


def test_a_story_is_printed_one_step_a_page(visit):
    reader = visit("town")
    tell(reader)
    reader.tab.locator("#story-play").click()
    reader.settle()
    content = reader.tab.pdf(format="A4", print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", content)) == 3
    assert reader.tab.locator(".sheet").count() == 0
    assert reader.look("page.store.state.telling.at") == 0, "back where it was"


HOSTILE = {
    "{": "不是 JSON",
    "[]": "不是文脉的故事文件",
    json.dumps({"format": "wenmai-story", "version": 9, "steps": []}): "第 9 版",
    json.dumps({"format": "wenmai-story", "version": 1, "steps": [{"name": {}}]}): "第 1 步",
    json.dumps(
        {
            "format": "wenmai-story",
            "version": 1,
            "graph": {"hash": "x"},
            "steps": [{"name": "a", "caption": "", "state": "select=urn%3Anone"}],
        }
    ): "另一个图",
}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_file_that_is_no_story_is_told_and_changes_nothing(visit, text):
    reader = visit("town")
    tell(reader)
    before = reader.look(STEPS)
    drop(reader, text)
    assert HOSTILE[text] in reader.told()
    assert reader.look(STEPS) == before


def test_what_a_hostile_story_says_stays_text(visit):
    reader = visit("town")
    evil = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>\u202e'
    steps = [
        {
            "name": evil,
            "caption": evil,
            "state": f"select={evil}&added=%00+%ff&moved=x+1e9,&window=NaN,1,1,0&facet=%25zz&story=x&step=9",
        },
        {"name": "javascript:alert(1)", "caption": "x" * 5000, "state": "from=" + "%F0" * 999 + "&window=1,1,1e308,1"},
        {"name": "", "caption": "", "state": "ticked=urn%3Awenmai%3Axicheng%3A图书馆"},
    ]
    drop(
        reader,
        json.dumps(
            {"format": "wenmai-story", "version": 1, "__proto__": {"polluted": 1}, "title": evil, "steps": steps}
        ),
    )
    assert reader.text(".told-step h2").startswith("<img src=x")
    assert "⟨U+202E⟩" in reader.text(".told-step h2")
    reader.tab.keyboard.press("PageDown")
    reader.tab.keyboard.press("Escape")
    reader.settle()
    assert reader.look(
        "[window.hacked, ({}).polluted, document.querySelectorAll('#story img, #story script').length]"
    ) == [None, None, 0]
    assert len(reader.shown()) > 5
