"""What people of the demonstration put beside its figures: pilots, what customers ask, what answers were
good for, who wants the morning's mail and who may be thanked by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

from sqlalchemy import select

from essp.core import clock
from essp.core.db import session, transaction
from essp.demo.page_file import TIME_ZONE
from essp.discussions.models import Thread
from essp.people.models import Person
from essp.spaces.models import Space
from essp.stats import choosing, demanding, piloting, telling_use

MANAGER = "sanne-kuipers"
NAMED = (
    "thijs-vermeulen", "femke-de-boer", "amina-yusuf", "marit-hoekstra", "carlos-mendes",
    "nadia-el-idrissi",
)  # fmt: skip
PILOTS = (
    (
        date(2026, 3, 2),
        piloting.Wanted(
            space="klantaansluitingen", name="Vragen van klanten in het open",
            purpose="Antwoorden die nu in mailboxen staan, terugvinden", starts_on="2026-03-02",
            ends_on="2026-05-29", department="Customer connections",
        ),
        (
            date(2026, 6, 4),
            "Wie een antwoord terugvond, schreef het volgende zelf. Het hangt nog te veel aan Thijs.",
        ),
    ),
    (
        date(2026, 8, 31),
        piloting.Wanted(
            space="congestion-management", name="The control room asks in the open",
            purpose="What the shifts ask each other at night, where the planners can answer by day",
            starts_on="2026-08-31", ends_on="2026-09-25", department="System operations",
        ),
        (
            date(2026, 10, 27),
            "The planners answer before noon, and since October the shifts answer each other. Nobody has to push.",
        ),
    ),
    (
        date(2026, 9, 7),
        piloting.Wanted(
            space="digital-workplace", name="No more mails about laptops",
            purpose="Whether the desk gets fewer mails when its answers can be found",
            starts_on="2026-09-07", ends_on="2026-10-02", department="Digital workplace",
        ),
        (
            date(2026, 11, 3),
            "Fewer mails, but Grace and Sanne wrote more than half of it. We go on, with two who answer beside them.",
        ),
    ),
    (
        date(2026, 10, 5),
        piloting.Wanted(
            space="data-and-forecasting", name="Safety asks data",
            purpose="Near misses set beside load and weather, without a mail to one person",
            starts_on="2026-10-05", ends_on="2026-12-18", department="Safety & quality",
        ),
        None,
    ),
)  # fmt: skip
CUSTOMERS = """topic;period;count
Waiting list;2026-09;84
Waiting list;2026-10;97
Waiting list;2026-11;61
Charging;2026-09;31
Charging;2026-10;44
Batteries;2026-10;38
Batteries;2026-11;29
Cable pooling;2026-09;12
Cable pooling;2026-10;19
Cable pooling;2026-11;22
Customer portal;2026-10;53
Customer portal;2026-11;47
"""
GOOD_FOR = {
    "Who can restart the nightly export of meter readings?": (
        "The forecast of that morning ran on complete readings.", "90",
    ),
    "May a contract begin in the middle of a month?": (
        "The greenhouse could be called two weeks earlier.", "30",
    ),
    "Wat doen we met asbest in een kastdeur?": ("Vijf kasten gemerkt voor er iemand aan begon.", ""),
    "How do I get fewer mails?": ("Three mails a day instead of eighty.", "20"),
    "Hoe meet ik de aarding bij vorst?": ("De meting kon die ochtend nog, met de factor.", "45"),
    "Welke taal staat op het werkplan als de ploeg Pools spreekt?": (
        "Het plan lag er in twee talen voor de ploeg er was.", "30",
    ),
    "Wat betekent code 14 op een storingsbon?": ("De klant kreeg meteen antwoord.", "15"),
    "Which measurement do you trust when ours and yours differ?": (
        "We worked on instead of measuring everything twice.", "120",
    ),
    "Kan een ploeg een half uur wachten met spanningsloos maken?": (
        "De dienst kon wisselen zonder dat er iemand stilstond.", "60",
    ),
    "Hoe lang duurt het voor een kapotte kabel in de straat dicht is?": (
        "Ik beloof nu een week en dat klopt.", "10",
    ),
    "Is de toezichthouder al akkoord met de pilot?": ("De klant kon dezelfde week tekenen.", "20"),
    "How long do we keep the measurements of a call?": ("One letter instead of three.", "30"),
    "Does a battery that follows our call count as load or as generation?": (
        "The report of that day could be closed.", "45",
    ),
    "Is een gele helm hetzelfde als een witte?": ("De stagiair kon mee.", ""),
    "Who looks when a forecast is late?": ("I pressed the button myself the next time.", "25"),
}  # fmt: skip


def put_beside(today: date) -> None:
    """Put all of it there, as far as it happened by this day."""
    people = {each.handle: each for each in session().scalars(select(Person))}
    if MANAGER not in people:
        return
    _pilots(people[MANAGER], today)
    _held(date(2026, 11, 12), today, _customers_ask)
    for handle in NAMED:
        if handle in people:
            with transaction():
                choosing.set_named(people[handle], wanted=True)
    with transaction():
        choosing.set_mail(people[MANAGER], wanted=True)
    threads = session().scalars(
        select(Thread).where(Thread.title.in_(GOOD_FOR), Thread.accepted > 0)
    )
    for thread in threads.all():
        words, minutes = GOOD_FOR[thread.title]
        asker = session().get_one(Person, thread.author_id)
        said = max(thread.last_at, thread.at)
        with clock.held_at(said), transaction():
            telling_use.tell_use(asker, thread.uid, words, minutes)


def _pilots(manager: Person, today: date) -> None:
    there = set(session().scalars(select(Space.slug)))
    for begun, wanted, ended in PILOTS:
        if begun > today or wanted.space not in there:
            continue
        with clock.held_at(_morning(begun)), transaction():
            pilot = piloting.lay_out(manager, wanted, begun)
        if ended is not None and ended[0] <= today:
            with clock.held_at(_morning(ended[0])), transaction():
                piloting.close(manager, pilot.uid, ended[1])


def _customers_ask() -> None:
    lines, wrong = demanding.lines_of(CUSTOMERS)
    demanding.take(lines, wrong, "klantcontact.csv")


def _held(day: date, today: date, put: Callable[[], object]) -> None:
    if day <= today:
        with clock.held_at(_morning(day)), transaction():
            put()


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9), TIME_ZONE)
