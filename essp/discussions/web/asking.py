"""Asking: one form for every space, and beside each form what is there already."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound, Refused, require
from essp.core.i18n import _, language, ngettext
from essp.discussions import asking, drafts
from essp.discussions.asking import Waits
from essp.discussions.models import Kind, Thread
from essp.discussions.posting import start_thread
from essp.discussions.subjects import subject_meant
from essp.discussions.web.edge import (
    Form,
    blueprint,
    note_rules,
    path_of,
    subject_known,
    typed,
)
from essp.discussions.web.files import brought
from essp.discussions.web.previewing import is_asked, looked_at
from essp.people.current import me
from essp.spaces.models import Space
from essp.spaces.policy import read as may_read_space
from essp.spaces.queries import find_space, own_spaces, readable_spaces, standing

MOST_ADDED = 10


@blueprint.get("/ask")
@members
def ask() -> str:
    """The form that asks a question wherever it fits; `about` may name whom or what it is about."""
    asked = request.args
    form = Form(
        kind=Kind.QUESTION.value, title=asked.get("title", "")[:255],
        about=asked.get("about", "")[:100],
    )  # fmt: skip
    draft = drafts.own_draft(me(), drafts.ANYWHERE) if "fresh" not in asked else None
    if draft is not None and not form.title:
        form = replace(form, text=draft.text, title=draft.title, about=form.about or draft.about)
    return _ask_page(form, _chosen(asked.get("space", "")), drafted=draft is not None)


@blueprint.post("/ask")
@members
def send_question() -> ResponseReturnValue:
    """Ask it; or with `look` or `fits` show what is there already, with all that was typed."""
    form, space = with_added(typed()), _chosen(request.form.get("space", ""))
    form = replace(form, **brought(form.text, space))
    if form.errors:
        return _ask_page(form, space), 422
    if "look" in request.form or "fits" in request.form:
        space = _chosen(request.form.get("fits", "")) or space
        keep_looking(drafts.ANYWHERE, form)
        return _ask_page(form, space or _best_place(form))
    if is_asked():
        return _ask_page(replace(form, **looked_at(form.text, space)), space)
    if space is None:
        missing = _("Choose where it is asked. Everyone who reads that space can answer.")
        return _ask_page(form.with_errors({"space": missing}), None), 422
    try:
        with transaction():
            thread = start_thread(
                me(), space, Kind.QUESTION, title=form.title, text=form.text or form.title,
                about=subject_meant(me(), form.about), topics=form.topics, save_key=form.save_key,
                told=form.told,
            )  # fmt: skip
            drafts.discard(me(), drafts.ANYWHERE)
            note_rules(space.id)
    except NotFound:
        gone = {"about": _("What this was about is not there any more. It can begin without.")}
        return _ask_page(replace(form, about="", errors=gone), space), 422
    except Refused as refused:
        return _ask_page(form.with_errors({"space": refused.reason}), space), 403
    except Invalid as invalid:
        return _ask_page(form.with_errors(invalid.errors), space), 422
    flash(_("It is asked, and everyone who reads this space can answer."), "ok")
    return redirect(path_of(thread), 303)


@blueprint.post("/ask/near")
@members
def near() -> str:
    """What is there already for a question as far as it is typed: a part of the screen, for script."""
    form = with_added(typed())
    slug = request.form.get("space", "") or request.args.get("space", "")
    return str(near_panel(_chosen(slug), form, anywhere="anywhere" in request.args))


@blueprint.post("/ask/found")
@members
def found() -> ResponseReturnValue:
    """The page that was named answers it: what was typed is dropped, and the page opened."""
    place = request.form.get("place", "")
    with transaction():
        space = _chosen(place)
        drafts.discard(me(), drafts.for_space(space) if space else drafts.ANYWHERE)
    return redirect(f"/p/{_uid(request.form.get('page', ''))}", 303)


@blueprint.post("/t/<talk>/same")
@members
def same_question(talk: str) -> ResponseReturnValue:
    """Say that one has this question too, instead of asking it again."""
    with transaction():
        thread = asking.join_question(me(), talk)
    flash(_("Noted: you have this question too, and hear when it is answered."), "ok")
    return redirect(path_of(thread), 303)


@blueprint.app_template_global("near_panel")
def near_panel(space: Space | None, form: Form, *, anywhere: bool = False) -> Markup:
    """What may answer, how long it takes, where it fits and what it is about; for a form of talk."""
    found = asking.near(me(), form.title, form.text)
    topics = asking.topics_for(me(), space, form.title, form.text) if form.title.strip() else []
    ids = [each.id for each in topics]
    put = {each.strip().casefold() for each in form.topics.split(",")}
    labels = [each.label(language()) for each in topics]
    return Markup(
        render_template(
            "discussions/_near.html",
            space=space,
            form=form,
            found=found,
            topics=[each for each in labels if each.casefold() not in put],
            wait=_waiting(space, ids) if form.title.strip() else "",
            fits=asking.spaces_for(me(), found, ids) if anywhere and space is None else [],
            readers=asking.people_who_answer(space) if space is not None else None,
            anywhere=anywhere,
        )
    )


@blueprint.app_template_global("similar_threads")
def similar_threads(thread: Thread) -> list[tuple[str, str, str]]:
    """Conversations that may be about the same, to be chosen from: uid, title, where it is."""
    return [
        (each.thread.uid, each.thread.title, each.thread.space.name)
        for each in asking.similar_to(me(), thread)
    ]


def with_added(form: Form) -> Form:
    """The form with the suggested topics that were ticked among its own."""
    ticked = [each[:80] for each in request.form.getlist("also")[:MOST_ADDED] if each.strip()]
    put = [each.strip() for each in form.topics.split(",") if each.strip()]
    known = {each.casefold() for each in put}
    put += [each for each in ticked if each.casefold() not in known]
    return replace(form, topics=", ".join(put))


def keep_looking(place: str, form: Form) -> None:
    """Keep what is typed before something else is looked at; what is too large is in the form."""
    with suppress(Invalid), transaction():
        drafts.keep_draft(
            me(), place, text=form.text, title=form.title, kind=form.kind, about=form.about
        )


def _ask_page(form: Form, space: Space | None, *, drafted: bool = False) -> str:
    readable, own = readable_spaces(me()), {each.id for each in own_spaces(me())}
    mine = [each for each in readable if each.id in own]
    others = [each for each in readable if each.id not in own]
    return render_template(
        "discussions/ask.html",
        form=form,
        space=space,
        mine=mine,
        others=others,
        about=subject_known(form.about),
        drafted=drafted,
    )


def _best_place(form: Form) -> Space | None:
    found = asking.near(me(), form.title, form.text)
    topics = [each.id for each in asking.topics_for(me(), None, form.title, form.text)]
    return next(iter(asking.spaces_for(me(), found, topics, 1)), None)


def _chosen(slug: str) -> Space | None:
    """The space of that address, if the reader may write there."""
    if not slug:
        return None
    try:
        space = find_space(me(), slug[:100])
        require(may_read_space(me(), space, standing(me(), space)))
    except (NotFound, Refused):
        return None
    return space


def _uid(text: str) -> str:
    return "".join(each for each in text[:10] if each.isascii() and each.isalnum())


def _waiting(space: Space | None, topics: list[int]) -> str:
    found = asking.waits(me(), space, topics)
    return wait_words(found) if found is not None else ""


def wait_words(found: Waits) -> str:
    """How long such questions wait, in a sentence or two."""
    if found.half is None:
        return ngettext(
            "More than half of %(num)s question like it in the last year has no answer yet.",
            "More than half of %(num)s questions like it in the last year have no answer yet.",
            found.questions,
        )
    told = ngettext(
        "About half of questions like it get a first answer within %(time)s (%(num)s in the last year).",
        "About half of questions like it get a first answer within %(time)s (%(num)s in the last year).",
        found.questions,
        time=roughly(found.half),
    )
    if not found.late:
        return told
    late = ngettext(
        "%(num)s of %(known)s waited longer than %(time)s.",
        "%(num)s of %(known)s waited longer than %(time)s.",
        found.late,
        known=found.known,
        time=roughly(found.span),
    )
    return f"{told} {late}"


def roughly(span: timedelta) -> str:
    """A span of time as people say it, never shorter than it is."""
    hours = -(-int(span.total_seconds()) // 3600)
    if hours <= 23:
        return ngettext("an hour", "%(num)s hours", max(hours, 1))
    return ngettext("a day", "%(num)s days", -(-hours // 24))
