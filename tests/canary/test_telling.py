"""What is sent to people of itself, by mail, feed and push, holds no word that is not for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes
from email.policy import default

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from essp.core import outgoing, web_push, worker
from essp.core.db import transaction
from essp.discussions.posting import reply
from essp.discussions.queries import Overtaken, find_post
from essp.notifications import centre, feeds, push_browsers, settings
from essp.notifications.feed_entries import SEARCH
from essp.notifications.feed_models import Feed
from essp.notifications.mail_models import Rhythm
from essp.notifications.models import Level, Notification, Subject, Watch
from essp.notifications.push_browsers import Offered
from essp.notifications.settings import Wanted
from essp.people import sessions
from essp.people.models import Person, SignIn
from essp.search.filters import Filters
from essp.search.saving import save_search
from essp.spaces import membership
from essp.wiki.editing import edit_page, locked
from essp.wiki.proposing import propose
from essp.wiki.texts import text_of
from tests.canary.proposals import WAITS
from tests.canary.world import World
from tests.notifications.test_pushing import Browser

AT_ONCE = Wanted(Rhythm.ONCE, Rhythm.ONCE, 0, 0, any_day=True)
READERS = ("outsider", "asker", "member", "owner", "manager", "administrator")


def watch_everything(world: World, session: Session) -> None:
    """Everybody hears of all there is, be it open to them or not."""
    things = [(Subject.SPACE, each.id) for each in world.spaces.values()]
    things += [(Subject.PAGE, each.id) for each in world.pages.values()]
    session.query(Watch).delete()
    for name in READERS:
        person = world.people[name]
        for subject, subject_id in things:
            session.add(
                Watch(person_id=person.id, subject=subject.value, subject_id=subject_id,
                      at=person.created_at, level=Level.EVERYTHING.value)
            )  # fmt: skip
        settings.choose(person, AT_ONCE)
    session.commit()


def happen(world: World) -> None:
    """Something in every guarded space, in which everybody is named."""
    femke = world.people["owner"]
    everybody = " ".join(f"@{each.handle}" for each in world.people.values())
    with transaction():
        for name in ("open", "request", "closed", "moved"):
            page = world.pages[name]
            text = f"{world.canary('told' + name) if name != 'open' else 'Open'} {everybody}\n"
            edit_page(femke, page, text=text, based_on=page.revision_number)
        _propose(world, everybody)
        guarded = {world.spaces[name].id for name in ("request", "closed")}
        for uid in world.posts:
            hidden = find_post(femke, uid).thread.space_id in guarded
            said = world.canary("toldpost") if hidden else "Open"
            with suppress(Overtaken):
                reply(femke, uid, text=f"{said} {everybody}")


def _propose(world: World, everybody: str) -> None:
    """A text that waits for an owner and names everybody."""
    page = locked(world.pages["open"])
    text = f"{text_of(page)}\n{WAITS} {everybody}\n"
    propose(world.people["member"], page, text=text, based_on=page.revision_number, reason="Why")


@pytest.fixture
def mails(app: Flask) -> Iterator[list[tuple[str, str]]]:
    """To whom each mail went that was written meanwhile, and all it says; filled by `read`."""
    folder = app.config["SETTINGS"].data / "mail"
    before = set(folder.glob("*.eml"))
    yield (found := [])
    for path in set(folder.glob("*.eml")) - before:
        path.unlink()
    assert found


def read(app: Flask, found: list[tuple[str, str]]) -> None:
    for path in (app.config["SETTINGS"].data / "mail").glob("*.eml"):
        message = message_from_bytes(path.read_bytes(), policy=default)
        said = [str(message.items())]
        said += [part.get_content() for part in message.walk() if not part.is_multipart()]
        found.append((message["To"].addresses[0].addr_spec, "\n".join(said)))


def test_neither_a_mail_nor_a_push_nor_a_count_tells_what_is_not_for_them(
    app: Flask, world: World, session: Session, mails: list[tuple[str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    pushed: list[tuple[str, bytes]] = []
    monkeypatch.setattr(web_push, "encrypted", lambda content, *_keys: content)
    monkeypatch.setattr(
        outgoing, "post", lambda url, content, _headers: pushed.append((url, content)) or 201
    )
    watch_everything(world, session)
    for name in READERS:
        _let_a_browser_tell(world.people[name], name, session)
    happen(world)
    worker.do_all()
    read(app, mails)
    by_address = {world.people[name].email: name for name in READERS}
    leaks = [
        f"mail to {by_address[to]}: {word}"
        for to, said in mails
        if to in by_address
        for word in world.leaked(by_address[to], said, "")
    ]
    assert not leaks, "\n".join(leaks)
    decide = {"owner", "member"}  # who owns the page and who proposed it
    assert not [to for to, said in mails if WAITS in said and by_address.get(to) not in decide]
    for url, content in pushed:
        assert WAITS not in content.decode()
        name = url.rsplit("/", 1)[-1]
        assert not world.leaked(name, content.decode(), "")
        assert world.people[name].email in {to for to, _said in mails}
    for name in READERS:
        person = world.people[name]
        rows = session.query(Notification).filter_by(person_id=person.id, read_at=None).count()
        told = centre.groups(person, limit=500)
        assert not world.leaked(name, " ".join(group.thing.title for group in told), "")
        assert centre.unread_count(person) == sum(group.unread for group in told) <= rows


def _let_a_browser_tell(person: Person, name: str, session: Session) -> None:
    keys = Browser().offered
    with transaction():
        token = sessions.begin_sign_in(person, days=30)
        sign_in = session.query(SignIn).filter_by(token_hash=sessions.hashed(token)).one()
        offered = Offered(f"https://push.example.com/{name}", keys.p256dh, keys.auth)
        push_browsers.begin(person, sign_in.id, offered, everything=True)


def test_a_feed_says_what_its_owner_may_read_and_nothing_after_they_lost_it(
    app: Flask, world: World, session: Session
) -> None:
    client = app.test_client()
    for name in READERS:
        person = world.people[name]
        with transaction():
            search = save_search(
                person, name="All of it", query="plan about before canary", filters=Filters()
            )
            wanted = [(Subject.SPACE.value, each.id) for each in world.spaces.values()]
            wanted += [(Subject.PERSON.value, world.people["owner"].id), (SEARCH, search.id)]
            tokens = [_fed(person, *each, session) for each in wanted]
        for token in tokens:
            answer = client.get(f"/feeds/{token}")
            assert answer.status_code in {200, 404}
            assert not world.leaked(name, answer.text, "")
            assert WAITS not in answer.text
    with transaction():
        token = feeds.make_feed(world.people["member"], Subject.SPACE, world.spaces["closed"].slug)[
            1
        ]
    assert "canary" in client.get(f"/feeds/{token}").text
    with transaction():
        membership.remove_member(
            world.people["owner"], world.spaces["closed"], world.people["member"]
        )
    assert client.get(f"/feeds/{token}").status_code == 404


def _fed(person: Person, subject: str, subject_id: int, session: Session) -> str:
    """A feed of anything, as if it had been made while it was open."""
    token = f"{person.handle}-{subject}-{subject_id}-of-the-world-of-canaries"
    session.add(
        Feed(token_hash=sessions.hashed(token), person_id=person.id, subject=subject,
             subject_id=subject_id, created_at=person.created_at)
    )  # fmt: skip
    session.flush()
    return token
