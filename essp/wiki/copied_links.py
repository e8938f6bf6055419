"""Links within a copied branch: they lead to the copies, so what they say changes and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import count

from sqlalchemy import select

from essp.core.db import session
from essp.core.ids import key_of
from essp.core.markdown import render
from essp.core.markdown.inline import SPACE, WIKILINK, link_parts
from essp.wiki.completing import UNSAYABLE
from essp.wiki.models import Link, Page

PROBE = "essp-link-{}-"
PROBED = re.compile(r"essp-link-(\d+)-")
PERMANENT = re.compile(r"/p/([0-9a-z]{10})(?![0-9a-z])")
LEADING = re.compile(r'href="/p/essp-link-(\d+)-')


def led_to_copies(text: str, source: Page, copies: Mapping[int, Page], space: str) -> str:
    """The text of a page in which each link to a copied page (by id) leads to its copy.

    `space` is the slug of the space of the copies. A link whose new title could not be written, and
    whatever only looks like a link, such as code, stays as it is.
    """
    text = _readdressed(text, source.language, copies)
    targets = _targets(source)
    if not any(target in copies for target in targets.values()):
        return text
    written = list(WIKILINK.finditer(text))
    order = real_places(text, source.language)
    if len(order) != len(targets):
        return text
    leading = {
        number: copies.get(targets[place] or 0)
        for place, number in zip(sorted(targets), order, strict=True)
    }
    pieces, end = [], 0
    for number, match in enumerate(written):
        pieces += [text[end : match.start()], _renamed(match, leading.get(number), space)]
        end = match.end()
    return "".join([*pieces, text[end:]])


def _readdressed(text: str, language: str, copies: Mapping[int, Page]) -> str:
    """The text in which links to the permanent address of a copied page name that of its copy."""
    written = list(PERMANENT.finditer(text))
    if not written:
        return text
    named = select(Page.uid, Page.id).where(Page.uid.in_({match[1] for match in written}))
    meant = {row.uid: copies[row.id].uid for row in session().execute(named) if row.id in copies}
    if not meant:
        return text
    numbers = count()
    probe = PERMANENT.sub(lambda _match: f"/p/{PROBE.format(next(numbers))}", text)
    real = {int(match[1]) for match in LEADING.finditer(render(probe, language=language).html)}
    numbers = count()
    return PERMANENT.sub(
        lambda match: f"/p/{meant.get(match[1], match[1])}" if next(numbers) in real else match[0],
        text,
    )


def _targets(source: Page) -> dict[int, int | None]:
    rows = session().execute(select(Link.place, Link.target_id).where(Link.page_id == source.id))
    return {row.place: row.target_id for row in rows}


def real_places(text: str, language: str) -> Sequence[int]:
    """Which of the places that look like wiki links are some, in the order in which links are numbered.

    Each is given a title of its own, and the renderer asked what it finds.
    """
    numbers = count()

    def probed(match: re.Match[str]) -> str:
        number, parts = next(numbers), link_parts(match[1])
        return f"[[{PROBE.format(number)}]]" if parts and parts["title"] else match[0]

    found = render(WIKILINK.sub(probed, text), language=language).links
    return [int(match[1]) for link in found if (match := PROBED.fullmatch(link.title))]


def _renamed(written: re.Match[str], copy: Page | None, space: str) -> str:
    """A link as it is written, with the title of the copy; section and label stay."""
    parts = link_parts(written[1])
    if copy is None or parts is None or UNSAYABLE & set(copy.title):
        return written[0]
    if parts["space"] is None and key_of(parts["title"]) == copy.title_key:
        return written[0]
    address, bar, label = written[1].partition("|")
    _title, hash_, section = address.partition("#")
    # In a table the bar is written with a backslash before it, which belongs to the bar.
    slash = "\\" if bar and not hash_ and address.endswith("\\") else ""
    named = f"{space}:" if SPACE.match(copy.title) else ""
    return f"[[{named}{copy.title}{hash_}{section}{slash}{bar}{label}]]"
