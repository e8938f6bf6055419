"""The screens of notifications, and of calling everyone: name, address, who looks, what is done first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page


def _ask_why(page: Page) -> None:
    page.locator("details.why-told > summary").first.click()
    page.locator(".why-told__b:visible").first.wait_for()


def _open_levels(page: Page) -> None:
    page.locator(".watchbar summary").first.click()
    page.locator(".watchbar .pop:visible").wait_for()


def _call_everyone(page: Page) -> None:
    page.fill("[name=text]", "Tonight at nine, @department:legal.")
    page.locator(".calls__said:not(:empty)").wait_for()


def _stop(page: Page) -> None:
    page.click("main button[type=submit]")
    page.locator("main [role=status]").wait_for()


NOTICES = (
    ("page-watch", "/p/{page}/watch", "femke"),
    ("page-watch-levels", "/p/{page}/watch", "kwame", _open_levels),
    ("notifications-called", "/notifications", "pieter", _ask_why),
    ("watching-quiet", "/watching", "kwame"),
    ("talk-new-called", "/s/{care_space}/-/talk/new?kind=discussion", "kwame", _call_everyone),
    ("mail-stop", "/mail/stop/{stop_token}", None),
    ("mail-stopped", "/mail/stop/{stop_token}", None, _stop),
)
