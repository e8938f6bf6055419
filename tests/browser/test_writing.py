"""A member reads a page, changes it, and stands among its authors."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.chromium import sign_in


def test_who_signs_in_reads_edits_with_the_toolbar_and_stands_among_the_authors(
    site, visit, start_page
) -> None:
    uid = start_page("Switching orders", "Say the station first.\n")
    page = sign_in(visit(None).context, site, "ruben")
    page.goto(f"{site.url}/p/{uid}")
    page.click("main a:has-text('Edit')")
    page.click("[data-view=both]")
    area = page.locator("#text")
    area.press("Control+End")
    area.type("\n")
    area.type("Repeat the hour twice")
    area.press("Shift+Home")
    page.click("[data-mark=bold]")
    assert "**Repeat the hour twice**" in area.input_value()
    page.wait_for_selector("[data-preview] strong:has-text('Repeat the hour twice')")
    page.fill("#summary", "From the control room")
    page.click(".pubbar button[type=submit]")
    page.wait_for_selector("main.doc")
    expect(page.locator(".flash")).to_contain_text("Saved")
    expect(page.locator("main.doc .prose strong")).to_have_text("Repeat the hour twice")
    expect(page.locator(".inklegend")).to_contain_text("Ruben Haak")
    page.click("main a:has-text('Who wrote what') >> nth=0")
    expect(page.locator(".blame")).to_contain_text("“From the control room”")


def test_ctrl_z_takes_back_what_the_toolbar_did(site, visit, start_page) -> None:
    uid = start_page("Toolbar", "word\n")
    page = visit("ruben")
    page.goto(f"{site.url}/p/{uid}/edit")
    area = page.locator("#text")
    area.press("Control+a")
    page.click("[data-mark=heading]")
    assert area.input_value().startswith("## word")
    area.press("Control+z")
    assert area.input_value() == "word\n"


def test_a_double_click_on_save_makes_one_revision(site, visit, start_page) -> None:
    uid = start_page("Once", "one\n")
    page = visit("ruben")
    page.goto(f"{site.url}/p/{uid}/edit")
    page.fill("#text", "two\n")
    page.dblclick(".pubbar button[type=submit]")
    page.wait_for_selector("main.doc")
    expect(page.locator(".doc__bar a[href$=history] .num")).to_have_text("2")


def test_a_page_can_be_renamed_moved_archived_and_brought_back(site, visit, start_page) -> None:
    uid = start_page("Draft rota", "Who is on.\n")
    page = visit("femke")
    for verb, field in (("rename", "Winter rota"), ("move", None), ("archive", None)):
        page.goto(f"{site.url}/p/{uid}/{verb}")
        if field:
            page.fill("#title", field)
        if verb == "move":
            page.select_option("#parent", label="Operations")
        page.click("main form button.btn--primary")
        page.wait_for_selector("main.doc")
    expect(page.locator("h1")).to_have_text("Winter rota")
    expect(page.locator(".crumb")).to_contain_text("Operations")
    page.click("text=Bring back")
    page.wait_for_selector("main.doc a:has-text('Edit')")
