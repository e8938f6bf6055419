"""Starting out in the browser: every step by hand, nothing in the way, and put away for ever."""

from __future__ import annotations

from essp.core import worker
from essp.core.db import transaction
from essp.people import accounts
from essp.people.links import make_link
from essp.people.models import Purpose
from essp.people.sourcing import say_source
from essp.spaces.championing import appoint_champion
from essp.spaces.queries import own_spaces
from essp.starting.practice import own_copy


def test_the_guide_stands_on_a_newcomers_home_until_it_is_put_away(daan, browser_of) -> None:
    browser = browser_of(daan)
    assert "0 of 4 done" in browser.get("/").text
    assert browser.submit("/welcome/away", {}, seen_on="/").location == "/"
    assert "of 4 done" not in browser.get("/").text
    assert "Show it on my home page" in browser.get("/welcome").text
    browser.submit("/welcome/away", {"again": "1"}, seen_on="/welcome")
    assert "0 of 4 done" in browser.get("/").text


def test_a_newcomer_says_what_they_can_be_asked(daan, browser_of) -> None:
    browser = browser_of(daan)
    data = {"about": "New here.", "ask_me_about": "batteries, dispatch", "speaks": "Nederlands"}
    done = browser.submit("/welcome/you", data, seen_on="/welcome/you")
    assert (done.status_code, done.location) == (303, "/welcome/spaces")
    assert (daan.about, daan.ask_me_about) == ("New here.", ["batteries", "dispatch"])
    assert daan.department == "Grid planning", "the rest of the profile stays"
    data["ask_me_about"] = ", ".join(f"topic {number}" for number in range(30))
    refused = browser.submit("/welcome/you", data, seen_on="/welcome/you")
    assert refused.status_code == 422 and "topic 29" in refused.text


def test_languages_that_come_from_the_directory_are_not_asked_for(
    daan, administrator, browser_of
) -> None:
    assert 'name="speaks"' in browser_of(daan).get("/welcome/you").text
    with transaction():
        say_source(administrator, ["speaks"])
    assert 'name="speaks"' not in browser_of(daan).get("/welcome/you").text


def test_spaces_with_colleagues_come_first_and_are_joined_at_once(
    daan, femke, noor, space, closed_space, make_space, practice, browser_of
) -> None:
    far = make_space(noor, "Connections")
    browser = browser_of(daan)
    chosen = browser.get("/welcome/spaces").text
    near, _heading, rest = chosen.partition("Further away")
    assert "1 colleague of Grid planning" in near and far.name in rest
    assert closed_space.name not in chosen and practice.name not in chosen
    data = {"space": [space.slug, far.slug]}
    assert browser.submit("/welcome/spaces", data, seen_on="/welcome/spaces").status_code == 303
    assert {each.id for each in own_spaces(daan)} == {space.id, far.id}
    hidden = {"space": closed_space.slug}
    assert browser.submit("/welcome/spaces", hidden, seen_on="/welcome/spaces").status_code == 404
    nothing = browser.submit("/welcome/spaces", {}, seen_on="/welcome/spaces")
    assert nothing.location == "/welcome/hello"


def test_the_first_word_begins_in_a_space_or_with_who_helps(daan, femke, space, browser_of) -> None:
    browser = browser_of(daan)
    assert "You belong to no space yet." in browser.get("/welcome/hello").text
    with transaction():
        appoint_champion(femke, space, femke, "Ask me.")
    browser.submit("/welcome/spaces", {"space": space.slug}, seen_on="/welcome/spaces")
    said = browser.get("/welcome/hello").text
    assert "Hello+from+Daan" in said or "Hello%20from%20Daan" in said
    assert "Ask Femke anything" in said
    assert "Ask me." in browser.get("/welcome").text


def test_a_newcomer_mends_a_page_of_their_own(daan, practice, browser_of) -> None:
    browser = browser_of(daan)
    assert "Where we keep the hard hats" in browser.get("/welcome/practice").text
    taken = browser.submit("/welcome/practice", {"page": "hard-hats"}, seen_on="/welcome/practice")
    page = own_copy(daan)
    assert taken.location == f"/p/{page.uid}/edit"
    assert "What will happen" in browser.get("/welcome/practice").text
    data = {"text": "Mended.\n", "based_on": "1", "summary": "The date is when it must go"}
    browser.submit(f"/p/{page.uid}/edit", data, seen_on=f"/p/{page.uid}/edit")
    worker.do_all()
    assert "What just happened" in browser.get("/welcome/practice").text
    assert "1 of 4 done" in browser.get("/").text


def test_without_pages_the_last_step_says_so(daan, browser_of) -> None:
    browser = browser_of(daan)
    assert "There is no page to practise on here." in browser.get("/welcome/practice").text
    answer = browser.submit("/welcome/practice", {"page": "x"}, seen_on="/welcome/you")
    assert answer.status_code == 404


def test_who_accepts_an_invitation_begins_with_the_first_steps(
    app, session, administrator, client
) -> None:
    with transaction():
        daan = accounts.invite(administrator, "Daan Oosterhuis", "daan@example.org")
        session.flush()
        path = f"/invitation/{make_link(Purpose.INVITATION, daan, administrator)}"
    data = {"new_password": "a new path along the dike"}
    assert client.submit(path, data, seen_on=path).location == "/welcome"
    assert "Welcome, Daan" in client.get("/welcome").text
