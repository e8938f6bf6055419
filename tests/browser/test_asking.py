"""Asking in the browser: what is there already while one types, and an answer that becomes a page."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.chromium import sign_in

TITLE = "Who may lift a capacity limit outside office hours?"


def typed_until_found(page, text: str, words: str) -> None:
    """Type, and go on letter by letter until the index knows what was asked: it may still be built."""
    page.locator("#title").press_sequentially(text)
    for letter in "? Who lifts it outside office hours":
        with page.expect_response("**/ask/near*"):
            page.locator("#title").press_sequentially(letter)
        if words in (page.text_content("#near") or ""):
            return


def test_while_one_types_the_same_question_is_found_and_joined(site, visit) -> None:
    page = visit("kwame")
    page.goto(f"{site.url}/ask?fresh=1")
    before = page.locator("#text").bounding_box()
    typed_until_found(page, "Who lifts a capacity limit outside office hours", TITLE)
    page.wait_for_selector("[data-near-told]:has-text('may answer it')")
    assert page.locator("#title").evaluate("field => field === document.activeElement")
    assert page.locator("#text").bounding_box() == before
    page.click(f"#near li:has-text('{TITLE}') button")
    page.wait_for_url(f"**/t/{site.known['talk']}*")
    mine = page.locator(".post--q .react[value='same question']")
    expect(mine).to_have_attribute("aria-pressed", "true")


def test_without_script_one_looks_first_and_nothing_typed_is_lost(site, browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, site, "ruben")
    page = context.new_page()
    page.goto(f"{site.url}/ask?fresh=1")
    page.fill("#title", TITLE)
    page.fill("#text", "It is about Lochem.")
    page.click("button[name=look]")
    while not page.locator(f"#near a:has-text('{TITLE}')").count():  # until the index knows of it
        page.click("button[name=look]")
    page.wait_for_selector(f"#near a:has-text('{TITLE}')")
    assert page.input_value("#text") == "It is about Lochem."
    assert page.input_value("#space") == site.known["space"]
    context.close()


def test_an_answer_becomes_a_page_with_everybodys_words(site, visit) -> None:
    page = visit("noor")
    page.goto(f"{site.url}/t/{site.known['talk']}")
    page.click("article .post--a >> a:has-text('Make a page of it')")
    page.wait_for_selector(".prose:has-text('Who lifts it?')")
    page.fill("#title", "Lifting a limit")
    page.uncheck("#closes")
    page.click("button:has-text('Make the draft')")
    page.wait_for_url("**/-/new")
    page.fill("#text", page.input_value("#text").replace("Check", "Check the load twice"))
    page.click(".pubbar button[type=submit]")
    page.wait_for_selector("main.doc")
    expect(page.locator("main h1")).to_have_text("Lifting a limit")
    expect(page.locator(".inklegend")).to_contain_text("Noor")
    expect(page.locator(".inklegend")).to_contain_text("Ruben")
    page.click(f"a:has-text('{TITLE}')")
    page.wait_for_selector(".plainlist a:has-text('Lifting a limit')")
