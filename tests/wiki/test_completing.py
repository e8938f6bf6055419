"""Pages, sections and people for the letters somebody has typed."""

from __future__ import annotations

import pytest

from essp.core.db import transaction
from essp.core.ids import skeleton
from essp.wiki import lifecycle, page_templates
from essp.wiki.completing import link_to
from essp.wiki.editing import create_page, edit_page


@pytest.fixture
def make_page(femke):
    """Start a page of Femke in a space."""

    def make(space, title: str, text: str = "Words.\n", who=femke):
        with transaction():
            return create_page(who, space, title=title, text=text).page

    return make


@pytest.fixture
def asked(browser_of, ruben):
    """What Ruben is offered at an address."""
    browser = browser_of(ruben)
    return lambda path: browser.get(path).get_json()["items"]


def titles(items) -> list[str]:
    return [each["title"] for each in items]


def test_pages_of_this_space_come_first_then_beginnings_then_the_latest(
    asked, make_page, make_space, ruben, space
) -> None:
    other = make_space(ruben, "Flex contracts")
    make_page(other, "Rota of contracts")
    make_page(space, "The old rota")
    make_page(space, "Rota in winter")
    make_page(space, "Rota in summer")
    found = asked(f"/complete/pages?q=rota&space={space.slug}")
    assert titles(found)[:4] == [
        "Rota in summer", "Rota in winter", "The old rota", "Rota of contracts",
    ]  # fmt: skip
    assert [each["insert"] for each in found[2:4]] == [
        "[[The old rota]]", "[[flex-contracts:Rota of contracts]]",
    ]  # fmt: skip


def test_an_equal_title_comes_before_everything_else(
    asked, make_page, make_space, ruben, space
) -> None:
    make_page(make_space(ruben, "Flex contracts"), "Rota")
    make_page(space, "Rota in winter")
    assert titles(asked(f"/complete/pages?q=ROTA&space={space.slug}"))[0] == "Rota"


def test_every_word_typed_must_stand_in_the_title_in_any_order(asked, make_page, space) -> None:
    make_page(space, "Rota in winter")
    make_page(space, "Winter coats")
    assert titles(asked("/complete/pages?q=winter+ro")) == ["Rota in winter"]
    assert titles(asked("/complete/pages?q=%25")) == []


def test_a_page_does_not_offer_itself_nor_what_is_put_away(asked, make_page, space, femke) -> None:
    page, gone = make_page(space, "Rota"), make_page(space, "Rota of old")
    with transaction():
        lifecycle.archive_page(femke, gone)
    assert titles(asked(f"/complete/pages?q=rota&page={page.uid}")) == []


def test_a_title_that_is_free_can_become_a_new_page(asked, make_page, space) -> None:
    make_page(space, "Rota")
    offered = asked(f"/complete/pages?q=Summer+rota&space={space.slug}")[-1]
    assert offered["new"] and offered["insert"] == "[[Summer rota]]"
    assert offered["url"].startswith("/s/congestion-management/-/new?title=Summer")
    assert not any("new" in each for each in asked(f"/complete/pages?q=rota&space={space.slug}"))
    assert not any("new" in each for each in asked("/complete/pages?q=a%7Cb&space=" + space.slug))


def test_a_title_that_a_wiki_link_cannot_hold_is_linked_by_its_permanent_address(
    asked, make_page, space
) -> None:
    page = make_page(space, "C# [draft]")
    found = asked(f"/complete/pages?q=draft&space={space.slug}")[0]
    assert found["insert"] == f"[C# \\[draft\\]](/p/{page.uid})"
    assert link_to("note:rota", "ops", here=True) == "[[ops:note:rota]]"


def test_pages_of_a_closed_space_are_offered_to_its_members_alone(
    browser_of, make_page, closed_space, ruben, noor
) -> None:
    page = make_page(closed_space, "Plan for autumn", "## Who leaves\n")
    for asked in (
        "/complete/pages?q=plan",
        f"/complete/sections?page={page.uid}",
        f"/complete/sections?page={closed_space.slug}:Plan+for+autumn",
    ):
        assert browser_of(ruben).get(asked).get_json()["items"], asked
        assert browser_of(noor).get(asked).get_json() == {"items": []}, asked


def test_sections_are_offered_by_the_words_of_a_link_by_id_and_after_a_renaming(
    asked, make_page, space, femke
) -> None:
    page = make_page(
        space, "Playbook", "# When to start\n\n## Why | when\n\n## After\n\n## After\n"
    )
    here = make_page(space, "Notes")
    with transaction():
        lifecycle.rename_page(femke, page, title="Congestion playbook")
    found = asked(f"/complete/sections?page=Playbook&here={here.uid}")
    assert [each["insert"] for each in found] == [
        "[[Congestion playbook#When to start]]", "[[Congestion playbook#Why when]]",
        "[[Congestion playbook#After]]", "[[Congestion playbook#after-2]]",
    ]  # fmt: skip
    assert found[0]["url"] == f"/p/{page.uid}#h-when-to-start"
    own = asked(f"/complete/sections?page={page.uid}&here={page.uid}&q=start")
    assert [each["insert"] for each in own] == ["[[#When to start]]"]
    elsewhere = asked(f"/complete/sections?page={page.uid}&q=start")
    assert elsewhere[0]["insert"] == "[[congestion-management:Congestion playbook#When to start]]"


def test_who_wrote_on_the_page_is_offered_first_and_who_left_never(
    asked, make_page, make_person, space, femke, session
) -> None:
    make_person("Anton Haan")
    gone = make_person("Gerda Haas")
    gone.left_at = gone.created_at
    session.commit()
    page = make_page(space, "Rota", who=femke)
    assert titles(asked(f"/complete/people?q=&page={page.uid}"))[0] == "Femke de Boer"
    assert titles(asked("/complete/people?q=haa")) == ["Anton Haan", "Ruben Haak"]
    found = asked(f"/complete/people?q=fem&page={page.uid}")[0]
    assert found["insert"] == "@femke-de-boer"
    assert found["context"] == "Grid planning. Wrote on this page"


def test_names_are_found_without_their_accents_and_by_their_handle(
    asked, make_person, session
) -> None:
    make_person("Zoë Müller", handle="zmuller").name_key = skeleton("Zoë Müller")
    session.commit()
    assert titles(asked("/complete/people?q=Zoë")) == ["Zoë Müller"]
    assert titles(asked("/complete/people?q=zmu")) == ["Zoë Müller"]


def test_templates_are_offered_whole_and_by_section_but_never_as_pages(
    asked, make_space, ruben, noor, closed_space, browser_of
) -> None:
    space = make_space(ruben, "Projects")
    with transaction():
        made = page_templates.make_template(ruben, space, title="Review", start=None)
        text = "## Looking back\n\nWhat went well?\n\n### Numbers\n\n## Next\n\nBy {{name}}.\n"
        edit_page(ruben, made, text=text, based_on=made.revision_number)
    found = asked(f"/complete/parts?space={space.slug}")
    assert titles(found)[:4] == ["Review", "Looking back", "Numbers", "Next"]
    assert found[1]["insert"] == "## Looking back\n\nWhat went well?\n\n### Numbers"
    assert found[3]["insert"] == "## Next\n\nBy Ruben Haak."
    assert "new" in asked(f"/complete/pages?q=revie&space={space.slug}")[0]
    hidden = f"/complete/parts?space={closed_space.slug}"
    assert browser_of(noor).get(hidden).get_json() == {"items": []}


def test_strange_questions_are_answered_with_nothing(asked, space) -> None:
    for path in (
        "/complete/pages?q=%00", "/complete/sections", "/complete/sections?page=%23x",
        "/complete/sections?page=nowhere:x", "/complete/sections?page=%00", "/complete/people?q=%00x",
        "/complete/pages?page=%00&space=%00", "/complete/sections?page=" + "x" * 900,
    ):  # fmt: skip
        assert isinstance(asked(path), list), path
