"""Saying that two accounts are one person: on the screen and from the command line."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from essp.core.decision import Invalid
from essp.people.cli import person as commands
from tests.people.conftest import send


def test_the_screen_says_what_follows_does_it_and_takes_it_back(
    imported, ruben, administrator, browser_of, session
) -> None:
    browser = browser_of(administrator)
    page, path = f"/people/{imported.handle}/manage", f"/people/{imported.handle}/same"
    asked = send(browser, path, {"kept": "@ruben-haak"}, page=page)
    assert asked.status_code == 200
    assert "becomes another account of Ruben Haak" in asked.text
    session.expire_all()
    assert imported.same_as_id is None
    done = send(browser, path, {"kept": "@ruben-haak", "sure": "1"}, page=page)
    assert (done.status_code, done.location) == (303, page)
    shown = browser.get(page).text
    assert "The same person as" in shown
    assert "The invitation goes to" not in shown
    assert imported.handle in browser.get(f"/people/{ruben.handle}/manage").text
    assert send(browser, f"/people/{imported.handle}/apart", {}, page=page).status_code == 303
    session.expire_all()
    assert imported.same_as_id is None


@pytest.mark.parametrize(
    ("who", "form", "status", "words"),
    [
        ("imported", {"kept": ""}, 422, "Name the account that is kept"),
        ("imported", {"kept": "@nobody-here"}, 422, "Nobody has this name"),
        ("imported", {"kept": "R. Haak"}, 422, "that account itself"),
        ("ruben", {"kept": "@femke-de-boer"}, 422, "was asked and agrees"),
        ("ruben", {"kept": "@femke-de-boer", "asked": "1"}, 200, "Are these one person?"),
        ("administrator", {"kept": "@femke-de-boer"}, 403, "Ask another administrator"),
    ],
)
def test_the_screen_says_what_is_wrong(
    imported, ruben, femke, administrator, browser_of, who, form, status, words
) -> None:
    other = {"imported": imported, "ruben": ruben, "administrator": administrator}[who]
    page = f"/people/{other.handle}/manage"
    sent = send(browser_of(administrator), f"/people/{other.handle}/same", form, page=page)
    assert sent.status_code == status
    assert words in sent.text
    if form["kept"] == "@femke-de-boer" and "asked" not in form and status == 422:
        assert "Ask first, and say here that they agree" in sent.text


def test_the_screen_is_dutch_too(imported, administrator, browser_of, session) -> None:
    administrator.language = "nl"
    session.commit()
    shown = browser_of(administrator).get(f"/people/{imported.handle}/manage").text
    assert "Dezelfde persoon als iemand anders" in shown


def test_the_command_line_joins_and_takes_back(app, imported, ruben, session) -> None:
    def essp(*arguments: str):
        return CliRunner().invoke(commands, ["join", *arguments], obj=app)

    told = json.loads(essp(imported.handle, ruben.handle, "--json").output)
    assert (told["handle"], told["same_as"]) == (imported.handle, ruben.handle)
    assert "stands by itself" in essp(imported.handle, "--undo").output
    assert essp(imported.handle).exit_code != 0
    assert isinstance(essp(ruben.handle, imported.handle).exception, Invalid)
