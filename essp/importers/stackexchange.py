"""A StackExchange dump: questions with answers and comments as conversations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from types import TracebackType

from essp.core.i18n import _, ngettext
from essp.importers.html_text import words_of
from essp.importers.records import UnreadableError
from essp.importers.scratch import Scratch
from essp.importers.stackexchange_files import ANSWER, QUESTION, Dump, Row, number_in
from essp.importers.stackexchange_people import Members
from essp.importers.stackexchange_posts import BODIES, CLOSED, OPENED, TITLES, Reader
from essp.importers.stackexchange_text import own_hosts
from essp.importers.talk_ledger import Fate, Remark, TalkLedger
from essp.importers.talk_records import (
    Here,
    Outline,
    Progress,
    SourceLink,
    SourceThread,
    TopicText,
)

TAG_EXCERPT, TAG_WIKI = 4, 5
VOTES = {
    "1": "accepted", "2": "up", "3": "down", "4": "offensive", "5": "bookmark", "6": "close",
    "7": "reopen", "8": "bounty started", "9": "bounty given", "10": "delete", "11": "undelete",
    "12": "spam", "15": "moderator review", "16": "edit approved",
}  # fmt: skip
CARRIED = {
    "Posts.xml": {
        "Id", "PostTypeId", "ParentId", "AcceptedAnswerId", "CreationDate", "Body", "OwnerUserId",
        "OwnerDisplayName", "LastEditorUserId", "LastEditorDisplayName", "LastEditDate", "Title",
        "Tags", "ClosedDate", "Score", "AnswerCount", "CommentCount", "LastActivityDate",
        "ContentLicense", "DeletionDate",
    },
    "Comments.xml": {
        "Id", "PostId", "Text", "CreationDate", "UserId", "UserDisplayName", "Score",
        "ContentLicense",
    },
}  # fmt: skip


class StackExchangeSource:
    """A folder with the XML files of one site. Use it as a context: it keeps a file while it is read."""

    kind = "stackexchange"

    def __init__(
        self, path: Path, *, hosts: Collection[str] = (), emails: Mapping[str, str] | None = None
    ) -> None:
        """`hosts` are the names of the site on the net, found out when there are none; `emails` as
        in `Members`. Raises UnreadableError."""
        self.origin = str(path.resolve())
        self.folder = path.resolve().name[:500]
        self.ledger = TalkLedger(source=str(path))
        self._work = Scratch()
        try:
            self._dump = Dump(path, self._work.path)
        except UnreadableError:
            self._work.remove()
            raise
        self._hosts = {host.lower() for host in hosts}
        self._members = Members(self._dump, self.ledger, emails or {})
        self._scores: Counter[str] = Counter()
        self._state = sha256()

    def __enter__(self) -> StackExchangeSource:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._dump.close()
        self._work.remove()

    @property
    def head(self) -> str:
        """A hash over all conversations."""
        return self._state.hexdigest()

    def outlines(self, progress: Progress | None = None) -> list[Outline]:
        """All questions. Raises UnreadableError."""
        self._dump.read(self._seen, progress)
        self._account_for_the_rest()
        self._hosts = self._hosts or own_hosts(self._dump.bodies(), self._title)
        self._reader = Reader(self._dump, self._members, self.ledger, self._hosts)
        found = []
        for question in self._dump.questions():
            posts, fingerprint = self._reader.fingerprint(question)
            self._state.update(fingerprint.encode())
            found.append(Outline(str(question), posts, fingerprint))
        return found

    def read(self, key: str, here: Here) -> SourceThread:
        """One question with all that belongs to it."""
        return self._reader.thread(int(key), here)

    def links(self) -> Iterator[SourceLink]:
        """Which questions were said to repeat which."""
        for row in self._dump.duplicates():
            question, other = number_in(row, "PostId"), number_in(row, "RelatedPostId")
            if self._dump.question_of(other) is None:
                self.ledger.note(Remark.LINK, "PostLinks.xml", detail=f"{question} -> {other}")
            else:
                at = self._reader.moment(row, "CreationDate")
                yield SourceLink(str(question), str(other), at)
        for question in self._dump.questions():
            for other in self._reader.repeated(question):
                at = self._reader.moment(self._dump.post(question) or {}, "ClosedDate")
                yield SourceLink(str(question), str(other), at)

    def topic_texts(self) -> Iterator[TopicText]:
        """What tags are said to be: the short description, or else the long one."""
        for tag in self._dump.tags():
            for name in ("ExcerptPostId", "WikiPostId"):
                post = self._dump.post(number_in(tag, name))
                text = " ".join(words_of(post.get("Body", "")).split()) if post else ""
                if text:
                    yield TopicText(tag.get("TagName", "").replace("-", " "), text)
                    break

    def _title(self, question: int) -> str | None:
        row = self._dump.post(question)
        return row.get("Title") if row else None

    def _seen(self, file: str, row: Row, good: bool) -> bool:
        """Count a row; whether it is to be kept."""
        if file in CARRIED:
            return self._seen_post(file, row, good)
        if file == "Votes.xml":
            return good and self._says_something(row)
        if file == "PostHistory.xml":
            kind = number_in(row, "PostHistoryTypeId")
            if kind not in TITLES | BODIES | {CLOSED, OPENED, 3, 6, 9}:
                self.ledger.note(Remark.EVENT, file, detail=f"type {kind}")
            return good and kind in TITLES | BODIES | {CLOSED, OPENED}
        if file == "Badges.xml":
            self.ledger.note(Remark.BADGES, file)
            return False
        return good

    def _seen_post(self, file: str, row: Row, good: bool) -> bool:
        if not good:
            self._twice_or_broken(file, row)
            return False
        self.ledger.counts["posts"] += 1
        self.ledger.counts[file] += 1
        self._scores[file] += abs(number_in(row, "Score"))
        for name in row.keys() - CARRIED[file]:
            self.ledger.note(Remark.FIELD, file, detail=name)
        kind = number_in(row, "PostTypeId") if file == "Posts.xml" else ANSWER
        if kind in {TAG_EXCERPT, TAG_WIKI}:
            self.ledger.fates[Fate.TAG_WIKI] += 1
            if not self._dump.has("Tags.xml"):
                self.ledger.note(Remark.TAG_WIKI, f"{file} {row['Id']}")
        elif kind not in {QUESTION, ANSWER}:
            self.ledger.fates[Fate.OTHER_KIND] += 1
            self.ledger.note(Remark.OTHER_KIND, f"{file} {row['Id']}", detail=f"type {kind}")
        return True

    def _twice_or_broken(self, file: str, row: Row) -> None:
        if number_in(row, "Id"):  # was counted when it was seen first
            self.ledger.fates[Fate.TWICE] += 1
            self.ledger.note(Remark.TWICE, f"{file} {row['Id']}")
        else:
            self.ledger.counts["posts"] += 1
            self.ledger.fates[Fate.UNREADABLE] += 1
            self.ledger.note(Remark.UNREADABLE, file, detail=row.get("Id", "Id"))

    def _says_something(self, row: Row) -> bool:
        """Whether a vote tells when an answer was accepted, or who found one helpful."""
        kind = row.get("VoteTypeId", "")
        if kind == "1":
            return True
        post = (
            self._dump.post(number_in(row, "PostId")) if kind == "2" and row.get("UserId") else None
        )
        if post is not None and number_in(post, "PostTypeId") == ANSWER:
            return True
        self.ledger.note(Remark.VOTES, "Votes.xml", detail=VOTES.get(kind, f"type {kind}"))
        return False

    def _account_for_the_rest(self) -> None:
        for table, number in self._dump.orphans():
            self.ledger.fates[Fate.NO_PLACE] += 1
            self.ledger.note(Remark.NO_PLACE, f"{table} {number}")
        for file, points in self._scores.items():
            if points and not self._dump.has("Votes.xml"):
                said = ngettext("%(num)s point", "%(num)s points", points)
                self.ledger.note(Remark.SCORE, file, detail=said)
        if not self._dump.has("Users.xml"):
            self.ledger.note(Remark.NOBODY, "Users.xml", detail=str(_("not in the folder")))
