"""Who may do what in a conversation: pure functions of loaded objects.

Whoever reads the space reads its threads and may write in them; `essp.spaces.policy` says who that
is, also in SQL. Owners are the knowledge owners of the space.

    reply                    every reader, while the thread is open and the post is in sight
    edit                     the post's author
    take back                the post's author
    hide, bring back         owners, community managers and administrators, with a reason everyone
                             sees; never what is one's own and was hidden by another
    accept an answer         who asked; an owner, but not of an answer of their own
    close, open again        who began the thread; owners
    title, kind, topics      who began the thread; owners
    split off a branch       who began the thread or the branch; owners
    merge                    who began it; owners
    move to another space    who began it, out of an open space; owners
    announce                 owners
"""

from __future__ import annotations

from essp.core.decision import Decision, allow, refuse
from essp.core.i18n import lazy as _
from essp.discussions.models import Gone, Kind, Post, Thread
from essp.people.models import Person, Role
from essp.spaces.models import Space
from essp.spaces.policy import Standing


def start(actor: Person, kind: Kind, standing: Standing) -> Decision:
    """Whether a reader of the space may begin a thread of this kind."""
    if kind is Kind.ANNOUNCEMENT and not standing.owner:
        return refuse(_("Only owners of the space announce something. Start a discussion instead."))
    return allow()


def reply(actor: Person, thread: Thread, post: Post) -> Decision:
    """Whether a reader of the space may reply to a post."""
    if thread.closed:
        return refuse(_("This conversation is closed, so it takes no more replies."))
    if post.gone:
        return refuse(_("The post you reply to is no longer there."))
    return allow()


def remark(thread: Thread, parent: Post) -> bool:
    """Whether a reply to this post is an answer, or else a remark: right under a question."""
    return thread.kind == Kind.QUESTION.value and parent.parent_id is None


def edit(actor: Person, post: Post) -> Decision:
    """Whether the actor may change what a post says."""
    if post.author_id != actor.id:
        return refuse(_("Only its author edits a post."))
    if post.gone:
        return refuse(_("This post is no longer there. Bring it back first."))
    return allow()


def remove(actor: Person, post: Post, standing: Standing) -> Decision:
    """Whether the actor may take a post out of sight: their own, or as a moderator any."""
    if post.gone:
        return refuse(_("This post is out of sight already."))
    if post.author_id == actor.id or _moderates(actor, standing):
        return allow()
    return refuse(_("Only its author or an owner of the space takes a post away."))


def bring_back(actor: Person, post: Post, standing: Standing) -> Decision:
    """Whether the actor may put a post in sight again: what was hidden, another one's, as a moderator."""
    if not post.gone:
        return refuse(_("This post is in sight."))
    own = post.author_id == actor.id
    if own and post.gone == Gone.HIDDEN.value and post.gone_by_id != actor.id:
        return refuse(_("Somebody else decides whether your post comes back."))
    if _moderates(actor, standing) or (own and post.gone == Gone.DELETED.value):
        return allow()
    return refuse(_("Only who took the post away, or an owner of the space, brings it back."))


def _moderates(actor: Person, standing: Standing) -> bool:
    return standing.owner or actor.has_role(Role.COMMUNITY_MANAGER.value)


def accept(actor: Person, thread: Thread, post: Post, standing: Standing) -> Decision:
    """Whether the actor may say that a post answers the question."""
    if thread.kind != Kind.QUESTION.value:
        return refuse(_("Only questions have accepted answers."))
    if post.parent_id is None or post.gone:
        return refuse(_("This post cannot be an answer."))
    if thread.author_id == actor.id:
        return allow()
    if not standing.owner:
        return refuse(_("Who asked, or an owner of the space, accepts answers."))
    if post.author_id == actor.id:
        return refuse(_("Somebody else accepts your answer."))
    return allow()


def close(actor: Person, thread: Thread, standing: Standing) -> Decision:
    """Whether the actor may close the thread, or open it again."""
    if thread.author_id == actor.id or standing.owner:
        return allow()
    return refuse(_("Who began the conversation, or an owner of the space, may do this."))


def arrange(actor: Person, thread: Thread, standing: Standing) -> Decision:
    """Whether the actor may change the thread's title, kind and topics, and merge it."""
    return close(actor, thread, standing)


def split(actor: Person, thread: Thread, post: Post, standing: Standing) -> Decision:
    """Whether the actor may make a branch a thread of its own."""
    if post.parent_id is None:
        return refuse(_("This is where the conversation begins: there is nothing to split off."))
    if post.gone:
        return refuse(_("This post is no longer there. Bring it back first."))
    return allow() if post.author_id == actor.id else close(actor, thread, standing)


def move(actor: Person, thread: Thread, space: Space, standing: Standing) -> Decision:
    """Whether the actor may take the thread out of its space, which is this one."""
    if standing.owner or (space.is_open and thread.author_id == actor.id):
        return allow()
    return refuse(_("An owner of this space may move the conversation to another one."))
