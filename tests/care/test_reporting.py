"""People report what is wrong; who wrote it never learns who did, and nothing is reported twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from essp.attachments.taking import take_in
from essp.care import queries, reporting
from essp.care.models import Case, Report, State, Thing
from essp.core import clock
from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound, Refused
from essp.discussions import removing
from essp.discussions.editing import edit_post
from essp.discussions.files import hold_for_post
from essp.spaces import membership
from essp.wiki.editing import create_page, edit_page
from tests.discussions.talking import answer, ask

UNKIND = {"reason": "unkind", "words": ""}


def test_a_hundred_reports_of_one_post_are_one_row_with_a_count(femke, make_person, report) -> None:
    for number in range(100):
        report(make_person(f"Reader {number}"), reason="unkind" if number % 3 else "spam")
    [row] = queries.queue(femke, State.OPEN)
    assert row.reports == 100
    assert row.reasons == [("unkind", 66), ("spam", 34)]
    assert queries.waiting(femke) == 1


def test_one_person_reports_a_thing_once(femke, sanne, post, report, session) -> None:
    report(words="First.")
    again = reporting.report(sanne, Thing.POST, post.uid, reason="spam", words="Second.")
    assert not again.new and again.report.words == "First."
    assert session.scalar(select(func.count()).select_from(Report)) == 1


def test_what_was_decided_is_reported_again_only_when_it_says_something_else(
    noor, sanne, post, decided, session
) -> None:
    decided(outcome="nothing")
    with pytest.raises(Refused):
        reporting.report(sanne, Thing.POST, post.uid, reason="unkind")
    edit_post(noor, post.uid, text="And the question is foolish.", based_on=1)
    made = reporting.report(sanne, Thing.POST, post.uid, reason="unkind")
    assert made.new and session.scalar(select(func.count()).select_from(Case)) == 2


def test_pages_and_profiles_are_reported_too(femke, noor, sanne, carla, space, session) -> None:
    page = create_page(femke, space, title="Duty rota", text="Call Tim.\n").page
    edit_page(noor, page, text="Call Tim at home: 020 555.\n", based_on=1)
    reporting.report(sanne, Thing.REVISION, f"{page.uid}.2", reason="private")
    reporting.report(sanne, Thing.PERSON, noor.handle, reason="spam")
    assert [row.thing.author for row in queries.queue(carla, State.OPEN)] == [noor, noor]
    # A profile stands in no space: owners of spaces do not look after it.
    assert [row.case.thing for row in queries.queue(femke, State.OPEN)] == ["revision"]


def test_nobody_reports_their_own_or_what_is_out_of_sight(femke, noor, sanne, post) -> None:
    with pytest.raises(Refused):
        reporting.report(noor, Thing.POST, post.uid, reason="unkind")
    removing.remove_post(femke, post.uid, note="Unkind.")
    with pytest.raises(Refused):
        reporting.report(sanne, Thing.POST, post.uid, reason="unkind")


def test_what_one_may_not_read_cannot_be_reported(femke, noor, ruben, closed_space) -> None:
    hidden = answer(ruben, ask(femke, closed_space), "Secret.")
    for key in (hidden.uid, "zzzzzzzzzz"):
        with pytest.raises(NotFound):
            reporting.report(noor, Thing.POST, key, reason="unkind")
    for thing, key in ((Thing.REVISION, "x.1"), (Thing.REVISION, "x"), (Thing.PERSON, "nobody")):
        with pytest.raises(NotFound):
            reporting.report(noor, thing, key, reason="unkind")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"reason": "dislike"}, "reason"),
        ({"reason": "other"}, "words"),
        ({"reason": "spam", "words": "x" * 2001}, "words"),
    ],
)
def test_a_report_says_what_is_wrong_in_a_few_words(sanne, post, typed, field) -> None:
    with pytest.raises(Invalid) as invalid:
        reporting.report(sanne, Thing.POST, post.uid, **typed)
    assert list(invalid.value.errors) == [field]


def test_a_flood_of_reports_is_stopped_and_ebbs(ruben, sanne, space, monkeypatch) -> None:
    monkeypatch.setattr(reporting, "MOST", 2)
    thread = ask(ruben, space)
    posts = [answer(ruben, thread, f"Reply {number}.") for number in range(3)]
    for post in posts[:2]:
        reporting.report(sanne, Thing.POST, post.uid, reason="spam")
    with pytest.raises(reporting.TooManyReports):
        reporting.report(sanne, Thing.POST, posts[2].uid, reason="spam")
    with clock.held_at(clock.now() + timedelta(hours=1, minutes=1)):
        assert reporting.report(sanne, Thing.POST, posts[2].uid, reason="spam").new


def test_the_form_is_a_page_or_a_dialog_and_gives_back_what_was_typed(
    browser_of, noor, sanne, post, monkeypatch
) -> None:
    browser, path = browser_of(sanne), f"/posts/{post.uid}/report"
    assert 'name="reason"' in browser.get(path).text
    dialog = browser.get(f"{path}?beside=1").text
    assert "<dialog" in dialog and "<html" not in dialog
    refused = browser.submit(path, {"reason": "", "words": "It hurts."}, seen_on=path)
    assert refused.status_code == 422 and "It hurts." in refused.text
    sent = browser.submit(path, UNKIND, seen_on=path)
    assert (sent.status_code, sent.headers["Location"]) == (303, f"/posts/{post.uid}")
    assert "You reported this" in browser.get(path).text
    monkeypatch.setattr(reporting, "MOST", 0)
    other = f"/people/{noor.handle}/report"
    assert browser.submit(other, UNKIND, seen_on=other).status_code == 429


def test_a_post_of_another_has_the_line_in_its_menu(browser_of, noor, sanne, post, thread) -> None:
    address = f"/posts/{post.uid}/report"
    assert address in browser_of(sanne).get(f"/t/{thread.uid}").text
    assert address not in browser_of(noor).get(f"/t/{thread.uid}").text


def test_the_reported_learns_of_no_report(
    browser_of, noor, sanne, post, thread, report, session
) -> None:
    report(words="Kanariewoord")
    reader = browser_of(noor)
    for path in ("/care", "/care/mine", "/care/log", f"/t/{thread.uid}", "/account/data",
                 f"/posts/{post.uid}/history", "/notifications"):  # fmt: skip
        page = reader.get(path).text
        assert "Kanariewoord" not in page and "Sanne" not in page, path


def test_who_reports_the_only_owner_of_a_closed_space_is_told_that_it_waits(
    browser_of, femke, ruben, noor, carla, closed_space, space, session
) -> None:
    told = "your report waits until somebody does"
    thread = ask(femke, closed_space)
    by_owner = answer(femke, thread, "Fool.")
    by_other = answer(noor, ask(ruben, space), "Fool.")
    assert told in browser_of(ruben).get(f"/posts/{by_owner.uid}/report").text
    assert told not in browser_of(ruben).get(f"/posts/{by_other.uid}/report").text
    membership.appoint_owner(femke, closed_space, carla)
    session.commit()
    assert told not in browser_of(ruben).get(f"/posts/{by_owner.uid}/report?beside=1").text


def test_who_looks_after_a_hidden_post_opens_its_files_and_nobody_else(
    femke, carla, ruben, noor, sanne, space, thread, report, browser_of
) -> None:
    with transaction():
        file, other = (
            hold_for_post(noor, space, take_in(name, b"The plate is 12-ABC-3."))
            for name in ("plate.txt", "other.txt")
        )
    answer(noor, thread, f"[Another]({other.url})")
    said = answer(noor, thread, f"[Look]({file.url})")
    case = report(on=said)
    where = f"/care/{case.uid}/files/{file.uid}"
    with transaction():
        removing.remove_post(femke, said.uid, note="A number plate.")
    for actor in (femke, carla):
        browser = browser_of(actor)
        assert f'href="{where}"' in browser.get(f"/care/{case.uid}").text
        assert "12-ABC-3" in browser.get(where).text
        assert browser.get(file.url).status_code == 404
        assert browser.get(f"/care/{case.uid}/files/{other.uid}").status_code == 404
    for actor in (ruben, noor, sanne):
        assert browser_of(actor).get(where).status_code == 404
