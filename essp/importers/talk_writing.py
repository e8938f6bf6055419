"""Conversations of a source written into a space, each with the note of what it came from.

A post that was changed here since is not overwritten. What the source adds to a conversation goes to
where the post it answers stands now, even when that was split off or merged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select

from essp.attachments.storing import store
from essp.core.db import lock, session
from essp.core.decision import Invalid
from essp.core.i18n import _
from essp.core.ids import ALPHABET
from essp.discussions.importing import (
    Incoming,
    Said,
    accept_imported,
    append_imported,
    begin_imported,
    close_imported,
    rewrite_imported,
)
from essp.discussions.models import Post, Thread
from essp.discussions.queries import held, opening_of
from essp.discussions.texts import LARGEST, clean_text
from essp.importers.destination import Destination
from essp.importers.models import ImportPost, ImportThread
from essp.importers.records import SourcePerson
from essp.importers.talk_ledger import Fate, Remark, TalkLedger
from essp.importers.talk_people import Speakers
from essp.importers.talk_records import Outline, SourcePost, SourceText, SourceThread, TalkSource
from essp.people.models import Person
from essp.spaces.models import Space
from essp.topics.words import clean_name

ROOM = 500  # bytes for the line that leads to the rest


def uid_made_of(salt: str, key: str) -> str:
    """Ten characters that follow from a source and a key of it, and that nobody can guess."""
    number = int.from_bytes(sha256(f"{salt}|{key}".encode()).digest()[:8])
    return "".join(ALPHABET[(number >> 5 * place) % 32] for place in range(10))


@dataclass
class TalkWriter:
    """Writes conversations, each in the transaction of its caller; it is the `Here` of its source."""

    to: Destination
    source: TalkSource
    speakers: Speakers
    salt: str
    finished_before: datetime | None

    @property
    def ledger(self) -> TalkLedger:
        """The account of this import."""
        return self.source.ledger

    def address(self, key: str) -> str:
        """The address of a post, here or to be."""
        return f"/posts/{self._uid(key)}"

    def thread_address(self, key: str) -> str:
        """The address of a conversation, here or to be."""
        return f"/t/{self._uid(f'thread {key}')}"

    def has(self, key: str) -> bool:
        """Whether a post came in before."""
        return self._row_of(key) is not None

    def keep(self, name: str, content: bytes, author: SourcePerson, at: datetime) -> str | None:
        """Put a file into the space; None when it is too large or cannot be taken."""
        actor, space = self._actor_and_space()
        by = session().get_one(Person, self.speakers.id_of(author, at))
        try:
            with session().begin_nested():
                kept = store(actor, space, name, content, author=by, at=at)
        except Invalid:
            return None
        self.ledger.counts["files"] += 1
        return kept.url

    def write(self, outline: Outline) -> None:
        """Write what is new of a conversation."""
        row = session().get(ImportThread, (self.to.source_id, outline.key))
        if row is not None and row.complete == outline.fingerprint:
            self.ledger.fates[Fate.KNOWN] += outline.posts
            return
        found = self.source.read(outline.key, self)
        known = self._known(found)
        fresh = [post for post in found.posts if post.key not in known]
        for post in found.posts:
            if post.key in known:
                self._compare(post, known[post.key])
        begun = self._begin(found, fresh) if self._is_new(found, row, known) else None
        if begun is None and fresh:
            self._append(found, fresh, known)
        thread = begun or (session().get_one(Thread, row.thread_id) if row else None)
        if thread is not None:
            self._close(thread, found, is_new=begun is not None)
            self._note(outline, thread, row)

    def _is_new(
        self, found: SourceThread, row: ImportThread | None, known: dict[str, ImportPost]
    ) -> bool:
        above = found.posts[0].parent_key
        return row is None and not known and (above is None or self._row_of(above) is None)

    def _begin(self, found: SourceThread, fresh: Sequence[SourcePost]) -> Thread:
        actor, space = self._actor_and_space()
        above = [None, *(self._uid(post.parent_key or fresh[0].key) for post in fresh[1:])]
        thread = begin_imported(
            actor, space, uid=self._uid(f"thread {found.key}"), kind=found.kind,
            title=found.title or str(_("Without a title")),
            posts=[self._incoming(post, uid) for post, uid in zip(fresh, above, strict=True)],
            topics=self._topics(found.topics), via=self.source.kind,
        )  # fmt: skip
        self._remember(fresh)
        self.ledger.counts["threads"] += 1
        return thread

    def _append(
        self, found: SourceThread, fresh: Sequence[SourcePost], known: dict[str, ImportPost]
    ) -> None:
        """New posts of a conversation that is here, under what they answer, wherever that is now."""
        stands: dict[str, Thread] = {}
        coming: dict[int, list[Incoming]] = {}
        for post in _parents_first(fresh):
            above = post.parent_key or found.posts[0].key
            thread, parent = stands.get(above), self._uid(above)
            if thread is None:
                thread = self._thread_of(above, known)
                parent = parent if self._row_of(above) else opening_of(thread).uid
            stands[post.key] = thread
            coming.setdefault(thread.id, []).append(self._incoming(post, parent))
        actor, _space = self._actor_and_space()
        for thread in {each.id: each for each in stands.values()}.values():
            append_imported(actor, thread, coming[thread.id], via=self.source.kind)
        self._remember(fresh)

    def _thread_of(self, above: str, known: dict[str, ImportPost]) -> Thread:
        row = self._row_of(above) or next(iter(known.values()))
        return held(session().get_one(Thread, session().get_one(Post, row.post_id).thread_id))

    def _compare(self, post: SourcePost, row: ImportPost) -> None:
        """A post that came in before: take over what the source says now, unless it was changed here."""
        if post.said == row.said:
            self.ledger.fates[Fate.KNOWN] += 1
            return
        actor, _space = self._actor_and_space()
        here = lock(Post, row.post_id)
        last = post.texts[-1]
        said = self._said(post, last)
        if here is None or here.gone or here.revision != row.revision:
            self.ledger.fates[Fate.CONFLICT] += 1
            self.ledger.note(Remark.CONFLICT, post.key)
            return
        thread = held(session().get_one(Thread, here.thread_id))
        session().refresh(here, ["text"])
        titled = here.parent_id is None and bool(last.title) and last.title != thread.title
        changed = here.text != said.text or titled
        if changed:
            rewrite_imported(actor, thread, here, said)
        if post.accepted_at is not None:
            accept_imported(thread, here.id, here.revision, post.accepted_at)
        row.said, row.revision = post.said, here.revision
        self.ledger.fates[Fate.CHANGED if changed else Fate.KNOWN] += 1

    def _close(self, thread: Thread, found: SourceThread, *, is_new: bool) -> None:
        closing = found.closing
        if closing is None or thread.closed:
            return
        if is_new or self.finished_before is None or closing.at > self.finished_before:
            by = self.speakers.id_of(closing.by, closing.at) if closing.by else None
            close_imported(thread, closing.outcome, at=closing.at, by_id=by, reason=closing.reason)
            self.ledger.counts["closed"] += 1

    def _note(self, outline: Outline, thread: Thread, row: ImportThread | None) -> None:
        if row is None:
            row = ImportThread(
                source_id=self.to.source_id, key=outline.key, thread_id=thread.id, complete=""
            )
            session().add(row)
        row.complete = outline.fingerprint
        session().flush()

    def _remember(self, fresh: Sequence[SourcePost]) -> None:
        uids = {uid_made_of(self.salt, post.key): post for post in fresh}
        rows = session().execute(select(Post.id, Post.uid).where(Post.uid.in_(uids)))
        for number, uid in rows.all():
            post = uids[uid]
            session().add(
                ImportPost(
                    source_id=self.to.source_id, key=post.key, post_id=number, said=post.said,
                    revision=len(post.texts),
                )
            )  # fmt: skip
            self.ledger.fates[Fate.NEW] += 1
            self.ledger.counts["accepted"] += post.accepted_at is not None
        session().flush()

    def _known(self, found: SourceThread) -> dict[str, ImportPost]:
        keys = [post.key for post in found.posts]
        rows: dict[str, ImportPost] = {}
        for start in range(0, len(keys), 500):
            part = select(ImportPost).where(
                ImportPost.source_id == self.to.source_id,
                ImportPost.key.in_(keys[start : start + 500]),
            )
            rows |= {row.key: row for row in session().scalars(part)}
        return rows

    def _row_of(self, key: str) -> ImportPost | None:
        return session().get(ImportPost, (self.to.source_id, key))

    def _uid(self, key: str) -> str:
        return uid_made_of(self.salt, key)

    def _actor_and_space(self) -> tuple[Person, Space]:
        return (
            session().get_one(Person, self.to.actor_id),
            session().get_one(Space, self.to.space_id),
        )

    def _incoming(self, post: SourcePost, parent_uid: str | None) -> Incoming:
        return Incoming(
            uid=self._uid(post.key),
            parent_uid=parent_uid,
            texts=[self._said(post, text) for text in post.texts],
            edited_at=post.edited_at,
            accepted_at=post.accepted_at,
            remark=post.remark,
            reactions=[
                (self.speakers.id_of(by, at), meaning, at) for by, meaning, at in post.reactions
            ],
        )

    def _said(self, post: SourcePost, text: SourceText) -> Said:
        by = self.speakers.id_of(text.author, text.at)
        return Said(self._fitting(post, text), by, text.at, text.title)

    def _fitting(self, post: SourcePost, text: SourceText) -> str:
        """The text as a post may have it; what is more goes into a file, which it leads to."""
        if not text.text.strip():
            self.ledger.note(Remark.EMPTY, post.key)
            return str(_("(This post has no text.)"))
        try:
            return clean_text(text.text)
        except Invalid:
            self.ledger.note(Remark.TOO_LARGE, post.key)
        whole = text.text.encode("utf-8", "replace")
        kept = whole[: LARGEST - ROOM].decode("utf-8", "ignore").rpartition("\n")[0]
        url = self.keep(f"{self._uid(post.key)}.txt", whole, text.author, text.at)
        label = str(_("The whole text"))
        return clean_text(f"{kept}\n\n[{label}]({url})" if url else kept)

    def _topics(self, names: Sequence[str]) -> list[str]:
        found = []
        for name in names:
            try:
                found.append(clean_name(name.replace(",", " ")))
            except Invalid:
                self.ledger.note(Remark.TOPIC, name)
        return found


def _parents_first(posts: Sequence[SourcePost]) -> list[SourcePost]:
    """The same posts, none before what it replies to among them."""
    here = {post.key: post for post in posts}
    placed: dict[str, SourcePost] = {}
    for post in posts:
        line = []
        above: SourcePost | None = post
        while above is not None and above.key not in placed and above not in line:
            line.append(above)
            above = here.get(above.parent_key or "")
        placed |= {each.key: each for each in reversed(line)}
    return list(placed.values())
