"""A space as a folder of Markdown files: in the order of its tree, each with its authors on top."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from essp.core.db import session
from essp.spaces.models import Space
from essp.wiki.models import Page
from essp.wiki.reading import authors_of
from essp.wiki.texts import text_of

EVERYBODY = 1_000_000


@dataclass(frozen=True)
class Exported:
    """One file that was written: its path inside the folder, and the page it holds."""

    path: str
    uid: str
    revision: int


def pages_to_export(space: Space) -> int:
    """How many files an export of the space makes."""
    return len(_tree(space))


def export_space(
    space: Space, folder: Path, told: Callable[[], None] = lambda: None
) -> list[Exported]:
    """Write every page of a space, archived ones too, below a folder; `told` is called for each.

    A page `01-start.md` has the pages below it in `01-start/`. Raises OSError.
    """
    written = []
    for path, page_id in _tree(space):
        page = session().scalars(_whole(page_id)).one()
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_file_of(page), encoding="utf-8", newline="\n")
        written.append(Exported(path, page.uid, page.revision_number))
        session().expire_all()
        told()
    return written


def _tree(space: Space) -> list[tuple[str, int]]:
    """Path and id of every page, parents before what lies below them."""
    below: dict[int | None, list[Any]] = defaultdict(list)
    for row in session().execute(
        select(Page.id, Page.parent_id, Page.slug)
        .where(Page.space_id == space.id)
        .order_by(Page.position, Page.id)
    ):
        below[row.parent_id].append(row)
    return list(_walk(below, None, ""))


def _walk(
    below: dict[int | None, list[Any]], above: int | None, way: str
) -> Iterator[tuple[str, int]]:
    rows = below.get(above, [])
    width = max(2, len(str(len(rows))))
    for place, row in enumerate(rows, start=1):
        stem = f"{way}{place:0{width}}-{row.slug}"
        yield f"{stem}.md", row.id
        yield from _walk(below, row.id, f"{stem}/")


def _whole(page_id: int) -> Any:
    return (
        select(Page)
        .join(Page.updated_by)
        .options(contains_eager(Page.updated_by))
        .where(Page.id == page_id)
    )


def _file_of(page: Page) -> str:
    head = {
        "title": page.title,
        "uid": page.uid,
        "revision": page.revision_number,
        "date": page.updated_at.isoformat(timespec="seconds"),
        "changed_by": page.updated_by.name,
        "authors": [author.person.name for author in authors_of(page, limit=EVERYBODY).named],
        "language": page.language,
    }
    if page.archived_at is not None:
        head["archived"] = page.archived_at.isoformat(timespec="seconds")
    if page.properties:
        head["properties"] = dict(page.properties)
    front = yaml.safe_dump(head, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{front}---\n\n{text_of(page)}"
