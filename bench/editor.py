"""Whether the visual editor keeps every page, and how fast it is: `python -m bench editor`.

Every page of the demonstration, and of a real documentation where that is at hand, is opened in
Chromium, words are changed one at a time, and what would be saved is compared with what was there.
A few of them are typed and saved for good. Then the time until one can type, and of a keystroke.
"""

from __future__ import annotations

import html
import re
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from bench.site import application
from bench.storage import DATA
from essp.core.db import db, session, transaction
from essp.core.schema import bring_up_to_date
from essp.demo import building
from essp.demo.content import load
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki.editing import create_page
from essp.wiki.models import Page
from essp.wiki.texts import text_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

    from tests.browser.site import Site

Row = tuple[str, str]
WORDS_OF_A_PAGE = 40
SAVED = 6
# In `[words][]` the words are the name by which the page's foot knows the address: when they change, the name
# they had is written beside them.
NAMED_BY_WORDS = re.compile(r"\]\[[^\]]+$")
PROBE = (Path(__file__).parent / "one_word.js").read_text()
CARET = """() => {
  const walker = document.createTreeWalker(document.querySelector('.visual__text'), 4)
  const word = () => /[a-z]{4,}/.exec(walker.currentNode.data)
  let seen = 0
  while (seen < 9 && walker.nextNode()) {
    seen += Boolean(word()) && walker.currentNode.parentElement.isContentEditable
  }
  while (!word() || !walker.currentNode.parentElement.isContentEditable) walker.previousNode()
  document.querySelector('.visual__text').focus()
  getSelection().collapse(walker.currentNode, word().index + 4)
}"""
KEYSTROKES = """() => new Promise((done) => {
  const spent = []
  const root = document.querySelector('.visual__text')
  let start = 0
  root.addEventListener('keydown', () => { start = performance.now() }, true)
  root.addEventListener('input', () => {
    root.getBoundingClientRect()
    spent.push(performance.now() - start)
    if (spent.length === 60) done(spent.slice(10))
  })
})"""


def run() -> list[Row]:
    """Measure; rows of what and how much."""
    if find_spec("playwright") is None:
        return [("left out", "the package playwright is not installed")]
    from tests.browser.chromium import chromium, program
    from tests.browser.site import Site, free_port

    if program() is None:
        return [("left out", "Chromium is not installed")]
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        texts, sized = _filled(Path(folder))
        site = Site(Path(folder), free_port())
        site.known["password"] = building.PASSWORD
        site.start()
        try:
            return list(_measured(browser, site, texts, sized))
        finally:
            site.stop()


def _filled(folder: Path) -> tuple[list[tuple[str, str, str]], dict[int, str]]:
    """Uid, name and text of every page of the demonstration; the ids of two pages of a size."""
    app = application(folder)
    bring_up_to_date(app)
    with app.app_context():
        building.build(load(), site_name="Bench", progress=lambda: None)
        pages = session().scalars(select(Page).where(Page.archived_at.is_(None))).all()
        texts = [(page.uid, page.title, text_of(page)) for page in pages]
        sized = {size: _of_size(size, [text for _, _, text in texts]) for size in (20, 500)}
        db.engine.dispose()
    return texts, sized


def _of_size(kilobytes: int, texts: list[str]) -> str:
    """The id of a new page of this size, put together from those texts."""
    plain = [text for text in texts if "![[" not in text]
    whole = "\n\n".join(plain * (1 + kilobytes * 1024 // sum(map(len, plain))))
    text = whole[: whole.rindex("\n\n", 0, kilobytes * 1024)] + "\n"
    with transaction():
        actor = session().scalars(select(Person).where(Person.handle == "ilse-van-den-berg")).one()
        space = session().scalars(select(Space).order_by(Space.id)).first()
        assert space
        return create_page(actor, space, title=f"{kilobytes} kilobytes", text=text).page.uid


def _bundled() -> list[tuple[str, str, str]]:
    """The pages of the real documentation, where it is at hand."""
    bundle = DATA / "gds-way.bundle"
    if not bundle.exists():
        return []
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["git", "clone", "-q", str(bundle), folder], check=True)
        found = sorted(Path(folder, "source").rglob("*.md*"))
        return [("", path.relative_to(folder).as_posix(), path.read_text()) for path in found]


def _measured(
    browser: Browser, site: Site, texts: list[tuple[str, str, str]], sized: dict[int, str]
) -> Iterator[Row]:
    from tests.browser.chromium import sign_in

    tab = sign_in(browser.new_context(), site, "ilse@veldstroom.example")
    tab.set_default_timeout(60_000)
    tab.goto(f"{site.url}/p/{texts[0][0]}/edit?mode=visual")
    tab.wait_for_selector(".visual__text")
    yield from _round_trips(tab, "demonstration", texts)
    bundled = _bundled()
    if bundled:
        yield from _round_trips(tab, "real documentation", bundled)
    else:
        yield "real documentation", "left out: it is not in the folder of real content"
    yield _saved(tab, site, texts)
    for size, uid in sized.items():
        yield from _timings(tab, site, size, uid)


def _round_trips(tab: Tab, name: str, texts: list[tuple[str, str, str]]) -> Iterator[Row]:
    """Pages, blocks and words of a set; then every exception by its name."""
    given = [[title, text.replace("\r\n", "\n")] for _, title, text in texts]
    found = tab.evaluate(PROBE, {"texts": given, "most": WORDS_OF_A_PAGE})
    visual = found["blocks"] - found["source"]
    yield f"{name}: pages", str(len(texts))
    yield f"{name}: blocks edited visually", f"{visual} of {found['blocks']}"
    yield f"{name}: words changed", f"{found['words']}, {len(found['exceptions'])} exceptions"
    named = [each for each in found["exceptions"] if NAMED_BY_WORDS.search(each[3])]
    yield f"{name}: of these, words that name an address", str(len(named))
    for title, word, removed, added in found["exceptions"]:
        if not NAMED_BY_WORDS.search(added):
            yield f"  {title[-40:]}, “{word}”", f"-{removed[:60]!r} +{added[:60]!r}"


def _saved(tab: Tab, site: Site, texts: list[tuple[str, str, str]]) -> Row:
    """Pages of which a word was typed and saved, and those where that word alone was changed."""
    kept = tried = 0
    for uid, _, _ in texts[:: max(1, len(texts) // SAVED)]:
        answer = tab.goto(f"{site.url}/p/{uid}/edit?mode=visual")
        if answer is None or not answer.ok:
            continue  # A page of a closed space.
        tried += 1
        before = _source(tab, site, uid)
        tab.wait_for_selector(".visual__text")
        tab.evaluate(CARET)
        tab.keyboard.type("kantlijn" * 2)
        tab.click(".pubbar button[type=submit]")
        tab.wait_for_selector("main.doc")
        head, _, tail = _source(tab, site, uid).partition("kantlijn" * 2)
        kept += head + tail == before
    return "typed and saved on the server", f"{kept} of {tried} changed in that word alone"


def _source(tab: Tab, site: Site, uid: str) -> str:
    page = tab.request.get(f"{site.url}/p/{uid}/edit?fresh=1").text()
    found = re.search(r"<textarea[^>]*data-editor[^>]*>\r?\n?(.*?)</textarea>", page, re.S)
    return html.unescape(found[1]).replace("\r\n", "\n") if found else ""


def _timings(tab: Tab, site: Site, size: int, uid: str) -> Iterator[Row]:
    """Until one can type, from the click and from the moment the editor is wanted; a keystroke."""
    whole, own, spent = [], [], []
    watch = tab.context.new_cdp_session(tab)
    watch.send("Performance.enable", {"timeDomain": "threadTicks"})
    for _ in range(5):
        tab.goto(f"{site.url}/p/{uid}/edit?mode=visual")
        tab.wait_for_function("() => performance.getEntriesByName('editor-ready').length")
        wanted, ready = tab.evaluate(
            "['editor-wanted', 'editor-ready'].map(n => performance.getEntriesByName(n)[0].startTime)"
        )
        whole.append(ready)
        own.append(ready - wanted)
        told = {
            each["name"]: each["value"] for each in watch.send("Performance.getMetrics")["metrics"]
        }
        spent.append(told["TaskDuration"] * 1000)
    yield f"{size} KB: ready to type, of it the editor", f"{_middle(whole)}, {_middle(own)}"
    yield f"{size} KB: the same in processor time of the page", _middle(spent)
    tab.evaluate(CARET)
    waiting = tab.evaluate_handle(f"() => {{ window.spent = ({KEYSTROKES})() }}")
    for _ in range(60):
        tab.keyboard.press("a")
    strokes = tab.evaluate("window.spent")
    waiting.dispose()
    worst = sorted(strokes)[int(len(strokes) * 0.95)]
    yield f"{size} KB: a keystroke, half and 95 in 100", f"{_middle(strokes)}, {worst:.1f} ms"


def _middle(times: list[float]) -> str:
    return f"{statistics.median(times):.1f} ms"
