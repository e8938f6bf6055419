"""Pages shown inside others: always the present text, only for who may read it, never in circles."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import delete, select

from essp.core.db import transaction
from essp.core.decision import Invalid
from essp.spaces.membership import add_member, remove_member
from essp.wiki import lifecycle
from essp.wiki.editing import create_page, edit_page
from essp.wiki.models import Link, Rendering

HOST = "/s/congestion-management/host"
CLOSED = "You cannot open this part."


def page(actor, space, title, text):
    with transaction():
        return create_page(actor, space, title=title, text=text).page


def saved(actor, page, text) -> None:
    with transaction():
        edit_page(actor, page, text=text, based_on=page.revision_number)


def shown(browser_of, reader, path=HOST) -> str:
    return browser_of(reader).get(path).text


def prose(html: str) -> str:
    return html[html.index('<div class="prose">') :]


def test_an_included_page_shows_its_text_with_its_title_and_authors(
    femke, ruben, noor, space, browser_of
) -> None:
    part = page(ruben, space, "Rules", "## Safety\n\nWear a helmet. See [[Host]].\n")
    page(femke, space, "Host", "Before.\n\n![[Rules]]\n\nAfter.\n")
    told = prose(shown(browser_of, noor))
    assert "Wear a helmet." in told
    assert re.search(r'From\s+<a href="/s/congestion-management/rules">Rules</a>', told)
    assert "Ruben Haak" in told
    assert 'href="/s/congestion-management/host">Host</a>' in told
    assert told.index("Before.") < told.index("helmet") < told.index("After.")
    saved(ruben, part, "Wear two helmets.\n")
    assert "Wear two helmets." in shown(browser_of, noor)


def test_a_section_alone_is_shown_with_its_notes_and_under_its_new_words(
    femke, noor, space, browser_of
) -> None:
    text = (
        "## A\n\nalpha[^1]\n\n### A1\n\nbelow\n\n## B\n\nbeta[^2]\n\n[^1]: first\n\n[^2]: second\n"
    )
    rules = page(femke, space, "Rules", text)
    page(femke, space, "Host", "## A\n\nOwn[^1]\n\n![[Rules#A]]\n\n[^1]: own\n")
    told = prose(shown(browser_of, noor))
    assert all(word in told for word in ("alpha", "below", "first", "Own", "own"))
    assert "beta" not in told
    assert "second" not in told
    saved(femke, rules, text.replace("## A\n", "## Alpha\n"))
    assert "alpha" in prose(shown(browser_of, noor))
    saved(femke, rules, "Nothing.\n")
    assert "There is no section “A”" in prose(shown(browser_of, noor))


def test_the_same_part_twice_makes_no_id_twice(femke, noor, space, browser_of) -> None:
    page(femke, space, "Rules", "## Safety\n\nHelmet[^1]\n\n[^1]: hard\n")
    page(femke, space, "Host", "## Safety\n\n![[Rules]]\n\n![[Rules#Safety]]\n")
    ids = re.findall(r'\sid="([^"]+)"', shown(browser_of, noor))
    assert len(ids) == len(set(ids))


def test_a_part_one_may_not_read_looks_like_one_that_does_not_exist(
    femke, ruben, noor, space, closed_space, browser_of
) -> None:
    page(ruben, closed_space, "Plan", "Secret plan.\n")
    host = page(femke, space, "Host", f"![[{closed_space.slug}:Plan]]\n")
    closed = prose(shown(browser_of, noor))
    assert "Secret plan." in shown(browser_of, ruben)
    assert "Secret plan." not in closed
    assert CLOSED in closed
    saved(femke, host, "![[Nothing at all]]\n")
    missing = prose(shown(browser_of, noor))
    place = re.compile(r'<div class="include[^"]*">.*?</div>', re.DOTALL)
    assert place.search(closed)[0] == place.search(missing)[0]


def test_a_right_that_ends_takes_the_part_with_it_at_once(
    femke, noor, space, closed_space, browser_of
) -> None:
    page(femke, closed_space, "Plan", "Secret plan.\n")
    page(femke, space, "Host", f"![[{closed_space.slug}:Plan]]\n")
    browser = browser_of(noor)
    assert "Secret plan." not in browser.get(HOST).text
    with transaction():
        add_member(femke, closed_space, noor)
    assert "Secret plan." in browser.get(HOST).text
    with transaction():
        remove_member(femke, closed_space, noor)
    assert "Secret plan." not in browser.get(HOST).text


def test_closed_text_stays_out_of_what_is_kept_and_searched(
    session, femke, space, closed_space
) -> None:
    page(femke, closed_space, "Plan", "Secret plan.\n")
    host = page(femke, space, "Host", f"Own words.\n\n![[{closed_space.slug}:Plan]]\n")
    kept = session.scalars(select(Rendering).where(Rendering.page_id == host.id)).one()
    assert "Secret" not in kept.html + kept.plain
    assert kept.plain == "Own words."


def test_a_circle_through_three_others_is_refused_and_named(femke, space) -> None:
    first = page(femke, space, "First", "Start.\n")
    page(femke, space, "Fourth", "![[First]]\n")
    page(femke, space, "Third", "![[Fourth#Any]]\n")
    page(femke, space, "Second", "![[Third]]\n")
    with pytest.raises(Invalid) as refused, transaction():
        edit_page(femke, first, text="![[Second]]\n", based_on=1)
    assert "“First” › “Second” › “Third” › “Fourth” › “First”" in str(refused.value.errors["text"])
    with pytest.raises(Invalid, match="itself"), transaction():
        edit_page(femke, first, text="![[First]]\n", based_on=1)


def test_the_circle_is_told_in_the_form_with_what_was_typed(femke, space, browser_of) -> None:
    first = page(femke, space, "First", "Start.\n")
    page(femke, space, "Second", "![[First]]\n")
    answer = browser_of(femke).submit(
        f"/p/{first.uid}/edit",
        {"text": "Mine.\n\n![[Second]]\n", "based_on": "1"},
        seen_on=f"/p/{first.uid}/edit",
    )
    assert answer.status_code == 422
    assert "This page would show itself" in answer.text
    assert "Mine." in answer.text


def test_starting_renaming_or_bringing_back_a_page_closes_no_circle(femke, space) -> None:
    page(femke, space, "First", "![[Second]]\n")
    with pytest.raises(Invalid), transaction():
        create_page(femke, space, title="Second", text="![[First]]\n")
    other = page(femke, space, "Other", "![[First]]\n")
    with pytest.raises(Invalid) as refused, transaction():
        lifecycle.rename_page(femke, other, title="Second")
    assert "title" in refused.value.errors


def test_a_circle_through_what_one_may_not_know_refuses_nothing_and_is_cut(
    femke, noor, space, closed_space, browser_of
) -> None:
    host = page(noor, space, "Host", "Host text.\n")
    page(femke, closed_space, "Plan", f"Secret plan.\n\n![[{space.slug}:Host]]\n")
    saved(noor, host, f"Host text.\n\n![[{closed_space.slug}:Plan]]\n")
    assert CLOSED in shown(browser_of, noor)
    told = prose(shown(browser_of, femke))
    assert "Secret plan." in told
    assert "is shown above already" in told


def test_a_circle_that_is_there_all_the_same_is_cut(
    session, femke, noor, space, browser_of
) -> None:
    host = page(femke, space, "Host", "Host text.\n")
    other = page(femke, space, "Other", "Other text.\n\n![[Host]]\n")
    with transaction():
        session.execute(delete(Link).where(Link.page_id == other.id))
    saved(femke, host, "Host text.\n\n![[Other]]\n")
    with transaction():
        session.add(
            Link(page_id=other.id, place=0, target_id=host.id, wanted_key="host", title="Host",
                 included=True)
        )  # fmt: skip
    told = prose(shown(browser_of, noor))
    assert told.count("Other text.") == 1
    assert "is shown above already" in told


def test_parts_within_parts_end_with_a_link_and_many_parts_do_too(
    femke, noor, space, browser_of
) -> None:
    page(femke, space, "Level 9", "Bottom.\n")
    for number in range(8, 0, -1):
        page(femke, space, f"Level {number}", f"Text {number}.\n\n![[Level {number + 1}]]\n")
    page(femke, space, "Host", "![[Level 1]]\n\n" + "![[Level 9]]\n\n" * 80)
    told = prose(shown(browser_of, noor))
    assert "Text 4." in told
    assert "Text 5." not in told
    assert "Continue on" in told
    assert told.count("Bottom.") < 61


def test_an_archived_part_is_shown_and_called_archived(femke, noor, space, browser_of) -> None:
    rules = page(femke, space, "Rules", "Wear a helmet.\n")
    page(femke, space, "Host", "![[Rules]]\n")
    with transaction():
        lifecycle.archive_page(femke, rules)
    told = prose(shown(browser_of, noor))
    assert "Wear a helmet." in told
    assert "archived" in told
