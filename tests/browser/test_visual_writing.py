"""Writing in the visual editor: typed marks, lists, tables, undo, input methods, and the way to the text and back."""

from __future__ import annotations

import re

from tests.browser.writing import caret, edited, saved, source_of, type_after, written


def test_marks_typed_as_people_know_them_become_what_they_mean(site, visit, start_page) -> None:
    page = edited(site, visit, start_page("Typed marks", "Begin.\n"))
    type_after(page, "Begin", "")
    page.keyboard.press("End")
    for line in (
        "# A heading", "With **bold** and _emphasis_ and `code` in it", "- one", "two",
    ):  # fmt: skip
        page.keyboard.press("Enter")
        page.keyboard.type(line)
    for _ in range(2):
        page.keyboard.press("Enter")
    page.keyboard.type("1. first")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("> quoted")
    for _ in range(2):
        page.keyboard.press("Enter")
    page.keyboard.type("```python")
    page.keyboard.press("Enter")
    page.keyboard.type("print(1)")
    assert written(page) == (
        "Begin.\n\n# A heading\n\nWith **bold** and *emphasis* and `code` in it\n\n"
        "- one\n- two\n\n1. first\n\n> quoted\n\n```python\nprint(1)\n```\n"
    )


MOVED_AND_PRESSED_AT_ONCE = """() => {
  const text = document.querySelector('.visual__text')
  const words = text.querySelector('p').firstChild
  getSelection().collapse(words, words.data.length)
  const key = {key: 'Enter', keyCode: 13, bubbles: true, cancelable: true}
  text.dispatchEvent(new KeyboardEvent('keydown', key))
}"""


def test_a_key_acts_where_the_caret_stands_before_the_browser_told_of_it(
    site, visit, start_page
) -> None:
    page = edited(site, visit, start_page("At the caret", "Begin here.\n"))
    caret(page, "Begin")
    page.evaluate(MOVED_AND_PRESSED_AT_ONCE)
    page.keyboard.type("Next")
    assert written(page) == "Begin here.\n\nNext\n"


def test_a_list_grows_deepens_and_ends_by_enter_and_tab(site, visit, start_page) -> None:
    page = edited(site, visit, start_page("A list", "- one\n"))
    type_after(page, "one", "")
    for key, words in (("Enter", "deep"), ("Tab", ""), ("Enter", "deeper"), ("Enter", "")):
        page.keyboard.press(key)
        page.keyboard.type(words)
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("shallow")
    page.keyboard.press("Enter")
    page.keyboard.type("[ ] a task")
    assert written(page) == "- one\n  - deep\n  - deeper\n- shallow\n- [ ] a task\n"
    page.click(".visual__task input")
    assert written(page).endswith("- [x] a task\n")


def test_undo_takes_back_everything_and_redo_brings_it_again(site, visit, start_page) -> None:
    text = "Some words.\n\n- a\n- b\n"
    page = edited(site, visit, start_page("Undone", text))
    type_after(page, "Some", " more")
    page.keyboard.press("Control+b")
    page.keyboard.type(" bold")
    caret(page, "b")
    page.keyboard.press("Enter")
    page.keyboard.type("c")
    changed = written(page)
    assert changed == "Some more **bold** words.\n\n- a\n- b\n- c\n"
    for _ in range(12):
        page.keyboard.press("Control+z")
    assert written(page) == text
    for _ in range(12):
        page.keyboard.press("Control+y")
    assert written(page) == changed


def test_enter_and_tab_walk_through_a_table_and_make_its_next_row(site, visit, start_page) -> None:
    page = edited(site, visit, start_page("A table", "| a  | b |\n|----|---|\n| c  | d |\n"))
    type_after(page, "c", "")
    page.keyboard.press("Tab")
    page.keyboard.type("x")
    page.keyboard.press("Tab")
    page.keyboard.type("e")
    page.keyboard.press("Tab")
    page.keyboard.type("f|g")
    assert written(page).splitlines()[:2] == ["| a  | b |", "|----|---|"]
    cells = [re.split(r"\s*(?<!\\)\|\s*", line)[1:-1] for line in written(page).splitlines()[2:]]
    assert cells == [["c", "x"], ["e", r"f\|g"]]


def test_an_input_method_composes_words_without_losing_or_doubling_them(
    site, visit, start_page
) -> None:
    page = edited(site, visit, start_page("Composed", "Before after.\n"))
    type_after(page, "Before", " ")
    method = page.context.new_cdp_session(page)
    for part in ("に", "にほ", "にほん"):
        method.send(
            "Input.imeSetComposition",
            {"text": part, "selectionStart": len(part), "selectionEnd": len(part)},
        )
    method.send("Input.insertText", {"text": "日本"})
    page.keyboard.type("x")
    assert written(page) == "Before 日本x after.\n"
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert "日本" not in written(page)


def test_text_and_visual_change_into_each_other_and_keep_the_words_and_the_caret(
    site, visit, start_page
) -> None:
    text = "Opening words.\n\nThe second *paragraph* here.\n\n* a star\n"
    page = edited(site, visit, start_page("Both ways", text))
    type_after(page, "second", " typed")
    page.keyboard.press("Control+Shift+m")
    area = page.locator("#text")
    assert area.input_value() == text.replace("second", "second typed")
    assert page.evaluate("document.activeElement.id") == "text"
    at = page.evaluate("document.activeElement.selectionStart")
    assert area.input_value()[:at].endswith("second typed")
    page.keyboard.type(" as text")
    page.keyboard.press("Control+Shift+m")
    page.wait_for_function("() => document.activeElement.classList.contains('visual__text')")
    page.keyboard.type(" again")
    assert written(page) == text.replace("second", "second typed as text again")
    for _ in range(8):
        page.keyboard.press("Control+z")
    assert written(page) == text


def test_what_is_typed_is_kept_as_a_draft_and_offered_again(site, visit, start_page) -> None:
    uid = start_page("A visual draft", "One line.\n")
    page = edited(site, visit, uid)
    type_after(page, "line", " and half a thought")
    page.wait_for_selector("[data-save-state]:has-text('Saved as draft')")
    again = edited(site, visit, uid)
    assert again.locator(".visual__text").inner_text().strip() == "One line and half a thought."


def test_a_new_page_is_written_visually_and_saved(site, visit) -> None:
    page = visit("femke")
    page.goto(f"{site.url}/s/{site.known['space']}/-/new?fresh=1&mode=visual")
    page.fill("#title", "Written visually")
    page.click(".visual__text")
    page.keyboard.type("## First")
    page.keyboard.press("Enter")
    page.keyboard.type("Words with [[Some page]] and a 2*3*4 sum.")
    saved(page)
    address = page.get_attribute("main [data-copy-link]", "href")
    assert address
    kept = source_of(site, visit, address.rsplit("/", 1)[1])
    assert kept.strip() == "## First\n\nWords with [[Some page]] and a 2\\*3\\*4 sum."


def test_the_text_opens_with_a_line_when_the_editor_cannot_load(site, visit, start_page) -> None:
    uid = start_page("No editor", "Still here.\n")
    page = visit("ruben")
    page.route(
        "**/visual-*.js",
        lambda route: route.fulfill(body="export {}", content_type="text/javascript"),
    )
    page.add_init_script("console.error = () => {}")
    page.goto(f"{site.url}/p/{uid}/edit?mode=visual")
    page.wait_for_selector("[data-visual-problem]:has-text('could not be loaded')")
    assert page.input_value("#text") == "Still here.\n"
    assert page.locator("#text").is_visible()


def test_the_editor_is_a_named_text_field_that_says_what_it_is(site, visit, start_page) -> None:
    page = edited(site, visit, start_page("Named", "Words.\n"))
    field = page.get_by_role("textbox", name="Text of the page")
    assert field.get_attribute("aria-multiline") == "true"
    assert page.locator("button[data-mode=visual]").get_attribute("aria-pressed") == "true"
