"""What happened to a thing, in sentences: who did what, and why somebody heard of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from essp.core.i18n import _, ngettext
from essp.notifications.levels import Kind
from essp.notifications.models import Level, Named, Notification, Subject
from essp.people.models import Person

SHOWN = 2  # names before the others are counted
OF_AUTHOR = (
    Named.APPROVED, Named.PARTLY, Named.RETURNED, Named.DECLINED, Named.LAPSED, Named.STUCK
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One sentence of a group, such as "Ruben and 2 others edited this", with its latest moment."""

    text: str
    actor: Person
    at: datetime
    first: int
    unread: bool


def lines_of(told: Sequence[Notification]) -> list[Line]:
    """What happened to one thing, one sentence a deed, the newest first."""
    deeds: dict[str, list[Notification]] = {}
    for each in told:
        deeds.setdefault(_deed(each), []).append(each)
    return [_line(deed, rows) for deed, rows in deeds.items()]


def _deed(row: Notification) -> str:
    return row.reason if row.direct else row.notice.kind


def _line(deed: str, rows: Sequence[Notification]) -> Line:
    actors = {row.notice.actor_id: row.notice.actor for row in rows}
    who = names_of([person.name for person in actors.values()])
    unread = [row.notice_id for row in rows if row.read_at is None]
    return Line(
        _SAID[deed](who),
        rows[0].notice.actor,
        rows[0].notice.at,
        min(unread or [row.notice_id for row in rows]),
        bool(unread),
    )


def names_of(names: Sequence[str]) -> str:
    """A few people by name, the others counted: "Femke, Ruben and 3 others"."""
    first, rest = list(names[:SHOWN]), len(names) - SHOWN
    if rest > 0:
        told = ", ".join(first)
        return ngettext(
            "%(names)s and %(num)s other", "%(names)s and %(num)s others", rest, names=told
        )
    if len(first) == SHOWN:
        return _("%(first)s and %(second)s", first=first[0], second=first[1])
    return "".join(first)


_SAID: Mapping[str, Callable[[str], str]] = {
    Named.MENTION.value: lambda who: _("%(who)s mentioned you", who=who),
    Named.SPACE.value: lambda who: _("%(who)s called everyone", who=who),
    Named.TEAM.value: lambda who: _("%(who)s called everyone", who=who),
    Named.DEPARTMENT.value: lambda who: _("%(who)s called everyone", who=who),
    Named.ANSWER.value: lambda who: _("%(who)s accepted your answer", who=who),
    Named.REPLY.value: lambda who: _("%(who)s replied to you", who=who),
    Named.REPORTED.value: lambda who: _("%(who)s decided on what you reported", who=who),
    Named.CONCERNED.value: lambda who: _("%(who)s decided about something you wrote", who=who),
    Named.WELCOME.value: lambda who: _("%(who)s came in", who=who),
    Named.WAITS.value: lambda who: _("%(who)s proposed a change", who=who),
    Named.LATE.value: lambda who: _("What %(who)s proposed still waits for you", who=who),
    Named.APPROVED.value: lambda who: _("%(who)s approved your proposal", who=who),
    Named.PARTLY.value: lambda who: _("%(who)s approved a part of your proposal", who=who),
    Named.RETURNED.value: lambda who: _("%(who)s sent your proposal back", who=who),
    Named.DECLINED.value: lambda who: _("%(who)s declined your proposal", who=who),
    Named.LAPSED.value: lambda who: _("Your proposal closed. You can look why, and bring it back"),
    Named.STUCK.value: lambda who: _(
        "%(who)s changed the words that you propose to change", who=who
    ),
    Named.REMARKED.value: lambda who: _("%(who)s said something about a proposal", who=who),
    Named.DOUBTED.value: lambda who: _("%(who)s doubts a sentence", who=who),
    Named.OUTCOME.value: lambda who: _("%(who)s answered your doubt about a sentence", who=who),
    Named.REMINDED.value: lambda who: _("%(who)s asks you to review this page", who=who),
    Named.FLAGGED.value: lambda who: _("A sentence that you marked is to be looked at"),
    Named.LOCK_TO_CONFIRM.value: lambda who: _(
        "The lock of this page is to be confirmed, or it ends in two weeks"
    ),
    Named.UNLOCKED.value: lambda who: _("The guard of this page came to its end"),
    Named.TO_UNLOCK.value: lambda who: _(
        "%(who)s asks to unlock this page: answer under “Who may change this”", who=who
    ),
    Named.LOCK_ANSWER.value: lambda who: _(
        "%(who)s answered your question to unlock this page", who=who
    ),
    Named.GOES_LIVE_SOON.value: lambda who: _(
        "Edits go live soon: proposals wait for longer than you promised"
    ),
    Named.GOES_LIVE.value: lambda who: _(
        "Edits go live now: proposals waited for longer than was promised"
    ),
    Named.GUARDED_AGAIN.value: lambda who: _("Edits wait for you again: the queue is clear"),
    Named.TRUSTED.value: lambda who: _("You publish on this topic now, without waiting"),
    Named.REVOKED.value: lambda who: _("%(who)s took back that you publish on this topic", who=who),
    Named.ASKED_TO_OWN.value: lambda who: _("%(who)s asks you to own this", who=who),
    Named.OWNING.value: lambda who: _("%(who)s agreed to own this", who=who),
    Named.NOT_OWNING.value: lambda who: _("%(who)s declined to own this", who=who),
    Named.TAKEN_OFF.value: lambda who: _("%(who)s took you off as an owner", who=who),
    Named.HANDED.value: lambda who: _(
        "What %(who)s owns is handed over: look who takes it", who=who
    ),
    Named.HANDED_ON.value: lambda who: _("%(who)s answered a handover of yours", who=who),
    Named.TO_JOIN.value: lambda who: _("%(who)s asks you to belong to this group", who=who),
    Named.TO_CHECK.value: lambda who: _("%(who)s asks you to check a proposal", who=who),
    Named.CHECKED.value: lambda who: _("%(who)s checked a proposal for you", who=who),
    Named.NOBODY.value: lambda who: _("%(who)s was the last owner: nobody owns it now", who=who),
    Named.INVITED.value: lambda who: _("%(who)s asks, and you may know", who=who),
    Named.ASKED_ALONE.value: lambda who: _("%(who)s asks you alone", who=who),
    Named.WROTE_ALONE.value: lambda who: _("%(who)s wrote in a question between you two", who=who),
    Named.WISHED.value: lambda who: _("Somebody wrote about what you looked for"),
    Kind.CREATED.value: lambda who: _("New page by %(who)s", who=who),
    Kind.EDITED.value: lambda who: _("Edited by %(who)s", who=who),
    Kind.MOVED.value: lambda who: _("Renamed or moved by %(who)s", who=who),
    Kind.ARCHIVED.value: lambda who: _("Archived by %(who)s", who=who),
    Kind.RESTORED.value: lambda who: _("Brought back by %(who)s", who=who),
    Kind.STARTED.value: lambda who: _("Started by %(who)s", who=who),
    Kind.POSTED.value: lambda who: _("New replies by %(who)s", who=who),
    Kind.ACCEPTED.value: lambda who: _("Answer accepted by %(who)s", who=who),
    Kind.NAMED.value: lambda who: _("%(who)s mentioned you", who=who),
}


def reason_of(reason: str, name: str) -> str:
    """Why somebody heard of a thing: what they watch, by name, or that they were named."""
    said = _WHY.get(reason)
    return said(name) if said else ""


def _everyone(name: str) -> str:
    if not name:
        return _("Everyone in a group that you belong to was called.")
    return _("Everyone in %(name)s was called.", name=name)


_WHY: Mapping[str, Callable[[str], str]] = {
    Subject.THREAD.value: lambda name: _("You follow this conversation."),
    Subject.PAGE.value: lambda name: _("You watch the page “%(name)s”.", name=name),
    Subject.BRANCH.value: lambda name: _("You watch “%(name)s” and all below it.", name=name),
    Subject.TOPIC.value: lambda name: _("You watch the topic “%(name)s”.", name=name),
    Subject.SPACE.value: lambda name: _("You watch the space “%(name)s”.", name=name),
    Subject.PERSON.value: lambda name: _("You watch what %(name)s writes.", name=name),
    Named.MENTION.value: lambda name: _("You were mentioned."),
    Named.SPACE.value: _everyone,
    Named.TEAM.value: _everyone,
    Named.DEPARTMENT.value: _everyone,
    Named.ANSWER.value: lambda name: _("It is about an answer of yours."),
    Named.REPLY.value: lambda name: _("It is about something you wrote."),
    Named.REPORTED.value: lambda name: _("You reported it."),
    Named.CONCERNED.value: lambda name: _("It is about something you wrote."),
    Named.WELCOME.value: lambda name: _("You help newcomers here."),
    Named.WAITS.value: lambda name: _("You look after this page."),
    Named.LATE.value: lambda name: _("You look after this page."),
    **dict.fromkeys(
        (each.value for each in OF_AUTHOR), lambda name: _("It is about something you proposed.")
    ),
    Named.REMARKED.value: lambda name: _("You proposed it, or said something about it."),
    Named.DOUBTED.value: lambda name: _("You look after this page."),
    Named.OUTCOME.value: lambda name: _("You doubted a sentence of it."),
    Named.REMINDED.value: lambda name: _("You look after this page."),
    Named.FLAGGED.value: lambda name: _("You marked a sentence of it."),
    Named.LOCK_TO_CONFIRM.value: lambda name: _("You look after this page."),
    Named.UNLOCKED.value: lambda name: _("You look after this page."),
    Named.TO_UNLOCK.value: lambda name: _("You look after this page."),
    Named.LOCK_ANSWER.value: lambda name: _("You asked for it."),
    Named.GOES_LIVE_SOON.value: lambda name: _("You look after this page."),
    Named.GOES_LIVE.value: lambda name: _("You look after this page, or proposed a change of it."),
    Named.GUARDED_AGAIN.value: lambda name: _("You look after this page."),
    Named.TRUSTED.value: lambda name: _("Your proposals on it were accepted again and again."),
    Named.REVOKED.value: lambda name: _("You published on it without waiting."),
    Named.ASKED_TO_OWN.value: lambda name: _("You were asked."),
    Named.OWNING.value: lambda name: _("You asked for it."),
    Named.NOT_OWNING.value: lambda name: _("You asked for it."),
    Named.TAKEN_OFF.value: lambda name: _("You owned it, or were asked to."),
    Named.HANDED.value: lambda name: _("You were asked, or own its space."),
    Named.HANDED_ON.value: lambda name: _("You hand it over."),
    Named.NOBODY.value: lambda name: _("You look after the site."),
    Named.INVITED.value: lambda name: _("Your work shows that you may know."),
    Named.ASKED_ALONE.value: lambda name: _("You were asked."),
    Named.WROTE_ALONE.value: lambda name: _("It is between you two."),
    Named.WISHED.value: lambda name: _("You wanted to hear when there is something about it."),
    Named.TO_JOIN.value: lambda name: _("You were asked."),
    Named.TO_CHECK.value: lambda name: _("You were asked."),
    Named.CHECKED.value: lambda name: _("You asked for it."),
}


def level_choices() -> list[tuple[str, str]]:
    """How much can be heard, for a list: values as `level_asked` reads them."""
    return [
        (Level.EVERYTHING.value, _("Everything")),
        (Level.NORMAL.value, _("What matters most")),
        (Level.ANSWERS.value, _("Answers only")),
        ("day", _("Nothing until tomorrow")),
        ("week", _("Nothing for a week")),
        ("month", _("Nothing for a month")),
        (Level.MUTED.value, _("Nothing")),
    ]
