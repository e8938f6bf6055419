"""The language before sign-in, chosen without script and kept by the browser."""

from __future__ import annotations

import pytest

from essp.core.db import transaction
from essp.people import accounts
from essp.people.links import make_link
from essp.people.models import Purpose
from tests.people.conftest import PASSWORD, send, sign_in


def choose(client, language: str, seen_on: str = "/sign-in", **also: str):
    """Press the button of a language on a page before sign-in."""
    data = {"language": language, **also}
    return send(client, "/language", data, page=seen_on)


def test_somebody_may_read_the_way_in_in_dutch(client) -> None:
    assert "Forgotten your password?" in client.get("/sign-in").text
    answer = choose(client, "nl", next="/sign-in?next=%2Fpeople")
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=%2Fpeople")
    page = client.get("/sign-in").text
    assert '<html lang="nl"' in page
    assert "Wachtwoord vergeten?" in page


def test_the_choice_leads_back_to_where_it_was_made(client) -> None:
    form = client.get("/password/forgotten").text
    assert 'name="next" value="/password/forgotten"' in form
    wrong = sign_in(client, "nobody", "wrong", next="/people")
    assert 'name="next" value="/sign-in?next=/people"' in wrong.text


def test_it_stays_when_signed_in_until_the_account_says_otherwise(
    client, femke, with_password
) -> None:
    with_password(femke)
    choose(client, "nl")
    sign_in(client, femke.handle)
    assert '<html lang="nl"' in client.get("/account").text
    send(client, "/account/display", {"language": "en", "theme": ""}, page="/account")
    assert '<html lang="en"' in client.get("/account").text
    assert client.get_cookie("language") is None


def test_the_language_of_an_account_goes_before_that_of_the_browser(
    client, femke, with_password, session
) -> None:
    with_password(femke).language = "en"
    session.commit()
    choose(client, "nl")
    sign_in(client, femke.handle)
    assert '<html lang="en"' in client.get("/account").text


def test_who_joins_keeps_the_language_chosen_on_the_way_in(client, administrator, session) -> None:
    with transaction():
        guest = accounts.invite(administrator, "Lotte Smit", "lotte@example.org")
        session.flush()
        token = make_link(Purpose.INVITATION, guest, administrator)
    path = f"/invitation/{token}"
    choose(client, "nl", seen_on=path, next=path)
    send(client, path, {"new_password": PASSWORD, "again": PASSWORD}, page=path)
    assert session.get_one(type(guest), guest.id).language == "nl"
    client.delete_cookie("language")
    assert '<html lang="nl"' in client.get("/account").text


@pytest.mark.parametrize("language", ["", "xx", "nl; Path=/"])
def test_no_other_language_is_kept(client, language: str) -> None:
    assert choose(client, language).status_code == 400
    assert client.get_cookie("language") is None


def test_an_address_elsewhere_is_not_followed(client) -> None:
    assert choose(client, "nl", next="//elsewhere.example/").location == "/"


def test_a_cookie_of_another_hand_changes_nothing(client) -> None:
    client.set_cookie("language", "<script>")
    assert '<html lang="en"' in client.get("/sign-in").text
