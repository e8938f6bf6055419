"""A conversation of a mailing list reads as a conversation: quotes folded, writers known by name."""

from __future__ import annotations


def test_a_thread_of_an_archive_is_read_answered_and_its_writers_are_known(site, visit) -> None:
    page = visit("femke")
    page.goto(f"{site.url}/t/{site.known['talk_imported']}")
    assert page.inner_text("h1") == "Joints at Almelo"
    told = page.inner_text("main")
    assert "None." in told
    assert "Ask the archive." in told

    quoted = page.locator("main details.quoted blockquote", has_text="line 29 of what Anna asked")
    assert not quoted.is_visible()
    page.click("main details.quoted:has-text('line 29 of what Anna asked') > summary")
    quoted.wait_for(state="visible")

    page.click("main a:has-text('Bert Kok') >> nth=0")
    page.wait_for_selector("h1:has-text('Bert Kok')")
    page.go_back()
    page.wait_for_selector("h1:has-text('Joints at Almelo')")
