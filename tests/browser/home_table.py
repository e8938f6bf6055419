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


def _say_too_much(page: Page) -> None:
    """More topics than fit, which come back with what is wrong."""
    page.fill("#ask_me_about", ", ".join(f"topic {number}" for number in range(30)))
    page.click("main form button[type=submit]")
    page.locator(".err").first.wait_for()


HOME = (
    ("home", "/"),
    ("home-by-time", "/?view=time"),
    ("home-one-place", "/?place=space:congestion-management"),
    ("home-everywhere", "/?everywhere=1"),
    ("home-with-drafts", "/", "kwame"),
    ("home-without-spaces", "/", "noor"),
    ("home-up-to-date", "/", "sanne", _say_seen),
    ("begin", "/begin"),
    ("begin-idea", "/begin?kind=idea"),
    ("begin-announcement-nowhere", "/begin?kind=announcement", "noor"),
    ("first-steps", "/welcome", "noor"),
    ("first-steps-you", "/welcome/you", "noor"),
    ("first-steps-you-wrong", "/welcome/you", "noor", _say_too_much),
    ("first-steps-spaces", "/welcome/spaces", "noor"),
    ("first-steps-hello-nowhere", "/welcome/hello", "noor"),
    ("first-steps-hello", "/welcome/hello", "kwame"),
    ("first-steps-practice", "/welcome/practice", "noor"),
    ("first-steps-practised", "/welcome/practice", "pieter"),
)
