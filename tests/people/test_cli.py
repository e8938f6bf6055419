"""People and tokens from the command line."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound, Refused
from essp.people import queries, tokens
from essp.people.cli import person, token
from essp.people.sourcing import say_source
from tests.people.conftest import PASSWORD, sign_in


@pytest.fixture
def essp(app, session):
    """Run a command: `essp(person, "list", "--json")`."""

    def run(group, *arguments: str) -> Result:
        return CliRunner().invoke(group, list(arguments), obj=app)

    return run


def test_an_administrator_is_made_who_can_sign_in(essp, client) -> None:
    made = essp(
        person,
        "create",
        "ada@example.org",
        "--name",
        "Ada Beheer",
        "--administrator",
        "--password",
        PASSWORD,
        "--json",
    )
    assert json.loads(made.output)["role"] == "administrator"
    assert sign_in(client, "ada-beheer").status_code == 303


def test_a_password_that_is_easy_to_guess_is_refused_here_too(essp) -> None:
    made = essp(person, "create", "a@example.org", "--name", "Ada", "--password", "password1234")
    assert isinstance(made.exception, Invalid)


def test_the_setup_link_is_printed_until_there_is_an_administrator(
    essp, client, administrator, session
) -> None:
    assert isinstance(essp(person, "setup-link").exception, Refused)
    administrator.role = "member"
    session.commit()
    link = essp(person, "setup-link").output.strip()
    assert link.startswith("http://127.0.0.1:8000/setup/")
    assert client.get(link.removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_an_invitation_says_where_the_mail_goes(essp, session) -> None:
    told = essp(person, "invite", "noor@example.org", "--name", "Noor Vos").output
    assert "/mail" in told
    assert queries.find_person("noor-vos").unclaimed


def test_roles_accounts_and_the_list(essp, femke, administrator) -> None:
    assert "community manager" in essp(person, "role", "femke-de-boer", "community-manager").output
    assert isinstance(essp(person, "close", "ada-beheer").exception, Refused)
    assert "closed" in essp(person, "close", "femke-de-boer").output
    rows = {
        row["handle"]: row["state"] for row in json.loads(essp(person, "list", "--json").output)
    }
    assert rows == {"ada-beheer": "active", "femke-de-boer": "left"}
    assert isinstance(essp(person, "role", "nobody", "member").exception, NotFound)


def test_tokens_are_made_listed_and_revoked(essp, femke) -> None:
    secret = essp(token, "create", "femke-de-boer", "--label", "report").output.strip()
    assert tokens.find_by_token(secret) == femke
    (row,) = json.loads(essp(token, "list", "femke-de-boer", "--json").output)
    assert row["label"] == "report"
    essp(token, "revoke", str(row["id"]))
    assert tokens.find_by_token(secret) is None


@pytest.mark.parametrize("group", [person, token])
def test_every_command_says_what_it_does(essp, group) -> None:
    assert essp(group, "--help").exit_code == 0
    for name in group.commands:
        told = essp(group, name, "--help").output
        assert "Usage" in told
        assert "--json" in told


def test_a_file_says_who_works_for_whom(essp, tmp_path, administrator, femke, ruben) -> None:
    lines = tmp_path / "team.csv"
    lines.write_text(
        "person,manager\nfemke-de-boer,ruben-haak\nruben-haak,femke-de-boer\nx@example.org,\n"
    )
    assert "First tick" in essp(person, "team", str(lines)).output
    with transaction():
        say_source(administrator, ["manager"])
    told = json.loads(essp(person, "team", str(lines), "--json").output)
    assert told["changed"] == 0 and told["unknown"] == ["x@example.org"]
    assert set(told["refused"]) == {"femke-de-boer", "ruben-haak"}
    lines.write_text("femke-de-boer,ruben-haak\n")
    assert "Managers changed: 1" in essp(person, "team", str(lines)).output
    assert femke.manager_id == ruben.id
