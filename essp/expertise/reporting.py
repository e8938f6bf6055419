"""Messages between two people as things to report: found by the two, loaded for whoever decides."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from essp.care.models import Thing
from essp.care.things import Kept, Reported
from essp.core.db import session
from essp.core.decision import NotFound
from essp.expertise import private
from essp.expertise.asking_models import PrivateMessage, PrivateQuestion
from essp.people.models import Person

LONGEST_NUMBER = 4


def find_message(actor: Person, key: str) -> Reported:
    """A message of a question that the actor asked or was asked, by `uid.number`, the first with 1."""
    uid, _dot, number = key.partition(".")
    question = private.find(actor, uid)
    if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER):
        raise NotFound
    said = private.messages(question)
    if not 1 <= int(number) <= len(said):
        raise NotFound
    return _reported(said[int(number) - 1], question, int(number))


def load_messages(ids: Collection[int], actor: Person | None) -> Sequence[Reported]:
    """These messages; with an actor only those between them and somebody else."""
    rows = (
        select(PrivateMessage, PrivateQuestion)
        .join(PrivateQuestion, PrivateQuestion.id == PrivateMessage.question_id)
        .options(joinedload(PrivateMessage.author))
        .where(PrivateMessage.id.in_(ids))
    )
    if actor is not None:
        rows = rows.where(private.between(actor))
    return [
        _reported(message, question, _number(message))
        for message, question in session().execute(rows)
    ]


def _number(message: PrivateMessage) -> int:
    """Its place among the messages of the question, the oldest first."""
    before = select(func.count()).where(
        PrivateMessage.question_id == message.question_id,
        (PrivateMessage.at < message.at)
        | ((PrivateMessage.at == message.at) & (PrivateMessage.id <= message.id)),
    )
    return session().scalar(before) or 1


def _reported(message: PrivateMessage, question: PrivateQuestion, number: int) -> Reported:
    return Reported(
        Thing.MESSAGE, message.id, question.uid, message.author, None, question.title,
        message.text, number,
    )  # fmt: skip


MESSAGES = Kept(find=find_message, load=load_messages)
