"""Which browsers of somebody are told of news: begun in the browser itself, ended from any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select

from essp.core import clock, outgoing, web_push
from essp.core.db import session
from essp.core.decision import Invalid, NotFound
from essp.core.i18n import lazy as _
from essp.notifications.models import Notice
from essp.notifications.push_models import PushBrowser, lasting
from essp.people.models import Person, SignIn
from essp.people.sessions import hashed

MOST = 20  # of one person


@dataclass(frozen=True)
class Offered:
    """What a browser gives out so that it can be told: an address at its maker, and two keys."""

    endpoint: str
    p256dh: str
    auth: str


def begin(actor: Person, sign_in_id: int, offered: Offered, *, everything: bool) -> PushBrowser:
    """Tell this browser of news from now on; said again it changes what it hears of.

    Raises Invalid for an address that is not one of a push service, and for one browser too many.
    """
    if not outgoing.may_be_asked(offered.endpoint) or not web_push.is_browser_key(
        offered.p256dh, offered.auth
    ):
        raise Invalid(browser=_("This browser gave an address that cannot be used."))
    # A browser that somebody else used before is theirs no longer.
    session().execute(
        delete(PushBrowser).where(PushBrowser.endpoint_hash == hashed(offered.endpoint))
    )
    if len(own_browsers(actor)) >= MOST:
        raise Invalid(browser=_("%(most)s browsers tell you already. End one first.", most=MOST))
    made = PushBrowser(
        person_id=actor.id, sign_in_id=sign_in_id, endpoint_hash=hashed(offered.endpoint),
        endpoint=offered.endpoint, p256dh=offered.p256dh, auth=offered.auth, everything=everything,
        created_at=clock.now(), newest=session().scalar(select(func.max(Notice.id))) or 0,
    )  # fmt: skip
    session().add(made)
    session().flush()
    return made


def end(actor: Person, browser_id: int) -> None:
    """Tell a browser of one's own no longer. Raises NotFound for any other."""
    own = (PushBrowser.id == browser_id, PushBrowser.person_id == actor.id)
    if session().scalar(select(PushBrowser.id).where(*own)) is None:
        raise NotFound
    session().execute(delete(PushBrowser).where(*own))


def own_browsers(actor: Person) -> Sequence[tuple[PushBrowser, str]]:
    """The actor's browsers that are told, each with what it calls itself, the newest first."""
    rows = session().execute(
        select(PushBrowser, SignIn.browser)
        .join(SignIn, SignIn.id == PushBrowser.sign_in_id)
        .where(PushBrowser.person_id == actor.id, lasting())
        .order_by(PushBrowser.id.desc())
    )
    return [(row[0], row[1]) for row in rows]
