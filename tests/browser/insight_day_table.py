"""The screens of a day: name, address, who looks, and what is done there first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page


def _unfold_tables(page: Page) -> None:
    """Every chart beside its table."""
    page.evaluate("document.querySelectorAll('details.alt').forEach((it) => { it.open = true; })")


DAYS = (
    ("day", "/insight", "ilse"),
    ("day-as-tables", "/insight", "ilse", _unfold_tables),
    ("day-month", "/insight?period=month", "ilse"),
    ("day-of-few", "/insight?department=Legal", "ilse"),
    ("tile-unanswered", "/insight/tile/unanswered", "ilse"),
    ("tile-ladder", "/insight/tile/ladder", "ilse"),
    ("tile-flow", "/insight/tile/flow", "ilse"),
    ("tile-refused", "/insight/tile/flow", "noor"),
    ("how", "/insight/how", "femke"),
)
