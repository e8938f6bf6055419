"""Signing in with a password: throttled per name and per address, the same answer for all who fail."""

from __future__ import annotations

from dataclasses import dataclass

from essp.core.db import transaction
from essp.core.decision import Invalid
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.limits import Limit, Limits, key_of_address, key_of_name
from essp.people import passwords, sessions
from essp.people.events import SignedIn
from essp.people.models import Person

WINDOW = 15 * 60
PER_ADDRESS = 10
LINKS_PER_NAME = 5
LINKS_PER_ADDRESS = 50


@dataclass(frozen=True)
class Browser:
    """The browser somebody uses: what it calls itself, and the address it comes from."""

    name: str = ""
    address: str = ""


@dataclass(frozen=True)
class Terms:
    """What an installation decided about sign-ins."""

    attempts: int
    days: int

    @property
    def per_name(self) -> Limit:
        """Wrong passwords for one name before it must wait."""
        return Limit("sign-in name", self.attempts, WINDOW)

    @property
    def per_address(self) -> Limit:
        """Wrong passwords from one address; an office shares one, so it may have many more."""
        return Limit("sign-in address", self.attempts * PER_ADDRESS, WINDOW)


def sign_in(
    name: str, password: str, *, browser: Browser, limits: Limits, terms: Terms
) -> tuple[Person, str]:
    """Check a password and begin a sign-in: the person and the sign-in's token.

    Raises TooManyAttempts, or Invalid with one sentence whatever is wrong.
    """
    name_key, address_key = key_of_name(name), key_of_address(browser.address)
    limits.check(terms.per_address, address_key)
    limits.hit(terms.per_name, name_key)
    person = passwords.find_by_sign_in_name(name)
    kept = person.password_hash if person else None
    if not passwords.verify(person, password) or person is None:
        limits.hit(terms.per_address, address_key)
        raise _refusal()
    limits.forget(terms.per_name, name_key)
    with transaction():
        if not passwords.same_password(person, kept):
            raise _refusal()
        passwords.refresh(person, password)
        token = begin(person, browser=browser, terms=terms)
    return person, token


def begin(person: Person, *, browser: Browser, terms: Terms) -> str:
    """Begin a sign-in of somebody who has proven who they are, and give its token."""
    token = sessions.begin_sign_in(
        person, days=terms.days, browser=browser.name, address=browser.address
    )
    record(SignedIn(actor_id=person.id, person_id=person.id))
    return token


def count_link_request(name: str, *, browser: Browser, limits: Limits) -> None:
    """Count a request for a new password; raises TooManyAttempts."""
    limits.hit(Limit("link address", LINKS_PER_ADDRESS, WINDOW), key_of_address(browser.address))
    limits.hit(Limit("link name", LINKS_PER_NAME, WINDOW), key_of_name(name))


def _refusal() -> Invalid:
    return Invalid(
        name=_("This name and password do not belong together. Check both and try again.")
    )
