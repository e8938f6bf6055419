"""What a person does in the visual editor: open it, put the caret, type, save."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.browser.clipboard import settled
from tests.browser.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Visit = Callable[..., Page]

CARET = """([word, after]) => {
  const walker = document.createTreeWalker(document.querySelector('.visual__text'), NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const found = walker.currentNode.data.search(new RegExp('\\\\b' + word + '\\\\b'))
    if (found < 0) continue
    const at = found + (after ? word.length : 0)
    document.querySelector('.visual__text').focus()
    getSelection().collapse(walker.currentNode, at)
    // Every key begins by looking where the caret stands; this one does nothing else.
    document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'Shift', bubbles: true}))
    walker.currentNode.parentElement.scrollIntoView({block: 'center'})
    return true
  }
  return false
}"""


def edited(site: Site, visit: Visit, uid: str, who: str = "ruben", **options: Any) -> Page:
    """The visual editor of a page, ready to type in."""
    page = visit(who, **options)
    page.goto(f"{site.url}/p/{uid}/edit?mode=visual")
    page.wait_for_selector(".visual__text")
    return page


def caret(page: Page, word: str, after: bool = True) -> None:
    """Put the caret behind, or before, the first place where a word stands."""
    assert page.evaluate(CARET, [word, after]), f"{word} is not in the text"
    page.wait_for_function("() => document.activeElement.classList.contains('visual__text')")


def type_after(page: Page, word: str, letters: str) -> None:
    """Type letters behind a word."""
    caret(page, word)
    page.keyboard.type(letters)


def written(page: Page) -> str:
    """The Markdown that the editor has written by now; it is asked to write at once."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    return page.input_value("#text")


def saved(page: Page) -> None:
    """Press the button that publishes, and wait for the page."""
    page.click(".pubbar button[type=submit]")
    page.wait_for_selector("main.doc")


def source_of(site: Site, visit: Visit, uid: str) -> str:
    """The Markdown of a page as it stands."""
    answer = visit("femke").request.get(f"{site.url}/p/{uid}/edit?fresh=1").text()
    found = re.search(r"<textarea[^>]*data-editor[^>]*>\r?\n?(.*?)</textarea>", answer, re.S)
    assert found
    return html.unescape(found[1])


def linking(page: Page, word: str) -> None:
    """Select a word, and open the dialog that makes it a link."""
    caret(page, word, after=False)
    for _letter in word:
        page.keyboard.press("Shift+ArrowRight")
    settled(page)
    page.keyboard.press("Control+k")
    page.wait_for_selector("#editor-link[open]")


def picture_dialog(page: Page) -> None:
    """Choose the picture plan.png and open its dialog."""
    page.click(".visual__text img[src$='plan.png']")
    page.wait_for_selector(".blockbar #editor-alt")
    page.click("[data-command=imageDialog]")
    page.wait_for_selector("#editor-image[open]")
