"""Reading a page: the contents that follow, links to a passage, the page on paper."""

from __future__ import annotations

SELECT = """(words) => {
  const walker = document.createTreeWalker(document.querySelector(".doc .prose"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + words.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return;
  }
}"""
LISTEN = """() => {
  const button = document.querySelector("[data-passage-copy]");
  new MutationObserver(() => (window.told = `${window.told} ${button.textContent}`)).observe(
    button, { childList: true, characterData: true, subtree: true },
  );
}"""
LONG = "\n\n".join(
    f"## Step {n}\n\n" + f"In step {n} the desk repeats the same words to be sure. " * 30
    for n in range(1, 9)
)


def test_the_contents_follow_the_scroll(site, visit, start_page) -> None:
    uid = start_page("Steps of the desk", LONG)
    page = visit("femke")
    page.goto(f"{site.url}/p/{uid}")
    assert page.locator(".toc--rail [aria-current]").count() == 0
    page.evaluate("document.getElementById('h-step-4').scrollIntoView()")
    page.wait_for_selector(".toc--rail a[href='#h-step-4'][aria-current=location]")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.wait_for_selector(".toc--rail a[href='#h-step-8'][aria-current=location]")
    assert page.locator(".toc--rail [aria-current]").count() == 1


def test_a_link_to_a_passage_leads_to_these_words_and_no_others(site, visit, start_page) -> None:
    uid = start_page("Passages of the desk", LONG)
    page = visit("femke")
    page.goto(f"{site.url}/p/{uid}")
    page.evaluate(SELECT, "step 6 the desk rep")
    page.wait_for_selector("[data-passage]:not([hidden])")
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    page.evaluate(LISTEN)  # the label says it for a moment only
    page.click("[data-passage-copy]")
    page.wait_for_function("() => window.told?.includes('Link copied')")
    copied = page.evaluate("window.copied")
    assert copied.startswith(page.url.split("#")[0] + "#:~:text=")
    assert "step%206%20the%20desk%20repeats" in copied
    other = visit("femke")
    other.goto(copied)
    other.wait_for_function(
        "() => scrollY > 500 &&"
        " document.getElementById('h-step-6').getBoundingClientRect().top < innerHeight"
    )


def test_escape_puts_the_offer_for_selected_words_away(site, visit, start_page) -> None:
    uid = start_page("Escape of the desk", LONG)
    page = visit("femke")
    page.goto(f"{site.url}/p/{uid}")
    page.evaluate(SELECT, "the same words")
    page.wait_for_selector("[data-passage]:not([hidden])")
    page.keyboard.press("Escape")
    page.wait_for_selector("[data-passage]", state="hidden")


def test_paper_says_title_address_revision_date_and_authors(site, visit, start_page) -> None:
    uid = start_page("Paper of the desk", "See [the grid](https://grid.example/map).\n")
    page = visit("femke")
    page.goto(f"{site.url}/p/{uid}")
    assert not page.locator(".printed").is_visible()
    page.emulate_media(media="print")
    told = page.locator(".printed").inner_text()
    assert f"{site.url}/p/{uid}" in told
    assert "Femke de Boer 100%" in told
    assert page.locator("h1").inner_text() == "Paper of the desk"
    for chrome in (".topbar", ".doc__bar", ".rail", ".footer"):
        assert not page.locator(chrome).first.is_visible()


def test_a_title_of_one_long_word_widens_no_screen(site, visit, start_page) -> None:
    uid = start_page("https://" + "x" * 240, "Short.\n")
    page = visit("femke", viewport={"width": 390, "height": 844})
    for where in ("", "/history", "/links", "/rename", "/edit"):
        page.goto(f"{site.url}/p/{uid}{where}")
        assert page.evaluate("document.documentElement.scrollWidth") == 390, where


def test_menus_stay_inside_a_narrow_window(site, visit, start_page) -> None:
    uid = start_page("Menus of the desk", "Short.\n")
    page = visit("femke", viewport={"width": 320, "height": 700})
    page.goto(f"{site.url}/p/{uid}")
    for menu in page.locator("details[data-menu] > summary:visible").all():
        menu.click()
        page.wait_for_function(
            """() => [...document.querySelectorAll("details[data-menu][open] > .pop")].every(
              (pop) => pop.getBoundingClientRect().left >= 0 && pop.getBoundingClientRect().right <= 320)"""
        )
        page.keyboard.press("Escape")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
