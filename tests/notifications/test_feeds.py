"""Feeds: what their owner may read at that moment, at an address that can be taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from defusedxml.ElementTree import fromstring

from essp.core import clock, worker
from essp.core.db import session, transaction
from essp.core.decision import NotFound
from essp.discussions.models import Kind, Post
from essp.discussions.posting import reply, start_thread
from essp.discussions.removing import remove_post
from essp.notifications import feeds
from essp.notifications.models import Subject
from essp.people.models import Person
from essp.search.filters import Filters
from essp.search.saving import remove_search, save_search
from essp.spaces import membership
from essp.spaces.models import Space
from essp.wiki.editing import create_page
from tests.hygiene import HygieneClient

ATOM = "{http://www.w3.org/2005/Atom}"


def titles(client: HygieneClient, token: str) -> list[str]:
    answer = client.get(f"/feeds/{token}")
    assert answer.mimetype == "application/atom+xml"
    return [each.findtext(f"{ATOM}title") for each in fromstring(answer.data).iter(f"{ATOM}entry")]


@pytest.fixture
def token(femke: Person, ruben: Person, closed_space: Space) -> str:
    """The secret of Ruben's feed of a closed space with one page."""
    with transaction():
        create_page(femke, closed_space, title="Plan <1> & more", text="x\n")
        return feeds.make_feed(ruben, Subject.SPACE, closed_space.slug)[1]


def test_a_feed_needs_no_sign_in_and_ends_with_the_right_to_read(
    femke: Person, ruben: Person, closed_space: Space, token: str, client: HygieneClient
) -> None:
    assert titles(client, token) == ["Plan <1> & more"]
    with transaction():
        membership.remove_member(femke, closed_space, ruben)
    assert client.get(f"/feeds/{token}").status_code == 404


def test_a_feed_ends_with_its_owner(ruben: Person, token: str, client: HygieneClient) -> None:
    with transaction():
        ruben.left_at = clock.now()
    assert client.get(f"/feeds/{token}").status_code == 404


def test_a_feed_is_made_shown_once_and_ended(
    browser_of: Callable[[Person], HygieneClient], ruben: Person, femke: Person, space: Space,
    client: HygieneClient,
) -> None:  # fmt: skip
    with transaction():
        create_page(femke, space, title="Open plan", text="About #heat.\n")
    browser, place = browser_of(ruben), "/settings/feeds"
    for subject, key in (("topic", "heat"), ("person", femke.handle), ("space", space.slug)):
        made = browser.submit(place, {"subject": subject, "key": key}, seen_on="/account")
        secret = re.search(r"/feeds/([\w-]{40,})", made.text)[1]
        assert titles(client, secret) == ["Open plan"]
        assert secret not in browser.get(place).text
    number = feeds.own_feeds(ruben)[0].id
    browser.submit(f"{place}/{number}/end", {}, seen_on=place)
    assert client.get(f"/feeds/{secret}").status_code == 404
    with pytest.raises(NotFound), transaction():
        feeds.revoke_feed(femke, feeds.own_feeds(ruben)[0].id)


def test_a_feed_of_a_space_a_topic_or_a_person_tells_what_was_said_there(
    femke: Person, ruben: Person, space: Space, closed_space: Space, client: HygieneClient
) -> None:
    talk = Kind.QUESTION
    with transaction():
        start_thread(femke, closed_space, talk, title="Closed", text="Who?")
        start_thread(femke, space, talk, title="Outage", text="When?", topics="heat")
        start_thread(femke, space, talk, title="Old", text="Before.", topics="heat", via="mbox")
        wanted = [("space", space.slug), ("topic", "heat"), ("person", femke.handle)]
        made = [feeds.make_feed(ruben, Subject(each), key)[1] for each, key in wanted]
    assert [titles(client, each) for each in made] == [
        ["Outage"], ["Outage"], ["Outage", "Closed"],
    ]  # fmt: skip
    with transaction():
        membership.remove_member(femke, closed_space, ruben)
    assert titles(client, made[2]) == ["Outage"]


def test_a_conversation_has_a_feed_of_its_posts_without_those_taken_away(
    femke: Person, ruben: Person, closed_space: Space, client: HygieneClient
) -> None:
    with transaction():
        thread = start_thread(
            femke, closed_space, Kind.QUESTION, title="Outage", text="When <b>is</b> it?"
        )
        opening = session().query(Post).filter_by(thread_id=thread.id).one()
        gone = reply(femke, opening.uid, text="Never said.")
        reply(femke, opening.uid, text="On Thursday.")
        remove_post(femke, gone.uid)
        token = feeds.make_feed(ruben, Subject.THREAD, thread.uid)[1]
    shown = client.get(f"/feeds/{token}").text
    assert titles(client, token) == ["Outage", "Outage"]
    assert "On Thursday." in shown
    assert "Never said" not in shown
    with transaction():
        membership.remove_member(femke, closed_space, ruben)
    assert client.get(f"/feeds/{token}").status_code == 404


def test_a_saved_search_has_a_feed_of_what_its_owner_may_find(
    browser_of: Callable[[Person], HygieneClient], femke: Person, noor: Person, space: Space,
    closed_space: Space, client: HygieneClient,
) -> None:  # fmt: skip
    with transaction():
        create_page(femke, space, title="Transformer plan", text="About a transformer.\n")
        create_page(femke, closed_space, title="Hidden transformer", text="A transformer.\n")
        old = create_page(femke, space, title="Old transformer", text="A transformer.\n").page
        old.updated_at = clock.now() - timedelta(days=60)
        searches = [
            save_search(each, name="Transformers", query="transformer", filters=Filters())
            for each in (noor, femke)
        ]
    worker.do_all()
    place = "/settings/feeds"
    browser = browser_of(noor)
    made = browser.submit(place, {"subject": "search", "key": searches[0].uid}, seen_on=place)
    token = re.search(r"/feeds/([\w-]{40,})", made.text)[1]
    assert titles(client, token) == ["Transformer plan"]
    other = browser.submit(place, {"subject": "search", "key": searches[1].uid}, seen_on=place)
    assert other.status_code == 404
    with transaction():
        remove_search(noor, searches[0].uid)
    assert client.get(f"/feeds/{token}").status_code == 404
