"""Film a conversation between three browsers: one writes, one replies with a quote, one sees it come.

`python -m tests.browser.film_live` keeps a photograph of every step in `screens/film/`. The same
story is a test, in `test_live.py`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.site import Site

Shoot = Callable[["Page", str], None]
PRESS = "[data-livebar-show]"
WRITING = "[data-livebar-who]"


def conversation(femke: Page, ruben: Page, sanne: Page, site: Site, shoot: Shoot) -> None:
    """Femke reads, Ruben replies with a quote, Sanne writes; each sees what the others do."""
    begin(femke, site)
    for other in (ruben, sanne):
        other.goto(femke.url)
        other.wait_for_selector(".post--q")
    shoot(femke, "femke-reads")
    sanne.click("#reply textarea")
    sanne.keyboard.type("In Zwolle we")
    femke.wait_for_selector(f"{WRITING}:has-text('Sanne Visser is writing a reply')")
    shoot(femke, "femke-sees-who-writes")
    before = top(femke, ".post--q")
    ruben.click(".post--q [data-quote]")
    ruben.keyboard.type("By noon, by whoever is on shift.")
    shoot(ruben, "ruben-quotes")
    ruben.click("#reply button[type=submit]")
    ruben.wait_for_selector(".post:has-text('By noon')")
    femke.wait_for_selector(f"{PRESS}:has-text('1 new reply')")
    assert top(femke, ".post--q") == before
    assert not femke.locator(".posts", has_text="By noon").count()
    shoot(femke, "femke-is-told")
    femke.click(PRESS)
    femke.wait_for_selector(".post--fresh:has-text('By noon') blockquote:has-text('Femke de Boer')")
    femke.wait_for_selector(f"{PRESS}", state="hidden")
    shoot(femke, "femke-has-pressed")
    sanne.wait_for_selector(f"{PRESS}:has-text('1 new reply')")
    shoot(sanne, "sanne-is-told-while-she-writes")
    sanne.click(PRESS)
    sanne.wait_for_selector(".post--fresh:has-text('By noon')")
    assert sanne.input_value("#reply textarea") == "In Zwolle we"
    shoot(sanne, "sanne-goes-on")
    femke.click(".post--fresh .react:has-text('Helpful')")
    femke.wait_for_load_state()
    sanne.wait_for_selector(".post--fresh .react:has-text('Helpful') b:has-text('1')")
    shoot(sanne, "sanne-sees-the-reaction")
    close(femke)
    sanne.wait_for_selector(f"{PRESS}:has-text('Femke de Boer closed this conversation')")
    shoot(sanne, "sanne-is-told-of-the-end")
    sanne.click(PRESS)
    sanne.wait_for_selector("[data-live-part=ending] .notice")
    assert sanne.input_value("#reply textarea") == "In Zwolle we"
    shoot(sanne, "sanne-keeps-her-words")


def begin(page: Page, site: Site) -> None:
    """Start a conversation."""
    page.goto(f"{site.url}/s/{site.known['space']}/-/talk/new?kind=discussion")
    page.fill("[name=title]", "When do we publish the forecast?")
    page.fill("[name=text]", "It came at four yesterday. The control room needs it earlier.")
    page.click("main form button.btn--primary")
    page.wait_for_selector("[data-thread]")


def close(page: Page) -> None:
    """Close the conversation that the page shows."""
    page.goto(page.url.split("?")[0].split("#")[0] + "/close")
    page.check("main input[value=decided]")
    page.fill("main [name=reason]", "By noon, from Monday on.")
    page.click("main form button[type=submit]")
    page.wait_for_selector("[data-thread]")


def top(page: Page, place: str) -> float:
    """Where something stands in the window."""
    box = page.locator(place).first.bounding_box()
    assert box is not None
    return box["y"]


def main() -> int:
    """Film it; tells where the photographs are."""
    from tests.browser.chromium import chromium
    from tests.browser.screens import FOLDER
    from tests.browser.site import served
    from tests.browser.visitors import Visitors

    folder, taken = FOLDER / "film", 0
    folder.mkdir(parents=True, exist_ok=True)

    def shoot(page: Page, what: str) -> None:
        nonlocal taken
        taken += 1
        page.screenshot(path=folder / f"live-{taken:02}-{what}.png", animations="disabled")

    size = {"width": 1280, "height": 800}
    with (
        tempfile.TemporaryDirectory() as data,
        chromium() as browser,
        served(Path(data)) as site,
    ):
        visitors = Visitors(browser, site)
        pages = [visitors.page(name, viewport=size) for name in ("femke", "ruben", "sanne")]
        conversation(*pages, site, shoot)
    print(f"{taken} photographs: {folder}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
