"""Input as keyboards and input methods give it: composed words in the popups, paste as plain text."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.clipboard import settled
from tests.browser.writing import caret, edited, linking, written

CHOSEN = ".suggest [role=option][aria-selected=true]"
RICH = "<p>A <b>bold</b> word and <a href='https://example.org/a'>a link</a></p>"
PUT = """([html, text]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
  );
}"""


def compose(page, parts: tuple[str, ...]) -> None:
    """Compose a word as an input method does, up to its last part, and leave it open."""
    method = page.context.new_cdp_session(page)
    for part in parts:
        method.send(
            "Input.imeSetComposition",
            {"text": part, "selectionStart": len(part), "selectionEnd": len(part)},
        )


def settle(page, words: str) -> None:
    """End what is composed with these words."""
    page.context.new_cdp_session(page).send("Input.insertText", {"text": words})


def key_within(page, key: str) -> bool:
    """Press a key that belongs to the input method; whether the page took it for its own."""
    return page.evaluate(
        """(key) => !document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
             { key, isComposing: true, keyCode: 229, bubbles: true, cancelable: true }))""",
        key,
    )


def test_the_key_that_ends_a_composition_chooses_nothing_from_the_list(
    site, visit, start_page
) -> None:
    start_page("日本の変電所", "Text.\n")
    page = edited(site, visit, start_page("Composed in a list", "Read first\n"))
    caret(page, "Read")
    page.keyboard.type(" [[")
    compose(page, ("に", "にほん"))
    for key in ("Enter", "Tab", "ArrowDown", "Escape"):
        assert not key_within(page, key)
    settle(page, "日本")
    page.wait_for_selector(f"{CHOSEN}:has-text('日本の変電所')")
    page.keyboard.press("Enter")
    assert written(page) == "Read [[日本の変電所]] first\n"


def test_the_link_dialog_stays_open_while_a_word_is_composed(site, visit, start_page) -> None:
    start_page("北の変電所", "Text.\n")
    page = edited(site, visit, start_page("Composed in a dialog", "Read this\n"))
    linking(page, "this")
    page.focus("#editor-link-to")
    compose(page, ("き", "きた"))
    assert not key_within(page, "Enter")
    assert page.locator("#editor-link[open]").count()
    settle(page, "北の変電所")
    page.wait_for_selector("#editor-link-found [role=option]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#editor-link", state="hidden")
    assert written(page) == "Read [[北の変電所|this]]\n"


def test_paste_as_plain_text_leaves_the_layout_behind_and_the_next_paste_does_not(
    site, visit, start_page
) -> None:
    page = edited(site, visit, start_page("Pasted plainly", "Start\n"))
    caret(page, "Start")
    page.keyboard.type(" ")
    page.keyboard.down("Control")
    page.keyboard.down("Shift")
    page.evaluate(
        """() => document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
             { key: "V", ctrlKey: true, shiftKey: true, bubbles: true, cancelable: true }))"""
    )
    page.evaluate(PUT, [RICH, "A bold word and a link"])
    page.keyboard.up("Shift")
    page.keyboard.up("Control")
    assert written(page) == "Start A bold word and a link\n"
    page.keyboard.press("Enter")
    page.evaluate(PUT, [RICH, "A bold word and a link"])
    assert "A **bold** word and [a link](https://example.org/a)" in written(page)


def test_the_headings_of_a_table_are_taken_off_and_put_back(site, visit, start_page) -> None:
    text = "| Station | MW |\n| --- | --- |\n| Zwolle | 80 |\n"
    uid = start_page("Headings off", text)
    page = edited(site, visit, uid)
    caret(page, "Zwolle")
    settled(page)
    toggle = page.locator("[data-command=headings]")
    toggle.wait_for()
    expect(toggle).to_have_attribute("aria-pressed", "true")
    toggle.click()
    expect(toggle).to_have_attribute("aria-pressed", "false")
    rows = written(page).splitlines()
    assert [row.replace(" ", "") for row in rows[::2]] == ["|||", "|Station|MW|"]
    caret(page, "Zwolle")
    settled(page)
    toggle.click()
    assert written(page) == text
    toggle.click()
    page.click(".pubbar button[type=submit]")
    page.wait_for_selector("main .prose table")
    assert not page.locator("main .prose thead").is_visible()
    assert page.locator("main .prose td:has-text('Station')").is_visible()
