"""Home in the browser: what needs the reader, what is new for them, and putting things aside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core import clock
from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import NotFound
from essp.core.i18n import _
from essp.core.web import zone
from essp.discussions.models import Kind
from essp.home import beside, visits
from essp.home.gathering import Asked, Needs, guarded, needs_of, news_of, visit
from essp.home.interests import Interests, interests_of
from essp.home.ranking import Key
from essp.notifications import subjects
from essp.notifications.models import Level, Subject
from essp.notifications.watching import set_level
from essp.people.current import me
from essp.spaces.models import Space
from essp.spaces.queries import find_space, own_spaces, owned_by, readable_spaces

blueprint = Blueprint("home", __name__)
ASIDE = {Subject.PAGE, Subject.THREAD}
WEEK = timedelta(days=7)
BEGUN = {"discussion": Kind.DISCUSSION, "idea": Kind.IDEA, "announcement": Kind.ANNOUNCEMENT}


@blueprint.get("/")
@members
def index() -> ResponseReturnValue:
    """What needs the reader, then what is new for them by place, or with `view=time` by time."""
    who = interests_of(me(), everywhere="everywhere" in request.args)
    if who.nothing:
        who = interests_of(me(), everywhere=True)
    here = visits.visit_of(me())
    since, before = visit(here)
    asked = Asked(request.args.get("view") == "time", _only(who))
    every = request.args.get("needs") == "all"
    needs = guarded("needs", partial(needs_of, who, every=every))
    news = guarded("news", partial(news_of, who, since, asked, needs or Needs()))
    answer = render_template(
        "home/index.html",
        today=clock.now().astimezone(zone()),
        now=clock.now(),
        who=who,
        needs=needs,
        news=news,
        asked=asked,
        since=since,
        before=before,
        waiting=guarded("waiting", partial(beside.waiting_near, who)),
        colleagues=guarded("colleagues", partial(beside.new_colleagues, who)),
        topics=beside.followed_topics(who),
        pages=beside.kept_pages(who),
        everywhere="everywhere" in request.args,
    )
    if visits.is_due(here, clock.now()):  # remembered, but not with every reload
        with transaction():
            visits.note_visit(me())
    return answer


def _only(who: Interests) -> Key | None:
    """The place that the address names: a space among one's own, or a topic that one follows."""
    kind, _colon, key = request.args.get("place", "")[:100].partition(":")
    if kind == "space":
        return next((("space", each.id) for each in who.spaces.values() if each.slug == key), None)
    if kind == "topic":
        topics = who.names.items()
        return next((("topic", each) for each, topic in topics if topic.key == key), None)
    return None


@blueprint.post("/home/seen")
@members
def seen() -> ResponseReturnValue:
    """The reader is up to date until the moment at which what they saw was drawn."""
    try:
        until = datetime.fromisoformat(request.form.get("until", ""))
    except ValueError:
        until = clock.now()
    with transaction():
        visits.mark_seen(me(), until if until.tzinfo else until.replace(tzinfo=UTC))
    flash(_("You are up to date."), "ok")
    return redirect(_back(), 303)


@blueprint.post("/home/aside")
@members
def aside() -> ResponseReturnValue:
    """Something does not need the reader: home asks no more."""
    subject = _subject()
    if subject not in ASIDE:
        raise NotFound
    with transaction():
        visits.pass_on(me(), subject, request.form.get("key", ""))
    flash(_("Put aside. It stays where it is, and home asks you no more."), "info")
    return redirect(_back(), 303)


@blueprint.post("/home/level")
@members
def level() -> ResponseReturnValue:
    """Hear nothing more of a thing, or (`week`) nothing for a week, or again what matters most."""
    subject, key = _subject(), request.form.get("key", "")
    wanted = request.form.get("level", "")
    until = clock.now() + WEEK if wanted == "week" else None
    kept = None if until else Level.MUTED if wanted == "muted" else Level.NORMAL
    with transaction():
        subject_id = set_level(me(), subject, key, kept, until)
    name = subjects.names(me(), subject, [subject_id])[subject_id].title
    if wanted == "muted":
        flash(
            _(
                "You hear nothing more of %(name)s. Press Watch there to hear of it again.",
                name=name,
            )
        )
    elif until:
        flash(_("You hear nothing of %(name)s for a week.", name=name))
    else:
        flash(_("You hear of %(name)s again.", name=name), "ok")
    return redirect(_back(), 303)


@blueprint.get("/begin")
@members
def begin() -> ResponseReturnValue:
    """To the form in which something begins; first the choice of what, and of where."""
    title, kind = request.args.get("title", "")[:255], request.args.get("kind", "")
    slug = request.args.get("space", "")[:80]
    if slug:
        return redirect(_form_in(find_space(me(), slug).slug, kind, title), 303)
    if kind == "page":
        return redirect(url_for("wiki.create", title=title or None), 303)
    if kind == "question":
        return redirect(url_for("discussions.ask", title=title or None), 303)
    spaces = _places(kind) if kind in BEGUN else ()
    chosen = kind if kind in BEGUN else ""
    return render_template("home/begin.html", kind=chosen, title=title, spaces=spaces)


def _form_in(slug: str, kind: str, title: str) -> str:
    if kind == "page":
        return url_for("wiki.create_in", slug=slug, title=title or None)
    began = BEGUN.get(kind, Kind.QUESTION).value
    return url_for("discussions.create", slug=slug, kind=began, title=title or None)


def _places(kind: str) -> Sequence[Space]:
    """Where the reader may begin it, their own spaces first."""
    spaces = readable_spaces(me())
    if BEGUN[kind] is Kind.ANNOUNCEMENT:
        owned = owned_by(me(), spaces)
        return [space for space in spaces if space.id in owned]
    own = {space.id for space in own_spaces(me())}
    return sorted(spaces, key=lambda space: space.id not in own)


def _subject() -> Subject:
    try:
        return Subject(request.form.get("subject", ""))
    except ValueError:
        raise NotFound from None


def _back() -> str:
    """Home as it was looked at."""
    return url_for(".index", view="time" if request.form.get("view") == "time" else None)
