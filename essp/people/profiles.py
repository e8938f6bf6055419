"""Profiles: what people say about themselves, and how they want the site to look."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

import structlog

from essp.core.db import lock, session
from essp.core.decision import Invalid, NotFound, require
from essp.core.events import record
from essp.core.i18n import LANGUAGES
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line, skeleton
from essp.people import policy
from essp.people.events import PersonChanged
from essp.people.models import Person
from essp.people.names import clean_name, free_key
from essp.people.reporting import take_team
from essp.people.sorting import languages_key, sort_key
from essp.people.sourcing import from_source
from essp.people.spoken import meant

log = structlog.get_logger(__name__)

LONGEST_LINE = 120
LONGEST_ABOUT = 2000
MOST_ENTRIES = 20
THEMES = ("", "light", "dark")
EDITIONS = ("", "newest", "approved")
Value = str | list[str]


@dataclass(frozen=True)
class Profile:
    """What a person says about themselves; lists are as they were typed, parted by commas."""

    name: str
    job_title: str = ""
    department: str = ""
    location: str = ""
    about: str = ""
    speaks: str = ""
    ask_me_about: str = ""
    working_on: str = ""


def edit_profile(actor: Person, person: Person, said: Profile) -> tuple[str, ...]:
    """Change a profile; the names of the fields that changed. Invalid names what cannot be used.

    Fields that come from where people sign in stay as they are.
    """
    require(policy.edit_profile(actor, person))
    fresh = lock(Person, person.id)
    if fresh is None:
        raise NotFound
    values = {k: v for k, v in _cleaned(said).items() if k not in from_source()}
    name = values["name"]
    if name != fresh.name:
        fresh.name_key = _key_of_new_name(fresh, str(name))
    return _keep(actor.id, fresh, values)


def take_from_source(person: Person, said: Mapping[str, str]) -> tuple[str, ...]:
    """Change what the source says from which people sign in, of the fields that come from there.

    The names of those that changed. What cannot be used is passed over: a source that says something
    odd must not keep anybody from signing in.
    """
    fresh = lock(Person, person.id)
    if fresh is None:
        raise NotFound
    values: dict[str, Value] = {}
    for field in from_source() & set(said) & set(_CLEANERS):
        with suppress(Invalid):
            values[field] = _CLEANERS[field](field, said[field])
    changed = _keep(None, fresh, values)
    if "manager" in said:
        taken = take_team({fresh.id: said["manager"]})
        for why in taken.refused.values():
            log.warning("a manager could not be taken over", handle=fresh.handle, why=str(why))
        changed += ("manager",) if taken.changed else ()
    return changed


def _keep(actor_id: int | None, person: Person, values: Mapping[str, Value]) -> tuple[str, ...]:
    changed = tuple(field for field, value in values.items() if getattr(person, field) != value)
    for field in changed:
        setattr(person, field, values[field])
    if changed:
        person.sort_key, person.speaks_key = sort_key(person.name), languages_key(person.speaks)
        session().flush()
        record(PersonChanged(actor_id=actor_id, person_id=person.id, fields=changed))
    return changed


def choose_display(
    actor: Person, *, language: str, theme: str, shortcuts: bool, reads: str = ""
) -> None:
    """Choose language (empty: the browser's), theme (empty: the device's), keyboard shortcuts, and
    what to read of a page of which newer edits wait (empty: what its owners show)."""
    if language and language not in LANGUAGES:
        raise Invalid(language=_("Choose one of the languages in the list."))
    if theme not in THEMES:
        raise Invalid(theme=_("Choose one of the looks in the list."))
    if reads not in EDITIONS:
        raise Invalid(reads=_("Choose one of the texts in the list."))
    person = lock(Person, actor.id)
    if person is None:
        raise NotFound
    person.language, person.theme, person.shortcuts = language or None, theme, shortcuts
    person.reads = reads


def _cleaned(said: Profile) -> dict[str, Value]:
    values: dict[str, Value] = {"name": clean_name(said.name)}
    return values | {
        field: clean(field, getattr(said, field)) for field, clean in _CLEANERS.items()
    }


def _line(field: str, text: str) -> str:
    line = clean_line(text)
    if len(line) > LONGEST_LINE:
        raise Invalid(**{field: _("Use at most %(most)s characters.", most=LONGEST_LINE)})
    return line


def _paragraphs(field: str, text: str) -> str:
    lines = "\n".join(clean_line(line) for line in text.splitlines()).strip()
    if len(lines) > LONGEST_ABOUT:
        raise Invalid(**{field: _("Use at most %(most)s characters.", most=LONGEST_ABOUT)})
    return lines


def _entries(field: str, text: str) -> list[str]:
    lines = (clean_line(part).lstrip("#").lstrip() for part in text.replace("\n", ",").split(","))
    found = list(_once(line for line in lines if line))
    if len(found) > MOST_ENTRIES or any(len(entry) > LONGEST_LINE for entry in found):
        raise Invalid(
            **{field: _("Use at most %(most)s short entries, parted by commas.", most=MOST_ENTRIES)}
        )
    return found


def _languages(field: str, text: str) -> list[str]:
    """Each language once, under the first name that it was given, with a capital."""
    found: dict[str, str] = {}
    for entry in _entries(field, text):
        found.setdefault(meant(entry), entry[:1].upper() + entry[1:])
    return list(found.values())


_CLEANERS: dict[str, Callable[[str, str], Value]] = {
    "job_title": _line, "department": _line, "location": _line,
    "about": _paragraphs, "working_on": _paragraphs,
    "speaks": _languages, "ask_me_about": _entries,
}  # fmt: skip


def _once(entries: Iterable[str]) -> Iterable[str]:
    found: dict[str, str] = {}
    for entry in entries:
        found.setdefault(skeleton(entry), entry)
    return found.values()


def _key_of_new_name(person: Person, name: str) -> str:
    if skeleton(name) == person.name_key.partition(" #")[0]:
        return person.name_key
    return free_key(name)
