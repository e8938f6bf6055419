"""Asking people in a browser: the dialog over the people found, and one press by who is asked."""

from __future__ import annotations

from playwright.sync_api import expect


def test_the_dialog_asks_from_where_one_is_and_gives_the_focus_back(site, visit) -> None:
    page = visit("noor")
    page.goto(f"{site.url}/who-knows?q=congestion")
    link = page.locator("a[href*='/who-knows/ask'][href*='femke']").first
    link.click()
    dialog = page.locator("#ask-dialog")
    expect(dialog.get_by_role("heading", name="Ask Femke de Boer")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(link).to_be_focused()
    link.click()
    dialog.get_by_label("Your question").fill("Does the limit hold at night?")
    dialog.get_by_label("Only to Femke").check()
    expect(dialog.get_by_label("Space")).to_be_hidden()
    dialog.get_by_role("button", name="Ask it").click()
    expect(page.get_by_role("heading", name="Does the limit hold at night?")).to_be_visible()
    expect(page.get_by_text("Only you and Femke de Boer read this")).to_be_visible()


def test_who_is_asked_says_not_now_at_one_press_and_takes_it_back(site, visit) -> None:
    page = visit("femke")
    page.goto(f"{site.url}/who-knows/questions")
    page.get_by_role("link", name="Does the limit hold in winter?").click()
    page.get_by_role("button", name="Not now", exact=True).click()
    expect(page.get_by_text("You said not now.")).to_be_visible()
    page.get_by_role("button", name="I can look at it after all").click()
    expect(page.get_by_role("heading", name="You may know this")).to_be_visible()
