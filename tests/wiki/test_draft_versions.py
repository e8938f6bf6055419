"""Earlier states of unsaved text: put aside while somebody types, seen by its writer alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from essp.core import clock
from essp.core.db import transaction
from essp.core.decision import NotFound
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki import draft_versions, drafts
from essp.wiki.editing import create_page, edit_page
from essp.wiki.models import Page
from essp.wiki.tagging import change_topics, topics_of
from essp.wiki.topic_choice import TopicChoice
from tests.hygiene import HygieneClient

LONG = "A careful paragraph about the station. " * 12


@pytest.fixture
def page(femke: Person, space: Space) -> Page:
    with transaction():
        return create_page(femke, space, title="Switching plan", text="One.\n").page


@pytest.fixture
def type_in(femke: Person, space: Space) -> Callable[..., None]:
    """Have Femke type: a text for a page, or for a new one."""

    def type_in(text: str, page: Page | None = None, person: Person = femke) -> None:
        with transaction():
            drafts.keep_draft(person, space, page, text=text, based_on=1)

    return type_in


def texts(person: Person, space: Space, page: Page | None) -> list[str]:
    return [each.text for each in draft_versions.versions_of(person, space, page)]


def test_a_bad_paste_is_not_the_end_of_a_draft(
    type_in: Callable[..., None], femke: Person, space: Space, page: Page
) -> None:
    type_in(LONG, page)
    type_in("oops", page)
    assert [each.strip() for each in texts(femke, space, page)] == [LONG.strip()]


def test_small_steps_are_put_aside_only_every_other_minute(
    type_in: Callable[..., None],
    femke: Person,
    space: Space,
    page: Page,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start = clock.now()
    for second in range(0, 300, 10):
        moment = start + timedelta(seconds=second)
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        type_in(f"Word number {second}", page)
    assert len(texts(femke, space, page)) == 3


def test_taking_an_earlier_state_up_puts_the_present_one_aside(
    type_in: Callable[..., None], femke: Person, space: Space, page: Page
) -> None:
    type_in(LONG, page)
    type_in("oops", page)
    earlier = draft_versions.versions_of(femke, space, page)[0]
    with transaction():
        drafts.take_up(femke, space, page, earlier.id)
    assert drafts.own_draft(femke, page).text == earlier.text
    assert len(texts(femke, space, page)) == 2


def test_a_discarded_draft_can_be_taken_up_again(
    type_in: Callable[..., None], femke: Person, space: Space, page: Page
) -> None:
    type_in("Only this", page)
    with transaction():
        drafts.discard(femke, page, aside=True)
    assert drafts.own_draft(femke, page) is None
    earlier = draft_versions.versions_of(femke, space, page)[0]
    with transaction():
        draft = drafts.take_up(femke, space, page, earlier.id)
    assert draft.based_on == 1
    assert draft.text.strip() == "Only this"


def test_what_was_published_is_not_put_aside_as_well(
    type_in: Callable[..., None], femke: Person, space: Space, page: Page
) -> None:
    type_in("Two.", page)
    with transaction():
        edit_page(femke, page, text="Two.", based_on=1)
    assert texts(femke, space, page) == []


def test_nobody_takes_up_what_another_typed(
    type_in: Callable[..., None], femke: Person, ruben: Person, space: Space, page: Page
) -> None:
    type_in(LONG, page)
    type_in("oops", page)
    number = draft_versions.versions_of(femke, space, page)[0].id
    assert texts(ruben, space, page) == []
    with pytest.raises(NotFound), transaction():
        drafts.take_up(ruben, space, page, number)


def test_old_states_and_too_many_are_forgotten(
    type_in: Callable[..., None],
    femke: Person,
    space: Space,
    page: Page,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(draft_versions, "KEPT", 3)
    for step in range(6):
        type_in(LONG * (step + 1), page)
    assert len(texts(femke, space, page)) == 3
    later = clock.now() + timedelta(days=40)
    monkeypatch.setattr(clock, "now", lambda: later)
    type_in("x", page)
    type_in(LONG, page)
    assert all(LONG * 2 not in each for each in texts(femke, space, page))


def test_the_list_of_earlier_drafts_gives_one_back(
    type_in: Callable[..., None],
    browser_of: Callable[[Person], HygieneClient],
    femke: Person,
    space: Space,
    page: Page,
) -> None:
    browser = browser_of(femke)
    path = f"/p/{page.uid}/drafts"
    assert "No earlier drafts yet." in browser.get(path).text
    type_in(LONG, page)
    type_in("oops", page)
    assert "A careful paragraph" in browser.get(path).text
    number = draft_versions.versions_of(femke, space, page)[0].id
    answer = browser.submit(f"{path}/{number}", {}, seen_on=path)
    assert answer.status_code == 303
    assert "A careful paragraph" in browser.get(f"/p/{page.uid}/edit").text


def test_a_new_page_has_earlier_drafts_too(
    type_in: Callable[..., None],
    browser_of: Callable[[Person], HygieneClient],
    femke: Person,
    space: Space,
) -> None:
    type_in(LONG)
    type_in("oops")
    browser, path = browser_of(femke), f"/s/{space.slug}/-/drafts"
    number = draft_versions.versions_of(femke, space, None)[0].id
    assert browser.submit(f"{path}/{number}", {}, seen_on=path).status_code == 303
    assert "A careful paragraph" in browser.get(f"/s/{space.slug}/-/new").text


def test_a_draft_keeps_the_topics_that_were_ticked_and_typed(
    browser_of: Callable[[Person], HygieneClient],
    femke: Person,
    ruben: Person,
    space: Space,
    page: Page,
) -> None:
    with transaction():
        change_topics(femke, page, add=["Cables", "Safety"])
    cables, safety = (each.topic.id for each in topics_of(page))
    typed = {"text": LONG, "based_on": "1", "topics_shown": f"{cables},{safety}"}
    browser, path = browser_of(femke), f"/p/{page.uid}/edit"
    typed |= {"topic": str(cables), "topics": "Masts"}
    assert browser.submit(f"/p/{page.uid}/draft", typed, seen_on=path).status_code == 200
    with transaction():
        change_topics(ruben, page, add=["Heat pumps"])
    form = browser.get(path).text
    assert f'value="{cables}" checked' in form and f'value="{safety}">' in form
    assert 'value="Masts"' in form
    pumps = topics_of(page)[-1].topic.id
    assert f'value="{pumps}" checked' in form


def test_what_a_colleague_took_off_meanwhile_is_not_put_on_again() -> None:
    choice = TopicChoice(shown=frozenset({1, 2}), chosen=frozenset({1, 2, 3}))
    assert choice.ticked({1, 4}) == {1, 3, 4}


def test_a_draft_of_a_new_page_keeps_its_template_its_place_and_its_topics(
    browser_of: Callable[[Person], HygieneClient], femke: Person, space: Space, page: Page
) -> None:
    browser, new = browser_of(femke), f"/s/{space.slug}/-/new"
    typed = {"title": "How to drain", "text": LONG, "template": "how-to", "parent": page.uid}
    typed |= {"topics_shown": "", "topics": "Water"}
    browser.submit(f"/s/{space.slug}/-/draft", typed, seen_on=f"{new}?template=how-to")
    for form in (browser.get(new).text, browser.get(f"{new}?title=How+to+drain").text):
        assert '<input type="hidden" name="template" value="how-to">' in form
        assert f'<option value="{page.uid}" selected>' in form
        assert 'value="Water"' in form


def test_an_earlier_draft_comes_back_with_its_template_and_topics(
    femke: Person, space: Space
) -> None:
    ticked = TopicChoice(typed="Water")
    with transaction():
        drafts.keep_draft(femke, space, None, text=LONG, template="how-to", topics=ticked)
        drafts.keep_draft(femke, space, None, text="oops")
    earlier = draft_versions.versions_of(femke, space, None)[0]
    with transaction():
        draft = drafts.take_up(femke, space, None, earlier.id)
    assert (draft.template, TopicChoice.loads(draft.topics)) == ("how-to", ticked)


def test_a_draft_that_arrives_after_its_text_was_saved_is_none_any_more(
    browser_of: Callable[[Person], HygieneClient], femke: Person, space: Space, page: Page
) -> None:
    browser, form = browser_of(femke), f"/p/{page.uid}/edit"
    typed = {"text": "Half a thought", "based_on": "1", "save_key": "thesamesave"}
    browser.submit(form, typed | {"text": "A whole thought"}, seen_on=form)
    assert browser.submit(f"/p/{page.uid}/draft", typed, seen_on=form).status_code == 200
    assert drafts.own_draft(femke, page) is None
    new = f"/s/{space.slug}/-/new"
    typed = {"title": "Whole", "text": "Half a thought", "save_key": "thenextsave"}
    browser.submit(new, typed, seen_on=new)
    late = browser.submit(f"/s/{space.slug}/-/draft", typed, seen_on=new)
    assert late.status_code == 200
    assert drafts.own_new_draft(femke, space) is None
