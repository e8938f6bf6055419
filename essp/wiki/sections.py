"""Sections of pages: headings that stay who they are when their words change.

Every fragment that a heading had leads to it, unless another heading of the page has that fragment
now. A heading that went and comes back is the same one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select

from essp.core.db import session
from essp.core.markdown import Heading
from essp.wiki.alike import Here, matched, sketch_of
from essp.wiki.link_models import Section, SectionAddress
from essp.wiki.models import Page

LONGEST_WORDS = 500

Former = Mapping[str, Sequence[str]]


def keep_sections(
    page: Page, text: str, headings: Sequence[Heading], *, first: bool = False
) -> Former:
    """Bring the page's sections up to its present text; `first` when none are kept yet.

    Gives for fragments of headings those they had before, as far as they are free.
    """
    found = headings_here(text, headings)
    kept = [] if first else _kept(page)
    present: Sequence[Section] = [each for each in kept if each.place is not None]
    addresses = {} if first else _addresses(page)
    if [(e.level, e.fragment, e.words, e.sketch) for e in present] != [
        (e.level, e.fragment, e.words, e.sketch) for e in found
    ]:
        sections = _brought_up(page, present, [e for e in kept if e.place is None], found)
        _lead(page, addresses, sections)
        present = sections
    return _former(present, addresses)


def agrees(page: Page, text: str, headings: Sequence[Heading]) -> bool:
    """Whether what is kept of the page's sections is what its text says."""
    found = [(e.level, e.fragment, e.words, e.sketch) for e in headings_here(text, headings)]
    present = [(e.level, e.fragment, e.words, e.sketch) for e in sections_of(page)]
    addresses = _addresses(page)
    led = all(addresses.get(each.fragment) == each.id for each in sections_of(page))
    return found == present and led


def sections_of(page: Page) -> Sequence[Section]:
    """The sections of a page the caller may read, in order."""
    kept = select(Section).where(Section.page_id == page.id, Section.place.is_not(None))
    return session().scalars(kept.order_by(Section.place)).all()


def present_fragments(wanted: Sequence[tuple[int, str]]) -> dict[tuple[int, str], str]:
    """For (page id, fragment) the fragment of that section today; what is gone is left out."""
    pages = {page for page, _fragment in wanted}
    rows = session().execute(
        select(SectionAddress.page_id, SectionAddress.fragment, Section.fragment)
        .join(Section, Section.id == SectionAddress.section_id)
        .where(
            SectionAddress.page_id.in_(pages),
            SectionAddress.fragment.in_({fragment for _page, fragment in wanted}),
            Section.place.is_not(None),
        )
    )
    return {(page, written): today for page, written, today in rows}


def headings_here(text: str, headings: Sequence[Heading]) -> list[Here]:
    """The headings of a text as they are recognised in another one."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not headings:
        return []
    ends = [heading.line - 1 for heading in headings[1:]] + [len(lines)]
    return [
        Here(
            heading.level,
            heading.id,
            heading.text[:LONGEST_WORDS],
            sketch_of("\n".join(lines[heading.line : end])),
        )
        for heading, end in zip(headings, ends, strict=True)
    ]


def _kept(page: Page) -> list[Section]:
    kept = select(Section).where(Section.page_id == page.id).order_by(Section.place, Section.id)
    return list(session().scalars(kept))


def _addresses(page: Page) -> dict[str, int]:
    rows = session().execute(
        select(SectionAddress.fragment, SectionAddress.section_id).where(
            SectionAddress.page_id == page.id
        )
    )
    return {row.fragment: row.section_id for row in rows}


def _brought_up(
    page: Page, present: Sequence[Section], gone: Sequence[Section], found: Sequence[Here]
) -> Sequence[Section]:
    """The sections of the new text in order: those that stayed or came back, and new ones."""
    same = matched(present, found)
    known = {number: present[old] for number, old in same.items()}
    back = {section.fragment: section for section in gone}
    for number, here in enumerate(found):
        if number not in known and here.fragment in back:
            known[number] = back.pop(here.fragment)
    for section in present:
        section.place = None
    for number, section in known.items():
        for name, value in _columns(found[number], number).items():
            setattr(section, name, value)
    session().flush()
    fresh = [
        {"page_id": page.id} | _columns(here, number)
        for number, here in enumerate(found)
        if number not in known
    ]
    if fresh:
        session().execute(insert(Section), fresh)
    return sections_of(page) if fresh else [known[number] for number in range(len(found))]


def _columns(here: Here, place: int) -> dict[str, Any]:
    return {
        "place": place,
        "level": here.level,
        "fragment": here.fragment,
        "words": here.words,
        "sketch": here.sketch,
    }


def _lead(page: Page, addresses: dict[str, int], sections: Sequence[Section]) -> None:
    """Lead each present fragment to its section, whoever had it before."""
    changed = {s.fragment: s.id for s in sections if addresses.get(s.fragment) != s.id}
    if not changed:
        return
    if led := changed.keys() & addresses.keys():
        session().execute(
            delete(SectionAddress).where(
                SectionAddress.page_id == page.id, SectionAddress.fragment.in_(led)
            )
        )
    rows = [
        {"page_id": page.id, "fragment": fragment, "section_id": section}
        for fragment, section in changed.items()
    ]
    session().execute(insert(SectionAddress), rows)
    addresses.update(changed)


def _former(sections: Sequence[Section], addresses: Mapping[str, int]) -> Former:
    present = {section.id: section.fragment for section in sections}
    taken = set(present.values())
    found: dict[str, list[str]] = {}
    for fragment, section_id in sorted(addresses.items()):
        if section_id in present and fragment not in taken:
            found.setdefault(present[section_id], []).append(fragment)
    return found
