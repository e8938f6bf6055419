"""Whatever people do to a case in whatever order, it goes its way: held against a plain model of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from sqlalchemy import select

from essp.care import handling, reporting
from essp.care.models import Case, Thing
from essp.core.decision import NotFound, Refused
from essp.discussions.queries import Overtaken
from tests.discussions.talking import answer

OUTCOMES = ("nothing", "talked", "hidden")
PEOPLE = ("femke", "carla", "ada", "noor", "sanne", "ruben")
MODERATORS = ("femke", "carla", "ada")
AUTHOR = "noor"
DEEDS = some.one_of(
    some.tuples(some.sampled_from(["report", "take", "over", "let go", "object"]), some.just("")),
    some.tuples(some.just("decide"), some.sampled_from(OUTCOMES)),
    some.tuples(some.just("answer"), some.sampled_from(["stands", "taken back"])),
)


@dataclass
class Model:
    """A case as the rules say it, in as few words as possible."""

    reporters: set[str] = field(default_factory=set)
    state: str = ""
    handler: str = ""
    outcome: str = ""
    decided_by: str = ""
    objected: bool = False
    verdict: str = ""

    def sees(self, who: str) -> bool:
        return who in MODERATORS and who not in self.reporters

    @property
    def waits(self) -> bool:
        return self.objected and not self.verdict

    def does(self, who: str, deed: str, how: str) -> bool:
        """Whether it may be done, and what becomes of the case."""
        return getattr(self, "_" + deed.replace(" ", "_"))(who, how)

    def _report(self, who: str, _how: str) -> bool:
        done = self.outcome or who == AUTHOR or who in self.reporters
        if not done:
            self.reporters.add(who)
            self.state = self.state or "open"
            if self.handler == who:
                self.state, self.handler = "open", ""
        return not done

    def _take(self, who: str, _how: str, over: bool = False) -> bool:
        own = self.waits and self.decided_by == who
        busy = self.state == "looking" and self.handler != who and not over
        if not self.sees(who) or self.state == "done" or own or busy:
            return False
        self.state, self.handler = "looking", who
        return True

    def _over(self, who: str, how: str) -> bool:
        return self._take(who, how, over=True)

    def _mine(self, who: str) -> bool:
        return self.sees(who) and self.state == "looking" and self.handler == who

    def _let_go(self, who: str, _how: str) -> bool:
        may = self._mine(who)
        if may:
            self.state, self.handler = "open", ""
        return may

    def _decide(self, who: str, how: str) -> bool:
        may = self._mine(who) and not self.outcome
        if may:
            self.state, self.handler, self.outcome, self.decided_by = "done", "", how, who
        return may

    def _object(self, who: str, _how: str) -> bool:
        may = who == AUTHOR and self.outcome in {"talked", "hidden"} and not self.objected
        if may:
            self.objected, self.state = True, "open"
        return may

    def _answer(self, who: str, how: str) -> bool:
        may = self._mine(who) and self.waits
        if may:
            self.verdict, self.state, self.handler = how, "done", ""
        return may


@pytest.fixture
def people(femke, carla, administrator, noor, sanne, ruben):
    return dict(zip(PEOPLE, (femke, carla, administrator, noor, sanne, ruben), strict=True))


def test_a_case_goes_its_way_whatever_people_do(people, thread, session, monkeypatch) -> None:
    monkeypatch.setattr(reporting, "MOST", 10_000)
    names = {person.id: name for name, person in people.items()}

    @settings(max_examples=10)
    @given(some.lists(some.tuples(some.sampled_from(PEOPLE), DEEDS), max_size=14))
    def goes_its_way(course) -> None:
        post, model = answer(people[AUTHOR], thread, "Only a fool would ask."), Model()
        # Somebody begins, and a moderator is likely to go on.
        for who, (deed, how) in [("sanne", ("report", "")), ("femke", ("take", "")), *course]:
            case = session.scalar(select(Case).where(Case.thing_id == post.id))
            if deed == "report" and model.outcome:
                continue  # that is another case
            try:
                done = do(people[who], deed, how, post, case)
            except (NotFound, Refused, Overtaken):
                done = False
            # Looking at what one looks at already is no deed, and neither is reporting twice.
            again = (deed == "report" and who in model.reporters and not model.outcome) or (
                deed in {"take", "over"} and model._mine(who)
            )
            assert model.does(who, deed, how) == done or again, (who, deed, how)
            case = session.scalar(select(Case).where(Case.thing_id == post.id))
            held_to(case, post, model, names)

    goes_its_way()


def do(actor, deed: str, how: str, post, case) -> bool:
    if deed == "report":
        return reporting.report(actor, Thing.POST, post.uid, reason="unkind").new
    uid = case.uid
    if deed in {"take", "over"}:
        handling.take(actor, uid, over=deed == "over")
    elif deed == "let go":
        handling.let_go(actor, uid)
    elif deed == "decide":
        handling.decide(actor, uid, outcome=how, rule="Be kind.")
    elif deed == "object":
        handling.object_to(actor, uid, "No.")
    else:
        handling.answer_objection(actor, uid, verdict=how, words="So it is.")
    return True


def held_to(case, post, model: Model, names) -> None:
    found = (
        case.state, names.get(case.handler_id, ""), case.outcome,
        names.get(case.decided_by_id, ""), case.objected_at is not None, case.verdict,
    )  # fmt: skip
    assert found == (
        model.state, model.handler, model.outcome, model.decided_by, model.objected, model.verdict,
    )  # fmt: skip
    hidden = model.outcome == "hidden" and model.verdict != "taken back"
    assert (post.gone == "hidden") == hidden
    assert case.handler_id != case.author_id and model.handler not in model.reporters
    assert not case.verdict or case.verdict_by_id != case.decided_by_id
