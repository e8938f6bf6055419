"""Who else is here: on the page, in the editor, and what a save tells the others."""

from __future__ import annotations

from playwright.sync_api import expect


def test_the_editor_shows_who_reads_and_who_edits_and_tells_of_a_save(
    site, visit, start_page
) -> None:
    uid = start_page("Together on a page", "One.\n\nTwo.\n")
    mine, theirs = visit("femke"), visit("ruben")
    mine.goto(f"{site.url}/p/{uid}/edit?mode=text")
    theirs.goto(f"{site.url}/p/{uid}")
    mine.wait_for_selector("[data-here-words]:has-text('Ruben Haak is reading')")
    theirs.wait_for_selector("[data-here-words]:has-text('Femke de Boer is editing')")
    theirs.goto(f"{site.url}/p/{uid}/edit?mode=text")
    mine.wait_for_selector("[data-here-words]:has-text('Ruben Haak is editing')")
    theirs.fill("#text", "One.\n\nTwo and a half.\n")
    theirs.click(".pubbar button[type=submit]")
    theirs.wait_for_selector("main.doc")
    mine.wait_for_selector("[data-news]:not([hidden]):has-text('Ruben Haak saved a newer version')")
    mine.fill("#text", "One and more.\n\nTwo.\n")
    mine.click(".pubbar button[type=submit]")
    mine.wait_for_selector(".flash:has-text('both edits are in it')")
    expect(mine.locator("main.doc .prose")).to_contain_text("One and more.")
    expect(mine.locator("main.doc .prose")).to_contain_text("Two and a half.")


def test_who_reads_is_told_of_a_change_and_shown_it(site, visit, start_page) -> None:
    uid = start_page("Read while it changes", "One.\n")
    reading, writing = visit("femke"), visit("ruben")
    reading.goto(f"{site.url}/p/{uid}")
    writing.goto(f"{site.url}/p/{uid}/edit?mode=text")
    reading.wait_for_selector("[data-here-words]:has-text('Ruben Haak is editing')")
    writing.fill("#text", "One thing.\n")
    writing.click(".pubbar button[type=submit]")
    writing.wait_for_selector("main.doc")
    reading.click("[data-news] a:has-text('Show the change')")
    reading.wait_for_selector("h1:has-text('between v1 and v2')")


def test_who_leaves_with_unsaved_text_is_asked(site, visit, start_page) -> None:
    uid = start_page("Leaving in a hurry", "One.\n")
    page = visit("femke")
    page.goto(f"{site.url}/p/{uid}/edit?mode=text")
    page.route("**/draft", lambda route: route.abort())
    page.click("#text")
    page.keyboard.type("Not yet saved. ")
    asked = page.evaluate("!window.dispatchEvent(new Event('beforeunload', { cancelable: true }))")
    assert asked
