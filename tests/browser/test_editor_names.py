"""What stands in the visual editor before the page is saved: names of colleagues, and a picture that is still coming."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.attachments.pictures import picture
from tests.browser.site import Site
from tests.browser.writing import edited, picture_dialog, type_after, written

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


def test_a_mention_shows_the_name_at_once_and_keeps_the_handle(
    site: Site, visit: Visit, start_page: Any
) -> None:
    page = edited(site, visit, start_page("Named", "Ask @noor or @nobody-here first\n"))
    mentions = page.locator(".visual__text a.mention")
    expect(mentions).to_have_text(["@Noor Jansen", "@nobody-here"])
    type_after(page, "first", " @femk")
    page.get_by_role("option", name="Femke de Boer").click()
    expect(mentions.last).to_have_text("@Femke de Boer")
    assert re.fullmatch(r"Ask @noor or @nobody-here first @femke ?\n", written(page))


def test_another_picture_comes_to_its_place_though_the_dialog_is_closed_before_it_is_there(
    site: Site, visit: Visit, start_page: Any
) -> None:
    page = edited(
        site, visit, start_page("Replaced", "Look ![old](/files/abcdefghjk/plan.png) here\n")
    )
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route(re.compile("/files$"), hold)
    picture_dialog(page)
    page.fill("#editor-image-alt", "The new ring")
    with page.expect_file_chooser() as chosen:
        page.click("#editor-image [data-act=choose]")
    chosen.value.set_files({"name": "new.png", "mimeType": "image/png", "buffer": picture()})
    expect(page.locator("#editor-image")).to_contain_text("new.png is on its way.")
    page.click("#editor-image [data-act=keep]")
    assert "![The new ring](/files/abcdefghjk/plan.png)" in written(page)
    # Held until the dialog was closed.
    waiting[0].continue_()
    expect(page.locator(".visual__text img")).to_have_attribute("src", re.compile(r"new\.png$"))
    assert re.search(r"!\[The new ring\]\(/files/\w{10}/new\.png\) here", written(page))
