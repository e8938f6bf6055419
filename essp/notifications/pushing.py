"""Telling browsers that something is new: how much, and where to look, but no words of it.

What is told of is asked again at that moment: it must be unread and readable, and outside the quiet
hours and days off of the person. A browser that is gone is told no more.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import structlog
from sqlalchemy import delete, or_, select, update

from essp.core import clock, jobs, mail, outgoing, web_push
from essp.core.db import session, transaction
from essp.core.i18n import ngettext
from essp.core.web import zone
from essp.notifications import centre, hours
from essp.notifications.centre import Choice
from essp.notifications.mail_models import MailChoice, Rhythm
from essp.notifications.models import Notice, Notification
from essp.notifications.push_models import PushBrowser, lasting
from essp.notifications.settings import present
from essp.people.models import Person

log = structlog.get_logger(__name__)
KEY = "push_key.pem"  # in the data folder
GONE = frozenset({400, 403, 404, 410, 413})
MOST_FAILURES = 12
AGAIN = timedelta(minutes=5)


def ask_for(notice: Notice) -> None:
    """Have the browsers told of whoever was told of a notice."""
    people = session().scalars(
        select(PushBrowser.person_id)
        .join(Notification, Notification.person_id == PushBrowser.person_id)
        .where(Notification.notice_id == notice.id, lasting())
        .where(or_(PushBrowser.everything, Notification.direct))
        .distinct()
    )
    work = [(push, {"person_id": each}) for each in people]
    if work:
        jobs.enqueue_all(work)


@jobs.task("notifications.push")
def push(person_id: int) -> None:
    """Tell somebody's browsers that something is new, or wait until their quiet hours end."""
    person = session().get_one(Person, person_id, populate_existing=True)
    choice: MailChoice = present(person)
    if not person.active:
        return
    moment = hours.due(person, choice, Rhythm.ONCE, clock.now(), zone())
    if moment > clock.now():
        _ask_again(person_id, moment - clock.now())
        return
    told = [_tell(person, browser) for browser in _browsers(person)]
    if not all(told):
        _ask_again(person_id, AGAIN)


def _ask_again(person_id: int, wait: timedelta) -> None:
    with transaction():
        jobs.enqueue(push, delay=wait, person_id=person_id)


def _browsers(person: Person) -> Sequence[PushBrowser]:
    found = select(PushBrowser).where(PushBrowser.person_id == person.id, lasting())
    return session().scalars(found.execution_options(populate_existing=True)).all()


def _tell(person: Person, browser: PushBrowser) -> bool:
    """Whether a browser has been told what there is to tell; it may be gone by that."""
    newest = _newest(person, browser)
    if newest <= browser.newest:
        return True
    try:
        status = _send(browser, _content(person))
    except outgoing.Unreachable as fault:
        log.info("a push service could not be reached", reason=str(fault))
        status = 0
    with transaction():
        here = PushBrowser.id == browser.id
        if status in GONE or (status // 100 != 2 and browser.failures + 1 >= MOST_FAILURES):
            session().execute(delete(PushBrowser).where(here))
            return True
        if status // 100 == 2:
            session().execute(update(PushBrowser).where(here).values(newest=newest, failures=0))
            return True
        session().execute(update(PushBrowser).where(here).values(failures=PushBrowser.failures + 1))
        return False


def _newest(person: Person, browser: PushBrowser) -> int:
    """The newest notice that the browser may speak of, as far as it is unread and readable now."""
    groups = centre.groups(person, Choice.UNREAD)
    rows = [row for group in groups for row in group.latest if browser.everything or row.direct]
    return max((row.notice_id for row in rows), default=0)


def _content(person: Person) -> bytes:
    """What a browser shows: how much is unread, in the person's language, and where it stands."""
    with mail.written_in(mail.language_of(person)):
        count = centre.unread_count(person)
        said = ngettext("%(num)s thing is new for you.", "%(num)s things are new for you.", count)
    told = {"title": mail.site_name(), "body": said, "url": mail.address_of("/notifications")}
    return json.dumps(told).encode()


def _send(browser: PushBrowser, content: bytes) -> int:
    """Hand it to the browser's push service; the status that it answers."""
    sealed = web_push.encrypted(content, browser.p256dh, browser.auth)
    contact = f"mailto:{mail.contact()}"
    return outgoing.post(
        browser.endpoint, sealed, web_push.headers(browser.endpoint, _key(), contact)
    )


def public_key() -> str:
    """What a browser is given so that only this site can tell it anything."""
    return web_push.public_words(_key())


def _key() -> web_push.Key:
    return web_push.site_key(Path(mail.folder("")) / KEY)
