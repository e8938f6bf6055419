"""Stories of a day: reading it, going back to another, looking behind a figure, and doing what it asks."""

from __future__ import annotations

from playwright.sync_api import expect

PHONE = {"width": 390, "height": 844}


def test_a_day_is_picked_read_and_led_to_its_decision(visit, site) -> None:
    page = visit("ilse")
    page.goto(f"{site.url}/insight")
    expect(page.locator(".fig")).to_have_count(12)
    latest = page.locator("summary.daypick__d").inner_text()
    page.get_by_role("link", name="Day before").click()
    expect(page.locator("summary.daypick__d")).not_to_have_text(latest)
    page.get_by_role("link", name="Day after").click()
    expect(page.locator("summary.daypick__d")).to_have_text(latest)
    page.get_by_role("link", name="Route a question").click()
    expect(page.locator("h1")).to_have_text("Unanswered past the promise")


def test_the_days_of_the_strip_are_one_stop_and_arrows_go_from_one_to_the_next(visit, site) -> None:
    page = visit("ilse")
    page.goto(f"{site.url}/insight")
    chosen = page.locator(".days a[aria-current=date]")
    chosen.focus()
    page.keyboard.press("ArrowLeft")
    label = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert label and label != chosen.get_attribute("aria-label")
    page.keyboard.press("Enter")
    expect(page.locator(".days a[aria-current=date]")).to_have_attribute("aria-label", label)


def test_without_script_another_day_is_chosen_by_its_date(visit, site) -> None:
    page = visit("ilse", java_script_enabled=False)
    page.goto(f"{site.url}/insight")
    page.locator("summary.daypick__d").click()
    page.get_by_role("button", name="Go").click()
    expect(page.locator(".fig")).to_have_count(12)


def test_on_a_phone_nothing_is_wider_than_the_screen(visit, site) -> None:
    page = visit("ilse", viewport=PHONE, locale="nl")
    page.goto(f"{site.url}/insight")
    expect(page.locator(".fig")).to_have_count(12)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_day_is_asked_for_by_mail_and_stopped_again(visit, site) -> None:
    page = visit("ilse")
    page.goto(f"{site.url}/insight")
    page.get_by_role("button", name="Send it to me").click()
    page.get_by_role("button", name="Send it no more").click()
    expect(page.get_by_role("button", name="Send it to me")).to_be_visible()
