"""What a mail is to be: a reply by whoever its address was given to, with the files it brings.

Everything that takes long is done before anything is written; the verb that places the reply asks for
rights again. The same words are said of what is hidden and of what is not there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from essp.attachments.storing import hold, may_put
from essp.attachments.taking import Taken, take_in
from essp.core import clock, mail
from essp.core.db import session
from essp.core.decision import Invalid, NotFound, Refused
from essp.core.i18n import Message
from essp.core.i18n import lazy as _
from essp.core.mail_quotes import broken_where_meant, own_words
from essp.core.mail_reading import ReadMail, SentFile
from essp.discussions.models import Post
from essp.discussions.posting import reply
from essp.discussions.queries import Overtaken, find_post
from essp.notifications.reply_addresses import Forged, Meant, meant_by
from essp.notifications.reply_models import Fate, ReceivedMail
from essp.people.models import Person
from essp.people.queries import by_email

MOST_FILES = 10
MOST_AN_HOUR = 20  # replies of one person


class Unplaced(Exception):
    """Why a mail becomes no reply, in words for whoever sent it."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass
class Letter:
    """A mail that is being taken: whose it is, which post it answers, its words and files.

    `cut` tells that there was more of it than is kept.
    """

    mail: ReadMail
    cut: bool = False
    person: Person | None = None
    parent: Post | None = None
    words: str = ""
    taken: list[Taken] = field(default_factory=list)
    left_out: list[list[Any]] = field(default_factory=list)


def read_letter(letter: Letter) -> bool:
    """Find out what the mail is to be: False when it is for nobody here. Raises Unplaced."""
    meant = _meant(letter)
    if meant is None:
        return False
    person = _sender_meant(letter, meant)
    uid = session().scalar(select(Post.uid).where(Post.id == meant.post_id)) or ""
    try:
        letter.parent = find_post(person, uid)
    except NotFound:
        raise Unplaced(_GONE) from None
    letter.words = broken_where_meant(own_words(letter.mail.text))
    _take_files(letter, person, letter.parent)
    if not letter.words.strip() and not letter.taken:
        raise Unplaced(_("It holds no words of your own above or between what it quotes."))
    return True


_NOT_WHOLE = _(
    "The mail was too large to come through whole. Put this file into the space in the browser; what "
    "stood behind it in the mail did not come through either."
)
_GONE = _("The conversation is not there, or is not open to you any more.")


def place(letter: Letter, key: str) -> Post:
    """Make the mail a reply, once for each `key`. Raises Unplaced."""
    person, parent = letter.person, letter.parent
    if person is None or parent is None:
        raise ValueError("read_letter() comes first")
    _check_pace(person)
    try:
        files = [_shown(each, hold(person, parent.thread.space, each).url) for each in letter.taken]
        text = "\n\n".join(part for part in (letter.words, "\n".join(files)) if part.strip())
        return reply(person, parent.uid, text=text, save_key=f"mail:{key[:32]}", via="mail")
    except NotFound:
        raise Unplaced(_GONE) from None
    except (Overtaken, Refused) as refused:
        raise Unplaced(refused.reason) from refused
    except Invalid as invalid:
        if "told" in invalid.errors:
            raise Unplaced(_call_in_the_browser(invalid.errors["told"])) from invalid
        raise Unplaced(next(iter(invalid.errors.values()))) from invalid


def _call_in_the_browser(count: Message) -> Message:
    return _(
        "It calls %(count)s people at once. Write it in the browser, which asks before so many are "
        "told, or take the name of the group out.",
        count=count,
    )


def _meant(letter: Letter) -> Meant | None:
    """What the address says that the mail was sent to. Raises Unplaced for one that was made up."""
    forged = False
    for address in letter.mail.addresses:
        try:
            found = meant_by(address)
        except Forged:
            forged = True
            continue
        if found is not None:
            return found
    letter.person = _sender(letter) if forged else None
    if letter.person is None:
        return None
    raise Unplaced(
        _(
            "The address it was sent to is not whole. Answer the mail itself, or write in the browser."
        )
    )


def _sender_meant(letter: Letter, meant: Meant) -> Person:
    """Whoever sent it, who must be the one to whom the address was given, and still be here."""
    person, sender = session().get(Person, meant.person_id), _sender(letter)
    if person is None or sender is None or sender.id != person.id:
        raise Unplaced(
            _(
                "It came from an address that is not the one we wrote to. Send it again from that"
                " address, or write in the browser."
            )
        )
    letter.person = person
    if not person.active:
        raise Unplaced(_("Your account here is closed."))
    if meant.expired:
        raise Unplaced(
            _(
                "This reply address is too old. Open the conversation in the browser and reply there."
            )
        )
    return person


def _sender(letter: Letter) -> Person | None:
    return by_email(letter.mail.sender) if letter.mail.sender else None


def _check_pace(person: Person) -> None:
    lately = select(func.count()).where(
        ReceivedMail.person_id == person.id,
        ReceivedMail.came_at > clock.now() - timedelta(hours=1),
        ReceivedMail.fate == Fate.PLACED.value,
    )
    if (session().scalar(lately) or 0) >= MOST_AN_HOUR:
        raise Unplaced(_("Too many mails came from you in the last hour. Send it again later."))


def _take_files(letter: Letter, person: Person, parent: Post) -> None:
    """Keep the bytes of the files; those that are refused are noted by name, in their language."""
    with mail.written_in(mail.language_of(person)):
        sent_along = letter.mail.files
        for number, sent in enumerate(sent_along):
            try:
                if letter.cut and number == len(sent_along) - 1:
                    raise Invalid(file=_NOT_WHOLE)
                letter.taken.append(_taken(sent, person, parent, number))
            except Invalid as invalid:
                letter.left_out.append([sent.name[:150], str(next(iter(invalid.errors.values())))])
            except Refused as refused:
                letter.left_out.append([sent.name[:150], str(refused.reason)])


def _taken(sent: SentFile, person: Person, parent: Post, number: int) -> Taken:
    if number >= MOST_FILES:
        raise Invalid(file=_("A mail brings at most %(most)s files.", most=MOST_FILES))
    may_put(person, parent.thread.space)
    return take_in(sent.name, sent.content)


def _shown(taken: Taken, url: str) -> str:
    name = taken.name.replace("[", "(").replace("]", ")")
    return f"{'!' if taken.media_type.startswith('image/') else ''}[{name}]({url})"
