"""A conversation becomes a page: what was said there, each word credited to who wrote it.

Talk knows nothing of pages; the part that keeps them tells what it needs:

    tell(Pages(places=..., preview=..., begin=...))      where the parts are put together
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ScalarSelect, SQLColumnExpression, func, select
from sqlalchemy.orm import joinedload, undefer

from essp.core.db import session
from essp.core.decision import Invalid, NotFound, Refused, require
from essp.core.events import record
from essp.core.i18n import LANGUAGES, Message, translations
from essp.core.i18n import lazy as _
from essp.core.text.tokens import words
from essp.discussions import policy
from essp.discussions.closing import link, mark_closed
from essp.discussions.events import ThreadChanged
from essp.discussions.files import with_own_files
from essp.discussions.mark_models import Acceptance
from essp.discussions.models import Kind, Outcome, Post, Thread, ThreadLink, Way
from essp.discussions.queries import find_thread, held, standing_in
from essp.discussions.texts import clean_title
from essp.people.models import Person
from essp.spaces import policy as spaces
from essp.spaces.models import Membership, Space
from essp.spaces.queries import standing

MOST_POSTS = 100
MOST_OFFERED = 300
NAMED = 8
SOURCE = "thread:"

Piece = tuple[
    str, int | None
]  # words, and the id of who wrote them; None for a heading of the site


@dataclass(frozen=True)
class Wish:
    """The page to be: title, uid of the page above, why it is made, whether it `closes` the thread."""

    title: str
    parent: str
    summary: str
    closes: bool


@dataclass(frozen=True)
class Pages:
    """How pages begin.

    `places` gives uid and title of the pages of a space below which one may stand; `preview` the HTML
    of pieces written in a space (the last one) as a page of another; `begin` makes the actor's draft
    of them and says where it is edited.
    """

    places: Callable[[Person, Space], Sequence[tuple[str, str]]]
    preview: Callable[[Person, Space, Sequence[Piece], Space], str]
    begin: Callable[[Person, Space, Sequence[Piece], Space, str, Any], str]


_pages: list[Pages] = []


def tell(pages: Pages) -> None:
    """Say how pages begin; said again, the last word counts."""
    _pages[:] = [pages]


def pages() -> Pages:
    """How pages begin. Raises NotFound while no part keeps any."""
    if not _pages:
        raise NotFound
    return _pages[0]


@dataclass(frozen=True)
class Offered:
    """A post that can become part of a page, and whether it is an accepted answer."""

    post: Post
    accepted: bool

    @property
    def opening(self) -> bool:
        """Whether it began the conversation."""
        return self.post.parent_id is None


def thread_for_page(actor: Person, uid: str) -> Thread:
    """The thread that is to become a page. Raises Refused for a comment, NotFound."""
    thread = find_thread(actor, uid)
    if thread.kind == Kind.COMMENT.value:
        raise Refused(_("A comment becomes an edit of its page."))
    if thread.merged_into_id is not None:
        raise NotFound
    return thread


def offered(thread: Thread) -> list[Offered]:
    """The posts in sight of a thread that the caller found: the opening one, answers, then by time."""
    accepted = set(
        session().scalars(
            select(Acceptance.post_id).where(
                Acceptance.thread_id == thread.id, Acceptance.ended_at.is_(None)
            )
        )
    )
    posts = session().scalars(
        select(Post)
        .options(joinedload(Post.author), undefer(Post.text), undefer(Post.plain))
        .where(Post.thread_id == thread.id, Post.gone == "")
        .order_by(Post.parent_id.is_not(None), Post.id.not_in(accepted), Post.at, Post.number)
        .limit(MOST_OFFERED)
    )
    return [Offered(post, post.id in accepted) for post in posts]


def chosen_at_first(found: Sequence[Offered], answer: str = "") -> set[str]:
    """The uids of the posts that are chosen beforehand: the beginning and the accepted answers.

    With `answer`, the uid of one post, that one stands for the answers.
    """
    if answer in {each.post.uid for each in found}:
        return {each.post.uid for each in found if each.opening or each.post.uid == answer}
    return {each.post.uid for each in found if each.opening or each.accepted}


def pieces_of(thread: Thread, found: Sequence[Offered], uids: Collection[str]) -> list[Piece]:
    """The chosen posts in their order, with a heading before the answers to a question."""
    chosen = [each for each in found if each.post.uid in uids]
    pieces: list[Piece] = [(each.post.text, each.post.author_id) for each in chosen]
    asked = thread.kind == Kind.QUESTION.value and chosen and chosen[0].opening
    if asked and len(chosen) > 1:
        pieces.insert(1, (f"## {_heading(thread, len(chosen) - 1)}", None))
    return pieces


@dataclass(frozen=True)
class Credited:
    """How many words of the chosen posts are a person's."""

    person: Person
    words: int


def credited(found: Sequence[Offered], uids: Collection[str]) -> list[Credited]:
    """Whose words the chosen posts are, most first."""
    counts: dict[int, tuple[Person, int]] = {}
    for each in found:
        if each.post.uid in uids:
            person, count = counts.get(each.post.author_id, (each.post.author, 0))
            counts[person.id] = person, count + words(each.post.text)
    return [Credited(*one) for one in sorted(counts.values(), key=lambda one: -one[1])]


@dataclass(frozen=True)
class Wider:
    """More people would read the words than read them now: some `named`, how many in all.

    `everyone` tells that the page would be for the whole organisation.
    """

    named: Sequence[Person]
    count: int
    everyone: bool


def wider(thread: Thread, space: Space) -> Wider | None:
    """Who would read the words of a closed thread in a page of this space, and cannot now."""
    home = session().get_one(Space, thread.space_id)
    if home.is_open or home.id == space.id:
        return None
    inside = select(Membership.person_id).where(Membership.space_id == home.id)
    gained = select(Person).where(Person.left_at.is_(None), Person.id.not_in(inside))
    if not space.is_open:
        there = select(Membership.person_id).where(Membership.space_id == space.id)
        gained = gained.where(Person.id.in_(there))
    count = session().scalar(select(func.count()).select_from(gained.subquery())) or 0
    if not count:
        return None
    named = session().scalars(gained.order_by(Person.name_key).limit(NAMED)).all()
    return Wider(named, count, space.is_open)


def become_page(
    actor: Person, uid: str, space: Space, *, posts: Collection[str], title: str,
    parent: str = "", closes: bool = False, confirmed: bool = False,
) -> str:  # fmt: skip
    """Make the actor's draft of a page from posts of a thread; where it is edited and saved.

    Words that more people would read than read them now must be `confirmed`. Raises Refused,
    Invalid, NotFound.
    """
    thread = thread_for_page(actor, uid)
    require(spaces.edit(actor, space, standing(actor, space)))
    found = offered(thread)
    pieces = pieces_of(thread, found, posts)
    if not pieces:
        raise Invalid(posts=_("Choose at least one post."))
    if len(pieces) > MOST_POSTS:
        raise Invalid(posts=_("Choose at most %(most)s posts.", most=MOST_POSTS))
    if wider(thread, space) is not None and not confirmed:
        raise Invalid(confirm=_("Say that these people may read it, or choose another space."))
    texts = with_own_files(actor, space, [text for text, _author in pieces])
    pieces = [(text, author) for text, (_, author) in zip(texts, pieces, strict=True)]
    home = session().get_one(Space, thread.space_id)
    closes = closes and may_close(actor, thread)
    wish = Wish(clean_title(title), parent, str(_said(thread, home, space)), closes)
    return pages().begin(actor, space, pieces, home, f"{SOURCE}{thread.uid}", wish)


def may_close(actor: Person, thread: Thread) -> bool:
    """Whether the page may close the thread as what became of it."""
    return not thread.closed and bool(policy.close(actor, thread, standing_in(actor, thread)))


def became_page(actor: Person, source: str, page_id: int, closes: bool) -> None:
    """A page began with words of a thread: it leads there, and is closed if that was wished.

    A thread that the actor may not know of any more, or that somebody closed, stays as it is.
    """
    if not source.startswith(SOURCE):
        return
    try:
        thread = held(find_thread(actor, source.removeprefix(SOURCE)))
    except NotFound:
        return
    link(actor, thread, Way.BECAME_PAGE, page_id=page_id)
    if closes and may_close(actor, thread):
        mark_closed(actor, thread, Outcome.BECAME_PAGE, "")
    record(ThreadChanged(actor_id=actor.id, thread_id=thread.id, space_id=thread.space_id))


def origins_of_page(
    page_id: SQLColumnExpression[int], reader_id: SQLColumnExpression[int]
) -> ScalarSelect[int]:
    """How many threads that somebody may read became a page of another query."""
    readable = select(Space.id).where(spaces.readable_by_person(reader_id)).correlate(None)
    return (
        select(func.count())
        .select_from(ThreadLink)
        .join(Thread, Thread.id == ThreadLink.thread_id)
        .where(ThreadLink.page_id == page_id, ThreadLink.way == Way.BECAME_PAGE.value)
        .where(Thread.space_id.in_(readable))
        .scalar_subquery()
    )


def threads_before(actor: Person, page_id: int) -> Sequence[Thread]:
    """The threads that became this page, as far as the actor may read them."""
    return (
        session()
        .scalars(
            select(Thread)
            .join(Thread.space)
            .join(ThreadLink, ThreadLink.thread_id == Thread.id)
            .where(ThreadLink.page_id == page_id, ThreadLink.way == Way.BECAME_PAGE.value)
            .where(spaces.readable_by(actor))
            .order_by(ThreadLink.id)
        )
        .all()
    )


def _heading(thread: Thread, answers: int) -> str:
    _ = translations(thread.language if thread.language in LANGUAGES else "en").ugettext
    return str(_("Answer") if answers == 1 else _("Answers"))


def _said(thread: Thread, home: Space, space: Space) -> Message:
    """Why the page was made, in words that all its readers may read."""
    if home.is_open or home.id == space.id:
        return _("From the conversation “%(title)s”.", title=thread.title)
    return _("From a conversation in another space.")
