"""Texts that are not the present ones of their pages: the preview, and versions of before."""

from __future__ import annotations

from essp.core.db import transaction
from essp.wiki import lifecycle
from essp.wiki.editing import create_page, edit_page

CLOSED = "You cannot open this part."


def page(actor, space, title, text):
    with transaction():
        return create_page(actor, space, title=title, text=text).page


def previewed(browser, text, seen_on, where) -> str:
    sent = {"text": text, "language": "en"}
    return browser.submit(f"/preview?{where}", sent, seen_on=seen_on).text


def test_the_preview_shows_what_will_be_shown_and_leads_where_the_page_will(
    browser_of, ruben, noor, space
) -> None:
    page(ruben, space, "Rules", "## Safety\n\nWear a helmet.\n\n## Rest\n\nSleep.\n")
    new = f"/s/{space.slug}/-/new"
    text = "See [[Rules]] and [[Nowhere]].\n\n![[Rules#Safety]]\n"
    told = previewed(browser_of(noor), text, new, f"space={space.slug}")
    assert "Wear a helmet." in told and "Sleep." not in told
    assert f'href="/s/{space.slug}/rules">Rules</a>' in told
    assert f"{new}?title=Nowhere" in told


def test_the_preview_shows_nobody_what_they_may_not_read(
    browser_of, femke, noor, space, closed_space
) -> None:
    secret = page(femke, closed_space, "Plan", "The quiet part.\n")
    text = f"![[{closed_space.slug}:Plan]]\n\n![[Missing]]\n"
    told = previewed(browser_of(noor), text, f"/s/{space.slug}/-/new", f"space={space.slug}")
    assert "quiet part" not in told and told.count(CLOSED) == 2
    gone = browser_of(noor).submit(f"/preview?page={secret.uid}", {"text": text}, seen_on="/new")
    assert gone.status_code == 404


def test_the_preview_tells_where_a_page_would_show_itself(browser_of, femke, space) -> None:
    host = page(femke, space, "Host", "Before.\n")
    page(femke, space, "Rules", "Rule one.\n\n![[Host]]\n")
    path, where = f"/p/{host.uid}/edit", f"page={host.uid}"
    told = previewed(browser_of(femke), "![[Rules]]\n\n![[Host]]\n", path, where)
    assert "Rule one." in told
    assert told.count("it includes itself") == 2


def test_an_earlier_version_leads_to_what_it_showed_and_not_into_what_is_said_now(
    browser_of, femke, noor, space
) -> None:
    rules = page(femke, space, "Rules", "Wear a helmet.\n")
    host = page(femke, space, "Host", "See [[Rules]].\n\n![[Rules]]\n")
    with transaction():
        edit_page(femke, rules, text="Wear two helmets.\n", based_on=1)
        lifecycle.rename_page(femke, rules, title="House rules")
        edit_page(femke, host, text="Nothing more.\n", based_on=1)
    told = browser_of(noor).get(f"/p/{host.uid}/revisions/1").text
    assert "This version shows “House rules” in this place." in told
    assert f'href="/p/{rules.uid}/revisions/1">As it was then</a>' in told
    assert f'href="/s/{space.slug}/house-rules">As it is now</a>' in told
    assert "helmets" not in told


def test_an_earlier_version_names_nothing_that_its_reader_may_not_know(
    browser_of, femke, noor, space, closed_space
) -> None:
    page(femke, closed_space, "Plan", "The quiet part.\n")
    host = page(femke, space, "Host", f"![[{closed_space.slug}:Plan]]\n")
    told = browser_of(noor).get(f"/p/{host.uid}/revisions/1").text
    assert CLOSED in told and "As it was then" not in told
