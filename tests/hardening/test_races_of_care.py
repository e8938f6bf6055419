"""Reports and decisions at the same moment: one case, one report of each person, one who looks at it."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select

from essp.care import handling, reporting
from essp.care.models import Case, Report, Thing
from essp.core.db import session, transaction
from essp.discussions.models import Kind
from essp.discussions.posting import start_thread
from essp.discussions.queries import Overtaken, opening_of
from essp.people.models import Role
from essp.spaces.models import Space
from tests.hardening.together import at_once, writer

REPORTERS = 4


def new_post(together: Flask) -> str:
    """A question of the last writer; the first two look after the site."""
    with together.app_context(), transaction():
        for number in (0, 1):
            writer(number).role = Role.COMMUNITY_MANAGER.value
        space = session().scalars(select(Space)).first()
        thread = start_thread(writer(7), space, Kind.QUESTION, title="Who may?", text="Fools.")
        return opening_of(thread).uid


def reports(post: str) -> tuple[int, int]:
    """How many cases and reports there are now."""
    cases = select(func.count()).select_from(Case)
    return session().scalar(cases), session().scalar(select(func.count()).select_from(Report))


def test_those_who_report_together_make_one_case(together: Flask) -> None:
    post = new_post(together)
    with together.app_context():
        before = reports(post)

    def send(number: int) -> bool:
        # Two windows of each of two people.
        actor = writer(2 + number % 2)
        with transaction():
            return reporting.report(actor, Thing.POST, post, reason="unkind").new

    assert sorted(at_once(together, send, REPORTERS)) == [False, False, True, True]
    with together.app_context():
        after = reports(post)
    assert (after[0] - before[0], after[1] - before[1]) == (1, 2)


def test_of_two_moderators_at_once_one_looks_at_it_and_the_other_is_told(together: Flask) -> None:
    post = new_post(together)
    with together.app_context(), transaction():
        made = reporting.report(writer(2), Thing.POST, post, reason="unkind").report
        uid = session().get_one(Case, made.case_id).uid

    def take(number: int) -> str:
        try:
            with transaction():
                handling.take(writer(number), uid)
        except Overtaken:
            return "told"
        return "looks"

    assert sorted(at_once(together, take, 2)) == ["looks", "told"]
