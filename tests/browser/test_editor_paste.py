"""What is pasted from other programs reads as if it had been written here."""

from __future__ import annotations

import re

import pytest

from tests.browser import clipboard
from tests.browser.clipboard import paste, settled
from tests.browser.writing import caret, edited, written


@pytest.fixture
def empty(site, visit, start_page):
    """The visual editor of a new page, with the caret in its one empty line."""

    def open_page(title: str, text: str = "x\n"):
        page = edited(site, visit, start_page(title, text))
        if text == "x\n":
            page.click(".visual__text")
            page.keyboard.press("Control+a")
            page.keyboard.press("Backspace")
        return page

    return open_page


@pytest.mark.parametrize(
    ("program", "html", "text", "expected"),
    [
        ("Word", clipboard.WORD, "", clipboard.WORD_TEXT),
        ("Docs", clipboard.DOCS, "", clipboard.DOCS_TEXT),
        ("Outlook", clipboard.OUTLOOK, "", clipboard.OUTLOOK_TEXT),
        ("Excel", clipboard.EXCEL, "Station\tMW", clipboard.EXCEL_TEXT),
        ("the web", clipboard.WEB, "", clipboard.WEB_TEXT),
        ("a sheet as text", "", clipboard.SHEET, clipboard.SHEET_TEXT),
        ("a mail as text", "", "One\nTwo\n\nThree", "One\\\nTwo\n\nThree\n"),
        ("Markdown", "", "## Head\n\n- one\n- **two**\n", "## Head\n\n- one\n- **two**\n"),
    ],
)
def test_it_becomes_clean_markdown(empty, program: str, html: str, text: str, expected) -> None:
    page = empty(f"Pasted from {program}")
    paste(page, html, text)
    assert written(page).strip() == expected.strip()
    page.keyboard.press("Control+z")
    assert written(page).strip() == ""


def test_pictures_that_cannot_come_along_are_counted(empty) -> None:
    page = empty("Lost pictures")
    paste(page, clipboard.WORD)
    page.wait_for_selector(".uploads:has-text('One picture could not come along')")


def test_a_picture_inside_what_is_pasted_is_uploaded(empty) -> None:
    pixel = "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mNkaGDACpgYBpUAAAhgAIHzQ0sqAAAAAElFTkSuQmCC"
    page = empty("Inner pictures")
    page.route("**/files", lambda route: route.fulfill(
        json={"url": "/files/abcdefghjk/plan.png", "name": "plan.png", "image": True}
    ))  # fmt: skip
    paste(page, f'<p>Before</p><p><img alt="The plan" src="data:image/png;base64,{pixel}"></p>')
    page.wait_for_selector(".visual__text img[alt='The plan']", state="attached")
    assert "![The plan](/files/abcdefghjk/plan.png)" in written(page)


def test_an_address_over_a_selection_links_it(empty) -> None:
    page = empty("Addresses", "Read the rules first.\n")
    caret(page, "rules", after=False)
    for _letter in "rules":
        page.keyboard.press("Shift+ArrowRight")
    page.wait_for_function("() => getSelection().toString() === 'rules'")
    settled(page)
    paste(page, "", "https://example.org/rules")
    assert written(page) == "Read the [rules](https://example.org/rules) first.\n"


def test_what_is_more_than_a_page_is_refused_and_nothing_is_lost(empty) -> None:
    page = empty("Too much", "Stays.\n")
    caret(page, "Stays")
    page.evaluate(
        """() => {
            const data = new DataTransfer()
            const line = '<p style="color: red">' + 'word '.repeat(40) + '</p>'
            data.setData('text/html', line.repeat(Math.ceil(5e6 / line.length)))
            data.setData('text/plain', 'word '.repeat(9e5))
            document.querySelector('.visual__text').dispatchEvent(
                new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}))
        }"""
    )
    page.wait_for_selector(".uploads:has-text('nothing was pasted')")
    assert written(page) == "Stays.\n"


def test_what_is_pasted_into_a_cell_stays_in_the_cell(empty) -> None:
    page = empty("Cells", "| one | two |\n| --- | --- |\n| a | b |\n")
    caret(page, "a")
    paste(page, "<p>First <b>line</b></p><p>Second</p>")
    assert re.search(r"^\| aFirst \*\*line\*\* Second \| b \|$", written(page), re.M)


def test_a_bad_link_does_not_come_in_disguised_as_our_own_copy(empty) -> None:
    page = empty("Disguise", "Text\n")
    caret(page, "Text")
    paste(page, '<p data-pm-slice="1 1 []"><a href="javascript:alert(1)"> bad</a></p>')
    assert "javascript" not in written(page)


def test_the_plain_text_takes_a_layout_as_markdown_too(site, visit, start_page) -> None:
    page = visit("ruben")
    page.goto(f"{site.url}/p/{start_page('Pasted as text', 'x')}/edit?mode=text")
    page.fill("#text", "")
    page.focus("#text")
    page.evaluate(clipboard.PASTE.replace(".visual__text", "#text"), [clipboard.DOCS, "words"])
    page.wait_for_function("() => document.querySelector('#text').value.includes('Nog niet')")
    assert page.input_value("#text").strip() == clipboard.DOCS_TEXT.strip()
    page.keyboard.press("Control+z")
    assert page.input_value("#text") == ""
