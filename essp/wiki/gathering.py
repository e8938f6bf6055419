"""Pages that begin with words written elsewhere, each credited to who wrote it.

What is gathered stands in the maker's draft of a new page until they save it. Words that stay are
their authors', what the maker typed is theirs. The part that the words come from hears of the page:

    when_made(became)      where the parts are put together
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select

from essp.core import clock
from essp.core.db import session
from essp.core.decision import NotFound, require
from essp.core.ids import new_uid
from essp.core.text.authorship import NOBODY, advance
from essp.core.text.authorship import Authorship as Words
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.queries import standing
from essp.wiki import drafts, policy
from essp.wiki.draft_models import Draft
from essp.wiki.gathered_links import joined, led_home
from essp.wiki.gathering_models import Gathering
from essp.wiki.models import Contribution, Page, Revision, RevisionCredit
from essp.wiki.placing import find_parent
from essp.wiki.texts import clean_text

PREFIX = "words:"
KEPT_FOR = timedelta(days=90)

Piece = tuple[str, int | None]  # words, and the id of who wrote them; None for the site's own
Became = Callable[[Person, str, int, bool], None]

_made: list[Became] = []


@dataclass(frozen=True)
class Wish:
    """The page to be: its title, the uid of the page above, why it is made, and what `closes`."""

    title: str
    parent: str = ""
    summary: str = ""
    closes: bool = False


def when_made(became: Became) -> None:
    """Say who hears that a page began with gathered words: actor, source, id of the page, `closes`."""
    _made[:] = [became]


def text_of_pieces(pieces: Sequence[Piece], home: Space, space: Space) -> list[Piece]:
    """The pieces as they read in a page of a space, when they were written in another one, `home`.

    Joined they are the text: wiki links lead where they led, notes of one piece stay its own.
    """
    led = [(led_home(text, home, space), author) for text, author in pieces]
    return [
        (text, author) for text, (_, author) in zip(joined([t for t, _ in led]), led, strict=True)
    ]


def gather(
    actor: Person, space: Space, pieces: Sequence[Piece], *, home: Space, source: str, wish: Wish
) -> Gathering:
    """Put pieces that the actor may read together, as their draft of a new page of a space.

    A draft they had there is put aside. Raises Refused, NotFound (no such parent), Invalid.
    """
    require(policy.create(actor, space, standing(actor, space)))
    text, words = _credited(text_of_pieces(pieces, home, space))
    gathering = Gathering(
        uid=new_uid(), person_id=actor.id, space_id=space.id, source=source, closes=wish.closes,
        text=text, state=words.dumps(), at=clock.now(),
    )  # fmt: skip
    session().add(gathering)
    parent = find_parent(space, wish.parent or None)
    drafts.discard_new(actor, space, aside=True)
    drafts.keep_draft(
        actor, space, None, text=text, title=wish.title, summary=wish.summary, parent=parent,
        template=key_of(gathering),
    )  # fmt: skip
    _forget_unused(actor)
    return gathering


def key_of(gathering: Gathering) -> str:
    """What a draft names to begin with these words."""
    return f"{PREFIX}{gathering.uid}"


def find_gathering(actor: Person, space: Space, key: str) -> Gathering:
    """What the actor gathered for a page of a space that is not made yet. Raises NotFound."""
    found = session().scalar(
        select(Gathering).where(
            Gathering.uid == key.removeprefix(PREFIX), Gathering.person_id == actor.id,
            Gathering.space_id == space.id, Gathering.page_id.is_(None),
        )
    )  # fmt: skip
    if found is None:
        raise NotFound
    return found


def keep(gathering: Gathering, page: Page) -> None:
    """A new page began with these words: its first revision names all who wrote some that stayed."""
    gathering.page_id = page.id
    actor = session().get_one(Person, gathering.person_id)
    revision = session().scalars(
        select(Revision.id).where(Revision.page_id == page.id, Revision.number == 1)
    )
    number = revision.one()
    others = session().scalars(
        select(Contribution.person_id).where(
            Contribution.page_id == page.id, Contribution.person_id != actor.id
        )
    )
    session().add_all(RevisionCredit(revision_id=number, person_id=each) for each in others)
    session().flush()
    for became in _made:
        became(actor, gathering.source, page.id, gathering.closes)


def _credited(pieces: Sequence[Piece]) -> tuple[str, Words]:
    text, words = "", Words.empty()
    for piece, author in pieces:
        longer = clean_text(text + piece)
        words = advance(words, text, longer, NOBODY if author is None else author, 1)
        text = longer
    return text, words


def _forget_unused(actor: Person) -> None:
    drafted = select(Draft.template).where(Draft.person_id == actor.id)
    old = select(Gathering.id).where(
        Gathering.person_id == actor.id,
        Gathering.page_id.is_(None),
        Gathering.at < clock.now() - KEPT_FOR,
        (PREFIX + Gathering.uid).not_in(drafted),
    )
    session().flush()
    session().execute(delete(Gathering).where(Gathering.id.in_(list(session().scalars(old)))))
