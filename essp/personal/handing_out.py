"""All that is kept about a person, as a ZIP: JSON for programs, Markdown for people, and their pages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy import select

from essp.attachments import folder
from essp.attachments.queries import files_brought_by
from essp.core import clock
from essp.core.db import session
from essp.core.decision import require
from essp.core.i18n import _
from essp.people import pictures, policy
from essp.people.models import Person
from essp.personal import account, curating, knowing, measured, work
from essp.personal.registry import Kept, Row
from essp.spaces.models import Space
from essp.spaces.policy import readable_by
from essp.wiki.exporting import Item, items
from essp.wiki.models import Contribution, Page

KEPT: tuple[Kept, ...] = account.KEPT + work.KEPT + curating.KEPT + knowing.KEPT + measured.KEPT
SPARED = account.SPARED + work.SPARED + curating.SPARED + knowing.SPARED + measured.SPARED


def told(actor: Person, person: Person) -> list[tuple[Kept, int]]:
    """What is kept about a person, each kind with how many of it there are."""
    require(policy.hand_out(actor, person))
    return [(kept, sum(1 for _row in kept.rows(person))) for kept in KEPT]


def parcel(actor: Person, person: Person, data: Path) -> Iterator[Item]:
    """Everything of a person, to be put into a ZIP: only the person gets it.

    `data` is the folder in which the site keeps its files.
    """
    require(policy.hand_out(actor, person))
    found = [(kept, list(kept.rows(person))) for kept in KEPT]
    yield Item("README.md", text=_contents(person, found))
    for kept, rows in found:
        if rows:
            whole = json.dumps(rows, ensure_ascii=False, indent=2, default=str)
            yield Item(f"data/{kept.name}.json", text=whole + "\n")
            yield Item(f"data/{kept.name}.md", text=_written(kept, rows))
    put: set[str] = set()
    pages = items(_pages(person), person)
    for item in chain(_picture(person, data), pages, _brought(person)):
        if item.path not in put:
            put.add(item.path)
            yield item


def _picture(person: Person, data: Path) -> Iterator[Item]:
    path = pictures.folder(data) / (person.picture or "")
    if person.picture and path.is_file():
        yield Item("data/picture.webp", content=path)


def _brought(person: Person) -> Iterator[Item]:
    for file in files_brought_by(person):
        content = folder.path_of(file.sha256)
        if content.is_file():
            yield Item(f"files/{file.uid}-{file.name}", content=content)


def _contents(person: Person, found: Sequence[tuple[Kept, list[Row]]]) -> str:
    day = clock.now().date().isoformat()
    title = _("What is kept about %(name)s", name=person.name)
    lines = [f"# {title}", "", day, ""]
    for kept, rows in found:
        lines.append(f"- {kept.title}: {len(rows)}. {kept.why} (`data/{kept.name}.json`)")
    lines += ["", _("The pages on which words of yours stand are in pages/."), ""]
    lines += [_("The files you brought, and those of these pages, are in files/."), ""]
    return "\n".join(lines)


def _written(kept: Kept, rows: Sequence[Row]) -> str:
    parts = [f"# {kept.title}\n\n{kept.why}\n"]
    for number, row in enumerate(rows, start=1):
        lines = [f"- {name}: {_line(value)}" for name, value in row.items() if name != "text"]
        text = f"\n{row['text']}\n" if row.get("text") else ""
        parts.append(f"## {number}\n\n" + "\n".join(lines) + f"\n{text}")
    return "\n".join(parts)


def _line(value: Any) -> str:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return " ".join(str(value).split())


def _pages(person: Person) -> list[tuple[str, int]]:
    rows = session().execute(
        select(Page.id, Page.slug, Page.uid, Space.slug.label("space"))
        .join(Contribution, Contribution.page_id == Page.id)
        .join(Space, Space.id == Page.space_id)
        .where(Contribution.person_id == person.id, readable_by(person))
        .order_by(Page.id)
    )
    return [(f"pages/{row.space}/{row.slug}-{row.uid}.md", row.id) for row in rows]
