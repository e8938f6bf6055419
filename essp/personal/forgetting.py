"""Making somebody anonymous: what others build on stays, and nothing says any more who it was.

The words, answers and files of the person stay the work of one former colleague with a number. The
account, the profile, the picture, addresses, sign-ins, drafts and everything else that is kept for the
person alone are gone, and where they were mentioned their name is no longer shown.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from sqlalchemy import String, cast, delete, func, select, update

from essp.core import clock, jobs
from essp.core.db import Base, after_commit, lock, session, transaction
from essp.core.decision import NotFound, require
from essp.core.events import record
from essp.core.i18n import lazy, translations
from essp.core.ids import skeleton
from essp.discussions.models import Post
from essp.people import accounts, names, pictures, policy, same
from essp.people.events import PersonChanged, PersonForgotten
from essp.people.field_models import FormerHandle
from essp.people.models import Person
from essp.people.sorting import sort_key
from essp.personal.handing_out import KEPT
from essp.search.indexing import reindex_page, reindex_thread
from essp.spaces.models import Ownership, Space
from essp.spaces.policy import readable_by

NOBODY = "@former-colleague"
RENDERED = (("rendering", "page_id"), ("post", "id"))
SHOWN_AS_WRITTEN = ("post", "post_revision", "post_draft")
FAREWELL = "Former colleague"
SAID_AS = lazy("Former colleague")  # so that the catalogue knows it


def owned_alone(actor: Person, person: Person) -> tuple[list[Space], bool]:
    """The spaces that have no other owner who is here: somebody else has to be appointed.

    Those that the actor may read; and whether there are others.
    """
    others = (
        select(Ownership.space_id)
        .join(Person, Person.id == Ownership.person_id)
        .where(Person.left_at.is_(None), Person.id != person.id)
    )
    mine = select(Ownership.space_id).where(Ownership.person_id == person.id)
    alone = (Space.id.in_(mine), Space.id.not_in(others))
    told = session().scalars(select(Space).where(*alone, readable_by(actor)).order_by(Space.name))
    spaces = list(told)
    number = session().scalar(select(func.count()).select_from(Space).where(*alone)) or 0
    return spaces, number > len(spaces)


def make_anonymous(actor: Person, person: Person, *, data: Path, language: str = "en") -> None:
    """Forget who a person was, as `forget`. Refused to anybody but the person and administrators."""
    require(policy.take_leave(actor, person))
    forget(person, by=actor, data=data, language=language)


def forget(person: Person, *, by: Person | None, data: Path, language: str = "en") -> None:
    """Forget who a person was, also as the operator of the installation; again it changes nothing.

    Refused for the last administrator. `language` is that of the name that stays, `data` the folder in
    which pictures lie.
    """
    fresh = lock(Person, person.id)
    if fresh is None:
        raise NotFound
    if fresh.anonymous_at is not None:
        return
    for other in same.joined_to(fresh):  # they lead here, which would tell whose they were
        forget(other, by=by, data=data, language=language)
    same.part(fresh, by=by)
    accounts.close(fresh, by=by)
    handle, picture, email = fresh.handle, fresh.picture, fresh.email
    _delete_what_is_theirs(fresh)
    _rename(fresh, language)
    session().merge(FormerHandle(digest=names.digest(handle)))
    session().flush()
    if email:
        _drop_waiting_mail(email)
    jobs.enqueue(unname, handle=handle, known_as=fresh.handle)
    _drop_picture(picture, data)
    actor_id = by.id if by is not None and by.id != fresh.id else None
    record(PersonForgotten(actor_id=actor_id, person_id=fresh.id))
    record(PersonChanged(actor_id=actor_id, person_id=fresh.id, fields=("name", "handle")))


@jobs.task("personal.unname")
def unname(handle: str, known_as: str = "") -> None:
    """Take the name of somebody who was made anonymous out of what is shown of texts that mention them.

    Pages are shown from what was rendered of them. Of posts every text is shown, so in each of them the
    mention becomes one of the former colleague, `known_as`.
    """
    with transaction():
        for table, key in RENDERED:
            for row_id in _unnamed(table, key, handle):
                if table == "rendering":
                    jobs.enqueue(reindex_page, page_id=row_id)
                else:
                    _reindex_thread_of(row_id)
        for table in SHOWN_AS_WRITTEN:
            _rewrite(table, handle, known_as or NOBODY.removeprefix("@"))


def _reindex_thread_of(post_id: int) -> None:
    thread_id = session().scalar(select(Post.thread_id).where(Post.id == post_id))
    jobs.enqueue(reindex_thread, thread_id=thread_id)


def _rewrite(table_name: str, handle: str, known_as: str) -> None:
    """Let a source mention the former colleague where it mentioned the handle."""
    table = Base.metadata.tables[table_name]
    keys = list(table.primary_key.columns)
    word = _mention(handle)
    rows = session().execute(
        select(*keys, table.c.text).where(table.c.text.icontains(f"@{handle}", autoescape=True))
    )
    for *key, text in rows.all():
        here = [column == value for column, value in zip(keys, key, strict=True)]
        session().execute(update(table).where(*here).values(text=word.sub(f"@{known_as}", text)))


def _unnamed(table_name: str, key: str, handle: str) -> list[int]:
    table = Base.metadata.tables[table_name]
    link = re.compile(rf'<a class="mention" href="/people/{re.escape(handle)}">@[^<]*</a>')
    word = _mention(handle)
    rows = session().execute(
        select(table.c[key], table.c.html, table.c.plain).where(
            table.c.html.contains(f"/people/{handle}", autoescape=True)
            | table.c.plain.contains(f"@{handle}", autoescape=True)
        )
    )
    changed: list[int] = []
    for row_id, html, text in rows.all():
        values = {
            "html": word.sub(NOBODY, link.sub(NOBODY, html or "")),
            "plain": word.sub(NOBODY, text or ""),
        }
        session().execute(update(table).where(table.c[key] == row_id).values(**values))
        changed.append(row_id)
    return changed


def _mention(handle: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w@-])@{re.escape(handle)}(?![\w-])", re.IGNORECASE)


def _delete_what_is_theirs(person: Person) -> None:
    for kept in KEPT:
        for column in kept.columns if kept.forgotten else ():
            table_name, _dot, name = column.partition(".")
            if table_name != "person":
                table = Base.metadata.tables[table_name]
                session().execute(delete(table).where(table.c[name] == person.id))


def _rename(person: Person, language: str) -> None:
    farewell = translations(language).ugettext(FAREWELL)
    number = _number()
    while True:
        name = f"{farewell} {number}"
        handle = f"former-colleague-{number}"
        if names.is_free(name, handle):
            break
        number += 1
    person.name, person.handle = name, handle
    person.name_key, person.sort_key = skeleton(name), sort_key(name)
    for field, value in EMPTY.items():
        setattr(person, field, type(value)(value) if isinstance(value, list | dict) else value)
    person.anonymous_at = clock.now()


EMPTY: dict[str, Any] = {
    "email": None, "password_hash": None, "job_title": "", "department": "", "location": "",
    "speaks": [], "speaks_key": "", "about": "", "ask_me_about": [], "picture": None,
    "language": None, "theme": "", "shortcuts": True, "invited_at": None, "working_on": "",
    "time_zone": "", "hours": {}, "away_from": None, "away_until": None, "deputy_id": None,
    "manager_id": None, "same_as_id": None, "same_since": None,
}  # fmt: skip


def _number() -> int:
    anonymous = select(func.count()).select_from(Person).where(Person.anonymous_at.is_not(None))
    return (session().scalar(anonymous) or 0) + 1


def _drop_waiting_mail(email: str) -> None:
    waiting = cast(jobs.Job.arguments, String).contains(email, autoescape=True)
    session().execute(delete(jobs.Job).where(jobs.Job.leased_until.is_(None), waiting))


def _drop_picture(picture: str | None, data: Path) -> None:
    if picture is None:
        return
    used = session().scalar(select(Person.id).where(Person.picture == picture).limit(1))
    if used is None:
        after_commit(lambda: (pictures.folder(data) / picture).unlink(missing_ok=True))
