"""Accounts come to life, are taken over by whose work it is, and are closed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from essp.core import clock
from essp.core.decision import Invalid, NotFound, Refused
from essp.core.events import FactRow
from essp.people import accounts, links, names, queries, tokens, unclaimed
from essp.people.field_models import FormerHandle
from essp.people.models import OneTimeLink, Person, Purpose, Role
from tests.people.conftest import PASSWORD, link_in, send, sign_in

SITE = {"site_name": "Kantlijn"}


@pytest.fixture
def manager(make_person) -> Person:
    """A community manager."""
    return make_person("Mila Groen", role=Role.COMMUNITY_MANAGER.value)


def test_an_invited_person_joins_by_the_mailed_link_once(
    browser_of, manager, mails, client, app
) -> None:
    sent = send(
        browser_of(manager), "/people/invite", {"name": "Noor Vos", "email": "Noor@X.example"}
    )
    assert (sent.status_code, sent.location) == (303, "/people/noor-vos")
    path = link_in(mails()[0])
    joined = send(client, path, {"new_password": PASSWORD})
    assert joined.status_code == 303
    assert "Noor Vos" in client.get("/account").text
    assert app.test_client().get(path).status_code == 404
    assert sign_in(app.test_client(), "noor@x.example").status_code == 303


def test_an_unclaimed_person_is_taken_over_by_address_with_name_and_history(
    session, manager, make_person
) -> None:
    imported = unclaimed.find_or_create_unclaimed("F. de Boer", "femke@example.org")
    unclaimed.add_address(imported, "femke@old.example")
    session.commit()
    invited = accounts.invite(manager, "Femke de Boer", "femke@old.example")
    assert invited is imported
    assert invited.name == "F. de Boer"
    token = links.make_link(Purpose.INVITATION, invited)
    joined = accounts.accept_invitation(token, PASSWORD, **SITE)
    assert joined.id == imported.id
    assert joined.active


def test_the_invitation_of_an_imported_person_without_address_names_one(
    browser_of, manager, session, mails, ruben
) -> None:
    known = unclaimed.find_or_create_unclaimed("Old Hand", None)
    session.commit()
    browser = browser_of(manager)
    page = f"/people/{known.handle}/manage"
    taken = send(browser, f"/people/{known.handle}/invitation", {"email": ruben.email}, page=page)
    assert taken.status_code == 422
    fine = send(
        browser, f"/people/{known.handle}/invitation", {"email": "old@x.example"}, page=page
    )
    assert fine.status_code == 303
    assert [mail["To"].addresses[0].addr_spec for mail in mails()] == ["old@x.example"]


def test_importers_find_the_same_person_again_and_keep_namesakes_apart(session, femke) -> None:
    one = unclaimed.find_or_create_unclaimed("Jan Smit", "jan@one.example")
    again = unclaimed.find_or_create_unclaimed("J. Smit", "JAN@one.example")
    other = unclaimed.find_or_create_unclaimed("Jan Smit", "jan@two.example")
    nameless = unclaimed.find_or_create_unclaimed("Jan Smit", None)
    assert one is again
    assert len({one.id, other.id, nameless.id}) == 3
    assert unclaimed.find_or_create_unclaimed("Jan Smit", "not an address") is nameless
    assert unclaimed.find_or_create_unclaimed("Femke", femke.email) is femke
    assert {one.handle, other.handle} == {"jan-smit", "jan-smit-2"}


@pytest.mark.parametrize("name", ["", "\x00", "🦆", "x" * 400, "<script>", "Вorіs", "\u202e"])
def test_any_author_of_a_history_becomes_somebody(session, name: str) -> None:
    found = unclaimed.find_or_create_unclaimed(name, None)
    assert found.name
    assert found.unclaimed


def test_nobody_is_invited_twice_into_being(manager, femke) -> None:
    with pytest.raises(Invalid) as wrong:
        accounts.invite(manager, "Someone Else", femke.email)
    assert "email" in wrong.value.errors
    with pytest.raises(Invalid) as wrong:
        accounts.invite(manager, "Fеmkе dе Bоеr", "new@example.org")
    assert "name" in wrong.value.errors


def test_members_cannot_invite(femke, browser_of) -> None:
    with pytest.raises(Refused):
        accounts.invite(femke, "Noor Vos", "noor@example.org")
    assert browser_of(femke).get("/people/invite").status_code == 404


def test_who_left_comes_back_only_by_an_administrator(manager, administrator, femke) -> None:
    accounts.close_account(administrator, femke)
    with pytest.raises(Refused):
        accounts.invite(manager, femke.name, femke.email)
    assert accounts.invite(administrator, femke.name, femke.email) is femke
    token = links.make_link(Purpose.INVITATION, femke)
    accounts.accept_invitation(token, PASSWORD, **SITE)
    assert femke.active


def test_a_closed_account_keeps_its_name_and_loses_its_keys(
    administrator, femke, session, with_password
) -> None:
    with_password(femke)
    _row, secret = tokens.make_token(femke, "script")
    token = links.make_link(Purpose.PASSWORD, femke)
    accounts.close_account(administrator, femke)
    assert tokens.find_by_token(secret) is None
    with pytest.raises(NotFound):
        links.find_link(Purpose.PASSWORD, token)
    assert femke.password_hash is None
    assert queries.find_person("femke-de-boer").name == "Femke de Boer"
    kinds = [row.kind for row in session.query(FactRow).order_by(FactRow.id)]
    assert kinds[-1] == "PersonLeft"


def test_there_is_always_an_administrator(administrator, femke) -> None:
    with pytest.raises(Refused):
        accounts.change_role(administrator, administrator, Role.MEMBER)
    with pytest.raises(Refused):
        accounts.close_account(administrator, administrator)
    accounts.change_role(administrator, femke, Role.ADMINISTRATOR)
    accounts.close_account(femke, administrator)
    with pytest.raises(Refused):
        accounts.close_account(femke, femke)


@pytest.mark.parametrize("act", ["role", "close", "manage"])
def test_members_do_not_administer(browser_of, femke, ruben, act: str) -> None:
    browser = browser_of(femke)
    if act == "manage":
        assert browser.get("/people/ruben-haak/manage").status_code == 404
        return
    form = {"role": "administrator"}
    sent = send(browser, f"/people/femke-de-boer/{act}", form, page="/account")
    assert sent.status_code == 404
    with pytest.raises(Refused):
        accounts.change_role(femke, femke, Role.ADMINISTRATOR)


def test_an_administrator_changes_a_role_and_closes_an_account(
    browser_of, administrator, femke, session
) -> None:
    browser, page = browser_of(administrator), "/people/femke-de-boer/manage"
    send(browser, "/people/femke-de-boer/role", {"role": "community manager"}, page=page)
    assert femke.role == "community manager"
    odd = send(browser, "/people/femke-de-boer/role", {"role": "emperor"}, page=page)
    assert odd.status_code == 422
    send(browser, "/people/femke-de-boer/close", {}, page=page)
    assert femke.left_at is not None
    last = send(browser, "/people/ada-beheer/close", {}, page="/people/ada-beheer/manage")
    assert last.status_code == 403
    assert "only administrator" in last.text


def test_the_setup_link_makes_the_first_administrator_and_dies(client, session, app) -> None:
    first, token = accounts.make_setup_link(), accounts.make_setup_link()
    session.commit()
    assert client.get(f"/setup/{first}").status_code == 404
    form = {"name": "Ada Beheer", "email": "ada@example.org", "new_password": PASSWORD}
    short = send(client, f"/setup/{token}", form | {"new_password": "short"})
    assert short.status_code == 422
    assert 'value="Ada Beheer"' in short.text
    done = send(client, f"/setup/{token}", form)
    assert (done.status_code, done.location) == (303, "/")
    ada = queries.find_person("ada-beheer")
    assert ada.role == Role.ADMINISTRATOR.value
    assert app.test_client().get(f"/setup/{token}").status_code == 404
    with pytest.raises(Refused):
        accounts.make_setup_link()


def test_an_unused_setup_link_is_dead_once_there_is_an_administrator(
    client, session, make_person
) -> None:
    token = accounts.make_setup_link()
    session.commit()
    assert client.get(f"/setup/{token}").status_code == 200
    make_person("Ada Beheer", role=Role.ADMINISTRATOR.value)
    assert client.get(f"/setup/{token}").status_code == 404
    with pytest.raises(NotFound):
        accounts.set_up(token, "Eva Vos", "eva@example.org", PASSWORD, **SITE)


def test_of_two_who_use_a_link_at_once_one_gets_it(femke, session) -> None:
    femke.joined_at = None
    token = links.make_link(Purpose.INVITATION, femke)
    session.commit()
    links.use_link(Purpose.INVITATION, token)
    with pytest.raises(NotFound):
        links.use_link(Purpose.INVITATION, token)


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_link_is_of_no_use_after_its_time_or_for_another_purpose(femke, purpose) -> None:
    token = links.make_link(purpose, femke)
    for other in set(Purpose) - {purpose}:
        with pytest.raises(NotFound):
            links.find_link(other, token)
    later = clock.now() + links.LASTS[purpose] + timedelta(seconds=1)
    with clock.held_at(later), pytest.raises(NotFound):
        links.find_link(purpose, token)


def test_only_the_hash_of_a_link_is_kept(femke, session) -> None:
    token = links.make_link(Purpose.PASSWORD, femke)
    session.flush()
    assert token not in str(session.query(OneTimeLink.token_hash).all())


def test_extra_fields_of_a_form_change_nothing(browser_of, femke, session) -> None:
    extra = {"role": "administrator", "is_admin": "1", "email": "x@evil.example", "id": "1"}
    extra |= {"handle": "root", "password_hash": "x", "joined_at": "2000-01-01", "picture": "x"}
    sent = send(
        browser_of(femke),
        "/account/profile?role=administrator",
        {"name": femke.name, "department": "Grid", "person[role]": "administrator"} | extra,
        page="/account",
    )
    assert sent.status_code == 303
    session.refresh(femke)
    assert (femke.role, femke.email) == ("member", "femke-de-boer@example.org")
    assert (femke.handle, femke.picture, femke.department) == ("femke-de-boer", None, "Grid")


def test_an_invitation_does_not_carry_a_role(client, femke, session) -> None:
    femke.joined_at = None
    token = links.make_link(Purpose.INVITATION, femke)
    session.commit()
    form = {"new_password": PASSWORD, "role": "administrator", "email": "x@evil.example"}
    send(client, f"/invitation/{token}", form)
    session.refresh(femke)
    assert (femke.role, femke.email) == ("member", "femke-de-boer@example.org")


def test_many_authors_are_found_as_they_are_one_by_one(femke):
    known = unclaimed.find_or_create_unclaimed("Old Hand", "old@example.org")
    unclaimed.add_address(known, "older@example.org")
    wanted = [
        ("F. de Boer", femke.email.upper()),
        ("Old Hand", "older@example.org"),
        ("Jan Smit", "jan@one.example"),
        ("Jan Smit", "jan@two.example"),
        ("J. Smit", "JAN@one.example"),
        ("Femke de Boer", "namesake@example.org"),
        ("Jan Smit", ""),
        ("Jan Smit", "not an address"),
        ("invite", "invite@example.org"),
    ]
    found = unclaimed.find_or_create_all(wanted)
    assert found[:2] == [femke, known]
    assert found[4] is found[2]
    assert found[7] is found[6]
    assert len(set(found)) == 7
    assert [person.handle for person in found[2:4]] == ["jan-smit", "jan-smit-2"]
    assert found[5].handle == "femke-de-boer-2"
    assert found[8].handle == "invite-2"
    assert len({person.name_key for person in found}) == 7
    assert [unclaimed.find_or_create_unclaimed(*each) for each in wanted] == found


def test_any_number_of_names_can_be_looked_for_among_the_former_ones(session) -> None:
    session.add(FormerHandle(digest=names.digest("gone-69999")))
    session.commit()
    assert names.former(f"gone-{number}" for number in range(70_000)) == {"gone-69999"}
