"""The figures of one space and of one topic: who sees them, and what stands beside them."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from essp.core import clock
from essp.core.db import transaction
from essp.discussions.models import Kind
from essp.discussions.posting import reply, start_thread
from essp.discussions.queries import opening_of
from essp.people.models import Person, Role
from essp.spaces.models import Access
from essp.stats import around
from essp.stats.asking import Asked, Axis, Scope
from essp.topics.naming import start_topic
from essp.wiki.editing import create_page
from essp.wiki.read_models import PageRead
from tests.stats.days import AMSTERDAM, yesterday
from tests.stats.figures import figure, people_in


@pytest.fixture
def sanne(make_person) -> Person:
    return make_person("Sanne Kuipers", role=Role.COMMUNITY_MANAGER.value)


def of_space(space) -> Scope:
    return Scope(Axis.SPACE, str(space.id))


def read(browser, address: str) -> BeautifulSoup:
    answer = browser.get(address)
    assert answer.status_code == 200, answer.status_code
    return BeautifulSoup(answer.text, "html.parser")


@pytest.mark.parametrize("day_is_filled", [True, False])
def test_owners_and_community_managers_see_a_space_and_others_do_not(
    browser_of, femke, ruben, sanne, make_space, day_is_filled
) -> None:
    space = make_space(femke, "Grid reviews", members=(ruben,))
    if day_is_filled:
        figure(0.6, 12, of_space(space), yesterday(), measure="M20", n=20)
    address = f"/s/{space.slug}/-/insight"
    assert browser_of(ruben).get(address).status_code == 403
    assert browser_of(femke).get(address).status_code == 200
    assert browser_of(sanne).get(address).status_code == 200


def test_a_closed_space_is_not_there_for_a_community_manager_outside_it(
    browser_of, femke, sanne, make_space
) -> None:
    closed = make_space(femke, "Reorganisation", access=Access.CLOSED)
    assert browser_of(sanne).get(f"/s/{closed.slug}/-/insight").status_code == 404
    assert browser_of(femke).get(f"/s/{closed.slug}/-/insight").status_code == 200


def test_the_way_there_stands_where_it_leads_somewhere(
    browser_of, femke, ruben, sanne, space
) -> None:
    address = f"/s/{space.slug}/-/insight"
    for person, leads in ((femke, True), (sanne, True), (ruben, False)):
        assert (address in browser_of(person).get(f"/s/{space.slug}").text) is leads


def test_questions_that_wait_and_pages_that_are_read_stand_with_their_steps(
    browser_of, femke, ruben, make_person, space, session
) -> None:
    people_in(make_person, "Grid", 12)
    figure(0.6, 12, of_space(space), yesterday(), measure="M20", n=20)
    with transaction():
        page = create_page(femke, space, title="Playbook", text="Start.\n").page
        start_thread(ruben, space, Kind.QUESTION, title="Who may lift the cable?", text="At night.")
        answered = start_thread(
            ruben, space, Kind.QUESTION, title="Whose van is it?", text="The red."
        )
        reply(femke, opening_of(answered).uid, text="Mine.")
        session.add(PageRead(page_id=page.id, day=yesterday(), reads=41))
    shown = read(browser_of(femke), f"/s/{space.slug}/-/insight")
    pages = shown.select_one("#pages").get_text(" ", strip=True)
    assert "Playbook" in pages and "41" in pages and "nobody vouches for it" in pages
    assert shown.select_one(f"#pages a[href='/p/{page.uid}/owners']")
    assert "60%" in shown.select_one(".ins__facts").text


def test_only_what_waits_in_that_space_waits_there(femke, ruben, make_space) -> None:
    one, other = make_space(femke, "One"), make_space(femke, "Other")
    with transaction():
        start_thread(ruben, one, Kind.QUESTION, title="Who may lift it?", text="At night.")
        start_thread(ruben, other, Kind.QUESTION, title="Whose van is it?", text="The red.")
        start_thread(ruben, one, Kind.IDEA, title="Lift it twice", text="Why not.")
    tomorrow = clock.now().astimezone(AMSTERDAM).date()
    asked = Asked(tomorrow, 90, AMSTERDAM, Axis.SPACE)
    assert [each.title for each in around.waiting(femke, asked, of_space(one))] == [
        "Who may lift it?"
    ]
    assert around.pages(femke, asked, of_space(one)) == []


def test_what_is_closed_stands_beside_no_topic(femke, ruben, sanne, make_space) -> None:
    """The figures of a topic are of what everybody may read, and so is what stands beside them."""
    with transaction():
        topic = start_topic(femke, name="Cables", language="en")
        topic.opened_at = clock.now()
    found = []
    for access in (Access.OPEN, Access.CLOSED):
        space = make_space(femke, f"Space {access.value}", access=access, members=(ruben, sanne))
        with transaction():
            page = create_page(
                femke, space, title=f"{access.value} page", text="About #cables.\n"
            ).page
            start_thread(ruben, space, Kind.QUESTION, title=f"{access.value}?", text="On #cables.")
        found.append(page)
    asked = Asked(clock.now().astimezone(AMSTERDAM).date(), 90, AMSTERDAM, Axis.TOPIC)
    scope = Scope(Axis.TOPIC, str(topic.id))
    assert [each.title for each in around.pages(sanne, asked, scope)] == ["open page"]
    assert [each.title for each in around.waiting(sanne, asked, scope)] == ["open?"]


def test_a_topic_is_for_community_managers_and_leads_to_who_could_answer(
    browser_of, femke, sanne, session
) -> None:
    topic = start_topic(femke, name="Relays", language="en")
    topic.opened_at = clock.now()
    session.commit()
    address = f"/topics/{topic.slug}/insight"
    assert "This day is not counted yet." in read(browser_of(sanne), address).text
    figure(4.0, 9, Scope(Axis.TOPIC, str(topic.id)), yesterday(), measure="M45", n=9)
    page = read(browser_of(sanne), address)
    assert page.find("h2", string="Who could answer") and "Nobody has shown this yet." in page.text
    assert browser_of(femke).get(address).status_code == 403
    assert address in browser_of(sanne).get(f"/topics/{topic.slug}").text
    assert address not in browser_of(femke).get(f"/topics/{topic.slug}").text


def test_a_figure_of_too_few_people_is_not_told_of_a_space(
    browser_of, femke, make_person, space
) -> None:
    people_in(make_person, "Grid", 12)
    figure(0.75, 3, of_space(space), yesterday(), measure="M20", n=4)
    page = read(browser_of(femke), f"/s/{space.slug}/-/insight")
    assert "75%" not in page.text and "<5" in page.select_one(".ins__facts").text
