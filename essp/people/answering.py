"""Filling in the fields of a profile: what was typed is cleaned by the kind of each field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import delete, select

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Invalid, NotFound, require
from essp.core.events import record
from essp.core.i18n import Message
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line
from essp.people import policy
from essp.people.events import PersonChanged
from essp.people.field_models import FieldAnswer, Hand, Kind, ProfileField
from essp.people.models import Person

LONGEST_TEXT, LONGEST_LONG, LONGEST_LINK, LONGEST_PHONE = 200, 2000, 500, 40
# What people write of a web address: example.org/page.
_BARE = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+([/?#]|$)", re.IGNORECASE)
_PHONE = re.compile(r"\+?[\d ()./-]+(?: ?(?:ext\.?|x|tst\.?) ?\d{1,6})?", re.IGNORECASE)
_LEAP_YEAR = 2000
Typed = Sequence[str]


class WrongAnswer(Exception):
    """What was typed cannot be the answer to a field; the message says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def name_in_form(field: ProfileField) -> str:
    """What a field is called where it is filled in."""
    return f"field-{field.uid}"


def answer(actor: Person, person: Person, typed: Mapping[str, Typed]) -> bool:
    """Fill in fields, by uid; an empty answer is taken away. Whether anything changed.

    Fields that are not named stay as they are. Invalid has an entry for each wrong one, by its name in
    the form; Refused when the actor may not fill in one of them.
    """
    if lock(Person, person.id) is None:
        raise NotFound
    fields = _named(typed)
    for field in fields:
        require(policy.change_answer(actor, person, Hand(field.hand)))
    values, wrong = {}, {}
    for field in fields:
        try:
            values[field.id] = cleaned(field, typed[field.uid])
        except WrongAnswer as fault:
            wrong[name_in_form(field)] = fault.message
    if wrong:
        raise Invalid(**wrong)
    return _keep(actor.id, person, values)


def take_from_source(person: Person, typed: Mapping[str, Typed]) -> bool:
    """Fill in fields as the source says from which people sign in; others stay as they are."""
    fields = [each for each in _named(typed) if each.hand == Hand.SOURCE.value]
    values = {}
    for field in fields:
        try:
            values[field.id] = cleaned(field, typed[field.uid])
        except WrongAnswer:
            continue  # a source that says something odd must not keep anybody from signing in
    return _keep(None, person, values)


def cleaned(field: ProfileField, typed: Typed) -> Any:
    """What is kept of what was typed: None for nothing. WrongAnswer when it cannot be used."""
    given = [each for each in typed if each.strip()]
    return _CLEANERS[Kind(field.kind)](field, given) if given else None


def _keep(actor_id: int | None, person: Person, values: Mapping[int, Any]) -> bool:
    rows = session().scalars(
        select(FieldAnswer).where(
            FieldAnswer.person_id == person.id, FieldAnswer.field_id.in_(values)
        )
    )
    kept = {row.field_id: row for row in rows}
    changed = False
    for field_id, value in values.items():
        row = kept.get(field_id)
        if value == (row.value if row else None):
            continue
        changed = True
        _write(actor_id, person, field_id, value)
    if changed:
        session().flush()
        record(PersonChanged(actor_id=actor_id, person_id=person.id, fields=("answers",)))
    return changed


def _write(actor_id: int | None, person: Person, field_id: int, value: Any) -> None:
    if value is None:
        session().execute(
            delete(FieldAnswer).where(
                FieldAnswer.person_id == person.id, FieldAnswer.field_id == field_id
            )
        )
        return
    session().merge(
        FieldAnswer(
            person_id=person.id,
            field_id=field_id,
            value=value,
            changed_at=clock.now(),
            changed_by_id=actor_id,
        )
    )


def _named(typed: Mapping[str, Typed]) -> Sequence[ProfileField]:
    fields = select(ProfileField).where(
        ProfileField.uid.in_(typed), ProfileField.retired_at.is_(None)
    )
    return session().scalars(fields).all()


def _text(_field: ProfileField, typed: Typed) -> str | None:
    return _at_most(clean_line(typed[0]), LONGEST_TEXT) or None


def _long_text(_field: ProfileField, typed: Typed) -> str | None:
    lines = "\n".join(clean_line(line) for line in typed[0].splitlines()).strip()
    return _at_most(lines, LONGEST_LONG) or None


def _choice(field: ProfileField, typed: Typed) -> str:
    return _choices(field, typed[:1])[0]


def _choices(field: ProfileField, typed: Typed) -> list[str]:
    known = [each["key"] for each in field.choices]
    if not set(typed) <= set(known):
        raise WrongAnswer(_("Choose from the list."))
    return [key for key in known if key in typed]


def _day(_field: ProfileField, typed: Typed) -> str:
    try:
        day, month = (int(part) for part in typed[:2])
        return date(_LEAP_YEAR, month, day).strftime("%m-%d")
    except ValueError:
        raise WrongAnswer(_("Choose a day and a month that go together.")) from None


def _link(_field: ProfileField, typed: Typed) -> str:
    link = clean_line(typed[0])
    if _BARE.match(link):
        link = f"https://{link}"
    try:
        parts = urlsplit(link)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in link
    except ValueError:
        good = False
    if not good or parts.username or len(link) > LONGEST_LINK:
        raise WrongAnswer(_("Enter a whole web address, such as https://example.org/."))
    return link


def _phone(_field: ProfileField, typed: Typed) -> str:
    phone = clean_line(typed[0])
    digits = sum(c.isdigit() for c in phone)
    if not _PHONE.fullmatch(phone) or not 5 <= digits <= 21 or len(phone) > LONGEST_PHONE:
        raise WrongAnswer(_("Enter a telephone number, such as +31 26 123 45 67."))
    return phone


def _at_most(text: str, longest: int) -> str:
    if len(text) > longest:
        raise WrongAnswer(_("Use at most %(most)s characters.", most=longest))
    return text


_CLEANERS: dict[Kind, Callable[[ProfileField, Typed], Any]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _long_text,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.DAY: _day,
    Kind.LINK: _link,
    Kind.PHONE: _phone,
}
