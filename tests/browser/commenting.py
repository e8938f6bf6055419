"""Comments on passages, made and opened as a reader does: what the table of screens needs for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page


def select_sentence(page: Page) -> None:
    """Select the beginning of the first paragraph, and begin a comment on it."""
    page.wait_for_selector("[data-comments] .num", state="attached")
    page.evaluate(
        """() => {
          const text = document.querySelector(".prose > .blk > p").firstChild;
          getSelection().setBaseAndExtent(text, 0, text, Math.min(60, text.length));
        }"""
    )
    # By keyboard: the window stays where the reader has it.
    page.wait_for_selector("[data-comment]")
    page.locator("[data-comment]").press("Enter")
    page.wait_for_selector(".note [name=text]")


def open_comment(page: Page) -> None:
    """A comment beside its words; made first, where nobody commented yet."""
    page.wait_for_selector("[data-comments] .num", state="attached")
    if not page.locator(".pmn").count():
        select_sentence(page)
        page.fill(".note [name=text]", "Is this also for overhead lines in winter?")
        page.locator(".note [name=text]").press("Control+Enter")
    else:
        page.locator(".pmn").first.press("Enter")
    page.wait_for_selector(".note .talk")


def all_comments(page: Page) -> None:
    """The list of all comments, from an open one."""
    open_comment(page)
    page.click(".note__h a")
    page.wait_for_selector(".notes .talk")


def one_comment(page: Page) -> None:
    """One comment on a screen of its own."""
    all_comments(page)
    page.locator(".notes .note__f a", has_text="Reply").first.click()
    page.wait_for_selector(".note__r [name=text]")


def edit_for_comment(page: Page) -> None:
    """The editor beside the comment that it is opened from."""
    open_comment(page)
    page.locator(".note__f a").first.click()
    page.wait_for_selector(".aside .note .talk")
