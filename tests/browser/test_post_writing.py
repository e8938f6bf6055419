"""Writing a post: the formatting bar, its keys, the preview in the place of the text, and what is left."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import Site

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


def test_a_post_is_formatted_looked_at_sent_and_its_edit_found_again(
    site: Site, visit: Visit
) -> None:
    page = visit("ruben")
    page.goto(f"{site.url}/t/{site.known['talk']}")
    form = page.locator("#reply")
    text = form.locator("textarea[name=text]")
    bar = form.get_by_role("toolbar", name="Formatting")
    text.press_sequentially("Lift it now")
    text.press("Control+Shift+ArrowLeft")
    text.press("Control+b")
    expect(text).to_have_value("Lift it **now**")
    text.press("Control+End")
    bar.get_by_role("button", name="Mention somebody").click()
    expect(text).to_have_value("Lift it **now** @")
    text.press_sequentially("femk")
    page.get_by_role("option", name="Femke de Boer").click()
    expect(text).to_have_value(re.compile(r"@femke $"))
    with page.expect_file_chooser():
        bar.get_by_role("button", name="Add pictures or files").click()
    preview = form.get_by_role("button", name="Preview")
    preview.click()
    seen = form.get_by_role("region", name="Preview")
    expect(seen.locator("strong")).to_have_text("now")
    expect(seen).to_contain_text("@Femke de Boer")
    expect(text).to_be_hidden()
    preview.press("Control+Enter")
    mine = page.locator("[data-post]", has=page.locator(".talk strong", has_text="now")).last
    expect(mine.locator(".talk").last).to_contain_text("Lift it now @Femke de Boer")
    edit = page.url.split("#p-")[1]
    page.goto(f"{site.url}/posts/{edit}/edit")
    text = page.get_by_label("Your post")
    text.press("Control+End")
    with page.expect_response("**/talk/draft?*"):
        text.press_sequentially("or later")
    page.goto(f"{site.url}/talk")
    page.goto(f"{site.url}/posts/{edit}/edit")
    expect(page.get_by_text("This is what you had not saved yet.")).to_be_visible()
    expect(text).to_have_value(re.compile("or later$"))
