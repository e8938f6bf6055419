"""Questions of a StackExchange dump as conversations."""

from __future__ import annotations

from sqlalchemy import func, select

from essp.discussions.listing import Wanted, list_threads
from essp.discussions.mark_models import Acceptance, Reaction
from essp.discussions.models import Post, PostRevision, Thread, ThreadLink, ThreadTopic
from essp.discussions.reading import mark_read, mark_unread_from, unread_in
from essp.importers.stackexchange_people import emails_in
from essp.importers.talk_ledger import Fate, Remark
from essp.notifications.models import Notification
from essp.people.accounts import create_person
from essp.people.models import Person
from essp.topics.models import Topic
from tests.importers.dumps import DAY, MEMBERS, answer, comment, question, write


def posts(session):
    return {post.text: post for post in session.scalars(select(Post).order_by(Post.id))}


def one_thread(session):
    return session.scalars(select(Thread)).one()


def name_of(session, person_id):
    return session.get(Person, person_id).name


def named(ledger, remark):
    return [entry.name for entry in ledger.entries() if entry.note is remark]


def test_a_question_with_answers_and_comments_is_one_conversation(tmp_path, bring, session):
    folder = write(
        tmp_path / "dump",
        Users=MEMBERS,
        Posts=[
            question(1, AcceptedAnswerId=3),
            answer(2, 1),
            answer(3, 1, Body="<p>So <b>it</b> is.</p>"),
        ],
        Comments=[comment(9, 3, "Thanks @Bas, see #12"), comment(8, 1, "Which one?")],
    )
    ledger = bring(folder)
    found, thread = posts(session), one_thread(session)
    assert (thread.title, thread.kind, thread.posts, thread.accepted) == (
        "Question 1",
        "question",
        5,
        1,
    )
    assert name_of(session, thread.author_id) == "Anna" and thread.at.isoformat().startswith(
        "2012-03-04T08:00:01"
    )
    accepted = found["So **it** is."]
    assert session.scalars(select(Acceptance.post_id)).all() == [accepted.id]
    assert found[r"Thanks \@Bas, see \#12"].parent_id == accepted.id
    assert found["Which one?"].parent_id == found["Why?"].id
    assert [post.text for post in found.values() if post.remark] == ["Which one?"]
    assert [post.number for post in found.values()].count(1) == 1 and found["Why?"].number == 1
    assert session.scalar(select(func.count()).select_from(ThreadTopic)) == 1
    assert ledger.fates[Fate.NEW] == 5


def test_nobody_is_told_and_nothing_is_new(tmp_path, bring, session, femke):
    first = [question(1), answer(2, 1)]
    bring(write(tmp_path / "dump", Users=MEMBERS, Posts=first))
    thread = one_thread(session)
    assert unread_in(femke, [thread])[thread.id].posts == 0
    listed = list_threads(femke, None, Wanted()).items
    assert [(each.thread.id, each.unread.posts) for each in listed] == [(thread.id, 0)]
    mark_read(femke, thread, [2])
    bring(write(tmp_path / "dump", Posts=[*first, answer(3, 1, Body="<p>Late.</p>")]))
    assert unread_in(femke, [thread])[thread.id].posts == 0
    mark_unread_from(femke, posts(session)["Late."].uid)
    assert unread_in(femke, [thread])[thread.id].posts == 1
    assert session.scalar(select(func.count()).select_from(Notification)) == 0


def test_a_second_run_adds_only_what_is_new_or_changed(tmp_path, bring, session):
    rows = [question(1), answer(2, 1)]
    folder = write(tmp_path / "dump", Users=MEMBERS, Posts=rows, Comments=[comment(9, 2)])
    bring(folder)
    assert bring(folder).fates == {Fate.KNOWN: 3}
    rows[1] = answer(2, 1, Body="<p>Because of rain.</p>", LastEditDate=f"{DAY}12:00:00.000")
    ledger = bring(write(folder, Posts=[*rows, answer(4, 1, Body="<p>Other.</p>"), question(5)]))
    assert (ledger.fates[Fate.NEW], ledger.fates[Fate.CHANGED], ledger.fates[Fate.KNOWN]) == (
        2,
        1,
        2,
    )
    assert session.scalars(select(PostRevision.text)).all() == ["Because."]
    assert posts(session)["Because of rain."].revision == 2


def test_a_post_that_was_changed_here_stays_so(tmp_path, bring, session):
    folder = write(tmp_path / "dump", Users=MEMBERS, Posts=[question(1), answer(2, 1)])
    bring(folder)
    here = posts(session)["Because."]
    here.text, here.revision = "Better words.", 2
    session.flush()
    ledger = bring(write(folder, Posts=[question(1), answer(2, 1, Body="<p>Other words.</p>")]))
    assert ledger.fates[Fate.CONFLICT] == 1 and named(ledger, Remark.CONFLICT) == ["p2"]
    assert "Better words." in posts(session)


def test_every_earlier_text_comes_along_where_the_dump_has_it(tmp_path, bring, session):
    def step(number, kind, text, by, guid):
        return {
            "Id": number, "PostHistoryTypeId": kind, "PostId": 1, "RevisionGUID": guid, "UserId": by,
            "CreationDate": f"{DAY}08:00:{number:02}.000", "Text": text,
        }  # fmt: skip

    bring(
        write(
            tmp_path / "dump",
            Users=MEMBERS,
            Posts=[question(1, Body="<p>Why <em>now</em>?</p>", Title="Rain")],
            PostHistory=[
                step(1, 1, "Rian", 1, "a"),
                step(2, 2, "Wy?", 1, "a"),
                step(3, 3, "<x>", 1, "a"),
                step(4, 5, "Why *now*?", 2, "b"),
                step(5, 4, "Rain", 2, "c"),
            ],
        )
    )
    earlier = session.scalars(select(PostRevision).order_by(PostRevision.number)).all()
    assert [(each.title, each.text) for each in earlier] == [
        ("Rian", "Wy?"),
        ("Rian", "Why *now*?"),
    ]
    post = posts(session)["Why *now*?"]
    assert (post.revision, name_of(session, post.author_id), one_thread(session).title) == (
        3,
        "Anna",
        "Rain",
    )


def test_members_of_one_name_stay_two_and_who_was_deleted_has_left(tmp_path, bring, session):
    ledger = bring(
        write(
            tmp_path / "dump",
            Users=MEMBERS,
            Posts=[
                question(1),
                answer(2, 1),
                answer(3, 1, OwnerUserId=3),
                answer(4, 1, OwnerUserId="", OwnerDisplayName="user39"),
                answer(5, 1, OwnerUserId=""),
            ],
        )
    )
    people = session.scalars(select(Person).where(Person.joined_at.is_(None))).all()
    assert sorted(person.name for person in people) == [
        "Anna", "Bas", "Bas", "Someone who left", "Someone who left (user39)",
    ]  # fmt: skip
    assert {person.name for person in people if person.left_at} == {
        "Someone who left", "Someone who left (user39)",
    }  # fmt: skip
    assert named(ledger, Remark.NOBODY) == ["Posts.xml"]


def test_a_member_whose_address_is_told_is_taken_over_by_it(tmp_path, bring, session):
    table = tmp_path / "people.csv"
    table.write_text("who,address\n1,anna@example.org\nBas,bas@example.org\n")
    folder = write(tmp_path / "dump", Users=MEMBERS, Posts=[question(1)])
    bring(folder, emails=emails_in(table))
    anna = create_person(
        "Anna Smit", "anna@example.org", password="a long enough one", site_name="x"
    )
    assert posts(session)["Why?"].author_id == anna.id


def test_a_closed_question_says_how_it_ended_and_a_double_one_leads_on(tmp_path, bring, session):
    closing = {
        "Id": 1, "PostHistoryTypeId": 10, "PostId": 3, "RevisionGUID": "x", "Comment": "102",
        "CreationDate": f"{DAY}11:00:00.000", "Text": "{}",
    }  # fmt: skip
    bring(
        write(
            tmp_path / "dump",
            Users=MEMBERS,
            Posts=[question(1), *(question(n, ClosedDate=f"{DAY}11:00:00.000") for n in (2, 3))],
            PostLinks=[
                {
                    "Id": 1,
                    "PostId": 2,
                    "RelatedPostId": 1,
                    "LinkTypeId": 3,
                    "CreationDate": f"{DAY}11:00:00.000",
                }
            ],
            PostHistory=[closing],
        )
    )
    threads = {thread.title: thread for thread in session.scalars(select(Thread))}
    assert threads["Question 2"].outcome == "duplicate"
    assert (threads["Question 3"].outcome, threads["Question 3"].closing_reason) == (
        "dropped", "Closed where it came from: off topic.",
    )  # fmt: skip
    link = session.scalars(select(ThreadLink)).one()
    assert (link.thread_id, link.other_id) == (threads["Question 2"].id, threads["Question 1"].id)


def test_what_a_question_repeats_may_stand_in_its_body(tmp_path, bring, session):
    said = (
        "<blockquote>\n<p><strong>Possible Duplicate:</strong><br>\n"
        '<a href="/questions/1/question-1">Question 1</a></p>\n</blockquote>\n<p>Again?</p>'
    )
    closed = f"{DAY}11:00:00.000"
    bring(
        write(
            tmp_path / "dump",
            Users=MEMBERS,
            Posts=[question(1), question(2, Body=said, ClosedDate=closed)],
        )
    )
    second = session.scalars(select(Thread).where(Thread.title == "Question 2")).one()
    assert second.outcome == "duplicate" and second.closed_by_id is None
    assert session.scalars(select(ThreadLink.thread_id)).all() == [second.id]


def test_links_between_posts_lead_to_the_posts_here(tmp_path, bring, session):
    site = "https://qa.example.org"
    body = (
        f'<p><a href="{site}/questions/1/question-1">one</a> <a href="/a/2">two</a>'
        f' <a href="{site}/questions/1/question-1#comment9_2">three</a>'
        f' <a href="{site}/questions/77/gone">four</a> <a href="/help">five</a></p>'
    )
    ledger = bring(
        write(
            tmp_path / "dump",
            Users=MEMBERS,
            Posts=[question(1), answer(2, 1), question(4, Body=body)],
            Comments=[comment(9, 2)],
        )
    )
    found, thread = posts(session), session.scalars(select(Thread).order_by(Thread.id)).first()
    assert (
        f"[one](/t/{thread.uid}) [two](/posts/{found['Because.'].uid})"
        f" [three](/posts/{found['Indeed.'].uid}) [four]({site}/questions/77/gone) [five]({site}/help)"
    ) in found
    assert named(ledger, Remark.LINK) == [f"{site}/questions/77/gone"]


def test_votes_become_reactions_only_where_somebody_is_named(tmp_path, bring, session):
    ledger = bring(
        write(
            tmp_path / "dump",
            Users=MEMBERS,
            Posts=[question(1, AcceptedAnswerId=2), answer(2, 1)],
            Votes=[
                {
                    "Id": 1,
                    "PostId": 2,
                    "VoteTypeId": 2,
                    "UserId": 3,
                    "CreationDate": f"{DAY}00:00:00.000",
                },
                {"Id": 2, "PostId": 2, "VoteTypeId": 2, "CreationDate": f"{DAY}00:00:00.000"},
                {
                    "Id": 3,
                    "PostId": 1,
                    "VoteTypeId": 5,
                    "UserId": 3,
                    "CreationDate": f"{DAY}00:00:00.000",
                },
                {"Id": 4, "PostId": 2, "VoteTypeId": 1, "CreationDate": "2012-03-06T00:00:00.000"},
            ],
        )
    )
    given = session.scalars(select(Reaction)).one()
    assert given.meaning == "helpful" and name_of(session, given.person_id) == "Bas"
    assert session.scalars(select(Acceptance.at)).one().day == 6
    votes = [(e.detail, e.times) for e in ledger.entries() if e.note is Remark.VOTES]
    assert votes == [("bookmark", 1), ("up", 1)]


def test_topics_say_what_their_tags_were_said_to_be(tmp_path, bring, session):
    bring(
        write(
            tmp_path / "dump",
            Users=MEMBERS,
            Posts=[question(1), question(6, PostTypeId=4, Body="About cables in the ground.")],
            Tags=[{"Id": 1, "TagName": "cables", "Count": 1, "ExcerptPostId": 6}],
        )
    )
    topic = session.scalars(select(ThreadTopic)).one().topic_id
    assert session.get(Topic, topic).description == "About cables in the ground."
