"""The texts of revisions: how they are kept and read back.

Every twentieth text is kept whole, those between as differences, so that reading any one costs at
most twenty small steps and the whole history about as little as git needs.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from essp.core import deltas
from essp.core.db import session
from essp.core.decision import Invalid, NotFound, Refused
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line
from essp.wiki.models import HiddenRevision, Page, Revision, RevisionText

CHAIN = 20
LARGEST = 1_000_000
LONGEST_TITLE = 255
LONGEST_SUMMARY = 2_000
CONTROL = bytes(code for code in (*range(32), 127) if code not in b"\n\t")


def text_row(page_id: int, number: int, text: str, previous: str | None) -> dict[str, Any]:
    """What is to be kept as a `RevisionText`, given the text of the predecessor."""
    encoded = deltas.encode(text, None if starts_chain(number) else previous)
    return {
        "page_id": page_id,
        "number": number,
        "whole": encoded.kind == "whole",
        "data": encoded.data,
    }


class Withheld(Refused):
    """A version that is hidden: its text is for those who look after the place."""


def text_of(page: Page, number: int | None = None) -> str:
    """The text of a revision, the present one if none is named. Raises NotFound, Withheld."""
    number = page.revision_number if number is None else number
    if number != page.revision_number and _is_hidden(page, number):
        raise Withheld(_("Version %(number)s of this page is hidden.", number=number))
    return kept_text(page, number)


def require_shown(page: Page, number: int) -> None:
    """Two texts are only laid beside each other where the one they began from is not hidden."""
    try:
        text_of(page, number)
    except Withheld:
        raise Invalid(
            based_on=_(
                "The version you started from was hidden meanwhile, so the two texts cannot be laid "
                "beside each other. Your text is still here: take out what was hidden and save again."
            )
        ) from None


def kept_text(page: Page, number: int) -> str:
    """The text of a revision, hidden or not: to work with, never to be shown. Raises NotFound.

    What is shown to somebody is asked of `text_of`, or of `hiding.text_for`.
    """
    return _read(page, number)


def kept_texts(page: Page, until: int) -> Iterator[tuple[int, str]]:
    """The number and text of each revision to number `until`, as `kept_text` gives them one by one."""
    rows = session().execute(
        select(RevisionText.number, RevisionText.whole, RevisionText.data)
        .where(RevisionText.page_id == page.id, RevisionText.number <= until)
        .order_by(RevisionText.number)
    )
    text: str | None = None
    for number, whole, data in rows.all():
        text = deltas.decode(data, "whole" if whole else "delta", text)
        yield number, text


def _is_hidden(page: Page, number: int) -> bool:
    hidden = select(HiddenRevision.revision_id).join(
        Revision, Revision.id == HiddenRevision.revision_id
    )
    return (
        session().scalar(hidden.where(Revision.page_id == page.id, Revision.number == number))
        is not None
    )


def starts_chain(number: int) -> bool:
    """Whether the text of this revision is kept whole."""
    return (number - 1) % CHAIN == 0


def _read(page: Page, number: int) -> str:
    first = number - (number - 1) % CHAIN
    rows = (
        session()
        .execute(
            select(RevisionText.number, RevisionText.whole, RevisionText.data)
            .where(RevisionText.page_id == page.id, RevisionText.number.between(first, number))
            .order_by(RevisionText.number)
        )
        .all()
    )
    if not rows or rows[-1].number != number:
        raise NotFound
    text: str | None = None
    for row in rows:
        text = deltas.decode(row.data, "whole" if row.whole else "delta", text)
    assert text is not None
    return text


def clean_text(text: str) -> str:
    """Page text as it is kept: line ends are newlines; control characters and half pairs are gone.

    Raises Invalid when it is larger than a page may be.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    encoded = text.encode("utf-8", "replace")
    if len(encoded.translate(None, CONTROL)) < len(encoded):
        kept = (c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")
        encoded = "".join(kept).encode("utf-8", "replace")
    size = len(encoded)
    if size > LARGEST:
        raise Invalid(
            text=_(
                "This page is %(size)s KB large; a page may have %(limit)s KB. Nothing was saved and "
                "your text is still here: divide it over several pages.",
                size=size // 1000,
                limit=LARGEST // 1000,
            )
        )
    return encoded.decode()


def clean_title(title: str) -> str:
    """A title as it is kept. Raises Invalid when it is empty or too long."""
    title = clean_line(title)
    if not title or not any(unicodedata.category(c)[0] not in "ZC" for c in title):
        raise Invalid(title=_("Give the page a title."))
    if len(title) > LONGEST_TITLE:
        raise Invalid(
            title=_(
                "This title has %(size)s characters; use at most %(limit)s.",
                size=len(title),
                limit=LONGEST_TITLE,
            )
        )
    return title


def clean_summary(summary: str) -> str:
    """A summary as it is kept: one line. Raises Invalid when it is too long."""
    summary = clean_line(summary)
    if len(summary) > LONGEST_SUMMARY:
        raise Invalid(summary=_("Use at most %(limit)s characters.", limit=LONGEST_SUMMARY))
    return summary
