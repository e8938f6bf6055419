"""Topics in the browser: offered for the text while it is written, ticked, and there when it is saved."""

from __future__ import annotations

from playwright.sync_api import expect


def test_what_a_text_speaks_of_is_offered_while_it_is_written(site, visit, start_page) -> None:
    uid = start_page("Notes of a night", "One line.\n")
    page = visit("kwame")
    page.goto(f"{site.url}/p/{uid}/edit")
    with page.expect_response("**/topics/suggested") as asked:
        page.locator("#text").press("Control+End")
        page.locator("#text").type("A redispatch, and redispatch again.")
    assert asked.value.ok
    offered = page.locator("[data-topics-suggested] label", has_text="Redispatch")
    expect(offered).to_contain_text("mentioned 2 times")
    offered.locator("input").check()
    page.fill("#topics", "Night shift")
    page.click(".pubbar button[type=submit]")
    chips = page.locator(".doc__topics .chip")
    chips.filter(has_text="Redispatch").wait_for()
    expect(chips.filter(has_text="Night shift")).to_have_count(1)
    chips.filter(has_text="Redispatch").click()
    page.wait_for_selector("h1:has-text('Redispatch')")
    expect(page.locator("main")).to_contain_text("Notes of a night")
