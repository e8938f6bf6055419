"""What stands on a profile for the one who looks: only answers that are meant for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select

from essp.core.db import session
from essp.core.i18n import Message
from essp.people import policy, tree
from essp.people.field_models import Audience, FieldAnswer, Hand, Kind, ProfileField
from essp.people.models import Person


@dataclass(frozen=True)
class Shown:
    """A field with its answer: a text, a key, a list of keys or `11-28`."""

    field: ProfileField
    value: Any

    @property
    def kind(self) -> Kind:
        """What kind of answer it is."""
        return Kind(self.field.kind)

    def texts(self, language: str) -> list[str]:
        """The answer in words; choices in a language. A choice that is gone is left out."""
        if self.kind not in {Kind.CHOICE, Kind.CHOICES}:
            return [str(self.value)]
        words = {each["key"]: each.get(language) or each["en"] for each in self.field.choices}
        chosen = self.value if isinstance(self.value, list) else [self.value]
        return [words[key] for key in chosen if key in words]


def eyes_of(actor: Person, person: Person) -> Audience:
    """The most that the actor may see of a person's answers."""
    return policy.eyes_of(actor, person, tree.above(person))


def answers_of(person: Person, eyes: Audience) -> list[Shown]:
    """The answers on a profile, in the order of the fields, as far as these eyes may see them."""
    rows = session().execute(
        select(ProfileField, FieldAnswer.value)
        .join(FieldAnswer, FieldAnswer.field_id == ProfileField.id)
        .where(
            FieldAnswer.person_id == person.id,
            ProfileField.retired_at.is_(None),
            ProfileField.audience.in_(_within(eyes)),
        )
        .order_by(ProfileField.position, ProfileField.id)
    )
    return [Shown(field, value) for field, value in rows]


def answers_to_change(actor: Person, person: Person) -> Sequence[Shown]:
    """Every field that the actor may fill in for a person, with what stands there or None."""
    rows = session().execute(
        select(ProfileField, FieldAnswer.value)
        .outerjoin(
            FieldAnswer,
            and_(FieldAnswer.field_id == ProfileField.id, FieldAnswer.person_id == person.id),
        )
        .where(ProfileField.retired_at.is_(None))
        .order_by(ProfileField.position, ProfileField.id)
    )
    return [
        Shown(field, value)
        for field, value in rows
        if policy.change_answer(actor, person, Hand(field.hand))
    ]


def answers_kept_elsewhere(actor: Person, person: Person) -> list[tuple[Shown, Message]]:
    """Answers that the actor sees and may not change, each with why: others fill them in."""
    found = []
    for shown in answers_of(person, eyes_of(actor, person)):
        decision = policy.change_answer(actor, person, Hand(shown.field.hand))
        if not decision:
            found.append((shown, decision.reason))
    return found


def _within(eyes: Audience) -> list[str]:
    return [each.value for each in Audience if policy.see_field(eyes, each)]
