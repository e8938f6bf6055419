"""Owners and review dates of imported pages: from the front matter, once, and left as they are here."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from essp.core import clock
from essp.core.jobs import Job
from essp.curation import owned
from essp.curation.models import Verification
from essp.importers.front_matter import standing_of
from essp.importers.git import GitSource
from essp.importers.ledger import Note
from essp.importers.ledger_text import ledger_text
from essp.importers.loading import load
from essp.importers.page_standing import bring_standings
from essp.notifications.models import Notice
from essp.spaces.owning import owners_of
from essp.spaces.steward_models import OwnerGroup, Stewardship
from essp.wiki.models import Page
from essp.wiki.trail_models import CurationAct

FRONT = '---\ntitle: {}\nowner_slack: "{}"\nlast_reviewed_on: {}\nreview_in: {}\n---\n\nText.\n'


@pytest.fixture
def actor(make_person):
    return make_person("Importer")


@pytest.fixture
def bring(actor):
    def run(path, **options):
        with GitSource(path, **options) as source:
            return load(actor, "way", source)

    return run


def of(session, title):
    page = session.scalars(select(Page).where(Page.title == title)).one()
    return page, session.get(Verification, page.id)


def rows(session):
    return [
        session.scalar(select(func.count()).select_from(model))
        for model in (Verification, Stewardship, OwnerGroup, CurationAct, Notice)
    ]


@pytest.mark.parametrize(
    ("reviewed", "term", "until"),
    [
        ("2026-02-18", "6 months", date(2026, 8, 18)),
        ("2026-08-31", "6 months", date(2027, 2, 28)),
        ("2024-02-29", "1 year", date(2025, 2, 28)),
        ("2026-02-18", "2 weeks", date(2026, 3, 4)),
        ("2026-02-18", "90 Days", date(2026, 5, 19)),
    ],
)
def test_a_page_is_vouched_for_until_its_term_is_over(reviewed, term, until):
    assert standing_of({"last_reviewed_on": reviewed, "review_in": term}).until == until


@pytest.mark.parametrize(
    ("reviewed", "term"),
    [
        ("18/02/2026", "6 months"),
        ("2026-02-30", "6 months"),
        ("0001-01-01", "6 months"),
        ("2026-02-18", "{period}"),
        ("2026-02-18", "9999 years"),
        ("2026-02-18", "0 months"),
        ("2026-02-18", None),
        (None, "6 months"),
        ({"a": [1]}, ["6 months"]),
    ],
)
def test_what_cannot_be_read_is_named(reviewed, term):
    said = standing_of({"last_reviewed_on": reviewed, "review_in": term, "owner_slack": "#grid"})
    assert said.until is None
    assert said.faults
    assert said.owner == "#grid"


def test_owner_and_date_come_with_the_page(history, bring, session, actor):
    history.commit(**{"a.md": FRONT.format("Limits", "#grid", "2026-02-18", "6 months")})
    history.commit(**{"b.md": FRONT.format("Rota", "@Wim Vos", "2026-02-18", "6 months")})
    ledger = bring(history.folder)
    assert (ledger.counts["reviewed"], ledger.counts["owned"]) == (2, 2)
    assert "2 review dates, 2 pages with their owner" in ledger_text(ledger)
    page, row = of(session, "Limits")
    assert (row.until, row.days, row.source, row.by_id) == (date(2026, 8, 18), 181, "import", None)
    held = owned.stewards_of(page, page)[0]
    assert (held.group.name, held.accepted_at is not None) == ("#grid", True)
    # Nobody is in the group, and who is not here yet has agreed to nothing.
    assert [each.person for each in owners_of(page.space_id, (page.id,)).named] == [actor]
    rota, _row = of(session, "Rota")
    asked = owned.stewards_of(rota, rota)[0]
    assert (asked.person.name, asked.person.joined_at, asked.accepted_at) == ("Wim Vos", None, None)


def test_the_same_import_again_is_silent_and_changes_nothing(history, bring, session):
    history.commit(**{"a.md": FRONT.format("Limits", "#grid", "2026-02-18", "6 months")})
    bring(history.folder)
    before = rows(session)
    jobs = session.scalar(select(func.count()).select_from(Job))
    again = bring(history.folder)
    assert rows(session) == before
    assert session.scalar(select(func.count()).select_from(Job)) == jobs
    assert again.counts["reviewed"] == again.counts["owned"] == 0


def test_a_later_review_in_the_source_moves_the_date(history, bring, session):
    history.commit(**{"a.md": FRONT.format("Limits", "#grid", "2026-02-18", "6 months")})
    bring(history.folder)
    history.commit(**{"a.md": FRONT.format("Limits", "#tariffs", "2026-08-18", "6 months")})
    bring(history.folder)
    page, row = of(session, "Limits")
    assert row.until == date(2027, 2, 18)
    live = [row.group.name for row in owned.stewards_of(page, page) if row.ended_at is None]
    assert live == ["#tariffs"]


def test_who_verified_the_page_here_has_the_last_word(history, bring, session, actor):
    history.commit(**{"a.md": FRONT.format("Limits", "#grid", "2026-02-18", "6 months")})
    bring(history.folder)
    page, row = of(session, "Limits")
    row.source, row.until, row.by_id = "web", date(2028, 1, 1), actor.id
    owned.stewards_of(page, page)[0].ended_at = clock.now()
    session.commit()
    bring(history.folder)
    assert of(session, "Limits")[1].until == date(2028, 1, 1)
    assert all(each.ended_at for each in owned.stewards_of(page, page))


def test_an_unreadable_date_is_a_line_in_the_account(history, bring, session):
    history.commit(**{"a.md": FRONT.format("Limits", "#grid", "some day", "6 months")})
    ledger = bring(history.folder)
    notes = [(entry.name, entry.detail) for entry in ledger.entries() if entry.note is Note.REVIEW]
    assert notes == [("a.md", "last_reviewed_on: some day"), ("a.md", "review_in: 6 months")]
    assert of(session, "Limits")[1] is None


def test_pages_of_an_earlier_import_get_theirs(history, bring, session, monkeypatch):
    history.commit(**{"a.md": FRONT.format("Limits", "#grid", "2026-02-18", "6 months")})
    monkeypatch.setattr("essp.importers.loading.bring_standings", lambda *_rest: None)
    bring(history.folder)
    assert of(session, "Limits")[1] is None
    monkeypatch.setattr("essp.importers.loading.bring_standings", bring_standings)
    bring(history.folder)
    assert of(session, "Limits")[1] is not None
