"""Files in a post that is being written, for the table of screens: one arrived, one refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.attachments.pictures import picture

if TYPE_CHECKING:
    from playwright.sync_api import Page


def add_files(page: Page) -> None:
    """A picture that asks what it shows, and a file that is empty."""
    files = [
        {"name": "ring.png", "mimeType": "image/png", "buffer": picture()},
        {"name": "empty.pdf", "mimeType": "application/pdf", "buffer": b""},
    ]
    page.set_input_files("#reply input[type=file]", files)  # type: ignore[arg-type]
    page.get_by_label("What does this picture show?").wait_for()
    page.wait_for_selector(".upload[data-state=failed]")
    page.locator("#reply").scroll_into_view_if_needed()
