"""Who may report what, and who may look at reports: pure functions, and their SQL twin.

    report                any reader of the thing; of their own only a version of a page, which they cannot
                          take back themselves
    see a case            owners of the space where the thing stands; community managers and administrators
                          who may read that space; profiles and messages between two: community managers
                          and administrators. Never who wrote the thing, nor who reported it
    read what it says     who sees the case; a message between two: who looks at it or decided, alone
    decide                who looks at it, and sees it
    decide an objection   the same, but not who decided first
    object                who wrote it, once, where something was done

Closed stays closed: a case in a closed space is seen by its owners alone, administrators or not.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, case, false, literal, or_, select, true

from essp.care.models import Case, Outcome, Report, State, Thing
from essp.core.decision import Decision, allow, refuse
from essp.core.i18n import lazy as _
from essp.discussions.models import Post, Thread
from essp.people.models import Person, Role
from essp.spaces import policy as spaces
from essp.spaces.models import Space
from essp.spaces.policy import Standing
from essp.wiki.models import Page, Revision

IN_NO_SPACE = (Thing.PERSON, Thing.MESSAGE)
ACTED = frozenset(each.value for each in Outcome if each is not Outcome.NOTHING)


def report(actor: Person, author: Person, thing: Thing, *, gone: bool) -> Decision:
    """Whether a reader may report what somebody wrote."""
    if author.id == actor.id and thing is not Thing.REVISION:
        return refuse(_("This is your own. You can change it or take it back yourself."))
    if gone:
        return refuse(_("This is out of sight already, so there is nothing to report."))
    return allow()


def moderates(actor: Person) -> bool:
    """Whether somebody looks after the whole site."""
    return actor.has_role(Role.COMMUNITY_MANAGER.value)


def see(actor: Person, found: Case, *, reported: bool, space: Space | None, here: Standing) -> bool:
    """Whether the actor may know of a case; `reported`: they reported it, `space`: where it stands."""
    if actor.id == found.author_id or reported:
        return False
    if space is None:
        return moderates(actor)
    return bool(spaces.read(actor, space, here)) and (here.owner or moderates(actor))


def reads(actor: Person, found: Case) -> bool:
    """Whether somebody who sees a case reads what it is about."""
    looking = {found.handler_id, found.decided_by_id, found.verdict_by_id}
    return found.thing != Thing.MESSAGE.value or actor.id in looking


def take(actor: Person, found: Case) -> Decision:
    """Whether somebody who sees a case may look at it."""
    if found.state == State.DONE.value:
        return refuse(_("This is decided already."))
    if found.objected and found.decided_by_id == actor.id:
        return refuse(_("You decided this. Somebody else looks at the objection."))
    return allow()


def decide(actor: Person, found: Case) -> Decision:
    """Whether somebody who sees a case may decide on it."""
    if found.state != State.DONE.value and found.handler_id != actor.id:
        return refuse(_("Say first that you look at it, so that two people do not do it twice."))
    return take(actor, found)


def object_to(actor: Person, found: Case) -> Decision:
    """Whether the actor may object to what was decided."""
    if actor.id != found.author_id or found.decided_at is None or found.outcome not in ACTED:
        return refuse(_("There is nothing here that you can object to."))
    if found.objected_at is not None:
        return refuse(_("You objected to this already, and somebody else looked at it."))
    return allow()


def seen_by(actor: Person) -> ColumnElement[bool]:
    """`see` as a condition on Case."""
    anywhere = true() if moderates(actor) else false()
    mine = select(Report.id).where(Report.case_id == Case.id, Report.person_id == actor.id)
    readable = select(Space.id).where(
        spaces.readable_by(actor), or_(anywhere, spaces.governed_by(actor))
    )
    return and_(
        Case.author_id != actor.id,
        ~mine.exists(),
        or_(
            and_(Case.thing.in_([each.value for each in IN_NO_SPACE]), anywhere),
            place().in_(readable),
        ),
    )


def waits_for(actor: Person) -> ColumnElement[bool]:
    """The condition of a case that the actor sees and that wants something of them."""
    return and_(
        seen_by(actor),
        or_(
            and_(
                Case.state == State.OPEN.value,
                or_(Case.objected_at.is_(None), Case.decided_by_id != actor.id),
            ),
            and_(Case.state == State.LOOKING.value, Case.handler_id == actor.id),
        ),
    )


def place() -> ColumnElement[int | None]:
    """The space where the thing of a case stands now; NULL for what stands in none."""
    post = (
        select(Thread.space_id)
        .join(Post, Post.thread_id == Thread.id)
        .where(Post.id == Case.thing_id)
        .correlate(Case)
        .scalar_subquery()
    )
    revision = (
        select(Page.space_id)
        .join(Revision, Revision.page_id == Page.id)
        .where(Revision.id == Case.thing_id)
        .correlate(Case)
        .scalar_subquery()
    )
    return case(
        (Case.thing == Thing.POST.value, post),
        (Case.thing == Thing.REVISION.value, revision),
        else_=literal(None),
    )
