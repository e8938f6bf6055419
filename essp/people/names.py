"""Names, e-mail addresses and handles as people enter them: cleaned, checked, never mistaken."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable

from sqlalchemy import select

from essp.core.db import session
from essp.core.decision import Invalid
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line, skeleton, slugify
from essp.people.field_models import FormerHandle
from essp.people.models import Person
from essp.people.queries import LOOKED_UP_AT_ONCE

LONGEST_NAME = 120
LONGEST_HANDLE = 80
LONGEST_EMAIL = 254
RESERVED_HANDLES = frozenset({"invite"})
_EMAIL = re.compile(r"[^\s@\"<>(),:;\\\[\]]+@[^\s@\"<>(),:;\\\[\]]+")
_ALPHABETS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


def clean_name(text: str) -> str:
    """A name fit to be shown: one line without invisible characters; Invalid when it cannot be used."""
    name = "".join(c for c in clean_line(text) if unicodedata.category(c) != "Cf")
    name = " ".join(name.split())
    if not any(c.isalpha() for c in name) or not skeleton(name):
        raise Invalid(name=_("Enter a name."))
    if len(name) > LONGEST_NAME:
        raise Invalid(name=_("Use at most %(most)s characters.", most=LONGEST_NAME))
    if any(_mixes_alphabets(word) for word in name.split()):
        raise Invalid(name=_("Write each word of the name in letters of one alphabet."))
    return name


def clean_email(text: str) -> str:
    """An address in lower case; Invalid when no mail could be sent to it."""
    email = unicodedata.normalize("NFKC", text).strip(" ").lower()
    visible = all(unicodedata.category(c)[0] != "C" for c in email)
    if not visible or len(email) > LONGEST_EMAIL or not _EMAIL.fullmatch(email):
        raise Invalid(email=_("Enter an e-mail address, such as name@example.org."))
    return email


def free_key(name: str) -> str:
    """The key of a name that nobody bears; Invalid when somebody has one that looks the same."""
    key = skeleton(name)
    if _key_taken(key):
        raise Invalid(
            name=_(
                "Somebody here already has this name or one that looks the same. "
                "Add what tells the two apart, such as a middle name."
            )
        )
    return key


def namesake_key(name: str) -> str:
    """A key for a name that others may bear too: imported history may hold two of the same name."""
    key = plain_key(name)
    number, found = 1, key
    while _key_taken(found):
        number += 1
        found = f"{key} #{number}"
    return found


def plain_key(name: str) -> str:
    """The key of an imported name that nobody else bears."""
    return skeleton(name)[:180] or "person"


def taken_keys(keys: Collection[str]) -> set[str]:
    """Those of these keys that somebody has."""
    return set(session().scalars(select(Person.name_key).where(Person.name_key.in_(keys))))


def free_handle(name: str) -> str:
    """A handle made of a name, with a number behind it where it is taken."""
    base = plain_handle(name)
    number, found = 1, base
    while found in RESERVED_HANDLES or _handle_taken(found):
        number += 1
        found = f"{base}-{number}"
    return found


def plain_handle(name: str) -> str:
    """The handle made of a name that is nobody else's."""
    return slugify(name, fallback="person")[: LONGEST_HANDLE - 6].rstrip("-")


def taken_handles(handles: Collection[str]) -> set[str]:
    """Those of these handles that nobody new can have."""
    bear = select(Person.handle).where(Person.handle.in_(handles))
    return {*session().scalars(bear), *former(handles), *RESERVED_HANDLES.intersection(handles)}


def clean_handle(text: str) -> str:
    """A handle somebody chose; Invalid unless it is free and of the form `femke-de-boer`."""
    handle = text.strip().lower()
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", handle) or len(handle) > LONGEST_HANDLE:
        raise Invalid(handle=_("Use small letters, digits and single hyphens."))
    if handle in RESERVED_HANDLES or _handle_taken(handle):
        raise Invalid(handle=_("This handle is taken."))
    return handle


def _mixes_alphabets(word: str) -> bool:
    names = (unicodedata.name(c, "") for c in word if c.isalpha())
    found = {alphabet for name in names for alphabet in _ALPHABETS if name.startswith(alphabet)}
    return len(found) > 1


def _key_taken(key: str) -> bool:
    return session().scalar(select(Person.id).where(Person.name_key == key)) is not None


def is_free(name: str, handle: str) -> bool:
    """Whether nobody bears this name or handle."""
    return not _key_taken(skeleton(name)) and not _handle_taken(handle)


def digest(handle: str) -> str:
    """What is kept of a handle that nobody may be known by any more."""
    return hashlib.sha256(handle.encode()).hexdigest()


def former(handles: Iterable[str]) -> set[str]:
    """Those of these handles that somebody bore who was made anonymous."""
    digests = {digest(handle): handle for handle in handles}
    wanted = list(digests)
    found: set[str] = set()
    for start in range(0, len(wanted), LOOKED_UP_AT_ONCE):
        some = wanted[start : start + LOOKED_UP_AT_ONCE]
        known = select(FormerHandle.digest).where(FormerHandle.digest.in_(some))
        found.update(digests[each] for each in session().scalars(known))
    return found


def _handle_taken(handle: str) -> bool:
    taken = session().scalar(select(Person.id).where(Person.handle == handle)) is not None
    return taken or bool(former([handle]))
