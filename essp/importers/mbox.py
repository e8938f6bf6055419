"""A mailing list's archive: mails as conversations, by who answers whom."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from types import TracebackType

from essp.core.i18n import _
from essp.discussions.models import Kind
from essp.importers import mail_heads
from essp.importers.escaping import escaped, link
from essp.importers.mail_bodies import Body, body_of, hider, markdown
from essp.importers.mail_threads import Head, How, Place, by_opening, places_of
from essp.importers.mailbox_file import LARGEST_MAIL, Mailbox, Span
from essp.importers.records import SourcePerson
from essp.importers.talk_ledger import Fate, Remark, TalkLedger
from essp.importers.talk_records import (
    Here,
    Outline,
    Progress,
    SourceLink,
    SourcePost,
    SourceText,
    SourceThread,
    TopicText,
)

EPOCH = datetime(1971, 1, 1, tzinfo=UTC)
TAG = re.compile(r"^\s*(?:\w{1,4}\s*:\s*)*\[([^\]]{1,60})\]")
PREFIXES = re.compile(
    r"^\s*(?:(?:re|aw|antw|sv|vs|odp|fwd?)(?:\[\d+\])?\s*[:：]\s*)+", re.IGNORECASE
)
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")


class MailboxSource:
    """A mailbox file. Mails are known by their Message-ID, so that archives of one list, brought into
    one space one after the other, go on where the one before ended."""

    kind = "mbox"
    folder = ""

    def __init__(self, path: Path) -> None:
        """Raises UnreadableError for what is no mailbox."""
        self._box = Mailbox(path)
        self.origin = str(path.resolve())
        self.ledger = TalkLedger(source=str(path))
        self._index: dict[str, tuple[int, int, str]] = {}
        self._heads: list[Head] = []
        self._places: dict[str, Place] = {}
        self._threads: dict[str, list[str]] = {}
        self._moments: dict[str, datetime] = {}
        self._subjects: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._tags: Counter[str] = Counter()
        self._last = EPOCH

    def __enter__(self) -> MailboxSource:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._index.clear()

    @property
    def head(self) -> str:
        """A hash over all mails."""
        return sha256("".join(said for *_place, said in self._index.values()).encode()).hexdigest()

    def outlines(self, progress: Progress | None = None) -> list[Outline]:
        """All conversations, the oldest first."""
        bodies: dict[str, str] = {}
        for span in self._box.spans(progress):
            self._note(span, bodies)
        self._places = places_of(self._heads)
        self._moments = {head.key: head.at for head in self._heads}
        self._subjects = {head.key: head.subject for head in self._heads}
        self._heads = []
        self._threads = by_opening(self._places)
        return [self._outline(key, mails) for key, mails in self._threads.items()]

    def read(self, key: str, here: Here) -> SourceThread:
        """One conversation."""
        posts = [self._post(each, here) for each in self._threads[key]]
        first = next(post for post in posts if post.key == key)
        others = (post for post in posts if post.key != key)
        return SourceThread(
            key=key,
            kind=Kind.DISCUSSION,
            title=self._title(self._subjects[key]),
            posts=(first, *sorted(others, key=lambda post: post.texts[0].at)),
        )

    def links(self) -> Iterator[SourceLink]:
        """Mails do not say that one asks the same as another."""
        return iter(())

    def topic_texts(self) -> Iterator[TopicText]:
        """Mails have no topics."""
        return iter(())

    def _note(self, span: Span, bodies: dict[str, str]) -> None:
        """Keep where a mail is and what tells its place, unless it was there before."""
        self.ledger.counts["posts"] += 1
        mail = mail_heads.head_of(span.head)
        message_id = mail_heads.own_id(mail)
        key = mail_heads.key_of_id(message_id or f"no id {span.whole}")
        if key in self._index:
            if bodies.get(key) == span.body:
                self.ledger.fates[Fate.TWICE] += 1
                self.ledger.note(Remark.TWICE, self._words(mail))
                return
            key = mail_heads.key_of_id(f"{message_id} {span.whole}")
            self.ledger.note(Remark.SAME_ID, self._words(mail))
        if key in self._index:
            self.ledger.fates[Fate.TWICE] += 1
            return
        at = mail_heads.moment(mail, span.begins)
        if at is None:
            self.ledger.note(
                Remark.DATE, self._words(mail), detail=mail_heads.field(mail, "Date")[:60]
            )
            at = self._last
        self._last = at
        author, subject = mail_heads.sender(mail), mail_heads.field(mail, "Subject")
        if author.email:
            self._names[author.email] = author.name
        if tag := TAG.match(subject):
            self._tags[tag[1]] += 1
        names = tuple(mail_heads.key_of_id(each) for each in mail_heads.named_ids(mail))
        bodies[key] = span.body
        self._index[key] = (span.start, span.length, span.whole)
        self._heads.append(Head(key, names, at, subject))

    def _outline(self, key: str, mails: list[str]) -> Outline:
        said = sha256("".join(sorted(self._index[each][2] for each in mails)).encode())
        return Outline(key, len(mails), said.hexdigest())

    def _post(self, key: str, here: Here) -> SourcePost:
        start, length, said = self._index[key]
        raw = self._box.read(start, length)
        mail = mail_heads.head_of(raw[:256_000])
        author, at, body = mail_heads.sender(mail), self._moments[key], body_of(raw)
        self._tell(self._places[key], mail, body, too_large=length > LARGEST_MAIL)
        written = markdown(body, hider(self._names))
        parts = [written.text]
        if written.rest_of_signature:
            body.files.append(("signature.txt", written.rest_of_signature.encode()))
            self.ledger.note(Remark.SIGNATURE, self._words(mail))
        files = [self._file(name, content, author, at, mail, here) for name, content in body.files]
        parts += ["\n".join(f"- {each}" for each in files)] if files else []
        text = "\n\n".join(part for part in parts if part.strip())
        return SourcePost(key, self._above(key, mail, here), (SourceText(text, author, at),), said)

    def _above(self, key: str, mail: mail_heads.Mail, here: Here) -> str | None:
        """What a mail answers: here in this file, or in an archive that came in before."""
        place = self._places[key]
        if place.how in {How.MISSING, How.NAMED}:
            named = [mail_heads.key_of_id(each) for each in mail_heads.named_ids(mail)]
            for each in reversed(named):
                if each == place.above:
                    break
                if each not in self._index and here.has(each):
                    return each
        return place.above

    def _tell(self, place: Place, mail: mail_heads.Mail, body: Body, *, too_large: bool) -> None:
        words = self._words(mail)
        remark = {
            How.MISSING: Remark.MISSING_PARENT, How.SUBJECT: Remark.BY_SUBJECT,
            How.CIRCLE: Remark.CIRCLE,
        }.get(place.how)  # fmt: skip
        if remark is not None:
            self.ledger.note(remark, words)
        if body.wrong_characters:
            self.ledger.note(Remark.ENCODING, words)
        if body.cut or too_large:
            self.ledger.note(Remark.CUT, words)

    def _file(
        self, name: str, content: bytes, author: SourcePerson, at: datetime, mail: mail_heads.Mail,
        here: Here,
    ) -> str:  # fmt: skip
        url = here.keep(name, content, author, at)
        if url is None:
            self.ledger.note(Remark.FILE, name, detail=self._words(mail))
            return str(_("%(name)s (did not come along)", name=escaped(name)))
        picture = "!" if name.lower().endswith(PICTURES) else ""
        return f"{picture}{link(name.replace('[', '(').replace(']', ')'), url)}"

    def _title(self, subject: str) -> str:
        """The subject, without the tag that the list puts before it."""
        bare = PREFIXES.sub("", subject)
        tag = TAG.match(bare)
        if tag and self._tags[tag[1]] * 2 > len(self._index):
            bare = PREFIXES.sub("", bare[tag.end() :])
        return bare.strip()

    @staticmethod
    def _words(mail: mail_heads.Mail) -> str:
        """What names a mail in the ledger: never by an address."""
        subject = mail_heads.field(mail, "Subject")[:80] or str(_("Without a title"))
        return f"{subject} ({mail_heads.sender(mail).name})"
