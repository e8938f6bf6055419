"""Templates: pages to begin others from, whose words stay those of who wrote them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from essp.core.db import lock, transaction
from essp.core.decision import NotFound
from essp.core.ids import key_of
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki import attribution, page_templates, relinking
from essp.wiki.astray import wanted
from essp.wiki.editing import create_page
from essp.wiki.history import Filter, recent_changes
from essp.wiki.models import Page
from essp.wiki.page_templates import Template, starters
from essp.wiki.queries import find_page, page_count, pages_in, tree_of_pages
from essp.wiki.reading import authors_of

BrowserOf = Callable[[Person], FlaskClient]
TEXT = "Who was there and what it was about, on one line each please.\n"


@pytest.fixture
def template(femke: Person, space: Space) -> Page:
    """A template of Femke's."""
    with transaction():
        return page_templates.make_template(femke, space, title="Round", start=None)


def begun_with(
    actor: Person, space: Space, template: Template, text: str, title: str = "Round of May"
) -> Page:
    """A page that somebody made from a template."""
    with transaction():
        page = create_page(
            actor, space, title=title, text=text, begun=page_templates.beginning(template)
        ).page
        page_templates.keep_beginning(page, template)
    return page


def shares(page: Page) -> dict[str, int]:
    return {each.person.name: each.words for each in authors_of(page).named}


def test_a_template_is_in_no_list_of_pages_but_keeps_its_page(
    template: Page, femke: Person, space: Space
) -> None:
    assert pages_in(femke, space) == [] and page_count(space) == 0
    assert tree_of_pages(femke, space) == []
    assert recent_changes(femke, Filter()) == []
    assert find_page(femke, template.uid) == template
    own, common = page_templates.templates_of(femke, space)
    assert [each.key for each in own] == [template.uid]
    assert [each.key for each in common] == list(page_templates.ORDER)


def test_the_links_of_a_template_ask_for_no_page_until_it_is_one(
    femke: Person, space: Space
) -> None:
    with transaction():
        page = create_page(femke, space, title="Round", text="See [[Who was there]].\n").page
        made = page_templates.make_template_of(femke, page, title="Every round")
    (asked,) = wanted(femke, space).items
    assert asked.times == 1
    assert relinking.check(made)
    with transaction():
        page_templates.let_be_page(femke, made)
    (asked,) = wanted(femke, space).items
    assert asked.times == 2
    assert relinking.check(made)


def test_unchanged_words_of_a_template_belong_to_who_wrote_it(
    femke: Person, ruben: Person, space: Space
) -> None:
    with transaction():
        source = create_page(femke, space, title="Template", text=TEXT).page
        source.template = True
    found = page_templates.find_template(ruben, space, source.uid)
    page = begun_with(ruben, space, found, TEXT + "\nWe spoke about cables.\n")
    assert shares(page) == {"Femke de Boer": 13, "Ruben Haak": 4}
    assert attribution.check(page)


def test_words_that_come_with_the_site_are_nobodys(
    ruben: Person, space: Space, session: Session
) -> None:
    starter = starters("en")["decision"]
    page = begun_with(ruben, space, starter, starter.text + "\nWe lay copper.\n")
    assert shares(page) == {"Ruben Haak": 3}
    assert attribution.check(page)
    with transaction():
        attribution.rebuild(lock(Page, page.id) or page)
    assert shares(page) == {"Ruben Haak": 3}
    assert "".join(piece.text for piece in attribution.pieces_of(page)).endswith("copper.\n")


def test_a_page_saved_exactly_as_its_template_has_no_author(ruben: Person, space: Space) -> None:
    starter = starters("en")["how-to"]
    page = begun_with(ruben, space, starter, starter.text)
    assert shares(page) == {} and attribution.check(page)


def test_the_words_added_count_from_the_template(ruben: Person, space: Space) -> None:
    starter = starters("en")["project"]
    with transaction():
        saved = create_page(
            ruben, space, title="P", text=starter.text + "\nThree words more.\n",
            begun=page_templates.beginning(starter),
        )  # fmt: skip
    assert saved.revision is not None and saved.revision.words_added == 3


def test_places_are_filled_in_and_unknown_ones_stay() -> None:
    text = "{{date}} {{name}} {{else}} {{title}}"
    assert page_templates.filled(text, {"date": "1 May", "name": "Ruben"}) == (
        "1 May Ruben {{else}} {{title}}"
    )


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_site_comes_with_templates_in_both_languages(language: str) -> None:
    found = starters(language)
    assert list(found) == list(page_templates.ORDER)
    for each in found.values():
        assert each.title and each.about.endswith(".") and len(each.text) > 300
        assert "{{name}}" in each.text and "{{date}}" in each.text
    assert len({key_of(each.title) for each in found.values()}) == 5


def test_a_template_of_a_closed_space_is_its_readers_alone(
    femke: Person, noor: Person, closed_space: Space, space: Space
) -> None:
    with transaction():
        made = page_templates.make_template(femke, closed_space, title="Secret", start=None)
    with pytest.raises(NotFound):
        page_templates.find_template(noor, closed_space, made.uid)
    with pytest.raises(NotFound):
        page_templates.find_template(femke, space, made.uid)
    assert page_templates.templates_of(noor, closed_space)[0] == []


def test_a_template_is_made_of_a_page_used_and_let_go_in_the_browser(
    femke: Person, ruben: Person, space: Space, browser_of: BrowserOf
) -> None:
    with transaction():
        page = create_page(femke, space, title="Round of April", text=TEXT).page
    browser, place = browser_of(ruben), "/s/congestion-management"
    form = f"/p/{page.uid}/template"
    made = browser.submit(form, {"title": "Round"}, seen_on=form)
    assert made.status_code == 303 and made.location.endswith("/round")
    assert "This is a template" in browser.get(f"{place}/round").text
    listed = browser.get(f"{place}/-/templates").text
    assert "Round" in listed and "Meeting notes" in listed
    own, _common = page_templates.templates_of(ruben, space)
    new = f"{place}/-/new?template={own[0].key}&title=Round+of+May"
    shown = browser.get(new).text
    assert "Who was there" in shown and 'value="Round of May"' in shown
    fields = {"title": "Round of May", "text": TEXT + "Ruben was.", "template": own[0].key}
    assert browser.submit(f"{place}/-/new", fields, seen_on=new).status_code == 303
    started = next(each for each in pages_in(ruben, space) if each.title == "Round of May")
    assert shares(started) == {"Femke de Boer": 13, "Ruben Haak": 2}
    taken = browser.submit(form, {"title": "Round"}, seen_on=form)
    assert taken.status_code == 422 and 'value="Round"' in taken.text
    end = f"/p/{own[0].key}/template/end"
    assert browser.submit(end, {}, seen_on=f"{place}/round").status_code == 303
    assert page_templates.templates_of(ruben, space)[0] == []


def test_a_template_of_the_site_is_adapted_and_a_new_one_started(
    ruben: Person, space: Space, browser_of: BrowserOf
) -> None:
    browser, listed = browser_of(ruben), "/s/congestion-management/-/templates"
    assert "no templates of its own yet" in browser.get(listed).text
    for fields in ({"title": "Our decisions", "from": "decision"}, {"title": "Round"}):
        answer = browser.submit(listed, fields, seen_on=listed)
        assert (
            answer.status_code == 303 and "This is a template" in browser.get(answer.location).text
        )
    own, _common = page_templates.templates_of(ruben, space)
    assert [each.title for each in own] == ["Our decisions", "Round"]
    assert own[0].page is not None and shares(own[0].page) == {}
    refused = browser.submit(listed, {"title": ""}, seen_on=listed)
    assert refused.status_code == 422


def test_a_template_that_is_gone_or_never_was_leaves_an_empty_form(
    ruben: Person, space: Space, browser_of: BrowserOf
) -> None:
    browser, new = browser_of(ruben), "/s/congestion-management/-/new"
    assert browser.get(f"{new}?template=zzzzzzzzzz").status_code == 200
    fields = {"title": "A page", "text": "Some words.", "template": "zzzzzzzzzz"}
    assert browser.submit(new, fields, seen_on=new).status_code == 303
