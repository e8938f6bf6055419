"""Who knows, in the browser: found with the evidence, unfolded on a page, governed and vouched for."""

from __future__ import annotations

from playwright.sync_api import expect


def test_somebody_is_found_with_the_work_that_shows_it(site, visit) -> None:
    page = visit("noor")
    page.goto(f"{site.url}/who-knows")
    page.fill("#q", "congestion")
    page.keyboard.press("Enter")
    first = page.locator(".xp").first
    expect(first).to_contain_text("evidence")
    expect(first.locator(".evl a").first).to_be_visible()
    second = page.locator(".xp").nth(1).locator(".xp__more")
    second.locator("summary").click()
    expect(second.locator(".evl li").first).to_be_visible()


def test_who_knows_about_a_page_is_fetched_when_it_is_unfolded(site, visit) -> None:
    page = visit("noor")
    page.goto(f"{site.url}{site.known['path']}")
    page.click(".knows > summary")
    expect(page.locator(".knows .who").first).to_be_visible()


def test_a_topic_is_hidden_and_shown_again(site, visit) -> None:
    page = visit("femke")
    page.goto(f"{site.url}/account/knows")
    row = page.locator("#topics tr", has_text="congestion").first
    row.get_by_role("button", name="Hide").click()
    expect(page.locator(".flashes")).to_contain_text("Only you see")
    row.get_by_role("button", name="Show").click()
    expect(page.locator(".flashes")).to_contain_text("Everyone sees now")
