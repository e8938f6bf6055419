"""The screens of a day: name, address, who looks, and what is done there first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page


def _unfold_tables(page: Page) -> None:
    """Every chart beside its table."""
    page.evaluate("document.querySelectorAll('details.alt').forEach((it) => { it.open = true; })")


def _unfold_day(page: Page) -> None:
    """The choice of another day, open."""
    page.locator("summary.daypick__d").click()


def _unfold_files(page: Page) -> None:
    """What a table can be taken along as, open."""
    page.locator(".ins__h .menu > summary").click()


DAYS = (
    ("day", "/insight", "ilse"),
    ("day-to-pick", "/insight", "ilse", _unfold_day),
    ("day-to-take", "/insight", "ilse", _unfold_files),
    ("day-as-tables", "/insight", "ilse", _unfold_tables),
    ("day-month", "/insight?period=month", "ilse"),
    ("day-of-few", "/insight?department=Legal", "ilse"),
    ("tile-unanswered", "/insight/tile/unanswered", "ilse"),
    ("tile-ladder", "/insight/tile/ladder", "ilse"),
    ("tile-flow", "/insight/tile/flow", "ilse"),
    ("tile-waits", "/insight/tile/answer-time", "ilse", _unfold_tables),
    ("tile-silos", "/insight/tile/silos", "ilse"),
    ("privacy", "/insight/privacy", "femke"),
    ("log", "/insight/log", "ilse"),
    ("tile-refused", "/insight/tile/flow", "noor"),
    ("how", "/insight/how", "femke"),
)
