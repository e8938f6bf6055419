"""Who is typing while a page gets locked reads what becomes of it, and keeps what they typed."""

from __future__ import annotations

from playwright.sync_api import expect


def test_a_lock_is_told_to_who_is_typing_and_their_save_becomes_a_proposal(
    site, visit, start_page
) -> None:
    uid = start_page("Locked while it is written", "## When to start\n\nStart at noon.\n")
    typing, owning = visit("sanne"), visit("femke")
    typing.goto(f"{site.url}/p/{uid}/edit")
    area = typing.locator("textarea[data-editor]")
    area.press("Control+End")
    area.press_sequentially("Nobody waits.")
    owning.goto(f"{site.url}/p/{uid}")
    owning.wait_for_selector("[data-here-words]:has-text('Sanne')")
    owning.goto(f"{site.url}/p/{uid}/protection")
    owning.check("[name=level][value=locked]", force=True)
    owning.fill("[name=reason]", "An incident is being looked into.")
    owning.locator("main form button.btn--primary").last.click()
    owning.wait_for_selector(".flash")
    told = typing.locator("[data-guarded-now]")
    expect(told).to_contain_text("Femke de Boer has just locked this page.", timeout=20_000)
    expect(area).to_have_value("## When to start\n\nStart at noon.\nNobody waits.")
    typing.fill("[name=summary]", "Said so at the handover.")
    typing.locator(".pubbar button.btn--primary").click()
    typing.wait_for_selector(".flash:has-text('Sent for approval')")
    typing.wait_for_selector("#why-locked")
