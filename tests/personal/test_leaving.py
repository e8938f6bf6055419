"""Leaving: the account is closed, or nothing says any more who it was; what was written stays."""

from __future__ import annotations

import io
import json

import pytest
from click.testing import CliRunner
from PIL import Image
from sqlalchemy import String, cast, select

from essp import cli
from essp.core import worker
from essp.core.db import Base
from essp.core.decision import Invalid, NotFound, Refused
from essp.core.events import FactRow
from essp.discussions.editing import edit_post
from essp.discussions.queries import opening_of
from essp.people import (
    absences,
    accounts,
    managing,
    names,
    pictures,
    profiles,
    sessions,
    tokens,
    unclaimed,
)
from essp.people.models import Person
from essp.personal import forgetting
from essp.search.searching import search
from essp.spaces import membership
from essp.topics.asking import keep_topics_of
from essp.wiki import drafts
from essp.wiki.editing import create_page
from tests.discussions.talking import ask
from tests.people.conftest import send

SAID = profiles.Profile(
    name="Femke de Boer", job_title="Kanariefunctie", department="Kanarieafdeling",
    location="Kanariestad", about="Kanariezelf", speaks="Kanaries", ask_me_about="redispatch",
    working_on="Kanariewerk",
)  # fmt: skip


@pytest.fixture
def data(app):
    return app.config["SETTINGS"].data


@pytest.fixture
def lived(femke, ruben, space, make_space, data, session):
    """Femke said everything of herself, wrote, was mentioned, leads Ruben and stands in for him."""
    profiles.edit_profile(femke, femke, SAID)
    keep_topics_of(femke)
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(picture, "PNG")
    pictures.set_picture(femke, femke, picture.getvalue(), data)
    tokens.make_token(femke, "Kanarietoken")
    unclaimed.add_address(femke, "kanarie@example.org")
    sessions.begin_sign_in(femke, days=1, browser="Kanariebrowser")
    page = create_page(femke, space, title="Playbook", text="Words of hers.\n").page
    drafts.keep_draft(femke, space, None, text="Kanarieconcept", title="Kanarie")
    mentions = make_space(ruben, "Other")
    create_page(ruben, mentions, title="Thanks", text="Thanks to @femke-de-boer for this.\n")
    membership.add_member(ruben, mentions, femke)
    managing.set_manager(ruben, ruben, femke)
    absences.be_away(ruben, ruben, first="2030-01-01", last="2030-01-09", deputy=femke)
    session.commit()
    worker.do_all()
    return page


def forget(actor: Person, person: Person, data, **how: str) -> None:
    forgetting.make_anonymous(actor, person, data=data, **how)


def test_nothing_says_who_it_was(lived, femke, administrator, data, session, browser_of) -> None:
    picture = pictures.folder(data) / femke.picture
    known = femke.id
    forget(administrator, femke, data)
    session.commit()
    worker.do_all()
    session.expire_all()
    assert (femke.id, femke.name, femke.handle) == (
        known,
        "Former colleague 1",
        "former-colleague-1",
    )
    assert not picture.exists()
    reader = browser_of(administrator)
    for path in ("/people", "/people?left=1", "/people/former-colleague-1", "/s/congestion-management/playbook",
                 "/s/other/thanks", "/changes", "/people/former-colleague-1.vcf"):  # fmt: skip
        page = reader.get(path).text
        assert "anarie" not in page, path
        assert "Femke" not in page and "emke-de" not in page, path
    assert reader.get("/people/femke-de-boer").status_code == 404
    assert "Former colleague 1" in reader.get("/s/congestion-management/playbook").text
    assert not [r for r in search(administrator, "femke").results if r.kind == "person"]


def test_no_table_holds_the_name_but_texts_that_people_wrote(
    lived, femke, administrator, data, session
) -> None:
    forget(femke, femke, data)
    session.commit()
    worker.do_all()
    written = {"revision_text", "revision", "page", "page_name", "page_address"}
    for table in Base.metadata.sorted_tables:
        if table.name in written:
            continue
        for column in table.columns:
            text = cast(column, String)
            for word in ("anarie", "emke-de-boer", "Femke de Boer"):
                found = session.scalar(select(text).where(text.contains(word)).limit(1))
                assert found is None, f"{table.name}.{column.name} holds {found}"


def test_a_mention_in_a_text_that_is_shown_again_names_nobody(
    lived, femke, ruben, space, administrator, data, session, browser_of
) -> None:
    forget(administrator, femke, data)
    session.commit()
    worker.do_all()
    reader = browser_of(ruben)
    assert "@former-colleague" in reader.get("/s/other/thanks").text
    create_page(ruben, space, title="Again", text="Ask @femke-de-boer.\n")
    session.commit()
    page = reader.get(f"/s/{space.slug}/again").text
    assert "@former-colleague" in page
    assert 'href="/people/femke-de-boer"' not in page


def test_the_old_handle_is_nobodys_again(lived, femke, administrator, data) -> None:
    forget(administrator, femke, data)
    assert names.free_handle("Femke de Boer") == "femke-de-boer-2"
    with pytest.raises(Invalid):
        names.clean_handle("femke-de-boer")


def test_colleagues_are_not_left_hanging(
    lived, femke, ruben, noor, administrator, data, session
) -> None:
    managing.set_manager(femke, femke, noor)
    forget(administrator, femke, data)
    session.expire_all()
    assert ruben.manager_id == noor.id
    assert ruben.deputy_id is None


def test_doing_it_again_changes_nothing_and_it_is_noted_once(
    lived, femke, ruben, administrator, data, session
) -> None:
    forget(administrator, femke, data, language="nl")
    forget(administrator, femke, data)
    forget(administrator, ruben, data, language="nl")
    session.commit()
    assert [femke.name, ruben.name] == ["Voormalige collega 1", "Voormalige collega 2"]
    facts = session.scalars(select(FactRow).where(FactRow.kind == "PersonForgotten")).all()
    assert [fact.detail["person_id"] for fact in facts] == [femke.id, ruben.id]


def test_only_the_person_and_administrators_may(femke, ruben, data) -> None:
    with pytest.raises(Refused):
        forget(ruben, femke, data)


def test_the_last_administrator_stays(administrator, data) -> None:
    with pytest.raises(Refused):
        forget(administrator, administrator, data)
    assert administrator.name == "Ada Beheer"


def test_who_is_anonymous_is_not_invited_again(lived, femke, administrator, data) -> None:
    forget(administrator, femke, data)
    with pytest.raises(Refused):
        accounts.invite_known(administrator, femke, "femke@example.org")


def test_somebody_known_from_imports_is_made_anonymous_too(administrator, data) -> None:
    known = unclaimed.find_or_create_unclaimed("Old Hand", "old@example.org")
    forget(administrator, known, data)
    assert known.name.startswith("Former colleague")
    assert known.email is None


def test_one_leaves_by_oneself_with_a_confirmation(
    lived, femke, ruben, browser_of, session
) -> None:
    browser = browser_of(femke)
    asked = browser.get("/account/leave").text
    assert "Congestion management" in asked
    refused = send(browser, "/account/leave", {"how": "forget", "handle": "wrong"})
    assert refused.status_code == 422
    assert 'value="wrong"' in refused.text
    assert send(browser, "/account/leave", {"handle": "@femke-de-boer"}).status_code == 422
    left = send(browser, "/account/leave", {"how": "forget", "handle": "@femke-de-boer"})
    assert left.location == "/sign-in"
    assert browser.get("/account").status_code == 303
    session.expire_all()
    assert femke.anonymous_at is not None


def test_an_administrator_lets_somebody_go(femke, administrator, browser_of, session) -> None:
    office, path = browser_of(administrator), "/people/femke-de-boer/leave"
    closed = send(office, path, {"how": "close", "handle": "femke-de-boer"})
    assert closed.location == "/people/femke-de-boer"
    session.expire_all()
    assert (femke.name, femke.left_at is not None) == ("Femke de Boer", True)
    gone = send(office, path, {"how": "forget", "handle": "femke-de-boer"})
    assert gone.location == "/people/former-colleague-1"
    assert "anonymous already" in office.get("/people/former-colleague-1/leave").text
    own = send(office, "/people/ada-beheer/leave", {"how": "forget", "handle": "ada-beheer"})
    assert own.status_code == 403
    assert "only administrator" in own.text


def test_a_closed_space_is_not_told_to_who_may_not_read_it(
    femke, administrator, closed_space, space, browser_of
) -> None:
    page = browser_of(administrator).get("/people/femke-de-boer/leave").text
    assert space.name in page
    assert closed_space.name not in page
    assert "There are others that are closed to you" in page
    assert closed_space.name in browser_of(femke).get("/account/leave").text


def test_only_administrators_open_the_door_for_others(femke, ruben, browser_of) -> None:
    assert browser_of(ruben).get("/people/femke-de-boer/leave").status_code == 404


def test_the_handle_is_gone_from_every_text_of_a_post_that_is_shown(
    lived, femke, ruben, administrator, space, data, session, browser_of
) -> None:
    thread = ask(ruben, space, "Who knows?", text="Ask @femke-de-boer, not @femke-de-boer-2.")
    opening = opening_of(thread)
    edit_post(ruben, opening.uid, text="Do ask @Femke-de-Boer today.", based_on=1)
    forgetting.make_anonymous(administrator, femke, data=data)
    session.commit()
    worker.do_all()
    browser, path = browser_of(ruben), f"/posts/{opening.uid}"
    for address in (f"/t/{thread.uid}", f"{path}/history", f"{path}/edit", f"{path}/reply?quote=1"):
        page = browser.get(address).text
        assert "@femke-de-boer " not in page.lower() and "@femke-de-boer," not in page, address
    assert f"@{femke.handle}" in browser.get(f"{path}/history").text
    assert "@femke-de-boer-2" in browser.get(f"{path}/history").text


def test_the_operator_lets_somebody_go_from_the_command_line(app, femke, ruben, session) -> None:
    def essp(*arguments: str):
        return CliRunner().invoke(cli.essp, ["person", *arguments], obj=app)

    assert essp("leave", femke.handle).exit_code != 0 and femke.left_at is None
    assert essp("leave", femke.handle, "--yes").exit_code == 0 and femke.left_at is not None
    told = essp("anonymise", ruben.handle, "--yes", "--json")
    assert json.loads(told.output)["state"] == "anonymous"
    assert ruben.name.startswith("Former colleague") and ruben.email is None
    assert isinstance(essp("anonymise", "nobody", "--yes").exception, NotFound)
