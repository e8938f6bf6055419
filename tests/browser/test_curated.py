"""The editorial model on screen: a newcomer proposes, an owner amends, a reader compares; mixed saves."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Page

TEXT = "Ask the desk first.\n\n## Limits\n\nNever above 92 percent.\n\n## After\n\nWrite down what you did.\n"


def guard(site: Site, owner: Page, uid: str, level: str, scope: str | None = None) -> None:
    """Let an owner guard a page, or one part of it, as the screen offers."""
    owner.goto(f"{site.url}/p/{uid}/protection")
    if scope:
        owner.select_option("[name=scope]", label=scope)
    owner.check(f"[name=level][value={level}]")
    owner.fill("[name=reason]", "Machines are set by these numbers.")
    owner.click("form[action$='/protection'] button[type=submit]")
    expect(owner.locator("main .notice--ok, .flash, .notice").first).to_be_visible()


def test_a_newcomer_proposes_an_owner_amends_and_a_reader_compares(
    site: Site, visit: Callable[..., Page], start_page: Callable[..., str]
) -> None:
    uid = start_page("How warm a line may be", TEXT, who="femke")
    owner = visit("femke")
    guard(site, owner, uid, "before")
    newcomer = visit("kwame")
    newcomer.goto(f"{site.url}/p/{uid}/edit")
    expect(newcomer.locator("main")).to_contain_text("Femke de Boer")
    newcomer.fill("#text", TEXT.replace("92 percent", "95 percent in winter"))
    newcomer.fill("#summary", "It is colder then.")
    newcomer.click(".pubbar button[type=submit]")
    newcomer.wait_for_selector("main.doc")
    expect(newcomer.locator(".doc .prose").first).to_contain_text("92 percent")

    owner.goto(f"{site.url}/curation")
    owner.locator(".qi", has_text="How warm a line may be").click()
    expect(owner.locator("main h2").first).to_have_text("How warm a line may be")
    owner.locator(".hunk__a summary", has_text="Amend").first.click()
    owner.get_by_label("These words instead").first.fill("Never above 94 percent in winter.")
    owner.get_by_label("Why").fill("94 is what the supplier allows.")
    owner.click("button[name=decision][value=approve]")
    expect(owner.get_by_text("It is published.")).to_be_visible()

    reader = visit("sanne")
    reader.goto(f"{site.url}/p/{uid}/compare?from=1&to=2")
    compared = reader.locator("main")
    expect(compared).to_contain_text("94 percent in winter")
    expect(compared).not_to_contain_text("95 percent")
    reader.goto(f"{site.url}/p/{uid}/history")
    newest = reader.locator("main")
    expect(newest).to_contain_text("Kwame")
    expect(newest).to_contain_text("Femke")


def test_one_save_publishes_the_open_part_and_sends_the_guarded_one_for_approval(
    site: Site, visit: Callable[..., Page], start_page: Callable[..., str]
) -> None:
    uid = start_page("How warm a cable may be", TEXT, who="femke")
    guard(site, visit("femke"), uid, "before", scope="Only the part “Limits”")
    writer = visit("kwame")
    writer.goto(f"{site.url}/p/{uid}/edit")
    expect(writer.locator("main")).to_contain_text("“Limits”")
    changed = TEXT.replace("92 percent", "99 percent").replace(
        "what you did", "what you did, and when"
    )
    writer.fill("#text", changed)
    writer.fill("#summary", "Both at once.")
    writer.click(".pubbar button[type=submit]")
    writer.wait_for_selector("main.doc")
    text = writer.locator(".doc .prose").first
    expect(text).to_contain_text("what you did, and when")
    expect(text).to_contain_text("92 percent")
    reader = visit("sanne")
    reader.goto(f"{site.url}/p/{uid}")
    expect(reader.locator(".doc .prose").first).not_to_contain_text("99 percent")
