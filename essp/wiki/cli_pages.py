"""Pages and spaces as an operator names them on the command line, and the walk through them all."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from essp.core.commands import report
from essp.core.db import lock, session, transaction
from essp.spaces.models import Space, SpaceAddress
from essp.wiki.models import Page, PageAddress

space_option = click.option(
    "--space", "slug", metavar="SPACE", help="Only the pages of this space."
)


def space_named(slug: str) -> Space:
    """The space at an address; the operator of an installation may name every one."""
    found = session().scalar(
        select(Space)
        .join(SpaceAddress, SpaceAddress.space_id == Space.id)
        .where(SpaceAddress.slug == slug.strip("/").removeprefix("s/").lower())
    )
    if found is None:
        raise click.ClickException(f"There is no space {slug}.")
    return found


def page_named(target: str) -> Page:
    """The page of a permanent id, or at an address such as /s/space/page."""
    parts = target.strip("/").split("/")
    wanted = select(Page).join(Page.space).options(contains_eager(Page.space))
    if len(parts) == 3 and parts[0] == "s":
        wanted = wanted.join(PageAddress, PageAddress.page_id == Page.id).where(
            PageAddress.space_id == space_named(parts[1]).id, PageAddress.slug == parts[2]
        )
    else:
        wanted = wanted.where(Page.uid == parts[-1])
    found = session().scalar(wanted)
    if found is None:
        raise click.ClickException(f"There is no page {target}.")
    return found


def progress(label: str, length: int | None, as_json: bool) -> Any:
    """A bar on the terminal; none where a program listens. Without a length it is told one later."""
    hidden = as_json or not sys.stderr.isatty()
    return click.progressbar(length=length or 1, label=label, file=sys.stderr, hidden=hidden)


def report_drift(kept: Callable[[Page], bool], slug: str | None, as_json: bool, mend: str) -> None:
    """Name the pages of which what is kept differs from the texts; exit with 1 where some do."""
    drifted = [
        {"uid": page.uid, "title": page.title}
        for page in _each("Checking", slug, as_json)
        if not kept(page)
    ]

    def told(answer: dict[str, Any]) -> str:
        lines = [f"{each['uid']} {each['title']}" for each in answer["drifted"]]
        return "\n".join([*lines, f"Rebuild them: {mend}"]) if lines else "No drift."

    report({"drifted": drifted}, told, as_json=as_json)
    sys.exit(1 if drifted else 0)


def rebuild_each(work: Callable[[Page], object], slug: str | None, as_json: bool) -> int:
    """Do this to every page, one held at a time, so that the site may be in use; how many it was."""
    count = 0
    for page in _each("Rebuilding", slug, as_json):
        with transaction():
            held = lock(Page, page.id)
            if held is not None:
                work(held)
                count += 1
    return count


def _each(label: str, slug: str | None, as_json: bool) -> Iterator[Page]:
    """Pages that have a text, one after the other, behind a bar."""
    wanted = select(Page.id).where(Page.revision_number > 0).order_by(Page.id)
    if slug:
        wanted = wanted.where(Page.space_id == space_named(slug).id)
    ids = session().scalars(wanted).all()
    with progress(label, len(ids), as_json) as bar:
        for page_id in ids:
            yield session().get_one(Page, page_id)
            session().expire_all()
            bar.update(1)
