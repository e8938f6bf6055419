"""How fast the web of links is: `python -m bench links`.

On a copy of the generated site. Each page is given twelve links (one in twenty to a page that does
not exist; one in ten to a section, of which one in ten is gone) and two addresses on the web; 5,000
pages link to one. A second time all pages stand in one space, which is the hardest case. The lists take
processor time: the database is in the process, and the machine may be busy with other work.
"""

from __future__ import annotations

import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import delete, func, insert, select, text, update

from bench.site import application, site
from bench.web import SIZE
from essp.core.db import session, transaction
from essp.people.models import Person
from essp.spaces.models import Access, Space
from essp.wiki import astray, lifecycle, linked
from essp.wiki.link_models import Section, SectionAddress, WebLink
from essp.wiki.models import Link, Page, Revision

PER_PAGE = 12
FAMOUS = 5_000
ROUNDS = 15


def run() -> list[tuple[str, str]]:
    """Measure; rows of what and how much."""
    with tempfile.TemporaryDirectory() as folder:
        app = _copied(Path(folder))
        with app.app_context():
            famous = _weave()
            rows = _measured("40 spaces", famous)
            rows += _renamed(famous)
            _gather()
            return rows + _measured("one space", famous)


def _copied(folder: Path) -> Flask:
    made = site(SIZE)
    shutil.copytree(made.config["SETTINGS"].data, folder / "site")
    return application(folder / "site")


def _weave() -> int:
    """Give every page its links; the id of the page that 5,000 link to."""
    rnd = random.Random(11)
    ids = list(session().scalars(select(Page.id).order_by(Page.id)))
    spaces = {row.id: row.space_id for row in session().execute(select(Page.id, Page.space_id))}
    above = set(session().scalars(select(Page.parent_id)))
    famous = next(each for each in ids if spaces[each] == 1 and each not in above)
    linking = set(rnd.sample([each for each in ids if each != famous], min(FAMOUS, len(ids) - 1)))
    with transaction():
        for table in (Link, WebLink, SectionAddress, Section):
            session().execute(delete(table))
        session().execute(
            insert(Section),
            [
                {"id": each, "page_id": each, "place": 0, "level": 2, "fragment": "h-one",
                 "words": "One", "sketch": ""}
                for each in ids
            ],
        )  # fmt: skip
        session().execute(
            insert(SectionAddress),
            [{"page_id": each, "fragment": "h-one", "section_id": each} for each in ids],
        )
        for start in range(0, len(ids), 2_000):
            part = ids[start : start + 2_000]
            session().execute(
                insert(Link),
                [
                    row
                    for each in part
                    for row in _links(rnd, each, ids, spaces, each in linking, famous)
                ],
            )
            session().execute(insert(WebLink), [row for each in part for row in _web(rnd, each)])
    session().execute(text("ANALYZE"))
    session().commit()
    return famous


def _links(
    rnd: random.Random,
    page: int,
    ids: list[int],
    spaces: dict[int, int],
    to_famous: bool,
    famous: int,
) -> Iterator[dict[str, Any]]:
    for place in range(PER_PAGE):
        wanted, target = rnd.random() < 0.05, rnd.choice(ids)
        if place == 0 and to_famous:
            wanted, target = False, famous
        name = f"wanted {rnd.randrange(3_000)}" if wanted else f"page {target}"
        section = rnd.random() < 0.1
        yield {
            "page_id": page, "place": place, "space_id": spaces[page],
            "target_id": None if wanted else target,
            "wanted_space_id": spaces[page if wanted else target], "wanted_key": name,
            "title": name, "section": "One" if section else "",
            "fragment": rnd.choice(("h-one",) * 9 + ("h-gone",)) if section else "",
            "included": False,
        }  # fmt: skip


def _web(rnd: random.Random, page: int) -> Iterator[dict[str, Any]]:
    for place in range(2):
        host = f"site{rnd.randrange(400)}.example"
        url = f"https://{host}/{rnd.randrange(20)}"
        yield {"page_id": page, "place": place, "host": host, "url": url}


def _measured(where: str, famous: int) -> list[tuple[str, str]]:
    reader = session().scalars(select(Person).order_by(Person.id.desc()).limit(1)).one()
    page = session().get_one(Page, famous)
    space = session().get_one(Space, page.space_id)
    lists: tuple[tuple[str, Callable[[], linked.Part[Any]]], ...] = (
        ("backlinks of a page with 5,000", lambda: linked.backlinks(reader, page)),
        ("wanted pages", lambda: astray.wanted(reader, space)),
        ("broken links", lambda: astray.broken(reader, space)),
        ("orphans", lambda: astray.orphans(reader, space)),
        ("web addresses", lambda: astray.web_addresses(reader, space)),
    )
    return [_row(f"{name}, {where}", ask) for name, ask in lists]


def _row(name: str, ask: Callable[[], linked.Part[Any]]) -> tuple[str, str]:
    took = []
    for _round in range(ROUNDS):
        session().rollback()
        started = time.process_time()
        found = ask()
        took.append(time.process_time() - started)
    ordered = sorted(took)
    worst = ordered[int(len(ordered) * 0.95)]
    told = f"median {statistics.median(ordered) * 1000:.1f} ms"
    return name, f"{told}, 95th percentile {worst * 1000:.1f} ms, {found.total} in all"


def _renamed(famous: int) -> list[tuple[str, str]]:
    """Rename and move the page that 5,000 link to; count its links before and after."""
    page = session().get_one(Page, famous)
    person = session().get_one(Person, page.created_by_id)
    other = (
        session()
        .scalars(
            select(Space)
            .where(Space.id != page.space_id, Space.access == Access.OPEN.value)
            .limit(1)
        )
        .one()
    )
    before, revisions = _leading_to(famous), _revisions()
    started = time.perf_counter()
    with transaction():
        lifecycle.rename_page(person, page, title="A new name")
    renamed = time.perf_counter() - started
    started = time.perf_counter()
    with transaction():
        lifecycle.move_page(person, page, other)
    moved = time.perf_counter() - started
    lost, made = before - _leading_to(famous), _revisions() - revisions
    return [
        (f"rename a page with {before:,} links to it", f"{renamed * 1000:.0f} ms"),
        ("move it to another space", f"{moved * 1000:.0f} ms"),
        ("links that broke", str(lost)),
        ("revisions made by both", str(made)),
    ]


def _leading_to(page_id: int) -> int:
    count = select(func.count()).select_from(Link).where(Link.target_id == page_id)
    return session().scalar(count) or 0


def _revisions() -> int:
    return session().scalar(select(func.count()).select_from(Revision)) or 0


def _gather() -> None:
    """Let all pages stand in one open space."""
    with transaction():
        session().execute(update(Page).values(title_key=Page.title_key + "/" + Page.uid))
        session().execute(update(Page).values(space_id=1))
        session().execute(update(Link).values(wanted_space_id=1, space_id=1))
    session().execute(text("ANALYZE"))
    session().commit()
    session().expire_all()
