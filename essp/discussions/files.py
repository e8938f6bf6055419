"""Files in posts. What is sent while a post is written is its writer's alone until the post is sent.

Then it belongs to that post: it is where the thread is, is read by whoever reads the thread, and is out
of sight while the post is. Files for posts that never came are put away after two weeks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, insert, select
from sqlalchemy.orm import contains_eager, joinedload

from essp.attachments.changing import put_away, stand_with_post
from essp.attachments.models import Attachment
from essp.attachments.naming import ADDRESS, named_in
from essp.attachments.policy import readable_by as may_read_file
from essp.attachments.storing import hold
from essp.attachments.taking import Taken
from essp.core import jobs
from essp.core.db import lock, session, transaction
from essp.core.jobs import task
from essp.discussions.file_models import PostFileUse
from essp.discussions.mark_models import PostDraft
from essp.discussions.models import Gone, Post, Thread
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by

KEPT_FOR = timedelta(days=14)


def hold_for_post(
    actor: Person, space: Space | None, taken: Taken, copy_of: Attachment | None = None
) -> Attachment:
    """Keep a file for a post that is being written, for some time. Raises Refused and NotFound."""
    kept = hold(actor, space, taken, copy_of)
    jobs.enqueue(put_away_unsent, delay=KEPT_FOR, attachment_id=kept.id)
    return kept


@task("discussions.put_away_unsent")
def put_away_unsent(attachment_id: int) -> None:
    """Archive a file whose post was not sent, unless it stands in an unsent text still."""
    with transaction():
        found = lock(Attachment, attachment_id)
        if found is None or not found.unsent or found.archived:
            return
        if _drafted(found):
            jobs.enqueue(put_away_unsent, delay=KEPT_FOR, attachment_id=attachment_id)
        else:
            put_away(found)


def _drafted(attachment: Attachment) -> bool:
    there = select(PostDraft.id).where(
        PostDraft.person_id == attachment.author_id,
        PostDraft.text.contains(f"/files/{attachment.uid}/", autoescape=True),
    )
    return session().scalar(there.limit(1)) is not None


def note_files(thread: Thread, posts: Iterable[Post], *, new: bool = True) -> None:
    """Note which files the texts of posts refer to; what was sent for them is theirs from now on."""
    for post in posts:
        uids = named_in(post.html)
        if not new:
            session().execute(delete(PostFileUse).where(PostFileUse.post_id == post.id))
        if uids:
            _note(thread, post, uids)


def _note(thread: Thread, post: Post, uids: set[str]) -> None:
    found = session().scalars(select(Attachment).where(Attachment.uid.in_(uids))).all()
    if not found:
        return
    rows = [{"post_id": post.id, "attachment_id": each.id} for each in found]
    session().execute(insert(PostFileUse), rows)
    for each in found:
        if _waits_for(post, each):
            stand_with_post(
                post.author_id, each, post.uid, space_id=thread.space_id, gone=bool(post.gone)
            )
            each.archived_at = None


def _waits_for(post: Post, attachment: Attachment) -> bool:
    """Whether nobody but the post's author has the file, who may give it to this post."""
    if not attachment.withheld or attachment.author_id != post.author_id:
        return False
    if attachment.post_uid is None:
        return True
    before = session().scalar(select(Post.gone).where(Post.uid == attachment.post_uid))
    return before == Gone.DELETED.value


def adopt_imported(thread: Thread, posts: Sequence[Post]) -> None:
    """Let files that came in with posts from elsewhere belong to these."""
    note_files(thread, posts)
    for post in posts:
        waiting = select(Attachment).where(
            Attachment.uid.in_(named_in(post.html)),
            Attachment.author_id == post.author_id,
            Attachment.space_id == thread.space_id,
            Attachment.page_uid.is_(None),
            Attachment.post_uid.is_(None),
        )
        for each in session().scalars(waiting):
            stand_with_post(None, each, post.uid, space_id=thread.space_id, gone=False)


def with_own_files(actor: Person, space: Space, texts: Sequence[str]) -> list[str]:
    """Texts of posts for a page that the actor makes in a space, which shows its own copies of files.

    So it does not lose a picture with the post, and all its readers see it. The same bytes are kept
    once. Until the page is saved the copies are the actor's alone; then they are of who sent them.
    """
    uids = set().union(*map(named_in, texts))
    copies = {}
    for each in session().scalars(
        select(Attachment)
        .options(joinedload(Attachment.file))
        .where(Attachment.uid.in_(uids), Attachment.post_uid.is_not(None), may_read_file(actor))
    ):
        kept = each.file
        taken = Taken(each.name, kept.sha256, kept.size, kept.media_type, kept.came_as)
        copies[each.uid] = hold_for_post(actor, space, taken, each).uid
    return [ADDRESS.sub(lambda at: f"/files/{copies.get(at[1], at[1])}", text) for text in texts]


def follow_posts(actor: Person | None, posts: ColumnElement[bool]) -> None:
    """Let the files of these posts be where these are, and in sight as far as these are."""
    session().flush()
    rows = session().execute(
        select(Attachment, Post.uid, Thread.space_id, Post.gone)
        .join(Post, Post.uid == Attachment.post_uid)
        .join(Thread, Thread.id == Post.thread_id)
        .where(posts)
    )
    for attachment, uid, space_id, gone in rows.all():
        by = actor.id if actor is not None else None
        stand_with_post(by, attachment, uid, space_id=space_id, gone=bool(gone))
    session().flush()


def posts_using(actor: Person, numbers: Iterable[int], limit: int = 200) -> dict[int, list[Post]]:
    """The posts in sight that refer to each of these files, by its id, the newest first.

    Each has its author and thread; only what the actor may read is there.
    """
    rows = session().execute(
        select(PostFileUse.attachment_id, Post)
        .join(Post, Post.id == PostFileUse.post_id)
        .join(Post.thread)
        .join(Thread.space)
        .join(Post.author)
        .options(contains_eager(Post.author), contains_eager(Post.thread))
        .where(PostFileUse.attachment_id.in_(list(numbers)), Post.gone == "", readable_by(actor))
        .order_by(Post.id.desc())
        .limit(limit)
    )
    found: dict[int, list[Post]] = {}
    for number, post in rows:
        found.setdefault(number, []).append(post)
    return found


def files_of_post(post: Post) -> Sequence[int]:
    """The ids of the files that a post refers to, which the actor found; nothing while it is gone."""
    if post.gone:
        return []
    used = select(PostFileUse.attachment_id).where(PostFileUse.post_id == post.id)
    own = select(Attachment.id).where(Attachment.post_uid == post.uid)
    return session().scalars(used.union(own)).all()
