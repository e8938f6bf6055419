"""Film a page being written, visually and as text, and the web of links of a real repository.

`python -m tests.browser.film [REPOSITORY]` keeps a photograph of every step in `screens/film/`. With
the path of a git repository its history is brought in, and its pages are linked, renamed, missed and
shown inside each other.
"""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.chromium import chromium
from tests.browser.screens import FOLDER, demonstration
from tests.browser.site import Site, served
from tests.browser.visitors import Visitors

WIDE = {"width": 1440, "height": 900}
CHOSEN = ".suggest [role=option][aria-selected=true]"
DRAWING = """async (target) => {
  const canvas = Object.assign(document.createElement('canvas'), {width: 640, height: 240})
  const pen = canvas.getContext('2d')
  pen.fillStyle = '#eef3f0'
  pen.fillRect(0, 0, 640, 240)
  pen.fillStyle = '#1f6f5c'
  for (const [place, height] of [90, 130, 170, 120, 60].entries())
    pen.fillRect(60 + place * 110, 220 - height, 70, height)
  const drawn = await new Promise((done) => canvas.toBlob(done, 'image/png'))
  const data = new DataTransfer()
  data.items.add(new File([drawn], 'evening.png', {type: 'image/png'}))
  const {left, bottom} = target.getBoundingClientRect()
  const where = {clientX: left + 40, clientY: bottom - 20, bubbles: true, cancelable: true}
  target.dispatchEvent(new DragEvent('drop', {dataTransfer: data, ...where}))
}"""
BY_HAND = """## What we saw

The load of @femke-de-boer's forecast came true. See [[Playbook for congestion]].

| Station | MW |
| --- | --- |
| Zwolle | 80 |

"""


@dataclass
class Film:
    """The photographs of one story, numbered."""

    name: str
    page: Page
    taken: list[Path] = field(default_factory=list)

    def shoot(self, what: str) -> None:
        """Keep what is on the screen now."""
        path = FOLDER / "film" / f"{self.name}-{len(self.taken) + 1:02}-{what}.png"
        self.page.wait_for_load_state()
        self.page.screenshot(path=path, animations="disabled")
        self.taken.append(path)


def choose(film: Film, letters: str, words: str, what: str) -> None:
    """Type letters, photograph what is offered, and take what has these words."""
    film.page.keyboard.type(letters)
    film.page.wait_for_selector(f"{CHOSEN}:has-text('{words}')")
    film.shoot(what)
    film.page.keyboard.press("Enter")


def visually(page: Page, site: Site) -> Film:
    """A page from nothing with heading, mention, link, table and picture, in the visual editor."""
    film = Film("visual", page)
    page.goto(f"{site.url}/s/{site.known['space']}/-/new?mode=visual&fresh=1")
    page.wait_for_selector(".visual__text")
    film.shoot("nothing-yet")
    page.fill("#title", "The evening of the forecast")
    page.click(".visual__text")
    page.keyboard.type("## What we saw")
    page.keyboard.press("Enter")
    page.keyboard.type("The forecast of ")
    choose(film, "@boer", "Femke de Boer", "mention")
    page.keyboard.type("came true. See ")
    choose(film, "[[playbook", "laybook", "link")
    page.keyboard.type(".")
    page.keyboard.press("Enter")
    choose(film, "/table", "Table", "slash-menu")
    for words in ("Station", "MW", "Hour", "Zwolle", "80", "9"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    film.shoot("table")
    page.eval_on_selector(".visual__text", DRAWING)
    page.wait_for_selector(".visual__text img[src*='/files/']")
    film.shoot("picture")
    return _published(film)


def as_text(page: Page, site: Site) -> Film:
    """The same page, written as text."""
    film = Film("text", page)
    page.goto(f"{site.url}/s/{site.known['space']}/-/new?mode=text&fresh=1")
    film.shoot("nothing-yet")
    page.fill("#title", "The evening of the forecast, as text")
    page.click("#text")
    page.keyboard.insert_text(BY_HAND)
    page.keyboard.type("Thanks to ")
    choose(film, "@boer", "Femke de Boer", "mention")
    page.eval_on_selector("#text", DRAWING)
    page.wait_for_function("() => document.querySelector('#text').value.includes('/files/')")
    film.shoot("picture")
    return _published(film)


def _published(film: Film) -> Film:
    film.page.click(".pubbar button[type=submit]")
    film.page.wait_for_selector("main.doc")
    film.shoot("published")
    return film


def woven(page: Page, site: Site) -> Film:
    """Links of real pages: who links here, a rename that breaks none, wanted, orphans, an include."""
    film = Film("imported", page)
    asked, title, asking = (site.known[name] for name in ("asked", "title", "asking"))
    page.goto(f"{site.url}/p/{asked}/links")
    film.shoot("who-links-here")
    page.goto(f"{site.url}/p/{asked}/rename")
    page.fill("main [name=title]", f"{title}, renamed")
    film.shoot("rename")
    page.click("main .content form button[type=submit], main form button[type=submit]")
    page.wait_for_selector("main.doc")
    film.shoot("renamed")
    page.goto(f"{site.url}/p/{asking}")
    film.shoot("a-page-that-links-to-it")
    for show in ("broken", "wanted", "orphans"):
        page.goto(f"{site.url}/s/{site.known['space']}/-/links?show={show}")
        film.shoot(show)
    page.goto(f"{site.url}/p/{asking}/edit?mode=text&fresh=1")
    page.evaluate(
        "title => { const text = document.querySelector('#text');"
        " text.value = `![[${title}]]\\n\\n${text.value}` }",
        f"{title}, renamed",
    )
    film.shoot("include")
    return _published(film)


def main(repositories: list[str]) -> int:
    """Film it all; tells where the photographs are."""
    (FOLDER / "film").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        with demonstration(Path(folder) / "demo") as site:
            visitors = Visitors(browser, site)
            for story in (visually, as_text):
                story(visitors.page("femke", viewport=WIDE), site)
        for repository in repositories:
            os.environ["FILM_OF"] = str(Path(repository).resolve())
            with served(Path(folder) / "woven", content="tests.browser.film_content") as site:
                woven(Visitors(browser, site).page("ilse", viewport=WIDE), site)
    print(f"{len(list((FOLDER / 'film').glob('*.png')))} photographs: {FOLDER / 'film'}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
