"""The centre: everything one was told, by thing, with why it came and how much of it is wanted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from essp.core import i18n
from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import NotFound
from essp.core.i18n import _
from essp.core.shelf import shelf
from essp.core.slots import slot
from essp.expertise.asking_models import Invitation
from essp.notifications import asking_news, calls, centre, marking, queries, subjects, watching
from essp.notifications.centre import Choice, Group
from essp.notifications.models import CALLS, Level, Subject
from essp.notifications.reasons import watched_by
from essp.notifications.subjects import Named as Thing
from essp.notifications.web.edge import blueprint
from essp.notifications.web.levels import level_asked, subject_asked
from essp.notifications.web.unread import may_have_unread
from essp.notifications.wording import Line, level_choices, lines_of, reason_of
from essp.people.current import me, visitor
from essp.people.models import Person

Why = tuple[Subject, Thing | None]
LARGEST_ID = 2**31


@dataclass(frozen=True)
class Shown:
    """A group as the screen shows it: its sentences, why it came, and what can be changed there.

    `subject` and `key` name what the level is of, `level` is the present one. `calls` are the groups
    with which the reader was called; `invited` says why they are asked, with what they can answer.
    """

    group: Group
    lines: Sequence[Line]
    reasons: Sequence[str]
    subject: str
    key: str
    level: str
    calls: Sequence[CalledWith] = ()
    invited: Markup = Markup()


@dataclass(frozen=True)
class CalledWith:
    """A group with which the reader was called: how a form names it, and whether they still are."""

    reason: str
    group_id: int
    name: str
    quiet: bool


@blueprint.get("/notifications")
@members
def notifications() -> ResponseReturnValue:
    """What the reader was told, by thing, the newest first."""
    choice, before = _choice(), _before()
    found = centre.groups(me(), choice, before=before, limit=centre.SHOWN + 1)
    groups, older = found[: centre.SHOWN], None
    if len(found) > centre.SHOWN:
        older = url_for(".notifications", show=choice.value, before=groups[-1].newest)
    return render_template(
        "notifications/centre.html",
        shown=_shown(me(), groups),
        choice=choice.value,
        unread=centre.unread_count(me()),
        newest=max((group.newest for group in found), default=0) if before is None else 0,
        older=older,
        first_page=before is None,
        levels=level_choices(),
        back=request.full_path.rstrip("?"),
    )


@blueprint.get("/notifications/count")
@members
def count() -> ResponseReturnValue:
    """How much is unread, for the badge."""
    return jsonify({"unread": centre.unread_count(me())})


@blueprint.post("/notifications/read")
@members
def read() -> ResponseReturnValue:
    """Mark a group as read, or without one everything up to what the reader saw."""
    until = request.form.get("until", 0, type=int)
    with transaction():
        if "about" in request.form:
            marking.read_group(me(), *_about(), until)
        else:
            marking.read_all(me(), until)
    return redirect(_back(), 303)


@blueprint.post("/notifications/unread")
@members
def unread() -> ResponseReturnValue:
    """Mark a group as unread from one of its rows on."""
    with transaction():
        marking.unread_from(me(), *_about(), request.form.get("first", 0, type=int))
    return redirect(_back(), 303)


@blueprint.post("/notifications/level")
@members
def level() -> ResponseReturnValue:
    """Say how much of a thing is wanted from now on."""
    wanted, until = level_asked(request.form.get("level", ""))
    subject, key = subject_asked(), request.form.get("key", "")
    with transaction():
        subject_id = watching.set_level(me(), subject, key, wanted, until)
    name = subjects.names(me(), subject, [subject_id])[subject_id].title
    flash(_("Saved: how much you hear of %(name)s.", name=name), "ok")
    return redirect(_back(), 303)


@blueprint.post("/notifications/calls")
@members
def quiet() -> ResponseReturnValue:
    """Be called with everyone of a group no longer, or with `again` once more."""
    reason, group_id = request.form.get("reason", ""), request.form.get("group", 0, type=int)
    again = "again" in request.form
    if not 0 <= group_id < LARGEST_ID:
        raise NotFound
    with transaction():
        name = calls.set_quiet(me(), reason, group_id, quiet=not again)
    if again:
        flash(_("You are told again when everyone in %(name)s is called.", name=name), "ok")
    else:
        flash(_("You are no longer told when everyone in %(name)s is called.", name=name), "ok")
    return redirect(url_for(".watched") if "list" in request.form else _back(), 303)


def badge() -> Markup:
    """How much the reader has not read, in the bar above everything."""
    who = visitor()
    if who is None:
        return Markup()
    return _bell(unread=centre.unread_count(who) if may_have_unread() else 0)


def _bell(unread: int) -> Markup:
    """The bell with this number, drawn once for each language and number."""
    (html,) = shelf.get(
        ("bell", i18n.language(), request.script_root, unread),
        lambda: (render_template("notifications/_badge.html", unread=unread),),
    )
    return Markup(html)  # noqa: S704 - drawn from a template


def opened_page(person_id: int, page_id: int) -> None:
    """Somebody reads a page: what they were told of it is read with it."""
    if may_have_unread():
        marking.opened(person_id, Subject.PAGE, page_id)


def read_cases(ids: Collection[int]) -> Markup:
    """The reader sees what was decided on these cases: what they were told of it is read."""
    if may_have_unread():
        for each in ids:
            marking.opened(me().id, Subject.CASE, each)
    return Markup()


def read_proposal(proposal_id: int) -> Markup:
    """The reader sees a proposal: what they were told of it is read."""
    if may_have_unread():
        marking.opened(me().id, Subject.PROPOSAL, proposal_id)
    return Markup()


def read_told(about: str, about_id: int) -> Markup:
    """The reader sees a thing that they were told of: what they were told of it is read."""
    if may_have_unread():
        marking.opened(me().id, Subject(about), about_id)
    return Markup()


def _choice() -> Choice:
    try:
        return Choice(request.args.get("show", Choice.ALL.value))
    except ValueError:
        raise NotFound from None


def _before() -> int | None:
    return request.args.get("before", None, type=int)


def _about() -> tuple[Subject, int]:
    try:
        subject = Subject(request.form["about"])
    except ValueError:
        raise NotFound from None
    return subject, subjects.find(me(), subject, request.form.get("key", ""))


def _back() -> str:
    """The list from which a form was sent; no other address."""
    query = request.form.get("back", "").partition("?")[2]
    path = url_for(".notifications")
    return f"{path}?{query}" if query.isascii() and query.isprintable() and query else path


def _shown(actor: Person, groups: Sequence[Group]) -> list[Shown]:
    named = watched_by(actor, [row for group in groups for row in group.latest])
    levels, called = queries.levels_of(actor), _called(actor, groups)
    asked = asking_news.invitations_of(actor, [row for group in groups for row in group.latest])
    found = [_one(group, named, levels, called) for group in groups]
    return [_with_invitation(each, asked.get(each.group.about_id)) for each in found]


def _with_invitation(one: Shown, asked: Invitation | None) -> Shown:
    if asked is None or one.group.about is not Subject.THREAD:
        return one
    return replace(one, invited=slot("notice.asked", invitation_id=asked.id))


def _called(actor: Person, groups: Sequence[Group]) -> dict[tuple[str, int], CalledWith]:
    """The groups with which the reader was called, by reason and id."""
    wanted = {
        (row.reason, row.reason_id)
        for group in groups
        for row in group.latest
        if row.reason in CALLS and row.direct
    }
    if not wanted:
        return {}
    quiet, names = calls.quiet_of(actor), calls.names_of_groups(actor, wanted)
    return {each: CalledWith(*each, names[each], each in quiet) for each in wanted if each in names}


def _one(
    group: Group,
    named: Mapping[tuple[str, int], Thing],
    levels: Mapping[tuple[str, int], str],
    called: Mapping[tuple[str, int], CalledWith],
) -> Shown:
    reasons: dict[str, None] = {}
    groups_called: dict[CalledWith, None] = {}
    subject, subject_id, key = group.about, group.about_id, group.thing.key
    for row in reversed(group.latest):
        thing = named.get((row.reason, row.reason_id))
        group_called = called.get((row.reason, row.reason_id)) if row.direct else None
        if group_called is not None:
            reasons[reason_of(row.reason, group_called.name)] = None
            groups_called[group_called] = None
        elif row.direct or thing is not None:
            reasons[reason_of(row.reason, thing.title if thing else "")] = None
        if thing is not None:
            subject, subject_id, key = Subject(row.reason), row.reason_id, thing.key
    present = levels.get((subject.value, subject_id), Level.NORMAL.value)
    return Shown(
        group, lines_of(group.latest), list(reasons)[::-1], subject.value, key, present,
        list(groups_called),
    )  # fmt: skip
