"""Bringing a question to people who may answer it: at once, after working hours, after working days.

The first wave is who was named, or the three most fitting. Without an answer two more are asked after
4 working hours and the owners of the space after 2 working days. Whoever is asked has room for it that
day, may read it, and never said that such questions are not theirs: who was named all the same is
noted as having said so again and is not told, so that who asks sees no difference.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from essp.core import clock, jobs
from essp.core.db import lock, session, transaction
from essp.core.events import record
from essp.core.ids import new_uid
from essp.discussions.models import Post, Thread
from essp.expertise import office, reasons
from essp.expertise.asking_models import Invitation, Reply, Routing
from essp.expertise.events import QuestionRouted
from essp.expertise.fitting import Asked, Fit, fit_of, fits, look, open_to
from essp.expertise.queries import not_me_of
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.owning import owners_of

FIRST, MORE = 3, 2
OWNERS = 3  # the wave that goes to them
ANSWERED, CLOSED, NOBODY = "answered", "closed", "nobody"
BROUGHT_ON = frozenset({Reply.NOT_ME.value, Reply.NOT_NOW.value})


def begin(
    actor: Person, thread: Thread, words: str, wanted: Sequence[Person] | None = None
) -> Routing:
    """Bring a question that the actor just asked to those whom they want, else to the most fitting."""
    now = clock.now()
    row = Routing(
        thread_id=thread.id, words=words[:400], wave=1, at=now,
        next_at=office.second_wave(actor, now), ended_why="",
    )  # fmt: skip
    session().add(row)
    session().flush()
    asked = look(actor, words, session().get_one(Space, thread.space_id))
    named = {fit.person.id: fit for fit in (fit_of(asked, each) for each in wanted or ())}
    hold([*named, *(fit.person.id for fit in fits(asked))])
    taken = _invite_named(row, asked, named)
    if wanted is None:
        _invite_best(row, asked, FIRST, by=actor, at=now)
    else:
        # Who takes the place of somebody who may not be asked is unknown to who asks.
        _invite_best(row, asked, len(named) - taken)
    _again_at(row)
    return row


@jobs.task("expertise.route_on")
def route_on(thread_id: int, wave: int) -> None:
    """Bring a question that has no answer yet to more people, when it is time."""
    with transaction():
        row = lock(Routing, thread_id)
        if row is None or row.next_at is None or row.wave != wave:
            return
        thread = session().get_one(Thread, thread_id)
        if not is_open(thread):
            _end(row, CLOSED)
        elif row.next_at > clock.now():
            _again_at(row)
        else:
            _step(row, thread)


@jobs.task("expertise.bring_next")
def bring_next(invitation_id: int) -> None:
    """Somebody said not me, or not now: ask the next one instead."""
    with transaction():
        said = session().get_one(Invitation, invitation_id, populate_existing=True)
        row = lock(Routing, said.thread_id)
        thread = session().get_one(Thread, said.thread_id, populate_existing=True)
        if row is None or row.ended_at is not None or not is_open(thread):
            return
        if said.reply in BROUGHT_ON and said.wave < OWNERS:
            asked = _asked(session().get_one(Person, thread.author_id), row, thread)
            hold([fit.person.id for fit in fits(asked)])
            _invite_best(row, asked, 1, wave=said.wave)


@jobs.task("expertise.note_answer")
def note_answer(thread_id: int, post_id: int) -> None:
    """Somebody replied: who was asked has answered, and the question is brought to nobody more."""
    with transaction():
        row = lock(Routing, thread_id)
        post, thread = session().get(Post, post_id), session().get(Thread, thread_id)
        if row is None or post is None or thread is None or post.author_id == thread.author_id:
            return
        mine = select(Invitation).where(
            Invitation.thread_id == thread_id, Invitation.person_id == post.author_id
        )
        invited = session().scalar(mine)
        if invited is not None and invited.reply != Reply.ANSWERED.value:
            invited.reply, invited.replied_at = Reply.ANSWERED.value, clock.now()
        _end(row, ANSWERED)


@jobs.task("expertise.note_ending")
def note_ending(thread_id: int) -> None:
    """An answer was accepted or the question closed: it is brought to nobody more."""
    with transaction():
        row = lock(Routing, thread_id)
        thread = session().get(Thread, thread_id, populate_existing=True)
        if row is None or thread is None:
            return
        if thread.accepted:
            _end(row, ANSWERED)
        elif not is_open(thread):
            _end(row, CLOSED)


def invite(
    row: Routing,
    asked: Asked,
    fit: Fit,
    *,
    wave: int,
    by: Person | None,
    at: datetime | None = None,
    from_: Person | None = None,
) -> Invitation:
    """Bring the question to somebody; whoever calls this has asked whether they may be."""
    made = _row(row, asked, fit, wave, at or _later(row), from_)
    session().add(made)
    session().flush()
    record(QuestionRouted(actor_id=by.id if by else None, invitation_id=made.id))
    return made


def asked_already(thread_id: int) -> set[int]:
    """Who was asked a question at any time, whatever they said."""
    rows = select(Invitation.person_id).where(Invitation.thread_id == thread_id)
    return set(session().scalars(rows))


def hold(people: Collection[int]) -> None:
    """Keep others from bringing something to these people until the transaction ends."""
    ids = select(Person.id).where(Person.id.in_(people)).order_by(Person.id)
    session().execute(ids.with_for_update()).all()


def _invite_named(row: Routing, asked: Asked, named: Mapping[int, Fit]) -> int:
    """Invite those who were named, as far as they may be; how many are."""
    able = open_to(asked, named)
    for person_id in able:
        invite(row, asked, named[person_id], wave=1, by=asked.actor, at=row.at)
    for person_id in not_me_of(named, asked.topics, asked.words) - {asked.actor.id}:
        note_silently(row, asked, named[person_id], row.at)
    return len(able)


def note_silently(row: Routing, asked: Asked, fit: Fit, at: datetime | None = None) -> None:
    """Note who said that such questions are not theirs as having said so again; they hear nothing."""
    moment = at or _later(row)
    silent = _row(row, asked, fit, row.wave, moment, None)
    silent.reply, silent.replied_at = Reply.NOT_ME.value, moment
    session().add(silent)
    session().flush()


def _invite_best(
    row: Routing,
    asked: Asked,
    most: int,
    *,
    wave: int = 1,
    by: Person | None = None,
    at: datetime | None = None,
) -> None:
    """Invite so many of the most fitting who were not asked yet, as far as there are any."""
    chosen = fits(asked, asked_already(row.thread_id))[: max(most, 0)]
    for fit in chosen:
        invite(row, asked, fit, wave=wave, by=by, at=at)


def _step(row: Routing, thread: Thread) -> None:
    asker = session().get_one(Person, thread.author_id)
    asked = _asked(asker, row, thread)
    if row.wave == 1:
        row.wave = 2
        hold([fit.person.id for fit in fits(asked)])
        _invite_best(row, asked, MORE, wave=2)
        row.next_at = max(office.third_wave(asker, row.at), clock.now())
    else:
        row.next_at = None
        if _ask_owners(row, asked, thread.space_id):
            row.wave = OWNERS
        else:
            row.next_at = office.another_try(asker, row.at, clock.now())
            if row.next_at is None:
                row.ended_why = NOBODY
    session().flush()
    _again_at(row)


def _ask_owners(row: Routing, asked: Asked, space_id: int) -> bool:
    """Bring it to those who own the space; whether any of them is asked now, or was before."""
    owners = {each.id: each for each in owners_of(space_id).deciding}
    owners.pop(asked.actor.id, None)
    before = asked_already(row.thread_id)
    hold(owners)
    able = open_to(asked, owners) - before
    for person_id in able:
        invite(row, asked, Fit(owners[person_id]), wave=OWNERS, by=None)
    return bool(able or before & set(owners) or not owners)


def _asked(asker: Person, row: Routing, thread: Thread) -> Asked:
    return look(asker, row.words, session().get_one(Space, thread.space_id))


def _row(
    row: Routing, asked: Asked, fit: Fit, wave: int, at: datetime, from_: Person | None
) -> Invitation:
    who = from_ or fit.for_
    return Invitation(
        uid=new_uid(), thread_id=row.thread_id, person_id=fit.person.id,
        from_id=who.id if who else None, wave=wave, at=at, why=reasons.kept(fit.lines),
        reply=Reply.WAITING.value, topic_id=asked.topics[0] if asked.topics else None,
        words=row.words,
    )  # fmt: skip


def _later(row: Routing) -> datetime:
    """Now, and after the moment of the question: who asked knows only of those of that very moment."""
    return max(clock.now(), row.at + timedelta(microseconds=1))


def is_open(thread: Thread) -> bool:
    """Whether a question still needs somebody."""
    return thread.closed_at is None and not thread.accepted and thread.merged_into_id is None


def _end(row: Routing, why: str) -> None:
    if row.ended_at is None:
        row.next_at, row.ended_at, row.ended_why = None, clock.now(), why


def _again_at(row: Routing) -> None:
    if row.next_at is not None:
        delay = max(row.next_at - clock.now(), office.SOON)
        jobs.enqueue(route_on, delay=delay, thread_id=row.thread_id, wave=row.wave)
