"""The screens of home and of starting out: name, address, who looks, and what is done there first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page


def _say_seen(page: Page) -> None:
    """Say that everything was seen, where anything is new."""
    if (seen := page.locator("form[action='/home/seen'] button")).count():
        seen.click()
        page.locator(".empty").wait_for()


HOME = (
    ("home", "/"),
    ("home-by-time", "/?view=time"),
    ("home-one-place", "/?place=space:congestion-management"),
    ("home-everywhere", "/?everywhere=1"),
    ("home-with-drafts", "/", "kwame"),
    ("home-without-spaces", "/", "noor"),
    ("home-up-to-date", "/", "sanne", _say_seen),
)
