"""The files of a page and of a space: lists, sending, and on a file's own page where it is used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from essp.attachments import folder, wording
from essp.attachments import queries as files
from essp.attachments.kinds import GROUPS
from essp.attachments.models import Attachment
from essp.attachments.policy import attach
from essp.attachments.queries import Wanted
from essp.attachments.storing import may_put, put
from essp.attachments.taking import Batch, take_all
from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Refused, require
from essp.core.i18n import _
from essp.core.incoming import files_sent, wants_json
from essp.people.current import me
from essp.spaces.models import Space
from essp.spaces.policy import read
from essp.spaces.queries import find_space, standing
from essp.wiki import file_uses, policy
from essp.wiki.models import Page
from essp.wiki.queries import find_page
from essp.wiki.web import blueprint
from essp.wiki.web.showing import path_of

PART = 40
MEGABYTE = 1 << 20


@blueprint.get("/p/<uid>/files")
@members
def files_of_page(uid: str) -> ResponseReturnValue:
    """The files of a page: put on it, or used in its text."""
    return _page_screen(find_page(me(), uid))


@blueprint.post("/p/<uid>/files")
@members
def add_to_page(uid: str) -> ResponseReturnValue:
    """Put files on a page; the editor is answered in JSON."""
    page = find_page(me(), uid)
    try:
        require(policy.edit(me(), page))
        batch, stored = _stored(page.space, page.uid)
    except Refused as refused:
        return _refused(refused)
    if wants_json():
        return _told(batch, stored)
    if batch.refused or not stored:
        return _page_screen(page, batch), 422
    _say(batch)
    return redirect(url_for(".files_of_page", uid=page.uid), 303)


@blueprint.get("/s/<slug>/-/files")
@members
def files_of_space(slug: str) -> ResponseReturnValue:
    """The files of a space, by kind and by words in their names."""
    return _space_screen(_readable(slug))


@blueprint.post("/s/<slug>/-/files")
@members
def add_to_space(slug: str) -> ResponseReturnValue:
    """Put files into a space, or beside a page that is being written for the first time."""
    space = _readable(slug)
    try:
        batch, stored = _stored(space, None)
    except Refused as refused:
        return _refused(refused)
    if wants_json():
        return _told(batch, stored)
    if batch.refused or not stored:
        return _space_screen(space, batch), 422
    _say(batch)
    return redirect(url_for(".files_of_space", slug=space.slug), 303)


def uses_of_file(attachment: Attachment) -> Markup:
    """On a file's own page: the pages that use it, as far as the reader may read them."""
    return Markup(
        render_template(
            "attachments/_uses.html",
            attachment=attachment,
            pages=[(page.title, path_of(page), page.space.name) for page in _using(attachment)],
            home=_home(attachment),
        )
    )


def _using(attachment: Attachment) -> Sequence[Page]:
    return file_uses.pages_using(me(), attachment)


def _home(attachment: Attachment) -> tuple[str, str] | None:
    """Title and address of the page on which the file was put, if the reader may read it."""
    page = file_uses.page_of(me(), attachment)
    return (page.title, path_of(page)) if page is not None else None


def _readable(slug: str) -> Space:
    space = find_space(me(), slug)
    require(read(me(), space, standing(me(), space)))
    return space


def _stored(space: Space, page_uid: str | None) -> tuple[Batch, list[Attachment]]:
    """Take in what was sent and put it there; read again as the reader sees it."""
    may_put(me(), space)
    batch = take_all(files_sent())
    with transaction():
        uids = [put(me(), space, taken, page_uid=page_uid).uid for taken in batch.taken]
    return batch, [files.find_attachment(me(), uid) for uid in uids]


def _told(batch: Batch, stored: Sequence[Attachment]) -> ResponseReturnValue:
    return jsonify(wording.told_of_all(batch, stored)), 201 if stored else 422


def _refused(refused: Refused) -> ResponseReturnValue:
    if not wants_json():
        raise refused
    return jsonify({"error": str(refused.reason)}), 403


def _say(batch: Batch) -> None:
    for taken in batch.taken:
        for note in taken.notes:
            flash(str(note), "due")
    if len(batch.taken) == 1:
        flash(_("%(name)s is here now.", name=batch.taken[0].name), "ok")
    else:
        flash(_("%(count)s files are here now.", count=len(batch.taken)), "ok")


def _page_screen(page: Page, batch: Batch | None = None) -> str:
    found = file_uses.files_on(me(), page)
    return render_template(
        "attachments/of_page.html",
        page=page,
        space=page.space,
        path=path_of(page),
        may_add=policy.edit(me(), page),
        **_listed(found, batch),
    )


def _space_screen(space: Space, batch: Batch | None = None) -> str:
    asked = request.args.get("kind", "")
    wanted = Wanted(
        kind=asked if asked in {*GROUPS, "other"} else "",
        words=request.args.get("words", "")[:200],
        archived="archived" in request.args,
    )
    part = request.args.get("part", 1, type=int)
    part = part if 1 <= part <= 10_000 else 1
    count = files.count_files_in(me(), space, wanted)
    found = files.files_in(me(), space, wanted, limit=PART, offset=(part - 1) * PART)
    return render_template(
        "attachments/of_space.html",
        space=space,
        wanted=wanted,
        kinds=[("", _("All kinds")), *((name, str(word)) for name, word in wording.KINDS.items())],
        part=part,
        count=count,
        more=count > part * PART,
        may_add=attach(me(), space, standing(me(), space)),
        **_listed(found, batch),
    )


def _listed(found: Sequence[Attachment], batch: Batch | None) -> dict[str, Any]:
    """What lists of files need: the files with where they are used, and what was refused."""
    return {
        "files": found,
        "uses": file_uses.uses_of(me(), [each.id for each in found]),
        "path_of": path_of,
        "wording": wording,
        "limit": folder.largest() // MEGABYTE,
        "refused": batch.refused if batch is not None else (),
        "nothing": batch is not None and not (batch.refused or batch.taken),
    }
