"""Writing: the edit form, a new page, the preview, drafts, and the choice between two texts."""

from __future__ import annotations

from dataclasses import replace

import structlog
from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound, Refused, require
from essp.core.i18n import _
from essp.core.text.merge import merge, resolve
from essp.people.current import me
from essp.spaces.models import Space
from essp.spaces.policy import read as may_read_space
from essp.spaces.queries import find_space, readable_spaces, standing
from essp.wiki import drafts, lifecycle, policy, prompts
from essp.wiki.draft_models import Draft
from essp.wiki.editing import Conflict, create_page, edit_page
from essp.wiki.foreseeing import foresee
from essp.wiki.models import Page
from essp.wiki.page_templates import beginning, keep_beginning
from essp.wiki.queries import find_page, pages_in
from essp.wiki.reading import authors_of
from essp.wiki.texts import Withheld, text_of
from essp.wiki.web import blueprint
from essp.wiki.web.conflicts import conflict_page
from essp.wiki.web.drafting import form_of, keep_typed, new_form_of
from essp.wiki.web.reading import make_ready
from essp.wiki.web.showing import path_of, shares_of
from essp.wiki.web.tagging import wished
from essp.wiki.web.templating import chosen_template, filled_in
from essp.wiki.web.told import told
from essp.wiki.web.typed import Form, choices, number_in, typed

log = structlog.get_logger(__name__)


@blueprint.get("/p/<uid>/edit")
@members
def edit(uid: str) -> ResponseReturnValue:
    """The edit form, with the actor's unsaved text if there is any; an archived page can be brought back."""
    page = find_page(me(), uid)
    decision = policy.edit(me(), page)
    if page.archived:
        flash(str(decision.reason), "due")
        return redirect(path_of(page), 303)
    require(decision)
    draft = drafts.own_draft(me(), page)
    fresh = "fresh" in request.args
    if draft is not None and not fresh:
        return _editor(page, form_of(draft, page), draft=draft)
    return _editor(page, Form(text=text_of(page), based_on=page.revision_number))


@blueprint.post("/p/<uid>/edit")
@members
def save(uid: str) -> ResponseReturnValue:
    """Save; answers with the page, or with the form and what was typed in it."""
    page, form = find_page(me(), uid), typed()
    if request.form.get("discard"):
        with transaction():
            drafts.discard(me(), page, aside=True)
        flash(_("Your draft is put aside, under earlier drafts. The page is as it was."), "info")
        return redirect(path_of(page), 303)
    return _saved(uid, form)


@blueprint.post("/p/<uid>/resolve")
@members
def resolve_conflict(uid: str) -> ResponseReturnValue:
    """Save what was chosen, passage by passage, where two people changed the same words."""
    page, form = find_page(me(), uid), typed()
    number = number_in("current") or 0
    if form.based_on is None or not 1 <= form.based_on <= number <= page.revision_number:
        missing = Invalid(based_on=_("This save does not say which revision it started from."))
        return _given_back(uid, form, missing)
    try:
        merged = merge(text_of(page, form.based_on), form.text, text_of(page, number))
    except Withheld as withheld:
        return _given_back(uid, replace(form, based_on=number), Invalid(based_on=withheld.reason))
    form = replace(form, text=resolve(merged.chunks, choices(merged)), based_on=number)
    return _saved(uid, form)


@blueprint.get("/new")
@members
def create() -> ResponseReturnValue:
    """Choose the space for a new page."""
    spaces = readable_spaces(me())
    return render_template("wiki/choose_space.html", spaces=spaces)


@blueprint.get("/s/<slug>/-/new")
@members
def create_in(slug: str) -> ResponseReturnValue:
    """The form for a new page in a space."""
    space = _writable_space(slug)
    title, parent = request.args.get("title", "")[:255], request.args.get("parent", "")[:10]
    if (template := chosen_template(space, request.args.get("template", ""))) is not None:
        text = filled_in(template, space, title)
        return _creator(space, Form(title=title, parent=parent, text=text, template=template.key))
    draft = drafts.own_new_draft(me(), space)
    if draft is not None and title in {"", draft.title} and "fresh" not in request.args:
        return _creator(space, new_form_of(draft), draft=draft)
    return _creator(space, Form(title=title, parent=parent))


@blueprint.post("/s/<slug>/-/new")
@members
def start(slug: str) -> ResponseReturnValue:
    """Start the page; answers with it, or with the form and what was typed in it."""
    space, form = _writable_space(slug), typed()
    try:
        with transaction():
            template = chosen_template(space, form.template)
            saved = create_page(
                me(), space, title=form.title, text=form.text, parent=form.parent or None,
                summary=form.summary, save_key=form.save_key, begun=beginning(template),
                topics=wished(form.topics), told=form.told,
            )  # fmt: skip
            keep_beginning(saved.page, template)
            where = path_of(find_page(me(), saved.page.uid))
    except NotFound:
        gone = {"parent": _("That page is not in this space any more. Choose another place.")}
        return _creator(find_space(me(), slug), replace(form, parent="", errors=gone)), 422
    except OperationalError as failed:
        log.error("a new page could not be stored", reason=str(failed.orig))
        return _creator(find_space(me(), slug), form.with_errors({"text": _not_stored()})), 503
    except Invalid as invalid:
        return _creator(find_space(me(), slug), form.with_errors(invalid.errors)), 422
    flash(_("The page is there, and everyone who reads this space can add to it."), "ok")
    make_ready(saved.page.uid)
    return redirect(where, 303)


def _saved(uid: str, form: Form) -> ResponseReturnValue:
    """Save an edit; answers with the page, the places to choose, or the form with what was typed."""
    try:
        with transaction():
            page = find_page(me(), uid)
            back = page.archived and "bring_back" in request.form
            if back:
                _bring_back(page)
            saved = edit_page(
                me(), page, text=form.text, based_on=form.based_on,
                summary=form.summary, minor=form.minor, save_key=form.save_key,
                topics=wished(form.topics), told=form.told,
            )  # fmt: skip
            prompts.follow(me(), saved, request.form.get("comment", "")[:10])
            where = path_of(find_page(me(), uid))
    except Conflict as conflict:
        page = find_page(me(), uid)
        keep_typed(page, form)
        return conflict_page(page, conflict, form), 409
    except (Refused, Invalid, OperationalError) as wrong:
        return _given_back(uid, form, wrong)
    flash(
        *(
            (_("The page is in use again, and your text is saved."), "ok")
            if back and saved.proposal is None
            else told(saved)
        )
    )
    make_ready(uid)
    return redirect(where, 303)


def _bring_back(page: Page) -> None:
    """Use the page again on which the save goes. Raises Invalid (`text`) when its title was taken."""
    try:
        lifecycle.bring_back(me(), page)
    except Invalid as taken:
        raise Invalid(text=taken.errors["title"]) from None


def _writable_space(slug: str) -> Space:
    space = find_space(me(), slug)
    require(may_read_space(me(), space, standing(me(), space)))
    return space


def _given_back(
    uid: str, form: Form, wrong: Refused | Invalid | OperationalError
) -> ResponseReturnValue:
    """The form with what was typed and why it was not saved; a usable base, where that was missing."""
    if isinstance(wrong, Refused):
        keep_typed(find_page(me(), uid), form)
        page = find_page(me(), uid)
        said = {} if page.archived else {"text": wrong.reason}  # an archived page says so itself
        return _editor(page, form.with_errors(said)), 403
    page = find_page(me(), uid)
    if isinstance(wrong, OperationalError):
        log.error("an edit could not be stored", reason=str(wrong.orig))
        return _editor(page, form.with_errors({"text": _not_stored()})), 503
    if "based_on" in wrong.errors:
        form = replace(form, based_on=page.revision_number)
    return _editor(page, form.with_errors(wrong.errors)), 422


def _not_stored() -> str:
    return _(
        "The site could not store this just now. Your text is still here: try again in a minute, and "
        "tell the administrator if it stays."
    )


def _editor(page: Page, form: Form, draft: Draft | None = None) -> str:
    authors = authors_of(page)
    return render_template(
        "wiki/edit.html",
        page=page,
        space=page.space,
        form=form,
        draft=draft,
        newer=page.revision_number - (form.based_on or page.revision_number),
        shares=shares_of(authors),
        ahead=foresee(me(), page),
    )


def _creator(space: Space, form: Form, draft: Draft | None = None) -> str:
    parents = [("", _("At the top of the space"))]
    parents += [(page.uid, page.title) for page in pages_in(me(), space)]
    return render_template("wiki/create.html", space=space, form=form, draft=draft, parents=parents)
