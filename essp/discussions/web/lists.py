"""The talk of a space, or of every space one reads; and beginning a thread."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound, Refused, require
from essp.core.i18n import _
from essp.discussions import drafts, policy
from essp.discussions.leading import moved_away
from essp.discussions.listing import PER_PART, STATES, Wanted, list_threads
from essp.discussions.models import Kind
from essp.discussions.posting import start_thread
from essp.discussions.subjects import Subject, subject_meant
from essp.discussions.web.asking import keep_looking, with_added
from essp.discussions.web.edge import (
    Form,
    blueprint,
    kind_word,
    note_rules,
    part_asked,
    path_of,
    subject_known,
    typed,
)
from essp.discussions.web.files import brought
from essp.discussions.web.previewing import is_asked, looked_at
from essp.people.current import me
from essp.spaces.models import Space
from essp.spaces.policy import read as may_read_space
from essp.spaces.queries import find_space, standing

BEGUN = (Kind.QUESTION, Kind.DISCUSSION, Kind.IDEA, Kind.ANNOUNCEMENT)


@blueprint.get("/talk")
@members
def everywhere() -> str:
    """Threads of all spaces that the reader reads."""
    return _listed(None)


@blueprint.get("/s/<slug>/-/talk")
@members
def of_space(slug: str) -> str:
    """Threads of a space."""
    return _listed(_readable_space(slug))


def _listed(space: Space | None) -> str:
    wanted = Wanted(_kind(request.args.get("kind", "")), _state(), _about(), part_asked() or 1)
    found = list_threads(me(), space, wanted)
    return render_template(
        "discussions/index.html",
        space=space,
        wanted=wanted,
        found=found,
        kinds=BEGUN,
        parts=-(-found.total // PER_PART) or 1,
        about=request.args.get("about", "")[:100],
        moved=moved_away(me(), space) if space and not found.more else [],
    )


@blueprint.get("/s/<slug>/-/talk/new")
@members
def create(slug: str) -> str:
    """The form that begins a thread, of a kind and about a thing that the address may name."""
    space = _readable_space(slug)
    kind = _kind(request.args.get("kind", "")) or Kind.QUESTION
    form = Form(
        kind=kind.value,
        about=request.args.get("about", "")[:100],
        title=request.args.get("title", "")[:255],
    )
    draft = drafts.own_draft(me(), drafts.for_space(space)) if "fresh" not in request.args else None
    if draft is not None and not form.title:
        form = replace(
            form, text=draft.text, title=draft.title, kind=draft.kind or form.kind,
            about=form.about or draft.about,
        )  # fmt: skip
    return _form(space, form, drafted=draft is not None)


@blueprint.post("/s/<slug>/-/talk/new")
@members
def start(slug: str) -> ResponseReturnValue:
    """Begin the thread, or with `look` show what is there already; a form is given back as typed."""
    space, form = _readable_space(slug), with_added(typed())
    form = replace(form, **brought(form.text, space))
    if form.errors:
        return _form(space, form, errors=form.errors), 422
    if "look" in request.form:
        keep_looking(drafts.for_space(space), form)
        return _form(space, form)
    if is_asked():
        form = replace(form, **looked_at(form.text, space))
        return _form(space, form, errors=form.errors)
    kind = _kind(form.kind)
    if kind is None:
        errors = {"kind": _("Choose what it is.")}
        return _form(space, replace(form, kind=""), errors=errors), 422
    try:
        with transaction():
            thread = start_thread(
                me(), space, kind, title=form.title, text=form.text, about=subject_meant(me(), form.about),
                topics=form.topics, asks_confirmation=form.asks_confirmation,
                save_key=form.save_key, told=form.told,
            )  # fmt: skip
            drafts.discard(me(), drafts.for_space(space))
            note_rules(space.id)
    except Refused as refused:
        return _form(space, form, errors={"kind": refused.reason}), 403
    except NotFound:
        gone = {"about": _("What this was about is not there any more. It can begin without.")}
        return _form(space, replace(form, about=""), errors=gone), 422
    except Invalid as invalid:
        return _form(space, form, errors=invalid.errors), 422
    flash(_("It is there, and everyone who reads this space can reply."), "ok")
    return redirect(path_of(thread), 303)


def _form(space: Space, form: Form, *, errors: object = None, drafted: bool = False) -> str:
    here = standing(me(), space)
    kinds = [
        (kind.value, kind_word(kind.value).label, kind_word(kind.value).meaning)
        for kind in BEGUN
        if policy.start(me(), kind, here)
    ]
    return render_template(
        "discussions/new.html",
        space=space,
        form=form.with_errors(errors or {}),  # type: ignore[arg-type]
        kinds=kinds,
        about=subject_known(form.about),
        drafted=drafted,
        may_announce=here.owner,
    )


def _readable_space(slug: str) -> Space:
    space = find_space(me(), slug)
    require(may_read_space(me(), space, standing(me(), space)))
    return space


def _kind(text: str) -> Kind | None:
    return next((kind for kind in BEGUN if kind.value == text), None)


def _state() -> str:
    state = request.args.get("state", "")
    return state if state in STATES else ""


def _about() -> Subject | None:
    return subject_meant(me(), request.args.get("about", "")[:100])
