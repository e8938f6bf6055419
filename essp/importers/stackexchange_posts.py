"""One question of a StackExchange dump as a conversation: its answers, the comments under each, its end."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import urlsplit

from essp.core import clock
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line
from essp.discussions.mark_models import Meaning
from essp.discussions.models import Kind, Outcome
from essp.importers.records import SourcePerson
from essp.importers.stackexchange_files import Dump, Row, number_in
from essp.importers.stackexchange_people import Members
from essp.importers.stackexchange_text import (
    body_text,
    comment_text,
    says_the_same,
    source_text,
    target_of,
)
from essp.importers.talk_ledger import Remark, TalkLedger
from essp.importers.talk_records import Closing, Here, SourcePost, SourceText, SourceThread

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TAG = re.compile(r"[^<>|]+")
PICTURE = re.compile(r"!\[[^\]\n]*\]\((https?:[^)\s]+)\)")
TITLES, BODIES = frozenset({1, 4, 7}), frozenset({2, 5, 8})
CLOSED, OPENED = 10, 11
# What changes in every dump and is not carried.
UNSTEADY = frozenset(
    {"ViewCount", "Score", "LastActivityDate", "CommentCount", "AnswerCount", "FavoriteCount"}
)
DUPLICATE = {"1", "101"}
# How a site said in the body itself, before it kept links, what a closed question repeats.
SAID_IN_BODY = re.compile(
    r"<blockquote>\s*<p><strong>Possible Duplicates?:</strong>(.*?)</blockquote>", re.DOTALL
)
HREF = re.compile(r'href="([^"]+)"')
REASONS = {
    "2": _("off topic"), "102": _("off topic"), "3": _("a matter of opinion"),
    "105": _("a matter of opinion"), "4": _("not a real question"), "103": _("unclear"),
    "104": _("too broad"), "7": _("too particular"), "10": _("found in any handbook"),
    "20": _("noise"),
}  # fmt: skip


class Reader:
    """Makes conversations of the rows of a dump."""

    def __init__(self, dump: Dump, members: Members, ledger: TalkLedger, hosts: set[str]) -> None:
        self._dump = dump
        self._members = members
        self._ledger = ledger
        self._hosts = hosts

    def thread(self, question: int, here: Here) -> SourceThread:
        """A question with all that belongs to it."""
        rows = self._dump.posts_of(question)
        asked, accepted = rows[0], number_in(rows[0], "AcceptedAnswerId")
        posts = [
            each
            for row in rows
            for each in self._post_and_comments(
                row, here, is_accepted=number_in(row, "Id") == accepted
            )
        ]
        first, *others = posts
        return SourceThread(
            key=str(question),
            kind=Kind.QUESTION,
            title=clean_line(asked.get("Title", "")),
            posts=(first, *sorted(others, key=lambda post: post.texts[0].at)),
            topics=tuple(
                tag.strip().replace("-", " ") for tag in TAG.findall(asked.get("Tags", ""))
            ),
            closing=self._closing(question, asked, bool(accepted)),
        )

    def fingerprint(self, question: int) -> tuple[int, str]:
        """How many posts and comments there are, and a hash over all that is told of them."""
        posts, told_of = 0, sha256()
        for row in self._dump.posts_of(question):
            comments = self._dump.comments_of(number_in(row, "Id"))
            posts += 1 + len(comments)
            told_of.update(self._said(row).encode())
            told_of.update(json.dumps(comments, sort_keys=True).encode())
        return posts, told_of.hexdigest()

    def _said(self, row: Row) -> str:
        """A hash over all that is told of one post."""
        number = number_in(row, "Id")
        kept = {name: value for name, value in row.items() if name not in UNSTEADY}
        parts = [kept, self._dump.history_of(number), self._dump.votes_of(number)]
        return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def _post_and_comments(
        self, row: Row, here: Here, *, is_accepted: bool
    ) -> Iterator[SourcePost]:
        number = number_in(row, "Id")
        at = self.moment(row, "CreationDate")
        texts = self._texts(row, here, at)
        question = number_in(row, "ParentId")
        yield SourcePost(
            key=f"p{number}",
            parent_key=f"p{question}" if question else None,
            texts=tuple(texts),
            said=self._said(row),
            edited_at=self._edited(row, texts),
            accepted_at=self._accepted(number, at) if is_accepted else None,
            reactions=tuple(self._reactions(row)),
        )
        for comment in self._dump.comments_of(number):
            yield self._comment(comment, f"p{number}", here, at, remark=not question)

    def _comment(
        self, row: Row, above: str, here: Here, not_before: datetime, *, remark: bool
    ) -> SourcePost:
        at = self.moment(row, "CreationDate", not_before)
        by = self._members.named(row, "UserId", "UserDisplayName")
        text = comment_text(row.get("Text", ""), lambda url: self._turn(url, here, row))
        said = sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()
        return SourcePost(f"c{row['Id']}", above, (SourceText(text, by, at),), said, remark=remark)

    def _texts(self, row: Row, here: Here, at: datetime) -> list[SourceText]:
        """Every text that the dump holds; the last one says what the post says in the end."""
        author = self._members.named(row, "OwnerUserId", "OwnerDisplayName")
        title = clean_line(row.get("Title", ""))
        html = row.get("Body", "")
        found = self._earlier(row, here)
        if not found:
            text = body_text(html, lambda url: self._turn(url, here, row))
            found = [SourceText(text, author, at, title)]
        elif not says_the_same(found[-1].text, html):
            text = body_text(html, lambda url: self._turn(url, here, row))
            found[-1] = replace(found[-1], text=text)
        found[0] = replace(found[0], author=author, at=at)
        found[-1] = replace(found[-1], title=title)
        for address in PICTURE.findall(found[-1].text):
            self._ledger.note(Remark.PICTURE, address, source_id=row["Id"])
        self._note_editor(row, author)
        return found

    def _earlier(self, row: Row, here: Here) -> list[SourceText]:
        found: list[SourceText] = []
        title = body = ""
        for step in _together(self._dump.history_of(number_in(row, "Id"))):
            kinds = {number_in(each, "PostHistoryTypeId"): each.get("Text", "") for each in step}
            title = next((kinds[each] for each in TITLES if each in kinds), title)
            body = next((kinds[each] for each in BODIES if each in kinds), body)
            if body and kinds.keys() & (TITLES | BODIES):
                by = self._members.named(step[0], "UserId", "UserDisplayName")
                at = self.moment(step[0], "CreationDate")
                text = source_text(body, lambda url: self._turn(url, here, row))
                if not found or (text, clean_line(title)) != (found[-1].text, found[-1].title):
                    found.append(SourceText(text, by, at, clean_line(title)))
        return found

    def _edited(self, row: Row, texts: Sequence[SourceText]) -> datetime | None:
        if len(texts) > 1 or not row.get("LastEditDate"):
            return None
        if not self._dump.history_of(number_in(row, "Id")):
            self._ledger.note(Remark.EARLIER_TEXT, "PostHistory.xml", source_id=row["Id"])
        return self.moment(row, "LastEditDate")

    def _note_editor(self, row: Row, author: SourcePerson) -> None:
        editor = row.get("LastEditorUserId") or row.get("LastEditorDisplayName")
        if editor and editor not in {row.get("OwnerUserId"), row.get("OwnerDisplayName"), "-1"}:
            number = number_in(row, "LastEditorUserId")
            name = self._members.name_of(number) if number else editor
            self._ledger.note(Remark.OTHER_EDITOR, name, source_id=row["Id"])

    def _accepted(self, number: int, at: datetime) -> datetime:
        votes = [each for each in self._dump.votes_of(number) if each.get("VoteTypeId") == "1"]
        return max(self.moment(votes[-1], "CreationDate"), at) if votes else at

    def _reactions(self, row: Row) -> Iterator[tuple[SourcePerson, Meaning, datetime]]:
        author = self._members.named(row, "OwnerUserId", "OwnerDisplayName")
        given: set[str] = {author.key}
        for vote in self._dump.votes_of(number_in(row, "Id")):
            if vote.get("VoteTypeId") == "2":
                by = self._members.named(vote, "UserId", "")
                if by.key not in given:
                    given.add(by.key)
                    yield by, Meaning.HELPFUL, self.moment(vote, "CreationDate")

    def repeated(self, question: int) -> list[int]:
        """The questions that this one was closed for repeating, as its body says."""
        row = self._dump.post(question) or {}
        said = SAID_IN_BODY.match(row.get("Body", "")) if row.get("ClosedDate") else None
        named = [target_of(url) for url in HREF.findall(said[1])] if said else []
        found = [self._dump.question_of(each[1]) for each in named if each and each[0] == "post"]
        return [each for each in dict.fromkeys(found) if each not in {None, question}]

    def _closing(self, question: int, row: Row, answered: bool) -> Closing | None:
        steps = [
            each
            for each in self._dump.history_of(question)
            if number_in(each, "PostHistoryTypeId") in {CLOSED, OPENED}
        ]
        last = steps[-1] if steps else None
        if last is not None and number_in(last, "PostHistoryTypeId") == OPENED:
            last = None
        if last is None and not row.get("ClosedDate"):
            return None
        at = self.moment(last, "CreationDate") if last else self.moment(row, "ClosedDate")
        by = self._members.named(last, "UserId", "") if last and last.get("UserId") else None
        reason = (last or {}).get("Comment", "")
        repeats = any(each.get("LinkTypeId") == "3" for each in self._dump.links_of(question))
        if repeats or reason in DUPLICATE or self.repeated(question):
            return Closing(Outcome.DUPLICATE, at, by)
        if reason in REASONS:
            said = _("Closed where it came from: %(why)s.", why=REASONS[reason])
            return Closing(Outcome.DROPPED, at, by, str(said))
        return Closing(Outcome.ANSWERED if answered else Outcome.DROPPED, at, by)

    def _turn(self, url: str, here: Here, row: Row) -> str:
        """Where an address leads here: to the post it means, or where it led before."""
        split = _split(url)
        if split is None or (split[1] and split[1] not in self._hosts):
            return url
        meant = target_of(url)
        if meant is not None:
            kind, number = meant
            if found := self._address(kind, number, here):
                return found
            self._ledger.note(Remark.LINK, url, source_id=row.get("Id", ""))
        if split[1] or not url.startswith("/"):
            return url
        if not self._hosts:
            self._ledger.note(Remark.LINK, url, source_id=row.get("Id", ""))
            return ""
        return f"https://{min(self._hosts)}{url}"

    def _address(self, kind: str, number: int, here: Here) -> str:
        if kind == "comment":
            return here.address(f"c{number}") if self._dump.has_comment(number) else ""
        question = self._dump.question_of(number)
        if question is None:
            return ""
        return (
            here.thread_address(str(number)) if question == number else here.address(f"p{number}")
        )

    def moment(self, row: Row, name: str, otherwise: datetime = EPOCH) -> datetime:
        """A moment that a row tells; for an impossible one `otherwise`."""
        try:
            said = datetime.fromisoformat(row.get(name, "")).replace(tzinfo=UTC)
        except ValueError:
            said = clock.now()
        if not EPOCH < said < clock.now():
            self._ledger.note(Remark.DATE, row.get(name, ""), source_id=row.get("Id", ""))
            return otherwise
        return said


def _split(url: str) -> tuple[str, str] | None:
    try:
        split = urlsplit(url)
    except ValueError:
        return None
    if split.scheme not in {"", "http", "https"}:
        return None
    return split.scheme, (split.hostname or "")


def _together(history: Sequence[Row]) -> Iterator[list[Row]]:
    """What was changed at once, as steps."""
    step: list[Row] = []
    for row in history:
        if step and row.get("RevisionGUID") != step[0].get("RevisionGUID"):
            yield step
            step = []
        step.append(row)
    if step:
        yield step
