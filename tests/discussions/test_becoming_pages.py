"""A conversation becomes a page: every word keeps its author, links lead on, closed words are asked for."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from essp.attachments.models import Attachment
from essp.attachments.queries import versions_of
from essp.attachments.taking import take_in
from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound
from essp.core.worker import do_all
from essp.discussions import becoming
from essp.discussions.answering import accept
from essp.discussions.becoming import become_page
from essp.discussions.files import hold_for_post
from essp.discussions.models import Kind, Outcome
from essp.discussions.queries import find_thread, opening_of
from essp.wiki.attribution import check, pieces_of
from essp.wiki.drafts import own_new_draft
from essp.wiki.gathered_links import joined
from essp.wiki.models import Page, RevisionCredit
from tests.attachments.pictures import picture
from tests.discussions.talking import answer, ask


def saved(browser, space, **changed) -> Page:
    """The page that is made of the draft as it stands in its form, with what is typed instead."""
    form = browser.get(f"/s/{space.slug}/-/new").text
    assert 'name="template" value="words:' in form
    draft = own_new_draft(browser.person, space)
    fields = {"title": draft.title, "text": draft.text, "template": draft.template, **changed}
    sent = browser.submit(f"/s/{space.slug}/-/new", fields, seen_on=f"/s/{space.slug}/-/new")
    assert sent.status_code == 303, sent.text
    return sent.headers["Location"]


@pytest.fixture
def talk(femke, ruben, space):
    thread = ask(femke, space, text="A customer had a limit until ten in the evening.")
    said = answer(ruben, thread, "The shift lead in Zwolle lifts it, within the agreed band.")
    with transaction():
        accept(femke, said.uid)
    return thread


def page_of(session) -> Page:
    return session.scalars(select(Page).order_by(Page.id.desc())).first()


def test_every_word_of_the_page_is_credited_to_who_wrote_it(
    browser_of, session, femke, ruben, noor, space, talk
) -> None:
    extra = answer(noor, talk, "Write one log line with the contract number, please.")
    browser = browser_of(noor)
    browser.person = noor
    at = f"/t/{talk.uid}/page"
    form = browser.get(at).text
    assert "A customer had a limit" in form and "## Answer" not in form
    assert form.count('" checked><span>') == 2  # the question and the accepted answer
    uids = [opening_of(talk).uid, *(p.uid for p in (extra,))]
    accepted = [each.post.uid for each in becoming.offered(talk) if each.accepted]
    made = browser.submit(
        at, {"post": [*uids, *accepted], "title": "Lifting a limit", "space": space.slug},
        seen_on=at,
    )  # fmt: skip
    assert made.status_code == 303
    text = own_new_draft(noor, space).text
    typed = text.replace("within the agreed band", "within the agreed band of two megawatts")
    saved(browser, space, text=typed)
    page = page_of(session)
    words = {person.handle: "" for person in (femke, ruben, noor)}
    for piece in pieces_of(page):
        if piece.author is not None:
            words[piece.author.handle] += piece.text
    assert "A customer had a limit until ten in the evening." in words[femke.handle]
    assert "The shift lead in Zwolle lifts it, within the agreed band" in words[ruben.handle]
    assert "of two megawatts" in words[noor.handle] and "log line" in words[noor.handle]
    assert "Answers" not in "".join(words.values())  # the heading is nobody's
    assert check(page)  # replaying says the same
    credited = set(session.scalars(select(RevisionCredit.person_id)))
    assert credited == {femke.id, ruben.id}


def test_page_and_conversation_lead_to_each_other_and_the_wish_closes_it(
    browser_of, session, femke, ruben, noor, space, talk
) -> None:
    browser = browser_of(femke)
    browser.person = femke
    found = becoming.offered(talk)
    with transaction():
        where = become_page(
            femke, talk.uid, space, posts=becoming.chosen_at_first(found), title="Lifting",
            closes=True,
        )  # fmt: skip
    assert where == f"/s/{space.slug}/-/new"
    assert not find_thread(femke, talk.uid).closed  # a draft is no page yet
    address = saved(browser, space)
    now = find_thread(femke, talk.uid)
    assert now.outcome == Outcome.BECAME_PAGE.value
    assert "From the conversation" in browser.get(address).text
    shown = browser_of(noor).get(f"/t/{talk.uid}").text
    assert "Femke de Boer made a page of it:" in shown and address in shown
    assert "Became a page" in shown and "Make it last" not in shown


def test_one_who_may_not_close_it_makes_the_page_all_the_same(femke, noor, space, talk) -> None:
    with transaction():
        found = becoming.offered(talk)
        become_page(
            noor, talk.uid, space, posts=becoming.chosen_at_first(found), title="L", closes=True
        )
        becoming.became_page(noor, f"thread:{talk.uid}", 1, True)
    assert not find_thread(femke, talk.uid).closed


def test_links_lead_where_they_led_and_notes_stay_apart(femke, ruben, space, make_space) -> None:
    other = make_space(femke, "Handbook")
    text = (
        "See [[Playbook|the book]] and `[[code]]` [[handbook:Rules]] @ruben-haak[^1]\n\n[^1]: Mine."
    )
    thread = ask(femke, space, text=text)
    said = answer(ruben, thread, "Yes[^1]\n\n[^1]: His.\n\n```\nLIFT")
    with transaction():
        become_page(
            femke, thread.uid, other, posts={opening_of(thread).uid, said.uid}, title="Lifting"
        )
    draft = own_new_draft(femke, other)
    assert f"[[{space.slug}:Playbook|the book]]" in draft.text
    assert "`[[code]]`" in draft.text and "[[handbook:Rules]]" in draft.text
    assert "[^1-3]: His." in draft.text and draft.text.endswith("```\nLIFT\n```\n")
    assert joined(["a", "b"]) == ["a\n\n", "b\n"]


def test_closed_words_are_shown_to_more_people_only_after_they_are_named(
    browser_of, femke, ruben, noor, space, closed_space
) -> None:
    thread = ask(femke, closed_space, "Whose salary?", text="Inside words.")
    posts = {opening_of(thread).uid}
    with pytest.raises(Invalid), transaction():
        become_page(femke, thread.uid, space, posts=posts, title="Pay")
    browser, at = browser_of(femke), f"/t/{thread.uid}/page"
    fields = {"post": list(posts), "title": "Pay", "space": space.slug}
    looked = browser.submit(at, {**fields, "look": "1"}, seen_on=at).text
    assert "More people will read this." in looked and "Noor Jansen" in looked
    refused = browser.submit(at, {**fields, "confirm": closed_space.slug}, seen_on=at)
    assert refused.status_code == 422  # said of another space
    made = browser.submit(at, {**fields, "confirm": space.slug}, seen_on=at)
    assert made.status_code == 303
    draft = own_new_draft(femke, space)
    assert (
        "salary" not in draft.summary and draft.summary == "From a conversation in another space."
    )
    assert becoming.wider(thread, closed_space) is None
    with pytest.raises(NotFound):
        becoming.thread_for_page(noor, thread.uid)


def test_the_words_are_their_makers_alone_until_the_page_is_there(
    browser_of, femke, noor, space, talk
) -> None:
    found = becoming.offered(talk)
    with transaction():
        become_page(femke, talk.uid, space, posts=becoming.chosen_at_first(found), title="L")
    key = own_new_draft(femke, space).template
    assert "customer" not in browser_of(noor).get(f"/s/{space.slug}/-/new?template={key}").text
    assert "customer" in browser_of(femke).get(f"/s/{space.slug}/-/new?template={key}").text


def test_an_earlier_draft_of_a_new_page_is_put_aside(browser_of, femke, space, talk) -> None:
    browser = browser_of(femke)
    browser.submit(
        f"/s/{space.slug}/-/draft", {"text": "My own plan.", "title": "Plan"},
        seen_on=f"/s/{space.slug}/-/new",
    )  # fmt: skip
    found = becoming.offered(talk)
    with transaction():
        become_page(femke, talk.uid, space, posts=becoming.chosen_at_first(found), title="L")
    assert "Plan" in browser.get(f"/s/{space.slug}/-/drafts").text


def test_what_cannot_become_a_page_is_said_in_words(browser_of, femke, ruben, space, talk) -> None:
    browser, at = browser_of(femke), f"/t/{talk.uid}/page"
    nothing = browser.submit(at, {"title": "", "space": space.slug}, seen_on=at)
    assert nothing.status_code == 422 and "Choose at least one post." in nothing.text
    posts = [opening_of(talk).uid]
    untitled = browser.submit(at, {"post": posts, "title": " ", "space": space.slug}, seen_on=at)
    assert untitled.status_code == 422 and "Say in one line" in untitled.text
    lost = {"post": posts, "title": "L", "space": space.slug, "parent": "zzzzzzzzzz"}
    assert browser.submit(at, lost, seen_on=at).status_code == 422
    only = becoming.chosen_at_first(becoming.offered(talk), posts[0])
    assert only == set(posts)
    idea = ask(ruben, space, "Fewer forms", kind=Kind.IDEA)
    answer(femke, idea, "Yes.")
    assert not any(author is None for _t, author in becoming.pieces_of(
        idea, becoming.offered(idea), {each.post.uid for each in becoming.offered(idea)}
    ))  # fmt: skip


def test_the_page_has_pictures_of_its_own_that_stay_when_the_post_goes(
    browser_of, session, femke, ruben, noor, space, closed_space
) -> None:
    with transaction():
        file = hold_for_post(ruben, closed_space, take_in("ring.png", picture()))
    thread = ask(ruben, closed_space, text=f"Look: ![Ring]({file.url})")
    with transaction():
        become_page(
            femke, thread.uid, space, posts={opening_of(thread).uid}, title="Ring", confirmed=True
        )
    copy = session.scalars(select(Attachment).order_by(Attachment.id.desc())).first()
    assert own_new_draft(femke, space).text.strip() == f"Look: ![Ring]({copy.url})"
    assert copy.sha256 == file.sha256 and copy.unsent and copy.author_id == femke.id
    browser = browser_of(femke)
    browser.person = femke
    saved(browser, space)
    do_all()
    session.expire_all()
    assert (copy.page_uid, copy.withheld) == (page_of(session).uid, False)
    # Who sent the picture is named with it, not who made the page.
    assert (copy.author_id, copy.at) == (ruben.id, file.at)
    assert [(each.author_id, each.at) for each in versions_of(copy)] == [(ruben.id, file.at)]
    reader = browser_of(noor)
    assert (reader.get(copy.url).status_code, reader.get(file.url).status_code) == (200, 404)
