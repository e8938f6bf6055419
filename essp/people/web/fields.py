"""The fields of every profile, arranged by administrators; and filled in by them for others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields as parts_of
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import requires
from essp.core.db import session, transaction
from essp.core.decision import Invalid
from essp.core.i18n import Message, _, language
from essp.people import answering, fields, hours, queries, sourcing
from essp.people.current import me
from essp.people.field_models import Hand, Kind, ProfileField
from essp.people.models import Person, Role
from essp.people.web import own
from essp.people.web.edge import blueprint, typed
from essp.people.web.showing import audience_words, common_words

ADMINISTRATOR = Role.ADMINISTRATOR.value
Errors = Mapping[str, Message]


@blueprint.get("/profile-fields")
@requires(ADMINISTRATOR)
def list_fields() -> ResponseReturnValue:
    """The fields of every profile, in their order."""
    return render_template(
        "people/fields.html",
        used=fields.every_field(),
        retired=fields.every_field(retired=True),
        counts=fields.counts(),
        language=language(),
        kinds=dict(kind_words()),
        audiences={key: name for key, name, _means in audience_words()},
        hands={key: name for key, name, _means in hand_words()},
        common=common_words(),
        sourced=sourcing.from_source(),
    )


@blueprint.post("/profile-fields/common")
@requires(ADMINISTRATOR)
def say_source() -> ResponseReturnValue:
    """Say which of the fields that every profile has come from where people sign in."""
    with transaction():
        sourcing.say_source(me(), request.form.getlist("sourced")[:20])
    return _back(_("Saved. What stands on profiles stays until an account brings something else."))


@blueprint.get("/profile-fields/new")
@requires(ADMINISTRATOR)
def new_field() -> ResponseReturnValue:
    """Describe a field that is to be added."""
    return _page(fields.Wanted())


@blueprint.post("/profile-fields/new")
@requires(ADMINISTRATOR)
def add_field() -> ResponseReturnValue:
    """Add a field."""
    wanted = _wanted()
    try:
        with transaction():
            made = fields.add_field(me(), wanted)
    except Invalid as wrong:
        return _page(wanted, wrong.errors), HTTPStatus.UNPROCESSABLE_ENTITY
    return _back(_("Every profile has the field %(name)s now.", name=made.name(language())))


@blueprint.get("/profile-fields/<field>")
@requires(ADMINISTRATOR)
def show_field(field: str) -> ResponseReturnValue:
    """Describe a field anew."""
    found = fields.find_field(field)
    return _page(fields.as_wanted(found), field=found)


@blueprint.post("/profile-fields/<field>")
@requires(ADMINISTRATOR)
def change_field(field: str) -> ResponseReturnValue:
    """Change a field."""
    found, wanted = fields.find_field(field), _wanted()
    try:
        with transaction():
            fields.change_field(me(), found, wanted)
    except Invalid as wrong:
        return _page(wanted, wrong.errors, found), HTTPStatus.UNPROCESSABLE_ENTITY
    return _back(_("The field %(name)s is saved.", name=found.name(language())))


@blueprint.post("/profile-fields/<field>/move")
@requires(ADMINISTRATOR)
def move_field(field: str) -> ResponseReturnValue:
    """Put a field one place up or down."""
    with transaction():
        fields.move_field(me(), fields.find_field(field), up=typed("up") == "1")
    return redirect(url_for("people.list_fields"), 303)


@blueprint.post("/profile-fields/<field>/retire")
@requires(ADMINISTRATOR)
def retire_field(field: str) -> ResponseReturnValue:
    """Ask a field no more, or with `back` again."""
    found = fields.find_field(field)
    name = found.name(language())
    if typed("back"):
        with transaction():
            fields.bring_back_field(me(), found)
        return _back(_("%(name)s is asked again.", name=name))
    with transaction():
        fields.retire_field(me(), found)
    return _back(_("%(name)s is asked and shown no more. Its answers are kept.", name=name))


@blueprint.get("/people/<handle>/fields")
@requires(ADMINISTRATOR)
def fill_in(handle: str) -> ResponseReturnValue:
    """What administrators fill in on somebody's profile."""
    return _filling(queries.find_person(handle))


@blueprint.post("/people/<handle>/fields")
@requires(ADMINISTRATOR)
def keep_filled_in(handle: str) -> ResponseReturnValue:
    """Keep what an administrator filled in, and who the person works for."""
    person = queries.find_person(handle)
    try:
        with transaction():
            own.set_manager_typed(person)
            answering.answer(me(), person, own.answers_typed(person))
    except Invalid as wrong:
        return _filling(person, wrong.errors), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("The profile of %(name)s is saved.", name=person.name))
    return redirect(url_for("people.profile", handle=handle), 303)


def kind_words() -> list[tuple[str, str]]:
    """The kinds of fields as they are sent and as they are called."""
    return [
        (Kind.TEXT.value, _("A line of text")),
        (Kind.LONG_TEXT.value, _("Several lines of text")),
        (Kind.CHOICE.value, _("One choice of a list")),
        (Kind.CHOICES.value, _("Several choices of a list")),
        (Kind.DAY.value, _("A day without its year")),
        (Kind.LINK.value, _("A web address")),
        (Kind.PHONE.value, _("A telephone number")),
    ]


def hand_words() -> list[tuple[str, str, str]]:
    """Who may change a field: as it is sent, as it is called, and what it means."""
    return [
        (Hand.PERSON.value, _("The person"), _("And administrators.")),
        (Hand.ADMINISTRATORS.value, _("Administrators"), _("The person reads it only.")),
        (
            Hand.SOURCE.value,
            _("Where people sign in from"),
            _("Nobody changes it here: it comes with the account."),
        ),
    ]


def _wanted() -> fields.Wanted:
    longest = {"choices": 20_000}
    names = [part.name for part in parts_of(fields.Wanted)]
    return fields.Wanted(**{name: typed(name, longest.get(name, 400)) for name in names})


def _back(said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("people.list_fields"), 303)


def _page(
    wanted: fields.Wanted, errors: Errors | None = None, field: ProfileField | None = None
) -> str:
    return render_template(
        "people/field.html",
        wanted=wanted,
        errors=errors or {},
        field=field,
        answers=fields.counts().get(field.id, 0) if field else 0,
        kinds=kind_words(),
        audiences=audience_words(),
        hands=hand_words(),
        language=language(),
    )


def _filling(person: Person, errors: Errors | None = None) -> str:
    again = request.method == "POST"
    leader = session().get(Person, person.manager_id) if person.manager_id else None
    return render_template(
        "people/fill_in.html",
        person=person,
        errors=errors or {},
        asked=own.asked(person, again=again),
        manager=typed("manager") if again else f"@{leader.handle}" if leader else "",
        sourced=sourcing.from_source(),
        colleagues=queries.beside(person),
        months=[(n, hours.month_name(n)) for n in range(1, 13)],
    )
