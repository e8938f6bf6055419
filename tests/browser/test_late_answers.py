"""Answers that come late: who goes on meanwhile finds the right thing, once, in its place."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.clipboard import drop
from tests.browser.film_live import PRESS, begin
from tests.browser.test_comments import MARK, TEXT
from tests.browser.test_reading import SELECT
from tests.browser.writing import caret, edited, linking, written

PASTE = """([kind, words]) => {
  const data = new DataTransfer();
  if (kind === "file") data.items.add(new File([words], "list.pdf", { type: "application/pdf" }));
  else {
    data.setData("text/html", words);
    data.setData("text/plain", "words");
  }
  document.querySelector("#text").dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
  );
}"""
DROP = """(name) => {
  const data = new DataTransfer();
  data.items.add(new File(["Some words."], name));
  document.querySelector("[data-filedrop]").dispatchEvent(
    new DragEvent("drop", { dataTransfer: data, bubbles: true }),
  );
}"""


def held(page, address: str, method: str = "GET") -> list:
    """Hold the requests to an address; they go on when they are told to."""
    routes: list = []

    def hold(route) -> None:
        if route.request.method == method:
            routes.append(route)
        else:
            route.fallback()

    page.route(address, hold)
    return routes


def until(page, routes: list, count: int = 1) -> None:
    """Wait until so many requests are held."""
    while len(routes) < count:
        page.evaluate("new Promise(requestAnimationFrame)")


def test_a_comment_that_is_left_while_it_is_sent_is_there_all_the_same(
    site, visit, start_page
) -> None:
    uid = start_page("Left while it is sent", TEXT)
    page = visit("femke")
    page.goto(f"{site.url}/p/{uid}")
    page.wait_for_selector("[data-comments] .num", state="attached")
    sent = held(page, "**/comments/new*", "POST")
    page.evaluate(SELECT, "the control room confirms it")
    page.click("[data-comment]")
    page.fill(".note [name=text]", "Which control room?")
    page.click(".note button[type=submit]")
    until(page, sent)
    page.keyboard.press("Escape")
    page.wait_for_selector(".note", state="hidden")
    sent[0].continue_()
    page.wait_for_selector(MARK)
    assert page.locator(".note").is_hidden()


def test_enter_in_the_link_dialog_waits_for_its_answer_and_links_once(
    site, visit, start_page
) -> None:
    start_page("Late rota of Hengelo", "Somebody.\n")
    page = edited(site, visit, start_page("Linked late", "Read this first\n"))
    linking(page, "this")
    asked = held(page, "**/complete/pages?q=late*")
    page.fill("#editor-link-to", "late rota of heng")
    until(page, asked)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    asked[0].continue_()
    page.wait_for_selector("#editor-link", state="hidden")
    assert written(page) == "Read [[Late rota of Hengelo|this]] first\n"


def test_a_file_that_arrives_late_takes_nobody_from_another_field(site, visit, start_page) -> None:
    page = visit("femke")
    page.goto(f"{site.url}/p/{start_page('Filed late', 'Words')}/edit")
    sent = held(page, "**/files", "POST")
    page.locator("#text").press("Control+End")
    page.evaluate(PASTE, ["file", "letters"])
    until(page, sent)
    page.click("#summary")
    page.keyboard.type("From ")
    told = {"url": "/files/abcdefghjk/list.pdf", "name": "list.pdf", "markdown": "[list](/files/x)"}
    sent[0].fulfill(json=told)
    expect(page.locator("#text")).to_have_value("Words[list](/files/x)")
    page.keyboard.type("the room")
    expect(page.locator("#summary")).to_have_value("From the room")


def test_a_file_that_arrives_when_one_writes_as_text_by_then_comes_to_the_text(
    site, visit, start_page
) -> None:
    page = edited(site, visit, start_page("Changed to text meanwhile", "Words\n"))
    caret(page, "Words")
    sent = held(page, "**/files", "POST")
    drop(page, "list.pdf", "application/pdf", "letters")
    until(page, sent)
    page.click("button[data-mode=text]")
    page.locator("#text").press("Control+End")
    page.keyboard.type("More: ")
    told = {"url": "/files/abcdefghjk/list.pdf", "name": "list.pdf", "markdown": "[list](/files/x)"}
    sent[0].fulfill(json=told)
    text = "Words\nMore: [list.pdf](/files/abcdefghjk/list.pdf)"
    expect(page.locator("#text")).to_have_value(text)
    page.click("button[data-mode=visual]")
    page.wait_for_selector(".visual__text a:has-text('list.pdf')")
    assert written(page) == text


def test_who_types_on_before_a_layout_is_pasted_types_behind_it(site, visit, start_page) -> None:
    page = visit("femke")
    page.goto(f"{site.url}/p/{start_page('Pasted late', 'Before ')}/edit")
    asked = held(page, "**/pasteastext*.js")
    page.locator("#text").press("Control+End")
    page.evaluate(PASTE, ["html", "<p>a <b>bold</b> word</p>"])
    until(page, asked)
    page.keyboard.type(" behind")
    asked[0].continue_()
    expect(page.locator("#text")).to_have_value("Before a **bold** word behind")


def test_files_that_are_dropped_while_others_are_sent_are_sent_too(site, visit) -> None:
    page = visit("femke")
    page.goto(f"{site.url}/p/{site.known['edited']}/files")
    sent = held(page, "**/files", "POST")
    page.evaluate(DROP, "early.txt")
    until(page, sent)
    page.evaluate(DROP, "later.txt")
    sent[0].continue_()
    until(page, sent, 2)
    sent[1].continue_()
    for name in ("early.txt", "later.txt"):
        expect(page.locator(".filerow .title", has_text=name)).to_have_count(1)


def test_news_that_comes_while_earlier_news_is_shown_is_told_as_well(site, visit) -> None:
    reading, writing = visit("femke"), visit("ruben")
    begin(reading, site)
    writing.goto(reading.url)
    reply(writing, "By noon.")
    reading.wait_for_selector(f"{PRESS}:has-text('1 new reply')")
    asked = held(reading, reading.url.split("#")[0].split("?")[0] + "*")
    reading.click(PRESS)
    until(reading, asked)
    answer = asked[0].fetch()
    reply(writing, "Or by four.")
    asked[0].fulfill(response=answer)
    reading.wait_for_selector(".post--fresh:has-text('By noon.')")
    reading.wait_for_selector(f"{PRESS}:not([disabled]):has-text('1 new reply')")
    reading.unroute_all()
    reading.click(PRESS)
    reading.wait_for_selector(".post--fresh:has-text('Or by four.')")


def reply(page, words: str) -> None:
    page.fill("#reply textarea", words)
    page.click("#reply button[type=submit]")
    page.wait_for_selector(f".post:has-text('{words}')")
