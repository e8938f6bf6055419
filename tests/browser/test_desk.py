"""The curation desk by keys, with the focus kept, and on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_the_desk_is_walked_by_keys_and_the_focus_stays_in_the_list(visit, site) -> None:
    page = visit("pieter")
    page.goto(f"{site.url}/curation")
    items = page.locator(".qi")
    first, second = items.nth(0), items.nth(1)
    expect(first).to_have_attribute("aria-current", "true")
    page.keyboard.press("j")
    expect(second).to_have_attribute("aria-current", "true")
    expect(second).to_be_focused()
    page.keyboard.press("k")
    expect(first).to_have_attribute("aria-current", "true")
    expect(first).to_be_focused()


def test_on_a_phone_the_list_comes_first_and_a_proposal_is_a_page(visit, site) -> None:
    page = visit("pieter", viewport={"width": 390, "height": 844})
    page.goto(f"{site.url}/curation")
    title = page.locator("main h2").first
    expect(title).to_be_hidden()
    page.locator(".qi").first.click()
    expect(page).to_have_url(re.compile("proposal="))
    expect(title).to_be_visible()
    expect(page.locator(".qi").first).to_be_hidden()
    page.locator(".curate__back").click()
    expect(page.locator(".qi").first).to_be_visible()


def test_a_key_leads_into_the_words_and_another_approves_them(visit, site) -> None:
    page = visit("pieter")
    page.goto(f"{site.url}/curation?proposal={site.known['proposal_by_keys']}")
    words = page.get_by_label("These words instead").first
    expect(words).to_be_hidden()
    page.keyboard.press("e")
    expect(words).to_be_focused()
    page.keyboard.press("a")
    expect(words).to_have_value(re.compile("a"))
    page.locator("h2").first.click()
    page.keyboard.press("a")
    expect(page.get_by_text("It is published.")).to_be_visible()
