"""Watching: of what somebody hears, and of what never."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from essp.core import clock
from essp.core.db import transaction
from essp.core.decision import NotFound, Refused
from essp.notifications import queries
from essp.notifications.models import Level, Subject
from essp.notifications.watching import set_level, stop, watch
from essp.people.models import Person
from essp.spaces import membership
from essp.spaces.models import Access, Space
from essp.wiki.editing import create_page, edit_page
from essp.wiki.lifecycle import move_page
from essp.wiki.models import Page
from tests.hygiene import HygieneClient


@pytest.fixture
def page(femke: Person, space: Space) -> Page:
    with transaction():
        return create_page(femke, space, title="Switching plan", text="One.\n").page


@pytest.fixture
def below(femke: Person, space: Space, page: Page) -> Page:
    with transaction():
        return create_page(femke, space, title="Night plan", text="One.\n", parent=page.uid).page


def heard(person: Person) -> list[tuple[str, int]]:
    """Titles and revision numbers of what somebody hears of, the newest first."""
    return [(each.page.title, each.number) for each in queries.watched_changes(person)]


def edited(person: Person, page: Page, **values: object) -> None:
    with transaction():
        edit_page(
            person, page, text=f"By {person.name}, {page.revision_number}.\n",
            based_on=page.revision_number, **values,
        )  # fmt: skip


def test_who_watches_a_page_hears_what_others_change_and_not_what_they_do(
    femke: Person, ruben: Person, page: Page, below: Page
) -> None:
    with transaction():
        watch(ruben, Subject.PAGE, page.uid)
    edited(ruben, page)
    edited(femke, page, minor=True)
    edited(femke, below)
    assert heard(ruben) == [("Switching plan", 1)]
    edited(femke, page)
    assert heard(ruben)[0] == ("Switching plan", 4)
    assert heard(femke) == []


def test_a_branch_holds_pages_that_come_later_and_lets_go_of_those_that_leave(
    femke: Person, ruben: Person, space: Space, page: Page, below: Page
) -> None:
    with transaction():
        watch(ruben, Subject.BRANCH, page.uid)
        create_page(femke, space, title="Later", text="x", parent=below.uid)
        create_page(femke, space, title="Elsewhere", text="x")
    assert {title for title, _number in heard(ruben)} == {"Switching plan", "Night plan", "Later"}
    with transaction():
        move_page(femke, below, space)
    assert {title for title, _number in heard(ruben)} == {"Switching plan"}


def test_a_space_and_a_person_can_be_watched(
    femke: Person, ruben: Person, noor: Person, space: Space, page: Page
) -> None:
    with transaction():
        watch(ruben, Subject.SPACE, space.slug)
        watch(noor, Subject.PERSON, femke.handle)
    edited(noor, page)
    assert heard(ruben) == [("Switching plan", 2), ("Switching plan", 1)]
    assert heard(noor) == [("Switching plan", 1)]


def test_a_topic_is_watched_whatever_page_carries_it(
    femke: Person, ruben: Person, space: Space
) -> None:
    with transaction():
        create_page(femke, space, title="Heat", text="About #transformers today.\n")
        watch(ruben, Subject.TOPIC, "transformers")
        create_page(femke, space, title="Later", text="More on #transformers.\n")
        create_page(femke, space, title="Other", text="Nothing.\n")
    assert heard(ruben) == [("Later", 1), ("Heat", 1)]


def test_who_may_no_longer_read_hears_nothing(
    femke: Person, ruben: Person, closed_space: Space
) -> None:
    with transaction():
        page = create_page(femke, closed_space, title="Secret", text="x").page
        watch(ruben, Subject.PAGE, page.uid)
    assert heard(ruben) == [("Secret", 1)]
    assert queries.reached(femke, page).watchers == 1
    with transaction():
        membership.remove_member(femke, closed_space, ruben)
    assert heard(ruben) == []
    assert queries.watched_by(ruben) == []
    assert queries.reached(femke, page).watchers == 0


def test_what_one_may_not_know_of_cannot_be_watched(
    femke: Person, noor: Person, closed_space: Space, make_space: Callable[..., Space]
) -> None:
    asked = make_space(femke, "Ask first", access=Access.BY_REQUEST)
    with transaction():
        page = create_page(femke, closed_space, title="Secret", text="x").page
    for subject, key in ((Subject.PAGE, page.uid), (Subject.SPACE, closed_space.slug)):
        with pytest.raises(NotFound), transaction():
            watch(noor, subject, key)
    with pytest.raises(Refused), transaction():
        watch(noor, Subject.SPACE, asked.slug)
    with pytest.raises(NotFound), transaction():
        watch(noor, Subject.PERSON, noor.handle)


def test_watching_twice_is_watching_once_and_stopping_ends_it(
    femke: Person, ruben: Person, page: Page
) -> None:
    for _time in range(2):
        with transaction():
            watch(ruben, Subject.PAGE, page.uid)
    assert len(queries.watched_by(ruben)) == 1
    for _time in range(2):
        with transaction():
            stop(ruben, Subject.PAGE, page.uid)
    assert queries.watched_by(ruben) == []


def test_the_choice_of_a_page_says_what_is_watched_and_how_many_hear_of_it(
    browser_of: Callable[[Person], HygieneClient], ruben: Person, page: Page
) -> None:
    browser, path = browser_of(ruben), f"/p/{page.uid}/watch"
    assert "0 people hear of changes here." in browser.get(path).text
    answer = browser.submit("/watching", {"subject": "branch", "key": page.uid}, seen_on=path)
    assert answer.status_code == 303
    shown = browser.get(path).text
    assert "1 person hears of changes here." in shown
    assert "Stop watching" in shown
    state = browser.get(path, headers={"Accept": "application/json"}).json
    assert state == {"watching": True, "watchers": 1}
    listed = browser.get("/watching").text
    assert "Switching plan" in listed
    assert "Page and all below it" in listed


@pytest.mark.parametrize(
    ("place", "subject"),
    [("/s/congestion-management", "space"), ("/people/femke-de-boer", "person")],
)
def test_other_screens_have_the_button_too(
    browser_of: Callable[[Person], HygieneClient],
    ruben: Person,
    page: Page,
    place: str,
    subject: str,
) -> None:
    browser = browser_of(ruben)
    assert f'name="subject" value="{subject}"' in browser.get(place).text
    key = place.rsplit("/", 1)[1]
    answer = browser.submit("/watching", {"subject": subject, "key": key}, seen_on=place)
    assert answer.headers["Location"].endswith(place)
    again = browser.get(place).text
    assert ("Following" if subject == "person" else 'aria-pressed="true"') in again
    told = "You follow Femke de Boer" if subject == "person" else "You watch Congestion management"
    assert told in again


@pytest.mark.parametrize("subject", ["", "everything", "Page"])
def test_an_unknown_kind_is_not_found(
    browser_of: Callable[[Person], HygieneClient], ruben: Person, page: Page, subject: str
) -> None:
    answer = browser_of(ruben).submit(
        "/watching", {"subject": subject, "key": page.uid}, seen_on=f"/p/{page.uid}/watch"
    )
    assert answer.status_code == 404


def test_how_much_is_heard_is_chosen_wherever_something_is_watched(
    browser_of: Callable[[Person], HygieneClient],
    ruben: Person,
    femke: Person,
    page: Page,
    space: Space,
) -> None:
    browser = browser_of(ruben)
    for subject, key, place in (
        ("page", page.uid, f"/p/{page.uid}/watch"),
        ("space", space.slug, f"/s/{space.slug}"),
        ("person", femke.handle, f"/people/{femke.handle}"),
    ):
        chosen = {"subject": subject, "key": key, "level": "everything"}
        assert browser.submit("/watching", chosen, seen_on=place).status_code == 303
        shown = browser.get(place).text
        assert 'value="everything" aria-current="true"' in shown
    sent = {"subject": "page", "key": page.uid, "level": "week", "page": page.uid}
    answer = browser.submit("/watching", sent, seen_on=f"/p/{page.uid}/watch")
    assert answer.location == f"/p/{page.uid}/watch"
    assert "Nothing until" in browser.get(answer.location).text
    assert "Everything" in browser.get("/watching").text
    wrong = browser.submit("/watching", sent | {"level": "much"}, seen_on=f"/p/{page.uid}/watch")
    assert wrong.status_code == 422


def test_what_is_to_be_silent_stands_in_the_list_and_speaks_again_from_there(
    browser_of: Callable[[Person], HygieneClient], ruben: Person, page: Page, space: Space
) -> None:
    browser = browser_of(ruben)
    for subject, key, level in (("page", page.uid, "muted"), ("space", space.slug, "day")):
        sent = {"subject": subject, "key": key, "level": level, "page": page.uid}
        browser.submit("/watching", sent, seen_on=f"/p/{page.uid}/watch")
    listed = browser.get("/watching").text
    assert f"Take {page.title} off this list" in listed
    assert listed.count("Nothing until <time") == 2  # beside the space, and in its choice
    louder = {"subject": "page", "key": page.uid, "level": "everything", "list": "1"}
    answer = browser.submit("/watching", louder, seen_on="/watching")
    assert answer.location == "/watching"
    assert f"Stop watching {page.title}" in browser.get("/watching").text


def test_after_a_pause_as_much_is_heard_as_before(ruben: Person, page: Page) -> None:
    later = clock.now() + timedelta(days=1)
    for before, after in (
        (Level.EVERYTHING, Level.EVERYTHING),
        (Level.ANSWERS, Level.ANSWERS),
        (Level.MUTED, Level.NORMAL),
    ):
        with transaction():
            set_level(ruben, Subject.PAGE, page.uid, before)
            set_level(ruben, Subject.PAGE, page.uid, None, later)
        (found,) = queries.watched_by(ruben)
        assert (found.level, found.muted_until) == (after, later)
