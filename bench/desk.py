"""How fast the curation desk is: `python -m bench desk`.

On the generated site of 20,000 pages: somebody who owns three spaces and is a deputy of branches in
two more, with 500 proposals that wait for them, opens the desk, its last part, a proposal in the
middle, the list of their pages and the figures of a space. Processor time of the request. Beside it
what reading a page costs that is guarded, and the same page while it is open.
"""

from __future__ import annotations

import random
from datetime import timedelta

from sqlalchemy import delete, select

from bench.site import site
from bench.timing import measured
from essp.core import clock
from essp.core.db import session, transaction
from essp.core.ids import new_uid
from essp.people import sessions
from essp.people.current import TOKEN
from essp.people.models import Person
from essp.spaces.models import Ownership, Space
from essp.spaces.steward_models import Stewardship
from essp.wiki.guard_models import Level, Protection
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal, ProposalVersion
from essp.wiki.texts import text_of

WAITING = 500
REASON = "Says what we agreed on in the meeting of last week."
OWNED, BRANCHES = 3, 40


def run() -> list[tuple[str, str]]:
    """Measure; rows of what and how much."""
    app = site()
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        owner, pages = _owner()
        middle = _propose(owner, pages)
        with transaction():
            token = sessions.begin_sign_in(owner, days=1)
        slug = session().get_one(Space, pages[0].space_id).slug
        read = f"/s/{slug}/{pages[0].slug}"
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie[TOKEN] = token
    rows = [("proposals that wait", f"{WAITING}")]
    for name, path in (
        ("desk", "/curation"),
        ("desk, the last part", "/curation?part=17"),
        ("desk, a proposal in the middle", f"/curation?proposal={middle}"),
        ("all my pages", "/curation/pages"),
        ("figures of a space", f"/s/{slug}/-/curation"),
        ("home", "/"),
    ):
        rows.append((name, measured(app, browser, path)))
    rows.append(("reading an open page", measured(app, browser, read)))
    with app.app_context():
        _guard(owner, pages[0].id)
    rows.append(("reading the same page, guarded", measured(app, browser, read)))
    return rows


def _owner() -> tuple[Person, list[Page]]:
    """The third person of the site, what they own, and pages that are theirs to look after."""
    owner = session().scalars(select(Person).order_by(Person.id).offset(2).limit(1)).one()
    spaces = session().scalars(select(Space).order_by(Space.id).limit(OWNED + 2)).all()
    now = clock.now()
    with transaction():
        for table in (ProposalVersion, Proposal, Protection, Stewardship):
            session().execute(delete(table))
        session().execute(delete(Ownership).where(Ownership.person_id == owner.id))
        for space in spaces[:OWNED]:
            session().add(Ownership(space_id=space.id, person_id=owner.id, since=now))
        pages = list(_pages([each.id for each in spaces[:OWNED]], WAITING))
        for page in _pages([each.id for each in spaces[OWNED:]], BRANCHES):
            session().add(
                Stewardship(
                    uid=new_uid(), space_id=page.space_id, page_id=page.id, subtree=True,
                    person_id=owner.id, deputy=False, asked_at=now, accepted_at=now,
                )
            )  # fmt: skip
    return owner, pages


def _pages(spaces: list[int], limit: int) -> list[Page]:
    rows = select(Page).where(Page.space_id.in_(spaces), Page.in_use()).order_by(Page.id)
    return list(session().scalars(rows.limit(limit)))


def _propose(owner: Person, pages: list[Page]) -> str:
    """Let 500 proposals wait; the uid of one in the middle."""
    chance = random.Random(5)
    people = [each for each in session().scalars(select(Person.id)) if each != owner.id]
    found = []
    with transaction():
        for number in range(WAITING):
            page = pages[number % len(pages)]
            at = clock.now() - timedelta(hours=chance.randint(1, 24 * 20))
            author = chance.choice(people)
            row = Proposal(
                uid=new_uid(), space_id=page.space_id, page_id=page.id, author_id=author, at=at,
                changed_at=at, based_on=page.revision_number, reason=REASON,
                words_added=9, words_removed=0,
            )  # fmt: skip
            session().add(row)
            session().flush()
            text = text_of(page).replace(" the ", " that ", 3) + "\nSay so before the meeting.\n"
            session().add(
                ProposalVersion(
                    proposal_id=row.id, number=1, based_on=page.revision_number, text=text, at=at,
                    by_id=author,
                )
            )  # fmt: skip
            found.append(row.uid)
    return found[WAITING // 2]


def _guard(owner: Person, page_id: int) -> None:
    with transaction():
        page = session().get_one(Page, page_id)
        session().add(
            Protection(
                uid=new_uid(), space_id=page.space_id, page_id=page.id, level=Level.BEFORE.value,
                by_id=owner.id, at=clock.now(), reason="Others rely on it.",
            )
        )  # fmt: skip
        page.approved_number = page.revision_number
