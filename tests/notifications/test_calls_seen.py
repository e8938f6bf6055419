"""Calling everyone in the browser and by the interface for programs: counted, asked, made quiet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from essp.core import worker
from essp.core.db import session
from essp.discussions.models import Thread
from essp.notifications.models import Notification
from essp.people.models import Person
from essp.spaces.models import Space
from tests.hygiene import HygieneClient
from tests.notifications.test_calls import crowd, said

Browse = Callable[[Person], HygieneClient]


def told_count() -> int:
    worker.do_all()
    return session().scalar(select(func.count()).select_from(Notification)) or 0


@pytest.fixture
def crowded(space: Space) -> Space:
    """A space of thirty further people."""
    crowd(space, 30)
    return space


def test_a_post_that_calls_many_comes_back_once_with_the_number(
    browser_of: Browse, femke: Person, crowded: Space
) -> None:
    form = f"/s/{crowded.slug}/-/talk/new"
    given = {"kind": "discussion", "title": "Tonight", "text": f"For @space:{crowded.slug}"}
    back = browser_of(femke).submit(form, given, seen_on=form)
    assert back.status_code == 422
    assert "This tells 30 people" in back.text and 'name="told" value="30"' in back.text
    assert f"For @space:{crowded.slug}</textarea>" in back.text
    sent = browser_of(femke).submit(form, given | {"told": "30"}, seen_on=form)
    assert sent.status_code == 303
    assert told_count() == 30


def test_a_page_comes_back_too_and_a_small_edit_tells_nobody(
    browser_of: Browse, femke: Person, crowded: Space
) -> None:
    form = f"/s/{crowded.slug}/-/new"
    given = {"title": "Rota", "text": f"@space:{crowded.slug}"}
    back = browser_of(femke).submit(form, given, seen_on=form)
    assert back.status_code == 422 and 'name="told" value="30"' in back.text
    assert browser_of(femke).submit(form, given | {"told": "30"}, seen_on=form).status_code == 303
    assert told_count() == 30


def test_what_is_being_written_is_counted(
    browser_of: Browse, femke: Person, noor: Person, crowded: Space, closed_space: Space
) -> None:
    browser = browser_of(femke)
    form, text = f"/s/{crowded.slug}/-/talk/new", f"@space:{crowded.slug}"
    asked = browser.submit(f"/called?space={crowded.slug}", {"text": text}, seen_on=form)
    assert asked.json["count"] == 30
    assert "30 people will be told" in asked.json["said"]
    again = {"text": text, "before": text}
    assert browser.submit(f"/called?space={crowded.slug}", again, seen_on=form).json["count"] == 0
    hidden = {"text": f"@space:{closed_space.slug}"}
    for answer in (
        browser_of(noor).submit(f"/called?space={crowded.slug}", hidden, seen_on=form),
        browser_of(noor).submit(f"/called?space={closed_space.slug}", hidden, seen_on=form),
    ):
        assert answer.json == {"count": 0, "said": "", "refused": False}


def test_groups_are_offered_with_how_many_hear_of_it(
    browser_of: Browse, femke: Person, crowded: Space
) -> None:
    found = browser_of(femke).get(f"/complete/people?q=every&space={crowded.slug}").json["items"]
    assert found[-1]["insert"] == f"@space:{crowded.slug}"
    assert found[-1]["context"] == "30 people will be told"


def test_the_centre_says_why_and_lets_one_end_it_on_the_spot(
    browser_of: Browse, femke: Person, ruben: Person, make_space: Callable[..., Space]
) -> None:
    space = make_space(femke, "Grid operations", members=(ruben,))
    said(femke, space, f"@space:{space.slug}")
    browser = browser_of(ruben)
    page = browser.get("/notifications?show=mentions").text
    assert "called everyone" in page and "Everyone in Grid operations was called." in page
    given = {"reason": "called", "group": space.id}
    browser.submit("/notifications/calls", given, seen_on="/notifications")
    assert "Tell me again" in browser.get("/notifications").text
    said(femke, space, f"@space:{space.slug} again")
    assert told_count() == 1
    back = {**given, "again": "1", "list": "1"}
    browser.submit("/notifications/calls", back, seen_on="/watching")
    assert "Tell me again" not in browser.get("/watching").text


@pytest.mark.parametrize("given", [("called", 2**70), ("called", 999), ("mention", 0), ("x", -1)])
def test_only_groups_that_one_may_know_of_can_be_made_quiet(
    browser_of: Browse, ruben: Person, given: tuple[str, int]
) -> None:
    sent = {"reason": given[0], "group": given[1]}
    answer = browser_of(ruben).submit("/notifications/calls", sent, seen_on="/watching")
    assert answer.status_code == 404


def test_five_hundred_names_in_one_post_are_given_back_with_every_word(
    browser_of: Browse, femke: Person, space: Space
) -> None:
    crowd(space, 500)
    names = " ".join(f"@c{n}" for n in range(500))
    form = f"/s/{space.slug}/-/talk/new"
    given = {"kind": "discussion", "title": "All of you", "text": names}
    back = browser_of(femke).submit(form, given, seen_on=form)
    assert back.status_code == 422
    assert "would call 500 people; a post may call 50" in back.text
    assert f"{names}</textarea>" in back.text
    assert session().scalar(select(Thread.id)) is None
