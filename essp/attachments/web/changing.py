"""Changing a file: replace it, name it, put it away, bring it back, restore an earlier version."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, cast

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from essp.attachments import changing, policy
from essp.attachments.models import Attachment
from essp.attachments.queries import find_attachment, find_version
from essp.attachments.taking import take_in
from essp.attachments.web import blueprint
from essp.attachments.web.showing import page_of
from essp.core import access
from essp.core.db import transaction
from essp.core.decision import Invalid, require
from essp.core.i18n import _
from essp.people.current import me


@blueprint.post("/files/<uid>/replace")
@access.members
def replace(uid: str) -> ResponseReturnValue:
    """Give a file another content; the earlier one stays as a version."""
    found = find_attachment(me(), uid)
    require(policy.change(me(), found))
    sent = request.files.get("file")
    try:
        if sent is None or not sent.filename:
            raise Invalid(file=_("Choose a file first."))
        taken = take_in(sent.filename, cast(BinaryIO, sent.stream))
        with transaction():
            changing.replace_file(me(), found, taken)
    except Invalid as invalid:
        return page_of(find_attachment(me(), uid), errors=invalid.errors), 422
    flash(_("Replaced. Pages show the new version; the earlier one stays in the list."), "ok")
    return _back(uid)


@blueprint.post("/files/<uid>/rename")
@access.members
def rename(uid: str) -> ResponseReturnValue:
    """Call a file otherwise; pages that use it keep working."""
    found, name = find_attachment(me(), uid), request.form.get("name", "")
    try:
        with transaction():
            changing.rename_file(me(), found, name)
    except Invalid as invalid:
        return page_of(find_attachment(me(), uid), errors=invalid.errors, name=name), 422
    flash(_("The file has another name. All links to it keep working."), "ok")
    return _back(uid)


@blueprint.post("/files/<uid>/archive")
@access.members
def archive(uid: str) -> ResponseReturnValue:
    """Put a file away."""
    return _done(uid, changing.archive_file, _("Archived. It can be brought back at any time."))


@blueprint.post("/files/<uid>/return")
@access.members
def return_file(uid: str) -> ResponseReturnValue:
    """Bring an archived file back."""
    return _done(uid, changing.bring_back_file, _("The file is in use again."))


@blueprint.post("/files/<uid>/versions/<int:number>/restore")
@access.members
def restore(uid: str, number: int) -> ResponseReturnValue:
    """Make an earlier version the present one, as a new version."""
    found = find_attachment(me(), uid)
    find_version(found, number)
    with transaction():
        changing.restore_version(me(), found, number)
    flash(_("Version %(number)s is the present one again.", number=number), "ok")
    return _back(uid)


def _done(uid: str, verb: Callable[..., Attachment], sentence: str) -> ResponseReturnValue:
    found = find_attachment(me(), uid)
    with transaction():
        verb(me(), found)
    flash(sentence, "ok")
    return _back(uid)


def _back(uid: str) -> ResponseReturnValue:
    return redirect(url_for(".show", uid=uid), 303)
