"""A sentence in doubt, in the browser: selected, doubted, marked for everybody, and answered."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.test_reading import SELECT

WORDS = "paid each year"


def test_a_selected_sentence_is_doubted_and_marked_until_an_owner_answers(site, visit) -> None:
    page = visit("noor")
    page.goto(f"{site.url}/p/{site.known['overdue']}")
    page.evaluate(SELECT, WORDS)
    page.click("[data-doubt]")
    expect(page.locator("#sentence")).to_have_value(WORDS)
    page.fill("#reason", "The decree of May says each month.")
    page.click("form[action$='/doubt'] button[type=submit]")
    mark = page.locator(".prose .smk--doubt")
    expect(mark).to_have_accessible_name("A reader says that this is wrong: It is paid each year")
    owner = visit("pieter")
    owner.goto(f"{site.url}{mark.get_attribute('href')}")
    owner.fill("#words", "Mended, thank you.")
    owner.click("form[action$='/answer'] button[type=submit]")
    expect(owner.locator("main .notice--ok")).to_contain_text("Mended, thank you.")
    page.reload()
    expect(page.locator(".doc .prose")).to_contain_text(WORDS)
    expect(mark).to_have_count(0)
