"""Insight on the narrowest screens and by keyboard: nothing is cut off, hidden under a bar, or out of reach."""

from __future__ import annotations

from playwright.sync_api import expect

NARROW = {"width": 320, "height": 640}
SCREENS = (
    "/insight", "/insight?period=week", "/insight/tile/unanswered", "/insight/tile/answer-time",
    "/insight/tile/ladder", "/insight/tile/flow", "/insight/tile/silos", "/insight/tile/backlog",
    "/insight/silos", "/insight/knowledge", "/insight/spaces", "/insight/advice/answered",
    "/insight/pilots", "/insight/pilots/{pilot}", "/insight/moving", "/insight/mine", "/insight/how",
    "/insight/privacy", "/insight/log", "/s/{space}/-/insight", "/s/{space}/-/phase",
    "/topics/{topic_figures}/insight",
)  # fmt: skip
# Whether what has the focus is seen: in the window, and with nothing else on top of its middle.
SEEN = """() => {
  const it = document.activeElement, box = it.getBoundingClientRect();
  const x = box.left + Math.min(box.width / 2, 20), y = box.top + box.height / 2;
  const top = document.elementFromPoint(x, y);
  const told = `${it.tagName} ${it.className} ${it.textContent.trim().slice(0, 40)}`;
  return !top || it.contains(top) || top.contains(it) ? '' : told;
}"""


def test_no_screen_is_wider_than_the_narrowest_phone_in_dutch(visit, site) -> None:
    page = visit("ilse", viewport=NARROW, locale="nl")
    wide = []
    for screen in SCREENS:
        page.goto(f"{site.url}{screen.format(**site.known)}")
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            wide.append(screen)
    assert not wide


def test_what_has_the_focus_is_never_under_a_bar(visit, site) -> None:
    page = visit("ilse", viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page.goto(f"{site.url}/insight")
    page.locator(".ins__h select").focus()
    covered = []
    for _each in range(60):
        page.keyboard.press("Tab")
        told = page.evaluate(SEEN)
        if told:
            covered.append(told)
    assert not covered


def test_what_is_chosen_in_a_row_that_scrolls_is_in_sight(visit, site) -> None:
    page = visit("ilse", viewport={"width": 390, "height": 844})
    page.goto(f"{site.url}/insight/mine")
    expect(page.locator(".tabs [aria-current]")).to_be_in_viewport(ratio=0.9)
    page.goto(f"{site.url}/insight")
    expect(page.locator(".days [aria-current=date]")).to_be_in_viewport(ratio=0.5)


def test_how_long_questions_wait_is_read_by_keyboard_hour_by_hour(visit, site) -> None:
    page = visit("ilse", locale="en")
    page.goto(f"{site.url}/insight/tile/answer-time")
    points = page.locator("section:has(h2:text('How long questions wait')) .chart__points > *")
    points.last.focus()
    page.keyboard.press("Home")
    expect(points.first).to_be_focused()
    assert points.first.get_attribute("aria-label").startswith("1 h: ")
    page.keyboard.press("ArrowRight")
    expect(points.nth(1)).to_be_focused()


def test_a_table_is_taken_along_with_commas_where_the_reader_is_dutch(visit, site) -> None:
    page = visit("ilse", locale="nl", accept_downloads=True)
    page.goto(f"{site.url}/insight/silos")
    page.locator(".ins__h .menu > summary").click()
    with page.expect_download() as told:
        page.locator(".ins__h .menu .opt").first.click()
    text = told.value.path().read_text(encoding="utf-8-sig")
    assert text.splitlines()[1].count(";") == 4 and "," in text.splitlines()[1]
