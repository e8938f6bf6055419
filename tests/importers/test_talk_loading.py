"""Conversations written into a space: stopped anywhere they end the same, taken over they are theirs."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from essp.core.decision import Refused
from essp.core.events import FactRow
from essp.discussions.events import ThreadImported
from essp.discussions.mark_models import Acceptance
from essp.discussions.models import Kind, Post, PostRevision, Thread
from essp.discussions.moving import split_thread
from essp.discussions.reading import unread_in
from essp.importers import talk_loading
from essp.importers.mbox import MailboxSource
from essp.importers.stackexchange import StackExchangeSource
from essp.importers.talk_loading import load_talk
from essp.importers.talk_writing import TalkWriter, uid_made_of
from essp.people.models import Person
from essp.search.threads import thread_documents
from essp.spaces.models import Access, Space
from tests.importers.dumps import DAY, MEMBERS, answer, comment, question, write
from tests.importers.test_mbox import mail


def everything(session, slug):
    """All that an import leaves in a space, without what is random: ids and uids."""
    rows = session.execute(
        select(Thread, Post, Person.name)
        .join(Post, Post.thread_id == Thread.id)
        .join(Person, Person.id == Post.author_id)
        .join(Space, Space.id == Thread.space_id)
        .where(Space.slug == slug)
        .order_by(Thread.at, Thread.id, Post.number)
    ).all()
    numbers = {post.id: post.number for _thread, post, _name in rows}
    earlier = {row.post_id for row in session.scalars(select(PostRevision))}
    accepted = set(session.scalars(select(Acceptance.post_id)))
    return [
        (
            thread.title, thread.posts, thread.people, thread.outcome, thread.imported_upto,
            post.number, numbers.get(post.parent_id), post.text, name, post.at, post.revision,
            post.id in earlier, post.id in accepted,
        )
        for thread, post, name in rows
    ]  # fmt: skip


@pytest.fixture
def dump(tmp_path):
    closed = f"{DAY}11:00:00.000"
    return write(
        tmp_path / "dump",
        Users=MEMBERS,
        Posts=[
            question(1, AcceptedAnswerId=2), answer(2, 1), answer(3, 1), question(4, ClosedDate=closed),
            question(5),
        ],
        Comments=[comment(9, 2), comment(8, 5, OwnerUserId=3)],
        PostLinks=[{"Id": 1, "PostId": 4, "RelatedPostId": 5, "LinkTypeId": 3, "CreationDate": closed}],
    )  # fmt: skip


def test_a_stop_at_any_moment_ends_in_the_same_state(
    dump, tmp_path, importer, session, monkeypatch
):
    box = tmp_path / "list.mbox"
    box.write_bytes(b"".join((mail(1), mail(2, to=[1], name="Bas"), mail(3, subject="Two"))))
    sources = {"dump": lambda: StackExchangeSource(dump), "mail": lambda: MailboxSource(box)}
    monkeypatch.setattr(talk_loading, "POSTS_AT_ONCE", 1)
    whole = TalkWriter.write
    for kind, source in sources.items():
        with source() as opened:
            load_talk(importer, f"{kind}-clean", opened)
        for stop_after in (0, 1):
            left = iter(range(stop_after))

            def write_some(self, outline, left=left):
                if next(left, None) is None:
                    raise KeyboardInterrupt
                whole(self, outline)

            monkeypatch.setattr(TalkWriter, "write", write_some)
            with source() as opened, pytest.raises(KeyboardInterrupt):
                load_talk(importer, f"{kind}-stopped", opened)
            monkeypatch.setattr(TalkWriter, "write", whole)
        with source() as opened:
            load_talk(importer, f"{kind}-stopped", opened)
        clean = everything(session, f"{kind}-clean")
        assert len(clean) > 2 and everything(session, f"{kind}-stopped") == clean


def test_one_fact_is_recorded_for_each_conversation_and_search_finds_it(dump, importer, session):
    with StackExchangeSource(dump) as source:
        load_talk(importer, "answers", source)
    kinds = session.scalars(select(FactRow.kind)).all()
    assert kinds.count(ThreadImported.__name__) == 3
    assert not {"ThreadStarted", "PostAdded", "AnswerAccepted", "ThreadClosed"} & set(kinds)
    ids = session.scalars(select(Thread.id)).all()
    assert {each.title for each in thread_documents(ids)} == {
        "Question 1",
        "Question 4",
        "Question 5",
    }


def test_who_may_not_write_in_the_space_imports_nothing(dump, make_person, make_space, session):
    owner, other = make_person("Owner"), make_person("Other")
    make_space(owner, "Answers", access=Access.BY_REQUEST, access_reason="Customers")
    with StackExchangeSource(dump) as source, pytest.raises(Refused):
        load_talk(other, "answers", source)
    assert session.scalars(select(Thread)).all() == []


def test_addresses_follow_from_the_source_and_cannot_be_guessed_without_it():
    assert uid_made_of("salt", "p1") == uid_made_of("salt", "p1")
    assert uid_made_of("salt", "p1") != uid_made_of("other", "p1")
    assert len(uid_made_of("salt", "p1")) == 10


def test_what_is_split_off_an_imported_conversation_is_new_to_nobody_either(
    dump, importer, session, femke
):
    with StackExchangeSource(dump) as source:
        load_talk(importer, "answers", source)
    found = session.scalars(select(Post).where(Post.text == "Because.")).first()
    new = split_thread(importer, found.uid, title="Apart", kind=Kind.DISCUSSION)
    assert unread_in(femke, [new])[new.id].posts == 0
