"""Comments on passages: made where somebody points, resolved, opened again, turned into an edit.

Whoever reads the page may comment on it, reply, resolve and open again, as they may edit it. The
page is asked for through the actor each time: what it says of a comment's place goes for its rights.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from essp.core import jobs
from essp.core.db import session
from essp.core.decision import Invalid, NotFound, Refused
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.text.anchors import Anchor, Span, Words
from essp.core.text.tracing import locate
from essp.discussions.anchoring import Outline, Page, find_passages, pages, pointed
from essp.discussions.closing import link, mark_closed
from essp.discussions.events import ThreadReopened
from essp.discussions.models import About, Kind, Outcome, Post, Thread, ThreadLink, Way
from essp.discussions.passage_models import Passage, Standing
from essp.discussions.posting import start_thread
from essp.discussions.queries import held
from essp.discussions.subjects import Subject
from essp.people.models import Person
from essp.spaces.models import Space

LONGEST = 500


@dataclass(frozen=True)
class Pointed:
    """What somebody points at in revision `number` of a page: words, or a heading by its fragment.

    `near` is about how many words stand before the quote.
    """

    number: int | None = None
    anchor: Anchor = Anchor("")
    near: int = 0
    section: str = ""


def page_of(actor: Person, uid: str) -> Page:
    """The page whose comments are asked for. Raises NotFound."""
    found: Page = pages().find(actor, uid)
    return found


def comment(
    actor: Person, page_uid: str, at: Pointed, *, text: str, save_key: str | None = None,
    told: int = 0,
) -> Passage:  # fmt: skip
    """Begin a comment on a passage. Sent twice with one `save_key` it is one comment; `told` as for
    a thread.

    Raises Invalid for words that are not in the page, too many or none, Refused, NotFound.
    """
    page = page_of(actor, page_uid)
    if page.archived:
        raise Refused(_("This page is archived. Bring it back first, then comment on it."))
    number, values = found_at(page, at)
    thread = start_thread(
        actor, session().get_one(Space, page.space_id), Kind.COMMENT, text=text, passage=True,
        about=Subject(About.PAGE, page.id, page.title, "", page.uid, page.space_id),
        save_key=save_key, told=told,
    )  # fmt: skip
    known = session().get(Passage, thread.id)
    if known is not None:
        return known
    passage = Passage(
        thread_id=thread.id, page_id=page.id, quote=values["words"], made_in=number,
        number=number, since=number, standing=Standing.SAME.value, heading=bool(at.section),
        **values,
    )  # fmt: skip
    session().add(passage)
    session().flush()
    if number < page.revision_number:
        jobs.enqueue(find_passages, page_id=page.id)
    return passage


def found_at(page: Page, at: Pointed) -> tuple[int, dict[str, object]]:
    """The revision, and the place in it. Raises Invalid."""
    number = page.revision_number
    if at.section:
        words = Words(pages().text(page, number))
        outline = Outline(words, pages().sections(page))
        ids = [each.id for each in outline.sections if each.fragment == at.section]
        if not ids or ids[0] not in outline.spans:
            raise Invalid(
                quote=_("This heading is not in the page any more. Choose another place.")
            )
        return number, pointed(words, outline.spans[ids[0]], outline) | {"section_id": ids[0]}
    read = at.number if at.number and 0 < at.number <= number else number
    # Of a hidden version nobody learns by a comment what it says: the present words are meant.
    read = number if read in pages().hidden(page) else read
    words = Words(pages().text(page, read))
    return read, pointed(words, _located(words, at), Outline(words, pages().sections(page)))


def _located(words: Words, at: Pointed) -> Span:
    size = len(Words(at.anchor.quote))
    if not size:
        raise Invalid(quote=_("Select the words that your comment is about."))
    if size > LONGEST:
        raise Invalid(
            quote=_(
                "You selected %(size)s words; a comment is about at most %(limit)s. Select fewer, or "
                "comment on a section.",
                size=size,
                limit=LONGEST,
            )
        )
    span = locate(words, at.anchor, near=at.near)
    if span is None:
        raise Invalid(
            quote=_(
                "These words are not in the text of this page. If they are shown here from another "
                "page, comment there."
            )
        )
    return span


@dataclass(frozen=True)
class Comment:
    """A comment with its place, and the revision that it became, if it did.

    `hidden` are revisions of its page whose words are shown to nobody here, also not to moderators:
    they read them in the version itself.
    """

    thread: Thread
    passage: Passage
    became: int | None = None
    hidden: Collection[int] = ()

    @property
    def here(self) -> bool:
        """Whether the words, as they were or changed, stand in a text that may be read."""
        return self.passage.here and self.passage.number not in self.hidden

    @property
    def withheld(self) -> bool:
        """Whether only a hidden version says what the comment was made on."""
        same = self.here and self.passage.standing == Standing.SAME.value
        return self.passage.made_in in self.hidden and not same

    @property
    def quote(self) -> str:
        """What was selected; nothing where it is withheld."""
        return "" if self.withheld else self.passage.quote

    @property
    def words(self) -> str:
        """How it reads now; nothing where it does not stand in the page."""
        return self.passage.words if self.here else ""


def comments_of(actor: Person, page: Page) -> Sequence[Comment]:
    """All comments on a page that the actor found, in the order of the text, then by age."""
    return _found(page)


def comment_on(page: Page, thread_uid: str) -> Comment:
    """One comment on a page that the caller found. Raises NotFound."""
    found = _found(page, Thread.uid == thread_uid)
    if not found:
        raise NotFound
    return found[0]


def comment_by_id(page: Page, thread_id: int) -> Comment:
    """The comment of that thread on a page that the caller found. Raises NotFound."""
    found = _found(page, Passage.thread_id == thread_id)
    if not found:
        raise NotFound
    return found[0]


def comments_before(page: Page, number: int) -> Sequence[Comment]:
    """The comments that a revision of a page, which the caller found, was made for."""
    became = select(ThreadLink.thread_id).where(
        ThreadLink.page_id == page.id,
        ThreadLink.page_revision == number,
        ThreadLink.way == Way.BECAME_EDIT.value,
    )
    return _found(page, Passage.thread_id.in_(became))


def _found(page: Page, *wanted: ColumnElement[bool]) -> list[Comment]:
    query = (
        select(Passage, Thread)
        .join(Thread, Thread.id == Passage.thread_id)
        .options(joinedload(Thread.author), joinedload(Thread.closed_by))
        .where(Passage.page_id == page.id, *wanted)
        .order_by(Passage.start.is_(None), Passage.start, Thread.at, Thread.id)
    )
    rows = session().execute(query).all()
    became = {
        row.thread_id: row.page_revision
        for row in session().execute(
            select(ThreadLink.thread_id, ThreadLink.page_revision).where(
                ThreadLink.thread_id.in_([row.Thread.id for row in rows]),
                ThreadLink.way == Way.BECAME_EDIT.value,
            )
        )
    }
    hidden = pages().hidden(page) if rows else ()
    return [Comment(row.Thread, row.Passage, became.get(row.Thread.id), hidden) for row in rows]


def posts_of(comments: Sequence[Comment]) -> dict[int, list[Post]]:
    """What is said in comments, by their threads, in the order it came."""
    found: dict[int, list[Post]] = {each.thread.id: [] for each in comments}
    rows = session().scalars(
        select(Post)
        .options(joinedload(Post.author), joinedload(Post.gone_by))
        .where(Post.thread_id.in_(found))
        .order_by(Post.at, Post.number)
    )
    for post in rows:
        found[post.thread_id].append(post)
    return found


def resolve(actor: Person, page_uid: str, thread_uid: str) -> Comment:
    """Say that a comment is dealt with. Raises Overtaken when it is closed already, NotFound."""
    found = comment_on(page_of(actor, page_uid), thread_uid)
    mark_closed(actor, held(found.thread), Outcome.RESOLVED, "")
    return found


def reopen(actor: Person, page_uid: str, thread_uid: str) -> Comment:
    """Open a comment again; one that is open stays so. Raises NotFound."""
    found = comment_on(page_of(actor, page_uid), thread_uid)
    thread = held(found.thread)
    if thread.closed:
        thread.closed_at = thread.closed_by_id = None
        thread.outcome = thread.closing_reason = ""
        session().flush()
        record(ThreadReopened(actor_id=actor.id, thread_id=thread.id, space_id=thread.space_id))
    return found


def proposers(actor: Person, page_uid: str, thread_uid: str) -> Sequence[int]:
    """The ids of the people whose comment an edit of the page follows; nobody for one that is gone."""
    try:
        found = comment_on(page_of(actor, page_uid), thread_uid)
    except NotFound:
        return []
    return [found.thread.author_id]


def became_edit(actor: Person, page_uid: str, thread_uid: str, number: int) -> None:
    """A comment became revision `number` of its page: it is resolved, and leads there.

    One that somebody resolved meanwhile leads there too.
    """
    try:
        found = comment_on(page_of(actor, page_uid), thread_uid)
    except NotFound:
        return
    thread = held(found.thread)
    if found.became == number:
        return
    if not thread.closed:
        mark_closed(actor, thread, Outcome.BECAME_EDIT, "")
    link(actor, thread, Way.BECAME_EDIT, page_id=found.passage.page_id, page_revision=number)
