"""Who demonstrably knows what a page is about: by words of theirs that stand, on pages everyone reads."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from essp.core.db import session
from essp.curation.trusting import is_trusted, pages_about, topics_of
from essp.people.models import Person
from essp.spaces.models import Access, Space
from essp.wiki.models import Contribution, Page

HERE = 150  # words of theirs that stand on the page itself
ELSEWHERE = 300  # words that stand on pages about the same topics, this one among them
PAGES = 2  # such pages at least


@dataclass(frozen=True)
class Evidence:
    """Words of a person that stand: on the page itself, and on how many pages about its topics."""

    here: int
    about: int
    pages: int
    trusted: bool

    @property
    def enough(self) -> bool:
        """Whether this shows that they know what the page is about."""
        if self.trusted or self.here >= HERE:
            return True
        return self.about >= ELSEWHERE and self.pages >= PAGES


def evidence_of(person: Person, page: Page) -> Evidence:
    """What shows that a person knows what a page is about."""
    words = func.coalesce(func.sum(Contribution.words), 0)
    here = session().scalar(
        select(words).where(Contribution.page_id == page.id, Contribution.person_id == person.id)
    )
    near = [pages_about(topic) for topic in topics_of(page)]
    about, pages = 0, 0
    if near:
        about, pages = (
            session()
            .execute(
                select(words, func.count())
                .select_from(Contribution)
                .join(Page, Page.id == Contribution.page_id)
                .join(Space, Space.id == Page.space_id)
                .where(
                    Contribution.person_id == person.id,
                    Page.in_use(),
                    Space.access == Access.OPEN.value,
                    Space.practice.is_(False),
                    Page.id.in_(near[0].union(*near[1:])),
                )
            )
            .one()
        )
    return Evidence(int(here or 0), int(about), int(pages), is_trusted(person, page))
