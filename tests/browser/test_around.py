"""Getting around: by keyboard, without script, in another language, among hostile names."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import sign_in
from tests.browser.content import PLAYBOOK


def test_ctrl_k_jumps_by_keyboard_alone(site, visit) -> None:
    page = visit("femke")
    page.goto(f"{site.url}/")
    page.keyboard.press("Control+k")
    page.keyboard.type("response play")
    page.wait_for_selector("[data-switcher] [role=option][aria-selected=true]")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{site.known['path']}")
    page.keyboard.press("e")
    page.wait_for_url("**/edit")


def test_enter_goes_where_the_words_lead_however_late_the_answer_comes(site, visit) -> None:
    page = visit("femke")
    page.goto(f"{site.url}/")
    page.route(
        "**/switch?q=response*", lambda route: (page.wait_for_timeout(600), route.continue_())
    )
    page.keyboard.press("Control+k")
    page.wait_for_selector("[data-switcher] [role=option]")
    assert page.locator("[data-switcher] [aria-selected=true]").count() == 0
    page.keyboard.type("response play")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{site.known['path']}")


def test_the_list_of_keys_opens_and_closes(site, visit) -> None:
    page = visit("femke")
    page.goto(f"{site.url}/")
    page.keyboard.press("?")
    page.wait_for_selector("#shortcuts[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("#shortcuts", state="hidden")


def test_reading_writing_and_settling_a_conflict_need_no_script(site, visit, start_page) -> None:
    uid = start_page("Without script", "One.\n")
    page = sign_in(visit(None, java_script_enabled=False).context, site, "pieter")
    page.goto(f"{site.url}/p/{uid}/edit")
    page.fill("#text", "Two.\n")
    page.click(".pubbar button[type=submit]")
    expect(page.locator("main.doc .prose")).to_contain_text("Two.")
    page.goto(f"{site.url}/p/{uid}/edit")
    other = visit("ruben")
    other.goto(f"{site.url}/p/{uid}/edit")
    other.fill("#text", "Three.\n")
    other.click(".pubbar button[type=submit]")
    other.wait_for_selector("main.doc")
    page.fill("#text", "Four.\n")
    page.click(".pubbar button[type=submit]")
    page.check("[value=mine]")
    page.click("main button.btn--primary")
    expect(page.locator("main.doc .prose")).to_contain_text("Four.")


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "{hostile_path}",
        "/p/{hostile}/edit",
        "/p/{hostile}/history",
        "/p/{hostile}/authors",
        "/p/{hostile}/rename",
        "/people/hostile",
        "/people",
        "/search?q=odd",
        "/changes",
        "/s/{space}",
    ],
)
def test_script_in_names_titles_summaries_and_text_does_nothing(site, visit, address: str) -> None:
    page = visit("femke")
    page.goto(site.url + address.format(**site.known))
    page.wait_for_load_state("networkidle")
    assert page.locator("main").inner_text()
    assert page.locator("main script, main [onerror], main [onload]").count() == 0


def test_script_that_is_typed_does_nothing_in_the_preview_and_the_switcher(site, visit) -> None:
    page = visit("femke")
    page.goto(f"{site.url}/s/{site.known['space']}/-/new?fresh=1")
    page.fill("#text", "<img src=x onerror=alert(1)><script>alert(2)</script> shown")
    page.click("[data-view=both]")
    page.wait_for_selector("[data-preview]:has-text('shown')")
    page.goto(f"{site.url}/")
    page.keyboard.press("Control+k")
    page.keyboard.type("odd")
    page.wait_for_selector("[data-switcher] [role=option]")


def test_language_and_theme_follow_the_choice(site, visit) -> None:
    page = visit("noor", locale="en")
    page.goto(f"{site.url}/account")
    page.select_option("#language", "nl")
    page.select_option("#theme", "dark")
    page.click("#display button[type=submit]")
    page.wait_for_selector("html[lang=nl][data-theme=dark]")
    page.goto(f"{site.url}{site.known['path']}")
    expect(page.locator(".doc__bar")).to_contain_text("Bewerken")
    page.goto(f"{site.url}/account")
    page.select_option("#language", "")
    page.select_option("#theme", "")
    page.click("#display button[type=submit]")
    page.wait_for_selector("html[lang=en]:not([data-theme])")


def test_the_conflict_of_an_old_form_shows_both_texts(site, visit) -> None:
    page = visit("pieter")
    page.goto(f"{site.url}/p/{site.known['page']}/edit?fresh=1")
    page.evaluate("document.querySelector('[name=based_on]').value = '1'")
    page.fill("#text", PLAYBOOK.replace("95% of the thermal limit", "90% of the thermal limit"))
    page.click(".pubbar button[type=submit]")
    page.wait_for_selector("[data-conflict] ins:has-text('90')")
    expect(page.locator("[data-conflict] ins").nth(1)).to_be_attached()


def test_the_bar_has_room_for_its_places_on_every_width_in_both_languages(site, visit) -> None:
    for language in ("en", "nl"):
        page = visit("pieter", locale=language, viewport={"width": 1440, "height": 600})
        page.goto(f"{site.url}/who-knows")
        for width in (1440, 1280, 1024, 960, 768, 390):
            page.set_viewport_size({"width": width, "height": 600})
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, (language, width)
