"""House rules: every version stays, and whoever writes somewhere first is shown them without a wall."""

from __future__ import annotations

import pytest

from essp.core.decision import Invalid, Refused
from essp.discussions.models import Kind
from essp.discussions.posting import start_thread
from essp.discussions.queries import opening_of
from essp.people.models import Role
from essp.spaces import governing, membership, rules

WRITE = {"text": "1. Be kind.\n", "note": "To begin with", "based_on": "0"}


@pytest.fixture
def ruled(femke, space, session):
    """Femke wrote rules for her space."""
    rules.change_rules(femke, space, "1. Improve the page first.\n2. Be kind.", based_on=0)
    session.commit()
    return space


@pytest.fixture
def thread(femke, ruled, session):
    made = start_thread(femke, ruled, Kind.QUESTION, title="Who lifts a limit?", text="At night.")
    session.commit()
    return made


def unread(person, space):
    return [(each.space, each.version.number) for each in rules.to_read(person, space)]


def test_every_version_stays_with_its_author_and_what_changed(femke, ruben, ruled, session) -> None:
    membership.appoint_owner(femke, ruled, ruben)
    rules.change_rules(ruben, ruled, "1. Be kind.", based_on=1, note="One is enough")
    newest, oldest = rules.versions(ruled)
    assert (newest.row.author, newest.row.note, newest.row.number) == (ruben, "One is enough", 2)
    assert oldest.row.text == "1. Improve the page first.\n2. Be kind."
    assert newest.difference is not None and oldest.difference is None
    assert ruled.rules == "1. Be kind."


def test_rules_written_with_a_space_or_in_its_settings_are_versions_too(femke, make_space) -> None:
    space = make_space(femke, "Flex", rules="First.")
    governing.change_space(
        femke, space, name="Flex", slug="", purpose="", rules="Second.", access=governing.Access.OPEN,
        language="en",
    )  # fmt: skip
    assert [each.row.text for each in rules.versions(space)] == ["Second.", "First."]


def test_only_owners_write_the_rules_of_a_space(ruben, administrator, ruled) -> None:
    for person in (ruben, administrator):
        with pytest.raises(Refused):
            rules.change_rules(person, ruled, "Mine.", based_on=1)


def test_community_managers_and_administrators_write_the_rules_of_the_site(
    femke, administrator, make_person
) -> None:
    manager = make_person("Carla Smit", role=Role.COMMUNITY_MANAGER.value)
    with pytest.raises(Refused):
        rules.change_rules(femke, None, "Mine.", based_on=0)
    rules.change_rules(manager, None, "Be kind.", based_on=0)
    rules.change_rules(administrator, None, "Be kind and brief.", based_on=1)
    assert [each.row.author for each in rules.versions(None)] == [administrator, manager]


def test_what_somebody_wrote_meanwhile_is_not_written_over(femke, ruled) -> None:
    rules.change_rules(femke, ruled, "Newer.", based_on=1)
    with pytest.raises(rules.RulesChangedError):
        rules.change_rules(femke, ruled, "Older.", based_on=1)
    with pytest.raises(Invalid):
        rules.change_rules(femke, ruled, "x" * 20_001, based_on=2)
    assert rules.change_rules(femke, ruled, "Newer.", based_on=2) is None


def test_who_read_them_is_shown_them_again_only_when_they_changed_in_earnest(
    femke, noor, ruled
) -> None:
    assert unread(femke, ruled) == []
    assert unread(noor, ruled) == [(ruled, 1)]
    rules.have_read(noor, ruled, [each.version.id for each in rules.to_read(noor, ruled)])
    assert unread(noor, ruled) == []
    rules.change_rules(femke, ruled, "1. Improve the page first.", based_on=1, small=True)
    assert unread(noor, ruled) == []
    rules.change_rules(femke, ruled, "Nothing at night.", based_on=2, small=False)
    [again] = rules.to_read(noor, ruled)
    assert again.version.number == 3 and again.difference is not None
    rules.change_rules(femke, ruled, "", based_on=3)
    assert unread(noor, ruled) == []


def test_nobody_reads_rules_of_a_place_by_naming_their_version(
    femke, noor, ruled, closed_space, session
) -> None:
    rules.change_rules(femke, closed_space, "Secret.", based_on=0)
    hidden = rules.current(closed_space)
    rules.have_read(noor, ruled, [hidden.id, 999_999])
    assert rules.last_read(noor, closed_space) is None


def test_the_first_reply_shows_the_rules_and_goes_through_without_reading_them(
    browser_of, noor, thread, ruled
) -> None:
    browser, path = browser_of(noor), f"/t/{thread.uid}"
    post = opening_of(thread).uid
    assert "Read them before you write here for the first time." in browser.get(path).text
    sent = browser.submit(
        f"/posts/{post}/reply", {"text": "The duty officer.", "save_key": "a"}, seen_on=path
    )
    assert sent.status_code == 303
    assert "House rules of" in browser.get(path).text
    version = rules.current(ruled).id
    browser.submit(
        f"/posts/{post}/reply",
        {"text": "Ask.", "rules": str(version), "save_key": "b"},
        seen_on=path,
    )
    assert "rulesfirst" not in browser.get(path).text


def test_changed_rules_are_shown_again_with_what_changed(
    browser_of, femke, noor, thread, ruled, session
) -> None:
    rules.have_read(noor, ruled, [rules.current(ruled).id])
    rules.change_rules(femke, ruled, "1. Sleep on it first.", based_on=1, note="After the storm")
    session.commit()
    page = browser_of(noor).get(f"/s/{ruled.slug}/-/talk/new").text
    assert "changed" in page and "After the storm" in page and "<ins>" in page


def test_the_rules_have_a_page_a_history_and_a_form(browser_of, femke, noor, ruled) -> None:
    base = f"/s/{ruled.slug}/-/rules"
    owner, reader = browser_of(femke), browser_of(noor)
    answer = owner.submit(
        f"{base}/edit", WRITE | {"based_on": "1", "text": "Only this."}, seen_on=f"{base}/edit"
    )
    assert answer.status_code == 303
    page = reader.get(base).text
    assert "Only this." in page and "Change the rules" not in page
    history = reader.get(f"{base}/history").text
    assert "To begin with" in history and "<del>" in history
    stale = owner.submit(f"{base}/edit", WRITE | {"based_on": "1"}, seen_on=f"{base}/edit")
    assert stale.status_code == 409 and "1. Be kind." in stale.text
    assert reader.get(f"{base}/edit").status_code == 403
    read = reader.submit(f"{base}/read", {"rules": str(rules.current(ruled).id)}, seen_on=base)
    assert read.status_code == 303 and "You read them" in reader.get(base).text


def test_the_site_has_rules_of_its_own(browser_of, administrator, noor) -> None:
    assert "No rules yet" in browser_of(noor).get("/rules/history").text
    answer = browser_of(administrator).submit("/rules/edit", WRITE, seen_on="/rules/edit")
    assert answer.status_code == 303
    reader = browser_of(noor)
    assert "Be kind." in reader.get("/rules").text
    assert "To begin with" in reader.get("/rules/history").text
    assert reader.get("/rules/edit").status_code == 403


def test_rules_of_a_closed_space_look_missing(browser_of, femke, noor, closed_space) -> None:
    for path in ("", "/history", "/edit"):
        hidden = browser_of(noor).get(f"/s/{closed_space.slug}/-/rules{path}")
        assert hidden.status_code == 404
