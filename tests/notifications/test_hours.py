"""When somebody may be mailed: mornings after days off, quiet hours, other working days."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from essp.core import clock
from essp.notifications import hours
from essp.notifications.mail_models import MailChoice, Rhythm
from essp.people.models import Person

ZONE = ZoneInfo("Europe/Amsterdam")


def moment(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("rhythm", "worked", "quiet", "since", "comes"),
    [
        (Rhythm.DAILY, "01234", (0, 0), "2026-11-27T18:00", "2026-11-30T08:00"),
        (Rhythm.DAILY, "01234", (19, 7), "2026-11-27T18:00", "2026-11-30T08:00"),
        (Rhythm.DAILY, "01234", (19, 9), "2026-11-27T18:00", "2026-11-30T09:00"),
        (Rhythm.WEEKLY, "1234", (0, 0), "2026-11-27T18:00", "2026-12-01T08:00"),
        (Rhythm.ONCE, "01234", (0, 0), "2026-11-27T18:00", "2026-11-27T18:00"),
        (Rhythm.ONCE, "01234", (0, 0), "2026-11-28T18:00", "2026-11-30T00:00"),
        (Rhythm.ONCE, "01234", (19, 7), "2026-11-28T18:00", "2026-11-30T07:00"),
    ],
)
def test_what_comes_once_a_day_or_week_comes_in_the_morning_after_days_off_too(
    rhythm: Rhythm, worked: str, quiet: tuple[int, int], since: str, comes: str
) -> None:
    person = Person(time_zone="", hours=dict.fromkeys(worked, "09:00-17:00"))
    choice = MailChoice(quiet_from=quiet[0], quiet_until=quiet[1], any_day=False)
    with clock.held_at(moment(since)):
        assert hours.due(person, choice, rhythm, moment(since), ZONE) == moment(comes)
