"""Text that was typed and not saved is kept, whatever happens to the browser or the server."""

from __future__ import annotations


def test_a_draft_survives_a_killed_browser(site, visit, start_page) -> None:
    uid = start_page("Half a thought", "One line.\n")
    page = visit("kwame")
    page.goto(f"{site.url}/p/{uid}/edit")
    page.locator("#text").press("Control+End")
    with page.expect_response(
        lambda kept: "half+a+thought" in (kept.request.post_data or "")
    ) as kept:
        page.locator("#text").type("And half a thought")
    assert kept.value.ok
    page.context.close()
    page = visit("kwame")
    page.goto(f"{site.url}/")
    page.click("text=Half a thought")
    page.wait_for_selector("text=This is your draft")
    assert page.input_value("#text") == "One line.\nAnd half a thought"


def test_a_draft_of_a_new_page_survives_too(site, visit) -> None:
    page = visit("sanne")
    page.goto(f"{site.url}/s/{site.known['space']}/-/new?fresh=1")
    page.click("a.chip[href*='template=how-to']")
    page.wait_for_url("**/new?template=how-to*")
    page.fill("#title", "What the wind does")
    page.fill("#text", "It turns.")
    with page.expect_response(lambda kept: "topics=Wind" in (kept.request.post_data or "")):
        page.fill("#topics", "Wind")
    page.wait_for_selector("[data-save-state]:has-text('Saved as draft')")
    page.context.close()
    page = visit("sanne")
    page.goto(f"{site.url}/s/{site.known['space']}/-/new")
    assert page.input_value("#title") == "What the wind does"
    assert page.input_value("#text") == "It turns."
    assert page.input_value("#topics") == "Wind"
    assert page.input_value("[name=template]") == "how-to"


def test_text_typed_while_the_server_is_gone_is_kept_in_the_browser(
    site, visit, start_page
) -> None:
    uid = start_page("No connection", "One line.\n")
    page = visit("pieter")
    page.goto(f"{site.url}/p/{uid}/edit")
    site.stop()
    try:
        page.fill("#text", "Typed in the dark.\n")
        page.wait_for_selector("[data-save-state]:has-text('kept in this browser')")
    finally:
        site.start()
    page.goto(f"{site.url}/p/{uid}/edit")
    page.wait_for_selector("[data-save-state] button")
    page.click("[data-save-state] button >> nth=0")
    assert page.input_value("#text") == "Typed in the dark.\n"
    page.click(".pubbar button[type=submit]")
    page.wait_for_selector("main.doc:has-text('Typed in the dark.')")
    page.goto(f"{site.url}/p/{uid}/edit")
    page.wait_for_load_state("networkidle")
    assert page.locator("[data-save-state]").inner_text() == ""


def test_a_draft_can_be_thrown_away(site, visit, start_page) -> None:
    uid = start_page("Thrown away", "One line.\n")
    page = visit("kwame")
    page.goto(f"{site.url}/p/{uid}/edit")
    with page.expect_response(f"**/p/{uid}/draft"):
        page.fill("#text", "Nonsense\n")
    page.goto(f"{site.url}/p/{uid}/edit")
    page.click("text=Discard draft")
    page.wait_for_selector("main.doc:has-text('One line.')")
    page.goto(f"{site.url}/p/{uid}/edit")
    assert page.input_value("#text") == "One line.\n"
