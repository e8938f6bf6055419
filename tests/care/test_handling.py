"""Moderators look at cases and decide; those concerned hear of it, may object, and the log tells it."""

from __future__ import annotations

import pytest

from essp.care import book, handling, queries, reporting
from essp.care.models import State, Thing
from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound, Refused
from essp.discussions import moving, policy, removing
from essp.discussions import queries as queries_of_discussions
from essp.discussions.posting import reply
from essp.discussions.queries import Overtaken, find_post
from essp.personal import handing_out
from essp.spaces import membership
from essp.spaces.policy import Standing
from tests.discussions.talking import answer, ask

HIDE = {"outcome": "hidden", "rule": "Be kind.", "words": "Say it about the question."}


def log_of(actor):
    return [(line.entry.deed, line.entry.why) for line in book.lines(actor, limit=9)]


def test_of_two_who_look_at_once_the_second_is_told(femke, carla, report) -> None:
    case = report()
    handling.take(femke, case.uid)
    with pytest.raises(Overtaken):
        handling.take(carla, case.uid)
    with pytest.raises(Overtaken):
        handling.decide(carla, case.uid, outcome="nothing")
    handling.take(carla, case.uid, over=True)
    with pytest.raises(Overtaken):
        handling.decide(femke, case.uid, outcome="nothing")
    handling.decide(carla, case.uid, outcome="nothing")
    for late in (handling.take, handling.let_go):
        with pytest.raises(Overtaken):
            late(femke, case.uid)


def test_who_wrote_or_reported_it_does_not_look_after_it(
    femke, carla, ruben, space, report
) -> None:
    by_owner = answer(femke, ask(ruben, space, "Another?"), "Fool.")
    about_femke = report(on=by_owner)
    by_femke = report(femke)
    for case in (about_femke, by_femke):
        with pytest.raises(NotFound):
            queries.find_case(femke, case.uid)
        assert queries.find_case(carla, case.uid)
    assert queries.waiting(femke) == 0 and queries.waiting(carla) == 2


def test_hiding_takes_the_post_away_with_the_rule_in_its_place(
    femke, noor, post, decided, browser_of, thread
) -> None:
    case = decided(**HIDE)
    hidden = find_post(femke, post.uid)
    assert (hidden.gone, hidden.gone_note, hidden.gone_by_id) == ("hidden", "Be kind.", femke.id)
    assert case.state == State.DONE.value
    assert log_of(noor) == [("hidden", "Be kind.")]
    assert "Be kind." in browser_of(noor).get(f"/t/{thread.uid}").text


def test_a_case_is_looked_at_before_it_is_decided(femke, report) -> None:
    case = report()
    with pytest.raises(Refused):
        handling.decide(femke, case.uid, outcome="nothing")
    handling.take(femke, case.uid)
    with pytest.raises(Invalid):
        handling.decide(femke, case.uid, outcome="hidden")
    with pytest.raises(Invalid):
        handling.decide(femke, case.uid, outcome="burned", rule="x")
    with pytest.raises(Refused):
        handling.answer_objection(femke, case.uid, verdict="stands", words="No.")


def test_an_objection_goes_to_another_moderator_and_brings_the_post_back(
    femke, carla, noor, post, decided
) -> None:
    case = decided(**HIDE)
    handling.object_to(noor, case.uid, "It was a joke among us.")
    with pytest.raises(Refused):
        handling.object_to(noor, case.uid, "Really.")
    with pytest.raises(Refused):
        handling.take(femke, case.uid)
    assert queries.waiting(femke) == 0 and queries.waiting(carla) == 1
    handling.take(carla, case.uid)
    with pytest.raises(Refused):
        handling.decide(carla, case.uid, outcome="nothing")
    handling.answer_objection(carla, case.uid, verdict="taken back", words="They know each other.")
    assert find_post(noor, post.uid).gone == ""
    assert log_of(noor) == [("back", "They know each other."), ("hidden", "Be kind.")]


def test_a_decision_that_stands_leaves_the_post_hidden(carla, noor, post, decided) -> None:
    case = decided(**HIDE)
    handling.object_to(noor, case.uid, "No.")
    handling.take(carla, case.uid)
    handling.answer_objection(carla, case.uid, verdict="stands", words="It was no joke.")
    assert find_post(noor, post.uid).gone == "hidden"


def test_where_nothing_was_wrong_the_author_hears_nothing(noor, decided) -> None:
    case = decided(outcome="nothing", words="Plain speech.")
    assert queries.decisions_about(noor) == []
    with pytest.raises(NotFound):
        handling.object_to(noor, case.uid, "Why?")
    assert log_of(noor) == []


def test_a_post_taken_back_meanwhile_can_still_be_decided(femke, noor, post, report) -> None:
    case = report()
    removing.remove_post(noor, post.uid)
    handling.take(femke, case.uid)
    with pytest.raises(Invalid):
        handling.decide(femke, case.uid, **HIDE)
    handling.decide(femke, case.uid, outcome="talked", rule="Be kind.")
    assert case.state == State.DONE.value


def test_a_case_goes_with_its_thread_to_another_space(
    femke, ruben, sanne, make_space, thread, report
) -> None:
    case, there = report(), make_space(ruben, "Flex contracts")
    moving.move_thread(ruben, thread.uid, there.slug)
    with pytest.raises(NotFound):
        queries.find_case(femke, case.uid)
    assert queries.thing_of(case).space == there
    assert queries.own_reports(sanne)[0].thing is not None


def test_a_report_stays_with_its_reporter_when_the_place_is_closed_to_them(
    femke, ruben, closed_space, browser_of, session
) -> None:
    hidden = answer(femke, ask(femke, closed_space, "Kanarietitel?"), "Fool.")
    reporting.report(ruben, Thing.POST, hidden.uid, reason="unkind")
    membership.remove_member(femke, closed_space, ruben)
    session.commit()
    page = browser_of(ruben).get("/care/mine").text
    assert "where you may not read any more" in page and "Kanarietitel" not in page


def test_closed_stays_closed_to_those_who_look_after_the_site(
    femke, ruben, carla, administrator, closed_space, sanne
) -> None:
    membership.add_member(femke, closed_space, sanne)
    hidden = answer(ruben, ask(femke, closed_space), "Fool.")
    made = reporting.report(sanne, Thing.POST, hidden.uid, reason="unkind")
    case = queries.queue(femke, State.OPEN)[0].case
    assert case.id == made.report.case_id
    for person in (carla, administrator):
        assert queries.waiting(person) == 0
        with pytest.raises(NotFound):
            queries.find_case(person, case.uid)
    removing.remove_post(femke, hidden.uid, note="Kanarieregel")
    assert log_of(carla) == [] and log_of(sanne) == [("hidden", "Kanarieregel")]


def test_nobody_brings_back_their_own_post_that_another_hid(femke, carla, ruben, space) -> None:
    post = answer(femke, ask(ruben, space), "Fool.")
    removing.remove_post(carla, post.uid, note="Be kind.")
    assert not policy.bring_back(
        femke, find_post(femke, post.uid), Standing(member=True, owner=True)
    )
    with pytest.raises(Refused):
        removing.bring_back(femke, post.uid)
    removing.bring_back(carla, post.uid)


def test_the_beginning_of_a_conversation_is_named_in_the_log_without_its_words(
    femke, ruben, noor, space, browser_of, session
) -> None:
    thread = ask(ruben, space, "Kanarietitel?")
    opening = find_post(femke, post_of(thread))
    removing.remove_post(femke, opening.uid, note="Be kind.")
    session.commit()
    page = browser_of(noor).get("/care/log").text
    assert "the beginning of a conversation" in page and "Kanarietitel" not in page


def post_of(thread):
    return queries_of_discussions.opening_of(thread).uid


def test_screens_of_a_case_from_the_queue_to_the_decision(
    femke, noor, sanne, browser_of, report, post
) -> None:
    case, owner = report(words="It hurts me."), browser_of(femke)
    queue = owner.get("/care").text
    assert f"/care/{case.uid}" in queue and "1 report" in queue
    path = f"/care/{case.uid}"
    page = owner.get(path).text
    assert "It hurts me." in page and "Only a fool would ask." in page
    assert owner.submit(f"{path}/take", {}, seen_on=path).status_code == 303
    refused = owner.submit(f"{path}/decide", {"outcome": "hidden", "words": "Typed."}, seen_on=path)
    assert refused.status_code == 422 and "Typed." in refused.text
    assert owner.submit(f"{path}/decide", HIDE, seen_on=path).status_code == 303
    assert "It was hidden." in browser_of(sanne).get("/care/mine").text
    author, decision = browser_of(noor), f"/care/decisions/{case.uid}"
    assert "Be kind." in author.get(decision).text
    assert author.submit(f"{decision}/object", {"words": ""}, seen_on=decision).status_code == 422
    sent = author.submit(f"{decision}/object", {"words": "A joke."}, seen_on=decision)
    assert sent.status_code == 303 and "A joke." in author.get(decision).text
    assert browser_of(noor).get(path).status_code == 404
    assert browser_of(sanne).get(decision).status_code == 404


def test_a_screen_tells_the_second_moderator_what_happened(
    femke, carla, browser_of, report
) -> None:
    case = report()
    first, second, path = browser_of(femke), browser_of(carla), f"/care/{case.uid}"
    first.submit(f"{path}/take", {}, seen_on=path)
    with transaction():
        handling.decide(femke, case.uid, outcome="nothing")
    late = second.submit(f"{path}/take", {}, seen_on="/rules")
    assert late.status_code == 409 and "Somebody else decided this meanwhile." in late.text


def test_what_is_kept_of_reports_is_handed_out_but_not_who_reported(
    noor, sanne, decided, report
) -> None:
    decided(**HIDE)
    own = {kept.name: list(kept.rows(sanne)) for kept in handing_out.KEPT}
    theirs = {kept.name: list(kept.rows(noor)) for kept in handing_out.KEPT}
    assert own["reports"][0]["reason"] == "unkind"
    assert theirs["reports"] == [] and theirs["decisions"][0]["rule"] == "Be kind."
    assert "Sanne" not in str(theirs["decisions"])


def test_the_queue_comes_in_parts(femke, noor, sanne, carla, space, report, browser_of) -> None:
    thread = ask(noor, space)
    with transaction():
        for number in range(21):
            post = reply(noor, queries_of_discussions.opening_of(thread).uid, text=f"No {number}.")
            with_words = {"reason": "spam"}
            reporting.report(sanne if number < 20 else carla, Thing.POST, post.uid, **with_words)
    page = browser_of(femke).get("/care").text
    assert 'href="/care?state=open&amp;part=2"' in page
    assert "No 20." in browser_of(femke).get("/care?part=2").text
    assert "Nothing more" in browser_of(femke).get("/care?part=9").text
