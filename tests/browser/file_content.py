"""Files of the site of the browser's stories: a picture with two versions, documents, one that is broken."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

from PIL import Image, ImageDraw

from essp.attachments.changing import replace_file
from essp.attachments.models import Attachment
from essp.attachments.storing import put, store
from essp.attachments.taking import take_in
from essp.core import clock
from essp.core.db import transaction
from essp.people.models import Person
from essp.spaces.models import Space
from tests.attachments.documents import docx, pdf

PAGES = [
    "Winter peak review\n\nThe Zwolle ring was loaded for nine evenings in a row.",
    "What we learned\n\nCall the contracts before the second forecast run.\nWrite down who decided, and when.",
]


def add_files(people: dict[str, Person], space: Space, page_uid: str) -> dict[str, str]:
    """Put files into a space and on a page of it, and tell what they are called."""
    femke, ruben = people["femke"], people["ruben"]
    ago = lambda days: clock.now() - timedelta(days=days)  # noqa: E731
    rows = io.StringIO()
    csv.writer(rows).writerows([["station", "load"], ["Zwolle", 94], ["Deventer", 71]])
    with transaction():
        load = store(femke, space, "Load of the ring.png", chart(3), page_uid=page_uid, at=ago(30))
        replace_file(ruben, load, take_in("load.png", chart(8)))
        review = store(ruben, space, "Winter peak review.pdf", pdf(PAGES), page_uid=page_uid)
        store(femke, space, "Loads of November.csv", rows.getvalue().encode(), at=ago(3))
        store(
            ruben, space, "Shift notes.docx", docx("Quiet night.", "One alarm at four."), at=ago(9)
        )
        broken = store(ruben, space, "Scan 0042.pdf", b"%PDF-1.7\nand nothing more", at=ago(2))
        put(femke, femke, take_in("CV Femke de Boer.pdf", pdf(["Ten years of grid planning."])))
    return _names(load, review, broken)


def _names(load: Attachment, review: Attachment, broken: Attachment) -> dict[str, str]:
    return {
        "file_picture": load.uid,
        "file_document": review.uid,
        "file_broken": broken.uid,
    }


def chart(seed: int) -> bytes:
    """A picture of a few bars."""
    image = Image.new("RGB", (900, 520), (244, 246, 244))
    draw = ImageDraw.Draw(image)
    for place in range(12):
        height = 60 + (place * 53 * seed) % 330
        left = 60 + place * 66
        draw.rectangle((left, 460 - height, left + 42, 460), fill=(7, 89, 107))
    draw.line((40, 460, 870, 460), fill=(20, 32, 29), width=3)
    made = io.BytesIO()
    image.save(made, "PNG")
    return made.getvalue()
