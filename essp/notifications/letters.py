"""What stands in a mail about news: who did what to which thing, and the words that changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from email.message import EmailMessage
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, undefer

from essp.core import mail
from essp.core.db import session
from essp.core.decision import NotFound
from essp.core.text.diff import Segment
from essp.curation.models import Doubt
from essp.discussions.models import Post
from essp.expertise import answering
from essp.expertise import reasons as reasons_asked
from essp.notifications import asking_news, check_news, subjects
from essp.notifications.levels import Kind
from essp.notifications.mail_models import MailChoice, Mailing, Sort
from essp.notifications.models import Named, Notice, Notification, Subject
from essp.notifications.reasons import unsaid
from essp.notifications.reply_addresses import reply_address
from essp.notifications.reply_models import ReceivedMail
from essp.notifications.subjects import Named as Thing
from essp.notifications.wording import lines_of
from essp.people.models import Person
from essp.wiki.comparing import compare_revisions
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal
from essp.wiki.texts import text_of

MOST_THINGS = 30
MOST_LINES = 8
LONGEST = 320  # characters of one line
STOP = "mail-stop"
CHECKS = {Named.TO_CHECK.value, Named.CHECKED.value}
WRITTEN = {Kind.EDITED.value, Kind.CREATED.value}
Words: TypeAlias = tuple[str, Sequence[Segment]]  # whose, where that must be said, and a line


@dataclass(frozen=True)
class Part:
    """One thing of a mail: what was done to it, lines of what changed, each in segments, and why it came.

    `answer` is the address at which a conversation is answered by mail, where it can be; `before`
    names mails that told the same in mail programs. `asked` are lines of why it was brought to them,
    `says` is where they say not me, not now or somebody else.
    """

    title: str
    where: str
    url: str
    lines: Sequence[str]
    words: Sequence[Words]
    why: Sequence[str] = ()
    answer: str = ""
    before: Sequence[str] = ()
    asked: Sequence[str] = ()
    says: str = ""


def letter(person: Person, choice: MailChoice, made: Mailing) -> EmailMessage | None:
    """A mail as it is to be sent now; None when nothing of it is unread and readable any more."""
    language = mail.language_of(person)
    with mail.written_in(language):
        found = _parts(person, made)
    if not found or person.email is None:
        return None
    stop = mail.address_of(f"/mail/stop/{stop_token(choice, Sort(made.sort))}")
    values = {
        "parts": [part for _thing, part in found[:MOST_THINGS]],
        "more": max(len(found) - MOST_THINGS, 0),
        "answered": len(found) == 1 and bool(found[0][1].answer),
        "direct": made.sort == Sort.DIRECT.value,
        "stop": stop,
        "all": mail.address_of("/notifications"),
        "settings": mail.address_of("/settings/notifications"),
    }
    return mail.compose(
        person.email, person.name, language, "news", values,
        headers=_headers(made, stop, found), twin=True,
    )  # fmt: skip


def _headers(made: Mailing, stop: str, found: Sequence[tuple[Thing, Part]]) -> dict[str, str]:
    host = urlsplit(mail.address_of("/")).hostname or "localhost"
    headers = {
        "Message-ID": f"<news-{made.uid}@{host}>",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk",
    }
    if len(found) == 1:
        # Every mail about one thing answers to the same, so that a mail program shows them as one.
        thing, part = found[0]
        about = f"<thing-{thing.key}@{host}>"
        headers |= {"In-Reply-To": about, "References": " ".join([about, *part.before])}
        if part.answer:
            headers["Reply-To"] = part.answer
    return headers


def stop_token(choice: MailChoice, sort: Sort) -> str:
    """What stands in a link that stops a sort of mail: signed, and no name or address in it."""
    return mail.sealed([choice.uid, sort.value], STOP)


def read_stop_token(token: str) -> tuple[MailChoice, Sort]:
    """Whose mail of which sort a link stops. Raises NotFound."""
    uid, sort = mail.unsealed(token, STOP)
    found = session().scalar(select(MailChoice).where(MailChoice.uid == uid))
    if found is None:
        raise NotFound
    return found, Sort(sort)


def _parts(person: Person, made: Mailing) -> list[tuple[Thing, Part]]:
    rows: dict[tuple[Subject, int], list[Notification]] = {}
    every = _rows(person, made)
    for row in every:
        rows.setdefault((Subject(row.about), row.about_id), []).append(row)
    why = unsaid(person, every)
    named = {
        subject: subjects.names(person, subject, [each for kind, each in rows if kind is subject])
        for subject in {kind for kind, _id in rows}
    }
    return [
        (thing, _part(thing, subject, each, why))
        for (subject, about_id), each in rows.items()
        if (thing := named[subject].get(about_id)) is not None
    ]


def _rows(person: Person, made: Mailing) -> Sequence[Notification]:
    """The rows of a mail that are unread still, without posts that are out of sight."""
    rows = (
        select(Notification)
        .join(Notification.notice)
        .join(Notice.actor)
        .outerjoin(Post, Post.id == Notice.post_id)
        .options(contains_eager(Notification.notice).contains_eager(Notice.actor))
        .where(
            Notification.person_id == person.id,
            Notification.mailing_id == made.id,
            Notification.read_at.is_(None),
            (Notice.post_id.is_(None)) | (Post.gone == ""),
        )
        .order_by(Notification.notice_id.desc())
        .execution_options(populate_existing=True)
    )
    return session().scalars(rows).all()


def _part(
    thing: Thing, subject: Subject, rows: Sequence[Notification], why: Mapping[tuple[str, int], str]
) -> Part:
    words = _WORDS.get(subject, _changed)(rows)
    said = [line.text for line in lines_of(rows)]
    reasons = dict.fromkeys(why.get((row.reason, row.reason_id), "") for row in rows)
    found = Part(
        thing.title, thing.where, mail.address_of(thing.url), said, words, [*filter(None, reasons)]
    )
    found = replace(found, **_invited(rows))
    posts = [row.notice.post_id for row in rows if row.notice.post_id is not None]
    if not posts:
        return found
    answer = reply_address(rows[0].person_id, max(posts))
    return replace(found, answer=answer, before=_sent_as(posts))


def _invited(rows: Sequence[Notification]) -> dict[str, Any]:
    """Why a question was brought to somebody, and the link with which they answer that."""
    person = session().get_one(Person, rows[0].person_id)
    asked = asking_news.invitations_of(person, rows).get(rows[0].about_id)
    if asked is None:
        return {}
    why = [each.plain for each in reasons_asked.shown(person, asked.why)]
    return {"asked": why, "says": mail.address_of(answering.link_to(asked))}


def _sent_as(posts: Sequence[int]) -> list[str]:
    """What the mails were called that these posts came in."""
    named = select(ReceivedMail.message_id).where(
        ReceivedMail.post_id.in_(posts), ReceivedMail.message_id.like("<%@%>")
    )
    found = session().scalars(named.order_by(ReceivedMail.id.desc()).limit(MOST_LINES)).all()
    return [each for each in reversed(found) if " " not in each]


def _changed(rows: Sequence[Notification]) -> list[Words]:
    """The lines that differ on a page, over all that the mail tells of it; how a new one begins."""
    numbers = [row.notice.number for row in rows if row.notice.kind in WRITTEN]
    if not numbers:
        return []
    page = session().get_one(Page, rows[0].about_id)
    if min(numbers) == 1:
        lines = [line.lstrip("# ") for line in text_of(page).splitlines() if line.strip("# ")]
        return [("", _short([Segment("same", line)])) for line in lines[:MOST_LINES]]
    compared = compare_revisions(page, min(numbers) - 1, max(numbers))
    changed = [
        row.segments
        for hunk in compared.difference.hunks
        for row in hunk.rows
        if row.kind != "same" and row.text.strip()
    ]
    return [("", _short(line)) for line in changed[:MOST_LINES]]


def _posted(rows: Sequence[Notification]) -> list[Words]:
    ids = [row.notice.post_id for row in rows][:MOST_LINES]
    posts = session().scalars(
        select(Post)
        .join(Post.author)
        .options(undefer(Post.plain), contains_eager(Post.author))
        .where(Post.id.in_(ids))
        .order_by(Post.id)
    )
    return [
        (post.author.name, _short([Segment("same", " ".join(post.plain.split()))]))
        for post in posts
    ]


def _said_of_proposal(rows: Sequence[Notification]) -> list[Words]:
    """Why a proposal came to the end that the mail tells of; what was asked and said of a check."""
    checks = [
        (who, _short([Segment("same", line)]))
        for who, words in check_news.words_of(rows)
        for line in words.splitlines()
        if line.strip()
    ]
    decided = any(row.reason not in CHECKS for row in rows)
    return (checks + (_decided(rows) if decided else []))[:MOST_LINES]


def _decided(rows: Sequence[Notification]) -> list[Words]:
    proposal = session().get_one(Proposal, rows[0].about_id)
    lines = [line for line in proposal.decision.splitlines() if line.strip()]
    return [("", _short([Segment("same", line)])) for line in lines[:MOST_LINES]]


def _answered(rows: Sequence[Notification]) -> list[Words]:
    """The sentence, and what an owner answered to who doubted it."""
    doubt = session().get_one(Doubt, rows[0].about_id)
    said = [line for line in doubt.answer.splitlines() if line.strip()] if doubt.decided_at else []
    lines = [f"“{doubt.quote}”", *said]
    return [("", _short([Segment("same", line)])) for line in lines[:MOST_LINES]]


_WORDS: Mapping[Subject, Callable[[Sequence[Notification]], list[Words]]] = {
    Subject.THREAD: _posted,
    Subject.PROPOSAL: _said_of_proposal,
    Subject.DOUBT: _answered,
}


def _short(line: Sequence[Segment]) -> Sequence[Segment]:
    """A line as far as it fits; where it is cut stands a sign."""
    found: list[Segment] = []
    left = LONGEST
    for segment in line:
        cut = segment.text if len(segment.text) <= left else segment.text[:left] + "…"
        found.append(Segment(segment.kind, cut))
        left -= len(segment.text)
        if left <= 0:
            break
    return found
