"""Champions: who helps newcomers, appointed by owners, named on the space's home."""

from __future__ import annotations

import pytest

from essp.core import worker
from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound, Refused
from essp.notifications.centre import groups, unread_count
from essp.spaces.championing import appoint_champion, release_champion
from essp.spaces.membership import add_member, join_space, leave_space, remove_member
from essp.spaces.queries import champions, champions_for


@pytest.fixture
def helper(femke, ruben, space):
    """Ruben, who helps newcomers."""
    with transaction():
        add_member(femke, space, ruben)
        appoint_champion(femke, space, ruben, "Ask me where things stand.")
    return ruben


def test_an_owner_appoints_a_member_and_says_what_for(helper, femke, noor, space) -> None:
    (champion,) = champions(space)
    assert (champion.person, champion.says) == (helper, "Ask me where things stand.")
    with transaction():
        appoint_champion(femke, space, helper, "Anything.")
    assert [each.says for each in champions(space)] == ["Anything."]
    with pytest.raises(Refused), transaction():
        appoint_champion(helper, space, femke)
    with pytest.raises(Invalid), transaction():
        appoint_champion(femke, space, noor)
    with pytest.raises(Invalid), transaction():
        appoint_champion(femke, space, helper, "x" * 201)


def test_a_champion_ends_by_an_owner_by_themselves_or_by_leaving(
    helper, femke, noor, space
) -> None:
    with pytest.raises(Refused), transaction():
        release_champion(noor, space, helper)
    with transaction():
        release_champion(helper, space, helper)
    with pytest.raises(NotFound), transaction():
        release_champion(femke, space, helper)
    with transaction():
        appoint_champion(femke, space, helper)
        remove_member(femke, space, helper)
    assert champions(space) == []


def test_newcomers_see_only_champions_of_spaces_that_they_read(
    helper, femke, ruben, noor, closed_space
) -> None:
    with transaction():
        appoint_champion(femke, closed_space, ruben)
    assert [each.space.name for each in champions_for(noor)] == ["Congestion management"]
    assert champions_for(ruben) == []


def test_the_home_of_a_space_names_who_helps(helper, noor, space, browser_of) -> None:
    home = browser_of(noor).get(f"/s/{space.slug}").text
    assert "Who helps newcomers" in home and "Ask me where things stand." in home
    assert "about=person:ruben-haak" in home


def test_a_profile_names_where_somebody_helps_as_far_as_the_reader_knows(
    helper, femke, ruben, noor, closed_space, browser_of
) -> None:
    with transaction():
        appoint_champion(femke, closed_space, ruben)
    profile = browser_of(noor).get("/people/ruben-haak").text
    assert profile.count("Champion</span>") == 1 and closed_space.name not in profile
    assert browser_of(femke).get("/people/ruben-haak").text.count("Champion</span>") == 2


def test_an_owner_appoints_and_ends_in_the_browser(femke, ruben, space, browser_of) -> None:
    path, browser = f"/s/{space.slug}/-/members", browser_of(femke)
    data = {"person": "@ruben-haak", "as": "champion", "says": "Ask me."}
    refused = browser.submit(path, data, seen_on=path)
    assert refused.status_code == 422
    assert "is no member of this space" in refused.text and 'value="Ask me."' in refused.text
    with transaction():
        add_member(femke, space, ruben)
    assert browser.submit(path, data, seen_on=path).status_code == 303
    assert "Ask me." in browser.get(path).text
    ended = f"/s/{space.slug}/-/champions/ruben-haak/end"
    assert browser.submit(ended, {}, seen_on=path).status_code == 303
    assert champions(space) == []


def test_a_champion_is_told_in_the_centre_who_came_in(
    helper, femke, noor, space, browser_of
) -> None:
    worker.do_all()
    for _time in range(2):
        with transaction():
            join_space(noor, space)
        with transaction():
            leave_space(noor, space)
    with transaction():
        join_space(noor, space)
    worker.do_all()
    (group,) = groups(helper)
    assert (group.thing.title, group.unread) == ("Congestion management", 1)
    assert groups(femke) == [], "owners who are no champions are not told"
    browser = browser_of(helper)
    told = browser.get("/notifications").text
    assert "Noor Jansen came in" in told and "You help newcomers here." in told
    browser.get(f"/s/{space.slug}")
    assert groups(helper)[0].unread == 0
    with transaction():
        remove_member(femke, space, helper)
    assert unread_count(helper) == 0


def test_nobody_is_told_who_came_into_a_closed_space_that_they_left(
    femke, ruben, noor, closed_space
) -> None:
    with transaction():
        appoint_champion(femke, closed_space, ruben)
        add_member(femke, closed_space, noor)
    worker.do_all()
    assert [group.unread for group in groups(ruben)] == [1]
    with transaction():
        remove_member(femke, closed_space, ruben)
    assert groups(ruben) == [] and unread_count(ruben) == 0
