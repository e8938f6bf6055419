"""Sending files in a browser: with how far each one is, dropped or chosen, refused before it is sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import Site

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


def test_files_are_sent_one_by_one_and_appear_in_the_list(
    site: Site, visit: Visit, tmp_path: Path
) -> None:
    page = visit("femke")
    page.goto(f"{site.url}/p/{site.known['edited']}/files")
    for name in ("first.txt", "second.txt"):
        (tmp_path / name).write_text(f"This is {name}.")
    page.set_input_files("#file", [tmp_path / "first.txt", tmp_path / "second.txt"])
    page.click("[data-filedrop] button")
    for name in ("first.txt", "second.txt"):
        expect(page.locator(".filerow .title", has_text=name)).to_have_count(1)


def test_what_is_too_large_or_empty_is_told_without_sending_it(
    site: Site, visit: Visit, tmp_path: Path
) -> None:
    page = visit("femke")
    page.goto(f"{site.url}/p/{site.known['edited']}/files")
    (tmp_path / "large.bin").write_bytes(b"x" * (21 << 20))
    (tmp_path / "empty.txt").touch()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.set_input_files("#file", [tmp_path / "large.bin", tmp_path / "empty.txt"])
    page.click("[data-filedrop] button")
    told = page.locator("[data-filedrop-list] li")
    expect(told).to_have_text(["large.bin is too large: use at most 20 MB.", "empty.txt is empty."])
    assert "POST" not in sent


def test_a_dropped_file_with_the_wrong_ending_is_kept_and_that_is_told(
    site: Site, visit: Visit
) -> None:
    page = visit("femke")
    page.goto(f"{site.url}/p/{site.known['edited']}/files")
    page.evaluate(
        """() => {
          const transfer = new DataTransfer();
          transfer.items.add(new File(["%PDF-1.7 nothing"], "report.docx"));
          const dropped = new DragEvent("drop", { dataTransfer: transfer, bubbles: true });
          document.querySelector("[data-filedrop]").dispatchEvent(dropped);
        }"""
    )
    told = page.locator("[data-filedrop-list] li")
    expect(told).to_contain_text("so the file is called report.pdf")
    expect(page.locator(".filerow .title", has_text="report.pdf")).to_have_count(1)
    expect(told).to_be_visible()
