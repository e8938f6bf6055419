"""Watching in the browser: what one watches, what changed of it, and the buttons on other screens."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from essp.core.access import members
from essp.core.db import transaction
from essp.core.i18n import _
from essp.discussions.models import Thread
from essp.notifications import calls, marking, queries, subjects, watching
from essp.notifications.models import Subject
from essp.notifications.web.edge import blueprint
from essp.notifications.web.levels import level_asked, subject_asked
from essp.notifications.web.unread import may_have_unread
from essp.notifications.wording import level_choices
from essp.people.current import me
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import read
from essp.spaces.queries import standing
from essp.topics.models import Topic
from essp.wiki.queries import find_page
from essp.wiki.web.changes import by_day, continued_from


@blueprint.get("/watching")
@members
def watched() -> str:
    """Everything the reader watches, and what others changed of it."""
    changes = queries.watched_changes(me(), before=continued_from(), limit=queries.PER_PAGE + 1)
    shown, older = changes[: queries.PER_PAGE], None
    if len(changes) > queries.PER_PAGE:
        older = url_for(".watched", before=f"{shown[-1].at.isoformat()}_{shown[-1].id}")
    return render_template(
        "notifications/watched.html",
        watched=queries.watched_by(me()),
        levels=dict(level_choices()),
        quiet=calls.quiet_names(me()),
        days=by_day(shown),
        older=older,
    )


@blueprint.post("/watching")
@members
def change() -> ResponseReturnValue:
    """Watch the thing `key` of the kind `subject`, as much as `level` says, or with `stop` no longer."""
    subject, key = subject_asked(), request.form.get("key", "")
    with transaction():
        subject_id = _changed(subject, key)
    if request.accept_mimetypes.best == "application/json":
        return jsonify(_state(subject, key))
    thing = subjects.names(me(), subject, [subject_id])[subject_id]
    _say_changed(subject, thing.title)
    return redirect(_back(thing.url), 303)


def _say_changed(subject: Subject, name: str) -> None:
    person = subject is Subject.PERSON
    if request.form.get("stop"):
        stopped = _("You no longer follow %(name)s.", name=name)
        flash(stopped if person else _("You no longer watch %(name)s.", name=name), "info")
    elif "level" in request.form:
        flash(_("Saved: how much you hear of %(name)s.", name=name), "ok")
    elif person:
        flash(_("You follow %(name)s: what they do is on your home page.", name=name), "ok")
    else:
        told = _("You watch %(name)s: what others change is on your home page.", name=name)
        flash(told, "ok")


def _changed(subject: Subject, key: str) -> int:
    if "level" in request.form:
        return watching.set_level(me(), subject, key, *level_asked(request.form["level"]))
    return (watching.stop if request.form.get("stop") else watching.watch)(me(), subject, key)


def _back(url: str) -> str:
    """Where the form stands: the list, the choice of a page, or the thing itself."""
    if request.form.get("list"):
        return url_for(".watched")
    page = request.form.get("page", "")
    return url_for(".page", uid=page) if page.isalnum() else url


@blueprint.get("/p/<uid>/watch")
@members
def page(uid: str) -> ResponseReturnValue:
    """Choose how far to watch: this page, all below it, its space. As JSON the present state."""
    if request.accept_mimetypes.best == "application/json":
        return jsonify(_state(Subject.PAGE, uid))
    found = find_page(me(), uid)
    things = (
        (Subject.PAGE, found.id), (Subject.BRANCH, found.id), (Subject.SPACE, found.space_id)
    )  # fmt: skip
    return render_template(
        "notifications/page.html",
        page=found,
        reached=queries.reached(me(), found),
        states={each.value: queries.watching_of(me(), each, id) for each, id in things},
        levels=level_choices(),
    )


def _state(subject: Subject, key: str) -> dict[str, object]:
    """Whether the reader hears of a thing, and how many do."""
    if subject in {Subject.PAGE, Subject.BRANCH}:
        reached = queries.reached(me(), find_page(me(), key))
        return {"watching": bool(reached.subjects), "watchers": reached.watchers}
    subject_id = subjects.find(me(), subject, key)
    found = queries.watching_of(me(), subject, subject_id)
    return {"watching": found.watching, "watchers": found.watchers}


def _button(subject: Subject, key: str, subject_id: int, name: str) -> Markup:
    return Markup(
        render_template(
            "notifications/_button.html",
            subject=subject.value,
            key=key,
            name=name,
            state=queries.watching_of(me(), subject, subject_id),
            levels=level_choices(),
        )
    )


def watch_space(space: Space) -> Markup:
    """The button on a space's page, which reads who came in; nothing for who may not read it."""
    if not read(me(), space, standing(me(), space)):
        return Markup()
    if may_have_unread():
        marking.opened(me().id, Subject.SPACE, space.id)
    return _button(Subject.SPACE, space.slug, space.id, space.name)


def watch_topic(topic: Topic) -> Markup:
    """The button on a topic's page."""
    named = subjects.names(me(), Subject.TOPIC, [topic.id]).get(topic.id)
    return _button(Subject.TOPIC, topic.slug, topic.id, named.title if named else "")


def watch_thread(thread: Thread) -> Markup:
    """The button on a conversation; whoever sees it has opened it, so what was told of it is read."""
    if may_have_unread():
        marking.opened(me().id, Subject.THREAD, thread.id)
    return _button(Subject.THREAD, thread.uid, thread.id, thread.title or _("this conversation"))


def watch_person(person: Person) -> Markup:
    """The button on another person's page."""
    if person.id == me().id:
        return Markup()
    return _button(Subject.PERSON, person.handle, person.id, person.name)
