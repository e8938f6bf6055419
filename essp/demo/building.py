"""Build the demonstration organisation in an empty site, by the verbs that people use.

Everything happens in the order in which it happened, with the clock held at its time: people join,
spaces start, members enter, pages are written, some leave. Built twice, it is the same organisation
with the same ids and addresses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

from sqlalchemy import func, select

from essp.core import clock
from essp.core.db import session, transaction
from essp.core.decision import Refused
from essp.core.i18n import lazy as _
from essp.demo import guarding, owning, proposals, standing
from essp.demo.files import put_file
from essp.demo.model import Demo, DemoPerson, DemoSpace
from essp.demo.page_file import TIME_ZONE
from essp.demo.pages import Author, uid_of
from essp.demo.talk import Talkers
from essp.demo.vocabulary import Keeper
from essp.people import accounts, managing, profiles
from essp.people.models import Person, Role
from essp.people.profiles import Profile
from essp.spaces import championing, governing, membership
from essp.spaces.models import Access, Space

PASSWORD = "kantlijn-demo"  # noqa: S105 - known to everybody, and only in the demonstration
SPOKEN = {
    "nl": "Nederlands", "en": "English", "de": "Deutsch", "fr": "Français", "fy": "Frysk",
    "it": "Italiano", "pl": "Polski", "pt": "Português", "sr": "Srpski", "sv": "Svenska",
    "tr": "Türkçe", "uk": "Українська", "ar": "العربية", "hi": "हिन्दी", "id": "Bahasa Indonesia",
    "so": "Soomaali", "zh": "中文",
}  # fmt: skip


@dataclass(frozen=True)
class Built:
    """How much there is in the demonstration organisation."""

    people: int
    spaces: int
    pages: int
    revisions: int


@dataclass(frozen=True)
class _Event:
    """Something that happened: when, in which order among what happened then, and the verb."""

    at: datetime
    order: int
    happen: Callable[[], object]


def build(demo: Demo, *, site_name: str, progress: Callable[[], None] = lambda: None) -> Built:
    """Build the organisation, all of it or nothing. `progress` is called after each of `steps`.

    Raises Refused when the site has people already, whose passwords are not for everybody to know.
    """
    with transaction():
        if not is_empty():
            raise Refused(
                _("This site has people already. The demonstration is only for an empty one.")
            )
        for event in sorted(_Story(demo, site_name).events(), key=lambda e: (e.at, e.order)):
            with clock.held_at(event.at):
                event.happen()
            progress()
    return Built(
        len(demo.people),
        len(demo.spaces),
        len(demo.pages),
        sum(len(p.revisions) for p in demo.pages),
    )


def is_empty() -> bool:
    """Whether nobody is known to the site yet."""
    return not session().scalar(select(func.count()).select_from(Person))


def steps(demo: Demo) -> int:
    """How many steps `build` takes."""
    return sum(1 for _event in _Story(demo, "").events())


class _Story:
    """What happened in the organisation, as events in no particular order."""

    def __init__(self, demo: Demo, site_name: str) -> None:
        self.demo = demo
        self.site_name = site_name
        self.people: dict[str, Person] = {}
        self.spaces: dict[str, Space] = {}
        self.as_kept: str | None = None  # the one password of everybody
        self.author = Author(self.people, self.spaces)
        self.keeper = Keeper(self.people, self.author)
        self.talkers = Talkers(self.people, self.author)

    def events(self) -> Iterator[_Event]:
        """Every event once."""
        opening = min(space.created for space in self.demo.spaces)
        for person in self.demo.people:
            yield _Event(_on(max(person.joined, opening)), 0, partial(self._join, person))
            if person.left:
                yield _Event(_on(person.left, 17), 4, partial(self._leave, person))
        yield from self._teams(opening)
        for space in self.demo.spaces:
            yield _Event(_on(space.created, 7), 1, partial(self._start, space))
            yield from self._entries(space)
        for page in self.demo.pages:
            for number, revision in enumerate(page.revisions, start=1):
                yield _Event(revision.at, 3, partial(self.author.write, page, number))
        for file in self.demo.files:
            yield _Event(file.at, 2, partial(put_file, self.author, file))
        for thread in self.demo.threads:
            for at, deed in self.talkers.deeds(thread):
                yield _Event(at, 6, deed)
        yield from self._curated()
        yield from self._vocabulary(opening)

    def _curated(self) -> Iterator[_Event]:
        """What owners vouch for and guard, and what others propose there."""
        for order, part in ((7, standing), (8, guarding), (9, proposals), (10, owning)):
            for at, deed in part.deeds(self.demo, self.author):
                yield _Event(at, order, deed)

    def _teams(self, opening: date) -> Iterator[_Event]:
        """Who works for whom, as soon as both are here."""
        here = {person.handle: max(person.joined, opening) for person in self.demo.people}
        for person in self.demo.people:
            if person.manager in here:
                both = max(here[person.handle], here[person.manager])
                yield _Event(_on(both), 1, partial(self._lead, person))

    def _vocabulary(self, opening: date) -> Iterator[_Event]:
        """Topics from the first day; on a page as soon as it is written; templates later."""
        for topic in self.demo.topics:
            yield _Event(_on(opening, 7), 2, partial(self.keeper.start, topic))
        put = dict(self.demo.put)
        for page in self.demo.pages:
            names, first = put.get(f"{page.space}/{page.slug}"), page.revisions[0]
            if names:
                yield _Event(first.at, 4, partial(self.keeper.put, page, names))
        for template in self.demo.templates:
            yield _Event(_on(template.at, 14), 5, partial(self.keeper.make_template, template))

    def _entries(self, space: DemoSpace) -> Iterator[_Event]:
        joined = {person.handle: person.joined for person in self.demo.people}
        for handle in space.members[1:]:
            since = max(space.created, joined[handle])
            yield _Event(_on(since, 7), 2, partial(self._enter, space, handle))
        for handle, says in space.champions:
            since = max(space.created, joined[handle])
            yield _Event(_on(since, 8), 2, partial(self._appoint, space, handle, says))

    def _join(self, who: DemoPerson) -> None:
        person = accounts.create_person(
            who.name,
            who.email,
            password=PASSWORD,
            site_name=self.site_name,
            handle=who.handle,
            role=Role[who.role.upper()],
            as_kept=self.as_kept,
        )
        self.as_kept = person.password_hash
        profiles.edit_profile(person, person, _profile(who))
        self.people[who.handle] = person

    def _lead(self, who: DemoPerson) -> None:
        person = self.people[who.handle]
        managing.set_manager(person, person, self.people[who.manager])

    def _leave(self, who: DemoPerson) -> None:
        administrator = next(p for p in self.people.values() if p.role == Role.ADMINISTRATOR.value)
        accounts.close_account(administrator, self.people[who.handle])

    def _start(self, space: DemoSpace) -> None:
        access = Access[space.access.upper()]
        self.spaces[space.slug] = governing.create_space(
            self.people[space.owners[0]],
            name=space.name,
            slug=_address(space),
            purpose=space.purpose,
            rules=space.rules,
            access=access,
            access_reason=space.access_reason,
            language=space.language,
        )

    def _enter(self, space: DemoSpace, handle: str) -> None:
        owner, person = self.people[space.owners[0]], self.people[handle]
        if handle in space.owners:
            membership.appoint_owner(owner, self.spaces[space.slug], person)
        elif space.access == "open":
            membership.join_space(person, self.spaces[space.slug])
        else:
            membership.add_member(owner, self.spaces[space.slug], person)

    def _appoint(self, space: DemoSpace, handle: str, says: str) -> None:
        owner, person = self.people[space.owners[0]], self.people[handle]
        championing.appoint_champion(owner, self.spaces[space.slug], person, says)


def _profile(who: DemoPerson) -> Profile:
    return Profile(
        name=who.name,
        job_title=who.title,
        department=who.department,
        location=who.location,
        about=who.about,
        speaks=", ".join(SPOKEN[code] for code in who.languages),
        ask_me_about=who.topics,
    )


def _address(space: DemoSpace) -> str:
    """The address of a space; that of a closed one ends in a part that is the same each time."""
    return f"{space.slug}-{uid_of(space.slug)}" if space.access == "closed" else space.slug


def _on(day: date, hour: int = 6) -> datetime:
    return datetime.combine(day, time(hour), TIME_ZONE)
