"""Who wrote on StackExchange: members by their number, and those of whom only words are left."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from essp.core.i18n import _
from essp.core.ids import clean_line, key_of
from essp.importers.people import ADDRESS, LONGEST_NAME
from essp.importers.records import SourcePerson, UnreadableError
from essp.importers.stackexchange_files import Dump, Row, number_in
from essp.importers.talk_ledger import Remark, TalkLedger

PLACEHOLDER = re.compile(r"user\d+")
NOBODY = "nobody"
COMMUNITY = -1


class Members:
    """The people of a dump."""

    def __init__(self, dump: Dump, ledger: TalkLedger, emails: Mapping[str, str]) -> None:
        """`emails` are addresses by a member's number, or by their folded name."""
        self._dump = dump
        self._ledger = ledger
        self._emails = emails

    def named(self, row: Row, number: str, name: str) -> SourcePerson:
        """Whom the fields `number` and `name` of a row mean."""
        found = self._dump.person(number_in(row, number)) if row.get(number) else None
        if found is not None:
            return self._member(found)
        said = clean_line(row.get(name, ""))[:LONGEST_NAME]
        if row.get(number) and not self._dump.has("Users.xml"):
            return SourcePerson(f"user:{row[number]}", said or f"user{row[number]}", "")
        return self._who_left(said)

    def name_of(self, number: int) -> str:
        """What a member is called."""
        found = self._dump.person(number)
        return self._member(found).name if found else f"user{number}"

    def _member(self, found: Row) -> SourcePerson:
        name = clean_line(found.get("DisplayName", ""))[:LONGEST_NAME] or f"user{found['Id']}"
        email = self._emails.get(found["Id"]) or self._emails.get(key_of(name), "")
        if email:
            return SourcePerson(email, name, email)
        account = number_in(found, "AccountId")
        return SourcePerson(
            f"account:{account}" if account > 0 else f"user:{found['Id']}", name, ""
        )

    def _who_left(self, said: str) -> SourcePerson:
        left = str(_("Someone who left"))
        if not said:
            self._ledger.note(Remark.NOBODY, "Posts.xml")
            return SourcePerson(NOBODY, left, "", left=True)
        name = f"{left} ({said})" if PLACEHOLDER.fullmatch(said) else said
        return SourcePerson(f"name:{sha256(said.encode()).hexdigest()[:40]}", name, "", left=True)


def emails_in(path: Path | None) -> dict[str, str]:
    """Addresses from a CSV file of two columns: number or name, e-mail address. Raises UnreadableError."""
    if path is None:
        return {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file) if row]
    except (OSError, UnicodeError, csv.Error) as broken:
        raise UnreadableError(
            _("%(path)s cannot be read: %(why)s.", path=path, why=broken)
        ) from None
    found: dict[str, str] = {}
    for line, row in enumerate(rows, start=1):
        email = row[1].strip().lower() if len(row) == 2 else ""
        if ADDRESS.fullmatch(email):
            found[row[0].strip() if row[0].strip().isdigit() else key_of(row[0])] = email
        elif line > 1:
            raise UnreadableError(
                _(
                    "Line %(line)s of %(path)s is not a number or a name, a comma and an e-mail"
                    " address.",
                    line=line,
                    path=path,
                )
            )
    return found
