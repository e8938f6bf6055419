"""Looking back at a page: compare, restore, undo."""

from __future__ import annotations

from playwright.sync_api import expect


def saved(page, site, uid: str, text: str, why: str) -> None:
    """Save a text with a summary."""
    page.goto(f"{site.url}/p/{uid}/edit?fresh=1")
    page.fill("#text", text)
    page.fill("#summary", why)
    page.click(".pubbar button[type=submit]")
    page.wait_for_selector("main.doc")


def test_versions_are_compared_undone_and_restored(site, visit, start_page) -> None:
    uid = start_page("Three lines", "One.\n\nTwo.\n\nThree.\n")
    page = visit("femke")
    saved(page, site, uid, "One.\n\nTwo and a half.\n\nThree.\n", "A half")
    saved(page, site, uid, "One.\n\nTwo and a half.\n\nThree and more.\n", "More")
    page.click("main a:has-text('History')")
    page.check("input[name=from][value='1']")
    page.click("text=Compare the two")
    page.wait_for_selector("h1:has-text('between v1 and v3')")
    expect(page.locator("ins").first).to_contain_text("and a half")
    page.click("text=Side by side")
    page.wait_for_selector(".side")
    page.goto(f"{site.url}/p/{uid}/compare?from=1&to=2")
    page.click("text=Undo v2")
    page.click("main button.btn--primary")
    page.wait_for_selector("main.doc")
    text = page.locator("main.doc .prose")
    expect(text).to_contain_text("Three and more.")
    expect(text).not_to_contain_text("a half")
    page.goto(f"{site.url}/p/{uid}/restore/2")
    page.click("main button.btn--primary")
    page.wait_for_selector("main.doc:has-text('Two and a half.')")
    expect(page.locator(".doc__bar a[href$=history] .num")).to_have_text("5")


def test_an_edit_that_cannot_be_undone_says_why(site, visit) -> None:
    page = visit("femke")
    page.goto(f"{site.url}/p/{site.known['page']}/undo/2")
    assert "cannot be undone by itself" in page.locator("h1").inner_text()
    assert "93" in page.locator(".conf__two").inner_text()
