"""People, pages and topics are offered while a post is written, as in the editor of pages."""

from __future__ import annotations

CHOSEN = "#reply .suggest:not([hidden]) [role=option][aria-selected=true]"


def test_people_are_offered_while_a_post_is_written(site, visit) -> None:
    page = visit("noor")
    page.goto(f"{site.url}/t/{site.known['talk']}")
    page.click("#reply textarea")
    page.keyboard.type("Ask @haa")
    page.wait_for_selector(f"{CHOSEN}:has-text('Ruben Haak')")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "() => document.querySelector('#reply textarea').value === 'Ask @ruben '"
    )
