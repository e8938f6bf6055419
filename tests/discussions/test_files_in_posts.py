"""Files in posts: their writer's alone until the post is sent, then wherever and as long as the post is read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from essp.attachments import policy
from essp.attachments.models import Attachment
from essp.attachments.queries import Wanted, files_in, files_of_person, find_attachment
from essp.attachments.storing import hold, store
from essp.attachments.taking import take_in
from essp.core import clock
from essp.core.db import transaction
from essp.core.decision import NotFound
from essp.core.ids import new_uid
from essp.core.text.anchors import Anchor
from essp.core.worker import do_all
from essp.discussions import drafts
from essp.discussions.editing import edit_post
from essp.discussions.files import files_of_post, hold_for_post, posts_using
from essp.discussions.importing import Incoming, Said, begin_imported
from essp.discussions.models import Kind, Post, Thread
from essp.discussions.moving import merge_threads, move_thread, split_thread
from essp.discussions.passages import Pointed, comment
from essp.discussions.queries import opening_of
from essp.discussions.removing import bring_back, remove_post
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki import lifecycle
from essp.wiki.editing import create_page
from tests.attachments.pictures import picture
from tests.discussions.talking import answer, ask


def held(actor: Person, space: Space | None, name: str = "map.png") -> Attachment:
    with transaction():
        return hold_for_post(actor, space, take_in(name, picture()))


def shown(file: Attachment) -> str:
    return f"![A map]({file.url})"


def reads(actor: Person, file: Attachment) -> bool:
    try:
        return find_attachment(actor, file.uid).id == file.id
    except NotFound:
        return False


@pytest.fixture
def thread(space: Space, femke: Person) -> Thread:
    return ask(femke, space)


@pytest.fixture
def file(space: Space, ruben: Person) -> Attachment:
    return held(ruben, space)


@pytest.fixture
def post(thread: Thread, ruben: Person, file: Attachment) -> Post:
    return answer(ruben, thread, shown(file))


def test_a_file_is_its_writers_alone_until_the_post_is_sent(
    space: Space, femke: Person, ruben: Person, noor: Person, thread: Thread, file: Attachment
) -> None:
    assert (reads(ruben, file), reads(femke, file), reads(noor, file)) == (True, False, False)
    assert not files_in(ruben, space, Wanted(), limit=9)
    assert not files_of_person(ruben, ruben, limit=9)
    post = answer(ruben, thread, shown(file))
    assert reads(femke, file) and reads(noor, file)
    assert (file.post_uid, file.unsent) == (post.uid, False)
    assert [(each.name, each.author_id) for each in files_in(noor, space, Wanted(), limit=9)] == [
        ("map.png", ruben.id)
    ]


def test_nobody_else_sends_a_file_by_knowing_its_address(
    space: Space, femke: Person, noor: Person, thread: Thread, file: Attachment
) -> None:
    answer(femke, thread, shown(file))
    assert not reads(femke, file) and not reads(noor, file)


def test_the_same_unsent_picture_of_two_people_is_two_files(
    space: Space, femke: Person, ruben: Person, file: Attachment
) -> None:
    assert held(ruben, space).id == file.id
    assert held(femke, space).id != file.id
    with transaction():
        assert store(femke, space, "map.png", picture()).id != file.id


def test_a_file_for_a_question_whose_space_is_not_chosen_goes_where_that_is_asked(
    closed_space: Space, ruben: Person, noor: Person
) -> None:
    kept = held(ruben, None)
    assert reads(ruben, kept) and not reads(noor, kept)
    ask(ruben, closed_space, text=shown(kept))
    assert kept.space_id == closed_space.id
    assert reads(ruben, kept) and not reads(noor, kept)


def test_a_file_of_an_edit_is_there_with_the_edit(
    thread: Thread, ruben: Person, noor: Person, file: Attachment
) -> None:
    post = answer(ruben, thread, "Words.")
    with transaction():
        edit_post(ruben, post.uid, text=shown(file), based_on=1)
    assert reads(noor, file) and [each.uid for each in posts_using(noor, [file.id])[file.id]]
    with transaction():
        edit_post(ruben, post.uid, text="Words alone.", based_on=2)
    # What a post said before stays visible, so its picture does.
    assert reads(noor, file) and not posts_using(noor, [file.id])


@pytest.mark.parametrize("own", [True, False], ids=["taken back", "hidden"])
def test_a_file_is_out_of_sight_with_its_post(
    own: bool, femke: Person, ruben: Person, noor: Person, file: Attachment, post: Post
) -> None:
    actor = ruben if own else femke
    with transaction():
        remove_post(actor, post.uid, note="Not for here.")
    assert (reads(ruben, file), reads(femke, file), reads(noor, file)) == (True, False, False)
    assert not files_of_post(post) and not posts_using(noor, [file.id])
    with transaction():
        bring_back(actor, post.uid)
    assert reads(noor, file) and list(files_of_post(post)) == [file.id]


def test_a_picture_of_a_post_that_was_taken_back_is_shown_in_the_next_one(
    thread: Thread, femke: Person, ruben: Person, noor: Person, file: Attachment, post: Post
) -> None:
    with transaction():
        remove_post(ruben, post.uid)
    again = answer(ruben, thread, shown(file))
    assert file.post_uid == again.uid and reads(noor, file)
    with transaction():
        remove_post(femke, again.uid, note="A number plate can be read.")
    answer(ruben, thread, shown(file))
    assert not reads(noor, file)


def test_files_go_along_when_a_thread_moves(
    closed_space: Space, thread: Thread, femke: Person, noor: Person, file: Attachment, post: Post
) -> None:
    with transaction():
        move_thread(femke, thread.uid, closed_space.slug)
    assert file.space_id == closed_space.id and not reads(noor, file) and reads(femke, file)


def test_files_go_along_when_threads_are_split_and_merged(
    closed_space: Space, thread: Thread, femke: Person, noor: Person, file: Attachment, post: Post
) -> None:
    with transaction():
        new = split_thread(femke, post.uid, title="The map", kind=Kind.DISCUSSION)
    assert reads(noor, file)
    other = ask(femke, closed_space)
    with transaction():
        merge_threads(femke, new.uid, other.uid)
    assert file.space_id == closed_space.id and not reads(noor, file)


def test_only_the_writer_changes_a_file_of_a_post(
    femke: Person, ruben: Person, file: Attachment, post: Post
) -> None:
    assert policy.change(ruben, file) and not policy.change(femke, file)


def test_a_file_for_a_post_that_never_came_is_put_away(
    space: Space, ruben: Person, thread: Thread, session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    forgotten, drafted, sent = (held(ruben, space, f"{each}.png") for each in "abc")
    with transaction():
        place = drafts.for_reply(opening_of(thread))
        drafts.keep_draft(ruben, place, text=shown(drafted))
    answer(ruben, thread, shown(sent))
    later = clock.now() + timedelta(days=15)
    monkeypatch.setattr(clock, "now", lambda: later)
    do_all()
    session.expire_all()
    assert [each.archived for each in (forgotten, drafted, sent)] == [True, False, False]
    answer(ruben, thread, shown(forgotten))
    assert not forgotten.archived


def test_a_file_that_came_by_mail_belongs_to_its_post(
    space: Space, thread: Thread, ruben: Person, noor: Person
) -> None:
    with transaction():
        kept = hold(ruben, space, take_in("map.png", picture()))
    post = answer(ruben, thread, shown(kept), via="mail")
    assert kept.post_uid == post.uid and reads(noor, kept)


def test_a_file_that_came_in_with_a_post_from_elsewhere_belongs_to_it(
    space: Space, femke: Person, ruben: Person
) -> None:
    with transaction():
        kept = store(femke, space, "map.png", picture(), author=ruben)
        said = Said(shown(kept), ruben.id, clock.now())
        begin_imported(
            femke, space, uid=new_uid(), kind=Kind.DISCUSSION, title="Maps",
            posts=[Incoming("imported01", None, [said])], via="mbox",
        )  # fmt: skip
    assert kept.post_uid == "imported01"


def test_a_file_of_a_comment_goes_along_when_the_page_moves(
    space: Space, closed_space: Space, femke: Person, noor: Person, session: Session
) -> None:
    with transaction():
        page = create_page(femke, space, title="Plan", text="The limit is 40 MW.\n").page
    kept = held(femke, space)
    with transaction():
        comment(femke, page.uid, Pointed(1, Anchor("40 MW")), text=shown(kept))
    assert reads(noor, kept)
    with transaction():
        lifecycle.move_page(femke, page, closed_space)
    do_all()
    session.expire_all()
    assert kept.space_id == closed_space.id and not reads(noor, kept)
