"""Pages as Markdown files, each with its authors on top, in the order of the tree, and their files.

A page `01-start.md` has the pages below it in `01-start/`; the files that pages use are in `files/`,
and the text leads there.
"""

from __future__ import annotations

import shutil
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import structlog
import yaml
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from essp.attachments import folder as files
from essp.attachments.models import Attachment
from essp.core.db import session
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki.file_uses import files_of
from essp.wiki.models import Page
from essp.wiki.reading import authors_of
from essp.wiki.texts import text_of

log = structlog.get_logger(__name__)
EVERYBODY = 1_000_000


@dataclass(frozen=True)
class Exported:
    """One page that was written: its path inside the folder, and the page it holds."""

    path: str
    uid: str
    revision: int


@dataclass(frozen=True)
class Item:
    """One file of an export: the text of a page, or the bytes of a file that lie at `content`."""

    path: str
    text: str = ""
    content: Path | None = None
    page: Exported | None = None


def pages_to_export(space: Space) -> int:
    """How many pages an export of the space holds."""
    return len(_tree(space))


def export_space(
    space: Space, folder: Path, told: Callable[[], None] = lambda: None
) -> list[Exported]:
    """Write every page of a space, archived ones too, with their files, below a folder.

    `told` is called for each page. Raises OSError.
    """
    written = []
    for item in items(_tree(space)):
        target = folder / item.path
        target.parent.mkdir(parents=True, exist_ok=True)
        if item.content is not None:
            shutil.copyfile(item.content, target)
        else:
            target.write_text(item.text, encoding="utf-8", newline="\n")
        if item.page is not None:
            written.append(item.page)
            told()
    return written


def space_items(actor: Person, space: Space) -> Iterator[Item]:
    """All that an export of a space holds that the caller may read."""
    return items(_tree(space), actor)


def page_items(actor: Person, page: Page, *, below: bool = False) -> Iterator[Item]:
    """A page that the caller may read with its files, and with all `below` it if that is wanted."""
    if not below:
        return items([(f"{page.slug}.md", page.id)], actor)
    tree = _tree(page.space, page.parent_id)
    stem = next(path for path, page_id in tree if page_id == page.id).removesuffix(".md")
    return items([each for each in tree if each[0].startswith((f"{stem}.md", f"{stem}/"))], actor)


def items(tree: Iterable[tuple[str, int]], actor: Person | None = None) -> Iterator[Item]:
    """Pages by path and id, each followed by its files unless they came before.

    Without an actor, for the operator of the installation, with every file.
    """
    came: set[int] = set()
    for path, page_id in tree:
        page = session().scalars(_whole(page_id)).one()
        attached = files_of([page_id], actor).get(page_id, [])
        text = _led_to_files(_file_of(page), path, attached)
        yield Item(path, text=text, page=Exported(path, page.uid, page.revision_number))
        for attachment in attached:
            if attachment.id not in came:
                came.add(attachment.id)
                yield from _file_item(attachment)


def write_zip(found: Iterable[Item], file: IO[bytes]) -> None:
    """Put these items into a ZIP. However large it is, little of it is in memory."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for item in found:
            if item.content is None:
                archive.writestr(item.path, item.text.encode())
            else:
                archive.write(item.content, item.path)


def _file_item(attachment: Attachment) -> Iterator[Item]:
    content = files.path_of(attachment.sha256)
    if content.is_file():
        yield Item(_path_of_file(attachment), content=content)
    else:
        log.error("the bytes of a file are missing", sha256=attachment.sha256)


def _path_of_file(attachment: Attachment) -> str:
    return f"files/{attachment.uid}-{attachment.name}"


def _led_to_files(text: str, path: str, attached: Iterable[Attachment]) -> str:
    """The text with the addresses of its files as paths beside it, so that it can be read offline."""
    up = "../" * path.count("/")
    for attachment in attached:
        target = up + quote(_path_of_file(attachment))
        text = text.replace(attachment.url, target)
    return text


def _tree(space: Space, under: int | None = None) -> list[tuple[str, int]]:
    """Path and id of every page `under` one, or of all; parents before what lies below them."""
    below: dict[int | None, list[Any]] = defaultdict(list)
    for row in session().execute(
        select(Page.id, Page.parent_id, Page.slug)
        .where(Page.space_id == space.id)
        .order_by(Page.position, Page.id)
    ):
        below[row.parent_id].append(row)
    return list(_walk(below, under, ""))


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
