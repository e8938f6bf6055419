"""What stands behind a closed door changes nothing of what others are told: no person, rank or count."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from essp.core import clock
from essp.core.db import transaction
from essp.core.ids import new_uid
from essp.discussions.answering import accept
from essp.expertise.believing import weigh_all
from essp.expertise.finding import find
from essp.expertise.known import behind, best_known
from essp.expertise.models import Endorsement
from essp.expertise.shapes import Wanted
from essp.topics.queries import find_topic
from tests.discussions.talking import answer, ask

ASKED = ("cables", "splice a cable in the rain", "pumps", "splcie")
WORDS = ["cables", "splice", "rain", "pumps", "wet", "@noor-jansen", "#cables"]


@pytest.fixture
def known(write, gathered, femke, ruben, noor, space):
    write(femke, space, "Cables", "Cables lie under the street. #cables\n\nA splice joins them.")
    write(ruben, space, "Pumps", "Pumps keep the rain out of the cable duct.")
    write(noor, space, "Rain", "When it rains the cables get wet. Ask Femke de Boer.")
    gathered()


def told(actor):
    """All that an answer says, for several questions."""
    topic = find_topic(actor, "cables").id
    return [_said(find(actor, asked, Wanted(limit=50))) for asked in ASKED], (
        behind([topic]), best_known(actor, 5)
    )  # fmt: skip


def _said(answer):
    people = [
        (each.person.id, each.level, each.figures, each.room, each.last_at,
         [(line.kind, str(line.text), line.work, line.path, line.at) for line in each.lines])
        for each in answer.people
    ]  # fmt: skip
    near = [(topic.id, count) for topic, count in answer.near]
    return people, answer.shown, answer.declared, answer.meant, near, answer.sits, answer.facets


@given(pages=st.lists(st.tuples(st.integers(0, 1), st.lists(st.sampled_from(WORDS), min_size=1,
                                                           max_size=30)), min_size=1, max_size=4))  # fmt: skip
@examples(
    max_examples=3,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_closed_work_changes_nothing_for_who_may_not_open_it(
    known, write, gathered, session, femke, ruben, noor, closed_space, pages
) -> None:
    weigh_all()
    before = told(noor)
    people = (femke, ruben)
    for number, (who, words) in enumerate(pages):
        page = write(people[who], closed_space, f"Closed {number}", " ".join(words))
    thread = ask(femke, closed_space, "How do I splice in the rain?", text="#cables")
    said = answer(ruben, thread, " ".join(pages[0][1]))
    with transaction():
        accept(femke, said.uid)
        session.add(
            Endorsement(
                uid=new_uid(), person_id=ruben.id, by_id=femke.id, page_id=page.id, at=clock.now(),
                topic_id=find_topic(femke, "cables").id,
            )
        )  # fmt: skip
    gathered()
    assert told(noor) == before
    with transaction():
        for each in session.query(Endorsement).all():
            each.ended_at = clock.now()
