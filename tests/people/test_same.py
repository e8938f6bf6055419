"""Several accounts of one person: one is kept, the others lead there, and it can be taken back."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import func, select

from essp.core import clock
from essp.core.decision import Invalid, Refused
from essp.core.events import FactRow
from essp.importers.models import ImportSource
from essp.importers.records import SourcePerson
from essp.importers.talk_people import Speakers
from essp.people import accounts, directory, policy, queries, same, tokens, unclaimed
from essp.people.models import ApiToken, Person, PersonEmail, Role, SignIn
from essp.personal import forgetting
from essp.search.collecting import documents_of
from essp.wiki import completing
from tests.people.conftest import OLD, sign_in


@pytest.fixture
def joined(administrator, imported, ruben, session) -> Person:
    """The same, said to be Ruben."""
    assert same.join_accounts(administrator, imported, ruben)
    session.commit()
    return imported


def facts(session) -> list[str]:
    said = FactRow.kind.like("%SamePerson%")
    return [row.kind for row in session.scalars(select(FactRow).where(said).order_by(FactRow.id))]


def test_a_joined_account_is_closed_and_leads_to_the_one_that_is_kept(
    joined, ruben, administrator, session
) -> None:
    assert (joined.same_as_id, joined.active, ruben.active) == (ruben.id, False, True)
    assert joined.left_at == joined.same_since
    assert list(same.joined_to(ruben)) == [joined]
    assert not same.join_accounts(administrator, joined, ruben)
    assert len(facts(session)) == 1


def test_its_addresses_lead_to_the_kept_person_and_later_imports_credit_them(
    joined, ruben, session
) -> None:
    assert unclaimed.find_or_create_unclaimed("R. Haak", OLD) is ruben
    assert queries.by_email("ruben@older.example") is ruben
    new = ("Somebody New", "new@x.example")
    people = unclaimed.find_or_create_all(
        [("R. Haak", OLD), new, ("R. H.", "ruben@older.example"), ("Ruben", ruben.email)]
    )
    assert [each is ruben for each in people] == [True, False, True, True]


def test_who_is_known_by_a_name_alone_is_the_kept_person_too(administrator, ruben, session) -> None:
    nameless = unclaimed.find_or_create_unclaimed("Haak de Oude", None)
    same.join_accounts(administrator, nameless, ruben)
    assert unclaimed.find_or_create_unclaimed("Haak de Oude", None) is ruben


def test_who_speaks_in_a_source_of_conversations_is_the_kept_person_too(
    administrator, ruben, space, session
) -> None:
    source = ImportSource(
        space_id=space.id, kind="dump", folder="", origin="x", started_at=clock.now()
    )
    session.add(source)
    session.flush()
    wanted = SourcePerson("account:7", "Ruub", "")
    before = session.get(Person, Speakers(source.id).id_of(wanted, clock.now()))
    same.join_accounts(administrator, before, ruben)
    assert Speakers(source.id).id_of(wanted, clock.now()) == ruben.id


def test_search_finds_the_kept_person_alone(joined, ruben) -> None:
    found = documents_of([f"person:{each.id}" for each in (joined, ruben)])
    assert [each.title for each in found] == [ruben.name]


def test_it_stands_in_no_directory_and_no_completion(joined, femke, session) -> None:
    for wanted in (directory.Wanted(), directory.Wanted(left=True)):
        assert joined not in directory.directory(femke, wanted).people
    assert not completing.people("Haak", None, None)[1:]
    assert queries.colleague_meant("Ruben Haak", "kept") is not joined
    with pytest.raises(Invalid):
        queries.colleague_meant("R. Haak", "kept")


def test_its_profile_and_card_lead_to_the_kept_person(joined, ruben, femke, browser_of) -> None:
    browser = browser_of(femke)
    for end in ("", ".vcf"):
        led = browser.get(f"/people/{joined.handle}{end}")
        assert (led.status_code, led.location) == (301, f"/people/{ruben.handle}{end}")
    assert browser.get("/people/?left=1").text.count(joined.name) == 0


def test_a_program_reads_the_kept_person_under_the_old_handle(
    joined, ruben, femke, client, session
):
    _row, secret = tokens.make_token(femke, "tests")
    session.commit()
    headers = {"Authorization": f"Bearer {secret}"}
    told = client.get(f"/api/v1/people/{joined.handle}", headers=headers).json
    assert told["handle"] == ruben.handle
    listed = client.get("/api/v1/people", headers=headers).json["items"]
    assert joined.handle not in {each["handle"] for each in listed}


def test_taken_back_the_account_stands_by_itself_with_its_addresses(
    joined, ruben, administrator, femke, session
) -> None:
    assert same.part_accounts(administrator, joined)
    assert not same.part_accounts(administrator, joined)
    session.commit()
    assert (joined.same_as_id, joined.same_since, joined.left_at) == (None, None, None)
    assert queries.by_email(OLD) is joined
    assert joined in directory.directory(femke, directory.Wanted()).people
    assert [kind.rpartition(".")[2] for kind in facts(session)] == [
        "SamePersonSaid", "SamePersonTakenBack",
    ]  # fmt: skip


def test_who_had_left_before_has_still_left_when_it_is_taken_back(
    imported, ruben, administrator, session
) -> None:
    accounts.close(imported)
    before = imported.left_at
    same.join_accounts(administrator, imported, ruben)
    same.part_accounts(administrator, imported)
    assert imported.left_at == before


def test_who_signs_in_with_it_is_asked_first_and_then_cannot_any_more(
    femke, ruben, administrator, with_password, session, app
) -> None:
    with_password(ruben)
    sign_in(app.test_client(), ruben.handle)
    tokens.make_token(ruben, "old")
    session.commit()
    with pytest.raises(Invalid) as refused:
        same.join_accounts(administrator, ruben, femke)
    assert set(refused.value.errors) == {"asked"}
    same.join_accounts(administrator, ruben, femke, asked=True)
    session.commit()
    living = select(func.count()).select_from(SignIn)
    assert session.scalar(living.where(SignIn.ended_at.is_(None))) == 0
    assert session.scalar(select(ApiToken.revoked_at)) is not None
    assert sign_in(app.test_client(), ruben.handle).status_code == 422


def test_a_chain_is_flattened_and_a_circle_is_refused(
    joined, ruben, femke, administrator, session
) -> None:
    other = unclaimed.find_or_create_unclaimed("Ruub", "ruub@x.example")
    same.join_accounts(administrator, other, joined)
    assert other.same_as_id == ruben.id
    same.join_accounts(administrator, ruben, femke, asked=True)
    session.expire_all()
    assert {joined.same_as_id, other.same_as_id, ruben.same_as_id} == {femke.id}
    for one, into in ((femke, ruben), (femke, joined), (femke, femke), (joined, joined)):
        with pytest.raises(Invalid) as wrong:
            same.join_accounts(administrator, one, into, asked=True)
        assert set(wrong.value.errors) == {"kept"}


def test_what_cannot_be_one_person_is_refused_in_words(
    imported, ruben, noor, administrator, app, session
) -> None:
    with pytest.raises(Invalid, match="in use"):
        same.join_accounts(administrator, ruben, imported, asked=True)
    forgetting.forget(noor, by=None, data=app.config["SETTINGS"].data)
    for one, into in ((imported, noor), (noor, ruben)):
        with pytest.raises(Invalid, match="anonymous"):
            same.join_accounts(administrator, one, into)
    same.join_accounts(administrator, imported, ruben)
    with pytest.raises(Invalid, match="Take that back first"):
        same.join_accounts(administrator, imported, administrator)


def test_administrators_alone_say_so_and_not_of_themselves(
    imported, ruben, femke, administrator, make_person
) -> None:
    manager = make_person("Mila Groen", role=Role.COMMUNITY_MANAGER.value)
    for actor in (femke, manager, ruben):
        assert not policy.join_accounts(actor, imported)
        for verb in (lambda who: same.join_accounts(who, imported, ruben),
                     lambda who: same.part_accounts(who, imported)):  # fmt: skip
            with pytest.raises(Refused):
                verb(actor)
    with pytest.raises(Refused):
        same.join_accounts(administrator, administrator, femke, asked=True)
    assert not policy.invite_person(administrator, Person(name="X", same_as_id=ruben.id))


def test_the_kept_person_can_take_an_address_of_the_other_account_when_invited(
    administrator, session
) -> None:
    kept = unclaimed.find_or_create_unclaimed("Oude Hand", None)
    other = unclaimed.find_or_create_unclaimed("O. Hand", "hand@x.example")
    same.join_accounts(administrator, other, kept)
    accounts.invite_known(administrator, kept, "hand@x.example")
    session.commit()
    assert (kept.email, other.email) == ("hand@x.example", None)
    same.part_accounts(administrator, other)
    assert queries.by_email("hand@x.example") is kept
    assert session.get(PersonEmail, "hand@x.example").person_id == other.id


def test_who_is_made_anonymous_is_so_with_every_account(joined, ruben, app, session) -> None:
    forgetting.forget(ruben, by=None, data=app.config["SETTINGS"].data)
    session.commit()
    assert joined.anonymous_at is not None
    assert joined.same_as_id is None
    assert joined.left_at is not None
    assert "Haak" not in joined.name + ruben.name


@examples(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.booleans()), max_size=8))
def test_however_accounts_are_joined_nobody_is_led_twice(session, steps) -> None:
    people = [accounts.add_person("Anna Smit", None, imported=True) for _ in range(5)]
    for one, into, back in steps:
        try:
            same.part(people[one]) if back else same.join(people[one], people[into])
        except Invalid:
            continue
    session.flush()
    session.expire_all()
    for each in people:
        kept = queries.kept_of(each)
        assert kept.same_as_id is None
        assert (each.same_as_id is None) == (each.left_at is None)
    session.rollback()
