"""What was brought in from an older place: station sheets of people who left before there was this one.

They come through the same door as any import, in the second month. Some are read on, some were edited
since, and some nobody opens: what a move looks like after a year.

    = Title
    @ Author | day | summary
    text, up to the next revision or page
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from sqlalchemy import select

from essp.core import clock
from essp.core.db import session, transaction
from essp.demo.page_file import TIME_ZONE
from essp.importers.ledger import Ledger, Outcome
from essp.importers.loading import ImageAddress, Progress, load
from essp.importers.records import (
    KnownPage,
    RevisionKind,
    SourceFile,
    SourcePage,
    SourcePerson,
    SourceRevision,
)
from essp.people.models import Person
from essp.wiki.editing import edit_page
from essp.wiki.models import Page
from essp.wiki.texts import text_of

SAID = Path(__file__).parent / "content" / "stationsbladen.txt"
SPACE, BY = "stations-en-kabels", "maarten-blom"
ORIGINALS = "https://stationsbladen.veldstroom.example/{path}"
AT = datetime(2025, 12, 8, 20, tzinfo=TIME_ZONE)
SINCE = (
    (
        datetime(2026, 2, 11, 10, 20, tzinfo=TIME_ZONE), "nynke-sikkema", "Stationsblad Olst",
        "\n\nSinds de zomer van 2025 hangt er een zeil voor de deur.", "Zeil",
    ),
    (
        datetime(2026, 9, 24, 14, 5, tzinfo=TIME_ZONE), "anton-de-haan", "Stationsblad Wijhe",
        "\n\nDe sleutel ligt achter de balie in Zwolle.", "Waar de sleutel ligt",
    ),
)  # fmt: skip
UNOPENED = (
    "Stationsblad Hardenberg", "Telefoonlijst storingsdienst 2018", "Bestelnummers oude moffen",
    "Schakelschema's van voor 1990",
)  # fmt: skip


@dataclass(frozen=True)
class _Sheet:
    """A page of the older place: its title, and who wrote which text when, with which summary."""

    title: str
    revisions: tuple[tuple[str, datetime, str, str], ...]


class OldSheets:
    """The older place, as importers read one."""

    kind, origin, folder, head = "git", "stationsbladen", "", "2022"

    def __init__(self, path: Path = SAID) -> None:
        self.ledger = Ledger(self.origin)
        self._sheets = {_key(each.title): each for each in _read(path)}

    def pages(
        self,
        known: Mapping[str, KnownPage] | None = None,
        taken_titles: Iterable[str] = (),
        progress: Progress | None = None,
    ) -> list[SourcePage]:
        """All of them, one beside the other."""
        del known, taken_titles, progress
        return [
            SourcePage(
                key=key, path=f"{sheet.title}.md", own_title=sheet.title, title=sheet.title,
                link_title=sheet.title, parent_key=None, archived=False,
                revisions=len(sheet.revisions), fingerprint=key,
            )
            for key, sheet in self._sheets.items()
        ]  # fmt: skip

    def revisions(self, page_key: str, image: ImageAddress) -> Iterator[SourceRevision]:
        """The revisions of a sheet, oldest first."""
        del image
        sheet = self._sheets[page_key]
        for number, (author, at, summary, text) in enumerate(sheet.revisions, start=1):
            self.ledger.outcomes[Outcome.REVISION] += 1
            email = f"{author.replace(' ', '.').lower()}@veldstroom.example"
            yield SourceRevision(
                page_key=page_key, number=number,
                kind=RevisionKind.CREATED if number == 1 else RevisionKind.EDITED,
                path=f"{sheet.title}.md", title=sheet.title, text=text, properties={},
                author=SourcePerson(email, author, email, left=True), co_authors=(), at=at,
                message=summary, source_id=f"{page_key[:12]}{number}",
            )  # fmt: skip

    def file(self, path: str) -> SourceFile | None:
        """There are none."""

    def pictures(self) -> Iterator[bytes]:
        """There are none."""
        yield from ()


def bring_in() -> None:
    """Bring the sheets in, on the evening on which that was, and edit what was edited since."""
    people = {each.handle: each for each in session().scalars(select(Person)).all()}
    with clock.held_at(AT):
        load(people[BY], SPACE, OldSheets(), originals=ORIGINALS)
    for at, handle, title, more, summary in SINCE:
        with clock.held_at(at), transaction():
            page = session().scalars(select(Page).where(Page.title == title)).one()
            edit_page(
                people[handle], page, text=text_of(page).rstrip("\n") + more,
                based_on=page.revision_number, summary=summary,
            )  # fmt: skip


def _read(path: Path) -> Iterator[_Sheet]:
    for page in path.read_text(encoding="utf-8").removeprefix("= ").split("\n= "):
        title, *revisions = page.split("\n@ ")
        yield _Sheet(title, tuple(_revision(each) for each in revisions))


def _revision(said: str) -> tuple[str, datetime, str, str]:
    told, _newline, text = said.partition("\n")
    author, day, summary = told.split(" | ")
    at = datetime.combine(datetime.fromisoformat(day).date(), time(10), TIME_ZONE)
    return author, at, summary, text.strip("\n") + "\n"


def _key(title: str) -> str:
    return hashlib.sha256(title.encode()).hexdigest()
