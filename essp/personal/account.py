"""What is kept of a person's account and profile, and where they belong."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from essp.core.db import session
from essp.core.events import FactRow
from essp.core.i18n import lazy as _
from essp.people.field_models import FieldAnswer, ProfileField
from essp.people.models import Person
from essp.personal.registry import Kept, Row, Spared, plain, rows_of

HIDDEN = {"id", "password_hash", "name_key", "sort_key", "speaks_key"}


def profile(person: Person) -> Iterable[Row]:
    """All that the account itself holds, the password aside."""
    columns = Person.__table__.columns
    row = {c.name: getattr(person, c.name) for c in columns if c.name not in HIDDEN}
    for name in ("manager_id", "deputy_id", "same_as_id"):
        other = session().get(Person, row.pop(name)) if row[name] is not None else None
        row[name.removesuffix("_id")] = other.name if other else None
    return [plain(row)]


def answers(person: Person) -> Iterable[Row]:
    """What stands in the fields of the organisation, those that were retired too."""
    rows = session().execute(
        select(
            ProfileField.name_en, ProfileField.audience, FieldAnswer.value, FieldAnswer.changed_at
        )
        .join(FieldAnswer, FieldAnswer.field_id == ProfileField.id)
        .where(FieldAnswer.person_id == person.id)
        .order_by(ProfileField.position, ProfileField.id)
    )
    return [plain(row._mapping) for row in rows]


def deeds(person: Person) -> Iterable[Row]:
    """What the person did, by kind and moment: never what they read or looked for."""
    rows = session().execute(
        select(FactRow.at, FactRow.kind).where(FactRow.actor_id == person.id).order_by(FactRow.id)
    )
    return [plain(row._mapping) for row in rows]


KEPT = (
    Kept("profile", _("Your profile and account"), _("So that colleagues know who you are."),
         ("person.manager_id", "person.deputy_id", "person.same_as_id"), profile, forgotten=True),
    Kept("answers", _("Fields of your profile"), _("What your organisation asks of everybody."),
         ("field_answer.person_id",), answers, forgotten=True),
    Kept("addresses", _("Further e-mail addresses"),
         _("So that work that was brought in from elsewhere is yours."),
         ("person_email.person_id",), rows_of("person_email.person_id", "email"), forgotten=True),
    Kept("sign-ins", _("Where you signed in"), _("So that you can see and end them."),
         ("sign_in.person_id",),
         rows_of("sign_in.person_id", "created_at", "seen_at", "expires_at", "ended_at", "browser",
                 "address"), forgotten=True),
    Kept("tokens", _("Tokens for programs"), _("So that programs can act as you."),
         ("api_token.person_id",),
         rows_of("api_token.person_id", "label", "created_at", "used_at", "revoked_at"),
         forgotten=True),
    Kept("links", _("Links that were sent to you"), _("Invitations and links for a new password."),
         ("one_time_link.person_id",),
         rows_of("one_time_link.person_id", "purpose", "created_at", "expires_at", "used_at"),
         forgotten=True),
    Kept("deeds", _("What you did, and when"), _("So that every change can be traced to somebody."),
         ("fact.actor_id",), deeds),
    Kept("memberships", _("Spaces you belong to"), _("So that you can read and find them."),
         ("membership.person_id",), rows_of("membership.person_id", "space_id", "since"),
         forgotten=True),
    Kept("ownerships", _("Spaces you own"), _("So that it is known who answers for them."),
         ("ownership.person_id",), rows_of("ownership.person_id", "space_id", "since"),
         forgotten=True),
    Kept("champion", _("Spaces in which you help newcomers"), _("So that newcomers know whom to ask."),
         ("champion.person_id",), rows_of("champion.person_id", "space_id", "says", "since"),
         forgotten=True),
    Kept("requests", _("Spaces you asked to enter"), _("So that their owners can decide."),
         ("entry_request.person_id",),
         rows_of("entry_request.person_id", "space_id", "reason", "asked_at", "decided_at", "accepted"),
         forgotten=True),
    Kept("rules-written", _("House rules you wrote"), _("So that it is known who set them."),
         ("rules_version.author_id",),
         rows_of("rules_version.author_id", "space_id", "number", "text", "note", "at")),
    Kept("rules-read", _("House rules you said to have read"),
         _("So that you are shown them once. Nobody else sees it."),
         ("rules_read.person_id",), rows_of("rules_read.person_id", "version_id", "at"),
         forgotten=True),
    Kept("topics", _("What you can be asked about"), _("So that colleagues find you by it."),
         ("person_topic.person_id",), rows_of("person_topic.person_id", "said"), forgotten=True),
    Kept("home", _("When you looked at your home page"), _("So that it knows what is new to you."),
         ("home_visit.person_id",),
         rows_of("home_visit.person_id", "seen_until", "at", "before"), forgotten=True),
    Kept("put-aside", _("What you said does not need you"), _("So that home asks you no more."),
         ("home_pass.person_id",), rows_of("home_pass.person_id", "about", "about_id", "at"),
         forgotten=True),
    Kept("first-steps", _("Whether you put the guide for newcomers away"),
         _("So that it does not come back by itself."),
         ("first_steps.person_id",), rows_of("first_steps.person_id", "away_at", "at"),
         forgotten=True),
)  # fmt: skip

A_DEED = "the deed is among what the person did; the row is about somebody or something else"
SPARED = tuple(
    Spared(column, A_DEED)
    for column in (
        "field_answer.changed_by_id", "one_time_link.made_by_id", "membership.added_by_id",
        "ownership.appointed_by_id", "champion.appointed_by_id",
        "entry_request.decided_by_id", "space.created_by_id",
        "topic_change.by_id",
    )
)  # fmt: skip
