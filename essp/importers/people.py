"""Who wrote: the people of a history, one per e-mail address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from essp.core.ids import clean_line, key_of
from essp.importers.records import SourcePerson

LONGEST_NAME = 120
LONGEST_ADDRESS = 254
ADDRESS = re.compile(r"[^\s@<>\"(),;:]+@[^\s@<>\"(),;:]+")
CONTACT = re.compile(r"(.*?)\s*<([^<>]*)>")
NOBODY = "Unknown"


class Authors:
    """Names and addresses as the source writes them -> people. Each address keeps one name."""

    def __init__(self, spellings: Iterable[tuple[str, str]], mapped: Mapping[str, str]) -> None:
        """`spellings`: name and address, the best spelling last; `mapped`: contact -> contact."""
        self._mapped = mapped
        self._names: dict[str, str] = {}
        for name, email in spellings:
            person = _person(name, email)
            if person.name != NOBODY:
                self._names[person.key] = person.name

    def person(self, name: str, email: str) -> SourcePerson:
        """The person that a name and an address mean."""
        person = _person(name, email)
        return SourcePerson(person.key, self._names.get(person.key, person.name), person.email)

    def co_authors(
        self, pairs: Iterable[tuple[str, str]], author: SourcePerson
    ) -> tuple[SourcePerson, ...]:
        """The people of the trailers, each once, without the author."""
        found: dict[str, SourcePerson] = {}
        for name, email in pairs:
            contact = CONTACT.fullmatch(self._mapped.get(contact_of(name, email), ""))
            person = self.person(*contact.groups()) if contact else self.person(name, email)
            if person.key != author.key:
                found.setdefault(person.key, person)
        return tuple(found.values())


def contact_of(name: str, email: str) -> str:
    """`Name <address>`."""
    return f"{name} <{email}>"


def _person(name: str, email: str) -> SourcePerson:
    address = email.strip().strip("<>").lower()
    plain = clean_line(name)[:LONGEST_NAME]
    if len(address) > LONGEST_ADDRESS or not ADDRESS.fullmatch(address):
        plain = plain or clean_line(address)[:LONGEST_NAME] or NOBODY
        return SourcePerson(f"name:{key_of(plain)}", plain, "")
    return SourcePerson(address, plain or address.partition("@")[0], address)
