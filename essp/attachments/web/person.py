"""The files of a person: on the profile, and what the person sent that everyone may read."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from essp.attachments import folder, policy, queries, wording
from essp.attachments.storing import may_put, put
from essp.attachments.taking import Batch, take_all
from essp.attachments.web import blueprint
from essp.core import access
from essp.core.db import transaction
from essp.core.i18n import _
from essp.core.incoming import files_sent
from essp.people.current import me
from essp.people.models import Person
from essp.people.queries import find_person

PART = 40
FEW = 5
MEGABYTE = 1 << 20


@blueprint.get("/people/<handle>/files")
@access.members
def files_of_person(handle: str) -> ResponseReturnValue:
    """All files of a person that everyone may read."""
    return _screen(find_person(handle))


@blueprint.post("/people/<handle>/files")
@access.members
def add_to_profile(handle: str) -> ResponseReturnValue:
    """Put files on one's own profile."""
    person = find_person(handle)
    may_put(me(), person)
    batch = take_all(files_sent())
    with transaction():
        for taken in batch.taken:
            put(me(), person, taken)
    if batch.refused or not batch.taken:
        return _screen(person, batch), 422
    for taken in batch.taken:
        for note in taken.notes:
            flash(str(note), "due")
    flash(_("It is on your profile now, for everyone to read."), "ok")
    return redirect(url_for(".files_of_person", handle=person.handle), 303)


def files_beside_person(person: Person) -> Markup:
    """The latest files of a person, for the profile; nothing for somebody else who has none."""
    found = queries.files_of_person(me(), person, limit=FEW + 1)
    if not found and person.id != me().id:
        return Markup()
    return Markup(
        render_template(
            "attachments/_person_files.html",
            person=person,
            files=found[:FEW],
            more=len(found) > FEW,
            own=person.id == me().id,
            wording=wording,
        )
    )


def _screen(person: Person, batch: Batch | None = None) -> str:
    part = request.args.get("part", 1, type=int)
    part = part if 1 <= part <= 10_000 else 1
    found = queries.files_of_person(me(), person, limit=PART + 1, offset=(part - 1) * PART)
    return render_template(
        "attachments/of_person.html",
        person=person,
        files=found[:PART],
        part=part,
        more=len(found) > PART,
        uses={},
        path_of=None,
        may_add=policy.attach_to_profile(me(), person),
        wording=wording,
        limit=folder.largest() // MEGABYTE,
        refused=batch.refused if batch is not None else (),
        nothing=batch is not None and not (batch.refused or batch.taken),
    )
