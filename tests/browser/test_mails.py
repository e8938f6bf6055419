"""Mails of news as a mail program shows them: readable, wide and on a phone, in both languages."""

from __future__ import annotations

import pytest
from flask import Flask

from essp.core import mail
from essp.core.text.diff import Segment
from essp.notifications.letters import Part
from tests.browser.test_accessible import AXE, PHONE, WIDE, faults

LONG = "Hoogspanningsstationsveiligheidsvoorschriften"
# A mail has no landmarks of a site.
WITHOUT_FRAME = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


def shown(language: str) -> str:
    """The HTML of a mail about a page and a conversation."""
    changed = [
        Segment("same", "The "),
        Segment("deleted", "night"),
        Segment("inserted", "day shift"),
    ]
    said = [Segment("same", f"{LONG} " * 3)]
    parts = [
        Part(
            "Switching plan", "Congestion management", "https://x.example/p", ["Edited"],
            [("", changed)], ["You watch this page."],
        ),
        Part(
            "Who may?", LONG, "https://x.example/t", ["Reply"], [("Femke de Boer", said)],
            ["You wrote in it."], "reply+abc@x.example",
        ),
    ]  # fmt: skip
    values = {
        "parts": parts, "more": 3, "answered": True, "direct": True,
        "stop": "https://x.example/s", "all": "https://x.example/a", "settings": "https://x.example/e",
    }  # fmt: skip
    made = mail.compose("femke@x.example", "Femke", language, "news", values, twin=True)
    return str(made.get_body(("html",)).get_content())


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_mail_can_be_read_wide_and_on_a_phone(app: Flask, browser, language: str) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed (run `make setup`)")
    page = browser.new_page(viewport=WIDE)
    try:
        page.set_content(shown(language))
        page.add_script_tag(path=AXE)
        assert page.evaluate("document.documentElement.lang") == language
        for size in (WIDE, PHONE):
            page.set_viewport_size(size)
            assert not faults(page, WITHOUT_FRAME)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    finally:
        page.close()
