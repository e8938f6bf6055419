"""What others do is seen while it happens, and nothing moves under the reader."""

from __future__ import annotations

from tests.browser.film_live import conversation


def test_three_people_talk_and_each_sees_what_the_others_do(site, visit) -> None:
    conversation(*map(visit, ("femke", "ruben", "sanne")), site, lambda _page, _what: None)


def test_comments_of_others_come_while_the_page_is_read(site, visit, start_page) -> None:
    uid = start_page("Commented while it is read", "## When to start\n\nStart at noon.\n")
    reading, writing = visit("femke"), visit("ruben")
    for page in (reading, writing):
        page.goto(f"{site.url}/p/{uid}")
        page.wait_for_selector("[data-comments] .num", state="attached")
    reading.wait_for_selector("[data-here-words]:has-text('Ruben Haak is reading')")
    writing.hover(".prose h2")
    writing.click(".prose h2 .hcm")
    writing.fill(".note [name=text]", "Noon by which clock?")
    writing.click(".note__r button[type=submit]")
    writing.wait_for_selector(".note .talk:has-text('Noon by which clock')")
    reading.click(".pmn")
    reading.wait_for_selector(".note .talk:has-text('Noon by which clock')")
    writing.fill(".note [name=text]", "I mean in winter.")
    writing.click(".note__r button[type=submit]")
    writing.wait_for_selector(".note .talk:has-text('in winter')")
    reading.click("[data-note-news]:has-text('Ruben Haak replied')")
    reading.wait_for_selector(".note .talk:has-text('in winter')")
    writing.click(".note__f button:has-text('Resolve')")
    reading.click("[data-note-news]:has-text('Ruben Haak resolved this')")
    reading.wait_for_selector(".note:has-text('Ruben Haak resolved this')")
    reading.wait_for_selector(".pmn", state="detached")
