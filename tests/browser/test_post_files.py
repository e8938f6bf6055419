"""Files in posts: pasted, chosen and dropped while one writes, shown with the post; nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.attachments.pictures import picture
from tests.browser.commenting import open_comment
from tests.browser.site import Site

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
PASTE = """async () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 30, height: 20 });
  const drawn = await new Promise((keep) => canvas.toBlob(keep));
  const data = new DataTransfer();
  data.items.add(new File([drawn], "image.png", { type: "image/png" }));
  const pasted = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.querySelector("#reply textarea[name=text]").dispatchEvent(pasted);
}"""


def test_a_picture_is_pasted_described_and_posted(site: Site, visit: Visit, tmp_path: Path) -> None:
    page = visit("ruben")
    page.goto(f"{site.url}/t/{site.known['talk']}")
    text = page.locator("#reply textarea[name=text]")
    text.fill("Before. After.")
    text.evaluate("area => area.setSelectionRange(8, 8)")
    page.evaluate(PASTE)
    page.get_by_label("What does this picture show?").fill("The [new] ring")
    page.get_by_label("What does this picture show?").press("Enter")
    expect(text).to_have_value(
        re.compile(r"^Before\. !\[The \(new\) ring\]\(/files/\w+/\S+\.png\)After\.$")
    )
    expect(text).to_be_focused()
    (tmp_path / "empty.pdf").touch()
    page.set_input_files("#reply input[type=file]", tmp_path / "empty.pdf")
    expect(page.locator(".upload", has_text="is empty")).to_have_count(1)
    page.get_by_role("button", name="Close", exact=True).click()
    text.press("Control+Enter")
    shown = page.get_by_role("img", name="The (new) ring")
    expect(shown).to_be_visible()
    expect(shown).to_have_js_property("naturalWidth", 30)


def test_a_file_of_a_comment_that_was_cut_off_arrives_at_a_second_try(
    site: Site, visit: Visit, tmp_path: Path
) -> None:
    page = visit("femke", viewport={"width": 390, "height": 844})
    page.goto(f"{site.url}/p/{site.known['edited']}")
    open_comment(page)
    tries: list[Any] = []

    def cut_off(route: Route) -> None:
        tries.append(route)
        if len(tries) == 1:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/talk/files?*", cut_off)
    text = page.locator(".note textarea[name=text]")
    text.fill("See ")
    (tmp_path / "plan.jpg").write_bytes(picture("JPEG"))
    page.set_input_files(".note input[type=file]", tmp_path / "plan.jpg")
    expect(page.locator(".upload", has_text="The connection was lost")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    page.get_by_role("button", name="Only decoration").click()
    expect(text).to_have_value(re.compile(r"^See !\[\]\(/files/\w+/plan\.jpg\)$"))
    (tmp_path / "list.csv").write_text("a,b\n")
    page.set_input_files(".note input[type=file]", tmp_path / "list.csv")
    expect(text).to_have_value(re.compile(r"plan\.jpg\) \[list\.csv\]\(/files/\w+/list\.csv\)$"))
    text.press("Control+Enter")
    expect(page.locator(".note .talk img[src*='plan.jpg']")).to_have_count(1)
