"""The fields of every profile, as administrators arrange them.

A field that has answers keeps its kind, and is never shown to more people than those who answered were
told: for that a new field is made. A retired field keeps its answers and can come back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from sqlalchemy import exists, func, select

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Invalid, NotFound, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line, key_of, new_uid
from essp.people import policy
from essp.people.events import ProfileFieldChanged
from essp.people.field_models import Audience, FieldAnswer, Hand, Kind, ProfileField
from essp.people.models import Person

LONGEST_NAME, LONGEST_HINT = 80, 200
MOST_FIELDS, MOST_CHOICES = 50, 100
WITH_CHOICES = frozenset({Kind.CHOICE.value, Kind.CHOICES.value})

E = TypeVar("E", bound=Enum)


@dataclass(frozen=True)
class Wanted:
    """A field as somebody describes it; `choices` one a line, in both languages: `Red | Rood`."""

    name_en: str = ""
    name_nl: str = ""
    hint_en: str = ""
    hint_nl: str = ""
    kind: str = Kind.TEXT.value
    choices: str = ""
    audience: str = Audience.EVERYONE.value
    hand: str = Hand.PERSON.value


def every_field(*, retired: bool = False) -> Sequence[ProfileField]:
    """The fields in their order: those in use, or those that were retired."""
    state = ProfileField.retired_at.is_not(None) if retired else ProfileField.retired_at.is_(None)
    order = (ProfileField.position, ProfileField.id)
    return session().scalars(select(ProfileField).where(state).order_by(*order)).all()


def find_field(uid: str) -> ProfileField:
    """A field by its uid; NotFound when there is none."""
    found = session().scalar(select(ProfileField).where(ProfileField.uid == uid))
    if found is None:
        raise NotFound
    return found


def counts() -> dict[int, int]:
    """How many people answered each field, by its id."""
    rows = session().execute(
        select(FieldAnswer.field_id, func.count()).group_by(FieldAnswer.field_id)
    )
    return {row[0]: row[1] for row in rows}


def add_field(actor: Person, wanted: Wanted) -> ProfileField:
    """Ask something new of everybody; it comes last. Invalid names what cannot be used."""
    require(policy.arrange_fields(actor))
    used = every_field()
    if len(used) >= MOST_FIELDS:
        raise Invalid(
            name_en=_("There are %(most)s fields already. Retire one first.", most=MOST_FIELDS)
        )
    field = ProfileField(uid=new_uid(), created_at=clock.now(), position=_after(used))
    _describe(field, wanted)
    session().add(field)
    _note(actor, field, "added")
    return field


def change_field(actor: Person, field: ProfileField, wanted: Wanted) -> None:
    """Describe a field anew. Choices that have the same words keep their answers."""
    require(policy.arrange_fields(actor))
    fresh = _fresh(field)
    if _answered(fresh):
        if wanted.kind != fresh.kind:
            raise Invalid(kind=_("People have answered this field, so its kind stays as it is."))
        before, after = (
            _one_of(Audience, each, "audience") for each in (fresh.audience, wanted.audience)
        )
        if not policy.see_field(after, before):
            raise Invalid(
                audience=_(
                    "People answered this for those who may see it now. It can be shown to fewer; "
                    "to show it to more, add a new field."
                )
            )
    _describe(fresh, wanted)
    _note(actor, fresh, "changed")


def move_field(actor: Person, field: ProfileField, *, up: bool) -> None:
    """Let a field change places with the one above or below it."""
    require(policy.arrange_fields(actor))
    order = list(every_field())
    place = next((n for n, each in enumerate(order) if each.id == field.id), None)
    if place is None:
        raise NotFound
    other = place - 1 if up else place + 1
    if not 0 <= other < len(order):
        return
    order[place], order[other] = order[other], order[place]
    for position, each in enumerate(order, start=1):
        each.position = position
    _note(actor, field, "moved")


def retire_field(actor: Person, field: ProfileField) -> None:
    """Ask and show a field no more; what people answered is kept."""
    require(policy.arrange_fields(actor))
    fresh = _fresh(field)
    if fresh.retired_at is None:
        fresh.retired_at = clock.now()
        _note(actor, fresh, "retired")


def bring_back_field(actor: Person, field: ProfileField) -> None:
    """Ask and show a retired field again, last, with what people had answered."""
    require(policy.arrange_fields(actor))
    fresh = _fresh(field)
    if fresh.retired_at is not None:
        fresh.position, fresh.retired_at = _after(every_field()), None
        _note(actor, fresh, "brought back")


def as_wanted(field: ProfileField) -> Wanted:
    """A field as it would be described again."""
    lines = [f"{each['en']} | {each['nl']}" for each in field.choices]
    return Wanted(
        name_en=field.name_en,
        name_nl=field.name_nl,
        hint_en=field.hint_en,
        hint_nl=field.hint_nl,
        kind=field.kind,
        choices="\n".join(lines),
        audience=field.audience,
        hand=field.hand,
    )


def _describe(field: ProfileField, wanted: Wanted) -> None:
    values = {
        name: _line(name, getattr(wanted, name), longest)
        for name, longest in (
            ("name_en", LONGEST_NAME),
            ("name_nl", LONGEST_NAME),
            ("hint_en", LONGEST_HINT),
            ("hint_nl", LONGEST_HINT),
        )
    }
    for name in ("name_en", "name_nl"):
        if not values[name]:
            raise Invalid(**{name: _("Enter a name.")})
    kind = _one_of(Kind, wanted.kind, "kind")
    choices = _choices(wanted.choices, field.choices or []) if kind.value in WITH_CHOICES else []
    field.audience = _one_of(Audience, wanted.audience, "audience").value
    field.hand = _one_of(Hand, wanted.hand, "hand").value
    field.kind, field.choices = kind.value, choices
    for name, value in values.items():
        setattr(field, name, value)


def _choices(text: str, before: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    keys = {key_of(each["en"]): each["key"] for each in before}
    found: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        english, _bar, dutch = (clean_line(part) for part in line.partition("|"))
        if english and len(english) <= LONGEST_NAME and len(dutch) <= LONGEST_NAME:
            key = keys.get(key_of(english)) or new_uid()
            found.setdefault(key_of(english), {"key": key, "en": english, "nl": dutch or english})
        elif english or dutch:
            raise Invalid(choices=_("Write each choice on a line of its own, such as: Red | Rood."))
    if not 2 <= len(found) <= MOST_CHOICES:
        raise Invalid(choices=_("Give between 2 and %(most)s choices.", most=MOST_CHOICES))
    return list(found.values())


def _line(name: str, text: str, longest: int) -> str:
    line = clean_line(text)
    if len(line) > longest:
        raise Invalid(**{name: _("Use at most %(most)s characters.", most=longest)})
    return line


def _one_of(enum: type[E], value: str, name: str) -> E:
    try:
        return enum(value)
    except ValueError:
        raise Invalid(**{name: _("Choose one of the list.")}) from None


def _answered(field: ProfileField) -> bool:
    return bool(session().scalar(select(exists().where(FieldAnswer.field_id == field.id))))


def _fresh(field: ProfileField) -> ProfileField:
    fresh = lock(ProfileField, field.id)
    if fresh is None:
        raise NotFound
    return fresh


def _after(used: Sequence[ProfileField]) -> int:
    return max((each.position for each in used), default=0) + 1


def _note(actor: Person, field: ProfileField, what: str) -> None:
    session().flush()
    record(ProfileFieldChanged(actor_id=actor.id, field_id=field.id, what=what))
