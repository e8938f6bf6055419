"""Comments on passages in the browser: beside the text, through five rewrites, into an edit."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.chromium import until
from tests.browser.test_reading import SELECT

LIMIT = "92% of the thermal limit for more than two settlement periods"
START = f"Start the response as soon as the forecast shows {LIMIT}."
TEXT = (
    "## When to start\n\nUse this page when a station will carry more than its limit.\n\n"
    f"{START} Do not wait.\n\n## Checks\n\nClose the case when the control room confirms it.\n"
)
REWRITES = (
    "Start as soon as the forecast shows 92% of the thermal limit for more than two periods.",
    "Begin when the forecast shows 92% of the seasonal limit for more than two periods.",
    "As a rule, begin when the forecast shows 90% of the seasonal limit for two periods or more.",
    "Do not wait: the forecast showing 90% of the seasonal limit for two periods is enough.",
    "The rule: the forecast showing 90% of the seasonal limit for two periods in a row is enough.",
)
MARK = ".prose .pmn:not(.pmn--h)"


def marked(page) -> list[str]:
    """The words that are marked in the text."""
    return page.evaluate(
        "[...(CSS.highlights.get('comment') ?? [])].map((range) => range.toString())"
    )


def begin(page, words: str, text: str) -> None:
    """Comment on words of the page that is open."""
    page.wait_for_selector("[data-comments] .num", state="attached")
    page.evaluate(SELECT, words)
    page.click("[data-comment]")
    page.fill(".note [name=text]", text)
    page.click(".note button[type=submit]")
    page.wait_for_selector(f".note .talk:has-text('{text}')")


def saved(page, site, uid: str, text: str) -> None:
    """Save the page with this text, and open it once its comments were looked for."""
    page.goto(f"{site.url}/p/{uid}/edit?fresh=1")
    page.fill("#text", text)
    page.click(".pubbar button[type=submit]")
    page.wait_for_selector("main.doc .prose")
    number = page.get_attribute("[data-here]", "data-number")
    marks = f"{site.url}/p/{uid}/comments/marks"
    until(
        page,
        "([marks, number]) => fetch(marks).then((a) => a.json()).then((a) => String(a.upto) === number)",
        [marks, number],
    )
    page.reload()
    page.wait_for_selector("[data-comments] .num", state="attached")


def test_a_comment_survives_five_rewrites_and_ends_on_earlier_text(site, visit, start_page) -> None:
    uid = start_page("Rewritten five times", TEXT)
    page = visit("femke")
    page.goto(f"{site.url}/p/{uid}")
    begin(page, LIMIT, "Also in winter?")
    page.wait_for_selector(MARK)
    assert marked(page) == [LIMIT]
    for rewrite in REWRITES:
        saved(page, site, uid, TEXT.replace(START, rewrite))
        page.wait_for_selector(MARK)
        (words,) = marked(page)
        assert words in rewrite
    saved(page, site, uid, TEXT.replace(START + " Do not wait.\n\n", ""))
    assert page.locator(".pmn").count() == 0
    page.click("[data-comments]")
    earlier = page.locator("section", has=page.locator("#comments-earlier"))
    expect(earlier).to_contain_text(LIMIT)
    expect(earlier).to_contain_text("Also in winter?")


def test_a_comment_is_answered_resolved_and_becomes_an_edit(site, visit, start_page) -> None:
    uid = start_page("Answered in the margin", TEXT)
    page = visit("femke")
    page.goto(f"{site.url}/p/{uid}")
    begin(page, "the control room confirms it", "Which control room?")
    page.keyboard.press("Escape")
    page.wait_for_selector(".note", state="hidden")
    page.wait_for_function("() => document.activeElement.matches('.pmn, [data-comments]')")
    other = visit("kwame")
    other.goto(f"{site.url}/p/{uid}")
    other.click(MARK)
    other.fill(".note [name=text]", "The one in Zwolle.")
    other.click(".note__r button[type=submit]")
    other.wait_for_selector(".note .talk:has-text('The one in Zwolle.')")
    other.click(".note a:has-text('Edit the text')")
    other.wait_for_selector("#text")
    expect(other.locator(".aside")).to_contain_text("Which control room?")
    other.fill(
        "#text",
        other.input_value("#text").replace("the control room", "the control room in Zwolle"),
    )
    other.click(".pubbar button[type=submit]")
    other.wait_for_selector("main.doc .prose")
    page.goto(f"{site.url}/p/{uid}/comments")
    resolved = page.locator("section", has=page.locator("#comments-resolved")).inner_text()
    assert "made an edit of this" in resolved
    assert "The one in Zwolle." in resolved


def test_a_narrow_screen_shows_the_comment_as_a_sheet(site, visit, start_page) -> None:
    uid = start_page("Read on the way", TEXT)
    page = visit("femke", viewport={"width": 390, "height": 844})
    page.goto(f"{site.url}/p/{uid}")
    begin(page, "the control room confirms it", "Which one?")
    box = page.locator(".note").bounding_box()
    assert box["y"] + box["height"] <= 845
    assert box["width"] >= 380
