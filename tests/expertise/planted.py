"""A small organisation in which it is known who knows what: planted, so that it can be checked.

A silo (one person behind a topic), a generalist who edits everything, somebody who left, a quiet expert
whose few answers are accepted, and a boaster whose profile claims what no work shows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from essp.core import clock
from essp.core.db import transaction
from essp.discussions.answering import accept
from essp.people.models import Person
from essp.spaces.models import Space
from essp.topics.asking import keep_topics_of
from essp.wiki.models import Page
from tests.discussions.talking import answer, ask

BEGUN = datetime(2025, 3, 3, 9, tzinfo=UTC)
FILTERS = """Harmonic filters keep the voltage clean near the data centres. #harmonic-filters

## Tuning

A harmonic filter is tuned below the fifth harmonic. Measure the impedance first, then tune the filter
in steps, and write the settings into the station log.
"""
RELAYS = """Protection relays trip the breaker when a cable fails. #protection-relays

## Grading

The relay nearest to the fault trips first. Grade relays by a third of a second, and check the grading
after each change of the network. A relay that trips too early hides the fault.
"""
METERS = (
    "Meters are read every quarter of an hour. Write to the meter desk when a reading is missing.\n"
)
LINE = "\nSee also relays, filters, meters and the station log.\n"


@dataclass(frozen=True)
class Planted:
    """Who is who."""

    silo: Person
    generalist: Person
    leaver: Person
    specialist: Person
    quiet: Person
    talker: Person
    boaster: Person
    reader: Person


def plant(
    write: Callable[..., Page], make_person: Callable[..., Person], make_space: Callable[..., Space]
) -> Planted:
    """The organisation, with work from March 2025 on."""
    people = Planted(*(make_person(name) for name in (
        "Sil Oudhof", "Gerda Alles", "Leo Vertrokken", "Sanne Relais", "Stille Willem",
        "Praat Graag", "Bram Bluf", "Noor Lezer",
    )))  # fmt: skip
    space = make_space(people.reader, "Stations")
    _pages(people, space, write)
    _talk(people, space)
    with transaction():
        people.boaster.ask_me_about = ["harmonic filters", "protection relays"]
        keep_topics_of(people.boaster)
        people.leaver.left_at = clock.now()
    return people


def _pages(people: Planted, space: Space, write: Callable[..., Page]) -> None:
    at = BEGUN
    write(people.silo, space, "Harmonic filters", FILTERS, at)
    write(people.leaver, space, "Protection relays", RELAYS, at)
    more = RELAYS + "\n## Testing\n\nInject a current and time the relay. Note the trip time.\n"
    write(people.specialist, space, "Protection relays", more, at + timedelta(days=40))
    write(people.specialist, space, "Relay settings", more.replace("#protection-relays", ""), at)
    for number in range(5):
        write(people.talker, space, f"Meter {number}", METERS * (number + 1), at)
    texts = {
        "Harmonic filters": FILTERS, "Protection relays": more,
        **{f"Meter {number}": METERS * (number + 1) for number in range(5)},
    }  # fmt: skip
    for title, text in texts.items():  # everything at once, everywhere the same line
        write(people.generalist, space, title, text + LINE, at + timedelta(days=80))


def _talk(people: Planted, space: Space) -> None:
    for number, asked in enumerate(("Why does a breaker bounce?", "Which oil is in a breaker?")):
        thread = ask(people.reader, space, asked, text="The breaker of station 7.")
        for word in (
            "No idea about the breaker",
            "Maybe ask about the breaker",
            "A breaker, is it?",
        ):
            answer(people.talker, thread, f"{word} {number}.")
        said = answer(people.quiet, thread, "The damper of the breaker is worn: replace it.")
        with transaction():
            accept(people.reader, said.uid)
