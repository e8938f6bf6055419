"""Whatever people do at whatever moment: what holds for proposals holds always.

Approved text is exactly what was approved; no accepted edit is lost; nobody approved their own; what waits is
in no revision; every word has its author, also when the revisions are replayed.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule
from sqlalchemy import select

from essp.core.db import session, transaction
from essp.core.decision import Invalid, Refused
from essp.core.ids import key_of
from essp.people.models import Person
from essp.spaces.models import Ownership, Space
from essp.wiki import lifecycle
from essp.wiki.attribution import check
from essp.wiki.carrying import version_of
from essp.wiki.deciding import AlreadyDecided, Overtaken, Seen, Taken, approve, decline
from essp.wiki.editing import Conflict, create_page, edit_page, locked
from essp.wiki.guard_models import Level
from essp.wiki.integrity import verify
from essp.wiki.models import Page, Revision
from essp.wiki.proposal_models import Proposal, ProposalVersion, State
from essp.wiki.proposing import propose
from essp.wiki.protecting import Wish, protect, release, set_on
from essp.wiki.revising import bring_back, withdraw
from essp.wiki.texts import text_of

LINES = 4
TEXT = "\n\n".join(f"Line {number} says one thing." for number in range(LINES)) + "\n"
HINDERED = (Refused, Invalid, Overtaken, AlreadyDecided, Conflict)
people = st.integers(0, 3)
places = st.integers(0, LINES - 1)


def machine(make: Callable[[], tuple[list[Person], Space]]) -> type[RuleBasedStateMachine]:
    """A machine on a page of its own, with two owners and two others, that `make` brings."""

    class Curation(RuleBasedStateMachine):
        """People edit, propose, decide, guard, rename and archive one page in any order."""

        proposals: Bundle[tuple[int, Seen]] = Bundle("proposals")

        def __init__(self) -> None:
            super().__init__()
            self.people, space = make()
            self.words = 0
            self.lived: list[str] = []
            self.approved: dict[int, str] = {}
            with transaction():
                self.page = create_page(self.people[0], space, title="Rules", text=TEXT).page

        def word(self) -> str:
            """A word that stands nowhere else."""
            self.words += 1
            return f"zq{self.words}x"

        def now(self) -> Page:
            """The page as it is."""
            session().expire_all()
            return session().get_one(Page, self.page.id)

        def try_(self, work: Callable[[], Any]) -> Any:
            """Do it in one transaction; a clear answer that it cannot be done is none of our business."""
            with suppress(*HINDERED), transaction():
                return work()
            return None

        def changed(self, place: int, word: str) -> str:
            """The page's text with another word in one line."""
            lines = text_of(self.now()).split("\n\n")
            lines[place % len(lines)] += f" {word}"
            return "\n\n".join(lines)

        @rule(who=people, place=places)
        def edit(self, who: int, place: int) -> None:
            """Save a text: it goes live, or it waits."""
            word = self.word()
            text, page = self.changed(place, word), self.now()
            saved = self.try_(
                lambda: edit_page(self.people[who], page, text=text, based_on=page.revision_number)
            )
            if saved is not None and saved.revision is not None:
                self.lived.append(word)

        @rule(target=proposals, who=people, place=places, other=places)
        def propose(self, who: int, place: int, other: int) -> tuple[int, Seen]:
            """Propose a change of two places."""
            page = self.now()
            lines = text_of(page).split("\n\n")
            for at in {place, other}:
                lines[at % len(lines)] = f"Now {self.word()} stands here."
            made = self.try_(
                lambda: propose(
                    self.people[who], locked(page), text="\n\n".join(lines),
                    based_on=page.revision_number, reason="Because",
                )
            )  # fmt: skip
            if made is None:
                return (0, Seen(0, 0))
            return (made.id, Seen(made.version, page.revision_number))

        @rule(target=proposals, one=consumes(proposals))
        def look(self, one: tuple[int, Seen]) -> tuple[int, Seen]:
            """Open it anew."""
            found = session().get(Proposal, one[0])
            return (one[0], Seen(found.version, self.now().revision_number)) if found else one

        @rule(one=proposals, who=people, part=st.booleans(), own=st.booleans(), back=st.booleans())
        def approve(
            self, one: tuple[int, Seen], who: int, part: bool, own: bool, back: bool
        ) -> None:
            """Approve what was opened: whole, in part, in other words."""
            found = session().get(Proposal, one[0])
            if found is None:
                return
            number = self.now().revision_number
            shown = version_of(found).text if one[1] == Seen(found.version, number) else None
            mine = {0: f"The owner says {self.word()}."} if own else {}
            taken = Taken(hunks=[0] if part else None, words=mine, rest_back=back)
            done = self.try_(
                lambda: approve(self.people[who], found, one[1], taken=taken, reason="Why")
            )
            if done is None:
                return
            assert shown is not None, "what nobody was shown was approved"
            assert found.author_id != self.people[who].id
            if not own and done.proposal.state == State.APPROVED.value:
                assert done.revision.number == number + 1
                self.approved[done.revision.number] = shown

        @rule(one=proposals, who=people)
        def decline(self, one: tuple[int, Seen], who: int) -> None:
            """Say no."""
            if found := session().get(Proposal, one[0]):
                self.try_(lambda: decline(self.people[who], found, one[1], reason="Why"))

        @rule(one=proposals, back=st.booleans())
        def take_back(self, one: tuple[int, Seen], back: bool) -> None:
            """Its author withdraws it, or lets it wait again."""
            if found := session().get(Proposal, one[0]):
                author = session().get_one(Person, found.author_id)
                self.try_(lambda: (bring_back if back else withdraw)(author, found))

        @rule(level=st.sampled_from(list(Level)))
        def guard(self, level: Level) -> None:
            """An owner guards the page, or opens it again."""
            self.try_(lambda: protect(self.people[0], self.now(), Wish(level, reason="Why")))

        @rule()
        def lift(self) -> None:
            """An owner lifts what guards it."""
            for each in set_on(self.now()):
                self.try_(lambda each=each: release(self.people[1], each.uid))

        @rule(who=people)
        def rename(self, who: int) -> None:
            """Somebody renames the page."""
            title = f"Rules {self.word()}"
            self.try_(lambda: lifecycle.rename_page(self.people[who], self.now(), title=title))

        @rule(who=people)
        def archive(self, who: int) -> None:
            """Somebody puts it away, or brings it back."""
            page = self.now()
            verb = lifecycle.bring_back if page.archived else lifecycle.archive_page
            self.try_(lambda: verb(self.people[who], page))

        @invariant()
        def approved_text_is_what_was_approved(self) -> None:
            """Each approved revision says what was shown to who approved it."""
            page = self.now()
            for number, text in self.approved.items():
                assert text_of(page, number) == text

        @invariant()
        def no_accepted_edit_is_lost(self) -> None:
            """What went live stands in a revision, by the one who wrote it."""
            page = self.now()
            texts = [text_of(page, number) for number in range(1, page.revision_number + 1)]
            assert all(any(word in text for text in texts) for word in self.lived)

        @invariant()
        def what_waits_is_in_no_revision(self) -> None:
            """The words of a proposal that nobody approved stand in none of the revisions."""
            page = self.now()
            waiting = session().execute(
                select(Proposal.id, ProposalVersion.text)
                .join(ProposalVersion, ProposalVersion.proposal_id == Proposal.id)
                .where(
                    Proposal.page_id == page.id,
                    Proposal.version == ProposalVersion.number,
                    Proposal.state == State.WAITING.value,
                )
            )
            texts = [text_of(page, number) for number in range(1, page.revision_number + 1)]
            for _id, text in waiting:
                assert text not in texts

        @invariant()
        def nobody_approved_their_own(self) -> None:
            """Who decided on it never wrote it, unless they took it back."""
            own = select(Proposal.id).where(
                Proposal.page_id == self.page.id,
                Proposal.author_id == Proposal.decided_by_id,
                Proposal.state != State.WITHDRAWN.value,
            )
            assert session().scalars(own).all() == []

        def teardown(self) -> None:
            """At the end every word has its author, and the history is whole."""
            page = self.now()
            assert check(page)
            assert not verify()
            kept = select(Revision.number).where(Revision.page_id == page.id)
            assert len(session().scalars(kept).all()) == page.revision_number

    return Curation


def test_whatever_is_done_in_whatever_order_nothing_is_lost_or_approved_unseen(
    femke: Person, make_person: Callable[..., Person], make_space: Callable[..., Space]
) -> None:
    others = [make_person(name) for name in ("Ruben Haak", "Noor Jansen", "Tim Oud")]
    spaces = 0

    def make() -> tuple[list[Person], Space]:
        nonlocal spaces
        spaces += 1
        space = make_space(femke, f"Space {key_of(str(spaces))}")
        with transaction():
            session().add(
                Ownership(space_id=space.id, person_id=others[0].id, since=space.created_at)
            )
        return [femke, *others], space

    found = machine(make)
    found.TestCase.settings = settings(
        max_examples=settings().max_examples // 10, stateful_step_count=12, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    found.TestCase().runTest()
