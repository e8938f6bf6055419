"""A person as the screens show one: answers in words, working days, absence and who stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from essp.core import clock
from essp.core.i18n import _, language
from essp.people import absences, hours
from essp.people.field_models import Audience, Kind
from essp.people.models import Person
from essp.people.seeing import Shown


@dataclass(frozen=True)
class Told:
    """An answer on a screen: what was asked, the words, and where they lead."""

    name: str
    kind: str
    texts: list[str]
    href: str = ""
    audience: str = Audience.EVERYONE.value


def told(answers: Iterable[Shown]) -> list[Told]:
    """Answers as they are shown, without those of which nothing is left."""
    found = [_told(shown) for shown in answers]
    return [each for each in found if any(each.texts)]


def away_words(person: Person) -> str:
    """That somebody is or will be away, in words; nothing where it is not so."""
    if person.left_at is not None or not absences.will_be_away(person):
        return ""
    assert person.away_from is not None and person.away_until is not None
    if absences.is_away(person):
        return _("Away until %(day)s", day=day_of(person.away_until))
    return _(
        "Away from %(first)s to %(last)s",
        first=day_of(person.away_from), last=day_of(person.away_until),
    )  # fmt: skip


def away_sentence(person: Person) -> str:
    """The same as a sentence with the name, for who is about to ask them something."""
    if not away_words(person):
        return ""
    assert person.away_from is not None and person.away_until is not None
    until = day_of(person.away_until)
    if absences.is_away(person):
        return _("%(name)s is away until %(day)s.", name=person.name, day=until)
    return _(
        "%(name)s is away from %(first)s to %(last)s.",
        name=person.name, first=day_of(person.away_from), last=until,
    )  # fmt: skip


def audience_words() -> list[tuple[str, str, str]]:
    """Who may see a field: as it is sent, as it is called, and what it means."""
    return [
        (Audience.EVERYONE.value, _("Everyone"), _("Anybody who is signed in.")),
        (
            Audience.DEPARTMENT.value,
            _("Own department and managers"),
            _("Colleagues of the same department, those who lead the person, and administrators."),
        ),
        (
            Audience.ADMINISTRATORS.value,
            _("Administrators"),
            _("Administrators alone, and the person."),
        ),
    ]


def common_words() -> dict[str, str]:
    """What the fields are called that every profile has and the source of accounts may fill in."""
    return {
        "job_title": _("What you do"),
        "department": _("Department"),
        "location": _("Place"),
        "manager": _("Who you work for"),
        "speaks": _("Languages you speak"),
    }


def day_of(day: date) -> str:
    """A day in the reader's language, with its year only if it is another one."""
    pattern = "d MMMM" if day.year == clock.now().year else "d MMMM y"
    return str(format_date(day, pattern, locale="nl" if language() == "nl" else "en_GB"))


def working_words(person: Person) -> str:
    """When somebody works, with the time zone where the reader may live in another."""
    words = hours.words_of(person)
    if person.time_zone and words:
        place = person.time_zone.rpartition("/")[2].replace("_", " ")
        return _("%(hours)s, time of %(place)s", hours=words, place=place)
    return words


def _told(shown: Shown) -> Told:
    texts, href = shown.texts(language()), ""
    if shown.kind is Kind.DAY:
        texts = [hours.day_words(texts[0])]
    elif shown.kind is Kind.LINK:
        href, texts = texts[0], [re.sub(r"^https?://(www\.)?|/$", "", texts[0])]
    elif shown.kind is Kind.PHONE:
        href = "tel:" + re.sub(r"[^\d+]", "", texts[0])
    return Told(shown.field.name(language()), shown.kind.value, texts, href, shown.field.audience)
