"""Where the original of a page that was brought in stands: the address told with its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlsplit

from sqlalchemy import select

from essp.core.db import session
from essp.core.decision import Invalid
from essp.core.i18n import _
from essp.importers.models import ImportItem, ImportPage, ImportSource

PATH = "{path}"
LONGEST = 500  # characters


@dataclass(frozen=True)
class Original:
    """Where a page came from: the kind of its source, its path there, when it last came in.

    `address` leads to it; empty where nobody told where the originals stand.
    """

    kind: str
    path: str
    at: datetime
    address: str


def checked(address: str) -> str:
    """An address for all originals of a source, with `{path}` for that of each. Raises Invalid.

    Nothing but a page on the net: whoever opens an original is led there.
    """
    address = address.strip()
    if not address:
        return ""
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or PATH in parts.netloc:
        raise Invalid(originals=_("Begin with https:// and the name of the place."))
    if PATH not in address:
        raise Invalid(originals=_("Write {path} where the path of each page belongs."))
    if len(address) > LONGEST:
        raise Invalid(originals=_("Use at most %(most)s characters.", most=LONGEST))
    return address


def original_of(page_id: int) -> Original | None:
    """Where a page came from; None of one that began here."""
    row = session().execute(
        select(
            ImportSource.kind, ImportSource.originals, ImportItem.path,
            ImportSource.finished_at, ImportSource.started_at,
        )
        .join(ImportPage, ImportPage.source_id == ImportSource.id)
        .join(ImportItem, ImportItem.page_id == ImportPage.page_id)
        .where(ImportPage.page_id == page_id)
        .order_by(ImportItem.number.desc())
        .limit(1)
    ).one_or_none()  # fmt: skip
    if row is None:
        return None
    address = row.originals.replace(PATH, quote(row.path)) if row.originals else ""
    return Original(row.kind, row.path, row.finished_at or row.started_at, address)
