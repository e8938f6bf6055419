"""A person gets all that is kept about them, and nobody else does."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from essp.attachments.storing import put
from essp.attachments.taking import take_in
from essp.core.db import transaction
from essp.core.decision import Refused
from essp.people import answering, fields, pictures, tokens
from essp.personal import handing_out
from essp.spaces import membership
from essp.wiki import drafts
from essp.wiki.editing import create_page, edit_page
from tests.attachments.pictures import picture


def parcel_of(browser) -> dict[str, str]:
    answer = browser.get("/account/data/export")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store, private"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.fixture
def wrote(femke, space, administrator, session):
    """Femke wrote a page, has a draft, a token and an answer for administrators alone."""
    page = create_page(femke, space, title="Playbook", text="Start at 92%.\n").page
    drafts.keep_draft(femke, space, page, text="Start at 95%.\n", based_on=1)
    field = fields.add_field(
        administrator, fields.Wanted("Number", "Nummer", audience="administrators")
    )
    answering.answer(femke, femke, {field.uid: ["E 4711"]})
    tokens.make_token(femke, "the reporter")
    session.commit()
    return page


def test_the_parcel_holds_everything_in_two_forms(browser_of, femke, wrote) -> None:
    parcel = parcel_of(browser_of(femke))
    assert "Your drafts: 1" in parcel["README.md"]
    assert json.loads(parcel["data/answers.json"])[0]["value"] == "E 4711"
    assert "Start at 95%." in parcel["data/drafts.md"]
    assert json.loads(parcel["data/changes.json"])[0]["title"] == "Playbook"
    assert json.loads(parcel["data/profile.json"])[0]["email"] == "femke-de-boer@example.org"
    assert "the reporter" in parcel["data/tokens.json"]
    [page] = [name for name in parcel if name.startswith("pages/")]
    assert "Start at 92%." in parcel[page]


def test_the_parcel_holds_the_picture_and_the_files_one_brought(
    browser_of, app, femke, ruben, space
) -> None:
    with transaction():
        pictures.set_picture(femke, femke, picture(), app.config["SETTINGS"].data)
        mine = put(femke, space, take_in("plan.txt", b"My plan."))
        put(ruben, space, take_in("his.txt", b"His plan."))
    with zipfile.ZipFile(io.BytesIO(browser_of(femke).get("/account/data/export").data)) as archive:
        assert archive.read("data/picture.webp")[8:12] == b"WEBP"
        files = [name for name in archive.namelist() if name.startswith("files/")]
        assert files == [f"files/{mine.uid}-plan.txt"]
        assert archive.read(files[0]) == b"My plan."


def test_the_parcel_holds_no_secret(browser_of, femke, wrote, session) -> None:
    femke.password_hash = "sekretkanarie"
    session.commit()
    whole = "".join(parcel_of(browser_of(femke)).values())
    assert "sekretkanarie" not in whole
    assert "_hash" not in whole


def test_the_parcel_tells_nothing_of_places_that_are_closed_now(
    browser_of, femke, ruben, closed_space, session
) -> None:
    page = create_page(ruben, closed_space, title="Kanarie plan", text="Mine.\n").page
    edit_page(femke, page, text="Mine. Kanariewoord.\n", based_on=1, summary="Kanarie")
    membership.remove_member(femke, closed_space, ruben)
    session.commit()
    whole = "".join(parcel_of(browser_of(ruben)).values())
    assert "anarie" not in whole
    assert "in_places_closed_to_you: 1" in whole


def test_what_others_wrote_and_are_is_not_in_it(browser_of, femke, ruben, wrote, session) -> None:
    ruben.about = "Kanarie of Ruben"
    femke.manager_id = ruben.id
    session.commit()
    parcel = parcel_of(browser_of(femke))
    assert "Kanarie of Ruben" not in "".join(parcel.values())
    assert json.loads(parcel["data/profile.json"])[0]["manager"] == "Ruben Haak"


def test_nobody_gets_what_is_kept_about_another(femke, administrator, tmp_path) -> None:
    with pytest.raises(Refused):
        list(handing_out.parcel(administrator, femke, tmp_path))
    with pytest.raises(Refused):
        handing_out.told(administrator, femke)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_screen_tells_what_is_kept_and_what_for(
    browser_of, femke, wrote, language, session
) -> None:
    femke.language = language
    session.commit()
    page = browser_of(femke).get("/account/data").text
    for kept in handing_out.KEPT:
        assert kept.name
    assert ("Your drafts" if language == "en" else "Je concepten") in page


def test_who_is_not_signed_in_gets_nothing(client) -> None:
    for path in ("/account/data", "/account/data/export", "/account/leave"):
        assert client.get(path).status_code == 303
