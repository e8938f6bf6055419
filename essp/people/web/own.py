"""Saying who one is: the profile, the working week, the manager, an absence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import session, transaction
from essp.core.decision import Invalid
from essp.core.i18n import Message, _, language
from essp.people import (
    absences,
    answering,
    hours,
    managing,
    policy,
    profiles,
    queries,
    seeing,
    sourcing,
)
from essp.people.current import me
from essp.people.field_models import Hand
from essp.people.models import Person
from essp.people.web.edge import blueprint, typed
from essp.people.web.showing import common_words

Errors = Mapping[str, Message]
LONGEST_ANSWER = 4000


@blueprint.get("/account/profile")
@members
def own_profile() -> ResponseReturnValue:
    """What one says of oneself, to be changed."""
    return page()


@blueprint.post("/account/profile")
@members
def edit_profile() -> ResponseReturnValue:
    """Change what one says about oneself."""
    said = profiles.Profile(
        **{field.name: typed(field.name, LONGEST_ANSWER) for field in fields(profiles.Profile)}
    )
    errors: dict[str, Message] = {}
    try:
        with transaction():
            with _gathered(errors):
                profiles.edit_profile(me(), me(), said)
            with _gathered(errors):
                hours.choose_hours(me(), me(), time_zone=typed("time_zone"), days=days_typed())
            with _gathered(errors):
                set_manager_typed(me())
            with _gathered(errors):
                answering.answer(me(), me(), answers_typed(me()))
            if errors:
                raise Invalid(**errors)
    except Invalid as wrong:
        return page(wrong.errors, said=said), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("Your profile is saved."))
    return redirect(url_for("people.own_profile"), 303)


@blueprint.post("/account/absence")
@members
def be_away() -> ResponseReturnValue:
    """Note that one will be away."""
    try:
        with transaction():
            deputy = queries.colleague_meant(typed("deputy"), "deputy")
            absences.be_away(
                me(), me(), first=typed("away_from"), last=typed("away_until"), deputy=deputy
            )
    except Invalid as wrong:
        return page(wrong.errors, form="absence"), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("Your absence is noted."))
    return redirect(url_for("people.own_profile", _anchor="absence"), 303)


@blueprint.post("/account/absence/end")
@members
def be_back() -> ResponseReturnValue:
    """Forget the absence."""
    with transaction():
        absences.be_back(me(), me())
    flash(_("You are shown as present again."))
    return redirect(url_for("people.own_profile", _anchor="absence"), 303)


def page(
    errors: Errors | None = None, *, said: profiles.Profile | None = None, form: str = ""
) -> str:
    """The page of one's own profile, with what is wrong and what was typed."""
    person = me()
    return render_template(
        "people/own_profile.html",
        person=person,
        said=said or present_profile(person),
        errors=errors or {},
        form=form,
        asked=asked(person, again=said is not None),
        sourced=sourcing.from_source(),
        kept=[*_from_source(person), *_kept_elsewhere(person)],
        week=_week(person, again=said is not None),
        time_zone_options=[
            ("", _("Not said")),
            *((z, z.replace("_", " ")) for z in hours.time_zones()),
        ],
        time_zone=typed("time_zone") if said else person.time_zone,
        manager=typed("manager") if said else _handle(person.manager_id),
        away=_absence(person, again=form == "absence"),
        will_be_away=absences.will_be_away(person),
        colleagues=queries.beside(person),
        months=[(n, hours.month_name(n)) for n in range(1, 13)],
    )


def asked(person: Person, *, again: bool) -> list[dict[str, Any]]:
    """The fields that the reader may fill in for a person, each with what stands or was typed there."""
    reader = language()
    found = []
    for shown in seeing.answers_to_change(me(), person):
        name = answering.name_in_form(shown.field)
        found.append(
            {
                "name": name,
                "kind": shown.field.kind,
                "label": shown.field.name(reader),
                "hint": shown.field.hint(reader),
                "audience": shown.field.audience,
                "options": [(c["key"], c.get(reader) or c["en"]) for c in shown.field.choices],
                "value": request.form.getlist(name) if again else _as_typed(shown.value),
            }
        )
    return found


def answers_typed(person: Person) -> dict[str, list[str]]:
    """What was typed into the fields that the reader may fill in, by their uid."""
    found = {}
    for shown in seeing.answers_to_change(me(), person):
        name = answering.name_in_form(shown.field)
        if f"{name}-asked" in request.form:
            found[shown.field.uid] = [each[:LONGEST_ANSWER] for each in request.form.getlist(name)]
    return found


def days_typed() -> dict[str, tuple[str, str]]:
    """The working days that were ticked, each with when it begins and ends."""
    return {
        day: (typed(f"from-{day}", 20), typed(f"until-{day}", 20))
        for day in hours.DAYS
        if request.form.get(f"day-{day}")
    }


def present_profile(person: Person) -> profiles.Profile:
    """A profile as its form shows it."""
    return profiles.Profile(
        name=person.name,
        job_title=person.job_title,
        department=person.department,
        location=person.location,
        about=person.about,
        speaks=", ".join(person.speaks),
        ask_me_about=", ".join(person.ask_me_about),
        working_on=person.working_on,
    )


def set_manager_typed(person: Person) -> None:
    """Say who somebody works for, as it was typed; where that comes from the source it is left out."""
    if "manager" not in sourcing.from_source():
        managing.set_manager(me(), person, queries.colleague_meant(typed("manager"), "manager"))


def _kept_elsewhere(person: Person) -> list[tuple[str, str, Message]]:
    """Answers that others fill in, each with why it is not asked here."""
    return [
        (shown.field.name(language()), ", ".join(shown.texts(language())), why)
        for shown, why in seeing.answers_kept_elsewhere(person, person)
    ]


def _from_source(person: Person) -> list[tuple[str, str, Message]]:
    """What comes from where people sign in of the fields that every profile has, with why."""
    why = policy.change_answer(person, person, Hand.SOURCE).reason
    said = {**vars(present_profile(person)), "manager": _handle(person.manager_id)}
    sourced = sourcing.from_source()
    return [
        (name, said[key] or _("Not said"), why)
        for key, name in common_words().items()
        if key in sourced
    ]


@contextmanager
def _gathered(errors: dict[str, Message]) -> Iterator[None]:
    try:
        yield
    except Invalid as wrong:
        errors.update(wrong.errors)


def _as_typed(value: Any) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list):
        return [str(each) for each in value]
    text = str(value)
    if len(text) == 5 and text[2] == "-" and text.replace("-", "").isdigit():
        month, day = text.split("-")
        return [str(int(day)), str(int(month))]
    return [text]


def _week(person: Person, *, again: bool) -> list[dict[str, Any]]:
    given = days_typed() if again else {d: _halves(h) for d, h in (person.hours or {}).items()}
    return [
        {"day": day, "name": hours.name_of(day), "on": day in given,
         "begin": given.get(day, ("", ""))[0], "end": given.get(day, ("", ""))[1]}
        for day in hours.DAYS
    ]  # fmt: skip


def _halves(span: str) -> tuple[str, str]:
    begin, _dash, end = span.partition("-")
    return begin, end


def _absence(person: Person, *, again: bool) -> dict[str, str]:
    if again:
        return {name: typed(name) for name in ("away_from", "away_until", "deputy")}
    return {
        "away_from": person.away_from.isoformat() if person.away_from else "",
        "away_until": person.away_until.isoformat() if person.away_until else "",
        "deputy": _handle(person.deputy_id),
    }


def _handle(person_id: int | None) -> str:
    found = session().get(Person, person_id) if person_id is not None else None
    return f"@{found.handle}" if found else ""
