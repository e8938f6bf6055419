"""A generated site to measure on: 20,000 pages, 200,000 revisions, 5,000 people by default.

Made once into a folder and used again. Text is made of a seeded vocabulary with the word frequencies
of ordinary prose, so that stems, passages and differences cost what they cost in life.
"""

from __future__ import annotations

import os
import random
import re
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import func, insert, select

from config import Settings
from essp.app import create_app
from essp.core import clock, memory
from essp.core.db import session, transaction
from essp.core.ids import key_of, slugify
from essp.core.schema import bring_up_to_date
from essp.people.models import Person
from essp.spaces.governing import create_space
from essp.spaces.models import Access, Space
from essp.wiki.models import Kind, Page, Revision
from essp.wiki.placing import claim_address, claim_title, place_under
from essp.wiki.revisions import Change, History

SYLLABLES = re.findall(
    r"\w+",
    "an be con de el fa gor hil in ja ke li mor net op par qua rin sta tor ul ver wis yor zen",
)


@dataclass(frozen=True)
class Size:
    """How large the site is."""

    pages: int = 20_000
    revisions: int = 10
    people: int = 5_000
    spaces: int = 40


class Writer:
    """Writes prose from a vocabulary with Zipf's frequencies."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.vocabulary = sorted({self._word() for _ in range(30_000)})
        self.random.shuffle(self.vocabulary)
        self.weights = [1 / (rank + 5) for rank in range(len(self.vocabulary))]
        self.pool: list[str] = []
        self.used = 0

    def words(self, count: int) -> list[str]:
        """So many words."""
        if len(self.pool) < self.used + count:
            self.pool = self.random.choices(self.vocabulary, self.weights, k=200_000)
            self.used = 0
        self.used += count
        return self.pool[self.used - count : self.used]

    def paragraph(self, count: int = 60) -> str:
        """A paragraph of sentences."""
        return " ".join(self.words(count)).capitalize() + "."

    def page(self, count: int) -> str:
        """A page with headings, paragraphs and a list."""
        parts = []
        for _ in range(max(1, count // 200)):
            parts.append("## " + " ".join(self.words(3)).capitalize())
            parts += [self.paragraph() for _ in range(2)]
            parts.append("\n".join("- " + " ".join(self.words(10)) for _ in range(4)))
        return "\n\n".join(parts) + "\n"

    def _word(self) -> str:
        return "".join(self.random.choices(SYLLABLES, k=self.random.choice((1, 2, 2, 3, 3, 4))))


def application(folder: Path) -> Flask:
    """The application on that folder, as a process that serves has it."""
    app = create_app(
        Settings(
            data=folder, secret_key="bench", testing=True, log_level="error", worker="separate"
        )
    )
    memory.settle()
    return app


def site(size: Size = Size()) -> Flask:
    """The generated site, made if it is not there yet."""
    folder = Path(os.environ.get("ESSP_BENCH_DATA", "instance/bench")).resolve()
    name = f"site-{size.pages}-{size.revisions}-{size.people}"
    app = application(folder / name)
    bring_up_to_date(app)
    with app.app_context():
        made = session().scalar(select(func.count()).select_from(Page)) or 0
        if made < size.pages:
            _make(size, made)
    return app


def _make(size: Size, made: int) -> None:
    started = time.perf_counter()
    writer = Writer(7)
    people = _people(size, writer)
    spaces = _spaces(size, people)
    for start in range(made, size.pages, 50):
        authors = list(
            session().scalars(select(Person).where(Person.id.in_(writer.random.sample(people, 60))))
        )
        with transaction(), session().no_autoflush:
            for number in range(start, min(start + 50, size.pages)):
                _page(writer, number, size, spaces, authors)
        session().expunge_all()
        if start % 1000 == 0:
            print(f"  {start:>6} pages, {time.perf_counter() - started:.0f} s", flush=True)
    print(f"  made in {time.perf_counter() - started:.0f} s")


def _people(size: Size, writer: Writer) -> list[int]:
    found = list(session().scalars(select(Person.id).order_by(Person.id)))
    if found:
        return found
    rows = []
    for number in range(size.people):
        name = f"{writer.words(1)[0].capitalize()} {writer.words(1)[0].capitalize()} {number}"
        rows.append(
            {
                "handle": slugify(name),
                "name": name,
                "name_key": key_of(name),
                "email": f"p{number}@example.org",
                "created_at": clock.now(),
                "joined_at": clock.now(),
                "department": f"Department {number % 20}",
            }
        )
    with transaction():
        session().execute(insert(Person), rows)
    return list(session().scalars(select(Person.id).order_by(Person.id)))


def _spaces(size: Size, people: list[int]) -> list[int]:
    found = list(session().scalars(select(Space.id).order_by(Space.id)))
    if found:
        return found
    owner = session().get(Person, people[0])
    assert owner is not None
    with transaction():
        for number in range(size.spaces):
            access = Access.CLOSED if number % 10 == 9 else Access.OPEN
            create_space(owner, name=f"Space {number}", access=access)
    return list(session().scalars(select(Space.id).order_by(Space.id)))


def _page(writer: Writer, number: int, size: Size, spaces: list[int], people: list[Person]) -> None:
    rnd = writer.random
    moment = clock.now() - timedelta(days=rnd.randint(30, 900))
    author = rnd.choice(people)
    title = f"{' '.join(writer.words(3)).capitalize()} {number}"
    page = Page(
        uid=f"{number:010d}", slug="", title=title, language="en", properties={}, revision_number=0,
        created_at=moment, created_by_id=author.id, updated_at=moment, updated_by_id=author.id,
    )  # fmt: skip
    claim_title(page, spaces[number % len(spaces)], title)
    session().add(page)
    session().flush()
    claim_address(page)
    above = session().scalar(
        select(Page)
        .where(Page.space_id == page.space_id, Page.id < page.id)
        .order_by(Page.id)
        .limit(1)
        .offset(number // 400)
    )
    place_under(page, above)
    history = History(page)
    paragraphs = writer.page(3000 if number % 40 == 0 else rnd.choice((60, 120, 250, 500))).split(
        "\n\n"
    )
    for step in range(size.revisions):
        if step:
            paragraphs[rnd.randrange(len(paragraphs))] = writer.paragraph(rnd.choice((20, 60)))
        history.append(
            Change(
                author=rnd.choice(people),
                text="\n\n".join(paragraphs),
                title=title,
                kind=Kind.EDITED if step else Kind.CREATED,
                summary=" ".join(writer.words(6)),
                at=moment + timedelta(hours=step),
                source="bench",
            )
        )
    history.settle()


def revision_count() -> int:
    """How many revisions the site has."""
    return session().scalar(select(func.count()).select_from(Revision)) or 0
