"""The tools of the visual editor, by keyboard: menu, links, people, topics, tables, bar, pictures."""

from __future__ import annotations

import re

import pytest

from tests.browser.clipboard import drop, settled
from tests.browser.writing import caret, edited, written

OPTION = ".suggest [role=option]"
CHOSEN = f"{OPTION}[aria-selected=true]"


@pytest.fixture
def opened(site, visit, start_page):
    """The visual editor of a new page with this text."""

    def open_page(title: str, text: str, **options):
        return edited(site, visit, start_page(title, text), **options)

    return open_page


def choose(page, words: str, letters: str, key: str = "Enter") -> None:
    """Type letters, wait until the option with these words is told, and press a key."""
    page.keyboard.type(letters)
    page.wait_for_selector(f"{CHOSEN}:has-text('{words}')")
    page.keyboard.press(key)


def test_the_slash_menu_makes_blocks_by_keyboard(opened) -> None:
    page = opened("Menu", "Above\n")
    caret(page, "Above")
    page.keyboard.press("Enter")
    choose(page, "Task list", "/tas")
    page.keyboard.type("Call Zwolle")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    choose(page, "Warning", "/warn")
    page.keyboard.type("Mind the step")
    assert written(page) == "Above\n\n- [ ] Call Zwolle\n\n> [!WARNING]\n> Mind the step\n"
    assert page.locator(".suggest:not([hidden])").count() == 0


def test_a_part_of_a_template_is_put_in_from_the_menu(opened) -> None:
    page = opened("Parts", "Above\n")
    caret(page, "Above")
    page.keyboard.press("Enter")
    page.keyboard.type("/deci")
    page.wait_for_selector(f"{OPTION}:has-text('Decided')")
    while "Decided" not in page.inner_text(CHOSEN):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert written(page).startswith("Above\n\n## Decided\n\n")


def test_parts_of_templates_that_come_late_fit_what_was_typed_meanwhile(opened) -> None:
    page = opened("Late parts", "Above\n")
    held: list = []
    page.route("**/complete/parts*", lambda route: held.append(route))  # noqa: PLW0108
    caret(page, "Above")
    page.keyboard.press("Enter")
    with page.expect_request("**/complete/parts*"):
        page.keyboard.type("/")
    page.keyboard.type("deci")
    held[0].continue_()
    page.wait_for_selector(f"{OPTION}:has-text('Decided')")


def test_a_page_and_its_section_are_linked_without_knowing_how(opened, start_page) -> None:
    start_page("Autumn rota of Almelo", "## Who is on call\n\nSomebody.\n\n## Swapping\n\nAsk.\n")
    page = opened("Linking visually", "See\n")
    caret(page, "See")
    choose(page, "Autumn rota of Almelo", " [[rota of alm", "Tab")
    page.wait_for_selector(f"{OPTION}:has-text('Swapping')")
    choose(page, "Swapping", "swa")
    page.keyboard.type(" first.")
    assert written(page) == "See [[Autumn rota of Almelo#Swapping]] first.\n"
    page.keyboard.type(" Or [[")
    page.wait_for_selector(OPTION)
    choose(page, "Something nobody wrote", "Something nobody wrote")
    page.wait_for_function(
        "document.dispatchEvent(new Event('visibilitychange')),"
        " document.querySelector('#text').value.includes('Or [[Something nobody wrote]]')"
    )


def test_people_and_topics_are_named_as_one_types(opened) -> None:
    page = opened("Naming", "Ask\n")
    caret(page, "Ask")
    choose(page, "Femke de Boer", " @boer")
    page.keyboard.type("about #newsubject")
    page.keyboard.press("Escape")
    page.keyboard.type(" now")
    assert written(page).endswith("about #newsubject now\n")
    assert written(page).startswith("Ask @femke")


def test_who_is_shown_and_fits_all_that_was_typed_is_taken_before_the_answer(opened) -> None:
    page = opened("Quick", "Ask\n")
    caret(page, "Ask")
    page.keyboard.type(" @bo")
    page.wait_for_selector(f"{CHOSEN}:has-text('Femke de Boer')")
    page.route("**/complete/people*", lambda route: None)
    with page.expect_request("**/complete/people*"):
        page.keyboard.type("er")
    page.keyboard.press("Enter")
    page.keyboard.type("about it")
    assert re.fullmatch(r"Ask @femke[\w.-]* about it\n", written(page))


def test_a_table_is_made_filled_and_changed_by_keyboard(opened) -> None:
    page = opened("Tables", "Above\n")
    caret(page, "Above")
    page.keyboard.press("Enter")
    choose(page, "Table", "/table")
    for words in ("Station", "MW", "Hour", "Zwolle", "80", "9", "Almelo", "70", "8"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    settled(page)
    assert written(page).count("\n| ") == 5
    caret(page, "Almelo")
    settled(page)
    page.keyboard.press("Alt+ArrowUp")
    assert written(page).index("Almelo") < written(page).index("Zwolle")
    page.wait_for_selector(".blockbar[aria-label=Table]")
    page.keyboard.press("Alt+F10")
    page.wait_for_function("() => document.activeElement.dataset.command === 'rowBefore'")
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    for command in ("headings", "alignRight", "alignCenter"):
        page.wait_for_function(
            "name => document.activeElement.dataset.command === name", arg=command
        )
        page.keyboard.press("Enter" if command == "alignCenter" else "ArrowLeft")
    page.keyboard.press("Escape")
    page.wait_for_function("() => document.activeElement.classList.contains('visual__text')")
    assert "| :-: |" in written(page)
    caret(page, "MW")
    settled(page)
    page.click("[data-command=columnRemove]")
    assert "MW" not in written(page)
    page.keyboard.press("Control+z")
    assert "MW" in written(page)


def test_the_bar_is_one_tab_stop_and_says_what_is_pressed(opened) -> None:
    page = opened("Bar", "A word here\n")
    bar = page.locator(".vbar")
    assert bar.locator("button[tabindex='0']").count() == 1
    caret(page, "word", after=False)
    for _letter in "word":
        page.keyboard.press("Shift+ArrowRight")
    settled(page)
    page.keyboard.press("Control+b")
    page.wait_for_selector("[data-command=strong][aria-pressed=true]")
    page.focus("[data-command=strong]")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.command") == "em"
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-command=em][aria-pressed=true]")
    assert page.evaluate("document.activeElement.dataset.command") == "em"
    assert written(page) == "A ***word*** here\n"


def test_what_does_not_fit_on_a_phone_stands_behind_one_button(opened) -> None:
    page = opened("Phone", "Words\n", viewport={"width": 390, "height": 800}, has_touch=True)
    caret(page, "Words")
    page.locator(".vbar__more button").first.tap()
    page.locator(".vbar__box [data-command=bullets]").tap()
    assert written(page) == "- Words\n"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_link_dialog_finds_pages_and_takes_addresses(opened, start_page) -> None:
    start_page("Spring rota of Borne", "Somebody.\n")
    page = opened("Dialog of links", "Read that and this\n")
    for word in ("that", "this"):
        caret(page, word, after=False)
        for _letter in word:
            page.keyboard.press("Shift+ArrowRight")
        settled(page)
        page.keyboard.press("Control+k")
        page.wait_for_selector("#editor-link[open]")
        page.fill("#editor-link-to", "rota of bor" if word == "that" else "https://example.org/a")
        page.keyboard.press("Enter")
        page.wait_for_selector("#editor-link", state="hidden")
    assert written(page) == (
        "Read [[Spring rota of Borne|that]] and [this](https://example.org/a)\n"
    )
    settled(page)
    page.keyboard.press("ArrowLeft")
    page.click("[data-command=unlink]")
    assert written(page).endswith("and this\n")


def test_a_dropped_picture_is_uploaded_shown_and_asks_what_it_shows(opened) -> None:
    page = opened("Pictures", "Words\n")
    caret(page, "Words")
    page.route("**/files", lambda route: route.fulfill(
        json={"url": "/files/abcdefghjk/plan.png", "name": "plan.png", "image": True}
    ))  # fmt: skip
    drop(page, "plan.png", "image/png", "letters")
    page.wait_for_selector(".visual__text img[src$='plan.png']", state="attached")
    page.wait_for_selector(".blockbar #editor-alt")
    page.keyboard.press("Alt+F10")
    page.keyboard.type("Plan of Zevenaar")
    page.keyboard.press("Escape")
    assert "![Plan of Zevenaar](/files/abcdefghjk/plan.png)" in written(page)


def test_letters_typed_when_a_picture_has_arrived_stand_beside_it(opened) -> None:
    page = opened("A picture arrives", "Words ![](/files/abcdefghjk/plan.png) here\n")
    caret(page, "Words")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(".ProseMirror-selectednode", state="attached")
    page.keyboard.type(" and")
    assert written(page) == "Words ![](/files/abcdefghjk/plan.png) and here\n"


def test_an_upload_that_fails_says_why_and_can_be_tried_again(opened) -> None:
    page = opened("Failing", "Words\n")
    caret(page, "Words")
    answers = [{"status": 503}, {"json": {"url": "/files/abcdefghjk/list.pdf", "name": "list.pdf"}}]
    page.route("**/files", lambda route: route.fulfill(**answers.pop(0)))
    drop(page, "list.pdf", "application/pdf", "letters")
    page.wait_for_selector(".upload[data-state=failed]:has-text('list.pdf just now')")
    assert written(page) == "Words\n"
    page.click(".upload [data-act=retry]")
    page.wait_for_selector(".visual__text a:has-text('list.pdf')")
    assert "[list.pdf](/files/abcdefghjk/list.pdf)" in written(page)
    assert page.locator(".uploads").is_hidden()


def test_what_is_too_large_is_said_and_what_is_under_way_can_be_cancelled(opened) -> None:
    page = opened("Cancelling", "Words\n")
    caret(page, "Words")
    page.route("**/files", lambda route: route.fulfill(status=413))
    drop(page, "film.mp4", "video/mp4", "letters")
    page.wait_for_selector(".upload[data-state=failed]:has-text('too large')")
    page.click(".upload [data-act=close]")
    page.unroute("**/files")
    page.route("**/files", lambda _route: None)  # it never answers
    drop(page, "slow.pdf", "application/pdf", "letters")
    page.wait_for_selector(".upload progress")
    page.wait_for_selector(".visual__text .uploading")
    page.click(".pubbar button[type=submit]")
    page.wait_for_selector(".upload--said:has-text('on its way')")
    page.click(".upload[data-state=running] [data-act=cancel]")
    page.wait_for_selector(".visual__text .uploading", state="detached")
    assert written(page) == "Words\n"
