"""What needs somebody: who is asked, for what reason, and what ends it."""

from __future__ import annotations

from datetime import timedelta

from essp.care import reporting
from essp.care.models import Thing
from essp.core import clock, worker
from essp.core.db import transaction
from essp.discussions.answering import accept
from essp.discussions.drafts import for_reply, keep_draft
from essp.discussions.editing import edit_post
from essp.discussions.models import Kind
from essp.discussions.queries import opening_of
from essp.discussions.reacting import confirm
from essp.home.ranking import Want
from essp.home.visits import pass_on
from essp.notifications.models import Subject
from essp.notifications.watching import watch
from essp.people.models import Role
from essp.people.profiles import Profile, edit_profile
from essp.spaces.membership import leave_space, remove_member, request_entry
from essp.spaces.models import Access
from essp.wiki import drafts
from essp.wiki.editing import create_page
from tests.discussions.talking import answer, ask


def wants(needs) -> list[tuple[Want, str]]:
    return [(need.want, need.title) for need in needs.shown]


def test_a_mention_waits_until_it_is_opened(joined, femke, space, home_of, browser_of) -> None:
    with transaction():
        page = create_page(femke, space, title="Rota", text=f"@{joined.handle} is on.\n").page
    worker.do_all()
    needs, news = home_of(joined)
    assert wants(needs) == [(Want.MENTION, "Rota")]
    assert needs.shown[0].why == "You were mentioned."
    assert news.nothing, "what needs somebody is not told a second time"
    browser_of(joined).get(f"/s/{space.slug}/{page.slug}")
    assert wants(home_of(joined)[0]) == []


def test_a_reply_to_my_words_waits(joined, femke, space, home_of) -> None:
    thread = ask(joined, space)
    answer(femke, thread)
    worker.do_all()
    assert wants(home_of(joined)[0]) == [(Want.REPLY, "Who may lift a limit?")]


def test_a_question_about_what_i_know_waits_until_somebody_answers(
    joined, femke, noor, space, home_of
) -> None:
    with transaction():
        edit_profile(noor, noor, Profile(name=noor.name, ask_me_about="limits"))
    worker.do_all()
    thread = ask(joined, space, topics="limits")
    ask(joined, space, "Something else?", topics="weather")
    (need,) = home_of(noor)[0].shown
    assert (need.want, need.title) == (Want.QUESTION, "Who may lift a limit?")
    assert need.why == "You said that you can be asked about its topic."
    assert {need.why for need in home_of(femke)[0].shown} == {"You own this space."}
    assert wants(home_of(joined)[0]) == []
    answer(femke, thread)
    assert wants(home_of(noor)[0]) == []


def test_a_question_that_is_not_for_me_is_put_aside_for_good(joined, femke, space, home_of) -> None:
    thread = ask(joined, space)
    with transaction():
        pass_on(femke, Subject.THREAD, thread.uid)
        pass_on(femke, Subject.THREAD, thread.uid)
    assert wants(home_of(femke)[0]) == []


def test_a_question_in_followed_topics_of_a_closed_space_is_for_its_readers_alone(
    noor, femke, ruben, space, closed_space, home_of
) -> None:
    ask(femke, space, topics="people")
    with transaction():
        watch(noor, Subject.TOPIC, "people")
        watch(ruben, Subject.TOPIC, "people")
    ask(femke, closed_space, "Who goes?", topics="people")
    assert wants(home_of(noor)[0]) == [(Want.QUESTION, "Who may lift a limit?")]
    assert len(wants(home_of(ruben)[0])) == 2
    with transaction():
        remove_member(femke, closed_space, ruben)
    assert len(wants(home_of(ruben)[0])) == 1


def test_a_question_that_nobody_answered_for_months_needs_nobody_any_more(
    joined, femke, space, home_of
) -> None:
    with clock.held_at(clock.now() - timedelta(days=70)):
        ask(joined, space)
    assert wants(home_of(femke)[0]) == []


def test_an_announcement_waits_until_it_is_confirmed(joined, femke, noor, space, home_of) -> None:
    thread = ask(femke, space, "New shift rules", kind=Kind.ANNOUNCEMENT, asks_confirmation=True)
    assert wants(home_of(joined)[0]) == [(Want.CONFIRM, "New shift rules")]
    assert wants(home_of(noor)[0]) == wants(home_of(femke)[0]) == []
    with transaction():
        confirm(joined, thread.uid)
    assert wants(home_of(joined)[0]) == []


def test_an_accepted_answer_that_changed_asks_again(joined, femke, space, home_of) -> None:
    thread = ask(joined, space)
    post = answer(femke, thread)
    worker.do_all()
    with transaction():
        accept(joined, post.uid)
        edit_post(femke, post.uid, text="The duty manager.", based_on=1)
    found = wants(home_of(joined)[0])
    assert found == [(Want.REPLY, "Who may lift a limit?")], "told once, for the first reason"
    with transaction():
        pass_on(joined, Subject.THREAD, thread.uid)
    assert wants(home_of(joined)[0]) == []


def test_somebody_who_wants_to_come_in_waits_for_the_owners(
    femke, noor, make_space, home_of
) -> None:
    space = make_space(femke, "Contract talks", access=Access.BY_REQUEST)
    with transaction():
        request_entry(noor, space, "I sign them.")
    (need,) = home_of(femke)[0].shown
    assert (need.want, need.title) == (
        Want.REQUEST,
        "Noor Jansen asks to be let into Contract talks",
    )
    assert need.aside is None


def test_reports_wait_as_one_thing_for_who_moderates_until_they_are_decided(
    joined, femke, noor, make_person, space, home_of
) -> None:
    carla = make_person("Carla Smit", role=Role.COMMUNITY_MANAGER.value)
    thread = ask(joined, space, kind=Kind.DISCUSSION)
    unkind, spam = answer(joined, thread, "Only a fool would."), answer(joined, thread, "Buy gas.")
    for post in (unkind, spam):
        with transaction():
            reporting.report(noor, Thing.POST, post.uid, reason="unkind")
    for moderator in (carla, femke):
        (need,) = [each for each in home_of(moderator)[0].shown if each.want is Want.REPORT]
        assert (need.title, need.url) == ("2 reports wait for a decision", "/care")
    for person in (joined, noor):
        assert Want.REPORT not in {each.want for each in home_of(person)[0].shown}


def test_drafts_come_last_and_only_as_far_as_they_lead_anywhere(
    joined, femke, space, closed_space, home_of
) -> None:
    thread = ask(femke, space, kind=Kind.DISCUSSION)
    with transaction():
        drafts.keep_draft(joined, space, None, text="Half a page", title="Half")
        drafts.keep_draft(joined, closed_space, None, text="Half a page", title="Secret")
        keep_draft(joined, for_reply(opening_of(thread)), text="I think")
        keep_draft(joined, "reply:nothing", text="I think")
        leave_space(joined, closed_space)
    found = wants(home_of(joined)[0])
    assert sorted(found) == [(Want.DRAFT, "Half"), (Want.DRAFT, "Who may lift a limit?")]


def test_many_mentions_do_not_drown_a_draft(joined, femke, space, home_of) -> None:
    for number in range(9):
        ask(femke, space, f"Question {number}?", text=f"@{joined.handle}?")
    worker.do_all()
    with transaction():
        drafts.keep_draft(joined, space, None, text="Half a page", title="Half")
    needs, _news = home_of(joined)
    assert [need.want for need in needs.shown] == [Want.MENTION] * 3 + [Want.DRAFT]
    assert (needs.total, needs.more) == (10, 6)
