"""What others do is seen while it happens, and nothing moves under the reader."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.chromium import sign_in
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


def test_who_was_signed_out_elsewhere_is_told_and_finds_their_words_again(
    site, visit, visitors, browser
) -> None:
    here, there = (browser.new_context() for _window in range(2))
    page, elsewhere = sign_in(here, site, "sanne"), sign_in(there, site, "sanne")
    asked = visit("femke")
    asked.goto(f"{site.url}/s/congestion-management/-/talk/new")
    asked.check("[name=kind][value=discussion]", force=True)
    asked.fill("[name=title]", "Who holds the phone at night?")
    asked.fill("[name=text]", "Say so here.")
    asked.locator("#asking button.btn--primary").click()
    asked.wait_for_url("**/t/*")
    page.goto(asked.url)
    area = page.locator("#reply textarea")
    area.press_sequentially("I do, ")
    asked.wait_for_selector("[data-livebar-who]:has-text('is writing a reply')")
    elsewhere.goto(f"{site.url}/account")
    visitors.sign_in_anew("sanne")  # this ends the sign-in of her other stories as well
    elsewhere.locator("form[action$='/end-others'] button").click()
    elsewhere.wait_for_selector(".flash")
    area.press_sequentially("from Monday on.")
    page.wait_for_selector("[data-livebar-out]:visible")
    page.locator("#reply button.btn--primary").click()
    page.wait_for_url(lambda address: "/sign-in?next=" in address)
    page.fill("main [name=name]", site.known["sanne"])
    page.fill("main [name=password]", site.known["password"])
    page.click("main button[type=submit]")
    page.wait_for_url(asked.url)
    expect(area).to_have_value("I do, from Monday on.")
    for each in (here, there):
        each.close()
