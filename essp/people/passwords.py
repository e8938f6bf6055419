"""Passwords: what makes a usable one, how it is kept (argon2id), and how long a check takes.

A check for a name that nobody has takes as long as one for a name that somebody has, so that the
time of the answer tells nothing.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Invalid, NotFound
from essp.core.events import record
from essp.core.i18n import Message
from essp.core.i18n import lazy as _
from essp.core.ids import skeleton
from essp.people import queries, sessions
from essp.people.events import PasswordChanged
from essp.people.links import end_links, use_link
from essp.people.models import Person, Purpose

SHORTEST = 12
LONGEST = 1000
FEWEST_DIFFERENT = 5

# Words that most guessed passwords of this length are made of, digits and signs taken off.
_COMMON = (
    "password passwort wachtwoord motdepasse welcome welkom letmein qwertyuiop qwertyuiopasdf "
    "asdfghjkl azertyuiop administrator superman iloveyou ikhouvanjou changeme veranderen "
    "veranderdit verander geheim mijnwachtwoord trustno monkey dragon football voetbal princess "
    "sunshine baseball basketball starwars computer internet january january february march april "
    "june july august september october november december januari februari maart mei juni juli "
    "augustus oktober monday tuesday wednesday thursday friday maandag dinsdag woensdag donderdag "
    "vrijdag zaterdag zondag summer autumn winter spring zomer herfst lente amsterdam rotterdam "
    "nederland feyenoord ajaxamsterdam correcthorsebatterystaple passwordpassword secretsecret "
    "testtesttest adminadmin temppassword initialpassword defaultpassword"
)
COMMON_WORDS = frozenset(_COMMON.split())
_ROWS = ("01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz")

hasher = PasswordHasher()


def hash_of(password: str) -> str:
    """What is kept of a password."""
    return hasher.hash(_normal(password))


def check_new(password: str, person: Person, site_name: str) -> None:
    """Raise Invalid(new_password=...) with a sentence unless this may become the person's password."""
    fault = _fault(_normal(password), person, site_name)
    if fault is not None:
        raise Invalid(new_password=fault)


def verify(person: Person | None, password: str) -> bool:
    """Whether this is the person's password; as slow for nobody as for somebody."""
    usable = person is not None and person.active and person.password_hash is not None
    kept = person.password_hash if person is not None and usable else None
    right = _matches(kept or _nobodys_hash(hasher), password)
    return usable and right


def refresh(person: Person, password: str) -> None:
    """Hash the right password anew when the parameters were raised since it was set."""
    if person.password_hash and hasher.check_needs_rehash(person.password_hash):
        person.password_hash = hash_of(password)


def set_password(person: Person, password: str, *, keep: str | None = None) -> None:
    """Set a password that was checked; sign-ins end but for that of the token `keep`, links die."""
    person.password_hash = hash_of(password)
    sessions.end_all(person, but=keep)
    end_links(person)
    record(PasswordChanged(actor_id=person.id, person_id=person.id))


def change_password(
    actor: Person, present: str, new: str, *, site_name: str, keep: str | None
) -> None:
    """Change one's own password. It needs the present one; every other sign-in ends."""
    person = lock(Person, actor.id)
    if person is None or not verify(person, present):
        raise Invalid(present_password=_("This is not your present password."))
    check_new(new, person, site_name)
    set_password(person, new, keep=keep)


def reset_password(token: str, new: str, *, site_name: str) -> Person:
    """Set a password by a mailed link. NotFound when the link does not work (any more)."""
    found = use_link(Purpose.PASSWORD, token)
    person = lock(Person, found.person_id)
    if person is None or not person.active:
        raise NotFound
    check_new(new, person, site_name)
    set_password(person, new)
    return person


def same_password(person: Person, kept: str | None) -> bool:
    """Whether nobody changed the password since `kept` was read; reads the row afresh."""
    fresh = session().get(Person, person.id, populate_existing=True, with_for_update=True)
    return fresh is not None and fresh.active and fresh.password_hash == kept


def find_by_sign_in_name(name: str) -> Person | None:
    """Who signs in with this name, folded as it would be for a directory entry."""
    return queries.by_sign_in_name(unicodedata.normalize("NFKC", name))


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def _matches(kept: str, password: str) -> bool:
    if len(password) > LONGEST:
        password = ""
    try:
        return hasher.verify(kept, _normal(password))
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys_hash(with_parameters: PasswordHasher) -> str:
    return with_parameters.hash(f"nobody has this password {clock.now().isoformat()}")


def _fault(password: str, person: Person, site_name: str) -> Message | None:
    if len(password) < SHORTEST:
        return _("Use at least %(least)s characters. A short sentence works well.", least=SHORTEST)
    if len(password) > LONGEST:
        return _("Use at most %(most)s characters.", most=LONGEST)
    if _is_common(password):
        return _("This password is easy to guess. Choose one that nobody else would think of.")
    if _letters(password) in _own_words(person, site_name):
        return _("Your name, your address and the name of the site are easy to guess.")
    return None


def _is_common(password: str) -> bool:
    folded = password.casefold()
    letters = "".join(c for c in folded if c.isalpha())
    in_a_row = any(folded in row * 2 for row in _ROWS)
    return letters in COMMON_WORDS or len(set(folded)) < FEWEST_DIFFERENT or in_a_row


def _own_words(person: Person, site_name: str) -> set[str]:
    email = person.email or ""
    words = [person.name, person.handle, email, email.partition("@")[0], site_name]
    bare = {_letters(word) for word in words} - {""}
    return bare | {word * 2 for word in bare}


def _letters(text: str) -> str:
    return "".join(c for c in skeleton("".join(c for c in text if c.isalpha())) if c.isalpha())
